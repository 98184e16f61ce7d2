//! Words as the tables of frames and signs read them: in small letters, with contractions taken apart.

use crate::Analysis;
use crate::analysis::lower;
use crate::syntax::{Form, Tag};
use hashbrown::HashSet;
use std::borrow::Cow;
use std::ops::Range;

/// A word or a mark.
#[derive(Clone, Debug)]
pub(super) struct Word<'t> {
    /// In small letters. Contractions are two words: `didn't` is `did`, `not`.
    pub text: Cow<'t, str>,
    /// Where it stands in the article. `can` and `not` of `cannot` have the same place.
    pub range: Range<usize>,
    /// Whether the article has it with a capital letter.
    pub is_capital: bool,
    /// Whether it is a word or number.
    pub is_word: bool,
    /// Its part of speech, where the analysis has one.
    pub tag: Option<Tag>,
    /// Whether it is a name to the models ([`Form::NAME`]).
    pub is_name: bool,
    /// The number of its token in the article.
    pub token: usize,
}

impl Word<'_> {
    /// Whether it is `text`.
    pub fn is(&self, text: &str) -> bool {
        self.text == text
    }

    /// Whether it is one of `texts`.
    pub fn is_any(&self, texts: &[&str]) -> bool {
        texts.contains(&&*self.text)
    }

    /// Whether its part of speech is a noun or a name, where it is known.
    pub fn is_noun(&self) -> bool {
        self.tag.is_some_and(Tag::is_noun)
    }

    /// Whether it is a verb: by its part of speech, or by its ending.
    pub fn is_verb(&self) -> bool {
        match self.tag {
            Some(tag) => tag.is_verb() || tag == Tag::Md,
            None => self.text.ends_with("ed") || self.text.ends_with("ing"),
        }
    }

    /// Whether it is in `set`.
    pub fn is_in(&self, set: &Set) -> bool {
        set.contains(&*self.text)
    }

    /// Whether a clause may end here: at a mark of punctuation that is no mark of quotation.
    pub fn is_break(&self) -> bool {
        !self.is_word && !self.is_quote()
    }

    /// Whether a sentence ends here.
    pub fn is_stop(&self) -> bool {
        self.is_any(&[".", "?", "!", ";", "…"])
    }

    /// Whether it is a mark of quotation.
    pub fn is_quote(&self) -> bool {
        !self.is_word && self.is_any(&["\"", "“", "”", "‘", "’", "'", "«", "»", "„"])
    }
}

/// A set of words.
pub(super) type Set = HashSet<&'static str>;

/// The set of `words`, written with spaces between them.
pub(super) fn set(words: &'static str) -> Set {
    words.split_whitespace().collect()
}

/// The words within `ranges`, in order, at most `limit`.
pub(super) fn words<'t>(analysis: &Analysis<'t>, ranges: &[Range<usize>], limit: usize) -> Vec<Word<'t>> {
    let mut words = Vec::new();
    for range in ranges {
        if words.len() >= limit {
            break;
        }
        let numbers = analysis.token_range(range).take(limit.saturating_sub(words.len()));
        for number in numbers {
            push(&mut words, analysis, number);
        }
    }
    words
}

fn push<'t>(words: &mut Vec<Word<'t>>, analysis: &Analysis<'t>, number: usize) {
    let (text, token) = (analysis.text, analysis.prose.tokens[number]);
    let raw = token.text(text);
    let is_capital = raw.chars().next().is_some_and(char::is_uppercase);
    let lower = if token.is_word() { lower(raw) } else { Cow::Borrowed(raw) };
    let expanded = match &*lower {
        "n't" => {
            // `ca|n't`, `wo|n't`
            if let Some(last) = words.last_mut() {
                match &*last.text {
                    "ca" => last.text = Cow::Borrowed("can"),
                    "wo" => last.text = Cow::Borrowed("will"),
                    "sha" => last.text = Cow::Borrowed("shall"),
                    "ai" => last.text = Cow::Borrowed("is"),
                    _ => {}
                }
            }
            Cow::Borrowed("not")
        }
        "'ve" => Cow::Borrowed("have"),
        "'re" => Cow::Borrowed("are"),
        "'ll" => Cow::Borrowed("will"),
        "'m" => Cow::Borrowed("am"),
        "'d" => Cow::Borrowed("would"),
        "'s" if words.last().is_some_and(|last| last.is_any(CLITIC_IS)) => Cow::Borrowed("is"),
        _ => lower,
    };
    // The comma of `4,000` is no end of a clause.
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let is_in_number = raw == ","
        && is_digit(text.as_bytes().get(token.end))
        && token.start.checked_sub(1).is_some_and(|before| is_digit(text.as_bytes().get(before)));
    // The dot of `Mr. Reed` and `J. Reed` ends nothing.
    let is_of_title = raw == "."
        && words.last().is_some_and(|last| {
            last.range.end == token.start && last.is_capital && (last.range.len() == 1 || last.is_any(TITLES))
        });
    if is_of_title {
        return;
    }
    let is_word = token.is_word() || is_in_number;
    let word = Word {
        text: expanded,
        range: token.range(),
        is_capital,
        is_word,
        tag: analysis.tags.get(number).copied(),
        is_name: analysis.forms[number] == Form::NAME,
        token: number,
    };
    if word.is("cannot") {
        words.push(Word { text: Cow::Borrowed("can"), ..word.clone() });
        words.push(Word { text: Cow::Borrowed("not"), ..word });
    } else {
        words.push(word);
    }
}

/// Words whose `'s` is `is` or `has`, not a genitive.
const CLITIC_IS: &[&str] =
    &["it", "that", "he", "she", "there", "what", "who", "here", "where", "how", "this", "let"];

/// Titles before a name that are written with a dot.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "gen", "lt", "col", "prof", "rev", "st", "capt", "sgt",
    "maj", "hon",
];
