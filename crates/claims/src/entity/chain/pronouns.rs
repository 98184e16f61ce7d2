//! Whom pronouns mean.

use super::super::mention::{Determiner, Form, Mention};
use super::super::words::{Word, Zone};
use super::super::{EntityNo, Gender, Kind};
use super::{Chain, Draft, weight};
use crate::Level;
use std::cmp::Reverse;

/// Earlier mentions that a pronoun can mean.
const LOOK_BACK: usize = 40;
/// Pronouns that depend on each other: `he said she said he ...`.
const DEPTH: usize = 4;
/// Words behind a pronoun within which its aside ends: `, she said, `.
const ASIDE: usize = 4;
/// Earlier mentions that a relative can mean.
const NEAREST: usize = 4;
/// Words between a subject and an object of one clause.
const CLAUSE: usize = 8;
/// Words before a sentence among which a mark of question is looked for.
const QUESTION: usize = 64;
/// Mentions up to which being mentioned often speaks for an entity.
const OFTEN: u32 = 5;
/// Verbs of one who answers somebody else.
const REPLIES: [&str; 8] =
    ["replied", "replies", "answered", "answers", "responded", "responds", "retorted", "countered"];

impl Chain<'_, '_> {
    pub(super) fn pronoun(&mut self, number: usize) -> Option<EntityNo> {
        let mention = &self.mentions[number];
        let word = &self.words[mention.head];
        let person = Person::of(&word.plain)?;
        if person == Person::First {
            return None;
        }
        let around = self.around.get(&number).copied();
        // `X, his deputy`: not X's.
        let beside = std::iter::successors(around, |outer| self.around.get(outer).copied())
            .take(DEPTH)
            .find_map(|outer| self.mentions[outer].same_as);
        let not_beside = beside.and_then(|other| self.of_mention[other].or_else(|| self.named_ahead(other)));
        let quoting = if word.is_quoted { self.quoting(word) } else { None };
        let not_speaker = quoting.and_then(|attribution| self.speaker_early(attribution));
        if person == Person::Relative {
            let is_thing = word.plain == "which";
            let mut near: Vec<(bool, EntityNo)> = self
                .trail
                .iter()
                .rev()
                .take(NEAREST)
                .filter(|trace| trace.sentence == word.sentence)
                .map(|trace| {
                    // `Orla Wend, 83, of Tarl, who`: not the town.
                    let is_place = self.drafts[trace.entity].kind == Kind::Place
                        || trace.is_object && self.drafts[trace.entity].kind == Kind::Unknown;
                    ((trace.is_inner || is_place) && !is_thing, trace.entity)
                })
                .collect();
            // `the mayor of the ward, who`: the mayor.
            near.sort_by_key(|one| one.0);
            let near: Vec<EntityNo> = near.into_iter().map(|one| one.1).collect();
            // `Tarl, whose government`: what stands directly before.
            if word.plain == "whose"
                && let Some(last) = self
                    .trail
                    .last()
                    .filter(|trace| trace.sentence == word.sentence && trace.end + 1 == mention.words.start)
                && self.words[last.end].text == ","
            {
                return Some(last.entity);
            }
            let fits = |&&entity: &&EntityNo| {
                let draft = &self.drafts[entity];
                (matches!(draft.kind, Kind::Person | Kind::Group)
                    || draft.kind == Kind::Unknown && draft.is_named)
                    != is_thing
            };
            if word.plain == "that" {
                return near.first().copied();
            }
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
        // `Hale, she says, knew it`: another says so of Hale.
        let is_whole = !word.is_quoted && mention.determiner != Determiner::Owned;
        let in_front = word.source_of.filter(|_| is_whole).and_then(|_| {
            let comma = mention.words.start.checked_sub(1).filter(|&at| self.words[at].text == ",")?;
            let aside = self.words.get(mention.words.end..mention.words.end + ASIDE)?;
            let last = (0..number)
                .rev()
                .take(NEAREST)
                .find(|&other| self.mentions[other].words.end == comma && !self.mentions[other].is_inner)?;
            let opens = self.first.get(&word.sentence) == Some(&last);
            aside.iter().any(|word| word.text == ",").then_some(last).filter(|_| opens)
        });
        let in_front = in_front.and_then(|other| self.of_mention[other]);
        let own_subject = self.own_subject(mention);
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
            if Some(trace.entity) == in_front || Some(trace.entity) == own_subject {
                continue;
            }
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
        // `It published charts which, it said, prove that`: who did it says so.
        if self.is_inserted(mention)
            && let Some(entity) = self.subject_of(word.sentence, number, person)
            && let Some(penalty) = person.fits(&self.drafts[entity])
        {
            scores.retain(|score| score.0 != entity);
            scores.push((entity, weight::SOURCE - penalty));
        }
        // The speaker behind an indirect content: `his party would win, X said`.
        if let Some(attribution) = word.content_of.filter(|_| !word.is_quoted)
            && !self.is_question(attribution as usize)
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
        let draft = &self.drafts[best];
        // An `it` that says nothing does not tell what a name of two words is of, which may be a person's: `it rained`.
        // `Pale Harbour said its offer stands` does.
        let is_subjects = mention.determiner == Determiner::Owned
            && self.first.get(&word.sentence).is_some_and(|&first| self.of_mention[first] == Some(best));
        let is_plain_name =
            !draft.name.contains(' ') || draft.has_article || word.source_of.is_some() || is_subjects;
        let draft = &mut self.drafts[best];
        if person == Person::It && draft.kind == Kind::Unknown && draft.is_named && is_plain_name {
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

    /// Whether a pronoun and its verb are put into a relative clause: `charts which, it said, prove`.
    fn is_inserted(&self, mention: &Mention) -> bool {
        let before = |back: usize| {
            mention.words.start.checked_sub(back).map_or("", |at| self.words[at].plain.as_ref())
        };
        let relative = |word: &str| matches!(word, "which" | "that" | "who");
        let verb = self.words.get(mention.words.end).map_or("", |word| word.plain.as_ref());
        relative(before(2)) && before(1) == ","
            || relative(before(1)) && before(2) == "," && matches!(verb, "said" | "says" | "say")
    }

    /// What a sentence begins with, of what a pronoun in it can mean.
    fn subject_of(&self, sentence: usize, number: usize, person: Person) -> Option<EntityNo> {
        let start = self.mentions[..number]
            .iter()
            .rposition(|mention| self.words[mention.head].sentence != sentence)
            .map_or(0, |at| at + 1);
        (start..number)
            .filter(|&at| {
                let mention = &self.mentions[at];
                let is_owner = mention.form == Form::Pronoun && mention.determiner == Determiner::Owned;
                !mention.is_inner && !is_owner && !self.words[mention.head].is_quoted
            })
            .filter_map(|at| self.of_mention[at])
            .find(|&entity| person.fits(&self.drafts[entity]).is_some())
    }

    /// Whom an object in the same clause cannot mean: `Vell disagreed with him`.
    fn own_subject(&self, mention: &Mention) -> Option<EntityNo> {
        let word = &self.words[mention.head];
        let is_object = match word.plain.as_ref() {
            "him" | "them" => true,
            "her" => mention.determiner != Determiner::Owned,
            _ => false,
        };
        let last = self.trail.last().filter(|_| is_object)?;
        let between = self.words.get(last.end..mention.words.start).filter(|words| words.len() <= CLAUSE)?;
        let is_clause = last.sentence == word.sentence
            && last.content_of == word.content_of
            && !last.is_inner
            && !last.is_object
            && between.iter().all(|word| {
                !word.is_mark
                    && !matches!(
                        word.plain.as_ref(),
                        "and" | "but" | "or" | "to" | "that" | "who" | "as" | "than" | "when" | "if"
                    )
            });
        is_clause.then_some(last.entity)
    }

    /// Whether an attribution is a question to whom its content is about: `asked by a reporter whether he would go`.
    fn is_question(&self, attribution: usize) -> bool {
        self.source[attribution].is_some_and(|source| self.is_asker(&self.mentions[source]))
    }

    /// Whether the verb of an attribution answers what another said.
    fn is_reply(&self, attribution: usize) -> bool {
        let cue = &self.attributions[attribution].cue;
        let from = self.words.partition_point(|word| word.range.start < cue.start);
        // `Asked whether he would go, he replied` answers the article, not who spoke before.
        let sentence = self.words.get(from).map_or(0, |word| word.sentence);
        let first = self.words.partition_point(|word| word.sentence < sentence);
        let is_asked = self.words.get(first).is_some_and(|word| {
            matches!(word.plain.as_ref(), "asked" | "pressed" | "questioned" | "quizzed")
        });
        // Nor does `By whom? The company, he answered.`
        let asks = self.words[..first].iter().rev().take(QUESTION).find(|word| !word.is_quoted);
        if is_asked || asks.is_some_and(|mark| mark.text == "?") {
            return false;
        }
        self.words
            .get(from)
            .is_some_and(|word| word.range.start < cue.end && REPLIES.contains(&word.plain.as_ref()))
    }

    /// The speaker of an attribution where its source has been read, or is a name.
    pub(super) fn speaker_early(&mut self, attribution: usize) -> Option<EntityNo> {
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

    /// The outlet of the article, where it names itself: `told the Gazette`, `a letter seen by Reef Desk`.
    fn outlet(&self) -> Option<EntityNo> {
        let mut found: Vec<(usize, Reverse<EntityNo>)> = Vec::new();
        for (mention, entity) in self.mentions.iter().zip(&self.of_mention) {
            let Some(entity) = entity.filter(|_| mention.form == Form::Name && !mention.is_inner) else {
                continue;
            };
            let before = |back: usize| {
                mention.words.start.checked_sub(back).map_or("", |at| self.words[at].plain.as_ref())
            };
            let is_seen = before(1) == "by"
                && matches!(before(2), "seen" | "obtained" | "reviewed" | "read" | "heard" | "verified");
            let is_told = matches!(before(1), "told" | "tells" | "tell");
            let is_body = matches!(self.drafts[entity].kind, Kind::Organisation | Kind::Unknown)
                && self.drafts[entity].world.is_none();
            if is_body && (is_seen || is_told) {
                match found.iter_mut().find(|one| one.1.0 == entity) {
                    Some(one) => one.0 += 1,
                    None => found.push((1, Reverse(entity))),
                }
            }
        }
        found.into_iter().max().map(|one| one.1.0)
    }

    /// `I` and `we` in a quotation are its speaker's; `we` of somebody who speaks for an organisation is that.
    pub(super) fn first_persons(&mut self) {
        let outlet = self.outlet();
        for number in 0..self.mentions.len() {
            let word = &self.words[self.mentions[number].head];
            if self.mentions[number].form != Form::Pronoun {
                continue;
            }
            let Some(Person::First) = Person::of(&word.plain) else { continue };
            let Some(attribution) = self.quoting(word) else {
                // The article's own.
                if !word.is_quoted && word.source_of.is_some() && word.plain == "we" {
                    self.of_mention[number] = outlet;
                }
                continue;
            };
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
    pub(super) fn quoting(&self, word: &Word<'_>) -> Option<usize> {
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
}

/// What a pronoun can mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Person {
    First,
    He,
    She,
    It,
    They,
    Relative,
}

impl Person {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "he" | "him" | "his" | "himself" => Self::He,
            "she" | "her" | "hers" | "herself" => Self::She,
            "it" | "its" | "itself" => Self::It,
            "they" | "them" | "their" | "theirs" | "themselves" => Self::They,
            "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ourselves" => Self::First,
            "who" | "whom" | "whose" | "which" | "that" => Self::Relative,
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
                    // `the Skillet diner`
                    Kind::Unknown if draft.has_article => None,
                    Kind::Unknown if draft.is_named && draft.name.contains(' ') => Some(0.25),
                    Kind::Unknown if draft.is_named => Some(1.2),
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
