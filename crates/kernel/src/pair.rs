//! What two accounts have in common.

/// Two accounts in one layer and window. `n_objects` and the rest count everything *within* the window,
/// so the counts of a wider window include those of a narrower one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Account with the smaller code.
    pub a: u32,
    /// Account with the larger code.
    pub b: u32,
    /// Number of the layer; 0 where layers are not told apart.
    pub layer: u8,
    /// Index of the window.
    pub window: u8,
    /// Distinct objects on which the two acted within the window.
    pub n_objects: u32,
    /// Pairs of actions within the window, repeated ones counted.
    pub n_pairs: u64,
    /// Sum of the time differences of those pairs.
    pub sum_dt: u64,
}

impl Pair {
    /// Order of the output: accounts, layer, window.
    pub fn key(&self) -> (u32, u32, u8, u8) {
        (self.a, self.b, self.layer, self.window)
    }

    fn add(&mut self, other: &Self) {
        self.n_objects += other.n_objects;
        self.n_pairs += other.n_pairs;
        self.sum_dt += other.sum_dt;
    }
}

/// Adds up two sorted lists of pairs that come from partitions with disjoint objects and one dictionary.
pub fn merge(left: Vec<Pair>, right: Vec<Pair>) -> Vec<Pair> {
    let mut out: Vec<Pair> = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    loop {
        let next = match (left.peek(), right.peek()) {
            (Some(l), Some(r)) if l.key() <= r.key() => left.next(),
            (_, Some(_)) => right.next(),
            (_, None) => left.next(),
        };
        let Some(next) = next else { return out };
        match out.last_mut() {
            Some(last) if last.key() == next.key() => last.add(&next),
            _ => out.push(next),
        }
    }
}
