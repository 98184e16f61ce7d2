//! Training of the models from annotated articles.

use crate::annotated::{Annotated, Marked};
use crate::extract::model::Model;
use crate::extract::words::Words;
use crate::extract::{Lexicon, argument, cue};
use crate::learn::{Features, Trainer, random::Random};
use crate::{Analysis, analysis::Syntax};
use std::collections::BTreeMap;
use std::ops::Range;

/// How models are trained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Times through all articles.
    pub rounds: usize,
    /// Length of the first steps (AdaGrad).
    pub rate: f32,
    /// Share of features that each step leaves out.
    pub dropout: f32,
    /// Weights below this are left out of the model.
    pub least: f32,
    /// For the order of articles and what is left out.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { rounds: 4, rate: 0.1, dropout: 0.3, least: 0.0, seed: 1 }
    }
}

/// An annotated article, taken apart; ranges of attributions are of tokens.
pub struct Example<'t> {
    /// The article.
    pub article: Analysis<'t>,
    /// What is marked in it.
    pub marked: Vec<Spans>,
}

/// A marked attribution in tokens.
pub struct Spans {
    /// By which words.
    pub cue: Range<usize>,
    /// Who.
    pub source: Vec<Range<usize>>,
    /// What.
    pub content: Vec<Range<usize>>,
}

impl<'t> Example<'t> {
    /// Takes an annotated article apart.
    pub fn of(annotated: &'t Annotated, syntax: &Syntax) -> Self {
        let article = Analysis::of(&annotated.text).with_syntax(syntax);
        let mut marked: Vec<Spans> =
            annotated.attributions.iter().filter_map(|marked| spans(&article, marked)).collect();
        marked.sort_by_key(|spans| (spans.cue.start, spans.cue.end));
        Self { article, marked }
    }

    fn cues(&self) -> Vec<Range<usize>> {
        let mut cues: Vec<Range<usize>> = self.marked.iter().map(|spans| spans.cue.clone()).collect();
        cues.dedup();
        cues
    }
}

fn spans(article: &Analysis<'_>, marked: &Marked) -> Option<Spans> {
    let overlapping = |piece: &Range<usize>| {
        let tokens = &article.prose.tokens;
        let from = tokens.partition_point(|token| token.end <= piece.start);
        from..tokens.partition_point(|token| token.start < piece.end).max(from)
    };
    let pieces =
        |pieces: &[Range<usize>]| pieces.iter().map(overlapping).filter(|piece| !piece.is_empty()).collect();
    let (first, last) = (marked.cue.first()?, marked.cue.last()?);
    let cue = overlapping(&(first.start..last.end));
    (!cue.is_empty()).then(|| Spans { cue, source: pieces(&marked.source), content: pieces(&marked.content) })
}

/// Counts how often words are cues.
pub fn lexicon(examples: &[&Example<'_>]) -> Lexicon {
    let mut counts: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for example in examples {
        let mut is_cue = vec![false; example.article.forms.len()];
        for spans in &example.marked {
            is_cue[spans.cue.clone()].fill(true);
        }
        for (form, is_cue) in example.article.forms.iter().zip(is_cue) {
            let count = counts.entry(form.stem).or_default();
            count.0 += 1;
            count.1 += u32::from(is_cue);
        }
    }
    Lexicon::of(counts.into_iter().map(|(stem, (all, cues))| (stem, all, cues)).collect())
}

/// Trains both models.
pub fn train(examples: &[&Example<'_>], settings: &Settings) -> Model {
    let lexicon = lexicon(examples);
    let words: Vec<Words<'_, '_>> =
        examples.iter().map(|example| Words::of(&example.article, &lexicon)).collect();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random::new(settings.seed);
    let mut cues = Trainer::new(cue::BITS, cue::LABELS, settings.rate, settings.dropout, settings.seed);
    let mut arguments =
        Trainer::new(argument::BITS, argument::LABELS, settings.rate, settings.dropout, settings.seed ^ 1);
    let mut cue_features = Features::new(cue::BITS);
    let mut argument_features = Features::new(argument::BITS);
    for _ in 0..settings.rounds {
        random.shuffle(&mut order);
        for &number in &order {
            let (example, words) = (examples[number], &words[number]);
            let marked = example.cues();
            let mut start = 0;
            for sentence in example.article.sentence_of.chunk_by(|a, b| a == b) {
                let sentence = start..start + sentence.len();
                start = sentence.end;
                cue::describe(words, &sentence, &mut cue_features);
                cues.step(&cue_features, &cue::labels(&sentence, &marked), |_| false);
            }
            for spans in &example.marked {
                let window = argument::window(words, &spans.cue);
                argument::describe(words, &window, &spans.cue, &marked, &mut argument_features);
                let mut labels = vec![argument::OUTSIDE; window.len()];
                let mut fill = |pieces: &[Range<usize>], label: u8| {
                    for piece in pieces {
                        let (from, to) = (piece.start.max(window.start), piece.end.min(window.end));
                        if from < to {
                            labels[from - window.start..to - window.start].fill(label);
                        }
                    }
                };
                fill(&spans.content, argument::CONTENT);
                fill(&spans.source, argument::SOURCE);
                fill(std::slice::from_ref(&spans.cue), argument::CUE);
                let (window, cue) = (window.clone(), spans.cue.clone());
                arguments.step(&argument_features, &labels, |offset| cue.contains(&(window.start + offset)));
            }
        }
    }
    Model { lexicon, cue: cues.finish(settings.least), argument: arguments.finish(settings.least) }
}
