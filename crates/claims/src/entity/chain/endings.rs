//! What is known only when all has been read: whose people are, who wrote a text, what a capital stands for.

use super::super::lexicon::World;
use super::super::mention::{Determiner, Form};
use super::super::words::Zone;
use super::super::{EntityNo, Kind};
use super::Chain;
use std::collections::HashMap;

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
