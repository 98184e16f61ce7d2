//! From ratios and priors to posteriors.

use super::bands::words;
use super::weight::Interval;
use serde::{Serialize, Serializer};

/// Priors that are shown when nobody asks for others.
pub const DEFAULT_PRIORS: [Prior; 3] = [Prior(0.01), Prior(0.1), Prior(0.5)];

/// Nothing is nearer to 0 or 1 than this.
const SMALLEST: f64 = 1e-9;

/// How likely a hypothesis is held to be before the findings are looked at: above 0, below 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Prior(f64);

impl Prior {
    /// `None` for what is not between 1e-6 and 1 - 1e-6.
    pub fn new(p: f64) -> Option<Self> {
        (1e-6..=1.0 - 1e-6).contains(&p).then_some(Self(p))
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Serialize for Prior {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0)
    }
}

/// Where a hypothesis comes to from a prior.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Posterior {
    /// The prior; the other hypotheses share the rest equally.
    pub prior: Prior,
    /// Lower end.
    pub lo: f64,
    /// Upper end.
    pub hi: f64,
    /// Words of all bands that the interval touches.
    pub words: Vec<&'static str>,
}

/// ln of the ratio of a hypothesis over the mean ratio of the others: lower and upper end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Factor {
    lo: f64,
    hi: f64,
}

impl Factor {
    /// `None` where there are no others.
    pub fn of(hypothesis: usize, totals: &[Interval]) -> Option<Self> {
        let ln = |log10: f64| log10 * std::f64::consts::LN_10;
        let others = || totals.iter().enumerate().filter(|(h, _)| *h != hypothesis).map(|(_, total)| total);
        let mean =
            |end: fn(&Interval) -> f64| ln_mean(&others().map(|total| ln(end(total))).collect::<Vec<_>>());
        let own = totals.get(hypothesis)?;
        Some(Self {
            lo: ln(own.lo.log10()) - mean(|total| total.hi.log10())?,
            hi: ln(own.hi.log10()) - mean(|total| total.lo.log10())?,
        })
    }

    pub fn posterior(self, prior: Prior) -> Posterior {
        let logit = libm::log(prior.0) - libm::log1p(-prior.0);
        let (lo, hi) = (logistic(logit + self.lo), logistic(logit + self.hi));
        Posterior { prior, lo, hi, words: words(lo, hi) }
    }

    /// Priors at which the posterior is one half, with the upper and with the lower end of the interval.
    pub fn even_priors(self) -> [f64; 2] {
        [logistic(-self.hi), logistic(-self.lo)]
    }
}

fn logistic(x: f64) -> f64 {
    (1.0 / (1.0 + libm::exp(-x))).clamp(SMALLEST, 1.0 - SMALLEST)
}

/// ln of the mean of exp(x); `None` of nothing.
fn ln_mean(all: &[f64]) -> Option<f64> {
    let most = all.iter().copied().reduce(f64::max)?;
    let sum: f64 = all.iter().map(|x| libm::exp(x - most)).sum();
    Some(most + libm::log(sum / all.len() as f64))
}
