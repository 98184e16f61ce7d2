//! The main job: evidence into a case, records out of it, the lenses over all of it, and the report.

use crate::claims::{ClaimsLens, ClaimsOptions, ClaimsResult};
use crate::coordinate::{CoordinationLens, CoordinationOptions, CoordinationResult};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::forget::Absent;
use crate::inputs::{Input, gather, tell_apart};
use crate::invocation::Invocation;
use crate::lens::{self, Lens, Task};
use crate::mail::{MailLens, MailOptions, MailResult};
use crate::media::{MediaLens, MediaOptions, MediaResult, is_media};
use crate::read::{Records, source_name};
use crate::synthetic::{SyntheticLens, SyntheticOptions, SyntheticResult};
use case::{Case, Incoming, Output, Place, Plan, Run};
use intake::{LeaveOut, PostBatch, ReadOptions, SinkError, Source};
use model::{EvidenceNo, Post, Sha256, Timestamp, schema};
use report::ParquetTable;
use serde_json::{Value, json};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What to examine and how.
#[derive(Default)]
pub struct ExamineOptions {
    /// Options of the coordination lens.
    pub coordination: CoordinationOptions,
    /// Options of the mail lens. Its time for verdicts "now" is set from `now`.
    pub mail: MailOptions,
    /// Options of the claims lens.
    pub claims: ClaimsOptions,
    /// Options of the provenance lens.
    pub media: MediaOptions,
    /// Options of the synthetic lens.
    pub synthetic: SyntheticOptions,
    /// Time for which verdicts "now" are given; by default when the newest evidence was taken in, so that a second run
    /// gives the same.
    pub now: Option<Timestamp>,
    /// Words that change how files are read (mapping, platform), for the run's identity.
    pub reading: BTreeMap<String, Value>,
    /// How all of these were asked for: what a repetition needs.
    pub invocation: Invocation,
}

/// What an examination gave.
#[derive(Debug, Default)]
pub struct Examined {
    /// Evidence that the case did not have before.
    pub new_evidence: usize,
    /// All evidence in the case.
    pub evidence: usize,
    /// Whether nothing had changed since the last run, so that nothing was done.
    pub is_unchanged: bool,
    /// Results of the coordination lens, where there were posts.
    pub coordination: Option<CoordinationResult>,
    /// Results of the mail lens, where there were mails.
    pub mail: Option<MailResult>,
    /// Results of the claims lens, where there were articles.
    pub claims: Option<ClaimsResult>,
    /// Results of the provenance lens, where there were media files.
    pub media: Option<MediaResult>,
    /// Results of the synthetic lens, where there were posts or articles.
    pub synthetic: Option<SyntheticResult>,
    /// Evidence that no lens could read, beside what their results name: name and reason.
    pub not_read: Vec<(String, String)>,
    /// Where the report is.
    pub report: PathBuf,
}

/// Reads `paths` into the case at `dir` and runs the lenses over everything in it. A second run over the same
/// evidence with the same options does nothing but say so.
pub fn examine(
    paths: &[PathBuf],
    dir: &Path,
    mut options: ExamineOptions,
    read_options: &ReadOptions<'_>,
    ctx: &Ctx<'_>,
) -> Result<Examined> {
    // Without paths it is done again over what the case holds.
    let inputs = if paths.is_empty() { Vec::new() } else { gather(paths)?.0 };
    let mut case = match paths.is_empty() {
        true => Case::open(dir)?,
        false => Case::open_or_create(dir, &ctx.actor, ctx.now)?,
    };
    ctx.progress.stage("taking in evidence", None);
    let incoming = inputs.iter().map(|input| Incoming::file(&input.path)).collect();
    let added = case.add_all(incoming, &ctx.actor, ctx.now)?;
    let mut new: Vec<EvidenceNo> = added.iter().filter(|a| a.is_new).map(|a| a.no).collect();
    new.sort_unstable();
    new.dedup();
    // All evidence in the order of its hashes, so that results do not depend on when each piece came.
    let mut rows = case.evidence()?;
    rows.sort_by_key(|row| row.evidence.id);
    options.mail.now = match options.now {
        Some(now) => now,
        None => case.newest_evidence()?.unwrap_or_default(),
    };
    let examined = Examined {
        new_evidence: new.len(),
        evidence: rows.len(),
        report: case.out_dir().join("report.html"),
        ..Examined::default()
    };
    examine_case(&mut case, &rows, options, read_options, ctx, examined)
}

