//! Contents that accuse: wrongdoing, told as done by somebody.

use super::content::{Content, Reading, is_be};
use super::denial::is_negated;
use super::frames::Reads;
use super::phrases::Match;
use super::signs::{Kind, SIGNS};
use super::target;
use super::words::Word;
use super::words::{Set, set};
use crate::Act;
use crate::syntax::Tag;
use std::sync::LazyLock;

/// Wrongdoing that is told as done. A word of wrongdoing alone accuses nobody: somebody must be its subject, or it must
/// be told as something that was done or is so.
pub(super) fn accusation(content: &Content<'_, '_>, reads: Reads) -> Option<Reading> {
    content.signs.iter().enumerate().find_map(|(number, one)| {
        // `An attack` is nobody's act.
        if matches!(SIGNS[one.of].kind, Kind::Wrong | Kind::Harm) && content.words[one.start].is_noun() {
            return None;
        }
        // `Should have told us` blames; `should have a say` does not.
        let is_have = content.words[one.end - 1].is("have");
        if is_have && !content.words[one.end..].iter().take(2).any(target::is_participle) {
            return None;
        }
        // The predicate by which it is told.
        let at = match SIGNS[one.of].kind {
            Kind::Wrong | Kind::Harm if matches!(reads, Reads::Claim | Reads::Distance | Reads::Defence) => {
                Some(one.start)
            }
            Kind::Wrong => is_done(content, one, true).then_some(one.start),
            Kind::Harm => is_done(content, one, false).then_some(one.start),
            Kind::Bad => is_so(content, one),
            _ => None,
        }?;
        if is_negated(content, one.start) && !content.words[one.start].is_any(&["never", "not"]) {
            return None;
        }
        let clause = content.clause(one.start);
        // `– before he was forced out`: when it was, not what is said of it.
        if content.words[clause].is_any(&["before", "until"]) {
            return None;
        }
        let earlier = || content.signs[..number].iter().rev().take_while(|other| other.start >= clause);
        let is = |other: &Match, kind: Kind| SIGNS[other.of].kind == kind;
        if earlier()
            .any(|other| is(other, Kind::Charge) || is(other, Kind::Remedy) || is(other, Kind::Demand))
        {
            return None;
        }
        if let Some(other) = earlier().find(|other| is(other, Kind::Uncertain)) {
            return Some(Reading::of(Act::Uncertain, other));
        }
        let is_asked =
            content.words[one.end..].iter().find(|word| word.is_stop()).is_some_and(|word| word.is("?"));
        // What the speaker says of himself is no accusation, but for what was done to him.
        let is_own = (clause..one.start).any(|at| content.is_speaker(at))
            && !is_passive(content, one)
            && !matches!(reads, Reads::Claim | Reads::Distance);
        (!is_asked && !is_own).then(|| Reading { at, ..Reading::of(Act::Accuse, one) })
    })
}

/// Whether the verb at `one` has somebody as its subject, or is passive and needs none.
fn is_done(content: &Content<'_, '_>, one: &Match, is_grave: bool) -> bool {
    let words = content.words;
    let is_passive = is_passive(content, one);
    let has_agent = words.get(one.end).is_some_and(|word| word.is("by"));
    // `Overstated by 14 percent` tells how much.
    let is_measure = has_agent
        && words.get(one.end + 1).is_some_and(|word| {
            word.text.starts_with(|c: char| c.is_ascii_digit())
                || word.is_any(&["a", "about", "half", "nearly"])
        });
    if is_measure {
        return false;
    }
    if is_grave && (is_passive || has_agent && target::is_participle(&words[one.start])) {
        return true;
    }
    // `a club funded by the mayor` tells of the mayor, but of no harm.
    if has_agent {
        return false;
    }
    let is_somebody = words[content.clause(one.start)..one.start]
        .iter()
        .find(|word| word.is_word)
        .is_some_and(|word| word.is_any(&["somebody", "someone"]));
    is_somebody
        || target::subject(words, one.start, one.end).iter().any(|phrase| !content.is_speaker(phrase.start))
}

