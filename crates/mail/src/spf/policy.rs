//! Policies: the syntax of RFC 7208, section 4.6.1 and sections 5 and 6, checked to the last term before anything is
//! looked up.

use super::macros::{MacroText, Place};
use super::{Reason, Verdict};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A policy without mistakes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Policy<'a> {
    pub directives: Vec<Directive<'a>>,
    /// Domain whose policy counts when nothing matches, and the term.
    pub redirect: Option<(MacroText, &'a str)>,
    /// Domain that explains a failure.
    pub exp: Option<MacroText>,
}

/// A mechanism and what it means when it matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Directive<'a> {
    pub verdict: Verdict,
    pub mechanism: Mechanism,
    /// As written.
    pub term: &'a str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mechanism {
    All,
    Include(MacroText),
    A(Option<MacroText>, Prefixes),
    Mx(Option<MacroText>, Prefixes),
    Ptr(Option<MacroText>),
    Network(IpAddr, u8),
    Exists(MacroText),
}

/// Prefix lengths behind `a` and `mx`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Prefixes {
    pub v4: u8,
    pub v6: u8,
}

impl Prefixes {
    /// Whole addresses.
    pub const EXACT: Self = Self { v4: 32, v6: 128 };
}

/// A mistake, and the term that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mistake<'a> {
    pub reason: Reason,
    pub term: &'a str,
}

/// Whether a text is a policy: it begins with the version, followed by a space or nothing (section 4.5).
pub(super) fn is_policy(text: &[u8]) -> bool {
    let (version, rest) = text.split_at(text.len().min(6));
    version.eq_ignore_ascii_case(b"v=spf1") && matches!(rest.first(), None | Some(b' '))
}

impl<'a> Policy<'a> {
    /// Reads a text for which [`is_policy`] holds.
    pub fn parse(text: &'a [u8]) -> Result<Self, Mistake<'a>> {
        let printable = text.iter().take_while(|b| matches!(b, b' '..=b'~')).count();
        let readable = std::str::from_utf8(&text[..printable]).unwrap_or_default();
        let mut policy = Self::default();
        if printable < text.len() {
            let term = readable.rsplit(' ').next().unwrap_or_default();
            return Err(Mistake { reason: Reason::NotPrintable, term });
        }
        for term in readable.split(' ').skip(1).filter(|term| !term.is_empty()) {
            policy.term(term).map_err(|reason| Mistake { reason, term })?;
        }
        Ok(policy)
    }

    fn term(&mut self, term: &'a str) -> Result<(), Reason> {
        let name_len = term.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b)).count();
        if let Some(value) = term[name_len..].strip_prefix('=') {
            return self.modifier(&term[..name_len], value, term);
        }
        let (verdict, rest) = match term.as_bytes()[0] {
            b'+' => (Verdict::Pass, &term[1..]),
            b'-' => (Verdict::Fail, &term[1..]),
            b'~' => (Verdict::SoftFail, &term[1..]),
            b'?' => (Verdict::Neutral, &term[1..]),
            _ => (Verdict::Pass, term),
        };
        self.directives.push(Directive { verdict, mechanism: mechanism(rest)?, term });
        Ok(())
    }

    fn modifier(&mut self, name: &str, value: &str, term: &'a str) -> Result<(), Reason> {
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Err(Reason::ModifierName);
        }
        let is_duplicate = if name.eq_ignore_ascii_case("redirect") {
            self.redirect.replace((MacroText::parse_domain(value)?, term)).is_some()
        } else if name.eq_ignore_ascii_case("exp") {
            self.exp.replace(MacroText::parse_domain(value)?).is_some()
        } else {
            MacroText::parse(value, Place::Policy)?;
            false
        };
        if is_duplicate { Err(Reason::DuplicateModifier) } else { Ok(()) }
    }
}

fn mechanism(text: &str) -> Result<Mechanism, Reason> {
    let name_len = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (name, arguments) = text.split_at(name_len);
    let argument = arguments.strip_prefix(':');
    let required = || argument.ok_or(Reason::Arguments);
    match name.to_ascii_lowercase().as_str() {
        "all" if arguments.is_empty() => Ok(Mechanism::All),
        "all" => Err(Reason::Arguments),
        "include" => Ok(Mechanism::Include(MacroText::parse_domain(required()?)?)),
        "exists" => Ok(Mechanism::Exists(MacroText::parse_domain(required()?)?)),
        "ptr" => Ok(Mechanism::Ptr(optional_domain(arguments)?)),
        "a" => prefixes(arguments).and_then(|(rest, p)| Ok(Mechanism::A(optional_domain(rest)?, p))),
        "mx" => prefixes(arguments).and_then(|(rest, p)| Ok(Mechanism::Mx(optional_domain(rest)?, p))),
        "ip4" => {
            let (address, length) = prefix(required()?, "/", 32)?;
            let address: Ipv4Addr = address.parse().map_err(|_| Reason::Network)?;
            Ok(Mechanism::Network(address.into(), length))
        }
        "ip6" => {
            let (address, length) = prefix(required()?, "/", 128)?;
            let address: Ipv6Addr = address.parse().map_err(|_| Reason::Network)?;
            Ok(Mechanism::Network(address.into(), length))
        }
        _ => Err(Reason::UnknownMechanism),
    }
}

fn optional_domain(arguments: &str) -> Result<Option<MacroText>, Reason> {
    match arguments.strip_prefix(':') {
        Some(domain) => Ok(Some(MacroText::parse_domain(domain)?)),
        None if arguments.is_empty() => Ok(None),
        None => Err(Reason::Arguments),
    }
}

/// Takes `/24//64`, or either half, off the end.
fn prefixes(arguments: &str) -> Result<(&str, Prefixes), Reason> {
    let (rest, v6) = prefix(arguments, "//", 128)?;
    let (rest, v4) = prefix(rest, "/", 32)?;
    Ok((rest, Prefixes { v4, v6 }))
}

/// Takes a prefix length behind `mark` off the end; `longest` where there is none. A domain may hold a slash, so what
/// is not all digits belongs to it.
fn prefix<'a>(text: &'a str, mark: &str, longest: u8) -> Result<(&'a str, u8), Reason> {
    let Some((rest, digits)) = text.rsplit_once(mark) else { return Ok((text, longest)) };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Ok((text, longest));
    }
    match digits.parse::<u8>() {
        Ok(length) if length <= longest && (digits == "0" || !digits.starts_with('0')) => Ok((rest, length)),
        _ => Err(Reason::PrefixLength),
    }
}

/// Whether two addresses of one family agree in their first bits; addresses of two families never do.
pub(super) fn in_network(ip: IpAddr, network: IpAddr, length: u8) -> bool {
    let length = u32::from(length);
    match (ip, network) {
        (IpAddr::V4(a), IpAddr::V4(b)) => {
            (u32::from(a) ^ u32::from(b)).checked_shr(32 - length).unwrap_or(0) == 0
        }
        (IpAddr::V6(a), IpAddr::V6(b)) => {
            (u128::from(a) ^ u128::from(b)).checked_shr(128 - length).unwrap_or(0) == 0
        }
        _ => false,
    }
}
