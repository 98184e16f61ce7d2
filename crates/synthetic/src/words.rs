//! Words of the closed classes of English, and endings of the others: what is left of a text when its topic is taken out.

use crate::learn::hash;
use std::sync::LazyLock;

/// Articles, pronouns, prepositions, conjunctions, auxiliaries, adverbs of degree and connection, and the commonest others.
pub const FUNCTION: &[&str] = &[
    "the",
    "of",
    "and",
    "to",
    "a",
    "in",
    "that",
    "is",
    "was",
    "he",
    "for",
    "it",
    "with",
    "as",
    "his",
    "on",
    "be",
    "at",
    "by",
    "i",
    "this",
    "had",
    "not",
    "are",
    "but",
    "from",
    "or",
    "have",
    "an",
    "they",
    "which",
    "one",
    "you",
    "were",
    "her",
    "all",
    "she",
    "there",
    "would",
    "their",
    "we",
    "him",
    "been",
    "has",
    "when",
    "who",
    "will",
    "more",
    "no",
    "if",
    "out",
    "so",
    "said",
    "what",
    "up",
    "its",
    "about",
    "into",
    "than",
    "them",
    "can",
    "only",
    "other",
    "new",
    "some",
    "could",
    "time",
    "these",
    "two",
    "may",
    "then",
    "do",
    "first",
    "any",
    "my",
    "now",
    "such",
    "like",
    "our",
    "over",
    "me",
    "even",
    "most",
    "made",
    "after",
    "also",
    "did",
    "many",
    "before",
    "must",
    "through",
    "back",
    "where",
    "much",
    "your",
    "way",
    "well",
    "down",
    "should",
    "because",
    "each",
    "just",
    "those",
    "people",
    "how",
    "too",
    "little",
    "very",
    "good",
    "make",
    "still",
    "own",
    "see",
    "between",
    "both",
    "under",
    "never",
    "same",
    "another",
    "while",
    "last",
    "might",
    "us",
    "off",
    "since",
    "against",
    "here",
    "without",
    "again",
    "however",
    "during",
    "although",
    "though",
    "yet",
    "despite",
    "within",
    "among",
    "upon",
    "whether",
    "until",
    "toward",
    "towards",
    "moreover",
    "additionally",
    "furthermore",
    "overall",
    "therefore",
    "thus",
    "hence",
    "finally",
    "meanwhile",
    "instead",
    "rather",
    "perhaps",
    "indeed",
    "really",
    "quite",
    "almost",
    "often",
    "always",
    "ever",
    "once",
    "soon",
    "far",
    "per",
    "via",
    "nor",
    "either",
    "neither",
    "every",
    "few",
    "less",
    "least",
    "several",
    "whose",
    "whom",
    "why",
    "being",
    "am",
    "does",
    "doing",
    "done",
    "having",
    "got",
    "get",
    "i'm",
    "it's",
    "don't",
    "didn't",
    "can't",
    "i've",
    "that's",
    "doesn't",
    "wasn't",
    "isn't",
    "couldn't",
    "you're",
    "won't",
    "wouldn't",
    "i'll",
    "he's",
    "she's",
    "they're",
    "we're",
    "there's",
    "i'd",
    "let's",
    "cannot",
    "shall",
    "yes",
    "oh",
    "please",
    "themselves",
    "itself",
    "himself",
    "herself",
    "myself",
    "yourself",
    "ourselves",
    "according",
    "including",
    "following",
];

/// Endings that tell something of a word's class, longest first where one ends in another.
pub const ENDINGS: &[&str] = &[
    "ization", "fulness", "ations", "ation", "ments", "tions", "ingly", "ment", "ness", "tion", "sion",
    "ings", "able", "ible", "ance", "ence", "ities", "ship", "ward", "less", "ical", "ized", "ity", "ing",
    "ous", "ive", "ful", "ism", "ist", "ies", "ied", "est", "ers", "ize", "ant", "ent", "ary", "al", "ed",
    "ly", "er", "or", "ic", "es", "en", "s", "y", "e",
];

const SLOTS: usize = 1024;

/// Open addressing over a table four times as large as the list.
static TABLE: LazyLock<Vec<(u64, u8)>> = LazyLock::new(|| {
    let mut table = vec![(0, u8::MAX); SLOTS];
    for (number, word) in FUNCTION.iter().enumerate() {
        let hash = hash::chars(word.chars());
        let mut at = hash as usize % SLOTS;
        while table[at].1 != u8::MAX {
            at = (at + 1) % SLOTS;
        }
        table[at] = (hash, number as u8);
    }
    table
});

/// The number of a word in [`FUNCTION`], by the hash of its small letters.
pub(crate) fn function(hash: u64) -> Option<u8> {
    let mut at = hash as usize % SLOTS;
    while TABLE[at].1 != u8::MAX {
        if TABLE[at].0 == hash {
            return Some(TABLE[at].1);
        }
        at = (at + 1) % SLOTS;
    }
    None
}

/// The number of a word's ending in [`ENDINGS`], from 1; 0 when it has none of them or is short.
pub(crate) fn ending(word: &str) -> u8 {
    let bytes = word.as_bytes();
    if bytes.len() < 4 {
        return 0;
    }
    let last = bytes[bytes.len() - 1].to_ascii_lowercase();
    let of_last = ENDINGS_BY_LAST.get(usize::from(last)).map_or(&[][..], Vec::as_slice);
    let is = |end: &str| {
        bytes.len() >= end.len() + 2 && bytes[bytes.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
    };
    of_last.iter().find(|&&place| is(ENDINGS[usize::from(place)])).map_or(0, |place| place + 1)
}

/// Places of endings in [`ENDINGS`] by their last letter.
static ENDINGS_BY_LAST: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut by_last = vec![Vec::new(); 128];
    for (place, ending) in ENDINGS.iter().enumerate() {
        if let Some(&last) = ending.as_bytes().last() {
            by_last[usize::from(last)].push(place as u8);
        }
    }
    by_last
});

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn words_are_found_and_different() {
        assert!(FUNCTION.len() < usize::from(u8::MAX) && FUNCTION.len() * 3 < SLOTS);
        assert_eq!(FUNCTION.iter().collect::<BTreeSet<_>>().len(), FUNCTION.len());
        for (number, word) in FUNCTION.iter().enumerate() {
            assert_eq!(function(hash::chars(word.chars())), Some(number as u8), "{word}");
        }
        assert_eq!(function(hash::chars("harbour".chars())), None);
        let of = |word| ending(word).checked_sub(1).map(|at| ENDINGS[usize::from(at)]);
        assert_eq!(of("organization"), Some("ization"));
        assert_eq!(of("sailing"), Some("ing"));
        assert_eq!(of("sky"), None);
        assert_eq!(of("kiosk"), None);
    }
}
