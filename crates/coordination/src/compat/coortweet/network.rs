//! The network of accounts: one undirected edge per pair of accounts.

use super::{EdgeRow, FastEdgeRow, Pair, Pairs, pairs::Shares};
use crate::compat::{Error, check_fraction};
use rayon::prelude::*;
use std::ops::Range;

/// An edge between two accounts (numbers into the sorted list of accounts, `from <= to`).
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Account that sorts first.
    pub from: u32,
    /// Account that sorts second.
    pub to: u32,
    /// All pairs.
    pub full: Measures,
    /// Pairs within the narrower window, if there are any.
    pub fast: Option<Measures>,
    /// Whether the package's graph library prints `to` before `from`; its object statistics depend on that.
    pub printed_reversed: bool,
    objects: Range<usize>,
}

/// What is counted on an edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measures {
    /// Number of pairs.
    pub weight: u64,
    /// Mean seconds between the two shares of a pair.
    pub avg_time_delta: f64,
    /// Distinct older posts.
    pub older_contents: u64,
    /// Distinct newer posts.
    pub newer_contents: u64,
    /// Distinct posts of `from`.
    pub from_contents: u64,
    /// Distinct posts of `to`.
    pub to_contents: u64,
    /// Whether the weight is strictly above the percentile.
    pub over_threshold: bool,
}

impl Measures {
    /// Symmetry over older and newer posts: the package's number.
    pub fn symmetry(&self) -> f64 {
        ratio(self.older_contents, self.newer_contents)
    }

    /// Symmetry over the two accounts' posts.
    pub fn symmetry_corrected(&self) -> f64 {
        ratio(self.from_contents, self.to_contents)
    }
}

fn ratio(a: u64, b: u64) -> f64 {
    a.min(b) as f64 / a.max(b) as f64
}

/// Edges sorted by accounts.
#[derive(Clone, Debug)]
pub struct Network<'a> {
    /// The edges.
    pub edges: Vec<Edge>,
    /// Whether the narrower window was taken in.
    pub has_fast: bool,
    pub(super) ids: Vec<&'a str>,
    pub(super) accounts: Vec<&'a str>,
    objects: Vec<u32>,
}

/// The network of `pairs`; `edge_weight` is the percentile (0 to 1) above which an edge is marked.
pub fn network<'a>(pairs: &Pairs<'a>, edge_weight: f64) -> Result<Network<'a>, Error> {
    build(pairs, None, edge_weight)
}

/// The same with a second set of measures over the pairs that [`Pairs::flag_speed_share`] marked.
pub fn fast_network<'a>(pairs: &Pairs<'a>, edge_weight: f64) -> Result<Network<'a>, Error> {
    let fast = pairs.fast.as_deref().ok_or(Error::NoFastWindow)?;
    build(pairs, Some(fast), edge_weight)
}

fn build<'a>(pairs: &Pairs<'a>, fast: Option<&[bool]>, edge_weight: f64) -> Result<Network<'a>, Error> {
    check_fraction("edge weight", edge_weight)?;
    let shares = &pairs.shares;
    let ends = |at: u32| {
        let Pair { older, newer } = pairs.pairs[at as usize];
        let (a, b) = (shares.account[older as usize], shares.account[newer as usize]);
        (a.min(b), a.max(b))
    };
    // Within an edge the pairs stay in their order, which the list of objects shows.
    let mut order: Vec<u32> = (0..pairs.len() as u32).collect();
    order.par_sort_unstable_by_key(|&at| (ends(at), at));

    let mut tally = Tally { shares, scratch: Vec::new() };
    let mut first_pair = Vec::new();
    let mut last_edge_with = vec![usize::MAX; shares.ids.len()];
    let mut objects = Vec::new();
    let mut edges = Vec::new();
    for run in order.chunk_by(|&a, &b| ends(a) == ends(b)) {
        let (from, to) = ends(run[0]);
        let of = |at: &u32| pairs.pairs[*at as usize];
        let all: Vec<Pair> = run.iter().map(of).collect();
        let quick: Vec<Pair> =
            run.iter().filter(|&&at| fast.is_some_and(|fast| fast[at as usize])).map(of).collect();
        let start = objects.len();
        for pair in &all {
            let object = shares.object[pair.older as usize];
            if std::mem::replace(&mut last_edge_with[object as usize], edges.len()) != edges.len() {
                objects.push(object);
            }
        }
        first_pair.push(run[0]);
        edges.push(Edge {
            from,
            to,
            full: tally.measure(from, to, &all),
            fast: (!quick.is_empty()).then(|| tally.measure(from, to, &quick)),
            printed_reversed: false,
            objects: start..objects.len(),
        });
    }
    print_as_graph(&mut edges, &first_pair, shares.accounts.len());
    mark(edges.iter_mut().map(|edge| &mut edge.full), edge_weight);
    mark(edges.iter_mut().filter_map(|edge| edge.fast.as_mut()), edge_weight);
    Ok(Network {
        edges,
        has_fast: fast.is_some(),
        ids: shares.ids.clone(),
        accounts: shares.accounts.clone(),
        objects,
    })
}

struct Tally<'s, 'a> {
    shares: &'s Shares<'a>,
    scratch: Vec<u32>,
}

