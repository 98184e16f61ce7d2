//! Connected components.

use super::Graph;

/// The connected component of each node; components are numbered from 0 by their smallest member.
pub fn components(graph: &Graph) -> Vec<u32> {
    pieces(graph, |_, _| true)
}

/// The connected pieces of each community: a community whose parts hang together only through others falls apart.
pub(super) fn connected_pieces(graph: &Graph, communities: &[u32]) -> Vec<u32> {
    pieces(graph, |a, b| communities[a as usize] == communities[b as usize])
}

/// What can be reached from each node over edges that `open` lets through.
fn pieces(graph: &Graph, open: impl Fn(u32, u32) -> bool) -> Vec<u32> {
    const UNSEEN: u32 = u32::MAX;
    let mut piece = vec![UNSEEN; graph.n_nodes()];
    let mut n_pieces = 0;
    let mut waiting = Vec::new();
    for start in 0..graph.n_nodes() as u32 {
        if piece[start as usize] != UNSEEN {
            continue;
        }
        piece[start as usize] = n_pieces;
        waiting.push(start);
        while let Some(node) = waiting.pop() {
            for &(other, _) in graph.neighbours(node) {
                if piece[other as usize] == UNSEEN && open(node, other) {
                    piece[other as usize] = n_pieces;
                    waiting.push(other);
                }
            }
        }
        n_pieces += 1;
    }
    piece
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_by_their_smallest_member() {
        let graph = Graph::new(6, [(5, 0, 1.0), (3, 2, 1.0), (4, 4, 1.0)].into_iter());
        assert_eq!(components(&graph), [0, 1, 2, 2, 3, 0]);
    }

    #[test]
    fn a_community_that_hangs_together_through_others_falls_apart() {
        let path = Graph::new(3, [(0, 1, 1.0), (1, 2, 1.0)].into_iter());
        assert_eq!(connected_pieces(&path, &[0, 1, 0]), [0, 1, 2]);
        assert_eq!(connected_pieces(&path, &[0, 0, 1]), [0, 0, 1]);
    }
}
