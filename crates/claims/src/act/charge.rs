//! Contents that accuse: wrongdoing, told as done by somebody.

use super::content::{Content, Reading, is_be};
use super::denial::is_negated;
use super::frames::Reads;
use super::phrases::Match;
use super::signs::{Kind, SIGNS};
use super::target;
use super::words::{Set, set};
use crate::Act;
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
            Kind::Wrong | Kind::Harm if reads == Reads::Claim => Some(one.start),
            Kind::Wrong => is_done(content, one, true).then_some(one.start),
            Kind::Harm => is_done(content, one, false).then_some(one.start),
            Kind::Bad => is_so(content, one),
            _ => None,
        }?;
        if is_negated(content, one.start) && !content.words[one.start].is_any(&["never", "not"]) {
            return None;
        }
        let clause = content.clause(one.start);
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
            && reads != Reads::Claim;
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
    target::subject(words, one.start, one.end).iter().any(|phrase| !content.is_speaker(phrase.start))
}

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
