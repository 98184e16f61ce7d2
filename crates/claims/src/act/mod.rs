//! What kind of statement an attribution reports, and about whom.
//!
//! The cue decides where it can: `denied` denies, `accused` accuses. A table of frames (`frames`) has the verbs, nouns
//! and phrases that newspapers use, what they do, what they do when they are negated, and where the one stands whom they
//! are about. Where the cue only says that something is said, signs in the content decide (`signs`): somebody rejects
//! a charge, tells of wrongdoing, wants something, does not know. Where nothing shows more, it is an assertion.
//!
//! Where a model that learned from annotated statements is far surer of another act than of the tables', it overrules them
//! ([`learned`]); it sees the words, what the tables say of them and what stands around (`features`, `context`).
//!
//! The tables are the same for everybody: who speaks changes nothing, but that `we` and `its` are the speaker's own.
//! No sign makes a statement stronger than its words: naming a country is no accusation, not speaking is no denial, and
//! what `may` be is uncertain.

mod charge;
mod content;
pub mod context;
mod cue;
mod denial;
mod features;
mod frames;
pub mod learned;
mod phrases;
mod signs;
mod target;
mod words;

use crate::learn::Features;
use crate::syntax::Tag;
use crate::{Act, Analysis, Attribution};
use content::{Content, DOES, Reading};
use context::Context;
use cue::Cue;
use frames::{About, Reads};
use phrases::Phrases;
use std::ops::Range;
use std::sync::LazyLock;
use words::{Word, words};

/// Words of a content that are read. Longer ones decide nothing new, and time stays bounded.
const MAX_CONTENT: usize = 80;
/// The same, of a source or a cue.
const MAX_CUE: usize = 24;
/// Words of a content that may belong to a phrase that the cue begins.
const LEAD: usize = 8;

static HEDGES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(std::iter::once(signs::HEDGES)));

/// What an attribution does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The kind of statement.
    pub act: Act,
    /// Whether the cue tells that something is not said: `did not deny`, `declined to say`.
    pub is_negated: bool,
    /// Words in the cue or the content that keep it open: `may`, `alleged`.
    pub hedges: Vec<Range<usize>>,
    /// The words that name whom it is about: who is accused, asked, praised or contradicted.
    pub targets: Vec<Range<usize>>,
    /// The stable name of the frame or sign that decided; [`LEARNED`] where a model did.
    pub frame: &'static str,
}

/// The words of a statement.
struct Words<'t> {
    source: Vec<Word<'t>>,
    /// Those of the cue, then the first ones of the content behind it.
    lead: Vec<Word<'t>>,
    /// How many of them are the cue's.
    cue: usize,
    content: Vec<Word<'t>>,
    /// The first one of the content behind the cue.
    behind: Option<usize>,
}

impl<'t> Words<'t> {
    fn of(analysis: &Analysis<'t>, attribution: &Attribution) -> Self {
        let source = words(analysis, &attribution.source, MAX_CUE);
        let content = words(analysis, &attribution.content, MAX_CONTENT);
        let mut lead = words(analysis, std::slice::from_ref(&attribution.cue), MAX_CUE);
        let cue = lead.len();
        let behind = content.iter().position(|word| word.range.start >= attribution.cue.end);
        lead.extend(content[behind.unwrap_or(content.len())..].iter().take(LEAD).cloned());
        Self { source, lead, cue, content, behind }
    }
}

/// What the tables say of a statement.
struct Tables<'w, 't> {
    cue: Cue,
    content: Content<'w, 't>,
    reading: Option<Reading>,
}

impl<'w, 't> Tables<'w, 't> {
    fn of(words: &'w Words<'t>) -> Self {
        let cue = cue::read(&words.lead, words.cue, &words.source);
        let content = Content::new(&words.content, &words.source);
        let reading = read(&cue, &content);
        Self { cue, content, reading }
    }

    /// The act, and the name of the frame or sign that decides.
    fn act(&self) -> (Act, &'static str) {
        match self.reading {
            Some(reading) => (reading.act, reading.by),
            None if self.cue.is_negated => (self.cue.frame.negated, self.cue.frame.name),
            None => (self.cue.frame.act, self.cue.frame.name),
        }
    }

