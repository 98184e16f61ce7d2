//! Which kind of writing a text is most like, and whether it is like any that the calibration knows.
//!
//! Linear discriminant analysis (Fisher 1936) over measures of style, by length: the register is the nearest
//! mean under the covariance within registers, and a text farther from it than all but one in a hundred of the texts
//! that made it is outside. Human and machine texts make the means alike, so that being outside says nothing of who wrote.

use crate::document::{Document, View};
use crate::features::style;
use serde::{Deserialize, Serialize};

/// Shortest lengths of the buckets, in words. A text belongs to the last that it reaches.
pub const BUCKETS: [usize; 5] = [25, 50, 100, 200, 400];

/// The words that count of a text: what goes beyond is looked at in pieces.
pub const MOST_WORDS: usize = 800;

/// The bucket of a length; `None` under 25 words.
pub fn bucket(words: usize) -> Option<usize> {
    BUCKETS.iter().rposition(|&least| words >= least)
}

/// A bucket in words.
pub fn bucket_name(bucket: usize) -> String {
    let end = BUCKETS.get(bucket + 1).map_or(MOST_WORDS, |next| next - 1);
    format!("{} to {end} words", BUCKETS[bucket])
}

/// A piece of a text with a length within a bucket, all such lengths equally likely on a logarithmic scale; `None` when
/// the text is shorter.
pub fn piece(text: &Document, bucket: usize) -> Option<View<'_>> {
    let least = BUCKETS[bucket];
    let most = BUCKETS.get(bucket + 1).map_or(MOST_WORDS, |next| next - 1).min(text.words);
    let mut random = random(text, bucket as u64);
    let words = least as f64 * (random.uniform() * ((most + 1) as f64 / least as f64).log2()).exp2();
    (most >= least).then(|| text.first((words as usize).clamp(least, most)))
}

/// Draws that depend on the text alone.
pub(crate) fn random(text: &Document, stream: u64) -> stats::Xoshiro256 {
    let seed = text.tokens.iter().fold(7u64, |hash, token| hash.rotate_left(9) ^ token.hash);
    stats::Xoshiro256::stream(seed, stream)
}

/// How many measures of style are looked at: the first, which are those with names. Surprise is left out: a language model
/// knows the registers that it learned from better than others.
pub const WIDTH: usize = style::NAMED.len();

/// Registers at one length.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Registers {
    /// Mean of each register after `whiten`.
    means: Vec<Vec<f32>>,
    /// Rows of the matrix that makes the covariance within registers one: lower triangle.
    whiten: Vec<Vec<f32>>,
    /// The distance, squared, beyond which a text is outside, for each register.
    far: Vec<f32>,
}

impl Registers {
    /// From measures and registers of texts. A register with under `least` texts has no mean and is never nearest.
    pub fn train(texts: &[(Vec<f32>, usize)], registers: usize, least: usize) -> Option<Self> {
        let mut means = vec![vec![0f64; WIDTH]; registers];
        let mut counts = vec![0usize; registers];
        for (values, register) in texts {
            counts[*register] += 1;
            for (mean, value) in means[*register].iter_mut().zip(values) {
                *mean += f64::from(*value);
            }
        }
        for (mean, &count) in means.iter_mut().zip(&counts) {
            mean.iter_mut().for_each(|value| *value /= count.max(1) as f64);
        }
        let used: Vec<&(Vec<f32>, usize)> =
            texts.iter().filter(|(_, register)| counts[*register] >= least).collect();
        if used.is_empty() {
            return None;
        }
        // Registers weigh the same in the covariance, so that the largest does not set it.
        let mut covariance = vec![vec![0f64; WIDTH]; WIDTH];
        let groups = counts.iter().filter(|&&count| count >= least).count() as f64;
        let mut away = vec![0f64; WIDTH];
        for (values, register) in &used {
            let weight = 1.0 / (groups * counts[*register] as f64);
            for ((away, value), mean) in away.iter_mut().zip(values).zip(&means[*register]) {
                *away = f64::from(*value) - mean;
            }
            for (row, line) in covariance.iter_mut().enumerate() {
                let factor = away[row] * weight;
                for (cell, other) in line[..=row].iter_mut().zip(&away) {
                    *cell += factor * other;
                }
            }
        }
        // Shrinkage towards the diagonal keeps measures that hardly vary from setting the distance.
        for (row, line) in covariance.iter_mut().enumerate() {
            let own = line[row].max(1e-8);
            line[..row].iter_mut().for_each(|cell| *cell *= 0.9);
            line[row] = own;
        }
        let whiten = inverse(&cholesky(covariance));
        let mut registers = Self { whiten, means: Vec::new(), far: vec![0.0; registers] };
        registers.means = means
            .iter()
            .zip(&counts)
            .map(|(mean, &count)| {
                if count < least {
                    return Vec::new();
                }
                registers.whitened(&mean.iter().map(|&value| value as f32).collect::<Vec<f32>>())
            })
            .collect();
        let mut distances = vec![Vec::new(); registers.far.len()];
        for (values, _) in &used {
            if let Some((nearest, distance)) = registers.nearest(values) {
                distances[nearest].push(distance);
            }
        }
        for (far, mut distances) in registers.far.iter_mut().zip(distances) {
            distances.sort_by(f32::total_cmp);
            *far = distances.get(distances.len() * 99 / 100).copied().unwrap_or(0.0);
        }
        Some(registers)
    }

