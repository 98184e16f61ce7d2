//! The trust boundary: the line in which the receiver took the mail from outside.
//!
//! A sender can write any lines, but only below those of the receiver. So the walk goes from the top, and whether it goes
//! on below a line is decided by what the line's writer saw itself: the address of its peer and the name that it found
//! for it. What the peer called itself can only end the walk, except where hosts of one system hand over without addresses.
//! Once a line with a peer outside is reached, nothing below it is looked at; lines added there cannot change the result.
//! Where the lines end inside, somebody inside could add more, which is why no address is given there.

use super::address::{is_no_host, is_private};
use super::host::{
    is_inside_name, is_made_from, is_same_label, is_same_writer, is_written_by_peer, organisation,
    peer_names, writer,
};
use super::own::Own;
use super::profile::Profile;
use super::received::{Received, ReceivedProblem};
use crate::domain::DomainName;
use serde::Serialize;
use std::net::IpAddr;

/// Why the boundary is where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BoundaryReason {
    /// The user's own hosts and networks.
    Configured,
    /// The user named own hosts or networks, but the top line is not by one of them; inferred like without them.
    OwnHostsAbsent,
    /// The top line is by a host of a provider whose hosts and addresses are known.
    Provider,
    /// The top line took the mail from a public address.
    TopLine,
    /// The lines above hand over between private addresses, on one host, or between hosts of one organisation.
    InternalHops,
}

/// Why the connecting address is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoOrigin {
    /// There is no Received field.
    NoReceived,
    /// The mail was made inside: by a client of the mail store, a web page, or after a log-in from a private address.
    SubmittedInside,
    /// The line in which the mail came in has no address of the peer.
    NoAddress,
    /// The line can be read in two ways.
    AmbiguousLine,
    /// The line cannot be read.
    UnreadableLine,
    /// A host with a foreign name came from a private address: something between hid its address.
    AddressHidden,
    /// The peer is inside, but the next line is not by it.
    ChainBroken,
    /// The peer is inside, and there are no more lines.
    EndsInside,
}

/// What a line says about its peer.
enum Peer {
    Outside,
    Inside,
    Unknown(NoOrigin),
}

/// Where the walk ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Number of the last line that is the receiver's.
    pub last: usize,
    /// The peer's address stands there, or is not known.
    pub origin: Result<IpAddr, NoOrigin>,
    pub assumed: bool,
    pub profile: Profile,
    pub reason: BoundaryReason,
}

/// Walks down from the top line; `None` when there is no line.
pub(super) fn find(lines: &[Received], own: &Own) -> Option<Found> {
    let top = lines.first()?;
    let profile = Profile::of(top);
    let configured = own.has_boundary() && is_own_line(top, own);
    let mut receiver = Receiver { own: configured.then_some(own), profile, organisations: Vec::new() };
    let mut last = 0;
    let origin = loop {
        let line = &lines[last];
        receiver.learn(line);
        match (receiver.judge(line), lines.get(last + 1)) {
            (Peer::Outside, _) => break line.from_ip.as_ref().map(|from| from.ip).ok_or(NoOrigin::NoAddress),
            (Peer::Unknown(why), _) => break Err(why),
            (Peer::Inside, None) => break Err(NoOrigin::EndsInside),
            (Peer::Inside, Some(next)) if receiver.continues(line, next) => last += 1,
            (Peer::Inside, Some(_)) => break receiver.broken(line),
        }
    };
    let reason = match () {
        () if configured => BoundaryReason::Configured,
        () if own.has_boundary() => BoundaryReason::OwnHostsAbsent,
        () if profile.is_provider() => BoundaryReason::Provider,
        () if last == 0 && origin.is_ok() => BoundaryReason::TopLine,
        () => BoundaryReason::InternalHops,
    };
    Some(Found { last, origin, assumed: !configured, profile, reason })
}

/// Whether a line is by a host that the user named. A mail store that writes its line as `localhost`, or under a name
/// without a domain, may stand above the user's hosts.
fn is_own_line(line: &Received, own: &Own) -> bool {
    let named = writer(line).is_some_and(|by| own.has_host(by) || is_inside_name(by));
    named || line.by_ip.as_ref().is_some_and(|by| own.has_address(by.ip))
}

/// What is known of the receiver on the way down.
struct Receiver<'a> {
    own: Option<&'a Own>,
    profile: Profile,
    /// Organisations' domains of the hosts that wrote trusted lines.
    organisations: Vec<DomainName>,
}

