//! Canonicalisation (RFC 6376, section 3.4): the bytes that are hashed.

mod body;
mod header;

pub use body::canonical_body;
pub use header::{canonical_field, canonical_signature};

#[cfg(test)]
mod tests;