    /// What a model sees of the statement by itself.
    fn seen(&self, words: &Words<'t>, analysis: &Analysis<'t>, is_headline: bool) -> Seen {
        let mut features = Features::new(learned::BITS);
        let parts = features::Parts {
            analysis,
            cue_words: &words.lead[..words.cue],
            cue: &self.cue,
            content: &self.content,
            reading: self.reading.as_ref(),
            is_before: words.behind != Some(0),
            is_headline,
        };
        features::describe(&parts, &mut features);
        Seen { features, read: features::read(&self.cue, self.reading.as_ref()) }
    }

    fn targets(&self, words: &Words<'t>) -> Vec<target::Phrase> {
        let cue = &self.cue;
        match self.reading {
            Some(_) if cue.frame.reads == Reads::Description => {
                target::object(&words.content, words.behind.unwrap_or(0))
            }
            Some(reading) => targets_in_content(&words.content, &reading),
            None if cue.is_negated || cue.frame.act == Act::Assert => Vec::new(),
            None => targets_of_cue(cue, &words.content, words.behind),
        }
    }
}

/// What a model of acts sees of a statement by itself.
#[derive(Clone, Debug)]
pub struct Seen {
    features: Features,
    read: features::Read,
}

impl Seen {
    /// The same among other statements: the features of a single place.
    pub fn among(mut self, context: &Context) -> Features {
        features::surround(context, self.read, &mut self.features);
        self.features
    }

    /// The features of a statement that stands alone, of a single place.
    pub fn alone(self) -> Features {
        self.features
    }
}

/// Whether it begins in the headline.
pub fn is_headline(analysis: &Analysis<'_>, attribution: &Attribution) -> bool {
    analysis.headline.as_ref().is_some_and(|headline| attribution.cue.start < headline.end)
}

/// Says what `attribution` does, by the tables.
pub fn judge(analysis: &Analysis<'_>, attribution: &Attribution) -> Judged {
    let words = Words::of(analysis, attribution);
    judged(analysis, attribution, &words, &Tables::of(&words))
}

/// The same, with what a model of acts sees.
pub fn judge_and_see(analysis: &Analysis<'_>, attribution: &Attribution) -> (Judged, Seen) {
    let words = Words::of(analysis, attribution);
    let tables = Tables::of(&words);
    let seen = tables.seen(&words, analysis, is_headline(analysis, attribution));
    (judged(analysis, attribution, &words, &tables), seen)
}

fn judged<'t>(
    analysis: &Analysis<'t>,
    attribution: &Attribution,
    words: &Words<'t>,
    tables: &Tables<'_, 't>,
) -> Judged {
    let mut hedges = places(&words.lead[..words.cue]);
    hedges.extend(places(&words.content));
    let (act, frame) = tables.act();
    let mut targets: Vec<Range<usize>> =
        tables.targets(words).into_iter().map(|phrase| phrase.range(&words.content)).collect();
    let cue = &tables.cue;
    if targets.is_empty() && cue.frame.name == "demand" && words.source.is_empty() {
        targets.extend(asked(analysis, attribution));
    }
    Judged { act, is_negated: cue.is_negated || cue.frame.name == "decline", hedges, targets, frame }
}

/// What a statement does that a model has overruled the tables about: `act` instead of what they have `judged`.
pub fn overruled(analysis: &Analysis<'_>, attribution: &Attribution, judged: &Judged, act: Act) -> Judged {
    let content = words(analysis, &attribution.content, MAX_CONTENT);
    let targets = targets_of_learned(&content, act);
    Judged {
        act,
        frame: LEARNED,
        targets: targets.into_iter().map(|phrase| phrase.range(&content)).collect(),
        ..judged.clone()
    }
}

/// The name of what decided where a model overruled the tables.
pub const LEARNED: &str = "learned";

