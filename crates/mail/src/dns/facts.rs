//! What the caller knows about a file of records, and what is wrong with it.

use super::{Seen, Source};
use crate::domain::NameError;

/// Whether a file lists everything there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Coverage {
    /// What the file does not list is not known.
    #[default]
    Partial,
    /// What the file does not list does not exist, anywhere in the DNS: test suites and simulated worlds.
    Complete,
}

/// What holds for a whole file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFacts {
    /// The file, and the dates of records that have none of their own.
    pub seen: Seen,
    /// Whether it lists everything.
    pub coverage: Coverage,
}

impl FileFacts {
    /// A file without dates that does not list everything.
    pub fn of(source: Source) -> Self {
        Self { seen: Seen::undated(source), coverage: Coverage::Partial }
    }
}

/// Why a file could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ZoneError {
    /// More bytes than a zone may have.
    #[error("a file of records may have {limit} bytes at most, this one has {bytes}")]
    TooLarge {
        /// Its length.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Bytes that are no UTF-8.
    #[error("the file is no UTF-8 from byte {offset} on")]
    NotUtf8 {
        /// First such byte.
        offset: usize,
    },
    /// No YAML, or beyond the budget of the reader.
    #[error("reading records as YAML: {0}")]
    Yaml(String),
    /// Another shape than a mapping of names.
    #[error("a file of records in YAML maps names to lists of records")]
    Shape,
}

/// A record or answer that was left out, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ZoneProblem {
    /// The owner's name.
    #[error("{place}: {error}")]
    Name {
        /// Line or name.
        place: String,
        /// What is wrong with it.
        error: NameError,
    },
    /// A type of record that mail authentication does not ask for.
    #[error("{place}: records of type {record_type} are not read")]
    Type {
        /// Line or name.
        place: String,
        /// The type.
        record_type: String,
    },
    /// A value that does not fit its type.
    #[error("{place}: no value for {record_type}: {value}")]
    Value {
        /// Line or name.
        place: String,
        /// The type.
        record_type: &'static str,
        /// The value, cut short.
        value: String,
    },
    /// Something else that does not belong to the format.
    #[error("{place}: {what}")]
    Form {
        /// Line or name.
        place: String,
        /// What is wrong.
        what: String,
    },
    /// More records or captures of one name, or of one set, than the limits allow.
    #[error("{place}: more records than a name may have")]
    TooMany {
        /// The name.
        place: String,
    },
    /// More problems than are listed.
    #[error("further problems are not listed")]
    Further,
}
