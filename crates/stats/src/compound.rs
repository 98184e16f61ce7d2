//! Upper tail of a compound Poisson sum: a Poisson number of events, each with a weight of its own.

use crate::poisson_upper_log10;
use libm::{exp, exp10, log, log10};
use std::f64::consts::LN_10;

/// Smallest natural logarithm of a rate that is told apart.
const LN_LOWEST: f64 = -40.0;
/// Natural logarithm of the largest rate in the table, 64 events.
const LN_HIGHEST: f64 = 4.158_883_083_359_672;
/// Rates in the table for every natural-log unit.
const STEPS: f64 = 8.0;
/// From the lowest rate in whole steps to 4.125, and the highest.
const ROWS: usize = 355;
/// Largest sum in the table.
const LAST: usize = 400;
/// Below this probability the table holds Chernoff's bound: numbers that underflow may have been part of the sum.
const SMALLEST_SUM: f64 = 1e-290;
/// Poisson probabilities below this one are taken together.
const SMALLEST_TERM: f64 = 1e-300;
/// Relative amount by which sums of some 10^5 positive terms are raised against their rounding.
const SUM_ROUNDING: f64 = 1e-10;
/// Relative amount by which each term of Chernoff's bound is raised against its rounding.
const BOUND_ROUNDING: f64 = 1e-12;
/// Tilts for every natural-log unit of the ratio of sum and rate.
const TILT_STEPS: f64 = 16.0;

/// Upper tail of `S`, the sum of the weights of `N` events, where `N` is Poisson with mean `lambda` and the weights
/// are independent whole numbers from one distribution on `0..=W`.
///
/// What it returns is never below the true probability: rates are rounded up, sums are closed by exact tails, and
/// where a number would underflow Chernoff's bound stands in. Look-ups are a few nanoseconds and need no lock;
/// a table takes 0.6 MB.
///
/// The table is not summed from point probabilities, as Panjer's recursion (1981) yields them, because the rest
/// above its end would have to be bounded. Events without weight are thinned out, so that `n` events weigh at
/// least `n`; then `P(S >= t) = P(N >= t) + sum over n < t of P(N = n) P(S_n >= t)`, where the tails of `n` weights
/// follow from those of `n - 1`: `P(S_n >= t) = sum over w of P(w) P(S_(n-1) >= t - w)`. The sums are finite and
/// all their terms are positive, so that small tails keep their relative precision. The tests hold Panjer's
/// recursion against it.
#[derive(Clone, Debug)]
pub struct CompoundPoisson {
    /// Natural logarithm of the probability that an event has weight at all.
    ln_weighty: f64,
    /// Base-10 logarithms of the tails at 1..=LAST, a row for each rate.
    rows: Vec<f32>,
    bound: Chernoff,
}

impl CompoundPoisson {
    /// Takes the probability of each weight of one event: `share[w]` for `w` in `0..=W`. Weight 0 is an event without
    /// evidence. The shares are scaled to the sum 1; one that is negative or not finite counts as 0. Without any
    /// share above weight 0 every sum is 0.
    ///
    /// The cost grows with `W` times the number of its weights; it is meant for `W <= 255` (some milliseconds).
    pub fn new(share: &[f64]) -> Self {
        let valid = |p: f64| if p.is_finite() { p.max(0.0) } else { 0.0 };
        let most = share.iter().fold(0.0, |most: f64, &p| most.max(valid(p)));
        // Divided by the largest first, so that no sum overflows.
        let clean: Vec<f64> = share.iter().map(|&p| if most > 0.0 { valid(p) / most } else { 0.0 }).collect();
        let largest = clean.iter().rposition(|&p| p > 0.0).unwrap_or(0);
        let weighty: f64 = clean.iter().skip(1).sum();
        let all = weighty + clean.first().copied().unwrap_or(0.0);
        let weights: Vec<f64> = clean.iter().take(largest + 1).skip(1).map(|&p| p / weighty).collect();
        let ln_weighty = log(weighty) - log(all);
        if weights.is_empty() || !ln_weighty.is_finite() {
            return Self { ln_weighty: f64::NEG_INFINITY, rows: Vec::new(), bound: Chernoff::default() };
        }
        let bound = Chernoff::new(&weights, ln_weighty);
        let rows = rows(&weights, ln_weighty, &bound);
        Self { ln_weighty, rows, bound }
    }

