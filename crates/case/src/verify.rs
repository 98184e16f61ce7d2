//! Verification: every listed byte hashed again, the log's chain walked, the catalogue compared with the log.

use crate::catalogue;
use crate::custody;
use crate::error::{CaseError, Result, json, sql};
use crate::findings;
use crate::folder::Case;
use crate::forget;
use crate::output::{Place, STAGED};
use crate::run;
use crate::store;
use crate::weighing;
use model::Sha256;
use rayon::prelude::*;
use rusqlite::Connection;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Something that is not as the case says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Difference {
    /// What: a path from the case folder, or a place in the catalogue such as `custody log, entry 3`.
    pub what: String,
    /// In which way.
    pub how: How,
}

/// In which way something differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It is listed, but not there.
    Missing,
    /// It is there with other content.
    Altered {
        /// How, for a person.
        why: String,
    },
    /// It is there, but nothing lists it.
    Unlisted,
    /// It is part of a run that was cut off or is still going on, and counts for nothing: whoever opens the case for
    /// writing next takes it up or removes it.
    Unfinished,
    /// It is listed, and there under another name.
    Renamed {
        /// The other name.
        to: String,
    },
    /// It cannot be read, so that nothing can be said.
    Unreadable {
        /// Why.
        why: String,
    },
}

impl Difference {
    /// Whether something of the case is not as the case says: what a run that was cut off left behind is not.
    pub fn counts(&self) -> bool {
        self.how != How::Unfinished
    }
}

impl Case {
    /// Hashes all evidence, segments and outputs again, checks findings and custody log, and compares the catalogue
    /// with what the log says was put into it. Returns what differs, sorted. The case is intact when none of it
    /// [counts](Difference::counts).
    ///
    /// What it cannot see: a folder rewritten as a whole, log included. Against that note [`Case::check_log`]'s
    /// answer elsewhere.
    pub fn verify(&self) -> Result<Vec<Difference>> {
        self.verify_with(&|_| {})
    }

    /// [`Case::verify`] that reports progress: `seen` gets the number of bytes of every chunk hashed.
    pub fn verify_with(&self, seen: &(dyn Fn(u64) + Sync)) -> Result<Vec<Difference>> {
        let mut differences = self.verify_catalogue()?;
        // A damaged catalogue may be unable to list its files: that is a difference, no reason to stop.
        match listed_files(self) {
            Ok(files) => {
                let dir = &self.dir;
                let checked: Vec<_> =
                    files.par_iter().map(|(path, hash)| check(dir, path, hash, seen)).collect();
                differences.extend(checked.into_iter().flatten());
                for top in [store::EVIDENCE, store::RECORDS, store::AIDS, store::PARTIAL] {
                    let unlisted =
                        store::walk(&self.dir, top)?.into_iter().filter(|path| !files.contains_key(path));
                    differences.extend(unlisted.map(|what| {
                        let how = if is_unfinished(&what) { How::Unfinished } else { How::Unlisted };
                        Difference { what, how }
                    }));
                }
            }
            Err(e) => differences.push(unreadable("catalogue", &e)),
        }
        differences.sort_unstable();
        differences.dedup();
        Ok(differences)
    }

    /// What differs within the catalogue, or between it and the custody log; files are not looked at.
    pub(crate) fn verify_catalogue(&self) -> Result<Vec<Difference>> {
        let mut differences = Vec::new();
        catalogue_is_sound(&self.conn, &mut differences)?;
        log_agrees(self, &mut differences)?;
        match findings::altered(&self.conn) {
            Ok(ids) => differences.extend(
                ids.into_iter()
                    .map(|id| altered(format!("finding {id}"), "its content does not have its hash")),
            ),
            Err(e) => differences.push(unreadable("findings", &e)),
        }
        Ok(differences)
    }
}

