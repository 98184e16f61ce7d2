//! `config.json`: kinds of models, their sizes, and what is not supported.

use crate::error::LocalModelError;
use serde::Deserialize;
use serde_json::Value;

/// Largest value of any one size: wider or deeper models than any that runs on a CPU.
const MOST_SIZE: usize = 1 << 20;
const MOST_LAYERS: usize = 256;

/// Kinds of models that can be read.
const KINDS: [&str; 2] = ["llama", "qwen2"];

/// A decoder of words: Llama, or Qwen2, which differs in where biases stand.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DecoderConfig {
    pub vocabulary: usize,
    pub hidden: usize,
    pub inner: usize,
    pub layers: usize,
    pub heads: usize,
    /// Heads of keys and values, each shared by `heads / key_heads` heads.
    pub key_heads: usize,
    pub head_size: usize,
    pub epsilon: f64,
    /// Frequency of each pair of a head's dimensions, per position.
    pub frequencies: Vec<f32>,
    /// Longest text that the model learned from, in tokens.
    pub context: usize,
    /// Whether words come out by the table by which they go in.
    pub is_tied: bool,
    pub has_query_bias: bool,
    pub has_output_bias: bool,
    pub has_inner_bias: bool,
}

#[derive(Deserialize)]
struct RawDecoder {
    vocab_size: usize,
    hidden_size: usize,
    intermediate_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    num_key_value_heads: Option<usize>,
    head_dim: Option<usize>,
    rms_norm_eps: f64,
    rope_theta: Option<f64>,
    rope_scaling: Option<Rope>,
    /// Where newer programs write both of the above.
    rope_parameters: Option<Rope>,
    max_position_embeddings: usize,
    #[serde(default)]
    tie_word_embeddings: bool,
    hidden_act: Option<String>,
    #[serde(default)]
    attention_bias: bool,
    #[serde(default)]
    mlp_bias: bool,
    #[serde(default)]
    use_sliding_window: bool,
}

#[derive(Deserialize)]
struct Rope {
    #[serde(alias = "type")]
    rope_type: Option<String>,
    rope_theta: Option<f64>,
    factor: Option<f64>,
    low_freq_factor: Option<f64>,
    high_freq_factor: Option<f64>,
    original_max_position_embeddings: Option<f64>,
}

impl DecoderConfig {
    /// Reads `config.json` of a language model.
    pub fn read(json: &[u8]) -> Result<Self, LocalModelError> {
        let (kind, raw) = parse(json)?;
        let act = raw.hidden_act.as_deref().unwrap_or("silu");
        unless(act == "silu", || format!("`hidden_act` `{act}`"))?;
        unless(!raw.use_sliding_window, || "`use_sliding_window`".to_owned())?;
        let heads = raw.num_attention_heads;
        let key_heads = raw.num_key_value_heads.unwrap_or(heads);
        sizes(&[raw.vocab_size, raw.hidden_size, raw.intermediate_size, heads, key_heads])?;
        let head_size = raw.head_dim.unwrap_or(raw.hidden_size / heads);
        sizes(&[head_size, raw.max_position_embeddings.min(MOST_SIZE), raw.num_hidden_layers])?;
        let fits = raw.num_hidden_layers <= MOST_LAYERS
            && heads.is_multiple_of(key_heads)
            && head_size.is_multiple_of(2)
            && heads.saturating_mul(head_size) <= MOST_SIZE
            && (0.0..1.0).contains(&raw.rms_norm_eps);
        if !fits {
            return Err(damaged("its sizes do not fit together"));
        }
        let is_qwen = kind == "qwen2";
        Ok(Self {
            vocabulary: raw.vocab_size,
            hidden: raw.hidden_size,
            inner: raw.intermediate_size,
            layers: raw.num_hidden_layers,
            heads,
            key_heads,
            head_size,
            epsilon: raw.rms_norm_eps,
            frequencies: frequencies(&raw, head_size)?,
            context: raw.max_position_embeddings,
            is_tied: raw.tie_word_embeddings,
            has_query_bias: is_qwen || raw.attention_bias,
            has_output_bias: !is_qwen && raw.attention_bias,
            has_inner_bias: raw.mlp_bias,
        })
    }
}

fn damaged(message: impl ToString) -> LocalModelError {
    LocalModelError::Config { file: "config.json", message: message.to_string() }
}

fn unless(holds: bool, what: impl FnOnce() -> String) -> Result<(), LocalModelError> {
    if holds { Ok(()) } else { Err(LocalModelError::Unsupported(what())) }
}

fn sizes(sizes: &[usize]) -> Result<(), LocalModelError> {
    match sizes.iter().find(|&&size| size == 0 || size > MOST_SIZE) {
        None => Ok(()),
        Some(size) => Err(damaged(format!("a size of {size}"))),
    }
}

/// The kind of the model, then its settings: of another kind nothing else is expected.
fn parse(json: &[u8]) -> Result<(String, RawDecoder), LocalModelError> {
    let json: Value = serde_json::from_slice(json).map_err(damaged)?;
    let kind = json.get("model_type").and_then(Value::as_str).unwrap_or_default().to_owned();
    if !KINDS.contains(&kind.as_str()) {
        return Err(LocalModelError::Architecture { found: kind, supported: KINDS.join(", ") });
    }
    let is_packed = json.get("quantization_config").is_some_and(|value| !value.is_null());
    unless(!is_packed, || "`quantization_config`".to_owned())?;
    Ok((kind, serde_json::from_value(json).map_err(damaged)?))
}

