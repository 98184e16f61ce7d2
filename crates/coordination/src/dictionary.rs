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

#[derive(Clone, Copy)]
struct Entry {
    hash: u32,
    code: u32,
}

/// Spreads a stored 32-bit hash over the 64 bits that the table looks at.
pub(crate) fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

impl Dictionary {
    /// Code of `text`, and whether it is new.
    #[inline]
    pub fn code(&mut self, text: &str) -> (u32, bool) {
        let hash = self.hasher.hash_one(text.as_bytes()) as u32;
        let strings = &self.strings;
        let found =
            self.table.find(spread(hash), |e| e.hash == hash && strings.bytes(e.code) == text.as_bytes());
        if let Some(entry) = found {
            return (entry.code, false);
        }
        let code = self.strings.push(text);
        self.table.insert_unique(spread(hash), Entry { hash, code }, |e| spread(e.hash));
        (code, true)
    }

    /// Code of `text` if it has one.
    pub fn find(&self, text: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(text.as_bytes()) as u32;
        let found = |e: &Entry| e.hash == hash && self.strings.bytes(e.code) == text.as_bytes();
        self.table.find(spread(hash), found).map(|e| e.code)
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
