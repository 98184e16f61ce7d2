//! Addresses.

use crate::domain::DomainName;
use serde::{Serialize, Serializer};
use std::fmt;

/// An address of a mailbox.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// Before the `@`, without quotes; bytes that are no UTF-8 are replaced.
    pub local: String,
    /// After it, as written; never empty.
    pub domain_text: String,
    /// The domain as a name; `None` for address literals and what no DNS name can be.
    pub domain: Option<DomainName>,
}

impl Address {
    pub(super) fn new(local: &[u8], domain: &[u8]) -> Self {
        let domain_text = String::from_utf8_lossy(domain).into_owned();
        let domain = DomainName::from_bytes(domain).ok().filter(DomainName::is_host);
        Self { local: String::from_utf8_lossy(local).into_owned(), domain_text, domain }
    }

    /// Whether both are one mailbox as far as anybody but the domain's own host can tell: upper and lower case of the
    /// local part are taken for the same, as mail hosts do.
    pub fn is_same(&self, other: &Self) -> bool {
        let same_domain = match (&self.domain, &other.domain) {
            (Some(a), Some(b)) => a == b,
            _ => self.domain_text.eq_ignore_ascii_case(&other.domain_text),
        };
        same_domain && self.local.eq_ignore_ascii_case(&other.local)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain_text)
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Everything in a text that looks like an address: what an impatient program, or a person, would take for one. At most
/// `most` of them.
pub(super) fn scan(text: &[u8], most: usize) -> Vec<Address> {
    let is_part = |b: &u8| !b.is_ascii_control() && !b" \"()<>[]@,:;\\".contains(b);
    let mut found = Vec::new();
    for at in memchr::memchr_iter(b'@', text) {
        if found.len() == most {
            break;
        }
        // Bounded, so that a text of nothing but parts is not walked again and again.
        let before = &text[at.saturating_sub(320)..at];
        let after = &text[at + 1..text.len().min(at + 321)];
        let local = &before[before.iter().rposition(|b| !is_part(b)).map_or(0, |other| other + 1)..];
        let domain = &after[..after.iter().take_while(|b| is_part(b)).count()];
        let domain = domain.strip_suffix(b".").unwrap_or(domain);
        if !local.is_empty() && domain.contains(&b'.') {
            found.push(Address::new(local, domain));
        }
    }
    found
}
