//! Parts of speech and dependencies of English sentences.

pub mod form;
pub mod parser;
pub mod tagger;
pub mod tagset;
pub mod treebank;
pub mod vocabulary;

pub use form::Form;
pub use parser::{Arc, Parser};
pub use tagger::Tagger;
pub use tagset::{Relation, Tag};
pub use vocabulary::Vocabulary;

/// Longest stretch of tokens that is tagged and parsed in one piece; longer sentences are cut.
pub const MAX_SENTENCE: usize = 256;
