//! The supports of one dependence group for one hypothesis.

use super::weight::{Interval, Weight};

/// Sorted by either end, so that the strongest without some findings is found in as many steps as are missing.
#[derive(Debug, Default)]
pub(super) struct Pool {
    by_lo: Vec<(Weight, u32)>,
    by_hi: Vec<(Weight, u32)>,
}

impl Pool {
    pub fn push(&mut self, item: usize, support: Interval) {
        let item = u32::try_from(item).unwrap_or(u32::MAX);
        self.by_lo.push((support.lo, item));
        self.by_hi.push((support.hi, item));
    }

    pub fn sort(&mut self) {
        self.by_lo.sort_unstable();
        self.by_hi.sort_unstable();
    }

    /// The strongest support for, of items that are not `gone`; 0 where nothing speaks for.
    pub fn strongest_for(&self, gone: impl Fn(usize) -> bool) -> Interval {
        let top = |sorted: &[(Weight, u32)]| first(sorted.iter().rev(), &gone).max(Weight::ZERO);
        Interval { lo: top(&self.by_lo), hi: top(&self.by_hi) }
    }

    /// The strongest support against, at most 0.
    pub fn strongest_against(&self, gone: impl Fn(usize) -> bool) -> Interval {
        let bottom = |sorted: &[(Weight, u32)]| first(sorted.iter(), &gone).min(Weight::ZERO);
        Interval { lo: bottom(&self.by_lo), hi: bottom(&self.by_hi) }
    }

    /// What the group says without the items that are `gone`.
    pub fn sum(&self, gone: impl Fn(usize) -> bool) -> Interval {
        let mut sum = self.strongest_for(&gone);
        sum += self.strongest_against(&gone);
        sum
    }
}

fn first<'a>(sorted: impl Iterator<Item = &'a (Weight, u32)>, gone: &impl Fn(usize) -> bool) -> Weight {
    sorted.into_iter().find(|(_, item)| !gone(*item as usize)).map_or(Weight::ZERO, |(weight, _)| *weight)
}
