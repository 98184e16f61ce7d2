//! The layers of Llama and Qwen2: a whole text at once, as every prediction is wanted.

use crate::config::DecoderConfig;
use candle_core::{Device, Result, Tensor};
use candle_nn::{Embedding, Linear, Module, RmsNorm, VarBuilder, linear_b, ops, rms_norm, rotary_emb};

/// A decoder with its weights.
#[derive(Debug)]
pub(crate) struct Decoder {
    words: Embedding,
    layers: Vec<Layer>,
    norm: RmsNorm,
    out: Linear,
    config: DecoderConfig,
}

#[derive(Debug)]
struct Layer {
    before: RmsNorm,
    query: Linear,
    key: Linear,
    value: Linear,
    attended: Linear,
    between: RmsNorm,
    gate: Linear,
    up: Linear,
    down: Linear,
}

/// What all layers know of positions: cosines and sines of their turns, and that no word sees those after it.
struct Positions {
    cos: Tensor,
    sin: Tensor,
    mask: Tensor,
}

impl Decoder {
    /// Takes the weights; fails when one is missing or of another shape.
    pub fn load(config: DecoderConfig, weights: &VarBuilder<'_>) -> Result<Self> {
        let (hidden, inner) = (config.hidden, config.inner);
        let (all, keys) = (config.heads * config.head_size, config.key_heads * config.head_size);
        let inside = weights.pp("model");
        let words = candle_nn::embedding(config.vocabulary, hidden, inside.pp("embed_tokens"))?;
        let layer = |number: usize| {
            let layer = inside.pp(format!("layers.{number}"));
            let (attention, mlp) = (layer.pp("self_attn"), layer.pp("mlp"));
            let norm = |name: &str| rms_norm(hidden, config.epsilon, layer.pp(name));
            let query = |size, name: &str| linear_b(hidden, size, config.has_query_bias, attention.pp(name));
            let wide = |from, to, name: &str| linear_b(from, to, config.has_inner_bias, mlp.pp(name));
            Ok(Layer {
                before: norm("input_layernorm")?,
                query: query(all, "q_proj")?,
                key: query(keys, "k_proj")?,
                value: query(keys, "v_proj")?,
                attended: linear_b(all, hidden, config.has_output_bias, attention.pp("o_proj"))?,
                between: norm("post_attention_layernorm")?,
                gate: wide(hidden, inner, "gate_proj")?,
                up: wide(hidden, inner, "up_proj")?,
                down: wide(inner, hidden, "down_proj")?,
            })
        };
        let layers = (0..config.layers).map(layer).collect::<Result<_>>()?;
        let norm = rms_norm(hidden, config.epsilon, inside.pp("norm"))?;
        let out = if config.is_tied {
            Linear::new(words.embeddings().clone(), None)
        } else {
            linear_b(hidden, config.vocabulary, false, weights.pp("lm_head"))?
        };
        Ok(Self { words, layers, norm, out, config })
    }

    /// What it works out after each token, a row each.
    pub fn states(&self, tokens: &[u32]) -> Result<Tensor> {
        let positions = self.positions(tokens.len())?;
        let mut rows = self.words.forward(&Tensor::new(tokens, &Device::Cpu)?)?;
        for layer in &self.layers {
            let seen = self.attend(layer, &layer.before.forward(&rows)?, &positions)?;
            rows = (rows + seen)?;
            let plain = layer.between.forward(&rows)?;
            let inner = (layer.gate.forward(&plain)?.silu()? * layer.up.forward(&plain)?)?;
            rows = (rows + layer.down.forward(&inner)?)?;
        }
        self.norm.forward(&rows)
    }

    /// Predictions after some of the states: logits over all words, a row each.
    pub fn logits(&self, states: &Tensor, from: usize, rows: usize) -> Result<Vec<Vec<f32>>> {
        self.out.forward(&states.narrow(0, from, rows)?)?.to_vec2()
    }

    fn positions(&self, length: usize) -> Result<Positions> {
        let frequencies = &self.config.frequencies;
        let turns: Vec<f32> =
            (0..length).flat_map(|at| frequencies.iter().map(move |turn| at as f32 * turn)).collect();
        let table = |of: fn(f32) -> f32| {
            let values: Vec<f32> = turns.iter().map(|&turn| of(turn)).collect();
            Tensor::from_vec(values, (length, frequencies.len()), &Device::Cpu)
        };
        let mask = (0..length * length)
            .map(|at| if at % length > at / length { f32::NEG_INFINITY } else { 0.0 })
            .collect();
        let mask = Tensor::from_vec(mask, (length, length), &Device::Cpu)?;
        Ok(Positions { cos: table(libm::cosf)?, sin: table(libm::sinf)?, mask })
    }

    fn attend(&self, layer: &Layer, rows: &Tensor, positions: &Positions) -> Result<Tensor> {
        let &DecoderConfig { heads, key_heads, head_size, .. } = &self.config;
        let (length, _) = rows.dims2()?;
        let split = |linear: &Linear, heads: usize| {
            linear.forward(rows)?.reshape((1, length, heads, head_size))?.transpose(1, 2)?.contiguous()
        };
        let turn = |split: Tensor| rotary_emb::rope(&split, &positions.cos, &positions.sin);
        // Heads that share their keys lie next to each other: one product for all of them.
        let shared = heads / key_heads;
        let query = turn(split(&layer.query, heads)?)?.reshape((key_heads, shared * length, head_size))?;
        let key = turn(split(&layer.key, key_heads)?)?.squeeze(0)?;
        let value = split(&layer.value, key_heads)?.squeeze(0)?;
        let alike = (query.matmul(&key.t()?)? / f64::from(head_size as u32).sqrt())?;
        let alike = alike.reshape((heads, length, length))?.broadcast_add(&positions.mask)?;
        let seen = ops::softmax_last_dim(&alike)?.reshape((key_heads, shared * length, length))?;
        let mixed = seen.matmul(&value)?.reshape((heads, length, head_size))?;
        layer.attended.forward(&mixed.transpose(0, 1)?.reshape((length, heads * head_size))?)
    }
}
