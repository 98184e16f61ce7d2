//! Salted commitments: what was removed can be shown later, one item at a time, and cannot be guessed before.

use crate::pseudonym::Key;
use model::Sha256;
use serde::{Deserialize, Serialize};
use sha2::Digest;

/// SHA-256 over a salt of 32 bytes and the content that it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Commitment(pub Sha256);

impl Commitment {
    /// The commitment to `content` under `salt`.
    pub fn of(salt: &[u8; 32], content: &[u8]) -> Self {
        Self(Sha256::of(&[salt.as_slice(), content].concat()))
    }

    /// The commitment to a content that comes in pieces.
    pub fn begin(salt: &[u8; 32]) -> Committing {
        let mut hasher = sha2::Sha256::new();
        hasher.update(salt);
        Committing(hasher)
    }

    /// Whether it stands for `content`.
    pub fn opens(&self, salt: &[u8; 32], content: &[u8]) -> bool {
        Self::of(salt, content) == *self
    }
}

/// A commitment in the making.
#[derive(Clone, Debug)]
pub struct Committing(sha2::Sha256);

impl Committing {
    /// Takes the next piece of the content.
    pub fn update(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// The commitment to all pieces.
    pub fn finish(self) -> Commitment {
        Commitment(Sha256(self.0.finalize().into()))
    }
}

/// Salts of a case, one for each item, made from one secret: who shows the salt of one item shows nothing of the others.
#[derive(Clone, Debug)]
pub struct Salts(Key);

impl Salts {
    /// Salts made from `secret`.
    pub const fn new(secret: Key) -> Self {
        Self(secret)
    }

    /// The salt of the item called `name`, such as `posts-0.parquet#17`.
    pub fn of(&self, name: &str) -> [u8; 32] {
        self.0.mac(&["salt", name])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commitment_opens_for_its_content_only() {
        let salts = Salts::new(Key::new([3; 32]));
        let (salt, other) = (salts.of("posts#1"), salts.of("posts#2"));
        let commitment = Commitment::of(&salt, b"the lamp is lit");
        assert!(commitment.opens(&salt, b"the lamp is lit"));
        assert!(!commitment.opens(&salt, b"the lamp is out"));
        let mut pieces = Commitment::begin(&salt);
        [&b"the lamp "[..], b"is lit"].into_iter().for_each(|piece| pieces.update(piece));
        assert_eq!(pieces.finish(), commitment);
        assert!(!commitment.opens(&other, b"the lamp is lit"));
    }
}
