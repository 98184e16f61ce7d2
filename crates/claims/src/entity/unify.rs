//! Puts the entities of several articles together.
//!
//! Two are the same actor where full names agree, where a short name agrees and nothing else bears it, where a surname and
//! a role agree, and where one is the other's initials. What is only possible is noted and left apart.

use super::lexicon::plain;
use super::names::initials;
use super::{Entities, Entity, EntityNo, Kind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The number of an actor among those of several articles.
pub type ActorNo = usize;

/// Most actors of one short name that are noted as possibly the same.
const POSSIBLE: usize = 8;
/// Most bearers of one short name whose roles are compared.
const CANDIDATES: usize = 64;

/// Somebody or something over several articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The longest name.
    pub name: String,
    /// Whether it has a proper name.
    pub is_named: bool,
    /// What it is.
    pub kind: Kind,
    /// Other names, in the order of the alphabet.
    pub aliases: Vec<String>,
    /// Roles that the articles give it, in the order of the alphabet.
    pub roles: Vec<String>,
    /// Article and entity of each that was put together, in order.
    pub members: Vec<(usize, EntityNo)>,
    /// For whom it speaks.
    pub speaks_for: Option<ActorNo>,
    /// What its name also stands for.
    pub stands_for: Option<ActorNo>,
}

/// That two actors may be one, and why they were left apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Possible {
    /// The one.
    pub one: ActorNo,
    /// The other; its number is higher.
    pub other: ActorNo,
    /// The name that both bear.
    pub name: String,
}

/// The actors of several articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unified {
    /// In the order of their names.
    pub actors: Vec<Actor>,
    /// For each article the actor of each entity.
    pub of: Vec<Vec<ActorNo>>,
    /// What may be the same.
    pub possible: Vec<Possible>,
}

/// Puts the entities of `articles` together. The order of the articles changes nothing but their numbers.
pub fn unify(articles: &[&Entities]) -> Unified {
    let mut order: Vec<usize> = (0..articles.len()).collect();
    order.sort_by_cached_key(|&article| content(articles[article]));
    let sorted: Vec<&Entities> = order.iter().map(|&article| articles[article]).collect();
    let mut unified = unify_in_order(&sorted);
    for actor in &mut unified.actors {
        actor.members.iter_mut().for_each(|member| member.0 = order[member.0]);
        actor.members.sort_unstable();
    }
    let mut of: Vec<Vec<ActorNo>> = vec![Vec::new(); articles.len()];
    for (article, actors) in order.into_iter().zip(unified.of) {
        of[article] = actors;
    }
    Unified { of, ..unified }
}

/// What puts articles in order: whom they name, and where.
fn content(article: &Entities) -> Vec<(String, Vec<(usize, usize)>)> {
    let entities = article.entities.iter();
    entities
        .map(|entity| (entity.name.clone(), entity.mentions.iter().map(|at| (at.start, at.end)).collect()))
        .collect()
}

fn unify_in_order(articles: &[&Entities]) -> Unified {
    let mut all: Vec<(usize, EntityNo)> = Vec::new();
    for (article, entities) in articles.iter().enumerate() {
        all.extend((0..entities.entities.len()).map(|entity| (article, entity)));
    }
    let entity = |number: usize| -> &Entity {
        let (article, entity) = all[number];
        &articles[article].entities[entity]
    };
    let mut groups = Groups((0..all.len()).collect());
    by_full_name(&all, &entity, &mut groups);
    let mut unclear = by_initials(&all, &entity, &mut groups);
    unclear.extend(by_short_name(&all, &entity, &mut groups));
    // Those that belong to others are the same where the others are.
    let starts = starts(articles);
    by_members(&starts, &all, &entity, &mut groups);
    by_owned_name(articles, &starts, &all, &entity, &mut groups);
    actors(articles, &all, &mut groups, unclear)
}

/// Words that British and American papers write differently.
const SPELLINGS: [(&str, &str); 6] = [
    ("labour", "labor"),
    ("defence", "defense"),
    ("centre", "center"),
    ("organisation", "organization"),
    ("programme", "program"),
    ("harbour", "harbor"),
];

/// A name as it is compared: folded, without `the`, in American spelling.
fn key(name: &str) -> String {
    let folded = plain(name);
    let words = folded.strip_prefix("the ").unwrap_or(&folded).split_whitespace();
    let words = words.map(|word| SPELLINGS.iter().find(|pair| pair.0 == word).map_or(word, |pair| pair.1));
    words.collect::<Vec<_>>().join(" ")
}

