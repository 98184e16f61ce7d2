//! Databases in MaxMind's format.

use super::Subject;
use maxminddb::{MaxMindDbError, PathElement, Reader};
use model::Timestamp;
use std::net::IpAddr;

/// What stands before the metadata at the end of such a file.
const MARK: &[u8] = b"\xab\xcd\xefMaxMind.com";
/// Bytes at the end of a file in which the mark is looked for, as the format says.
const TAIL: usize = 128 << 10;

pub(super) struct Mmdb(Reader<Vec<u8>>);

/// Whether the bytes end like a database in this format.
pub(super) fn is_mmdb(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    memchr::memmem::rfind(tail, MARK).is_some()
}

impl Mmdb {
    pub fn new(bytes: Vec<u8>) -> Result<Self, MaxMindDbError> {
        Reader::from_source(bytes).map(Self)
    }

    /// When it was built.
    pub fn made(&self) -> Option<Timestamp> {
        Timestamp::from_seconds(i64::try_from(self.0.metadata().build_epoch).ok()?)
    }

    /// What it says about an address. Countries and networks have different names in the databases of different
    /// makers; the first that is there counts.
    pub fn get(&self, ip: IpAddr, subject: Subject) -> Option<String> {
        let found = self.0.lookup(ip).ok()?;
        let text = |path: &[&str]| -> Option<String> {
            let path: Vec<PathElement<'_>> = path.iter().map(|key| PathElement::Key(key)).collect();
            found.decode_path::<String>(&path).ok()?
        };
        let number = |key: &str| -> Option<u32> { found.decode_path::<u32>(&[PathElement::Key(key)]).ok()? };
        match subject {
            Subject::Country => text(&["country", "iso_code"])
                .or_else(|| text(&["country_code"]))
                .or_else(|| text(&["country"]))
                .or_else(|| text(&["registered_country", "iso_code"])),
            Subject::Network => {
                let number = number("autonomous_system_number").map(|number| format!("AS{number}"));
                let name = text(&["autonomous_system_organization"])
                    .or_else(|| text(&["as_name"]))
                    .or_else(|| text(&["asn"]));
                match (number, name) {
                    (Some(number), Some(name)) => Some(format!("{number} {name}")),
                    (number, name) => number.or(name),
                }
            }
            Subject::Service => text(&["service"])
                .or_else(|| text(&["usage_type"]))
                .or_else(|| text(&["type"]))
                .or_else(|| text(&["provider"])),
        }
    }
}
