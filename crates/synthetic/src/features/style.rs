//! Readable measures of style: sentences, punctuation, choice and repetition of words.

use crate::document::{Kind, Token};
use crate::learn::hash::mix;
use crate::words::{ENDINGS, FUNCTION};
use std::ops::Range;
use std::sync::LazyLock;

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

    let (mut lengths, mut commas) = (Vec::new(), Vec::with_capacity(sentences.len()));
    for sentence in sentences {
        let (mut words, mut marks) = (0u32, 0u32);
        for token in &tokens[sentence.clone()] {
            words += u32::from(token.kind.is_word());
            marks += u32::from(token.kind == Kind::Mark(b','));
        }
        lengths.extend((words > 0).then(|| f64::from(words)));
        commas.push(f64::from(marks));
    }
    let (mean, spread) = moments(&lengths);
    add(mean);
    add(spread);
    add(spread / mean.max(1.0));
    add(lengths.iter().copied().fold(0.0, f64::max));
    add(lengths.iter().copied().fold(1e3, f64::min));
    let of_lengths = |test: fn(f64) -> bool| {
        lengths.iter().filter(|&&l| test(l)).count() as f64 / lengths.len().max(1) as f64
    };
    add(of_lengths(|length| length < 8.0));
    add(of_lengths(|length| length > 30.0));
    let changes: Vec<f64> = lengths.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    add(moments(&changes).0 / mean.max(1.0));
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
    let firsts: Vec<&Token> =
        sentences.iter().filter_map(|s| tokens[s.clone()].iter().find(|t| t.kind.is_word())).collect();
    let mut starts: Vec<u64> = firsts.iter().map(|token| token.hash).collect();
    let all = starts.len().max(1);
    starts.sort_unstable();
    starts.dedup();
    add(1.0 - starts.len() as f64 / all as f64);

    let counts = Counts::of(tokens);
    let share = |count: usize| count as f64 * per_word;
    add(share(counts.capitals));
    add(share(counts.shouted));
    add(share(counts.numbers));
    add(share(counts.links));
    add(share(counts.accounts));
    add(share(counts.symbols));
    add(share(counts.contracted));
    add(share(counts.hyphened));
    counts.marks.iter().for_each(|&count| add(share(count)));
    add(share(counts.dots));
    add(share(counts.lists));
    let begin = |classes: u16| {
        firsts.iter().filter(|token| class(token) & classes != 0).count() as f64 / firsts.len().max(1) as f64
    };
    add(begin(POINTING));
    add(begin(SUBJECT));
    add(begin(CONNECTIVE));
    add(begin(ING));
    add(share(counts.first));
    add(share(counts.second));
    add(share(counts.third));
    add(share(counts.modal));
    add(share(counts.negation));
    add(share(counts.and_after_comma));
    add(share(counts.clause_after_comma));
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

/// Classes of words: a bit for each.
const AND: u16 = 1;
const SUBJECT_OR_THE: u16 = 1 << 1;
const POINTING: u16 = 1 << 2;
const SUBJECT: u16 = 1 << 3;
const CONNECTIVE: u16 = 1 << 4;
const ING: u16 = 1 << 5;
const FIRST: u16 = 1 << 6;
const SECOND: u16 = 1 << 7;
const THIRD: u16 = 1 << 8;
const MODAL: u16 = 1 << 9;
const NEGATION: u16 = 1 << 10;
const WHICH: u16 = 1 << 11;

/// Words of the closed classes that are counted together.
const CLASSES: &[(u16, &[&str])] = &[
    (AND, &["and"]),
    (SUBJECT_OR_THE, &["i", "he", "she", "it", "they", "we", "the"]),
    (POINTING, &["the", "this", "these"]),
    (SUBJECT, &["i", "he", "she", "it", "they", "we", "you"]),
    (
        CONNECTIVE,
        &[
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
        ],
    ),
    (FIRST, &["i", "me", "my", "we", "us", "our", "myself", "ourselves", "i'm", "i've", "i'll", "i'd"]),
    (SECOND, &["you", "your", "yourself", "you're"]),
    (THIRD, &["he", "him", "his", "she", "her", "they", "them", "their", "he's", "she's", "they're"]),
    (MODAL, &["can", "could", "may", "might", "must", "shall", "should", "will", "would"]),
    (
        NEGATION,
        &[
            "not", "no", "never", "nor", "neither", "cannot", "don't", "didn't", "can't", "doesn't",
            "wasn't", "isn't", "couldn't", "won't", "wouldn't",
        ],
    ),
    (WHICH, &["which"]),
];

