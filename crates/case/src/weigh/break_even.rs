//! How wrong a method would have to be for the leader to lead no more.
//!
//! Suppose that the findings of a method turn up `k` times as often where the leader does not hold as was stated. Then each
//! ratio above 1 that they give it is to be divided by `k`, though not below 1: a worthless finding says nothing. (Where the
//! leader is the reference, ratios below 1 of the others are multiplied by `k`, though not above 1.) The smallest `k` at
//! which another hypothesis draws level is the break-even factor: a false-positive rate stated as `f` would have to be
//! at least `k f`. On the scale of order a method is taken down step by step: strong to weak, weak to nothing.

use super::balance::{Balance, Marks, leader};
use super::weight::{Interval, Scale, Weight};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How wrong a method would have to be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BreakEven {
    /// The method.
    pub method: String,
    /// Number of its findings that are assessed.
    pub findings: usize,
    /// What leads without all of them; `None` when two are level.
    pub without: Option<String>,
    /// Smallest factor by which its ratios may be too strong for the leader to lead no more. `None`: it leads at any, or the
    /// scale is that of order.
    pub factor: Option<f64>,
    /// Smallest number of steps (1 or 2). `None`: it leads at any, or the scale is that of ratios.
    pub steps: Option<u32>,
    /// Error rates that the findings state, sorted.
    pub error_rates: Vec<String>,
}

impl BreakEven {
    /// What it takes for the order to change, as the end of "the order changes if"; `None` where nothing does.
    pub fn takes(&self) -> Option<String> {
        match (self.factor, self.steps) {
            (Some(factor), _) => Some(format!(
                "such findings come up {} times as often elsewhere as was assumed",
                model::words::plain(factor)
            )),
            (None, Some(1)) => Some("its findings are one step weaker".to_owned()),
            (None, Some(_)) => Some("its findings say nothing".to_owned()),
            (None, None) => None,
        }
    }
}

pub(super) fn all(balance: &Balance<'_>, leading: usize) -> Vec<BreakEven> {
    let mut of_method = BTreeMap::<&str, Vec<usize>>::new();
    for (i, item) in balance.items.iter().enumerate() {
        of_method.entry(&item.method).or_default().push(i);
    }
    let mut gone = Marks::none(balance.items.len());
    let each = of_method.into_iter().map(|(method, items)| {
        let without = leader(&balance.without(&items, &mut gone));
        let rates: BTreeSet<&String> = items.iter().flat_map(|&i| &balance.items[i].error_rates).collect();
        gone.set(&items, true);
        let worse = Worse::of(balance, leading, &items, &gone);
        gone.set(&items, false);
        let loses = |by: i64| leader(&worse.totals(balance, by)) != Some(leading);
        let most = match balance.scale {
            Scale::Order => 2,
            Scale::Ratios | Scale::Nothing => worse.most(),
        };
        let least = loses(most).then(|| smallest(most, loses));
        BreakEven {
            method: method.to_owned(),
            findings: items.len(),
            without: without.map(|h| balance.name(h).to_owned()),
            factor: least
                .filter(|_| balance.scale == Scale::Ratios)
                .map(|by| libm::pow(10.0, Weight { major: by, minor: 0 }.log10())),
            steps: least.filter(|_| balance.scale == Scale::Order).map(|by| by as u32),
            error_rates: rates.into_iter().cloned().collect(),
        }
    });
    each.collect()
}

/// The smallest number up to `most` that `loses`, which once true stays so.
fn smallest(most: i64, loses: impl Fn(i64) -> bool) -> i64 {
    let (mut leads, mut lost) = (-1, most);
    while lost - leads > 1 {
        let middle = leads + (lost - leads) / 2;
        if loses(middle) {
            lost = middle;
        } else {
            leads = middle;
        }
    }
    lost
}

/// The sums in which the findings of one method help the leader, apart from what else goes into them.
struct Worse {
    helped: Vec<Helped>,
}

struct Helped {
    hypothesis: usize,
    /// Whether the help speaks for this hypothesis; else it speaks against it, for the reference.
    is_for: bool,
    /// For each group with findings of the method: the most by which they help, and the most by which others do.
    groups: Vec<(Interval, Interval)>,
}

impl Worse {
    /// `marks` are set at the items of the method.
    fn of(balance: &Balance<'_>, leading: usize, items: &[usize], marks: &Marks) -> Self {
        let groups: BTreeSet<usize> = items.iter().map(|&i| balance.group_of[i]).collect();
        let is_for = leading != balance.reference;
        let helped = if is_for { leading..leading + 1 } else { 0..balance.n() };
        let helped = helped.map(|hypothesis| {
            let help = |group: usize, theirs: bool| {
                let pool = balance.pool(group, hypothesis);
                let gone = |i: usize| marks.0[i] != theirs;
                if is_for { pool.strongest_for(gone) } else { -pool.strongest_against(gone) }
            };
            let groups = groups.iter().map(|&group| (help(group, true), help(group, false))).collect();
            Helped { hypothesis, is_for, groups }
        });
        Self { helped: helped.collect() }
    }

    /// What takes every help away.
    fn most(&self) -> i64 {
        let ends = self.helped.iter().flat_map(|helped| &helped.groups).map(|(theirs, _)| theirs.hi.major);
        ends.max().unwrap_or(0)
    }

    fn totals(&self, balance: &Balance<'_>, by: i64) -> Vec<Interval> {
        let mut totals = balance.totals.clone();
        for helped in &self.helped {
            let total = &mut totals[helped.hypothesis];
            for &(theirs, others) in &helped.groups {
                let worse = Interval {
                    lo: taken_down(theirs.lo, by, balance.scale),
                    hi: taken_down(theirs.hi, by, balance.scale),
                };
                let (before, after) = (theirs.max(others), worse.max(others));
                if helped.is_for {
                    *total -= before;
                    *total += after;
                } else {
                    *total -= -before;
                    *total += -after;
                }
            }
        }
        totals
    }
}

/// A help of 0 or more, taken down by so many units, or steps.
fn taken_down(help: Weight, by: i64, scale: Scale) -> Weight {
    match (scale, by) {
        (Scale::Order, 0) => help,
        (Scale::Order, 1) => Weight { major: 0, minor: help.major },
        (Scale::Order, _) => Weight::ZERO,
        (Scale::Ratios | Scale::Nothing, by) => Weight { major: (help.major - by).max(0), minor: 0 },
    }
}
