//! The same claim in other words.

use super::corpus::{Corpus, Stance};
use super::{Basis, Found, LinkKind, Params, Similarity};

/// Statements that are compared with one.
const CANDIDATES: usize = 24;

/// Links of one statement.
const MOST: usize = 8;

/// Pairs of statements that make the same claim.
pub(super) fn same_claims(
    corpus: &Corpus<'_>,
    similarity: &mut dyn Similarity,
    params: &Params,
) -> Vec<Found> {
    let mut found = Vec::new();
    for number in 0..corpus.len() {
        let stance = corpus.statement(number).stance();
        if stance == Stance::None || corpus.is_denied(number) {
            continue;
        }
        let mut best: Vec<(f64, u32)> = similarity
            .near(number as usize, CANDIDATES)
            .into_iter()
            .map(|(other, alike)| (alike, other as u32))
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
    found
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
        1 => corpus.is_one_side(a, b) || corpus.share_target(a, b),
        _ => true,
    }
}
