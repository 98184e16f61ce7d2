//! From a finding back to the bytes it rests on.

use crate::error::{Error, Result};
use crate::read::source_name;
use case::{Case, CaseError, Names};
use model::{EvidenceNo, Finding, RecordRef};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, ErrorKind};
use std::path::Path;

/// A finding with the evidence behind it.
#[derive(Debug)]
pub struct Explained {
    /// The finding.
    pub finding: Finding,
    /// Its records.
    pub records: Vec<ExplainedRecord>,
}

/// A record with the bytes that it was read from.
#[derive(Debug)]
pub struct ExplainedRecord {
    /// The record.
    pub record: RecordRef,
    /// Name of the file it came from, if the case knows it.
    pub file: Option<String>,
    /// The way to it within the file, for people; empty where there is none.
    pub way: String,
    /// The bytes, or why there are none.
    pub bytes: std::result::Result<Vec<u8>, String>,
}

/// Looks a finding up in the case, or the folder of results, at `place`: by the beginning of its id, or by its method and
/// place ([`Names::find`]).
pub fn explain(place: &Path, id: &str) -> Result<Explained> {
    let no_finding = || Error::NoFinding { id: id.to_owned(), place: place.to_owned() };
    if Case::is_case(place) {
        let case = Case::open_read_only(place)?;
        let finding = case.finding(id)?;
        let records = finding.records.iter().map(|record| explain_record(&case, record)).collect();
        return Ok(Explained { finding, records });
    }
    let all = findings(place)?;
    let id = Names::of(&all).find(id).map_err(|error| match error {
        CaseError::NoFinding(_) => no_finding(),
        error => error.into(),
    })?;
    let finding = all.into_iter().find(|finding| finding.id == id).ok_or_else(no_finding)?;
    let names = names(place);
    let why = "the folder keeps no evidence; `scrutineer examine` makes a case that does";
    let bare = |record: &RecordRef| ExplainedRecord {
        record: record.clone(),
        file: names.get(&record.raw.evidence).cloned(),
        way: source_name("", &record.raw.path),
        bytes: Err(why.to_owned()),
    };
    let records = finding.records.iter().map(bare).collect();
    Ok(Explained { finding, records })
}

/// What `run.json` says of the files that were read.
#[derive(Deserialize)]
struct Run {
    inputs: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    no: Option<EvidenceNo>,
    name: String,
}

/// Names of the files behind the numbers in a folder of results; none where it does not say.
fn names(place: &Path) -> BTreeMap<EvidenceNo, String> {
    let run = std::fs::read(place.join(crate::lens::RUN)).ok();
    let run = run.and_then(|json| serde_json::from_slice::<Run>(&json).ok());
    run.into_iter().flat_map(|run| run.inputs).filter_map(|input| Some((input.no?, input.name))).collect()
}

/// All findings of a case, or of a folder of results.
pub fn findings(place: &Path) -> Result<Vec<Finding>> {
    if Case::is_case(place) {
        return Ok(Case::open_read_only(place)?.current_findings()?);
    }
    Ok(report::findings::read(BufReader::new(of_results(place)?)).collect::<report::Result<_>>()?)
}

/// The findings of a folder of results.
fn of_results(place: &Path) -> Result<File> {
    File::open(place.join("findings.jsonl")).map_err(|cause| match cause.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Error::NoResults { place: place.to_owned() },
        _ => Error::file("open", place.join("findings.jsonl"))(cause),
    })
}

fn explain_record(case: &Case, record: &RecordRef) -> ExplainedRecord {
    let file = case.evidence_row(record.raw.evidence).ok().map(|row| row.evidence.name);
    let bytes = case.read_bytes(&record.raw).map(|excerpt| excerpt.bytes).map_err(|error| error.to_string());
    ExplainedRecord { record: record.clone(), file, way: source_name("", &record.raw.path), bytes }
}
