//! What tables that the user names say about addresses and domains.
//!
//! A table is one source's opinion, as of its date. Two country tables disagree on more than a quarter of the
//! addresses that send hostile mail, so their answers stand side by side and are never merged into one. Nothing here
//! is compiled in: which tables to believe is the user's choice, and their date is not the date of the mail.

mod domains;
mod mmdb;
mod ranges;

pub use domains::{DomainList, Likeness, LookAlike, look_alikes};

use model::{Sha256, Timestamp};
use serde::Serialize;
use std::net::IpAddr;

/// What a table speaks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The country for which an address is registered or used, as the table sees it.
    Country,
    /// The network that announces it: its number and name.
    Network,
    /// What kind of service it belongs to: hosting, VPN, Tor, ...
    Service,
}

/// A table of addresses.
pub struct Table {
    /// What it speaks about.
    pub subject: Subject,
    /// Its name, as the user calls it.
    pub name: String,
    /// Hash of its bytes.
    pub sha256: Sha256,
    /// When it was made, where it says so.
    pub made: Option<Timestamp>,
    data: Data,
}

enum Data {
    Mmdb(mmdb::Mmdb),
    Ranges(ranges::Ranges),
}

/// One table's word about an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Opinion {
    /// What it is about.
    pub subject: Subject,
    /// The table.
    pub table: String,
    /// When the table was made: its word holds for then, not for the time of the mail.
    pub made: Option<Timestamp>,
    /// What it says; `None` where it does not know the address.
    pub value: Option<String>,
}

/// A table could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// Not a database in MaxMind's format, or a damaged one.
    #[error("reading the table `{name}`: {cause}")]
    Mmdb {
        /// The table.
        name: String,
        /// What is wrong.
        cause: maxminddb::MaxMindDbError,
    },
    /// No row of a CSV table holds an address range.
    #[error(
        "reading the table `{name}`: no row begins with an address, a range of two addresses or a network such as 192.0.2.0/24"
    )]
    NoRanges {
        /// The table.
        name: String,
    },
    /// More rows than are read.
    #[error("reading the table `{name}`: more than {} ranges", ranges::MOST_RANGES)]
    TooLong {
        /// The table.
        name: String,
    },
}

impl Table {
    /// Reads a table: a database in MaxMind's format (MMDB), or CSV rows of `first,last,value...` or
    /// `network,value...`. Columns behind the range are joined. Rows that hold no range are left out.
    pub fn read(subject: Subject, name: &str, bytes: Vec<u8>) -> Result<Self, TableError> {
        let sha256 = Sha256::of(&bytes);
        let name = name.to_owned();
        let (data, made) = if mmdb::is_mmdb(&bytes) {
            let data =
                mmdb::Mmdb::new(bytes).map_err(|cause| TableError::Mmdb { name: name.clone(), cause })?;
            let made = data.made();
            (Data::Mmdb(data), made)
        } else {
            (Data::Ranges(ranges::Ranges::read(&name, &bytes)?), None)
        };
        Ok(Self { subject, name, sha256, made, data })
    }

    /// What it says about an address.
    pub fn about(&self, ip: IpAddr) -> Opinion {
        let ip = ip.to_canonical();
        let value = match &self.data {
            Data::Mmdb(data) => data.get(ip, self.subject),
            Data::Ranges(data) => data.get(ip).map(str::to_owned),
        };
        Opinion { subject: self.subject, table: self.name.clone(), made: self.made, value }
    }
}

/// All tables and lists of a run.
#[derive(Default)]
pub struct Intel {
    /// Tables, in the order in which the user named them.
    pub tables: Vec<Table>,
    /// Lists of domains: free mail, disposable addresses.
    pub lists: Vec<DomainList>,
    /// Domains that others may imitate: the user's own, and those that they name.
    pub protected: Vec<crate::domain::DomainName>,
}

impl Intel {
    /// What all tables say about an address.
    pub fn about(&self, ip: IpAddr) -> Vec<Opinion> {
        self.tables.iter().map(|table| table.about(ip)).collect()
    }

    /// Names of the lists that hold a domain or a domain above it.
    pub fn listed(&self, domain: &crate::domain::DomainName) -> Vec<&str> {
        self.lists.iter().filter(|list| list.holds(domain)).map(|list| list.name.as_str()).collect()
    }
}

#[cfg(test)]
mod tests;
