//! Who answers whom, and what nobody answers.

use super::corpus::{Corpus, Stance};
use super::{Basis, Found, LinkKind, Order, Params, Similarity};
use crate::Act;

/// Statements about one accused that are looked at: the latest before the denial.
const ACCUSATIONS: usize = 48;

/// Statements before and after a denial in its article that are looked at.
const REACH: usize = 6;

/// Alike statements that are looked at.
const ALIKE: usize = 16;

/// Statements between an accusation and the denial beside it.
const BESIDE: usize = 2;

/// Terms from which on what is denied is a conduct of its own, not `interference`.
const SPECIFIC: usize = 2;

/// Answers to statements, and the number of accusations that were left out.
pub(super) fn answers(
    corpus: &Corpus<'_>,
    similarity: &mut dyn Similarity,
    params: &Params,
) -> (Vec<Found>, u64) {
    let (mut found, mut cut) = (Vec::new(), 0);
    for denial in 0..corpus.len() {
        let act = corpus.statement(denial).act;
        if !matches!(act, Act::Deny | Act::Decline) {
            continue;
        }
        let mut candidates: Vec<u32> = corpus.neighbours(denial, REACH).to_vec();
        if act == Act::Deny {
            cut += accusations(corpus, denial, &mut candidates);
            candidates.extend(similarity.near(denial as usize, ALIKE).iter().map(|&(other, _)| other as u32));
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

/// Whether a denial has no content of its own: `denied it`.
fn refers_back(corpus: &Corpus<'_>, denial: u32) -> bool {
    let terms = corpus.terms_of(denial);
    terms.specific == 0 && !terms.is_of_denial && terms.stems.len() <= 4
}

/// The statement that such a denial means: the nearest one before it that is about the one who denies, or else the
/// nearest one by another.
fn referent(corpus: &Corpus<'_>, denial: u32) -> Option<u32> {
    let place = corpus.place(denial);
    let before = || {
        corpus.neighbours(denial, REACH).iter().rev().copied().filter(|&other| {
            corpus.place(other) < place
                && corpus.statement(other).stance() == Stance::For
                && !corpus.is_one_side(denial, other)
        })
    };
    before().find(|&other| corpus.is_accused(denial, other)).or_else(|| before().next())
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
    let (d_terms, s_terms) = (corpus.terms_of(denial), corpus.terms_of(other));
    if d.act == Act::Deny && corpus.is_within(other, denial) && matches!(s.act, Act::Accuse | Act::Assert) {
        let kind = if s_terms.specific >= SPECIFIC { LinkKind::Answers } else { LinkKind::GenericDenial };
        return Some((kind, 1.0, Basis::StandsWithin));
    }
    if corpus.is_one_side(denial, other) {
        return None;
    }
    let is_same_article = corpus.is_same_article(denial, other);
    if !is_same_article && corpus.order_of(denial, other) == Order::Earlier {
        return None;
    }
    let alike = similarity.between(denial as usize, other as usize);
    let is_accused = corpus.is_accused(denial, other);
    let steps = corpus.place(denial) as i64 - corpus.place(other) as i64;
    let is_beside = is_same_article && (1..=BESIDE as i64 + 1).contains(&steps);
    if s.stance() == Stance::Wish {
        let refuses = is_accused && is_beside && is_refusal(&d.cue);
        return refuses.then_some((LinkKind::Answers, 1.0, Basis::Refusal));
    }
    if d.act != Act::Deny || s.stance() != Stance::For {
        return None;
    }
    if refers_back(corpus, denial) && !d_terms.is_of_statement {
        return (back == Some(other)).then_some((LinkKind::Answers, 1.0, Basis::RefersBack));
    }
    if is_accused && s.act != Act::Praise {
        let is_general = d_terms.specific < SPECIFIC && (d_terms.is_of_statement || d_terms.is_of_denial);
        let is_soon =
            is_same_article || corpus.days_between(denial, other).is_some_and(|days| days <= params.days);
        if alike >= params.answer && !is_general {
            return Some((LinkKind::Answers, alike, Basis::AccusedSameContent));
        }
        if is_general && s.act == Act::Accuse {
            let kind = if is_soon { LinkKind::GenericDenial } else { LinkKind::PossibleAnswer };
            return Some((kind, alike.max(0.1), Basis::AccusedGeneral));
        }
        if is_beside && s.act == Act::Accuse {
            return Some((LinkKind::Answers, 0.5, Basis::AccusedNearby));
        }
        if is_soon && s.act == Act::Accuse && alike > 0.0 {
            return Some((LinkKind::PossibleAnswer, alike, Basis::AccusedSameContent));
        }
        return None;
    }
    let contradicts_speaker = corpus.is_accused(other, denial);
    if contradicts_speaker && is_beside {
        return Some((LinkKind::Answers, 0.5, Basis::SpeakerContradicted));
    }
    None
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
