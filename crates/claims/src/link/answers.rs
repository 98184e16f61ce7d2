//! Who answers whom, and what nobody answers.

use super::conduct;
use super::corpus::{Corpus, Stance};
use super::{Basis, Found, LinkKind, Near, Order, Params, Similarity};
use crate::{Act, Level};
use std::collections::HashSet;

/// Statements about one accused that are looked at: the latest before the denial.
const ACCUSATIONS: usize = 48;

/// Statements before and after a denial in its article that are looked at.
const REACH: usize = 12;

/// Places between an accusation and the denial beside it.
const BESIDE: usize = 3;

/// Statements at the top of an article, which may answer what is told below.
const LEAD: usize = 2;

/// Bytes of a denial within which begins what it denies.
const OBJECT: usize = 36;

/// Terms from which on what is denied is a conduct of its own, not `interference`.
const SPECIFIC: usize = 2;

/// Answers to statements, and the number of accusations that were left out.
pub(super) fn answers(
    corpus: &Corpus<'_>,
    near: &[Vec<Near>],
    similarity: &dyn Similarity,
    params: &Params,
) -> (Vec<Found>, u64) {
    let (mut found, mut cut) = (Vec::new(), 0);
    for denial in 0..corpus.len() {
        let act = corpus.statement(denial).act;
        if !matches!(act, Act::Deny | Act::Decline) || corpus.is_denied(denial) {
            continue;
        }
        let mut candidates: Vec<u32> = corpus.neighbours(denial, REACH).to_vec();
        if act == Act::Deny {
            cut += accusations(corpus, denial, &mut candidates);
            candidates.extend(near[denial as usize].iter().map(|&(other, _)| other));
        }
        candidates.sort_unstable();
        candidates.dedup();
        let back = refers_back(corpus, denial).then(|| referent(corpus, denial)).flatten();
        for other in candidates {
            if let Some((kind, score, basis)) = judge(corpus, similarity, params, denial, other, back) {
                found.push(Found { from: denial, to: other, kind, score, basis });
            }
        }
    }
    spoken(corpus, &mut found);
    continued(corpus, &mut found);
    replies(corpus, &mut found);
    (found, cut)
}

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

/// The statement that such a denial means: the nearest one before it whose speaker it turns on, else the nearest one about
/// the one who denies, else the nearest one by another.
fn referent(corpus: &Corpus<'_>, denial: u32) -> Option<u32> {
    let place = corpus.place(denial);
    let before = || {
        corpus.neighbours(denial, BESIDE).iter().rev().copied().filter(|&other| {
            corpus.place(other) < place
                && corpus.statement(other).stance() == Stance::For
                && corpus.statement(other).act != Act::Praise
                && !corpus.is_one_side(denial, other)
        })
    };
    before()
        .find(|&other| corpus.is_accused(other, denial))
        .or_else(|| before().find(|&other| corpus.is_accused(denial, other)))
        .or_else(|| before().next())
}

