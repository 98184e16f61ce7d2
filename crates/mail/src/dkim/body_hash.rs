//! Hashes of the body for all signatures of a message at once.

use super::canonical::canonical_body;
use super::hash::Hasher;
use super::{Canon, Hash};
use std::collections::BTreeMap;

/// What a signature wants hashed: canonicalisation, hash and `l=`.
pub type Wanted = (Canon, Hash, Option<u64>);

/// Hash of a body or of its beginning.
#[derive(Clone, Debug)]
pub struct BodyHash {
    /// The hash.
    pub digest: Vec<u8>,
    /// Offset in the body at which the hashed part ends.
    pub end: usize,
    /// Canonical bytes of the whole body.
    pub canonical_length: u64,
}

/// The hashes, by what was wanted.
#[derive(Clone, Debug, Default)]
pub struct BodyHashes(BTreeMap<Wanted, BodyHash>);

impl BodyHashes {
    /// Reads the body once for each canonicalisation, whatever the number of hashes and lengths: a hundred signatures
    /// with a hundred values of `l=` cost one pass.
    pub fn of(body: &[u8], wanted: impl IntoIterator<Item = Wanted>) -> Self {
        let mut canons: BTreeMap<Canon, BTreeMap<Hash, Vec<Option<u64>>>> = BTreeMap::new();
        for (canon, hash, length) in wanted {
            canons.entry(canon).or_default().entry(hash).or_default().push(length);
        }
        let mut hashes = BTreeMap::new();
        for (canon, by_hash) in canons {
            let mut passes: Vec<Pass> =
                by_hash.into_iter().map(|(hash, lengths)| Pass::new(hash, lengths)).collect();
            canonical_body(body, canon, |piece, at| {
                passes.iter_mut().for_each(|pass| pass.update(piece, at));
            });
            for pass in passes {
                let hash = pass.hash;
                let finished = pass.finish(body.len());
                hashes.extend(finished.into_iter().map(|(length, found)| ((canon, hash, length), found)));
            }
        }
        Self(hashes)
    }

    /// The hash that was wanted.
    pub fn get(&self, wanted: &Wanted) -> Option<&BodyHash> {
        self.0.get(wanted)
    }
}

/// One hash over the canonical body.
struct Pass {
    hash: Hash,
    hasher: Hasher,
    /// Canonical bytes so far.
    count: u64,
    /// Whether the hash of all is wanted.
    whole: bool,
    /// Lengths at which the hash is wanted, ascending.
    lengths: Vec<u64>,
    /// Hash and offset for the lengths reached so far.
    reached: Vec<(Vec<u8>, usize)>,
}

impl Pass {
    fn new(hash: Hash, lengths: Vec<Option<u64>>) -> Self {
        let whole = lengths.contains(&None);
        let mut lengths: Vec<u64> = lengths.into_iter().flatten().collect();
        lengths.sort_unstable();
        lengths.dedup();
        Self { hash, hasher: Hasher::new(hash), count: 0, whole, lengths, reached: Vec::new() }
    }

    fn update(&mut self, mut piece: &[u8], mut at: usize) {
        while let Some(&length) = self.lengths.get(self.reached.len()) {
            let room = usize::try_from(length - self.count).unwrap_or(usize::MAX);
            if room > piece.len() {
                break;
            }
            self.take(&piece[..room]);
            at += room;
            piece = &piece[room..];
            self.reached.push((self.hasher.clone().finish(), at));
        }
        self.take(piece);
    }

    fn take(&mut self, piece: &[u8]) {
        self.hasher.update(piece);
        self.count += piece.len() as u64;
    }

    /// The hashes by length. Lengths that the body does not reach have that of all of it; whoever asks sees that from the
    /// canonical length.
    fn finish(self, body: usize) -> Vec<(Option<u64>, BodyHash)> {
        let canonical_length = self.count;
        let all = BodyHash { digest: self.hasher.finish(), end: body, canonical_length };
        let unreached = self.lengths.len() - self.reached.len();
        let reached = self
            .reached
            .into_iter()
            .map(|(digest, end)| BodyHash { digest, end: end.min(body), canonical_length })
            .chain(std::iter::repeat_n(all.clone(), unreached));
        let mut hashes: Vec<_> = self.lengths.into_iter().map(Some).zip(reached).collect();
        if self.whole {
            hashes.push((None, all));
        }
        hashes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn one_pass_gives_what_separate_passes_would(
            body in "[ab \t\r\n]{0,60}", lengths in prop::collection::vec(prop::option::of(0_u64..70), 1..8)
        ) {
            let body = body.as_bytes();
            for canon in [Canon::Simple, Canon::Relaxed] {
                let hashes = BodyHashes::of(body, lengths.iter().map(|&l| (canon, Hash::Sha256, l)));
                let mut canonical = Vec::new();
                canonical_body(body, canon, |piece, _| canonical.extend_from_slice(piece));
                for &length in &lengths {
                    let hash = hashes.get(&(canon, Hash::Sha256, length)).unwrap();
                    let end = length.map_or(canonical.len(), |l| canonical.len().min(l as usize));
                    prop_assert_eq!(&hash.digest, &Hash::Sha256.digest(&canonical[..end]));
                    prop_assert_eq!(hash.canonical_length, canonical.len() as u64);
                    prop_assert!(hash.end <= body.len());
                }
            }
        }
    }
}
