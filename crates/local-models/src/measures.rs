//! What a text measures under a language model.

use crate::error::LocalModelError;

/// Measures of a text, each over the tokens that were predicted from those before them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measures {
    /// Tokens that were predicted: without a mark of the beginning, the first is not.
    pub tokens: usize,
    /// Whether the text goes on after what was looked at.
    pub is_cut: bool,
    /// Mean logarithm of a token's probability, in nats. Its negative is the logarithm of the perplexity.
    pub log_prob: f64,
    /// Mean logarithm of a token's rank among all tokens, the most probable being 1 (Su et al. 2023, DetectLLM).
    pub log_rank: f64,
    /// Mean entropy of the predictions, in nats.
    pub entropy: f64,
    /// By how many standard deviations the text is more probable than texts drawn from the model's own predictions: the
    /// discrepancy of Fast-DetectGPT (Bao et al. 2024, eq. 5 and 6) in closed form, the model being its own
    /// reference. 0 where the predictions leave nothing open.
    pub curvature: f64,
}

/// Adds up predictions in their order.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    tokens: usize,
    log_prob: f64,
    log_rank: f64,
    entropy: f64,
    variance: f64,
}

impl Sums {
    /// Takes the logits of one prediction and the token that came.
    pub fn push(&mut self, logits: &[f32], token: usize) -> Result<(), LocalModelError> {
        let came = *logits.get(token).ok_or(LocalModelError::NotFinite)?;
        let highest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        // Sums over e^x, x e^x and x^2 e^x with x at most 0 give all moments of log p.
        let (mut sum, mut first, mut second, mut above) = (0f64, 0f64, 0f64, 0usize);
        for &logit in logits {
            let x = logit - highest;
            let weight = f64::from(libm::expf(x));
            let x = f64::from(x);
            sum += weight;
            // A token that is ruled out adds nothing.
            if weight > 0.0 {
                first += weight * x;
                second += weight * x * x;
            }
            above += usize::from(logit > came);
        }
        let (mean, log_sum) = (first / sum, libm::log(sum));
        let log_prob = f64::from(came - highest) - log_sum;
        if !(log_prob.is_finite() && mean.is_finite()) {
            return Err(LocalModelError::NotFinite);
        }
        self.tokens += 1;
        self.log_prob += log_prob;
        self.log_rank += libm::log((above + 1) as f64);
        self.entropy += log_sum - mean;
        self.variance += (second / sum - mean * mean).max(0.0);
        Ok(())
    }

    /// The measures; `None` without a prediction.
    pub fn measures(&self, is_cut: bool) -> Option<Measures> {
        let n = self.tokens as f64;
        // The expected logarithm of a probability is the negative entropy.
        let away = self.log_prob + self.entropy;
        (self.tokens > 0).then(|| Measures {
            tokens: self.tokens,
            is_cut,
            log_prob: self.log_prob / n,
            log_rank: self.log_rank / n,
            entropy: self.entropy / n,
            curvature: if self.variance > 0.0 { away / libm::sqrt(self.variance) } else { 0.0 },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-6, "{a} and {b}");
    }

    #[test]
    fn moments_are_those_of_the_distribution() {
        // Probabilities 1/2, 1/4, 1/4: the second came, then the first.
        let logits = [2f32.ln(), 0.0, 0.0];
        let mut sums = Sums::default();
        sums.push(&logits, 1).expect("finite");
        sums.push(&logits, 0).expect("finite");
        let measures = sums.measures(false).expect("two predictions");
        let ln2 = std::f64::consts::LN_2;
        assert_eq!(measures.tokens, 2);
        close(measures.log_prob, -1.5 * ln2);
        close(measures.entropy, 1.5 * ln2);
        close(measures.log_rank, ln2 / 2.0);
        // log p has the mean -1.5 ln 2, which is what came.
        close(measures.curvature, 0.0);
        sums.push(&logits, 0).expect("finite");
        let more = sums.measures(false).expect("three predictions");
        // Half of ln 2 more than expected, with a variance of (ln 2)^2 / 4 each.
        close(more.curvature, 0.5 / (3f64 / 4.0).sqrt());
    }

    #[test]
    fn what_is_no_number_is_an_error() {
        let mut sums = Sums::default();
        assert!(sums.push(&[f32::NAN, 1.0], 1).is_err());
        assert!(sums.push(&[f32::NAN, f32::NAN], 1).is_err());
        assert!(sums.push(&[f32::INFINITY, 1.0], 1).is_err());
        assert!(sums.push(&[1.0], 1).is_err());
        assert_eq!(sums.measures(false), None);
    }

    #[test]
    fn a_certain_text_has_no_curvature() {
        let mut sums = Sums::default();
        sums.push(&[0.0, f32::NEG_INFINITY], 0).expect("finite");
        let measures = sums.measures(true).expect("one prediction");
        assert_eq!((measures.log_prob, measures.curvature, measures.is_cut), (0.0, 0.0, true));
    }
}
