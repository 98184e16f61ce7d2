//! All assessments that count, in the form in which they are added up.

use super::groups::{Members, dependence};
use super::item::Item;
use super::pool::Pool;
use super::weight::{Interval, Scale, Weight};
use model::{Assessment, Category, Sha256, Strength, Support, Weighing};
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Balance<'a> {
    pub weighing: &'a Weighing,
    /// Which hypothesis is the reference.
    pub reference: usize,
    pub scale: Scale,
    /// Findings with an assessment, sorted by id.
    pub items: Vec<&'a Item>,
    /// Kinds of evidence of each item, sorted.
    pub categories: Vec<Vec<Category>>,
    /// Assessments of each item: hypothesis, support.
    pub assessed: Vec<Vec<(usize, Interval)>>,
    pub groups: Vec<Members>,
    pub group_of: Vec<usize>,
    /// Supports in use, and how many of them are ordinal.
    pub in_use: (usize, usize),
    /// Sum of each hypothesis.
    pub totals: Vec<Interval>,
    pools: Vec<Pool>,
    parts: Vec<Interval>,
}

impl<'a> Balance<'a> {
    /// Assessments of other findings than `findings`, of the reference and of unknown hypotheses are left out.
    pub fn new(weighing: &'a Weighing, findings: &'a [Item]) -> Self {
        let names: BTreeMap<&str, usize> =
            weighing.hypotheses.iter().enumerate().map(|(i, h)| (h.name.as_str(), i)).collect();
        let reference = names.get(weighing.reference.as_str()).copied().unwrap_or(names.len().max(1) - 1);
        let known: BTreeMap<Sha256, &Item> = findings.iter().map(|item| (item.id, item)).collect();
        let counted: Vec<(usize, &Assessment)> = weighing
            .assessments
            .iter()
            .filter(|assessment| known.contains_key(&assessment.finding))
            .filter_map(|assessment| Some((*names.get(assessment.hypothesis.as_str())?, assessment)))
            .filter(|(hypothesis, _)| *hypothesis != reference)
            .collect();
        let in_use = in_use(&counted);
        let scale = match in_use {
            (0, _) => Scale::Nothing,
            (_, 0) => Scale::Ratios,
            _ => Scale::Order,
        };
        let ids: BTreeSet<Sha256> = counted.iter().map(|(_, assessment)| assessment.finding).collect();
        let items: Vec<&Item> = ids.iter().filter_map(|id| known.get(id).copied()).collect();
        let place: BTreeMap<Sha256, usize> = items.iter().enumerate().map(|(i, item)| (item.id, i)).collect();
        let mut assessed = vec![Vec::new(); items.len()];
        let mut declared = vec![BTreeSet::new(); items.len()];
        let mut categories = vec![BTreeSet::new(); items.len()];
        for (hypothesis, assessment) in counted {
            let i = place[&assessment.finding];
            assessed[i].push((hypothesis, Interval::of(&assessment.support, scale)));
            declared[i].extend(assessment.group.as_deref());
            categories[i].insert(assessment.category.unwrap_or(items[i].category));
        }
        let declared: Vec<Vec<&str>> =
            declared.into_iter().map(|names| names.into_iter().collect()).collect();
        let categories = categories.into_iter().map(|categories| categories.into_iter().collect()).collect();
        let groups = dependence(&items, &declared);
        let mut group_of = vec![0; items.len()];
        for (g, group) in groups.iter().enumerate() {
            group.items.iter().for_each(|&i| group_of[i] = g);
        }
        let n = weighing.hypotheses.len();
        let mut pools: Vec<Pool> = (0..groups.len() * n).map(|_| Pool::default()).collect();
        for (i, supports) in assessed.iter().enumerate() {
            for &(hypothesis, support) in supports {
                pools[group_of[i] * n + hypothesis].push(i, support);
            }
        }
        pools.iter_mut().for_each(Pool::sort);
        let parts: Vec<Interval> = pools.iter().map(|pool| pool.sum(|_| false)).collect();
        let mut totals = vec![Interval::default(); n];
        for (at, &part) in parts.iter().enumerate() {
            totals[at % n] += part;
        }
        Self {
            weighing,
            reference,
            scale,
            items,
            categories,
            assessed,
            groups,
            group_of,
            in_use,
            totals,
            pools,
            parts,
        }
    }

    /// Number of hypotheses.
    pub fn n(&self) -> usize {
        self.weighing.hypotheses.len()
    }

    pub fn name(&self, hypothesis: usize) -> &'a str {
        &self.weighing.hypotheses[hypothesis].name
    }

    /// What a group adds to each hypothesis.
    pub fn parts(&self, group: usize) -> &[Interval] {
        &self.parts[group * self.n()..(group + 1) * self.n()]
    }

    pub fn pool(&self, group: usize, hypothesis: usize) -> &Pool {
        &self.pools[group * self.n() + hypothesis]
    }

    /// Twice the part of a group in the lead of one hypothesis over another.
    pub fn twice_lead(&self, group: usize, leader: usize, rival: usize) -> Weight {
        let parts = self.parts(group);
        parts[leader].twice_middle() - parts[rival].twice_middle()
    }

    /// The sums without some items. Groups and scale stay as they are.
    pub fn without(&self, items: &[usize], gone: &mut Marks) -> Vec<Interval> {
        gone.set(items, true);
        let mut groups: Vec<usize> = items.iter().map(|&i| self.group_of[i]).collect();
        groups.sort_unstable();
        groups.dedup();
        let mut totals = self.totals.clone();
        for group in groups {
            for (hypothesis, total) in totals.iter_mut().enumerate() {
                *total -= self.parts(group)[hypothesis];
                *total += self.pool(group, hypothesis).sum(|i| gone.0[i]);
            }
        }
        gone.set(items, false);
        totals
    }
}

/// Which items are left out for the moment.
pub(super) struct Marks(pub Vec<bool>);

impl Marks {
    pub fn none(items: usize) -> Self {
        Self(vec![false; items])
    }

    pub fn set(&mut self, items: &[usize], gone: bool) {
        items.iter().for_each(|&i| self.0[i] = gone);
    }
}

/// The one hypothesis with the largest middle; none when two share it.
pub(super) fn leader(totals: &[Interval]) -> Option<usize> {
    let best = totals.iter().map(|total| total.twice_middle()).max()?;
    let mut at_the_top = (0..totals.len()).filter(|&h| totals[h].twice_middle() == best);
    let first = at_the_top.next();
    if at_the_top.next().is_none() { first } else { None }
}

/// The strongest of the others, the first of several, and twice the lead over it.
pub(super) fn runner_up(totals: &[Interval], leader: usize) -> Option<(usize, Weight)> {
    let twice = |h: usize| totals[h].twice_middle();
    let rivals = (0..totals.len()).filter(|&h| h != leader);
    // The first of equals, as `min_by_key` keeps it.
    let rival = rivals.min_by_key(|&h| -twice(h))?;
    Some((rival, twice(leader) - twice(rival)))
}

/// Supports that say something, and how many of them are ordinal.
fn in_use(counted: &[(usize, &Assessment)]) -> (usize, usize) {
    let mut all = (0, 0);
    for (_, assessment) in counted {
        match assessment.support {
            Support::None { .. } | Support::Ordinal(Strength::Neutral) => {}
            Support::LikelihoodRatio { .. } => all.0 += 1,
            Support::Ordinal(_) => all = (all.0 + 1, all.1 + 1),
        }
    }
    all
}