/// Whom a statement is about whose act no word of a table shows: only the named subject of its first verb.
fn targets_of_learned(content: &[Word<'_>], act: Act) -> Vec<target::Phrase> {
    if !matches!(act, Act::Accuse | Act::Demand) {
        return Vec::new();
    }
    let Some(verb) = content.iter().position(|word| word.tag.is_some_and(Tag::is_finite)) else {
        return Vec::new();
    };
    let mut found = target::subject(content, verb, verb + 1);
    found.retain(|phrase| content[phrase.start..phrase.end].iter().any(|word| word.is_capital));
    found
}

/// Who was asked in `Asked whether it was so, the mayor did not answer`: the subject of the sentence.
fn asked(analysis: &Analysis<'_>, attribution: &Attribution) -> Option<Range<usize>> {
    let end = attribution.content.last()?.end.max(attribution.cue.end);
    let number = analysis.prose.sentences.partition_point(|sentence| sentence.end <= end);
    let sentence = analysis.prose.sentences.get(number)?;
    // A mark of quotation may come first.
    let begins = sentence.start <= attribution.cue.start && attribution.cue.start - sentence.start < 2;
    if !begins || end >= sentence.end {
        return None;
    }
    let rest = words(analysis, std::slice::from_ref(&(end..sentence.end)), MAX_CUE);
    let comma = rest.first().is_some_and(|word| word.is(","));
    comma.then(|| target::actor(&rest, 1, target::Of::Joins))?.map(|phrase| phrase.range(&rest))
}

/// What the content decides, where the cue lets it.
fn read(cue: &Cue, content: &Content<'_, '_>) -> Option<Reading> {
    if cue.is_negated {
        return None;
    }
    match cue.frame.reads {
        Reads::Nothing => None,
        Reads::ThingSaid => content::thing_said(content),
        Reads::Description => content::description(content),
        reads => content::reading(content, reads),
    }
}

/// Where hedges stand.
fn places(words: &[Word<'_>]) -> Vec<Range<usize>> {
    HEDGES
        .all(words)
        .into_iter()
        .filter(|one| !(words[one.start].is("may") && words[one.start].is_capital))
        .map(|one| words[one.start].range.start..words[one.end - 1].range.end)
        .collect()
}

fn targets_of_cue(cue: &Cue, content: &[Word<'_>], behind: Option<usize>) -> Vec<target::Phrase> {
    match cue.frame.about {
        About::Nobody if cue.frame.act == Act::Deny => target::claimants(content),
        About::Nobody => Vec::new(),
        // A passive cue has its subject before it: `the guild | was accused of | hiding it`.
        About::Object => target::object(content, 0),
        About::Behind(preposition) => match content.iter().rposition(|word| word.is(preposition)) {
            Some(at) => target::actors(content, at + 1, target::Of::Joins),
            None => target::object(content, behind.unwrap_or(0)),
        },
        About::Subject => {
            target::actor(content, behind.unwrap_or(0), target::Of::Joins).into_iter().collect()
        }
    }
}

fn targets_in_content(content: &[Word<'_>], reading: &Reading) -> Vec<target::Phrase> {
    match reading.act {
        Act::Accuse | Act::Demand | Act::Praise if reading.by == DOES => target::object(content, reading.end),
        Act::Praise if reading.by == "words of praise" => {
            let is_link = |word: &Word<'_>| word.is_quote() || word.is_any(&["in", "of", "for", "to", "on"]);
            let links = content[reading.end..].iter().take_while(|word| is_link(word)).count();
            target::actors(content, reading.end + links, target::Of::Joins)
        }
        Act::Demand if reading.by == content::QUESTION => Vec::new(),
        Act::Accuse => {
            let is_by_name = [charge::OF_OTHERS, charge::MOCKS].contains(&reading.by);
            let is_named = |phrase: &target::Phrase| {
                content[phrase.start..phrase.end].iter().any(|word| word.is_capital)
            };
            let mut found = target::subject(content, reading.at, reading.end);
            found.retain(|phrase| !is_by_name || is_named(phrase));
            found
        }
        // `The council must`, or `it is up to the council`: but not who says so.
        Act::Demand => {
            let is_named = |found: Vec<target::Phrase>| -> Vec<target::Phrase> {
                found.into_iter().filter(|phrase| !content[phrase.start].is_any(target::PRONOUNS)).collect()
            };
            match is_named(target::subject(content, reading.at, reading.end)) {
                found if found.is_empty() => {
                    is_named(target::actors(content, reading.end, target::Of::Joins))
                }
                found => found,
            }
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
