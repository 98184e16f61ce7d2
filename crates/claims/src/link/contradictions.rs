//! Statements that may not both hold.

use super::corpus::{Corpus, Stance};
use super::{Basis, Found, LinkKind, Near, Params};
use hashbrown::HashSet;

/// Links of one statement.
const MOST: usize = 4;

/// Words in a number of things that leaves out what they are: `The operator counted 380.`
const BARE: usize = 3;

/// Terms in common from which on two articles speak of one thing.
const ONE_THING: usize = 4;

/// Pairs with opposite signs or other numbers on one topic, by different speakers, other than answers.
pub(super) fn contradictions(
    corpus: &Corpus<'_>,
    near: &[Vec<Near>],
    answers: &[Found],
    params: &Params,
) -> Vec<Found> {
    // An answer gives the other side already, and clashes beyond that where it counts otherwise.
    let mut found: Vec<Found> = answers
        .iter()
        .filter(|link| {
            link.kind == LinkKind::Answers
                && corpus.shared(link.from, link.to) > 0
                && corpus.have_other_numbers(link.from, link.to)
        })
        .map(|link| Found { kind: LinkKind::ContradictsPossibly, basis: Basis::OtherNumbers, ..*link })
        .collect();
    let answers: HashSet<(u32, u32)> = answers.iter().map(|link| (link.from, link.to)).collect();
    for number in 0..corpus.len() {
        let mut best: Vec<(f64, u32, Basis)> = Vec::new();
        for &(other, alike) in &near[number as usize] {
            let is_answer = answers.contains(&(number, other)) || answers.contains(&(other, number));
            if other < number
                && alike >= params.contradiction
                && !is_answer
                && let Some(basis) = clash(corpus, number, other)
            {
                best.push((alike, other, basis));
            }
        }
        if let Some(other) = bare_number(corpus, number) {
            best.push((0.5, other, Basis::OtherNumbers));
        }
        best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.extend(best.iter().take(MOST).map(|&(score, other, basis)| Found {
            from: number,
            to: other,
            kind: LinkKind::ContradictsPossibly,
            score,
            basis,
        }));
    }
    found
}

/// How two alike statements contradict each other.
fn clash(corpus: &Corpus<'_>, a: u32, b: u32) -> Option<Basis> {
    let is_nested = corpus.is_within(a, b) || corpus.is_within(b, a);
    if is_nested || corpus.is_one_side(a, b) || corpus.shared(a, b) < 2 {
        return None;
    }
    let have_actor = corpus.share_target(a, b) || corpus.is_accused(a, b) || corpus.is_accused(b, a);
    // `140 stations were named in the messages`, `the messages named 210 stations`: one thing, counted twice.
    let is_one_thing = corpus.shared(a, b) >= ONE_THING && corpus.have_other_numbers(a, b);
    if !have_actor && !corpus.is_same_article(a, b) && !is_one_thing {
        return None;
    }
    match (corpus.statement(a).stance(), corpus.statement(b).stance()) {
        (Stance::For, Stance::Against) | (Stance::Against, Stance::For) => Some(Basis::OppositeSigns),
        (Stance::For, Stance::For) => corpus.have_other_numbers(a, b).then_some(Basis::OtherNumbers),
        _ => None,
    }
}

/// The statement just before, where this one only gives another number.
fn bare_number(corpus: &Corpus<'_>, number: u32) -> Option<u32> {
    let terms = corpus.terms_of(number);
    let [mine] = terms.numbers.as_slice() else { return None };
    if terms.stems.len() > BARE || corpus.statement(number).stance() != Stance::For {
        return None;
    }
    let place = corpus.place(number);
    corpus.neighbours(number, 1).iter().copied().find(|&other| {
        corpus.place(other) + 1 == place
            && corpus.statement(other).stance() == Stance::For
            && !corpus.is_one_side(number, other)
            && matches!(corpus.terms_of(other).numbers.as_slice(), [its] if its != mine)
    })
}
