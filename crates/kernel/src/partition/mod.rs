//! Communities of a network: connected components, and partitions of high modularity.
//!
//! [`leiden`] goes up and down a ladder of graphs: nodes move one by one to the community that gains most
//! (`moving`), communities are split into parts that hang together well (`refine`), each part becomes one node of
//! a smaller graph (`aggregate`), and so on until every community is one node. There is no randomness: nodes are
//! taken in the order of their codes, then of a queue, ties go to the smallest code, and sums run in a fixed
//! order, so the same graph gives the same partition everywhere. Nor is there a hash map: weights to communities
//! are added up in dense tables that are emptied by what was touched.

mod aggregate;
mod components;
mod graph;
mod moving;
mod quality;
mod refine;

pub use components::components;
pub use graph::Graph;
pub use quality::modularity;

/// What kind of partition [`leiden`] looks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeidenOptions {
    /// How much weight inside a community must exceed what is expected at random: moving node `i` to community
    /// `c` gains `w(i, c) - resolution * k_i * K_c / 2m`. At 1 it is modularity; higher values give more and
    /// smaller communities.
    pub resolution: f64,
    /// How often to start again from the partition found so far; ends sooner when nothing changes.
    /// With 0 every node stays alone.
    pub iterations: u32,
    /// Whether communities are refined before they are merged, so that each is connected. Without it this is
    /// the Louvain algorithm (Blondel et al. 2008): faster, but a community may hang together through others.
    pub refine: bool,
}

impl Default for LeidenOptions {
    /// Modularity, two iterations, refined.
    fn default() -> Self {
        Self { resolution: 1.0, iterations: 2, refine: true }
    }
}

/// The community of each node, numbered from 0 by the smallest member, found with the Leiden algorithm (Traag,
/// Waltman & van Eck 2019, "From Louvain to Leiden: guaranteeing well-connected communities") for modularity with
/// a resolution (Reichardt & Bornholdt 2006). Nodes without edges are communities of their own.
///
/// Deterministic; the partition is a good one, not the best (finding that is NP-hard), and another numbering of
/// the nodes may give another one of about the same [`modularity`].
///
/// # Panics
/// When the resolution is negative or not finite: a mistake of the caller.
pub fn leiden(graph: &Graph, options: &LeidenOptions) -> Vec<u32> {
    assert!(
        options.resolution >= 0.0 && options.resolution.is_finite(),
        "the resolution is finite, from zero"
    );
    let mut communities: Vec<u32> = (0..graph.n_nodes() as u32).collect();
    if graph.total == 0.0 {
        return communities;
    }
    for _ in 0..options.iterations {
        let next = improve(graph, communities.clone(), options);
        if next == communities {
            break;
        }
        communities = next;
    }
    if options.refine {
        // Where the last moves left a community in pieces, the pieces are better.
        communities = components::connected_pieces(graph, &communities);
    }
    communities
}

/// One way up the ladder, from a partition to one that is at least as good.
fn improve(graph: &Graph, mut communities: Vec<u32>, options: &LeidenOptions) -> Vec<u32> {
    let mut merged: Option<Graph> = None;
    // The node of the level's graph that each node of the first graph has become.
    let mut place: Option<Vec<u32>> = None;
    loop {
        let level = merged.as_ref().unwrap_or(graph);
        moving::move_nodes(level, &mut communities, options.resolution);
        let n_communities = renumber(&mut communities);
        if n_communities == level.n_nodes() {
            break;
        }
        let mut groups = if options.refine {
            refine::refine(level, &communities, options.resolution)
        } else {
            communities.clone()
        };
        let n_groups = renumber(&mut groups);
        if n_groups == level.n_nodes() {
            break;
        }
        let next = aggregate::aggregate(level, &groups, n_groups);
        // A group starts the next level in the community that it is a part of.
        let mut of_groups = vec![0u32; n_groups];
        for (&group, &community) in groups.iter().zip(&communities) {
            of_groups[group as usize] = community;
        }
        communities = of_groups;
        match &mut place {
            None => place = Some(groups),
            Some(place) => place.iter_mut().for_each(|node| *node = groups[*node as usize]),
        }
        merged = Some(next);
    }
    if let Some(mut place) = place {
        place.iter_mut().for_each(|node| *node = communities[*node as usize]);
        communities = place;
        renumber(&mut communities);
    }
    communities
}

/// Numbers groups from 0 by their smallest member and returns how many there are; codes are below the number of
/// members, before and after.
fn renumber(groups: &mut [u32]) -> usize {
    const UNSEEN: u32 = u32::MAX;
    let mut numbers = vec![UNSEEN; groups.len()];
    let mut n_groups = 0;
    for group in groups {
        let number = &mut numbers[*group as usize];
        if *number == UNSEEN {
            *number = n_groups;
            n_groups += 1;
        }
        *group = *number;
    }
    n_groups as usize
}
