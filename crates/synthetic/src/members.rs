//! The five members and what each says of a text.

use crate::document::View;
use crate::features::surprisal::LanguageModel;
use crate::features::{chars, pattern, style, word};
use crate::learn::linear::Linear;
use crate::learn::trees::Forest;

/// How many members there are.
pub const MEMBERS: usize = 5;

/// What each member says: log odds as it learned them, machine above human. Not calibrated.
pub type Margins = [f32; MEMBERS];

/// Trained members.
#[derive(Clone, Debug, PartialEq)]
pub struct Members {
    /// Words, pairs and triples of words.
    pub word: Linear,
    /// Sequences of characters.
    pub chars: Linear,
    /// Function words, endings and marks in order.
    pub pattern: Linear,
    /// Measures of style.
    pub style: Forest,
    /// Measures of surprise,
    pub surprisal: Forest,
    /// under this model of human text.
    pub language: LanguageModel,
}

impl Members {
    /// What the members say of a text.
    pub fn margins(&self, view: &View<'_>) -> Margins {
        self.margins_of(view, &style::measure(view.tokens, &view.sentences))
    }

    /// The same of a text whose style has been measured.
    pub fn margins_of(&self, view: &View<'_>, style: &[f32]) -> Margins {
        let (mut sums, mut counts) = ([0i64; 3], [0usize; 3]);
        word::each(view.tokens, |hash, _| {
            sums[0] += i64::from(self.word.weight(hash));
            counts[0] += 1;
        });
        chars::each(view.text, view.tokens, |hash, _| {
            sums[1] += i64::from(self.chars.weight(hash));
            counts[1] += 1;
        });
        pattern::each(view.tokens, |hash, _| {
            sums[2] += i64::from(self.pattern.weight(hash));
            counts[2] += 1;
        });
        [
            self.word.margin(sums[0], counts[0]),
            self.chars.margin(sums[1], counts[1]),
            self.pattern.margin(sums[2], counts[2]),
            self.style.score(style),
            self.surprisal.score(&self.language.measure(view.tokens)),
        ]
    }
}

/// What a text is known to be for learning, with its features taken out once.
#[derive(Clone, Debug)]
pub struct Features {
    /// Hashes of words.
    pub word: Vec<u32>,
    /// Of sequences of characters.
    pub chars: Vec<u32>,
    /// Of patterns.
    pub pattern: Vec<u32>,
    /// Measures of style.
    pub style: Vec<f32>,
}

impl Features {
    /// Of a text.
    pub fn of(view: &View<'_>) -> Self {
        let (mut words, mut characters, mut patterns) = (Vec::new(), Vec::new(), Vec::new());
        word::each(view.tokens, |hash, _| words.push(hash));
        chars::each(view.text, view.tokens, |hash, _| characters.push(hash));
        pattern::each(view.tokens, |hash, _| patterns.push(hash));
        let style = style::measure(view.tokens, &view.sentences);
        Self { word: words, chars: characters, pattern: patterns, style }
    }
}