impl Receiver<'_> {
    fn learn(&mut self, line: &Received) {
        if let Some(organisation) = writer(line).and_then(organisation)
            && !self.organisations.contains(&organisation)
        {
            self.organisations.push(organisation);
        }
    }

    /// Where a trusted line's peer is, by that line alone.
    fn judge(&self, line: &Received) -> Peer {
        if line.is_ambiguous() {
            return Peer::Unknown(NoOrigin::AmbiguousLine);
        }
        match &line.from_ip {
            Some(from) if is_no_host(from.ip) || is_only_greeting(line) => Peer::Unknown(NoOrigin::NoAddress),
            Some(from) if self.own.is_some_and(|own| own.has_address(from.ip)) => Peer::Inside,
            Some(from) if is_private(from.ip) => self.judge_private(line),
            Some(from) if self.own.is_none() && self.profile.has_peer(line, from.ip) => judge_made(line),
            Some(from) if is_local_delivery(line) || self.is_inside_by_name(line, from.ip) => Peer::Inside,
            Some(_) => Peer::Outside,
            None => self.judge_without_address(line),
        }
    }

    fn judge_without_address(&self, line: &Received) -> Peer {
        if line.has_from || writer(line).is_some() {
            let is_inside = match line.has_from {
                true => self.is_handed_over(line),
                // Gmail's stores name no peer.
                false => self.profile.is_provider(),
            };
            return match judge_made(line) {
                Peer::Inside if !is_inside => Peer::Unknown(NoOrigin::NoAddress),
                peer => peer,
            };
        }
        match judge_made(line) {
            Peer::Inside if !line.queued => Peer::Unknown(NoOrigin::UnreadableLine),
            peer => peer,
        }
    }

    fn judge_private(&self, line: &Received) -> Peer {
        let claimed = line.from_claimed.as_ref().map_or("", |part| part.text.as_str());
        let is_foreign = organisation(claimed).is_some() && !self.is_ours(claimed);
        if line.authenticated {
            Peer::Unknown(NoOrigin::SubmittedInside)
        } else if is_foreign && !self.profile.is_provider() && !is_local_delivery(line) {
            Peer::Unknown(NoOrigin::AddressHidden)
        } else {
            judge_made(line)
        }
    }

    fn is_ours(&self, host: &str) -> bool {
        let named = self.own.is_some_and(|own| own.has_host(host)) || self.profile.has_host(host);
        named || organisation(host).is_some_and(|organisation| self.organisations.contains(&organisation))
    }

    /// Whether a public address is the receiver's by the name that was found for it. Everybody can give an own address any
    /// name, so only where the program that wrote the line looks whether the name leads back. Not at providers, where
    /// names of customers and of relays for everybody lie below the provider's own; not where the name is that of a
    /// connection.
    fn is_inside_by_name(&self, line: &Received, ip: IpAddr) -> bool {
        let is_checked = Profile::of(line).checks_names() && !line.name_doubted;
        let Some(name) = line.from_name.as_ref().filter(|_| is_checked) else { return false };
        match self.own {
            Some(own) => own.has_host(&name.text),
            None => !self.profile.is_provider() && self.is_ours(&name.text) && !is_made_from(&name.text, ip),
        }
    }

    /// A line without an address between hosts of the receiver: local delivery, and stores of providers.
    fn is_handed_over(&self, line: &Received) -> bool {
        let claimed = line.from_claimed.as_ref().map_or("", |part| part.text.as_str());
        let is_inside = self.is_ours(claimed) || is_inside_name(claimed);
        is_inside && (is_local_delivery(line) || (self.profile.is_provider() && !self.profile.is_front(line)))
    }

    /// Whether the line below a handover inside was written by the host that handed over.
    fn continues(&self, above: &Received, below: &Received) -> bool {
        let by = writer(below);
        let by_private = below.by_ip.as_ref().is_some_and(|by| is_private(by.ip));
        let is_trusted = match (self.own, by) {
            (Some(own), Some(by)) if own.has_host(by) => true,
            (Some(own), _) if below.by_ip.as_ref().is_some_and(|by| own.has_address(by.ip)) => true,
            (Some(_), Some(by)) => is_inside_name(by) || by_private,
            (None, Some(by)) if self.profile.is_provider() => self.profile.has_host(by) || by_private,
            (None, Some(_)) => true,
            (_, None) => below.queued,
        };
        is_trusted && self.is_consistent(above, below)
    }

    fn is_consistent(&self, above: &Received, below: &Received) -> bool {
        let peer = above.from_ip.as_ref().map(|from| from.ip);
        let on_one_host = peer.is_some_and(|ip| ip.is_loopback());
        if is_written_by_peer(above, below) || (on_one_host && is_same_writer(above, below)) {
            return true;
        }
        // Queues of qmail and stores of Gmail name no peer; qmail's names no host either.
        if above.queued || below.queued || (!above.has_from && self.profile.is_provider()) {
            return true;
        }
        // Providers write a host's name with different domains, but number their hosts.
        let by = writer(below).unwrap_or_default();
        if self.profile.is_provider() {
            return peer_names(above).any(|peer| self.profile.has_host(peer) && is_same_label(peer, by));
        }
        // Hosts often have one name inside and another outside, and a row of hosts shares the name that they greet with.
        let is_known = self.is_ours(by) || self.organisations.is_empty();
        let is_surely_inside = peer.is_none_or(is_private) || is_local_delivery(above);
        is_known || (is_surely_inside && is_inside_name(by))
    }

    /// The next line is not by a peer that was taken for the receiver's. Where only its name spoke for it, its address is
    /// as far as the receiver's lines go.
    fn broken(&self, line: &Received) -> Result<IpAddr, NoOrigin> {
        let by_name = line.from_ip.as_ref().filter(|from| {
            let is_surely_inside = is_private(from.ip) || is_local_delivery(line);
            self.own.is_none() && !is_surely_inside && !self.profile.has_peer(line, from.ip)
        });
        by_name.map(|from| from.ip).ok_or(NoOrigin::ChainBroken)
    }
}

/// A peer inside, unless the mail was made there.
fn judge_made(line: &Received) -> Peer {
    match line.submitted {
        Some(_) => Peer::Unknown(NoOrigin::SubmittedInside),
        None => Peer::Inside,
    }
}

/// Whether the address may be only what the peer greeted with. Exim leaves its own record out where the two are equal.
fn is_only_greeting(line: &Received) -> bool {
    let is_smtp = line.protocol_word().is_some_and(|protocol| protocol.contains("smtp"));
    is_smtp && line.has(ReceivedProblem::AddressOnlyClaimed) && Profile::of(line) != Profile::Exim
}

/// LMTP is spoken between the hosts of one system only (RFC 2033, section 5).
fn is_local_delivery(line: &Received) -> bool {
    line.protocol_word().is_some_and(|protocol| protocol.starts_with("lmtp"))
}
