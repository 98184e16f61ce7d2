//! The gold set of stories (`gold/claims/README.md`).

use anyhow::{Context, Result};
use claims::annotated::{Annotated, Marked};
use claims::ledger::{Reading, Source};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

/// A story: articles, and what ties them together.
pub struct Story {
    /// Its name.
    pub name: String,
    /// Its articles.
    pub articles: Vec<Article>,
    /// Links by the names of statements: from, to, kind.
    pub links: Vec<(String, String, String)>,
    /// Accusations without an answer in the story.
    pub unanswered: Vec<String>,
    /// Names of each entity, folded; the first is the main one.
    pub names: BTreeMap<String, Vec<String>>,
}

/// An article of the gold set.
pub struct Article {
    pub id: String,
    pub text: String,
    pub published: Option<Date>,
    /// Outermost and nested ones.
    pub marked: [Vec<Gold>; 2],
    /// Where a hasty reader goes wrong.
    pub traps: Vec<Vec<Range<usize>>>,
}

/// A marked attribution.
pub struct Gold {
    pub id: String,
    pub spans: Marked,
    pub acts: Vec<String>,
    pub speaker: Option<String>,
    pub is_negated: bool,
}

#[derive(Deserialize)]
struct RawArticle {
    id: String,
    published: Option<String>,
    attributions: Vec<RawGold>,
    #[serde(default)]
    nested: Vec<RawGold>,
    #[serde(default)]
    traps: Vec<RawTrap>,
}

#[derive(Deserialize)]
struct RawTrap {
    span: Vec<[usize; 2]>,
}

#[derive(Deserialize)]
struct RawGold {
    id: String,
    source: Vec<[usize; 2]>,
    cue: Vec<[usize; 2]>,
    content: Vec<[usize; 2]>,
    #[serde(default)]
    level: String,
    act: String,
    #[serde(default)]
    act_any: Vec<String>,
    speaker: Option<String>,
    #[serde(default)]
    negated_cue: bool,
}

#[derive(Deserialize)]
struct RawLinks {
    links: Vec<RawLink>,
    #[serde(default)]
    unanswered: Vec<String>,
    #[serde(default)]
    entities: Vec<RawEntity>,
}

#[derive(Deserialize)]
struct RawLink {
    from: String,
    to: String,
    kind: String,
}

#[derive(Deserialize)]
struct RawEntity {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    metonyms: Vec<String>,
}

/// All stories of a folder, in the order of their names.
pub fn read(folder: &str) -> Result<Vec<Story>> {
    let folder = Path::new(folder);
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .with_context(|| format!("reading {}", folder.display()))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    let text =
        |name: &str| std::fs::read_to_string(folder.join(name)).with_context(|| format!("reading {name}"));
    let mut stories = Vec::new();
    for links_name in names.iter().filter(|name| name.ends_with(".links.json")) {
        let story = links_name.trim_end_matches(".links.json");
        let raw: RawLinks = serde_json::from_str(&text(links_name)?).with_context(|| links_name.clone())?;
        let mut articles = Vec::new();
        for name in
            names.iter().filter(|name| name.starts_with(&format!("{story}-")) && name.ends_with(".json"))
        {
            let raw: RawArticle = serde_json::from_str(&text(name)?).with_context(|| name.clone())?;
            articles.push(article(raw, text(&name.replace(".json", ".txt"))?));
        }
        let names = raw
            .entities
            .into_iter()
            .map(|entity| {
                let all = std::iter::once(&entity.name).chain(&entity.aliases).chain(&entity.metonyms);
                (entity.name.clone(), all.map(|name| fold(name)).collect())
            })
            .collect();
        let links = raw.links.into_iter().map(|link| (link.from, link.to, link.kind)).collect();
        stories.push(Story { name: story.to_owned(), articles, links, unanswered: raw.unanswered, names });
    }
    Ok(stories)
}

/// All articles of a folder with their outermost attributions: what models learn from.
pub fn annotated(folder: &str) -> Result<Vec<Annotated>> {
    let articles = |story: Story| {
        story.articles.into_iter().map(move |article| {
            let [main, _] = article.marked;
            let attributions = main.into_iter().map(|gold| gold.spans).collect();
            Annotated { id: article.id, story: story.name.clone(), text: article.text, attributions }
        })
    };
    Ok(read(folder)?.into_iter().flat_map(articles).collect())
}

fn article(raw: RawArticle, text: String) -> Article {
    let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    starts.push(text.len());
    let places = |pieces: &[[usize; 2]]| -> Vec<Range<usize>> {
        pieces.iter().map(|&[from, to]| starts[from]..starts[to]).collect()
    };
    let mut marked: [Vec<Gold>; 2] = Default::default();
    for (is_nested, raw) in raw
        .attributions
        .into_iter()
        .map(|one| (one.level == "nested", one))
        .chain(raw.nested.into_iter().map(|one| (true, one)))
    {
        let mut acts = raw.act_any;
        acts.push(raw.act);
        marked[usize::from(is_nested)].push(Gold {
            id: raw.id,
            spans: Marked {
                source: places(&raw.source),
                cue: places(&raw.cue),
                content: places(&raw.content),
            },
            acts,
            speaker: raw.speaker,
            is_negated: raw.negated_cue,
        });
    }
    let traps = raw.traps.iter().map(|trap| places(&trap.span)).collect();
    let published = raw.published.and_then(|day| day.get(..10)?.parse().ok());
    Article { id: raw.id, text, published, marked, traps }
}

/// What a kind of link is counted with: the same claim again, or any answer.
pub fn group(kind: &str) -> &'static str {
    match kind {
        "near_verbatim" | "same_claim" | "repeats" => "same claim",
        "answers" | "generic_denial" | "possible_answer" => "any answer",
        _ => "possible contradiction",
    }
}

/// Articles with what was read in them, as links are drawn between.
pub fn sources<'a>(
    articles: impl IntoIterator<Item = &'a Article>,
    readings: &'a [Reading],
) -> Vec<Source<'a>> {
    let source = |(article, reading): (&'a Article, &'a Reading)| Source {
        id: &article.id,
        text: &article.text,
        published: article.published,
        reading,
    };
    articles.into_iter().zip(readings).map(source).collect()
}

/// A name without capitals, article and honorific.
pub fn fold(name: &str) -> String {
    let lower = name.to_lowercase().replace('’', "'");
    let mut name = lower.trim();
    for prefix in ["the ", "mr ", "ms ", "mrs ", "dr ", "mr. ", "ms. ", "mrs. ", "dr. "] {
        name = name.strip_prefix(prefix).unwrap_or(name);
    }
    name.to_owned()
}
