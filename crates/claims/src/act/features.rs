//! What a learned model sees of a statement: the words of its cue and its content, and what the tables say of them.

use super::content::{Content, Reading};
use super::context::Context;
use super::cue::Cue;
use super::denial;
use super::signs::SIGNS;
use super::words::Word;
use crate::learn::{Features, hash};
use crate::syntax::{Relation, form};
use crate::{Act, Analysis};

/// Words of a content that features are made of.
const MOST: usize = 60;
/// First words of a content whose place counts.
const FIRST: usize = 3;

/// A statement as the tables read it.
pub(super) struct Parts<'a, 't> {
    pub analysis: &'a Analysis<'t>,
    pub cue_words: &'a [Word<'t>],
    pub cue: &'a Cue,
    pub content: &'a Content<'a, 't>,
    pub reading: Option<&'a Reading>,
    /// Whether the content begins before the cue.
    pub is_before: bool,
    /// Whether it stands in the headline.
    pub is_headline: bool,
}

/// What the tables read in a statement, as numbers that stand beside what is around it: the act, and what decides.
pub(super) type Read = (u64, u64);

/// The same of a statement's parts.
pub(super) fn read(cue: &Cue, reading: Option<&Reading>) -> Read {
    match reading {
        Some(reading) => (reading.act as u64, name(reading.by)),
        None => (8 + cue.frame.act as u64, name(cue.frame.name)),
    }
}

/// Adds the features of a statement as one place.
pub(super) fn describe(parts: &Parts<'_, '_>, features: &mut Features) {
    let Parts { analysis, cue_words, cue, content, reading, is_before, is_headline } = *parts;
    let mut row = features.place();
    row.add(0, 0);

    // What the tables say: the cue's frame, and what they read in the content.
    let frame = name(cue.frame.name);
    let is_negated = u64::from(cue.is_negated);
    let read = reading.map_or(0, |reading| name(reading.by));
    row.pair(1, frame, is_negated);
    row.add(2, read);
    row.triple(3, frame, is_negated, read);
    row.pair(4, cue.frame.reads as u64, reading.map_or(9, |reading| reading.act as u64));

    // The cue.
    let cues: Vec<u64> = cue_words.iter().map(stem).collect();
    for &one in &cues {
        row.add(10, one);
    }
    for pair in cues.windows(2) {
        row.pair(11, pair[0], pair[1]);
    }
    row.add(12, cues.iter().fold(0, |all, &one| hash::mix(all, one)));
    let last = cues.last().copied().unwrap_or(0);

    // The content.
    let words = &content.words[..content.words.len().min(MOST)];
    let stems: Vec<u64> = words.iter().map(stem).collect();
    for (place, &one) in stems.iter().take(FIRST).enumerate() {
        row.pair(13 + place as u64, last, one);
        row.pair(16 + place as u64, frame, one);
    }
    if let [first, second, ..] = stems[..] {
        row.pair(20, first, second);
        row.triple(21, last, first, second);
    }
    let mut seen: Vec<u64> = stems.clone();
    seen.sort_unstable();
    seen.dedup();
    for &one in &seen {
        row.add(30, one);
    }
    for pair in stems.windows(2) {
        row.pair(31, pair[0], pair[1]);
    }
    for three in stems.windows(3) {
        row.triple(32, three[0], three[1], three[2]);
        row.pair(33, three[0], three[2]);
    }
    row.add(34, stems.last().copied().unwrap_or(0));

    // Its signs: what kind, whether they are negated, whose they are.
    for sign in &content.signs {
        let kind = SIGNS[sign.of].kind as u64;
        let is_denied = u64::from(denial::is_negated(content, sign.start));
        let is_predicate = u64::from(content.is_predicate(sign.start));
        row.pair(50, kind, is_denied);
        row.triple(51, kind, is_denied, frame);
        row.triple(52, kind, is_predicate, subject(content, sign.start));
    }
    if content.signs.is_empty() {
        row.add(53, frame);
    }

    // What shapes the whole.
    let has = |texts: &[&str]| u64::from(words.iter().any(|word| word.is_any(texts)));
    let is_denying = u64::from(words.iter().any(denial::is_negator));
    let is_first_person = has(&["i", "we", "my", "our", "us", "me"]);
    row.pair(60, is_denying, frame);
    row.triple(61, is_denying, is_first_person, u64::from(content.is_quoted));
    row.pair(62, has(&["you", "your"]), frame);
    row.pair(63, has(&["?"]), frame);
    for word in words.iter().filter(|word| word.is_any(MODALS)) {
        row.pair(64, stem(word), frame);
        row.pair(65, stem(word), is_first_person);
    }
    let length = (words.len() / 6).min(5) as u64;
    row.pair(66, length, u64::from(content.is_quoted));
    row.pair(67, length, frame);
    row.triple(68, u64::from(is_before), u64::from(content.is_quoted), frame);
    row.pair(69, u64::from(is_headline), frame);

    // The main clause: what is said of whom.
    if let Some(clause) = clause(content, analysis) {
        let verb = stem(&content.words[clause.verb]);
        let who = clause.subject.map_or(0, |at| 1 + kind_of(content, at));
        let subject = clause.subject.map_or(0, |at| stem(&content.words[at]));
        let object = clause.object.map_or(0, |at| stem(&content.words[at]));
        let is_not = u64::from(clause.is_negated);
        row.triple(80, verb, who, is_not);
        row.triple(81, who, is_not, frame);
        row.pair(82, subject, verb);
        row.pair(83, verb, object);
        row.triple(84, verb, is_not, frame);
        row.triple(85, who, is_not, clause.auxiliary);
        row.pair(86, object, is_not);
    }

    // Who speaks counts only by kind.
    let source = content.source;
    let kind = match source.last() {
        None => 0,
        Some(last) if last.is_any(PRONOUNS) => 1,
        Some(_) if source.iter().any(|word| word.is_capital) => 2,
        Some(_) => 3,
    };
    row.pair(70, kind, frame);
    row.add(71, source.last().map_or(0, stem));
}

