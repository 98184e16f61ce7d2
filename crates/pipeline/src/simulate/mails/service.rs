//! Hosts that send mail for many: free-mail providers, relays for customers, VPNs, mailing lists, forwarders.

use super::keys::Key;
use super::letter::Signer;
use super::network::Network;
use super::receiver::Spf;

/// What a service does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trade {
    /// Accounts for everybody.
    FreeMail,
    /// Sends for customers, who keep their own domains.
    Relay,
    /// Hides where somebody sends from, and signs nothing.
    Vpn,
    /// Sends to its readers what was sent to it, with a footer.
    List,
    /// Sends on to another address.
    Forwarder,
}

/// A service.
#[derive(Clone, Debug)]
pub struct Service {
    pub trade: Trade,
    pub domain: &'static str,
    /// What its SPF record says about everybody else.
    pub others: Spf,
    /// Policy of its DMARC record.
    pub policy: Option<&'static str>,
    /// Customers write from addresses of the relay, and not from their own.
    pub own_envelope: bool,
    number: u16,
}

const fn service(trade: Trade, number: u16, domain: &'static str, policy: Option<&'static str>) -> Service {
    let others = if number.is_multiple_of(2) { Spf::Fail } else { Spf::SoftFail };
    Service { trade, domain, others, policy, own_envelope: number.is_multiple_of(2), number }
}

/// All of them.
pub const SERVICES: [Service; 16] = [
    service(Trade::FreeMail, 0, "postbox.example", Some("reject")),
    service(Trade::FreeMail, 1, "lettermail.example", Some("none")),
    service(Trade::FreeMail, 2, "paperplane.example", Some("quarantine")),
    service(Trade::FreeMail, 3, "quickmail.test", None),
    service(Trade::FreeMail, 4, "mailhaven.example", Some("none")),
    service(Trade::FreeMail, 5, "inkpost.test", Some("reject")),
    service(Trade::Relay, 6, "sendwell.example", Some("none")),
    service(Trade::Relay, 7, "newsrelay.example", Some("none")),
    service(Trade::Relay, 8, "bulkpost.test", None),
    service(Trade::List, 9, "lists.example", Some("none")),
    service(Trade::List, 10, "groups.test", Some("none")),
    service(Trade::Forwarder, 11, "forward.example", Some("none")),
    service(Trade::Forwarder, 12, "passiton.test", None),
    service(Trade::Vpn, 13, "tunnel.example", None),
    service(Trade::Vpn, 14, "burrow.example", None),
    service(Trade::Vpn, 15, "hideaway.test", None),
];
/// Number of keys that services have: the first of the fixed ones.
pub const KEYS: u8 = 13;

impl Service {
    /// Those of one trade.
    pub fn of(trade: Trade) -> Vec<&'static Self> {
        SERVICES.iter().filter(|service| service.trade == trade).collect()
    }

    /// Where its hosts are.
    pub const fn network(&self) -> Network {
        Network(self.number)
    }

    /// Its signature; none of a VPN.
    pub fn signer(&self) -> Option<Signer> {
        let key = u8::try_from(self.number).ok().filter(|number| *number < KEYS)?;
        Some(Signer { domain: self.domain.to_owned(), selector: "s2024", key: Key::Rsa(key) })
    }

    /// Its SPF record; a VPN has none.
    pub fn spf(&self) -> Option<String> {
        let end = if self.others == Spf::Fail { "-all" } else { "~all" };
        (self.trade != Trade::Vpn).then(|| format!("v=spf1 {} {end}", self.network().spf()))
    }
}
