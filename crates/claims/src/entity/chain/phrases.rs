//! Entities of noun phrases: new ones, and those that were named or used before.

use super::super::lexicon::Senses;
use super::super::mention::{Determiner, Form, Mention};
use super::super::words::{Word, Zone};
use super::super::{EntityNo, Kind};
use super::{ALIKE, CANDIDATES, Chain, Draft, gender, weight};
use std::ops::Range;

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
/// Most characters of a noun phrase that serves as a name.
const LONG: usize = 160;
/// Mentions among which the last subject is looked for.
const NEAREST: usize = 8;
/// Words of a name behind `of` that are looked at.
const LONGEST_NAME: usize = 8;

/// Whether a word means some of those who were told of.
pub(super) fn is_part(word: &Word<'_>) -> bool {
    word.senses.any(Senses::NUMBER)
        || matches!(
            word.plain.as_ref(),
            "none" | "neither" | "all" | "half" | "others" | "some" | "one" | "another" | "each" | "any"
        )
}

impl<'a> Chain<'a, '_> {
    pub(super) fn nominal(&mut self, number: usize) -> Option<EntityNo> {
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
        let is_age = head.plain.ends_with("-year-old");
        if is_age && let Some(entity) = self.of_age(mention) {
            return Some(entity);
        }
        if let Some(entity) = self.part_of(mention) {
            if mention.owner.is_some_and(|owner| self.mentions[owner].form == Form::Nominal) {
                let alias = self.text(&mention.words);
                self.add_alias(entity, alias);
            }
            return Some(entity);
        }
        let senses = head.senses;
        let zone = head.zone;
        let owner = mention.owner.and_then(|owner| self.of_mention[owner]);
        let (noun, before) = self.role_of(mention)?;
        let is_heading = zone != Zone::Body;
        let is_new = mention.determiner == Determiner::Indefinite && !is_heading;
        let found = if is_new { None } else { self.known_as(mention, &noun, &before, owner, is_heading) };
        let found = found.or_else(|| self.just_named(mention)).or_else(|| self.of_age(mention));
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

    /// The people of whom some are meant: of `two of them`, `none of whom`, and of `three` or `both` alone.
    fn part_of(&self, mention: &Mention) -> Option<EntityNo> {
        let head = &self.words[mention.head];
        let is_group = |&entity: &EntityNo| self.drafts[entity].kind == Kind::Group;
        let is_part = is_part(head);
        if let Some(owner) = mention.owner.filter(|_| is_part && mention.is_plural) {
            return self.of_mention[owner].filter(is_group);
        }
        let is_open = matches!(head.plain.as_ref(), "few" | "neither" | "none" | "others" | "all")
            || !mention.is_plural;
        if !is_part
            || is_open
            || mention.words.len() > 1
            || head.source_of.is_none()
            || head.zone != Zone::Body
        {
            return None;
        }
        let near = self.trail.iter().rev().take(NEAREST);
        near.filter(|trace| trace.told + 1 >= head.told && is_group(&trace.entity))
            .map(|trace| trace.entity)
            .next()
    }

    /// Of `the 52-year-old said`: the person who spoke last, or was spoken of.
    fn of_age(&self, mention: &Mention) -> Option<EntityNo> {
        let words = &self.words[mention.words.clone()];
        let is_definite = words.first().is_some_and(|word| word.plain == "the")
            || mention.words.start.checked_sub(1).is_some_and(|at| self.words[at].plain == "the");
        let is_age = words.iter().any(|word| word.plain.ends_with("-year-old"));
        if !is_definite || !is_age || mention.is_plural {
            return None;
        }
        let is_person = |entity: EntityNo| {
            let draft = &self.drafts[entity];
            matches!(draft.kind, Kind::Person | Kind::Unknown) && draft.is_named && draft.world.is_none()
        };
        let near = self.trail.iter().rev().take(NEAREST);
        near.filter(|trace| is_person(trace.entity))
            .max_by(|a, b| a.weight.total_cmp(&b.weight).then(a.told.cmp(&b.told)))
            .map(|trace| trace.entity)
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
        // `The former officer` of one who has another role by now.
        let is_variation = self.words[mention.role.clone()].iter().any(|word| {
            matches!(word.plain.as_ref(), "former" | "one-time" | "veteran" | "long-serving" | "outspoken")
        });
        let is_other = gender(head.senses).is_some_and(|own| draft.gender.is_some_and(|other| other != own));
        (trace.paragraph == head.paragraph
            && head.told <= trace.told + 1
            && draft.is_named
            && (draft.roles.is_empty() || is_variation)
            && matches!(draft.kind, Kind::Person | Kind::Unknown)
            && draft.world.is_none()
            && !is_other)
            .then_some(trace.entity)
    }

    /// The entity of a name that stands behind a phrase for the same.
    pub(super) fn named_ahead(&mut self, number: usize) -> Option<EntityNo> {
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
        // `the country's Electoral Tribunal`
        let words = &self.words[mention.role.clone()];
        if !draft.is_named && words.len() > 1 && words.iter().all(|word| word.is_capital) {
            return role;
        }
        if is_office || (mention.determiner != Determiner::Owned && draft.kind != Kind::Person) {
            return format!("{} {role}", draft.name);
        }
        let the =
            if !draft.is_named || draft.has_article && draft.kind != Kind::Person { "the " } else { "" };
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
        let end = self.words.partition_point(|word| word.range.start < range.end).max(mention.words.end);
        // What stands behind a comma is told beside.
        let rest = mention.words.end..end;
        let comma = rest.clone().find(|&at| self.words[at].text == ",");
        mention.words.start..comma.unwrap_or(end)
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
}
