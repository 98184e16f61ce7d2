//! Where a mail came from, by its Received lines alone.
//!
//! Each host that passes a mail on puts a line on top. The lines of the receiver's own hosts are as good as the custody of
//! the file; everything below the first line in which one of them took the mail from outside is text that the sender could
//! have written, however genuine it looks. The address that this line records is the only origin that the lines attest:
//! the last relay, mailbox provider, VPN or forwarder before the receiver, not the place of a person.
//!
//! ```
//! use scrutineer_mail::{limits::Limits, message::Message, trace::{Own, Trace}};
//!
//! let bytes = b"Received: from relay.harbour.example (relay.harbour.example [203.0.113.7])\r\n \
//!     by mx.county.example (Postfix) with ESMTP id 4X; Tue, 5 Nov 2024 09:14:02 -0500\r\n\
//!     Received: from a.invented.example ([198.51.100.9]) by mx.county.example; Tue, 5 Nov 2024 14:14:00 +0000\r\n\r\n";
//! let message = Message::split(bytes, &Limits::default());
//! let trace = Trace::of(&message, &Own::default());
//! assert_eq!(trace.origin.map(|origin| origin.ip.to_string()), Ok("203.0.113.7".to_owned()));
//! assert!(trace.boundary.is_some_and(|boundary| boundary.assumed));
//! ```

mod address;
mod boundary;
mod checks;
mod clause;
mod host;
mod level;
mod message_id;
mod own;
mod profile;
mod received;
mod relay;
mod time;
mod token;

pub use address::{Network, NetworkError, is_no_host, is_private, parse_ip};
pub use boundary::{BoundaryReason, NoOrigin};
pub use checks::{Observation, ObservationKind};
pub use level::Level;
pub use own::{HostPattern, Own};
pub use profile::Profile;
pub use received::{Located, Part, Received, ReceivedProblem};
pub use relay::{RelayKind, RelaySign};
pub use time::{StatedTime, Zone};

use crate::message::Message;
use serde::Serialize;
use std::net::IpAddr;
use std::ops::Range;

/// The way of a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// All Received fields from top to bottom.
    pub hops: Vec<Hop>,
    /// The line that is the receiver's last; `None` without Received fields.
    pub boundary: Option<Boundary>,
    /// The address that connected to the receiver, or why it is not known.
    pub origin: Result<Origin, NoOrigin>,
    /// The part of the header that the sender could have written. So is the body.
    pub below: Range<usize>,
    /// Signs that somebody passed the mail on before it came to the receiver.
    pub relays: Vec<RelaySign>,
    /// What fits and what does not. Can lower a statement, never lift it.
    pub observations: Vec<Observation>,
}

/// One Received field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hop {
    /// Number among the fields of the message.
    pub field: usize,
    /// Where the field stands.
    pub span: Range<usize>,
    /// What it says.
    pub line: Received,
    /// On which side of the boundary it stands.
    pub side: Side,
}

/// On which side of the boundary a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The receiver's, from a host inside.
    Inside,
    /// The receiver's last.
    Boundary,
    /// Text that the sender could have written.
    Outside,
}

/// The line that is the receiver's last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Boundary {
    /// The host that wrote it.
    pub host: Option<Part>,
    /// Inferred, not stated by the user.
    pub assumed: bool,
    /// The kind of receiver.
    pub profile: Profile,
    /// Why it is here.
    pub reason: BoundaryReason,
    /// Where the line stands.
    pub at: Range<usize>,
}

/// The address that connected to the receiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The address.
    pub ip: IpAddr,
    /// Recorded by the receiver: [`Level::R2`].
    pub level: Level,
    /// Number of the Received field among the fields of the message.
    pub field: usize,
    /// Where the address stands in it.
    pub bytes: Range<usize>,
}

impl Trace {
    /// Reads the Received fields of a message. Without own hosts or networks the boundary is inferred.
    pub fn of(message: &Message<'_>, own: &Own) -> Self {
        let fields = message.fields.iter().enumerate().filter(|(_, field)| field.is("Received"));
        let (places, lines): (Vec<_>, Vec<_>) = fields
            .map(|(number, field)| {
                ((number, field.span.clone()), Received::parse(field.value, field.value_span.start))
            })
            .unzip();
        let found = boundary::find(&lines, own);
        let side = |place: usize| match &found {
            Some(found) if place < found.last => Side::Inside,
            Some(found) if place == found.last => Side::Boundary,
            _ => Side::Outside,
        };
        let hops: Vec<Hop> = places
            .into_iter()
            .zip(lines)
            .enumerate()
            .map(|(place, ((field, span), line))| Hop { field, span, line, side: side(place) })
            .collect();
        let last = found.as_ref().and_then(|found| hops.get(found.last));
        let below = last.map_or(message.header.start, |hop| hop.span.end)..message.header.end;
        let boundary = found.as_ref().zip(last).map(|(found, hop)| Boundary {
            host: hop.line.by_host.clone(),
            assumed: found.assumed,
            profile: found.profile,
            reason: found.reason,
            at: hop.span.clone(),
        });
        let origin = match (&found, last) {
            (Some(found), Some(hop)) => found.origin.and_then(|ip| {
                let bytes = hop.line.from_ip.as_ref().map(|from| from.span.clone());
                let bytes = bytes.ok_or(NoOrigin::NoAddress)?;
                Ok(Origin { ip, level: Level::R2, field: hop.field, bytes })
            }),
            _ => Err(NoOrigin::NoReceived),
        };
        let relays = relay::signs(message, &hops, &below);
        let mut trace = Self { hops, boundary, origin, below, relays, observations: Vec::new() };
        trace.observations = checks::observe(message, &trace, own);
        trace
    }

    /// The receiver's last line.
    pub fn boundary_hop(&self) -> Option<&Hop> {
        self.hops.iter().find(|hop| hop.side == Side::Boundary)
    }

    /// Whether the sender could have written these bytes of the header.
    pub fn could_be_senders(&self, span: &Range<usize>) -> bool {
        span.end > self.below.start
    }
}

#[cfg(test)]
mod tests;
