//! Weak marks of the software that wrote a mail.
//!
//! Each mark is a text that is equal for equal software. All of them are written by the sender, who may imitate any
//! software, and millions share each: a mark says something only beside its base rate ([`Background`]). A country does
//! not follow from a time zone or a language.

mod background;
mod shape;

pub use background::{Background, BaseRate};

use crate::content::Content;
use crate::domain::{DomainName, organisational_domain};
use crate::message::{Field, Message};
use serde::Serialize;
use shape::shape;
use std::fmt::Write;

/// Fields that clients write, and write in every mail or never. Those that depend on the occasion (Cc, In-Reply-To)
/// are left out; so is what relays add.
const CLIENT_FIELDS: [&str; 22] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Content-Language",
    "Accept-Language",
    "X-Mailer",
    "User-Agent",
    "X-Priority",
    "X-MSMail-Priority",
    "X-MimeOLE",
    "Importance",
    "Priority",
    "Organization",
    "Thread-Index",
    "Thread-Topic",
    "X-PHP-Originating-Script",
    "List-Unsubscribe",
];
/// Longest name of a program that is kept, in characters.
const MAX_MAILER: usize = 200;

/// One kind of mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Offset of the Date field from UTC as written, such as `+0200` or `GMT`. Set by the clock of whatever wrote it.
    Zone,
    /// Shape of the outermost MIME boundary.
    Boundary,
    /// Shape of the Message-ID before its `@`.
    MessageId,
    /// Registrable domain of the Message-ID; `=from` when it is that of the From address.
    MessageIdDomain,
    /// Names of the client's fields in their order and case.
    Order,
    /// X-Mailer or User-Agent, numbers of versions included.
    Mailer,
    /// Charset of the first text.
    Charset,
    /// Transfer encoding of the first text.
    TransferEncoding,
    /// Language of the text.
    Language,
}

impl Mark {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Zone,
        Self::Boundary,
        Self::MessageId,
        Self::MessageIdDomain,
        Self::Order,
        Self::Mailer,
        Self::Charset,
        Self::TransferEncoding,
        Self::Language,
    ];

    /// The marks that software decides, whoever uses it and for what: those of [`Fingerprint::software`].
    pub const SOFTWARE: [Self; 5] =
        [Self::Boundary, Self::MessageId, Self::Order, Self::Mailer, Self::TransferEncoding];
}

/// The marks of one mail. A mark that the mail does not show is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Fingerprint(Vec<(Mark, String)>);

impl Fingerprint {
    /// Reads the marks. Fields from number `below` on stand below the trust boundary: the client's are among them,
    /// those above it were added by the receiver.
    pub fn of(message: &Message<'_>, below: usize, content: &Content) -> Self {
        let fields = message.fields.get(below..).unwrap_or_default();
        let value = |name: &str| {
            let field = fields.iter().find(|field| field.is(name))?;
            Some(String::from_utf8_lossy(&field.unfolded()).into_owned())
        };
        let message_id = value("Message-ID").unwrap_or_default();
        let (left, right) = split_id(&message_id);
        let mailer = value("X-Mailer").or_else(|| value("User-Agent"));
        let from = value("From").and_then(|from| domain_of(&from));
        let marks = [
            (Mark::Zone, value("Date").as_deref().and_then(zone)),
            (Mark::Boundary, content.boundary.as_deref().map(shape)),
            (Mark::MessageId, left.map(shape)),
            (Mark::MessageIdDomain, right.map(|domain| id_domain(domain, from.as_deref()))),
            (Mark::Order, order(fields)),
            (Mark::Mailer, mailer.map(|name| name.chars().take(MAX_MAILER).collect())),
            (Mark::Charset, content.charset.clone()),
            (Mark::TransferEncoding, content.transfer_encoding.clone()),
            (Mark::Language, content.language.map(str::to_owned)),
        ];
        Self(marks.into_iter().filter_map(|(mark, value)| Some((mark, value?))).collect())
    }

    /// What a mark says.
    pub fn get(&self, mark: Mark) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == mark).map(|(_, value)| value.as_str())
    }

    /// The marks that the mail shows.
    pub fn marks(&self) -> impl Iterator<Item = (Mark, &str)> {
        self.0.iter().map(|(mark, value)| (*mark, value.as_str()))
    }

    /// The marks that software decides, in one text: equal for mails by equal software, set up equally. `None` when
    /// there are fewer than three.
    pub fn software(&self) -> Option<String> {
        let shown = || Mark::SOFTWARE.iter().filter_map(|&mark| Some((mark, self.get(mark)?)));
        if shown().count() < 3 {
            return None;
        }
        let mut name = String::new();
        for (mark, value) in shown() {
            // Writing to a string cannot fail.
            let _ = write!(name, "{mark:?}={value};");
        }
        Some(name)
    }
}

/// The two halves of `<left@right>`.
fn split_id(value: &str) -> (Option<&str>, Option<&str>) {
    let inner = value.trim().trim_start_matches('<').trim_end_matches('>');
    let named = |half: &'_ str| !half.is_empty();
    match inner.rsplit_once('@') {
        Some((left, right)) => {
            (Some(left).filter(|half| named(half)), Some(right).filter(|half| named(half)))
        }
        None => (Some(inner).filter(|half| named(half)), None),
    }
}

fn id_domain(text: &str, from: Option<&str>) -> String {
    match registrable(text) {
        Some(domain) if Some(domain.as_str()) == from => "=from".to_owned(),
        Some(domain) => domain,
        None => shape(text),
    }
}

fn registrable(text: &str) -> Option<String> {
    let name = DomainName::parse(text).ok().filter(DomainName::is_host)?;
    Some(organisational_domain(&name)?.to_string())
}

/// Registrable domain behind the last `@` of a From field. Where programs disagree about the author, so may they here.
fn domain_of(from: &str) -> Option<String> {
    let (_, domain) = from.rsplit_once('@')?;
    registrable(domain.split(|c: char| c == '>' || c.is_whitespace()).next()?)
}

/// The offset that ends a date, and a comment behind it without its text.
fn zone(date: &str) -> Option<String> {
    let (date, comment) = match date.split_once('(') {
        Some((date, _)) => (date, " ()"),
        None => (date, ""),
    };
    let zone = date.split_whitespace().next_back()?;
    let is_offset = zone.len() == 5
        && matches!(zone.as_bytes()[0], b'+' | b'-')
        && zone[1..].bytes().all(|b| b.is_ascii_digit());
    let is_name = zone.len() <= 5 && zone.bytes().all(|b| b.is_ascii_uppercase());
    (is_offset || is_name).then(|| format!("{zone}{comment}"))
}

fn order(fields: &[Field<'_>]) -> Option<String> {
    let known = |field: &&Field<'_>| CLIENT_FIELDS.iter().any(|name| field.is(name));
    let names: Vec<_> =
        fields.iter().filter(known).map(|field| String::from_utf8_lossy(field.name)).collect();
    (!names.is_empty() && names.len() <= 2 * CLIENT_FIELDS.len()).then(|| names.join(","))
}

#[cfg(test)]
mod tests;
