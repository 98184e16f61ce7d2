//! Who speaks: the persons, organisations, places and groups of an article, and which of them each attribution is by.
//!
//! Mentions are found by capitals, closed classes of words and tables of nouns (`mention`); forms of a name are put
//! together over the whole article (`names`); descriptions of the lead meet the name that a later paragraph gives (`lead`);
//! each attribution's source is headed by one mention (`sources`); then noun phrases and pronouns are joined to what was named, in the order
//! in which one reads, headlines last (`chain`). A pronoun is the last fitting speaker or subject, as in Citron (BBC,
//! 2021) and the sieves of Lee et al. (2013). [`unify`] puts the entities of several articles together.
//!
//! The same words give the same answer whoever speaks. Where nothing fits, the speaker stays unresolved: that is an
//! answer, and a guess would put words into somebody's mouth. A capital or seat of government is linked to its country
//! and never merged with it.

mod chain;
mod joining;
mod lead;
mod lexicon;
mod mention;
mod names;
mod sources;
#[cfg(test)]
mod tests;
mod unify;
mod words;

pub(crate) use lexicon::places;
pub use unify::{Actor, ActorNo, Possible, Unified, unify};

use crate::{Analysis, Attribution};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The number of an entity among those of its article.
pub type EntityNo = usize;

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One person.
    Person,
    /// An office, company, party, court, newspaper.
    Organisation,
    /// A country, town or region.
    Place,
    /// Several people: `two officials`, `prosecutors`.
    Group,
    /// The words do not tell.
    Unknown,
}

/// How an article speaks of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Male,
    Female,
}

/// Somebody or something that an article speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// The longest name, or the noun phrase where there is no name: `two people familiar with the investigation`.
    pub name: String,
    /// Whether it has a proper name.
    pub is_named: bool,
    /// What it is.
    pub kind: Kind,
    /// Other names and noun phrases for it, in the order in which they come. No pronouns.
    pub aliases: Vec<String>,
    /// Roles that the article gives it: `Kremlin spokesman`, `director of the Bureau`.
    pub roles: Vec<String>,
    /// Where it is mentioned, pronouns included, in order.
    pub mentions: Vec<Range<usize>>,
    /// Whose it is, or for whom it works: of `its chair` the body, of `the bureau's director` the bureau.
    pub belongs_to: Option<EntityNo>,
    /// For whom it speaks: of a spokesman or an office.
    pub speaks_for: Option<EntityNo>,
    /// What its name also stands for: of a capital or seat of government the country, of a report its author.
    pub stands_for: Option<EntityNo>,
}

/// By what words an attribution names its speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A full name.
    Name,
    /// A surname or another short form.
    Surname,
    /// A role of somebody named: `the minister`.
    Role,
    /// A pronoun.
    Pronoun,
    /// A noun phrase for somebody who is not named.
    NounPhrase,
    /// A capital, a seat of government, a report by its author.
    Metonym,
    /// Initials.
    Acronym,
    /// Nothing.
    None,
}

impl Way {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Surname => "surname",
            Self::Role => "role",
            Self::Pronoun => "pronoun",
            Self::NounPhrase => "noun phrase",
            Self::Metonym => "metonym",
            Self::Acronym => "acronym",
            Self::None => "none",
        }
    }
}

/// Who makes an attribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The entity. `None` where the article names nobody, and where it is not clear who is meant.
    pub entity: Option<EntityNo>,
    /// By what words.
    pub by: Way,
    /// Others that it could be, the likeliest first. Empty where it is clear.
    pub alternatives: Vec<EntityNo>,
}

/// The entities of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entities {
    /// In the order in which they are first mentioned in the body, then those of the headline.
    pub entities: Vec<Entity>,
    /// One for each attribution, in their order.
    pub speakers: Vec<Speaker>,
    /// All mentions: earlier ones first, then longer ones.
    places: Vec<Place>,
}

/// Where an entity is mentioned.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    start: usize,
    end: std::cmp::Reverse<usize>,
    entity: EntityNo,
    /// Whether it only helps to say who somebody else is: `Citadel` in `Citadel spokesman`.
    is_inner: bool,
}

/// Finds the entities of an article and the speaker of each attribution.
pub fn resolve(analysis: &Analysis<'_>, attributions: &[Attribution]) -> Entities {
    let words = words::words(analysis, attributions);
    let mut mentions = mention::mentions(&words);
    lead::join(&words, &mut mentions);
    let names = names::clusters(&words, &mentions);
    chain::chain(&words, &mentions, &names, attributions)
}

/// The entity that the words at `range` name: that of the first and longest mention within it, else of the shortest one
/// around it. `None` where the range names nobody that was found.
pub fn entity_at(entities: &Entities, range: &Range<usize>) -> Option<EntityNo> {
    /// Mentions before the range that may reach into it.
    const BACK: usize = 24;
    let places = &entities.places;
    let from = places.partition_point(|place| place.start < range.start);
    let to = from + places[from..].partition_point(|place| place.start < range.end);
    let covers = |place: &&Place| place.start == range.start && place.end.0 == range.end;
    let within = &places[from..to];
    let before = places[from.saturating_sub(BACK)..from].iter().rev();
    let found = within
        .iter()
        .find(covers)
        .or_else(|| within.iter().find(|place| !place.is_inner && place.end.0 <= range.end))
        .or_else(|| within.iter().find(|place| !place.is_inner))
        .or_else(|| before.clone().find(|place| place.end.0 >= range.end))
        .or_else(|| before.clone().find(|place| place.end.0 > range.start));
    found.map(|place| place.entity)
}

/// The entities mentioned in a range, each as often as it is.
pub(crate) fn named_in(entities: &Entities, range: &Range<usize>) -> impl Iterator<Item = EntityNo> {
    let places = &entities.places;
    let from = places.partition_point(|place| place.start < range.start);
    let to = from + places[from..].partition_point(|place| place.start < range.end);
    places[from..to].iter().map(|place| place.entity)
}

/// Whether a word is one of grammar or of saying, which names nobody.
pub(crate) fn is_grammar(word: &str) -> bool {
    lexicon::senses(&lexicon::plain(word)).any(lexicon::Senses::CLOSED)
}

/// Whether a noun or name can be that of somebody who speaks: a person, a group, an office or a document.
pub(crate) fn can_speak(word: &str) -> bool {
    use lexicon::Senses;
    let speakers = Senses::PERSON.with(Senses::GROUP).with(Senses::ORGANISATION).with(Senses::DOCUMENT);
    lexicon::senses(&lexicon::plain(word)).any(speakers)
}
