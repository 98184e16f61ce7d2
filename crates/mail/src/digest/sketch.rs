//! MinHash signatures under a secret.

use super::secret::{Secret, hex, unhex};
use crate::campaign::PARAMS;
use kernel::{Graph, components};
use std::collections::BTreeMap;

/// Values of a signature. The similarity that two of them show is off by 0.04 (one standard deviation) at 0.6.
const VALUES: usize = 128;
/// Values of a band: texts of similarity 0.6 share one of the 42 bands in all but one of 30,000 pairs.
const ROWS: usize = 3;
/// Texts of a bucket that others are compared with.
const LEADERS: usize = 64;

/// What texts have in common, without the texts: the smallest of keyed hashes of their shingles, under many orders.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sketch(Vec<u32>);

impl Sketch {
    /// `None` for texts that are too short to be compared.
    ///
    /// Each shingle passes through HMAC first, so that nobody without the secret can compute what a guessed text would
    /// give, nor learn the orders from texts that he knows.
    pub fn of(comparable: &str, secret: &Secret) -> Option<Self> {
        let shingles = text::shingles(comparable, &PARAMS)?;
        let mut values = vec![u32::MAX; VALUES];
        for shingle in shingles {
            let tag = secret.tag("shingle", &shingle.to_le_bytes());
            let hash = tag.iter().take(8).fold(0u64, |hash, &byte| hash << 8 | u64::from(byte));
            for (number, value) in values.iter_mut().enumerate() {
                *value = (*value).min(order(hash, number as u64));
            }
        }
        Some(Self(values))
    }

    pub fn to_hex(&self) -> String {
        hex(&self.0.iter().flat_map(|value| value.to_be_bytes()).collect::<Vec<_>>())
    }

    pub fn from_hex(text: &str) -> Option<Self> {
        let bytes = unhex(text).filter(|bytes| bytes.len() == 4 * VALUES)?;
        let value = |four: &[u8]| four.iter().fold(0, |value, &byte| value << 8 | u32::from(byte));
        Some(Self(bytes.chunks_exact(4).map(value).collect()))
    }

    fn similarity(&self, other: &Self) -> f64 {
        let equal = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        equal as f64 / VALUES as f64
    }
}

/// The place of a hash in one of many orders (Stafford's variant 13 of MurmurHash3's finaliser).
fn order(hash: u64, number: u64) -> u32 {
    let mut z = hash.wrapping_add((number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 32) as u32
}

/// The cluster of each sketch, numbered by the smallest member: those that are near each other, joined (single linkage;
/// chains are not cut, unlike where the texts are at hand).
pub(super) fn clusters(sketches: &[&Sketch]) -> Vec<u32> {
    let mut joined: Vec<(u32, u32, f32)> = Vec::new();
    for band in 0..VALUES / ROWS {
        let mut buckets: BTreeMap<&[u32], Vec<u32>> = BTreeMap::new();
        for (number, sketch) in sketches.iter().enumerate() {
            buckets.entry(&sketch.0[band * ROWS..][..ROWS]).or_default().push(number as u32);
        }
        for bucket in buckets.into_values() {
            join(&bucket, sketches, &mut joined);
        }
    }
    components(&Graph::new(sketches.len(), joined.into_iter()))
}

/// Joins each sketch with the first one that it is near to and that was itself near to none before it.
fn join(bucket: &[u32], sketches: &[&Sketch], joined: &mut Vec<(u32, u32, f32)>) {
    let mut leaders: Vec<u32> = Vec::new();
    for &number in bucket {
        let near = |leader: &&u32| {
            sketches[**leader as usize].similarity(sketches[number as usize]) >= PARAMS.threshold
        };
        match leaders.iter().find(near) {
            Some(&leader) => joined.push((leader, number, 1.0)),
            None if leaders.len() < LEADERS => leaders.push(number),
            None => {}
        }
    }
}
