//! What is wrong with the parts of a message, by name.

use serde::Serialize;

/// What kept parts from being read as they were meant, or at all. Each is as often the work of old software as of
/// somebody who wants two programs to show two different mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// A field such as Content-Type stands twice in one part. The first counts here; programs differ.
    RepeatedField,
    /// A Content-Type or Content-Disposition longer than [`MAX_FIELD`](super::part::MAX_FIELD); the rest was not read.
    LongField,
    /// A multipart without a boundary, or with one that no line can hold: read as text.
    NoBoundary,
    /// The message ends before its multiparts do.
    Unterminated,
    /// One boundary begins like another one around it. Programs that compare beginnings take one for the other.
    BoundaryIsPrefix,
    /// More parts than the limit; the rest was not read.
    TooManyParts,
    /// Parts nested more deeply than the limit; the inner ones were not read.
    TooDeep,
    /// More text than [`MAX_TEXT`](super::MAX_TEXT); the rest was not read.
    TooMuchText,
    /// More links than [`MAX_LINKS`](super::MAX_LINKS); the rest was left out.
    TooManyLinks,
    /// Text that its transfer encoding cannot decode in part or as a whole.
    BadTransferEncoding,
    /// A transfer encoding that RFC 2045 does not name; taken for none.
    UnknownTransferEncoding,
    /// A charset that is not known here; read as UTF-8.
    UnknownCharset,
    /// Text that HTML hides from the reader. It was left out.
    HiddenText,
}

/// Flaws seen so far, each once.
#[derive(Debug, Default)]
pub(super) struct Flaws(Vec<Flaw>);

impl Flaws {
    pub fn note(&mut self, flaw: Flaw) {
        if !self.0.contains(&flaw) {
            self.0.push(flaw);
        }
    }

    pub fn finish(mut self) -> Vec<Flaw> {
        self.0.sort_unstable();
        self.0
    }
}
