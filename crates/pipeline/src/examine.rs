//! The main job: evidence into a case, records out of it, the lenses over all of it, and the report.

use crate::coordinate::{self, CoordinationOptions, CoordinationResult, Target};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::inputs::{Input, gather};
use crate::read::{Records, source_name};
use case::{Case, Incoming, Output, Place, Plan, Run};
use intake::{PostBatch, ReadOptions, SinkError, Source};
use model::{EvidenceNo, Post, Sha256, schema};
use report::ParquetTable;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What to examine and how.
#[derive(Clone, Debug, Default)]
pub struct ExamineOptions {
    /// Options of the coordination lens.
    pub coordination: CoordinationOptions,
    /// Words that change how files are read (mapping, platform), for the run's identity.
    pub reading: BTreeMap<String, serde_json::Value>,
}

/// What an examination gave.
#[derive(Debug)]
pub struct Examined {
    /// Evidence that the case did not have before.
    pub new_evidence: usize,
    /// All evidence in the case.
    pub evidence: usize,
    /// Results of the coordination lens; `None` when nothing had changed since the last run.
    pub coordination: Option<CoordinationResult>,
    /// Where the report is.
    pub report: PathBuf,
}

/// Reads `paths` into the case at `dir` and runs the lenses over everything in it. A second run over the same
/// evidence with the same options does nothing but say so.
pub fn examine(
    paths: &[PathBuf],
    dir: &Path,
    options: &ExamineOptions,
    read_options: &ReadOptions<'_>,
    ctx: &Ctx<'_>,
) -> Result<Examined> {
    let (inputs, _) = gather(paths)?;
    let mut case = Case::open_or_create(dir, &ctx.actor, ctx.now)?;
    ctx.progress.stage("taking in evidence", None);
    let incoming = inputs.iter().map(|input| Incoming::file(&input.path)).collect();
    let added = case.add_all(incoming, &ctx.actor, ctx.now)?;
    let mut new: Vec<EvidenceNo> = added.iter().filter(|a| a.is_new).map(|a| a.no).collect();
    new.sort_unstable();
    new.dedup();
    // All evidence in the order of its hashes, so that results do not depend on when each piece came.
    let mut rows = case.evidence()?;
    rows.sort_by_key(|row| row.evidence.id);
    let report = case.out_dir().join("report.html");
    let plan = Plan {
        command: "examine".to_owned(),
        version: crate::PROGRAM.to_owned(),
        parameters: parameters(options),
        seed: None,
        inputs: rows.iter().map(|row| row.evidence.id).collect(),
    };
    if let Some(run) = case.find_run(&plan)?
        && case.is_complete(&run)?
    {
        return Ok(Examined { new_evidence: new.len(), evidence: rows.len(), coordination: None, report });
    }
    let inputs: Vec<(EvidenceNo, Input)> = rows
        .iter()
        .map(|row| {
            let path = case.evidence_path(&row.evidence.id);
            (row.no, Input { path, name: row.evidence.name.clone(), sha256: Some(row.evidence.id) })
        })
        .collect();
    let hashes: BTreeMap<EvidenceNo, Sha256> = rows.iter().map(|row| (row.no, row.evidence.id)).collect();
    let out_dir = case.out_dir();
    let mut recorder = Recorder { case: &mut case, options, hashes, open: None, written: Vec::new(), ctx };
    let result = coordinate::run(
        &inputs,
        Vec::new(),
        &options.coordination,
        read_options,
        Target::Folder(&out_dir),
        &mut recorder,
        ctx,
    )?;
    let mut outputs = recorder.written;
    outputs.extend(result.files.iter().filter_map(|file| {
        Some(Output { place: Place::Out, name: file.name.clone(), hash: Sha256::from_hex(&file.sha256)? })
    }));
    let run = Run { plan, started: ctx.now, finished: ctx.now, outputs };
    case.record_run(&run, &result.findings, &ctx.actor)?;
    Ok(Examined { new_evidence: new.len(), evidence: rows.len(), coordination: Some(result), report })
}

fn parameters(options: &ExamineOptions) -> BTreeMap<String, serde_json::Value> {
    let mut parameters = options.coordination.parameters();
    parameters.extend(options.reading.clone());
    let filters = &options.coordination.filters;
    parameters.insert("filters".to_owned(), serde_json::Value::String(filters.fingerprint()));
    parameters
}

/// Writes the posts of each piece of evidence into a segment of its own, unless the case has it already.
struct Recorder<'r> {
    case: &'r mut Case,
    options: &'r ExamineOptions,
    hashes: BTreeMap<EvidenceNo, Sha256>,
    open: Option<Open>,
    written: Vec<Output>,
    ctx: &'r Ctx<'r>,
}

struct Open {
    plan: Plan,
    place: tempfile::NamedTempFile,
    file: ParquetTable,
    batch: PostBatch,
}

/// Posts of one batch on their way to disk.
const BATCH: usize = 1 << 14;

impl Records for Recorder<'_> {
    fn begin(&mut self, no: EvidenceNo) -> Result<(), SinkError> {
        let plan = Plan {
            command: "read".to_owned(),
            version: crate::PROGRAM.to_owned(),
            parameters: self.options.reading.clone(),
            seed: None,
            inputs: self.hashes.get(&no).copied().into_iter().collect(),
        };
        if let Some(run) = self.case.find_run(&plan)?
            && self.case.is_complete(&run)?
        {
            self.written.extend(run.outputs);
            return Ok(());
        }
        let place = self.case.partial_file()?;
        let file = ParquetTable::create(place.path(), &schema::posts())?;
        self.open = Some(Open { plan, place, file, batch: PostBatch::new() });
        Ok(())
    }

    fn post(&mut self, post: &Post<'_>, source: &Source) -> Result<(), SinkError> {
        let Some(open) = &mut self.open else { return Ok(()) };
        open.batch.append(post, source.evidence, &source_name("", &source.path));
        if open.batch.len() >= BATCH {
            let batch = open.batch.finish()?;
            open.file.write(&batch)?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), SinkError> {
        let Some(Open { plan, place, mut file, mut batch }) = self.open.take() else { return Ok(()) };
        if !batch.is_empty() {
            file.write(&batch.finish()?)?;
        }
        file.finish()?;
        let hash =
            self.case.add_segment("posts", schema::VERSION, place.path(), &self.ctx.actor, self.ctx.now)?;
        let output = Output::segment("posts", hash);
        let run = Run { plan, started: self.ctx.now, finished: self.ctx.now, outputs: vec![output.clone()] };
        self.case.record_run(&run, &[], &self.ctx.actor)?;
        self.written.push(output);
        Ok(())
    }
}
