//! Quantiles, median and robust spread.

/// Factor that turns a median absolute deviation into an estimate of the standard deviation of a normal
/// distribution: `1 / Φ⁻¹(3/4)`.
const MAD_TO_SD: f64 = 1.482_602_218_505_602;

/// Quantile of values that are sorted in ascending order, as R's default `quantile(type = 7)` computes it: linear
/// interpolation at position `(n - 1) p`, counted from 0 (Hyndman and Fan 1996, definition 7).
/// The arithmetic follows R's, so that thresholds which R scripts compare with `>=` agree to the last bit.
///
/// `None` without values, or when `p` is not within 0..=1. The values must not contain NaN.
pub fn quantile_type7(sorted: &[f64], p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    let last = sorted.len().checked_sub(1)?;
    // R counts from 1; adding the 1 before taking the fraction is what rounds as R does.
    let index = 1.0 + last as f64 * p;
    let below = libm::floor(index);
    let fraction = index - below;
    let lo = *sorted.get(below as usize - 1)?;
    let hi = sorted[(below as usize).min(last)];
    if fraction == 0.0 || lo == hi {
        return Some(lo);
    }
    Some((1.0 - fraction) * lo + fraction * hi)
}

/// Median, in the units of the values; the mean of the two middle ones when their number is even.
/// `None` without values or with a NaN among them.
pub fn median(values: &[f64]) -> Option<f64> {
    quantile_type7(&sorted(values)?, 0.5)
}

/// Factor that turns a mean absolute deviation into an estimate of the standard deviation of a normal distribution:
/// `sqrt(π / 2)`.
const MEAN_DEVIATION_TO_SD: f64 = 1.253_314_137_315_500_3;

/// Median and robust spread, the latter comparable to a standard deviation: the scaled median absolute deviation,
/// or, where more than half of the values are equal and that is 0, the scaled mean absolute deviation (Iglewicz and
/// Hoaglin 1993, How to Detect and Handle Outliers). `None` without values, with a NaN among them, or where all are
/// equal and nothing can be measured.
pub fn robust_scale(values: &[f64]) -> Option<(f64, f64)> {
    let centre = median(values)?;
    let deviations: Vec<f64> = values.iter().map(|x| libm::fabs(x - centre)).collect();
    let spread = match median(&deviations)? {
        0.0 => MEAN_DEVIATION_TO_SD * deviations.iter().sum::<f64>() / deviations.len() as f64,
        mad => MAD_TO_SD * mad,
    };
    (spread > 0.0).then_some((centre, spread))
}

fn sorted(values: &[f64]) -> Option<Vec<f64>> {
    if values.iter().any(|x| x.is_nan()) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    Some(sorted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quantiles_are_those_of_r() {
        // quantile(x, p) in R, or numpy.quantile, whose default is the same definition.
        let x = [1.0, 2.0, 4.0, 8.0, 16.0];
        for (p, expected) in
            [(0.0, 1.0), (0.1, 1.4), (0.25, 2.0), (0.5, 4.0), (0.75, 8.0), (0.95, 14.4), (1.0, 16.0)]
        {
            let got = quantile_type7(&x, p).unwrap();
            assert!((got - expected).abs() < 1e-12, "p = {p}: {got}");
        }
        assert_eq!(quantile_type7(&[7.0], 0.3), Some(7.0));
        assert_eq!(quantile_type7(&[], 0.5), None);
        for p in [-0.1, 1.1, f64::NAN] {
            assert_eq!(quantile_type7(&x, p), None);
        }
        assert_eq!(quantile_type7(&[1.0, f64::INFINITY, f64::INFINITY], 0.75), Some(f64::INFINITY));
    }

    #[test]
    fn spread_survives_outliers() {
        let x = [1.0, 1.0, 2.0, 2.0, 4.0, 6.0, 9000.0];
        assert_eq!(robust_scale(&x), Some((2.0, MAD_TO_SD)));
        assert_eq!(median(&[3.0, 1.0]), Some(2.0));
        assert_eq!(median(&[1.0, f64::NAN]), None);
        assert_eq!(robust_scale(&[1.0, f64::NAN]), None);
    }

    #[test]
    fn a_scale_exists_wherever_values_differ() {
        let (centre, spread) = robust_scale(&[1.0, 2.0, 3.0, 4.0, 100.0]).unwrap();
        assert_eq!((centre, spread), (3.0, MAD_TO_SD));
        // Nine in ten have none: the median deviation is 0, the mean one is not.
        let mostly_zero: Vec<f64> = (0..100).map(|i| f64::from(u8::from(i % 10 == 0))).collect();
        let (centre, spread) = robust_scale(&mostly_zero).unwrap();
        assert_eq!(centre, 0.0);
        assert!((spread - 0.1 * MEAN_DEVIATION_TO_SD).abs() < 1e-12);
        assert_eq!(robust_scale(&[2.0; 9]), None);
        assert_eq!(robust_scale(&[]), None);
    }

    proptest! {
        #[test]
        fn quantile_is_monotone_and_matches_its_definition(
            mut x in prop::collection::vec(-1e6f64..1e6, 1..40), p in 0.0f64..=1.0, r in 0.0f64..=1.0,
        ) {
            x.sort_unstable_by(f64::total_cmp);
            let (lo, hi) = if p <= r { (p, r) } else { (r, p) };
            prop_assert!(quantile_type7(&x, lo).unwrap() <= quantile_type7(&x, hi).unwrap() + 1e-9);
            // The piecewise linear function through (i / (n - 1), x[i]).
            let brute = (0..x.len() - 1)
                .find_map(|i| {
                    let (a, b) = (i as f64 / (x.len() - 1) as f64, (i + 1) as f64 / (x.len() - 1) as f64);
                    (a <= p && p <= b).then(|| x[i] + (p - a) / (b - a) * (x[i + 1] - x[i]))
                })
                .unwrap_or(x[x.len() - 1]);
            prop_assert!((quantile_type7(&x, p).unwrap() - brute).abs() < 1e-6);
        }

        #[test]
        fn half_lies_on_each_side_of_the_median(x in prop::collection::vec(-100i32..100, 1..50)) {
            let x: Vec<f64> = x.into_iter().map(f64::from).collect();
            let m = median(&x).unwrap();
            prop_assert!(2 * x.iter().filter(|&&v| v <= m).count() >= x.len());
            prop_assert!(2 * x.iter().filter(|&&v| v >= m).count() >= x.len());
        }
    }
}
