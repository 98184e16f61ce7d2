//! Who a message says it is from: a set of readings, since programs read the same bytes differently.
//!
//! When more than one reading is possible, or a program may see none where another sees one, the author is ambiguous:
//! no verdict about "the" author is given, and authentication is reported for each candidate.

mod address;
mod encoded;
mod identity;
mod lookalike;
mod mailbox;
mod reason;
mod token;

pub use address::Address;
pub use identity::{Envelope, name_reasons, selector_reasons};
pub use reason::Reason;

use crate::message::{Field, Message};
use serde::Serialize;
use std::ops::Range;

/// Flags that are listed; the first of each kind is always among the reasons.
const MAX_FLAGS: usize = 200;
/// Readings that are kept.
const MAX_READINGS: usize = 100;

/// Everybody that some program would show as the author, and why there may be several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Authors {
    /// Different addresses, those of From fields first.
    pub readings: Vec<Reading>,
    /// What is unusual, with the place.
    pub flags: Vec<Flag>,
}

/// One address that may be the author's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// The address.
    pub address: Address,
    /// Bytes of the message that it was read from.
    pub span: Range<usize>,
}

/// A reason for doubt, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flag {
    /// The reason.
    pub reason: Reason,
    /// Bytes of the message that it is about.
    pub span: Range<usize>,
}

impl Authors {
    /// Reads the author fields of a message.
    pub fn of(message: &Message<'_>) -> Self {
        let mut authors = Self::default();
        let is_folded =
            |field: &&Field<'_>| message.bytes[field.name_span.end..field.value_span.start].contains(&b'\n');
        let (folded, plain): (Vec<_>, Vec<_>) = message.named("From").partition(is_folded);
        for field in plain.iter().chain(&folded) {
            mailbox::read(field.value, field.value_span.start, &mut authors);
        }
        for field in plain.iter().skip(1) {
            authors.flag(Reason::MultipleFrom, field.span.clone());
        }
        for field in &folded {
            let reason =
                if plain.is_empty() { Reason::FromMalformed } else { Reason::MultipleFromFoldedName };
            authors.flag(reason, field.span.clone());
        }
        for value in lookalike::find(message) {
            let alone = plain.is_empty() && folded.is_empty();
            let reason = if alone { Reason::FromMalformed } else { Reason::MultipleFromMalformed };
            mailbox::read(&message.bytes[value.clone()], value.start, &mut authors);
            authors.flag(reason, value);
        }
        if plain.is_empty() {
            authors.stand_in(message);
        }
        authors
    }

    /// Fields that some programs show when there is no From field that they can read.
    fn stand_in(&mut self, message: &Message<'_>) {
        for (name, reason) in [
            ("Sender", Reason::FromUnreadableSenderPresent),
            ("Resent-From", Reason::FromUnreadableResentPresent),
        ] {
            if let Some(field) = message.named(name).next() {
                self.flag(reason, field.span.clone());
                mailbox::read(field.value, field.value_span.start, self);
            }
        }
        if self.readings.is_empty() && self.flags.is_empty() {
            self.flag(Reason::NoFrom, message.header.clone());
        }
    }

    /// Whether programs may disagree about the author.
    pub fn is_ambiguous(&self) -> bool {
        self.readings.len() > 1 || self.flags.iter().any(|flag| flag.reason.makes_ambiguous())
    }

    /// The author, when there is exactly one reading and nothing that makes it doubtful.
    pub fn sole(&self) -> Option<&Address> {
        match self.readings.as_slice() {
            [reading] if !self.is_ambiguous() => Some(&reading.address),
            _ => None,
        }
    }

    /// All reasons, each once, in the order of [`Reason`].
    pub fn reasons(&self) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = self.flags.iter().map(|flag| flag.reason).collect();
        reasons.sort_unstable();
        reasons.dedup();
        reasons
    }

    fn add(&mut self, address: Address, span: Range<usize>) {
        let known = self.readings.iter().any(|reading| reading.address.is_same(&address));
        match self.readings.len() < MAX_READINGS {
            _ if known => {}
            true => self.readings.push(Reading { address, span }),
            false => self.flag(Reason::TooManyAuthors, span),
        }
    }

    fn flag(&mut self, reason: Reason, span: Range<usize>) {
        if self.flags.len() < MAX_FLAGS || !self.flags.iter().any(|flag| flag.reason == reason) {
            self.flags.push(Flag { reason, span });
        }
    }
}

#[cfg(test)]
mod tests;
