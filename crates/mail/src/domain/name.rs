//! A name as the DNS knows it.

use serde::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;

/// Longest name in characters, without the dot at the end (RFC 1035, section 2.3.4).
pub const MAX_NAME: usize = 253;
/// Longest label in bytes (RFC 1035, section 2.3.4).
const MAX_LABEL: usize = 63;

/// A domain name: one to 127 labels of printable ASCII in lower case, without the dot at the end.
///
/// Any printable character but the dot may stand in a label, as in the DNS itself (RFC 2181, section 11): policies ask
/// for names such as `_dmarc.harbour.example`, and macros of SPF make stranger ones. [`DomainName::is_host`] is the
/// narrower question. Names with letters beyond ASCII are held in their ASCII form (IDNA, UTS 46).
///
/// Names are ordered by their characters from the right, dots first, so a name stands directly before the names below it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DomainName(Box<str>);

/// Why a text is no name that the DNS could be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NameError {
    /// No label at all.
    #[error("the name is empty")]
    Empty,
    /// Two dots in a row, or one at the front.
    #[error("a label of the name is empty")]
    EmptyLabel,
    /// A label of more than 63 bytes.
    #[error("a label of the name is longer than 63 bytes")]
    LongLabel,
    /// More than 253 characters.
    #[error("the name is longer than 253 characters")]
    LongName,
    /// NUL or another control character: programs disagree about where such a name ends.
    #[error("the name holds a control character")]
    Control,
    /// Letters beyond ASCII that have no ASCII form, or bytes that are no UTF-8.
    #[error("the name has no ASCII form")]
    NotIdna,
}

impl DomainName {
    /// Reads a name, with or without the dot at the end.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let text = text.strip_suffix('.').unwrap_or(text);
        // Four bytes a character at most; longer input cannot become a name and is not worth converting.
        if text.len() > 4 * MAX_NAME {
            return Err(NameError::LongName);
        }
        if text.is_ascii() {
            return Self::from_ascii(text);
        }
        match idna::domain_to_ascii_cow(text.as_bytes(), idna::AsciiDenyList::EMPTY) {
            Ok(ascii) => Self::from_ascii(ascii.strip_suffix('.').unwrap_or(&ascii)),
            Err(_) => Err(NameError::NotIdna),
        }
    }

    /// Reads the bytes of a name, as they stand in a message or record.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NameError> {
        Self::parse(std::str::from_utf8(bytes).map_err(|_| NameError::NotIdna)?)
    }

    fn from_ascii(text: &str) -> Result<Self, NameError> {
        if text.is_empty() {
            return Err(NameError::Empty);
        }
        if text.bytes().any(|b| b.is_ascii_control()) {
            return Err(NameError::Control);
        }
        for label in text.split('.') {
            match label.len() {
                0 => return Err(NameError::EmptyLabel),
                1..=MAX_LABEL => {}
                _ => return Err(NameError::LongLabel),
            }
        }
        if text.len() > MAX_NAME {
            return Err(NameError::LongName);
        }
        Ok(Self(text.to_ascii_lowercase().into()))
    }

    /// The name in lower case and ASCII form, without the dot at the end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Labels from left to right.
    pub fn labels(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('.')
    }

    /// The name without its leftmost label; `None` for a top-level domain.
    pub fn parent(&self) -> Option<Self> {
        self.0.split_once('.').map(|(_, parent)| Self(parent.into()))
    }

    /// The name with labels put in front, such as `_dmarc` or `selector._domainkey`.
    pub fn with_prefix(&self, labels: &str) -> Result<Self, NameError> {
        Self::parse(&format!("{labels}.{}", self.0))
    }

    /// Whether this is `other` or a name below it.
    pub fn is_at_or_below(&self, other: &Self) -> bool {
        match self.0.strip_suffix(&*other.0) {
            Some(rest) => rest.is_empty() || rest.ends_with('.'),
            None => false,
        }
    }

    /// Whether all labels are letters, digits, hyphens and underscores: a name that hosts and mail domains have.
    pub fn is_host(&self) -> bool {
        self.0.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    }
}

impl Ord for DomainName {
    fn cmp(&self, other: &Self) -> Ordering {
        // In the order of characters a dot is not the first: hyphen and others stand before it.
        let rank = |b: u8| if b == b'.' { 0 } else { b };
        self.0.bytes().rev().map(rank).cmp(other.0.bytes().rev().map(rank))
    }
}

impl PartialOrd for DomainName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for DomainName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, NameError>) {
        let name = DomainName::parse(text);
        assert_eq!(name.as_ref().map(DomainName::as_str).map_err(|e| *e), expected, "{text:?}");
    }

    #[test]
    fn names_are_read_as_the_dns_has_them() {
        check("Mail.Harbour.EXAMPLE.", Ok("mail.harbour.example"));
        check("_dmarc.harbour.example", Ok("_dmarc.harbour.example"));
        check("bücher.example", Ok("xn--bcher-kva.example"));
        check("odd name:8/25.example", Ok("odd name:8/25.example"));
        check("", Err(NameError::Empty));
        check(".", Err(NameError::Empty));
        check("a..example", Err(NameError::EmptyLabel));
        check(".example", Err(NameError::EmptyLabel));
        check("mail.harbour.example\0.other.example", Err(NameError::Control));
        check(&format!("{}.example", "a".repeat(63)), Ok(&format!("{}.example", "a".repeat(63))));
        check(&format!("{}.example", "a".repeat(64)), Err(NameError::LongLabel));
        check(&"a.".repeat(127), Ok("a.".repeat(127).trim_end_matches('.')));
        check(&"a.".repeat(128), Err(NameError::LongName));
        check(&"ü".repeat(5_000), Err(NameError::LongName));
        assert_eq!(DomainName::from_bytes(b"\xff.example"), Err(NameError::NotIdna));
    }

    #[test]
    fn a_name_stands_directly_before_those_below_it() {
        let name = |text| DomainName::parse(text).expect(text);
        let mut names =
            ["z.example", "a.harbour.example", "harbour.example", "-harbour.example", "example"].map(name);
        names.sort();
        assert_eq!(
            names.map(|n| n.to_string()),
            ["example", "harbour.example", "a.harbour.example", "-harbour.example", "z.example"]
        );
        assert!(name("a.harbour.example").is_at_or_below(&name("harbour.example")));
        assert!(!name("harbour.example").is_at_or_below(&name("a.harbour.example")));
        assert!(!name("xharbour.example").is_at_or_below(&name("harbour.example")));
    }
}
