//! The words of statements as terms that can be compared.

use std::collections::HashMap;
use text::prose::Prose;

/// Words without a topic of their own.
const COMMON: &[&str] = &[
    "a",
    "about",
    "above",
    "after",
    "again",
    "against",
    "all",
    "also",
    "am",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "because",
    "been",
    "before",
    "being",
    "both",
    "but",
    "by",
    "can",
    "could",
    "did",
    "do",
    "does",
    "doing",
    "done",
    "down",
    "during",
    "each",
    "either",
    "ever",
    "every",
    "few",
    "for",
    "from",
    "further",
    "had",
    "has",
    "have",
    "having",
    "he",
    "her",
    "here",
    "hers",
    "herself",
    "him",
    "himself",
    "his",
    "how",
    "i",
    "if",
    "in",
    "into",
    "is",
    "it",
    "its",
    "itself",
    "just",
    "may",
    "me",
    "might",
    "more",
    "most",
    "much",
    "must",
    "my",
    "neither",
    "never",
    "no",
    "nor",
    "not",
    "nothing",
    "now",
    "of",
    "off",
    "on",
    "once",
    "only",
    "or",
    "other",
    "our",
    "ours",
    "out",
    "over",
    "own",
    "same",
    "shall",
    "she",
    "should",
    "so",
    "some",
    "such",
    "than",
    "that",
    "the",
    "their",
    "theirs",
    "them",
    "themselves",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "through",
    "to",
    "too",
    "under",
    "until",
    "up",
    "upon",
    "us",
    "very",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "why",
    "will",
    "with",
    "without",
    "would",
    "yet",
    "you",
    "your",
    "mr",
    "mrs",
    "ms",
    "dr",
    "one",
    "there's",
    "it's",
    "don't",
    "didn't",
    "doesn't",
    "isn't",
    "wasn't",
    "won't",
    "he's",
    "she's",
    "that's",
    "we've",
    "i'm",
    "they're",
];

/// Stems of nouns and verbs for statements themselves, which name no conduct.
const OF_STATEMENTS: &[&str] = &[
    "accusation",
    "accus",
    "allegation",
    "alleg",
    "assertion",
    "charg",
    "claim",
    "comment",
    "insinuation",
    "remark",
    "report",
    "rumour",
    "rumor",
    "statement",
    "suggestion",
    "suggest",
    "stor",
    "word",
    "smear",
    "attack",
    "criticism",
    "complaint",
    "thing",
    "matter",
    "kind",
    "sort",
    "wrongdo",
    "involvement",
    "involv",
    "responsibilit",
    "blame",
    "blam",
    "evidenc",
    "proof",
];

/// Stems of words that only say that something is not so.
const OF_DENIAL: &[&str] = &[
    "absurd",
    "baseless",
    "bogus",
    "categorical",
    "categoricall",
    "complet",
    "completel",
    "den",
    "fabricat",
    "fabrication",
    "fair",
    "fairy",
    "fake",
    "fals",
    "fantas",
    "far-fetch",
    "fiction",
    "firm",
    "firml",
    "groundless",
    "hoax",
    "inaccurat",
    "incorrect",
    "insult",
    "invent",
    "invention",
    "laughabl",
    "lie",
    "lies",
    "ludicrou",
    "malign",
    "nonsen",
    "nonsens",
    "offensiv",
    "outright",
    "outrageou",
    "pure",
    "reject",
    "ridiculou",
    "simpl",
    "slander",
    "tale",
    "theater",
    "theatr",
    "total",
    "totall",
    "true",
    "unfound",
    "unsubstantiat",
    "untru",
    "utter",
    "utterl",
    "wrong",
    "tru",
];

/// A statement's terms.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms {
    /// Terms of the content with the number of times they stand there, ascending.
    pub counts: Vec<(u32, f32)>,
    /// Stems of all words of the content in order, numbered as the terms are.
    pub stems: Vec<u32>,
    /// Terms that name a conduct, person or thing: neither common words nor words for statements and denials.
    pub specific: usize,
    /// Whether it speaks of a statement: `the allegations`.
    pub is_of_statement: bool,
    /// Whether words of denial judge something: `baseless`.
    pub is_of_denial: bool,
    /// The numbers in it.
    pub numbers: Vec<f64>,
}

