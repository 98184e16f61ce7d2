//! What the DNS said, as far as files on hand tell.
//!
//! [`DnsView`] is the only way in which a verifier learns of records. Its answers keep apart what is easily mixed up:
//! that a name does not exist, that it has no record of the type, that the servers failed when somebody asked, and that
//! nobody on hand asked ([`Answer::NotKnown`]).

mod answer;
mod zone;

pub use answer::{
    Answer, DnsView, Failure, Record, RecordData, RecordType, Seen, Source, SourceKind, Unknown,
};
pub use zone::{Coverage, Zone};
