//! TIFF: the values of the first directory's entries (TIFF 6.0), as far as they stand apart from it.

use super::Pieces;
use crate::Source;
use std::io::{self, Read, Seek};

/// Entries of a directory that are looked at.
const MOST_ENTRIES: usize = 512;

pub(super) fn read<R: Read + Seek>(file: &mut Source<R>, found: &mut Pieces) -> io::Result<()> {
    let head = file.take(0, 8)?;
    let is_little = head.starts_with(b"II");
    let number = |bytes: &[u8]| {
        let fold = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        if is_little { bytes.iter().rev().fold(0, fold) } else { bytes.iter().fold(0, fold) }
    };
    let at = number(head.get(4..8).unwrap_or_default());
    let count = number(&file.take(at, 2)?) as usize;
    let entries = file.take(at + 2, count.min(MOST_ENTRIES) * 12)?;
    if count == 0 || entries.len() < count.min(MOST_ENTRIES) * 12 {
        found.trouble("truncated", at, "the directory goes beyond the end of the file");
    }
    if count > MOST_ENTRIES {
        found.trouble(
            "too_many_pieces",
            at,
            format!("the first {MOST_ENTRIES} entries are looked at; there are more"),
        );
    }
    for (n, entry) in entries.chunks_exact(12).enumerate() {
        let (tag, kind, values) = (number(&entry[..2]), number(&entry[2..4]), number(&entry[4..8]));
        let width = match kind {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => continue,
        };
        let length = width * values;
        let own = at + 2 + 12 * n as u64 + 8;
        let start = if length <= 4 { own } else { number(&entry[8..12]) };
        if start + length > file.len() {
            found.trouble(
                "broken_structure",
                own,
                format!("the value of tag {tag} lies beyond the end of the file"),
            );
            continue;
        }
        if !found.push(format!("{tag}"), start, start + length) {
            break;
        }
    }
    Ok(())
}
