//! Multinomial logistic regression over hashed features, trained by AdaGrad (Duchi, Hazan & Singer 2011) with features
//! left out at random; the model is the mean of the weights over time (Polyak & Juditsky 1992).

use super::{Table, random::Random};

/// How a regression is trained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Times through all examples.
    pub rounds: usize,
    /// Length of the first steps.
    pub rate: f32,
    /// Share of features that each step leaves out.
    pub dropout: f32,
    /// Times that training starts anew; the model is the mean of all.
    pub starts: usize,
    /// Examples that a feature must stand in.
    pub least_examples: u32,
    /// For the order of examples and what is left out.
    pub seed: u64,
}

/// An example: the rows of its features, and how right each class is; shares that add up to one.
#[derive(Clone, Debug, PartialEq)]
pub struct Example<const CLASSES: usize> {
    /// Rows of a table.
    pub rows: Vec<u32>,
    /// What is right.
    pub right: [f32; CLASSES],
}

/// Examples between two moments of the mean.
const EVERY: usize = 400;
/// Rounds before weights are averaged.
const STEADY: usize = 1;

/// The weights for features whose rows are numbers of `bits` bits.
pub fn train<const CLASSES: usize>(
    examples: &[Example<CLASSES>],
    bits: u32,
    settings: &Settings,
) -> Table<CLASSES> {
    let mut standing = vec![0_u32; 1 << bits];
    for &row in examples.iter().flat_map(|example| &example.rows) {
        standing[row as usize] += 1;
    }
    let nils = || vec![[0.0_f32; CLASSES]; 1 << bits];
    let (mut weights, mut squares, mut sums) = (nils(), nils(), nils());
    let mut moments = 0_u32;
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for start in 0..settings.starts {
        let mut random = Random::new(settings.seed + start as u64);
        weights.fill([0.0; CLASSES]);
        squares.fill([0.0; CLASSES]);
        for round in 0..settings.rounds {
            random.shuffle(&mut order);
            for (number, &example) in order.iter().enumerate() {
                if round >= STEADY && number % EVERY == 0 {
                    moments += 1;
                    add(&mut sums, &weights);
                }
                let example = &examples[example];
                let rows: Vec<usize> = example
                    .rows
                    .iter()
                    .map(|&row| row as usize)
                    .filter(|&row| {
                        standing[row] >= settings.least_examples && random.unit() >= settings.dropout
                    })
                    .collect();
                step(&rows, &example.right, settings.rate, &mut weights, &mut squares);
            }
        }
    }
    let mean = 1.0 / moments.max(1) as f32;
    sums.as_flattened_mut().iter_mut().for_each(|sum| *sum *= mean);
    Table::round(bits, CLASSES, sums.as_flattened())
}

fn add<const CLASSES: usize>(sums: &mut [[f32; CLASSES]], weights: &[[f32; CLASSES]]) {
    let weights = weights.as_flattened();
    sums.as_flattened_mut().iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
}

/// One step towards what is right.
fn step<const CLASSES: usize>(
    rows: &[usize],
    right: &[f32; CLASSES],
    rate: f32,
    weights: &mut [[f32; CLASSES]],
    squares: &mut [[f32; CLASSES]],
) {
    let mut scores = [0.0_f32; CLASSES];
    for &row in rows {
        scores.iter_mut().zip(&weights[row]).for_each(|(score, weight)| *score += weight);
    }
    let probabilities = probabilities(&scores);
    for class in 0..CLASSES {
        let gradient = right[class] - probabilities[class];
        for &row in rows {
            let square = &mut squares[row][class];
            *square += gradient * gradient;
            weights[row][class] += rate * gradient / (square.sqrt() + 1e-6);
        }
    }
}

/// Probabilities of classes from their scores.
pub fn probabilities<const CLASSES: usize>(scores: &[f32; CLASSES]) -> [f32; CLASSES] {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut shares = scores.map(|score| libm::expf((score - most).max(-60.0)));
    let sum: f32 = shares.iter().sum();
    shares.iter_mut().for_each(|share| *share /= sum);
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_which_features_go_with_which_class() {
        let example = |rows: &[u32], class: usize| {
            let mut right = [0.0; 3];
            right[class] = 1.0;
            Example { rows: rows.to_vec(), right }
        };
        let examples: Vec<Example<3>> = (0..300)
            .map(|number| example(&[0, 1 + number % 3, 7 + number % 5], (number % 3) as usize))
            .collect();
        let settings = Settings { rounds: 4, rate: 0.1, dropout: 0.2, starts: 2, least_examples: 2, seed: 1 };
        let table = train(&examples, 4, &settings);
        assert_eq!(table, train(&examples, 4, &settings), "the same every time");
        for class in 0..3 {
            let sums = table.sum(&[0, 1 + class as u32]).map(|sum| f32::from(sum) * table.scale);
            let probabilities = probabilities(&sums);
            assert!(probabilities[class] > 0.8, "{class}: {probabilities:?}");
        }
    }
}
