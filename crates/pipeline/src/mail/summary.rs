//! A mail in a few words, for whoever prints a list.

use crate::read::place;
use mail::dkim;
use mail::examination::Examination;
use mail::finding::Place;
use model::{At, RawRef, RecordRef, Sha256, Timestamp};
use std::collections::BTreeMap;
use std::net::IpAddr;

/// A mail in a few words.
#[derive(Clone, Debug)]
pub struct MailSummary {
    /// File, with the way into archives.
    pub path: String,
    /// Its bytes in the evidence.
    pub raw: RawRef,
    /// SHA-256 of them.
    pub sha256: Sha256,
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
}

impl MailSummary {
    pub(super) fn new(path: &str, place: &Place, examination: &Examination) -> Self {
        let trace = &examination.trace;
        let signatures = &examination.verdicts.first().dkim;
        let signed_by = signatures
            .iter()
            .filter(|outcome| outcome.verdict == dkim::Verdict::Pass)
            .filter_map(|outcome| Some(outcome.claims.as_ref()?.domain.to_string()));
        Self {
            path: path.to_owned(),
            raw: place.raw.clone(),
            sha256: place.sha256,
            received: examination.receipt.at,
            boundary: trace.boundary.as_ref().map(|boundary| {
                (boundary.host.as_ref().map(|host| host.text.clone()).unwrap_or_default(), boundary.assumed)
            }),
            origin: trace.origin.as_ref().ok().map(|origin| origin.ip),
            authors: examination.authors.readings.iter().map(|r| r.address.to_string()).collect(),
            ambiguous: examination.authors.is_ambiguous(),
            signed_by: signed_by.collect(),
        }
    }

    /// What it is called: its file, and its place where it is not the first in it.
    pub fn name(&self) -> String {
        name(&self.path, self.raw.at)
    }

    /// All of the mail as a record that a finding rests on.
    pub(super) fn record(&self) -> RecordRef {
        RecordRef {
            platform: "mail".to_owned(),
            account: if self.ambiguous { String::new() } else { self.authors.concat() },
            post: self.sha256.hex(),
            object: None,
            time: self.received,
            raw: self.raw.clone(),
        }
    }
}

/// What a mail is called. Unique in a run.
pub(super) fn name(path: &str, at: At) -> String {
    match at {
        At::Bytes(0, _) => path.to_owned(),
        at => format!("{path}, {}", place(at)),
    }
}

impl super::MailResult {
    /// Numbers of the mails by the names under which campaigns know them.
    pub(super) fn by_name(&self) -> BTreeMap<String, usize> {
        self.mails.iter().enumerate().map(|(number, mail)| (mail.name(), number)).collect()
    }
}
