//! Macros (RFC 7208, section 7).

use super::Reason;
use crate::domain::{DomainName, MAX_NAME};
use std::fmt::Write;
use std::net::IpAddr;

/// A text with macros, its syntax checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MacroText(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    /// `%%`, `%_` and `%-`: what they stand for.
    Escape(&'static str),
    Expand(Expand),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Expand {
    letter: Letter,
    /// Written as a capital: the value is escaped as in URLs.
    url_escape: bool,
    /// How many parts from the right are kept.
    keep: Option<usize>,
    reverse: bool,
    delimiters: Vec<char>,
}

/// What a macro stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letter {
    Sender,
    LocalPart,
    SenderDomain,
    Domain,
    Address,
    ValidatedName,
    AddressFamily,
    Helo,
    /// These three in explanations only.
    ReadableAddress,
    Receiver,
    Time,
}

/// Where a text stands: explanations may hold spaces and three more letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Policy,
    Explanation,
}

impl MacroText {
    /// Checks the syntax of a text.
    pub fn parse(text: &str, place: Place) -> Result<Self, Reason> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(percent) = rest.find('%') {
            push_literal(&mut parts, &rest[..percent], place)?;
            rest = &rest[percent + 1..];
            let (part, len) = match rest.as_bytes().first() {
                Some(b'%') => (Part::Escape("%"), 1),
                Some(b'_') => (Part::Escape(" "), 1),
                Some(b'-') => (Part::Escape("%20"), 1),
                Some(b'{') => {
                    let end = rest.find('}').ok_or(Reason::Macro)?;
                    (Part::Expand(expand(&rest[1..end], place)?), end + 1)
                }
                _ => return Err(Reason::Macro),
            };
            parts.push(part);
            rest = &rest[len..];
        }
        push_literal(&mut parts, rest, place)?;
        Ok(Self(parts))
    }

    /// Checks the syntax of a domain-spec: it ends in a macro, or in a dot and a top label.
    pub fn parse_domain(text: &str) -> Result<Self, Reason> {
        let parsed = Self::parse(text, Place::Policy)?;
        let ends_well = match parsed.0.last() {
            None => false,
            Some(Part::Literal(literal)) => {
                let literal = literal.strip_suffix('.').unwrap_or(literal);
                literal.rsplit_once('.').is_some_and(|(_, label)| is_top_label(label))
            }
            Some(Part::Escape(_) | Part::Expand(_)) => true,
        };
        if ends_well { Ok(parsed) } else { Err(Reason::DomainSpec) }
    }

    /// The text with values in place of macros. `value` may refuse a letter.
    pub fn expand<E>(&self, mut value: impl FnMut(Letter) -> Result<String, E>) -> Result<String, E> {
        let mut text = String::new();
        for part in &self.0 {
            match part {
                Part::Literal(literal) => text.push_str(literal),
                Part::Escape(meaning) => text.push_str(meaning),
                Part::Expand(expand) => {
                    let value = expand.transform(&value(expand.letter)?);
                    match expand.url_escape {
                        true => url_escape(&value, &mut text),
                        false => text.push_str(&value),
                    }
                }
            }
        }
        Ok(text)
    }
}

fn push_literal(parts: &mut Vec<Part>, literal: &str, place: Place) -> Result<(), Reason> {
    let allowed = |b: u8| b.is_ascii_graphic() || b == b' ' && place == Place::Explanation;
    if !literal.bytes().all(allowed) {
        return Err(Reason::NotPrintable);
    }
    if !literal.is_empty() {
        parts.push(Part::Literal(literal.to_owned()));
    }
    Ok(())
}

/// Reads what stands between the braces.
fn expand(inner: &str, place: Place) -> Result<Expand, Reason> {
    let mut chars = inner.chars().peekable();
    let first = chars.next().ok_or(Reason::Macro)?;
    let letter = letter(first.to_ascii_lowercase(), place).ok_or(Reason::Macro)?;
    let mut keep: Option<usize> = None;
    while let Some(digit) = chars.peek().and_then(|c| c.to_digit(10)) {
        keep = Some(keep.unwrap_or(0).saturating_mul(10).saturating_add(digit as usize));
        chars.next();
    }
    if keep == Some(0) {
        return Err(Reason::Macro);
    }
    let reverse = chars.next_if(|c| c.eq_ignore_ascii_case(&'r')).is_some();
    let delimiters: Vec<char> = chars.collect();
    match delimiters.iter().all(|c| ".-+,/_=".contains(*c)) {
        true => Ok(Expand { letter, url_escape: first.is_ascii_uppercase(), keep, reverse, delimiters }),
        false => Err(Reason::Macro),
    }
}

fn letter(letter: char, place: Place) -> Option<Letter> {
    Some(match (letter, place) {
        ('s', _) => Letter::Sender,
        ('l', _) => Letter::LocalPart,
        ('o', _) => Letter::SenderDomain,
        ('d', _) => Letter::Domain,
        ('i', _) => Letter::Address,
        ('p', _) => Letter::ValidatedName,
        ('v', _) => Letter::AddressFamily,
        ('h', _) => Letter::Helo,
        ('c', Place::Explanation) => Letter::ReadableAddress,
        ('r', Place::Explanation) => Letter::Receiver,
        ('t', Place::Explanation) => Letter::Time,
        _ => return None,
    })
}

impl Expand {
    fn transform(&self, value: &str) -> String {
        let delimiters = if self.delimiters.is_empty() { &['.'][..] } else { &self.delimiters };
        let mut parts: Vec<&str> = value.split(delimiters).collect();
        if self.reverse {
            parts.reverse();
        }
        let first = parts.len() - self.keep.unwrap_or(parts.len()).min(parts.len());
        parts[first..].join(".")
    }
}

/// All but the unreserved characters of RFC 3986 become `%XX`.
fn url_escape(value: &str, out: &mut String) {
    for byte in value.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            // Writing to a string cannot fail.
            _ => _ = write!(out, "%{byte:02X}"),
        }
    }
}

/// Letters, digits and inner hyphens, not all digits.
fn is_top_label(label: &str) -> bool {
    label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.bytes().all(|b| b.is_ascii_digit())
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// The name that an expanded domain-spec stands for: labels on the left are dropped until it fits (RFC 7208, section
/// 7.3). `None` when it is no name, which never matches; so are names with letters beyond ASCII (RFC 8616, section 4).
pub(super) fn target_name(expanded: &str) -> Option<DomainName> {
    if !expanded.is_ascii() {
        return None;
    }
    let mut name = expanded.strip_suffix('.').unwrap_or(expanded);
    while name.len() > MAX_NAME {
        name = name.split_once('.')?.1;
    }
    DomainName::parse(name).ok()
}

/// Macro `i`: octets, or nibbles as capitals, with dots between.
pub(super) fn dotted(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let nibbles = format!("{:032X}", u128::from(ip));
            let mut dotted = String::with_capacity(63);
            for (n, nibble) in nibbles.chars().enumerate() {
                if n > 0 {
                    dotted.push('.');
                }
                dotted.push(nibble);
            }
            dotted
        }
    }
}

/// The name under which the DNS has the name of an address.
pub(super) fn reverse_name(ip: IpAddr) -> String {
    let dotted = dotted(ip);
    let reversed: Vec<&str> = dotted.rsplit('.').collect();
    format!("{}.{}.arpa", reversed.join("."), address_family(ip))
}

/// Macro `v`.
pub(super) fn address_family(ip: IpAddr) -> &'static str {
    match ip {
        IpAddr::V4(_) => "in-addr",
        IpAddr::V6(_) => "ip6",
    }
}
