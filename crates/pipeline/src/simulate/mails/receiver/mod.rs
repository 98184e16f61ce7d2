//! What receivers write on top of a mail: their Received lines, their verdicts, the envelope sender.
//!
//! Names of real providers' hosts stand here because the lens knows receivers by them. Addresses behind them are private
//! ones, or of the blocks that Exchange Online uses between its hosts.

mod exchange;
mod exim;
mod gmail;
mod icloud;
mod postfix;
mod proton;
mod verdicts;
mod yahoo;

pub use verdicts::{Dmarc, Signed, Spf, Verdicts};

use super::names::Office;
use crate::simulate::draw::{between, token};
use stats::Xoshiro256;
use std::net::IpAddr;

/// Kinds of receivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Receiver {
    /// Exchange Online.
    ExchangeOnline,
    /// Gmail for an own domain.
    Gmail,
    /// Yahoo Mail.
    Yahoo,
    /// Proton Mail.
    Proton,
    /// iCloud Mail.
    ICloud,
    /// Postfix with amavis behind it.
    Postfix,
    /// Exim in two hosts.
    Exim,
}

impl Receiver {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::ExchangeOnline,
        Self::Gmail,
        Self::Yahoo,
        Self::Proton,
        Self::ICloud,
        Self::Postfix,
        Self::Exim,
    ];

    /// Name in options and files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ExchangeOnline => "exchange-online",
            Self::Gmail => "gmail",
            Self::Yahoo => "yahoo",
            Self::Proton => "proton",
            Self::ICloud => "icloud",
            Self::Postfix => "postfix",
            Self::Exim => "exim",
        }
    }

    /// The receiver of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|receiver| receiver.name() == name)
    }

    /// What it writes.
    pub fn stamp(self, arrival: &Arrival<'_>, random: &mut Xoshiro256) -> Stamp {
        match self {
            Self::ExchangeOnline => exchange::stamp(arrival, random),
            Self::Gmail => gmail::stamp(arrival, random),
            Self::Yahoo => yahoo::stamp(arrival, random),
            Self::Proton => proton::stamp(arrival, random),
            Self::ICloud => icloud::stamp(arrival, random),
            Self::Postfix => postfix::stamp(arrival, random),
            Self::Exim => exim::stamp(arrival, random),
        }
    }

    /// Received lines that imitate this receiver, from its last upward: of several arrivals, where more are wanted than
    /// one has.
    pub fn imitate(self, arrival: &Arrival<'_>, count: u32, random: &mut Xoshiro256) -> Vec<String> {
        let mut lines = Vec::new();
        while lines.len() < count as usize {
            let stamp = self.stamp(arrival, random);
            let mut own: Vec<String> = stamp.top.into_iter().filter(|f| f.starts_with("Received:")).collect();
            let wanted = (count as usize - lines.len()).min(own.len());
            let mut last = own.split_off(own.len() - wanted);
            last.append(&mut lines);
            lines = last;
        }
        lines
    }

    /// Fields of verdicts that imitate this receiver.
    pub fn imitate_verdicts(self, arrival: &Arrival<'_>, random: &mut Xoshiro256) -> Vec<String> {
        let fields = self.stamp(arrival, random).top;
        fields.into_iter().filter(|field| field.starts_with("Authentication-Results:")).collect()
    }
}

/// The moment in which a mail comes in.
pub struct Arrival<'a> {
    /// Who receives it.
    pub office: &'a Office,
    /// Who connects.
    pub peer: IpAddr,
    /// What the peer calls itself.
    pub helo: &'a str,
    /// The name found for the peer's address.
    pub reverse: Option<&'a str>,
    /// The envelope sender.
    pub mail_from: &'a str,
    /// What is found out about the mail.
    pub verdicts: &'a Verdicts,
    /// Seconds since 1970.
    pub at: u64,
}

impl Arrival<'_> {
    /// Domain of the envelope sender.
    fn mail_from_domain(&self) -> &str {
        self.mail_from.rsplit_once('@').map_or(self.helo, |(_, domain)| domain)
    }
}

/// Fields without the line ending of the last line.
#[derive(Debug, Default)]
pub struct Stamp {
    /// Above everything that was there.
    pub top: Vec<String>,
    /// Behind it.
    pub end: Vec<String>,
}

pub const DIGITS: &str = "0123456789";
pub const HEX: &str = "0123456789abcdef";
const UPPER_HEX: &str = "0123456789ABCDEF";
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
pub const MIXED: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// A private address.
fn private(random: &mut Xoshiro256) -> String {
    format!("10.{}.{}.{}", random.below(256), random.below(256), between(random, (1, 254)))
}

/// A number for a mail in Postfix's queue.
pub fn queue_id(random: &mut Xoshiro256) -> String {
    format!("4{}", token(random, MIXED, 14))
}

/// `name [ip]` as Postfix writes a peer.
fn postfix_peer(arrival: &Arrival<'_>) -> String {
    let ip = match arrival.peer {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("IPv6:{ip}"),
    };
    format!("{} ({} [{ip}])", arrival.helo, arrival.reverse.unwrap_or("unknown"))
}
