//! Measures against a forward pass written out by hand, and what keeps a folder from being used.

mod tiny;

use scrutineer_local_models::{LanguageModel, Limits, LocalModelError, Measures};
use serde_json::json;
use std::path::Path;
use tempfile::TempDir;
use tiny::{CONTEXT, HEADS, HIDDEN, INNER, KEY_HEADS, LAYERS, Tiny, WORDS, Weights};

type Row = Vec<f32>;

fn folder(tiny: &Tiny) -> TempDir {
    let dir = TempDir::new().expect("a folder");
    tiny.write(dir.path());
    dir
}

fn open(dir: &Path) -> Result<LanguageModel, LocalModelError> {
    LanguageModel::open(dir, &Limits::default())
}

fn measured(model: &LanguageModel, text: &str) -> Measures {
    model.measure(text).expect("measured").expect("long enough")
}

/// The same arithmetic in loops.
mod by_hand {
    use super::*;

    pub fn linear(weights: &Weights, name: &str, row: &[f32]) -> Row {
        let (shape, values) = &weights[&format!("{name}.weight")];
        let bias = weights.get(&format!("{name}.bias"));
        (0..shape[0])
            .map(|out| {
                let products = row.iter().zip(&values[out * shape[1]..]).map(|(a, b)| a * b);
                products.sum::<f32>() + bias.map_or(0.0, |(_, bias)| bias[out])
            })
            .collect()
    }

    pub fn row(weights: &Weights, name: &str, number: usize) -> Row {
        weights[name].1[number * HIDDEN..][..HIDDEN].to_vec()
    }

    pub fn add(a: &[f32], b: &[f32]) -> Row {
        a.iter().zip(b).map(|(a, b)| a + b).collect()
    }

    fn rms_norm(weights: &Weights, name: &str, row: &[f32]) -> Row {
        let mean = row.iter().map(|x| x * x).sum::<f32>() / row.len() as f32;
        let scale = 1.0 / (mean + 1e-5).sqrt();
        row.iter().zip(&weights[&format!("{name}.weight")].1).map(|(x, w)| x * scale * w).collect()
    }

    /// Turns each pair of a head's dimensions, which lie half a head apart.
    fn turn(row: &mut [f32], position: usize) {
        let size = HIDDEN / HEADS;
        for head in row.chunks_exact_mut(size) {
            for pair in 0..size / 2 {
                let angle = position as f32 * 10_000f32.powf(-2.0 * pair as f32 / size as f32);
                let (x, y) = (head[pair], head[pair + size / 2]);
                head[pair] = x * angle.cos() - y * angle.sin();
                head[pair + size / 2] = y * angle.cos() + x * angle.sin();
            }
        }
    }

    /// What one position takes from those it sees.
    pub fn attend(query: &[f32], keys: &[Row], values: &[Row], key_heads: usize) -> Row {
        let size = HIDDEN / HEADS;
        let mut out = Row::new();
        for head in 0..HEADS {
            let at = head / (HEADS / key_heads) * size;
            let scores: Row = keys
                .iter()
                .map(|key| {
                    let alike: f32 = (0..size).map(|i| query[head * size + i] * key[at + i]).sum();
                    alike / (size as f32).sqrt()
                })
                .collect();
            let highest = scores.iter().copied().fold(f32::MIN, f32::max);
            let shares: Row = scores.iter().map(|score| (score - highest).exp()).collect();
            let all: f32 = shares.iter().sum();
            for i in 0..size {
                out.push(shares.iter().zip(values).map(|(share, value)| share / all * value[at + i]).sum());
            }
        }
        out
    }

    /// Logits after each token.
    pub fn logits(tiny: &Tiny, tokens: &[usize]) -> Vec<Row> {
        let weights = &tiny.weights;
        let mut rows: Vec<Row> =
            tokens.iter().map(|&token| row(weights, "model.embed_tokens.weight", token)).collect();
        for layer in 0..LAYERS {
            let at = format!("model.layers.{layer}");
            let plain: Vec<Row> =
                rows.iter().map(|row| rms_norm(weights, &format!("{at}.input_layernorm"), row)).collect();
            let project = |name: &str, is_turned: bool| -> Vec<Row> {
                let name = format!("{at}.self_attn.{name}_proj");
                let mut rows: Vec<Row> = plain.iter().map(|row| linear(weights, &name, row)).collect();
                for (position, row) in rows.iter_mut().enumerate().filter(|_| is_turned) {
                    turn(row, position);
                }
                rows
            };
            let (queries, keys, values) = (project("q", true), project("k", true), project("v", false));
            for (position, row) in rows.iter_mut().enumerate() {
                let seen = attend(&queries[position], &keys[..=position], &values[..=position], KEY_HEADS);
                *row = add(row, &linear(weights, &format!("{at}.self_attn.o_proj"), &seen));
                let plain = rms_norm(weights, &format!("{at}.post_attention_layernorm"), row);
                let gate = linear(weights, &format!("{at}.mlp.gate_proj"), &plain);
                let up = linear(weights, &format!("{at}.mlp.up_proj"), &plain);
                let inner: Row = gate.iter().zip(&up).map(|(x, up)| x / (1.0 + (-x).exp()) * up).collect();
                assert_eq!(inner.len(), INNER);
                *row = add(row, &linear(weights, &format!("{at}.mlp.down_proj"), &inner));
            }
        }
        let is_tied = tiny.config["tie_word_embeddings"] == json!(true);
        let out = if is_tied { "model.embed_tokens" } else { "lm_head" };
        rows.iter().map(|row| linear(weights, out, &rms_norm(weights, "model.norm", row))).collect()
    }

