//! `weighing.json`: what people put forward and what they said of findings, masked, each with a commitment to what it was.

use super::item::Item;
use crate::error::Result;
use crate::sharing::Sharing;
use model::{Assessment, Hypothesis, Sha256, Weighing, canonical_json};
use privacy::{Commitment, Salts};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The file.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    hypotheses: Vec<Committed<Hypothesis>>,
    /// The hypothesis with which the others are compared.
    reference: String,
    assessments: Vec<Committed<Assessment>>,
}

#[derive(Debug, Serialize)]
struct Committed<T> {
    #[serde(flatten)]
    commits: Commits,
    #[serde(flatten)]
    masked: T,
}

/// A commitment as the file has it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Commits {
    /// Name of the item.
    pub item: String,
    /// To its canonical JSON.
    pub commitment: Commitment,
}

/// The file as far as its commitments are read.
#[derive(Debug, Deserialize)]
pub(super) struct Read {
    pub hypotheses: Vec<Commits>,
    pub assessments: Vec<Commits>,
}

/// What people said, of the findings that are told.
pub(super) fn told(
    weighing: &Weighing,
    findings: &BTreeSet<Sha256>,
    sharing: &Sharing<'_>,
    salts: &Salts,
) -> Result<Told> {
    let masked = sharing.weighing(weighing);
    let hypotheses = weighing.hypotheses.iter().zip(masked.hypotheses).zip(1..);
    let assessments = weighing
        .assessments
        .iter()
        .zip(masked.assessments)
        .zip(1..)
        .filter(|((original, _), _)| findings.contains(&original.finding));
    Ok(Told {
        hypotheses: hypotheses
            .map(|((original, masked), n)| committed(&Item::Hypothesis(n), original, masked, salts))
            .collect::<Result<_>>()?,
        reference: masked.reference,
        assessments: assessments
            .map(|((original, masked), n)| committed(&Item::Assessment(n), original, masked, salts))
            .collect::<Result<_>>()?,
    })
}

fn committed<T: Serialize>(item: &Item, original: &T, masked: T, salts: &Salts) -> Result<Committed<T>> {
    let item = item.to_string();
    let commitment = Commitment::of(&salts.of(&item), canonical_json(original)?.as_bytes());
    Ok(Committed { commits: Commits { item, commitment }, masked })
}
