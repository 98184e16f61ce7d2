//! The language of an article: as it is declared, and as it reads.

use super::Stated;

/// What is known of the language of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Language {
    /// As declared, such as `en-GB`, and by what.
    pub declared: Option<Stated>,
    /// As the text reads; `None` for a few words.
    pub detected: Option<DetectedLanguage>,
}

/// A language told from the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DetectedLanguage {
    /// ISO 639-3, such as `eng`.
    pub code: &'static str,
    /// From 0 to 1, as `whatlang` states it; no probability.
    pub confidence: f64,
    /// Whether `whatlang` calls it reliable.
    pub is_reliable: bool,
}

/// Bytes that are looked at; more do not change the answer.
const ENOUGH: usize = 2000;

/// Bytes of a text that can have a language.
const LEAST: usize = 40;

/// Tells the language of `text` from frequencies of letters (`whatlang`).
pub(super) fn detect(text: &str) -> Option<DetectedLanguage> {
    if text.len() < LEAST {
        return None;
    }
    let end = text.floor_char_boundary(ENOUGH);
    let info = whatlang::detect(&text[..end])?;
    Some(DetectedLanguage {
        code: info.lang().code(),
        confidence: info.confidence(),
        is_reliable: info.is_reliable(),
    })
}
