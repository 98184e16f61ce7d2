//! What can go wrong with a folder.

use std::path::PathBuf;
use thiserror::Error;

/// Why a model folder cannot be used, or a text not be measured with it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LocalModelError {
    /// A file cannot be read.
    #[error("`{}` cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is larger than it may be.
    #[error("`{}` has more than the {limit} bytes that are read", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Most bytes.
        limit: u64,
    },
    /// `config.json` or the index of shards is not what it should be.
    #[error("`{file}` of the model folder is damaged: {message}")]
    Config {
        /// Name of the file.
        file: &'static str,
        /// What is wrong.
        message: String,
    },
    /// Another kind of model.
    #[error("models of the kind `{found}` cannot be used here; supported: {supported}")]
    Architecture {
        /// `model_type` of `config.json`.
        found: String,
        /// Kinds that can be used.
        supported: String,
    },
    /// A model of a supported kind with a setting that is not.
    #[error("the model's `config.json` has {0}, which is not supported")]
    Unsupported(String),
    /// `tokenizer.json` cannot be used.
    #[error("`tokenizer.json` of the model folder cannot be used: {0}")]
    Tokenizer(String),
    /// The file of weights is damaged.
    #[error("`{}` is no file of weights: {source}", path.display())]
    Weights {
        /// The file.
        path: PathBuf,
        /// Why.
        source: safetensors::SafeTensorError,
    },
    /// Weights do not fit `config.json`.
    #[error("the model's weights do not fit its `config.json`: {0}")]
    Layers(candle_core::Error),
    /// The model gives numbers that are none.
    #[error("the model's weights give values that are not finite; the folder is damaged")]
    NotFinite,
    /// Arithmetic failed: our own mistake.
    #[error("computing with the model failed: {0}")]
    Compute(candle_core::Error),
}
