//! What assessments add up to: examples with their numbers, and what holds for all.

mod examples;
mod invariants;

use model::{
    Assessment, Author, Category, Hypothesis, Level, NONE_OF_THESE, Sha256, Strength, Support, Weighing,
};
use scrutineer_case::weigh::{DEFAULT_PRIORS, Item, Sensitivity, weigh};

/// An invented finding.
fn item(name: &str, lens: &str, inputs: &[&str]) -> Item {
    let inputs: Vec<Sha256> = inputs.iter().map(|input| Sha256::of(input.as_bytes())).collect();
    Item {
        id: Sha256::of(name.as_bytes()),
        sources: inputs.clone(),
        lens: lens.to_owned(),
        method: format!("{lens}_method"),
        inputs,
        category: Category::Behavioural,
        error_rates: Vec::new(),
    }
}

fn ratio(lo: f64, hi: f64) -> Support {
    Support::LikelihoodRatio { lo, hi, calibration: "quay set".to_owned() }
}

fn ordinal(strength: Strength) -> Support {
    Support::Ordinal(strength)
}

fn assess(finding: &str, hypothesis: &str, support: Support) -> Assessment {
    Assessment {
        finding: Sha256::of(finding.as_bytes()),
        hypothesis: hypothesis.to_owned(),
        support,
        group: None,
        category: None,
        author: Author::Person(String::new()),
        reason: "As in the example.".to_owned(),
    }
}

/// Named hypotheses and "none of these", the reference.
fn weighing(names: &[&str], mut assessments: Vec<Assessment>) -> Weighing {
    let named = names.iter().map(|&name| Hypothesis {
        name: name.to_owned(),
        statement: format!("What {name} says."),
        level: Level::Behaviour,
        author: Author::Person(String::new()),
    });
    let hypotheses = named.chain([Hypothesis::none_of_these()]).collect();
    assessments.sort_by(|a, b| (a.finding, &a.hypothesis).cmp(&(b.finding, &b.hypothesis)));
    Weighing { hypotheses, reference: NONE_OF_THESE.to_owned(), assessments }
}

fn told(weighing: &Weighing, items: &[Item]) -> Sensitivity {
    weigh(weighing, items, &DEFAULT_PRIORS).expect("sentences")
}

/// Leader, and its lead as text.
fn lead(told: &Sensitivity) -> Option<(&str, String)> {
    told.lead.as_ref().map(|lead| (lead.leader.as_str(), format!("{:?}", lead.by)))
}
