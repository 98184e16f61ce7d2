//! Joins noun phrases and pronouns to what they mean, in the order in which one reads, and finds the speakers.

use super::lexicon::{Senses, World};
use super::mention::{Determiner, Form, Mention};
use super::names::Clusters;
use super::sources::{is_after_preposition, sources};
use super::words::{Word, Zone};
use super::{Entities, Entity, EntityNo, Gender, Kind, Place, Speaker, Way};
use crate::{Attribution, Level};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

/// Earlier mentions that a pronoun can mean.
const LOOK_BACK: usize = 40;
/// Mentions among which the last subject is looked for.
const NEAREST: usize = 8;
/// Entities of one noun that a phrase is compared with.
const CANDIDATES: usize = 24;
/// Pronouns that depend on each other: `he said she said he ...`.
const DEPTH: usize = 4;
/// Mentions up to which being mentioned often speaks for an entity.
const OFTEN: u32 = 5;
/// Most characters of a noun phrase that serves as a name.
const LONG: usize = 160;

/// How much a mention draws a later pronoun, by where it stands: a speaker most, a word in a quotation least.
mod weight {
    pub const SOURCE: f32 = 3.0;
    pub const FIRST: f32 = 2.6;
    pub const OTHER: f32 = 1.8;
    pub const CONTENT: f32 = 1.3;
    pub const OBJECT: f32 = 1.4;
    pub const INNER: f32 = 0.9;
    pub const QUOTED: f32 = 0.6;
    /// Lost where it is in the content of which the pronoun is the source.
    pub const OWN: f32 = 1.5;
    /// Lost with each sentence.
    pub const SENTENCE: f32 = 1.0;
    /// Lost where a paragraph lies between.
    pub const PARAGRAPH: f32 = 0.2;
    /// Won with each mention.
    pub const OFTEN: f32 = 0.06;
}

