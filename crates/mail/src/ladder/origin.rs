//! Where the mail came in.

use super::wording::{self as w};
use super::{Kind, Statement, Writer};
use crate::examination::Examination;
use crate::intel::{Opinion, Subject};
use crate::trace::{Level, NoOrigin, Origin};
use std::net::IpAddr;

/// An address that the receiver recorded. It is made from an [`Origin`] of level R2 or above only, and what tables say
/// of an address, its country above all, can be said of nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    origin: &'a Origin,
}

impl<'a> Recorded<'a> {
    /// The address, if the receiver recorded it.
    pub fn new(origin: &'a Origin) -> Option<Self> {
        (origin.level >= Level::R2).then_some(Self { origin })
    }

    /// The address.
    pub fn ip(self) -> IpAddr {
        self.origin.ip
    }

    /// What a table says about the address.
    pub fn listed(self, opinion: &Opinion) -> Option<Statement> {
        let value = opinion.value.as_deref()?;
        let ip = self.origin.ip.to_string();
        let made = opinion.made.map_or_else(
            || "of unknown date".to_owned(),
            |made| format!("made {}", made.rfc3339().get(..10).unwrap_or_default()),
        );
        let values = [("table", opinion.table.as_str()), ("made", &made), ("ip", &ip), ("value", value)];
        let template = match opinion.subject {
            Subject::Country => w::COUNTRY,
            Subject::Network => w::NETWORK,
            Subject::Service => w::SERVICE,
        };
        let statement = Statement::new(self.origin.level, Kind::AddressTable, template, &values)
            .resting_on([self.origin.bytes.clone()])
            .written_by(Writer::Table { name: opinion.table.clone() })
            .dated(opinion.made)
            .with(w::AS_OF_TABLE);
        Some(match opinion.subject {
            Subject::Country => statement.with(w::ADDRESS_IS_NO_PERSON),
            Subject::Service => statement.with(w::LOCATION_NOT_RECORDED),
            Subject::Network => statement,
        })
    }
}

pub(super) fn add(examination: &Examination, statements: &mut Vec<Statement>) {
    let trace = &examination.trace;
    let host = trace.boundary.as_ref().and_then(|boundary| boundary.host.as_ref());
    let host = host.map_or("The receiver", |host| host.text.as_str());
    let at = examination.receipt.at.map(|at| format!(" at {}", at.rfc3339())).unwrap_or_default();
    let assumed = trace.boundary.as_ref().is_some_and(|boundary| boundary.assumed);
    let careful = |statement: Statement| match assumed {
        true => statement.with(w::ASSUMED),
        false => statement,
    };
    let origin = match &trace.origin {
        Err(why) => {
            let statement =
                Statement::new(Level::R0, Kind::NoConnectingAddress, w::NO_ORIGIN, &[("why", why_not(*why))]);
            let basis = trace.boundary.as_ref().map(|boundary| boundary.at.clone());
            return statements.push(careful(statement.resting_on(basis)));
        }
        Ok(origin) => origin,
    };
    let ip = origin.ip.to_string();
    let values = [("host", host), ("ip", ip.as_str()), ("at", at.as_str())];
    let statement = Statement::new(origin.level, Kind::ConnectingAddress, w::CONNECTED, &values)
        .resting_on([origin.bytes.clone()])
        .with(w::LAST_HOP_ONLY);
    statements.push(careful(statement));
    let Some(recorded) = Recorded::new(origin) else { return };
    statements
        .extend(examination.opinions.iter().filter_map(|opinion| recorded.listed(opinion)).map(careful));
    let countries = examination.opinions.iter().filter(|opinion| opinion.subject == Subject::Country);
    let mut values: Vec<&str> = countries.filter_map(|opinion| opinion.value.as_deref()).collect();
    values.sort_unstable();
    values.dedup();
    if values.len() > 1 {
        let values = [("ip", ip.as_str()), ("values", &values.join(", "))];
        statements.push(
            Statement::new(origin.level, Kind::TablesDisagree, w::DISAGREE, &values)
                .resting_on([origin.bytes.clone()]),
        );
    }
    if let Some(helo) = &examination.receipt.helo {
        let span = trace.boundary_hop().and_then(|hop| Some(hop.line.from_claimed.as_ref()?.span.clone()));
        let values = [("host", host), ("helo", helo.as_str())];
        statements.push(careful(
            Statement::new(Level::R2, Kind::Greeting, w::GREETING, &values)
                .resting_on(span)
                .with(w::OWN_WORDS),
        ));
    }
}

fn why_not(why: NoOrigin) -> &'static str {
    match why {
        NoOrigin::NoReceived => "the mail has no Received line",
        NoOrigin::SubmittedInside => {
            "it was handed in inside the receiver's own system, by a web page or a client that logged in"
        }
        NoOrigin::NoAddress => "the line in which it came in names no address of the peer",
        NoOrigin::AmbiguousLine => "the line in which it came in can be read in two ways",
        NoOrigin::UnreadableLine => "the line in which it came in cannot be read",
        NoOrigin::AddressHidden => "something between hid the address of the peer",
        NoOrigin::ChainBroken => "the lines do not follow on each other inside the receiver's system",
        NoOrigin::EndsInside => "the lines end inside the receiver's system",
    }
}