    /// Measures from whole tables of probabilities.
    pub fn measures(tiny: &Tiny, tokens: &[usize]) -> Measures {
        let n = (tokens.len() - 1) as f64;
        let (mut log_prob, mut log_rank, mut mean, mut variance) = (0.0, 0.0, 0.0, 0.0);
        for (logits, &next) in logits(tiny, tokens).iter().zip(&tokens[1..]) {
            let all: f64 = logits.iter().map(|&x| f64::from(x).exp()).sum();
            let logs: Vec<f64> = logits.iter().map(|&x| f64::from(x) - all.ln()).collect();
            let expected: f64 = logs.iter().map(|log| log.exp() * log).sum();
            log_prob += logs[next];
            log_rank += (1.0 + logs.iter().filter(|&&log| log > logs[next]).count() as f64).ln();
            mean += expected;
            variance += logs.iter().map(|log| log.exp() * log * log).sum::<f64>() - expected * expected;
        }
        Measures {
            tokens: tokens.len() - 1,
            is_cut: false,
            log_prob: log_prob / n,
            log_rank: log_rank / n,
            entropy: -mean / n,
            curvature: (log_prob - mean) / variance.sqrt(),
        }
    }
}

fn numbers(text: &str) -> Vec<usize> {
    let number = |word: &str| WORDS.iter().position(|known| *known == word).unwrap_or(0);
    text.split(' ').map(number).collect()
}

fn assert_close(ours: &Measures, other: &Measures) {
    assert_eq!(ours.tokens, other.tokens);
    for (name, a, b) in [
        ("log_prob", ours.log_prob, other.log_prob),
        ("log_rank", ours.log_rank, other.log_rank),
        ("entropy", ours.entropy, other.entropy),
        ("curvature", ours.curvature, other.curvature),
    ] {
        assert!((a - b).abs() < 1e-4, "{name}: {a} and {b}");
    }
}

const TEXT: &str =
    "the council hid the losses by may and the ferry will be white the harbour lamps hid posters";

#[test]
fn a_llama_measures_what_is_reckoned_by_hand() {
    let tiny = tiny::decoder(false);
    let dir = folder(&tiny);
    let measures = measured(&open(dir.path()).expect("opened"), TEXT);
    let tokens: Vec<usize> = [1].into_iter().chain(numbers(TEXT)).collect();
    assert_close(&measures, &by_hand::measures(&tiny, &tokens));
    assert_eq!(measures.tokens, numbers(TEXT).len(), "all words follow the mark of the beginning");
}

#[test]
fn a_qwen_in_16_bits_and_shards_measures_what_is_reckoned_by_hand() {
    let tiny = tiny::decoder(true);
    let dir = TempDir::new().expect("a folder");
    tiny.write_shards(dir.path());
    let sharded = open(dir.path()).expect("opened");
    let measures = measured(&sharded, TEXT);
    assert_close(&measures, &by_hand::measures(&tiny, &numbers(TEXT)));
    let whole = open(folder(&tiny).path()).expect("opened");
    assert_eq!(measured(&whole, TEXT), measures);
    assert_ne!(whole.hash(), sharded.hash());
}

#[test]
fn threads_change_nothing() {
    let dir = folder(&tiny::decoder(false));
    let model = open(dir.path()).expect("opened");
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| measured(&model, &TEXT.repeat(3)))
    };
    assert_eq!(with(1), with(2));
    assert_eq!(with(1), with(5));
}