impl Tally<'_, '_> {
    fn measure(&mut self, from: u32, to: u32, pairs: &[Pair]) -> Measures {
        let shares = self.shares;
        let total: i128 = pairs.iter().map(|&pair| i128::from(shares.delta(pair))).sum();
        let older = || pairs.iter().map(|pair| pair.older);
        let newer = || pairs.iter().map(|pair| pair.newer);
        let of =
            |account: u32| older().chain(newer()).filter(move |&row| shares.account[row as usize] == account);
        Measures {
            weight: pairs.len() as u64,
            avg_time_delta: mean_seconds(total, pairs.len()),
            older_contents: self.distinct_contents(older()),
            newer_contents: self.distinct_contents(newer()),
            from_contents: self.distinct_contents(of(from)),
            to_contents: self.distinct_contents(of(to)),
            over_threshold: false,
        }
    }

    fn distinct_contents(&mut self, rows: impl Iterator<Item = u32>) -> u64 {
        self.scratch.clear();
        self.scratch.extend(rows.map(|row| self.shares.content[row as usize]));
        self.scratch.sort_unstable();
        self.scratch.dedup();
        self.scratch.len() as u64
    }
}

/// Whole seconds are divided once only, so that means are the same doubles as the package's: its account statistics
/// compare them for equality.
fn mean_seconds(micros: i128, n: usize) -> f64 {
    if micros % 1_000_000 == 0 {
        (micros / 1_000_000) as f64 / n as f64
    } else {
        micros as f64 / 1e6 / n as f64
    }
}

/// The graph library numbers vertices in order of appearance, first those of the first column, and prints an undirected
/// edge with the smaller number first.
fn print_as_graph(edges: &mut [Edge], first_pair: &[u32], accounts: usize) {
    let mut by_appearance: Vec<usize> = (0..edges.len()).collect();
    by_appearance.sort_unstable_by_key(|&edge| first_pair[edge]);
    let mut vertex = vec![u32::MAX; accounts];
    let mut next = 0;
    let firsts = by_appearance.iter().map(|&edge| edges[edge].from);
    let seconds = by_appearance.iter().map(|&edge| edges[edge].to);
    for account in firsts.chain(seconds) {
        let vertex = &mut vertex[account as usize];
        if *vertex == u32::MAX {
            *vertex = next;
            next += 1;
        }
    }
    for edge in edges {
        edge.printed_reversed = vertex[edge.from as usize] > vertex[edge.to as usize];
    }
}

/// Marks the measures whose weight is strictly above the percentile. With many equal weights no edge may lie between two
/// percentiles, and the mark is the same for both.
fn mark<'m>(measures: impl Iterator<Item = &'m mut Measures>, percentile: f64) {
    let mut measures: Vec<_> = measures.collect();
    let mut weights: Vec<f64> = measures.iter().map(|measures| measures.weight as f64).collect();
    weights.sort_unstable_by(f64::total_cmp);
    let Some(threshold) = stats::quantile_type7(&weights, percentile) else { return };
    for measures in &mut measures {
        measures.over_threshold = measures.weight as f64 > threshold;
    }
}

impl<'a> Network<'a> {
    /// Objects of an edge, in the order of the pairs.
    pub fn objects(&self, edge: &Edge) -> impl Iterator<Item = &'a str> {
        self.objects[edge.objects.clone()].iter().map(|&object| self.ids[object as usize])
    }

    pub(super) fn object_codes(&self, edge: &Edge) -> &[u32] {
        &self.objects[edge.objects.clone()]
    }

    fn names(&self, edge: &Edge) -> (&'a str, &'a str) {
        (self.accounts[edge.from as usize], self.accounts[edge.to as usize])
    }

    /// The table of edges.
    pub fn rows(&self) -> Vec<EdgeRow<'a>> {
        let row = |edge: &Edge| {
            let (from, to) = self.names(edge);
            let full = &edge.full;
            EdgeRow {
                from,
                to,
                weight: full.weight,
                avg_time_delta: full.avg_time_delta,
                n_content_id: full.older_contents,
                n_content_id_y: full.newer_contents,
                edge_symmetry_score: full.symmetry(),
                object_ids: self.objects(edge).collect::<Vec<_>>().join(","),
                weight_threshold: u8::from(full.over_threshold),
                n_content_from: full.from_contents,
                n_content_to: full.to_contents,
                edge_symmetry_corrected: full.symmetry_corrected(),
            }
        };
        self.edges.iter().map(row).collect()
    }

    /// The table of edges with both windows.
    pub fn fast_rows(&self) -> Vec<FastEdgeRow<'a>> {
        let row = |edge: &Edge| {
            let (from, to) = self.names(edge);
            let (full, fast) = (&edge.full, edge.fast.as_ref());
            FastEdgeRow {
                from,
                to,
                weight_full: full.weight,
                weight_fast: fast.map(|fast| fast.weight),
                avg_time_delta_full: full.avg_time_delta,
                avg_time_delta_fast: fast.map(|fast| fast.avg_time_delta),
                n_content_id_full: full.older_contents,
                n_content_id_y_full: full.newer_contents,
                n_content_id_fast: fast.map(|fast| fast.older_contents),
                n_content_id_y_fast: fast.map(|fast| fast.newer_contents),
                edge_symmetry_score_full: full.symmetry(),
                edge_symmetry_score_fast: fast.map(Measures::symmetry),
                weight_threshold_full: u8::from(full.over_threshold),
                weight_threshold_fast: fast.map(|fast| u8::from(fast.over_threshold)),
                n_content_from_full: full.from_contents,
                n_content_to_full: full.to_contents,
                n_content_from_fast: fast.map(|fast| fast.from_contents),
                n_content_to_fast: fast.map(|fast| fast.to_contents),
                edge_symmetry_corrected_full: full.symmetry_corrected(),
                edge_symmetry_corrected_fast: fast.map(Measures::symmetry_corrected),
            }
        };
        self.edges.iter().map(row).collect()
    }
}
