//! Who answers whom, and what nobody answers.
//!
//! Whether one statement answers another is weighed ([`ANSWER`]); what kind of answer it is, and on what basis, is told by
//! what it says. Each statement answers the one that weighs most, and others that weigh almost as much.

use super::corpus::{Corpus, Stance};
use super::weights::{ANSWER, ANSWER_BIAS, probability};
use super::{Basis, Found, LinkKind, Near, Order, Params, Similarity};
use crate::{Act, Level};

/// Statements about one accused that are looked at: the latest before the denial.
const ACCUSATIONS: usize = 48;

/// Statements before an answer in its article, and behind it, that are looked at.
const REACH: [usize; 2] = [24, 6];

/// Places between an accusation and the denial beside it.
const BESIDE: usize = 3;

/// Statements that one answers.
const MOST: usize = 3;

/// How far, in logits, they may fall behind the one that weighs most.
const MARGIN: f64 = 0.8;

/// Statements before an answer among which the last one by another side is looked for.
const BEFORE: usize = 24;

/// Bytes of a denial within which begins what it denies.
const OBJECT: usize = 36;

/// Terms from which on what is denied is a conduct of its own, not `interference`.
const SPECIFIC: usize = 2;

/// Least probability of an answer that is told to be one although its words deny nothing.
const SURE: f64 = 0.4;

/// A pair of statements that was weighed: the one that may answer, the other, the signals.
pub(super) type Weighed = (u32, u32, [f64; ANSWER.len()]);

/// Answers to statements, and the number of accusations that were left out.
pub(super) fn answers(
    corpus: &Corpus<'_>,
    near: &[Vec<Near>],
    similarity: &dyn Similarity,
    params: &Params,
) -> (Vec<Found>, u64) {
    let (mut found, mut cut) = (Vec::new(), 0);
    let mut weighed: Vec<Weighed> = Vec::new();
    for answer in 0..corpus.len() {
        weighed.clear();
        cut += weigh(corpus, near, answer, &mut weighed);
        let scored =
            weighed.iter().map(|(_, other, signals)| (probability(ANSWER_BIAS, &ANSWER, signals), *other));
        for (score, other) in chosen(scored, params.answer) {
            let (kind, basis) = judge(corpus, similarity, params, answer, other, score);
            found.push(Found { from: answer, to: other, kind, score, basis });
        }
    }
    (found, cut)
}

/// Of what a statement may answer, each with its probability: what it is told to answer, the most probable first.
pub fn chosen<T: Copy + Ord>(scored: impl Iterator<Item = (f64, T)>, least: f64) -> Vec<(f64, T)> {
    let mut chosen: Vec<(f64, T)> = scored.filter(|&(score, _)| score >= least).collect();
    chosen.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let logit = |score: f64| libm::log(score / (1.0 - score));
    let best = chosen.first().map_or(0.0, |&(score, _)| logit(score));
    chosen.truncate(MOST);
    chosen.retain(|&(score, _)| best - logit(score) <= MARGIN);
    chosen
}

