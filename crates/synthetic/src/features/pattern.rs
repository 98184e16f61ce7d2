//! The text without its topic: function words and marks stand as they are, all other words as their ending and whether
//! they are capitalised; sequences of two to five of them (text distortion, Stamatatos 2017).

use crate::document::{Kind, Token};
use crate::learn::hash::mix;

const SEED: u64 = 0x31;
/// Lengths of sequences.
const LONGEST: usize = 5;

/// Calls `each` with the hash of a feature and the token at which it ends.
pub fn each(tokens: &[Token], mut each: impl FnMut(u32, usize)) {
    let mut window = [0u64; LONGEST];
    for (at, token) in tokens.iter().enumerate() {
        window.rotate_left(1);
        window[LONGEST - 1] =
            class(token, at == 0 || matches!(tokens[at - 1].kind, Kind::Mark(b'.' | b'!' | b'?')));
        let mut hash = mix(SEED, window[LONGEST - 1]);
        for length in 2..=LONGEST.min(at + 1) {
            hash = mix(hash, window[LONGEST - length]);
            each(hash as u32, at);
        }
    }
}

/// What is left of a token. A capital at the beginning of a sentence says nothing.
fn class(token: &Token, is_first: bool) -> u64 {
    match token.kind {
        Kind::Function(number) => 0x100 + u64::from(number),
        Kind::Word(ending) => 0x200 + u64::from(ending) * 2 + u64::from(token.is_capital && !is_first),
        Kind::Number => 1,
        Kind::Link => 2,
        Kind::Account => 3,
        Kind::Symbol => 4,
        Kind::Mark(mark) => 0x1000 + u64::from(mark),
    }
}
