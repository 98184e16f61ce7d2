//! Phrases by which chat models speak of themselves, refuse, or leave their instructions in the text: direct hits, without
//! those that the text quotes or speaks about.

use crate::document::{Document, Kind, Token};
use crate::learn::hash;
use serde::Serialize;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// What a phrase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Leak {
    /// The writer says that it is a model.
    Itself,
    /// It declines.
    Refusal,
    /// It answers an instruction that is not there.
    Reply,
    /// A place that somebody was to fill in.
    Placeholder,
}

impl Leak {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Itself => "a model speaks of itself",
            Self::Refusal => "a refusal in the words of chat models",
            Self::Reply => "a reply to an instruction",
            Self::Placeholder => "a place left to be filled in",
        }
    }
}

/// The phrases. Short ones that people use as well are left out: high precision is meant, not many hits.
const PHRASES: &[(Leak, &str)] = &[
    (Leak::Itself, "as an ai language model"),
    (Leak::Itself, "as a large language model"),
    (Leak::Itself, "as an ai model"),
    (Leak::Itself, "as an ai assistant"),
    (Leak::Itself, "as an ai i"),
    (Leak::Itself, "as an ai, i"),
    (Leak::Itself, "i am an ai language model"),
    (Leak::Itself, "i'm an ai language model"),
    (Leak::Itself, "i am just an ai"),
    (Leak::Itself, "i'm just an ai"),
    (Leak::Itself, "i am only an ai"),
    (Leak::Itself, "i'm only an ai"),
    (Leak::Itself, "my knowledge cutoff"),
    (Leak::Itself, "my last knowledge update"),
    (Leak::Itself, "as of my last update"),
    (Leak::Itself, "my training data only"),
    (Leak::Itself, "i do not have personal opinions or"),
    (Leak::Itself, "i don't have personal opinions or"),
    (Leak::Refusal, "i cannot fulfill this request"),
    (Leak::Refusal, "i can't fulfill this request"),
    (Leak::Refusal, "i cannot fulfill that request"),
    (Leak::Refusal, "i cannot fulfill your request"),
    (Leak::Refusal, "i cannot provide content that"),
    (Leak::Refusal, "i cannot generate content that"),
    (Leak::Refusal, "i cannot create content that"),
    (Leak::Refusal, "i can't create content that"),
    (Leak::Refusal, "i cannot assist with that request"),
    (Leak::Refusal, "i can't assist with that request"),
    (Leak::Refusal, "i cannot assist with this request"),
    (Leak::Refusal, "i can't assist with this request"),
    (Leak::Refusal, "it is not appropriate or ethical to"),
    (Leak::Refusal, "goes against my programming"),
    (Leak::Refusal, "goes against openai's use case policy"),
    (Leak::Refusal, "violates openai's content policy"),
    (Leak::Reply, "here is a tweet that"),
    (Leak::Reply, "here's a tweet that"),
    (Leak::Reply, "here is a possible tweet"),
    (Leak::Reply, "here's a possible tweet"),
    (Leak::Reply, "here is the rewritten"),
    (Leak::Reply, "here's the rewritten"),
    (Leak::Reply, "here is a rewritten version"),
    (Leak::Reply, "here's a rewritten version"),
    (Leak::Reply, "here is a paraphrased version"),
    (Leak::Reply, "here's a paraphrased version"),
    (Leak::Reply, "here is the paraphrased"),
    (Leak::Reply, "here's the paraphrased"),
    (Leak::Reply, "certainly! here is a"),
    (Leak::Reply, "certainly! here's a"),
    (Leak::Reply, "sure! here is a"),
    (Leak::Reply, "sure! here's a"),
    (Leak::Reply, "sure, here is a"),
    (Leak::Reply, "sure, here's a"),
    (Leak::Reply, "i hope this helps! let me know if"),
    (Leak::Reply, "let me know if you would like me to revise"),
    (Leak::Reply, "regenerate response"),
    (Leak::Placeholder, "[insert name]"),
    (Leak::Placeholder, "[your name]"),
    (Leak::Placeholder, "[insert link]"),
    (Leak::Placeholder, "[insert date]"),
    (Leak::Placeholder, "[name of candidate]"),
    (Leak::Placeholder, "[candidate name]"),
    (Leak::Placeholder, "[candidate's name]"),
];

/// What a phrase is, and its tokens.
type Known = (Leak, Vec<u64>);

