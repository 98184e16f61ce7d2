//! A causal language model and what texts measure under it.

use crate::decoder::Decoder;
use crate::error::LocalModelError;
use crate::folder::{Folder, Limits};
use crate::measures::{Measures, Sums};
use crate::tokenizer::{TRIAL, Words};
use model::Sha256;
use std::fmt;
use std::path::Path;

/// Predictions that are held at once: a row of each is as long as the vocabulary.
const BLOCK: usize = 64;

/// Bytes of a text for each token that may be looked at: more than tokens of words have.
const TOKEN: usize = 64;

/// A causal language model: Llama or Qwen2, in 32 bits on the CPU.
pub struct LanguageModel {
    decoder: Decoder,
    words: Words,
    vocabulary: usize,
    /// Tokens of a text that are looked at.
    tokens: usize,
    hash: Sha256,
}

impl fmt::Debug for LanguageModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LanguageModel").field("hash", &self.hash).finish_non_exhaustive()
    }
}

impl LanguageModel {
    /// Reads a model folder.
    ///
    /// # Errors
    /// Whatever keeps the folder from being used: see [`LocalModelError`].
    pub fn open(dir: &Path, limits: &Limits) -> Result<Self, LocalModelError> {
        let Folder { config, words, weights, hash } = Folder::read(dir, limits)?;
        let (vocabulary, tokens) = (config.vocabulary, config.context.min(limits.tokens));
        let decoder = Decoder::load(config, &weights).map_err(LocalModelError::Layers)?;
        let model = Self { decoder, words, vocabulary, tokens, hash };
        // What is damaged shows here, and not after an hour.
        model.measure(TRIAL)?;
        Ok(model)
    }

    /// SHA-256 over the names and hashes of the folder's files that are used.
    pub fn hash(&self) -> Sha256 {
        self.hash
    }

    /// Measures a text; `None` where it has no token that could be predicted from one before it.
    ///
    /// # Errors
    /// When tokenizer and model do not belong together, or the weights are damaged.
    pub fn measure(&self, text: &str) -> Result<Option<Measures>, LocalModelError> {
        let (tokens, first, is_cut) = self.tokens(text)?;
        if tokens.len() <= first {
            return Ok(None);
        }
        let states = self.decoder.states(&tokens).map_err(LocalModelError::Compute)?;
        let mut sums = Sums::default();
        // The state after a token predicts the next one.
        let mut next = first;
        while next < tokens.len() {
            let rows = BLOCK.min(tokens.len() - next);
            let logits = self.decoder.logits(&states, next - 1, rows).map_err(LocalModelError::Compute)?;
            for (logits, &token) in logits.iter().zip(&tokens[next..]) {
                sums.push(logits, token as usize)?;
            }
            next += rows;
        }
        Ok(sums.measures(is_cut))
    }

    /// Tokens of a text, the number of the first that is predicted, and whether there are more. What the tokenizer puts
    /// before a text is its beginning and is not predicted; what it puts after it is no part of it.
    fn tokens(&self, text: &str) -> Result<(Vec<u32>, usize, bool), LocalModelError> {
        let looked_at = &text[..text.floor_char_boundary(self.tokens.saturating_mul(TOKEN))];
        let encoding = self.words.encode(looked_at, self.vocabulary)?;
        let marks = encoding.get_special_tokens_mask();
        let before = marks.iter().take_while(|&&mark| mark == 1).count();
        let of_text = encoding.get_ids().iter().zip(marks).skip(before).filter(|(_, mark)| **mark == 0);
        let mut tokens = encoding.get_ids()[..before].to_vec();
        tokens.extend(of_text.map(|(&token, _)| token));
        let is_cut = tokens.len() > self.tokens || looked_at.len() < text.len();
        tokens.truncate(self.tokens);
        Ok((tokens, before.max(1), is_cut))
    }
}
