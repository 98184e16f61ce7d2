//! Readable measures of style: sentences, punctuation, choice and repetition of words.

use crate::document::{Kind, Token};
use crate::learn::hash::mix;
use crate::words::{ENDINGS, FUNCTION};
use std::collections::HashMap;
use std::ops::Range;

/// Measures before those of single function words and endings.
pub const NAMED: &[&str] = &[
    "mean length of sentences",
    "spread of sentence lengths",
    "relative spread of sentence lengths",
    "longest sentence",
    "shortest sentence",
    "share of sentences under 8 words",
    "share of sentences over 30 words",
    "change of length from sentence to sentence",
    "commas per sentence",
    "spread of commas over sentences",
    "mean length of words",
    "spread of word lengths",
    "share of words of 8 letters or more",
    "share of words of 3 letters or fewer",
    "share of function words",
    "share of different words among 50",
    "share of different words among 100",
    "share of words that come once",
    "share of word pairs that come again",
    "share of word triples that come again",
    "share of sentences that begin like another",
    "capitals within sentences",
    "words in capitals",
    "numbers",
    "links",
    "names of accounts",
    "symbols and emoji",
    "contractions",
    "words with a hyphen",
    "commas",
    "full stops",
    "colons",
    "semicolons",
    "hyphens and dashes",
    "brackets",
    "quotation marks",
    "apostrophes",
    "exclamation marks",
    "question marks",
    "slashes",
    "hash signs",
    "other marks",
    "three dots",
    "lists of three with a comma before and",
    "sentences that begin with the, this or these",
    "sentences that begin with a personal pronoun",
    "sentences that begin with a connective",
    "sentences that begin with an -ing form",
    "first person",
    "second person",
    "third person",
    "modal verbs",
    "negations",
    "and after a comma",
    "which or -ing form after a comma",
];

/// How many measures there are.
pub const WIDTH: usize = NAMED.len() + FUNCTION.len() + ENDINGS.len() + 1;

/// A measure in words.
pub fn name(feature: usize) -> String {
    if let Some(name) = NAMED.get(feature) {
        return (*name).to_owned();
    }
    let rest = feature - NAMED.len();
    match FUNCTION.get(rest) {
        Some(word) => format!("the word \"{word}\""),
        None => match ENDINGS.get((rest - FUNCTION.len()).wrapping_sub(1)) {
            Some(ending) => format!("words that end in -{ending}"),
            None => "words without a known ending".to_owned(),
        },
    }
}

