//! Features of a sequence: for each place the rows of a table that hold what they weigh.

use super::hash::mix;

/// Features of each place of a sequence, hashed to rows.
#[derive(Clone, Debug, Default)]
pub struct Features {
    rows: Vec<u32>,
    ends: Vec<usize>,
    bits: u32,
}

impl Features {
    /// None yet; rows are numbers of so many bits.
    pub fn new(bits: u32) -> Self {
        Self { rows: Vec::new(), ends: Vec::new(), bits }
    }

    /// Forgets all places, but not the memory.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.ends.clear();
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The next place.
    pub fn place(&mut self) -> Row<'_> {
        self.ends.push(self.rows.len());
        Row { features: self }
    }

    /// The rows of a place.
    pub fn rows(&self, place: usize) -> &[u32] {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.rows[start..self.ends[place]]
    }

    /// Keeps only some of the features, as `keep` says; for training.
    pub fn thinned(&self, mut keep: impl FnMut() -> bool) -> Self {
        let mut thin = Self::new(self.bits);
        for place in 0..self.len() {
            thin.rows.extend(self.rows(place).iter().copied().filter(|_| keep()));
            thin.ends.push(thin.rows.len());
        }
        thin
    }
}

/// Where the features of one place go.
#[derive(Debug)]
pub struct Row<'f> {
    features: &'f mut Features,
}

impl Row<'_> {
    /// A feature: the number of its template, and its value.
    pub fn add(&mut self, template: u64, value: u64) {
        let hash = mix(template.wrapping_mul(0xA24B_AED4_963E_E407), value);
        let row = (hash >> (64 - self.features.bits)) as u32;
        self.features.rows.push(row);
        if let Some(end) = self.features.ends.last_mut() {
            *end = self.features.rows.len();
        }
    }

    /// A feature of two values.
    pub fn pair(&mut self, template: u64, a: u64, b: u64) {
        self.add(template, mix(a, b));
    }

    /// A feature of three values.
    pub fn triple(&mut self, template: u64, a: u64, b: u64, c: u64) {
        self.add(template, mix(mix(a, b), c));
    }
}
