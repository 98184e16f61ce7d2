//! DMARC (RFC 7489 and RFC 9989): whether what authenticated a message is the domain that a reader sees.
//!
//! The two RFCs find the organisation's domain in different ways: by the public suffix list, and by walking up the tree
//! of names. Both are done, and reported side by side; where they differ, receivers differed too.
//!
//! A message may have several readings of its author. Each is evaluated by itself: a pass for one of them is a pass for
//! that reading, not for "the" author.

mod discovery;
mod evaluate;
mod outcome;
mod record;
mod requested;

pub use discovery::{Method, PolicyPlace};
pub use evaluate::{Inputs, evaluate};
pub use outcome::{
    Alignment, Candidate, Checked, Evaluation, Mechanism, Published, Reason, Requested, Verdict,
};
pub use record::{Mode, Policy, PolicyRecord, Psd};

#[cfg(test)]
mod tests;
