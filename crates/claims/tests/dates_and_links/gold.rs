//! The open half of the gold set, read as the lens would have found it.

use jiff::civil::Date;
use scrutineer_claims::{Act, Attribution, Level, Producer};
use serde::Deserialize;
use std::fs;
use std::ops::Range;
use std::path::PathBuf;

pub struct Article {
    pub text: String,
    pub published: Date,
    pub attributions: Vec<Entry>,
}

pub struct Entry {
    pub id: String,
    pub inside: Option<String>,
    pub attribution: Attribution,
    pub act: Act,
    pub negated: bool,
    pub speaker: Option<String>,
    pub targets: Vec<String>,
    pub time: Option<Time>,
}

#[derive(Clone, Deserialize)]
pub struct Time {
    pub text: String,
    pub resolved: Option<String>,
}

#[derive(Deserialize)]
pub struct Story {
    pub story: String,
    pub links: Vec<Link>,
    pub unanswered: Vec<String>,
    pub entities: Vec<Entity>,
}

#[derive(Deserialize)]
pub struct Link {
    pub from: String,
    pub to: String,
    pub kind: String,
}

#[derive(Deserialize)]
pub struct Entity {
    pub name: String,
    pub aliases: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    published: String,
    attributions: Vec<Marked>,
}

#[derive(Deserialize)]
struct Marked {
    id: String,
    inside: Option<String>,
    source: Vec<[usize; 2]>,
    cue: Vec<[usize; 2]>,
    content: Vec<[usize; 2]>,
    level: Level,
    act: Act,
    negated_cue: bool,
    speaker: Option<String>,
    targets: Vec<String>,
    time: Option<Time>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../gold/claims/open")
}

/// The names of the files that end in `ending`, in order.
fn names(ending: &str) -> Vec<PathBuf> {
    let mut names: Vec<PathBuf> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_str().unwrap().ends_with(ending))
        .collect();
    names.sort();
    names
}

pub fn articles() -> Vec<Article> {
    let is_article = |path: &PathBuf| !path.to_str().unwrap().ends_with(".links.json");
    names(".json")
        .into_iter()
        .filter(is_article)
        .map(|path| {
            let file: File = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            let text = fs::read_to_string(path.with_extension("txt")).unwrap();
            let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            bytes.push(text.len());
            let ranges = |spans: &[[usize; 2]]| -> Vec<Range<usize>> {
                spans.iter().map(|&[start, end]| bytes[start]..bytes[end]).collect()
            };
            let attributions = file
                .attributions
                .iter()
                .map(|marked| Entry {
                    id: marked.id.clone(),
                    inside: marked.inside.clone(),
                    attribution: Attribution {
                        source: ranges(&marked.source),
                        cue: ranges(&marked.cue)[0].clone(),
                        content: ranges(&marked.content),
                        probability: 1.0,
                        by: Producer::Rule("gold"),
                        level: marked.level,
                    },
                    act: marked.act,
                    negated: marked.negated_cue,
                    speaker: marked.speaker.clone(),
                    targets: marked.targets.clone(),
                    time: marked.time.clone(),
                })
                .collect();
            Article { text, published: file.published[..10].parse().unwrap(), attributions }
        })
        .collect()
}

pub fn stories() -> Vec<Story> {
    names(".links.json")
        .iter()
        .map(|path| serde_json::from_slice(&fs::read(path).unwrap()).unwrap())
        .collect()
}