fn is_single(name: &str) -> bool {
    !name.trim().contains(' ')
}

/// Names of an entity that are proper names: its own, and aliases with a capital at the start of each longer word.
fn proper_names(entity: &Entity) -> impl Iterator<Item = &str> {
    let names = std::iter::once(entity.name.as_str()).chain(entity.aliases.iter().map(String::as_str));
    let is_proper = |name: &&str| {
        let mut words = name.split_whitespace().filter(|word| word.chars().count() > 3);
        name.chars().next().is_some_and(char::is_uppercase)
            && words.all(|word| word.chars().next().is_some_and(|c| !c.is_lowercase()))
    };
    names.filter(move |name| entity.is_named && is_proper(name))
}

/// Sets of entities, each known by its least member.
struct Groups(Vec<usize>);

impl Groups {
    fn of(&mut self, number: usize) -> usize {
        let mut root = number;
        while self.0[root] != root {
            root = self.0[root];
        }
        let mut at = number;
        while self.0[at] != root {
            at = std::mem::replace(&mut self.0[at], root);
        }
        root
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        self.0[a.max(b)] = a.min(b);
    }
}

/// Kinds under which one name can mean one actor.
fn agree(a: Kind, b: Kind) -> bool {
    a == b || a == Kind::Unknown || b == Kind::Unknown || !(a == Kind::Person || b == Kind::Person)
}

/// Full names, and single names of places and organisations.
fn by_full_name<'e>(all: &[(usize, EntityNo)], entity: &impl Fn(usize) -> &'e Entity, groups: &mut Groups) {
    let mut bearers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for number in 0..all.len() {
        let known = entity(number);
        let names: BTreeSet<String> = proper_names(known)
            .filter(|name| !is_single(name) || known.kind == Kind::Place && *name == known.name)
            .map(key)
            .collect();
        for name in names {
            bearers.entry(name).or_default().push(number);
        }
    }
    for (name, bearers) in &bearers {
        if !is_single(name) {
            // One article may not tell what another does: whether it is a person.
            bearers.windows(2).for_each(|pair| groups.join(pair[0], pair[1]));
            continue;
        }
        for kind in [Kind::Person, Kind::Organisation] {
            // A person and an organisation of one name stay two; what is of no known kind goes with either.
            let same: Vec<usize> =
                bearers.iter().copied().filter(|&number| agree(entity(number).kind, kind)).collect();
            same.windows(2).for_each(|pair| groups.join(pair[0], pair[1]));
        }
    }
}

/// Initials of a long name elsewhere.
fn by_initials<'e>(
    all: &[(usize, EntityNo)],
    entity: &impl Fn(usize) -> &'e Entity,
    groups: &mut Groups,
) -> Vec<(usize, usize, String)> {
    let mut short: BTreeMap<String, usize> = BTreeMap::new();
    for number in 0..all.len() {
        let name = &entity(number).name;
        if is_single(name) && name.len() > 1 && name.chars().all(|c| c.is_uppercase() || c == '.') {
            let first = *short.entry(key(name).replace('.', "")).or_insert(number);
            groups.join(first, number);
        }
    }
    let mut long: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for number in 0..all.len() {
        let known = entity(number);
        if known.kind == Kind::Person || !known.is_named {
            continue;
        }
        let words: Vec<String> = key(&known.name).split_whitespace().map(str::to_owned).collect();
        for acronym in initials(&words).into_iter().filter(|acronym| short.contains_key(acronym)) {
            long.entry(acronym).or_default().insert(groups.of(number));
        }
    }
    let mut unclear = Vec::new();
    for (acronym, numbers) in long {
        let Some(&other) = short.get(&acronym) else { continue };
        let is_clear = numbers.len() == 1;
        for number in numbers.into_iter().take(POSSIBLE) {
            if is_clear {
                groups.join(number, other);
            } else {
                unclear.push((number, other, entity(other).name.clone()));
            }
        }
    }
    unclear
}

