//! Agreement with the open gold set: speakers of given attributions, targets, and entities over a story's articles.

use crate::entity::{Entities, EntityNo, Unified, resolve, unify};
use crate::{Analysis, Attribution, Level, Producer};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;

/// An attribution of the gold set.
struct Entry {
    id: String,
    source: String,
    speaker: Option<String>,
    speaker_kind: String,
    speaker_ref: String,
    level: Level,
}

/// An article of the gold set.
struct Article {
    text: String,
    attributions: Vec<Attribution>,
    entries: Vec<Entry>,
}

/// An entity of a story: all its names, folded.
struct Known {
    names: BTreeSet<String>,
    metonyms: BTreeSet<String>,
}

struct Story {
    articles: Vec<Article>,
    known: BTreeMap<String, Known>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../gold/claims/open")
}

fn json(name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(folder().join(name)).unwrap()).unwrap()
}

fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().unwrap().iter().map(|value| value.as_str().unwrap())
}

fn story(number: usize) -> Story {
    let links = json(&format!("s{number:02}.links.json"));
    let known = links["entities"].as_array().unwrap().iter().map(|entity| {
        let name = entity["name"].as_str().unwrap();
        let names = std::iter::once(name).chain(strings(&entity["aliases"])).map(fold);
        let names =
            names.filter(|name| !["he", "she", "it", "they", "we"].contains(&name.as_str())).collect();
        let metonyms = strings(&entity["metonyms"]).map(fold).collect();
        (name.to_owned(), Known { names, metonyms })
    });
    Story {
        known: known.collect(),
        articles: (1..=3).map(|article| read(&format!("s{number:02}-{article}"))).collect(),
    }
}

fn read(id: &str) -> Article {
    let text = std::fs::read_to_string(folder().join(format!("{id}.txt"))).unwrap();
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let gold = json(&format!("{id}.json"));
    let (mut attributions, mut entries) = (Vec::new(), Vec::new());
    for entry in gold["attributions"].as_array().unwrap() {
        let ranges = |field: &str| -> Vec<Range<usize>> {
            let of = |end: &Value| bytes[usize::try_from(end.as_u64().unwrap()).unwrap()];
            entry[field].as_array().unwrap().iter().map(|range| of(&range[0])..of(&range[1])).collect()
        };
        let level = if entry["level"] == "main" { Level::Main } else { Level::Nested };
        let source = ranges("source");
        let field = |name: &str| entry[name].as_str().map(str::to_owned);
        entries.push(Entry {
            id: field("id").unwrap(),
            source: source.iter().map(|range| &text[range.clone()]).collect::<Vec<_>>().join(" "),
            speaker: field("speaker"),
            speaker_kind: field("speaker_kind").unwrap(),
            speaker_ref: field("speaker_ref").unwrap(),
            level,
        });
        attributions.push(Attribution {
            source,
            cue: ranges("cue").remove(0),
            content: ranges("content"),
            probability: 1.0,
            by: Producer::Model,
            level,
        });
    }
    Article { text, attributions, entries }
}

/// As names are compared: small letters, plain apostrophes, without article and form of address.
fn fold(name: &str) -> String {
    let name = name.to_lowercase().replace('’', "'");
    let mut rest = name.as_str();
    for start in ["the ", "a ", "an ", "mr ", "ms ", "mr. ", "ms. ", "mrs ", "dr "] {
        rest = rest.strip_prefix(start).unwrap_or(rest);
    }
    rest.to_owned()
}

/// The names of an entity, folded.
fn names(entities: &Entities, entity: EntityNo) -> BTreeSet<String> {
    let entity = &entities.entities[entity];
    std::iter::once(&entity.name).chain(&entity.aliases).map(|name| fold(name)).collect()
}

/// Entities of the story that have a name in common with ours.
fn matches<'s>(story: &'s Story, entities: &Entities, entity: EntityNo) -> Vec<&'s str> {
    let ours = names(entities, entity);
    let known = story.known.iter().filter(|(_, known)| !known.names.is_disjoint(&ours));
    known.map(|(name, _)| name.as_str()).collect()
}