    /// Base-10 logarithm of an upper bound of `P(S >= t)` at the event rate `lambda = exp(ln_lambda)`.
    ///
    /// For `t <= 400` and `lambda <= 64` it is the tail itself at the next of 8 rates for every natural-log unit
    /// (an `ln_lambda` below -40 counts as -40), rounded up to the next `f32`; where that is below 1e-290, and for
    /// all other `t` and `lambda`, it is Chernoff's bound `min over s of lambda (M(s) - 1) - s t`, where `M` is the
    /// moment generating function of a weight, with `s` from a grid: at most `t / 2000` natural-log units more.
    ///
    /// It is 0 for `t = 0`, never above 0, rises with the rate and falls with `t`. It is negative infinity for
    /// `t > 0` where no event has weight, and NaN only for an `ln_lambda` that is NaN.
    pub fn upper_log10(&self, ln_lambda: f64, t: u64) -> f64 {
        if ln_lambda.is_nan() {
            return f64::NAN;
        }
        if t == 0 || ln_lambda == f64::INFINITY {
            return 0.0;
        }
        if self.rows.is_empty() {
            return f64::NEG_INFINITY;
        }
        let ln_lambda = ln_lambda.max(LN_LOWEST);
        let bound = || self.bound.log10(ln_lambda + self.ln_weighty, t);
        let in_table =
            f64::from(self.rows[row_at_or_above(ln_lambda) * LAST + t.min(LAST as u64) as usize - 1]);
        match (ln_lambda <= LN_HIGHEST, t <= LAST as u64) {
            (true, true) => in_table,
            // Neither falls out of the order with its neighbours in the table, which were rounded up.
            (true, false) => bound().min(in_table),
            (false, true) => bound().max(in_table),
            (false, false) => bound(),
        }
    }
}

/// Number of the first row whose rate is not below `ln_lambda`, which is not below the lowest; the last row above it.
fn row_at_or_above(ln_lambda: f64) -> usize {
    // The multiplication is exact; adding the 320 steps below 0 before rounding would not be.
    let steps = ln_lambda.min(LN_HIGHEST) * STEPS;
    let whole = steps as i32;
    let above = whole + i32::from(steps > f64::from(whole));
    ((above - (LN_LOWEST * STEPS) as i32) as usize).min(ROWS - 1)
}

/// Natural logarithm of the rate of a row.
fn ln_rate(row: usize) -> f64 {
    if row + 1 < ROWS { LN_LOWEST + row as f64 / STEPS } else { LN_HIGHEST }
}

/// The whole table. A value that lies above its neighbour at a smaller sum or a higher rate, which happens only
/// where one is a bound and the other is not, gives way to the neighbour: that is a bound, too.
fn rows(weights: &[f64], ln_weighty: f64, bound: &Chernoff) -> Vec<f32> {
    let tails = tails_of_sums(weights);
    let mut rows = vec![0.0_f32; ROWS * LAST];
    let mut higher_rate = vec![0.0_f32; LAST];
    for row in (0..ROWS).rev() {
        let ln_lambda = ln_rate(row) + ln_weighty;
        let mut smaller_sum = 0.0_f32;
        let tail = tail_at(exp(ln_lambda), weights.len(), &tails);
        let cells = &mut rows[row * LAST..(row + 1) * LAST];
        for (i, cell) in cells.iter_mut().enumerate() {
            let log10_tail = if tail[i] >= SMALLEST_SUM {
                log10(tail[i] * (1.0 + SUM_ROUNDING))
            } else {
                bound.log10(ln_lambda, i as u64 + 1)
            };
            smaller_sum = rounded_up(log10_tail).min(smaller_sum).min(higher_rate[i]);
            *cell = smaller_sum;
        }
        higher_rate.copy_from_slice(cells);
    }
    rows
}