#[test]
fn a_text_is_cut_at_the_context_and_at_the_limit() {
    let dir = folder(&tiny::decoder(true));
    let model = open(dir.path()).expect("opened");
    let long = measured(&model, &format!("{TEXT} ").repeat(20));
    assert_eq!((long.tokens, long.is_cut), (CONTEXT - 1, true));
    let model = LanguageModel::open(dir.path(), &Limits { tokens: 4, ..Limits::default() }).expect("opened");
    let short = measured(&model, TEXT);
    assert_eq!((short.tokens, short.is_cut), (3, true));
    assert_eq!(model.measure("").expect("measured"), None);
    assert_eq!(model.measure("lamps").expect("measured"), None);
}

#[test]
fn names_of_special_tokens_are_text() {
    let dir = folder(&tiny::decoder(false));
    let model = open(dir.path()).expect("opened");
    assert_eq!(measured(&model, "the [EOS] lamps").tokens, 5, "`[`, `EOS` and `]` are words like others");
}

#[test]
fn files_have_limits() {
    let dir = folder(&tiny::decoder(false));
    let usual = Limits::default();
    for limits in [
        Limits { config: 10, ..usual },
        Limits { tokenizer: 10, ..usual },
        Limits { weights: 10, ..usual },
        Limits { weights: 0, ..usual },
    ] {
        let error = LanguageModel::open(dir.path(), &limits).expect_err("too large");
        assert!(matches!(error, LocalModelError::TooLarge { .. }), "{error}");
    }
    let error = open(&dir.path().join("not-there")).expect_err("nothing there");
    assert!(matches!(error, LocalModelError::Read { .. }), "{error}");
    // A folder where a file should be.
    std::fs::remove_file(dir.path().join("model.safetensors")).expect("removed");
    std::fs::create_dir(dir.path().join("model.safetensors")).expect("made");
    assert!(matches!(open(dir.path()), Err(LocalModelError::Read { .. })));
}

/// Opens a folder whose model was changed, and measures a text with it.
fn error_of(change: impl FnOnce(&mut Tiny)) -> LocalModelError {
    let mut tiny = tiny::decoder(false);
    change(&mut tiny);
    let dir = folder(&tiny);
    open(dir.path()).and_then(|model| model.measure(TEXT)).expect_err("refused")
}

#[test]
fn what_does_not_fit_is_named() {
    let error = error_of(|tiny| drop(tiny.weights.remove("lm_head.weight")));
    assert!(error.to_string().contains("lm_head"), "{error}");
    let error = error_of(|tiny| tiny.config["intermediate_size"] = json!(INNER + 1));
    assert!(matches!(error, LocalModelError::Layers(_)), "{error}");
    let error = error_of(|tiny| tiny.config["model_type"] = json!("gpt_neox"));
    assert!(error.to_string().contains("`gpt_neox`") && error.to_string().contains("qwen2"), "{error}");
    let error = error_of(|tiny| tiny.tokenizer["model"]["vocab"]["lamps"] = json!(99));
    assert!(error.to_string().contains("does not know"), "{error}");
    let error = error_of(|tiny| tiny.tokenizer["model"]["type"] = json!("Magic"));
    assert!(matches!(error, LocalModelError::Tokenizer(_)), "{error}");
    for value in [f32::NAN, f32::INFINITY] {
        let error = error_of(|tiny| tiny.weights.get_mut("model.norm.weight").expect("there").1[0] = value);
        assert!(matches!(error, LocalModelError::NotFinite), "{error}");
    }
}

#[test]
fn an_index_leads_nowhere_else() {
    let dir = TempDir::new().expect("a folder");
    tiny::decoder(true).write_shards(dir.path());
    for file in ["../model.safetensors", "/etc/passwd", "config.json"] {
        let index = json!({ "weight_map": { "model.norm.weight": file } });
        std::fs::write(dir.path().join("model.safetensors.index.json"), index.to_string()).expect("written");
        let error = open(dir.path()).expect_err("refused");
        assert!(error.to_string().contains(file), "{error}");
    }
}

#[test]
fn damaged_files_are_errors() {
    let dir = folder(&tiny::decoder(false));
    for name in ["config.json", "tokenizer.json", "model.safetensors"] {
        let path = dir.path().join(name);
        let whole = std::fs::read(&path).expect("read");
        for part in 0..24 {
            std::fs::write(&path, &whole[..whole.len() * part / 24]).expect("written");
            assert!(open(dir.path()).is_err(), "{name}, {part} of 24");
            // A byte changed is not always seen, but never a panic.
            let mut changed = whole.clone();
            changed[whole.len() * part / 24] ^= 0x15;
            std::fs::write(&path, changed).expect("written");
            let _ = open(dir.path()).and_then(|model| model.measure(TEXT));
        }
        std::fs::write(&path, whole).expect("written");
    }
    open(dir.path()).expect("whole again");
}
