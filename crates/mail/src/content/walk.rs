//! The parts of a message, found in one pass over its lines.
//!
//! The structure is read here and not by `mail-parser`, which takes a boundary for found wherever its characters stand
//! (in the middle of a line, or as the beginning of a longer boundary) and nests parts without a limit. Values of
//! fields, transfer encodings and charsets are its work.

use super::flaw::{Flaw, Flaws};
use super::part::{Kind, PartHeader, Text};
use crate::limits::Limits;
use crate::message::Message;
use std::ops::Range;

/// A piece of text in a message.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    /// Where it stands, encoded.
    pub span: Range<usize>,
    pub text: Text,
    /// Number of the innermost alternative around it.
    pub alternative: Option<usize>,
}

/// Texts in the order in which they stand, and what holds them.
#[derive(Debug, Default)]
pub(super) struct Structure {
    pub leaves: Vec<Leaf>,
    pub parts: usize,
    /// Boundary of the outermost multipart.
    pub boundary: Option<Vec<u8>>,
    /// Messages in parts, without those in such messages.
    pub messages: Vec<Nested>,
    /// Whether all parts were looked at.
    pub is_whole: bool,
}

/// A message in a part.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Nested {
    /// Where it stands, encoded.
    pub span: Range<usize>,
    /// In lower case, `None` for none.
    pub encoding: Option<String>,
}

/// A multipart that is open; a message in a part has no boundary of its own.
struct Open {
    boundary: Option<Vec<u8>>,
    is_digest: bool,
    alternative: Option<usize>,
}

/// A line that is a boundary.
struct Delimiter {
    level: usize,
    closes: bool,
    line: Range<usize>,
}

pub(super) fn walk(message: &Message<'_>, limits: &Limits, flaws: &mut Flaws) -> Structure {
    let bytes = &message.bytes[..message.bytes.len().min(limits.message_bytes)];
    if let Some(rebuilt) = message.form.rebuilt {
        return one_text(message, rebuilt.is_html, flaws);
    }
    let structure = Structure { is_whole: true, ..Structure::default() };
    let mut walk = Walk { bytes, limits, open: Vec::new(), structure, alternatives: 0 };
    let mut header = PartHeader::of_message(&message.fields, flaws);
    let mut at = message.body.start.min(bytes.len());
    loop {
        if walk.structure.parts >= limits.parts {
            flaws.note(Flaw::TooManyParts);
            if walk.message().is_some() {
                walk.structure.messages.pop();
            }
            walk.structure.is_whole = false;
            break;
        }
        walk.structure.parts += 1;
        let body = at;
        let in_digest = walk.open.last().is_some_and(|open| open.is_digest);
        let kind = header.kind(in_digest, flaws);
        let inside = walk.message();
        if walk.opens(&kind, header.is_digest(), flaws) && kind == Kind::Message {
            if inside.is_none() {
                // Its end is found later.
                walk.structure.messages.push(Nested { span: body..body, encoding: header.encoding() });
            }
            (header, at) = walk.header(body, flaws);
            continue;
        }
        let mut next = walk.delimiter(body);
        let end =
            next.as_ref().map_or(bytes.len(), |delimiter| content_end(bytes, body, delimiter.line.start));
        if let Kind::Text(text) = kind {
            let alternative = walk.open.last().and_then(|open| open.alternative);
            walk.structure.leaves.push(Leaf { span: body..end, text, alternative });
        }
        walk.end_message(next.as_ref());
        // Behind the end of a multipart comes text that nobody shows, up to the next part of one around it.
        while let Some(delimiter) = next.take_if(|delimiter| delimiter.closes) {
            walk.open.truncate(delimiter.level);
            next = walk.delimiter(delimiter.line.end);
            walk.end_message(next.as_ref());
        }
        let Some(delimiter) = next else { break };
        walk.open.truncate(delimiter.level + 1);
        (header, at) = walk.header(delimiter.line.end, flaws);
    }
    if walk.open.iter().any(|open| open.boundary.is_some()) {
        flaws.note(Flaw::Unterminated);
    }
    walk.structure
}