/// Nouns that can mean an organisation with another of the same row in its name.
const ALIKE: [&[&str]; 10] = [
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
/// Nouns for an undertaking, which can mean any organisation whose name does not say that it is something else.
const COMPANY: [&str; 9] = [
    "company",
    "firm",
    "corporation",
    "conglomerate",
    "startup",
    "start-up",
    "maker",
    "business",
    "developer",
];
/// Short forms of address that are roles.
const RANKS: [(&str, &str); 9] = [
    ("gov", "governor"),
    ("sen", "senator"),
    ("rep", "representative"),
    ("gen", "general"),
    ("col", "colonel"),
    ("maj", "major"),
    ("adm", "admiral"),
    ("pres", "president"),
    ("prof", "professor"),
];
/// Titles that stay with a name, as in `Lord Vell`.
const NOBLE: [&str; 17] = [
    "lord", "lady", "baron", "baroness", "dame", "sir", "king", "queen", "prince", "princess", "duke",
    "duchess", "earl", "countess", "viscount", "pope", "sultan",
];
/// Nouns for texts in which many speak, none of them the author.
const SURVEYS: [&str; 4] = ["poll", "survey", "transcript", "article"];
/// Verbs of an author, before the text.
const PUBLISHES: [&str; 12] = [
    "published",
    "publishes",
    "released",
    "releases",
    "issued",
    "issues",
    "filed",
    "posted",
    "produced",
    "wrote",
    "sent",
    "circulated",
];
/// Verbs of one who answers somebody else.
const REPLIES: [&str; 8] =
    ["replied", "replies", "answered", "answers", "responded", "responds", "retorted", "countered"];
/// Words before a noun that do not tell two bearers apart.
const NEUTRAL: [&str; 22] = [
    "opposition",
    "former",
    "governing",
    "ruling",
    "senior",
    "top",
    "new",
    "company",
    "party",
    "longtime",
    "veteran",
    "acting",
    "interim",
    "national",
    "federal",
    "state",
    "local",
    "then",
    "independent",
    "big",
    "young",
    "old",
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
            let weight = if word.is_quoted || self.is_asker(mention) {
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
            if is_source && !word.is_quoted {
                self.last_speaker = Some((word.paragraph, entity));
            }
            self.drafts[entity].last = self.trail.len();
            self.trail.push(Trace {
                entity,
                told: word.told,
                paragraph: word.paragraph,
                sentence: word.sentence,
                weight,
                content_of: word.content_of,
            });
        }
        self.drafts[entity].count += 1;
    }

    /// Whether it asks: `Asked by our reporter whether he ...`.
    fn is_asker(&self, mention: &Mention) -> bool {
        let Some(before) = mention.words.start.checked_sub(2).map(|at| &self.words[at..at + 2]) else {
            return false;
        };
        before[1].plain == "by"
            && matches!(before[0].plain.as_ref(), "asked" | "pressed" | "questioned" | "challenged")
    }

    // Names.

    /// The entity of a name.
    fn named(&mut self, number: usize) -> Option<EntityNo> {
        let fits = &self.names.of[number];
        let entity = match fits[..] {
            [] => return None,
            [only] => self.of_cluster(only),
            _ => {
                let entities: Vec<EntityNo> =
                    fits.clone().into_iter().map(|fit| self.of_cluster(fit)).collect();
                let mention = &self.mentions[number];
                let role = self.role_of(mention);
                // Who bears the role, else who was spoken of last.
                let best = entities.iter().copied().max_by_key(|&entity| {
                    let draft = &self.drafts[entity];
                    let bears = role
                        .as_ref()
                        .is_some_and(|(noun, _)| draft.nouns.iter().any(|(other, _)| other == noun));
                    (bears, draft.count > 0, draft.last, Reverse(entity))
                });
                let others = entities.iter().copied().filter(|&entity| Some(entity) != best).collect();
                self.ambiguous.insert(number, others);
                best?
            }
        };
        let mention = &self.mentions[number];
        let alias = self.text(&mention.name);
        let has_article = mention.determiner == Determiner::Definite && mention.role.is_empty();
        self.drafts[entity].has_article |= has_article;
        if let Some(title) = self.words[mention.role.clone()].last()
            && mention.name.len() == 1
            && title.is_capital
            && NOBLE.contains(&title.plain.as_ref())
        {
            self.add_alias(entity, format!("{} {alias}", title.text));
        }
        self.add_alias(entity, alias);
        self.add_role(entity, number);
        Some(entity)
    }

    fn of_cluster(&mut self, cluster: usize) -> EntityNo {
        if let Some(entity) = self.of_cluster[cluster] {
            return entity;
        }
        let names = self.names;
        let known = &names.clusters[cluster];
        let entity = self.new_entity(known.name.clone(), known.kind);
        let draft = &mut self.drafts[entity];
        (draft.is_named, draft.gender, draft.world) = (true, known.gender, known.world);
        self.of_cluster[cluster] = Some(entity);
        if known.kind != Kind::Person && known.kind != Kind::Place {
            let mut has_noun = false;
            for (at, word) in known.words.iter().enumerate() {
                let senses = super::lexicon::senses(word);
                let is_last = at + 1 == known.words.len();
                if senses.any(Senses::ORGANISATION.with(Senses::IN_NAMES)) || is_last && known.words.len() > 1
                {
                    let before = known.words[..at].to_vec();
                    has_noun |= senses.any(Senses::ORGANISATION) && !senses.any(Senses::BRAND);
                    self.add_noun(entity, word.clone(), before);
                }
            }
            if !has_noun {
                self.companies.push(entity);
            }
        }
        entity
    }

    fn new_entity(&mut self, name: String, kind: Kind) -> EntityNo {
        self.drafts.push(Draft {
            name,
            is_named: false,
            kind,
            gender: None,
            is_plural: kind == Kind::Group,
            is_document: false,
            has_article: false,
            aliases: Vec::new(),
            roles: Vec::new(),
            nouns: Vec::new(),
            owner: None,
            speaks_for: None,
            stands_for: None,
            world: None,
            count: 0,
            last: 0,
        });
        self.drafts.len() - 1
    }

    fn add_alias(&mut self, entity: EntityNo, alias: String) {
        let draft = &mut self.drafts[entity];
        if !alias.is_empty()
            && alias != draft.name
            && draft.aliases.len() < CANDIDATES
            && !draft.aliases.contains(&alias)
        {
            draft.aliases.push(alias);
        }
    }

    fn add_noun(&mut self, entity: EntityNo, noun: String, before: Vec<String>) {
        if let Some(row) = ALIKE.iter().position(|row| row.contains(&noun.as_str())) {
            push_once(self.by_row.entry(row).or_default(), entity);
        }
        push_once(self.by_noun.entry(noun.clone()).or_default(), entity);
        let nouns = &mut self.drafts[entity].nouns;
        if nouns.len() < CANDIDATES && !nouns.iter().any(|known| known.0 == noun && known.1 == before) {
            nouns.push((noun, before));
        }
    }

    // Roles.

    /// Noun of the role of a mention and the words before it.
    fn role_of(&self, mention: &Mention) -> Option<(String, Vec<String>)> {
        let role = &self.words[mention.role.clone()];
        let head = role
            .iter()
            .rposition(|word| word.senses.any(Senses::NOUN))
            .or_else(|| role.len().checked_sub(1))?;
        if role[head].senses.any(Senses::HONORIFIC) && !role[head].senses.any(Senses::NOUN) {
            let rank = RANKS.iter().find(|rank| role[head].plain == rank.0)?;
            return Some((rank.1.to_owned(), Vec::new()));
        }
        let before = role[..head].iter().filter(|word| !word.is_mark);
        Some((
            role[head].plain.clone().into_owned(),
            before.map(|word| word.plain.clone().into_owned()).collect(),
        ))
    }

    /// Notes what a mention says an entity is.
    fn add_role(&mut self, entity: EntityNo, number: usize) {
        let mention = &self.mentions[number];
        let owner = mention.owner.and_then(|owner| self.of_mention[owner]).filter(|&owner| owner != entity);
        if let Some(owner) = owner
            && self.drafts[entity].owner.is_none()
        {
            self.drafts[entity].owner = Some(owner);
        }
        let Some((noun, before)) = self.role_of(mention) else { return };
        let senses = super::lexicon::senses(&noun);
        if senses.any(Senses::DOCUMENT)
            || !senses.any(Senses::NOUN) && mention.form == Form::Name && mention.role.is_empty()
        {
            return;
        }
        if senses.any(Senses::SPOKES) && self.drafts[entity].speaks_for.is_none() {
            self.drafts[entity].speaks_for = owner;
        }
        if senses.any(Senses::PLACE) {
            let is_seat = matches!(noun.as_str(), "capital" | "seat");
            if !is_seat || self.drafts[entity].kind == Kind::Person {
                return;
            }
            self.drafts[entity].stands_for =
                owner.map(|owner| self.land_of(owner)).filter(|&land| land != entity);
            return;
        }
        let text = self.role_text(mention, owner);
        let draft = &mut self.drafts[entity];
        if draft.gender.is_none() && draft.kind != Kind::Organisation {
            draft.gender = gender(senses);
        }
        if !text.is_empty() && draft.roles.len() < CANDIDATES && !draft.roles.contains(&text) {
            draft.roles.push(text);
        }
        self.add_noun(entity, noun, before);
    }

    /// The country of an owner: of `the Kestovian government` Kestovia.
    fn land_of(&self, owner: EntityNo) -> EntityNo {
        match self.drafts[owner].owner {
            Some(land) if !self.drafts[owner].is_named && self.drafts[land].is_named => land,
            _ => owner,
        }
    }

    /// `Kremlin spokesman`, `director of the Bureau`.
    fn role_text(&self, mention: &Mention, owner: Option<EntityNo>) -> String {
        let end = if mention.form == Form::Nominal { mention.words.end } else { mention.role.end };
        let role = self.text(&(mention.role.start..end));
        let is_before = mention.owner.is_some_and(|number| {
            let inner = &self.mentions[number].words;
            inner.end <= mention.role.start
        });
        match owner {
            Some(owner) if is_before => format!("{} {role}", self.drafts[owner].name),
            _ => role,
        }
    }

    /// The text of words, without the ending of a last possessive.
    fn text(&self, range: &Range<usize>) -> String {
        let mut text = String::new();
        let words = &self.words[range.clone()];
        for (at, word) in words.iter().enumerate() {
            if at > 0 && words[at - 1].range.end < word.range.start {
                text.push(' ');
            }
            text.push_str(word.text);
            if word.is_possessive && at + 1 < words.len() {
                text.push_str(if word.plain.ends_with('s') { "'" } else { "'s" });
            }
        }
        text
    }

    // Noun phrases.

    fn nominal(&mut self, number: usize) -> Option<EntityNo> {
        let mention = &self.mentions[number];
        if let Some(other) = mention.same_as
            && let Some(entity) = self.of_mention[other].or_else(|| self.named_ahead(other))
        {
            self.add_role(entity, number);
            let alias = self.without_article(&(mention.words.start..mention.words.end.min(mention.head + 1)));
            if mention.determiner != Determiner::Owned {
                self.add_alias(entity, alias);
            }
            return Some(entity);
        }
        let head = &self.words[mention.head];
        let senses = head.senses;
        let zone = head.zone;
        let owner = mention.owner.and_then(|owner| self.of_mention[owner]);
        let (noun, before) = self.role_of(mention)?;
        let is_heading = zone != Zone::Body;
        let is_new = mention.determiner == Determiner::Indefinite && !is_heading;
        let found = if is_new { None } else { self.known_as(mention, &noun, &before, owner, is_heading) };
        let found = found.or_else(|| self.just_named(mention));
        let entity = match found {
            Some(entity) => {
                // `the campaign` is known by now as `the Hale campaign`.
                if owner.is_some_and(|owner| owner != entity)
                    && !self.drafts[entity].is_named
                    && self.drafts[entity].owner.is_none()
                {
                    let name = self.phrase_name(mention, owner, senses);
                    let former = std::mem::replace(&mut self.drafts[entity].name, name);
                    self.drafts[entity].owner = owner;
                    self.add_alias(entity, former);
                }
                entity
            }
            None => self.phrase_entity(number, owner, senses),
        };
        let alias = self.without_article(&mention.words);
        if mention.determiner != Determiner::Owned
            || mention.owner.is_some_and(|owner| self.mentions[owner].form != Form::Pronoun)
        {
            self.add_alias(entity, alias);
            let whole = self.whole(mention);
            if whole.len() > mention.words.len() && !self.words[whole.clone()].iter().any(|word| word.is_mark)
            {
                let alias = self.without_article(&whole);
                self.add_alias(entity, alias);
            }
        }
        if found.is_none() {
            self.add_noun(entity, noun, before);
        }
        Some(entity)
    }

    /// Of `Vell left. “Never,” the mayor said`: who was named in the same paragraph, if nothing else has said what
    /// they are.
    fn just_named(&self, mention: &Mention) -> Option<EntityNo> {
        let head = &self.words[mention.head];
        let is_person = head.senses.any(Senses::PERSON) && !head.senses.any(Senses::ORGANISATION);
        if !is_person
            || mention.is_plural
            || mention.determiner != Determiner::Definite
            || mention.owner.is_some()
            || head.source_of.is_none()
        {
            return None;
        }
        let trace = self.trail.iter().rev().take(NEAREST).find(|trace| trace.weight >= weight::FIRST)?;
        let draft = &self.drafts[trace.entity];
        let is_other = gender(head.senses).is_some_and(|own| draft.gender.is_some_and(|other| other != own));
        (trace.paragraph == head.paragraph
            && head.told <= trace.told + 1
            && draft.is_named
            && draft.roles.is_empty()
            && matches!(draft.kind, Kind::Person | Kind::Unknown)
            && draft.world.is_none()
            && !is_other)
            .then_some(trace.entity)
    }

    /// The entity of a name that stands behind a phrase for the same.
    fn named_ahead(&mut self, number: usize) -> Option<EntityNo> {
        match self.names.of[number][..] {
            [only] => Some(self.of_cluster(only)),
            _ => None,
        }
    }

    /// Who is meant by a noun that may have been used or named before.
    fn known_as(
        &mut self,
        mention: &Mention,
        noun: &str,
        before: &[String],
        owner: Option<EntityNo>,
        is_heading: bool,
    ) -> Option<EntityNo> {
        let own: Vec<&String> = before.iter().filter(|word| !NEUTRAL.contains(&word.as_str())).collect();
        let is_definite = mention.determiner != Determiner::None || is_heading;
        let complement = self.complement(mention);
        let fits = |draft: &Draft, is_row: bool| {
            // `the campaign of Hale` is not the one of somebody else.
            if let Some(name) = complement
                && draft.owner.is_some()
                && !draft.name.contains(name)
            {
                return false;
            }
            if draft.is_plural != mention.is_plural && draft.kind != Kind::Organisation {
                return false;
            }
            let same_owner = match (owner, draft.owner) {
                (Some(a), Some(b)) => a == b || self.drafts[a].name == draft.name,
                _ => true,
            };
            if is_row {
                return same_owner && own.is_empty();
            }
            let words = draft.nouns.iter().filter(|(other, _)| other == noun).any(|(_, words)| {
                let theirs: Vec<&String> =
                    words.iter().filter(|word| !NEUTRAL.contains(&word.as_str())).collect();
                own.is_empty() || theirs.is_empty() || own.iter().any(|word| theirs.contains(word))
            });
            same_owner && words
        };
        // `the firm said` of whoever spoke in the sentence before, rather than of whom it spoke.
        let speaker = self.words[mention.head]
            .source_of
            .and(self.last_speaker)
            .filter(|last| last.0 == self.words[mention.head].paragraph)
            .map(|last| last.1);
        let choose = |numbers: &[EntityNo], is_row: bool| {
            let candidates = numbers.iter().rev().take(CANDIDATES).copied();
            let candidates =
                candidates.filter(|&number| Some(number) != owner && fits(&self.drafts[number], is_row));
            if is_heading {
                candidates.min()
            } else {
                candidates.max_by_key(|&number| {
                    let draft = &self.drafts[number];
                    (owner.is_some() && draft.owner == owner, speaker == Some(number), draft.last, number)
                })
            }
        };
        if let Some(found) = self.by_noun.get(noun).and_then(|numbers| choose(numbers, false)) {
            return Some(found);
        }
        if !is_definite {
            return None;
        }
        // A name that comes later: `the Bureau said`, and its full name below.
        if let Some(clusters) = self.ahead.get(noun)
            && own.is_empty()
            && let [only] = clusters[..]
            && self.of_cluster[only].is_none()
        {
            return Some(self.of_cluster(only));
        }
        let rows = ALIKE.iter().enumerate().filter(|(_, row)| row.contains(&noun)).map(|(row, _)| row);
        for row in rows {
            if let Some(found) = self.by_row.get(&row).and_then(|numbers| choose(numbers, true)) {
                return Some(found);
            }
        }
        if COMPANY.contains(&noun)
            && owner.is_none()
            && own.is_empty()
            && let Some(found) = choose(&self.companies, true)
        {
            return Some(found);
        }
        // Members for their body.
        match noun {
            "judges" | "justices" | "magistrates" => self
                .by_noun
                .get("court")
                .or_else(|| self.by_noun.get("tribunal"))
                .and_then(|numbers| numbers.last().copied()),
            "authors" => self.documents.last().copied(),
            _ => None,
        }
    }

    /// A new entity for a noun phrase.
    fn phrase_entity(&mut self, number: usize, owner: Option<EntityNo>, senses: Senses) -> EntityNo {
        let mention = &self.mentions[number];
        let kind = if mention.is_plural {
            Kind::Group
        } else if senses.any(Senses::PERSON) && !senses.any(Senses::ORGANISATION) {
            Kind::Person
        } else if senses.any(Senses::ORGANISATION) {
            Kind::Organisation
        } else if senses.any(Senses::PLACE) {
            Kind::Place
        } else {
            Kind::Unknown
        };
        let name = self.phrase_name(mention, owner, senses);
        let entity = self.new_entity(name, kind);
        let draft = &mut self.drafts[entity];
        draft.gender = gender(senses);
        draft.owner = owner;
        // What has an author and is nobody is a text.
        let is_by = mention.owner.is_some_and(|owner| {
            let start = self.mentions[owner].words.start;
            start > mention.head && self.words[start - 1].plain == "by"
        });
        draft.is_document = (senses.any(Senses::DOCUMENT) || is_by) && kind == Kind::Unknown;
        let is_office = self.words[mention.head].plain == "office";
        if senses.any(Senses::SPOKES)
            || (is_office && owner.is_some_and(|owner| self.drafts[owner].kind == Kind::Person))
        {
            self.drafts[entity].speaks_for = owner;
        }
        if self.drafts[entity].is_document {
            self.documents.push(entity);
        }
        entity
    }

    /// What a noun phrase is called: `office of Edda Corvane` for hers, `Sarrow farm ministry` for Sarrow's.
    fn phrase_name(&self, mention: &Mention, owner: Option<EntityNo>, senses: Senses) -> String {
        let place = mention.owner.map(|owner| self.mentions[owner].words.clone()).unwrap_or_default();
        let is_before = owner.is_some() && place.end <= mention.head;
        let (Some(owner), true) = (owner, is_before) else {
            return self.without_article(&self.whole(mention));
        };
        let draft = &self.drafts[owner];
        let role = self.text(&(mention.role.start.max(place.end)..mention.role.end));
        let is_office = senses.any(Senses::ORGANISATION)
            && draft.is_named
            && draft.kind != Kind::Person
            && draft.kind != Kind::Group;
        if mention.determiner != Determiner::Owned && draft.kind == Kind::Place {
            // `US agencies` of an article that also calls the country America.
            return format!("{} {role}", self.text(&place));
        }
        if is_office || (mention.determiner != Determiner::Owned && draft.kind != Kind::Person) {
            return format!("{} {role}", draft.name);
        }
        let the = if !draft.is_named || draft.has_article { "the " } else { "" };
        format!("{role} of {the}{}", draft.name)
    }

    /// The words of a phrase; those of the whole source where it begins one: `people familiar with the matter`.
    fn whole(&self, mention: &Mention) -> Range<usize> {
        let start = &self.words[mention.words.start];
        let Some(number) = start.source_of.filter(|_| !mention.is_inner) else {
            return mention.words.clone();
        };
        let source = &self.attributions[number as usize].source;
        let Some(range) = source.iter().find(|range| range.contains(&start.range.start)) else {
            return mention.words.clone();
        };
        if range.start < start.range.start || range.len() > LONG {
            return mention.words.clone();
        }
        let end = self.words.partition_point(|word| word.range.start < range.end);
        mention.words.start..end.max(mention.words.end)
    }

    /// The last word of the name behind the `of` of a phrase: `Hale` of `the campaign of Senator Ann Hale`.
    fn complement(&self, mention: &Mention) -> Option<&'a str> {
        let of = self.words.get(mention.head + 1).filter(|word| word.plain == "of")?;
        let behind = self.words[mention.head + 2..].iter().take(LONGEST_NAME);
        let last = behind
            .skip_while(|word| matches!(word.plain.as_ref(), "the" | "a" | "an"))
            .take_while(|word| word.is_capital && word.sentence == of.sentence)
            .last()?;
        Some(last.text)
    }

    fn without_article(&self, range: &Range<usize>) -> String {
        let mut range = range.clone();
        while range.len() > 1
            && (self.words[range.start].is_mark
                || matches!(
                    self.words[range.start].plain.as_ref(),
                    "the" | "a" | "an" | "this" | "that" | "these" | "those"
                ))
        {
            range.start += 1;
        }
        self.text(&range)
    }

    // Pronouns.

    fn pronoun(&mut self, number: usize) -> Option<EntityNo> {
        let mention = &self.mentions[number];
        let word = &self.words[mention.head];
        let person = Person::of(&word.plain)?;
        if person == Person::First {
            return None;
        }
        let around = self.around.get(&number).copied();
        // `X, his deputy`: not X's.
        let not_beside = around.and_then(|around| {
            let other = self.mentions[around].same_as?;
            self.of_mention[other].or_else(|| self.named_ahead(other))
        });
        let quoting = if word.is_quoted { self.quoting(word) } else { None };
        let not_speaker = quoting.and_then(|attribution| self.speaker_early(attribution));
        if person == Person::Relative {
            let is_thing = word.plain == "which";
            let near: Vec<EntityNo> = self
                .trail
                .iter()
                .rev()
                .take(4)
                .filter(|trace| trace.sentence == word.sentence)
                .map(|trace| trace.entity)
                .collect();
            let fits = |&&entity: &&EntityNo| {
                let draft = &self.drafts[entity];
                (matches!(draft.kind, Kind::Person | Kind::Group)
                    || draft.kind == Kind::Unknown && draft.is_named)
                    != is_thing
            };
            let found = near.iter().find(fits).or(near.first()).copied()?;
            if !is_thing && self.drafts[found].kind == Kind::Unknown {
                self.drafts[found].kind = Kind::Person;
            }
            return Some(found);
        }
        if word.zone != Zone::Body {
            let attribution = word.content_of? as usize;
            return self
                .speaker_early(attribution)
                .filter(|&entity| person.fits(&self.drafts[entity]).is_some());
        }
        let replied_to = word
            .source_of
            .filter(|&attribution| self.is_reply(attribution as usize))
            .and(self.last_speaker)
            .filter(|last| last.0 == word.paragraph)
            .map(|last| last.1);
        let mut scores: Vec<(EntityNo, f32)> = Vec::new();
        for trace in self.trail.iter().rev().take(LOOK_BACK) {
            let draft = &self.drafts[trace.entity];
            if Some(trace.entity) == not_beside || Some(trace.entity) == not_speaker {
                continue;
            }
            if word.source_of.is_some() && !word.is_quoted {
                // `In a letter, it said`: the letter does not speak of itself. And who replies is another.
                let is_means =
                    draft.is_document && trace.sentence == word.sentence && trace.weight < weight::FIRST;
                if is_means || Some(trace.entity) == replied_to {
                    continue;
                }
            }
            let Some(penalty) = person.fits(draft) else { continue };
            let far = word.told.saturating_sub(trace.told) as f32;
            let other = if trace.paragraph == word.paragraph { 0.0 } else { weight::PARAGRAPH };
            let often = draft.count.min(OFTEN) as f32 * weight::OFTEN;
            // `the gate has rusted, he said`: what he says names others.
            let own = word.source_of.is_some()
                && trace.content_of == word.source_of
                && mention.determiner != Determiner::Owned;
            let penalty = penalty + if own { weight::OWN } else { 0.0 };
            let score = trace.weight - weight::SENTENCE * far - other - penalty + often;
            match scores.iter_mut().find(|score| score.0 == trace.entity) {
                Some(known) => known.1 = known.1.max(score),
                None => scores.push((trace.entity, score)),
            }
        }
        // The speaker behind an indirect content: `his party would win, X said`.
        if let Some(attribution) = word.content_of.filter(|_| !word.is_quoted)
            && let Some(entity) = self.speaker_early(attribution as usize)
            && let Some(penalty) = person.fits(&self.drafts[entity])
            && Some(entity) != not_beside
        {
            scores.retain(|score| score.0 != entity || score.1 > weight::SOURCE - penalty);
            if !scores.iter().any(|score| score.0 == entity) {
                scores.push((entity, weight::SOURCE - penalty));
            }
        }
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let &(best, score) = scores.first()?;
        let near: Vec<EntityNo> = scores[1..]
            .iter()
            .take_while(|other| other.1 > score - 0.5)
            .map(|other| other.0)
            .take(3)
            .collect();
        if !near.is_empty() {
            self.ambiguous.insert(number, near);
        }
        // Of two whom it may mean it tells the gender of neither: `Vell said Mr Wend had lost his key`.
        let is_rival = |other: &(EntityNo, f32)| {
            let draft = &self.drafts[other.0];
            other.0 != best && draft.kind == Kind::Person && draft.gender.is_some()
        };
        let is_clear = word.content_of.is_none() || !scores.iter().any(is_rival);
        let draft = &mut self.drafts[best];
        if person == Person::It && draft.kind == Kind::Unknown && draft.is_named {
            draft.kind = Kind::Organisation;
        }
        if let Person::He | Person::She = person {
            if draft.kind == Kind::Unknown {
                draft.kind = Kind::Person;
            }
            if draft.gender.is_none() && is_clear {
                draft.gender = Some(if person == Person::He { Gender::Male } else { Gender::Female });
            }
        }
        Some(best)
    }

    /// Whether the verb of an attribution answers what another said.
    fn is_reply(&self, attribution: usize) -> bool {
        let cue = &self.attributions[attribution].cue;
        let from = self.words.partition_point(|word| word.range.start < cue.start);
        self.words
            .get(from)
            .is_some_and(|word| word.range.start < cue.end && REPLIES.contains(&word.plain.as_ref()))
    }

    /// The speaker of an attribution where its source has been read, or is a name.
    fn speaker_early(&mut self, attribution: usize) -> Option<EntityNo> {
        let number = self.source[attribution]?;
        if let Some(entity) = self.of_mention[number] {
            return Some(entity);
        }
        let mention = &self.mentions[number];
        if mention.form == Form::Name {
            return self.named_ahead(number);
        }
        if mention.form == Form::Pronoun && !self.words[mention.head].is_quoted && self.depth < DEPTH {
            self.depth += 1;
            let entity = self.pronoun(number);
            self.depth -= 1;
            self.of_mention[number] = entity;
            return entity;
        }
        let other = mention.same_as?;
        self.named_ahead(other)
    }

    /// `X of the institute`, which is read after X.
    fn affiliations(&mut self) {
        for (number, mention) in self.mentions.iter().enumerate() {
            let (Some(entity), Some(owner)) = (self.of_mention[number], mention.owner) else { continue };
            if mention.form == Form::Name
                && let Some(owner) = self.of_mention[owner].filter(|&owner| owner != entity)
                && self.drafts[entity].owner.is_none()
            {
                self.drafts[entity].owner = Some(owner);
            }
        }
    }

    /// `I` and `we` in a quotation are its speaker's; `we` of somebody who speaks for an organisation is that.
    fn first_persons(&mut self) {
        for number in 0..self.mentions.len() {
            let word = &self.words[self.mentions[number].head];
            if self.mentions[number].form != Form::Pronoun {
                continue;
            }
            let Some(Person::First) = Person::of(&word.plain) else { continue };
            let Some(attribution) = self.quoting(word) else { continue };
            let Some(speaker) = self.source[attribution].and_then(|source| self.of_mention[source]) else {
                continue;
            };
            let is_we =
                word.plain.starts_with("we") || matches!(word.plain.as_ref(), "us" | "our" | "ourselves");
            let body = self.drafts[speaker].owner.filter(|&owner| {
                is_we
                    && self.drafts[speaker].kind == Kind::Person
                    && self.drafts[owner].kind == Kind::Organisation
            });
            self.of_mention[number] = Some(body.unwrap_or(speaker));
        }
    }

    /// The attribution that quotes a word: of those around it the one that is not itself within the quotation.
    fn quoting(&self, word: &Word<'_>) -> Option<usize> {
        let number = word.content_of? as usize;
        let is_outer = |number: usize| self.attributions[number].level == Level::Main;
        if is_outer(number) {
            return Some(number);
        }
        // The nested one's cue stands in the content of the main one.
        let cue = self.attributions[number].cue.start;
        let at = self.words.partition_point(|word| word.range.end <= cue);
        let around = self.words.get(at)?.content_of? as usize;
        is_outer(around).then_some(around)
    }

    // What is known only at the end.

    /// The author of a text by its sentence: who says something `in a letter`, or has `published a report`.
    fn author_beside(&self, number: usize, speakers: &HashMap<usize, EntityNo>) -> Option<EntityNo> {
        let mention = &self.mentions[number];
        let head = &self.words[mention.head];
        if mention.determiner != Determiner::Indefinite || SURVEYS.contains(&head.plain.as_ref()) {
            return None;
        }
        let before = self.words[mention.words.start.checked_sub(1)?].plain.as_ref();
        if before == "in" {
            return speakers.get(&head.sentence).copied();
        }
        let first = *self.first.get(&head.sentence)?;
        let is_by = PUBLISHES.contains(&before) && self.mentions[first].words.start < mention.words.start;
        self.of_mention[first].filter(|_| is_by)
    }

    /// A document without a named author is that of who wrote, in the next sentences.
    fn authors(&mut self) {
        // The first speaker of each sentence.
        let mut speakers: HashMap<usize, EntityNo> = HashMap::new();
        for source in self.source.iter().flatten() {
            let head = &self.words[self.mentions[*source].head];
            if let Some(entity) = self.of_mention[*source]
                && head.zone == Zone::Body
                && !head.is_quoted
                && !self.drafts[entity].is_document
            {
                speakers.entry(head.sentence).or_insert(entity);
            }
        }
        let mut writers: Vec<(usize, EntityNo)> = Vec::new();
        for (attribution, source) in self.attributions.iter().zip(&self.source) {
            let from = self.words.partition_point(|word| word.range.end <= attribution.cue.start);
            let cue = self
                .words
                .get(from..)
                .unwrap_or_default()
                .iter()
                .take_while(|word| word.range.start < attribution.cue.end);
            let writes = cue.take(4).any(|word| matches!(word.plain.as_ref(), "wrote" | "writes"));
            if let Some(entity) = source.filter(|_| writes).and_then(|source| self.of_mention[source])
                && matches!(self.drafts[entity].kind, Kind::Person | Kind::Organisation)
                && let Some(word) = self.words.get(from)
            {
                writers.push((word.told, entity));
            }
        }
        writers.sort_unstable();
        for (number, mention) in self.mentions.iter().enumerate() {
            let Some(entity) = self.of_mention[number] else { continue };
            if !self.drafts[entity].is_document || mention.form != Form::Nominal {
                continue;
            }
            let is_by = mention.owner.is_some_and(|owner| {
                let inner = &self.mentions[owner].words;
                let by = inner.start.checked_sub(1).map(|at| self.words[at].plain.as_ref());
                inner.start < mention.head || matches!(by, Some("by" | "from"))
            });
            if let Some(owner) = mention.owner.filter(|_| is_by).and_then(|owner| self.of_mention[owner])
                && matches!(self.drafts[owner].kind, Kind::Person | Kind::Organisation | Kind::Group)
                && owner != entity
            {
                self.drafts[entity].stands_for = Some(owner);
                continue;
            }
            if self.drafts[entity].stands_for.is_none()
                && let Some(author) = self
                    .author_beside(number, &speakers)
                    .filter(|&author| author != entity && !self.drafts[author].is_document)
            {
                self.drafts[entity].stands_for = Some(author);
                continue;
            }
            let told = self.words[mention.head].told;
            let next = writers.partition_point(|writer| writer.0 < told);
            if self.drafts[entity].stands_for.is_none()
                && let Some(&(at, writer)) = writers.get(next)
                && at <= told + 2
            {
                self.drafts[entity].stands_for = Some(writer);
            }
        }
    }

    /// Capitals and seats of the world's countries stand for them, where the article names both.
    fn metonyms(&mut self) {
        let mut countries: HashMap<usize, EntityNo> = HashMap::new();
        for (entity, draft) in self.drafts.iter().enumerate() {
            if let Some(World::Country(number) | World::Demonym(number)) = draft.world {
                countries.insert(number, entity);
            }
        }
        for draft in &mut self.drafts {
            if let Some(World::Capital(number) | World::Seat(number)) = draft.world
                && draft.kind != Kind::Person
                && draft.stands_for.is_none()
            {
                draft.stands_for = countries.get(&number).copied();
            }
        }
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

/// What a pronoun can mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Person {
    First,
    He,
    She,
    It,
    They,
    Relative,
}

