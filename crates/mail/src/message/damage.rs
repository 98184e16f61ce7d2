//! What is wrong with the bytes of a message, by name.

use super::LineEnding;
use serde::Serialize;
use std::ops::Range;

/// One kind of damage: where it begins, and how often it occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Damage {
    /// Offset of the first occurrence in the message.
    pub first: usize,
    /// What is wrong.
    pub kind: DamageKind,
    /// Number of occurrences.
    pub count: usize,
}

/// What is wrong with a message's bytes. Each is an innocent accident of export or old software more often than an
/// attack, and each is a place where two programs may read two different mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DamageKind {
    /// CR without LF inside a line (RFC 5322, section 2.3, forbids it). Some programs end the line there.
    BareCr,
    /// LF without CR in a message that also has lines with CR LF.
    BareLf,
    /// All lines end in LF: how files on disk look after export. Not what was sent.
    LfLineEndings,
    /// Lines that end in CR CR LF: translated twice on the way into the file.
    DoubledCr,
    /// NUL in the header.
    NulInHeader,
    /// NUL in the body.
    NulInBody,
    /// A line of the header with bytes above 127 that are well-formed UTF-8 (allowed by RFC 6532 only).
    Utf8InHeader,
    /// A line of the header with bytes above 127 that are not.
    EightBitInHeader,
    /// A line of more than 998 bytes without its ending (RFC 5322, section 2.1.1).
    LongLine,
    /// UTF-8 byte order mark at the beginning: left by an editor or export.
    ByteOrderMark,
    /// White space between the name of a field and its colon.
    SpaceBeforeColon,
    /// A line break between the name of a field and its colon.
    FoldedName,
    /// A folded line that holds white space only: some programs end the header there.
    BlankFoldedLine,
    /// A line of the header that is neither field nor continuation.
    NotAField,
    /// A continuation line where there is no field to continue.
    LeadingContinuation,
    /// A field that may stand once stands again (RFC 5322, section 3.6; RFC 2045; RFC 5321 for Return-Path): programs show
    /// the first or the last.
    DuplicateField,
    /// No blank line: header without body.
    NoBody,
    /// The envelope line `From ...` of an mbox file stands before or in the header.
    MboxFrom,
    /// A line of the body begins with `>From `: how mbox files quote `From `.
    QuotedFrom,
    /// A Content-Length field, written by mail stores, not by senders.
    ContentLength,
    /// Content-Length differs from the length of the body.
    ContentLengthDiffers,
    /// Put together from the properties that an Outlook file (.msg) keeps: the header as text, the body converted.
    RebuiltFromOutlook,
    /// The Outlook file stores no header, as of drafts and sent mails: this one is made of single properties.
    NoTransportHeader,
    /// The message is longer than the limit; the rest was not looked at.
    OverMessageLimit,
    /// The header is longer than the limit; the rest of it was not split.
    OverHeaderLimit,
    /// The header has more fields than the limit; the rest of it was not split.
    OverFieldLimit,
}

impl DamageKind {
    /// Its stable name, such as `bare_cr`.
    pub fn name(self) -> String {
        crate::word::of(&self).unwrap_or_default()
    }
}

/// Longest line without its ending (RFC 5322, section 2.1.1).
const MAX_LINE: usize = 998;

/// Damage seen so far, one entry a kind.
#[derive(Default)]
pub(super) struct Tally(Vec<Damage>);

impl Tally {
    pub fn note(&mut self, kind: DamageKind, at: usize) {
        self.note_many(kind, Some(at), 1);
    }

    fn note_many(&mut self, kind: DamageKind, first: Option<usize>, count: usize) {
        let Some(first) = first else { return };
        match self.0.iter_mut().find(|damage| damage.kind == kind) {
            Some(damage) => {
                damage.first = damage.first.min(first);
                damage.count += count;
            }
            None => self.0.push(Damage { first, kind, count }),
        }
    }

    pub fn finish(mut self) -> Vec<Damage> {
        self.0.sort_unstable();
        self.0
    }
}

/// Occurrences of one kind, for loops over every byte.
#[derive(Default)]
struct Count {
    first: Option<usize>,
    count: usize,
}

