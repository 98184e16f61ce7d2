//! Questions and answers.

use crate::domain::DomainName;
use model::Timestamp;
use serde::{Serialize, Serializer};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

/// Answers questions about the DNS from what is on hand. Nothing that implements this may open a connection.
pub trait DnsView {
    /// What `name` had for `record_type` at `at`, aliases (CNAME) followed.
    fn get(&self, name: &DomainName, record_type: RecordType, at: Timestamp) -> Answer;
}

/// Types of records that mail authentication asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum RecordType {
    /// IPv4 address.
    A,
    /// IPv6 address.
    Aaaa,
    /// Alias.
    Cname,
    /// Host that takes mail for a domain.
    Mx,
    /// Name of an address.
    Ptr,
    /// Text: policies and keys.
    Txt,
}

impl RecordType {
    /// All types, in the order of their names.
    pub const ALL: [Self; 6] = [Self::A, Self::Aaaa, Self::Cname, Self::Mx, Self::Ptr, Self::Txt];

    /// Name as in zone files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::Aaaa => "AAAA",
            Self::Cname => "CNAME",
            Self::Mx => "MX",
            Self::Ptr => "PTR",
            Self::Txt => "TXT",
        }
    }

    /// By name, in either case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.name().eq_ignore_ascii_case(name))
    }
}

/// Value of a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum RecordData {
    /// IPv4 address.
    A(Ipv4Addr),
    /// IPv6 address.
    Aaaa(Ipv6Addr),
    /// The name that this one stands for.
    Cname(DomainName),
    /// A host that takes the domain's mail; without exchange the domain takes none (RFC 7505).
    Mx {
        /// Lower is tried first.
        preference: u16,
        /// The host.
        exchange: Option<DomainName>,
    },
    /// Name of the address.
    Ptr(DomainName),
    /// The strings of the record, joined without anything between (RFC 7208, section 3.3; RFC 6376, section 3.6.2.2).
    #[serde(serialize_with = "as_text")]
    Txt(Vec<u8>),
}

/// Bytes that are no UTF-8 are replaced: for people, not for verifiers.
fn as_text<S: Serializer>(text: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&String::from_utf8_lossy(text))
}

impl RecordData {
    /// Type that answers with this value.
    pub const fn record_type(&self) -> RecordType {
        match self {
            Self::A(_) => RecordType::A,
            Self::Aaaa(_) => RecordType::Aaaa,
            Self::Cname(_) => RecordType::Cname,
            Self::Mx { .. } => RecordType::Mx,
            Self::Ptr(_) => RecordType::Ptr,
            Self::Txt(_) => RecordType::Txt,
        }
    }
}

/// One record, with where it is known from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Name that holds the record: the last one of a chain of aliases.
    pub name: DomainName,
    /// Its value.
    pub data: RecordData,
    /// When and by whom it was seen.
    pub seen: Seen,
}

/// How a record came to be on hand, best first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// An answer that somebody wrote down when it was given.
    Captured,
    /// A dated archive of records or keys.
    Archive,
    /// A file that the user vouches for.
    #[default]
    Supplied,
}

/// The file that says so.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Source {
    /// Its name, as the caller calls it.
    pub name: Arc<str>,
    /// What kind of file it is.
    pub kind: SourceKind,
}

/// Who says so, and for which time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Seen {
    /// The file.
    pub source: Source,
    /// When the answer was observed, if that is known.
    pub seen_at: Option<Timestamp>,
    /// First moment for which the source vouches.
    pub valid_from: Option<Timestamp>,
    /// First moment for which it no longer does.
    pub valid_until: Option<Timestamp>,
}

impl Seen {
    /// Stated by a source without any date.
    pub fn undated(source: Source) -> Self {
        Self { source, seen_at: None, valid_from: None, valid_until: None }
    }
}

/// What is on hand about a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// At least one record, all of the type asked for.
    Records(Vec<Record>),
    /// The name exists without a record of the type.
    NoData(Seen),
    /// The name did not exist (NXDOMAIN).
    NoSuchName(Seen),
    /// Asking failed when somebody did.
    Failed(Failure, Seen),
    /// The files do not say. This is no statement about the DNS.
    NotKnown(Unknown),
}

/// How asking failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// No answer came.
    Timeout,
    /// The server answered that it failed (SERVFAIL, REFUSED).
    Server,
    /// Aliases that lead in a circle, or more than eight of them.
    AliasLoop,
}

/// Why the files do not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// Nothing is on hand about this name and type.
    NotOnFile,
    /// Something is, for other times.
    OtherTimes,
}
