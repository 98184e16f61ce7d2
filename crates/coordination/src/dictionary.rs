//! Coding strings by numbers, exactly: equal strings get equal codes, whatever their hashes do.
//!
//! A look-up in a large table waits for memory. Callers that have many take them in batches: first the [`Word`] of
//! each and a [`Dictionary::touch`], which starts the waits side by side, then the look-ups, which find their lines
//! in the cache.

use crate::strings::{Strings, ranks};
use model::digits::eight_digits;
use std::hash::BuildHasher;

/// What a table knows of a string. Equal words of whole texts mean equal texts of one space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    key: u64,
    /// Bytes 9 and 10 of a short text, its space and its form.
    tag: u32,
    hash: u32,
}

/// Codes by word; the strings stand elsewhere. Open addressing, line by line, with entries that hold their key: a look-up
/// touches one line of memory, where a table of tags and entries touches two that depend on each other. The hash is
/// seeded per process, which hostile input cannot aim at and output cannot show, as the table is never walked.
#[derive(Default)]
pub(crate) struct Words {
    /// A power of two of lines, at most three quarters of their entries taken; none before the first word.
    table: Vec<Line>,
    taken: usize,
    hasher: foldhash::fast::RandomState,
}

/// A line of memory. Its entries are taken from the front, and then those of the next line.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Line([Entry; 4]);

#[derive(Clone, Copy)]
struct Entry {
    key: u64,
    tag: u32,
    /// [`FREE`] where there is no entry.
    code: u32,
}

/// No string has this code: columns hold fewer than 2^32.
const FREE: u32 = u32::MAX;

/// What [`Words::glance`] says of a word that it does not see.
pub(crate) const ELSEWHERE: u32 = FREE;

/// Spreads a stored 32-bit hash over the 64 bits that the table looks at.
pub(crate) fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Longest text of any kind that a word holds whole, and longest one of digits, as platforms' ids are.
const WHOLE: usize = 10;
const WHOLE_DIGITS: usize = 19;
/// Form of a text that a word does not hold whole: the key is its hash. Other forms are the number of bytes.
const LONG: u8 = u8::MAX;

/// A text of up to [`WHOLE`] bytes: its first eight and its last two.
#[inline]
fn pack(bytes: &[u8]) -> (u64, u16) {
    let n = bytes.len();
    // Loads of fixed size that may overlap, instead of a copy of unknown length.
    let eight = || bytes.first_chunk().map_or(0, |chunk| u64::from_le_bytes(*chunk));
    let four = |at: usize| bytes[at..].first_chunk().map_or(0, |chunk| u64::from(u32::from_le_bytes(*chunk)));
    let one = |at: usize| u64::from(bytes[at]) << (at * 8);
    match n {
        0 => (0, 0),
        1..4 => (one(0) | one(n / 2) | one(n - 1), 0),
        4..8 => (four(0) | four(n - 4) << ((n - 4) * 8), 0),
        8 => (eight(), 0),
        9 => (eight(), u16::from(bytes[8])),
        _ => (eight(), u16::from_le_bytes([bytes[8], bytes[9]])),
    }
}

/// The number that a text of at most [`WHOLE_DIGITS`] digits writes; with its length it stands for the text.
#[inline]
fn digits(bytes: &[u8]) -> Option<u64> {
    let (eights, rest) = bytes.as_chunks::<8>();
    let mut number = 0;
    for eight in eights {
        number = number * 100_000_000 + eight_digits(u64::from_le_bytes(*eight))?;
    }
    for byte in rest {
        number = number * 10 + u64::from(byte.is_ascii_digit().then_some(byte - b'0')?);
    }
    Some(number)
}

impl Word {
    /// Whether it stands for a text that it does not hold.
    fn is_long(&self) -> bool {
        (self.tag >> 24) as u8 == LONG
    }
}

impl Words {
    /// The word of `text` in `space`: equal texts of two spaces are told apart.
    #[inline(always)]
    pub fn word(&self, text: &str, space: u8) -> Word {
        let bytes = text.as_bytes();
        let whole = match bytes.len() {
            n if n <= WHOLE => Some(pack(bytes)),
            n if n <= WHOLE_DIGITS => digits(bytes).map(|number| (number, 0)),
            _ => None,
        };
        let (key, more, form) = match whole {
            Some((key, more)) => (key, more, bytes.len() as u8),
            None => (self.hasher.hash_one(text), 0, LONG),
        };
        let tag = u32::from(more) | u32::from(space) << 16 | u32::from(form) << 24;
        Word { key, tag, hash: self.hash(key, tag) }
    }

    #[inline]
    fn hash(&self, key: u64, tag: u32) -> u32 {
        self.hasher.hash_one((key, tag)) as u32
    }

    /// The line where a hash belongs.
    #[inline]
    fn line(&self, hash: u32) -> usize {
        // The high bits are the well mixed ones.
        (spread(hash) >> 32) as usize & self.table.len().wrapping_sub(1)
    }

    /// Brings the line where `word` will be looked up into the cache. The number means nothing; using it keeps the
    /// compiler from leaving the look out.
    #[inline]
    pub fn touch(&self, word: &Word) -> u32 {
        self.table.get(self.line(word.hash)).map_or(0, |line| line.0[0].code)
    }

    /// Code of `word` if it stands in the line where it belongs; [`ELSEWHERE`] if it has to be looked for, or is new.
    /// Without a branch, so that many wait for memory side by side.
    #[inline(always)]
    pub fn glance(&self, word: &Word) -> u32 {
        let Some(line) = self.table.get(self.line(word.hash)) else { return ELSEWHERE };
        let code = |entry: &Entry| {
            let differs = (entry.key ^ word.key) | u64::from(entry.tag ^ word.tag);
            entry.code | u32::from(differs != 0).wrapping_neg()
        };
        // At most one of them is the word's; of the others all bits are set.
        let seen = line.0.iter().fold(ELSEWHERE, |seen, entry| seen & code(entry));
        seen | u32::from(word.is_long()).wrapping_neg()
    }

