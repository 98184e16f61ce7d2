//! Cross-checks between what the lines and fields of a mail say.
//!
//! Each has innocent causes: wrong clocks, old software, forwarding, relays. So an observation can lower a statement, never
//! lift it, and none of them moves the origin.

use super::host::{is_written_by_peer, organisation, peer_names, writer};
use super::time::{self, StatedTime, Zone};
use super::{Hop, Own, Profile, Received, Side, Trace, message_id, parse_ip};
use crate::message::Message;
use model::time::Timestamp;
use serde::Serialize;
use std::ops::Range;

/// Seconds by which clocks may differ before it is worth a word.
const CLOCKS_DIFFER: i64 = 5 * 60;
/// Seconds after which a mail is late: how long hosts try by default (RFC 5321, section 4.5.4.1).
const LATE: i64 = 5 * 86_400;
/// Observations that are kept.
const MAX_OBSERVATIONS: usize = 200;

/// Something that fits or does not fit, with the bytes that it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Observation {
    /// What it is.
    pub kind: ObservationKind,
    /// The bytes that were compared.
    pub spans: Vec<Range<usize>>,
    /// The difference in seconds, where times were compared.
    pub seconds: Option<i64>,
}

/// What may not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ObservationKind {
    /// A line states a time later than the line above it, beyond what clocks differ by.
    TimeBackwards,
    /// A line below the boundary states a time after the receipt, beyond what clocks differ by.
    AfterReceipt,
    /// A time without a zone, or with a name that does not tell it.
    ZoneMissing,
    /// The zone `-0000`.
    ZoneUnstated,
    /// A text that is no time.
    TimeUnreadable,
    /// A line without a time.
    TimeMissing,
    /// No Date field.
    DateMissing,
    /// Date is after the receipt, beyond what clocks differ by.
    DateAfterReceipt,
    /// Date is more than five days before the receipt.
    DateLongBeforeReceipt,
    /// No Message-ID field.
    MessageIdMissing,
    /// A Message-ID without a host.
    MessageIdWithoutHost,
    /// The Message-ID has the form of a large provider's, and the peer has no name of this provider. Forwarders and lists
    /// keep the Message-ID of the first sender.
    MessageIdOfOtherProvider,
    /// The peer called itself by a name of another organisation than the one found for its address.
    HeloDiffersFromName,
    /// The peer called itself by another address than its own.
    HeloDiffersFromAddress,
    /// The peer called itself by the name of the receiver.
    HeloIsReceiver,
    /// No name was found for the peer's address.
    NameNotFound,
    /// A line below the boundary names a host of the receiver as its writer. Innocent when the mail passed the receiver twice.
    ReceiverNamedBelow,
    /// A line below the boundary was written by a host of another organisation than the peer that the line above it names.
    ChainGap,
}

/// All observations in the order of their kinds, then from top to bottom.
pub(super) fn observe(message: &Message<'_>, trace: &Trace, own: &Own) -> Vec<Observation> {
    let mut found = Observations::default();
    let receipt = trace.boundary_hop().and_then(|hop| hop.line.time.as_ref());
    for (place, hop) in trace.hops.iter().enumerate() {
        found.zone(hop.line.time.as_ref(), &hop.span);
        if let Some(above) = place.checked_sub(1).map(|above| &trace.hops[above]) {
            found.later(ObservationKind::TimeBackwards, above.line.time.as_ref(), hop.line.time.as_ref());
            if hop.side == Side::Outside && is_of_other_organisation(&above.line, &hop.line) {
                found.note(ObservationKind::ChainGap, &[&above.span, &hop.span]);
            }
        }
        if hop.side == Side::Outside {
            found.later(ObservationKind::AfterReceipt, receipt, hop.line.time.as_ref());
        }
    }
    found.receiver_named_below(&trace.hops, own);
    found.date(message, receipt);
    if let Some(hop) = trace.boundary_hop() {
        found.peer(hop, own);
        found.message_id(message, hop);
    }
    found.0.sort_by(|a, b| {
        (a.kind, a.spans.first().map(|s| s.start)).cmp(&(b.kind, b.spans.first().map(|s| s.start)))
    });
    found.0
}

#[derive(Default)]
struct Observations(Vec<Observation>);

impl Observations {
    fn note(&mut self, kind: ObservationKind, spans: &[&Range<usize>]) {
        self.push(Observation {
            kind,
            spans: spans.iter().map(|&span| span.clone()).collect(),
            seconds: None,
        });
    }

    fn push(&mut self, observation: Observation) {
        if self.0.len() < MAX_OBSERVATIONS {
            self.0.push(observation);
        }
    }

    fn zone(&mut self, time: Option<&StatedTime>, line: &Range<usize>) {
        let Some(time) = time else { return self.note(ObservationKind::TimeMissing, &[line]) };
        let kind = match time.zone {
            Zone::Offset(_) => return,
            Zone::Unstated => ObservationKind::ZoneUnstated,
            Zone::Missing | Zone::Unknown => ObservationKind::ZoneMissing,
            Zone::Unreadable => ObservationKind::TimeUnreadable,
        };
        self.note(kind, &[&time.span]);
    }

