//! Weights as small whole numbers: a quarter of the memory of floating ones, so that more of them stay in the cache.

/// Rows of weights in units of `scale`; a row has one weight for each class.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Rows are numbers of so many bits.
    pub bits: u32,
    /// Weights of a row.
    pub classes: usize,
    /// What one unit is worth.
    pub scale: f32,
    /// All rows, one after the other.
    pub values: Vec<i8>,
}

impl Table {
    /// Rounds weights. The unit is chosen so that all but one in 20,000 of those that are not zero fit; those are cut.
    pub fn round(bits: u32, classes: usize, weights: &[f32]) -> Self {
        let mut sizes: Vec<f32> =
            weights.iter().map(|weight| weight.abs()).filter(|&size| size > 0.0).collect();
        let largest = if sizes.is_empty() {
            1.0
        } else {
            let place = sizes.len() - 1 - sizes.len() / 20_000;
            *sizes.select_nth_unstable_by(place, f32::total_cmp).1
        };
        let scale = largest / 127.0;
        let values =
            weights.iter().map(|weight| (weight / scale).round().clamp(-127.0, 127.0) as i8).collect();
        Self { bits, classes, scale, values }
    }

    /// Adds the rows up.
    pub fn sum(&self, rows: &[u32], sums: &mut [i32]) {
        sums.fill(0);
        // All rows are asked for before the first is needed: waits for memory overlap.
        let mut touched = 0;
        for &row in rows {
            touched ^= self.values.get(row as usize * self.classes).copied().unwrap_or_default();
        }
        std::hint::black_box(touched);
        for &row in rows {
            let start = row as usize * self.classes;
            if let Some(weights) = self.values.get(start..start + self.classes) {
                for (sum, &weight) in sums.iter_mut().zip(weights) {
                    *sum += i32::from(weight);
                }
            }
        }
    }
}