    /// Adds a register by the measures of its texts, under the covariance of the others.
    pub fn add(&mut self, texts: &[Vec<f32>]) {
        let count = texts.len().max(1) as f32;
        let mut mean = vec![0f32; WIDTH];
        for values in texts {
            for (mean, value) in mean.iter_mut().zip(values) {
                *mean += value / count;
            }
        }
        let mean = if texts.is_empty() { Vec::new() } else { self.whitened(&mean) };
        let place = self.means.len();
        self.means.push(mean);
        self.far.push(0.0);
        let mut distances: Vec<f32> = texts
            .iter()
            .filter_map(|values| self.nearest(values))
            .filter(|(nearest, _)| *nearest == place)
            .map(|(_, distance)| distance)
            .collect();
        distances.sort_by(f32::total_cmp);
        self.far[place] = distances.get(distances.len() * 99 / 100).copied().unwrap_or(0.0);
    }

    /// Whether these are that many registers, with numbers for all measures.
    pub fn fits(&self, registers: usize) -> bool {
        self.means.len() == registers
            && self.far.len() == registers
            && self.whiten.len() == WIDTH
            && self.whiten.iter().enumerate().all(|(at, row)| row.len() == at + 1)
            && self.means.iter().all(|mean| mean.is_empty() || mean.len() == WIDTH)
    }

    fn whitened(&self, values: &[f32]) -> Vec<f32> {
        self.whiten.iter().map(|row| row.iter().zip(values).map(|(a, b)| a * b).sum()).collect()
    }

    /// The nearest register and the distance to it, squared.
    fn nearest(&self, values: &[f32]) -> Option<(usize, f32)> {
        let point = self.whitened(values);
        let distance = |mean: &[f32]| point.iter().zip(mean).map(|(a, b)| (a - b) * (a - b)).sum::<f32>();
        let known = self.means.iter().enumerate().filter(|(_, mean)| !mean.is_empty());
        known.map(|(register, mean)| (register, distance(mean))).min_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// The register of a text, and whether the text is within it.
    pub fn of(&self, values: &[f32]) -> Option<(usize, bool)> {
        self.nearest(values).map(|(register, distance)| (register, distance <= self.far[register]))
    }
}

/// The lower triangle whose product with its transpose is the matrix.
fn cholesky(mut matrix: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let width = matrix.len();
    for at in 0..width {
        for other in 0..=at {
            let known: f64 = (0..other).map(|k| matrix[at][k] * matrix[other][k]).sum();
            let rest = matrix[at][other] - known;
            matrix[at][other] =
                if at == other { libm::sqrt(rest.max(1e-12)) } else { rest / matrix[other][other] };
        }
        matrix[at].truncate(at + 1);
    }
    matrix
}

/// The inverse of a lower triangle.
#[expect(clippy::needless_range_loop, reason = "rows and columns of two matrices")]
fn inverse(lower: &[Vec<f64>]) -> Vec<Vec<f32>> {
    let width = lower.len();
    let mut out = vec![vec![0f64; width]; width];
    for column in 0..width {
        for row in column..width {
            let known: f64 = (column..row).map(|k| lower[row][k] * out[k][column]).sum();
            out[row][column] = (f64::from(u8::from(row == column)) - known) / lower[row][row];
        }
    }
    out.into_iter().enumerate().map(|(row, line)| line[..=row].iter().map(|&v| v as f32).collect()).collect()
}
