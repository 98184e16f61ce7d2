//! False discovery rate after Benjamini and Hochberg (1995).

use libm::{exp10, log10};

/// Base-10 logarithms of the Benjamini-Hochberg adjusted p-values, in the order of the input:
/// `q(i) = min over j >= i of p(j) * tested / j`, at most 1, where `j` is the rank of the ascending p-values.
///
/// `log10_p` are base-10 logarithms, which reach far below the smallest `f64`. `tested` is the number of hypotheses,
/// those without a p-value in the list included (all pairs of accounts that could have acted together, for
/// example); a number below the length of the list counts as that length. The absent ones are taken to have
/// `p = 1`: if some of them had smaller ones, the true q-values would be smaller still. A NaN counts as `p = 1`.
pub fn log10_q_values(log10_p: &[f64], tested: u64) -> Vec<f64> {
    let p = |i: usize| if log10_p[i].is_nan() { 0.0 } else { log10_p[i].min(0.0) };
    let mut ascending: Vec<usize> = (0..log10_p.len()).collect();
    ascending.sort_unstable_by(|&a, &b| p(a).total_cmp(&p(b)).then(a.cmp(&b)));
    let log10_tested = log10(tested.max(log10_p.len() as u64) as f64);
    let mut q = vec![0.0; log10_p.len()];
    let mut smallest = 0.0_f64;
    for (rank, &i) in ascending.iter().enumerate().rev() {
        smallest = smallest.min(p(i) + (log10_tested - log10((rank + 1) as f64)));
        q[i] = smallest;
    }
    q
}

/// Benjamini-Hochberg adjusted p-values, as [`log10_q_values`], but as numbers: 0 where they are below the smallest
/// `f64`. Rejecting every hypothesis with `q <= alpha` keeps the expected share of false ones at or below `alpha`
/// when the tests are independent or positively dependent.
pub fn q_values(log10_p: &[f64], tested: u64) -> Vec<f64> {
    log10_q_values(log10_p, tested).into_iter().map(exp10).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The step-up procedure as printed in textbooks: reject the `k` smallest for the largest `k` with
    /// `p(k) <= k alpha / m`; the q-value of a hypothesis is the smallest alpha at which it is rejected.
    fn textbook(p: &[f64], m: f64) -> Vec<f64> {
        let mut sorted = p.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        p.iter()
            .map(|&own| {
                (0..sorted.len())
                    .filter(|&k| sorted[k] >= own)
                    .map(|k| sorted[k] * m / (k + 1) as f64)
                    .fold(1.0, f64::min)
            })
            .collect()
    }

    #[test]
    fn equals_p_adjust() {
        // p.adjust(c(.01, .02, .03, .04, .05, .6), "BH") in R.
        let p = [0.01, 0.02, 0.03, 0.04, 0.05, 0.6].map(log10);
        for (got, expected) in q_values(&p, 6).iter().zip([0.06, 0.06, 0.06, 0.06, 0.06, 0.6]) {
            assert!((got - expected).abs() < 1e-12, "{got}");
        }
        // p.adjust(c(.001, .5, .002), "BH", n = 100)
        for (got, expected) in q_values(&[0.001, 0.5, 0.002].map(log10), 100).iter().zip([0.1, 1.0, 0.1]) {
            assert!((got - expected).abs() < 1e-12, "{got}");
        }
        assert!(q_values(&[], 10).is_empty());
        assert_eq!(q_values(&[f64::NAN, 0.5], 2), [1.0, 1.0]);
    }

    #[test]
    fn reaches_below_the_smallest_number() {
        let q = log10_q_values(&[-4000.0, -2.0], 1_000_000);
        assert!((q[0] + 3994.0).abs() < 1e-9);
        assert_eq!(q[1], 0.0);
        assert_eq!(log10_q_values(&[f64::NEG_INFINITY], 5), [f64::NEG_INFINITY]);
    }

    proptest! {
        #[test]
        fn equals_the_textbook(p in prop::collection::vec(1e-12f64..=1.0, 0..30), more in 0u64..100) {
            let m = p.len() as u64 + more;
            let logs: Vec<f64> = p.iter().map(|&x| log10(x)).collect();
            for (got, expected) in q_values(&logs, m).iter().zip(textbook(&p, m as f64)) {
                prop_assert!((got - expected).abs() <= 1e-12 * expected, "{got} {expected}");
            }
        }

        #[test]
        fn keeps_the_order_and_never_falls_below_p(p in prop::collection::vec(-500.0f64..=0.0, 1..30), m in 0u64..1000) {
            let q = log10_q_values(&p, m);
            for i in 0..p.len() {
                prop_assert!(q[i] >= p[i] - 1e-12 && q[i] <= 0.0);
                for j in 0..p.len() {
                    prop_assert!(p[i] > p[j] || q[i] <= q[j]);
                }
            }
        }
    }
}