/// The classes of each word of [`FUNCTION`].
static CLASS_OF: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let classes = |word: &&str| {
        CLASSES.iter().filter(|(_, words)| words.contains(word)).fold(0, |all, (class, _)| all | class)
    };
    FUNCTION.iter().map(classes).collect()
});

/// The number of the ending `-ing`.
static ENDING_ING: LazyLock<Option<u8>> =
    LazyLock::new(|| ENDINGS.iter().position(|&ending| ending == "ing").map(|at| at as u8 + 1));

/// The classes that a token belongs to.
fn class(token: &Token) -> u16 {
    match token.kind {
        Kind::Function(number) => CLASS_OF[usize::from(number)],
        Kind::Word(ending) if Some(ending) == *ENDING_ING => ING,
        _ => 0,
    }
}

/// Marks that are counted together, in the order of [`NAMED`]; others come after them.
const MARKS: [&[u8]; 12] = [b",", b".", b":", b";", b"-", b"()[]", b"\"", b"'", b"!", b"?", b"/", b"#"];

/// The place in [`MARKS`] of each mark of ASCII.
static MARK_OF: LazyLock<[u8; 256]> = LazyLock::new(|| {
    let mut places = [MARKS.len() as u8; 256];
    for (place, marks) in MARKS.iter().enumerate() {
        marks.iter().for_each(|&mark| places[usize::from(mark)] = place as u8);
    }
    places
});

/// What is counted token by token.
#[derive(Default)]
struct Counts {
    capitals: usize,
    shouted: usize,
    numbers: usize,
    links: usize,
    accounts: usize,
    symbols: usize,
    contracted: usize,
    hyphened: usize,
    marks: [usize; MARKS.len() + 1],
    dots: usize,
    lists: usize,
    first: usize,
    second: usize,
    third: usize,
    modal: usize,
    negation: usize,
    and_after_comma: usize,
    clause_after_comma: usize,
}

impl Counts {
    fn of(tokens: &[Token]) -> Self {
        let mut counts = Self::default();
        let mark_of = &*MARK_OF;
        let mut before = None::<&Token>;
        for (at, token) in tokens.iter().enumerate() {
            let mark_before = before.and_then(|token| match token.kind {
                Kind::Mark(mark) => Some(mark),
                _ => None,
            });
            match token.kind {
                Kind::Function(_) | Kind::Word(_) => {
                    let class = class(token);
                    let is = |classes: u16| usize::from(class & classes != 0);
                    let ends = before.is_none() || matches!(mark_before, Some(b'.' | b'!' | b'?' | b'"'));
                    counts.capitals += usize::from(token.is_capital && !ends);
                    counts.shouted += usize::from(token.is_shouted);
                    counts.contracted += usize::from(token.is_contracted);
                    counts.first += is(FIRST);
                    counts.second += is(SECOND);
                    counts.third += is(THIRD);
                    counts.modal += is(MODAL);
                    counts.negation += is(NEGATION);
                    if mark_before == Some(b',') {
                        counts.and_after_comma += is(AND);
                        counts.clause_after_comma += is(ING | WHICH);
                        let goes_on =
                            tokens.get(at + 1).is_some_and(|next| self::class(next) & SUBJECT_OR_THE == 0);
                        counts.lists += usize::from(class & AND != 0 && goes_on);
                    }
                }
                Kind::Number => counts.numbers += 1,
                Kind::Link => counts.links += 1,
                Kind::Account => counts.accounts += 1,
                Kind::Symbol => counts.symbols += 1,
                Kind::Mark(mark) => {
                    counts.marks[usize::from(mark_of[usize::from(mark)])] += 1;
                    counts.dots += usize::from(mark == b'.' && mark_before == Some(b'.'));
                    let is_tied = before.is_some_and(|b| b.kind.is_word() && b.end == token.start);
                    counts.hyphened += usize::from(mark == b'-' && is_tied);
                }
            }
            before = Some(token);
        }
        counts
    }
}

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
    let mut sorted = hashes.to_vec();
    sorted.sort_unstable();
    let once = sorted.chunk_by(|a, b| a == b).filter(|same| same.len() == 1).count() as f64;
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