/// SQLite's own checks, and the schema: a dropped trigger is a difference, too.
fn catalogue_is_sound(conn: &Connection, differences: &mut Vec<Difference>) -> Result<()> {
    let what = format!("{}: pages", catalogue::FILE);
    let report: rusqlite::Result<Vec<String>> = conn
        .prepare("PRAGMA integrity_check")
        .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect());
    match report {
        Ok(lines) if lines == ["ok"] => {}
        Ok(lines) => differences.push(altered(what, &lines.join("; "))),
        Err(e) => differences.push(unreadable(&what, &e)),
    }
    let what = format!("{}: foreign keys", catalogue::FILE);
    match conn.prepare("PRAGMA foreign_key_check").and_then(|mut query| query.exists([])) {
        Ok(false) => {}
        Ok(true) => differences.push(altered(what, "a row names another that is not there")),
        Err(e) => differences.push(unreadable(&what, &e)),
    }
    let what = format!("{}: schema", catalogue::FILE);
    let expected = catalogue::expected_schema().map_err(sql("comparing the schema"))?;
    match catalogue::schema(conn) {
        Ok(schema) if schema == expected => {}
        Ok(schema) => {
            let names =
                |a: &[(String, Option<String>)], b: &[(String, Option<String>)]| -> BTreeSet<String> {
                    a.iter().filter(|x| !b.contains(x)).map(|x| x.0.clone()).collect()
                };
            let mut differing = names(&schema, &expected);
            differing.extend(names(&expected, &schema));
            let list = differing.into_iter().collect::<Vec<_>>().join(", ");
            differences.push(altered(what, &format!("other definitions of {list}")));
        }
        Err(e) => differences.push(unreadable(&what, &e)),
    }
    Ok(())
}

/// Walks the chain, and compares the catalogue with the last thing that the log says about each of its rows.
fn log_agrees(case: &Case, differences: &mut Vec<Difference>) -> Result<()> {
    let mut stated = BTreeMap::new();
    let walked = custody::check(&case.conn, |entry| {
        if entry.action == custody::FORGET {
            let gone = forgotten(&entry.details);
            stated.retain(|what, _| !gone.contains(what));
        } else if let Ok(details) = serde_json::from_str::<Value>(&entry.details)
            && let Some(what) = subject(&entry.action, &details)
        {
            match entry.action.as_str() {
                custody::REMOVE_HYPOTHESIS | custody::WITHDRAW => stated.remove(&what),
                _ => stated.insert(what, details),
            };
        }
    });
    match walked {
        Ok(_) => {}
        Err(CaseError::LogBroken { at, why }) => {
            // Beyond the break nothing can be compared: the rest of the log is not to be believed.
            differences.push(altered(format!("custody log, entry {at}"), &why));
            return Ok(());
        }
        Err(e) => {
            differences.push(unreadable("custody log", &e));
            return Ok(());
        }
    }
    let found = match catalogue_rows(case) {
        Ok(found) => found,
        Err(e) => {
            differences.push(unreadable("catalogue", &e));
            return Ok(());
        }
    };
    for (what, details) in &stated {
        match found.get(what) {
            None => differences.push(Difference { what: what.clone(), how: How::Missing }),
            Some(row) if row == details => {}
            Some(_) => differences.push(altered(what.clone(), "the custody log says otherwise")),
        }
    }
    let unlisted = found.into_keys().filter(|what| !stated.contains_key(what));
    differences.extend(unlisted.map(|what| Difference { what, how: How::Unlisted }));
    Ok(())
}

/// What an entry about forgetting took away.
fn forgotten(details: &str) -> BTreeSet<String> {
    let Ok(logged) = serde_json::from_str::<forget::Logged>(details) else { return BTreeSet::new() };
    let evidence = logged.evidence.iter().map(|gone| format!("catalogue: evidence {}", gone.no.0));
    let segments =
        logged.segments.iter().map(|(table, hash)| format!("catalogue: segment {hash} of {table}"));
    let runs = logged.runs.iter().map(|run| format!("catalogue: run {run}"));
    evidence.chain(segments).chain(runs).collect()
}

/// Which row of the catalogue a log entry speaks about.
fn subject(action: &str, details: &Value) -> Option<String> {
    let text = |name: &str| details.get(name).and_then(Value::as_str);
    match action {
        custody::ADD_EVIDENCE | custody::NAME_EVIDENCE | custody::DESCRIBE_EVIDENCE => {
            Some(format!("catalogue: evidence {}", details.get("no")?))
        }
        custody::ADD_SEGMENT => Some(format!("catalogue: segment {} of {}", text("hash")?, text("table")?)),
        custody::RUN => Some(format!("catalogue: run {}", text("id")?)),
        custody::ADD_HYPOTHESIS | custody::REMOVE_HYPOTHESIS => {
            Some(format!("catalogue: hypothesis {}", text("name")?))
        }
        custody::ASSESS | custody::WITHDRAW => {
            Some(format!("catalogue: assessment of {} for {}", text("finding")?, text("hypothesis")?))
        }
        custody::SET_REFERENCE => Some("catalogue: reference hypothesis".to_owned()),
        _ => None,
    }
}

