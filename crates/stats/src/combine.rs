//! Combination of p-values that may depend on each other.

use libm::{atan, exp10, log10, tan};
use std::f64::consts::{FRAC_PI_2, LOG10_2, PI};

/// Base-10 logarithm below which the inverse of a p-value is not added up as it is.
const SMALLEST_PLAIN: f64 = -250.0;
/// Below this p-value the series is the cotangent, and below this argument the arc tangent.
const SERIES: f64 = 0.03;
const LOG10_HALF: f64 = -LOG10_2;

/// Base-10 logarithm of the combined p-value of the Cauchy combination test with equal weights (Liu and Xie 2020,
/// Journal of the American Statistical Association 115): the mean of `cot(pi p)`, which has Cauchy's distribution
/// when a p-value is uniform, referred to that distribution.
///
/// `log10_p` are base-10 logarithms, which reach far below the smallest `f64`. In the tail the result is valid
/// whatever the dependence between the tests: dependence changes the middle of the distribution of such a mean,
/// not how fast its tail falls. Roughly, the smallest p-value is multiplied with the number of tests, less
/// whatever the others add. It is not meant for combined p-values above some 0.05.
///
/// A p-value above 1/2 counts as 1/2, and so does a NaN, which means `p = 1`: the cotangent of a p-value of 1, which
/// discrete tests return all the time, is negative infinity and would cancel every other evidence. This leaves the
/// tail as it is. The result is never above `log10(1/2)`, except that it is 0 for no p-values at all.
pub fn cauchy_log10(log10_p: &[f64]) -> f64 {
    if log10_p.is_empty() {
        return 0.0;
    }
    let smallest = log10_p.iter().fold(0.0f64, |a, &b| a.min(b));
    if smallest == f64::NEG_INFINITY {
        return smallest;
    }
    // Cotangents are kept relative to the largest possible one, so that none is too large for a number.
    let shift = if smallest < SMALLEST_PLAIN { smallest } else { 0.0 };
    let sum: f64 = log10_p.iter().map(|&p| shifted_cotangent(p, shift)).sum();
    let mean = sum / log10_p.len() as f64;
    if shift < 0.0 {
        return shift - log10(mean * PI);
    }
    // The arc tangent of the inverse is the exact one for a large mean.
    match mean {
        0.0 => LOG10_HALF,
        mean if mean * SERIES > 1.0 => log10(small_arc_tangent(1.0 / mean) / PI),
        mean => log10(atan(1.0 / mean) / PI),
    }
}

/// The cotangent of an angle below 0.1, by its series: the next term is below the rounding.
fn cotangent(x: f64) -> f64 {
    let s = x * x;
    let terms = 1.0 / 3.0 + s * (1.0 / 45.0 + s * (2.0 / 945.0 + s * (1.0 / 4725.0 + s * (2.0 / 93555.0))));
    1.0 / x - x * terms
}

/// The arc tangent of a number below 0.03, by its series: the next term is below the rounding.
fn small_arc_tangent(y: f64) -> f64 {
    let s = y * y;
    y * (1.0 - s * (1.0 / 3.0 - s * (1.0 / 5.0 - s * (1.0 / 7.0 - s * (1.0 / 9.0)))))
}

