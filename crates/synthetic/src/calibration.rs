//! How unusual a score is among comparable human texts.

use crate::members::{MEMBERS, Margins};
use crate::register::{BUCKETS, Registers};
use serde::{Deserialize, Serialize};

/// Fewest human texts of a stratum that answers.
pub const LEAST: usize = 200;

/// Scores of human texts of one length, register and language, each from models that had seen neither its source's texts
/// of that register nor its group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stratum {
    /// Scores, in ascending order.
    pub scores: Vec<f32>,
    /// For each member the margin that one in five of these texts exceeds.
    pub high: Margins,
}

/// A conformal p-value: the share of comparable human texts that score at least as high, this one counted among them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Conformal {
    /// The p-value: `(above + 1) / (n + 1)`. How unusual this is among comparable human texts; never a probability that
    /// a human wrote it.
    pub p: f64,
    /// Human texts that score at least as high.
    pub above: u64,
    /// Human texts compared with.
    pub n: u64,
    /// 95 % interval of the share of such human texts that `above` of `n` allows (Clopper and Pearson 1934).
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// What texts are compared with: by bucket of length, where registers lie and the strata of each.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Places of registers.
    pub places: Vec<Option<Registers>>,
    /// Strata by bucket and register.
    pub strata: Vec<Vec<Stratum>>,
}

impl Calibration {
    /// One that compares with nothing.
    pub fn empty(registers: usize) -> Self {
        let strata = vec![vec![Stratum::default(); registers]; BUCKETS.len()];
        Self { places: vec![None; BUCKETS.len()], strata }
    }
}

/// How unusual a score is among those of human texts, in ascending order; `None` where they are too few to say.
pub fn conformal(scores: &[f32], score: f32) -> Option<Conformal> {
    if scores.len() < LEAST {
        return None;
    }
    let n = scores.len();
    let above = n - scores.partition_point(|&other| other < score);
    let (low, high) = stats::clopper_pearson(above as u64, n as u64, 0.025)?;
    Some(Conformal { p: (above + 1) as f64 / (n + 1) as f64, above: above as u64, n: n as u64, low, high })
}

impl Stratum {
    /// Of scores and margins.
    pub fn of(texts: &[(f32, Margins)]) -> Self {
        let mut scores: Vec<f32> = texts.iter().map(|&(score, _)| score).collect();
        scores.sort_by(f32::total_cmp);
        let mut high = [0.0; MEMBERS];
        for (member, high) in high.iter_mut().enumerate() {
            let mut margins: Vec<f32> = texts.iter().map(|(_, margins)| margins[member]).collect();
            margins.sort_by(f32::total_cmp);
            *high = margins.get(margins.len() * 4 / 5).copied().unwrap_or(0.0);
        }
        Self { scores, high }
    }

    /// How unusual a score is; `None` in a stratum too small to say.
    pub fn p(&self, score: f32) -> Option<Conformal> {
        conformal(&self.scores, score)
    }

    /// How many members find the text more machine-like than four in five of these human texts.
    pub fn agreeing(&self, margins: &Margins) -> usize {
        margins.iter().zip(&self.high).filter(|(margin, high)| margin > high).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use stats::Xoshiro256;

    #[test]
    fn p_values_of_exchangeable_texts_are_uniform() {
        let mut random = Xoshiro256::new(11);
        let stratum =
            Stratum::of(&(0..999).map(|_| (random.uniform() as f32, [0.0; MEMBERS])).collect::<Vec<_>>());
        let flagged = (0..20_000)
            .filter(|_| stratum.p(random.uniform() as f32).is_some_and(|answer| answer.p <= 0.05))
            .count();
        assert!((700..=1300).contains(&flagged), "{flagged} of 20,000 at 5 %");
    }

    #[test]
    fn a_small_stratum_says_nothing() {
        let texts = |n: usize| (0..n).map(|at| (at as f32, [at as f32; MEMBERS])).collect::<Vec<_>>();
        assert_eq!(Stratum::of(&texts(LEAST - 1)).p(0.0), None);
        let stratum = Stratum::of(&texts(LEAST));
        let high = stratum.p(1e6).expect("large enough");
        assert_eq!((high.above, high.n, high.low), (0, 200, 0.0));
        assert!((high.p - 1.0 / 201.0).abs() < 1e-12 && high.high > 0.015);
        assert_eq!(stratum.p(-1.0).map(|low| low.p), Some(1.0));
        assert_eq!(stratum.agreeing(&[1e6; MEMBERS]), MEMBERS);
        assert_eq!(stratum.agreeing(&[0.0; MEMBERS]), 0);
    }
}
