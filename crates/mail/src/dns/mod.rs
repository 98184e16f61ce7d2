//! What the DNS said, as far as files on hand tell.
//!
//! [`DnsView`] is the only way in which a verifier learns of records. Its answers keep apart what is easily mixed up:
//! that a name does not exist, that it has no record of the type, that the servers failed when somebody asked, and that
//! nobody on hand asked ([`Answer::NotKnown`]).
//!
//! ```
//! use model::Timestamp;
//! use scrutineer_mail::{dns::*, domain::DomainName};
//!
//! let source = Source { name: "captured.jsonl".into(), kind: SourceKind::Captured };
//! let file = br#"{"name": "harbour.example", "type": "TXT", "records": ["v=spf1 -all"],
//!                 "seen_at": "2024-05-01T12:00:00Z"}"#;
//! let zone = Zone::from_json(file, &FileFacts::of(source))?;
//! let (name, at) = (DomainName::parse("Harbour.example")?, Timestamp::default());
//! assert!(matches!(zone.get(&name, RecordType::Txt, at), Answer::Records(records) if records.len() == 1));
//! assert!(matches!(zone.get(&name, RecordType::Mx, at), Answer::NotKnown(_)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
mod facts;
mod json;
mod master;
mod text;
mod yaml;
mod zone;

pub use answer::{
    Answer, DnsView, Failure, Record, RecordData, RecordType, Seen, Source, SourceKind, Unknown,
};
pub use facts::{Coverage, FileFacts, ZoneError, ZoneProblem};
pub(crate) use yaml::SpfType;
pub use zone::Zone;

#[cfg(test)]
mod tests;
