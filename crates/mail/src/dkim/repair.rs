//! What a mail store did to the bytes, undone before they are hashed.

use crate::message::{DamageKind, LineEnding, Message, to_crlf, unquote_from};
use serde::Serialize;
use std::borrow::Cow;

/// Repairs under which a message is hashed. A signature that holds only after a repair holds over what the message
/// presumably was when it travelled, not over the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// Every line ends in CR LF.
    pub line_endings: bool,
    /// Lines that an mbox file quotes as `>From ` lost the `>`.
    pub from_quoting: bool,
}

impl Repair {
    /// Repairs worth trying, likeliest first. No mail travels with LF alone, so a file in which all lines end so was
    /// changed, while a few bare LF among CR LF are more often a sender's.
    pub fn candidates(message: &Message<'_>) -> Vec<Self> {
        let line_endings: &[bool] = match message.line_ending {
            LineEnding::Crlf => &[false],
            LineEnding::Lf => &[true, false],
            LineEnding::Mixed => &[false, true],
        };
        let quoted = message.damage.iter().any(|damage| damage.kind == DamageKind::QuotedFrom);
        let plain = line_endings.iter().map(|&line_endings| Self { line_endings, from_quoting: false });
        // A store that quotes has also written line endings of its own, if any were written.
        let unquoted = quoted
            .then_some(Self { line_endings: message.line_ending != LineEnding::Crlf, from_quoting: true });
        plain.chain(unquoted).collect()
    }

    /// Whether anything is changed.
    pub fn is_any(self) -> bool {
        self != Self::default()
    }

    /// Bytes of the header, repaired.
    pub fn header(self, bytes: &[u8]) -> Cow<'_, [u8]> {
        if self.line_endings { to_crlf(bytes) } else { Cow::Borrowed(bytes) }
    }

    /// The body, or whole lines of it, repaired.
    pub fn body(self, bytes: &[u8]) -> Cow<'_, [u8]> {
        match (self.from_quoting, self.header(bytes)) {
            (false, bytes) => bytes,
            (true, Cow::Borrowed(bytes)) => unquote_from(bytes),
            (true, Cow::Owned(bytes)) => Cow::Owned(unquote_from(&bytes).into_owned()),
        }
    }

    /// Offset in the body as it is that belongs to an offset in the repaired body.
    pub fn original_offset(self, body: &[u8], repaired: usize) -> usize {
        if !self.is_any() {
            return repaired.min(body.len());
        }
        let (mut original, mut left) = (0, repaired);
        for line in body.split_inclusive(|&b| b == b'\n') {
            let length = self.body(line).len();
            if left < length {
                return original + left.min(line.len());
            }
            left -= length;
            original += line.len();
        }
        original
    }
}
