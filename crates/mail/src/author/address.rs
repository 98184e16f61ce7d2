//! Addresses.

use crate::domain::DomainName;
use serde::{Serialize, Serializer};
use std::fmt;

/// An address of a mailbox.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// Before the last `@`, without quotes; bytes that are no UTF-8 are replaced.
    pub local: String,
    /// After it, as written; never empty.
    pub domain_text: String,
    /// The domain as a name; `None` for address literals and what no DNS name can be.
    pub domain: Option<DomainName>,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain_text)
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
