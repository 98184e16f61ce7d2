//! What the arithmetic has to know of a finding.

use model::{Category, Finding, Sha256};

/// A finding of the last run, as far as weighing it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The finding.
    pub id: Sha256,
    /// Its lens.
    pub lens: String,
    /// Its method.
    pub method: String,
    /// Hashes of the evidence that it was made from, sorted.
    pub inputs: Vec<Sha256>,
    /// Kind of evidence, unless an assessment says otherwise.
    pub category: Category,
    /// Error rates of the method, as the finding states them.
    pub error_rates: Vec<String>,
}

impl From<&Finding> for Item {
    fn from(finding: &Finding) -> Self {
        Self {
            id: finding.id,
            lens: finding.lens.clone(),
            method: finding.method.clone(),
            inputs: finding.inputs.clone(),
            category: lens_category(&finding.lens),
            error_rates: finding.error_rates.clone(),
        }
    }
}

/// Kind of evidence that a lens gives.
pub fn lens_category(lens: &str) -> Category {
    match lens {
        "mail" | "provenance" => Category::Technical,
        "claims" => Category::Contextual,
        _ => Category::Behavioural,
    }
}