impl Count {
    fn add(&mut self, at: usize, count: usize) {
        self.first.get_or_insert(at);
        self.count += count;
    }
}

/// Looks over all bytes once for each of CR, LF and NUL. The header ends at `header_end`.
pub(super) fn scan(bytes: &[u8], header_end: usize, body_start: usize, tally: &mut Tally) -> LineEnding {
    let doubled = carriage_returns(bytes, tally);
    let (crlf, lf) = newlines(bytes, body_start, tally);
    for (range, kind) in
        [(0..header_end, DamageKind::NulInHeader), (body_start..bytes.len(), DamageKind::NulInBody)]
    {
        let mut count = Count::default();
        memchr::memchr_iter(0, &bytes[range.clone()]).for_each(|at| count.add(range.start + at, 1));
        tally.note_many(kind, count.first, count.count);
    }
    high_bytes(bytes, 0..header_end, tally);
    let (ending, kind) = match (crlf, lf.count) {
        (0, 1..) => (LineEnding::Lf, DamageKind::LfLineEndings),
        (_, 1..) => (LineEnding::Mixed, DamageKind::BareLf),
        (_, 0) if doubled => (LineEnding::Mixed, DamageKind::BareLf),
        (_, 0) => (LineEnding::Crlf, DamageKind::BareLf),
    };
    tally.note_many(kind, lf.first, lf.count);
    ending
}

/// Runs of CR that end no line, and those that end one with more than one CR. Gives whether there are the latter.
fn carriage_returns(bytes: &[u8], tally: &mut Tally) -> bool {
    let (mut bare, mut doubled) = (Count::default(), Count::default());
    let mut end = 0;
    while let Some(skipped) = memchr::memchr(b'\r', &bytes[end..]) {
        let start = end + skipped;
        end = start + bytes[start..].iter().take_while(|&&b| b == b'\r').count();
        match bytes.get(end) {
            Some(b'\n') if end - start == 1 => {}
            Some(b'\n') => doubled.add(start, 1),
            _ => bare.add(start, end - start),
        }
    }
    tally.note_many(DamageKind::BareCr, bare.first, bare.count);
    tally.note_many(DamageKind::DoubledCr, doubled.first, doubled.count);
    doubled.first.is_some()
}

/// Line endings, long lines and mbox quoting. Gives how many lines end in CR LF and which in LF.
fn newlines(bytes: &[u8], body_start: usize, tally: &mut Tally) -> (usize, Count) {
    let (mut crlf, mut lf, mut long, mut quoted) = (0, Count::default(), Count::default(), Count::default());
    let mut start = 0;
    let mut line = |start: usize, end: usize| {
        if end - start > MAX_LINE {
            long.add(start, 1);
        }
        if bytes[start..].first() == Some(&b'>') && start >= body_start && is_quoted_from(&bytes[start..end])
        {
            quoted.add(start, 1);
        }
    };
    for newline in memchr::memchr_iter(b'\n', bytes) {
        let has_cr = newline > start && bytes[newline - 1] == b'\r';
        line(start, newline - usize::from(has_cr));
        match has_cr {
            true => crlf += 1,
            false => lf.add(newline, 1),
        }
        start = newline + 1;
    }
    line(start, bytes.len());
    tally.note_many(DamageKind::LongLine, long.first, long.count);
    tally.note_many(DamageKind::QuotedFrom, quoted.first, quoted.count);
    (crlf, lf)
}

/// `From ` behind one or more `>`.
pub(super) fn is_quoted_from(line: &[u8]) -> bool {
    let quotes = line.iter().take_while(|&&b| b == b'>').count();
    quotes > 0 && line[quotes..].starts_with(b"From ")
}

fn high_bytes(bytes: &[u8], header: Range<usize>, tally: &mut Tally) {
    if bytes[header.clone()].is_ascii() {
        return;
    }
    let mut start = header.start;
    for line in bytes[header].split_inclusive(|&b| b == b'\n') {
        if !line.is_ascii() {
            let utf8 = std::str::from_utf8(line).is_ok();
            tally.note(if utf8 { DamageKind::Utf8InHeader } else { DamageKind::EightBitInHeader }, start);
        }
        start += line.len();
    }
}
