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
pub mod repair;
pub mod words;

pub use lexicon::Lexicon;

use crate::analysis::Syntax;
use crate::attribution::{Attribution, Level};
use crate::{Analysis, model_file};
use calibration::Calibration;
use model::{Candidate, Model};
use std::ops::Range;

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
            Self::Balanced => 0.4,
            Self::Recall => 0.15,
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
}

impl Extractor {
    /// Reads a model file.
    pub fn read(bytes: &[u8]) -> Result<Self, model_file::ModelError> {
        let sections = model_file::read(bytes)?;
        Ok(Self {
            syntax: model_file::syntax(&sections)?,
            model: model_file::model(&sections)?,
            calibration: model_file::calibration(&sections)?,
        })
    }

    /// The bytes of a model file.
    pub fn write(&self) -> Result<Vec<u8>, model_file::ModelError> {
        let mut sections = model_file::Sections::new();
        model_file::put_syntax(&self.syntax, &mut sections);
        model_file::put_model(&self.model, &mut sections);
        model_file::put_calibration(&self.calibration, &mut sections);
        model_file::write(&sections)
    }

    /// Takes an article apart.
    pub fn analyse<'t>(&self, text: &'t str) -> Analysis<'t> {
        Analysis::of(text).with_syntax(&self.syntax)
    }

    /// Attributions, in the order of their cues.
    pub fn extract(&self, article: &Analysis<'_>, mode: Mode) -> Vec<Attribution> {
        self.model
            .candidates(article)
            .into_iter()
            .map(|candidate| (self.calibration.probability(&candidate.signs), candidate))
            .filter(|&(probability, _)| probability >= mode.least())
            .map(|(probability, candidate)| attribution(article, &candidate, probability))
            .collect()
    }
}

fn attribution(article: &Analysis<'_>, candidate: &Candidate, probability: f64) -> Attribution {
    let places = |pieces: &[Range<usize>]| -> Vec<Range<usize>> {
        pieces.iter().map(|piece| article.place(piece)).collect()
    };
    Attribution {
        source: places(&candidate.source),
        cue: article.place(&candidate.cue),
        content: places(&candidate.content),
        probability,
        by: candidate.by,
        level: Level::Main,
    }
}
