//! The table of actors of the open gold set.

use super::gold::Story;
use scrutineer_claims::link::{ActorNo, Actors, Tie, TieKind};
use std::collections::BTreeMap;

pub struct Table {
    pub actors: Actors,
    pub numbers: BTreeMap<String, ActorNo>,
}

pub fn table(stories: &[Story]) -> Table {
    let mut actors = Actors::default();
    let mut numbers: BTreeMap<String, ActorNo> = BTreeMap::new();
    for entity in stories.iter().flat_map(|story| &story.entities) {
        numbers.entry(entity.name.clone()).or_insert_with(|| {
            actors.names.push([vec![entity.name.clone()], entity.aliases.clone()].concat());
            ActorNo(actors.names.len() as u32 - 1)
        });
    }
    for line in include_str!("ties.txt").lines().filter(|line| !line.starts_with('#')) {
        let [from, kind, to] = line.split(" | ").collect::<Vec<_>>()[..] else { panic!("{line}") };
        let kind = match kind {
            "speaks" => TieKind::SpeaksFor,
            "stands" => TieKind::StandsFor,
            "member" => TieKind::MemberOf,
            _ => panic!("{line}"),
        };
        let number = |name: &str| *numbers.get(name).unwrap_or_else(|| panic!("no entity {name}"));
        actors.ties.push(Tie { from: number(from), to: number(to), kind });
    }
    Table { actors, numbers }
}
