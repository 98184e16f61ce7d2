//! Who speaks for whom in the gold set, read off the words of sources: a stand-in for the lens's own table of actors.

use super::gold::{Article, Story};
use scrutineer_claims::link::{ActorNo, Actors, Tie, TieKind};
use std::collections::BTreeMap;

/// Roles that make what a person says the word of somebody else.
const ROLES: &[&str] = &[
    "spokes",
    "editor",
    "chair",
    "director",
    "president",
    "chief",
    "head",
    "leader",
    "secretary",
    "lawyer",
    "agent",
    "owner",
    "minister",
    "mayor",
    "embassy",
    "office",
    "ambassador",
    "founder",
    "manager",
    "deputy",
    "member",
    "candidate",
    "lawmaker",
    "commissioner",
    "registrar",
    "clerk",
    "captain",
    "treasurer",
    "official",
];

pub struct Table {
    pub actors: Actors,
    pub numbers: BTreeMap<String, ActorNo>,
}

pub fn table(articles: &[Article], stories: &[Story]) -> Table {
    let mut actors = Actors::default();
    let mut numbers: BTreeMap<String, ActorNo> = BTreeMap::new();
    for entity in stories.iter().flat_map(|story| &story.entities) {
        numbers.entry(entity.name.clone()).or_insert_with(|| {
            actors.names.push([vec![entity.name.clone()], entity.aliases.clone()].concat());
            ActorNo(actors.names.len() as u32 - 1)
        });
    }
    for story in stories {
        for entity in &story.entities {
            let own = numbers[&entity.name];
            for metonym in &entity.metonyms {
                if let Some(&other) = numbers.get(metonym) {
                    actors.ties.push(Tie { from: other, to: own, kind: TieKind::StandsFor });
                }
            }
            // `Office of Edda Corvane`, `Embassy of Ostmere`, `supporters of ...`
            for other in &story.entities {
                if other.name != entity.name && entity.name.contains(&other.name) {
                    actors.ties.push(Tie { from: own, to: numbers[&other.name], kind: TieKind::SpeaksFor });
                }
            }
        }
    }
    for article in articles {
        let story = stories.iter().find(|story| story.story == article.story).unwrap();
        for entry in &article.attributions {
            let Some(speaker) = &entry.speaker else { continue };
            let entity = story.entities.iter().find(|entity| &entity.name == speaker);
            if entity.is_none_or(|entity| entity.kind != "person") {
                continue;
            }
            for source in &entry.attribution.source {
                let words = &article.text[source.clone()];
                let lower = words.to_lowercase();
                let Some(role) = ROLES.iter().find(|role| lower.contains(**role)) else { continue };
                // The entity that the source names, by the longest name; or else the last one named before it.
                let named = mentions(story, words, speaker).max_by_key(|(_, _, length)| *length);
                let before = &article.text[..source.start];
                let from = before.char_indices().rev().take(400).last().map_or(0, |(at, _)| at);
                let before = &before[from..];
                let last = || mentions(story, before, speaker).max_by_key(|&(_, at, length)| (at, length));
                let Some((other, ..)) = named.or_else(last) else { continue };
                let kind = if *role == "spokes" { TieKind::SpeaksFor } else { TieKind::MemberOf };
                actors.ties.push(Tie { from: numbers[speaker], to: numbers[other], kind });
            }
        }
    }
    Table { actors, numbers }
}

/// Entities named in `words` other than `speaker`: name, end, length.
fn mentions<'a>(
    story: &'a Story,
    words: &'a str,
    speaker: &'a str,
) -> impl Iterator<Item = (&'a str, usize, usize)> {
    story.entities.iter().filter(move |entity| entity.name != speaker).flat_map(move |entity| {
        let names = std::iter::once(&entity.name).chain(&entity.aliases).chain(&entity.metonyms);
        names
            .filter(|name| {
                name.starts_with(char::is_uppercase) && !name.starts_with("The ") || name.contains(' ')
            })
            .filter_map(move |name| {
                words.rfind(name.as_str()).map(|at| (entity.name.as_str(), at + name.len(), name.len()))
            })
    })
}
