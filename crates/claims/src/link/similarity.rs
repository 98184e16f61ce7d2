//! How much two statements speak of the same.

use super::terms::Terms;
use std::cmp::Ordering;

/// A statement that is like another one, by its number, and how much: 0..=1.
pub type Near = (u32, f64);

/// A measure of how alike the contents of statements are. Statements are known by their numbers in the
/// order of the corpus.
/// A model of sentence meaning can take the place of [`Bm25`].
pub trait Similarity {
    /// Up to `most` statements that are most like one, other than itself, with their similarities; the best first, and
    /// of equals the earliest.
    fn near(&mut self, of: u32, most: usize) -> Vec<Near>;

    /// Similarity of two statements, 0..=1, the same both ways.
    fn between(&self, a: u32, b: u32) -> f64;
}

/// BM25 (Robertson & Zaragoza 2009) between contents, as a share of what a content scores with itself.
///
/// Candidates are scored by BM25. Between two, the weights that they share (of the two weights of a term, the smaller one)
/// are divided by the weights of each, and the two shares are averaged in favour of the shorter content, as headlines and
/// repetitions leave words out.
#[derive(Debug)]
pub struct Bm25 {
    /// Terms of each statement with their weight in it.
    documents: Vec<Vec<(u32, f32)>>,
    /// Greatest possible score of each statement as a question.
    own: Vec<f32>,
    /// Weight of each term by rarity.
    rarity: Vec<f32>,
    /// Statements by term, for terms that are not cut.
    postings: Vec<Vec<u32>>,
    /// Terms in more statements than are looked through.
    cut: usize,
    /// Scores of statements, all nought between questions.
    sums: Vec<f32>,
    /// Weights of the terms of the statement that asks, all nought between questions.
    weights: Vec<f32>,
}

const K1: f32 = 1.2;
const B: f32 = 0.5;

/// Share of the better direction in the similarity.
const BETTER: f64 = 0.7;

impl Bm25 {
    /// Prepares all statements. A term in more than `hub` of them leads to no candidates, but counts between two.
    pub(super) fn new(terms: &[Terms], lexicon: usize, hub: usize) -> Self {
        let mut spread = vec![0_u32; lexicon];
        for (term, _) in terms.iter().flat_map(|terms| &terms.counts) {
            spread[*term as usize] += 1;
        }
        let total = terms.len() as f32;
        let rarity: Vec<f32> =
            spread.iter().map(|&n| libm::logf(1.0 + (total - n as f32 + 0.5) / (n as f32 + 0.5))).collect();
        let words: f32 = terms.iter().flat_map(|terms| &terms.counts).map(|(_, count)| count).sum();
        let average = (words / total.max(1.0)).max(1.0);
        let documents: Vec<Vec<(u32, f32)>> = terms
            .iter()
            .map(|terms| {
                let length: f32 = terms.counts.iter().map(|(_, count)| count).sum();
                let norm = K1 * (1.0 - B + B * length / average);
                terms
                    .counts
                    .iter()
                    .map(|&(term, count)| (term, count * (K1 + 1.0) / (count + norm)))
                    .collect()
            })
            .collect();
        let own = documents
            .iter()
            .map(|document| document.iter().map(|&(term, weight)| weight * rarity[term as usize]).sum())
            .collect();
        let mut postings: Vec<Vec<u32>> = vec![Vec::new(); lexicon];
        for (number, document) in documents.iter().enumerate() {
            for &(term, _) in document {
                if spread[term as usize] as usize <= hub {
                    postings[term as usize].push(number as u32);
                }
            }
        }
        let cut = spread.iter().filter(|&&n| n as usize > hub).count();
        let sums = vec![0.0; documents.len()];
        Self { documents, own, rarity, postings, cut, sums, weights: vec![0.0; lexicon] }
    }

    /// What two statements are to each other that have so much weight in common.
    fn share(&self, shared: f32, a: u32, b: u32) -> f64 {
        if shared <= 0.0 {
            return 0.0;
        }
        let share = |number: u32| f64::from(shared / self.own[number as usize]).min(1.0);
        let (a, b) = (share(a), share(b));
        BETTER * a.max(b) + (1.0 - BETTER) * a.min(b)
    }

    /// Number of terms that are too frequent to lead to candidates.
    pub fn cut(&self) -> usize {
        self.cut
    }
}

impl Similarity for Bm25 {
    fn near(&mut self, of: u32, most: usize) -> Vec<Near> {
        let mut touched: Vec<u32> = Vec::new();
        for &(term, weight) in &self.documents[of as usize] {
            let gain = weight * self.rarity[term as usize];
            for &other in &self.postings[term as usize] {
                let sum = &mut self.sums[other as usize];
                if *sum == 0.0 {
                    touched.push(other);
                }
                *sum += gain;
            }
        }
        // Twice as many by the rough sum, then the exact similarity. Sums are above nought: their bits are in their order.
        let mut rough: Vec<u64> = Vec::with_capacity(touched.len());
        for &other in &touched {
            let sum = std::mem::take(&mut self.sums[other as usize]);
            if other != of {
                rough.push(u64::from(!sum.to_bits()) << 32 | u64::from(other));
            }
        }
        if rough.len() > 2 * most {
            rough.select_nth_unstable(2 * most);
            rough.truncate(2 * most);
        }
        for &(term, weight) in &self.documents[of as usize] {
            self.weights[term as usize] = weight;
        }
        let alike = |other: u32| {
            let common = self.documents[other as usize]
                .iter()
                .map(|&(term, weight)| weight.min(self.weights[term as usize]) * self.rarity[term as usize]);
            self.share(common.sum(), of, other)
        };
        let mut near: Vec<Near> = rough.iter().map(|&key| (key as u32, alike(key as u32))).collect();
        for &(term, _) in &self.documents[of as usize] {
            self.weights[term as usize] = 0.0;
        }
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        near.truncate(most);
        near
    }

    fn between(&self, a: u32, b: u32) -> f64 {
        let (x, y) = (&self.documents[a as usize], &self.documents[b as usize]);
        let mut shared = 0.0_f32;
        let (mut i, mut j) = (0, 0);
        while i < x.len() && j < y.len() {
            match x[i].0.cmp(&y[j].0) {
                Ordering::Less => i += 1,
                Ordering::Greater => j += 1,
                Ordering::Equal => {
                    shared += x[i].1.min(y[j].1) * self.rarity[x[i].0 as usize];
                    i += 1;
                    j += 1;
                }
            }
        }
        self.share(shared, a, b)
    }
}
