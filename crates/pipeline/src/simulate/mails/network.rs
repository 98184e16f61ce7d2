//! Addresses that nobody has: those for documentation (RFC 5737, RFC 3849) and for benchmarks (RFC 2544).

use stats::Xoshiro256;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A block of 254 hosts in `198.18.0.0/15`, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Network(pub u16);

impl Network {
    /// Those of services come first, then those of campaigns, then those of everybody else.
    pub const CAMPAIGNS: u16 = 16;
    /// The first of everybody else's.
    pub const OTHERS: u16 = Self::CAMPAIGNS + 200;
    /// How many there are.
    const COUNT: u16 = 512;

    /// One of everybody else's.
    pub fn other(random: &mut Xoshiro256) -> Self {
        Self(Self::OTHERS + random.below((Self::COUNT - Self::OTHERS).into()) as u16)
    }

    /// A host in it.
    pub fn host(self, random: &mut Xoshiro256) -> IpAddr {
        let [high, low] = self.0.to_be_bytes();
        IpAddr::V4(Ipv4Addr::new(198, 18 + high, low, 1 + random.below(254) as u8))
    }

    /// All of it, as an SPF record names it.
    pub fn spf(self) -> String {
        let [high, low] = self.0.to_be_bytes();
        format!("ip4:198.{}.{low}.0/24", 18 + high)
    }
}

/// An address of version 6 for documentation.
pub fn documentation_v6(random: &mut Xoshiro256) -> IpAddr {
    let parts = [0x2001, 0xdb8, 1 + random.below(0xfffe) as u16, 0, 0, 0, 0, 1 + random.below(0xfffe) as u16];
    IpAddr::V6(Ipv6Addr::from(parts))
}

/// An address of version 4 for documentation: what forged lines name.
pub fn documentation(random: &mut Xoshiro256) -> IpAddr {
    let [a, b, c] = [[192, 0, 2], [198, 51, 100], [203, 0, 113]][random.below(3) as usize];
    IpAddr::V4(Ipv4Addr::new(a, b, c, 1 + random.below(254) as u8))
}

/// An address alone, as an SPF record names it.
pub fn spf(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => format!("ip4:{ip}"),
        IpAddr::V6(ip) => format!("ip6:{ip}"),
    }
}

/// The name that providers of connections give to an address by themselves.
pub fn name_of_connection(ip: IpAddr) -> String {
    let numbers = match ip {
        IpAddr::V4(ip) => ip.octets().map(|number| number.to_string()).join("-"),
        IpAddr::V6(ip) => ip.segments().map(|number| format!("{number:04x}")).join("-"),
    };
    format!("h-{numbers}.connections.example")
}