/// Phrases by their first token.
static TABLE: LazyLock<HashMap<u64, Vec<Known>>> = LazyLock::new(|| {
    let mut table: HashMap<u64, Vec<Known>> = HashMap::new();
    for (leak, phrase) in PHRASES {
        let hashes: Vec<u64> = Document::of(phrase).tokens.iter().map(|token| token.hash).collect();
        if let Some(&first) = hashes.first() {
            table.entry(first).or_default().push((*leak, hashes));
        }
    }
    table
});

/// A phrase in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub leak: Leak,
    /// Its tokens.
    pub tokens: Range<usize>,
}

/// The phrases in a text that it does not quote or speak about.
pub fn find(document: &Document) -> Vec<Hit> {
    let tokens = &document.tokens;
    let mut hits: Vec<Hit> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Some(known) = TABLE.get(&token.hash) else { continue };
        let longest = known
            .iter()
            .filter(|(_, hashes)| {
                tokens.len() >= at + hashes.len()
                    && tokens[at..at + hashes.len()]
                        .iter()
                        .zip(hashes)
                        .all(|(token, hash)| token.hash == *hash)
            })
            .max_by_key(|(_, hashes)| hashes.len());
        let Some((leak, hashes)) = longest else { continue };
        let range = at..at + hashes.len();
        let is_within_last = hits.last().is_some_and(|last| last.tokens.end > at);
        if !is_within_last && !is_quoted(tokens, &range) && !is_spoken_about(tokens, at) {
            hits.push(Hit { leak: *leak, tokens: range });
        }
    }
    hits
}

/// Whether an odd number of quotation marks stands before and one follows. A text that is a quotation as a whole, as posts
/// that were copied with their marks are, is not meant.
fn is_quoted(tokens: &[Token], range: &Range<usize>) -> bool {
    let is_mark = |token: &&Token| token.kind == Kind::Mark(b'"');
    let before = tokens[..range.start].iter().filter(is_mark).count();
    let after = tokens[range.end..].iter().filter(is_mark).count();
    let is_whole = tokens.first().as_ref().is_some_and(is_mark)
        && tokens.last().as_ref().is_some_and(is_mark)
        && before == 1;
    let single = |token: &Token| token.kind == Kind::Mark(b'\'');
    let is_single = range.start > 0
        && single(&tokens[range.start - 1])
        && tokens[range.end..].iter().take(12).any(single);
    (before % 2 == 1 && after >= 1 && !is_whole) || is_single
}

/// Whether the words before speak of the phrase: `the phrase as an AI language model`, `replied as an AI model would`.
fn is_spoken_about(tokens: &[Token], at: usize) -> bool {
    static ABOUT: LazyLock<Vec<u64>> = LazyLock::new(|| {
        let words = [
            "phrase",
            "phrases",
            "words",
            "sentence",
            "sentences",
            "wrote",
            "saying",
            "says",
            "reads",
            "reading",
            "contained",
            "contains",
            "containing",
            "answered",
            "replied",
            "replies",
            "error",
            "errors",
            "messages",
            "disclaimer",
            "starting",
            "began",
            "begins",
        ];
        words.iter().map(|word| hash::chars(word.chars())).collect()
    });
    tokens[at.saturating_sub(5)..at].iter().any(|token| ABOUT.contains(&token.hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The leaks in a text with the words of each.
    fn check(text: &str, expected: &[(Leak, &str)]) {
        let document = Document::of(text);
        let hits = find(&document);
        let found: Vec<(Leak, &str)> =
            hits.iter().map(|hit| (hit.leak, &text[document.raw(hit.tokens.clone())])).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn phrases_are_found_where_they_are_meant() {
        check(
            "As an AI language model, I have no views on kites.",
            &[(Leak::Itself, "As an AI language model")],
        );
        check(
            "I\u{2019}m just an AI. [Your Name]",
            &[(Leak::Itself, "I\u{2019}m just an AI"), (Leak::Placeholder, "[Your Name]")],
        );
        check(
            "\"I cannot fulfill this request as it asks for a smear.\"",
            &[(Leak::Refusal, "I cannot fulfill this request")],
        );
        check("Sure! Here's a post about the harbour.", &[(Leak::Reply, "Sure! Here's a")]);
    }

    #[test]
    fn quoted_use_is_left_out() {
        check("He laughed at accounts that post \"as an AI language model\" all day.", &[]);
        check("Hundreds of replies began as an AI language model would.", &[]);
        check("The phrase 'as an AI language model' gave them away.", &[]);
        check("Kites fly high. Sure, here we go.", &[]);
    }
}
