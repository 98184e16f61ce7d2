//! Tables of address ranges as CSV.

use super::TableError;
use std::net::{IpAddr, Ipv6Addr};

/// Most ranges of a table: several times what any public one has.
pub(super) const MOST_RANGES: usize = 20_000_000;

/// Ranges in order, and what is said of each. IPv4 stands where it is mapped into IPv6.
pub(super) struct Ranges {
    rows: Vec<Range>,
    /// Distinct values.
    values: Vec<String>,
}

struct Range {
    first: u128,
    last: u128,
    value: u32,
}

impl Ranges {
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, TableError> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .comment(Some(b'#'))
            .from_reader(bytes);
        let mut rows = Vec::new();
        let mut values = Vec::new();
        let mut numbers = std::collections::BTreeMap::new();
        let mut record = csv::ByteRecord::new();
        // A row that is no UTF-8 or no CSV is left out like one without a range.
        while reader.read_byte_record(&mut record).unwrap_or(true) {
            if record.is_empty() {
                continue;
            }
            let Some((first, last, columns)) = range(&record) else { continue };
            let value: Vec<_> = record.iter().skip(columns).map(String::from_utf8_lossy).collect();
            let value =
                value.iter().map(|v| v.trim()).filter(|v| !v.is_empty()).collect::<Vec<_>>().join(" ");
            let value = *numbers.entry(value).or_insert_with_key(|value| {
                values.push(value.clone());
                values.len() as u32 - 1
            });
            if rows.len() == MOST_RANGES {
                return Err(TableError::TooLong { name: name.to_owned() });
            }
            rows.push(Range { first, last, value });
        }
        if rows.is_empty() {
            return Err(TableError::NoRanges { name: name.to_owned() });
        }
        // The narrower of two ranges that begin together comes last and is found first.
        rows.sort_by_key(|row| (row.first, u128::MAX - row.last));
        Ok(Self { rows, values })
    }

    /// What is said of an address. Of nested ranges the innermost counts, within reason: tables hardly nest.
    pub fn get(&self, ip: IpAddr) -> Option<&str> {
        const NESTING: usize = 64;
        let ip = number(ip);
        let end = self.rows.partition_point(|row| row.first <= ip);
        let near = self.rows[..end].iter().rev().take(NESTING);
        let found = near.into_iter().find(|row| row.last >= ip)?;
        Some(self.values[found.value as usize].as_str())
    }
}

/// The range that a row begins with, and how many columns that takes.
fn range(record: &csv::ByteRecord) -> Option<(u128, u128, usize)> {
    let text = |i: usize| std::str::from_utf8(record.get(i)?).ok().map(|text| text.trim());
    let first = text(0)?;
    if let Some((address, length)) = first.split_once('/') {
        let address: IpAddr = address.parse().ok()?;
        let length: u32 = length.parse().ok()?;
        let (length, bits) = if address.is_ipv4() { (length.checked_add(96)?, 32) } else { (length, 128) };
        if length > 128 || (bits == 32 && length < 96) {
            return None;
        }
        let mask = u128::MAX.checked_shr(length).unwrap_or(0);
        let number = number(address);
        return Some((number & !mask, number | mask, 1));
    }
    let first: IpAddr = first.parse().ok()?;
    match text(1).and_then(|last| last.parse::<IpAddr>().ok()) {
        Some(last) if first.is_ipv4() == last.is_ipv4() && number(first) <= number(last) => {
            Some((number(first), number(last), 2))
        }
        Some(_) => None,
        None => Some((number(first), number(first), 1)),
    }
}

fn number(ip: IpAddr) -> u128 {
    let mapped: Ipv6Addr = match ip {
        IpAddr::V4(ip) => ip.to_ipv6_mapped(),
        IpAddr::V6(ip) => ip,
    };
    mapped.into()
}
