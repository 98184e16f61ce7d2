//! Labelled texts of people and machines, as `evaluate synthetic` and `train synthetic` take them.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use synthetic::document::Document;
use synthetic::train::Text;

/// A line of the data.
#[derive(Clone, Debug, Deserialize)]
pub struct Row {
    /// The text.
    pub text: String,
    /// 0 human, 1 machine, 2 human text that a machine paraphrased.
    pub label: u8,
    /// What wrote it.
    pub generator: String,
    /// Kind of text.
    pub domain: String,
    /// Data set.
    pub source: String,
    /// How it was made or changed.
    pub attack: String,
    /// Texts that belong together.
    pub group: String,
    /// `train` or `dev`.
    pub split: String,
}

/// A text with what is known of it.
pub struct Item {
    /// The line, without its text.
    pub row: Row,
    /// The text.
    pub text: Text,
}

/// Registers of the long texts, in the order of their numbers.
pub const REGISTERS: [&str; 6] = ["news", "abstract", "fiction", "review", "encyclopedia", "answer"];

/// Continuations by models that were not taught to chat. They are not what the models here are about, and nothing tells
/// them from the human text that they go on from.
const BASE: [&str; 6] = ["gpt2-xl", "opt-2.7b", "gpt-neo-2.7B", "gpt-j-6B", "gpt-neox-20b", "davinci"];

impl Item {
    /// Whether a chat model or a person wrote it.
    pub fn is_chat_or_human(&self) -> bool {
        !BASE.contains(&self.row.generator.as_str())
    }
}

/// The register of a line.
fn register(domain: &str) -> usize {
    match domain {
        "arxiv" => 1,
        "fiction" => 2,
        "review" => 3,
        "wiki" => 4,
        "pubmed" => 5,
        _ => 0,
    }
}

/// Reads JSON Lines, compressed with Zstandard. A block is a register of a source; of posts it is an account.
pub fn read(path: &Path) -> Result<(Vec<Item>, Vec<String>)> {
    let what = || format!("reading {}", path.display());
    let file = std::fs::File::open(path).with_context(what)?;
    let mut rows = Vec::new();
    for line in BufReader::new(zstd::Decoder::new(file).with_context(what)?).lines() {
        rows.push(serde_json::from_str::<Row>(&line.with_context(what)?).with_context(what)?);
    }
    let name = |row: &Row| match row.source.as_str() {
        "tweepfake" => row.group.clone(),
        source => format!("{source}/{}", REGISTERS[register(&row.domain)]),
    };
    let mut blocks: BTreeMap<String, u32> = rows.iter().map(|row| (name(row), 0)).collect();
    for (number, block) in blocks.values_mut().enumerate() {
        *block = number as u32;
    }
    let items =
        rows.into_iter()
            .map(|mut row| {
                let text =
                    Text {
                        document: Document::of(&row.text),
                        is_machine: row.label == 1,
                        register: register(&row.domain),
                        block: blocks[&name(&row)],
                        group: row.group.bytes().fold(7, |hash: u64, byte| {
                            hash.wrapping_mul(1_099_511_628_211) ^ u64::from(byte)
                        }) >> 8,
                    };
                row.text.clear();
                Item { row, text }
            })
            .collect();
    Ok((items, blocks.into_keys().collect()))
}