/// Runs the lenses over the evidence in `rows`, unless that was done with the same options.
pub(crate) fn examine_case(
    case: &mut Case,
    rows: &[case::EvidenceRow],
    mut options: ExamineOptions,
    read_options: &ReadOptions<'_>,
    ctx: &Ctx<'_>,
    mut examined: Examined,
) -> Result<Examined> {
    let absent = Absent::of(case)?;
    let leave_out =
        |platform: &str, id: &str| absent.as_ref().is_some_and(|absent| absent.covers(platform, id));
    let read_options = &ReadOptions {
        leave_out: absent.is_some().then_some(&leave_out as &LeaveOut<'_>),
        ..read_options.clone()
    };
    if let Some(absent) = &absent {
        let commitments: Vec<&Sha256> = absent.commitments().collect();
        options.reading.insert("forgotten".to_owned(), json!(commitments));
    }
    let sorted = by_kind(case, rows)?;
    // Its models are read here, as their hash is part of the plan: only where there are texts.
    let mut synthetic = match sorted.posts.is_empty() && sorted.articles.is_empty() {
        true => None,
        false => Some(SyntheticLens::new(&options.synthetic, read_options, Vec::new())?.after_others()),
    };
    let plan = Plan {
        command: "examine".to_owned(),
        version: crate::PROGRAM.to_owned(),
        parameters: parameters(&options, synthetic.as_ref(), &sorted)?,
        seed: None,
        inputs: rows.iter().map(|row| row.evidence.id).collect(),
    };
    if let Some(run) = case.find_run(&plan)?
        && case.is_complete(&run)?
    {
        examined.is_unchanged = true;
        return Ok(examined);
    }
    let hashes: BTreeMap<EvidenceNo, Sha256> = rows.iter().map(|row| (row.no, row.evidence.id)).collect();
    let names = rows.iter().map(|row| (row.no, row.names.clone())).collect();
    let staged = case.stage_outputs()?;
    // The report says how to repeat what was done, not how it was typed: a repetition gives the same bytes.
    let ctx = &Ctx { command: options.invocation.command(), actor: ctx.actor.clone(), ..*ctx };
    let mut recorder = Recorder {
        case: &mut *case,
        reading: &options.reading,
        hashes,
        open: None,
        written: Vec::new(),
        ctx,
    };
    let objects = OnceCell::new();
    let mut media = MediaLens::new(&options.media, Vec::new())?.handing_on(names, &objects);
    let mut coordination =
        CoordinationLens::new(&options.coordination, read_options, &mut recorder, Vec::new())
            .joining(&objects)
            .beside_others();
    let mut mail = MailLens::new(&options.mail, Vec::new());
    let mut claims = ClaimsLens::new(&options.claims, Vec::new())?;
    // Texts are those that other lenses read too: what none could read they tell of.
    let mut texts: Numbered = sorted.posts.iter().chain(&sorted.articles).cloned().collect();
    texts.sort_by_key(|(no, input)| (input.sha256, *no));
    texts.dedup_by_key(|(no, _)| *no);
    // Media files before posts, which may show them.
    let mut tasks: Vec<Task<'_>> = vec![
        (&mut media as &mut dyn Lens, sorted.media),
        (&mut coordination, sorted.posts),
        (&mut mail, sorted.mails),
        (&mut claims, sorted.articles),
    ];
    tasks.extend(synthetic.as_mut().map(|lens| (lens as &mut dyn Lens, texts)));
    tasks.retain(|(_, inputs)| !inputs.is_empty());
    let written = lens::run(&staged, tasks, Some(crate::report_case::PAGE), ctx)?;
    examined.coordination = coordination.finish(&written);
    examined.mail = mail.finish(&written);
    examined.claims = claims.finish(&written);
    examined.media = media.finish(&written);
    examined.synthetic = synthetic.and_then(|lens| lens.finish(&written));
    examined.not_read.clone_from(&written.not_read);
    let mut outputs = recorder.written;
    outputs.extend(options.invocation.keep(case)?);
    outputs.extend(written.files.iter().filter_map(|file| {
        Some(Output { place: Place::Out, name: file.name.clone(), hash: Sha256::from_hex(&file.sha256)? })
    }));
    let run = Run { plan, started: ctx.now, finished: ctx.now, outputs };
    case.record_staged_run(&run, &written.findings, &ctx.actor)?;
    Ok(examined)
}

