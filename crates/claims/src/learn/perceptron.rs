//! The averaged perceptron (Collins 2002) over hashed features.

use super::Table;

/// A perceptron in training.
#[derive(Clone, Debug)]
pub struct Perceptron {
    bits: u32,
    classes: usize,
    weights: Vec<f32>,
    /// Each change times the moment at which it was made: what the mean over all moments takes off.
    corrections: Vec<f32>,
    /// Of each row how often it was corrected.
    changes: Vec<u8>,
    /// Rows that were corrected less often have no say.
    least_changes: u8,
    moment: f32,
}

impl Perceptron {
    /// All weights nil. `bits` of a row's number, `classes` a row.
    pub fn new(bits: u32, classes: usize, least_changes: u8) -> Self {
        let size = (1 << bits) * classes;
        Self {
            bits,
            classes,
            weights: vec![0.0; size],
            corrections: vec![0.0; size],
            changes: vec![0; 1 << bits],
            least_changes,
            moment: 1.0,
        }
    }

    /// What each class scores.
    pub fn score(&self, rows: &[u32], scores: &mut [f32]) {
        scores.fill(0.0);
        for &row in rows {
            if self.changes[row as usize] < self.least_changes {
                continue;
            }
            let start = row as usize * self.classes;
            for (score, weight) in scores.iter_mut().zip(&self.weights[start..start + self.classes]) {
                *score += weight;
            }
        }
    }

    /// A decision was made: the next one comes at the next moment.
    pub fn tick(&mut self) {
        self.moment += 1.0;
    }

    /// Makes `right` score more and `wrong` less.
    pub fn correct(&mut self, rows: &[u32], right: usize, wrong: usize) {
        for &row in rows {
            let changes = &mut self.changes[row as usize];
            *changes = changes.saturating_add(1);
            let start = row as usize * self.classes;
            for (class, change) in [(right, 1.0), (wrong, -1.0)] {
                self.weights[start + class] += change;
                self.corrections[start + class] += change * self.moment;
            }
        }
    }

    /// The mean of the weights over all moments.
    pub fn mean(&self) -> Vec<f32> {
        self.weights
            .iter()
            .zip(&self.corrections)
            .map(|(weight, correction)| weight - correction / self.moment)
            .collect()
    }

    /// The mean, rounded; rows whose weights are all below `least` are left out.
    pub fn table<const WIDTH: usize>(&self, least: f32) -> Table<WIDTH> {
        let mut mean = self.mean();
        for (row, &changes) in mean.chunks_mut(self.classes).zip(&self.changes) {
            if changes < self.least_changes || row.iter().all(|weight| weight.abs() < least) {
                row.fill(0.0);
            }
        }
        Table::round(self.bits, self.classes, &mean)
    }
}
