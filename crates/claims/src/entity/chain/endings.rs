//! What is known only when all has been read: whose people are, who wrote a text, what a capital stands for.

use super::super::lexicon::{Senses, World};
use super::super::mention::{Determiner, Form, Mention};
use super::super::words::Zone;
use super::super::{EntityNo, Kind};
use super::Chain;
use super::phrases::is_part;
use hashbrown::HashMap;
use std::collections::BTreeMap;

/// Nouns for texts in which many speak, none of them the author.
const SURVEYS: [&str; 4] = ["poll", "survey", "transcript", "article"];
/// Nouns for texts that a body gives and nobody signs.
const RULINGS: [&str; 9] = [
    "ruling",
    "verdict",
    "judgment",
    "judgement",
    "decision",
    "indictment",
    "inquiry",
    "review",
    "investigation",
];
/// Words behind a text within which its author is named.
const SIGNATURE: usize = 14;
/// Mentions before a role among which the employer is looked for.
const EMPLOYER: usize = 12;
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

/// Whether a text is not one person's: one that a body gives, or several texts.
fn is_common(noun: &str) -> bool {
    RULINGS.contains(&noun) || SURVEYS.contains(&noun) || super::super::lexicon::singular(noun).is_some()
}

impl Chain<'_, '_> {
    /// `X of the institute`, which is read after X.
    pub(super) fn affiliations(&mut self) {
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

    /// Other usual names of who and what belongs to somebody: `the Vell campaign`, `spokesman of Orrin Vell`; and of kin that
    /// are told by a given name alone, the whole name.
    pub(super) fn belongings(&mut self) {
        for (number, mention) in self.mentions.iter().enumerate() {
            let Some(entity) = self.of_mention[number] else { continue };
            if mention.form != Form::Nominal || is_part(&self.words[mention.head]) {
                continue;
            }
            let owner = mention.owner.and_then(|owner| self.of_mention[owner]);
            let owner = owner.or_else(|| self.employer(number)).filter(|&owner| owner != entity);
            let Some(owner) = owner.filter(|&owner| !self.drafts[owner].name.is_empty()) else { continue };
            let Some(last) = self.words[mention.role.clone()].iter().rev().find(|word| !word.is_mark) else {
                continue;
            };
            let (senses, noun) = (last.senses, last.text);
            let body = &self.drafts[owner];
            let surname = body.name.split(' ').next_back().unwrap_or_default().to_owned();
            if self.drafts[entity].is_named {
                let given = self.drafts[entity].name.clone();
                let is_given = !given.contains(' ')
                    && self.drafts[entity].kind == Kind::Person
                    && body.kind == Kind::Person
                    && body.is_named
                    && body.name.contains(' ')
                    && mention.same_as.is_some();
                if is_given && senses.any(Senses::FAMILY) && given != surname {
                    self.add_alias(entity, format!("{given} {surname}"));
                }
                continue;
            }
            let role = self.role_words(mention);
            let name = body.name.clone();
            let the = if body.has_article && body.kind != Kind::Person { "the " } else { "" };
            let is_team = matches!(last.plain.as_ref(), "campaign" | "coalition" | "team" | "camp");
            let is_persons = body.is_named && body.kind == Kind::Person;
            if is_team && is_persons {
                self.add_alias(entity, format!("{surname} {noun}"));
            }
            if !role.is_empty() {
                let (of, own) = (format!("{role} of {the}{name}"), format!("{name}'s {role}"));
                self.add_alias(entity, of);
                // `its embassy` of a country.
                if senses.any(Senses::ORGANISATION) && mention.determiner == Determiner::Owned {
                    self.add_alias(entity, own);
                }
            }
        }
    }

    /// For whom somebody works who is told by a role alone: of `Vell left early. A spokesman said` Vell.
    fn employer(&self, number: usize) -> Option<EntityNo> {
        let mention = &self.mentions[number];
        let head = &self.words[mention.head];
        let serves = head.senses.any(Senses::SPOKES)
            || matches!(
                head.plain.as_ref(),
                "aide" | "lawyer" | "attorney" | "solicitor" | "adviser" | "advisor"
            );
        if !serves || mention.determiner != Determiner::Indefinite || mention.is_plural || mention.is_inner {
            return None;
        }
        let near = (number.saturating_sub(EMPLOYER)..number).rev();
        let mut near = near.filter_map(|other| {
            let before = &self.mentions[other];
            let word = &self.words[before.head];
            let is_first = self.first.get(&word.sentence) == Some(&other) || self.is_speaker[other];
            let entity = self.of_mention[other].filter(|_| is_first && !word.is_quoted)?;
            let draft = &self.drafts[entity];
            let is_body = draft.is_named && matches!(draft.kind, Kind::Person | Kind::Organisation);
            (is_body && word.paragraph == head.paragraph).then_some(entity)
        });
        near.next()
    }

    /// The role of a phrase with what follows in small letters: `chief of staff`.
    fn role_words(&self, mention: &Mention) -> String {
        let place = mention.owner.map(|owner| self.mentions[owner].words.clone()).unwrap_or_default();
        let start =
            if place.end <= mention.head { mention.role.start.max(place.end) } else { mention.role.start };
        let mut end = mention.role.end;
        if (mention.words.end == end || mention.words.end == end + 2)
            && self.words.get(end).is_some_and(|word| word.plain == "of")
            && self.words.get(end + 1).is_some_and(|word| {
                !word.is_mark && !word.is_capital && !word.is_cue && !word.senses.any(Senses::CLOSED)
            })
        {
            end += 2;
        }
        if start < end { self.text(&(start..end)) } else { String::new() }
    }

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

    /// Texts that are said to be signed or written by somebody: `The memo, dated Monday and signed by Orla Wend, urges`.
    fn signed(&self) -> BTreeMap<EntityNo, EntityNo> {
        let mut starts: HashMap<usize, EntityNo> = HashMap::new();
        for (mention, entity) in self.mentions.iter().zip(&self.of_mention) {
            if let Some(entity) = *entity {
                starts.insert(mention.words.start, entity);
            }
        }
        let mut signed = BTreeMap::new();
        for (mention, entity) in self.mentions.iter().zip(&self.of_mention) {
            let Some(entity) = entity.filter(|&entity| self.drafts[entity].is_document) else { continue };
            let head = &self.words[mention.head];
            let behind = self.words[mention.words.end..].iter().take(SIGNATURE);
            let behind = behind.take_while(|word| word.sentence == head.sentence && !word.is_quoted).count();
            let rest = mention.words.end..mention.words.end + behind;
            let by = self.words[rest.clone()].windows(2).position(|pair| {
                matches!(
                    (pair[0].plain.as_ref(), pair[1].plain.as_ref()),
                    ("signed" | "written" | "authored" | "penned" | "drafted", "by") | ("attributed", "to")
                )
            });
            let author = by.and_then(|by| starts.get(&(rest.start + by + 2))).copied();
            let can_sign = |author: EntityNo| {
                let draft = &self.drafts[author];
                author != entity && draft.is_named && draft.kind == Kind::Person
            };
            if let Some(author) = author.filter(|&author| can_sign(author)) {
                signed.entry(entity).or_insert(author);
            }
        }
        signed
    }

    /// A document without a named author is that of who wrote, in the next sentences.
    pub(super) fn authors(&mut self) {
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
        let signed = self.signed();
        for (&entity, &author) in &signed {
            self.drafts[entity].stands_for = Some(author);
        }
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
                && (matches!(self.drafts[owner].kind, Kind::Person | Kind::Organisation | Kind::Group)
                    || self.drafts[owner].kind == Kind::Unknown && self.drafts[owner].is_named)
                && owner != entity
                && !signed.contains_key(&entity)
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
            // `Only the warden wrote back. The letter`: of who wrote before.
            if self.drafts[entity].stands_for.is_none()
                && mention.determiner == Determiner::Definite
                && !is_common(&self.words[mention.head].plain)
                && let Some(&(_, writer)) =
                    writers.iter().rev().find(|writer| writer.0 == told || writer.0 + 1 == told)
            {
                self.drafts[entity].stands_for = Some(writer);
                continue;
            }
            let next = writers.partition_point(|writer| writer.0 < told);
            if self.drafts[entity].stands_for.is_none()
                && let Some(&(at, writer)) = writers.get(next)
                && at <= told + 2
                && !is_common(&self.words[mention.head].plain)
            {
                self.drafts[entity].stands_for = Some(writer);
            }
        }
    }

    /// Capitals and seats of the world's countries stand for them, where the article names both.
    pub(super) fn metonyms(&mut self) {
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
}
