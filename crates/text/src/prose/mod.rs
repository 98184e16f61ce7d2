//! Running text of articles: paragraphs, sentences, tokens and quotations.
//!
//! All places are byte ranges of the text, half-open, at character boundaries. Nothing is changed or left out: what a
//! place says is what stands there. The work grows with the length of the text, whatever it holds.
//!
//! ```
//! use scrutineer_text::prose::{Prose, quotations};
//!
//! let text = "Mr. Reed said on Monday that the lamps “will stay\u{201d}. He left.\n\nNobody else spoke.";
//! let prose = Prose::of(text);
//! assert_eq!((prose.paragraphs.len(), prose.sentences.len()), (2, 3));
//! assert_eq!(&text[prose.sentences[1].clone()], "He left.");
//! let quotation = &quotations(text, &prose)[0];
//! assert_eq!(&text[quotation.pieces[0].clone()], "“will stay\u{201d}");
//! ```

mod abbreviations;
mod paragraphs;
mod quotations;
mod sentences;
mod tokens;

pub use quotations::{MAX_DEPTH, Mark, Quotation, quotations};
pub use tokens::{Token, TokenKind, tokens};

use std::ops::Range;

/// A text, divided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// Paragraphs without the white space around them.
    pub paragraphs: Vec<Range<usize>>,
    /// Sentences, each within one paragraph, without the white space around them.
    pub sentences: Vec<Range<usize>>,
    /// Words, numbers and punctuation marks.
    pub tokens: Vec<Token>,
}

impl Prose {
    /// Divides `text`.
    pub fn of(text: &str) -> Self {
        let tokens = tokens(text);
        let paragraphs = paragraphs::paragraphs(text);
        let sentences = sentences::sentences(text, &paragraphs, &tokens);
        Self { paragraphs, sentences, tokens }
    }

    /// Tokens that begin within `range`.
    pub fn tokens_in(&self, range: &Range<usize>) -> &[Token] {
        let from = self.tokens.partition_point(|token| token.start < range.start);
        let to = self.tokens.partition_point(|token| token.start < range.end);
        &self.tokens[from..to.max(from)]
    }
}

#[cfg(test)]
mod tests;
