//! Identities other than the author's: the envelope sender, and names in signatures.

use super::token::{Kind, tokens};
use super::{Address, Reason};
use serde::Serialize;

/// The envelope sender (MAIL FROM, Return-Path), read with suspicion.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Envelope {
    /// The address; `None` for bounces and what is no address.
    pub address: Option<Address>,
    /// What is unusual about it.
    pub reasons: Vec<Reason>,
}

impl Envelope {
    /// Reads a path, with or without angle brackets.
    pub fn read(path: &[u8]) -> Self {
        let path = path.trim_ascii();
        let path = path.strip_prefix(b"<").unwrap_or(path);
        let mut path = path.strip_suffix(b">").unwrap_or(path);
        if path.is_empty() {
            return Self::default();
        }
        let mut reasons = Vec::new();
        if path[0] == b'@'
            && let Some(colon) = memchr::memchr(b':', path)
        {
            reasons.push(Reason::EnvelopeRoute);
            path = &path[colon + 1..];
        }
        let (tokens, flaws) = tokens(path);
        let ats: Vec<usize> =
            tokens.iter().filter(|t| t.kind == Kind::Special(b'@')).map(|t| t.span.start).collect();
        let has_comment = tokens.iter().any(|token| matches!(token.kind, Kind::Comment(_)));
        if ats.len() != 1 || has_comment || flaws.unterminated.is_some() || flaws.nul.is_some() {
            reasons.push(Reason::EnvelopeMalformed);
        }
        // Both readings of several `@`: an attack hides in either.
        let domains = ats.first().into_iter().chain(ats.last()).map(|&at| &path[at + 1..]);
        if domains.into_iter().any(|domain| !name_reasons(domain).is_empty()) {
            reasons.push(Reason::AuthresInjection);
        }
        let address = ats.last().map(|&at| (&path[..at], &path[at + 1..]));
        let address = address.filter(|(local, domain)| !local.is_empty() && !domain.is_empty());
        Self { address: address.map(|(local, domain)| Address::new(local, domain)), reasons }
    }
}

/// What is unusual about a domain in an envelope or in `d=` of a signature.
pub fn name_reasons(domain: &[u8]) -> Vec<Reason> {
    match domain.iter().any(|b| b.is_ascii_control() || b" '\"`()<>,;=\\@".contains(b)) {
        true => vec![Reason::AuthresInjection],
        false => Vec::new(),
    }
}

/// What is unusual about the selector of a signature.
pub fn selector_reasons(selector: &[u8]) -> Vec<Reason> {
    match selector.iter().any(u8::is_ascii_control) {
        true => vec![Reason::DkimSelectorNul],
        false => name_reasons(selector),
    }
}
