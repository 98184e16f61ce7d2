//! How surprising each token is to a trigram model of human text, and how that changes along the text.

use crate::document::{Kind, Token};
use crate::features::style::moments;
use crate::learn::hash::mix;
use hashbrown::HashMap;

const SEED: u64 = 0x41;

/// Measures, in words.
pub const NAMES: &[&str] = &[
    "mean surprise",
    "spread of surprise",
    "skew of surprise",
    "surprise: lowest tenth",
    "surprise: lowest quarter",
    "surprise: middle",
    "surprise: highest quarter",
    "surprise: highest tenth",
    "mean change of surprise",
    "spread of change of surprise",
    "change of surprise: middle",
    "likeness of neighbours in surprise",
    "share of words not known to the language model",
    "share of known pairs",
    "share of known triples",
    "mean rarity of words",
    "spread of rarity",
    "surprise less rarity",
    "spread of surprise less rarity",
    "spread of surprise over sentences",
    "mean surprise of content words",
    "mean surprise of function words",
    "share of most expected words",
];

/// How many measures there are.
pub const WIDTH: usize = NAMES.len();

/// Counts of words, pairs and triples. They add up and can be taken away again, so that a text is never judged by a
/// model that has read it.
#[derive(Clone, Debug, Default)]
pub struct Counts(HashMap<u64, u32>);

/// The three keys of a token: alone, with one and with two before it.
fn keys(before_that: u64, before: u64, word: u64) -> [u64; 3] {
    let one = mix(SEED, word);
    let two = mix(mix(SEED + 1, before), word);
    [one, two, mix(mix(mix(SEED + 2, before_that), before), word)]
}

/// What the model sees of a token.
fn symbol(token: &Token) -> u64 {
    match token.kind {
        Kind::Number => 2,
        Kind::Symbol => 3,
        _ => token.hash,
    }
}

impl Counts {
    /// Adds the words of a text.
    pub fn add(&mut self, tokens: &[Token]) {
        let (mut before_that, mut before) = (0, 0);
        for token in tokens {
            let word = symbol(token);
            for key in keys(before_that, before, word) {
                *self.0.entry(key).or_default() += 1;
            }
            *self.0.entry(SEED).or_default() += 1;
            (before_that, before) = (before, word);
        }
    }

    /// Adds other counts.
    pub fn merge(&mut self, other: &Self) {
        // Sums do not depend on the order.
        for (&key, &count) in &other.0 {
            *self.0.entry(key).or_default() += count;
        }
    }
}

/// A trigram model by stupid backoff (Brants et al. 2007), its scores rounded to eighths of a bit, under hashed keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LanguageModel {
    /// A key's upper bits and, in the low byte, its surprise; 0 where a slot is empty.
    pub slots: Vec<u32>,
}

/// Surprise of a word that was never seen, in bits.
const UNKNOWN: f32 = 20.0;
/// What each step back adds: log2(1 / 0.4).
const BACKOFF: f32 = 1.321_928;

impl LanguageModel {
    /// Of what was counted; pairs and triples that came once are left out.
    pub fn of(counts: &Counts, least: u32) -> Self {
        let all = counts.0.get(&SEED).copied().unwrap_or(1).max(1);
        let mut kept: Vec<(u64, u32)> = Vec::new();
        for (&key, &count) in &counts.0 {
            if count >= least && key != SEED {
                kept.push((key, count));
            }
        }
        kept.sort_unstable();
        let size = (kept.len() * 3 / 2).next_power_of_two().max(2);
        let mut model = Self { slots: vec![0; size] };
        for (key, count) in kept {
            // What is kept is the count itself, as a logarithm: conditional surprises are differences of two.
            let surprise = (libm::log2f(all as f32 / count as f32) * 8.0).round().clamp(1.0, 255.0) as u32;
            let mut at = key as usize & (size - 1);
            while model.slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            model.slots[at] = tag(key) | surprise;
        }
        model
    }

    /// Keys of each token, with the slots where the search for them begins: all read in one go, so that the waits for
    /// memory overlap.
    fn look_up(&self, tokens: &[Token]) -> Vec<[(u64, u32); 3]> {
        let Some(mask) = self.slots.len().checked_sub(1) else { return vec![[(0, 0); 3]; tokens.len()] };
        let (mut before_that, mut before) = (0, 0);
        let of_token = |token| {
            let word = symbol(token);
            let keys = keys(before_that, before, word);
            (before_that, before) = (before, word);
            keys.map(|key| (key, self.slots[key as usize & mask]))
        };
        tokens.iter().map(of_token).collect()
    }