/// Words of a name behind `of` that are looked at.
const LONGEST_NAME: usize = 8;

impl Person {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "he" | "him" | "his" | "himself" => Self::He,
            "she" | "her" | "hers" | "herself" => Self::She,
            "it" | "its" | "itself" => Self::It,
            "they" | "them" | "their" | "theirs" | "themselves" => Self::They,
            "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ourselves" => Self::First,
            "who" | "whom" | "whose" | "which" => Self::Relative,
            _ => return None,
        })
    }

    /// What it costs to mean this; `None` where it cannot.
    fn fits(self, draft: &Draft) -> Option<f32> {
        match self {
            Self::He | Self::She => {
                let other = if self == Self::He { Gender::Female } else { Gender::Male };
                match draft.kind {
                    Kind::Person if draft.gender == Some(other) || draft.is_plural => None,
                    Kind::Person if draft.gender.is_none() => Some(0.2),
                    Kind::Person => Some(0.0),
                    Kind::Unknown if draft.is_named && draft.name.contains(' ') => Some(0.25),
                    Kind::Unknown if draft.is_named => Some(0.5),
                    _ => None,
                }
            }
            Self::It => match draft.kind {
                Kind::Organisation => Some(0.0),
                Kind::Place => Some(0.3),
                Kind::Unknown if draft.is_named => Some(0.4),
                Kind::Unknown => Some(0.1),
                Kind::Person | Kind::Group => None,
            },
            Self::They => match draft.kind {
                Kind::Group => Some(0.0),
                Kind::Organisation => Some(0.7),
                Kind::Unknown if draft.is_document => None,
                Kind::Unknown => Some(0.7),
                Kind::Place => Some(1.0),
                Kind::Person if draft.gender.is_none() && !draft.is_named => Some(0.5),
                Kind::Person => None,
            },
            Self::First | Self::Relative => None,
        }
    }
}
