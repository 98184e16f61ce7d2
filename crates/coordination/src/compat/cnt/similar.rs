//! Overlap of sets of words.

use crate::compat::codes::Codes;

/// Sets of words as sorted codes, one after the other in memory.
pub(super) struct WordSets {
    words: Vec<u32>,
    /// Where each set ends.
    ends: Vec<usize>,
    /// 64 bits per set: each word sets one, so that sets differ by at least as many words as their bits differ.
    bits: Vec<u64>,
}

impl WordSets {
    /// The sets of `messages`, given as distinct words.
    pub fn new(messages: &[Vec<String>]) -> Self {
        let mut words = Codes::new(messages.iter().flatten().map(String::as_str)).of;
        let mut ends = Vec::with_capacity(messages.len());
        let mut bits = Vec::with_capacity(messages.len());
        let mut start = 0;
        for message in messages {
            let end = start + message.len();
            words[start..end].sort_unstable();
            bits.push(
                words[start..end]
                    .iter()
                    .fold(0, |bits, word| bits | 1 << (word.wrapping_mul(0x9E37_79B1) >> 26)),
            );
            ends.push(end);
            start = end;
        }
        Self { words, ends, bits }
    }

    fn set(&self, set: usize) -> &[u32] {
        let start = set.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.words[start..self.ends[set]]
    }

    /// Whether a set has no word.
    pub fn is_empty(&self, set: usize) -> bool {
        self.set(set).is_empty()
    }

    /// Whether the Jaccard similarity of two sets is at least `threshold`.
    pub fn similar(&self, a: usize, b: usize, threshold: f64) -> bool {
        let differ = (self.bits[a] ^ self.bits[b]).count_ones() as usize;
        let (a, b) = (self.set(a), self.set(b));
        let words = a.len() + b.len();
        let jaccard = |common: usize| common as f64 / (words - common) as f64;
        let most = a.len().min(b.len()).min((words - differ) / 2);
        jaccard(most) >= threshold && jaccard(common(a, b)) >= threshold
    }
}

/// Size of the intersection of two sorted sets.
fn common(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        common += usize::from(a[i] == b[j]);
        let (x, y) = (a[i], b[j]);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        /// The shortcuts never change the answer.
        #[test]
        fn same_as_the_definition(
            sets in prop::collection::vec(prop::collection::btree_set(0u8..90, 1..40), 2..6),
            threshold in 0.0..1.0f64,
        ) {
            let words: Vec<Vec<String>> =
                sets.iter().map(|set| set.iter().map(|word| format!("w{word}")).collect()).collect();
            let coded = WordSets::new(&words);
            for a in 0..sets.len() {
                for b in 0..sets.len() {
                    let of = |parts: BTreeSet<u8>| parts.len() as f64;
                    let jaccard = of(&sets[a] & &sets[b]) / of(&sets[a] | &sets[b]);
                    prop_assert_eq!(coded.similar(a, b, threshold), jaccard >= threshold);
                    prop_assert!(coded.similar(a, b, jaccard), "the threshold itself is inclusive");
                }
            }
        }
    }
}
