//! A mail in a few words, for whoever prints a list.

use mail::dkim;
use mail::examination::Examination;
use model::{At, Timestamp};
use std::net::IpAddr;

/// A mail in a few words.
#[derive(Clone, Debug)]
pub struct MailSummary {
    /// File, with the way into archives.
    pub path: String,
    /// Where it stands in the file.
    pub at: At,
    /// When the receiver took it.
    pub received: Option<Timestamp>,
    /// The receiver's last host, and whether the boundary is inferred.
    pub boundary: Option<(String, bool)>,
    /// The address that connected.
    pub origin: Option<IpAddr>,
    /// Readings of the author.
    pub authors: Vec<String>,
    /// Whether programs may disagree about the author.
    pub ambiguous: bool,
    /// Domains of signatures that hold.
    pub signed_by: Vec<String>,
    /// Signatures that do not hold, and those that cannot be checked.
    pub signatures: (usize, usize),
}

impl MailSummary {
    pub(super) fn new(path: &str, at: At, examination: &Examination) -> Self {
        let trace = &examination.trace;
        let signatures = &examination.verdicts.first().dkim;
        let unchecked = |outcome: &&dkim::Outcome| {
            matches!(outcome.verdict, dkim::Verdict::NotKnown | dkim::Verdict::TempError)
        };
        let holds: Vec<String> = signatures
            .iter()
            .filter(|outcome| outcome.verdict == dkim::Verdict::Pass)
            .filter_map(|outcome| Some(outcome.claims.as_ref()?.domain.to_string()))
            .collect();
        let unchecked = signatures.iter().filter(unchecked).count();
        Self {
            path: path.to_owned(),
            at,
            received: examination.receipt.at,
            boundary: trace.boundary.as_ref().map(|boundary| {
                (boundary.host.as_ref().map(|host| host.text.clone()).unwrap_or_default(), boundary.assumed)
            }),
            origin: trace.origin.as_ref().ok().map(|origin| origin.ip),
            authors: examination.authors.readings.iter().map(|r| r.address.to_string()).collect(),
            ambiguous: examination.authors.is_ambiguous(),
            signatures: (signatures.len() - unchecked - holds.len(), unchecked),
            signed_by: holds,
        }
    }
}
