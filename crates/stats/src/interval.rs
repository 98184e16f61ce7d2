//! Interval for a proportion.

/// Normal quantile of a two-sided interval of 95 %.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// Normal quantile of a two-sided interval of 99 %.
pub const Z_99: f64 = 2.575_829_303_548_900_4;

/// Wilson's score interval (1927, without continuity correction) for the proportion behind `hits` out of `n`, at the
/// normal quantile `z` (such as [`Z_95`]). Both ends lie within 0..=1.
/// `None` when `n` is 0, `hits` exceeds `n`, or `z` is negative or not a number.
pub fn wilson(hits: u64, n: u64, z: f64) -> Option<(f64, f64)> {
    if n == 0 || hits > n || !(z >= 0.0 && z.is_finite()) {
        return None;
    }
    let (n_f, share) = (n as f64, hits as f64 / n as f64);
    let z2 = z * z;
    let scale = 1.0 / (1.0 + z2 / n_f);
    let centre = share + z2 / (2.0 * n_f);
    let half = z * libm::sqrt(share * (1.0 - share) / n_f + z2 / (4.0 * n_f * n_f));
    // The ends are exact at the extremes, where rounding would leave a trace.
    let lo = if hits == 0 { 0.0 } else { ((centre - half) * scale).max(0.0) };
    let hi = if hits == n { 1.0 } else { ((centre + half) * scale).min(1.0) };
    Some((lo, hi))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equals_scipy() {
        // scipy.stats.binomtest(hits, n).proportion_ci(method="wilson")
        for (hits, n, lo, hi) in [
            (0, 10, 0.0, 0.277_532_799_862_889_26),
            (10, 10, 0.722_467_200_137_110_7, 1.0),
            (3, 10, 0.107_791_267_406_301_02, 0.603_221_852_538_854_6),
            (50, 1000, 0.038_130_262_392_748_81, 0.065_313_820_244_250_81),
            (1, 1, 0.206_549_314_377_237_45, 1.0),
        ] {
            let (a, b) = wilson(hits, n, Z_95).unwrap();
            assert!((a - lo).abs() < 1e-14 && (b - hi).abs() < 1e-14, "{hits} of {n}: {a} {b}");
        }
        assert_eq!(wilson(0, 0, Z_95), None);
        assert_eq!(wilson(2, 1, Z_95), None);
        assert_eq!(wilson(1, 2, f64::NAN), None);
        assert_eq!(wilson(1, 2, 0.0), Some((0.5, 0.5)));
    }

    proptest! {
        #[test]
        fn contains_the_share(n in 1u64..1_000_000, share in 0.0f64..=1.0, z in 0.0f64..6.0) {
            let hits = (n as f64 * share) as u64;
            let (lo, hi) = wilson(hits, n, z).unwrap();
            let share = hits as f64 / n as f64;
            prop_assert!(0.0 <= lo && lo <= share + 1e-12 && share <= hi + 1e-12 && hi <= 1.0);
        }
    }
}
