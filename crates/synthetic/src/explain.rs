//! Where a score comes from: what each sentence, word and measure adds to it.

use crate::answer::Model;
use crate::document::Document;
use crate::features::{chars, pattern, style, surprisal, word};
use crate::register::MOST_WORDS;
use std::ops::Range;

/// What a score is made of. All numbers are on the scale of the score, and what they leave out is the same for all texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What each token adds through the members for words, characters and patterns: exact, as these are sums.
    pub tokens: Vec<f32>,
    /// What each sentence adds in this way, with its bytes in the text as given.
    pub sentences: Vec<(Range<usize>, f32)>,
    /// What each measure of style and surprise adds, largest first: name, value, addition. The changes of expectation
    /// along the walks through the trees; their sum is exact.
    pub measures: Vec<Measure>,
}

/// A measure and what it adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// In words.
    pub name: String,
    /// Its value for this text.
    pub value: f32,
    /// What it adds to the score.
    pub adds: f32,
}

impl Model {
    /// Where the score of a text comes from.
    pub fn explain(&self, document: &Document) -> Explanation {
        let view = document.first(MOST_WORDS);
        let trust = self.stack.trust(view.words);
        let mut tokens = vec![0f32; view.tokens.len()];
        let mut add = |hashes: Vec<(u32, usize)>, linear: &crate::learn::linear::Linear, trust: f64| {
            let unit = f64::from(linear.scale) * trust / (hashes.len().max(1) as f64).sqrt();
            for (hash, at) in hashes {
                tokens[at] += (f64::from(linear.weight(hash)) * unit) as f32;
            }
        };
        let mut hashes = Vec::new();
        word::each(view.tokens, |hash, at| hashes.push((hash, at)));
        add(std::mem::take(&mut hashes), &self.members.word, trust[0]);
        chars::each(view.text, view.tokens, |hash, at| hashes.push((hash, at)));
        add(std::mem::take(&mut hashes), &self.members.chars, trust[1]);
        pattern::each(view.tokens, |hash, at| hashes.push((hash, at)));
        add(hashes, &self.members.pattern, trust[2]);
        let sentences = view
            .sentences
            .iter()
            .filter(|sentence| !sentence.is_empty())
            .map(|sentence| (document.raw(sentence.clone()), tokens[sentence.clone()].iter().sum()))
            .collect();
        let values = style::measure(view.tokens, &view.sentences);
        let surprises = self.members.language.measure(view.tokens);
        let of_style = self.members.style.contributions(&values).into_iter().enumerate();
        let of_surprise = self.members.surprisal.contributions(&surprises).into_iter().enumerate();
        let mut measures: Vec<Measure> = of_style
            .map(|(at, adds)| Measure {
                name: style::name(at),
                value: values[at],
                adds: adds * trust[3] as f32,
            })
            .chain(of_surprise.map(|(at, adds)| Measure {
                name: surprisal::NAMES[at].to_owned(),
                value: surprises[at],
                adds: adds * trust[4] as f32,
            }))
            .filter(|measure| measure.adds != 0.0)
            .collect();
        measures.sort_by(|a, b| b.adds.abs().total_cmp(&a.adds.abs()).then_with(|| a.name.cmp(&b.name)));
        Explanation { tokens, sentences, measures }
    }
}