/// Whether the speaker that was found is the gold one. Where the gold has none, nobody or somebody whom the story does not
/// know as anybody is right.
fn is_right(story: &Story, entities: &Entities, entity: Option<EntityNo>, entry: &Entry) -> bool {
    let Some(speaker) = &entry.speaker else {
        return entity.is_none_or(|entity| matches(story, entities, entity).is_empty());
    };
    let Some(entity) = entity else { return false };
    let known = &story.known[speaker];
    let ours = names(entities, entity);
    !known.names.is_disjoint(&ours) || (entry.speaker_ref == "metonym" && !known.metonyms.is_disjoint(&ours))
}

#[derive(Default)]
struct Tally(BTreeMap<String, (usize, usize)>);

impl Tally {
    fn add(&mut self, key: &str, is_right: bool) {
        for key in [key, "~all"] {
            let entry = self.0.entry(key.to_owned()).or_default();
            entry.0 += usize::from(is_right);
            entry.1 += 1;
        }
    }

    fn share(&self, key: &str) -> f64 {
        let (right, all) = self.0.get(key).copied().unwrap_or_default();
        right as f64 / all.max(1) as f64
    }

    fn print(&self, title: &str) {
        println!("{title}");
        for (key, (right, all)) in &self.0 {
            println!("  {key:<24} {right:>4} of {all:<4} {:.3}", *right as f64 / *all as f64);
        }
    }
}

/// Agreement over stories by the way in which the source is named; `nested` apart.
fn agreement(stories: impl Iterator<Item = usize>, is_loud: bool) -> (Tally, Tally) {
    let (mut main, mut nested) = (Tally::default(), Tally::default());
    for number in stories {
        let story = story(number);
        for article in &story.articles {
            let analysis = Analysis::of(&article.text);
            let entities = resolve(&analysis, &article.attributions);
            for (entry, speaker) in article.entries.iter().zip(&entities.speakers) {
                let is_right = is_right(&story, &entities, speaker.entity, entry);
                let key =
                    if entry.speaker.is_none() { "unnamed or none" } else { entry.speaker_ref.as_str() };
                let tally = if entry.level == Level::Main { &mut main } else { &mut nested };
                tally.add(key, is_right);
                if entry.speaker_ref == "pronoun" && entry.speaker.is_some() {
                    tally.add(&format!("pronoun {}", entry.speaker_kind), is_right);
                    tally.0.get_mut("~all").unwrap().1 -= 1;
                    tally.0.get_mut("~all").unwrap().0 -= usize::from(is_right);
                }
                if is_loud && !is_right {
                    let found = speaker.entity.map_or("nobody", |entity| &entities.entities[entity].name);
                    println!(
                        "{} {:?} is {:?}, found {found} by {:?}",
                        entry.id, entry.source, entry.speaker, speaker.by
                    );
                }
            }
        }
    }
    (main, nested)
}

/// Whether the story's articles give the same actors as the story's entities: of all pairs of mentions-as-speakers of known
/// entities, in different articles, those that are one in both.
fn unify_pairs(stories: impl Iterator<Item = usize>, is_loud: bool) -> (usize, usize, usize) {
    let (mut both, mut ours, mut gold) = (0, 0, 0);
    for number in stories {
        let story = story(number);
        let resolved: Vec<Entities> = story
            .articles
            .iter()
            .map(|article| resolve(&Analysis::of(&article.text), &article.attributions))
            .collect();
        let unified: Unified = unify(&resolved.iter().collect::<Vec<_>>());
        // The gold entity of each of ours that speaks.
        let mut known: BTreeSet<(usize, EntityNo, &str)> = BTreeSet::new();
        for (at, (article, entities)) in story.articles.iter().zip(&resolved).enumerate() {
            for (entry, speaker) in article.entries.iter().zip(&entities.speakers) {
                if let (Some(entity), Some(name)) = (speaker.entity, &entry.speaker)
                    && is_right(&story, entities, Some(entity), entry)
                    && entry.speaker_ref != "metonym"
                {
                    known.insert((at, entity, name));
                }
            }
        }
        let known: Vec<_> = known.into_iter().collect();
        for (place, a) in known.iter().enumerate() {
            for b in known[place + 1..].iter().filter(|b| b.0 != a.0) {
                let is_one = unified.of[a.0][a.1] == unified.of[b.0][b.1];
                let is_gold = a.2 == b.2;
                both += usize::from(is_one && is_gold);
                ours += usize::from(is_one);
                gold += usize::from(is_gold);
                if is_loud && is_one != is_gold {
                    let name = |(at, entity, gold): &(usize, EntityNo, &str)| {
                        format!("{} ({gold})", resolved[*at].entities[*entity].name)
                    };
                    println!("s{number:02}: {} and {}: {is_one}", name(a), name(b));
                }
            }
        }
    }
    (both, ours, gold)
}

