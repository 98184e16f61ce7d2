//! Names of hosts in Received fields, and which of them may be one host or one organisation.

use super::address::parse_ip;
use super::received::{Part, Received};
use crate::domain::{DomainName, organisational_domain};
use std::net::IpAddr;

/// Top-level labels that are used inside of networks only (RFC 6761, RFC 6762, RFC 8375, and habits).
const INSIDE_ONLY: [&str; 9] =
    ["local", "localdomain", "localhost", "internal", "intern", "lan", "corp", "home", "arpa"];

/// The organisation's domain of a host that has a public name.
pub(super) fn organisation(host: &str) -> Option<DomainName> {
    let name = DomainName::parse(host).ok().filter(|_| parse_ip(host.as_bytes()).is_none())?;
    let is_public = name.is_host() && name.labels().count() > 1 && !is_inside_name(host);
    is_public.then(|| organisational_domain(&name)).flatten()
}

/// Whether a name means something inside of one network only.
pub(super) fn is_inside_name(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    match host.rsplit_once('.') {
        None => true,
        Some((_, last)) => INSIDE_ONLY.iter().any(|only| last.eq_ignore_ascii_case(only)),
    }
}

/// Whether a host is a name or below it, as text: names from damaged files are compared too.
pub(super) fn is_at_or_below(host: &str, suffix: &str) -> bool {
    let Some(start) = host.len().checked_sub(suffix.len()) else { return false };
    let ends = host.as_bytes()[start..].eq_ignore_ascii_case(suffix.as_bytes());
    ends && (start == 0 || host.as_bytes()[start - 1] == b'.')
}

/// Whether a name is made from the address, as names of customers' connections are: it holds the address's last two
/// numbers, in either order, or eight hexadecimal digits of it.
pub(super) fn is_made_from(name: &str, ip: IpAddr) -> bool {
    let IpAddr::V4(v4) = ip else {
        let digits = name.bytes().filter(u8::is_ascii_hexdigit).count();
        return digits >= 16;
    };
    let [a, b, c, d] = v4.octets();
    let numbers: Vec<u32> =
        name.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect();
    let adjacent = |x: u8, y: u8| numbers.windows(2).any(|pair| pair == [u32::from(x), u32::from(y)]);
    let name = name.to_ascii_lowercase();
    adjacent(c, d)
        || adjacent(d, c)
        || name.contains(&format!("{a:02x}{b:02x}{c:02x}{d:02x}"))
        || name.contains(&format!("{a:03}{b:03}{c:03}{d:03}"))
}

fn first_label(host: &str) -> &str {
    host.split('.').next().unwrap_or(host)
}

/// Whether two names begin with the same label.
pub(super) fn is_same_label(one: &str, other: &str) -> bool {
    is_same_name(first_label(one), first_label(other))
}

fn is_same_name(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// Two names of which the first label is one and the rest may be written in full, in part, or as another of the
/// organisation's domains: `mx1` and `mx1.harbour.example`.
fn may_be_one_host(one: &str, other: &str) -> bool {
    if is_same_name(one, other) {
        return true;
    }
    let is_short = is_inside_name(one) || is_inside_name(other);
    let same_organisation = organisation(one).is_some_and(|org| Some(org) == organisation(other));
    is_same_label(one, other) && (is_short || same_organisation)
}

/// Names that a line gives to the peer.
pub(super) fn peer_names(line: &Received) -> impl Iterator<Item = &str> {
    [&line.from_name, &line.from_claimed].into_iter().flatten().map(|part: &Part| part.text.as_str())
}

/// The host that wrote a line.
pub(super) fn writer(line: &Received) -> Option<&str> {
    line.by_host.as_ref().map(|part| part.text.as_str())
}

/// Whether the line below was written by the very peer of the line above, by name or address.
pub(super) fn is_written_by_peer(above: &Received, below: &Received) -> bool {
    let same_address = match (&above.from_ip, &below.by_ip) {
        (Some(peer), Some(by)) => peer.ip == by.ip,
        _ => false,
    };
    let Some(by) = writer(below) else { return same_address };
    same_address || peer_names(above).any(|peer| may_be_one_host(peer, by))
}

/// Whether two lines were written by one host.
pub(super) fn is_same_writer(one: &Received, other: &Received) -> bool {
    match (writer(one), writer(other)) {
        (Some(one), Some(other)) => may_be_one_host(one, other) || is_local(one) || is_local(other),
        _ => false,
    }
}

fn is_local(host: &str) -> bool {
    is_same_name(first_label(host), "localhost") || host == "127.0.0.1" || host == "[127.0.0.1]"
}
