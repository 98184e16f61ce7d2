//! Attributions in an article: cues first, then for each cue its source and its content.
//!
//! Both steps are conditional random fields over hashed features (the design of Pareti et al. 2013 and of the authors of
//! PolNeAR, Newell, Margolin & Ruths 2018, whose definition of an attribution this follows). A pass of its own for each
//! cue lets two attributions share a source, and a content lie in pieces.

pub mod argument;
pub mod calibration;
pub mod cue;
pub mod lexicon;
pub mod model;
mod phrases;
pub mod repair;
pub mod rules;
mod source;
pub mod words;

pub use lexicon::Lexicon;

use crate::Analysis;
use crate::act::learned::Acts;
use crate::analysis::Syntax;
use crate::attribution::{Attribution, Level, Producer};
use crate::model_file::{self, Bytes, ModelError};
use calibration::{Calibration, neighbours};
use model::{Candidate, Candidates, Model, overlapping};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

/// How sure an attribution must be to be given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// Few that do not hold.
    Precision,
    /// As many that are missing as that do not hold, about.
    #[default]
    Balanced,
    /// Few that are missing.
    Recall,
}

impl Mode {
    /// The least probability that is given.
    pub fn least(self) -> f64 {
        match self {
            Self::Precision => 0.65,
            Self::Balanced => 0.35,
            Self::Recall => 0.15,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Precision => "precision",
            Self::Balanced => "balanced",
            Self::Recall => "recall",
        }
    }

    /// The same for what `by` found.
    pub fn least_for(self, by: Producer) -> f64 {
        match (self, by) {
            (Self::Balanced | Self::Recall, Producer::Rule(rule)) => self.least().min(rules::least(rule)),
            _ => self.least(),
        }
    }
}

/// Finds attributions in articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Extractor {
    /// Takes sentences apart.
    pub syntax: Syntax,
    /// Finds candidates.
    pub model: Model,
    /// Says how probable they are.
    pub calibration: Calibration,
    /// Says what kind of statement they are where words of no table do; not in every file.
    pub acts: Option<Acts>,
}

