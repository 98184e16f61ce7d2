//! Communities where everyone can see them, and what holds of a partition whatever the graph.

use proptest::prelude::*;
use scrutineer_kernel::{Graph, LeidenOptions, components, leiden, modularity};

type Edge = (u32, u32, f32);

const LEIDEN: LeidenOptions = LeidenOptions { resolution: 1.0, iterations: 2, refine: true };
const LOUVAIN: LeidenOptions = LeidenOptions { refine: false, ..LEIDEN };

fn graph(n_nodes: usize, edges: &[Edge]) -> Graph {
    Graph::new(n_nodes, edges.iter().copied())
}

/// All edges among the nodes `from..from + size`.
fn clique(from: u32, size: u32) -> impl Iterator<Item = Edge> {
    (from..from + size).flat_map(move |a| (a + 1..from + size).map(move |b| (a, b, 1.0)))
}

/// `n` cliques of five, each tied to the next by one edge.
fn ring_of_cliques(n: u32) -> Graph {
    let cliques = (0..n).flat_map(|i| clique(5 * i, 5));
    let ties = (0..n).map(|i| (5 * i + 4, 5 * ((i + 1) % n), 1.0));
    graph(5 * n as usize, &cliques.chain(ties).collect::<Vec<_>>())
}

/// The group of each node when `n` groups of `size` follow one another.
fn blocks(n: u32, size: u32) -> Vec<u32> {
    (0..n).flat_map(|group| (0..size).map(move |_| group)).collect()
}

fn n_groups(communities: &[u32]) -> u32 {
    communities.iter().max().map_or(0, |&last| last + 1)
}

/// Numbers between 0 and 1 from a seed (Steele, Lea & Flood 2014).
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[test]
fn a_graph_without_edges_falls_into_its_nodes() {
    for options in [LEIDEN, LOUVAIN] {
        assert!(leiden(&graph(0, &[]), &options).is_empty());
        assert_eq!(leiden(&graph(3, &[]), &options), [0, 1, 2]);
        assert_eq!(leiden(&graph(3, &[(0, 2, 0.0)]), &options), [0, 1, 2], "weight zero is no edge");
        assert_eq!(leiden(&graph(2, &[(1, 1, 5.0)]), &options), [0, 1], "a loop ties nobody");
    }
    assert!(components(&graph(0, &[])).is_empty());
    assert_eq!(components(&graph(3, &[(0, 2, 0.0)])), [0, 1, 2]);
    assert_eq!(modularity(&graph(3, &[]), &[0, 0, 0], 1.0), 0.0);
}

#[test]
fn isolated_nodes_stay_alone_beside_communities() {
    let edges: Vec<Edge> = clique(1, 3).collect();
    for options in [LEIDEN, LOUVAIN] {
        assert_eq!(leiden(&graph(6, &edges), &options), [0, 1, 1, 1, 2, 3]);
    }
    assert_eq!(components(&graph(6, &edges)), [0, 1, 1, 1, 2, 3]);
}

#[test]
fn a_bridge_joins_components_but_not_communities() {
    let edges: Vec<Edge> = clique(0, 6).chain(clique(6, 6)).chain([(2, 8, 1.0)]).collect();
    let graph = graph(12, &edges);
    assert_eq!(components(&graph), [0; 12]);
    for options in [LEIDEN, LOUVAIN] {
        assert_eq!(leiden(&graph, &options), blocks(2, 6));
    }
}

#[test]
fn a_heavy_bridge_is_a_community_of_its_own() {
    let edges: Vec<Edge> = clique(0, 6).chain(clique(6, 6)).chain([(2, 8, 30.0)]).collect();
    assert_eq!(leiden(&graph(12, &edges), &LEIDEN), [0, 0, 1, 0, 0, 0, 2, 2, 1, 2, 2, 2]);
}

#[test]
fn a_ring_of_cliques_comes_apart_at_the_ties() {
    for options in [LEIDEN, LOUVAIN] {
        assert_eq!(leiden(&ring_of_cliques(12), &options), blocks(12, 5));
    }
}

/// Fortunato & Barthélemy 2007: in a large graph modularity prefers pairs of cliques, however clear the cliques
/// are. A higher resolution tells them apart, which is why the caller has to choose it.
#[test]
fn modularity_merges_what_is_small_beside_the_graph_and_resolution_parts_it() {
    let ring = ring_of_cliques(40);
    let coarse = leiden(&ring, &LEIDEN);
    assert!(n_groups(&coarse) < 40);
    assert!(modularity(&ring, &coarse, 1.0) > modularity(&ring, &blocks(40, 5), 1.0));
    assert_eq!(leiden(&ring, &LeidenOptions { resolution: 4.0, ..LEIDEN }), blocks(40, 5));
}

