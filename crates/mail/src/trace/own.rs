//! What the user says is theirs.

use super::address::Network;
use super::host::is_at_or_below;
use crate::domain::{DomainName, NameError};
use serde::Serialize;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// Hosts and networks of the receiver, as the user states them. The model is SpamAssassin's `trusted_networks`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Own {
    /// Hosts that write Received fields for the receiver.
    pub hosts: Vec<HostPattern>,
    /// Networks in which only the receiver's hosts are.
    pub networks: Vec<Network>,
    /// Names under which the receiver writes Authentication-Results (RFC 8601, section 2.5).
    pub authserv_ids: Vec<String>,
}

/// One host, or all hosts below a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HostPattern {
    /// This host.
    Name(DomainName),
    /// This name and all below it.
    Below(DomainName),
}

/// Reads `mx.harbour.example`, or `.harbour.example` and `*.harbour.example` for all below.
impl FromStr for HostPattern {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let suffix = text.strip_prefix("*.").or_else(|| text.strip_prefix('.'));
        Ok(match suffix {
            Some(suffix) => Self::Below(DomainName::parse(suffix)?),
            None => Self::Name(DomainName::parse(text)?),
        })
    }
}

impl fmt::Display for HostPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "{name}"),
            Self::Below(name) => write!(f, ".{name}"),
        }
    }
}

impl Own {
    /// Whether the user named hosts or networks, so that nothing has to be inferred.
    pub fn has_boundary(&self) -> bool {
        !self.hosts.is_empty() || !self.networks.is_empty()
    }

    /// Whether a host is the user's by its name.
    pub fn has_host(&self, host: &str) -> bool {
        self.hosts.iter().any(|pattern| match pattern {
            HostPattern::Name(name) => host.eq_ignore_ascii_case(name.as_str()),
            HostPattern::Below(name) => is_at_or_below(host, name.as_str()),
        })
    }

    /// Whether an address lies in one of the user's networks.
    pub fn has_address(&self, ip: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(ip))
    }

    /// Whether the user's hosts write Authentication-Results under this name.
    pub fn has_authserv_id(&self, id: &str) -> bool {
        self.authserv_ids.iter().any(|own| own.eq_ignore_ascii_case(id))
    }
}
