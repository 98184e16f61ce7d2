//! Which capitalised words are words of the language, and which are names. To the models all names are one word: who is
//! written about decides nothing, and names that they never met are read like those that they learned from.

use super::Form;
use super::form;
use crate::{date, entity};
use std::collections::{BTreeMap, BTreeSet};
use text::prose::{Prose, Token};

/// Words in lower case, as [`Form::lower`] hashes them, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    pub(crate) words: Vec<u32>,
}

/// Words that are always capitalised and name nobody, beside the calendar's: short names of days, forms of address.
const CAPITALISED: &str = "i i'm i'll i'd i've ok mon tue wed thu fri sat sun jun jul mr mrs ms miss dr prof sir rev gen col \
    lt sgt capt maj cmdr sen sens rep reps gov pm mp mps ceo tv q a";

/// A word must stand in lower case this often in what is learned from.
const LEAST: u32 = 2;
/// And for every so many times within a sentence in capitals once. The names of places are names however they stand.
const MOST_CAPITALS: u32 = 10;

/// How often words stand in lower case, and capitalised where no sentence begins.
#[derive(Clone, Debug, Default)]
pub struct Counts(BTreeMap<u32, (u32, u32)>);

impl Counts {
    /// Adds the words of a text.
    pub fn add(&mut self, text: &str) {
        let prose = Prose::of(text);
        for sentence in &prose.sentences {
            let mut is_first = true;
            for &token in prose.tokens_in(sentence).iter().filter(|token| token.is_word()) {
                let count = self.0.entry(Form::of(token, text).lower).or_default();
                if !is_capitalised(token, text) {
                    count.0 += 1;
                } else if !is_first {
                    count.1 += 1;
                }
                is_first = false;
            }
        }
    }

    /// The words that are no names.
    pub fn vocabulary(&self) -> Vocabulary {
        let is_word = |&(lower, capitals): &(u32, u32)| lower >= LEAST && lower * MOST_CAPITALS >= capitals;
        let mut words: Vec<u32> =
            self.0.iter().filter(|(_, count)| is_word(count)).map(|(&word, _)| word).collect();
        let places: BTreeSet<u32> = entity::places().map(form::lower).collect();
        words.retain(|word| !places.contains(word));
        words.extend(CAPITALISED.split_whitespace().chain(date::calendar()).map(form::lower));
        words.sort_unstable();
        words.dedup();
        Vocabulary { words }
    }
}

impl Vocabulary {
    /// What the models see of a token of this form.
    pub fn seen(&self, form: Form, token: Token, text: &str) -> Form {
        let is_name = is_capitalised(token, text) && self.words.binary_search(&form.lower).is_err();
        if is_name { Form::NAME } else { form }
    }
}

fn is_capitalised(token: Token, text: &str) -> bool {
    token.text(text).starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_word() {
        let mut counts = Counts::default();
        counts.add(
            "The office said so. Norvia wrote to the office on Friday. A Brown office wrote so to Norvia.",
        );
        let vocabulary = counts.vocabulary();
        let forms = |text: &str| -> Vec<Form> {
            let tokens = Prose::of(text).tokens;
            tokens.iter().map(|&token| vocabulary.seen(Form::of(token, text), token, text)).collect()
        };
        assert_eq!(forms("Norvia wrote so."), forms("Sudane wrote so."));
        assert_eq!(forms("Office")[0].lower, forms("office")[0].lower);
        assert_ne!(forms("Friday")[0], Form::NAME);
        assert_eq!(forms("NORVIA-led")[0], Form::NAME);
    }
}
