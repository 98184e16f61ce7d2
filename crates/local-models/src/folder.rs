//! The files of a model folder, read within limits.

use crate::config::DecoderConfig;
use crate::error::LocalModelError;
use crate::tokenizer::Words;
use candle_core::safetensors::Load;
use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use model::Sha256;
use safetensors::{Dtype, SafeTensors};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// What is taken of a model folder and of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of `config.json` and of the index of shards.
    pub config: u64,
    /// Most bytes of `tokenizer.json`.
    pub tokenizer: u64,
    /// Most bytes of all files of weights together. In memory they take up to twice as much.
    pub weights: u64,
    /// Most tokens of a text; what comes after is not looked at.
    pub tokens: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { config: 16 << 20, tokenizer: 64 << 20, weights: 8 << 30, tokens: 1024 }
    }
}

const CONFIG: &str = "config.json";
const TOKENIZER: &str = "tokenizer.json";
const WEIGHTS: &str = "model.safetensors";
const INDEX: &str = "model.safetensors.index.json";

/// A folder in memory.
pub(crate) struct Folder {
    /// Kind and sizes.
    pub config: DecoderConfig,
    /// The tokenizer.
    pub words: Words,
    /// Weights by name, in 32 bits.
    pub weights: VarBuilder<'static>,
    /// SHA-256 over names and hashes of the files read.
    pub hash: Sha256,
}

#[derive(Deserialize)]
struct Index {
    weight_map: BTreeMap<String, String>,
}

impl Folder {
    /// Reads a folder; weights only where the other files can be used.
    pub fn read(dir: &Path, limits: &Limits) -> Result<Self, LocalModelError> {
        let mut hashes = BTreeMap::new();
        let mut read = |name: &str, limit: u64| -> Result<Vec<u8>, LocalModelError> {
            let bytes = read(&dir.join(name), limit)?;
            hashes.insert(name.to_owned(), Sha256::of(&bytes));
            Ok(bytes)
        };
        let config = DecoderConfig::read(&read(CONFIG, limits.config)?)?;
        let words = Words::read(&read(TOKENIZER, limits.tokenizer)?)?;
        let files = if dir.join(INDEX).is_file() {
            shards(&read(INDEX, limits.config)?)?
        } else {
            BTreeSet::from([WEIGHTS.to_owned()])
        };
        let mut tensors = HashMap::new();
        let mut left = limits.weights;
        for name in files {
            let bytes = read(&name, left)?;
            left -= bytes.len() as u64;
            take(&dir.join(&name), &bytes, &mut tensors)?;
        }
        let lines: Vec<String> = hashes.iter().map(|(name, hash)| format!("{name} {hash}\n")).collect();
        let weights = VarBuilder::from_tensors(tensors, DType::F32, &Device::Cpu);
        Ok(Self { config, words, weights, hash: Sha256::of(lines.concat().as_bytes()) })
    }
}

/// A file of at most so many bytes. What is no file is refused, as a pipe could be waited for.
fn read(path: &Path, limit: u64) -> Result<Vec<u8>, LocalModelError> {
    let error = |source| LocalModelError::Read { path: path.to_owned(), source };
    let meta = std::fs::metadata(path).map_err(error)?;
    if !meta.is_file() {
        return Err(error(std::io::Error::other("it is no file")));
    }
    let too_large = || LocalModelError::TooLarge { path: path.to_owned(), limit };
    if meta.len() > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(meta.len() as usize);
    let file = File::open(path).map_err(error)?;
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(error)?;
    if bytes.len() as u64 > limit { Err(too_large()) } else { Ok(bytes) }
}

/// Files that the index names: of this folder, and nowhere else.
fn shards(index: &[u8]) -> Result<BTreeSet<String>, LocalModelError> {
    let damaged = |message: String| LocalModelError::Config { file: INDEX, message };
    let index: Index = serde_json::from_slice(index).map_err(|error| damaged(error.to_string()))?;
    let files: BTreeSet<String> = index.weight_map.into_values().collect();
    match files.iter().find(|name| name.contains(['/', '\\', ':']) || !name.ends_with(".safetensors")) {
        Some(name) => Err(damaged(format!("`{name}` is no name of a file of weights in this folder"))),
        None => Ok(files),
    }
}

/// Takes the tensors of numbers with a point; others are counters that no layer needs.
fn take(path: &Path, bytes: &[u8], tensors: &mut HashMap<String, Tensor>) -> Result<(), LocalModelError> {
    let weights = |source| LocalModelError::Weights { path: path.to_owned(), source };
    for (name, view) in SafeTensors::deserialize(bytes).map_err(weights)?.tensors() {
        if matches!(view.dtype(), Dtype::F32 | Dtype::F16 | Dtype::BF16) {
            let tensor = view.load(&Device::Cpu).and_then(|tensor| tensor.to_dtype(DType::F32));
            tensors.insert(name, tensor.map_err(LocalModelError::Layers)?);
        }
    }
    Ok(())
}