/// Numbers for stems, in the order of their first use.
#[derive(Debug)]
pub(super) struct Lexicon {
    numbers: HashMap<String, u32>,
    common: u32,
}

impl Lexicon {
    pub fn new() -> Self {
        let mut lexicon = Self { numbers: HashMap::new(), common: 0 };
        for word in COMMON {
            lexicon.number(word);
        }
        lexicon.common = lexicon.numbers.len() as u32;
        lexicon
    }

    fn number(&mut self, stem: &str) -> u32 {
        if let Some(&number) = self.numbers.get(stem) {
            return number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(stem.to_owned(), number);
        number
    }

    /// Number of terms so far.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The terms of a content.
    pub fn terms(&mut self, content: &str) -> Terms {
        let mut terms = Terms::default();
        let mut all: Vec<u32> = Vec::new();
        for token in &Prose::of(content).tokens {
            if !token.is_word() {
                continue;
            }
            let word = token.text(content).to_lowercase().replace('’', "'");
            if let Some(number) = number_of(&word) {
                terms.numbers.push(number);
            }
            let word = word.strip_suffix("'s").unwrap_or(&word);
            if let Some(&number) = self.numbers.get(word).filter(|&&number| number < self.common) {
                terms.stems.push(number);
                continue;
            }
            let stem = stem(word);
            let number = self.number(stem);
            terms.stems.push(number);
            if OF_STATEMENTS.contains(&stem) {
                terms.is_of_statement = true;
            } else if OF_DENIAL.contains(&stem) {
                terms.is_of_denial = true;
            } else {
                terms.specific += 1;
                all.push(number);
            }
        }
        all.sort_unstable();
        terms.counts = all.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as f32)).collect();
        terms
    }
}

/// A word without its ending, so that `accuses`, `accused` and `accusing` are one term. Not a word of the language: it is
/// only compared.
fn stem(word: &str) -> &str {
    let mut stem = word;
    for ending in ["ians", "ian", "ing", "ies", "ied", "ers", "er", "ed", "es", "s", "e", "y"] {
        if let Some(rest) = word.strip_suffix(ending)
            && rest.chars().count() >= 3
        {
            stem = rest;
            break;
        }
    }
    // `running` and `runs`.
    let mut ends = stem.chars().rev();
    if stem.len() < word.len()
        && let (Some(last), Some(before)) = (ends.next(), ends.next())
        && last == before
        && !matches!(last, 'l' | 's' | 'e')
        && stem.chars().count() > 3
    {
        stem = &stem[..stem.len() - last.len_utf8()];
    }
    // `Kestovia` and `Kestovian`.
    stem.strip_suffix("ia").filter(|rest| rest.chars().count() >= 4).unwrap_or(stem)
}

/// The number that a word writes.
fn number_of(word: &str) -> Option<f64> {
    const WORDS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.parse().ok();
    }
    // `one` is a pronoun more often than a number.
    WORDS.iter().position(|&name| name == word).filter(|&at| at != 1).map(|at| at as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_one_term() {
        for (a, b) in [
            ("accuses", "accused"),
            ("running", "runs"),
            ("denies", "denied"),
            ("claim", "claims"),
            ("site", "sites"),
            ("hiding", "hides"),
            ("varrenia", "varrenian"),
            ("order", "ordering"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_eq!(stem("s"), "s");
    }

    #[test]
    fn general_denials_name_nothing() {
        let mut lexicon = Lexicon::new();
        for (content, specific) in [
            ("all such claims are baseless", 0),
            ("the allegations", 0),
            ("that", 0),
            ("it was “a lie”", 0),
            ("hiding accidents at the mill", 3),
        ] {
            assert_eq!(lexicon.terms(content).specific, specific, "{content}");
        }
    }
}