/// A body that was put together is one text in UTF-8, whatever the header says of the one that was received.
fn one_text(message: &Message<'_>, html: bool, flaws: &mut Flaws) -> Structure {
    let boundary = match PartHeader::of_message(&message.fields, flaws).kind(false, flaws) {
        Kind::Multipart { boundary, .. } => Some(boundary),
        _ => None,
    };
    let text = Text { html, ..Text::default() };
    let leaf = Leaf { span: message.body.clone(), text, alternative: None };
    Structure { leaves: vec![leaf], parts: 1, boundary, ..Structure::default() }
}

struct Walk<'a, 'l> {
    bytes: &'a [u8],
    limits: &'l Limits,
    open: Vec<Open>,
    structure: Structure,
    alternatives: usize,
}

impl<'a> Walk<'a, '_> {
    fn header(&self, at: usize, flaws: &mut Flaws) -> (PartHeader<'a>, usize) {
        let (header, length) = PartHeader::read(&self.bytes[at..], self.limits.header_bytes, flaws);
        (header, at + length)
    }

    /// Level of the outermost message in a part that is open.
    fn message(&self) -> Option<usize> {
        self.open.iter().position(|open| open.boundary.is_none())
    }

    /// Ends the open message, when the next boundary is that of a multipart around it, or there is none.
    fn end_message(&mut self, next: Option<&Delimiter>) {
        let ends = self.message().is_some_and(|level| next.is_none_or(|next| next.level < level));
        if let Some(message) = self.structure.messages.last_mut().filter(|_| ends) {
            let start = message.span.start;
            message.span.end =
                next.map_or(self.bytes.len(), |next| content_end(self.bytes, start, next.line.start));
        }
    }

    /// Goes into a part that holds others. Gives whether it did.
    fn opens(&mut self, kind: &Kind, is_digest: bool, flaws: &mut Flaws) -> bool {
        let outer = self.open.last().and_then(|open| open.alternative);
        let open = match kind {
            Kind::Multipart { boundary, alternative } => {
                self.alternatives += usize::from(*alternative);
                let alternative = if *alternative { Some(self.alternatives) } else { outer };
                Open { boundary: Some(boundary.clone()), is_digest, alternative }
            }
            Kind::Message => Open { boundary: None, is_digest: false, alternative: outer },
            Kind::Text(_) | Kind::Other => return false,
        };
        if self.open.len() >= self.limits.depth {
            flaws.note(Flaw::TooDeep);
            return false;
        }
        if let Some(boundary) = &open.boundary {
            let mut around = self.open.iter().filter_map(|open| open.boundary.as_ref());
            if around.any(|other| other.starts_with(boundary) || boundary.starts_with(other)) {
                flaws.note(Flaw::BoundaryIsPrefix);
            }
            self.structure.boundary.get_or_insert_with(|| boundary.clone());
        }
        self.open.push(open);
        true
    }

    /// The next line from `at` on that is a boundary of an open multipart, the innermost of equal ones.
    fn delimiter(&self, mut at: usize) -> Option<Delimiter> {
        if self.open.iter().all(|open| open.boundary.is_none()) {
            return None;
        }
        while at < self.bytes.len() {
            let end = memchr::memchr(b'\n', &self.bytes[at..]).map_or(self.bytes.len(), |n| at + n + 1);
            if let Some(dashed) = self.bytes[at..end].strip_prefix(b"--") {
                let text = dashed.trim_ascii_end();
                let found = self.open.iter().enumerate().rev().find_map(|(level, open)| {
                    let rest = text.strip_prefix(open.boundary.as_deref()?)?;
                    (rest.is_empty() || rest == b"--").then_some((level, !rest.is_empty()))
                });
                if let Some((level, closes)) = found {
                    return Some(Delimiter { level, closes, line: at..end });
                }
            }
            at = end;
        }
        None
    }
}

/// The line ending before a boundary belongs to the boundary (RFC 2046, section 5.1.1).
fn content_end(bytes: &[u8], start: usize, line: usize) -> usize {
    let content = &bytes[start..line];
    let content = content.strip_suffix(b"\n").unwrap_or(content);
    start + content.strip_suffix(b"\r").unwrap_or(content).len()
}