    /// Code of `word`; `same` tells for a long one whether the string of a code is the one that is meant.
    #[inline]
    pub fn find(&self, word: &Word, same: impl Fn(u32) -> bool) -> Option<u32> {
        let mut at = self.line(word.hash);
        loop {
            for entry in &self.table.get(at)?.0 {
                if entry.code == FREE {
                    return None;
                }
                if (entry.key, entry.tag) == (word.key, word.tag) && (!word.is_long() || same(entry.code)) {
                    return Some(entry.code);
                }
            }
            at = (at + 1) & (self.table.len() - 1);
        }
    }

    /// Gives `word`, which is new, a code.
    pub fn insert(&mut self, word: &Word, code: u32) {
        if self.taken + 1 > self.table.len() * 3 {
            self.grow();
        }
        self.taken += 1;
        self.put(word.hash, Entry { key: word.key, tag: word.tag, code });
    }

    fn put(&mut self, hash: u32, entry: Entry) {
        let mut at = self.line(hash);
        loop {
            if let Some(free) = self.table[at].0.iter_mut().find(|entry| entry.code == FREE) {
                *free = entry;
                return;
            }
            at = (at + 1) & (self.table.len() - 1);
        }
    }

    #[cold]
    fn grow(&mut self) {
        let free = Line([Entry { key: 0, tag: 0, code: FREE }; 4]);
        let larger = vec![free; (self.table.len() * 2).max(1 << 8)];
        for entry in std::mem::replace(&mut self.table, larger).into_iter().flat_map(|line| line.0) {
            if entry.code != FREE {
                self.put(self.hash(entry.key, entry.tag), entry);
            }
        }
    }
}

/// Distinct strings, coded in order of arrival; [`Dictionary::finish`] recodes them by sorted order.
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

    /// See [`Words::glance`].
    #[inline(always)]
    pub(crate) fn glance(&self, word: &Word) -> u32 {
        self.words.glance(word)
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

    /// The strings, by code.
    pub fn into_strings(self) -> Strings {
        self.strings
    }

    /// The strings in sorted order, and the new code of each old one.
    pub fn finish(self) -> (Strings, Vec<u32>) {
        drop(self.words);
        let order = self.strings.sorted();
        (self.strings.permuted(&order), ranks(&order))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_short_texts_and_of_digits_hold_them_whole() {
        let words = Words::default();
        let holds = |text: &str| !words.word(text, 0).is_long();
        let check = |text: &str, whole: bool| assert_eq!(holds(text), whole, "{text}");
        check("", true);
        check("abcdefghij", true);
        check("abcdefghijk", false);
        check("1234567890123456789", true);
        check("12345678901234567890", false);
        check("123456789012345678x", false);
        check("1234567x9012345678", false);
        check("1234567/9012345678", false);
        check("1234567:9012345678", false);
    }

    #[test]
    fn words_of_different_texts_differ() {
        let words = Words::default();
        let mut texts: Vec<String> = (0..=WHOLE).map(|n| "abcdefghij"[..n].to_owned()).collect();
        texts.extend((0..=WHOLE_DIGITS).map(|n| "0".repeat(n)));
        texts.extend(
            (0..WHOLE_DIGITS).map(|n| format!("{}1{}", "0".repeat(n), "0".repeat(WHOLE_DIGITS - 1 - n))),
        );
        texts.extend(["a\0", "\0", "\0\0"].map(str::to_owned));
        texts.sort();
        texts.dedup();
        let mut seen: Vec<(u64, u32)> =
            texts.iter().map(|text| words.word(text, 0)).map(|w| (w.key, w.tag)).collect();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), texts.len());
    }

    #[test]
    fn digits_are_read_as_numbers() {
        for text in
            ["0", "12345678", "123456789", "1234567890123456", "9999999999999999999", "0000000000000000001"]
        {
            assert_eq!(digits(text.as_bytes()), text.parse().ok(), "{text}");
        }
    }

    #[test]
    fn long_strings_with_equal_hashes_are_told_apart() {
        let mut words = Words::default();
        let word = words.word("12345678-left-7654321", 0);
        words.insert(&word, 3);
        assert_eq!(words.find(&word, |code| code == 3), Some(3));
        assert_eq!(words.find(&word, |_| false), None);
    }

    /// Most words stand where they belong; of those that do, and of no other, a glance says the code.
    #[test]
    fn a_glance_says_the_code_or_nothing() {
        let mut words = Words::default();
        assert_eq!(words.glance(&words.word("ann", 0)), ELSEWHERE);
        let texts: Vec<String> = (0..500).map(|n| format!("a{n}")).collect();
        for (text, code) in texts.iter().zip(0..) {
            let word = words.word(text, 0);
            words.insert(&word, code);
        }
        let seen = texts.iter().zip(0..).filter(|(text, code)| {
            let seen = words.glance(&words.word(text, 0));
            assert!(seen == *code || seen == ELSEWHERE, "{text}: {seen}");
            seen == *code
        });
        assert!(seen.count() > 250);
        assert_eq!(words.glance(&words.word("b1", 0)), ELSEWHERE);
        assert_eq!(words.glance(&words.word("", 0)), ELSEWHERE);
        let long = words.word("12345678-left-7654321", 0);
        words.insert(&long, 500);
        assert_eq!(words.glance(&long), ELSEWHERE);
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