    /// Notes when the second time lies after the first, which it should not.
    fn later(&mut self, kind: ObservationKind, first: Option<&StatedTime>, second: Option<&StatedTime>) {
        let (Some(first), Some(second)) = (first, second) else { return };
        if let Some(seconds) = apart(first.at, second.at).filter(|&seconds| seconds > CLOCKS_DIFFER) {
            let spans = vec![first.span.clone(), second.span.clone()];
            self.push(Observation { kind, spans, seconds: Some(seconds) });
        }
    }

    fn date(&mut self, message: &Message<'_>, receipt: Option<&StatedTime>) {
        let Some(field) = message.named("Date").next() else {
            return self.note(ObservationKind::DateMissing, &[&message.header]);
        };
        let date = time::read(field.value, field.value_span.start);
        self.zone(Some(&date), &field.span);
        self.later(ObservationKind::DateAfterReceipt, receipt, Some(&date));
        let Some(receipt) = receipt else { return };
        if let Some(seconds) = apart(date.at, receipt.at).filter(|&seconds| seconds > LATE) {
            let spans = vec![date.span, receipt.span.clone()];
            let kind = ObservationKind::DateLongBeforeReceipt;
            self.push(Observation { kind, spans, seconds: Some(seconds) });
        }
    }

    /// What the peer called itself, beside what the receiver saw.
    fn peer(&mut self, hop: &Hop, own: &Own) {
        let line = &hop.line;
        let (Some(ip), Some(claimed)) = (&line.from_ip, &line.from_claimed) else { return };
        if let Some(literal) = parse_ip(claimed.text.as_bytes()) {
            if literal != ip.ip {
                self.note(ObservationKind::HeloDiffersFromAddress, &[&claimed.span, &ip.span]);
            }
        } else if own.has_host(&claimed.text)
            || writer(line).is_some_and(|by| by.eq_ignore_ascii_case(&claimed.text))
        {
            self.note(ObservationKind::HeloIsReceiver, &[&claimed.span]);
        }
        match &line.from_name {
            Some(name) if organisation(&name.text) != organisation(&claimed.text) => {
                self.note(ObservationKind::HeloDiffersFromName, &[&claimed.span, &name.span]);
            }
            None if Profile::of(line).looks_names_up() => {
                self.note(ObservationKind::NameNotFound, &[&ip.span])
            }
            _ => {}
        }
    }

    fn receiver_named_below(&mut self, hops: &[Hop], own: &Own) {
        let inside = hops.iter().filter(|hop| hop.side != Side::Outside);
        let mut names: Vec<String> =
            inside.filter_map(|hop| writer(&hop.line)).map(str::to_ascii_lowercase).collect();
        names.sort_unstable();
        for hop in hops.iter().filter(|hop| hop.side == Side::Outside) {
            let Some(by) = &hop.line.by_host else { continue };
            if own.has_host(&by.text) || names.binary_search(&by.text.to_ascii_lowercase()).is_ok() {
                self.note(ObservationKind::ReceiverNamedBelow, &[&by.span]);
            }
        }
    }

    fn message_id(&mut self, message: &Message<'_>, hop: &Hop) {
        let Some(field) = message.named("Message-ID").next() else {
            return self.note(ObservationKind::MessageIdMissing, &[&message.header]);
        };
        let Some(id) = message_id::read(field.value, field.value_span.start) else {
            return self.note(ObservationKind::MessageIdWithoutHost, &[&field.span]);
        };
        let is_of = |provider| peer_names(&hop.line).any(|name| is_relay_of(provider, name));
        if id.provider.is_some_and(|provider| !is_of(provider)) {
            let peer = hop.line.from_ip.as_ref().map_or(&hop.span, |ip| &ip.span);
            self.note(ObservationKind::MessageIdOfOtherProvider, &[&id.host, peer]);
        }
    }
}

/// Whether a name is one under which a provider's hosts hand mail over.
fn is_relay_of(provider: Profile, name: &str) -> bool {
    provider == Profile::ExchangeOnline && super::host::is_at_or_below(name, "outlook.com")
        || Profile::of_host(name) == Some(provider)
}

/// Whether the names of the upper line's peer and of the lower line's writer belong to different organisations.
fn is_of_other_organisation(above: &Received, below: &Received) -> bool {
    let Some(by) = writer(below).and_then(organisation) else { return false };
    let mut peers = peer_names(above).filter_map(organisation).peekable();
    peers.peek().is_some() && peers.all(|peer| peer != by) && !is_written_by_peer(above, below)
}

/// Seconds from the first time to the second.
fn apart(first: Option<Timestamp>, second: Option<Timestamp>) -> Option<i64> {
    Some((second?.0 - first?.0) / 1_000_000)
}