/// Single names: surnames with a role, and short names of organisations that nothing else bears. What stays open is given
/// back with the name.
fn by_short_name<'e>(
    all: &[(usize, EntityNo)],
    entity: &impl Fn(usize) -> &'e Entity,
    groups: &mut Groups,
) -> Vec<(usize, usize, String)> {
    // Who bears a single name: as own name, as an alias, as a surname.
    let mut bearers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for number in 0..all.len() {
        let known = entity(number);
        let mut names: BTreeSet<String> =
            proper_names(known).filter(|name| is_single(name)).map(key).collect();
        if known.kind == Kind::Person
            && known.is_named
            && let Some(surname) = known.name.split_whitespace().next_back()
        {
            names.insert(key(surname));
        }
        for name in names {
            bearers.entry(name).or_default().push(number);
        }
    }
    let mut unclear = Vec::new();
    for bearers in bearers.into_values() {
        // Groups of bearers, as they are now.
        let mut longer: BTreeSet<usize> = BTreeSet::new();
        let mut shorter: Vec<usize> = Vec::new();
        for &number in &bearers {
            if is_single(&entity(number).name) {
                shorter.push(number)
            } else {
                longer.insert(groups.of(number));
            }
        }
        let longer: Vec<usize> = longer.into_iter().collect();
        for &number in &shorter {
            let known = entity(number);
            let fitting: Vec<usize> =
                longer.iter().copied().filter(|&group| agree(entity(group).kind, known.kind)).collect();
            let by_role: BTreeSet<usize> = bearers
                .iter()
                .take(CANDIDATES)
                .filter(|&&other| !is_single(&entity(other).name) && has_role_of(entity(other), known))
                .map(|&other| groups.of(other))
                .collect();
            let by_role: Vec<usize> = by_role.into_iter().collect();
            match (&fitting[..], &by_role[..]) {
                (_, [only]) => groups.join(*only, number),
                // An organisation or place of one short name: persons need more.
                ([only], []) if known.kind != Kind::Person && entity(*only).kind != Kind::Person => {
                    groups.join(*only, number)
                }
                _ => unclear
                    .extend(fitting.iter().take(POSSIBLE).map(|&group| (group, number, known.name.clone()))),
            }
        }
        // Single names among each other: organisations, and persons with a common role.
        for (place, &number) in shorter.iter().enumerate() {
            for &other in shorter[..place].iter().rev().take(POSSIBLE) {
                let (a, b) = (entity(other), entity(number));
                if !agree(a.kind, b.kind) || groups.of(other) == groups.of(number) {
                    continue;
                }
                let is_person = a.kind == Kind::Person || b.kind == Kind::Person;
                if longer.len() < 2 && (!is_person || has_role_of(a, b)) {
                    groups.join(other, number);
                } else {
                    unclear.push((other, number, a.name.clone()));
                }
            }
        }
    }
    unclear
}

/// Whether two have a role in common, or the same last word of one: `foreign minister` and `minister`.
fn has_role_of(a: &Entity, b: &Entity) -> bool {
    a.roles.iter().any(|role| {
        let role = key(role);
        b.roles.iter().any(|other| {
            let other = key(other);
            role == other || role.ends_with(&format!(" {other}")) || other.ends_with(&format!(" {role}"))
        })
    })
}

/// The number of the first entity of each article.
fn starts(articles: &[&Entities]) -> Vec<usize> {
    let mut next = 0;
    let mut start = |article: &&Entities| {
        let start = next;
        next += article.entities.len();
        start
    };
    articles.iter().map(&mut start).collect()
}

/// `the guild` of one article is the `Dock Guild` of another where one person leads both.
fn by_members<'e>(
    starts: &[usize],
    all: &[(usize, EntityNo)],
    entity: &impl Fn(usize) -> &'e Entity,
    groups: &mut Groups,
) {
    // Named bodies of each person, by the last word of their names.
    let mut named: BTreeMap<(usize, String), usize> = BTreeMap::new();
    let mut open: Vec<(usize, String, usize)> = Vec::new();
    for (number, &(article, _)) in all.iter().enumerate() {
        let known = entity(number);
        let Some(owner) = known.belongs_to.filter(|_| known.is_named && known.kind == Kind::Person) else {
            continue;
        };
        let owner = starts[article] + owner;
        let body = entity(owner);
        if body.kind != Kind::Organisation {
            continue;
        }
        let name = key(&body.name);
        if body.is_named
            && let Some(last) = name.split_whitespace().next_back()
        {
            named.entry((groups.of(number), last.to_owned())).or_insert(owner);
        } else if is_single(&name) {
            open.push((number, name, owner));
        }
    }
    for (number, noun, body) in open {
        if let Some(&other) = named.get(&(groups.of(number), noun)) {
            groups.join(other, body);
        }
    }
}

