//! What is known of a mail, as far as it can tie mails together.

use model::Timestamp;
use serde::Serialize;
use std::net::IpAddr;
use text::TextName;

/// Facts of one mail. Values are compared as they stand: whoever fills this in puts them into one form (addresses in
/// lower case), or hashes all of them under one key.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Facts {
    /// Name of the mail, unique.
    pub id: String,
    /// Its text, see [`Texts`](super::Texts).
    pub text: Option<Text>,
    /// Keys under which a DKIM signature verified: `d=` and `s=`, or a hash of the key.
    pub keys: Vec<String>,
    /// Addresses that it says it is from: of the author and of the envelope.
    pub accounts: Vec<String>,
    /// Network of the connecting address that the receiver recorded, see [`network`].
    pub network: Option<String>,
    /// Autonomous system of that address, by the user's table.
    pub asn: Option<String>,
    /// Registrable domain of the Message-ID where it is not that of the author's address.
    pub message_id_domain: Option<String>,
    /// Marks of the software that wrote it, see [`Fingerprint::software`](crate::fingerprint::Fingerprint::software).
    pub fingerprint: Option<String>,
    /// When it was sent or, better, received.
    pub sent: Option<Timestamp>,
}

/// A text by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text {
    /// Texts that are equal have this in common.
    pub exact: TextName,
    /// Texts that are near each other have this in common.
    pub near: TextName,
}

/// What two mails can have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The same or nearly the same text.
    Text,
    /// A DKIM key that signed both.
    Key,
    /// An address that both say they are from.
    Account,
    /// The network that handed both in.
    Network,
    /// The autonomous system of that network.
    Asn,
    /// The domain of the host that both name in their Message-ID.
    MessageIdDomain,
    /// Marks of one software.
    Fingerprint,
    /// They were sent within one window of time.
    Window,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::Key,
        Self::Account,
        Self::Network,
        Self::Asn,
        Self::MessageIdDomain,
        Self::Fingerprint,
        Self::Window,
    ];

    /// Those that are values of the sender. A choice of provider and account settles all of them at once: the provider's
    /// hosts connect, its key signs and its web page writes the header. So they count as one kind of evidence together,
    /// as much as the strongest of them.
    pub const SENDER: [Self; 6] =
        [Self::Key, Self::Account, Self::Network, Self::Asn, Self::MessageIdDomain, Self::Fingerprint];

    /// Whether the receiver recorded it or a signature proves it. Everything else is written by the sender, and so by
    /// whoever imitates one.
    pub fn is_recorded(self) -> bool {
        matches!(self, Self::Key | Self::Network | Self::Asn)
    }

    /// Chance that two mails of one campaign agree, where both show a value. Assumed, not measured: no public set of
    /// campaigns with known senders exists. Accounts and networks rotate more often than software and text do. A value
    /// twice as high adds 0.7 to a weight, which is little beside what base rates add.
    pub(super) fn agreement(self) -> f64 {
        match self {
            Self::Text => 0.9,
            Self::Fingerprint => 0.6,
            Self::Key | Self::Window => 0.5,
            Self::Asn | Self::MessageIdDomain => 0.4,
            Self::Account | Self::Network => 0.3,
        }
    }
}

/// Most values of one kind that count for one mail; real mails have one or two.
const MAX_VALUES: usize = 4;

impl Facts {
    /// Values of one of the [`Kind::SENDER`] kinds, ascending, each once.
    pub(super) fn values(&self, kind: Kind) -> Vec<&str> {
        let mut values: Vec<&str> = match kind {
            Kind::Key => self.keys.iter().map(String::as_str).collect(),
            Kind::Account => self.accounts.iter().map(String::as_str).collect(),
            Kind::Network => self.network.as_deref().into_iter().collect(),
            Kind::Asn => self.asn.as_deref().into_iter().collect(),
            Kind::MessageIdDomain => self.message_id_domain.as_deref().into_iter().collect(),
            Kind::Fingerprint => self.fingerprint.as_deref().into_iter().collect(),
            Kind::Text | Kind::Window => Vec::new(),
        };
        values.sort_unstable();
        values.dedup();
        values.truncate(MAX_VALUES);
        values
    }
}

/// The network of an address as far as one operator usually has it: the first 24 bits of IPv4, the first 64 of IPv6.
///
/// ```
/// use scrutineer_mail::campaign::network;
/// assert_eq!(network("192.0.2.77".parse().unwrap()), "192.0.2.0/24");
/// assert_eq!(network("2001:db8::7".parse().unwrap()), "2001:db8::/64");
/// ```
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(address) => {
            let prefix = u128::from(address) >> 64 << 64;
            format!("{}/64", std::net::Ipv6Addr::from(prefix))
        }
    }
}
