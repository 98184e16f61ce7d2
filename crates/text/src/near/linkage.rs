//! Which texts are near each other: candidates by MinHash bands, checked exactly, joined in a forest.

use super::{Params, shingle::mix};
use crate::sets::{intersection, share_at_least};

/// Disjoint sets of ranks. The root of a tree is its smallest rank.
#[derive(Debug)]
pub(super) struct Forest(Vec<u32>);

impl Forest {
    pub fn new(len: usize) -> Self {
        Self((0..len as u32).collect())
    }

    pub fn root(&mut self, mut rank: u32) -> u32 {
        while self.0[rank as usize] != rank {
            let above = self.0[self.0[rank as usize] as usize];
            self.0[rank as usize] = above;
            rank = above;
        }
        rank
    }

    pub fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b) as usize] = a.min(b);
    }

    /// Puts ascending `members`, who are all of one tree or of several, into a tree of their own.
    pub fn replant(&mut self, members: &[u32]) {
        if let Some(&root) = members.first() {
            for &member in members {
                self.0[member as usize] = root;
            }
        }
    }
}

pub(super) struct Linked {
    pub forest: Forest,
    pub compared: u64,
    pub bounded: u64,
}

/// Joins all texts that are near each other. `sets` are the shingles of the texts by rank.
pub(super) fn link(sets: &[Box<[u64]>], params: &Params) -> Linked {
    let mut linked = Linked { forest: Forest::new(sets.len()), compared: 0, bounded: 0 };
    let distinct = join_equal(sets, &mut linked.forest);
    let banding = Banding::new(params.threshold);
    let mut keyed: Vec<(u64, u32)> = Vec::with_capacity(distinct.len());
    for band in 0..banding.bands {
        keyed.clear();
        keyed.extend(distinct.iter().map(|&rank| (banding.key(band, &sets[rank as usize]), rank)));
        keyed.sort_unstable();
        for bucket in keyed.chunk_by(|a, b| a.0 == b.0) {
            linked.compare(bucket, sets, params);
        }
    }
    linked
}

/// Joins texts with equal shingles and returns one rank, the smallest, for each set. So they are found however full the
/// buckets are.
fn join_equal(sets: &[Box<[u64]>], forest: &mut Forest) -> Vec<u32> {
    let mut order: Vec<(u64, u32)> = sets
        .iter()
        .enumerate()
        .map(|(rank, set)| (set.iter().fold(0, |hash, &shingle| mix(hash ^ shingle)), rank as u32))
        .collect();
    order.sort_unstable();
    let mut distinct = Vec::with_capacity(sets.len());
    for equal in order.chunk_by(|a, b| a.0 == b.0 && sets[a.1 as usize] == sets[b.1 as usize]) {
        distinct.push(equal[0].1);
        for &(_, rank) in &equal[1..] {
            forest.join(equal[0].1, rank);
        }
    }
    distinct.sort_unstable();
    distinct
}

impl Linked {
    /// Compares the texts of a bucket, which are ascending: all pairs of a small one; in a large one each text with
    /// leaders only, the first texts that were near no leader before them.
    fn compare(&mut self, bucket: &[(u64, u32)], sets: &[Box<[u64]>], params: &Params) {
        if bucket.len() <= params.bucket {
            for (i, &(_, a)) in bucket.iter().enumerate() {
                for &(_, b) in &bucket[i + 1..] {
                    self.try_join(a, b, sets, params.threshold);
                }
            }
            return;
        }
        let mut leaders: Vec<u32> = Vec::new();
        for (i, &(_, text)) in bucket.iter().enumerate() {
            let found =
                leaders.iter().position(|&leader| self.try_join(leader, text, sets, params.threshold));
            if found.is_none() {
                self.bounded += (i - leaders.len()) as u64;
                if leaders.len() < params.bucket {
                    leaders.push(text);
                }
            }
        }
    }

    /// Whether two texts are, or now are, in one tree.
    fn try_join(&mut self, a: u32, b: u32, sets: &[Box<[u64]>], threshold: f64) -> bool {
        if self.forest.root(a) == self.forest.root(b) {
            return true;
        }
        let (x, y) = (&sets[a as usize], &sets[b as usize]);
        if (x.len().min(y.len()) as f64) < threshold * x.len().max(y.len()) as f64 {
            return false;
        }
        self.compared += 1;
        let near = share_at_least(x, y, least_common(x.len(), y.len(), threshold));
        if near {
            self.forest.join(a, b);
        }
        near
    }
}

pub(super) fn similarity(a: &[u64], b: &[u64]) -> f64 {
    jaccard(a.len(), b.len(), intersection(a, b))
}

