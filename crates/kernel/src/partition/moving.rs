//! Moving single nodes to the community that gains most.

use super::Graph;
use std::collections::VecDeque;

/// Visits per node, on average, after which moving ends even if some node could still gain.
/// Measured graphs need one to five; the cap bounds the time on graphs made to be slow.
const MAX_VISITS: usize = 20;

/// A gain counts from this share of a node's strength: below it is the noise of adding in floating point,
/// on which two nodes could change places for ever.
pub(super) const NOISE: f64 = 1e-12;

/// A community: what it weighs, and beside it (in the same cache line) what the node at hand has to do with it.
#[derive(Clone, Copy, Default)]
struct Community {
    /// Sum of the strengths of its nodes.
    strength: f64,
    /// Weight of the edges from the node at hand; zero between nodes.
    weight: f64,
}

/// Fast local moving (Traag, Waltman & van Eck 2019): nodes are visited in the order of their codes, each goes to
/// the neighbouring community, or to an empty one, where modularity gains most, and those of its neighbours that
/// are elsewhere queue up again. Modularity never falls. Of equal gains the smallest code wins; a node stays
/// where nothing is strictly better. Community codes are below the number of nodes, before and after.
pub(super) fn move_nodes(graph: &Graph, communities: &mut [u32], resolution: f64) {
    let n = graph.n_nodes();
    let mut table = vec![Community::default(); n];
    let mut sizes = vec![0u32; n];
    for (&community, &strength) in communities.iter().zip(&graph.strength) {
        table[community as usize].strength += strength;
        sizes[community as usize] += 1;
    }
    let mut empty: Vec<u32> = (0..n as u32).rev().filter(|&c| sizes[c as usize] == 0).collect();
    let mut queue: VecDeque<u32> = (0..n as u32).collect();
    let mut queued = vec![true; n];
    let widest = graph.offsets.windows(2).map(|row| row[1] - row[0]).max().unwrap_or(0);
    let mut touched = vec![0u32; widest as usize + 1];
    let mut visits = MAX_VISITS.saturating_mul(n);
    let mut ahead = 0;
    while let Some(node) = queue.pop_front() {
        if ahead == 0 {
            let next = std::iter::once(node).chain(queue.iter().copied());
            ahead = graph.look_ahead(next, |other| {
                let community = communities[other as usize];
                table[community as usize].strength.to_bits() as u32
            });
        }
        ahead -= 1;
        queued[node as usize] = false;
        let row = graph.neighbours(node);
        if visits == 0 {
            return;
        }
        visits -= 1;

        let mut n_touched = 0;
        for &(other, weight) in row {
            let community = communities[other as usize];
            let slot = &mut table[community as usize];
            touched[n_touched] = community;
            n_touched += usize::from(slot.weight == 0.0);
            slot.weight += f64::from(weight);
        }

        let strength = graph.strength[node as usize];
        let expected = resolution * strength / graph.total;
        let own = communities[node as usize];
        let here = table[own as usize];
        let stay = here.weight - expected * (here.strength - strength);
        let mut best = stay + NOISE * strength * (1.0 + resolution);
        let mut to = own;
        for &community in &touched[..n_touched] {
            let slot = &mut table[community as usize];
            // Its own community, which counts the node against itself here, never wins.
            let gain = slot.weight - expected * slot.strength;
            slot.weight = 0.0;
            if gain > best || gain == best && to != own && community < to {
                (best, to) = (gain, community);
            }
        }
        if best < 0.0
            && sizes[own as usize] > 1
            && let Some(community) = empty.pop()
        {
            to = community;
        }
        if to == own {
            continue;
        }

        communities[node as usize] = to;
        table[to as usize].strength += strength;
        sizes[to as usize] += 1;
        sizes[own as usize] -= 1;
        if sizes[own as usize] == 0 {
            table[own as usize].strength = 0.0;
            empty.push(own);
        } else {
            table[own as usize].strength -= strength;
        }
        for &(other, _) in row {
            if !queued[other as usize] && communities[other as usize] != to {
                queued[other as usize] = true;
                queue.push_back(other);
            }
        }
    }
}
