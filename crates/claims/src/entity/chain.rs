//! Joins noun phrases and pronouns to what they mean, in the order in which one reads, and finds the speakers.

mod endings;
mod named;
mod phrases;
mod pronouns;

use super::lexicon::{Senses, World};
use super::mention::{Form, Mention};
use super::names::Clusters;
use super::sources::{is_after_preposition, sources};
use super::words::{Word, Zone};
use super::{Entities, Entity, EntityNo, Gender, Kind, Place, Speaker, Way};
use crate::{Attribution, Level};
use hashbrown::HashMap;
use std::cmp::Reverse;

/// Entities of one noun that a phrase is compared with.
const CANDIDATES: usize = 24;

/// Mentions between a quotation and its source that are looked at.
const BETWEEN: usize = 24;

/// How much a mention draws a later pronoun, by where it stands: a speaker most, a word in a quotation least.
mod weight {
    pub const SOURCE: f32 = 3.0;
    pub const FIRST: f32 = 2.6;
    pub const OTHER: f32 = 1.8;
    pub const CONTENT: f32 = 1.3;
    pub const OBJECT: f32 = 1.8;
    pub const INNER: f32 = 0.9;
    pub const QUOTED: f32 = 0.6;
    /// Lost where it is in the content of which the pronoun is the source.
    pub const OWN: f32 = 1.5;
    /// Lost with each sentence.
    pub const SENTENCE: f32 = 1.0;
    /// Lost where a paragraph lies between: each begins anew with who speaks in it.
    pub const PARAGRAPH: f32 = 1.2;
    /// Won with each mention.
    pub const OFTEN: f32 = 0.06;
}

/// Nouns that can mean somebody, or an organisation, whom another of the same row tells or names.
const ALIKE: [&[&str]; 22] = [
    &["doctor", "physician", "surgeon", "medic"],
    &["judge", "justice", "magistrate"],
    &["lawyer", "attorney", "barrister", "solicitor", "counsel", "advocate"],
    &[
        "lawmaker",
        "legislator",
        "parliamentarian",
        "mp",
        "msp",
        "mep",
        "congressman",
        "congresswoman",
        "senator",
    ],
    &["professor", "academic", "scholar", "lecturer", "scientist", "researcher", "historian"],
    &["actor", "actress", "star"],
    &["singer", "musician", "performer", "rapper"],
    &["footballer", "player", "striker", "midfielder", "goalkeeper"],
    &["reporter", "journalist", "correspondent"],
    &["councillor", "councilor", "councilman", "councilwoman", "alderman"],
    &["ambassador", "envoy", "diplomat"],
    &["priest", "vicar", "pastor", "cleric", "clergyman", "reverend"],
    &["union", "guild", "federation", "association", "brotherhood"],
    &["party", "movement", "front", "league", "alliance", "coalition", "bloc"],
    &["agency", "bureau", "service", "directorate", "administration"],
    &["ministry", "department"],
    &[
        "newspaper",
        "paper",
        "magazine",
        "weekly",
        "daily",
        "outlet",
        "publication",
        "post",
        "times",
        "tribune",
        "gazette",
        "herald",
        "journal",
        "chronicle",
        "ledger",
        "observer",
        "courier",
        "dispatch",
        "globe",
        "mirror",
        "telegraph",
    ],
    &["station", "broadcaster", "channel", "network", "radio", "television", "tv"],
    &["institute", "tank", "foundation", "centre", "center", "laboratory", "lab"],
    &["panel", "commission", "committee", "council", "board", "inquiry"],
    &["watchdog", "regulator", "authority", "inspectorate", "commission"],
    &["parliament", "assembly", "congress", "legislature", "chamber", "senate"],
];

/// Whether two nouns can mean the same.
pub(super) fn alike(a: &str, b: &str) -> bool {
    a == b || ALIKE.iter().any(|row| row.contains(&a) && row.contains(&b))
}

