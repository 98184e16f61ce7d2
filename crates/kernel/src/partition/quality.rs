//! How good a partition is.

use super::Graph;

/// Modularity with a resolution (Newman & Girvan 2004; Reichardt & Bornholdt 2006): the share of weight inside
/// communities, less `resolution` times the share expected when every node keeps its strength and edges fall
/// at random, `sum over c of (K_c / 2m)^2`. Zero when the graph has no weight.
///
/// # Panics
/// When there is not one community per node, or a community code is not below the number of nodes.
pub fn modularity(graph: &Graph, communities: &[u32], resolution: f64) -> f64 {
    assert_eq!(communities.len(), graph.n_nodes(), "one community per node");
    if graph.total == 0.0 {
        return 0.0;
    }
    let mut strength = vec![0f64; graph.n_nodes()];
    let mut between = 0f64;
    for (node, &community) in communities.iter().enumerate() {
        strength[community as usize] += graph.strength[node];
        for &(other, weight) in graph.neighbours(node as u32) {
            if communities[other as usize] != community {
                between += f64::from(weight);
            }
        }
    }
    let expected: f64 = strength.iter().map(|s| (s / graph.total).powi(2)).sum();
    1.0 - between / graph.total - resolution * expected
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // Two edges, apart: all weight inside, half expected.
        let graph = Graph::new(4, [(0, 1, 1.0), (2, 3, 1.0)].into_iter());
        assert_eq!(modularity(&graph, &[0, 0, 1, 1], 1.0), 0.5);
        assert_eq!(modularity(&graph, &[0, 0, 1, 1], 2.0), 0.0);
        assert_eq!(modularity(&graph, &[0, 0, 0, 0], 1.0), 0.0);
        assert_eq!(modularity(&graph, &[0, 1, 2, 3], 1.0), -0.25);
        // A loop is inside even when its node is alone.
        let graph = Graph::new(2, [(0, 0, 1.0), (1, 1, 1.0)].into_iter());
        assert_eq!(modularity(&graph, &[0, 1], 1.0), 0.5);
    }
}
