//! Folders of tiny models with random weights, made afresh for each test.

#![allow(dead_code, reason = "each test takes its part")]

use safetensors::tensor::TensorView;
use safetensors::{Dtype, serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

pub const HIDDEN: usize = 16;
pub const INNER: usize = 24;
pub const LAYERS: usize = 2;
pub const HEADS: usize = 4;
pub const KEY_HEADS: usize = 2;
pub const CONTEXT: usize = 64;

/// Words of the tokenizer, by their numbers.
pub const WORDS: [&str; 16] = [
    "[UNK]", "[BOS]", "[EOS]", "the", "lamps", "will", "be", "white", "by", "may", "harbour", "ferry",
    "council", "losses", "hid", "posters",
];

/// Weights by name: shape and values, each of which 16 bits can hold.
pub type Weights = BTreeMap<String, (Vec<usize>, Vec<f32>)>;

pub struct Tiny {
    pub config: Value,
    pub tokenizer: Value,
    pub weights: Weights,
}

/// A small generator, so that every machine has the same weights.
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let value = (self.0 >> 40) as f32 / (1u32 << 24) as f32 - 0.5;
        f32::from_bits(value.to_bits() & 0xffff_0000)
    }

    fn add(&mut self, weights: &mut Weights, name: String, shape: &[usize]) {
        let values = (0..shape.iter().product()).map(|_| self.next()).collect();
        weights.insert(name, (shape.to_vec(), values));
    }
}

/// A Llama (`is_qwen` false: own table of outputs, a mark of the beginning) or a Qwen2.
pub fn decoder(is_qwen: bool) -> Tiny {
    let config = json!({
        "model_type": if is_qwen { "qwen2" } else { "llama" },
        "vocab_size": WORDS.len(), "hidden_size": HIDDEN, "intermediate_size": INNER,
        "num_hidden_layers": LAYERS, "num_attention_heads": HEADS, "num_key_value_heads": KEY_HEADS,
        "rms_norm_eps": 1e-5, "rope_theta": 10_000.0, "max_position_embeddings": CONTEXT,
        "tie_word_embeddings": is_qwen, "hidden_act": "silu",
    });
    let (mut draws, mut weights) = (Draws(7), Weights::new());
    let mut add = |name: String, shape: &[usize]| draws.add(&mut weights, name, shape);
    let keys = HIDDEN / HEADS * KEY_HEADS;
    add("model.embed_tokens.weight".to_owned(), &[WORDS.len(), HIDDEN]);
    for layer in 0..LAYERS {
        let at = format!("model.layers.{layer}");
        add(format!("{at}.input_layernorm.weight"), &[HIDDEN]);
        add(format!("{at}.post_attention_layernorm.weight"), &[HIDDEN]);
        for (name, size) in [("q", HIDDEN), ("k", keys), ("v", keys)] {
            add(format!("{at}.self_attn.{name}_proj.weight"), &[size, HIDDEN]);
            if is_qwen {
                add(format!("{at}.self_attn.{name}_proj.bias"), &[size]);
            }
        }
        add(format!("{at}.self_attn.o_proj.weight"), &[HIDDEN, HIDDEN]);
        add(format!("{at}.mlp.gate_proj.weight"), &[INNER, HIDDEN]);
        add(format!("{at}.mlp.up_proj.weight"), &[INNER, HIDDEN]);
        add(format!("{at}.mlp.down_proj.weight"), &[HIDDEN, INNER]);
    }
    add("model.norm.weight".to_owned(), &[HIDDEN]);
    if !is_qwen {
        add("lm_head.weight".to_owned(), &[WORDS.len(), HIDDEN]);
    }
    Tiny { config, tokenizer: tokenizer((!is_qwen).then_some(1)), weights }
}

/// Words between spaces; with a mark before each text, or without. What it says of padding and cutting is to be passed over.
fn tokenizer(before: Option<usize>) -> Value {
    let special = |number: usize| {
        json!({ "id": number, "content": WORDS[number], "single_word": false, "lstrip": false, "rstrip": false,
            "normalized": false, "special": true })
    };
    let mark = |number: usize| json!({ "SpecialToken": { "id": WORDS[number], "type_id": 0 } });
    let known = |number: usize| {
        (WORDS[number].to_owned(), json!({ "id": WORDS[number], "ids": [number], "tokens": [WORDS[number]] }))
    };
    let text = json!({ "Sequence": { "id": "A", "type_id": 0 } });
    let single: Vec<Value> = before.map(mark).into_iter().chain([text]).collect();
    let marks: serde_json::Map<String, Value> = before.into_iter().map(known).collect();
    let vocabulary: serde_json::Map<String, Value> =
        WORDS.iter().enumerate().map(|(number, word)| ((*word).to_owned(), json!(number))).collect();
    json!({
        "version": "1.0", "truncation": { "direction": "Right", "max_length": 4, "strategy": "LongestFirst", "stride": 0 },
        "padding": { "strategy": { "Fixed": 99 }, "direction": "Right", "pad_to_multiple_of": null, "pad_id": 0,
            "pad_type_id": 0, "pad_token": "[UNK]" },
        "added_tokens": [special(0), special(1), special(2)],
        "normalizer": { "type": "Lowercase" }, "pre_tokenizer": { "type": "Whitespace" },
        "post_processor": { "type": "TemplateProcessing", "single": single, "pair": [], "special_tokens": marks },
        "decoder": null,
        "model": { "type": "WordLevel", "vocab": vocabulary, "unk_token": "[UNK]" },
    })
}

impl Tiny {
    /// Writes the folder, with one file of weights in 32 bits.
    pub fn write(&self, dir: &Path) {
        self.write_texts(dir);
        std::fs::write(dir.join("model.safetensors"), file(&self.weights, Dtype::F32)).expect("written");
    }

    /// Writes the folder with weights in 16 bits in two shards.
    pub fn write_shards(&self, dir: &Path) {
        self.write_texts(dir);
        let (mut shards, mut map) = ([Weights::new(), Weights::new()], serde_json::Map::new());
        for (number, (name, tensor)) in self.weights.iter().enumerate() {
            shards[number % 2].insert(name.clone(), tensor.clone());
            map.insert(name.clone(), json!(format!("shard-{}.safetensors", number % 2)));
        }
        for (number, shard) in shards.iter().enumerate() {
            let path = dir.join(format!("shard-{number}.safetensors"));
            std::fs::write(path, file(shard, Dtype::BF16)).expect("written");
        }
        let index = json!({ "metadata": {}, "weight_map": map });
        std::fs::write(dir.join("model.safetensors.index.json"), index.to_string()).expect("written");
    }

    fn write_texts(&self, dir: &Path) {
        std::fs::create_dir_all(dir).expect("a folder");
        std::fs::write(dir.join("config.json"), self.config.to_string()).expect("written");
        std::fs::write(dir.join("tokenizer.json"), self.tokenizer.to_string()).expect("written");
    }
}

fn file(weights: &Weights, kind: Dtype) -> Vec<u8> {
    let bytes = |values: &[f32]| -> Vec<u8> {
        let skip = if kind == Dtype::BF16 { 2 } else { 0 };
        values.iter().flat_map(|value| value.to_le_bytes().into_iter().skip(skip)).collect()
    };
    let bytes: Vec<(&String, &Vec<usize>, Vec<u8>)> =
        weights.iter().map(|(name, (shape, values))| (name, shape, bytes(values))).collect();
    let views = bytes.iter().map(|(name, shape, bytes)| {
        (*name, TensorView::new(kind, (*shape).clone(), bytes).expect("a tensor"))
    });
    serialize(views, None).expect("serialised")
}