/// Nouns of people who speak for the body that employs them.
const EXPERTS: [&str; 16] = [
    "analysts",
    "economists",
    "researchers",
    "scientists",
    "fact-checkers",
    "factcheckers",
    "observers",
    "monitors",
    "experts",
    "investigators",
    "auditors",
    "inspectors",
    "pollsters",
    "strategists",
    "statisticians",
    "forecasters",
];
/// Words in roles of those who stand for a party.
const LEADING: [&str; 9] =
    ["leader", "candidate", "head", "chair", "challenger", "nominee", "lawmaker", "founder", "deputy"];
/// Words in names of bodies that are no party.
const OFFICES: [&str; 12] = [
    "ministry",
    "department",
    "council",
    "committee",
    "commission",
    "court",
    "bureau",
    "agency",
    "board",
    "parliament",
    "assembly",
    "office",
];

/// An entity in the making.
struct Draft {
    name: String,
    is_named: bool,
    kind: Kind,
    gender: Option<Gender>,
    is_plural: bool,
    is_document: bool,
    /// Whether it stands with `the`.
    has_article: bool,
    aliases: Vec<String>,
    roles: Vec<String>,
    /// Nouns by which it is known, with the words before them.
    nouns: Vec<(String, Vec<String>)>,
    owner: Option<EntityNo>,
    speaks_for: Option<EntityNo>,
    stands_for: Option<EntityNo>,
    world: Option<World>,
    count: u32,
    /// The number of its last trace.
    last: usize,
}

/// That an entity was mentioned.
struct Trace {
    entity: EntityNo,
    told: usize,
    paragraph: usize,
    sentence: usize,
    weight: f32,
    /// Whether a preposition governs it.
    is_object: bool,
    /// Where it ends, in words.
    end: usize,
    /// Whether it is within another one: `the ward` in `the mayor of the ward`.
    is_inner: bool,
    /// The attribution in whose content it is.
    content_of: Option<u32>,
}

struct Chain<'a, 't> {
    words: &'a [Word<'t>],
    mentions: &'a [Mention],
    names: &'a Clusters,
    attributions: &'a [Attribution],
    drafts: Vec<Draft>,
    of_cluster: Vec<Option<EntityNo>>,
    of_mention: Vec<Option<EntityNo>>,
    is_read: Vec<bool>,
    /// Pronouns that wait for others.
    depth: usize,
    ambiguous: HashMap<usize, Vec<EntityNo>>,
    by_noun: HashMap<String, Vec<EntityNo>>,
    by_row: HashMap<usize, Vec<EntityNo>>,
    /// Names of organisations by their nouns.
    ahead: HashMap<&'a str, Vec<usize>>,
    companies: Vec<EntityNo>,
    documents: Vec<EntityNo>,
    trail: Vec<Trace>,
    /// The mention around one that is an owner.
    around: HashMap<usize, usize>,
    /// The mention by which each attribution names its source.
    source: Vec<Option<usize>>,
    /// Whether a mention, or what stands beside it for the same, heads the source of an outermost attribution.
    is_speaker: Vec<bool>,
    /// The first mention of a sentence that may be its subject.
    first: HashMap<usize, usize>,
    /// The last speaker and its paragraph.
    last_speaker: Option<(usize, EntityNo)>,
}