/// Turns of phrase that accuse wherever they stand: `this has her fingerprints all over it`.
pub(super) fn hint(content: &Content<'_, '_>) -> Option<Reading> {
    let words = content.words;
    let is_told = |one: &Match| {
        content.signs.iter().any(|other| {
            matches!(SIGNS[other.of].kind, Kind::Charge | Kind::Remedy)
                && (content.sentence(one.start)..one.start).contains(&other.start)
        })
    };
    content
        .signs(Kind::Hint)
        .find(|one| {
            let is_no = super::denial::is_negator(&words[one.start]);
            (is_no || !is_negated(content, one.start)) && !is_told(one)
        })
        .map(|one| Reading::of(Act::Accuse, one))
        .or_else(|| {
            // `“Odd, isn't it?”`
            let end = words.iter().position(|word| word.is("?")).filter(|_| content.is_quoted)?;
            let comma = words[..end].iter().rposition(|word| word.is(","))?;
            let is_tag = (2..5).contains(&(end - comma))
                && words[end - 1].is_any(target::PRONOUNS)
                && (is_be(&words[comma + 1])
                    || words[comma + 1].is_any(&["do", "does", "did", "have", "has"]));
            let at = words[..comma].iter().position(|word| word.is_in(&ODD)).filter(|_| is_tag)?;
            Some(Reading { act: Act::Accuse, by: "insinuates", at, end: at + 1 })
        })
}

/// What those call a thing who mean that somebody arranged it.
static ODD: LazyLock<Set> = LazyLock::new(|| {
    set(
        "convenient strange odd funny curious interesting suspicious amazing remarkable handy neat peculiar rich",
    )
});

/// The names of rules that accuse by how something is told: only who is named is meant.
pub(super) const OF_OTHERS: &str = "claimed of others";
pub(super) const MOCKS: &str = "mocks";

/// `Claimed that the guild had hired the hall`: what is claimed of others, not told of them.
pub(super) fn of_others(content: &Content<'_, '_>) -> Option<Reading> {
    let words = content.words;
    let first = content.beginning()?;
    let opens = words[first].is_any(&["there", "to", "no", "nobody", "none", "neither", "not"]);
    if content.is_quoted || content.is_friendly() || opens || content.is_own(first) {
        return None;
    }
    let is_between =
        |word: &Word<'_>| word.is(",") || word.is_quote() || word.text.ends_with("ly") || word.is("also");
    let verb = match target::actor(words, first, target::Of::Joins) {
        Some(actor) => {
            let skipped = words[actor.end..].iter().take_while(|word| is_between(word)).count();
            Some(actor.end + skipped)
                .filter(|&at| words.get(at).is_some_and(|word| is_be(word) || is_finite(word)))
        }
        None => None,
    };
    let verb = verb.or_else(|| {
        // Where a thing is the subject, something was done to it.
        let be = (first + 1..words.len()).take(12).find(|&at| is_be(&words[at]))?;
        let done = words[be + 1..].iter().take(3).any(target::is_participle);
        let is_open = words[first..be].iter().any(|word| word.is_stop() || word.tag == Some(Tag::Md));
        (done && !is_open).then_some(be)
    })?;
    (words[verb].tag != Some(Tag::Md)).then_some(Reading {
        act: Act::Accuse,
        by: OF_OTHERS,
        at: verb,
        end: verb + 1,
    })
}

fn is_finite(word: &Word<'_>) -> bool {
    word.is_any(&["had", "has", "have", "did"])
        || word.tag.map_or_else(|| word.text.ends_with("ed"), Tag::is_finite)
}

/// Words of a subject that are looked at before marks of quotation.
const SUBJECT: usize = 6;

