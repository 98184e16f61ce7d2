//! Splitting communities into parts that hang together well.

use super::Graph;
use super::moving::NOISE;

/// A part of a community, with what the node at hand has to do with it.
#[derive(Clone, Copy)]
struct Part {
    /// Sum of the strengths of its nodes.
    strength: f64,
    /// Weight of the edges from the node at hand; zero between nodes.
    weight: f64,
    /// Weight of the edges to the rest of its community.
    outward: f64,
}

/// Refinement (Traag, Waltman & van Eck 2019, without their randomness): every node starts alone; a node that is
/// still alone and well connected to the rest of its community joins, of the well-connected parts of that
/// community, the one where modularity gains most (of equals the smallest code), if it gains at all.
/// Well connected means: more weight to the rest of the community than expected at random.
///
/// Gives a part for each node; a part lies in one community, is connected, and has the code of one of its nodes.
pub(super) fn refine(graph: &Graph, communities: &[u32], resolution: f64) -> Vec<u32> {
    let n = graph.n_nodes();
    let mut whole = vec![0f64; n];
    let mut table = Vec::with_capacity(n);
    for (node, &community) in communities.iter().enumerate() {
        let strength = graph.strength[node];
        whole[community as usize] += strength;
        let outward = graph.neighbours(node as u32).iter();
        let outward = outward.filter(|&&(other, _)| communities[other as usize] == community);
        table.push(Part { strength, weight: 0.0, outward: outward.map(|&(_, w)| f64::from(w)).sum() });
    }
    let mut parts: Vec<u32> = (0..n as u32).collect();
    let mut alone = vec![true; n];
    let mut touched = Vec::new();
    for node in 0..n as u32 {
        let community = communities[node as usize];
        let whole = whole[community as usize];
        let well_connected =
            |part: &Part| part.outward >= resolution * part.strength * (whole - part.strength) / graph.total;
        let me = table[node as usize];
        if !alone[node as usize] || !well_connected(&me) {
            continue;
        }
        touched.clear();
        for &(other, weight) in graph.neighbours(node) {
            if communities[other as usize] == community {
                let part = parts[other as usize];
                let slot = &mut table[part as usize];
                if slot.weight == 0.0 {
                    touched.push(part);
                }
                slot.weight += f64::from(weight);
            }
        }
        let expected = resolution * me.strength / graph.total;
        let mut best = NOISE * me.strength * (1.0 + resolution);
        let mut to = None;
        for &part in &touched {
            let slot = table[part as usize];
            let gain = slot.weight - expected * slot.strength;
            let wins = gain > best || gain == best && to.is_some_and(|(smallest, _)| part < smallest);
            if wins && well_connected(&slot) {
                (best, to) = (gain, Some((part, slot.weight)));
            }
            table[part as usize].weight = 0.0;
        }
        let Some((part, weight)) = to else { continue };
        parts[node as usize] = part;
        (alone[node as usize], alone[part as usize]) = (false, false);
        let slot = &mut table[part as usize];
        slot.strength += me.strength;
        slot.outward += me.outward - 2.0 * weight;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_a_bridge_held_together_comes_apart() {
        // Two triangles that lost the node between them but are still called one community.
        let edges = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)];
        let graph = Graph::new(6, edges.iter().map(|&(a, b)| (a, b, 1.0)));
        let parts = refine(&graph, &[0; 6], 0.5);
        assert_eq!(parts[0], parts[2]);
        assert_eq!(parts[3], parts[5]);
        assert_ne!(parts[0], parts[3]);
    }
}
