//! Marks: words by which a file says that a program generated it, or how it came about.
//!
//! The same table holds for programs of every maker and country, and for kinds of sources of every sort, cameras among them. A
//! mark in a signed manifest is as good as its signer; any other can be written, copied or removed by anyone.

mod source_type;
mod table;

pub use source_type::{Origin, origin};

use crate::c2pa::Report;
use crate::metadata::{Entry, Scheme};
use serde::Serialize;

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// It names a program that generates media.
    Generator,
    /// It holds the settings from which a program generated the file.
    Settings,
    /// It states the kind of source, by the IPTC's or C2PA's vocabulary.
    SourceType,
    /// It is a label that a rule or a platform asks for.
    Label,
}

impl MarkKind {
    /// Stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Generator => "generator",
            Self::Settings => "settings",
            Self::SourceType => "source_type",
            Self::Label => "label",
        }
    }
}

/// One mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Kind.
    pub kind: MarkKind,
    /// What it says, in a few words: a program, or a kind of source.
    pub says: String,
    /// Whether it speaks of generation by a model or another algorithm; a camera's does not.
    pub is_of_generation: bool,
    /// Kind of metadata it stands in.
    pub scheme: Scheme,
    /// Field.
    pub key: String,
    /// Words of the file, cut.
    pub value: String,
    /// Piece of the file.
    pub way: String,
    /// First byte; 0 for one in a manifest.
    pub start: u64,
    /// Byte after the last.
    pub end: u64,
    /// Whether it stands in a manifest whose signature and hashes hold.
    pub is_signed: bool,
}

/// Bytes of a value that a mark keeps.
const MOST_VALUE: usize = 400;
/// Marks of one file.
const MOST: usize = 200;

/// Marks in what a file says, signed ones first.
pub fn marks(entries: &[Entry], report: &Report) -> Vec<Mark> {
    let mut found = signed(report);
    for entry in entries {
        let from_sources =
            source_type::stated(entry).map(|(says, origin)| (MarkKind::SourceType, says, origin));
        let from_table = table::rules(entry).map(|(kind, says)| (kind, says, Origin::Generated));
        for (kind, says, origin) in from_sources.into_iter().chain(from_table) {
            let mark = Mark {
                kind,
                says,
                is_of_generation: origin == Origin::Generated,
                scheme: entry.scheme,
                key: entry.key.clone(),
                value: cut(&entry.value),
                way: entry.way.clone(),
                start: entry.start,
                end: entry.end,
                is_signed: false,
            };
            if !found.contains(&mark) {
                found.push(mark);
            }
        }
    }
    found.truncate(MOST);
    found
}

/// Marks in manifests.
fn signed(report: &Report) -> Vec<Mark> {
    let mut found = Vec::new();
    for manifest in &report.manifests {
        let is_signed = report.vouches_for(manifest);
        let mark = |kind, says: String, is_of_generation, key: &str, value: &str| Mark {
            kind,
            says,
            is_of_generation,
            scheme: Scheme::C2pa,
            key: key.to_owned(),
            value: cut(value),
            way: manifest.label.clone(),
            start: 0,
            end: 0,
            is_signed,
        };
        for source in &manifest.sources {
            let (says, origin) = origin(&source.uri);
            let key = if source.action.is_empty() { "digitalSourceType" } else { &source.action };
            found.push(mark(MarkKind::SourceType, says, origin == Origin::Generated, key, &source.uri));
        }
        let generator = manifest.generator.iter().map(|name| ("claim_generator", name));
        let agents = manifest.agents.iter().map(|name| ("softwareAgent", name));
        for (key, name) in generator.chain(agents) {
            for says in table::programs(name) {
                found.push(mark(MarkKind::Generator, says.to_owned(), true, key, name));
            }
        }
    }
    let mut distinct: Vec<Mark> = Vec::new();
    for one in found {
        if !distinct.contains(&one) {
            distinct.push(one);
        }
    }
    distinct
}

fn cut(text: &str) -> String {
    text[..text.floor_char_boundary(MOST_VALUE)].to_owned()
}

#[cfg(test)]
mod tests;
