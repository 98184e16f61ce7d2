//! Statistics of accounts and of objects.

use super::{AccountRow, Edge, FastAccountRow, GroupRow, Measures, Network, Pairs};
use std::cmp::Reverse;

/// Which edges the statistics take in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Threshold {
    /// All.
    #[default]
    None,
    /// Those whose weight is above the percentile.
    Full,
    /// Those whose weight within the narrower window is above its percentile there.
    Fast,
}

impl Threshold {
    fn keeps(self, edge: &Edge, has_fast: bool) -> bool {
        match self {
            Self::Full => edge.full.over_threshold,
            // Without a narrower window the package warns and takes all edges.
            Self::Fast if has_fast => edge.fast.is_some_and(|fast| fast.over_threshold),
            Self::None | Self::Fast => true,
        }
    }
}

/// Means over each account's edges, and its number of paired posts.
pub fn account_stats<'a>(
    network: &Network<'a>,
    pairs: &Pairs<'a>,
    threshold: Threshold,
) -> Vec<AccountRow<'a>> {
    let shares = paired_contents(pairs, false);
    per_account(network, threshold, |account, edges| {
        let full = Means::new(edges, |edge| Some(&edge.full));
        AccountRow {
            account_id: network.accounts[account as usize],
            avg_time_delta: full.peer.0.unwrap_or(f64::NAN),
            avg_edge_symmetry_score: full.peer.1.unwrap_or(f64::NAN),
            unique_shares_count: shares[account as usize],
            avg_time_delta_corrected: full.plain.0.unwrap_or(f64::NAN),
            avg_edge_symmetry_corrected: full.plain.1.unwrap_or(f64::NAN),
        }
    })
}

/// The same for a network with a narrower window.
pub fn fast_account_stats<'a>(
    network: &Network<'a>,
    pairs: &Pairs<'a>,
    threshold: Threshold,
) -> Vec<FastAccountRow<'a>> {
    let shares = paired_contents(pairs, threshold == Threshold::Fast);
    per_account(network, threshold, |account, edges| {
        let full = Means::new(edges, |edge| Some(&edge.full));
        let fast = Means::new(edges, |edge| edge.fast.as_ref());
        FastAccountRow {
            account_id: network.accounts[account as usize],
            avg_time_delta_full: full.peer.0.unwrap_or(f64::NAN),
            avg_time_delta_fast: fast.peer.0,
            avg_edge_symmetry_score_full: full.peer.1.unwrap_or(f64::NAN),
            avg_edge_symmetry_score_fast: fast.peer.1,
            unique_shares_count: shares[account as usize],
            avg_time_delta_corrected_full: full.plain.0.unwrap_or(f64::NAN),
            avg_time_delta_corrected_fast: fast.plain.0,
            avg_edge_symmetry_corrected_full: full.plain.1.unwrap_or(f64::NAN),
            avg_edge_symmetry_corrected_fast: fast.plain.1,
        }
    })
}

/// Distinct accounts per object over the edges that `threshold` keeps, most accounts first.
pub fn group_stats<'a>(network: &Network<'a>, threshold: Threshold) -> Vec<GroupRow<'a>> {
    let mut printed_first = Vec::new();
    let mut either = Vec::new();
    for edge in network.edges.iter().filter(|edge| threshold.keeps(edge, network.has_fast)) {
        for &object in network.object_codes(edge) {
            printed_first.push((object, if edge.printed_reversed { edge.to } else { edge.from }));
            either.extend([(object, edge.from), (object, edge.to)]);
        }
    }
    for list in [&mut printed_first, &mut either] {
        list.sort_unstable();
        list.dedup();
    }
    let groups = |list: &[(u32, u32)]| -> Vec<(u32, u64)> {
        list.chunk_by(|a, b| a.0 == b.0).map(|group| (group[0].0, group.len() as u64)).collect()
    };
    let mut rows: Vec<GroupRow<'a>> = groups(&printed_first)
        .into_iter()
        .zip(groups(&either))
        .map(|((object, num_accounts), (_, num_accounts_corrected))| GroupRow {
            object_id: network.ids[object as usize],
            num_accounts,
            num_accounts_corrected,
        })
        .collect();
    rows.sort_by_key(|row| Reverse(row.num_accounts));
    rows
}

/// Distinct contents of each account in the table of pairs, or in its rows within the narrower window.
fn paired_contents(pairs: &Pairs<'_>, only_fast: bool) -> Vec<u64> {
    let shares = &pairs.shares;
    let mut seen: Vec<(u32, u32)> = pairs
        .pairs
        .iter()
        .enumerate()
        .filter(|&(at, _)| !only_fast || pairs.fast.as_ref().is_some_and(|fast| fast[at]))
        .flat_map(|(_, pair)| [pair.older as usize, pair.newer as usize])
        .map(|row| (shares.account[row], shares.content[row]))
        .collect();
    seen.sort_unstable();
    seen.dedup();
    let mut count = vec![0; shares.accounts.len()];
    for (account, _) in seen {
        count[account as usize] += 1;
    }
    count
}

/// A row for every account that has an edge, in order of account.
fn per_account<R>(network: &Network<'_>, threshold: Threshold, row: impl Fn(u32, &[&Edge]) -> R) -> Vec<R> {
    let mut ends: Vec<(u32, &Edge)> = network
        .edges
        .iter()
        .filter(|edge| threshold.keeps(edge, network.has_fast))
        .flat_map(|edge| [(edge.from, edge), (edge.to, edge)])
        .collect();
    ends.sort_by_key(|&(account, _)| account);
    let mut edges = Vec::new();
    ends.chunk_by(|a, b| a.0 == b.0)
        .map(|run| {
            edges.clear();
            edges.extend(run.iter().map(|&(_, edge)| edge));
            // A loop is one edge, though both its ends are this account.
            edges.dedup_by(|a, b| std::ptr::eq(*a, *b));
            row(run[0].0, &edges)
        })
        .collect()
}

/// Mean seconds and mean symmetry.
struct Means {
    /// After the package dropped edges whose values equal another edge's.
    peer: (Option<f64>, Option<f64>),
    /// Over all edges, symmetry corrected.
    plain: (Option<f64>, Option<f64>),
}

impl Means {
    fn new<'e>(edges: &[&'e Edge], measures: impl Fn(&'e Edge) -> Option<&'e Measures>) -> Self {
        // The package calls `unique()` on rows of all values of an edge, so that an edge is dropped only when the values
        // of both windows equal another edge's.
        let bits = |measures: &Measures| (measures.avg_time_delta.to_bits(), measures.symmetry().to_bits());
        let mut distinct = edges.to_vec();
        let key = |edge: &Edge| (bits(&edge.full), edge.fast.as_ref().map(bits));
        distinct.sort_by_key(|edge| key(edge));
        distinct.dedup_by_key(|edge| key(edge));
        let mean_of = |edges: &[&'e Edge], value: fn(&Measures) -> f64| {
            let values: Vec<f64> = edges.iter().filter_map(|&edge| measures(edge)).map(value).collect();
            (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
        };
        Self {
            peer: (mean_of(&distinct, |m| m.avg_time_delta), mean_of(&distinct, Measures::symmetry)),
            plain: (mean_of(edges, |m| m.avg_time_delta), mean_of(edges, Measures::symmetry_corrected)),
        }
    }
}
