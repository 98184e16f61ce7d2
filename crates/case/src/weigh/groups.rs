//! Dependence groups: findings that may repeat the same thing.
//!
//! A group that an assessment declares for a finding holds for the finding, whatever hypothesis it is assessed for; two
//! declared for one finding are one group. Findings for which none is declared are one group when they come from the same
//! lens and share a piece of evidence, directly or through others; those that name no evidence are one group a lens.

use super::item::Item;
use super::weight::Span;
use model::{Category, Sha256};
use serde::Serialize;
use std::collections::BTreeMap;

/// A dependence group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// The declared name, or the lens, with a number where it has several groups.
    pub name: String,
    /// Whether a person declared it.
    pub declared: bool,
    /// Its findings, sorted.
    pub findings: Vec<Sha256>,
    /// Kinds of evidence in it, sorted.
    pub categories: Vec<Category>,
    /// What it adds to each hypothesis, in their order.
    pub adds: Vec<Span>,
}

/// Which items are one group, and what it is called.
pub(super) struct Members {
    pub name: String,
    pub declared: bool,
    pub items: Vec<usize>,
}

/// Groups of `items`, which are sorted by id; `declared` has the names declared for each, sorted. Groups are in the order
/// of their first items.
pub(super) fn dependence(items: &[&Item], declared: &[Vec<&str>]) -> Vec<Members> {
    let mut sets = Sets { parent: (0..items.len()).collect() };
    let mut labels = BTreeMap::<&str, usize>::new();
    let mut sources = BTreeMap::<(&str, &[Sha256]), usize>::new();
    let mut shared = BTreeMap::<(&str, Option<&Sha256>), usize>::new();
    for (i, item) in items.iter().enumerate() {
        for label in &declared[i] {
            sets.join(*labels.entry(label).or_insert(i), i);
        }
        if !declared[i].is_empty() {
            continue;
        }
        let known = sources.get(&(item.lens.as_str(), item.inputs.as_slice()));
        if let Some(&known) = known {
            sets.join(known, i);
            continue;
        }
        sources.insert((&item.lens, &item.inputs), i);
        let none = item.inputs.is_empty().then_some(None);
        for input in item.inputs.iter().map(Some).chain(none) {
            sets.join(*shared.entry((&item.lens, input)).or_insert(i), i);
        }
    }
    let mut members = BTreeMap::<usize, Vec<usize>>::new();
    for i in 0..items.len() {
        members.entry(sets.root(i)).or_default().push(i);
    }
    let mut of_lens = BTreeMap::<&str, usize>::new();
    for group in members.values().filter(|group| declared[group[0]].is_empty()) {
        *of_lens.entry(items[group[0]].lens.as_str()).or_default() += 1;
    }
    let mut seen = BTreeMap::<&str, usize>::new();
    let named = members.into_values().map(|group| {
        let mut names: Vec<&str> = group.iter().flat_map(|&i| declared[i].iter().copied()).collect();
        names.sort_unstable();
        names.dedup();
        let lens = items[group[0]].lens.as_str();
        let name = if !names.is_empty() {
            names.join(" + ")
        } else if of_lens.get(lens) == Some(&1) {
            format!("all of {lens}")
        } else {
            let number = seen.entry(lens).or_default();
            *number += 1;
            format!("{lens} {number}")
        };
        Members { name, declared: !names.is_empty(), items: group }
    });
    named.collect()
}

/// Disjoint sets; the root of each is its smallest member.
struct Sets {
    parent: Vec<usize>,
}

impl Sets {
    fn root(&mut self, mut i: usize) -> usize {
        while self.parent[i] != i {
            self.parent[i] = self.parent[self.parent[i]];
            i = self.parent[i];
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }
}
