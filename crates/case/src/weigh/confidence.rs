//! Confidence in the order, by rules that are printed. It says nothing of how likely a hypothesis is.

use super::balance::Balance;
use super::sensitivity::{Sensitivity, Without};
use super::weight::{Scale, Weight};
use serde::Serialize;
use std::collections::BTreeSet;

/// Confidence in the order of the hypotheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Grade {
    Low,
    Moderate,
    High,
}

impl Grade {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
        }
    }
}

/// A condition, and whether it is met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Without it the grade stays below this.
    pub needed_for: Grade,
    /// Whether it is met.
    pub met: bool,
    /// What is asked for.
    pub rule: &'static str,
    /// What there is.
    pub found: String,
}

/// The grade, and the rules that gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confidence {
    /// The highest grade all of whose rules are met.
    pub grade: Grade,
    /// All rules, those of the lower grade first.
    pub rules: Vec<Rule>,
}

/// How a case stands against the rules; `runner_up` is the strongest rival.
pub(super) fn grade(
    balance: &Balance<'_>,
    told: &Sensitivity,
    leader: usize,
    runner_up: usize,
    clear: bool,
) -> Confidence {
    let carrying: Vec<usize> = (0..balance.groups.len())
        .filter(|&group| balance.twice_lead(group, leader, runner_up) > Weight::ZERO)
        .collect();
    let speaks = |i: usize| balance.assessed[i].iter().any(|(_, support)| !support.is_zero());
    let items = carrying.iter().flat_map(|&group| &balance.groups[group].items).filter(|&&i| speaks(i));
    let categories: BTreeSet<&str> =
        items.flat_map(|&i| balance.categories[i].iter().map(|&category| category.name())).collect();
    let flips = [
        ("finding", changing(&told.without_finding)),
        ("source", changing(&told.without_source)),
        ("group", changing(&told.without_group)),
    ];
    let (used, ordinal) = balance.in_use;
    let groups = carrying.len();
    let rule = |needed_for, met, rule, found| Rule { needed_for, met, rule, found };
    let named: Vec<String> = flips
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(what, n)| model::words::count(*n, what, &format!("{what}s")))
        .collect();
    let rules = vec![
        rule(
            Grade::Moderate,
            groups >= 2,
            "at least two independent groups of findings carry the lead",
            groups.to_string(),
        ),
        rule(
            Grade::Moderate,
            named.is_empty(),
            "no single finding, source or group decides what leads",
            if named.is_empty() {
                "none does".to_owned()
            } else {
                format!("decided by {}", named.join(", "))
            },
        ),
        rule(
            Grade::High,
            groups >= 3,
            "at least three independent groups carry the lead",
            groups.to_string(),
        ),
        rule(
            Grade::High,
            categories.len() >= 2,
            "two of technical, behavioural and contextual evidence are among them",
            if categories.is_empty() {
                "none".to_owned()
            } else {
                categories.into_iter().collect::<Vec<_>>().join(", ")
            },
        ),
        rule(
            Grade::High,
            2 * ordinal <= used,
            "at most half of the assessments are without a number",
            format!("{ordinal} of {used}"),
        ),
        rule(
            Grade::High,
            clear,
            match balance.scale {
                Scale::Order => "the lead holds whatever a strong assessment is worth",
                Scale::Ratios | Scale::Nothing => "the lead holds at both ends of every ratio",
            },
            if clear { "it does" } else { "it does not" }.to_owned(),
        ),
    ];
    let fails = |grade: Grade| rules.iter().any(|rule| rule.needed_for <= grade && !rule.met);
    let grade = [Grade::High, Grade::Moderate].into_iter().find(|&grade| !fails(grade)).unwrap_or(Grade::Low);
    Confidence { grade, rules }
}

fn changing<T>(all: &[Without<T>]) -> u64 {
    all.iter().filter(|without| without.changes).count() as u64
}
