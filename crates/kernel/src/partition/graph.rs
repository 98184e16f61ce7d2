//! A weighted graph in compressed rows.

use std::hint::black_box;

/// Entries that are brought into the cache together; what they lead to fits into a core's own cache.
const AHEAD: usize = 1 << 11;

/// An undirected weighted graph over the codes `0..n_nodes`.
///
/// Each edge stands in the rows of both its ends, eight bytes each; parallel edges stand side by side and act
/// as their sum. A self-loop is in no row: it is part of the [`strength`](Graph::strength) of its node only,
/// which is all that modularity needs to know, for a loop is inside whatever community its node is in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// `offsets[i]..offsets[i + 1]` are the entries of node `i`.
    pub(super) offsets: Vec<u32>,
    /// The other end and the weight, row after row.
    pub(super) entries: Vec<(u32, f32)>,
    /// Sum of the weights at each node, loops twice.
    pub(super) strength: Vec<f64>,
    /// Sum of all strengths: twice the weight of all edges.
    pub(super) total: f64,
}

impl Graph {
    /// Builds the graph from its edges `(node, node, weight)`, which are gone through twice: once to count,
    /// once to fill. Nothing is sorted; rows keep the order of the edges. An edge of weight zero is no edge.
    ///
    /// # Panics
    /// When a code is not below `n_nodes`, a weight is negative or not finite, or there are 2^31 edges or
    /// more: mistakes of the caller, never of the data.
    pub fn new(n_nodes: usize, edges: impl Iterator<Item = (u32, u32, f32)> + Clone) -> Self {
        assert!(n_nodes < u32::MAX as usize, "more nodes than there are codes");
        let mut offsets = vec![0u32; n_nodes + 1];
        let mut strength = vec![0f64; n_nodes];
        let mut n_entries = 0u64;
        for (a, b, weight) in edges.clone() {
            assert!(weight >= 0.0 && weight.is_finite(), "weights are finite and not negative");
            strength[a as usize] += f64::from(weight);
            strength[b as usize] += f64::from(weight);
            if a != b && weight > 0.0 {
                n_entries += 2;
                assert!(n_entries < u64::from(u32::MAX), "more edges than a row can number");
                offsets[a as usize + 1] += 1;
                offsets[b as usize + 1] += 1;
            }
        }
        for i in 0..n_nodes {
            offsets[i + 1] += offsets[i];
        }
        // While it is filled, `offsets[i]` is the next free entry of row `i`; afterwards it is where row `i + 1` starts.
        let mut entries = vec![(0u32, 0f32); n_entries as usize];
        for (a, b, weight) in edges.filter(|&(a, b, weight)| a != b && weight > 0.0) {
            for (from, to) in [(a, b), (b, a)] {
                let next = &mut offsets[from as usize];
                entries[*next as usize] = (to, weight);
                *next += 1;
            }
        }
        offsets.copy_within(0..n_nodes, 1);
        offsets[0] = 0;
        let total: f64 = strength.iter().sum();
        assert!(total <= f64::from(f32::MAX), "the weights add up to more than fits");
        Self { offsets, entries, strength, total }
    }

    /// Number of nodes, isolated ones included.
    pub fn n_nodes(&self) -> usize {
        self.strength.len()
    }

    /// The other ends and the weights of the edges of a node, without self-loops.
    pub fn neighbours(&self, node: u32) -> &[(u32, f32)] {
        let node = node as usize;
        &self.entries[self.offsets[node] as usize..self.offsets[node + 1] as usize]
    }

    /// Looks up what the neighbours of the next `nodes` lead to, and returns for how many nodes it did.
    /// They lie all over the memory: waiting for those of many nodes at once is cheaper.
    pub(super) fn look_ahead(&self, nodes: impl Iterator<Item = u32>, look: impl Fn(u32) -> u32) -> usize {
        let (mut n_nodes, mut n_entries, mut seen) = (0, 0, 0);
        for node in nodes {
            let row = self.neighbours(node);
            for &(other, _) in &row[..row.len().min(AHEAD)] {
                seen ^= look(other);
            }
            n_nodes += 1;
            n_entries += row.len();
            if n_entries >= AHEAD {
                break;
            }
        }
        black_box(seen);
        n_nodes
    }

    /// Sum of the weights of the edges at a node; a self-loop counts twice.
    pub fn strength(&self, node: u32) -> f64 {
        self.strength[node as usize]
    }

    /// Sum of all strengths: twice the weight of all edges.
    pub fn total(&self) -> f64 {
        self.total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_stands_in_both_rows_and_a_loop_in_none() {
        let edges = [(2, 0, 1.5), (1, 1, 2.0), (0, 2, 0.5), (1, 0, 1.0), (2, 1, 0.0)];
        let graph = Graph::new(4, edges.iter().copied());
        assert_eq!(graph.neighbours(0), [(2, 1.5), (2, 0.5), (1, 1.0)]);
        assert_eq!(graph.neighbours(1), [(0, 1.0)]);
        assert_eq!(graph.neighbours(2), [(0, 1.5), (0, 0.5)]);
        assert!(graph.neighbours(3).is_empty());
        assert_eq!([0, 1, 2, 3].map(|node| graph.strength(node)), [3.0, 5.0, 2.0, 0.0]);
        assert_eq!(graph.total(), 10.0);
    }

    #[test]
    fn nothing_is_fine() {
        let graph = Graph::new(0, std::iter::empty());
        assert_eq!((graph.n_nodes(), graph.total()), (0, 0.0));
    }
}
