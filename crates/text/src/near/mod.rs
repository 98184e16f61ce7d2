//! Clusters of near-duplicate texts.
//!
//! Each distinct folded text becomes a set of shingles. Candidates come from MinHash signatures cut into bands (Broder
//! 1997; Leskovec, Rajaraman and Ullman, ch. 3); every candidate is checked with the exact Jaccard similarity of the
//! shingle sets, so that the hashing costs a little recall and no precision. Similar texts are joined (single linkage),
//! and chains that single linkage draws are cut again: see [`Params::reach`].
//!
//! The clusters depend on the set of texts only, not on their order or number of copies: all work is done in the order
//! of [`TextName`]s, which are hashes of the folded texts.

mod chains;
mod linkage;
mod shingle;

use crate::fold;
use hashbrown::HashMap;
use linkage::Linked;
use sha2::{Digest, Sha256};
pub use shingle::shingles;
use std::fmt;

/// What counts as near.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Params {
    /// Least Jaccard similarity of two shingle sets at which their texts are joined, 0.1..=1 (others are moved there).
    pub threshold: f64,
    /// Least similarity of each text to the centre of its cluster. Joining alone would put A and Z together when A is
    /// near B, B near C, and so on; a member further from the centre than this starts another cluster. The default,
    /// `2 * 0.8 - 1`, is what two steps of the default threshold can amount to; 0 keeps whole chains. Above the threshold it counts as the
    /// threshold.
    pub reach: f64,
    /// Words in a shingle.
    pub words: usize,
    /// Characters in a shingle, for texts in scripts without spaces.
    pub chars: usize,
    /// Texts of fewer words are left out: they coincide by chance.
    pub min_words: usize,
    /// The same for texts in scripts without spaces, in characters.
    pub min_chars: usize,
    /// Largest bucket of candidates in which all pairs are compared. In a larger one each text is compared with at most
    /// that many texts, which stand for those already found near them.
    pub bucket: usize,
}

impl Default for Params {
    fn default() -> Self {
        Self { threshold: 0.8, reach: 0.6, words: 2, chars: 4, min_words: 5, min_chars: 10, bucket: 64 }
    }
}

/// Number of a distinct folded text, in the order of arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextNo(pub u32);

/// Name of a text or cluster: the first 16 bytes of the SHA-256 of a folded text. Prints as 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextName(pub [u8; 16]);

impl TextName {
    /// Name of a folded text.
    pub fn of(folded: &str) -> Self {
        let mut name = [0; 16];
        name.copy_from_slice(&Sha256::digest(folded.as_bytes())[..16]);
        Self(name)
    }
}

impl fmt::Display for TextName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A cluster of near-duplicate texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// The smallest name among its texts. It does not depend on the order of the texts.
    pub name: TextName,
    /// Distinct folded texts in it; 1 for a text without near duplicates.
    pub texts: u32,
}

/// The result: a partition of the distinct folded texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clusters {
    /// All clusters, ascending by name.
    pub clusters: Vec<Cluster>,
    /// Index into `clusters`, by [`TextNo`].
    pub cluster_of: Vec<u32>,
    /// Pairs whose exact similarity was computed.
    pub compared: u64,
    /// Candidate pairs in large buckets that were not compared, because the bucket was at its limit.
    pub bounded: u64,
    /// Texts that were taken out of a chain because they were too far from its centre.
    pub cut: u64,
}

impl Clusters {
    /// The cluster of a text.
    pub fn of(&self, text: TextNo) -> Option<&Cluster> {
        self.clusters.get(*self.cluster_of.get(text.0 as usize)? as usize)
    }
}

/// Collects texts and clusters them. Holds shingle hashes, not texts: 8 bytes for each word of each distinct text.
#[derive(Clone, Debug)]
pub struct Near {
    params: Params,
    numbers: HashMap<TextName, Option<TextNo>>,
    names: Vec<TextName>,
    sets: Vec<Box<[u64]>>,
}

impl Near {
    /// An empty collection.
    pub fn new(params: Params) -> Self {
        let threshold = if params.threshold.is_nan() {
            Params::default().threshold
        } else {
            params.threshold.clamp(0.1, 1.0)
        };
        let params = Params { threshold, ..params };
        Self { params, numbers: HashMap::new(), names: Vec::new(), sets: Vec::new() }
    }

    /// Adds a text as it was posted. Texts with the same [`fold`] have the same number.
    /// `None` when it is too short to be compared, or the 2^32 - 1 numbers are used up.
    pub fn add(&mut self, text: &str) -> Option<TextNo> {
        self.add_folded(&fold(text))
    }

    /// Adds a text that is already folded.
    pub fn add_folded(&mut self, folded: &str) -> Option<TextNo> {
        // The shortest texts are the most frequent ones: turned away before they are hashed.
        if folded.len() < self.params.min_words.min(self.params.min_chars) {
            return None;
        }
        let name = TextName::of(folded);
        if let Some(&known) = self.numbers.get(&name) {
            return known;
        }
        let number = u32::try_from(self.sets.len()).ok().filter(|&number| number < u32::MAX).map(TextNo);
        let number = number.and_then(|number| {
            self.sets.push(shingles(folded, &self.params)?.into_boxed_slice());
            self.names.push(name);
            Some(number)
        });
        // Texts that are too short are few and repeat: remembered, so that they are taken apart once.
        self.numbers.insert(name, number);
        number
    }

    /// Number of distinct folded texts so far, without those that are too short.
    pub fn len(&self) -> usize {
        self.sets.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }

    /// Name of a text.
    pub fn name(&self, text: TextNo) -> Option<TextName> {
        self.names.get(text.0 as usize).copied()
    }

    /// Clusters everything added.
    pub fn finish(self) -> Clusters {
        let Self { params, numbers, names, mut sets } = self;
        drop(numbers);
        // From here on a text is known by its rank among the names, which does not depend on arrival.
        let mut by_rank: Vec<u32> = (0..names.len() as u32).collect();
        by_rank.sort_unstable_by_key(|&number| names[number as usize]);
        let sets: Vec<Box<[u64]>> =
            by_rank.iter().map(|&number| std::mem::take(&mut sets[number as usize])).collect();

        let Linked { mut forest, compared, bounded } = linkage::link(&sets, &params);
        let cut = chains::cut(&mut forest, &sets, &params);

        let mut clusters: Vec<Cluster> = Vec::new();
        let mut cluster_of_rank: Vec<u32> = Vec::with_capacity(sets.len());
        for rank in 0..sets.len() {
            // The root is the smallest rank of its tree, so it has been here before.
            let root = forest.root(rank as u32) as usize;
            if root == rank {
                cluster_of_rank.push(clusters.len() as u32);
                clusters.push(Cluster { name: names[by_rank[rank] as usize], texts: 1 });
            } else {
                let cluster = cluster_of_rank[root];
                cluster_of_rank.push(cluster);
                clusters[cluster as usize].texts += 1;
            }
        }
        let mut cluster_of = vec![0; sets.len()];
        for (rank, &number) in by_rank.iter().enumerate() {
            cluster_of[number as usize] = cluster_of_rank[rank];
        }
        Clusters { clusters, cluster_of, compared: compared + cut.compared, bounded, cut: cut.texts }
    }
}

#[cfg(test)]
mod tests;
