//! Which pictures are nearly the same: clusters of near hashes.
//!
//! A cluster is an exemplar with every picture within [`NEAR`] bits of it; exemplars are further apart than that. So likeness
//! does not chain: two pictures of one cluster differ in at most twice as many bits, however many lie between them. The
//! exemplar is the picture of which there are most copies, so that a cluster is called after what was spread most.

use crate::pdq::{NEAR, Pdq};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Parts of a hash that are looked up. Two hashes within [`NEAR`] bits agree up to one bit in at least one part of 16 bits:
/// with two differing bits in each they would be 32 apart.
const PARTS: usize = 16;

/// Finds for each of `hashes` the exemplar of its cluster, itself one of them. The answer does not depend on their order.
pub fn exemplars(hashes: &[Pdq]) -> Vec<Pdq> {
    let mut copies: BTreeMap<Pdq, usize> = BTreeMap::new();
    for hash in hashes {
        *copies.entry(*hash).or_default() += 1;
    }
    let mut distinct: Vec<(Pdq, usize)> = copies.into_iter().collect();
    distinct.sort_by_key(|&(hash, n)| (Reverse(n), hash));
    let mut index = Index::default();
    let mut of: BTreeMap<Pdq, Pdq> = BTreeMap::new();
    for (hash, _) in distinct {
        let exemplar = match index.nearest(&hash) {
            Some(exemplar) => exemplar,
            None => {
                index.add(hash);
                hash
            }
        };
        of.insert(hash, exemplar);
    }
    hashes.iter().map(|hash| of.get(hash).copied().unwrap_or(*hash)).collect()
}

/// Exemplars by the parts of their hashes.
#[derive(Default)]
struct Index {
    exemplars: Vec<Pdq>,
    /// For each part and each of its values the exemplars that have it; empty while there are few exemplars.
    tables: Vec<Vec<u32>>,
}

/// Exemplars up to which all are compared.
const FEW: usize = 512;

impl Index {
    /// The nearest exemplar within [`NEAR`] bits; of several the one with the smallest hash.
    fn nearest(&self, hash: &Pdq) -> Option<Pdq> {
        let near = |exemplar: &Pdq| {
            let distance = exemplar.distance(hash);
            (distance <= NEAR).then_some((distance, *exemplar))
        };
        if self.tables.is_empty() {
            return self.exemplars.iter().filter_map(near).min().map(|(_, exemplar)| exemplar);
        }
        let mut best: Option<(u32, Pdq)> = None;
        for (part, value) in parts(hash).into_iter().enumerate() {
            let flipped = (0..16).map(|bit| value ^ (1 << bit));
            for value in std::iter::once(value).chain(flipped) {
                for &number in &self.tables[slot(part, value)] {
                    let found = near(&self.exemplars[number as usize]);
                    best = match (best, found) {
                        (Some(best), Some(found)) => Some(best.min(found)),
                        (best, found) => best.or(found),
                    };
                }
            }
        }
        best.map(|(_, exemplar)| exemplar)
    }

    fn add(&mut self, hash: Pdq) {
        self.exemplars.push(hash);
        if self.tables.is_empty() && self.exemplars.len() <= FEW {
            return;
        }
        let first = if self.tables.is_empty() {
            self.tables = vec![Vec::new(); PARTS << 16];
            0
        } else {
            self.exemplars.len() - 1
        };
        for (number, exemplar) in self.exemplars.iter().enumerate().skip(first) {
            for (part, value) in parts(exemplar).into_iter().enumerate() {
                self.tables[slot(part, value)].push(number as u32);
            }
        }
    }
}

fn slot(part: usize, value: u16) -> usize {
    part << 16 | usize::from(value)
}

fn parts(hash: &Pdq) -> [u16; PARTS] {
    std::array::from_fn(|part| u16::from_be_bytes([hash.0[2 * part], hash.0[2 * part + 1]]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn flipped(hash: Pdq, bits: impl IntoIterator<Item = usize>) -> Pdq {
        let mut bytes = hash.0;
        for bit in bits {
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
        Pdq(bytes)
    }

    #[test]
    fn likeness_does_not_chain() {
        let first = Pdq([0; 32]);
        let second = flipped(first, 0..31);
        let third = flipped(first, 0..62);
        assert_eq!(exemplars(&[third, second, first]), [third, first, first]);
        // What there is most of gives the name.
        assert_eq!(exemplars(&[third, second, first, second]), [second; 4]);
    }

    fn hashes() -> impl Strategy<Value = Vec<Pdq>> {
        let centre = proptest::array::uniform32(any::<u8>());
        let bits = proptest::collection::vec(0usize..256, 0..40);
        let family = (centre, proptest::collection::vec(bits, 1..6)).prop_map(|(centre, members)| {
            members.into_iter().map(|bits| flipped(Pdq(centre), bits)).collect::<Vec<_>>()
        });
        proptest::collection::vec(family, 1..30).prop_map(|families| families.concat())
    }

    proptest! {
        #[test]
        fn clusters_are_near_and_do_not_depend_on_order(hashes in hashes(), turn in any::<prop::sample::Index>()) {
            let found = exemplars(&hashes);
            for (hash, exemplar) in hashes.iter().zip(&found) {
                prop_assert!(hash.distance(exemplar) <= NEAR);
            }
            for x in &found {
                prop_assert!(found.iter().all(|y| x == y || x.distance(y) > NEAR));
            }
            let mut turned = hashes.clone();
            turned.rotate_left(turn.index(hashes.len()));
            let mut expected: Vec<_> = hashes.into_iter().zip(found).collect();
            let mut again: Vec<_> = turned.iter().copied().zip(exemplars(&turned)).collect();
            expected.sort();
            again.sort();
            prop_assert_eq!(expected, again);
        }
    }

    #[test]
    fn the_index_finds_what_comparing_all_finds() {
        // Numbers without a pattern, from a counter.
        let scattered = |n: u64| {
            let mut state = n.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1);
            Pdq(std::array::from_fn(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                (state >> 24) as u8
            }))
        };
        let mut index = Index::default();
        let all: Vec<Pdq> = (0..2 * FEW as u64).map(scattered).collect();
        all.iter().for_each(|&hash| index.add(hash));
        assert!(!index.tables.is_empty());
        for (n, &hash) in all.iter().enumerate() {
            let near = flipped(hash, (n % 7..256).step_by(9));
            assert!(near.distance(&hash) <= NEAR);
            assert_eq!(index.nearest(&near), Some(hash));
        }
    }
}