/// `Said the firm had “found the footprints and gone home”`: what somebody else does, in words that the writer does not
/// make his own.
pub(super) fn jibe(content: &Content<'_, '_>) -> Option<Reading> {
    let words = content.words;
    let open = words.iter().position(Word::is_quote).filter(|&at| at > 0 && !content.is_quoted)?;
    let close = words[open + 1..].iter().position(Word::is_quote).map_or(words.len(), |at| open + 1 + at);
    let quoted = &words[open + 1..close];
    let first = quoted.first()?;
    let is_rest = quoted.len() < 3
        || first.is_any(&["to", "not", "never"])
        || first.tag.is_some_and(|tag| matches!(tag, Tag::In | Tag::Md | Tag::Rb))
        || quoted.iter().take(3).any(|word| word.is("not"))
            && !quoted.iter().take(3).any(|word| word.is_any(&["can", "could"]))
        || quoted.iter().any(|word| word.is_in(&KIND_VERBS))
        // Who says `our own` speaks of a side that is the speaker's.
        || quoted.iter().any(|word| word.is_any(&["we", "ourselves"]))
        || quoted.windows(2).any(|pair| pair[0].is("our") && pair[1].is("own"));
    if is_rest || content.is_friendly() {
        return None;
    }
    // Back over auxiliaries to the end of the subject.
    let is_auxiliary = |word: &Word<'_>| {
        is_be(word) || word.is_any(&["has", "have", "had", "did", "also", "only", "simply"])
    };
    let end = open - words[..open].iter().rev().take_while(|word| is_auxiliary(word)).count();
    let begins = (end.saturating_sub(SUBJECT)..end)
        .rev()
        .take_while(|&at| words[at].is_word && !words[at].is_in(&target::STOPS) && !is_finite(&words[at]));
    let start = begins.last()?;
    let subject = &words[start..end];
    let is_own = (start..end).any(|at| content.is_speaker(at))
        || subject.iter().any(|word| {
            word.is_any(&["its", "his", "her", "their", "our", "my"]) || word.is_any(target::PRONOUNS)
        })
        || super::denial::is_named(content.source, subject);
    // The tagger takes some verbs for plurals.
    let is_verb = first.is_verb() || ["s", "ed"].iter().any(|ending| first.text.ends_with(ending));
    if is_own || (end == open && !is_verb) {
        return None;
    }
    let thing = end - 1;
    if words[thing].is_in(&super::signs::THINGS_SAID) && !words[thing].is_any(&["report", "reports"]) {
        return Some(Reading { act: Act::Deny, by: "mocks a thing said", at: thing, end });
    }
    let is_somebody = target::is_actor(&words[thing]) || words[thing].is_in(&ACCOUNTS);
    is_somebody.then_some(Reading { act: Act::Accuse, by: MOCKS, at: open, end: open + 1 })
}

/// Things by which those who made them are judged.
static ACCOUNTS: LazyLock<Set> = LazyLock::new(|| {
    set(
        "account version explanation answer audit text memo letter ruling verdict judgment judgement testimony \
         excuse apology timing tender some others inquiry investigation manifesto",
    )
});

/// Verbs of what others do well, or give in to.
static KIND_VERBS: LazyLock<Set> = LazyLock::new(|| {
    set(
        "accept accepts accepted agree agrees agreed admit admits admitted confirm confirms confirmed retain retains \
         retained remain remains remained continue continues continued deserve deserves deserved honoured honored \
         saved helped protected supported served worked cooperated complied rescued cared thanked praised \
         welcomed loved gave understood resting expected hoped determined committed ready prepared \
         willing open confident determination resolved pleased glad keen eager recovering cooperating cooperative \
         grateful delighted happy relieved",
    )
});

/// Whether a form of `be` makes the verb at `one` a passive.
fn is_passive(content: &Content<'_, '_>, one: &Match) -> bool {
    let words = content.words;
    target::is_participle(&words[one.start])
        && words[..one.start].iter().rev().take(3).take_while(|word| !word.is_break()).any(is_be)
}

/// The predicate by which what is bad at `one` is said to be so, or to be done by somebody.
fn is_so(content: &Content<'_, '_>, one: &Match) -> Option<usize> {
    let words = content.words;
    if words[one.start..one.end].iter().any(is_be) {
        return Some(one.end - 1);
    }
    if let Some(be) = content.predicate(one.start) {
        return Some(be);
    }
    // `says cover-up`: the whole of what is said.
    let others = || words[..one.start].iter().chain(&words[one.end..]);
    if others().filter(|word| word.is_word).count() < 3 && !others().any(Word::is_verb) {
        return Some(one.start);
    }
    let from = one.start.saturating_sub(5).max(content.clause(one.start));
    let verb = (from..one.start).rev().find(|&at| words[at].is_in(&DOES_WRONG))?;
    let counts = words[verb].text.starts_with("prove") || !target::subject(words, verb, verb + 1).is_empty();
    counts.then_some(verb)
}

/// Verbs whose object is what somebody does.
static DOES_WRONG: LazyLock<Set> = LazyLock::new(|| {
    set(
        "ran run runs running waged waging wages conducted conducting orchestrated orchestrating mounted launched \
         launching led leads leading directed directing committed committing engaged engaging practised practiced \
         organised organized staged used using spread spreading spreads took taking takes paid paying pays seeks \
         seeking sought resorted resorting shows showed shown displayed displays proves proved proven is was perpetrated carried backed \
         funded funds funding made making amounts amounted smacks reeks borders bordered verges verged",
    )
});
