//! Who did what with what, as sealed cases carry it, without names.

use crate::error::Result;
use crate::sharing::Sharing;
use case::{Contents, Entry};
use model::Sha256;
use privacy::Kind;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Entries of the custody log that say what left the case.
const LEFT: [&str; 5] = ["export", "open_commitment", "redact", "report", "seal"];

/// The document, as canonical JSON. With `masking` names of people and files are pseudonyms, and of the findings only
/// those of the set are named.
pub(super) fn provenance(
    contents: &Contents,
    masking: Option<(&Sharing<'_>, &BTreeSet<Sha256>)>,
) -> Result<String> {
    let mut contents = match masking {
        Some((sharing, findings)) => masked(contents, sharing, findings),
        None => contents.clone(),
    };
    // What was exported last is no part of how the results came about, and would make a second export another.
    while contents.custody.last().is_some_and(|entry| LEFT.contains(&entry.action.as_str())) {
        contents.custody.pop();
    }
    Ok(case::prov(&contents)?)
}

/// The contents with nothing in them but what the document is made of.
fn masked(contents: &Contents, sharing: &Sharing<'_>, findings: &BTreeSet<Sha256>) -> Contents {
    let file = |name: &str| sharing.masker.thing(Kind::File, name);
    let mut masked = contents.clone();
    masked.weighing = None;
    for row in &mut masked.evidence {
        row.evidence.name = file(&row.evidence.name);
        row.evidence.obtained = None;
        row.evidence.licence = None;
        row.names.clear();
    }
    for run in &mut masked.runs {
        run.plan.parameters.clear();
        run.findings.retain(|id| findings.contains(id));
        // Tables and results have names of the program's; what a run was given besides has the user's.
        let aids = run.outputs.iter_mut().filter(|output| output.place == case::Place::Aids);
        aids.for_each(|output| output.name = file(&output.name));
    }
    for entry in &mut masked.custody {
        if !entry.actor.is_empty() {
            entry.actor = sharing.masker.pseudonym(Kind::Name, &entry.actor);
        }
        entry.details = details(entry);
    }
    masked
}

/// Of the details of an entry the hashes of what it is about.
fn details(entry: &Entry) -> String {
    let whole: Value = serde_json::from_str(&entry.details).unwrap_or_default();
    json!({"id": whole["id"], "evidence": {"id": whole["evidence"]["id"]}}).to_string()
}
