//! The claims lens: who claimed, accused or denied what about whom, in which words.
//!
//! An article becomes an [`Analysis`] (tokens, sentences, quotations, parts of speech, dependencies); [`extract`] finds
//! the [`Attribution`]s in it, [`act`] says what kind of statement each is and about whom, [`entity`] who speaks,
//! [`date`] which day a time expression means, and [`link`] which statement answers which, over articles.
//!
//! The ledger records what articles say. It checks nothing, and it never makes a word of saying stronger than the
//! article has it.
//!
//! Every function is pure: texts and models in, results out. Places are byte ranges of the article's text, half-open,
//! at character boundaries.

pub mod act;
pub mod analysis;
pub mod annotated;
pub mod attribution;
pub mod date;
pub mod entity;
pub mod extract;
pub mod finding;
pub mod learn;
pub mod ledger;
pub mod link;
pub mod method;
pub mod model_file;
pub mod review;
pub mod score;
pub mod syntax;
pub mod train;

pub use analysis::Analysis;
pub use attribution::{Act, Attribution, Level, Producer};
