//! The splitter.

use super::{Damage, Field, LineEnding};
use crate::limits::Limits;
use serde::Serialize;
use std::ops::Range;

/// A message, split. The spans of fields and strays, the blank line and the body lie one behind the other and cover the
/// message to the last byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message<'a> {
    /// All of it.
    pub bytes: &'a [u8],
    /// Fields in the order in which they stand, duplicates included.
    pub fields: Vec<Field<'a>>,
    /// Parts of the header that are no fields.
    pub strays: Vec<Stray>,
    /// The header, blank line not included.
    pub header: Range<usize>,
    /// Everything after the blank line; empty at the end of the message when there is none.
    pub body: Range<usize>,
    /// How lines end.
    pub line_ending: LineEnding,
    /// What is wrong with the bytes, by first occurrence.
    pub damage: Vec<Damage>,
}

/// Part of a header that is no field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// Where it stands, line endings included.
    pub span: Range<usize>,
    /// What it is.
    pub kind: StrayKind,
}

/// What a part of a header is that is no field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StrayKind {
    /// Envelope line of an mbox file, `From ` and more.
    MboxFrom,
    /// Lines that begin with white space before the first field.
    LeadingContinuation,
    /// A line, with its continuations, without a name and a colon.
    NoColon,
    /// What lies beyond the limits on length and number of fields.
    OverLimit,
}

impl<'a> Message<'a> {
    /// Splits any bytes; what is unusual about them is in [`Message::damage`].
    pub fn split(bytes: &'a [u8], _limits: &Limits) -> Self {
        Self {
            bytes,
            fields: Vec::new(),
            strays: Vec::new(),
            header: 0..0,
            body: 0..bytes.len(),
            line_ending: LineEnding::default(),
            damage: Vec::new(),
        }
    }

    /// Fields with this name, in either case, from top to bottom.
    pub fn named<'m>(&'m self, name: &'m str) -> impl DoubleEndedIterator<Item = &'m Field<'a>> {
        self.fields.iter().filter(move |field| field.is(name))
    }

    /// Bytes of the body.
    pub fn body(&self) -> &'a [u8] {
        &self.bytes[self.body.clone()]
    }
}
