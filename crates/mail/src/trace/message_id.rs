//! Which provider a Message-ID says that it was made by.

use super::profile::Profile;
use std::ops::Range;

/// The parts of a Message-ID, as places in the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MessageId {
    /// What stands behind the last `@`.
    pub host: Range<usize>,
    /// The provider whose hosts make identifiers with this host.
    pub provider: Option<Profile>,
}

/// Hosts in identifiers that differ from the names of the hosts themselves.
const HOSTS: [(&str, Profile); 8] = [
    ("mail.gmail.com", Profile::Gmail),
    ("mail.yahoo.com", Profile::Yahoo),
    ("prod.outlook.com", Profile::ExchangeOnline),
    ("prod.exchangelabs.com", Profile::ExchangeOnline),
    ("protonmail.com", Profile::Proton),
    ("proton.me", Profile::Proton),
    ("pm.me", Profile::Proton),
    ("icloud.com", Profile::ICloud),
];

/// Reads the value of a Message-ID field that stands at `at`; `None` when there is no host in it.
pub(super) fn read(value: &[u8], at: usize) -> Option<MessageId> {
    let start = memchr::memrchr(b'@', value)? + 1;
    let len = value[start..].iter().take_while(|b| b.is_ascii_graphic() && **b != b'>').count();
    let host = std::str::from_utf8(&value[start..start + len]).ok().filter(|host| !host.is_empty())?;
    let provider = HOSTS.iter().find(|(name, _)| super::host::is_at_or_below(host, name));
    Some(MessageId { host: at + start..at + start + len, provider: provider.map(|&(_, provider)| provider) })
}
