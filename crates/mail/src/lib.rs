//! The mail lens: where a mail really came from, and how strongly each statement about it holds.
//!
//! Every function is pure: bytes and DNS answers in, results out. The crate reads no file, asks no clock and looks
//! nothing up. What a name said in the DNS comes from files that the caller has read ([`dns::Zone`]), and what the
//! files do not say is [`dns::Answer::NotKnown`], never a guess. Time is an argument, so a verdict can be given "at
//! receipt" and "now".
//!
//! Bad input is data. A message is never refused: [`message::Message::split`] gives fields with byte ranges that tile
//! the input and a list of named damage; each verifier gives a verdict with a reason that has a stable name.
//!
//! ```
//! use scrutineer_mail::{author::Authors, limits::Limits, message::Message};
//!
//! let bytes = b"From: Harbour office <desk@harbour.example>\r\nSubject: Lights\r\n\r\nText.\r\n";
//! let message = Message::split(bytes, &Limits::default());
//! let authors = Authors::of(&message);
//! assert!(!authors.is_ambiguous());
//! assert_eq!(authors.readings[0].address.to_string(), "desk@harbour.example");
//! ```

pub mod arc;
pub mod authentication_results;
pub mod author;
pub mod campaign;
pub mod content;
pub mod digest;
pub mod dkim;
pub mod dmarc;
pub mod dns;
pub mod domain;
pub mod examination;
pub mod finding;
pub mod fingerprint;
pub mod intel;
pub mod ladder;
pub mod limits;
pub mod message;
pub mod method;
pub mod record;
pub mod spf;
pub mod suites;
pub mod tables;
pub mod tag_list;
pub mod trace;
mod word;
