//! An article, taken apart: what every later step reads.

use std::ops::Range;
use text::prose::{Prose, Quotation, Token, quotations};

/// A text with its parts.
#[derive(Clone, Debug)]
pub struct Analysis<'t> {
    /// The text.
    pub text: &'t str,
    /// Paragraphs, sentences, tokens.
    pub prose: Prose,
    /// What stands in marks of quotation.
    pub quotations: Vec<Quotation>,
}

impl<'t> Analysis<'t> {
    /// Takes `text` apart.
    pub fn of(text: &'t str) -> Self {
        let prose = Prose::of(text);
        let quotations = quotations(text, &prose);
        Self { text, prose, quotations }
    }

    /// What stands in `range`.
    pub fn words(&self, range: &Range<usize>) -> &'t str {
        &self.text[range.clone()]
    }

    /// Tokens that begin within `range`.
    pub fn tokens(&self, range: &Range<usize>) -> &[Token] {
        self.prose.tokens_in(range)
    }
}