impl Extractor {
    /// The one that the program carries (`models/README.md`).
    pub fn built_in() -> Result<&'static Self, ModelError> {
        static BUILT_IN: OnceLock<Extractor> = OnceLock::new();
        if let Some(extractor) = BUILT_IN.get() {
            return Ok(extractor);
        }
        let extractor = Self::read(Cow::Borrowed(&CARRIED.0))?;
        Ok(BUILT_IN.get_or_init(|| extractor))
    }

    /// Reads a model file.
    pub fn read(bytes: impl Into<Bytes>) -> Result<Self, ModelError> {
        let sections = model_file::read(&bytes.into())?;
        Ok(Self {
            syntax: model_file::syntax(&sections)?,
            model: model_file::model(&sections)?,
            calibration: model_file::calibration(&sections)?,
            acts: model_file::acts(&sections)?,
        })
    }

    /// The bytes of a model file.
    pub fn write(&self) -> Vec<u8> {
        let mut sections = model_file::Sections::new();
        model_file::put_syntax(&self.syntax, &mut sections);
        model_file::put_model(&self.model, &mut sections);
        model_file::put_calibration(&self.calibration, &mut sections);
        if let Some(acts) = &self.acts {
            model_file::put_acts(acts, &mut sections);
        }
        model_file::write(&sections)
    }

    /// Takes an article apart.
    pub fn analyse<'t>(&self, text: &'t str) -> Analysis<'t> {
        Analysis::of(text).with_syntax(&self.syntax)
    }

    /// Takes several apart: one model goes through all of them before the next, so that its weights stay near.
    pub fn analyse_all<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Vec<Analysis<'t>> {
        let mut articles: Vec<Analysis<'t>> = texts.map(Analysis::of).collect();
        articles.iter_mut().for_each(|article| article.tag(&self.syntax));
        articles.iter_mut().for_each(|article| article.parse(&self.syntax));
        articles
    }

    /// Finds attributions.
    pub fn extract(&self, article: &Analysis<'_>, mode: Mode) -> Extraction {
        let Candidates { found, mut passed_over } = self.model.candidates(article);
        let main: Vec<(Candidate, f64)> = found
            .into_iter()
            .map(|candidate| {
                let probability = self.calibration.probability(&candidate.signs);
                (candidate, probability)
            })
            .filter(|(candidate, probability)| *probability >= mode.least_for(candidate.by))
            .collect();
        let cues: Vec<Range<usize>> =
            main.iter().map(|(candidate, _)| article.place(&candidate.cue)).collect();
        let mut found: Vec<Attribution> = Vec::with_capacity(main.len());
        // How many contents hold each token in which others were looked for.
        let mut depths: Vec<u8> = vec![0; article.forms.len()];
        for (number, (candidate, probability)) in main.iter().enumerate() {
            // The outer one of two is the article's own; a rule knows nothing of what stands around its noun.
            let near = neighbours(number, main.len());
            let is_inner = candidate.by == Producer::Rule(rules::NOMINAL)
                && main[near]
                    .iter()
                    .any(|(other, _)| other.content.iter().any(|piece| piece.contains(&candidate.cue.start)));
            if is_inner {
                found.push(attribution(article, candidate, *probability, Level::Nested));
                continue;
            }
            found.push(attribution(article, candidate, *probability, Level::Main));
            let inside: Vec<Range<usize>> =
                candidate.content.iter().map(|piece| unmarked(article, piece)).collect();
            if inside.iter().map(Range::len).sum::<usize>() < LEAST_INSIDE {
                continue;
            }
            let tokens = || inside.iter().flat_map(Range::clone);
            if tokens().any(|token| depths[token] == MOST_NESTED) {
                passed_over += 1;
                continue;
            }
            tokens().for_each(|token| depths[token] += 1);
            let part = article.part(&inside);
            let is_new = |cue: &Range<usize>| overlapping(&cues, cue).is_none();
            let nested = self.model.candidates_if(&part, |cue| is_new(&part.place(cue)));
            passed_over += nested.passed_over;
            found.extend(nested.found.iter().filter_map(|candidate| {
                let probability = self.calibration.probability(&candidate.signs);
                let nested = attribution(&part, candidate, probability, Level::Nested);
                let is_likely = match candidate.by {
                    Producer::Model => probability >= mode.least() + NESTED,
                    by @ Producer::Rule(rules::NOMINAL) => probability >= mode.least_for(by) - NESTED_RULE,
                    Producer::Rule(_) => false,
                };
                (is_likely && is_new(&nested.cue)).then_some(nested)
            }));
        }
        found.sort_by_key(|attribution| (attribution.cue.start, attribution.level, attribution.cue.end));
        found.dedup_by(|later, earlier| later.cue == earlier.cue);
        Extraction { attributions: found, passed_over }
    }
}

/// A model file that the program carries: its rows of weights are lines of the cache where they stand.
static CARRIED: &Lines<[u8]> = &Lines(*include_bytes!("../../../../models/claims-en.model"));

#[repr(align(64))]
struct Lines<B: ?Sized>(B);

/// What was found in an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extraction {
    /// Attributions, in the order of their cues; those inside the content of another one are marked as nested.
    pub attributions: Vec<Attribution>,
    /// Words that may be cues and were not followed, because too many stand together; contents that lie in too many
    /// others for something to be looked for in them. Nil in all that people write.
    pub passed_over: usize,
}

/// Contents around a token in which other attributions are looked for; no token of a thousand articles is in more than 3.
const MOST_NESTED: u8 = 4;
/// Fewest tokens of a content in which another attribution is looked for.
const LEAST_INSIDE: usize = 4;
/// How much surer a nested attribution must be: models have learned from outermost ones.
const NESTED: f64 = 0.1;
/// How much less sure the rule of nouns (`claims that`) may be there: inside a content they report more often than outside.
/// Other rules take relative clauses for statements. Both were chosen on the open gold set and on invented articles beside it.
const NESTED_RULE: f64 = 0.05;

/// A piece of a content without the marks of quotation around it.
fn unmarked(article: &Analysis<'_>, piece: &Range<usize>) -> Range<usize> {
    let is_mark = |place: usize| !article.prose.tokens[place].is_word();
    let start = piece.clone().find(|&place| !is_mark(place)).unwrap_or(piece.end);
    start..piece.end
}

fn attribution(article: &Analysis<'_>, candidate: &Candidate, probability: f64, level: Level) -> Attribution {
    let places = |pieces: &[Range<usize>]| -> Vec<Range<usize>> {
        pieces.iter().map(|piece| article.place(piece)).collect()
    };
    Attribution {
        source: places(&candidate.source),
        cue: article.place(&candidate.cue),
        content: places(&candidate.content),
        probability,
        by: candidate.by,
        level,
    }
}