/// The measures of some tokens with their sentences. No measure grows with the length of the text as such.
pub fn measure(tokens: &[Token], sentences: &[Range<usize>]) -> Vec<f32> {
    let mut out = vec![0f32; WIDTH];
    let words = tokens.iter().filter(|token| token.kind.is_word()).count();
    if words == 0 {
        return out;
    }
    let mut values = [0f32; NAMED.len()];
    let mut next = 0;
    let mut add = |value: f64| {
        values[next] = value as f32;
        next += 1;
    };
    let per_word = 1.0 / words as f64;

    let lengths: Vec<f64> = sentences
        .iter()
        .map(|sentence| tokens[sentence.clone()].iter().filter(|token| token.kind.is_word()).count() as f64)
        .filter(|&length| length > 0.0)
        .collect();
    let (mean, spread) = moments(&lengths);
    add(mean);
    add(spread);
    add(spread / mean.max(1.0));
    add(lengths.iter().copied().fold(0.0, f64::max));
    add(lengths.iter().copied().fold(1e3, f64::min));
    let share = |test: fn(f64) -> bool| {
        lengths.iter().filter(|&&l| test(l)).count() as f64 / lengths.len().max(1) as f64
    };
    add(share(|length| length < 8.0));
    add(share(|length| length > 30.0));
    let changes: Vec<f64> = lengths.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    add(moments(&changes).0 / mean.max(1.0));
    let is_mark = |token: &Token, mark: u8| token.kind == Kind::Mark(mark);
    let commas: Vec<f64> = sentences
        .iter()
        .map(|sentence| tokens[sentence.clone()].iter().filter(|token| is_mark(token, b',')).count() as f64)
        .collect();
    let (mean, spread) = moments(&commas);
    add(mean);
    add(spread);

    let letters: Vec<f64> =
        tokens.iter().filter(|token| token.kind.is_word()).map(|token| f64::from(token.length)).collect();
    let (mean, spread) = moments(&letters);
    add(mean);
    add(spread);
    add(letters.iter().filter(|&&length| length >= 8.0).count() as f64 * per_word);
    add(letters.iter().filter(|&&length| length <= 3.0).count() as f64 * per_word);
    add(tokens.iter().filter(|token| matches!(token.kind, Kind::Function(_))).count() as f64 * per_word);

    let hashes: Vec<u64> =
        tokens.iter().filter(|token| token.kind.is_word()).map(|token| token.hash).collect();
    add(variety(&hashes, 50));
    add(variety(&hashes, 100));
    // Repetition grows with length, so that it is counted in pieces of a fixed number of words.
    let (once, pairs, triples) = repetition(&hashes);
    add(once);
    add(pairs);
    add(triples);
    let mut starts: Vec<u64> = sentences
        .iter()
        .filter_map(|s| tokens[s.clone()].iter().find(|t| t.kind.is_word()).map(|t| t.hash))
        .collect();
    let all = starts.len().max(1);
    starts.sort_unstable();
    starts.dedup();
    add(1.0 - starts.len() as f64 / all as f64);

    let count = |test: &dyn Fn(usize, &Token) -> bool| {
        tokens.iter().enumerate().filter(|&(at, token)| test(at, token)).count() as f64 * per_word
    };
    let before = |at: usize| at.checked_sub(1).map(|at| &tokens[at]);
    let after = |at: usize| tokens.get(at + 1);
    let ends = |at: usize| {
        before(at).is_none_or(|token| matches!(token.kind, Kind::Mark(b'.' | b'!' | b'?' | b'"')))
    };
    add(count(&|at, token| token.is_capital && !ends(at)));
    add(count(&|_, token| token.is_shouted));
    add(count(&|_, token| token.kind == Kind::Number));
    add(count(&|_, token| token.kind == Kind::Link));
    add(count(&|_, token| token.kind == Kind::Account));
    add(count(&|_, token| token.kind == Kind::Symbol));
    add(count(&|_, token| token.is_contracted));
    add(count(&|at, token| {
        is_mark(token, b'-') && before(at).is_some_and(|b| b.kind.is_word() && b.end == token.start)
    }));
    for marks in [&b","[..], b".", b":", b";", b"-", b"()[]", b"\"", b"'", b"!", b"?", b"/", b"#"] {
        add(count(&|_, token| matches!(token.kind, Kind::Mark(mark) if marks.contains(&mark))));
    }
    add(count(&|_, token| matches!(token.kind, Kind::Mark(mark) if !b",.:;-()[]\"'!?/#".contains(&mark))));
    add(count(&|at, token| is_mark(token, b'.') && before(at).is_some_and(|b| is_mark(b, b'.'))));
    let is = |token: &Token, words: &[&str]| matches!(token.kind, Kind::Function(n) if words.contains(&FUNCTION[usize::from(n)]));
    let comma_before = |at: usize| before(at).is_some_and(|b| is_mark(b, b','));
    add(count(&|at, token| {
        is(token, &["and"])
            && comma_before(at)
            && after(at).is_some_and(|a| !is(a, &["i", "he", "she", "it", "they", "we", "the"]))
    }));
    let firsts: Vec<&Token> =
        sentences.iter().filter_map(|s| tokens[s.clone()].iter().find(|t| t.kind.is_word())).collect();
    let begin = |test: &dyn Fn(&Token) -> bool| {
        firsts.iter().filter(|token| test(token)).count() as f64 / firsts.len().max(1) as f64
    };
    add(begin(&|token| is(token, &["the", "this", "these"])));
    add(begin(&|token| is(token, &["i", "he", "she", "it", "they", "we", "you"])));
    add(begin(&|token| is(token, CONNECTIVES)));
    let ing =
        |token: &Token| matches!(token.kind, Kind::Word(n) if n > 0 && ENDINGS[usize::from(n) - 1] == "ing");
    add(begin(&ing));
    add(count(&|_, token| {
        is(token, &["i", "me", "my", "we", "us", "our", "myself", "ourselves", "i'm", "i've", "i'll", "i'd"])
    }));
    add(count(&|_, token| is(token, &["you", "your", "yourself", "you're"])));
    add(count(&|_, token| {
        is(token, &["he", "him", "his", "she", "her", "they", "them", "their", "he's", "she's", "they're"])
    }));
    add(count(&|_, token| {
        is(token, &["can", "could", "may", "might", "must", "shall", "should", "will", "would"])
    }));
    add(count(&|_, token| {
        is(
            token,
            &[
                "not", "no", "never", "nor", "neither", "cannot", "don't", "didn't", "can't", "doesn't",
                "wasn't", "isn't", "couldn't", "won't", "wouldn't",
            ],
        )
    }));
    add(count(&|at, token| is(token, &["and"]) && comma_before(at)));
    add(count(&|at, token| comma_before(at) && (ing(token) || is(token, &["which"]))));
    out[..NAMED.len()].copy_from_slice(&values);
    for token in tokens {
        let place = match token.kind {
            Kind::Function(number) => NAMED.len() + usize::from(number),
            Kind::Word(ending) => NAMED.len() + FUNCTION.len() + usize::from(ending),
            _ => continue,
        };
        out[place] += per_word as f32;
    }
    out
}

