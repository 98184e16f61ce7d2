//! The splitter.

use super::damage::{self, Tally};
use super::lines::content_len;
use super::{Damage, DamageKind, Field, LineEnding};
use crate::limits::Limits;
use model::MailForm;
use serde::Serialize;
use std::ops::Range;

/// A message, split. The spans of fields and strays, the blank line and the body lie one behind the other and cover the
/// message to the last byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message<'a> {
    /// All of it.
    pub bytes: &'a [u8],
    /// Fields in the order in which they stand, duplicates included.
    pub fields: Vec<Field<'a>>,
    /// Parts of the header that are no fields, in the order in which they stand.
    pub strays: Vec<Stray>,
    /// The header, blank line not included.
    pub header: Range<usize>,
    /// Everything after the blank line; where there is none, what lies beyond the limit on messages.
    pub body: Range<usize>,
    /// How lines end.
    pub line_ending: LineEnding,
    /// What is wrong with the bytes, by first occurrence.
    pub damage: Vec<Damage>,
    /// What stands between the bytes and those that somebody received.
    pub form: MailForm,
}

/// Part of a header that is no field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// Where it stands, line endings included.
    pub span: Range<usize>,
    /// What it is.
    pub kind: StrayKind,
}

/// What a part of a header is that is no field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StrayKind {
    /// UTF-8 byte order mark before everything else.
    ByteOrderMark,
    /// Envelope line of an mbox file, `From ` and more.
    MboxFrom,
    /// Lines that begin with white space where there is no field to continue.
    LeadingContinuation,
    /// A line, with its continuations, without name and colon.
    NotAField,
    /// What lies beyond the limits on length and number of fields.
    OverLimit,
}

/// Fields that may stand once.
const ONCE: [&str; 16] = [
    "Date",
    "From",
    "Sender",
    "Reply-To",
    "To",
    "Cc",
    "Bcc",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Subject",
    "Return-Path",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Content-Length",
];

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

impl<'a> Message<'a> {
    /// Splits any bytes; what is unusual about them is in [`Message::damage`].
    ///
    /// A line ends at LF; CR before it belongs to the ending. The header ends at the first empty line.
    pub fn split(bytes: &'a [u8], limits: &Limits) -> Self {
        let seen = &bytes[..bytes.len().min(limits.message_bytes)];
        let mut tally = Tally::default();
        let mut header = HeaderSplitter { bytes: seen, limits, fields: Vec::new(), strays: Vec::new() };
        let (header_end, body_start) = header.run(&mut tally);
        let HeaderSplitter { fields, strays, .. } = header;
        let line_ending = damage::scan(seen, header_end, body_start, &mut tally);
        if seen.len() < bytes.len() {
            tally.note(DamageKind::OverMessageLimit, seen.len());
        }
        let mut message = Self {
            bytes,
            fields,
            strays,
            header: 0..header_end,
            body: body_start..bytes.len(),
            line_ending,
            damage: Vec::new(),
            form: MailForm::default(),
        };
        message.note_content_length(&mut tally);
        for again in message.duplicates() {
            tally.note(DamageKind::DuplicateField, again.span.start);
        }
        message.damage = tally.finish();
        message
    }

    /// The message as one of this form: what its container lost is damage.
    pub fn of_form(mut self, form: MailForm) -> Self {
        self.form = form;
        let mut note = |kind| self.damage.push(Damage { first: 0, kind, count: 1 });
        if let Some(rebuilt) = form.rebuilt {
            note(DamageKind::RebuiltFromOutlook);
            if !rebuilt.has_header {
                note(DamageKind::NoTransportHeader);
            }
        }
        self.damage.sort_unstable();
        self
    }

    /// Fields with this name, in either case, from top to bottom.
    pub fn named<'m>(&'m self, name: &'m str) -> impl DoubleEndedIterator<Item = &'m Field<'a>> {
        self.fields.iter().filter(move |field| field.is(name))
    }

    /// Fields that may stand once and stand again, without the first of each name.
    pub fn duplicates(&self) -> impl Iterator<Item = &Field<'a>> {
        ONCE.iter().flat_map(|name| self.named(name).skip(1))
    }

    /// Bytes of the body.
    pub fn body(&self) -> &'a [u8] {
        &self.bytes[self.body.clone()]
    }

    /// Whether the message is damaged in this way.
    pub fn has(&self, kind: DamageKind) -> bool {
        self.damage.iter().any(|damage| damage.kind == kind)
    }

    /// The body as far as the Content-Length field says, when it is shorter than what follows the header: mail stores
    /// that go by this field may have appended to it.
    pub fn body_by_content_length(&self) -> Option<&'a [u8]> {
        self.body().get(..self.content_length()?).filter(|body| body.len() < self.body.len())
    }

    fn content_length(&self) -> Option<usize> {
        let field = self.named("Content-Length").next()?;
        std::str::from_utf8(&field.unfolded()).ok()?.parse().ok()
    }

    fn note_content_length(&self, tally: &mut Tally) {
        let Some(field) = self.named("Content-Length").next() else { return };
        tally.note(DamageKind::ContentLength, field.span.start);
        if self.content_length() != Some(self.body.len()) {
            tally.note(DamageKind::ContentLengthDiffers, field.span.start);
        }
    }
}

