//! Several texts together: e-values, which stay valid whatever the texts share.
//!
//! A p-value becomes an e-value by the calibrator `1 / (2 sqrt(p))`; the mean of e-values is an e-value however the texts
//! depend on each other, and an e-value `e` is a p-value of `1 / e` (Vovk and Wang 2021). Copies of one text are one
//! witness: one e-value stands for each family of near-identical texts.

use serde::Serialize;

/// What texts say together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Together {
    /// Families of texts that were answered.
    pub families: u64,
    /// Of these, how many are unusual at 5 %.
    pub unusual: u64,
    /// The mean e-value: evidence against "all of them are human texts of their kinds"; 20 and more is rare.
    pub e: f64,
    /// `min(1, 1 / e)`.
    pub p: f64,
}

/// The e-value of a p-value.
pub fn e_value(p: f64) -> f64 {
    0.5 / libm::sqrt(p.clamp(1e-12, 1.0))
}

/// Of the p-values of some families, each one text's.
pub fn together(p: &[f64]) -> Option<Together> {
    if p.is_empty() {
        return None;
    }
    let e = p.iter().map(|&p| e_value(p)).sum::<f64>() / p.len() as f64;
    let unusual = p.iter().filter(|&&p| p <= 0.05).count() as u64;
    Some(Together { families: p.len() as u64, unusual, e, p: (1.0 / e).min(1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use stats::Xoshiro256;

    #[test]
    fn e_values_of_human_texts_rarely_exceed() {
        // Markov: no more than 5 of 100 sets of uniform p-values have a mean e-value of 20 or more, whatever they share.
        let mut random = Xoshiro256::new(5);
        for shared in [false, true] {
            let mut exceed = 0;
            for _ in 0..20_000 {
                let first = random.uniform();
                let p: Vec<f64> = (0..5).map(|_| if shared { first } else { random.uniform() }).collect();
                exceed += u32::from(together(&p).is_some_and(|all| all.e >= 20.0));
            }
            assert!(exceed <= 1000, "{exceed}");
        }
    }

    #[test]
    fn nothing_says_nothing() {
        assert_eq!(together(&[]), None);
        assert!(together(&[1.0]).is_some_and(|all| all.p == 1.0 && all.unusual == 0));
    }
}
