//! Who a message says it is from: a set of readings, since programs read the same bytes differently.
//!
//! When more than one reading is possible, or a program may see none where another sees one, the author is ambiguous:
//! no verdict about "the" author is given, and authentication is reported for each candidate.

mod address;
mod reason;

pub use address::Address;
pub use reason::Reason;

use crate::message::Message;
use serde::Serialize;
use std::ops::Range;

/// Everybody that some program would show as the author, and why there may be several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Authors {
    /// Different addresses in the order in which they stand.
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
    pub fn of(_message: &Message<'_>) -> Self {
        Self::default()
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
}