/// Weighs a statement as an answer to others. Returns how many accusations were left out.
pub(super) fn weigh(corpus: &Corpus<'_>, near: &[Vec<Near>], answer: u32, weighed: &mut Vec<Weighed>) -> u64 {
    let said = corpus.statement(answer);
    // Praise answers nothing.
    if said.level != Level::Main || said.act == Act::Praise || corpus.is_denied(answer) {
        return 0;
    }
    let near = &near[answer as usize];
    let place = corpus.place(answer);
    let (before, behind) = corpus.around(answer, REACH);
    let mut candidates: Vec<u32> = [before, behind].concat();
    candidates.extend(near.iter().map(|&(other, _)| other));
    let mut cut = 0;
    if said.act == Act::Deny {
        cut = accusations(corpus, answer, &mut candidates);
    }
    candidates.sort_unstable();
    candidates.dedup();
    let is_back = refers_back(corpus, answer);
    let is_general = is_general(corpus, answer);
    let last =
        corpus.around(answer, [BEFORE, 0]).0.iter().rev().copied().find(|&other| {
            corpus.statement(other).level == Level::Main && !corpus.is_one_side(answer, other)
        });
    let most_alike = near.first().map_or(0.0, |&(_, alike)| alike);
    let is_of_habit = is_habit(&said.cue);
    let is = |holds: bool| f64::from(u8::from(holds));
    for other in candidates {
        let s = corpus.statement(other);
        let is_same_article = corpus.is_same_article(answer, other);
        if other == answer
            || s.act == Act::Praise
            || (said.is_headline && s.is_headline)
            || corpus.is_within(answer, other)
        {
            continue;
        }
        let is_object = corpus.is_within(other, answer);
        let is_one_side = corpus.is_one_side(answer, other);
        // Within an article places tell the order, not days.
        let order = if is_same_article { Order::SameDay } else { corpus.order_of(answer, other) };
        if (is_one_side && !is_object) || order == Order::Earlier {
            continue;
        }
        let (denies, accuses, wants) = (said.act == Act::Deny, s.act == Act::Accuse, s.act == Act::Demand);
        let steps = place as i64 - corpus.place(other) as i64;
        let is_behind = is_same_article && steps > 0;
        let is_next = is_same_article && steps == 1;
        let closeness =
            if is_same_article { (FAR - libm::log1p(steps.unsigned_abs() as f64)).max(0.0) } else { 0.0 };
        let is_accused = corpus.is_accused(answer, other);
        let is_named = corpus.names_speaker(other, answer);
        let is_concerned = is_accused || is_named;
        let is_last = last == Some(other);
        let rank = near.iter().position(|&(one, _)| one == other);
        let alike = rank.map_or(0.0, |rank| near[rank].1);
        let conducts = || corpus.conducts(answer) & corpus.conducts(other) != 0;
        weighed.push((
            answer,
            other,
            [
                is(denies),
                is(said.act == Act::Assert),
                is(said.act == Act::Decline),
                is(accuses),
                is(wants),
                is(s.act == Act::Deny),
                is(said.act == Act::Decline && wants),
                is(said.act == Act::Assert && wants && is_next),
                is(is_accused),
                is(is_accused && denies && accuses && !is_same_article),
                is(is_accused && denies && accuses && is_general),
                is(!denies && accuses && !is_concerned),
                is(is_behind),
                closeness,
                if is_behind && denies { closeness } else { 0.0 },
                is(is_same_article && said.paragraph == s.paragraph),
                is(is_same_article && said.sentence == s.sentence),
                is(is_one_side),
                is(said.speaker.is_none()),
                is(is_named),
                is(is_back && is_last),
                is(is_back),
                is(is_last),
                is(s.level == Level::Nested),
                is(is_object && denies),
                is(s.is_headline),
                is(order == Order::Later),
                is(said.is_negated),
                is(s.is_negated),
                libm::sqrt(corpus.in_common(answer, other)),
                is(rank.is_some_and(|rank| rank < 3)),
                if most_alike > 0.0 { alike / most_alike } else { 0.0 },
                is(conducts()),
                is(is_of_habit),
                is(s.targets.is_empty()),
                is(is_next && begins_with(&s.cue, &ASKED)),
                is(is_next && begins_with(&said.cue, &REPLIES)),
            ],
        ));
    }
    cut
}

/// The logarithm of one more than the statements between two that are not near any more.
const FAR: f64 = 3.2;

/// Adds what was said about the one who denies, and about those for whom it speaks. Returns how many were left out.
fn accusations(corpus: &Corpus<'_>, denial: u32, candidates: &mut Vec<u32>) -> u64 {
    let Some(speaker) = corpus.statement(denial).speaker else { return 0 };
    let mut cut = 0;
    for &voice in corpus.voices.of_actor(speaker) {
        let about = corpus.about(voice);
        // Numbers are in the order of days; those of the denial's own day may stand behind it.
        let end = about
            .partition_point(|&number| number <= denial || corpus.order_of(denial, number) != Order::Earlier);
        let start = end.saturating_sub(ACCUSATIONS);
        cut += start as u64;
        candidates.extend(&about[start..end]);
    }
    cut
}

/// Whether a denial has no content of its own: `denied it`, `rejected the charge`, `said it was a hoax`.
fn refers_back(corpus: &Corpus<'_>, denial: u32) -> bool {
    let terms = corpus.terms_of(denial);
    let is_of_this = !terms.is_of_statement || terms.is_of_that_statement;
    terms.specific == 0 && is_of_this && terms.stems.len() <= 6
}

