//! Sequences of three to five characters within words and over their borders, as a plain rendering of the tokens has
//! them: small letters, one space between words and none before a mark.

use crate::document::{Kind, Token};
use crate::learn::hash::mix;

const SEED: u64 = 0x21;
/// Lengths of sequences.
const SHORTEST: usize = 3;
const LONGEST: usize = 5;

/// Calls `each` with the hash of a feature and the token at which it ends.
pub fn each(text: &str, tokens: &[Token], mut each: impl FnMut(u32, usize)) {
    // The last characters seen, and for each length the hash so far of the sequence that ends here would need them all:
    // one window is small enough to hash anew.
    let mut window = [0u32; LONGEST];
    let mut filled = 0;
    let mut push = |c: char, at: usize| {
        window.rotate_left(1);
        window[LONGEST - 1] = c.into();
        filled = (filled + 1).min(LONGEST);
        let mut hash = mix(SEED, window[LONGEST - 1].into());
        for length in 2..=filled {
            hash = mix(hash, window[LONGEST - length].into());
            if length >= SHORTEST {
                each(hash as u32, at);
            }
        }
    };
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Mark(mark) => {
                if matches!(mark, b'(' | b'"' | b'-') {
                    push(' ', at);
                }
                push(mark.into(), at);
            }
            Kind::Number => {
                push(' ', at);
                push('0', at);
            }
            Kind::Link | Kind::Account | Kind::Symbol => push(' ', at),
            Kind::Function(_) | Kind::Word(_) => {
                push(' ', at);
                let word = &text[token.start as usize..token.end as usize];
                if word.is_ascii() {
                    let letters = word.bytes().filter(|&byte| byte != b' ');
                    letters.for_each(|byte| push(byte.to_ascii_lowercase().into(), at));
                } else {
                    let letters = word.chars().filter(|&c| c != ' ');
                    letters.flat_map(char::to_lowercase).for_each(|c| push(c, at));
                }
            }
        }
    }
    push(' ', tokens.len().saturating_sub(1));
}
