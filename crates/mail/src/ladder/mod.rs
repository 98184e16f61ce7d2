//! The provenance ladder: statements about a mail, each with what it rests on and who could have written that.
//!
//! | level | what it is |
//! |---|---|
//! | R0 | text that the sender could have written |
//! | R1 | such text, held against other parts of the mail: can lower a statement, never lift it |
//! | R2 | recorded by the receiver at or above the boundary |
//! | R3 | attested by a party whose word the user takes |
//! | R4 | a signature that was verified again, against a dated key |
//!
//! Sentences are templates that a lint has passed. A country can be named about a [`Recorded`] address only, with the
//! table that says so and its date; there is no other way to make such a sentence.

mod checks;
mod copy;
mod origin;
mod results;
mod text;
mod wording;

pub use origin::Recorded;
pub use wording::{ALTERNATIVES, TEMPLATES, WOULD_SETTLE};

use crate::examination::Examination;
use crate::message::Message;
use crate::trace::Level;
use model::{Template, Timestamp};
use serde::Serialize;
use std::ops::Range;

/// What a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A signature that holds.
    SignatureHolds,
    /// What the receiver or a trusted sealer found.
    TheirResult,
    /// The address that connected.
    ConnectingAddress,
    /// The connecting address is not recorded.
    NoConnectingAddress,
    /// What a table says about the connecting address.
    AddressTable,
    /// Tables disagree about it.
    TablesDisagree,
    /// The domain's policy about addresses that may send for it.
    SendingPolicy,
    /// Whether what authenticated the mail is the author's domain.
    Alignment,
    /// What the connecting host called itself.
    Greeting,
    /// The envelope sender.
    EnvelopeSender,
    /// A signature that does not hold.
    SignatureBroken,
    /// Something that does not fit.
    CrossCheck,
    /// Somebody passed the mail on.
    Relayed,
    /// A signature that cannot be checked.
    SignatureUnchecked,
    /// Results that the sender could have written.
    ClaimedResult,
    /// An address that a field names, and nobody vouches for.
    NamedAddress,
    /// Who the mail says it is from.
    Author,
    /// Programs may disagree about that.
    AmbiguousAuthor,
    /// What is known of the author's domain.
    AuthorDomain,
    /// How the file came to hold the mail: what stands between its bytes and those that were received.
    Copy,
}

/// Who could have written the bytes that a statement rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Writer {
    /// The sender, and everybody who had the mail before the receiver.
    Sender,
    /// The receiver, and whoever had the file since.
    Receiver,
    /// A party that sealed what it wrote.
    Sealer {
        /// Its domain.
        domain: String,
    },
    /// Whoever made the table.
    Table {
        /// Its name.
        name: String,
    },
    /// Whoever runs the zone of a domain, as the DNS file says.
    Zone {
        /// The domain.
        domain: String,
    },
    /// Whoever held a key.
    KeyHolder {
        /// The domain of the key.
        domain: String,
    },
}

impl Writer {
    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::Sender => "the sender, and whoever had the mail before the receiver".to_owned(),
            Self::Receiver => "the receiver, and whoever had the file since".to_owned(),
            Self::Sealer { domain } => format!("{domain}, which sealed it"),
            Self::Table { name } => format!("whoever made the table {name}"),
            Self::Zone { domain } => format!("whoever runs the zone of {domain}"),
            Self::KeyHolder { domain } => format!("whoever held a key of {domain}"),
        }
    }
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// How strongly it holds.
    pub level: Level,
    /// What it is about.
    pub kind: Kind,
    /// The sentence.
    pub text: String,
    /// The bytes of the mail that it rests on.
    pub basis: Vec<Range<usize>>,
    /// Who could have written them.
    pub writer: Writer,
    /// The time for which it holds, where that is not the mail's own.
    pub as_of: Option<Timestamp>,
    /// What limits it.
    pub caveats: Vec<String>,
}

impl Statement {
    fn new(level: Level, kind: Kind, template: Template, values: &[(&str, &str)]) -> Self {
        let writer = match level {
            Level::R0 | Level::R1 => Writer::Sender,
            Level::R2 | Level::R3 | Level::R4 => Writer::Receiver,
        };
        // Every template is filled in a test; a place without a value would show as such.
        let text = template.fill(values).unwrap_or_else(|error| error.to_string());
        Self { level, kind, text, basis: Vec::new(), writer, as_of: None, caveats: Vec::new() }
    }

    fn resting_on(mut self, basis: impl IntoIterator<Item = Range<usize>>) -> Self {
        self.basis.extend(basis);
        self
    }

    fn written_by(mut self, writer: Writer) -> Self {
        self.writer = writer;
        self
    }

    fn dated(mut self, at: Option<Timestamp>) -> Self {
        self.as_of = at;
        self
    }

    fn with(mut self, caveat: impl Into<String>) -> Self {
        self.caveats.push(caveat.into());
        self
    }
}

/// All statements about a mail, the strongest first; of one level in the order of their kinds, then of the mail.
pub(crate) fn statements(message: &Message<'_>, examination: &Examination) -> Vec<Statement> {
    let mut statements = Vec::new();
    origin::add(examination, &mut statements);
    results::add(examination, &mut statements);
    checks::add(message, examination, &mut statements);
    text::add(message, examination, &mut statements);
    copy::add(message, &mut statements);
    statements.sort_by_key(|s| (std::cmp::Reverse(s.level), s.kind));
    statements
}

#[cfg(test)]
mod tests;
