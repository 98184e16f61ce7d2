//! Lists of `tag=value` as DKIM, ARC and DMARC write them (RFC 6376, section 3.2).
//!
//! The reader is strict where the grammar is, since two programs that forgive different mistakes read different
//! signatures: a tag that stands twice, a name that is no name, an empty place between two semicolons each make the
//! whole list unreadable, with a reason.

#[cfg(test)]
mod tests;

use serde::Serialize;
use std::ops::Range;

/// Most tags that a list may have. Signatures have about a dozen.
const MAX_TAGS: usize = 100;

/// One tag with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// Name, case as written: `d` and `D` are two tags.
    pub name: &'a str,
    /// Value without white space around it; white space and folding inside are kept.
    pub value: &'a [u8],
    /// Where everything between `=` and the next `;` stands in the text, white space included.
    pub span: Range<usize>,
}

/// A list without duplicates, in the order in which it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagList<'a> {
    /// The tags.
    pub tags: Vec<Tag<'a>>,
}

/// Why a text is no list of tags, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{kind} at byte {at}")]
pub struct Malformed {
    /// What is wrong.
    pub kind: MalformedKind,
    /// Offset in the text.
    pub at: usize,
}

/// What is wrong with a text that should be a list of tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum MalformedKind {
    /// Nothing but white space where a tag should be: an empty list, or two semicolons in a row.
    #[error("no tag")]
    NoTag,
    /// A tag without `=`.
    #[error("tag without an equals sign")]
    NoEquals,
    /// A name that does not begin with a letter or holds anything but letters, digits and underscores.
    #[error("name of a tag that is no name")]
    BadName,
    /// A control character, a byte above 127 that is not UTF-8, or a line ending that does not fold.
    #[error("value with a byte that no value may have")]
    BadByte,
    /// A tag that stands twice (section 3.2: the list is invalid).
    #[error("tag that stands twice")]
    Duplicate,
    /// More than a hundred tags.
    #[error("too many tags")]
    TooMany,
}

impl<'a> TagList<'a> {
    /// Reads a list: the value of a header field, folding included, or the text of a record.
    pub fn parse(text: &'a [u8]) -> Result<Self, Malformed> {
        let mut list = Self::default();
        let mut start = 0;
        loop {
            let end = memchr::memchr(b';', &text[start..]).map_or(text.len(), |i| start + i);
            let is_last = end == text.len();
            let spec = &text[start..end];
            // One semicolon may end the list; white space may follow it.
            if is_last && !list.tags.is_empty() && spec.trim_ascii().is_empty() {
                return Ok(list);
            }
            list.push(parse_tag(spec, start)?, start)?;
            if is_last {
                return Ok(list);
            }
            start = end + 1;
        }
    }

    /// Reads what can be read, as DMARC wants it (RFC 9989, section 4.7): what is malformed is left out and listed, and
    /// of a tag that stands twice the first counts.
    pub fn parse_leniently(text: &'a [u8]) -> (Self, Vec<Malformed>) {
        let mut list = Self::default();
        let mut malformed = Vec::new();
        let mut start = 0;
        for spec in text.split(|&b| b == b';') {
            let is_end = start + spec.len() == text.len() && spec.trim_ascii().is_empty();
            match parse_tag(spec, start).and_then(|tag| list.push(tag, start)) {
                Err(error) if error.kind == MalformedKind::TooMany => {
                    malformed.push(error);
                    break;
                }
                Err(error) if !is_end => malformed.push(error),
                _ => {}
            }
            start += spec.len() + 1;
        }
        (list, malformed)
    }

    fn push(&mut self, tag: Tag<'a>, at: usize) -> Result<(), Malformed> {
        if self.get(tag.name).is_some() {
            return Err(Malformed { kind: MalformedKind::Duplicate, at });
        }
        if self.tags.len() == MAX_TAGS {
            return Err(Malformed { kind: MalformedKind::TooMany, at });
        }
        self.tags.push(tag);
        Ok(())
    }

    /// The tag with this name.
    pub fn get(&self, name: &str) -> Option<&Tag<'a>> {
        self.tags.iter().find(|tag| tag.name == name)
    }

    /// The value of the tag with this name.
    pub fn value(&self, name: &str) -> Option<&'a [u8]> {
        self.get(name).map(|tag| tag.value)
    }
}

/// Reads one tag that begins at `at` of the whole text.
fn parse_tag(spec: &[u8], at: usize) -> Result<Tag<'_>, Malformed> {
    let error = |kind, offset| Malformed { kind, at: at + offset };
    if spec.trim_ascii().is_empty() {
        return Err(error(MalformedKind::NoTag, 0));
    }
    let equals = memchr::memchr(b'=', spec).ok_or(error(MalformedKind::NoEquals, 0))?;
    let name = name_of(spec[..equals].trim_ascii()).ok_or(error(MalformedKind::BadName, 0))?;
    let value = &spec[equals + 1..];
    if let Some(offset) = bad_byte(value) {
        return Err(error(MalformedKind::BadByte, equals + 1 + offset));
    }
    Ok(Tag { name, value: value.trim_ascii(), span: at + equals + 1..at + spec.len() })
}

fn name_of(bytes: &[u8]) -> Option<&str> {
    let name = std::str::from_utf8(bytes).ok()?;
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    is_name.then_some(name)
}

/// Offset of the first byte that no value may have. RFC 8616 allows UTF-8 beside printable ASCII.
fn bad_byte(value: &[u8]) -> Option<usize> {
    let bad = value.iter().enumerate().position(|(i, &b)| match b {
        b'\t' | b' '..=b'~' | 0x80.. => false,
        // A line ending that was translated twice has several CR.
        b'\r' => !matches!(value.get(i + 1), Some(b'\r' | b'\n')),
        b'\n' => false,
        _ => true,
    });
    bad.or_else(|| std::str::from_utf8(value).err().map(|e| e.valid_up_to()))
}

/// Value without any white space: base64 and names may be folded anywhere.
pub fn without_white_space(value: &[u8]) -> Vec<u8> {
    value.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect()
}