/// What a denial is to another statement.
fn judge(
    corpus: &Corpus<'_>,
    similarity: &dyn Similarity,
    params: &Params,
    denial: u32,
    other: u32,
    back: Option<u32>,
) -> Option<(LinkKind, f64, Basis)> {
    let (d, s) = (corpus.statement(denial), corpus.statement(other));
    if denial == other || corpus.is_within(denial, other) {
        return None;
    }
    if d.act == Act::Deny && corpus.is_within(other, denial) {
        return within(corpus, denial, other).map(|kind| (kind, 1.0, Basis::StandsWithin));
    }
    let is_same_article = corpus.is_same_article(denial, other);
    if corpus.is_one_side(denial, other)
        || (!is_same_article && corpus.order_of(denial, other) == Order::Earlier)
    {
        return None;
    }
    let is_accused = corpus.is_accused(denial, other);
    let turns_on_speaker = corpus.is_accused(other, denial);
    let steps = corpus.place(denial) as i64 - corpus.place(other) as i64;
    let is_beside = is_same_article && (1..=BESIDE as i64).contains(&steps);
    let is_soon =
        is_same_article || corpus.days_between(denial, other).is_some_and(|days| days <= params.days);
    let alike = similarity.between(denial, other);

    if is_beside && s.stance() == Stance::Wish && is_refusal(&d.cue) {
        // `Refused to publish it`, after somebody wanted it published; `rejected the demand`.
        let takes_up = corpus.shared(denial, other) > 0 || steps == 1 && is_of_wish(&d.content);
        if is_accused || takes_up {
            return Some((LinkKind::Answers, 1.0, Basis::Refusal));
        }
    }
    if d.act != Act::Deny || s.act == Act::Praise || corpus.is_denied(other) {
        return None;
    }
    if refers_back(corpus, denial) {
        return (back == Some(other)).then_some((LinkKind::Answers, 1.0, Basis::RefersBack));
    }
    let is_claim = s.stance() == Stance::For;
    let terms = corpus.terms_of(denial);
    // What is answered was told before, unless the article begins with the answer.
    let is_after = !is_same_article || steps > 0 || corpus.place(denial) < LEAD;
    if is_accused && is_claim {
        if alike >= params.answer && !terms.is_sweeping {
            return Some((LinkKind::Answers, alike, Basis::AccusedSameContent));
        }
        let denies = is_denial(&d.cue);
        let is_general =
            terms.is_of_statement && (terms.is_sweeping || terms.is_of_denial || terms.specific <= SPECIFIC);
        if s.act == Act::Accuse && is_general && is_after && !names_its_object(corpus, denial) {
            let is_of_this = is_soon && (denies || terms.is_of_denial) && !is_habit(&d.cue);
            let kind = if is_of_this { LinkKind::GenericDenial } else { LinkKind::PossibleAnswer };
            return Some((kind, alike.max(0.1), Basis::AccusedGeneral));
        }
        let is_near = is_same_article && steps.unsigned_abs() <= BESIDE as u64;
        if s.act == Act::Accuse && is_near && is_after {
            // A denial of one conduct may leave a charge of another one open.
            let kind = match (conduct::of(&d.content), conduct::of(&s.content)) {
                _ if turns_on_speaker => LinkKind::PossibleAnswer,
                (denied, charged) if denied & charged == 0 && denied != 0 && charged != 0 => {
                    LinkKind::PossibleAnswer
                }
                _ => LinkKind::Answers,
            };
            return Some((kind, alike.max(0.1), Basis::AccusedNearby));
        }
        if denies && is_beside && steps == 1 {
            return Some((LinkKind::Answers, alike.max(0.1), Basis::AccusedNearby));
        }
        if s.act == Act::Accuse && is_soon && alike > 0.0 {
            return Some((LinkKind::PossibleAnswer, alike, Basis::AccusedSameContent));
        }
        let is_of_this_kind = || conduct::of(&d.content) & conduct::of(&s.content) != 0;
        if s.act == Act::Accuse && is_soon && denies && !is_habit(&d.cue) && is_of_this_kind() {
            return Some((LinkKind::PossibleAnswer, 0.05, Basis::AccusedGeneral));
        }
    }
    if !is_accused && s.act == Act::Accuse && corpus.is_meant(denial, other) && is_after && is_soon {
        let is_near = is_same_article && steps.unsigned_abs() <= BESIDE as u64;
        if is_near || alike >= params.answer {
            let kind = if alike >= params.answer { LinkKind::Answers } else { LinkKind::PossibleAnswer };
            return Some((kind, alike.max(0.1), Basis::AccusedNearby));
        }
    }
    // Who is accused is not known, and the next one who denies something is not the accuser.
    if s.act == Act::Accuse
        && s.targets.is_empty()
        && is_same_article
        && (1..=BESIDE as i64).contains(&steps)
        && d.level == Level::Main
        && s.level == Level::Main
        && last_accusation(corpus, denial) == Some(other)
        && !is_habit(&d.cue)
    {
        return Some((LinkKind::PossibleAnswer, alike.max(0.05), Basis::SpeaksNext));
    }
    if is_claim && s.targets.is_empty() && alike >= params.contradiction && corpus.shared(denial, other) > 1 {
        return Some((LinkKind::Answers, alike, Basis::SameContent));
    }
    if turns_on_speaker {
        if is_claim && is_beside && (is_accused || s.targets.is_empty()) {
            return Some((LinkKind::Answers, alike.max(0.1), Basis::SpeakerContradicted));
        }
        if is_claim && alike >= params.contradiction {
            return Some((LinkKind::ContradictsPossibly, alike, Basis::SpeakerContradicted));
        }
        // A question that names nobody, and somebody who takes it to be meant.
        let may_be = is_soon && s.stance() == Stance::Wish && s.targets.is_empty();
        return may_be.then_some((LinkKind::PossibleAnswer, alike.max(0.1), Basis::SpeakerContradicted));
    }
    None
}

/// The last accusation by another side before a denial in its article.
fn last_accusation(corpus: &Corpus<'_>, denial: u32) -> Option<u32> {
    let place = corpus.place(denial);
    corpus.neighbours(denial, BESIDE).iter().rev().copied().find(|&other| {
        let statement = corpus.statement(other);
        corpus.place(other) < place
            && statement.act == Act::Accuse
            && statement.level == Level::Main
            && !corpus.is_one_side(denial, other)
    })
}

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

