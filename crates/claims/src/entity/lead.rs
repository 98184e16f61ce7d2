//! Whom the first paragraph describes and a later one names: `A ward judge has restored the list. ¶ Judge Ann Holm said ...`.
//!
//! News begins with what somebody is and goes on with the name. A full name that comes without a word on who that is has been
//! described before; one that comes with a role has been where the role is that of the description.

use super::chain::alike;
use super::lexicon::Senses;
use super::mention::{Determiner, Form, Mention, is_organisation_name, world_of};
use super::sources::is_after_preposition;
use super::words::{Word, Zone};
use hashbrown::HashMap;

/// Paragraphs behind the first in which the name may come.
const REACH: usize = 2;

/// Mentions before a phrase among which an earlier one of its noun is looked for.
const BACK: usize = 200;

/// Joins descriptions of the first paragraph to names of the next ones, and phrases of one noun to a name that takes it up
/// with `the`: `his lawyer said ... the lawyer, Ann Holm, added`.
pub(super) fn join(words: &[Word<'_>], mentions: &mut [Mention]) {
    if let Some((description, name)) = described(words, mentions) {
        mentions[description].same_as = Some(name);
    }
    for (phrase, name) in taken_up(words, mentions) {
        mentions[phrase].same_as = Some(name);
    }
}

/// A description in the first paragraph and the name that it is of.
fn described(words: &[Word<'_>], mentions: &[Mention]) -> Option<(usize, usize)> {
    let body = |mention: &Mention| words[mention.head].zone == Zone::Body;
    let first = words.iter().find(|word| word.zone == Zone::Body && !word.is_mark)?.paragraph;
    let is_title = |word: &Word<'_>| word.is_capital && word.senses.any(Senses::PERSON);
    let name = mentions.iter().position(|mention| {
        let paragraph = words[mention.head].paragraph;
        body(mention)
            && !mention.is_inner
            && mention.form == Form::Name
            && !words[mention.head].is_quoted
            && mention.determiner == Determiner::None
            && (mention.name.len() > 1 || words[mention.role.clone()].iter().any(is_title))
            && (first + 1..=first + REACH).contains(&paragraph)
    })?;
    let named = &mentions[name];
    // Both are what their sentences are about.
    let is_subject = |mention: &Mention| {
        let before = words[..mention.words.start].iter().rev();
        let before = before.take_while(|word| word.sentence == words[mention.head].sentence);
        let before: Vec<&Word<'_>> = before.collect();
        let is_light = |word: &&Word<'_>| {
            word.is_mark
                || word.is_quoted
                || word.is_cue
                || word.zone == Zone::Aside
                || matches!(word.plain.as_ref(), "but" | "and" | "yet" | "now")
        };
        // `Giving evidence in the hall, Ann Holm said`
        let has_participle = before.last().is_some_and(|word| word.plain.ends_with("ing"))
            && before.first().is_some_and(|word| word.text == ",");
        has_participle || before.iter().all(is_light)
    };
    let opening = words
        .iter()
        .find(|word| word.paragraph == words[named.head].paragraph && !word.is_mark && !word.is_quoted);
    let is_opening = opening.is_some_and(|word| word.sentence == words[named.head].sentence);
    let last = &words[named.head].plain;
    let is_known = words[..named.words.start].iter().any(|word| !word.is_mark && word.plain == *last)
        || words[named.head].is_quoted;
    if !is_opening || is_known {
        return None;
    }
    // What is told of who that is, beside the name: what somebody was, or a title of learning, leaves room for more.
    let is_besides = |word: &Word<'_>| matches!(word.plain.as_ref(), "professor" | "doctor");
    let is_past = |word: &Word<'_>| matches!(word.plain.as_ref(), "former" | "retired" | "ex");
    let role = words[named.role.clone()]
        .iter()
        .rev()
        .find(|word| word.senses.any(Senses::NOUN))
        .filter(|word| !is_besides(word) && !words[named.role.clone()].iter().any(is_past));
    let beside = mentions.iter().find(|other| other.same_as == Some(name)).map(|other| &words[other.head]);
    let told = beside.or(role).map(|word| word.plain.as_ref());
    let is_body = is_organisation_name(words, named);
    let is_own = is_subject(named) || told.is_some() && !is_after_preposition(words, named.words.start);
    if !is_own || world_of(words, &named.name).is_some() {
        return None;
    }
    let fits = |mention: &Mention| {
        let head = &words[mention.head];
        let kind = if is_body { Senses::ORGANISATION } else { Senses::PERSON };
        let is_whole = mention.determiner != Determiner::Definite
            || head.source_of.is_some() && mention.owner.is_some()
            || words.get(mention.words.end).is_some_and(|next| {
                matches!(
                    next.plain.as_ref(),
                    "who" | "that" | "which" | "at" | "in" | "of" | "for" | "behind" | "accused"
                )
            });
        body(mention)
            && head.paragraph == first
            && !head.is_quoted
            && !mention.is_inner
            && !mention.is_plural
            && mention.form == Form::Nominal
            && mention.determiner != Determiner::None
            && mention.same_as.is_none()
            && is_whole
            && !matches!(words[mention.words.start].plain.as_ref(), "another" | "one" | "some" | "no" | "any")
            && head.senses.any(kind)
            && (is_subject(mention) || head.source_of.is_some())
    };
    let by_noun = |mention: &Mention| told.is_none_or(|noun| alike(noun, &words[mention.head].plain));
    let description = mentions.iter().position(|mention| fits(mention) && by_noun(mention))?;
    Some((description, name))
}

/// Phrases for one person, and the name that a later phrase of the same noun with `the` stands beside.
fn taken_up(words: &[Word<'_>], mentions: &[Mention]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (at, word) in words.iter().enumerate().filter(|(_, word)| !word.is_mark) {
        first.entry(&word.plain).or_insert(at);
    }
    for (number, mention) in mentions.iter().enumerate() {
        let Some(name) = mention.same_as.filter(|&name| mentions[name].form == Form::Name) else { continue };
        let is_short = mention.form == Form::Nominal
            && mention.determiner == Determiner::Definite
            && mention.words.len() == 2
            && words[mention.head].senses.any(Senses::PERSON)
            && words[mention.head].zone == Zone::Body;
        let last = words[mentions[name].head].plain.as_ref();
        if !is_short || first.get(last).is_some_and(|&at| at < mention.words.start) {
            continue;
        }
        let before = (number.saturating_sub(BACK)..number).rev().find(|&other| {
            let other = &mentions[other];
            other.form == Form::Nominal
                && words[other.head].plain == words[mention.head].plain
                && words[other.head].zone == Zone::Body
                && other.words.end <= mention.words.start
        });
        let is_open = |other: &usize| {
            mentions[*other].same_as.is_none()
                && !mentions[*other].is_plural
                && mentions[*other].determiner != Determiner::Definite
        };
        found.extend(before.filter(is_open).map(|other| (other, name)));
    }
    found
}