pub(super) fn chain(
    words: &[Word<'_>],
    mentions: &[Mention],
    names: &Clusters,
    attributions: &[Attribution],
) -> Entities {
    let mut chain = Chain {
        words,
        mentions,
        names,
        attributions,
        drafts: Vec::new(),
        of_cluster: vec![None; names.clusters.len()],
        of_mention: vec![None; mentions.len()],
        is_read: vec![false; mentions.len()],
        depth: 0,
        ambiguous: HashMap::new(),
        by_noun: HashMap::new(),
        by_row: HashMap::new(),
        ahead: HashMap::new(),
        companies: Vec::new(),
        documents: Vec::new(),
        trail: Vec::new(),
        around: HashMap::new(),
        source: Vec::new(),
        is_speaker: vec![false; mentions.len()],
        first: HashMap::new(),
        last_speaker: None,
    };
    for (number, mention) in mentions.iter().enumerate() {
        if let Some(owner) = mention.owner {
            chain.around.insert(owner, number);
        }
        let word = &words[mention.head];
        // In `the gate has rusted, his office said` the content comes first, and its subject is the sentence's.
        let is_content = word.content_of.is_some_and(|number| {
            let attribution = &attributions[number as usize];
            attribution.source.first().is_none_or(|source| source.start < word.range.start)
        });
        if !mention.is_inner
            && !word.is_quoted
            && !is_content
            && !is_after_preposition(words, mention.words.start)
        {
            chain.first.entry(word.sentence).or_insert(number);
        }
    }
    for (number, cluster) in names.clusters.iter().enumerate() {
        if matches!(cluster.kind, Kind::Organisation | Kind::Unknown) && cluster.words.len() > 1 {
            let is_noun = |word: &&String| super::lexicon::senses(word).any(Senses::ORGANISATION);
            for word in cluster.words.iter().filter(is_noun) {
                chain.ahead.entry(word).or_default().push(number);
            }
        }
    }
    chain.source = sources(words, mentions, attributions);
    for (attribution, source) in attributions.iter().zip(&chain.source) {
        if let Some(source) = source.filter(|_| attribution.level == Level::Main) {
            chain.is_speaker[source] = true;
            // Through a report its author speaks.
            if let Some(owner) = mentions[source].owner
                && words[mentions[source].head].senses.any(Senses::DOCUMENT)
            {
                chain.is_speaker[owner] = true;
            }
        }
    }
    for (number, mention) in mentions.iter().enumerate() {
        if let Some(other) = mention.same_as {
            let speaks = chain.is_speaker[number] || chain.is_speaker[other];
            (chain.is_speaker[number], chain.is_speaker[other]) = (speaks, speaks);
        }
    }
    for number in 0..mentions.len() {
        chain.read(number);
    }
    chain.affiliations();
    chain.first_persons();
    chain.belongings();
    chain.authors();
    chain.metonyms();
    chain.finish()
}

impl<'a> Chain<'a, '_> {
    fn read(&mut self, number: usize) {
        if std::mem::replace(&mut self.is_read[number], true) {
            return;
        }
        let mention = &self.mentions[number];
        // Whose it is comes first: the bureau of `the director of the bureau`.
        if let Some(owner) = mention.owner.filter(|&owner| self.mentions[owner].is_inner) {
            self.read(owner);
        }
        let word = &self.words[mention.head];
        // Who is quoted is found before the quotation is read, as what it names is no hint to that.
        if word.is_quoted
            && let Some(attribution) = self.quoting(word)
            && !self.is_told_between(number, attribution)
        {
            self.speaker_early(attribution);
        }
        let entity = match (mention.form, self.of_mention[number]) {
            (_, Some(entity)) => Some(entity),
            (Form::Name, _) => self.named(number),
            (Form::Nominal, _) => self.nominal(number),
            (Form::Pronoun, _) => self.pronoun(number),
        };
        self.of_mention[number] = entity;
        let Some(entity) = entity else { return };
        let word = &self.words[mention.head];
        if matches!(word.zone, Zone::Body) {
            let is_source = self.is_speaker[number];
            let is_first = self.first.get(&word.sentence) == Some(&number);
            let weight = if word.is_quoted || self.is_asker(mention) || self.is_predicate(mention) {
                weight::QUOTED
            } else if is_source {
                weight::SOURCE
            } else if mention.is_inner {
                weight::INNER
            } else if is_first {
                weight::FIRST
            } else if word.content_of.is_some() {
                weight::CONTENT
            } else if is_after_preposition(self.words, mention.words.start) {
                weight::OBJECT
            } else {
                weight::OTHER
            };
            if is_source && !word.is_quoted && !self.is_asker(mention) {
                self.last_speaker = Some((word.paragraph, entity));
            }
            self.drafts[entity].last = self.trail.len();
            self.trail.push(Trace {
                entity,
                told: word.told,
                paragraph: word.paragraph,
                sentence: word.sentence,
                weight,
                is_object: is_after_preposition(self.words, mention.words.start),
                end: mention.words.end,
                is_inner: mention.is_inner,
                content_of: word.content_of,
            });
        }
        self.drafts[entity].count += 1;
    }

    /// Whether the article names somebody between a quotation and its source, who may be meant by that.
    fn is_told_between(&self, number: usize, attribution: usize) -> bool {
        let Some(source) = self.source[attribution].filter(|&source| source > number) else { return false };
        self.mentions[number..source].iter().take(BETWEEN).any(|mention| {
            let head = &self.words[mention.head];
            mention.form == Form::Name && !mention.is_inner && !head.is_quoted && head.zone == Zone::Body
        })
    }

    /// Whether it asks: `Asked by our reporter whether he ...`.
    fn is_asker(&self, mention: &Mention) -> bool {
        let Some(before) = mention.words.start.checked_sub(2).map(|at| &self.words[at..at + 2]) else {
            return false;
        };
        before[1].plain == "by"
            && matches!(before[0].plain.as_ref(), "asked" | "pressed" | "questioned" | "challenged")
    }

    /// Whether a noun says what somebody is or would be, and names nobody: `to become a candidate`, `like a president`.
    fn is_predicate(&self, mention: &Mention) -> bool {
        let copulas = ["be", "is", "was", "become", "became", "becoming", "being", "been", "like", "as"];
        let before = mention.words.start.checked_sub(1).map(|at| self.words[at].plain.as_ref());
        mention.form == Form::Nominal
            && mention.same_as.is_none()
            && self.words[mention.head].source_of.is_none()
            && before.is_some_and(|word| copulas.contains(&word))
    }

    fn speaker(&self, attribution: usize) -> Speaker {
        let none = Speaker { entity: None, by: Way::None, alternatives: Vec::new() };
        let Some(number) = self.source[attribution] else { return none };
        let mention = &self.mentions[number];
        let alternatives = self.ambiguous.get(&number).cloned().unwrap_or_default();
        let Some(entity) = self.of_mention[number] else {
            let by = if mention.form == Form::Pronoun { Way::Pronoun } else { Way::None };
            return Speaker { by, ..none };
        };
        if let Some(body) = self.body_of(entity) {
            let by = if mention.form == Form::Pronoun { Way::Pronoun } else { Way::NounPhrase };
            return Speaker { entity: Some(body), by, alternatives };
        }
        let draft = &self.drafts[entity];
        let by = match mention.form {
            Form::Pronoun => Way::Pronoun,
            Form::Name if draft.stands_for.is_some() => Way::Metonym,
            Form::Name => {
                let name = self.text(&mention.name);
                let is_short = mention.name.len() < draft.name.split_whitespace().count();
                if is_short && name.chars().all(|c| c.is_uppercase() || c == '.') {
                    Way::Acronym
                } else if is_short {
                    Way::Surname
                } else {
                    Way::Name
                }
            }
            Form::Nominal if mention.same_as.is_some() => Way::Name,
            Form::Nominal if draft.is_named => Way::Role,
            Form::Nominal => Way::NounPhrase,
        };
        match draft.stands_for.filter(|_| draft.is_document) {
            Some(author) => {
                let by = if by == Way::Pronoun { by } else { Way::Metonym };
                Speaker { entity: Some(author), by, alternatives }
            }
            None => Speaker { entity: Some(entity), by, alternatives },
        }
    }

    /// For which body those speak who are not named: `analysts at Reed & Holm`, and `her party` of who leads one.
    fn body_of(&self, entity: EntityNo) -> Option<EntityNo> {
        let draft = &self.drafts[entity];
        if draft.is_named {
            return None;
        }
        let owner = draft.owner?;
        let is_body = |number: EntityNo| {
            let body = &self.drafts[number];
            body.is_named && body.world.is_none() && matches!(body.kind, Kind::Organisation | Kind::Unknown)
        };
        let is_noun = |nouns: &[&str]| draft.nouns.iter().any(|(noun, _)| nouns.contains(&noun.as_str()));
        // `Reed & Holm analysts`, but not those of a town.
        let is_whole = draft.name.contains(" at ")
            || self.drafts[owner].name.contains(' ') && draft.name.starts_with(&self.drafts[owner].name);
        if draft.is_plural && is_whole && is_noun(&EXPERTS) {
            // A name of two words was taken for a person's, if nothing told otherwise.
            let body = &self.drafts[owner];
            let is_guessed = body.kind == Kind::Person && body.gender.is_none() && body.roles.is_empty();
            return Some(owner).filter(|&owner| is_body(owner) || is_guessed && body.is_named);
        }
        let leader = &self.drafts[owner];
        let leads =
            leader.roles.iter().any(|role| LEADING.iter().any(|word| role.to_lowercase().contains(word)));
        if is_noun(&["party"]) && leader.kind == Kind::Person && leads {
            let party = leader.owner.filter(|&party| is_body(party))?;
            let is_office = self.drafts[party]
                .name
                .split(' ')
                .any(|word| OFFICES.contains(&super::lexicon::plain(word).as_ref()));
            return (!is_office).then_some(party);
        }
        None
    }

    /// Names of two or three words that nothing tells apart are most often persons.
    fn guess_persons(&mut self) {
        for draft in &mut self.drafts {
            let length = draft.name.split(' ').count();
            let is_land = draft
                .name
                .split(' ')
                .any(|word| super::lexicon::world(&super::lexicon::plain(word)).is_some());
            if draft.kind == Kind::Unknown
                && draft.is_named
                && !is_land
                && (2..=3).contains(&length)
                && draft.world.is_none()
            {
                draft.kind = if draft.has_article { Kind::Organisation } else { Kind::Person };
            }
        }
    }

    fn finish(mut self) -> Entities {
        self.guess_persons();
        // `Analysts at Reed & Holm` is how the article calls the body there.
        for entity in 0..self.drafts.len() {
            if let Some(body) = self.body_of(entity) {
                let name = self.drafts[entity].name.clone();
                self.add_alias(body, name);
            }
        }
        let speakers = (0..self.attributions.len()).map(|attribution| self.speaker(attribution)).collect();
        let mut places: Vec<Place> = Vec::with_capacity(self.mentions.len());
        for (mention, entity) in self.mentions.iter().zip(&self.of_mention) {
            let Some(entity) = *entity else { continue };
            let words = &self.words[mention.words.clone()];
            let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
            places.push(Place {
                start: first.range.start,
                end: Reverse(last.range.end),
                entity,
                is_inner: mention.is_inner,
            });
        }
        places.sort_unstable();
        let drafts = std::mem::take(&mut self.drafts);
        let mut entities: Vec<Entity> = drafts
            .into_iter()
            .map(|draft| Entity {
                name: draft.name,
                is_named: draft.is_named,
                kind: draft.kind,
                aliases: draft.aliases,
                roles: draft.roles,
                mentions: Vec::new(),
                belongs_to: draft.owner,
                speaks_for: draft.speaks_for,
                stands_for: draft.stands_for,
            })
            .collect();
        for place in &places {
            entities[place.entity].mentions.push(place.start..place.end.0);
        }
        Entities { entities, speakers, places }
    }
}

fn push_once(numbers: &mut Vec<EntityNo>, entity: EntityNo) {
    if !numbers.iter().rev().take(CANDIDATES).any(|&known| known == entity) {
        numbers.push(entity);
    }
}

fn gender(senses: Senses) -> Option<Gender> {
    if senses.any(Senses::MALE) {
        Some(Gender::Male)
    } else if senses.any(Senses::FEMALE) {
        Some(Gender::Female)
    } else {
        None
    }
}