/// Denials that go on with another one's: the same side denies again at once, and answers what the first one answered.
fn continued(corpus: &Corpus<'_>, found: &mut Vec<Found>) {
    // From the top of each article down, so that a third denial follows the second.
    let mut answers: Vec<Vec<(u32, f64)>> = vec![Vec::new(); corpus.len() as usize];
    for link in found.iter().filter(|link| link.kind == LinkKind::Answers) {
        answers[link.from as usize].push((link.to, link.score));
    }
    for first in corpus.by_place() {
        if corpus.statement(first).act != Act::Deny || answers[first as usize].is_empty() {
            continue;
        }
        let place = corpus.place(first);
        let next = corpus
            .neighbours(first, 2)
            .iter()
            .copied()
            .find(|&next| corpus.place(next) > place && corpus.statement(next).level == Level::Main);
        let Some(next) =
            next.filter(|&next| corpus.statement(next).act == Act::Deny && corpus.is_one_side(first, next))
        else {
            continue;
        };
        let nearby: Vec<(u32, f64)> = answers[first as usize]
            .iter()
            .filter(|(to, _)| corpus.is_same_article(*to, first))
            .filter(|(to, _)| *to != next && !answers[next as usize].iter().any(|(known, _)| known == to))
            .copied()
            .collect();
        for (to, score) in nearby {
            answers[next as usize].push((to, score));
            found.push(Found { from: next, to, kind: LinkKind::Answers, score, basis: Basis::Continues });
        }
    }
}

/// What the accused says at once, be it no denial: `accused the guild of hiding it. The guild said it had told everybody`.
fn spoken(corpus: &Corpus<'_>, found: &mut Vec<Found>) {
    for answer in 0..corpus.len() {
        let said = corpus.statement(answer);
        if !matches!(said.act, Act::Assert | Act::Accuse) || said.is_negated || said.level != Level::Main {
            continue;
        }
        let Some(accusation) = last_accusation(corpus, answer) else { continue };
        let steps = corpus.place(answer) - corpus.place(accusation);
        let is_accused = corpus.is_accused(answer, accusation) || corpus.is_meant(answer, accusation);
        if steps <= SPOKEN && is_accused && !corpus.statement(accusation).is_headline {
            found.push(Found {
                from: answer,
                to: accusation,
                kind: LinkKind::PossibleAnswer,
                score: 0.05,
                basis: Basis::SpeaksNext,
            });
        }
    }
}

/// Places within which the accused who speaks may answer.
const SPOKEN: usize = 2;

/// Words of saying that take up what another has just said, and questions with what is said next.
fn replies(corpus: &Corpus<'_>, found: &mut Vec<Found>) {
    let known: HashSet<(u32, u32)> = found.iter().map(|link| (link.from, link.to)).collect();
    for reply in 0..corpus.len() {
        let said = corpus.statement(reply);
        if said.stance() == Stance::None || said.level != Level::Main || said.is_headline {
            continue;
        }
        let place = corpus.place(reply);
        let before = corpus.neighbours(reply, BESIDE).iter().rev().copied().find(|&other| {
            let statement = corpus.statement(other);
            corpus.place(other) < place && statement.level == Level::Main && !statement.is_headline
        });
        let Some(before) = before else { continue };
        let question = corpus.statement(before);
        let is_asked = question.speaker.is_none() && begins_with(&question.cue, &ASKED);
        let is_reply = begins_with(&said.cue, &REPLIES)
            && question.stance() != Stance::None
            && said.speaker.is_some()
            && question.speaker.is_some()
            && !corpus.is_one_side(reply, before);
        if (is_asked || is_reply) && !known.contains(&(reply, before)) {
            found.push(Found {
                from: reply,
                to: before,
                kind: LinkKind::Answers,
                score: 1.0,
                basis: Basis::RefersBack,
            });
        }
    }
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

/// Whether words speak of something wanted: `the demand`.
fn is_of_wish(content: &str) -> bool {
    let content = content.to_ascii_lowercase();
    let words =
        ["demand", "request", "call", "appeal", "proposal", "offer", "ultimatum", "petition", "invitation"];
    content.len() <= OBJECT && words.iter().any(|word| content.contains(word))
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
    let mut possible = vec![false; claims.len()];
    for link in found {
        let claim = root(&mut claims, link.to) as usize;
        match link.kind {
            LinkKind::Answers | LinkKind::GenericDenial => answered[claim] = true,
            LinkKind::PossibleAnswer => possible[claim] = true,
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
            has_possible_answer: possible[root(&mut claims, number) as usize],
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