/// What kind of answer a statement is to another, and what shows it.
fn judge(
    corpus: &Corpus<'_>,
    similarity: &dyn Similarity,
    params: &Params,
    answer: u32,
    other: u32,
    score: f64,
) -> (LinkKind, Basis) {
    let (a, s) = (corpus.statement(answer), corpus.statement(other));
    let is_same_article = corpus.is_same_article(answer, other);
    let is_accused = corpus.is_accused(answer, other) || corpus.is_meant(answer, other);
    let alike = similarity.between(answer, other);
    let steps = corpus.place(answer) as i64 - corpus.place(other) as i64;
    let is_beside = is_same_article && (1..=BESIDE as i64).contains(&steps);
    let is_soon =
        is_same_article || corpus.days_between(answer, other).is_some_and(|days| days <= params.days);
    if corpus.is_within(other, answer) {
        return (within(corpus, answer, other).unwrap_or(LinkKind::PossibleAnswer), Basis::StandsWithin);
    }
    if s.stance() == Stance::Wish && is_beside && is_refusal(&a.cue) {
        return (LinkKind::Answers, Basis::Refusal);
    }
    if begins_with(&s.cue, &ASKED) && steps == 1 && is_same_article && a.stance() != Stance::None {
        return (LinkKind::Answers, Basis::RefersBack);
    }
    if begins_with(&a.cue, &REPLIES) && steps == 1 && is_same_article {
        return (LinkKind::Answers, Basis::RefersBack);
    }
    if a.act != Act::Deny {
        // What denies nothing is told to answer only where much speaks for it, and it takes up the words of the other.
        let is_sure = score >= SURE && alike >= ALIKE && a.stance() != Stance::None;
        let kind = if is_sure { LinkKind::Answers } else { LinkKind::PossibleAnswer };
        let basis = if is_same_article { Basis::SpeaksNext } else { Basis::SameContent };
        return (kind, basis);
    }
    if refers_back(corpus, answer) {
        let kind = if is_beside { LinkKind::Answers } else { LinkKind::PossibleAnswer };
        return (kind, Basis::RefersBack);
    }
    let terms = corpus.terms_of(answer);
    if s.act == Act::Accuse
        && is_general(corpus, answer)
        && (alike < ALIKE || terms.is_sweeping)
        && !names_its_object(corpus, answer)
    {
        let is_of_this = is_soon && (is_denial(&a.cue) || terms.is_of_denial) && !is_habit(&a.cue);
        let kind = if is_of_this { LinkKind::GenericDenial } else { LinkKind::PossibleAnswer };
        return (kind, Basis::AccusedGeneral);
    }
    let basis = match () {
        () if is_accused && alike >= ALIKE => Basis::AccusedSameContent,
        () if is_accused && is_same_article => Basis::AccusedNearby,
        () if is_accused => Basis::AccusedGeneral,
        () if corpus.is_accused(other, answer) => Basis::SpeakerContradicted,
        () if alike >= ALIKE || !is_same_article => Basis::SameContent,
        () => Basis::SpeaksNext,
    };
    // A denial of one conduct may leave a charge of another one open.
    let (denied, charged) = (corpus.conducts(answer), corpus.conducts(other));
    let is_other = denied & charged == 0 && denied != 0 && charged != 0;
    // Who is accused is not known, or somebody else, and the denial takes up nothing of the accusation.
    let is_loose = basis == Basis::SpeaksNext
        && !corpus.names_speaker(answer, other)
        && !corpus.names_speaker(other, answer);
    let is_far = !is_beside && alike < ALIKE;
    let is_sure = score >= SURE || !(is_far || basis == Basis::SpeaksNext);
    let kind = if is_other || is_loose || !is_sure { LinkKind::PossibleAnswer } else { LinkKind::Answers };
    (kind, basis)
}

/// Whether a denial names statements and no conduct: `all such claims are baseless`.
fn is_general(corpus: &Corpus<'_>, denial: u32) -> bool {
    let terms = corpus.terms_of(denial);
    terms.is_of_statement && (terms.is_sweeping || terms.is_of_denial || terms.specific <= SPECIFIC)
}

/// Least similarity of two statements that speak of one conduct.
const ALIKE: f64 = 0.08;

