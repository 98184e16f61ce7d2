//! Authentication-Results: what a receiver says it found (RFC 8601), Microsoft's form without the receiver's name too.
//!
//! The field is text. Whether the receiver wrote it, or the sender did, is not to be seen from it; that is for the trust
//! boundary to say. Here the text becomes verdicts with properties, and what does not fit is named and kept out.
//!
//! ```
//! use scrutineer_mail::authentication_results::{AuthenticationResults, Code};
//!
//! let value = b" mx.lighthouse.example; spf=pass smtp.mailfrom=desk@harbour.example; dkim=none";
//! let results = AuthenticationResults::parse(value);
//! assert_eq!(results.receiver.as_deref(), Some("mx.lighthouse.example"));
//! let spf = results.of("spf").next().unwrap();
//! assert_eq!(spf.code, Code::Pass);
//! assert_eq!(spf.property("smtp", "mailfrom"), Some("desk@harbour.example"));
//! ```

mod cursor;
mod read;

#[cfg(test)]
mod tests;

use serde::Serialize;
use std::net::IpAddr;
use std::ops::Range;

/// What a field says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AuthenticationResults {
    /// The receiver's name for itself (`authserv-id`); `None` in Microsoft's form, which has none.
    pub receiver: Option<String>,
    /// Version of the format, where it is given.
    pub version: Option<u32>,
    /// Instance of an ARC-Authentication-Results field.
    pub instance: Option<u32>,
    /// Results in the order in which they stand.
    pub results: Vec<MethodResult>,
    /// Whether the receiver says that it found nothing out (`none`).
    pub nothing: bool,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// One result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MethodResult {
    /// The method in lower case: `spf`, `dkim`, `dmarc`, `arc`, `compauth`, ...
    pub method: String,
    /// What came of it.
    pub code: Code,
    /// `reason=`.
    pub reason: Option<String>,
    /// `smtp.mailfrom=` and so on; words without a dot, such as `action=`, have no type.
    pub properties: Vec<Property>,
    /// Text in parentheses.
    pub comments: Vec<String>,
    /// Where it stands in the value of the field.
    pub span: Range<usize>,
}

/// A property of a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Property {
    /// `smtp`, `header`, `body`, `policy`; empty for a word without a dot.
    pub kind: String,
    /// Name in lower case.
    pub name: String,
    /// Value, quotes taken off.
    pub value: String,
}

/// Results that RFC 8601 and its relatives know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Code {
    /// Nothing to check.
    None,
    /// It holds.
    Pass,
    /// It does not.
    Fail,
    /// SPF: probably not.
    SoftFail,
    /// Nothing can be said.
    Neutral,
    /// It holds and is not accepted.
    Policy,
    /// Could not be checked just then.
    TempError,
    /// Cannot be checked.
    PermError,
    /// Another word, in lower case (`bestguesspass`, `skipped`, ...).
    Other(String),
}

/// What could not be read, and where in the value of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What it is.
    pub kind: ProblemKind,
    /// Offset in the value of the field.
    pub at: usize,
}

/// What could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// Neither a receiver nor a result.
    Empty,
    /// No receiver's name before the first result.
    NoReceiver,
    /// A place between semicolons without a result.
    NoResult,
    /// Words that are no `name=value`.
    NoPair,
    /// A comment or a quoted text that does not end.
    Unclosed,
    /// An ARC field that does not begin with its instance.
    NoInstance,
    /// More results or properties than are read.
    TooMany,
}

impl AuthenticationResults {
    /// Reads the value of an Authentication-Results field.
    pub fn parse(value: &[u8]) -> Self {
        read::read(value, false)
    }

    /// Reads the value of an ARC-Authentication-Results field, which begins with its instance.
    pub fn parse_arc(value: &[u8]) -> Self {
        read::read(value, true)
    }

    /// Results of a method, named in lower case.
    pub fn of<'a>(&'a self, method: &'a str) -> impl Iterator<Item = &'a MethodResult> {
        self.results.iter().filter(move |result| result.method == method)
    }

    /// The address that connected, where the receiver writes it into the result of SPF: as a property
    /// (`smtp.remote-ip`, `policy.iprev`) or in the words of Exchange Online or Gmail.
    pub fn sender_ip(&self) -> Option<IpAddr> {
        self.of("spf").chain(self.of("iprev")).find_map(MethodResult::sender_ip)
    }
}

impl MethodResult {
    /// Value of a property.
    pub fn property(&self, kind: &str, name: &str) -> Option<&str> {
        let is = |property: &&Property| property.kind == kind && property.name == name;
        self.properties.iter().find(is).map(|property| property.value.as_str())
    }

    fn sender_ip(&self) -> Option<IpAddr> {
        let property = self.property("smtp", "remote-ip").or_else(|| self.property("policy", "iprev"));
        let after = |comment: &str, words: &str| {
            let rest = &comment[comment.find(words)? + words.len()..];
            rest.split_whitespace().next()?.parse().ok()
        };
        property.and_then(|ip| ip.parse().ok()).or_else(|| {
            self.comments
                .iter()
                .find_map(|comment| after(comment, "sender IP is ").or_else(|| after(comment, "designates ")))
        })
    }
}

impl Code {
    /// By the word in a field, in either case; `hardfail` is an old word for `fail`.
    pub fn from_word(word: &str) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "none" => Self::None,
            "pass" => Self::Pass,
            "fail" | "hardfail" => Self::Fail,
            "softfail" => Self::SoftFail,
            "neutral" => Self::Neutral,
            "policy" => Self::Policy,
            "temperror" => Self::TempError,
            "permerror" => Self::PermError,
            other => Self::Other(other.to_owned()),
        }
    }
}
