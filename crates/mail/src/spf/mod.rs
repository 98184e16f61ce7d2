//! SPF (RFC 7208): whether a domain allowed an address to send in its name, as far as records on hand tell.
//!
//! A pass says that the domain of the envelope sender (or of the HELO name) lists the connecting address. It says
//! nothing about the From field and nothing about who wrote the mail.
//!
//! ```
//! use model::Timestamp;
//! use scrutineer_mail::{dns::*, spf::{Query, Verdict, check}};
//!
//! let source = Source { name: "zone.yaml".into(), kind: SourceKind::Supplied };
//! let zone = Zone::from_yaml(b"harbour.example: v=spf1 ip4:192.0.2.0/24 -all\n", &FileFacts::of(source))?;
//! let mut query = Query {
//!     ip: "192.0.2.7".parse()?,
//!     helo: "mx.harbour.example",
//!     mail_from: "desk@harbour.example",
//!     receiver: None,
//!     at: Timestamp::default(),
//! };
//! assert_eq!(check(&query, &zone).verdict, Verdict::Pass);
//! // Nothing on file about this one: not a pass, not a fail.
//! query.mail_from = "desk@pier.example";
//! assert_eq!(check(&query, &zone).verdict, Verdict::NotKnown);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod evaluate;
mod macros;
mod outcome;
mod policy;
mod questions;

pub use evaluate::check;
pub use outcome::{Effect, Found, Identity, Lookup, MAX_STEPS, Outcome, Query, Reason, Step, Verdict};

#[cfg(test)]
mod tests;
