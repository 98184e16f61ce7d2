//! The same claim in other words.

use super::corpus::{Corpus, Stance};
use super::weights::{SAME, SAME_BIAS, probability};
use super::{Basis, Found, LinkKind, Near, Params, Similarity};
use crate::{Act, Level};
use std::collections::BTreeSet;

/// Links of one statement.
const MOST: usize = 8;

/// Statements of the body with which a headline is compared.
const BODY: usize = 24;

/// Paragraphs at the top of an article that sum it up.
const TOP: u32 = 3;

/// Pairs of statements that make the same claim.
pub(super) fn same_claims(
    corpus: &Corpus<'_>,
    near: &[Vec<Near>],
    similarity: &dyn Similarity,
    params: &Params,
) -> Vec<Found> {
    let mut found = Vec::new();
    let mut best: Vec<Vec<(f64, u32)>> = vec![Vec::new(); corpus.len() as usize];
    for (one, other) in pairs(corpus, near) {
        let score = probability(SAME_BIAS, &SAME, &signals(corpus, similarity, one, other));
        if score >= params.same_claim {
            best[one as usize].push((score, other));
        }
    }
    for (one, best) in (0..).zip(best) {
        found.extend(chosen(best.into_iter(), params.same_claim).into_iter().map(|(score, other)| {
            // A headline points to its text.
            let is_headline = is_headline_of(corpus, one, other) || is_headline_of(corpus, other, one);
            Found {
                from: one,
                to: other,
                kind: LinkKind::SameClaim,
                score,
                basis: if is_headline { Basis::Headline } else { Basis::SharedContent },
            }
        }));
    }
    found
}

/// Of what may make a statement's claim, each with its probability: what is told to make it, the most probable first.
pub fn chosen<T: Copy + Ord>(scored: impl Iterator<Item = (f64, T)>, least: f64) -> Vec<(f64, T)> {
    let mut chosen: Vec<(f64, T)> = scored.filter(|&(score, _)| score >= least).collect();
    chosen.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    chosen.truncate(MOST);
    chosen
}

/// All pairs that are looked at, the higher number first: those alike, and headlines with what stands below.
pub(super) fn pairs(corpus: &Corpus<'_>, near: &[Vec<Near>]) -> BTreeSet<(u32, u32)> {
    let mut pairs: BTreeSet<(u32, u32)> = BTreeSet::new();
    let alike = (0..).zip(near).flat_map(|(one, near)| near.iter().map(move |&(other, _)| (one, other)));
    let below = corpus.headlines().flat_map(|(headline, article)| {
        let body = article.iter().filter(|&&other| !corpus.statement(other).is_headline);
        body.take(BODY).map(move |&other| (headline, other))
    });
    pairs.extend(
        alike
            .chain(below)
            .map(|(a, b)| (a.max(b), a.min(b)))
            .filter(|&(one, other)| may_be_same(corpus, one, other)),
    );
    pairs
}

/// Whether two statements can make one claim: on one side of the question, and neither in the words of the other.
fn may_be_same(corpus: &Corpus<'_>, one: u32, other: u32) -> bool {
    let is_against = |number: u32| corpus.statement(number).stance() == Stance::Against;
    one != other
        && is_against(one) == is_against(other)
        && !corpus.is_denied(one)
        && !corpus.is_denied(other)
        && !corpus.is_within(one, other)
        && !corpus.is_within(other, one)
}

fn is_headline_of(corpus: &Corpus<'_>, headline: u32, below: u32) -> bool {
    corpus.is_same_article(headline, below)
        && corpus.statement(headline).is_headline
        && !corpus.statement(below).is_headline
}

/// The signals of two statements; the same both ways.
pub(super) fn signals(
    corpus: &Corpus<'_>,
    similarity: &dyn Similarity,
    one: u32,
    other: u32,
) -> [f64; SAME.len()] {
    let (a, b) = (corpus.statement(one), corpus.statement(other));
    let is = |holds: bool| f64::from(u8::from(holds));
    let is_one_of = |act: Act| (a.act == act) != (b.act == act);
    let is_same_article = corpus.is_same_article(one, other);
    let is_one_side = corpus.is_one_side(one, other);
    let is_headed = a.is_headline != b.is_headline;
    let alike = libm::sqrt(similarity.between(one, other));
    let steps = corpus.place(one).abs_diff(corpus.place(other)) as f64;
    let is_top = is_same_article && a.paragraph.min(b.paragraph) <= TOP && !is_headed && steps > 1.0;
    let days = corpus.days_between(one, other).filter(|_| !is_same_article).unwrap_or(0);
    [
        is(is_one_of(Act::Deny)),
        is(is_one_of(Act::Demand)),
        is(is_one_of(Act::Decline)),
        is(a.speaker.is_some() && b.speaker.is_some() && !is_one_side),
        is(is_headed && is_same_article),
        is(is_headed && !is_same_article),
        if is_headed && is_same_article { alike } else { 0.0 },
        if !is_same_article && is_one_side { alike } else { 0.0 },
        is(a.level == Level::Nested || b.level == Level::Nested),
        is(a.act == Act::Accuse && b.act == Act::Accuse),
        if is_same_article { libm::log1p(steps) } else { 0.0 },
        if is_top { alike } else { 0.0 },
        libm::log1p(days as f64),
        corpus.in_common(one, other),
    ]
}