/// Friendships in a karate club before it split (Zachary 1977); the best partition has modularity 0.4198.
#[test]
fn the_karate_club() {
    #[rustfmt::skip]
    let friends: [&[u32]; 34] = [
        &[1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31], &[2, 3, 7, 13, 17, 19, 21, 30],
        &[3, 7, 8, 9, 13, 27, 28, 32], &[7, 12, 13], &[6, 10], &[6, 10, 16], &[16], &[], &[30, 32, 33], &[33],
        &[], &[], &[], &[33], &[32, 33], &[32, 33], &[], &[], &[32, 33], &[33], &[32, 33], &[], &[32, 33],
        &[25, 27, 29, 32, 33], &[25, 27, 31], &[31], &[29, 33], &[33], &[31, 33], &[32, 33], &[32, 33],
        &[32, 33], &[33], &[],
    ];
    let edges = friends.iter().enumerate();
    let edges: Vec<Edge> = edges.flat_map(|(a, row)| row.iter().map(move |&b| (a as u32, b, 1.0))).collect();
    assert_eq!(edges.len(), 78);
    let club = graph(34, &edges);
    let communities = leiden(&club, &LEIDEN);
    assert!(modularity(&club, &communities, 1.0) >= 0.41);
    assert_eq!(n_groups(&communities), 4);
    assert_ne!(communities[0], communities[33], "the instructor and the president");
    assert!(modularity(&club, &leiden(&club, &LOUVAIN), 1.0) >= 0.40);
}

#[test]
fn a_planted_partition_is_found_again() {
    let mut random = SplitMix(7);
    let planted: Vec<u32> = blocks(8, 40);
    let mut edges = Vec::new();
    for a in 0..320u32 {
        for b in a + 1..320 {
            let chance = if planted[a as usize] == planted[b as usize] { 0.3 } else { 0.01 };
            if random.next() < chance {
                edges.push((a, b, 1.0));
            }
        }
    }
    for options in [LEIDEN, LOUVAIN] {
        assert_eq!(leiden(&graph(320, &edges), &options), planted);
    }
}

/// Interests: accounts tied to the objects they acted on. Account `i` and object `i` of one interest share a code
/// modulo the number of interests.
#[test]
fn interests_are_found_in_a_graph_of_accounts_and_objects() {
    let mut random = SplitMix(11);
    let (accounts, objects, interests) = (300u32, 500u32, 5);
    let mut edges = Vec::new();
    for account in 0..accounts {
        for object in 0..objects {
            let chance = if account % interests == object % interests { 0.15 } else { 0.005 };
            if random.next() < chance {
                edges.push((account, accounts + object, 1.0));
            }
        }
    }
    // 300 accounts are a multiple of 5 interests, so that objects go on counting where accounts end.
    let planted: Vec<u32> = (0..accounts + objects).map(|code| code % interests).collect();
    for options in [LEIDEN, LOUVAIN] {
        assert_eq!(leiden(&graph(800, &edges), &options), planted);
    }
}

/// Merges labels until nothing changes: quadratic, but plainly right.
fn reachable(n_nodes: usize, edges: impl Iterator<Item = (u32, u32)> + Clone) -> Vec<u32> {
    let mut label: Vec<u32> = (0..n_nodes as u32).collect();
    for _ in 0..n_nodes {
        for (a, b) in edges.clone() {
            let smaller = label[a as usize].min(label[b as usize]);
            (label[a as usize], label[b as usize]) = (smaller, smaller);
        }
    }
    let mut smallest = label.clone();
    smallest.sort_unstable();
    smallest.dedup();
    label.iter().map(|l| smallest.partition_point(|s| s < l) as u32).collect()
}

fn graphs() -> impl Strategy<Value = (usize, Vec<Edge>)> {
    (1usize..36).prop_flat_map(|n| {
        let weight = prop_oneof![3 => Just(1.0f32), 2 => 0.01f32..9.0, 1 => Just(0.0f32)];
        let edge = (0..n as u32, 0..n as u32, weight);
        (Just(n), prop::collection::vec(edge, 0..90))
    })
}

fn options() -> impl Strategy<Value = LeidenOptions> {
    let resolution = prop_oneof![Just(1.0f64), 0.0f64..6.0];
    (resolution, 0u32..4, any::<bool>()).prop_map(|(resolution, iterations, refine)| LeidenOptions {
        resolution,
        iterations,
        refine,
    })
}