/// `cot(pi p)` times ten to the power of `shift`; 0 for `p >= 1/2`.
fn shifted_cotangent(log10_p: f64, shift: f64) -> f64 {
    if log10_p.is_nan() || log10_p >= LOG10_HALF {
        return 0.0;
    }
    if shift < 0.0 {
        // Only the tail counts here: next to the largest, a cotangent that is not 1 / (pi p) vanishes.
        return exp10(shift - log10_p) / PI;
    }
    let p = exp10(log10_p);
    if p < SERIES {
        cotangent(PI * p)
    } else if p < 0.25 {
        1.0 / tan(PI * p)
    } else {
        // On both sides of 1/4 the tangent of the smaller angle is the exact one.
        tan(FRAC_PI_2 - PI * p).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    #[expect(clippy::excessive_precision, reason = "the digits as mpmath prints them")]
    fn equals_the_formula_with_many_digits() {
        // 1/2 - atan(mean(tan((1/2 - p) pi))) / pi with Python's mpmath at 60 digits.
        for (p, expected) in [
            (vec![0.01, 0.02], -1.875_029_503_624_838_9),
            (vec![0.4, 0.3, 0.001], -2.524_322_321_199_319_5),
            (vec![1e-12, 0.5], -11.698_970_004_336_019),
            (vec![1e-9, 2e-9, 0.1, 0.49], -8.574_031_270_555_716_1),
        ] {
            let logs: Vec<f64> = p.iter().map(|&p| log10(p)).collect();
            let got = cauchy_log10(&logs);
            assert!((got - expected).abs() < 1e-13 * expected.abs(), "{p:?}: {got}");
        }
    }

    #[test]
    fn one_and_equal_values_stay_as_they_are() {
        for p in [-0.302, -0.6, -0.602_06, -1.0, -8.9, -9.0, -9.1, -300.0, -5000.0, -100_000.0] {
            for tests in [1, 2, 7] {
                let got = cauchy_log10(&vec![p; tests]);
                assert!((got - p).abs() < 1e-9, "{tests} times {p}: {got}");
            }
        }
    }

    #[test]
    fn the_smallest_is_multiplied_with_the_number_of_tests() {
        let got = cauchy_log10(&[-5000.0, -3.0, -0.4, 0.0]);
        assert!((got - (-5000.0 + log10(4.0))).abs() < 1e-9, "{got}");
        // Of p and 3 p, with two tests that say next to nothing: 4 / (1 / p + 1 / (3 p)) = 3 p.
        let got = cauchy_log10(&[-90_000.0, -90_000.0 + log10(3.0), -1.0, -2.0]);
        assert!((got - (-90_000.0 + log10(3.0))).abs() < 1e-9, "{got}");
    }

    #[test]
    fn a_test_that_says_nothing_cannot_cancel_another() {
        // By the formula as printed, the cotangent of 1 makes any mean negative infinity.
        for nothing in [0.0, log10(0.5), log10(0.75), 7.0, f64::INFINITY, f64::NAN] {
            let got = cauchy_log10(&[-6.0, nothing]);
            assert!((got - (-6.0 + log10(2.0))).abs() < 1e-9, "{nothing}: {got}");
            assert_eq!(cauchy_log10(&[nothing, nothing]), log10(0.5));
        }
        assert_eq!(cauchy_log10(&[]), 0.0);
        assert_eq!(cauchy_log10(&[f64::NEG_INFINITY, 0.0]), f64::NEG_INFINITY);
    }

    #[test]
    fn holds_its_level_under_dependence() {
        // Five tests that share all, half or nothing of what they see; at 1 in 1000 each.
        let mut random = crate::Xoshiro256::new(11);
        for shared in [0, 2, 5] {
            let mut rejected = 0;
            for _ in 0..100_000 {
                let common = random.uniform();
                let logs: Vec<f64> =
                    (0..5).map(|i| log10(if i < shared { common } else { random.uniform() })).collect();
                rejected += u32::from(cauchy_log10(&logs) <= -3.0);
            }
            // 100 are expected; five standard deviations.
            assert!((50..150).contains(&rejected), "{shared} shared: {rejected}");
        }
    }

    proptest! {
        #[test]
        fn rises_with_each_value(p in prop::collection::vec(-50.0f64..=0.0, 1..9), at in 0usize..9, more in 0.0f64..2.0) {
            let mut larger = p.clone();
            larger[at % p.len()] += more;
            let (here, there) = (cauchy_log10(&p), cauchy_log10(&larger));
            prop_assert!(there >= here - 1e-12 * here.abs());
        }

        #[test]
        fn lies_between_the_smallest_and_its_multiple(p in prop::collection::vec(-20_000.0f64..=0.0, 1..9)) {
            let smallest = p.iter().fold(0.0_f64, |a, &b| a.min(b)).min(log10(0.5));
            let got = cauchy_log10(&p);
            prop_assert!(got >= smallest - 1e-9 && got <= log10(0.5));
            prop_assert!(got <= smallest + log10(p.len() as f64) + 1e-9);
        }
    }
}
