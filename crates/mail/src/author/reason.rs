//! Why programs may disagree about who a message is from.

use serde::Serialize;

/// Why an author or another identity may be read in several ways. Most of them are tried against real programs in Chen,
/// Paxson and Jiang, "Composition Kills", USENIX Security 2020; some are innocent habits of old software.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// No From field at all, and nothing else that names an author.
    NoFrom,
    /// More than one From field: some programs show the first, some the last.
    MultipleFrom,
    /// A From field beside one whose name is folded, which only some programs take for From.
    MultipleFromFoldedName,
    /// A From field beside text that only some programs take for one: a line with a space in front, with a strange
    /// character in its name, or behind a bare CR.
    MultipleFromMalformed,
    /// Only such text, no From field that all programs read.
    FromMalformed,
    /// No From field that all programs read, but a Sender field that some show instead.
    FromUnreadableSenderPresent,
    /// The same with Resent-From.
    FromUnreadableResentPresent,
    /// Several mailboxes in one From field. Allowed, with a Sender field (RFC 5322, section 3.6.2).
    MultipleAuthors,
    /// A bare address and one in angle brackets behind it.
    BarePlusAngle,
    /// An encoded word where an address is expected.
    EncodedAddrSpec,
    /// A source route in angle brackets (obsolete since RFC 2822).
    RouteAddr,
    /// A backslash outside quotes.
    QuotedPairOutsideQuotes,
    /// Text behind the address in angle brackets.
    TrailingAfterAngle,
    /// A comment inside an address.
    CommentInAddress,
    /// Another address inside a comment.
    AddressInComment,
    /// Group syntax (allowed in From by RFC 6854 only).
    Group,
    /// More than one `@` in an address.
    SeveralAts,
    /// White space inside an address.
    SpaceInAddress,
    /// A quote, comment or angle bracket without its end.
    Unterminated,
    /// A NUL: some programs end the text there.
    Nul,
    /// The From field holds no address.
    NoAddress,
    /// The domain of an address is no name that the DNS could have.
    BadDomain,
    /// The displayed name looks like another address. Every program reads the same address, people may not.
    AddressInName,
    /// More mailboxes, or a longer field, than are read.
    TooManyAuthors,
    /// The envelope sender is no address.
    EnvelopeMalformed,
    /// The envelope sender has a source route.
    EnvelopeRoute,
    /// A name holds quotes, parentheses or other characters that can end or hide parts of an Authentication-Results field.
    AuthresInjection,
    /// A NUL or another control character in the selector of a DKIM signature: the DNS and the verifier see two names.
    DkimSelectorNul,
}

impl Reason {
    /// Whether this alone makes the author ambiguous: two programs may show two authors.
    pub const fn makes_ambiguous(self) -> bool {
        !matches!(self, Self::NoFrom | Self::NoAddress | Self::AddressInName | Self::BadDomain)
    }
}