fn catalogue_rows(case: &Case) -> Result<BTreeMap<String, Value>> {
    let mut found = BTreeMap::new();
    let mut put = |action, row: serde_json::Result<Value>| -> Result<()> {
        // Through canonical JSON, like the log: `1.0` and `1` are one number there.
        let row = row.and_then(|row| serde_json::from_str(&model::canonical_json(&row)?));
        let row = row.map_err(json("comparing the catalogue with the log"))?;
        found.extend(subject(action, &row).map(|what| (what, row)));
        Ok(())
    };
    for row in case.evidence()? {
        put(custody::ADD_EVIDENCE, serde_json::to_value(row))?;
    }
    for row in case.all_segments()? {
        put(custody::ADD_SEGMENT, serde_json::to_value(row))?;
    }
    for row in run::logged(&case.conn)? {
        put(custody::RUN, serde_json::to_value(row))?;
    }
    for row in weighing::listed(&case.conn)? {
        put(custody::ADD_HYPOTHESIS, serde_json::to_value(row))?;
    }
    for row in weighing::assessments(&case.conn)? {
        put(custody::ASSESS, serde_json::to_value(row))?;
    }
    if let Some(row) = weighing::chosen_reference(&case.conn)? {
        put(custody::SET_REFERENCE, serde_json::to_value(row))?;
    }
    Ok(found)
}

/// Path from the case folder -> hash, of all that should be there. A later run replaces outputs of the same name.
fn listed_files(case: &Case) -> Result<BTreeMap<String, Sha256>> {
    let mut files = BTreeMap::new();
    for row in case.evidence()? {
        let hash = row.evidence.id;
        files.insert(store::listed(&store::evidence_path(&hash)), hash);
    }
    for segment in case.all_segments()? {
        files.insert(store::listed(&store::segment_path(&segment.hash)), segment.hash);
    }
    for run in case.runs()? {
        for output in run.outputs.iter().filter(|output| output.place != Place::Records) {
            files.insert(store::listed(&output.path()), output.hash);
        }
    }
    Ok(files)
}

/// Whether a path from the case folder is one that only unfinished work uses.
fn is_unfinished(path: &str) -> bool {
    let below = |folder: &str| path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
    below(STAGED).is_some() || below(store::PARTIAL).is_some_and(store::is_partial_name)
}

/// Compares a file with its hash. Outputs of a run that is recorded, but was cut off before they were all in their
/// places, are found where they were made.
fn check(dir: &Path, path: &str, hash: &Sha256, seen: &(dyn Fn(u64) + Sync)) -> Option<Difference> {
    let differs = compare(dir, path, hash, seen)?;
    let name = path.strip_prefix(store::OUT).and_then(|rest| rest.strip_prefix('/'));
    let is_made = |name: &str| compare(dir, &format!("{STAGED}/{name}"), hash, &|_| {}).is_none();
    match name.is_some_and(is_made) {
        true => Some(Difference { how: How::Unfinished, ..differs }),
        false => Some(differs),
    }
}

fn compare(dir: &Path, path: &str, hash: &Sha256, seen: &(dyn Fn(u64) + Sync)) -> Option<Difference> {
    let full = dir.join(path);
    let what = path.to_owned();
    match fs::symlink_metadata(&full) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Some(Difference { what, how: How::Missing }),
        Ok(file) if !file.is_file() => return Some(altered(what, "it is not a plain file")),
        _ => {}
    }
    let hashed = File::open(&full).and_then(|mut file| store::copy_hashing(&mut file, &mut io::sink(), seen));
    match hashed {
        Ok((found, _)) if found == *hash => None,
        Ok((found, _)) => Some(altered(what, &format!("it has the hash {found}"))),
        Err(e) => Some(unreadable(path, &e)),
    }
}

pub(crate) fn altered(what: impl Into<String>, why: &str) -> Difference {
    Difference { what: what.into(), how: How::Altered { why: why.to_owned() } }
}

pub(crate) fn unreadable(what: &str, error: &dyn std::error::Error) -> Difference {
    Difference { what: what.to_owned(), how: How::Unreadable { why: error.to_string() } }
}