type Numbered = Vec<(EvidenceNo, Input)>;

/// Evidence by what is in it.
#[derive(Default)]
struct ByKind {
    posts: Numbered,
    mails: Numbered,
    articles: Numbered,
    media: Numbered,
}

/// Evidence with posts, with mails and with articles; an archive can hold all of them. What holds none of them goes to a
/// reader all the same, which says why.
fn by_kind(case: &Case, rows: &[case::EvidenceRow]) -> Result<ByKind> {
    let mut inputs: Vec<(EvidenceNo, Input, intake::Kinds)> = Vec::with_capacity(rows.len());
    let mut media = Vec::new();
    for row in rows {
        let path = case.evidence_path(&row.evidence.id);
        if is_media(&path) {
            let name = row.evidence.name.clone();
            media.push((row.no, Input { path, name, sha256: Some(row.evidence.id), is_shared: false }));
            continue;
        }
        let kinds = intake::kinds(&path)?;
        let is_shared = [kinds.mails, kinds.posts, kinds.articles].iter().filter(|&&kind| kind).count() > 1;
        let input = Input { path, name: row.evidence.name.clone(), sha256: Some(row.evidence.id), is_shared };
        inputs.push((row.no, input, kinds));
    }
    tell_apart(inputs.iter_mut().map(|(_, input, _)| input).chain(media.iter_mut().map(|(_, input)| input)));
    let only = |other: fn(&intake::Kinds) -> bool| inputs.iter().all(|(_, _, kinds)| !other(kinds));
    let only_mails = only(|kinds| kinds.posts || kinds.articles);
    let only_articles = only(|kinds| kinds.posts || kinds.mails);
    let mut sorted = ByKind { media, ..ByKind::default() };
    for (no, input, kinds) in inputs {
        let is_none = !kinds.posts && !kinds.mails && !kinds.articles;
        if kinds.mails || (is_none && only_mails) {
            sorted.mails.push((no, input.clone()));
        } else if is_none && only_articles {
            sorted.articles.push((no, input.clone()));
        } else if is_none {
            sorted.posts.push((no, input.clone()));
        }
        if kinds.posts {
            sorted.posts.push((no, input.clone()));
        }
        if kinds.articles {
            sorted.articles.push((no, input));
        }
    }
    Ok(sorted)
}

/// Parameters of the lenses that have something to do.
fn parameters(
    options: &ExamineOptions,
    synthetic: Option<&SyntheticLens<'_>>,
    ByKind { posts, mails, articles, media }: &ByKind,
) -> Result<BTreeMap<String, Value>> {
    let mut parameters = options.reading.clone();
    parameters.insert("options".to_owned(), json!(options.invocation.options));
    // What is written is part of what is done: a further format asked for later must be made.
    let formats =
        options.coordination.formats.iter().chain(&options.mail.formats).chain(&options.claims.formats);
    let formats = formats.chain(&options.media.formats).chain(&options.synthetic.formats);
    let formats: BTreeSet<&str> = formats.map(|format| format.name()).collect();
    parameters.insert("also".to_owned(), json!(formats));
    let shown = [options.coordination.graph_edges, options.coordination.pair_findings];
    parameters.insert("shown".to_owned(), json!(shown));
    if !posts.is_empty() {
        parameters.extend(options.coordination.parameters());
        let filters = &options.coordination.filters;
        parameters.insert("filters".to_owned(), Value::String(filters.fingerprint()));
    }
    if !mails.is_empty() {
        parameters.insert("mail".to_owned(), json!(options.mail.parameters()));
    }
    if !articles.is_empty() {
        parameters.insert("claims".to_owned(), json!(options.claims.parameters()?));
    }
    if !media.is_empty() {
        parameters.insert("media".to_owned(), json!(options.media.parameters()?));
    }
    if let Some(synthetic) = synthetic {
        parameters.insert("synthetic".to_owned(), json!(synthetic.parameters()));
    }
    Ok(parameters)
}

/// Writes the posts of each piece of evidence into a segment of its own, unless the case has it already.
struct Recorder<'r> {
    case: &'r mut Case,
    reading: &'r BTreeMap<String, Value>,
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
            parameters: self.reading.clone(),
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
