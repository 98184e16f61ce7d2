//! What becomes of the groups under other settings: other false discovery rates, or one window alone.

use crate::groups::{Group, Partition, jaccard};
use crate::significance::{Candidate, Part, Significance};
use libm::log10;
use stats::{adjusted_rand_index, cauchy_log10, log10_q_values};

/// Rates at which pairs are discovered anew.
pub const RATES: [f64; 5] = [0.001, 0.01, 0.05, 0.1, 0.2];
/// Share of the members of two groups together that both must have to be the same group.
const SAME: f64 = 0.5;

/// What is different from the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// This false discovery rate.
    Rate(f64),
    /// This window alone, as an index.
    Window(usize),
}

/// What another setting gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// What is different.
    pub change: Change,
    /// Discovered pairs.
    pub pairs: u64,
    /// Groups of three accounts or more.
    pub groups: u64,
    /// Accounts in them.
    pub accounts: u64,
    /// For each group of the run whether it is found here: a group that shares at least half of the members of both.
    pub found: Vec<bool>,
    /// Adjusted Rand index of both divisions of the accounts that are in groups of both; `None` without such, and
    /// where the run has one group only: any division of that agrees as chance would.
    pub agreement: Option<f64>,
}

/// Repeats discovery and grouping at each of [`RATES`] and in each window alone, at the rate `q` of the run.
///
/// A window alone is judged by its own p-values, fused over layers, over all pairs that could have met. Looked at are
/// the `candidates`, those of the model that have enough common objects. A pair that one of `n` windows alone discovers
/// at rate `q` has a fused q-value of about `n q` at most, so windows alone are left out where that is more than the
/// one half up to which there are candidates. `parts` are those of at least these pairs, in order.
pub fn sensitivity(
    candidates: &[Candidate],
    layers: usize,
    significance: &Significance,
    groups: &[Group],
    parts: &[Part],
    windows: usize,
    q: f64,
) -> Vec<Setting> {
    let rates = RATES.into_iter().map(|rate| {
        let threshold = significance.threshold(rate).unwrap_or(f32::NEG_INFINITY);
        let found = candidates.iter().filter(|pair| pair.log10_p <= threshold);
        let pairs = found.map(|pair| (pair.a, pair.b, pair.surprise.max(0.0))).collect();
        setting(Change::Rate(rate), pairs, groups)
    });
    let told = windows > 1 && windows as f64 * q <= 0.5;
    let alone = (0..windows).filter(|_| told).map(|window| {
        let alone = in_window(candidates, parts, window, layers);
        setting(Change::Window(window), discovered(alone, significance.tested, q), groups)
    });
    rates.chain(alone).collect()
}

/// The candidates as one window alone shows them.
fn in_window(candidates: &[Candidate], parts: &[Part], window: usize, layers: usize) -> Vec<Candidate> {
    let mut from = 0;
    let mut alone = Vec::new();
    for pair in candidates {
        from += parts[from..].partition_point(|part| (part.a, part.b) < (pair.a, pair.b));
        let own = parts[from..].iter().take_while(|part| (part.a, part.b) == (pair.a, pair.b));
        let own: Vec<&Part> = own.filter(|part| usize::from(part.window) == window).collect();
        if own.is_empty() {
            continue;
        }
        let mut log10_p: Vec<f64> = own.iter().map(|part| f64::from(part.log10_p)).collect();
        // Layers in which the two never met were looked at as well.
        log10_p.resize(layers.max(own.len()), 0.0);
        let surprise = own.iter().map(|part| part.surprise * part.surprise).sum::<f32>().sqrt();
        alone.push(Candidate { log10_p: cauchy_log10(&log10_p) as f32, surprise, ..*pair });
    }
    alone
}

fn discovered(mut pairs: Vec<Candidate>, tested: u64, q: f64) -> Vec<(u32, u32, f32)> {
    pairs.sort_by(|x, y| x.log10_p.total_cmp(&y.log10_p).then((x.a, x.b).cmp(&(y.a, y.b))));
    let log10_p: Vec<f64> = pairs.iter().map(|pair| f64::from(pair.log10_p)).collect();
    let found = log10_q_values(&log10_p, tested).iter().take_while(|&&log10_q| log10_q <= log10(q)).count();
    let mut found: Vec<(u32, u32, f32)> =
        pairs[..found].iter().map(|pair| (pair.a, pair.b, pair.surprise)).collect();
    found.sort_unstable_by_key(|pair| (pair.0, pair.1));
    found
}

fn setting(change: Change, pairs: Vec<(u32, u32, f32)>, groups: &[Group]) -> Setting {
    let n_pairs = pairs.len() as u64;
    let partition = Partition::new(pairs);
    let others: Vec<&[u32]> = partition.groups().collect();
    let label = |groups: &[&[u32]]| -> Vec<(u32, u32)> {
        let labelled = groups.iter().zip(0..);
        let mut labels: Vec<(u32, u32)> =
            labelled.flat_map(|(members, number)| members.iter().map(move |&a| (a, number))).collect();
        labels.sort_unstable();
        labels
    };
    let labels = label(&others);
    let found = groups.iter().map(|group| is_found(&group.members, &others, &labels));
    let own = label(&groups.iter().map(|group| group.members.as_slice()).collect::<Vec<_>>());
    let (mut x, mut y) = (Vec::new(), Vec::new());
    for &(account, number) in &labels {
        if let Ok(at) = own.binary_search_by_key(&account, |&(own, _)| own) {
            x.push(own[at].1);
            y.push(number);
        }
    }
    Setting {
        change,
        pairs: n_pairs,
        groups: others.len() as u64,
        accounts: others.iter().map(|members| members.len() as u64).sum(),
        found: found.collect(),
        agreement: (!x.is_empty() && groups.len() > 1).then(|| adjusted_rand_index(&x, &y)),
    }
}

/// Whether one of `others`, whose accounts are in `labels`, is the same group.
fn is_found(members: &[u32], others: &[&[u32]], labels: &[(u32, u32)]) -> bool {
    let number = |account: &u32| {
        let at = labels.binary_search_by_key(account, |&(other, _)| other).ok()?;
        Some(labels[at].1)
    };
    let mut numbers: Vec<u32> = members.iter().filter_map(number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter().any(|number| jaccard(members, others[number as usize]) >= SAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(a: u32, b: u32, window: u8, log10_p: f32) -> Part {
        Part { a, b, layer: 0, window, expected: 0.0, log10_p, surprise: 3.0 }
    }

    #[test]
    fn a_window_is_judged_by_itself() {
        let pair = |a, b| Candidate { a, b, log10_p: -6.0, surprise: 9.0 };
        let parts = [part(1, 2, 0, -9.0), part(1, 2, 1, -1.0), part(1, 3, 1, -7.0), part(2, 3, 1, -7.0)];
        let candidates = [pair(1, 2), pair(1, 3), pair(2, 3)];
        let found = |window| discovered(in_window(&candidates, &parts, window, 2), 1_000, 0.05);
        assert_eq!(found(0), [(1, 2, 3.0)]);
        assert_eq!(found(1), [(1, 3, 3.0), (2, 3, 3.0)]);
    }

    #[test]
    fn groups_are_the_same_when_they_share_half() {
        assert_eq!(jaccard(&[1, 2, 3], &[1, 2, 3]), 1.0);
        assert_eq!(jaccard(&[1, 2, 3], &[2, 3, 4]), 0.5);
        assert_eq!(jaccard(&[1, 2], &[3, 4]), 0.0);
    }
}
