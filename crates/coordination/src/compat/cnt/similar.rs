//! Overlap of sets of words.

use crate::compat::codes::Codes;

/// Sets of words as sorted codes, one after the other in memory. The rarest word has the smallest code.
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
        let Codes { names, of: mut words } = Codes::new(messages.iter().flatten().map(String::as_str));
        rarest_first(&mut words, names.len());
        let mut ends = Vec::with_capacity(messages.len());
        let mut bits = Vec::with_capacity(messages.len());
        let mut start = 0;
        for message in messages {
            let end = start + message.len();
            words[start..end].sort_unstable();
            let bit = |word: &u32| 1 << (word.wrapping_mul(0x9E37_79B1) >> 26);
            bits.push(words[start..end].iter().fold(0, |bits, word| bits | bit(word)));
            ends.push(end);
            start = end;
        }
        Self { words, ends, bits }
    }

    /// Words of a set of which every set that is similar enough has at least one among its own: of two sets that have
    /// `n` words in common, in one order of words, all but the last `n - 1` words of each hold a common one
    /// (the prefix filter of Chaudhuri, Ganti and Kaushik 2006). The rarest come first, so that few sets meet.
    pub fn prefix(&self, set: usize, threshold: f64) -> &[u32] {
        // Everything is at least not at all similar.
        if threshold == 0.0 {
            return &[0];
        }
        let set = self.set(set);
        // Less a little, so that rounding can only lengthen the prefix.
        let common = ((set.len() as f64 * threshold - 1e-6).ceil() as usize).max(1);
        &set[..(set.len() + 1).saturating_sub(common)]
    }

    fn set(&self, set: usize) -> &[u32] {
        let start = set.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.words[start..self.ends[set]]
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

/// Renames codes by ascending frequency, ties by code.
fn rarest_first(words: &mut [u32], names: usize) {
    let mut frequency = vec![0u32; names];
    words.iter().for_each(|&word| frequency[word as usize] += 1);
    let mut by_frequency: Vec<u32> = (0..names as u32).collect();
    by_frequency.sort_unstable_by_key(|&word| (frequency[word as usize], word));
    let mut rank = vec![0; names];
    for (at, &word) in by_frequency.iter().enumerate() {
        rank[word as usize] = at as u32;
    }
    words.iter_mut().for_each(|word| *word = rank[*word as usize]);
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
            threshold in 0.01..1.0f64,
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
                    if jaccard >= threshold {
                        let meet = common(coded.prefix(a, threshold), coded.prefix(b, threshold));
                        prop_assert!(meet > 0, "similar sets meet in their prefixes");
                    }
                }
            }
        }
    }
}
