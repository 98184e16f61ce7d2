//! What is wrong with the bytes of a message, by name.

use serde::Serialize;

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
    MixedLineEndings,
    /// All lines end in LF: how files on disk look after export. Not what was sent.
    LfLineEndings,
    /// Lines that end in CR CR LF: translated twice on the way into the file.
    DoubledCr,
    /// The last line of the header has no line ending.
    UnterminatedHeader,
    /// NUL in the header.
    NulInHeader,
    /// NUL in the body.
    NulInBody,
    /// A byte above 127 in the header that is part of well-formed UTF-8 (allowed by RFC 6532 only).
    Utf8InHeader,
    /// A byte above 127 in the header that is not.
    EightBitInHeader,
    /// A line of more than 998 bytes without its ending (RFC 5322, section 2.1.1).
    LongLine,
    /// White space between the name of a field and its colon.
    SpaceBeforeColon,
    /// A line break between the name of a field and its colon.
    FoldedName,
    /// A folded line of a field that holds white space only: some programs end the header there.
    BlankFoldedLine,
    /// A line of the header that is neither field nor continuation.
    NoColon,
    /// The header begins with a continuation line.
    LeadingContinuation,
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
    /// The message is longer than the limit; the rest was not looked at.
    OverMessageLimit,
    /// The header is longer than the limit; the rest of it was not split.
    OverHeaderLimit,
    /// The header has more fields than the limit; the rest of it was not split.
    OverFieldLimit,
}
