//! Public keys as domains publish them (RFC 6376, section 3.6.1; RFC 8463).

pub(super) mod der;
mod record;

pub use record::{KeyError, KeyRecord, PublicKey};

#[cfg(test)]
mod tests;