/// What holds today; a change of rules that lowers it must say why. The rules were written with all ten stories in view at
/// the end, so that other articles will do worse: before the even stories had been looked at, they agreed in 0.899.
#[test]
fn speakers_agree_with_the_open_gold_set() {
    let (main, nested) = agreement(1..=10, false);
    main.print("main");
    nested.print("nested");
    assert!(main.share("~all") >= 0.97, "{:?}", main.0);
    assert!(main.share("pronoun") >= 0.93, "{:?}", main.0);
    assert!(nested.share("~all") >= 0.94, "{:?}", nested.0);
}

/// No entity that speaks is two of the story's.
#[test]
fn no_two_entities_are_made_one() {
    for number in 1..=10 {
        let story = story(number);
        for article in &story.articles {
            let entities = resolve(&Analysis::of(&article.text), &article.attributions);
            for (entry, speaker) in article.entries.iter().zip(&entities.speakers) {
                let Some(entity) = speaker.entity else { continue };
                // Names that two of the story's bear tell nothing.
                let ours = names(&entities, entity);
                let is_own = |name: &&String| {
                    story.known.values().filter(|known| known.names.contains(*name)).count() == 1
                };
                let found: Vec<&str> = story
                    .known
                    .iter()
                    .filter(|(_, known)| known.names.iter().filter(is_own).any(|name| ours.contains(name)))
                    .map(|(name, _)| name.as_str())
                    .collect();
                assert!(found.len() < 2, "{}: {found:?}", entry.id);
            }
        }
    }
}

#[test]
fn actors_agree_with_the_open_gold_set() {
    let (both, ours, gold) = unify_pairs(1..=10, false);
    println!("pairs: {both} right of {ours} found, {gold} in the gold set");
    assert_eq!(both, ours, "two actors were made one");
    assert!(both * 100 >= gold * 75, "{both} of {gold}");
}

/// The order of articles changes the numbers of articles and nothing else.
#[test]
fn order_of_articles_does_not_matter() {
    for number in 1..=10 {
        let resolved: Vec<Entities> = story(number)
            .articles
            .iter()
            .map(|article| resolve(&Analysis::of(&article.text), &article.attributions))
            .collect();
        let first = unify(&[&resolved[0], &resolved[1], &resolved[2]]);
        let other = unify(&[&resolved[2], &resolved[0], &resolved[1]]);
        let names = |unified: &Unified| -> Vec<_> {
            let actors = unified.actors.iter();
            actors
                .map(|actor| {
                    (
                        actor.name.clone(),
                        actor.kind,
                        actor.aliases.clone(),
                        actor.roles.clone(),
                        actor.stands_for,
                        actor.speaks_for,
                    )
                })
                .collect()
        };
        assert_eq!(names(&first), names(&other));
        assert_eq!(first.possible, other.possible);
        assert_eq!([&first.of[0], &first.of[1], &first.of[2]], [&other.of[1], &other.of[2], &other.of[0]]);
    }
}

/// Prints what disagrees.
#[test]
#[ignore = "prints"]
fn disagreements() {
    agreement(1..=10, true);
    unify_pairs(1..=10, true);
}