/// Rotary positions (Su et al. 2021, RoFormer), stretched for long texts as Llama 3 does it.
fn frequencies(raw: &RawDecoder, head_size: usize) -> Result<Vec<f32>, LocalModelError> {
    let rope = raw.rope_parameters.as_ref().or(raw.rope_scaling.as_ref());
    let theta = raw.rope_theta.or(rope.and_then(|rope| rope.rope_theta)).unwrap_or(10_000.0);
    if !(theta.is_finite() && theta >= 1.0) {
        return Err(damaged("`rope_theta`"));
    }
    let plain = (0..head_size / 2).map(|at| libm::pow(theta, -2.0 * at as f64 / head_size as f64));
    let kind = rope.and_then(|rope| rope.rope_type.as_deref()).unwrap_or("default");
    match (kind, rope) {
        ("llama3", Some(rope)) => {
            let (Some(factor), Some(low), Some(high), Some(original)) = (
                rope.factor,
                rope.low_freq_factor,
                rope.high_freq_factor,
                rope.original_max_position_embeddings,
            ) else {
                return Err(damaged("`rope_scaling` without its factors"));
            };
            if !(factor >= 1.0 && 0.0 < low && low < high && original >= 1.0) {
                return Err(damaged("the factors of `rope_scaling`"));
            }
            let stretched = |frequency: f64| {
                let turns = original * frequency / std::f64::consts::TAU;
                let kept = ((turns - low) / (high - low)).clamp(0.0, 1.0);
                frequency * (kept + (1.0 - kept) / factor)
            };
            Ok(plain.map(|frequency| stretched(frequency) as f32).collect())
        }
        ("default", _) => Ok(plain.map(|frequency| frequency as f32).collect()),
        (other, _) => Err(LocalModelError::Unsupported(format!("`rope_scaling` of the kind `{other}`"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn llama(with: Value) -> Result<DecoderConfig, LocalModelError> {
        let mut config = json!({
            "model_type": "llama", "vocab_size": 20, "hidden_size": 16, "intermediate_size": 24,
            "num_hidden_layers": 2, "num_attention_heads": 4, "rms_norm_eps": 1e-5,
            "max_position_embeddings": 64,
        });
        for (name, value) in with.as_object().expect("an object") {
            config[name] = value.clone();
        }
        DecoderConfig::read(config.to_string().as_bytes())
    }

    #[test]
    fn what_is_not_said_is_as_usual() {
        let config = llama(json!({})).expect("a model");
        assert_eq!((config.key_heads, config.head_size, config.frequencies[0]), (4, 4, 1.0));
        assert!((config.frequencies[1] - 0.01).abs() < 1e-9, "{:?}", config.frequencies);
        assert!(!config.is_tied && !config.has_query_bias);
        let qwen = llama(
            json!({ "model_type": "qwen2", "rope_parameters": { "rope_type": "default", "rope_theta": 100.0 } }),
        );
        let qwen = qwen.expect("a model");
        assert!(qwen.has_query_bias && !qwen.has_output_bias);
        assert!((qwen.frequencies[1] - 0.1).abs() < 1e-7);
    }

    #[test]
    fn slow_turns_are_stretched_and_fast_ones_kept() {
        let rope = json!({ "rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
            "original_max_position_embeddings": 64 });
        let config = llama(json!({ "rope_scaling": rope })).expect("a model");
        assert_eq!(config.frequencies[0], 1.0);
        assert!((config.frequencies[1] - 0.01 / 8.0).abs() < 1e-9, "{:?}", config.frequencies);
    }

    #[test]
    fn others_are_named_and_nonsense_is_refused() {
        let message = |with: Value| llama(with).expect_err("refused").to_string();
        assert_eq!(
            message(json!({ "model_type": "gpt2" })),
            "models of the kind `gpt2` cannot be used here; supported: llama, qwen2"
        );
        for (with, says) in [
            (json!({ "rope_scaling": { "type": "yarn" } }), "`rope_scaling` of the kind `yarn`"),
            (json!({ "rope_scaling": { "rope_type": "llama3" } }), "without its factors"),
            (json!({ "use_sliding_window": true }), "`use_sliding_window`"),
            (json!({ "quantization_config": {} }), "`quantization_config`"),
            (json!({ "hidden_act": "gelu" }), "`hidden_act` `gelu`"),
            (json!({ "num_attention_heads": 0 }), "a size of 0"),
            (json!({ "vocab_size": 1u64 << 40 }), "a size of"),
            (json!({ "vocab_size": -1 }), "invalid value"),
            (json!({ "num_key_value_heads": 3 }), "do not fit together"),
            (json!({ "head_dim": 3 }), "do not fit together"),
            (json!({ "num_hidden_layers": 100_000 }), "do not fit together"),
            (json!({ "rms_norm_eps": -1.0 }), "do not fit together"),
            (json!({ "rope_theta": 0.0 }), "`rope_theta`"),
        ] {
            assert!(message(with.clone()).contains(says), "{with}: {}", message(with.clone()));
        }
        assert!(matches!(DecoderConfig::read(b"{"), Err(LocalModelError::Config { .. })));
        assert!(matches!(DecoderConfig::read(b"{}"), Err(LocalModelError::Architecture { .. })));
    }
}
