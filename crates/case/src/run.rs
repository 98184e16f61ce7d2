//! Runs: what was computed from what, so that a second call does only what is new and others can repeat it.

use crate::custody;
use crate::error::{Result, damaged, json, sql};
use crate::findings;
use crate::folder::Case;
use crate::output::{self, Output, Place};
use crate::store;
use model::{Finding, Sha256, Timestamp, canonical_json};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything that decides the results of a run. The number of threads is no part of it, the clock neither.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What is done, such as `examine`.
    pub command: String,
    /// Version of the program.
    pub version: String,
    /// Parameters. Integers beyond 2^53 are strings.
    pub parameters: BTreeMap<String, serde_json::Value>,
    /// Seed, where something is drawn.
    #[serde(with = "seed")]
    pub seed: Option<u64>,
    /// Hashes of what is read. Their order does not matter.
    pub inputs: Vec<Sha256>,
}

impl Plan {
    /// Hash of the canonical JSON of the plan, with its inputs sorted.
    pub fn id(&self) -> Result<Sha256> {
        Ok(Sha256::of(self.canonical()?.as_bytes()))
    }

    fn canonical(&self) -> Result<String> {
        let mut plan = self.clone();
        plan.inputs.sort_unstable();
        plan.inputs.dedup();
        canonical_json(&plan).map_err(json("naming a run"))
    }
}

/// A run that was finished.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// What was to be done.
    pub plan: Plan,
    /// When it began.
    pub started: Timestamp,
    /// When it ended.
    pub finished: Timestamp,
    /// What it made, sorted.
    pub outputs: Vec<Output>,
}

impl Case {
    /// Records a finished run with its findings, in their order, in one transaction; returns the id of its plan.
    ///
    /// A run with the same plan takes the place of the one before; the custody log keeps both.
    pub fn record_run(&mut self, run: &Run, findings: &[Finding], actor: &str) -> Result<Sha256> {
        let doing = "recording a run";
        let plan = run.plan.canonical()?;
        let id = Sha256::of(plan.as_bytes());
        let mut outputs = run.outputs.clone();
        outputs.sort_unstable();
        outputs.dedup();
        outputs.iter().filter(|o| o.place == Place::Out).try_for_each(|o| output::check_name(&o.name))?;
        let bodies = findings.iter().map(findings::body).collect::<Result<Vec<_>>>()?;
        let logged = Logged {
            id,
            plan: serde_json::from_str(&plan).map_err(json(doing))?,
            started: run.started,
            finished: run.finished,
            outputs,
            findings: Digest::of(findings.iter().map(|finding| finding.id)),
        };
        let outputs = canonical_json(&logged.outputs).map_err(json(doing))?;
        self.write(doing, |tx| {
            let entry = custody::append(tx, actor, custody::RUN, &logged, run.finished)?;
            tx.execute(
                "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
                     started = excluded.started, finished = excluded.finished, outputs = excluded.outputs,
                     entry = excluded.entry",
                params![
                    id.hex(),
                    run.plan.command,
                    plan,
                    run.started.0,
                    run.finished.0,
                    outputs,
                    entry as i64
                ],
            )
            .map_err(sql(doing))?;
            findings::replace(tx, &id, findings, &bodies)
        })?;
        Ok(id)
    }

    /// [`Case::record_run`] for outputs that were written into [`Case::stage_outputs`]. They take the place of those
    /// before once the run is recorded, so that a crash leaves the one state or the other: what it cuts short is done
    /// when the case is opened for writing the next time.
    pub fn record_staged_run(&mut self, run: &Run, findings: &[Finding], actor: &str) -> Result<Sha256> {
        let staged = self.dir.join(output::STAGED);
        for output in run.outputs.iter().filter(|output| output.place == Place::Out) {
            output::check_name(&output.name)?;
            store::sync_file(&staged.join(&output.name))?;
        }
        store::sync_dir(&staged)?;
        let id = self.record_run(run, findings, actor)?;
        self.take_up_outputs()?;
        Ok(id)
    }

    /// The finished run with this plan, if there is one.
    pub fn find_run(&self, plan: &Plan) -> Result<Option<Run>> {
        let id = plan.id()?.hex();
        first(&self.conn, "WHERE id = ?", &id)
    }

