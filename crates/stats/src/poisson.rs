//! Upper tail of the Poisson distribution, to hundreds of thousands of decimal places below 1.

use libm::{exp, fabs, log, log1p};
use std::f64::consts::{LN_10, PI};

/// Base-10 logarithm of `P(X >= k)` for a Poisson variable with mean `lambda`, exact to about 12 digits however
/// small the probability is.
///
/// It is 0 for `k = 0`, negative infinity for `lambda = 0` and `k > 0`, and NaN for a negative or NaN `lambda`.
/// The tail is the point probability, in Loader's saddle-point form (2000), times a series of positive terms;
/// where most of the mass lies above `k` the lower tail is summed instead. Nothing cancels.
/// The cost is at most of the order of `sqrt(k)` steps.
pub fn poisson_upper_log10(k: u64, lambda: f64) -> f64 {
    if lambda.is_nan() || lambda < 0.0 {
        return f64::NAN;
    }
    if k == 0 || lambda == f64::INFINITY {
        return 0.0;
    }
    if lambda == 0.0 {
        return f64::NEG_INFINITY;
    }
    let count = k as f64;
    if lambda < count + 1.0 {
        ((log_probability(count, lambda) + log(terms_above(count, lambda))) / LN_10).min(0.0)
    } else {
        let lower = exp(log_probability(count - 1.0, lambda) + log(terms_below(count - 1.0, lambda)));
        log1p(-lower) / LN_10
    }
}

/// `P(X >= k) / P(X = k)` for `lambda < k + 1`.
fn terms_above(k: f64, lambda: f64) -> f64 {
    let (mut sum, mut term, mut next) = (1.0, 1.0, k);
    while term > sum * 1e-19 {
        next += 1.0;
        term *= lambda / next;
        sum += term;
    }
    sum
}

/// `P(X <= k) / P(X = k)` for `lambda > k`.
fn terms_below(k: f64, lambda: f64) -> f64 {
    let (mut sum, mut term, mut last) = (1.0, 1.0, k);
    while last > 0.0 && term > sum * 1e-19 {
        term *= last / lambda;
        last -= 1.0;
        sum += term;
    }
    sum
}

/// Natural logarithm of `P(X = k)`.
fn log_probability(k: f64, lambda: f64) -> f64 {
    if k == 0.0 { -lambda } else { -stirling_error(k) - deviance(k, lambda) - 0.5 * log(2.0 * PI * k) }
}

/// `k ln(k / lambda) + lambda - k`, without cancellation where the two are close.
fn deviance(k: f64, lambda: f64) -> f64 {
    let difference = k - lambda;
    if fabs(difference) >= 0.1 * (k + lambda) {
        let ratio = k / lambda;
        let log_ratio = if ratio.is_finite() { log(ratio) } else { log(k) - log(lambda) };
        return k * log_ratio - difference;
    }
    let v = difference / (k + lambda);
    let (mut sum, mut power, mut odd) = (difference * v, 2.0 * k * v, 1.0);
    loop {
        power *= v * v;
        odd += 2.0;
        let more = sum + power / odd;
        if more == sum {
            return sum;
        }
        sum = more;
    }
}

