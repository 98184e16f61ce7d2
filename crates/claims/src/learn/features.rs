//! Features of a sequence: for each place the rows of a table that hold what they weigh.

/// Features of each place of a sequence, hashed to rows.
#[derive(Clone, Debug, Default)]
pub struct Features {
    rows: Vec<u32>,
    /// Where those of each place begin.
    starts: Vec<usize>,
    bits: u32,
}

impl Features {
    /// None yet; rows are numbers of so many bits.
    pub fn new(bits: u32) -> Self {
        Self { rows: Vec::new(), starts: Vec::new(), bits }
    }

    /// Forgets all places, but not the memory.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.starts.clear();
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The next place.
    pub fn place(&mut self) -> Row<'_> {
        self.starts.push(self.rows.len());
        Row { features: self }
    }

    /// The last place, to go on with it.
    pub fn last(&mut self) -> Row<'_> {
        Row { features: self }
    }

    /// The rows of a place.
    pub fn rows(&self, place: usize) -> &[u32] {
        let end = self.starts.get(place + 1).copied().unwrap_or(self.rows.len());
        &self.rows[self.starts[place]..end]
    }

    /// Keeps only some of the features, as `keep` says; for training.
    pub fn thinned(&self, mut keep: impl FnMut(u32) -> bool) -> Self {
        let mut thin = Self::new(self.bits);
        for place in 0..self.len() {
            thin.starts.push(thin.rows.len());
            thin.rows.extend(self.rows(place).iter().copied().filter(|&row| keep(row)));
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
        self.triple(template, value, 0, 0);
    }

    /// A feature of two values.
    pub fn pair(&mut self, template: u64, a: u64, b: u64) {
        self.triple(template, a, b, 0);
    }

    /// A feature of three values. Multiply-shift hashing of vectors (Dietzfelbinger 1996): products of values that stand in
    /// many features are computed once.
    pub fn triple(&mut self, template: u64, a: u64, b: u64, c: u64) {
        let hash = template
            .wrapping_mul(0xA24B_AED4_963E_E407)
            .wrapping_add(a.wrapping_mul(0x9E37_79B9_7F4A_7C15))
            .wrapping_add(b.wrapping_mul(0xD6E8_FEB8_6659_FD93))
            .wrapping_add(c.wrapping_mul(0xC2B2_AE3D_27D4_EB4F));
        self.features.rows.push((hash >> (64 - self.features.bits)) as u32);
    }
}
