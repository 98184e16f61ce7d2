//! Intervals for a proportion.

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

/// Clopper and Pearson's exact interval (1934) for the proportion behind `hits` out of `n`: each end is the share at which
/// what was seen, or more in that direction, has the probability `tail`. `None` when `n` is 0, `hits` exceeds `n`, or
/// `tail` is not within 0..0.5.
pub fn clopper_pearson(hits: u64, n: u64, tail: f64) -> Option<(f64, f64)> {
    if n == 0 || hits > n || !(tail > 0.0 && tail < 0.5) {
        return None;
    }
    let (k, n_f) = (hits as f64, n as f64);
    let lo = if hits == 0 { 0.0 } else { beta_quantile(tail, k, n_f - k + 1.0) };
    let hi = if hits == n { 1.0 } else { beta_quantile(1.0 - tail, k + 1.0, n_f - k) };
    Some((lo, hi))
}

/// The quantile of a beta distribution: Newton's steps, halved where one would leave what is known to hold it.
fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    if p >= 1.0 {
        return 1.0;
    }
    let beta = Beta::new(a, b);
    let (mut lo, mut hi) = (0.0, 1.0);
    let mut x = (a / (a + b)).clamp(1e-9, 1.0 - 1e-9);
    for _ in 0..200 {
        let miss = beta.below(x) - p;
        if miss < 0.0 {
            lo = x
        } else {
            hi = x
        }
        let step = x - miss / beta.density(x);
        let next = if step > lo && step < hi { step } else { 0.5 * (lo + hi) };
        // They double the digits that are right.
        if (next - x).abs() <= 1e-12 * x {
            return next;
        }
        x = next;
    }
    x
}

/// A beta distribution.
struct Beta {
    a: f64,
    b: f64,
    /// The logarithm of the beta function of both.
    log_beta: f64,
}

impl Beta {
    fn new(a: f64, b: f64) -> Self {
        Self { a, b, log_beta: libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b) }
    }

    /// The regularised incomplete beta function, by Lentz's continued fraction (Press et al. 2007, section 6.4).
    fn below(&self, x: f64) -> f64 {
        let &Self { a, b, log_beta } = self;
        if x <= 0.0 || x >= 1.0 {
            return x.clamp(0.0, 1.0);
        }
        let front = libm::exp(a * libm::log(x) + b * libm::log1p(-x) - log_beta);
        if x < (a + 1.0) / (a + b + 2.0) {
            front * fraction(x, a, b) / a
        } else {
            1.0 - front * fraction(1.0 - x, b, a) / b
        }
    }

    fn density(&self, x: f64) -> f64 {
        libm::exp((self.a - 1.0) * libm::log(x) + (self.b - 1.0) * libm::log1p(-x) - self.log_beta)
    }
}

fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let kept = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / kept(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..1000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / kept(1.0 + even * d);
        c = kept(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / kept(1.0 + odd * d);
        c = kept(1.0 + odd / c);
        h *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    h
}

/// The quantile of Student's t with `degrees` of freedom: the value below which the share `p` lies. `None` when `p` is not
/// within 0..1 or there are no degrees of freedom.
pub fn student_quantile(p: f64, degrees: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0 && degrees > 0.0) {
        return None;
    }
    let tail = p.min(1.0 - p);
    // Both tails of t are one tail of a beta distribution.
    let x = beta_quantile(2.0 * tail, degrees / 2.0, 0.5);
    let t = libm::sqrt(degrees * (1.0 - x) / x);
    Some(if p < 0.5 { -t } else { t })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn exact_intervals_equal_scipy() {
        // scipy.stats.binomtest(hits, n).proportion_ci(method="exact")
        for (hits, n, lo, hi) in [
            (0, 10, 0.0, 0.308_497_107_818_764_77),
            (10, 10, 0.691_502_892_181_239_2, 1.0),
            (3, 10, 0.066_739_511_177_734_47, 0.652_452_850_060_008),
            (50, 1000, 0.037_335_397_604_662_51, 0.065_390_487_915_493_65),
        ] {
            let (a, b) = clopper_pearson(hits, n, 0.025).unwrap();
            assert!((a - lo).abs() < 1e-9 && (b - hi).abs() < 1e-9, "{hits} of {n}: {a} {b}");
        }
        assert_eq!(clopper_pearson(0, 0, 0.025), None);
        assert_eq!(clopper_pearson(1, 2, f64::NAN), None);
    }

    #[test]
    fn students_quantiles_equal_scipy() {
        // scipy.stats.t.ppf(p, degrees)
        for (p, degrees, t) in [
            (0.95, 12.0, 1.782_287_555_649_319),
            (0.975, 1.0, 12.706_204_736_174_694),
            (0.05, 5.0, -2.015_048_373_333_024),
            (0.5, 3.0, 0.0),
        ] {
            assert!((student_quantile(p, degrees).unwrap() - t).abs() < 1e-6, "{p} {degrees}");
        }
        assert_eq!(student_quantile(0.0, 3.0), None);
    }

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
