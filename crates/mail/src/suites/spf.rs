//! The OpenSPF suite for RFC 7208: YAML documents with zone data and tests.

use super::{Report, SuiteError, complete, groups};
use crate::dns::{SpfType, Zone};
use crate::spf::{Query, check};
use model::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Group {
    description: String,
    tests: BTreeMap<String, Case>,
    zonedata: Map<String, Value>,
}

#[derive(Deserialize)]
struct Case {
    host: String,
    #[serde(default)]
    helo: String,
    #[serde(default)]
    mailfrom: String,
    result: OneOrMany,
    explanation: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// Runs all groups of a file. A case passes with one of the results that the suite allows and, where it names one, the
/// explanation; `DEFAULT` there stands for none of the domain's.
pub fn spf(text: &str) -> Result<Report, SuiteError> {
    let groups: Vec<Group> = groups(text)?;
    let facts = complete();
    let mut report = Report::default();
    for group in groups {
        let zone = Zone::from_names(&group.zonedata, &facts, SpfType::AsText);
        for (name, case) in &group.tests {
            let name = format!("{}/{name}", group.description);
            run(name, case, &zone, &mut report);
        }
    }
    Ok(report)
}

fn run(name: String, case: &Case, zone: &Zone, report: &mut Report) {
    let results = case.result.as_slice();
    let expected = format!("{} {}", results.join(" or "), case.explanation.as_deref().unwrap_or_default());
    let expected = expected.trim_end().to_owned();
    let Ok(ip) = case.host.parse() else {
        report.add(name, expected, format!("host {} is no address", case.host), false);
        return;
    };
    let query =
        Query { ip, helo: &case.helo, mail_from: &case.mailfrom, receiver: None, at: Timestamp::default() };
    let outcome = check(&query, zone);
    let explained = match case.explanation.as_deref() {
        None => true,
        Some("DEFAULT") => outcome.explanation.is_none(),
        Some(explanation) => outcome.explanation.as_deref() == Some(explanation),
    };
    let passed = explained && results.iter().any(|result| result == outcome.verdict.name());
    let got = format!("{} {:?} {:?}", outcome.verdict.name(), outcome.reason, outcome.explanation);
    report.add(name, expected, got, passed);
}
