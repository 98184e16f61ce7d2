//! Attributions in an article: cues first, then for each cue its source and its content.
//!
//! Both steps are conditional random fields over hashed features (the design of Pareti et al. 2013 and of the authors of
//! PolNeAR, Newell, Margolin & Ruths 2018, whose definition of an attribution this follows). A pass of its own for each
//! cue lets two attributions share a source, and a content lie in pieces.

pub mod argument;
pub mod cue;
pub mod lexicon;
pub mod model;
pub mod repair;
pub mod words;

pub use lexicon::Lexicon;
