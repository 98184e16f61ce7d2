//! What does not fit. Each has innocent causes, so it lowers a statement and lifts none.

use super::wording::{self as w};
use super::{Kind, Statement};
use crate::dmarc;
use crate::domain::{DomainName, organisational_domain};
use crate::examination::Examination;
use crate::message::Message;
use crate::trace::{Level, ObservationKind, RelayKind};

pub(super) fn add(_: &Message<'_>, examination: &Examination, statements: &mut Vec<Statement>) {
    for observation in &examination.trace.observations {
        let what = match observation.seconds {
            Some(seconds) => format!("{} (by {})", words(observation.kind), apart(seconds)),
            None => words(observation.kind).to_owned(),
        };
        statements.push(
            Statement::new(Level::R1, Kind::CrossCheck, w::CROSS_CHECK, &[("what", &what)])
                .resting_on(observation.spans.clone())
                .with(w::INNOCENT_CAUSES),
        );
    }
    statements.extend(own_author_from_outside(examination));
    for sign in &examination.trace.relays {
        statements.push(
            Statement::new(Level::R0, Kind::Relayed, w::RELAYED, &[("what", relay(sign.kind))])
                .resting_on([sign.span.clone()])
                .with(w::FORWARDER_CONNECTED),
        );
    }
}

/// An author of the receiver's own organisation, in a mail that came in from outside and that nothing authenticates as the
/// organisation's.
fn own_author_from_outside(examination: &Examination) -> Option<Statement> {
    examination.trace.origin.as_ref().ok()?;
    let receiver = examination.trace.boundary.as_ref()?.host.as_ref()?;
    let receiver = organisational_domain(&DomainName::parse(&receiver.text).ok()?)?;
    let is_own = |domain: &DomainName| organisational_domain(domain).as_ref() == Some(&receiver);
    let reading = examination
        .authors
        .readings
        .iter()
        .find(|reading| reading.address.domain.as_ref().is_some_and(is_own))?;
    let passes = |candidate: &dmarc::Candidate| {
        is_own(&candidate.domain) && candidate.by_walk.verdict == dmarc::Verdict::Pass
    };
    if examination.verdicts.first().dmarc.iter().any(passes) {
        return None;
    }
    let line = examination.trace.boundary_hop().map(|hop| hop.span.clone());
    Some(
        Statement::new(Level::R1, Kind::CrossCheck, w::CROSS_CHECK, &[("what", w::OWN_AUTHOR)])
            .resting_on([reading.span.clone()])
            .resting_on(line)
            .with(w::SERVICES_DO_THIS),
    )
}

fn words(kind: ObservationKind) -> &'static str {
    match kind {
        ObservationKind::TimeBackwards => "a line states a later time than the line above it",
        ObservationKind::AfterReceipt => "a line below the boundary states a time after the receipt",
        ObservationKind::ZoneMissing => "a time stands without a zone that can be read",
        ObservationKind::ZoneUnstated => "a time is in UTC with nothing said about the local zone (-0000)",
        ObservationKind::TimeUnreadable => "a time cannot be read",
        ObservationKind::TimeMissing => "a line has no time",
        ObservationKind::DateMissing => "there is no Date field",
        ObservationKind::DateAfterReceipt => "the Date field states a time after the receipt",
        ObservationKind::DateLongBeforeReceipt => "the Date field states a time days before the receipt",
        ObservationKind::MessageIdMissing => "there is no Message-ID field",
        ObservationKind::MessageIdWithoutHost => "the Message-ID names no host",
        ObservationKind::MessageIdOfOtherProvider => {
            "the Message-ID has the form of a large provider's, and the connecting host has no name of this provider"
        }
        ObservationKind::HeloDiffersFromName => {
            "the connecting host called itself by a name of another organisation than the one found for its address"
        }
        ObservationKind::HeloDiffersFromAddress => {
            "the connecting host called itself by another address than its own"
        }
        ObservationKind::HeloIsReceiver => "the connecting host called itself by the name of the receiver",
        ObservationKind::NameNotFound => "the receiver found no name for the connecting address",
        ObservationKind::ReceiverNamedBelow => {
            "a line below the boundary names a host of the receiver as its writer"
        }
        ObservationKind::ChainGap => {
            "a line below the boundary was not written by the host that the line above it names"
        }
    }
}

fn relay(kind: RelayKind) -> &'static str {
    match kind {
        RelayKind::MailingList => "a mailing list",
        RelayKind::Forwarder => "a forwarding service",
        RelayKind::Resent => "somebody who redirected it",
        RelayKind::SenderRewritten => "a forwarder that rewrote the envelope sender",
        RelayKind::RecipientRewritten => "a host that changed the recipient",
    }
}

fn apart(seconds: i64) -> String {
    match seconds.unsigned_abs() {
        s if s < 120 => format!("{s} s"),
        s if s < 7_200 => format!("{} min", s / 60),
        s if s < 172_800 => format!("{} h", s / 3_600),
        s => format!("{} days", s / 86_400),
    }
}