    /// The run of this command that was recorded last.
    pub fn latest_run(&self, command: &str) -> Result<Option<Run>> {
        first(&self.conn, "WHERE command = ? ORDER BY entry DESC", command)
    }

    /// All runs in the order in which they were recorded.
    pub fn runs(&self) -> Result<Vec<Run>> {
        let doing = "listing runs";
        let mut query = self.conn.prepare_cached(&format!("{COLUMNS} ORDER BY entry")).map_err(sql(doing))?;
        let mut rows = query.query([]).map_err(sql(doing))?;
        let mut all = Vec::new();
        while let Some(row) = rows.next().map_err(sql(doing))? {
            all.push(read(row)?);
        }
        Ok(all)
    }

    /// Whether everything that a run made is still there, so that it need not be done again.
    pub fn is_complete(&self, run: &Run) -> Result<bool> {
        for output in &run.outputs {
            if !self.has_output(output)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// A run as the custody log states it; `verify` compares it with the catalogue.
#[derive(Serialize)]
pub(crate) struct Logged {
    pub(crate) id: Sha256,
    plan: serde_json::Value,
    started: Timestamp,
    finished: Timestamp,
    outputs: Vec<Output>,
    findings: Digest,
}

/// Number of findings, and the hash of their ids in their order.
#[derive(Serialize)]
struct Digest {
    n: u64,
    hash: Sha256,
}

impl Digest {
    fn of(ids: impl IntoIterator<Item = Sha256>) -> Self {
        let (mut n, mut all) = (0, Vec::new());
        for id in ids {
            n += 1;
            all.extend_from_slice(&id.0);
        }
        Self { n, hash: Sha256::of(&all) }
    }
}

/// All runs as the catalogue has them, in the form of the log. The id is that of the row, so that a changed plan shows.
pub(crate) fn logged(conn: &Connection) -> Result<Vec<Logged>> {
    let doing = "listing runs";
    let mut query = conn
        .prepare("SELECT id, plan, started, finished, outputs FROM runs ORDER BY entry")
        .map_err(sql(doing))?;
    let mut rows = query.query([]).map_err(sql(doing))?;
    let mut all = Vec::new();
    while let Some(row) = rows.next().map_err(sql(doing))? {
        let id: String = row.get(0).map_err(sql(doing))?;
        let id = Sha256::from_hex(&id).ok_or_else(|| damaged("the id of a run"))?;
        let plan: String = row.get(1).map_err(sql(doing))?;
        let run = read_from(row, 1)?;
        all.push(Logged {
            id,
            plan: serde_json::from_str(&plan).map_err(|_| damaged("the plan of a run"))?,
            started: run.started,
            finished: run.finished,
            outputs: run.outputs,
            findings: Digest::of(findings::ids(conn, &id)?),
        });
    }
    Ok(all)
}

const COLUMNS: &str = "SELECT plan, started, finished, outputs FROM runs";

fn first(conn: &Connection, condition: &str, value: &str) -> Result<Option<Run>> {
    conn.prepare_cached(&format!("{COLUMNS} {condition} LIMIT 1"))
        .and_then(|mut query| query.query_row([value], |row| Ok(read(row))).optional())
        .map_err(sql("looking for a run"))?
        .transpose()
}

fn read(row: &Row<'_>) -> Result<Run> {
    read_from(row, 0)
}

fn read_from(row: &Row<'_>, at: usize) -> Result<Run> {
    let doing = "reading a run";
    let text = |i: usize| row.get::<_, String>(at + i).map_err(sql(doing));
    let time = |i: usize| row.get(at + i).map(Timestamp).map_err(sql(doing));
    Ok(Run {
        plan: serde_json::from_str(&text(0)?).map_err(|_| damaged("the plan of a run"))?,
        started: time(1)?,
        finished: time(2)?,
        outputs: serde_json::from_str(&text(3)?).map_err(|_| damaged("the outputs of a run"))?,
    })
}

/// Seeds use all 64 bits, which a JSON number cannot hold.
mod seed {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(seed: &Option<u64>, serializer: S) -> Result<S::Ok, S::Error> {
        seed.map(|seed| seed.to_string()).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| text.parse().map_err(serde::de::Error::custom)).transpose()
    }
}
