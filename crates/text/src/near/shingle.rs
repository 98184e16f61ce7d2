//! Texts as sets of shingles: hashes of runs of words or characters.

use super::Params;
use crate::entities::is_unspaced;
use unicode_normalization::char::is_combining_mark;

/// The shingles of a folded text, ascending and without duplicates: 64-bit hashes of each run of `params.words` words,
/// or, where most letters belong to a script without spaces, of `params.chars` characters.
/// Punctuation, emoji and the `#` of hashtags are no words. `None` for a text below the minimal length.
pub fn shingles(folded: &str, params: &Params) -> Option<Vec<u64>> {
    let tokens = tokens(folded);
    let letters = tokens.iter().filter(|token| token.unspaced).count();
    let others: usize = tokens.iter().filter(|token| !token.unspaced).map(|token| token.letters).sum();
    let (run, least) =
        if letters > others { (params.chars, params.min_chars) } else { (params.words, params.min_words) };
    let run = run.max(1);
    if tokens.len() < least.max(run) {
        return None;
    }
    let mut shingles: Vec<u64> = tokens
        .windows(run)
        .map(|tokens| tokens.iter().fold(0, |hash, token| mix(hash ^ token.hash)))
        .collect();
    shingles.sort_unstable();
    shingles.dedup();
    Some(shingles)
}

/// A word, or one character of a script without spaces.
struct Token {
    hash: u64,
    letters: usize,
    unspaced: bool,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut in_word = false;
    for c in text.chars() {
        let unspaced = !c.is_ascii() && is_unspaced(c);
        let letter = unspaced || c.is_alphanumeric() || c == '_' || (!c.is_ascii() && is_combining_mark(c));
        match tokens.last_mut() {
            Some(word) if in_word && letter && !unspaced => {
                word.hash = mix(word.hash ^ u64::from(c));
                word.letters += 1;
            }
            _ if letter => tokens.push(Token { hash: mix(SEED ^ u64::from(c)), letters: 1, unspaced }),
            _ => {}
        }
        in_word = letter && !unspaced;
    }
    tokens
}

const SEED: u64 = 0x243F_6A88_85A3_08D3;

/// A bijection of 64 bits in which every bit depends on every other (Stafford's variant 13 of MurmurHash3's finaliser).
pub(super) fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> Option<usize> {
        shingles(text, &Params::default()).map(|set| set.len())
    }

    #[test]
    fn counts() {
        assert_eq!(count("one two three four five"), Some(4));
        assert_eq!(count("one two three four"), None);
        assert_eq!(count("go go go go go go"), Some(1));
        assert_eq!(count("one, #two – 3 four_4 … five! 🪁"), Some(4));
        // Ten characters, runs of four.
        assert_eq!(count("凧が空高く舞い上がる"), Some(7));
        assert_eq!(count("凧が空高く舞い上が"), None);
        // A word among them is one token.
        assert_eq!(count("今日はkiteを空に揚げよう"), Some(8));
        // Mostly spaced: words, and each of the characters.
        assert_eq!(count("the word kite is 凧 there"), Some(5));
        assert_eq!(count("하늘 높이 나는 연을 봐요"), Some(4));
    }

    #[test]
    fn order_of_words_matters_but_punctuation_does_not() {
        let set = |text| shingles(text, &Params::default());
        assert_eq!(set("a b c d e"), set("a, b c: d e!"));
        assert_ne!(set("a b c d e"), set("b a c d e"));
        assert_ne!(set("ab c d e f g"), set("a bc d e f g"));
    }
}
