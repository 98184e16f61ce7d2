//! Words that tell an attitude: they judge, belittle, call untrue, excuse, evade, praise, ask for, expect or doubt.
//!
//! They decide nothing by themselves. The model of acts learns from annotated statements what each class is worth beside
//! the words around it, so that a word which no statement had counts as others of its class do.

use super::words::Word;
use crate::learn::hash;
use crate::syntax::form;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Classes, in the order of their numbers.
pub(super) const CLASSES: [&str; 12] = [
    "blame", "mockery", "untrue", "innocent", "harm", "silence", "praise", "good", "demand", "future", "doubt", "fact",
];

/// Most words of an entry.
const LONGEST: usize = 6;

/// Classes of an entry, one bit for each, by the stems of its words.
static ENTRIES: LazyLock<HashMap<u64, u16>> = LazyLock::new(|| {
    let mut entries = HashMap::new();
    for line in include_str!("data/attitudes.txt").lines() {
        let Some((class, entry)) = line.split_once('\t') else { continue };
        let Some(number) = CLASSES.iter().position(|&name| name == class) else { continue };
        let entry = apart(entry);
        let key = entry.split(' ').fold(0, |key, word| hash::mix(key, u64::from(form::stem_of(word))));
        *entries.entry(key).or_insert(0) |= 1 << number;
    }
    entries
});

/// An entry with its contractions taken apart, as [`Word`] has them.
fn apart(entry: &str) -> String {
    [
        ("can't", "can not"),
        ("cannot", "can not"),
        ("won't", "will not"),
        ("ain't", "is not"),
        ("n't", " not"),
        ("'ve", " have"),
        ("'re", " are"),
        ("'ll", " will"),
        ("'m", " am"),
        ("'d", " would"),
        ("it's", "it is"),
        ("that's", "that is"),
        ("there's", "there is"),
        ("who's", "who is"),
        ("what's", "what is"),
        ("let's", "let is"),
        ("he's", "he is"),
        ("'s", " 's"),
    ]
    .iter()
    .fold(entry.to_owned(), |entry, (whole, parts)| entry.replace(whole, parts))
}

/// An entry among some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its first word.
    pub at: usize,
    /// Its classes, one bit for each.
    pub classes: u16,
}

/// The entries among `words`: of those that begin at one word, the longest; none within another.
pub(super) fn find(words: &[Word<'_>]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let (mut key, mut longest) = (0, None);
        for (length, word) in (1..=LONGEST).zip(&words[at..]) {
            if word.is_name {
                break;
            }
            key = hash::mix(key, u64::from(form::stem_of(&word.text)));
            if let Some(&classes) = ENTRIES.get(&key) {
                longest = Some((length, classes));
            }
        }
        let (length, classes) = longest.unwrap_or((1, 0));
        if classes != 0 {
            found.push(Found { at, classes });
        }
        at += length;
    }
    found
}