proptest! {
    #[test]
    fn components_are_what_can_be_reached((n, edges) in graphs()) {
        let ties = edges.iter().filter(|e| e.2 > 0.0).map(|e| (e.0, e.1));
        prop_assert_eq!(components(&graph(n, &edges)), reachable(n, ties));
    }

    #[test]
    fn communities_are_numbered_by_their_smallest_member((n, edges) in graphs(), options in options()) {
        let communities = leiden(&graph(n, &edges), &options);
        prop_assert_eq!(communities.len(), n);
        let mut next = 0;
        for community in communities {
            prop_assert!(community <= next);
            next = next.max(community + 1);
        }
    }

    #[test]
    fn the_same_graph_gives_the_same_partition((n, edges) in graphs(), options in options()) {
        prop_assert_eq!(leiden(&graph(n, &edges), &options), leiden(&graph(n, &edges), &options));
    }

    #[test]
    fn modularity_never_falls((n, edges) in graphs(), options in options()) {
        let graph = graph(n, &edges);
        let alone: Vec<u32> = (0..n as u32).collect();
        let mut before = modularity(&graph, &alone, options.resolution);
        for iterations in 0..4 {
            let communities = leiden(&graph, &LeidenOptions { iterations, ..options });
            let after = modularity(&graph, &communities, options.resolution);
            prop_assert!(after >= before - 1e-9, "{before} fell to {after} at {iterations} iterations");
            before = after;
        }
    }

    #[test]
    fn refined_communities_are_connected((n, edges) in graphs(), options in options()) {
        let communities = leiden(&graph(n, &edges), &LeidenOptions { refine: true, ..options });
        let inside = edges.iter().filter(|e| e.2 > 0.0).map(|e| (e.0, e.1));
        let inside = inside.filter(|&(a, b)| communities[a as usize] == communities[b as usize]);
        prop_assert_eq!(reachable(n, inside), communities);
    }

    #[test]
    fn communities_stay_within_components((n, edges) in graphs(), options in options()) {
        let graph = graph(n, &edges);
        let components = components(&graph);
        let communities = leiden(&graph, &LeidenOptions { resolution: options.resolution + 0.01, ..options });
        for a in 0..n {
            for b in 0..a {
                prop_assert!(communities[a] != communities[b] || components[a] == components[b]);
            }
        }
    }

    /// Powers of two, so that rounding does not break ties another way.
    #[test]
    fn the_unit_of_the_weights_does_not_matter((n, edges) in graphs(), options in options(), power in -20i32..20) {
        let scaled: Vec<Edge> = edges.iter().map(|&(a, b, w)| (a, b, w * 2f32.powi(power))).collect();
        prop_assert_eq!(leiden(&graph(n, &edges), &options), leiden(&graph(n, &scaled), &options));
    }

    #[test]
    fn parallel_edges_act_as_their_sum((n, edges) in graphs(), options in options()) {
        // Whole weights, so that every sum is exact; entries keep their order.
        let whole: Vec<Edge> = edges.iter().map(|&(a, b, w)| (a, b, w.ceil())).collect();
        let twice: Vec<Edge> = whole.iter().flat_map(|&e| [e, e]).collect();
        let double: Vec<Edge> = whole.iter().map(|&(a, b, w)| (a, b, 2.0 * w)).collect();
        prop_assert_eq!(leiden(&graph(n, &twice), &options), leiden(&graph(n, &double), &options));
    }

    #[test]
    fn modularity_by_its_definition((n, edges) in graphs(), seed in any::<u64>(), resolution in 0.0f64..4.0) {
        let graph = graph(n, &edges);
        let mut random = SplitMix(seed);
        let communities: Vec<u32> = (0..n).map(|_| (random.next() * n.min(4) as f64) as u32).collect();
        let same = |a: usize, b: usize| communities[a] == communities[b];
        let mut sum: f64 = edges.iter().filter(|e| same(e.0 as usize, e.1 as usize)).map(|e| 2.0 * f64::from(e.2)).sum();
        for a in 0..n {
            for b in (0..n).filter(|&b| same(a, b)) {
                let expected = graph.strength(a as u32) * graph.strength(b as u32) / graph.total();
                sum -= resolution * if graph.total() > 0.0 { expected } else { 0.0 };
            }
        }
        let expected = if graph.total() > 0.0 { sum / graph.total() } else { 0.0 };
        prop_assert!((modularity(&graph, &communities, resolution) - expected).abs() < 1e-9);
    }
}