const CONNECTIVES: &[&str] = &[
    "however",
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
    "despite",
    "although",
    "while",
    "indeed",
    "perhaps",
];

/// Mean and standard deviation; nothing of nothing.
pub(crate) fn moments(values: &[f64]) -> (f64, f64) {
    if values.is_empty() {
        return (0.0, 0.0);
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let square =
        values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / values.len() as f64;
    (mean, square.sqrt())
}

/// The mean share of different words in pieces of `size` words; of the whole where it is shorter.
fn variety(hashes: &[u64], size: usize) -> f64 {
    let mut sum = 0.0;
    let mut pieces = 0.0;
    let mut piece = Vec::with_capacity(size);
    for chunk in hashes.chunks(size) {
        if chunk.len() < size && pieces > 0.0 {
            break;
        }
        piece.clear();
        piece.extend_from_slice(chunk);
        piece.sort_unstable();
        piece.dedup();
        // Short texts are more varied: the share is put on the scale of a whole piece by Heaps' exponent.
        sum += piece.len() as f64 / chunk.len() as f64 * (chunk.len() as f64 / size as f64).powf(0.2);
        pieces += 1.0;
    }
    sum / f64::max(pieces, 1.0)
}

/// Of the first 150 words: the share that come once, and of pairs and triples that came before.
fn repetition(hashes: &[u64]) -> (f64, f64, f64) {
    let hashes = &hashes[..hashes.len().min(150)];
    let mut seen: HashMap<u64, u32> = HashMap::with_capacity(hashes.len());
    for &hash in hashes {
        *seen.entry(hash).or_default() += 1;
    }
    let once = hashes.iter().filter(|hash| seen[hash] == 1).count() as f64;
    let again = |length: usize| {
        let mut all: Vec<u64> = hashes
            .windows(length)
            .map(|window| window.iter().fold(7, |hash, &word| mix(hash, word)))
            .collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        (count - all.len()) as f64 / count.max(1) as f64
    };
    (once / hashes.len().max(1) as f64, again(2), again(3))
}
