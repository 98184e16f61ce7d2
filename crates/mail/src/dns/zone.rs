//! Records and captured answers by name and type.

use super::{Answer, DnsView, RecordType, Unknown};
use crate::domain::DomainName;
use model::Timestamp;

/// Whether a file lists everything there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Coverage {
    /// What the file does not list is not known.
    #[default]
    Partial,
    /// What the file does not list does not exist, anywhere in the DNS: test suites and simulated worlds.
    Complete,
}

/// What files say about the DNS.
#[derive(Clone, Debug, Default)]
pub struct Zone {}

impl DnsView for Zone {
    fn get(&self, _name: &DomainName, _record_type: RecordType, _at: Timestamp) -> Answer {
        Answer::NotKnown(Unknown::NotOnFile)
    }
}
