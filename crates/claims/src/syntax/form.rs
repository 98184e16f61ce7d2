//! What features see of a word.

use crate::learn::hash;
use text::prose::Token;

/// A word, hashed in the ways in which features look at it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// In lower case; straight instead of curly marks; one value for all numbers of a length.
    pub lower: u32,
    /// Without endings of inflection.
    pub stem: u32,
    /// Its first letter.
    pub first: u32,
    /// Its last two letters.
    pub last_two: u32,
    /// Its last three letters.
    pub last_three: u32,
    /// Capitals, digits and marks in it, runs shortened.
    pub shape: u32,
}

/// Longest part of a word that is looked at, in bytes.
const MAX_WORD: usize = 64;

impl Form {
    /// The form of every name ([`Vocabulary`](super::Vocabulary)).
    pub const NAME: Self = Self { lower: 1, stem: 1, first: 1, last_two: 1, last_three: 1, shape: 1 };

    /// The form of a token.
    pub fn of(token: Token, text: &str) -> Self {
        let mut word = token.text(text);
        if word.len() > MAX_WORD {
            let cut = (0..=MAX_WORD).rev().find(|&at| word.is_char_boundary(at)).unwrap_or(0);
            word = &word[..cut];
        }
        let mut lower = String::with_capacity(word.len());
        let mut shape = [0_u8; 8];
        let mut length = 0;
        for c in word.chars() {
            let kind = match c {
                '0'..='9' => b'9',
                _ if c.is_uppercase() => b'A',
                _ if c.is_alphabetic() => b'a',
                '-' => b'-',
                '.' => b'.',
                '\'' | '’' => b'\'',
                _ => b'*',
            };
            if length == 0 || (length < shape.len() && shape[length - 1] != kind) {
                shape[length] = kind;
                length += 1;
            }
            match c {
                '’' | '‘' => lower.push('\''),
                '“' | '”' => lower.push('"'),
                '–' | '—' => lower.push('-'),
                '0'..='9' => lower.push('0'),
                _ if c.is_ascii() => lower.push(c.to_ascii_lowercase()),
                _ => lower.extend(c.to_lowercase()),
            }
        }
        let tail = |count: usize| {
            let start = lower.char_indices().rev().nth(count - 1).map_or(0, |(at, _)| at);
            short(&lower[start..])
        };
        // Which mark it is matters; “ and ” are told apart by their part of speech.
        Self {
            lower: short(&lower),
            stem: short(stem(&lower)),
            first: lower.chars().next().map_or(0, u32::from),
            last_two: tail(2),
            last_three: tail(3),
            shape: short_bytes(&shape),
        }
    }
}

fn short(word: &str) -> u32 {
    short_bytes(word.as_bytes())
}

fn short_bytes(bytes: &[u8]) -> u32 {
    (hash::bytes(bytes) >> 32) as u32
}

/// The hash of a lower-case word, as [`Form::lower`] has it.
pub fn lower(word: &str) -> u32 {
    short(word)
}

/// The hash of a stem, as [`Form::stem`] has it.
pub fn stem_of(word: &str) -> u32 {
    short(stem(word))
}

/// A light stem: English endings of inflection off, the rest as it stands. `denies`, `denied`, `denying` and `deny` agree.
pub fn stem(word: &str) -> &str {
    let cut = |ending: &str| word.strip_suffix(ending).filter(|rest| rest.len() >= 3);
    let base = if let Some(rest) = cut("ing").or_else(|| cut("ies")).or_else(|| cut("ied")) {
        rest
    } else if let Some(rest) = cut("ed").or_else(|| cut("es")) {
        rest
    } else if let Some(rest) = cut("s").filter(|rest| !rest.ends_with('s') && !rest.ends_with('u')) {
        rest
    } else {
        word
    };
    let bytes = base.as_bytes();
    let doubled = bytes.len() >= 4
        && bytes.last() == bytes.get(bytes.len() - 2)
        && matches!(bytes.last(), Some(b'b' | b'd' | b'g' | b'm' | b'n' | b'p' | b'r' | b't'));
    let base = if doubled && base.len() < word.len() { &base[..base.len() - 1] } else { base };
    match base.as_bytes() {
        [_, _, _, .., b'e' | b'y'] => &base[..base.len() - 1],
        _ => base,
    }
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn inflections_agree() {
        for words in [
            &["deny", "denies", "denied", "denying"][..],
            &["accuse", "accuses", "accused", "accusing"],
            &["claim", "claims", "claimed", "claiming"],
            &["admit", "admits", "admitted", "admitting"],
            &["urge", "urges", "urged", "urging"],
            &["predict", "predicts", "predicted"],
            &["tell", "tells", "telling"],
        ] {
            for word in words {
                assert_eq!(stem(word), stem(words[0]), "{word}");
            }
        }
        for (word, expected) in
            [("said", "said"), ("us", "us"), ("press", "press"), ("his", "his"), ("é", "é")]
        {
            assert_eq!(stem(word), expected);
        }
    }
}
