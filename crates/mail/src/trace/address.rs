//! Addresses as Received fields write them, and which of them mean something outside of one network.

use serde::Serialize;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;

/// Reads an address: bare or in brackets, with or without `IPv6:`, zone index (`%4`) or port. An IPv4 address mapped
/// into IPv6 is given as IPv4.
pub fn parse_ip(text: &[u8]) -> Option<IpAddr> {
    // Longest: bracketed, with prefix, zone index and port.
    const LONGEST: usize = 90;
    if text.len() > LONGEST {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?.trim_end_matches([',', '.']);
    let (inner, bracketed) = match text.strip_prefix('[') {
        Some(rest) => {
            let (inner, after) = rest.split_once(']')?;
            (after.is_empty() || is_port(after)).then_some((inner, true))?
        }
        None => (text, false),
    };
    let inner = match inner.get(..5) {
        Some(prefix) if prefix.eq_ignore_ascii_case("ipv6:") => &inner[5..],
        _ => inner,
    };
    let inner = inner.split_once('%').map_or(inner, |(address, _)| address);
    if let Ok(ip) = inner.parse::<IpAddr>() {
        return Some(ip.to_canonical());
    }
    let (address, port) = inner.rsplit_once(':')?;
    let v4: Ipv4Addr = address.parse().ok()?;
    (!bracketed && port.bytes().all(|b| b.is_ascii_digit())).then_some(IpAddr::V4(v4))
}

fn is_port(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|port| port.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether an address is only known inside one network: loopback, link-local, private (RFC 1918, RFC 4193), shared with
/// customers (RFC 6598), or a 6to4 form of one of these, as Google writes its own.
///
/// Addresses for documentation count as public here: they are what examples and tests use in place of public ones.
pub fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => is_private_v4(v4),
        IpAddr::V6(v6) => {
            let [first, second, third, ..] = v6.segments();
            v6.is_loopback()
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
                || first & 0xffc0 == 0xfec0
                || (is_6to4(ip)
                    && is_private_v4(Ipv4Addr::from_bits(u32::from(second) << 16 | u32::from(third))))
        }
    }
}

fn is_private_v4(v4: Ipv4Addr) -> bool {
    let [a, b, ..] = v4.octets();
    v4.is_private() || v4.is_loopback() || v4.is_link_local() || (a == 100 && b & 0xc0 == 64)
}

/// Whether an address is an IPv4 address in 6to4 form (RFC 3056).
pub(super) fn is_6to4(ip: IpAddr) -> bool {
    matches!(ip, IpAddr::V6(v6) if v6.segments()[0] == 0x2002)
}

/// Whether no host can have the address: unspecified, multicast, broadcast, reserved.
pub fn is_no_host(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => v4.octets()[0] == 0 || v4.octets()[0] >= 224,
        IpAddr::V6(v6) => v6.is_unspecified() || v6.is_multicast(),
    }
}

/// A block of addresses, such as `192.0.2.0/24`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

/// Why a text is no block of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// What stands before the slash is no address.
    #[error("not an address")]
    Address,
    /// What stands behind the slash is no length of a prefix: 0 to 32, or 0 to 128 for IPv6.
    #[error("not a length of a prefix")]
    Prefix,
}

impl Network {
    /// Whether an address lies in the block.
    pub fn contains(&self, ip: IpAddr) -> bool {
        match (self.address, ip.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(ip)) => {
                let apart = own.to_bits() ^ ip.to_bits();
                apart.checked_shr(32 - u32::from(self.prefix)).unwrap_or(0) == 0
            }
            (IpAddr::V6(own), IpAddr::V6(ip)) => {
                let apart = own.to_bits() ^ ip.to_bits();
                apart.checked_shr(128 - u32::from(self.prefix)).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

/// Reads `address/prefix`, or an address alone.
impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.trim().parse().map_err(|_| NetworkError::Address)?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(prefix) => prefix.trim().parse().map_err(|_| NetworkError::Prefix)?,
            None => longest,
        };
        if prefix > longest {
            return Err(NetworkError::Prefix);
        }
        Ok(Self { address, prefix })
    }
}

/// Whether an address is one that Exchange Online uses between its mailbox hosts: Microsoft gives them blocks of the form
/// `2603:10x6::/32`.
pub(super) fn is_exchange_mailbox(ip: IpAddr) -> bool {
    let IpAddr::V6(v6) = ip else { return false };
    let [first, second, ..] = v6.segments();
    first == 0x2603 && second & 0xff0f == 0x1006
}

/// Whether an address is in the IPv6 block of Exchange Online's filtering hosts, `2a01:111:f400::/46`. They hand mail to
/// the mailbox hosts from it, and to everybody else.
pub(super) fn is_exchange_filter(ip: IpAddr) -> bool {
    let IpAddr::V6(v6) = ip else { return false };
    let [first, second, third, ..] = v6.segments();
    [first, second] == [0x2a01, 0x111] && third & 0xfffc == 0xf400
}
