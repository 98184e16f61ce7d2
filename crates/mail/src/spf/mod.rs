//! SPF (RFC 7208): whether a domain allowed an address to send in its name, as far as records on hand tell.
//!
//! A pass says that the domain of the envelope sender (or of the HELO name) lists the connecting address. It says
//! nothing about the From field and nothing about who wrote the mail.

mod outcome;

pub use outcome::{Identity, Outcome, Query, Reason, Verdict};
