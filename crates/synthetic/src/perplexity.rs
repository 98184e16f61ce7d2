//! The member that is not part of the score: how a text reads to a language model of the user's own.
//!
//! What such a model finds is compared only with human texts of the user's own that the same model has read
//! ([`Curvatures`], made by `synthetic calibrate`), and changes neither score nor answer: what it would be worth with a
//! model that we have not measured is not known. The model itself is elsewhere; here are only its numbers.

use crate::calibration::{Conformal, conformal};
use crate::document::View;
use crate::register::BUCKETS;
use serde::{Deserialize, Serialize};

/// What a causal language model measures of a text, over the tokens that it predicts from those before them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Tokens that were predicted.
    pub tokens: u64,
    /// Mean logarithm of a token's probability, in nats.
    pub log_prob: f64,
    /// Mean logarithm of a token's rank, the most probable token being 1.
    pub log_rank: f64,
    /// Mean entropy of the predictions, in nats.
    pub entropy: f64,
    /// By how many standard deviations the text is more probable than what the model itself would draw: Fast-DetectGPT's
    /// discrepancy (Bao et al. 2024). Texts by chat models tend to be high.
    pub curvature: f64,
}

/// What is said of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Perplexity {
    /// What was measured.
    pub reading: Reading,
    /// How unusual its curvature is among comparable human texts; `None` where the model is not calibrated for them.
    pub p: Option<Conformal>,
}

impl Perplexity {
    /// Whether its p-value means something, as tables have it.
    pub const fn state(&self) -> &'static str {
        if self.p.is_some() { "calibrated" } else { "not calibrated" }
    }
}

/// Curvatures of the human texts of one register under one language model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Curvatures {
    /// SHA-256 of the model's folder, in hexadecimal.
    pub model: String,
    /// Number of the register.
    pub register: usize,
    /// By bucket of length, in ascending order.
    pub buckets: Vec<Vec<f32>>,
}

impl Curvatures {
    /// Of texts by bucket.
    pub fn of(model: String, register: usize, mut buckets: Vec<Vec<f32>>) -> Self {
        buckets.iter_mut().for_each(|curvatures| curvatures.sort_by(f32::total_cmp));
        Self { model, register, buckets }
    }

    /// Whether this has all buckets, in order, for one of so many registers.
    pub fn fits(&self, registers: usize) -> bool {
        let is_sorted = |curvatures: &Vec<f32>| curvatures.is_sorted_by(|a, b| a <= b);
        self.register < registers && self.buckets.len() == BUCKETS.len() && self.buckets.iter().all(is_sorted)
    }
}

/// What is said of a text that a model has read: compared with the human texts that it is comparable with, as bucket and
/// register, and that the same model has read.
pub fn judge(
    reading: Reading,
    model: &str,
    stratum: Option<(usize, usize)>,
    known: &[Curvatures],
) -> Perplexity {
    let p = stratum.and_then(|(bucket, register)| {
        let is_same = |known: &&Curvatures| known.model == model && known.register == register;
        conformal(known.iter().find(is_same)?.buckets.get(bucket)?, reading.curvature as f32)
    });
    Perplexity { reading, p }
}

/// The plain text of a piece, as a language model is to read it: disguises are made plain, spaces are single.
pub fn plain<'d>(view: &View<'d>) -> &'d str {
    match (view.tokens.first(), view.tokens.last()) {
        (Some(first), Some(last)) => &view.text[first.start as usize..last.end as usize],
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::LEAST;
    use crate::document::Document;

    const READING: Reading =
        Reading { tokens: 30, log_prob: -3.0, log_rank: 1.0, entropy: 3.0, curvature: 7.0 };

    fn known(model: &str, register: usize) -> Curvatures {
        let mut buckets = vec![Vec::new(); BUCKETS.len()];
        buckets[1] = (0..LEAST).rev().map(|at| at as f32 / 20.0).collect();
        buckets[2] = vec![1.0; LEAST - 1];
        Curvatures::of(model.to_owned(), register, buckets)
    }

    #[test]
    fn only_comparable_texts_that_the_same_model_read_count() {
        let known = [known("a", 0), known("b", 3)];
        let p = |model: &str, stratum| judge(READING, model, stratum, &known).p.map(|p| (p.above, p.n));
        assert_eq!(p("b", Some((1, 3))), Some((60, 200)));
        assert_eq!(p("a", Some((1, 3))), None, "another model");
        assert_eq!(p("b", Some((1, 0))), None, "another register");
        assert_eq!(p("b", Some((2, 3))), None, "too few");
        assert_eq!(p("b", None), None, "no stratum");
    }

    #[test]
    fn what_does_not_fit_is_seen() {
        assert!(known("a", 2).fits(3));
        assert!(!known("a", 3).fits(3));
        let mut other = known("a", 0);
        other.buckets[1].reverse();
        assert!(!other.fits(3), "not in order");
        other.buckets[1] = vec![f32::NAN; 3];
        assert!(!other.fits(3), "no numbers");
        other.buckets.pop();
        assert!(!other.fits(3), "a bucket less");
    }

    #[test]
    fn a_model_reads_what_the_members_see() {
        let document = Document::of("  The l\u{200b}amps\n\nwill be white. And so on.");
        assert_eq!(plain(&document.first(5)), "The lamps will be white.");
        assert_eq!(plain(&Document::of("").view()), "");
    }
}
