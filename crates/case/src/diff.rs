//! What differs between two cases, or two states of one.

use crate::contents::{Contents, Recorded};
use crate::custody::Entry;
use crate::error::{Result, json};
use model::{Finding, Sha256};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What differs. All lists are sorted; with nothing in them, the two say the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diff {
    /// How their custody logs stand to each other.
    pub log: Logs,
    /// Evidence, by hash.
    pub evidence: Vec<Changed>,
    /// Findings, by id. A finding whose numbers changed is another finding.
    pub findings: Vec<Changed>,
    /// Parameters of the last run of each command, by `command: parameter`.
    pub parameters: Vec<Changed>,
    /// Hypotheses and assessments.
    pub weighing: Vec<Changed>,
    /// Files of results, by name.
    pub results: Vec<Changed>,
}

/// How two custody logs stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Logs {
    /// They are the same.
    Same,
    /// The second goes on where the first ends, by so many entries.
    SecondGoesOn(u64),
    /// The first goes on where the second ends, by so many entries.
    FirstGoesOn(u64),
    /// They have so many entries in common and then part.
    Part(u64),
    /// They are those of two cases.
    Apart,
}

/// Something that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Changed {
    /// Its id or name.
    pub what: String,
    /// What it is, for people.
    pub about: String,
    /// What the first says; `None` when it does not have it.
    pub before: Option<Value>,
    /// What the second says; `None` when it does not have it.
    pub after: Option<Value>,
}

/// Compares two cases.
pub fn diff(before: &Recorded, after: &Recorded) -> Result<Diff> {
    let (a, b) = (&before.contents, &after.contents);
    Ok(Diff {
        log: logs(&a.custody, &b.custody),
        evidence: changes(evidence(a)?, evidence(b)?),
        findings: changes(findings(before.findings()), findings(after.findings())),
        parameters: changes(parameters(a), parameters(b)),
        weighing: changes(weighing(a)?, weighing(b)?),
        results: changes(results(a), results(b)),
    })
}

fn logs(a: &[Entry], b: &[Entry]) -> Logs {
    let common = a.iter().zip(b).take_while(|(a, b)| a.hash == b.hash).count();
    let (more, less) = ((a.len() - common) as u64, (b.len() - common) as u64);
    match (common, more, less) {
        (0, ..) => Logs::Apart,
        (_, 0, 0) => Logs::Same,
        (_, 0, n) => Logs::SecondGoesOn(n),
        (_, n, 0) => Logs::FirstGoesOn(n),
        (common, ..) => Logs::Part(common as u64),
    }
}

/// By id or name: what it is for people, and what is compared.
type Said = BTreeMap<String, (String, Value)>;

fn changes(mut a: Said, mut b: Said) -> Vec<Changed> {
    let names: BTreeSet<String> = a.keys().chain(b.keys()).cloned().collect();
    let change = |what: String| {
        let (before, after) = (a.remove(&what), b.remove(&what));
        if before.as_ref().map(|(_, said)| said) == after.as_ref().map(|(_, said)| said) {
            return None;
        }
        let about = after.as_ref().or(before.as_ref()).map(|(about, _)| about.clone()).unwrap_or_default();
        Some(Changed {
            what,
            about,
            before: before.map(|(_, said)| said),
            after: after.map(|(_, said)| said),
        })
    };
    names.into_iter().filter_map(change).collect()
}

/// Numbers of evidence are a matter of each case.
fn evidence(contents: &Contents) -> Result<Said> {
    let said = contents.evidence.iter().map(|row| {
        let said = serde_json::to_value((&row.evidence, &row.names)).map_err(json("comparing evidence"))?;
        Ok((row.evidence.id.hex(), (row.names.join(", "), said)))
    });
    said.collect()
}

fn findings(findings: &[Finding]) -> Said {
    let said = findings.iter().map(|finding| {
        let id = finding.id.hex();
        (
            id.clone(),
            (finding.statement.clone(), Value::String(format!("{} ({})", finding.method, finding.lens))),
        )
    });
    said.collect()
}

fn parameters(contents: &Contents) -> Said {
    let mut said = Said::new();
    // Reading is repeated for each piece of evidence: its runs differ in nothing but that.
    for run in contents.runs.iter().filter(|run| run.plan.command != "read") {
        let command = &run.plan.command;
        said.retain(|name, _| !name.starts_with(&format!("{command}: ")));
        let mut put = |name: &str, value: Value| {
            said.insert(format!("{command}: {name}"), (String::new(), value));
        };
        put("program", Value::String(run.plan.version.clone()));
        put("seed", run.plan.seed.map_or(Value::Null, |seed| Value::String(seed.to_string())));
        for (name, value) in &run.plan.parameters {
            put(name, value.clone());
        }
    }
    said
}

fn weighing(contents: &Contents) -> Result<Said> {
    let mut said = Said::new();
    let Some(weighing) = &contents.weighing else { return Ok(said) };
    let value = |value: serde_json::Result<Value>| value.map_err(json("comparing the weighing"));
    said.insert("reference".to_owned(), (String::new(), Value::String(weighing.reference.clone())));
    for hypothesis in &weighing.hypotheses {
        let name = format!("hypothesis {}", hypothesis.name);
        said.insert(name, (hypothesis.statement.clone(), value(serde_json::to_value(hypothesis))?));
    }
    for assessment in &weighing.assessments {
        let name = format!("assessment of {} for {}", assessment.finding.short(), assessment.hypothesis);
        said.insert(name, (assessment.reason.clone(), value(serde_json::to_value(assessment))?));
    }
    Ok(said)
}

fn results(contents: &Contents) -> Said {
    let results = contents.files().into_iter().filter(|(path, _)| path.starts_with("out/"));
    results.map(|(path, hash): (String, Sha256)| (path, (String::new(), Value::String(hash.hex())))).collect()
}
