//! One header field.

use std::borrow::Cow;
use std::ops::Range;

/// A header field with the places of its parts in the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// Name as written, without white space around it.
    pub name: &'a [u8],
    /// Everything after the colon, folding included, without the line ending of the last line.
    pub value: &'a [u8],
    /// The whole field with the line ending of its last line.
    pub whole: &'a [u8],
    /// Where `whole` stands in the message.
    pub span: Range<usize>,
    /// Where `name` stands.
    pub name_span: Range<usize>,
    /// Where `value` stands.
    pub value_span: Range<usize>,
}

impl Field<'_> {
    /// Whether the field has this name, in either case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    /// The value with folding undone and white space around it taken off.
    pub fn unfolded(&self) -> Cow<'_, [u8]> {
        match unfold(self.value) {
            Cow::Borrowed(value) => Cow::Borrowed(value.trim_ascii()),
            Cow::Owned(value) => Cow::Owned(value.trim_ascii().to_vec()),
        }
    }

    /// Whether white space or a line break stands between name and colon.
    pub fn has_gap_before_colon(&self) -> bool {
        self.name_span.end + 1 < self.value_span.start
    }
}

/// Takes out the line endings of folded lines; the white space that follows them stays (RFC 5322, section 2.2.3).
pub fn unfold(value: &[u8]) -> Cow<'_, [u8]> {
    if !value.contains(&b'\n') {
        return Cow::Borrowed(value);
    }
    let mut unfolded = Vec::with_capacity(value.len());
    for line in value.split_inclusive(|&b| b == b'\n') {
        let end = super::lines::content_len(line);
        unfolded.extend_from_slice(&line[..end]);
    }
    Cow::Owned(unfolded)
}
