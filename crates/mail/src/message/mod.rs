//! A message split into header fields and body, byte for byte.
//!
//! The splitter keeps what other parsers hide: every duplicate, folding as it stands, text that belongs to no field,
//! and where each byte is. Nothing is decoded here.

mod container;
mod damage;
mod field;
mod lines;
mod split;

pub use container::unquote_from;
pub use damage::{Damage, DamageKind};
pub use field::{Field, unfold};
pub use lines::{LineEnding, to_crlf};
pub use split::{Message, Stray, StrayKind};

#[cfg(test)]
mod tests;