/// The smallest `f32` that is not below `x`.
fn rounded_up(x: f64) -> f32 {
    let near = x as f32;
    if f64::from(near) < x { near.next_up() } else { near }
}

/// `P(S_n >= t)` at `(n - 1) * LAST + t - 1`, for the sum of `n` weights, `n` in `1..=LAST` and `t` in `1..=LAST`.
/// `weights[w - 1]` is the probability of `w`; there is no weight 0.
fn tails_of_sums(weights: &[f64]) -> Vec<f64> {
    let mut tails = vec![0.0; LAST * LAST];
    let mut above: f64 = weights.iter().skip(LAST).sum();
    for t in (1..=LAST).rev() {
        above += weights.get(t - 1).copied().unwrap_or(0.0);
        tails[t - 1] = if t == 1 { 1.0 } else { above };
    }
    let one: Vec<f64> = tails[..LAST].to_vec();
    for n in 2..=LAST {
        let (before, rest) = tails.split_at_mut((n - 1) * LAST);
        let (before, now) = (&before[(n - 2) * LAST..], &mut rest[..LAST]);
        now[..n].fill(1.0);
        // Sums up to `n` are certain, sums above `end` impossible.
        let end = weights.len().saturating_mul(n).min(LAST);
        if end <= n {
            continue;
        }
        now[n..end].copy_from_slice(&one[n..end]);
        for (w, &p) in (1..end).zip(weights).filter(|(_, p)| **p > 0.0) {
            let start = n.max(w);
            for (sum, &tail) in now[start..end].iter_mut().zip(&before[start - w..]) {
                *sum += p * tail;
            }
        }
    }
    tails
}

/// `P(S >= t)` at `t - 1` for `t` in `1..=LAST`, at the rate `lambda` of events with weight.
fn tail_at(lambda: f64, largest: usize, tails: &[f64]) -> Vec<f64> {
    let mut points = vec![exp(-lambda)];
    for n in 1..=LAST {
        let point = points[n - 1] * (lambda / n as f64);
        if point < SMALLEST_TERM && n as f64 > lambda {
            break;
        }
        points.push(point);
    }
    // From `points.len()` events on, any weight counts as enough.
    let rest = exp10(poisson_upper_log10(points.len() as u64, lambda));
    let mut tail = vec![rest; LAST];
    let mut at_least = rest;
    for n in (1..points.len()).rev() {
        at_least += points[n];
        tail[n - 1] = at_least;
    }
    for (n, &point) in points.iter().enumerate().skip(1) {
        let end = largest.saturating_mul(n).min(LAST);
        if n < end {
            for (sum, &of_n) in tail[n..end].iter_mut().zip(&tails[(n - 1) * LAST + n..]) {
                *sum += point * of_n;
            }
        }
    }
    tail
}

/// Chernoff's bound of the tail, from tilts `s` that are best at fixed ratios of sum and rate.
#[derive(Clone, Debug, Default)]
struct Chernoff {
    /// Natural logarithm of the mean weight.
    ln_mean: f64,
    /// The tilt `s` and the natural logarithm of `M(s)`, where `ln M'(s) - ln M'(0)` is `0, 1, 2, ...` steps. Every
    /// tilt gives a bound; of these the best two stand next to the best of all, because the bound is convex in `s`.
    tilts: Vec<(f64, f64)>,
}

