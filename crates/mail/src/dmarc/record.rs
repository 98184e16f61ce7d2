//! Policy records.

use crate::tag_list::{Malformed, TagList};
use serde::Serialize;

/// What a domain's owner asks receivers to do with mail that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Policy {
    /// Nothing in particular.
    None,
    /// Treat it as suspicious.
    Quarantine,
    /// Refuse it.
    Reject,
}

/// How close an authenticated domain must be to the author's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// The same organisation's domain.
    #[default]
    Relaxed,
    /// The same domain.
    Strict,
}

/// What a record says about the place of its domain: tag `psd=` of RFC 9989.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Psd {
    /// Nothing.
    #[default]
    Unsaid,
    /// A public suffix: organisations register names below it.
    Yes,
    /// An organisation's domain, whatever stands above it.
    No,
}

/// A policy record, read. What cannot be read counts as not there, as both RFCs have it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PolicyRecord {
    /// `p=`.
    pub policy: Option<Policy>,
    /// `sp=`: for subdomains.
    pub subdomains: Option<Policy>,
    /// `np=`: for subdomains that do not exist (RFC 9989).
    pub non_existent: Option<Policy>,
    /// `adkim=`.
    pub dkim_mode: Mode,
    /// `aspf=`.
    pub spf_mode: Mode,
    /// `psd=` (RFC 9989).
    pub psd: Psd,
    /// `t=y`: the owner is only testing (RFC 9989).
    pub testing: bool,
    /// `pct=`: to how many mails in a hundred the policy is to be applied (RFC 7489; gone in RFC 9989).
    pub percent: Option<u8>,
    /// Whether `rua=` names at least one address for reports.
    pub wants_reports: bool,
    /// Whether `p=`, `sp=` or `np=` is there and has no known value.
    pub invalid_policy: bool,
    /// What is wrong with the form of the record.
    pub malformed: Vec<Malformed>,
}

impl PolicyRecord {
    /// Reads the text of a TXT record; `None` when it is no DMARC record: when its first tag is not `v=DMARC1`, in this
    /// very case.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let (tags, malformed) = TagList::parse_leniently(text);
        let first = tags.tags.first().filter(|tag| tag.name == "v" && tag.value == b"DMARC1")?;
        // Nothing unreadable may stand before the version.
        if malformed.first().is_some_and(|malformed| malformed.at < first.span.start) {
            return None;
        }
        let word = |tag: &str| tags.value(tag).map(<[u8]>::to_ascii_lowercase);
        let is = |tag: &str, value: &[u8]| word(tag).as_deref() == Some(value);
        let policy = |tag: &str| match word(tag).as_deref() {
            Some(b"none") => Some(Policy::None),
            Some(b"quarantine") => Some(Policy::Quarantine),
            Some(b"reject") => Some(Policy::Reject),
            _ => None,
        };
        let mode = |tag: &str| if is(tag, b"s") { Mode::Strict } else { Mode::Relaxed };
        Some(Self {
            policy: policy("p"),
            subdomains: policy("sp"),
            non_existent: policy("np"),
            dkim_mode: mode("adkim"),
            spf_mode: mode("aspf"),
            psd: match word("psd").as_deref() {
                Some(b"y") => Psd::Yes,
                Some(b"n") => Psd::No,
                _ => Psd::Unsaid,
            },
            testing: is("t", b"y"),
            percent: tags.value("pct").and_then(percent),
            wants_reports: tags.value("rua").is_some_and(has_report_address),
            invalid_policy: ["p", "sp", "np"]
                .iter()
                .any(|tag| tags.value(tag).is_some() && policy(tag).is_none()),
            malformed,
        })
    }

    /// The policy for the domain itself, or `None` when the record is as good as none: without a readable policy it
    /// counts as `none` only if reports are wanted (RFC 7489, section 6.6.3; RFC 9989, section 4.10.1).
    pub fn applies(&self) -> Option<Policy> {
        match self.policy {
            Some(policy) if !self.invalid_policy => Some(policy),
            _ => self.wants_reports.then_some(Policy::None),
        }
    }
}

fn percent(value: &[u8]) -> Option<u8> {
    let all_digits = value.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(value).ok().filter(|_| all_digits)?.parse().ok().filter(|&n| n <= 100)
}

/// Whether a list of URIs has one with a scheme and something behind it.
fn has_report_address(list: &[u8]) -> bool {
    list.split(|&b| b == b',').any(|uri| {
        let uri = uri.trim_ascii();
        let colon = memchr::memchr(b':', uri).unwrap_or(0);
        let (scheme, rest) = uri.split_at(colon);
        scheme.first().is_some_and(u8::is_ascii_alphabetic)
            && scheme.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
            && rest.len() > 1
            && rest.iter().all(u8::is_ascii_graphic)
    })
}