/// Adds what stands around a statement to its features.
pub(super) fn surround(context: &Context, (act, by): Read, features: &mut Features) {
    let mut row = features.last();
    let number = |act: Option<Act>| act.map_or(0, |act| 1 + act as u64);
    let around = [context.near[0], context.near[1], context.own[0], context.own[1], context.headline];
    for (place, other) in (0..).zip(around) {
        row.add(90 + place, number(other));
        row.pair(95 + place, number(other), act);
        row.pair(100 + place, number(other), by);
    }
    let flags = [context.is_accused, context.accuses, context.denies];
    let all = flags.iter().fold(0, |all, &flag| 2 * all + u64::from(flag));
    row.add(110, all);
    row.pair(111, all, act);
    row.pair(112, all, by);
    for (place, flag) in (0..).zip(flags) {
        row.pair(113 + place, u64::from(flag), act);
    }
    row.pair(116, u64::from(context.accusations), act);
}

const MODALS: &[&str] = &["will", "would", "can", "could", "may", "might", "must", "should", "shall"];
const PRONOUNS: &[&str] = &["he", "she", "they", "it", "i", "we", "who", "which"];

/// The clause that a content consists of; places are of its words.
struct Clause {
    verb: usize,
    subject: Option<usize>,
    object: Option<usize>,
    is_negated: bool,
    auxiliary: u64,
}

fn clause(content: &Content<'_, '_>, analysis: &Analysis<'_>) -> Option<Clause> {
    let words = content.words;
    let place = |token: usize| words.iter().position(|word| word.token == token);
    let head = |word: &Word<'_>| analysis.dependencies.get(word.token).map(|one| one.head as usize);
    // The first word whose head is not of the content.
    let verb = words.iter().position(|word| {
        word.is_word && head(word).is_some_and(|head| head == word.token || place(head).is_none())
    })?;
    let mut clause = Clause { verb, subject: None, object: None, is_negated: false, auxiliary: 0 };
    for (at, word) in words.iter().enumerate() {
        if at == verb || head(word) != Some(words[verb].token) {
            continue;
        }
        clause.is_negated |= denial::is_negator(word);
        match analysis.dependencies[word.token].relation {
            Relation::Subject | Relation::SubjectPassive if clause.subject.is_none() => {
                clause.subject = Some(at);
            }
            Relation::Object if clause.object.is_none() => clause.object = Some(at),
            Relation::Aux => clause.auxiliary = stem(word),
            _ => {}
        }
    }
    Some(clause)
}

/// Who is spoken of before a sign: the speaker, `you`, a name, a pronoun or something else.
fn subject(content: &Content<'_, '_>, at: usize) -> u64 {
    let clause = content.clause(at);
    let Some(first) = (clause..at).find(|&place| content.words[place].is_word) else { return 0 };
    kind_of(content, first)
}

fn kind_of(content: &Content<'_, '_>, at: usize) -> u64 {
    let word = &content.words[at];
    if content.is_own(at) {
        1
    } else if word.is("you") {
        2
    } else if word.is_name {
        3
    } else if word.is_any(&["he", "she", "they", "it", "that", "this"]) {
        4
    } else {
        5
    }
}

fn stem(word: &Word<'_>) -> u64 {
    if word.is_name { 1 } else { u64::from(form::stem_of(&word.text)) }
}

fn name(name: &str) -> u64 {
    hash::bytes(name.as_bytes())
}
