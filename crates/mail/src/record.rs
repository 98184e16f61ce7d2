//! One mail as a JSON object: what `--format jsonl` prints and `mails.jsonl` holds.
//!
//! Moments are microseconds since 1970 in UTC where they stand as numbers; byte ranges are half-open and count from the
//! first byte of the mail.

use crate::examination::{Comparison, Examination, VerdictsAt, comparisons};
use crate::intel::{LookAlike, Opinion};
use crate::ladder::{ALTERNATIVES, Statement, WOULD_SETTLE};
use crate::message::Damage;
use crate::trace::{BoundaryReason, Hop, Level, NoOrigin, Observation, Profile};
use crate::{arc, author, dkim, dmarc, spf};
use model::{At, Sha256};
use serde::Serialize;
use std::net::IpAddr;

/// A mail and all that is known of it.
#[derive(Serialize)]
pub struct MailRecord<'a> {
    /// File, with the way into archives.
    pub path: &'a str,
    /// Hash of the mail's bytes.
    pub sha256: Sha256,
    /// Where it stands in the file.
    pub at: At,
    boundary: Option<BoundaryRecord<'a>>,
    origin: Option<OriginRecord<'a>>,
    /// Why the connecting address is not known.
    no_origin: Option<NoOrigin>,
    authors: Vec<String>,
    ambiguous: bool,
    reasons: Vec<author::Reason>,
    envelope_sender: Option<String>,
    spf: Twice<&'a spf::Outcome>,
    dkim: Vec<Twice<&'a dkim::Outcome>>,
    arc: Twice<&'a arc::Chain>,
    dmarc: Twice<&'a [dmarc::Candidate]>,
    theirs: &'a [crate::examination::Theirs],
    /// What others found beside what is found here.
    comparisons: Vec<Comparison>,
    hops: &'a [Hop],
    observations: &'a [Observation],
    listed: &'a [(String, crate::domain::DomainName)],
    look_alikes: &'a [LookAlike],
    damage: &'a [Damage],
    ladder: &'a [Statement],
    alternatives: [&'static str; ALTERNATIVES.len()],
    would_settle: [&'static str; WOULD_SETTLE.len()],
}

#[derive(Serialize)]
struct BoundaryRecord<'a> {
    host: Option<&'a str>,
    assumed: bool,
    profile: Profile,
    reason: BoundaryReason,
}

#[derive(Serialize)]
struct OriginRecord<'a> {
    ip: IpAddr,
    level: Level,
    tables: &'a [Opinion],
}

/// The same for the time of receipt and for now.
#[derive(Serialize)]
struct Twice<T> {
    at_receipt: Option<T>,
    now: Option<T>,
}

impl<'a> MailRecord<'a> {
    /// A record of an examined mail.
    pub fn new(path: &'a str, sha256: Sha256, at: At, examination: &'a Examination) -> Self {
        let trace = &examination.trace;
        let verdicts = &examination.verdicts;
        let receipt = verdicts.at_receipt.as_ref();
        let twice = |of: fn(&'a VerdictsAt) -> &'a arc::Chain| Twice {
            at_receipt: receipt.map(of),
            now: Some(of(&verdicts.now)),
        };
        let boundary = trace.boundary.as_ref().map(|boundary| BoundaryRecord {
            host: boundary.host.as_ref().map(|host| host.text.as_str()),
            assumed: boundary.assumed,
            profile: boundary.profile,
            reason: boundary.reason,
        });
        let origin = trace.origin.as_ref().ok();
        Self {
            path,
            sha256,
            at,
            boundary,
            origin: origin.map(|origin| OriginRecord {
                ip: origin.ip,
                level: origin.level,
                tables: &examination.opinions,
            }),
            no_origin: trace.origin.as_ref().err().copied(),
            authors: examination.authors.readings.iter().map(|r| r.address.to_string()).collect(),
            ambiguous: examination.authors.is_ambiguous(),
            reasons: examination.authors.reasons(),
            envelope_sender: examination
                .receipt
                .envelope
                .as_ref()
                .and_then(|envelope| Some(envelope.address.as_ref()?.to_string())),
            spf: Twice { at_receipt: receipt.and_then(|at| at.spf.as_ref()), now: verdicts.now.spf.as_ref() },
            dkim: (0..verdicts.now.dkim.len())
                .map(|i| Twice {
                    at_receipt: receipt.and_then(|at| at.dkim.get(i)),
                    now: verdicts.now.dkim.get(i),
                })
                .collect(),
            arc: twice(|at| &at.arc),
            dmarc: Twice {
                at_receipt: receipt.map(|at| at.dmarc.as_slice()),
                now: Some(verdicts.now.dmarc.as_slice()),
            },
            theirs: &examination.theirs,
            comparisons: comparisons(examination),
            hops: &trace.hops,
            observations: &trace.observations,
            listed: &examination.listed,
            look_alikes: &examination.look_alikes,
            damage: &examination.damage,
            ladder: &examination.ladder,
            alternatives: ALTERNATIVES,
            would_settle: WOULD_SETTLE,
        }
    }
}
