//! How many pairs of a campaign agree in what.

use super::{BaseRates, Facts, Kind, Options};
use serde::Serialize;
use std::collections::BTreeMap;

/// One row of the evidence matrix.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// In what mails agree.
    pub kind: Kind,
    /// Pairs of mails that agree.
    pub pairs: u64,
    /// The same as a share of all pairs, 0..=1.
    pub share: f64,
    /// Mean weight of an agreement, natural logarithm of a likelihood ratio; about 0 for what everybody shares.
    pub weight: f64,
}

pub(super) fn pairs_of(mails: usize) -> u64 {
    let mails = mails as u64;
    mails * mails.saturating_sub(1) / 2
}

/// The matrix: kinds in which at least one pair agrees.
pub(super) fn evidence(mails: &[&Facts], rates: &BaseRates, options: &Options) -> Vec<Evidence> {
    let all = pairs_of(mails.len());
    let row = |kind| {
        let (pairs, weight) = match kind {
            Kind::Text => text(mails, rates),
            Kind::Window => window(mails, rates, options.window),
            _ => values(kind, mails, rates),
        };
        Evidence { kind, pairs, share: pairs as f64 / all as f64, weight }
    };
    Kind::ALL.into_iter().map(row).filter(|row| row.pairs > 0).collect()
}

fn text(mails: &[&Facts], rates: &BaseRates) -> (u64, f64) {
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    mails.iter().filter_map(|mail| mail.text).for_each(|text| *counts.entry(text.near).or_default() += 1);
    let pairs = counts.values().map(|&count| pairs_of(count)).sum();
    (pairs, mean(counts.iter().map(|(near, &count)| (pairs_of(count), rates.text_weight(near)))))
}

fn window(mails: &[&Facts], rates: &BaseRates, window: i64) -> (u64, f64) {
    let mut times: Vec<_> = mails.iter().filter_map(|mail| mail.sent).collect();
    times.sort_unstable();
    let (mut pairs, mut first) = (0, 0);
    for (last, sent) in times.iter().enumerate() {
        while sent.0.saturating_sub(times[first].0) > window {
            first += 1;
        }
        pairs += (last - first) as u64;
    }
    (pairs, mean(times.iter().map(|&sent| (1, rates.window_weight(sent, window)))))
}

/// Pairs that share at least one value, by inclusion and exclusion over the sets of values that mails share.
fn values(kind: Kind, mails: &[&Facts], rates: &BaseRates) -> (u64, f64) {
    let mut shared: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for mail in mails {
        let values = mail.values(kind);
        for chosen in 1u32..1 << values.len() {
            let is_chosen = |(number, _): &(usize, &&str)| chosen >> number & 1 == 1;
            let subset = values.iter().enumerate().filter(is_chosen).map(|(_, value)| *value).collect();
            *shared.entry(subset).or_default() += 1;
        }
    }
    let signed = |(subset, &mails): (&Vec<&str>, &usize)| {
        let pairs = pairs_of(mails) as i64;
        if subset.len() % 2 == 1 { pairs } else { -pairs }
    };
    let pairs: i64 = shared.iter().map(signed).sum();
    let single = shared.iter().filter(|(subset, _)| subset.len() == 1);
    let weight = mean(single.map(|(subset, &mails)| (pairs_of(mails), rates.weight(kind, subset[0]))));
    (pairs.unsigned_abs(), weight)
}

fn mean(weighted: impl Iterator<Item = (u64, f64)>) -> f64 {
    let (count, sum) =
        weighted.fold((0, 0.0), |(count, sum), (n, weight)| (count + n, sum + n as f64 * weight));
    if count == 0 { 0.0 } else { sum / count as f64 }
}
