//! Canonical links: what makes two links "the same page", as far as that can be told without fetching anything.

mod parts;
mod sites;
mod tracking;
mod wrappers;

use parts::Parts;
use std::net::{IpAddr, Ipv4Addr};
pub use tracking::{TRACKING, TRACKING_ON};

/// Longest link, in bytes, before and after: no browser or platform carries longer ones.
pub const MAX_LINK_BYTES: usize = 8192;

/// The form in which links are compared; `None` for anything but an `http` or `https` link of at most
/// [`MAX_LINK_BYTES`]. Never fetches: a short link stays a short link.
///
/// - `http` and `https` are one (written `https`), unless there is an unusual port; user names, default ports and
///   fragments go, but `#!` routes stay; hosts are lower case, in their ASCII form (IDNA), without the dot at the end.
/// - `www.` goes; `m.`, `mobile.` and `amp.` go where they stand directly before a registrable domain; a table of hosts
///   that show the same pages (`twitter.com` and `x.com`, `old.reddit.com`, ...) is applied. `/amp` at the end goes.
/// - Percent escapes are capital where needed and resolved where not; slashes at the end go.
/// - Parameters that only say how a link was spread ([`TRACKING`], [`TRACKING_ON`]) go, the others are sorted.
/// - Pages behind the forwarders of large platforms and AMP caches, which carry the link in their own, are unwrapped.
/// - Posts of X, videos of YouTube, posts of Instagram and Telegram get one form each.
/// - Links without a scheme are read as `https` when they begin with a host under a known public suffix.
///
/// The canonical form of a canonical form is itself.
pub fn canonical(link: &str) -> Option<String> {
    let mut parts = Parts::parse(link)?;
    // Each step takes a link out of a longer one, so this ends.
    while let Some(inner) = wrappers::target(&parts).and_then(|inner| Parts::parse(&inner)) {
        parts = inner;
    }
    sites::unify(&mut parts);
    let canonical = parts.to_string();
    (canonical.len() <= MAX_LINK_BYTES).then_some(canonical)
}

/// The registrable domain of a link or host, after [`canonical`]: the name below a public suffix, those of shared hosting
/// included (`a.github.io` and `b.github.io` are two, `twitter.com` is `x.com`). Addresses, public suffixes and names
/// without a dot are given as they are. In lower case and ASCII form. `None` for what is neither link nor host.
pub fn registrable_domain(link: &str) -> Option<String> {
    let link = link.trim();
    if let Ok(address) = link.trim_matches(['[', ']']).parse::<IpAddr>() {
        return Some(address.to_string());
    }
    let canonical = match canonical(link) {
        Some(canonical) => canonical,
        None if link.contains([':', '/', '@', '?', '#', '\\', '%']) || link.contains(char::is_whitespace) => {
            return None;
        }
        None => canonical(&format!("https://{link}"))?,
    };
    let (_, rest) = canonical.split_once("://")?;
    let authority = &rest[..rest.find('/').unwrap_or(rest.len())];
    if let Some((address, _)) = authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return Some(address.to_owned());
    }
    let host = authority.split(':').next().unwrap_or(authority);
    if host.parse::<Ipv4Addr>().is_ok() {
        return Some(host.to_owned());
    }
    Some(psl::domain_str(host).unwrap_or(host).to_owned())
}

#[cfg(test)]
mod tests;
