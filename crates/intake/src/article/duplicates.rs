//! The same text twice: agencies' articles are printed by many, and pages are archived again and again.

use model::Sha256;
use sha2::Digest;

/// Hash of a text in which case, punctuation, white space and the breaks between paragraphs do not count: SHA-256 of
/// its words in small letters with single spaces between them, in UTF-8.
///
/// ```
/// use scrutineer_intake::article::duplicates::text_hash;
/// assert_eq!(text_hash("The harbour\n\nis open."), text_hash("the  harbour is “open”"));
/// assert_ne!(text_hash("The harbour is open."), text_hash("The harbour is not open."));
/// ```
pub fn text_hash(text: &str) -> Sha256 {
    let mut hasher = sha2::Sha256::new();
    let mut folded = String::with_capacity(CHUNK + 16);
    let mut gap = false;
    let mut begun = false;
    for c in text.chars() {
        // A soft hyphen is a place where a word may be broken, not a break.
        if c == '\u{ad}' {
            continue;
        }
        if !c.is_alphanumeric() {
            gap = true;
            continue;
        }
        if gap && begun {
            folded.push(' ');
        }
        (gap, begun) = (false, true);
        // Most of most texts, and much faster.
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase())
        } else {
            folded.extend(c.to_lowercase())
        }
        if folded.len() >= CHUNK {
            hasher.update(folded.as_bytes());
            folded.clear();
        }
    }
    hasher.update(folded.as_bytes());
    Sha256(hasher.finalize().into())
}

const CHUNK: usize = 4096;
