//! Provenance in the W3C's terms (PROV-JSON): entities are evidence, aids, segments, outputs and findings; activities
//! are runs and entries of the custody log; agents are people and programs.

use crate::contents::Contents;
use crate::custody;
use crate::error::{Result, json};
use crate::output::{Output, Place};
use model::{Sha256, canonical_json};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Our names in it are below this.
const SPACE: &str = "urn:scrutineer:";

/// The document, as canonical JSON.
pub fn prov(contents: &Contents) -> Result<String> {
    let mut document = Document::default();
    for row in &contents.evidence {
        let evidence = &row.evidence;
        let entity = evidence_name(&evidence.id);
        document.put(
            "entity",
            entity,
            kind("Evidence", json!({"sc:name": evidence.name, "sc:bytes": evidence.bytes})),
        );
    }
    for run in &contents.runs {
        let activity = run_name(&run.id);
        let times = json!({"prov:startTime": run.started.rfc3339(), "prov:endTime": run.finished.rfc3339(), "sc:command": run.plan.command});
        document.put("activity", activity.clone(), kind("Run", times));
        document.agent("program", "SoftwareAgent", &run.plan.version, &activity);
        for input in &run.plan.inputs {
            document.relate("used", [("prov:activity", &activity), ("prov:entity", &evidence_name(input))]);
        }
        for output in &run.outputs {
            let entity = output_name(output);
            document.put(
                "entity",
                entity.clone(),
                kind("File", json!({"sc:name": output.name, "sc:sha256": output.hash})),
            );
            let relation = if output.place == Place::Aids { "used" } else { "wasGeneratedBy" };
            document.relate(relation, [("prov:activity", &activity), ("prov:entity", &entity)]);
        }
        for finding in &run.findings {
            let entity = format!("sc:finding-{finding}");
            document.put("entity", entity.clone(), kind("Finding", json!({})));
            document.relate("wasGeneratedBy", [("prov:activity", &activity), ("prov:entity", &entity)]);
        }
    }
    for entry in &contents.custody {
        // A run is an activity already: its entry says who did it.
        let run = custody::detail(entry, "id").and_then(|id| Sha256::from_hex(&id));
        let activity = match run.filter(|_| entry.action == custody::RUN) {
            Some(id) => run_name(&id),
            None => {
                let activity = format!("sc:custody-{}", entry.entry);
                let time = entry.time.rfc3339();
                let action = json!({"prov:startTime": time, "prov:endTime": time, "sc:action": entry.action, "sc:hash": entry.hash});
                document.put("activity", activity.clone(), kind("Custody", action));
                activity
            }
        };
        let who = if entry.actor.is_empty() { "(not named)" } else { &entry.actor };
        document.agent("person", "Person", who, &activity);
        if entry.action == custody::ADD_EVIDENCE
            && let Ok(details) = serde_json::from_str::<Value>(&entry.details)
            && let Some(hash) = details["evidence"]["id"].as_str().and_then(Sha256::from_hex)
        {
            document.relate(
                "wasGeneratedBy",
                [("prov:activity", &activity), ("prov:entity", &evidence_name(&hash))],
            );
        }
    }
    document.text()
}

/// Records by kind and name, and what holds between them.
#[derive(Default)]
struct Document {
    records: BTreeMap<&'static str, Map<String, Value>>,
    relations: BTreeSet<Relation>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Relation {
    kind: &'static str,
    /// Role and name of each side.
    between: [(&'static str, String); 2],
}

impl Document {
    fn put(&mut self, section: &'static str, name: String, attributes: Value) {
        self.records.entry(section).or_default().insert(name, attributes);
    }

    fn agent(&mut self, sort: &str, prov_kind: &str, label: &str, activity: &str) {
        let name = format!("sc:{sort}-{}", Sha256::of(label.as_bytes()).short());
        let kind = json!({"$": format!("prov:{prov_kind}"), "type": "prov:QUALIFIED_NAME"});
        self.put("agent", name.clone(), json!({"prov:type": kind, "sc:name": label}));
        self.relate("wasAssociatedWith", [("prov:activity", activity), ("prov:agent", &name)]);
    }

    fn relate(&mut self, kind: &'static str, between: [(&'static str, &str); 2]) {
        let between = between.map(|(role, name)| (role, name.to_owned()));
        self.relations.insert(Relation { kind, between });
    }

    fn text(self) -> Result<String> {
        let mut sections = Map::new();
        sections.insert("prefix".to_owned(), json!({"sc": SPACE}));
        for (section, records) in self.records {
            sections.insert(section.to_owned(), Value::Object(records));
        }
        for (relation, n) in self.relations.into_iter().zip(1..) {
            let section = sections.entry(relation.kind).or_insert_with(|| json!({}));
            let between = relation.between.into_iter().map(|(role, name)| (role.to_owned(), json!(name)));
            section[format!("_:r{n}")] = Value::Object(between.collect());
        }
        canonical_json(&Value::Object(sections)).map_err(json("writing the provenance"))
    }
}

fn kind(ours: &str, mut attributes: Value) -> Value {
    attributes["prov:type"] = json!({"$": format!("sc:{ours}"), "type": "prov:QUALIFIED_NAME"});
    attributes
}

fn evidence_name(hash: &Sha256) -> String {
    format!("sc:evidence-{hash}")
}

fn run_name(id: &Sha256) -> String {
    format!("sc:run-{id}")
}

fn output_name(output: &Output) -> String {
    let place = match output.place {
        Place::Records => "segment",
        Place::Out => "output",
        Place::Aids => "aid",
    };
    // Two tables can have the same bytes.
    format!("sc:{place}-{}-{}", output.hash, Sha256::of(output.name.as_bytes()).short())
}
