//! `tokenizer.json`: words to the numbers that a model knows.

use crate::error::LocalModelError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokenizers::{Encoding, Tokenizer};

/// A text by which a folder is tried.
pub(crate) const TRIAL: &str = "The lamps will be white by May.";

/// A tokenizer that neither pads nor cuts, and takes names of special tokens in a text for text.
pub(crate) struct Words(Tokenizer);

impl Words {
    /// Reads a file, and tries it.
    pub fn read(json: &[u8]) -> Result<Self, LocalModelError> {
        let words = guarded(|| {
            let mut tokenizer = Tokenizer::from_bytes(json)?;
            tokenizer.with_truncation(None)?;
            tokenizer.with_padding(None);
            // A text that holds `<|endoftext|>` does not end there.
            tokenizer.set_encode_special_tokens(true);
            Ok(Self(tokenizer))
        })?;
        guarded(|| words.0.encode_fast(TRIAL, true))?;
        Ok(words)
    }

    /// Tokens of a text, all of which a model with so large a vocabulary knows.
    pub fn encode(&self, text: &str, vocabulary: usize) -> Result<Encoding, LocalModelError> {
        let encoding = guarded(|| self.0.encode_fast(text, true))?;
        if encoding.get_ids().iter().any(|&token| token as usize >= vocabulary) {
            let message = "it has tokens that the model does not know";
            return Err(LocalModelError::Tokenizer(message.to_owned()));
        }
        Ok(encoding)
    }
}

/// The library panics on some damaged files, in reading and later.
fn guarded<T>(run: impl FnOnce() -> tokenizers::Result<T>) -> Result<T, LocalModelError> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(done) => done.map_err(|error| LocalModelError::Tokenizer(error.to_string())),
        Err(_) => Err(LocalModelError::Tokenizer("its parts do not fit together".to_owned())),
    }
}
