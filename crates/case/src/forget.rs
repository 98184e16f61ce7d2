//! Forgetting: evidence gives way to a copy without somebody's records, and what was derived from it goes.

use crate::custody;
use crate::error::{CaseError, Result, io_at, sql};
use crate::evidence::{self, Description, Incoming};
use crate::folder::Case;
use crate::output::Place;
use crate::store;
use model::{EvidenceNo, Sha256, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

/// What is to be forgotten.
#[derive(Debug)]
pub struct Forgetting {
    /// Salted commitment to what it is: the log names nothing else.
    pub commitment: Sha256,
    /// Evidence and the bytes that take its place.
    pub replaced: Vec<(EvidenceNo, Vec<u8>)>,
    /// Evidence that still holds it, as its format cannot be cut.
    pub still_held: Vec<EvidenceNo>,
}

/// What the custody log says of it; `verify` takes what is gone from what it expects.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Logged {
    commitment: Sha256,
    pub(crate) evidence: Vec<Gone>,
    pub(crate) segments: Vec<(String, Sha256)>,
    pub(crate) runs: Vec<Sha256>,
    still_held: Vec<EvidenceNo>,
}

/// Evidence that is gone, and what took its place.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Gone {
    pub(crate) no: EvidenceNo,
    sha256: Sha256,
    replaced_by: EvidenceNo,
}

impl Case {
    /// Replaces evidence and removes all runs, findings, segments and outputs: they are to be derived again.
    ///
    /// Copies come under the name of what they replace and under numbers of their own, as a number stands for the same
    /// bytes for good. Names of files, which the custody log keeps, stay.
    pub fn forget(&mut self, forgetting: Forgetting, actor: &str, now: Timestamp) -> Result<()> {
        self.require_writing()?;
        let doing = "forgetting";
        let mut gone = Vec::new();
        let mut paths: Vec<PathBuf> = Vec::new();
        for (no, bytes) in forgetting.replaced {
            let row = self.evidence_row(no)?;
            let evidence = row.evidence.clone();
            let description = Description {
                media_type: evidence.media_type,
                obtained: evidence.obtained,
                licence: evidence.licence,
                sensitivity: evidence.sensitivity,
                category: evidence.category,
            };
            let incoming = Incoming::reader(&bytes[..], evidence.name).described(description);
            let added = self.add_evidence(incoming, actor, now)?;
            if added.no == no {
                continue;
            }
            gone.push(Gone { no, sha256: evidence.id, replaced_by: added.no });
            paths.push(self.evidence_path(&evidence.id));
        }
        let segments = self.all_segments()?;
        paths.extend(segments.iter().map(|segment| self.segment_path(&segment.hash)));
        let mut runs = Vec::new();
        let mut outputs = BTreeSet::new();
        for run in self.runs()? {
            runs.push(run.plan.id()?);
            outputs.extend(
                run.outputs.into_iter().filter(|output| output.place == Place::Out).map(|o| o.path()),
            );
        }
        paths.extend(outputs.iter().map(|path| self.dir.join(path)));
        let logged = Logged {
            commitment: forgetting.commitment,
            evidence: gone,
            segments: segments.into_iter().map(|segment| (segment.table, segment.hash)).collect(),
            runs,
            still_held: forgetting.still_held,
        };
        // What is deleted is overwritten, as pages of a database keep it otherwise.
        self.conn.execute_batch("PRAGMA secure_delete = ON").map_err(sql(doing))?;
        self.write(doing, |tx| {
            for table in ["run_findings", "findings", "runs", "segments"] {
                tx.execute(&format!("DELETE FROM {table}"), []).map_err(sql(doing))?;
            }
            for gone in &logged.evidence {
                evidence::remove(tx, gone.no)?;
            }
            custody::append(tx, actor, custody::FORGET, &logged, now).map(drop)
        })?;
        // Listed nowhere from here on: a crash leaves unlisted files, which `verify` names.
        for path in paths {
            match fs::remove_file(&path) {
                Err(e) if e.kind() != ErrorKind::NotFound => return Err(io_at("removing", &path)(e)),
                _ => {}
            }
        }
        store::sync_dir(&self.dir)?;
        self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(sql(doing))
    }

    /// Commitments to what the case has forgotten, oldest first.
    pub fn forgotten(&self) -> Result<Vec<Sha256>> {
        let entries = self.custody()?;
        let logged = entries.iter().filter(|entry| entry.action == custody::FORGET).map(|entry| {
            let logged: Logged = serde_json::from_str(&entry.details).map_err(|_| CaseError::LogBroken {
                at: entry.entry,
                why: "its details cannot be read".to_owned(),
            })?;
            Ok(logged.commitment)
        });
        logged.collect()
    }
}
