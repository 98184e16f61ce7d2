//! What a case lacks before its hypotheses can be compared well.

use super::balance::Balance;
use model::words::count;
use model::{Category, NONE_OF_THESE};
use serde::Serialize;

/// Something that is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Missing {
    /// There is no rival but "none of these".
    Rival,
    /// Findings of the last run that nobody assessed.
    Assessments {
        /// How many.
        findings: u64,
        /// Of how many.
        of: u64,
    },
    /// Findings that are assessed for some hypotheses and not for others.
    Partly {
        /// How many.
        findings: u64,
    },
    /// A hypothesis for which no finding is assessed.
    Hypothesis {
        /// Its name.
        name: String,
    },
    /// A kind of evidence of which no finding is assessed.
    Category {
        /// Which.
        category: Category,
    },
    /// Assessments without a number.
    Calibration {
        /// How many.
        ordinal: u64,
        /// Of how many that say something.
        of: u64,
    },
    /// Assessments of findings that the last run did not make.
    Earlier {
        /// How many.
        assessments: u64,
    },
}

impl Missing {
    /// A sentence for people.
    pub fn text(&self) -> String {
        match self {
            Self::Rival => {
                "A rival: one explanation alone cannot be compared. What ordinary explanation would give the same findings?".to_owned()
            }
            Self::Assessments { findings, of } => {
                format!("{findings} of {} of the last run {} not assessed.", count(*of, "finding", "findings"), be(*findings))
            }
            Self::Partly { findings } => format!(
                "{} {} assessed for some hypotheses only; for the others they count as saying nothing.",
                count(*findings, "finding", "findings"),
                be(*findings)
            ),
            Self::Hypothesis { name } => format!("No finding is assessed for {name}."),
            Self::Category { category } => format!("No {} evidence is assessed.", category.name()),
            Self::Calibration { ordinal, of } => {
                format!("{ordinal} of {} {} no number behind {}.", count(*of, "assessment", "assessments"), if *ordinal == 1 { "has" } else { "have" }, if *ordinal == 1 { "it" } else { "them" })
            }
            Self::Earlier { assessments } => format!(
                "{} of findings of an earlier run {} not counted: assess what the last run found instead.",
                count(*assessments, "assessment", "assessments"),
                be(*assessments)
            ),
        }
    }
}

fn be(n: u64) -> &'static str {
    if n == 1 { "is" } else { "are" }
}

/// `findings` were made by the last run, `earlier` assessments are of others.
pub(super) fn of(balance: &Balance<'_>, findings: usize, earlier: usize) -> Vec<Missing> {
    let mut missing = Vec::new();
    let named = balance.weighing.hypotheses.iter().filter(|h| h.name != NONE_OF_THESE).count();
    if named < 2 {
        missing.push(Missing::Rival);
    }
    let unassessed = findings - balance.items.len();
    if unassessed > 0 {
        missing.push(Missing::Assessments { findings: unassessed as u64, of: findings as u64 });
    }
    let others = balance.n().saturating_sub(1);
    let partly = balance.assessed.iter().filter(|supports| supports.len() < others).count();
    if partly > 0 {
        missing.push(Missing::Partly { findings: partly as u64 });
    }
    let mut is_assessed = vec![false; balance.n()];
    balance.assessed.iter().flatten().for_each(|&(hypothesis, _)| is_assessed[hypothesis] = true);
    for (hypothesis, assessed) in is_assessed.iter().enumerate() {
        if !assessed && hypothesis != balance.reference {
            missing.push(Missing::Hypothesis { name: balance.name(hypothesis).to_owned() });
        }
    }
    for category in Category::ALL {
        if !balance.categories.iter().any(|categories| categories.contains(&category)) {
            missing.push(Missing::Category { category });
        }
    }
    let (used, ordinal) = balance.in_use;
    if ordinal > 0 {
        missing.push(Missing::Calibration { ordinal: ordinal as u64, of: used as u64 });
    }
    if earlier > 0 {
        missing.push(Missing::Earlier { assessments: earlier as u64 });
    }
    missing
}
