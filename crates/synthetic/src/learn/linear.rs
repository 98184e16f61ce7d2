//! A linear model over hashed counts, whose score is exactly a sum over the occurrences of features.

use stats::Xoshiro256;
use std::borrow::Cow;

/// Weights of features by hash.
///
/// The margin of a text with `n` occurrences is `bias + scale * sum(weights) / sqrt(n)`: texts without signal spread
/// alike at every length, and signal grows with length.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    /// A signed byte for each value of the hash, in units of `scale`; as many as a power of two.
    pub weights: Cow<'static, [u8]>,
    /// What a unit of weight is worth.
    pub scale: f32,
    /// What a text without features has.
    pub bias: f32,
}

impl Linear {
    /// The weight of one feature, in units of `scale`.
    #[inline]
    pub fn weight(&self, hash: u32) -> i32 {
        // The length is a power of two.
        i32::from(self.weights[hash as usize & (self.weights.len() - 1)] as i8)
    }

    /// The margin of a text whose `n` features' weights sum to `sum`.
    pub fn margin(&self, sum: i64, n: usize) -> f32 {
        if n == 0 {
            return self.bias;
        }
        (f64::from(self.bias) + f64::from(self.scale) * sum as f64 / (n as f64).sqrt()) as f32
    }
}

/// How a linear model is trained.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Weights are kept for that many bits of a hash.
    pub bits: u32,
    /// Passes over the texts.
    pub epochs: u32,
    /// Step of AdaGrad.
    pub rate: f32,
    /// Penalty on squared weights.
    pub l2: f32,
    /// Seed of the order.
    pub seed: u64,
}

/// One text to learn from.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'t> {
    /// Its features.
    pub hashes: &'t [u32],
    /// Whether a machine wrote it.
    pub is_machine: bool,
    /// How much it counts.
    pub weight: f32,
}

/// Logistic regression by AdaGrad (Duchi, Hazan and Singer 2011) with lazy L2 shrinkage, averaged over the last pass,
/// then rounded to bytes.
pub fn train(samples: &[Sample<'_>], settings: &Settings) -> Linear {
    let size = 1usize << settings.bits;
    let mask = size - 1;
    let (mut weights, mut squares) = (vec![0f32; size], vec![1e-3f32; size]);
    let (mut bias, mut bias_square) = (0f32, 1e-3f32);
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut random = Xoshiro256::new(settings.seed);
    for epoch in 0..settings.epochs {
        random.shuffle(&mut order);
        // A falling step settles the weights, which does what averaging would without a second table.
        let rate = settings.rate / (1.0 + epoch as f32);
        for &number in &order {
            let sample = &samples[number];
            if sample.hashes.is_empty() {
                continue;
            }
            let norm = 1.0 / (sample.hashes.len() as f32).sqrt();
            let sum: f32 = sample.hashes.iter().map(|&hash| weights[hash as usize & mask]).sum();
            let margin = bias + sum * norm;
            let p = 1.0 / (1.0 + libm::expf(-margin));
            let error = (p - f32::from(u8::from(sample.is_machine))) * sample.weight;
            bias_square += error * error;
            bias -= rate * 0.1 * error / bias_square.sqrt();
            let step = error * norm;
            for &hash in sample.hashes {
                let at = hash as usize & mask;
                let gradient = step + settings.l2 * weights[at];
                squares[at] += gradient * gradient;
                weights[at] -= rate * gradient / squares[at].sqrt();
            }
        }
    }
    quantise(&weights, bias)
}

/// Rounds weights to bytes. The scale is that of the largest but a few, so that single outliers do not coarsen the rest.
fn quantise(weights: &[f32], bias: f32) -> Linear {
    let mut sizes: Vec<f32> = weights.iter().map(|weight| weight.abs()).filter(|&size| size > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    let largest = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 5000)).copied().unwrap_or(1.0);
    let scale = (largest / 127.0).max(f32::MIN_POSITIVE);
    let weights =
        weights.iter().map(|&weight| (weight / scale).round().clamp(-127.0, 127.0) as i8 as u8).collect();
    Linear { weights: Cow::Owned(weights), scale, bias }
}
