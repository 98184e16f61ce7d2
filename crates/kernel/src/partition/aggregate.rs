//! The graph whose nodes are groups of nodes.

use super::Graph;

/// Merges the nodes of each group into one node; group codes are `0..n_groups`. The weight between two groups is
/// the sum of the edges between them; what is inside a group remains in its strength only.
pub(super) fn aggregate(graph: &Graph, groups: &[u32], n_groups: usize) -> Graph {
    let mut starts = vec![0u32; n_groups + 1];
    let mut strength = vec![0f64; n_groups];
    for (&group, &s) in groups.iter().zip(&graph.strength) {
        starts[group as usize + 1] += 1;
        strength[group as usize] += s;
    }
    for i in 0..n_groups {
        starts[i + 1] += starts[i];
    }
    let mut next = starts.clone();
    let mut members = vec![0u32; groups.len()];
    for (node, &group) in groups.iter().enumerate() {
        let slot = &mut next[group as usize];
        members[*slot as usize] = node as u32;
        *slot += 1;
    }
    drop(next);

    let mut offsets = Vec::with_capacity(n_groups + 1);
    offsets.push(0);
    let mut entries = Vec::new();
    let mut weights = vec![0f64; n_groups];
    let mut touched = Vec::new();
    let mut ahead = 0;
    for (group, bounds) in starts.windows(2).enumerate() {
        for position in bounds[0] as usize..bounds[1] as usize {
            if ahead == 0 {
                let next = members[position..].iter().copied();
                ahead =
                    graph.look_ahead(next, |other| weights[groups[other as usize] as usize].to_bits() as u32);
            }
            ahead -= 1;
            let member = members[position];
            for &(other, weight) in graph.neighbours(member) {
                let other = groups[other as usize];
                if other as usize != group {
                    if weights[other as usize] == 0.0 {
                        touched.push(other);
                    }
                    weights[other as usize] += f64::from(weight);
                }
            }
        }
        for other in touched.drain(..) {
            entries.push((other, std::mem::take(&mut weights[other as usize]) as f32));
        }
        offsets.push(entries.len() as u32);
    }
    Graph { offsets, entries, strength, total: graph.total }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_add_up_and_loops_stay_in_the_strength() {
        let edges = [(0, 1, 1.0), (1, 2, 2.0), (2, 3, 4.0), (0, 3, 8.0), (2, 2, 16.0)];
        let graph = Graph::new(4, edges.into_iter());
        let merged = aggregate(&graph, &[0, 0, 1, 1], 2);
        assert_eq!(merged.neighbours(0), [(1, 10.0)]);
        assert_eq!(merged.neighbours(1), [(0, 10.0)]);
        assert_eq!((merged.strength(0), merged.strength(1)), (12.0, 50.0));
        assert_eq!(merged.total(), graph.total());
    }
}