/// `ln k! - ln(sqrt(2 pi k) (k / e)^k)` for a whole number `k >= 1`.
fn stirling_error(k: f64) -> f64 {
    /// Values at 1..=15, where the series below is not yet accurate.
    const SMALL: [f64; 15] = [
        0.081_061_466_795_327_26,
        0.041_340_695_955_409_3,
        0.027_677_925_684_998_34,
        0.020_790_672_103_765_093,
        0.016_644_691_189_821_193,
        0.013_876_128_823_070_748,
        0.011_896_709_945_891_77,
        0.010_411_265_261_972_096,
        0.009_255_462_182_712_733,
        0.008_330_563_433_362_87,
        0.007_573_675_487_951_841,
        0.006_942_840_107_209_53,
        0.006_408_994_188_004_207,
        0.005_951_370_112_758_848,
        0.005_554_733_551_962_801,
    ];
    if let Some(&value) = SMALL.get(k as usize - 1) {
        return value;
    }
    let k2 = k * k;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / k2) / k2) / k2) / k2) / k
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    #[expect(clippy::excessive_precision, reason = "the digits as mpmath prints them")]
    fn equals_arithmetic_with_many_digits() {
        // Summed with Python's mpmath at 60 digits, at 150 where the tail is nearly 1.
        for (k, lambda, expected) in [
            (1, 1e-12, -12.000_000_000_000_217_1),
            (1, 0.5, -0.405_089_102_854_536_981),
            (1, 30.0, -4.063_964_019_098_603e-14),
            (2, 0.001, -6.301_319_513_254_311_62),
            (3, 2.5, -0.340_857_205_332_145_2),
            (3, 1e-200, -600.778_151_250_383_644),
            (5, 5.0, -0.252_194_696_907_526_168),
            (7, 7.999_999, -0.163_280_008_261_307_694),
            (10, 0.1, -16.599_229_331_381_929_3),
            (12, 3.75, -3.277_292_281_039_093_22),
            (16, 15.5, -0.316_062_982_465_970_283),
            (40, 1e-20, -847.911_645_068_155_871),
            (50, 0.01, -164.487_332_653_481_827),
            (100, 1.0, -158.399_977_188_449_028),
            (100, 99.5, -0.306_865_413_795_957_251),
            (100, 100.0, -0.289_629_752_496_193_163),
            (100, 150.0, -2.573_002_797_450_859_49e-6),
            (100, 300.0, -6.127_988_557_314_962_77e-42),
            (1_000, 1.0, -2_568.038_504_626_990_21),
            (1_000, 1_000.0, -0.297_392_641_589_589_634),
            (1_000, 1_100.0, -0.000_460_302_091_155_501_268),
            (2_000, 10.0, -3_739.861_419_544_969_1),
            (100_000, 90_000.0, -234.703_717_281_783_592),
            (100_000, 100_000.0, -0.300_664_888_314_081_996),
            (1_000_000, 1_000.0, -2_566_143.211_234_110_46),
            (1_000_000, 999_000.0, -0.799_545_651_963_516_959),
        ] {
            let got = poisson_upper_log10(k, lambda);
            assert!(
                (got - expected).abs() <= 2e-13 * expected.abs(),
                "k {k}, lambda {lambda}: {got} {expected}"
            );
        }
    }

    #[test]
    fn edges() {
        assert_eq!(poisson_upper_log10(0, 0.0), 0.0);
        assert_eq!(poisson_upper_log10(0, 5.0), 0.0);
        assert_eq!(poisson_upper_log10(1, 0.0), f64::NEG_INFINITY);
        assert_eq!(poisson_upper_log10(9, f64::INFINITY), 0.0);
        assert!(poisson_upper_log10(9, -1.0).is_nan());
        assert!(poisson_upper_log10(9, f64::NAN).is_nan());
        // The smallest positive number: log10 P(X >= 2) = 2 log10(lambda) - log10(2).
        let tiny = f64::from_bits(1);
        assert!((poisson_upper_log10(2, tiny) - (2.0 * tiny.log10() - 2f64.log10())).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn falls_with_k_and_rises_with_lambda(k in 0u64..5_000, lambda in 1e-9f64..5_000.0, more in 1.0f64..2.0) {
            let here = poisson_upper_log10(k, lambda);
            let slack = 1e-12 * here.abs();
            prop_assert!(here <= 0.0);
            prop_assert!(poisson_upper_log10(k + 1, lambda) <= here + slack);
            prop_assert!(poisson_upper_log10(k, lambda * more) >= here - slack);
        }

        #[test]
        fn differences_are_the_point_probabilities(k in 0u32..30, lambda in 0.01f64..30.0) {
            let tail = |k: u32| 10f64.powf(poisson_upper_log10(u64::from(k), lambda));
            let factorial: f64 = (1..=k).map(f64::from).product();
            let point = (-lambda).exp() * lambda.powi(k as i32) / factorial;
            prop_assert!((tail(k) - tail(k + 1) - point).abs() < 1e-12);
        }
    }
}