/// What a denial is to a statement in its content: `denied claims that ...`.
fn within(corpus: &Corpus<'_>, denial: u32, inner: u32) -> Option<LinkKind> {
    let (d, s) = (corpus.statement(denial), corpus.statement(inner));
    // What is denied comes first; later ones are told on the side.
    let is_object = d.content.find(&s.cue).is_some_and(|at| at <= OBJECT);
    let is_accusation = s.act == Act::Accuse || corpus.is_accused(denial, inner);
    match corpus.terms_of(inner).specific {
        _ if !is_object || !is_accusation => None,
        0 => None,
        specific if specific < SPECIFIC && s.speaker.is_none() => Some(LinkKind::GenericDenial),
        _ => Some(LinkKind::Answers),
    }
}

/// Whether a denial says itself what it denies: `denied a report that ...`.
fn names_its_object(corpus: &Corpus<'_>, denial: u32) -> bool {
    let inner = corpus.neighbours(denial, BESIDE).iter();
    inner
        .filter(|&&inner| corpus.is_within(inner, denial))
        .any(|&inner| within(corpus, denial, inner) == Some(LinkKind::Answers))
}

/// Beginnings of words with which somebody takes up what another said.
const REPLIES: [&str; 9] =
    ["repl", "respond", "retort", "counter", "hit back", "hits back", "disagree", "shot back", "answer"];
/// Beginnings of words with which articles tell of their own questions.
const ASKED: [&str; 4] = ["asked", "pressed", "questioned", "quizzed"];

fn begins_with(cue: &str, beginnings: &[&str]) -> bool {
    let cue = cue.to_ascii_lowercase();
    beginnings.iter().any(|beginning| cue.starts_with(beginning))
}

/// Whether words of saying tell of a habit: `has in the past denied`. That is no answer to something new.
fn is_habit(cue: &str) -> bool {
    let cue = cue.to_ascii_lowercase();
    ["in the past", "repeatedly", "previously", "always", "consistently", "long "]
        .iter()
        .any(|words| cue.contains(words))
}

/// Whether words of saying deny by themselves.
fn is_denial(cue: &str) -> bool {
    let cue = cue.to_ascii_lowercase();
    ["den", "reject", "dismiss", "refut", "disput", "rebuff", "contest", "disagree"]
        .iter()
        .any(|stem| cue.contains(stem))
}

/// Words with which a demand is turned down.
fn is_refusal(cue: &str) -> bool {
    let cue = cue.to_ascii_lowercase();
    ["refus", "reject", "declin", "rebuff", "turned down", "ruled out", "dismiss"]
        .iter()
        .any(|stem| cue.contains(stem))
}

/// Accusations of somebody that nothing answers, nor the same claim elsewhere, in the order of their ids.
pub(super) fn unanswered(corpus: &Corpus<'_>, found: &[Found]) -> Vec<super::Unanswered> {
    // What is known of a statement holds for all that make the same claim.
    let mut claims: Vec<u32> = (0..corpus.len()).collect();
    for link in found.iter().filter(|link| matches!(link.kind, LinkKind::SameClaim | LinkKind::NearVerbatim))
    {
        let (a, b) = (root(&mut claims, link.from), root(&mut claims, link.to));
        claims[a.max(b) as usize] = a.min(b);
    }
    let mut answered = vec![false; claims.len()];
    let mut possible: Vec<Option<(u32, u32)>> = vec![None; claims.len()];
    for link in found {
        let claim = root(&mut claims, link.to) as usize;
        match link.kind {
            LinkKind::Answers | LinkKind::GenericDenial => answered[claim] = true,
            LinkKind::PossibleAnswer => {
                let first = possible[claim].get_or_insert((link.from, link.to));
                *first = (link.from, link.to).min(*first);
            }
            _ => {}
        }
    }
    let mut unanswered: Vec<u32> = (0..corpus.len())
        .filter(|&number| {
            let statement = corpus.statement(number);
            statement.act == Act::Accuse
                && statement.stance() == Stance::For
                && !statement.targets.is_empty()
                && !corpus.is_denied(number)
                && !answered[root(&mut claims, number) as usize]
        })
        .collect();
    unanswered.sort_by_key(|&number| corpus.statement(number).id.as_str());
    unanswered
        .into_iter()
        .map(|number| super::Unanswered {
            statement: corpus.index(number),
            possible_answer: possible[root(&mut claims, number) as usize]
                .map(|(from, to)| (corpus.index(from), corpus.index(to))),
        })
        .collect()
}

/// The least number of a claim.
fn root(claims: &mut [u32], mut number: u32) -> u32 {
    while claims[number as usize] != number {
        let above = claims[claims[number as usize] as usize];
        claims[number as usize] = above;
        number = above;
    }
    number
}
