//! Coding strings by numbers, exactly: equal strings get equal codes, whatever their hashes do.

use crate::strings::Strings;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// Distinct strings in order of arrival. [`Dictionary::finish`] recodes them by sorted order, so that codes
/// in the output do not depend on arrival. The hash is seeded per process, which hostile input cannot aim
/// at and output cannot show, as the table is never walked.
#[derive(Default)]
pub struct Dictionary {
    strings: Strings,
    table: HashTable<Entry>,
    hasher: foldhash::fast::RandomState,
}

/// A string in the table, with its packed key: short ones are compared without a look at `strings`.
#[derive(Clone, Copy)]
struct Entry {
    key: [u64; 2],
    hash: u32,
    code: u32,
}

/// Spreads a stored 32-bit hash over the 64 bits that the table looks at.
pub(crate) fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Longest string that a key holds whole.
const WHOLE: usize = 15;

/// Up to 15 bytes with their number: equal keys mean equal strings. Of longer strings the first 8 and last 7 bytes,
/// marked by a length that no short one has.
#[inline]
fn pack(text: &str) -> [u64; 2] {
    let bytes = text.as_bytes();
    let mut packed = [0u8; 16];
    if bytes.len() <= WHOLE {
        packed[..bytes.len()].copy_from_slice(bytes);
        packed[WHOLE] = bytes.len() as u8;
    } else {
        packed[..8].copy_from_slice(&bytes[..8]);
        packed[8..WHOLE].copy_from_slice(&bytes[bytes.len() - 7..]);
        packed[WHOLE] = u8::MAX;
    }
    let packed = u128::from_le_bytes(packed);
    [packed as u64, (packed >> 64) as u64]
}

impl Dictionary {
    /// Code of `text`, and whether it is new.
    #[inline]
    pub fn code(&mut self, text: &str) -> (u32, bool) {
        let key = pack(text);
        let hash = self.hash(text, key);
        if let Some(code) = self.lookup(text, key, hash) {
            return (code, false);
        }
        let code = self.strings.push(text);
        self.table.insert_unique(spread(hash), Entry { key, hash, code }, |e| spread(e.hash));
        (code, true)
    }

    /// Code of `text` if it has one.
    pub fn find(&self, text: &str) -> Option<u32> {
        let key = pack(text);
        self.lookup(text, key, self.hash(text, key))
    }

    #[inline]
    fn hash(&self, text: &str, key: [u64; 2]) -> u32 {
        if text.len() <= WHOLE { self.hasher.hash_one(key) as u32 } else { self.hasher.hash_one(text) as u32 }
    }

    #[inline]
    fn lookup(&self, text: &str, key: [u64; 2], hash: u32) -> Option<u32> {
        let equal = |e: &Entry| {
            e.hash == hash && e.key == key && (text.len() <= WHOLE || self.strings.get(e.code) == text)
        };
        self.table.find(spread(hash), equal).map(|e| e.code)
    }

    /// Number of distinct strings.
    pub fn len(&self) -> usize {
        self.strings.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.strings.is_empty()
    }

    /// The strings by code of arrival.
    pub fn strings(&self) -> &Strings {
        &self.strings
    }

    /// The strings in sorted order, and the new code of each old one.
    pub fn finish(self) -> (Strings, Vec<u32>) {
        drop(self.table);
        let order = self.strings.sorted();
        let mut rank = vec![0u32; order.len()];
        for (new, &old) in order.iter().enumerate() {
            rank[old as usize] = new as u32;
        }
        (self.strings.permuted(&order), rank)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_strings_with_equal_ends_are_told_apart() {
        let mut dictionary = Dictionary::default();
        let (a, b) = ("12345678-left-7654321", "12345678-rite-7654321");
        assert_eq!(pack(a), pack(b));
        assert_ne!(dictionary.code(a).0, dictionary.code(b).0);
        assert_eq!(dictionary.code(a), (0, false));
        assert_ne!(pack("a"), pack("a\0"));
    }

    #[test]
    fn codes_follow_sorted_order_after_finish() {
        let mut dictionary = Dictionary::default();
        assert_eq!(dictionary.code("pear"), (0, true));
        assert_eq!(dictionary.code("apple"), (1, true));
        assert_eq!(dictionary.code("pear"), (0, false));
        assert_eq!(dictionary.find("apple"), Some(1));
        assert_eq!(dictionary.find("plum"), None);
        let (strings, rank) = dictionary.finish();
        assert_eq!(strings.get(0), "apple");
        assert_eq!(rank, [1, 0]);
    }
}
