//! Texts together: accounts by their posts, and families of texts that are nearly the same.

use super::{AccountRead, Cluster, GroupRead, SyntheticResult, TextRead};
use ::synthetic::account::People;
use ::synthetic::campaign;
use model::Group;
use std::collections::{BTreeMap, BTreeSet};
use text::{Near, Params};

/// What can be said of each account.
pub(super) fn judge(result: &mut SyntheticResult, people: &People) {
    for account in result.accounts.values_mut() {
        account.level = people.judge(&account.scores);
    }
}

/// Texts by likeness: in clusters of two or more, with what they say together.
pub(super) struct Families {
    near: Near,
    numbers: Vec<Option<text::TextNo>>,
}

impl Default for Families {
    fn default() -> Self {
        Self { near: Near::new(Params::default()), numbers: Vec::new() }
    }
}

impl Families {
    /// Adds the next text.
    pub fn add(&mut self, text: &str) {
        self.numbers.push(self.near.add(text));
    }

    /// The number of each text's family; one that is like no other is a family of its own.
    pub fn finish(self) -> Vec<usize> {
        let clusters = self.near.finish();
        let mut numbers = BTreeMap::new();
        let family = |(at, text): (usize, &Option<text::TextNo>)| match text.and_then(|no| clusters.of(no)) {
            Some(family) => *numbers.entry(family.name).or_insert(at),
            None => at,
        };
        self.numbers.iter().enumerate().map(family).collect()
    }
}

/// Families with more than one text. One witness stands for the whole family: the text in the middle of its p-values.
pub(super) fn clusters(family: &[usize], texts: &[TextRead]) -> Vec<Cluster> {
    let mut found: Vec<Cluster> = by_family(family, 0..family.len())
        .into_values()
        .filter(|members| members.len() > 1)
        .filter_map(|members| {
            let together = campaign::together(&[middle(&members, texts)?])?;
            Some(Cluster { texts: members, together })
        })
        .collect();
    found.sort_by(|a, b| b.together.e.total_cmp(&a.together.e).then(a.texts.cmp(&b.texts)));
    found
}

/// What accounts of a group say together: each account that can be told of is a witness, and each family of their longer
/// texts. Groups of which nothing can be told are left out.
pub(super) fn groups(
    groups: &[Group],
    accounts: &BTreeMap<(String, String), AccountRead>,
    family: &[usize],
    texts: &[TextRead],
) -> Vec<GroupRead> {
    let mut by_id: BTreeMap<String, Vec<&AccountRead>> = BTreeMap::new();
    for ((platform, _), account) in accounts {
        for id in &account.ids {
            by_id.entry(format!("{platform}/{id}")).or_default().push(account);
        }
    }
    let read = |group: &Group| {
        let own: Vec<&AccountRead> =
            group.members.iter().filter_map(|member| by_id.get(member)).flatten().copied().collect();
        let mut p: Vec<f64> = own.iter().filter_map(|account| Some(account.level?.p)).collect();
        let told = p.len() as u64;
        let written: BTreeSet<usize> = own.iter().flat_map(|account| &account.texts).copied().collect();
        let families = by_family(family, written);
        p.extend(families.values().filter_map(|members| middle(members, texts)));
        Some(GroupRead {
            id: group.id.clone(),
            members: group.members.len() as u64,
            told,
            families: p.len() as u64 - told,
            together: campaign::together(&p)?,
            records: own.iter().filter_map(|account| account.records.first().cloned()).collect(),
        })
    };
    groups.iter().filter_map(read).collect()
}

fn by_family(family: &[usize], texts: impl IntoIterator<Item = usize>) -> BTreeMap<usize, Vec<usize>> {
    let mut families: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for text in texts {
        families.entry(family[text]).or_default().push(text);
    }
    families
}

/// The p-value in the middle of those of some texts.
fn middle(members: &[usize], texts: &[TextRead]) -> Option<f64> {
    let mut p: Vec<f64> = members.iter().filter_map(|&text| Some(texts[text].answer.p?.p)).collect();
    p.sort_by(f64::total_cmp);
    p.get(p.len() / 2).copied()
}