/// Walks through the lines of the header.
struct HeaderSplitter<'a, 'l> {
    bytes: &'a [u8],
    limits: &'l Limits,
    fields: Vec<Field<'a>>,
    strays: Vec<Stray>,
}

impl HeaderSplitter<'_, '_> {
    /// Gives the end of the header and the beginning of the body.
    fn run(&mut self, tally: &mut Tally) -> (usize, usize) {
        let mut at = 0;
        if self.bytes.starts_with(BYTE_ORDER_MARK) {
            at = BYTE_ORDER_MARK.len();
            tally.note(DamageKind::ByteOrderMark, 0);
            self.strays.push(Stray { span: 0..at, kind: StrayKind::ByteOrderMark });
        }
        // Start of the field or stray that is being read, and of what is beyond the limits.
        let (mut open, mut over) = (None, None);
        while at < self.bytes.len() {
            let end = memchr::memchr(b'\n', &self.bytes[at..]).map_or(self.bytes.len(), |n| at + n + 1);
            let line = &self.bytes[at..end];
            let content = content_len(line);
            if content == 0 {
                self.close(open, over, at, tally);
                return (at, end);
            }
            if line[0] == b' ' || line[0] == b'\t' {
                if line[..content].trim_ascii().is_empty() {
                    tally.note(DamageKind::BlankFoldedLine, at);
                }
                open.get_or_insert(at);
            } else if over.is_none() {
                over = self.close(open, over, at, tally);
                open = Some(at);
                if over.is_none() && is_mbox_from(&line[..content]) {
                    tally.note(DamageKind::MboxFrom, at);
                    over = self.push_stray(at..end, StrayKind::MboxFrom);
                    open = None;
                }
            }
            at = end;
        }
        self.close(open, over, at, tally);
        tally.note(DamageKind::NoBody, at);
        (at, at)
    }

    /// Ends what began at `open` before `end`. Gives where the limits were passed, if they were.
    fn close(
        &mut self,
        open: Option<usize>,
        over: Option<usize>,
        end: usize,
        tally: &mut Tally,
    ) -> Option<usize> {
        let over = match (over, open) {
            (Some(over), _) => Some(over),
            (None, Some(start)) => self.push(start..end, tally),
            (None, None) => None,
        };
        let over = over?;
        match self.strays.last_mut() {
            Some(last) if last.kind == StrayKind::OverLimit => last.span.end = end,
            _ => {
                let kind = match self.fields.len() + self.strays.len() < self.limits.fields {
                    true => DamageKind::OverHeaderLimit,
                    false => DamageKind::OverFieldLimit,
                };
                tally.note(kind, over);
                self.strays.push(Stray { span: over..end, kind: StrayKind::OverLimit });
            }
        }
        Some(over)
    }

    /// Takes a field or stray in. Gives its start when that is beyond the limits.
    fn push(&mut self, span: Range<usize>, tally: &mut Tally) -> Option<usize> {
        if span.end > self.limits.header_bytes || self.is_full() {
            return Some(span.start);
        }
        let start = span.start;
        match field(self.bytes, span.clone()) {
            Some(field) => {
                if field.has_gap_before_colon() {
                    let gap = &self.bytes[field.name_span.end..field.value_span.start];
                    let folded = gap.contains(&b'\n');
                    tally.note(
                        if folded { DamageKind::FoldedName } else { DamageKind::SpaceBeforeColon },
                        start,
                    );
                }
                self.fields.push(field);
            }
            None if matches!(self.bytes[start], b' ' | b'\t') => {
                tally.note(DamageKind::LeadingContinuation, start);
                self.strays.push(Stray { span, kind: StrayKind::LeadingContinuation });
            }
            None => {
                tally.note(DamageKind::NotAField, start);
                self.strays.push(Stray { span, kind: StrayKind::NotAField });
            }
        }
        None
    }

    fn push_stray(&mut self, span: Range<usize>, kind: StrayKind) -> Option<usize> {
        if span.end > self.limits.header_bytes || self.is_full() {
            return Some(span.start);
        }
        self.strays.push(Stray { span, kind });
        None
    }

    fn is_full(&self) -> bool {
        self.fields.len() + self.strays.len() >= self.limits.fields
    }
}

/// Envelope line of an mbox file. `From : ` is a field with space before its colon.
fn is_mbox_from(line: &[u8]) -> bool {
    let rest = line.strip_prefix(b"From ").or_else(|| line.strip_prefix(b">From "));
    rest.is_some_and(|rest| !rest.trim_ascii_start().starts_with(b":"))
}

/// Reads a line and its continuations as a field. The name is of printable ASCII without space (RFC 5322, section
/// 3.6.8); white space and line breaks before the colon are read over, as old software does.
fn field(bytes: &[u8], span: Range<usize>) -> Option<Field<'_>> {
    let whole = &bytes[span.clone()];
    let colon = memchr::memchr(b':', whole)?;
    let name = whole[..colon].trim_ascii_end();
    if name.is_empty() || !name.iter().all(u8::is_ascii_graphic) {
        return None;
    }
    let value_start = colon + 1;
    // The value ends where the content of its last line does; that line may begin before the colon.
    let value_end = value_start.max(content_len(whole));
    Some(Field {
        name,
        value: &whole[value_start..value_end],
        whole,
        name_span: span.start..span.start + name.len(),
        value_span: span.start + value_start..span.start + value_end,
        span,
    })
}