impl Chernoff {
    /// `ln_weighty` tells how far below `LN_LOWEST` rates go.
    fn new(weights: &[f64], ln_weighty: f64) -> Self {
        let ln_mean = moments(weights, 0.0).ln_first;
        let farthest = log(u64::MAX as f64) - (LN_LOWEST + ln_weighty) - ln_mean;
        let (mut s, mut slope) = (0.0, moments(weights, 0.0).slope);
        let mut tilts = vec![(0.0, 0.0)];
        for step in 1..=(farthest * TILT_STEPS) as u32 + 1 {
            let wanted = ln_mean + f64::from(step) / TILT_STEPS;
            // Newton: `ln M'` is convex and rises with a slope of 1 to `W`.
            s += 1.0 / (TILT_STEPS * slope);
            let mut here = moments(weights, s);
            for _ in 0..50 {
                let wrong = here.ln_first - wanted;
                if libm::fabs(wrong) < 1e-3 / TILT_STEPS {
                    break;
                }
                s -= wrong / here.slope;
                here = moments(weights, s);
            }
            slope = here.slope;
            tilts.push((s, here.ln_mgf));
        }
        Self { ln_mean, tilts }
    }

    /// Base-10 logarithm of the bound at the rate `exp(ln_lambda)` of events with weight, for `t > 0`.
    fn log10(&self, ln_lambda: f64, t: u64) -> f64 {
        let t = t as f64;
        let place = (log(t) - ln_lambda - self.ln_mean) * TILT_STEPS;
        // Also where the rate is so high that the difference is infinite.
        if place.is_nan() || place <= 0.0 {
            return 0.0;
        }
        let lambda = exp(ln_lambda);
        let first = place as usize;
        // One more on each side, because a tilt stands only nearly at its step.
        let near = self.tilts.iter().take(first + 3).skip(first.saturating_sub(1).min(self.tilts.len() - 1));
        near.map(|&(s, ln_mgf)| {
            let mean_tilted = exp(ln_lambda + ln_mgf) * (1.0 + BOUND_ROUNDING);
            (mean_tilted - lambda - s * t * (1.0 - BOUND_ROUNDING)) / LN_10
        })
        .fold(0.0, f64::min)
    }
}

/// What the moment generating function `M(s)` of a weight says at `s >= 0`.
struct Moments {
    /// `ln M(s)`.
    ln_mgf: f64,
    /// `ln M'(s)`.
    ln_first: f64,
    /// `M''(s) / M'(s)`, the slope of `ln M'`.
    slope: f64,
}

