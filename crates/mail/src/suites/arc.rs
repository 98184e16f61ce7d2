//! The ARC chain validation suite: YAML documents with messages, records and the verdict wanted.

use super::{Report, SuiteError, complete, groups};
use crate::arc::{Chain, Reason, Verdict, validate};
use crate::dns::{SpfType, Zone};
use crate::limits::Limits;
use crate::message::{Message, to_crlf};
use model::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Group {
    description: String,
    tests: BTreeMap<String, Case>,
    #[serde(rename = "txt-records")]
    records: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Case {
    message: String,
    cv: Option<String>,
}

/// Runs all groups of a file. An empty verdict in the suite stands for a chain that a sealer had already declared
/// failed, where it wants no further result.
pub fn arc(text: &str) -> Result<Report, SuiteError> {
    let groups: Vec<Group> = groups(text)?;
    let facts = complete();
    let mut report = Report::default();
    for group in groups {
        let records: Map<String, Value> =
            group.records.iter().map(|(name, text)| (name.clone(), json!([{ "TXT": text }]))).collect();
        let zone = Zone::from_names(&records, &facts, SpfType::AsText);
        for (name, case) in &group.tests {
            let bytes = to_crlf(case.message.as_bytes());
            let message = Message::split(&bytes, &Limits::default());
            let chain = validate(&message, &Limits::default(), &zone, Timestamp::default());
            let expected = case.cv.as_deref().unwrap_or("None").trim();
            let got = result(&chain);
            let passed = expected == got;
            let got = format!("{got} {:?}", chain.reason);
            report.add(format!("{}/{name}", group.description), expected.to_owned(), got, passed);
        }
    }
    Ok(report)
}

fn result(chain: &Chain) -> &'static str {
    match (chain.verdict, &chain.reason) {
        (_, Some(Reason::SealedAsFailed { .. })) => "",
        (Verdict::None, _) => "None",
        (Verdict::Pass, _) => "Pass",
        (Verdict::Fail, _) => "Fail",
        (Verdict::TempError, _) => "TempError",
        (Verdict::NotKnown, _) => "NotKnown",
    }
}
