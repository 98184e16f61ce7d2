//! ARC (RFC 8617): what relays say about how a message authenticated when they got it.
//!
//! A chain that passes states that each sealer in turn signed what the ones before it had written, and that the message
//! is the one that the newest sealer had. It does not say that any of them told the truth: whoever wants to use what is
//! in an ARC-Authentication-Results field has to trust its sealer, by name.

mod chain;
mod outcome;
mod seal;
mod sets;
pub mod sign;

pub use chain::validate;
pub use outcome::{Chain, Part, PartCheck, PartKind, Reason, SetOutcome, Verdict};
pub use seal::{ChainStatus, Seal};

#[cfg(test)]
mod tests;
