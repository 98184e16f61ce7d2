//! Words, pairs and triples of words.

use crate::document::{Kind, Token};
use crate::learn::hash::mix;

const ONE: u64 = 0x11;
const TWO: u64 = 0x12;
const THREE: u64 = 0x13;

/// Calls `each` with the hash of a feature and the token at which it ends.
pub fn each(tokens: &[Token], mut each: impl FnMut(u32, usize)) {
    let (mut before, mut before_that) = (ONE, ONE);
    for (at, token) in tokens.iter().enumerate() {
        let word = match token.kind {
            Kind::Symbol => continue,
            _ => token.hash,
        };
        each(mix(ONE, word) as u32, at);
        each(mix(mix(TWO, before), word) as u32, at);
        each(mix(mix(mix(THREE, before_that), before), word) as u32, at);
        (before_that, before) = (before, word);
    }
}
