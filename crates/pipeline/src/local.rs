//! Language models out of a folder of the user's own, in builds with the feature `local-models`. In others none can be opened.

use crate::error::Result;
use ::synthetic::perplexity::Reading;
use std::path::Path;

/// A causal language model.
pub(crate) struct LanguageModel(#[cfg(feature = "local-models")] local_models::LanguageModel);

#[cfg(feature = "local-models")]
impl LanguageModel {
    /// Reads a model folder.
    pub fn open(dir: &Path) -> Result<Self> {
        Ok(Self(local_models::LanguageModel::open(dir, &local_models::Limits::default())?))
    }

    /// SHA-256 of the folder, in hexadecimal.
    pub fn hash(&self) -> String {
        self.0.hash().hex()
    }

    /// Reads a text; `None` where it is too short for a prediction.
    pub fn read(&self, text: &str) -> Result<Option<Reading>> {
        let measures = self.0.measure(text)?;
        Ok(measures.map(
            |local_models::Measures { tokens, log_prob, log_rank, entropy, curvature, .. }| Reading {
                tokens: tokens as u64,
                log_prob,
                log_rank,
                entropy,
                curvature,
            },
        ))
    }
}

#[cfg(not(feature = "local-models"))]
impl LanguageModel {
    pub fn open(_dir: &Path) -> Result<Self> {
        Err(not_built())
    }

    pub fn hash(&self) -> String {
        String::new()
    }

    pub fn read(&self, _text: &str) -> Result<Option<Reading>> {
        Err(not_built())
    }
}

#[cfg(not(feature = "local-models"))]
fn not_built() -> crate::Error {
    crate::Error::Option {
        message: "this build reads no model folders".to_owned(),
        hint: "build it with `cargo build --release --features local-models` (some four minutes more)"
            .to_owned(),
    }
}
