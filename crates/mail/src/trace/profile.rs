//! Kinds of receivers, and what is known about the hosts of large providers.

use super::address::{is_6to4, is_exchange_filter, is_exchange_mailbox, is_private};
use super::host::{is_at_or_below, is_inside_name, writer};
use super::received::Received;
use serde::Serialize;
use std::net::IpAddr;

/// The kind of receiver that wrote the top line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// Exchange Online and Outlook.com.
    ExchangeOnline,
    /// Gmail and Google Workspace.
    Gmail,
    /// Yahoo Mail and AOL.
    Yahoo,
    /// Proton Mail.
    Proton,
    /// iCloud Mail.
    ICloud,
    /// Postfix on somebody's own host.
    Postfix,
    /// Exim.
    Exim,
    /// sendmail.
    Sendmail,
    /// Exchange on somebody's own host.
    ExchangeServer,
    /// Anything else.
    #[default]
    Generic,
}

/// Names at or below which a provider's own hosts are.
///
/// Customers have names below some of these too, and everybody can have an account, so a public address is outside
/// whatever its name is.
const PROVIDERS: [(Profile, &[&str]); 5] = [
    (
        Profile::ExchangeOnline,
        &[
            "prod.outlook.com",
            "mail.protection.outlook.com",
            "outlook.office365.com",
            "prod.exchangelabs.com",
            "protection.partner.outlook.cn",
            "prod.partner.outlook.cn",
            "partner.outlook.cn",
            "office365.us",
        ],
    ),
    (Profile::Gmail, &["google.com", "gmail.com", "googlemail.com"]),
    (Profile::Yahoo, &["yahoo.com", "yahoodns.net", "aol.com"]),
    (Profile::Proton, &["protonmail.ch", "proton.ch", "proton.me"]),
    (Profile::ICloud, &["me.com", "icloud.com", "apple.com"]),
];

/// Where Exchange Online's filters are, which are its way in.
const EXCHANGE_FRONT: &str = "mail.protection.outlook.com";

impl Profile {
    /// The kind of receiver that wrote a line.
    pub(super) fn of(line: &Received) -> Self {
        let by = writer(line).unwrap_or_default();
        let named = PROVIDERS.iter().find(|(_, hosts)| hosts.iter().any(|host| is_at_or_below(by, host)));
        if let Some(&(profile, _)) = named {
            return profile;
        }
        // Gmail's stores have no name but a private address in 6to4 form.
        if line.by_ip.as_ref().is_some_and(|by| is_6to4(by.ip) && is_private(by.ip)) {
            return Self::Gmail;
        }
        // iCloud's stores have names without a domain.
        if by.contains("-mailgateway-") && is_inside_name(by) {
            return Self::ICloud;
        }
        let product = line.product.as_ref().map_or("", |part| part.text.as_str());
        let protocol = line.protocol.as_ref().map_or("", |part| part.text.as_str());
        match (product, protocol) {
            (product, _) if product.starts_with("Postfix") => Self::Postfix,
            (product, _) if product.starts_with("Exim") => Self::Exim,
            // Its version and that of its configuration: `8.17.1/8.17.1`.
            (product, _) if product.starts_with("8.") && product.contains('/') => Self::Sendmail,
            (_, protocol) if protocol.starts_with("Microsoft SMTP Server") || protocol == "mapi" => {
                Self::ExchangeServer
            }
            _ => Self::Generic,
        }
    }

    /// Whether this is a provider at which everybody can have an account.
    pub const fn is_provider(self) -> bool {
        matches!(self, Self::ExchangeOnline | Self::Gmail | Self::Yahoo | Self::Proton | Self::ICloud)
    }

    /// Whether lines of this kind have the name that was found for the peer's address.
    pub(super) const fn looks_names_up(self) -> bool {
        matches!(self, Self::Gmail | Self::Proton | Self::ICloud) || self.checks_names()
    }

    /// Whether programs of this kind record a name as found only when it leads back to the address, or say so.
    pub(super) const fn checks_names(self) -> bool {
        matches!(self, Self::Postfix | Self::Exim | Self::Sendmail)
    }

    /// Whether a host is the provider's by its name. Names without a domain are, where the provider's stores have such.
    pub(super) fn has_host(self, host: &str) -> bool {
        let hosts =
            PROVIDERS.iter().find(|(profile, _)| *profile == self).map_or(&[][..], |(_, hosts)| hosts);
        hosts.iter().any(|suffix| is_at_or_below(host, suffix))
            || (self == Self::ICloud && is_inside_name(host))
    }

    /// Whether a line's peer has an address from which only the provider's own hosts reach the host that wrote it.
    ///
    /// Exchange Online takes mail from outside at its filters; behind them the filters themselves are the peers.
    pub(super) fn has_peer(self, line: &Received, ip: IpAddr) -> bool {
        let is_behind = !self.is_front(line) && is_exchange_filter(ip);
        self == Self::ExchangeOnline && (is_exchange_mailbox(ip) || is_behind)
    }

    /// Whether a line was written where mail comes in from outside, as far as that shows.
    pub(super) fn is_front(self, line: &Received) -> bool {
        self == Self::ExchangeOnline && writer(line).is_some_and(|by| is_at_or_below(by, EXCHANGE_FRONT))
    }

    /// The provider whose hosts have this name.
    pub(super) fn of_host(host: &str) -> Option<Self> {
        let is_one = |hosts: &[&str]| hosts.iter().any(|suffix| is_at_or_below(host, suffix));
        PROVIDERS.iter().find(|(_, hosts)| is_one(hosts)).map(|&(profile, _)| profile)
    }
}
