//! The measures. Accounts are numbers here.

use anyhow::{Result, ensure};
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Which accounts really act together: the group of each account that is in one.
pub type Truth = BTreeMap<u32, u32>;

/// Which accounts a run put together.
pub type Found = BTreeMap<u32, u32>;

/// Pairs of accounts, in the order of the file. Numbers that the file leaves open are NaN.
#[derive(Debug, Default)]
pub struct Edges {
    pub a: Vec<u32>,
    pub b: Vec<u32>,
    pub n_objects: Vec<f64>,
    pub q: Vec<f64>,
    pub surprise: Vec<f64>,
}

/// Where rankings are cut.
#[derive(Debug, PartialEq)]
pub struct Thresholds {
    /// Largest q of an edge that counts.
    pub q: Vec<f64>,
    /// Number of strongest edges that count.
    pub top: Vec<usize>,
}

/// How far a run agrees with the truth. A measure whose denominator is 0 is `None`.
#[derive(Debug, Serialize)]
pub struct Report {
    pub edges: usize,
    pub planted_groups: usize,
    pub planted_accounts: usize,
    /// Pairs of accounts of one group.
    pub planted_pairs: u64,
    /// Share of the planted pairs that are among the edges at all.
    pub ceiling: Option<f64>,
    /// Average precision of the ranking by surprise; planted pairs that are no edges count as missed.
    pub average_precision: Option<f64>,
    /// The same of the ranking by common objects: the baseline.
    pub average_precision_n_objects: Option<f64>,
    pub at_q: Vec<AtQ>,
    pub at_top: Vec<AtTop>,
    pub groups: Option<Groups>,
}

/// Among the edges with a q of at most so much.
#[derive(Debug, Serialize)]
pub struct AtQ {
    pub q: f64,
    pub edges: u64,
    pub precision: Option<f64>,
    pub recall: Option<f64>,
    /// Share of these edges that are no planted pairs.
    pub realised_fdr: Option<f64>,
    /// Accounts with such an edge.
    pub accounts: u64,
    pub account_precision: Option<f64>,
    pub account_recall: Option<f64>,
    pub account_f1: Option<f64>,
}

/// Among the so many edges with most surprise.
#[derive(Debug, Serialize)]
pub struct AtTop {
    pub top: usize,
    pub precision: Option<f64>,
    pub recall: Option<f64>,
}

/// Agreement of groups.
#[derive(Debug, Serialize)]
pub struct Groups {
    pub found: usize,
    pub accounts: usize,
    /// Over all accounts that are in a group here or there; one without a group is a group of its own.
    pub adjusted_rand_index: f64,
}

/// Compares.
pub fn compare(truth: &Truth, edges: &Edges, found: Option<&Found>, cut: &Thresholds) -> Result<Report> {
    let planted: Vec<bool> = edges
        .a
        .iter()
        .zip(&edges.b)
        .map(|(a, b)| truth.get(a).is_some_and(|group| truth.get(b) == Some(group)))
        .collect();
    let mut sizes: BTreeMap<u32, u64> = BTreeMap::new();
    truth.values().for_each(|group| *sizes.entry(*group).or_default() += 1);
    let pairs = sizes.values().map(|size| size * (size - 1) / 2).sum();
    let hits = check_pairs(edges, &planted)?;
    let by_surprise = ranking(&edges.surprise);
    let precision = |order: &[usize]| {
        (pairs > 0).then(|| stats::average_precision(order.iter().map(|&edge| planted[edge]), pairs))
    };
    Ok(Report {
        edges: planted.len(),
        planted_groups: sizes.len(),
        planted_accounts: truth.len(),
        planted_pairs: pairs,
        ceiling: share(hits, pairs),
        average_precision: precision(&by_surprise),
        average_precision_n_objects: precision(&ranking(&edges.n_objects)),
        at_q: cut.q.iter().map(|&q| at_q(truth, edges, &planted, pairs, q)).collect(),
        at_top: cut.top.iter().map(|&top| at_top(&by_surprise, &planted, pairs, top)).collect(),
        groups: found.map(|found| groups(truth, found)),
    })
}

/// Number of planted pairs among the edges. A pair that stands twice would count twice everywhere.
fn check_pairs(edges: &Edges, planted: &[bool]) -> Result<u64> {
    let mut seen = BTreeSet::new();
    for ((&a, &b), _) in edges.a.iter().zip(&edges.b).zip(planted).filter(|(_, planted)| **planted) {
        ensure!(a != b, "an edge joins an account with itself");
        ensure!(seen.insert((a.min(b), a.max(b))), "a pair of accounts stands in the edges twice");
    }
    Ok(seen.len() as u64)
}

/// Places of the edges, largest value first, ties in the order of the file, what is open last.
fn ranking(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&x, &y| {
        let (x, y) = (values[x], values[y]);
        y.partial_cmp(&x).unwrap_or(match (x.is_nan(), y.is_nan()) {
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            _ => Ordering::Equal,
        })
    });
    order
}

fn at_q(truth: &Truth, edges: &Edges, planted: &[bool], pairs: u64, q: f64) -> AtQ {
    let (mut chosen, mut hits) = (0, 0);
    let mut accounts = BTreeSet::new();
    for edge in (0..planted.len()).filter(|&edge| edges.q[edge] <= q) {
        chosen += 1;
        hits += u64::from(planted[edge]);
        accounts.extend([edges.a[edge], edges.b[edge]]);
    }
    let right = accounts.iter().filter(|account| truth.contains_key(account)).count() as u64;
    let (found, all) = (accounts.len() as u64, truth.len() as u64);
    AtQ {
        q,
        edges: chosen,
        precision: share(hits, chosen),
        recall: share(hits, pairs),
        realised_fdr: share(chosen - hits, chosen),
        accounts: found,
        account_precision: share(right, found),
        account_recall: share(right, all),
        account_f1: share(2 * right, found + all),
    }
}

fn at_top(order: &[usize], planted: &[bool], pairs: u64, top: usize) -> AtTop {
    let hits = order.iter().take(top).filter(|&&edge| planted[edge]).count() as u64;
    AtTop { top, precision: share(hits, order.len().min(top) as u64), recall: share(hits, pairs) }
}

fn groups(truth: &Truth, found: &Found) -> Groups {
    let accounts: BTreeSet<u32> = truth.keys().chain(found.keys()).copied().collect();
    // Accounts without a group get labels behind those of the groups.
    let labels = |groups: &BTreeMap<u32, u32>| -> Vec<u32> {
        let mut next = groups.values().max().map_or(0, |last| last + 1);
        let alone = |next: &mut u32| {
            *next += 1;
            *next - 1
        };
        accounts.iter().map(|a| groups.get(a).copied().unwrap_or_else(|| alone(&mut next))).collect()
    };
    Groups {
        found: found.values().collect::<BTreeSet<_>>().len(),
        accounts: found.len(),
        adjusted_rand_index: stats::adjusted_rand_index(&labels(truth), &labels(found)),
    }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
