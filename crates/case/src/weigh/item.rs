//! What the arithmetic has to know of a finding.

use crate::error::Result;
use crate::folder::Case;
use model::{Category, EvidenceNo, Finding, Sha256};
use std::collections::BTreeMap;

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
    /// Evidence without which it would be gone, sorted: where at least half of its records stand, or all that it was made
    /// from when it names no record.
    pub sources: Vec<Sha256>,
    /// Kind of evidence, unless an assessment says otherwise.
    pub category: Category,
    /// Error rates of the method, as the finding states them.
    pub error_rates: Vec<String>,
}

impl Item {
    /// `evidence` resolves numbers to hashes.
    pub fn of(finding: &Finding, evidence: &BTreeMap<EvidenceNo, Sha256>) -> Self {
        Self {
            id: finding.id,
            lens: finding.lens.clone(),
            method: finding.method.clone(),
            inputs: finding.inputs.clone(),
            sources: sources(finding, evidence),
            category: lens_category(&finding.lens),
            error_rates: finding.error_rates.clone(),
        }
    }
}

impl Case {
    /// The findings of the last `examine`, as far as weighing needs them.
    pub fn items(&self) -> Result<Vec<Item>> {
        let evidence = self.evidence()?.into_iter().map(|row| (row.no, row.evidence.id)).collect();
        Ok(self.current_findings()?.iter().map(|finding| Item::of(finding, &evidence)).collect())
    }
}

fn sources(finding: &Finding, evidence: &BTreeMap<EvidenceNo, Sha256>) -> Vec<Sha256> {
    let mut records = BTreeMap::<EvidenceNo, usize>::new();
    for record in &finding.records {
        *records.entry(record.raw.evidence).or_default() += 1;
    }
    if records.is_empty() {
        return finding.inputs.clone();
    }
    let half = |n: usize| 2 * n >= finding.records.len();
    let mut found: Vec<Sha256> = records
        .into_iter()
        .filter(|(_, n)| half(*n))
        .filter_map(|(no, _)| evidence.get(&no).copied())
        .collect();
    found.sort_unstable();
    found
}

/// Kind of evidence that a lens gives.
pub fn lens_category(lens: &str) -> Category {
    match lens {
        "mail" | "provenance" => Category::Technical,
        "claims" => Category::Contextual,
        _ => Category::Behavioural,
    }
}
