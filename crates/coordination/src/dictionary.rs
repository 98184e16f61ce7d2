//! Coding strings by numbers, exactly: equal strings get equal codes, whatever their hashes do.
//!
//! A look-up in a large table waits for memory. Callers that have many take them in batches: first the [`Word`] of
//! each and a [`Dictionary::touch`], which starts the waits side by side, then the look-ups, which find their lines
//! in the cache.

use crate::strings::Strings;
use std::hash::BuildHasher;

/// What a table knows of a string: its packed key and its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    key: [u64; 2],
    hash: u32,
    /// The key does not hold the string whole.
    long: bool,
}

/// Codes by word; the strings stand elsewhere. Open addressing with entries that hold their key: a look-up touches
/// one line of memory, where a table of tags and entries touches two that depend on each other. The hash is seeded per
/// process, which hostile input cannot aim at and output cannot show, as the table is never walked.
#[derive(Default)]
pub(crate) struct Words {
    /// A power of two of places, at most three quarters of them taken; none before the first word.
    table: Vec<Entry>,
    taken: usize,
    hasher: foldhash::fast::RandomState,
}

#[derive(Clone, Copy)]
struct Entry {
    key: [u64; 2],
    hash: u32,
    /// [`FREE`] where there is no entry.
    code: u32,
}

/// No string has this code: columns hold fewer than 2^32.
const FREE: u32 = u32::MAX;

/// Spreads a stored 32-bit hash over the 64 bits that the table looks at.
pub(crate) fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Longest string that a key holds whole.
const WHOLE: usize = 14;

/// Up to 14 bytes with their number and their space: equal keys mean equal strings of one space. Of longer strings
/// the first 8 and last 6 bytes, marked by a length that no short one has.
#[inline]
fn pack(text: &str, space: u8) -> [u64; 2] {
    let bytes = text.as_bytes();
    let n = bytes.len();
    // Loads of fixed size that may overlap, instead of a copy of unknown length.
    let eight = |at: usize| bytes[at..].first_chunk().map_or(0, |chunk| u64::from_le_bytes(*chunk));
    let four = |at: usize| bytes[at..].first_chunk().map_or(0, |chunk| u64::from(u32::from_le_bytes(*chunk)));
    let one = |at: usize| u64::from(bytes[at]) << (at * 8);
    let (low, high) = match n {
        0 => (0, 0),
        1..4 => (one(0) | one(n / 2) | one(n - 1), 0),
        4..8 => (four(0) | four(n - 4) << ((n - 4) * 8), 0),
        8 => (eight(0), 0),
        9..=WHOLE => (eight(0), eight(n - 8) >> ((16 - n) * 8)),
        _ => (eight(0), eight(n - 8) >> 16),
    };
    let length = if n <= WHOLE { n as u64 } else { 0xFF };
    [low, high | u64::from(space) << 48 | length << 56]
}

impl Words {
    /// The word of `text` in `space`: equal texts of two spaces are told apart.
    #[inline]
    pub fn word(&self, text: &str, space: u8) -> Word {
        let key = pack(text, space);
        let long = text.len() > WHOLE;
        let hash = if long { self.hasher.hash_one(text) } else { self.hasher.hash_one((key[0], key[1])) };
        Word { key, hash: hash as u32, long }
    }

    /// Where a hash belongs.
    #[inline]
    fn place(&self, hash: u32) -> usize {
        // The high bits are the well mixed ones.
        (spread(hash) >> 32) as usize & self.table.len().wrapping_sub(1)
    }

    /// Brings the line where `word` will be looked up into the cache. The number means nothing; using it keeps the
    /// compiler from leaving the look out.
    #[inline]
    pub fn touch(&self, word: &Word) -> u32 {
        self.table.get(self.place(word.hash)).map_or(0, |entry| entry.code)
    }

    /// Code of `word`; `same` tells for a long one whether the string of a code is the one that is meant.
    #[inline]
    pub fn find(&self, word: &Word, same: impl Fn(u32) -> bool) -> Option<u32> {
        let mut place = self.place(word.hash);
        loop {
            let entry = self.table.get(place)?;
            if entry.code == FREE {
                return None;
            }
            if entry.hash == word.hash && entry.key == word.key && (!word.long || same(entry.code)) {
                return Some(entry.code);
            }
            place = (place + 1) & (self.table.len() - 1);
        }
    }

