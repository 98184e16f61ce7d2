//! Findings: stored as the canonical JSON from which their ids are made, so that any change of one shows.

use crate::error::{CaseError, Result, damaged, json, sql};
use crate::folder::Case;
use model::{Finding, Sha256, canonical_json};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

impl Case {
    /// All findings of all runs, sorted by id.
    pub fn findings(&self) -> Result<Vec<Finding>> {
        select(&self.conn, "SELECT id, body FROM findings ORDER BY id", [])
    }

    /// The findings of one run, in their order.
    pub fn findings_of(&self, run: &Sha256) -> Result<Vec<Finding>> {
        let query =
            "SELECT id, body FROM run_findings JOIN findings ON id = finding WHERE run = ? ORDER BY position";
        select(&self.conn, query, [run.hex()])
    }

    /// The findings of the last `examine`, in their order: those that count.
    pub fn current_findings(&self) -> Result<Vec<Finding>> {
        match self.latest_run("examine")? {
            Some(run) => self.findings_of(&run.plan.id()?),
            None => Ok(Vec::new()),
        }
    }

    /// The finding of this name: digits of its id, or its method and place ([`Names::find`](crate::Names::find)).
    pub fn finding(&self, name: &str) -> Result<Finding> {
        let id = self.names()?.find(name)?;
        let found = select(&self.conn, "SELECT id, body FROM findings WHERE id = ?", [id.hex()])?;
        found.into_iter().next().ok_or_else(|| CaseError::NoFinding(id.hex()))
    }
}

/// Canonical JSON of a finding without its id: the text whose hash is the id.
///
/// Refused when that is not so, and when the finding would come back changed (numbers that are not finite, or
/// integers beyond 2^53).
pub(crate) fn body(finding: &Finding) -> Result<String> {
    let refuse = |why: &str| CaseError::Unsealed { id: finding.id, why: why.to_owned() };
    let mut value = serde_json::to_value(finding).map_err(json("storing a finding"))?;
    if let Some(fields) = value.as_object_mut() {
        fields.remove("id");
    }
    let body = canonical_json(&value).map_err(json("storing a finding"))?;
    if Sha256::of(body.as_bytes()) != finding.id {
        return Err(refuse("its id is not the hash of its content"));
    }
    match parse(&finding.id.hex(), &body) {
        Ok(back) if back == *finding => Ok(body),
        _ => Err(refuse("a number in it does not survive canonical JSON")),
    }
}

/// Puts the findings of a run in the place of those that it had.
pub(crate) fn replace(
    conn: &Connection,
    run: &Sha256,
    findings: &[Finding],
    bodies: &[String],
) -> Result<()> {
    let doing = "storing findings";
    let run = run.hex();
    conn.execute("DELETE FROM run_findings WHERE run = ?", [&run]).map_err(sql(doing))?;
    let mut keep = conn
        .prepare_cached(
            "INSERT INTO findings VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
        )
        .map_err(sql(doing))?;
    let mut list = conn.prepare_cached("INSERT INTO run_findings VALUES (?, ?, ?)").map_err(sql(doing))?;
    for (position, (finding, body)) in findings.iter().zip(bodies).enumerate() {
        let id = finding.id.hex();
        keep.execute(params![id, body]).map_err(sql(doing))?;
        list.execute(params![run, position as i64, id]).map_err(sql(doing))?;
    }
    conn.execute("DELETE FROM findings WHERE id NOT IN (SELECT finding FROM run_findings)", [])
        .map(drop)
        .map_err(sql(doing))
}

/// Ids of the findings of a run, in their order.
pub(crate) fn ids(conn: &Connection, run: &Sha256) -> Result<Vec<Sha256>> {
    select_ids(conn, "SELECT finding FROM run_findings WHERE run = ? ORDER BY position", [run.hex()])
}

/// Ids of the findings of all runs.
pub(crate) fn all_ids(conn: &Connection) -> Result<BTreeSet<Sha256>> {
    Ok(select_ids(conn, "SELECT id FROM findings", [])?.into_iter().collect())
}

fn select_ids(conn: &Connection, query: &str, values: impl rusqlite::Params) -> Result<Vec<Sha256>> {
    let ids: Vec<String> = conn
        .prepare_cached(query)
        .and_then(|mut query| query.query_map(values, |row| row.get(0))?.collect())
        .map_err(sql("listing findings"))?;
    ids.iter().map(|id| Sha256::from_hex(id).ok_or_else(|| damaged("the id of a finding"))).collect()
}

/// Ids under which something else is stored than what they name.
pub(crate) fn altered(conn: &Connection) -> Result<Vec<String>> {
    let doing = "checking the findings";
    let mut query = conn.prepare("SELECT id, body FROM findings ORDER BY id").map_err(sql(doing))?;
    let mut rows = query.query([]).map_err(sql(doing))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(sql(doing))? {
        let id: String = row.get(0).map_err(sql(doing))?;
        let body = row
            .get_ref(1)
            .map_err(sql(doing))?
            .as_bytes_or_null()
            .ok()
            .flatten()
            .unwrap_or_default()
            .to_vec();
        if Sha256::of(&body).hex() != id {
            found.push(id);
        }
    }
    Ok(found)
}

fn select(conn: &Connection, query: &str, values: impl rusqlite::Params) -> Result<Vec<Finding>> {
    let doing = "reading findings";
    let mut query = conn.prepare_cached(query).map_err(sql(doing))?;
    let mut rows = query.query(values).map_err(sql(doing))?;
    let mut all = Vec::new();
    while let Some(row) = rows.next().map_err(sql(doing))? {
        let id: String = row.get(0).map_err(sql(doing))?;
        let body: String = row.get(1).map_err(sql(doing))?;
        all.push(parse(&id, &body)?);
    }
    Ok(all)
}

fn parse(id: &str, body: &str) -> Result<Finding> {
    let strange = |_| damaged(format!("finding {id}"));
    let mut value: serde_json::Value = serde_json::from_str(body).map_err(strange)?;
    if let Some(fields) = value.as_object_mut() {
        fields.insert("id".to_owned(), serde_json::Value::String(id.to_owned()));
    }
    serde_json::from_value(value).map_err(strange)
}