    /// The rarity of a key in eighths of a bit, searched from its first slot on.
    fn rarity(&self, (key, mut slot): (u64, u32)) -> Option<f32> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = key as usize & mask;
        while slot != 0 {
            if slot & !0xff == tag(key) {
                return Some((slot & 0xff) as f32 / 8.0);
            }
            at = (at + 1) & mask;
            slot = self.slots[at];
        }
        None
    }

    /// The measures of some tokens.
    pub fn measure(&self, tokens: &[Token]) -> Vec<f32> {
        let mut surprises = Vec::with_capacity(tokens.len());
        let mut rarities = Vec::with_capacity(tokens.len());
        let (mut unknown, mut pairs, mut triples, mut expected) = (0.0, 0.0, 0.0, 0.0);
        let mut sentence = (0.0, 0.0);
        let mut sentence_means = Vec::new();
        let (mut content, mut function) = ((0.0, 0.0), (0.0, 0.0));
        let (mut before_rarity, mut pair_rarity) = (None::<f32>, None::<f32>);
        for (token, [one, two, three]) in tokens.iter().zip(self.look_up(tokens)) {
            let alone = self.rarity(one);
            let pair = if before_rarity.is_some() && alone.is_some() { self.rarity(two) } else { None };
            let triple = if pair_rarity.is_some() && pair.is_some() { self.rarity(three) } else { None };
            let rarity = alone.unwrap_or(UNKNOWN);
            let surprise = match (triple, pair_rarity, pair, before_rarity) {
                (Some(triple), Some(context), ..) => triple - context,
                (_, _, Some(pair), Some(context)) => pair - context + BACKOFF,
                _ => rarity + 2.0 * BACKOFF,
            }
            .max(0.0);
            unknown += f64::from(u8::from(alone.is_none()));
            pairs += f64::from(u8::from(pair.is_some()));
            triples += f64::from(u8::from(triple.is_some()));
            expected += f64::from(u8::from(surprise < 2.0));
            let surprise = f64::from(surprise);
            surprises.push(surprise);
            rarities.push(f64::from(rarity));
            sentence = (sentence.0 + surprise, sentence.1 + 1.0);
            let class = if matches!(token.kind, Kind::Word(_)) { &mut content } else { &mut function };
            *class = (class.0 + surprise, class.1 + 1.0);
            if matches!(token.kind, Kind::Mark(b'.' | b'!' | b'?')) && sentence.1 > 3.0 {
                sentence_means.push(sentence.0 / sentence.1);
                sentence = (0.0, 0.0);
            }
            (before_rarity, pair_rarity) = (alone, pair);
        }
        let count = tokens.len().max(1) as f64;
        let (mean, spread) = moments(&surprises);
        let cube = surprises.iter().map(|value| (value - mean).powi(3)).sum::<f64>() / count;
        let changes: Vec<f64> = surprises.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
        let likeness = surprises.windows(2).map(|pair| (pair[0] - mean) * (pair[1] - mean)).sum::<f64>()
            / (count * spread * spread).max(1e-9);
        let less: Vec<f64> = surprises.iter().zip(&rarities).map(|(s, r)| s - r).collect();
        let mut sorted = surprises.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let mut sorted_changes = changes.clone();
        sorted_changes.sort_unstable_by(f64::total_cmp);
        let at = |values: &[f64], share: f64| {
            values.get((share * values.len().saturating_sub(1) as f64) as usize).copied().unwrap_or(0.0)
        };
        let (change, change_spread) = moments(&changes);
        let (rarity, rarity_spread) = moments(&rarities);
        let (less, less_spread) = moments(&less);
        let values = [
            mean,
            spread,
            cube / spread.powi(3).max(1e-9),
            at(&sorted, 0.1),
            at(&sorted, 0.25),
            at(&sorted, 0.5),
            at(&sorted, 0.75),
            at(&sorted, 0.9),
            change,
            change_spread,
            at(&sorted_changes, 0.5),
            likeness,
            unknown / count,
            pairs / count,
            triples / count,
            rarity,
            rarity_spread,
            less,
            less_spread,
            moments(&sentence_means).1,
            content.0 / f64::max(content.1, 1.0),
            function.0 / f64::max(function.1, 1.0),
            expected / count,
        ];
        values.iter().map(|&value| value as f32).collect()
    }
}

/// The 24 bits that tell keys in neighbouring slots apart.
const fn tag(key: u64) -> u32 {
    ((key >> 40) as u32) << 8
}
