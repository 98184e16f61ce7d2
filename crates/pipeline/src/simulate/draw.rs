//! Draws from the distributions of the model.

use stats::Xoshiro256;
use std::f64::consts::TAU;

/// Draws numbers by weight in constant time: Walker's alias method, built as by Vose (1991).
pub struct Weighted {
    keep: Vec<f64>,
    other: Vec<u32>,
}

impl Weighted {
    /// Number `i` is drawn in proportion to `weights[i]`, which must be finite, not negative, and not all 0.
    pub fn new(weights: &[f64]) -> Self {
        let scale = weights.len() as f64 / weights.iter().sum::<f64>();
        let mut keep: Vec<f64> = weights.iter().map(|weight| weight * scale).collect();
        let mut other: Vec<u32> = (0..weights.len() as u32).collect();
        let (mut poor, mut rich): (Vec<u32>, Vec<u32>) =
            other.iter().partition(|&&number| keep[number as usize] < 1.0);
        while let (Some(&from), Some(&to)) = (poor.last(), rich.last()) {
            poor.pop();
            other[from as usize] = to;
            keep[to as usize] -= 1.0 - keep[from as usize];
            if keep[to as usize] < 1.0 {
                rich.pop();
                poor.push(to);
            }
        }
        // What rounding has left over.
        for number in poor.into_iter().chain(rich) {
            keep[number as usize] = 1.0;
        }
        Self { keep, other }
    }

    /// A number; `None` where there is none to draw.
    pub fn draw(&self, random: &mut Xoshiro256) -> Option<u32> {
        let number = random.below(self.keep.len() as u64) as usize;
        let keep = *self.keep.get(number)?;
        Some(if random.uniform() < keep { number as u32 } else { self.other[number] })
    }
}

/// Weights `1 / (rank + shift)^exponent` of `n` ranks, largest first. They sum to 1, and none is above `cap`
/// as far as that can be.
pub fn zipf(n: usize, exponent: f64, shift: f64, cap: f64) -> Vec<f64> {
    let mut weights: Vec<f64> = (1..=n).map(|rank| libm::pow(rank as f64 + shift, -exponent)).collect();
    // Cutting the top raises what is below it, which then may have to be cut as well.
    for _ in 0..20 {
        let sum: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= sum);
        if weights.first().is_none_or(|largest| *largest <= cap * 1.000_001) {
            break;
        }
        weights.iter_mut().for_each(|weight| *weight = weight.min(cap));
    }
    weights
}

/// Normal with mean 0 and deviation 1 (Box and Muller 1958).
pub fn normal(random: &mut Xoshiro256) -> f64 {
    let radius = libm::sqrt(2.0 * exponential(random));
    radius * libm::cos(TAU * random.uniform())
}

/// Exponential with mean 1.
pub fn exponential(random: &mut Xoshiro256) -> f64 {
    -libm::log(1.0 - random.uniform())
}

/// Uniform in `range`, both ends included.
pub fn between(random: &mut Xoshiro256, (least, most): (u32, u32)) -> u32 {
    least + random.below(u64::from(most.saturating_sub(least)) + 1) as u32
}

/// Whether something of this chance happens.
pub fn happens(random: &mut Xoshiro256, chance: f64) -> bool {
    random.uniform() < chance
}

/// One of several, all equally likely. There must be one.
pub fn pick<T: Copy>(random: &mut Xoshiro256, items: &[T]) -> T {
    items[random.below(items.len() as u64) as usize]
}

/// `length` characters of an alphabet, as in the numbers that servers give to mails.
pub fn token(random: &mut Xoshiro256, alphabet: &str, length: usize) -> String {
    let letters = alphabet.as_bytes();
    (0..length).map(|_| char::from(pick(random, letters))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_by_weight() {
        let weights = [5.0, 0.0, 1.0, 3.0, 1.0];
        let (table, mut random) = (Weighted::new(&weights), Xoshiro256::new(3));
        let mut counts = [0_u32; 5];
        for _ in 0..100_000 {
            counts[table.draw(&mut random).expect("there are five") as usize] += 1;
        }
        for (count, weight) in counts.iter().zip(weights) {
            // Five standard deviations of a binomial count.
            let mean = weight * 10_000.0;
            assert!((f64::from(*count) - mean).abs() <= 5.0 * mean.sqrt(), "{counts:?}");
        }
        assert_eq!(Weighted::new(&[]).draw(&mut random), None);
    }

    #[test]
    fn tails_are_cut_and_sum_to_one() {
        for (n, cap) in [(1, 1.0), (100, 0.05), (10_000, 0.002), (10, 0.01)] {
            let weights = zipf(n, 1.05, 3.0, cap);
            assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-9 || n == 10);
            assert!(weights.windows(2).all(|w| w[0] >= w[1]));
            assert!(weights[0] <= cap * 1.001 || n == 10, "{n}: {}", weights[0]);
        }
    }

    #[test]
    fn moments_are_right() {
        let mut random = Xoshiro256::new(11);
        let n = 100_000;
        let (mut sum, mut squares, mut waits) = (0.0, 0.0, 0.0);
        for _ in 0..n {
            let x = normal(&mut random);
            sum += x;
            squares += x * x;
            waits += exponential(&mut random);
        }
        let n = f64::from(n);
        assert!((sum / n).abs() < 0.02 && (squares / n - 1.0).abs() < 0.03 && (waits / n - 1.0).abs() < 0.02);
        let mut seen = [false; 3];
        (0..100).for_each(|_| seen[between(&mut random, (4, 6)) as usize - 4] = true);
        assert_eq!((seen, between(&mut random, (7, 7))), ([true; 3], 7));
    }
}
