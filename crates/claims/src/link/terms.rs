//! The words of statements as terms that can be compared.

use crate::analysis::lower;
use hashbrown::HashMap;
use text::prose::tokens;

/// Words without a topic of their own.
const COMMON: &str = "a about above after again against all also am an and any are as at be because been before being both but by can \
    could did do does doing done down during each either ever every few for from further had has have having he her \
    here hers herself him himself his how i if in into is it its itself just may me might more most much must my \
    neither never no nor not nothing now of off on once only or other our ours out over own same shall she should so \
    some such than that the their theirs them themselves then there these they this those through to too under until \
    up upon us very was we were what when where whether which while who whom whose why will with without would yet \
    you your mr mrs ms dr one there's it's don't didn't doesn't isn't wasn't won't he's she's that's we've i'm \
    they're";

/// Words for statements themselves, which name no conduct.
const OF_STATEMENTS: &str = "accusation allegation assertion charge claim comment complaint criticism insinuation involvement kind matter \
    remark report rumor rumour smear sort speculation statement story suggestion thing word wrongdoing";

/// Common words that lead to a noun.
const DETERMINERS: &str = "the these those such all any a an that this his her its their no";

/// Words that only say that something is not so.
const OF_DENIAL: &str = "absurd baseless bogus categorical categorically complete completely deny fable fabricated fabrication fairy fake false \
    fantasy far-fetched fiction firmly groundless hoax inaccurate incorrect invented invention laughable lie myth \
    ludicrous nonsense nonsensical outright pure reject ridiculous simply slander tale theater theatre total totally \
    true unfounded unsubstantiated untrue utter utterly wrong";

/// Letters of a word's beginning.
const ROOT: usize = 5;

/// Letters of a word from which on its beginning is looked at.
const LEAST_ROOTED: usize = 4;

/// A statement's terms.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms {
    /// Terms of the content with the number of times they stand there, ascending.
    pub counts: Vec<(u32, f32)>,
    /// Stems of all words of the content in order, numbered as the terms are.
    pub stems: Vec<u32>,
    /// Terms that name a conduct, person or thing: neither common words nor words for statements and denials.
    pub specific: usize,
    /// Whether it speaks of statements: `the allegations`.
    pub is_of_statement: bool,
    /// Whether it speaks of one that has just been told: `the charge`.
    pub is_of_that_statement: bool,
    /// Whether it speaks of statements of a kind, whoever makes them: `all such claims`.
    pub is_sweeping: bool,
    /// Whether words of denial judge something: `baseless`.
    pub is_of_denial: bool,
    /// The numbers in it.
    pub numbers: Vec<f64>,
    /// Beginnings of its words, ascending: `intimidation` and `intimidate` agree.
    pub roots: Vec<u32>,
}

impl Terms {
    /// Terms with a topic that two contents share.
    pub fn shared(&self, other: &Self) -> usize {
        let known = |term: &u32| other.counts.binary_search_by_key(term, |&(term, _)| term).is_ok();
        self.counts.iter().filter(|(term, _)| known(term)).count()
    }
}

/// Numbers for stems: first the common words, then those of statements and of denials, then others as they come.
#[derive(Debug)]
pub(super) struct Lexicon {
    numbers: HashMap<String, u32>,
    determiners: Vec<u32>,
    definite: Vec<u32>,
    sweeping: Vec<u32>,
    /// First numbers after each of the three lists.
    ends: [u32; 3],
    /// Numbers of beginnings of words.
    roots: HashMap<String, u32>,
}

impl Lexicon {
    pub fn new() -> Self {
        let mut lexicon = Self {
            numbers: HashMap::new(),
            determiners: Vec::new(),
            definite: Vec::new(),
            sweeping: Vec::new(),
            ends: [0; 3],
            roots: HashMap::new(),
        };
        lexicon.determiners = DETERMINERS.split(' ').map(|word| lexicon.number(word)).collect();
        lexicon.definite = ["the", "that", "this"].map(|word| lexicon.number(word)).to_vec();
        lexicon.sweeping = ["all", "any", "such", "these", "those"].map(|word| lexicon.number(word)).to_vec();
        for (list, words) in [COMMON, OF_STATEMENTS, OF_DENIAL].into_iter().enumerate() {
            for word in words.split(' ') {
                lexicon.number(if list == 0 { word } else { stem(word) });
            }
            lexicon.ends[list] = lexicon.numbers.len() as u32;
        }
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

    /// Number of beginnings of words so far.
    pub fn roots(&self) -> usize {
        self.roots.len()
    }

    /// The number of a word's beginning.
    fn root(&mut self, word: &str) -> u32 {
        let end = word.char_indices().nth(ROOT).map_or(word.len(), |(at, _)| at);
        let beginning = &word[..end];
        if let Some(&number) = self.roots.get(beginning) {
            return number;
        }
        let number = self.roots.len() as u32;
        self.roots.insert(beginning.to_owned(), number);
        number
    }

    /// The terms of a content.
    pub fn terms(&mut self, content: &str) -> Terms {
        let mut terms = Terms::default();
        let mut all: Vec<u32> = Vec::new();
        // Where three more digits would go on with the last number.
        let mut thousands = 0;
        for token in tokens(content) {
            if !token.is_word() {
                continue;
            }
            let word = lower(token.text(content));
            let number = number_of(&word);
            match (number, terms.numbers.last_mut()) {
                // `14,000` is three tokens.
                (Some(number), Some(last))
                    if word.len() == 3
                        && content[..token.start].ends_with(',')
                        && thousands == token.start =>
                {
                    *last = *last * 1000.0 + number;
                }
                _ => terms.numbers.extend(number),
            }
            if number.is_some() {
                thousands = token.end + 1;
            }
            let word = word.strip_suffix("'s").unwrap_or(&word);
            let [common, statements, denials] = self.ends;
            let term = match self.numbers.get(word) {
                Some(&term) if term < common => term,
                _ => self.number(stem(word)),
            };
            if term >= common && number.is_none() && word.chars().count() >= LEAST_ROOTED {
                let root = self.root(word);
                terms.roots.push(root);
            }
            // `the reports`, `all such claims`, not `had been reported`.
            let is_noun = terms.stems.last().is_none_or(|before| self.determiners.contains(before));
            terms.stems.push(term);
            if term >= denials {
                terms.specific += usize::from(number.is_none());
                all.push(term);
            } else if term >= statements {
                terms.is_of_denial = true;
            } else if term >= common && is_noun {
                let is_plural = word.ends_with('s');
                let before = terms.stems.len().checked_sub(2).and_then(|at| terms.stems.get(at)).copied();
                terms.is_of_statement = true;
                terms.is_of_that_statement |=
                    !is_plural && before.is_some_and(|before| self.definite.contains(&before));
                terms.is_sweeping |= is_plural && terms.stems.iter().any(|term| self.sweeping.contains(term));
            }
        }
        terms.roots.sort_unstable();
        terms.roots.dedup();
        all.sort_unstable();
        terms.counts = all.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as f32)).collect();
        terms
    }
}

/// A word without its ending, so that `accuses`, `accused` and `accusing` are one term. Not a word of the language: it is
/// only compared.
fn stem(word: &str) -> &str {
    let mut stem = word;
    for ending in ["ians", "ian", "ing", "ies", "ied", "ed", "es", "s", "e", "y"] {
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
