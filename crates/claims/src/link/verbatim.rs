//! Statements in nearly the same words.
//!
//! A statement is cut into runs of five words, its quotations apart. Two are near where they share half of the runs of
//! the one with fewer. MinHash bands find texts of like length; here a short quotation stands within a long sentence, so
//! statements are looked up by their runs, and what is found is counted exactly. Whoever denies a statement in its own words
//! does not repeat it: both must stand on one side of the question.

use super::corpus::{Corpus, Stance};
use super::{Basis, Found, LinkKind};
use hashbrown::HashMap;
use text::prose::{Prose, quotations};
use text::{Params, fold, shingles};

/// Least share of the runs of the shorter one.
pub(super) const LEAST: f64 = 0.5;

/// Statements that are looked at for each run of words: the first ones with it.
const FIRST: usize = 32;

/// Links of one statement.
const MOST: usize = 8;

/// Terms that two must share: runs of common words alone are in everybody's sentences.
const TERMS: usize = 2;

/// Words in a run.
const WORDS: usize = 5;

/// Pairs of statements with the share of runs that they have in common; the second result counts runs in more statements
/// than were looked at.
pub(super) fn near_verbatim(corpus: &Corpus<'_>) -> (Vec<Found>, u64) {
    let params = Params { words: WORDS, min_words: WORDS, ..Params::default() };
    let mut seen: HashMap<u64, Vec<(u32, u32)>> = HashMap::new();
    let mut sizes: Vec<Vec<u32>> = Vec::with_capacity(corpus.len() as usize);
    let (mut found, mut cut) = (Vec::new(), 0);
    for number in 0..corpus.len() {
        let content = &corpus.statement(number).content;
        let sets: Vec<Vec<u64>> =
            parts(content).iter().filter_map(|part| shingles(&fold(part), &params)).collect();
        // Statement, its part, the part here: one entry for each run in common.
        let mut shared: Vec<(u32, u32, u32)> = Vec::new();
        for (part, set) in (0..).zip(&sets) {
            for shingle in set {
                let with = seen.entry(*shingle).or_default();
                shared.extend(
                    with.iter().filter(|with| with.0 != number).map(|&(other, its)| (other, its, part)),
                );
                if with.len() < FIRST {
                    with.push((number, part));
                } else {
                    cut += 1;
                }
            }
        }
        sizes.push(sets.iter().map(|set| set.len() as u32).collect());
        shared.sort_unstable();
        let mut best: Vec<(f64, u32)> = Vec::new();
        for same in shared.chunk_by(|a, b| a == b) {
            let (other, its, part) = same[0];
            let least = sizes[other as usize][its as usize].min(sizes[number as usize][part as usize]);
            let share = same.len() as f64 / f64::from(least);
            match best.last_mut() {
                Some(last) if last.1 == other => last.0 = last.0.max(share),
                _ => best.push((share, other)),
            }
        }
        // What stands within a statement shares its words by nature.
        let stance = corpus.statement(number).stance();
        best.retain(|&(share, other)| {
            share >= LEAST
                && stance != Stance::None
                && corpus.statement(other).stance() == stance
                && corpus.shared(number, other) >= TERMS
                && !corpus.is_within(number, other)
                && !corpus.is_within(other, number)
        });
        best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.extend(best.iter().take(MOST).map(|&(score, other)| Found {
            from: number,
            to: other,
            kind: LinkKind::NearVerbatim,
            score,
            basis: Basis::SharedRuns,
        }));
    }
    (found, cut)
}

/// A content, and each quotation that is only a part of it.
fn parts(content: &str) -> Vec<&str> {
    let mut parts = vec![content];
    if content.contains(['"', '“', '‘', '\'', '«', '„', '»', '「']) {
        let prose = Prose::of(content);
        for quotation in quotations(content, &prose).iter().filter(|quotation| quotation.depth == 0) {
            for piece in 0..quotation.pieces.len() {
                parts.push(&content[quotation.inside(content, piece)]);
            }
        }
    }
    parts
}
