//! The trained models in one safetensors file: tables of bytes as tensors, all else as JSON in one tensor.

use crate::account::People;
use crate::answer::Model;
use crate::calibration::Calibration;
use crate::features::style;
use crate::features::surprisal::{self, LanguageModel};
use crate::learn::linear::Linear;
use crate::learn::trees::Forest;
use crate::members::Members;
use crate::perplexity::Curvatures;
use crate::register::BUCKETS;
use crate::stack::Stack;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use thiserror::Error;

/// Format of the file. It changes whenever a score would.
const VERSION: u32 = 1;

/// Both models.
#[derive(Clone, Debug, PartialEq)]
pub struct Models {
    /// For texts of 25 words and more.
    pub long: Model,
    /// For posts, which are only told of together.
    pub posts: Model,
    /// What posts of human accounts score.
    pub people: People,
    /// What language models of the user's own found in human texts of the user's own: none in the shipped file.
    pub perplexity: Vec<Curvatures>,
    /// SHA-256 of the file, in hexadecimal.
    pub hash: String,
}

/// Why a model file cannot be used.
#[derive(Debug, Error)]
pub enum ModelError {
    /// It is no such file.
    #[error("this is no model file of the synthetic lens: {0}")]
    Format(#[from] safetensors::SafeTensorError),
    /// Its JSON is not what was expected.
    #[error("the model file is damaged: {0}")]
    Json(#[from] serde_json::Error),
    /// Another version.
    #[error("the model file has version {0}; this program reads version {VERSION}")]
    Version(u32),
    /// Parts do not fit together.
    #[error("the model file is damaged: {0}")]
    Damaged(&'static str),
}

#[derive(Serialize, Deserialize)]
struct Rest {
    version: u32,
    long: RestOfModel,
    posts: RestOfModel,
    people: People,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    perplexity: Vec<Curvatures>,
}

#[derive(Serialize, Deserialize)]
struct RestOfModel {
    linear: [(f32, f32); 3],
    style: Forest,
    surprisal: Forest,
    stack: Stack,
    calibration: Calibration,
    registers: Vec<String>,
}

const LINEAR: [&str; 3] = ["word", "chars", "pattern"];

impl Models {
    /// The models that the program carries.
    pub fn builtin() -> Result<Self, ModelError> {
        Self::read(Cow::Borrowed(include_bytes!("../../../models/synthetic-en.safetensors")))
    }

    /// The bytes of a file.
    pub fn write(
        long: &Model,
        posts: &Model,
        people: &People,
        perplexity: &[Curvatures],
    ) -> Result<Vec<u8>, ModelError> {
        let rest = Rest {
            version: VERSION,
            long: rest(long),
            posts: rest(posts),
            people: people.clone(),
            perplexity: perplexity.to_vec(),
        };
        let json = serde_json::to_vec(&rest)?;
        let mut bytes: BTreeMap<String, (Dtype, Cow<'_, [u8]>)> = BTreeMap::new();
        for (name, model) in [("long", long), ("posts", posts)] {
            let Members { word, chars, pattern, language, .. } = &model.members;
            for (member, linear) in LINEAR.iter().zip([word, chars, pattern]) {
                bytes.insert(format!("{name}.{member}"), (Dtype::I8, Cow::Borrowed(linear.weights.as_ref())));
            }
            let slots = language.slots.iter().flat_map(|slot| slot.to_le_bytes()).collect();
            bytes.insert(format!("{name}.language"), (Dtype::U32, Cow::Owned(slots)));
        }
        bytes.insert("json".to_owned(), (Dtype::U8, Cow::Owned(json)));
        let mut tensors = Vec::new();
        for (name, (kind, bytes)) in &bytes {
            let size = if *kind == Dtype::U32 { bytes.len() / 4 } else { bytes.len() };
            tensors.push((name.as_str(), TensorView::new(*kind, vec![size], bytes)?));
        }
        Ok(safetensors::serialize(tensors, None)?)
    }

    /// Reads a file.
    pub fn read(bytes: Cow<'static, [u8]>) -> Result<Self, ModelError> {
        let hash = model::Sha256::of(&bytes).to_string();
        let (header, parsed) = SafeTensors::read_metadata(&bytes)?;
        let start = header + size_of::<u64>();
        let tensor = |name: &str| -> Result<Cow<'static, [u8]>, ModelError> {
            let info = parsed.info(name).ok_or(ModelError::Damaged("a table is missing"))?;
            let range = start + info.data_offsets.0..start + info.data_offsets.1;
            const SHORT: ModelError = ModelError::Damaged("it ends too early");
            Ok(match &bytes {
                Cow::Borrowed(bytes) => Cow::Borrowed(bytes.get(range).ok_or(SHORT)?),
                Cow::Owned(bytes) => Cow::Owned(bytes.get(range).ok_or(SHORT)?.to_vec()),
            })
        };
        let rest: Rest = serde_json::from_slice(&tensor("json")?)?;
        if rest.version != VERSION {
            return Err(ModelError::Version(rest.version));
        }
        let model = |name: &str, rest: RestOfModel| -> Result<Model, ModelError> {
            let mut linear = Vec::new();
            for (member, (scale, bias)) in LINEAR.iter().zip(rest.linear) {
                let weights = tensor(&format!("{name}.{member}"))?;
                if !weights.len().is_power_of_two() {
                    return Err(ModelError::Damaged("the size of a table"));
                }
                linear.push(Linear { weights, scale, bias });
            }
            let slots = tensor(&format!("{name}.language"))?;
            let slots: Vec<u32> = slots.as_chunks().0.iter().map(|&slot| u32::from_le_bytes(slot)).collect();
            if !slots.len().is_power_of_two() || !slots.contains(&0) {
                return Err(ModelError::Damaged("the size of a language model"));
            }
            let [Some(pattern), Some(chars), Some(word)] = [linear.pop(), linear.pop(), linear.pop()] else {
                return Err(ModelError::Damaged("a table is missing"));
            };
            let registers = rest.registers.len();
            let is_complete = rest.calibration.places.len() == BUCKETS.len()
                && rest.calibration.strata.len() == BUCKETS.len()
                && rest.calibration.strata.iter().all(|strata| strata.len() == registers)
                && rest.calibration.places.iter().flatten().all(|places| places.fits(registers))
                && rest.style.fits(style::WIDTH)
                && rest.surprisal.fits(surprisal::WIDTH);
            if !is_complete {
                return Err(ModelError::Damaged("its parts do not fit together"));
            }
            Ok(Model {
                members: Members {
                    word,
                    chars,
                    pattern,
                    style: rest.style,
                    surprisal: rest.surprisal,
                    language: LanguageModel { slots },
                },
                stack: rest.stack,
                calibration: rest.calibration,
                registers: rest.registers,
            })
        };
        if !rest.perplexity.iter().all(|curvatures| curvatures.fits(rest.long.registers.len())) {
            return Err(ModelError::Damaged("what language models found"));
        }
        Ok(Self {
            long: model("long", rest.long)?,
            posts: model("posts", rest.posts)?,
            people: rest.people,
            perplexity: rest.perplexity,
            hash,
        })
    }
}

fn rest(model: &Model) -> RestOfModel {
    let Members { word, chars, pattern, style, surprisal, .. } = &model.members;
    RestOfModel {
        linear: [word, chars, pattern].map(|linear| (linear.scale, linear.bias)),
        style: style.clone(),
        surprisal: surprisal.clone(),
        stack: model.stack.clone(),
        calibration: model.calibration.clone(),
        registers: model.registers.clone(),
    }
}