    /// Gives `word`, which is new, a code.
    pub fn insert(&mut self, word: &Word, code: u32) {
        if (self.taken + 1) * 4 > self.table.len() * 3 {
            self.grow();
        }
        self.taken += 1;
        self.put(Entry { key: word.key, hash: word.hash, code });
    }

    fn put(&mut self, entry: Entry) {
        let mut place = self.place(entry.hash);
        while self.table[place].code != FREE {
            place = (place + 1) & (self.table.len() - 1);
        }
        self.table[place] = entry;
    }

    #[cold]
    fn grow(&mut self) {
        let free = Entry { key: [0; 2], hash: 0, code: FREE };
        let larger = vec![free; (self.table.len() * 2).max(1 << 10)];
        for entry in std::mem::replace(&mut self.table, larger) {
            if entry.code != FREE {
                self.put(entry);
            }
        }
    }
}

/// Distinct strings in order of arrival. [`Dictionary::finish`] recodes them by sorted order, so that codes
/// in the output do not depend on arrival.
#[derive(Default)]
pub struct Dictionary {
    strings: Strings,
    words: Words,
}

impl Dictionary {
    /// The word of `text`.
    #[inline]
    pub fn word(&self, text: &str) -> Word {
        self.words.word(text, 0)
    }

    /// See [`Words::touch`].
    #[inline]
    pub fn touch(&self, word: &Word) -> u32 {
        self.words.touch(word)
    }

    /// Code of `text`, whose word is `word`.
    #[inline]
    pub fn code_of(&mut self, text: &str, word: &Word) -> u32 {
        if let Some(code) = self.words.find(word, |code| self.strings.get(code) == text) {
            return code;
        }
        let code = self.strings.push(text);
        self.words.insert(word, code);
        code
    }

    /// Code of `text`.
    pub fn code(&mut self, text: &str) -> u32 {
        let word = self.word(text);
        self.code_of(text, &word)
    }

    /// Code of `text` if it has one.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.words.find(&self.word(text), |code| self.strings.get(code) == text)
    }

    /// Number of distinct strings.
    pub fn len(&self) -> usize {
        self.strings.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.strings.is_empty()
    }

    /// The strings in sorted order, and the new code of each old one.
    pub fn finish(self) -> (Strings, Vec<u32>) {
        drop(self.words);
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
    fn keys_of_short_strings_hold_them_whole() {
        let text = "abcdefghijklmn";
        for n in 0..=WHOLE {
            let [low, high] = pack(&text[..n], 7);
            let mut bytes = [0u8; 16];
            bytes[..8].copy_from_slice(&low.to_le_bytes());
            bytes[8..].copy_from_slice(&high.to_le_bytes());
            assert_eq!(&bytes[..n], &text.as_bytes()[..n]);
            assert!(bytes[n..WHOLE].iter().all(|b| *b == 0));
            assert_eq!(bytes[WHOLE..], [7, n as u8]);
        }
    }

    #[test]
    fn long_strings_with_equal_ends_are_told_apart() {
        let mut dictionary = Dictionary::default();
        let (a, b) = ("12345678-left-7654321", "12345678-rite-7654321");
        assert_eq!(pack(a, 0), pack(b, 0));
        assert_ne!(dictionary.code(a), dictionary.code(b));
        assert_eq!(dictionary.code(a), 0);
        assert_ne!(pack("a", 0), pack("a\0", 0));
    }

    #[test]
    fn equal_strings_of_two_spaces_have_two_words() {
        let words = Words::default();
        assert_ne!(words.word("ann", 1), words.word("ann", 2));
        assert_ne!(words.word("a-name-longer-than-a-key", 1), words.word("a-name-longer-than-a-key", 2));
    }

    #[test]
    fn codes_follow_sorted_order_after_finish() {
        let mut dictionary = Dictionary::default();
        assert_eq!(dictionary.code("pear"), 0);
        assert_eq!(dictionary.code("apple"), 1);
        assert_eq!(dictionary.code("pear"), 0);
        assert_eq!(dictionary.find("apple"), Some(1));
        assert_eq!(dictionary.find("plum"), None);
        let (strings, rank) = dictionary.finish();
        assert_eq!(strings.get(0), "apple");
        assert_eq!(rank, [1, 0]);
    }
}
