//! The same claim in other words.

use super::corpus::{Corpus, Stance};
use super::{Basis, Found, LinkKind, Near, Params, Similarity};
use crate::Level;

/// Links of one statement.
const MOST: usize = 8;

/// Pairs of statements that make the same claim.
pub(super) fn same_claims(
    corpus: &Corpus<'_>,
    near: &[Vec<Near>],
    similarity: &dyn Similarity,
    params: &Params,
) -> Vec<Found> {
    let mut found = Vec::new();
    for number in 0..corpus.len() {
        let stance = corpus.statement(number).stance();
        if stance == Stance::None || corpus.is_denied(number) {
            continue;
        }
        let mut best: Vec<(f64, u32)> = near[number as usize]
            .iter()
            .map(|&(other, alike)| (alike, other))
            // The later of two asks: each pair is looked at once.
            .filter(|&(_, other)| {
                other < number && corpus.statement(other).stance() == stance && !corpus.is_denied(other)
            })
            .filter(|&(_, other)| !corpus.is_within(number, other) && !corpus.is_within(other, number))
            .filter(|&(_, other)| is_one_topic(corpus, number, other))
            .map(|(alike, other)| (score(corpus, number, other, alike, params), other))
            .filter(|&(score, _)| score >= params.same_claim)
            .collect();
        best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.extend(best.iter().take(MOST).map(|&(score, other)| Found {
            from: number,
            to: other,
            kind: LinkKind::SameClaim,
            score,
            basis: Basis::SharedContent,
        }));
    }
    for (headline, article) in corpus.headlines() {
        found.extend(told_below(corpus, similarity, headline, article));
    }
    found
}

/// What the lead has ahead of other statements of the body.
const LEAD: f64 = 0.15;

/// Statements of the body among which a headline is looked for.
const BODY: usize = 24;

/// What a headline says is told again below it: the most alike statement of the same side, the first of several.
fn told_below(
    corpus: &Corpus<'_>,
    similarity: &dyn Similarity,
    headline: u32,
    article: &[u32],
) -> Option<Found> {
    let (top, stance) = (corpus.statement(headline), corpus.statement(headline).stance());
    let mut best: Option<(f64, u32)> = None;
    // The lead tells again what the headline says more often than what stands below.
    let lead = article.iter().copied().find(|&other| {
        let statement = corpus.statement(other);
        !statement.is_headline && statement.level == Level::Main
    });
    let bonus = |other: u32| {
        let is_lead = lead == Some(other) && corpus.shared(headline, other) > 0;
        if is_lead && corpus.statement(other).act == top.act { LEAD } else { 0.0 }
    };
    for &other in article.iter().filter(|&&other| !corpus.statement(other).is_headline).take(BODY) {
        let below = corpus.statement(other);
        // `Audit finds`, and below it who presented the audit.
        let is_lead = lead == Some(other) && corpus.shared(headline, other) > 1;
        let is_theirs = corpus.is_one_side(headline, other)
            || is_lead
            || (top.speaker.is_none() && below.speaker.is_none());
        if !is_theirs || below.stance() != stance || top.level != below.level || stance == Stance::None {
            continue;
        }
        let alike = similarity.between(headline, other) + bonus(other);
        if alike > best.map_or(0.0, |(most, _)| most) {
            best = Some((alike, other));
        }
    }
    best.map(|(alike, other)| Found {
        from: headline,
        to: other,
        kind: LinkKind::SameClaim,
        score: alike,
        basis: Basis::Headline,
    })
}

fn score(corpus: &Corpus<'_>, a: u32, b: u32, alike: f64, params: &Params) -> f64 {
    let bonus = |holds: bool, bonus: f64| if holds { bonus } else { 0.0 };
    let speaker = bonus(corpus.is_one_side(a, b), params.same_speaker);
    let target = bonus(corpus.share_target(a, b), params.same_target);
    (alike + speaker + target).min(1.0)
}

/// Two terms in common, or one where who speaks or who is meant is the same.
fn is_one_topic(corpus: &Corpus<'_>, a: u32, b: u32) -> bool {
    match corpus.shared(a, b) {
        0 => false,
        // Another count of the same is another claim.
        _ if corpus.have_other_numbers(a, b) && !corpus.is_one_side(a, b) => false,
        1 => corpus.is_one_side(a, b) || corpus.share_target(a, b),
        _ => true,
    }
}