/// Horner's scheme in `exp(-s)`, relative to the largest weight, so that nothing overflows.
fn moments(weights: &[f64], s: f64) -> Moments {
    let ratio = exp(-s);
    let (mut zeroth, mut first, mut second) = (0.0, 0.0, 0.0);
    for (i, &p) in weights.iter().enumerate() {
        let w = (i + 1) as f64;
        zeroth = zeroth * ratio + p;
        first = first * ratio + p * w;
        second = second * ratio + p * w * w;
    }
    let scale = s * weights.len() as f64;
    Moments { ln_mgf: scale + log(zeroth), ln_first: scale + log(first), slope: second / first }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    /// Tables that many cases share: ones, few weights, many weights, rare heavy weights, next to no evidence.
    static TABLES: LazyLock<Vec<(Vec<f64>, CompoundPoisson)>> = LazyLock::new(|| {
        let rare = (0..256).map(|w| match w {
            1 => 0.999,
            255 => 0.001,
            _ => 0.0,
        });
        let shares = vec![
            vec![0.0, 1.0],
            vec![0.5, 0.25, 0.0, 0.25],
            (0..256).map(|w| exp(f64::from(w) * -0.05)).collect(),
            rare.collect(),
            vec![1.0, 1e-30, 0.0, 1e-60],
        ];
        shares.into_iter().map(|share| (share.clone(), CompoundPoisson::new(&share))).collect()
    });

    /// `P(S = s)` for `s` in `0..size` by Panjer's recursion for the Poisson distribution.
    fn panjer(share: &[f64], lambda: f64, size: usize) -> Vec<f64> {
        let sum: f64 = share.iter().sum();
        let mut points = vec![exp(-lambda * (1.0 - share[0] / sum))];
        for s in 1..size {
            let terms = (1..share.len().min(s + 1)).map(|w| w as f64 * share[w] / sum * points[s - w]);
            points.push(lambda / s as f64 * terms.sum::<f64>());
        }
        points
    }

    fn panjer_log10(share: &[f64], lambda: f64, t: usize, size: usize) -> f64 {
        log10(panjer(share, lambda, size)[t..].iter().rev().sum())
    }

    /// The sums of 0, 1, 2, ... events written out.
    fn convolved_log10(share: &[f64], lambda: f64, t: usize) -> f64 {
        let (mut sums, mut probability, mut tail) = (vec![1.0], exp(-lambda), 0.0);
        for n in 1..80 {
            let mut next = vec![0.0; sums.len() + share.len() - 1];
            for (i, a) in sums.iter().enumerate() {
                for (w, b) in share.iter().enumerate() {
                    next[i + w] += a * b;
                }
            }
            sums = next;
            probability *= lambda / f64::from(n);
            tail += probability * sums.iter().skip(t).sum::<f64>();
        }
        log10(tail)
    }

    /// Never below the exact value, and above it by no more than the rounding to `f32`.
    fn check(got: f64, exact: f64, case: &str) {
        assert!(got >= exact - 1e-13 && got <= exact + 1e-9 + 1.3e-7 * exact.abs(), "{case}: {got}, {exact}");
    }

    #[test]
    #[expect(clippy::excessive_precision, reason = "the digits as Python prints them")]
    fn equals_arithmetic_with_many_digits() {
        // Panjer's recursion with Python's decimal at 120 digits, summed to 1200.
        let half = CompoundPoisson::new(&[0.0, 0.5, 0.25, 0.125, 0.125]);
        let three = CompoundPoisson::new(&[0.5, 0.25, 0.0, 0.25]);
        for (ln_lambda, t, of_half, of_three) in [
            (-40.0, 1, -17.371_779_276_130_073, -17.672_809_271_794_054),
            (-40.0, 9, -54.022_975_443_132_884, -54.699_669_052_757_75),
            (-12.0, 20, -32.652_277_581_115_592, -44.397_585_204_487_652),
            (-5.0, 33, -30.708_749_438_847_819, -38.110_680_467_334_34),
            (-2.0, 60, -37.559_009_897_639_01, -47.811_486_967_166_263),
            (0.0, 40, -13.642_288_188_373_96, -18.338_137_250_153_992),
            (0.5, 100, -37.612_437_213_468_59, -50.195_309_384_928_248),
            (2.0, 64, -8.783_143_852_022_017, -14.489_773_216_428_011),
            (3.0, 300, -57.104_266_505_561_657, -86.650_275_984_649_394),
            (3.0, 10, -7.027_258_846_362_606e-5, -0.024_211_970_770_433_727),
            (4.0, 150, -2.543_779_267_954_824, -10.628_540_790_078_099),
            (4.0, 400, -41.287_993_199_665_256, -75.053_993_734_369_322),
        ] {
            check(half.upper_log10(ln_lambda, t), of_half, &format!("half {ln_lambda} {t}"));
            check(three.upper_log10(ln_lambda, t), of_three, &format!("three {ln_lambda} {t}"));
        }
    }

    #[test]
    fn ones_are_a_poisson_variable() {
        let (_, ones) = &TABLES[0];
        for row in 0..ROWS {
            for t in 1..=LAST as u64 {
                let exact = poisson_upper_log10(t, exp(ln_rate(row)));
                let got = ones.upper_log10(ln_rate(row), t);
                if exact > -289.9 {
                    check(got, exact, &format!("row {row}, t {t}"));
                } else {
                    // Chernoff's bound: Stirling's square root and the distance to the next tilt.
                    assert!(
                        got >= exact && got <= exact + 1.7 + t as f64 / 2000.0,
                        "row {row}, t {t}: {got}, {exact}"
                    );
                }
            }
        }
    }

    #[test]
    fn small_cases_written_out() {
        for share in [vec![0.0, 0.0, 1.0], vec![0.2, 0.5, 0.3], vec![0.9, 0.0, 0.0, 0.0, 0.1]] {
            let table = CompoundPoisson::new(&share);
            for ln_lambda in [-8.0, -1.0, 0.0, 1.125] {
                for t in 1..=30 {
                    let exact = convolved_log10(&share, exp(ln_lambda), t);
                    check(
                        table.upper_log10(ln_lambda, t as u64),
                        exact,
                        &format!("{share:?} {ln_lambda} {t}"),
                    );
                }
            }
        }
        // One event in two million, of weight 3: three are enough for 7, a fourth is not needed.
        let threes = CompoundPoisson::new(&[0.0, 0.0, 0.0, 1.0]);
        assert_eq!(threes.upper_log10(-14.5, 7), threes.upper_log10(-14.5, 9));
        assert!(threes.upper_log10(-14.5, 10) < threes.upper_log10(-14.5, 9) - 6.0);
    }

    #[test]
    fn heavy_weights_reach_far_beyond_the_table() {
        for (share, table) in &TABLES[2..4] {
            for ln_lambda in [-30.0, -3.0, 0.0, 2.0] {
                for t in [1, 100, 255, 256, 399, 400] {
                    let exact = panjer_log10(share, exp(ln_lambda), t, 12_000);
                    check(table.upper_log10(ln_lambda, t as u64), exact, &format!("{ln_lambda} {t}"));
                }
            }
        }
    }

    #[test]
    fn rates_between_the_rows_are_rounded_up() {
        assert!(log(64.0) <= LN_HIGHEST && log(64.0).next_up() >= LN_HIGHEST);
        for (ln_lambda, row) in [
            (-40.0, 0),
            (-39.999, 1),
            (-39.875, 1),
            (-1e-300, 320),
            (0.0, 320),
            (1e-300, 321),
            (0.125, 321),
            (4.125, 353),
            (4.126, 354),
            (LN_HIGHEST, 354),
            (700.0, 354),
        ] {
            assert_eq!(row_at_or_above(ln_lambda), row, "{ln_lambda}");
            assert!(ln_rate(row) >= ln_lambda.min(LN_HIGHEST), "{ln_lambda}");
        }
    }

    #[test]
    fn edges() {
        let (_, table) = &TABLES[1];
        for ln_lambda in [f64::NEG_INFINITY, -1e300, -41.0, 0.0, 1e300, f64::INFINITY] {
            assert_eq!(table.upper_log10(ln_lambda, 0), 0.0);
        }
        assert_eq!(table.upper_log10(f64::INFINITY, u64::MAX), 0.0);
        assert_eq!(table.upper_log10(1e300, u64::MAX), 0.0);
        assert!(table.upper_log10(f64::NAN, 5).is_nan());
        for t in [1, 400, 401, u64::MAX] {
            let lowest = table.upper_log10(f64::NEG_INFINITY, t);
            assert_eq!(lowest, table.upper_log10(-40.0, t));
            assert!(lowest.is_finite() && lowest < -17.0);
        }
        for none in [vec![], vec![1.0], vec![0.0; 9], vec![1.0, -0.5, f64::NAN, f64::INFINITY]] {
            let table = CompoundPoisson::new(&none);
            assert_eq!(table.upper_log10(3.0, 0), 0.0);
            assert_eq!(table.upper_log10(3.0, 1), f64::NEG_INFINITY);
        }
        // Counts instead of probabilities, and numbers whose sum would overflow, mean the same.
        for scale in [1.0, 1e-300, 1e300, f64::MAX] {
            let scaled = CompoundPoisson::new(&[scale, scale / 2.0, 0.0, scale / 2.0, 0.0]);
            for t in [1, 30, 400, 4000] {
                assert!((scaled.upper_log10(1.0, t) - table.upper_log10(1.0, t)).abs() < 1e-4);
            }
        }
        // Heavier than meant, and heavier than the table.
        let heavy = CompoundPoisson::new(&[vec![0.0; 1000], vec![1.0]].concat());
        assert_eq!(heavy.upper_log10(-20.0, 1), heavy.upper_log10(-20.0, 400));
        check(heavy.upper_log10(-20.0, 400), poisson_upper_log10(1, exp(-20.0)), "heavy");
    }

    #[test]
    fn the_bound_is_a_bound_and_not_far_off() {
        for (t, lambda) in
            [(401, 1.0), (401, 63.0), (500, 300.0), (301, 300.0), (100, 99.0), (5_000, 100.0), (90, 65.0)]
        {
            let got = TABLES[0].1.upper_log10(log(lambda), t);
            let exact = poisson_upper_log10(t, lambda);
            assert!(got >= exact && got <= exact + 2.0 + t as f64 / 2000.0, "{t} {lambda}: {got} {exact}");
        }
        for ((share, table), lambda) in TABLES[1..4].iter().zip([80.0, 2.0, 30.0]) {
            for t in [450, 600, 900] {
                let got = table.upper_log10(log(lambda), t);
                let exact = panjer_log10(share, lambda, t as usize, 12_000);
                assert!(got >= exact && got <= exact + 3.0, "{lambda} {t}: {got} {exact}");
            }
        }
        // Below the mean there is nothing to say.
        assert_eq!(TABLES[0].1.upper_log10(log(1e6), 999_999), 0.0);
    }

    proptest! {
        #[test]
        fn falls_with_the_sum_and_rises_with_the_rate(
            table in 0usize..5, ln_lambda in -42.0f64..7.0, more in 0.0f64..0.3, t in 0u64..900, further in 1u64..40,
        ) {
            let table = &TABLES[table].1;
            let here = table.upper_log10(ln_lambda, t);
            let slack = 1e-9 * here.abs();
            prop_assert!(here <= 0.0 && here.is_finite());
            prop_assert!(table.upper_log10(ln_lambda, t + further) <= here + slack);
            prop_assert!(table.upper_log10(ln_lambda + more, t) >= here - slack);
        }

        #[test]
        fn keeps_its_order_where_sums_and_bounds_meet(table in 0usize..5, row in 0usize..ROWS, t in 1u64..402) {
            let table = &TABLES[table].1;
            let here = table.upper_log10(ln_rate(row), t);
            prop_assert!(table.upper_log10(ln_rate(row), t + 1) <= here);
            prop_assert!(table.upper_log10(ln_rate(row) + 1e-9, t) >= here - 1e-9 * here.abs());
        }

        #[test]
        fn is_never_below_the_truth(table in 0usize..4, ln_lambda in -4.0f64..4.5, t in 1usize..600) {
            let (share, table) = &TABLES[table];
            let got = table.upper_log10(ln_lambda, t as u64);
            let exact = panjer_log10(share, exp(ln_lambda), t, t + 600);
            prop_assert!(got >= exact - 1e-12, "{got} {exact}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn any_weights(weights in prop::collection::vec(0.0f64..1.0, 2..8), ln_lambda in -6.0f64..2.0, t in 1usize..60) {
            let sum: f64 = weights.iter().sum();
            let share: Vec<f64> = weights.iter().map(|w| w / sum).collect();
            let got = CompoundPoisson::new(&share).upper_log10(ln_lambda, t as u64);
            let on_grid = libm::ceil(ln_lambda * STEPS) / STEPS;
            check(got, panjer_log10(&share, exp(on_grid), t, 400), "on the grid");
            prop_assert!(got >= panjer_log10(&share, exp(ln_lambda), t, 400) - 1e-12);
        }
    }
}
