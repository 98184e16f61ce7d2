//! Language models out of a folder of the user's own, on the CPU.
//!
//! A folder is laid out as HuggingFace does it: `config.json`, `tokenizer.json`, and `model.safetensors` or shards with
//! their index. Nothing is fetched, nothing but the folder is read, and what stands in it is trusted no more than any
//! other input: everything has a [limit](Limits), and what cannot be used is an [error](LocalModelError) that says why.
//!
//! [`LanguageModel`] gives the [`Measures`] of a text: how probable its words are one after another.
//!
//! Sums do not depend on the number of threads. They depend on the processor, whose instructions and caches decide in
//! which order products are added: between machines the last digits can differ.
//!
//! ```no_run
//! # fn main() -> Result<(), scrutineer_local_models::LocalModelError> {
//! use scrutineer_local_models::{LanguageModel, Limits};
//! let model = LanguageModel::open("models/qwen2.5-0.5b".as_ref(), &Limits::default())?;
//! if let Some(measures) = model.measure("The lamps will be white by May.")? {
//!     assert!(measures.log_prob < 0.0);
//! }
//! # Ok(())
//! # }
//! ```

mod config;
mod decoder;
mod error;
mod folder;
mod language;
mod measures;
mod tokenizer;

pub use error::LocalModelError;
pub use folder::Limits;
pub use language::LanguageModel;
pub use measures::Measures;
