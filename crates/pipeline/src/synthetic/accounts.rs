//! Texts together: accounts by their posts, and families of texts that are nearly the same.

use super::{Cluster, SyntheticResult, TextRead};
use ::synthetic::account::People;
use ::synthetic::campaign;
use std::collections::BTreeMap;
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

    /// The families with more than one text. One witness stands for the whole family: the text in the middle of its
    /// p-values.
    pub fn clusters(self, texts: &[TextRead]) -> Vec<Cluster> {
        let mut by_family: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        let clusters = self.near.finish();
        for (number, text) in self.numbers.iter().enumerate() {
            if let Some(family) = text.and_then(|text| clusters.of(text)) {
                by_family.entry(family.name).or_default().push(number);
            }
        }
        let mut found: Vec<Cluster> = by_family
            .into_values()
            .filter(|members| members.len() > 1)
            .filter_map(|members| {
                let mut p: Vec<f64> =
                    members.iter().filter_map(|&text| texts[text].answer.p.map(|p| p.p)).collect();
                p.sort_by(f64::total_cmp);
                let middle = *p.get(p.len() / 2)?;
                let together = campaign::together(&[middle])?;
                Some(Cluster { texts: members, together })
            })
            .collect();
        found.sort_by(|a, b| b.together.e.total_cmp(&a.together.e).then(a.texts.cmp(&b.texts)));
        found
    }
}