fn jaccard(a: usize, b: usize, common: usize) -> f64 {
    common as f64 / (a + b - common) as f64
}

/// Fewest common elements at which sets of these sizes have a similarity of at least `threshold`; more than the smaller
/// one has where none is enough.
fn least_common(a: usize, b: usize, threshold: f64) -> usize {
    let most = a.min(b);
    // The formula may be one off for rounding: the similarity itself decides.
    let mut common = ((threshold / (1.0 + threshold) * (a + b) as f64) as usize).saturating_sub(1);
    while common <= most && jaccard(a, b, common) < threshold {
        common += 1;
    }
    common
}

/// Bands of rows of MinHash values. Two sets of similarity `s` share a row with probability `s`, a band with `s^rows`,
/// and are candidates with `1 - (1 - s^rows)^bands`.
struct Banding {
    rows: usize,
    bands: usize,
}

impl Banding {
    /// Chance to miss a pair that is just near enough.
    const MISS: f64 = 1e-4;

    /// The most rows, and so the fewest false candidates, at which a bearable number of bands keeps that chance down.
    /// A single row makes so many candidates that more bands are the lesser evil.
    fn new(threshold: f64) -> Self {
        let needed = |rows: usize| {
            let shared = threshold.powi(rows as i32);
            if shared >= 1.0 { 1.0 } else { (Self::MISS.ln() / (-shared).ln_1p()).ceil() }
        };
        let bearable = |rows: usize| if rows > 2 { 22.0 } else { 48.0 };
        let rows = (1..=8).rev().find(|&rows| needed(rows) <= bearable(rows)).unwrap_or(1);
        Self { rows, bands: needed(rows) as usize }
    }

    fn key(&self, band: usize, set: &[u64]) -> u64 {
        (0..self.rows).fold(0, |key, row| {
            let hash = MinHash::number(band * self.rows + row);
            mix(key ^ set.iter().map(|&shingle| hash.of(shingle)).min().unwrap_or(u64::MAX))
        })
    }
}

/// One of a family of orders of all shingles.
struct MinHash {
    flip: u64,
    factor: u64,
}

impl MinHash {
    fn number(number: usize) -> Self {
        let flip = mix(number as u64);
        Self { flip, factor: mix(flip) | 1 }
    }

    /// Shingles are well mixed already: one multiplication and a look at the high bits is enough.
    fn of(&self, shingle: u64) -> u64 {
        let product = (shingle ^ self.flip).wrapping_mul(self.factor);
        product ^ (product >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_common_part_is_that_of_the_threshold() {
        for threshold in [0.1, 0.35, 0.5, 0.6, 0.8, 2.0 / 3.0, 1.0] {
            for (a, b) in (1..60).flat_map(|a| (1..60).map(move |b| (a, b))) {
                let enough = (0..=a.min(b)).find(|&common| jaccard(a, b, common) >= threshold);
                let least = least_common(a, b, threshold);
                assert_eq!(enough, Some(least).filter(|&least| least <= a.min(b)), "{a} {b} {threshold}");
            }
        }
    }

    #[test]
    fn bands_keep_misses_rare() {
        for threshold in [0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0] {
            let banding = Banding::new(threshold);
            let missed = (1.0 - threshold.powi(banding.rows as i32)).powi(banding.bands as i32);
            assert!(missed <= Banding::MISS && banding.bands <= 48, "{threshold}");
        }
        let shape = |threshold| (Banding::new(threshold).rows, Banding::new(threshold).bands);
        assert_eq!((shape(0.8), shape(0.5), shape(0.1)), ((4, 18), (2, 33), (1, 88)));
    }

    #[test]
    fn equal_minima_are_as_frequent_as_similarity() {
        // Two sets of 30 with 20 in common: similarity 0.5.
        let a: Vec<u64> = (0..30).map(mix).collect();
        let b: Vec<u64> = (10..40).map(mix).collect();
        let min = |hash: &MinHash, set: &[u64]| set.iter().map(|&s| hash.of(s)).min();
        let equal = (0..4000).map(MinHash::number).filter(|hash| min(hash, &a) == min(hash, &b)).count();
        // Four standard deviations.
        assert!((equal as f64 - 2000.0).abs() < 127.0, "{equal}");
    }

    #[test]
    fn the_smallest_is_the_root() {
        let mut forest = Forest::new(6);
        forest.join(4, 5);
        forest.join(5, 2);
        forest.join(1, 0);
        assert_eq!((0..6).map(|rank| forest.root(rank)).collect::<Vec<_>>(), [0, 0, 2, 3, 2, 2]);
    }
}