/// Noun phrases that name their owner: `office of Edda Corvane`, `Sarrow farm ministry`.
fn by_owned_name<'e>(
    articles: &[&Entities],
    starts: &[usize],
    all: &[(usize, EntityNo)],
    entity: &impl Fn(usize) -> &'e Entity,
    groups: &mut Groups,
) {
    let mut bearers: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for (number, &(article, _)) in all.iter().enumerate() {
        let known = entity(number);
        let Some(owner) = known.belongs_to.filter(|_| !known.is_named) else { continue };
        let name = &articles[article].entities[owner];
        if !name.is_named || known.kind == Kind::Group {
            continue;
        }
        let Some(role) = known
            .name
            .strip_prefix(name.name.as_str())
            .or_else(|| known.name.strip_suffix(name.name.as_str()))
        else {
            continue;
        };
        // `campaign of X` and `X campaign` are one.
        let role = role.trim();
        let role = role.strip_suffix(" of the").or_else(|| role.strip_suffix(" of")).unwrap_or(role);
        let group = groups.of(starts[article] + owner);
        let first = *bearers.entry((group, key(role))).or_insert(number);
        groups.join(first, number);
    }
}

/// Actors in the order of their names.
fn actors(
    articles: &[&Entities],
    all: &[(usize, EntityNo)],
    groups: &mut Groups,
    unclear: Vec<(usize, usize, String)>,
) -> Unified {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for number in 0..all.len() {
        members.entry(groups.of(number)).or_default().push(number);
    }
    let mut made: Vec<(Actor, Vec<usize>)> = members
        .into_values()
        .map(|numbers| {
            let entities: Vec<&Entity> =
                numbers.iter().map(|&number| &articles[all[number].0].entities[all[number].1]).collect();
            (actor(&entities, numbers.iter().map(|&number| all[number]).collect()), numbers)
        })
        .collect();
    // Actors of one name stay in the order of their first members.
    made.sort_by(|a, b| (&a.0.name, a.0.kind).cmp(&(&b.0.name, b.0.kind)));
    let mut of: Vec<Vec<ActorNo>> = articles.iter().map(|article| vec![0; article.entities.len()]).collect();
    for (actor, (_, numbers)) in made.iter().enumerate() {
        for &number in numbers {
            of[all[number].0][all[number].1] = actor;
        }
    }
    let actor_of = |number: usize| of[all[number].0][all[number].1];
    let mut possible: Vec<Possible> = unclear
        .into_iter()
        .map(|(a, b, name)| (actor_of(a), actor_of(b), name))
        .filter(|(a, b, _)| a != b)
        .map(|(a, b, name)| Possible { one: a.min(b), other: a.max(b), name })
        .collect();
    possible.sort_unstable();
    possible.dedup_by(|a, b| (a.one, a.other) == (b.one, b.other));
    let mut actors: Vec<Actor> = made.into_iter().map(|(actor, _)| actor).collect();
    for (number, actor) in actors.iter_mut().enumerate() {
        let others = |link: fn(&Entity) -> Option<EntityNo>| {
            let found = actor.members.iter().filter_map(|&(article, entity)| {
                link(&articles[article].entities[entity]).map(|other| of[article][other])
            });
            found.filter(|&other| other != number).min()
        };
        (actor.speaks_for, actor.stands_for) =
            (others(|entity| entity.speaks_for), others(|entity| entity.stands_for));
    }
    Unified { actors, of, possible }
}

fn actor(entities: &[&Entity], members: Vec<(usize, EntityNo)>) -> Actor {
    // A proper name before a phrase, then the longest, then the first in the alphabet.
    let by_name = |entity: &&&Entity| {
        (entity.is_named, entity.name.chars().count(), std::cmp::Reverse(entity.name.clone()))
    };
    let name = entities.iter().max_by_key(by_name).map(|entity| entity.name.clone()).unwrap_or_default();
    let mut votes: BTreeMap<Kind, usize> = BTreeMap::new();
    for entity in entities.iter().filter(|entity| entity.kind != Kind::Unknown) {
        *votes.entry(entity.kind).or_default() += 1;
    }
    let kind = votes.iter().max_by_key(|(kind, count)| (**count, std::cmp::Reverse(**kind)));
    let aliases: BTreeSet<&String> = entities
        .iter()
        .flat_map(|entity| std::iter::once(&entity.name).chain(&entity.aliases))
        .filter(|alias| **alias != name)
        .collect();
    let roles: BTreeSet<&String> = entities.iter().flat_map(|entity| &entity.roles).collect();
    Actor {
        is_named: entities.iter().any(|entity| entity.is_named),
        kind: kind.map_or(Kind::Unknown, |(kind, _)| *kind),
        aliases: aliases.into_iter().cloned().collect(),
        roles: roles.into_iter().cloned().collect(),
        name,
        members,
        speaks_for: None,
        stands_for: None,
    }
}
