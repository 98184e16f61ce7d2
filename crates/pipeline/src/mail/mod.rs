//! The mail lens from files to statements.

mod campaigns;
mod known;
mod summary;

pub use campaigns::FoundCampaigns;
pub use known::MailKnowledge;
pub use summary::MailSummary;

use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::inputs::gather;
use crate::outputs::Outputs;
use crate::read::{place, source_name};
use campaigns::{Clue, Clues};
use intake::mail::{MailLimits, MailSink, RawMail, read_mails};
use intake::{IntakeError, SinkError, Source};
use mail::campaign::Facts;
use mail::domain::DomainName;
use mail::examination::{Context, Examination, examine};
use mail::ladder::Statement;
use mail::limits::Limits;
use mail::message::Message;
use mail::record::MailRecord;
use mail::tables::Rows;
use mail::trace::Own;
use model::{At, EvidenceNo, Problem, Sha256, Timestamp};
use rayon::prelude::*;
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What the mail lens works with.
#[derive(Default)]
pub struct MailOptions {
    /// What the user says is theirs.
    pub own: Own,
    /// Sealers (ARC) whose word the user takes.
    pub trusted_sealers: Vec<DomainName>,
    /// DNS answers, tables and lists.
    pub knowledge: MailKnowledge,
    /// Time for which verdicts "now" are given.
    pub now: Timestamp,
    /// Mails that show what is common; they are read for that only.
    pub background: Vec<PathBuf>,
}

/// Where results go.
pub enum MailTarget<'t> {
    /// A folder of files.
    Folder(&'t Path),
    /// One JSON object for each mail, as they are done. Campaigns are not looked for.
    Lines(&'t mut (dyn Write + Send)),
    /// Nowhere: the caller prints the summaries and campaigns.
    Summaries,
}

/// What a run gave.
#[derive(Debug, Default)]
pub struct MailResult {
    /// Mails in the order of the evidence.
    pub mails: Vec<MailSummary>,
    /// Statements about the first of them, the strongest first: for whoever shows one mail in full.
    pub first_ladder: Vec<Statement>,
    /// Files that were read: name, hash, mails.
    pub files: Vec<(String, Sha256, u64)>,
    /// Files that could not be read at all, with the reason.
    pub failed: Vec<(String, IntakeError)>,
    /// What was lost: code, place, message.
    pub problems: Vec<(&'static str, String, String)>,
    /// Names of files whose bytes came twice.
    pub repeats: Vec<String>,
    /// Campaigns among the mails, where they were looked for.
    pub campaigns: Option<FoundCampaigns>,
    /// Files written.
    pub written: Vec<report::page::OutputFile>,
}

/// An examined mail on its way out.
struct Examined<'a> {
    path: &'a str,
    sha256: Sha256,
    at: At,
    examination: &'a Examination,
}

/// Takes examined mails, in the order of the evidence.
type Each<'e> = &'e mut (dyn FnMut(&Examined<'_>) -> Result<()> + Send);

/// Reads the mails in `paths`, examines each, and writes the results to `target`.
pub fn mail(
    paths: &[PathBuf],
    options: &MailOptions,
    target: MailTarget<'_>,
    ctx: &Ctx<'_>,
) -> Result<MailResult> {
    match target {
        MailTarget::Summaries => with_campaigns(paths, options, &mut |_| Ok(()), ctx),
        MailTarget::Lines(out) => run(paths, options, &mut |mail| write_line(mail, out), None, ctx),
        MailTarget::Folder(dir) => to_folder(paths, options, dir, ctx),
    }
}

/// Reads the background and the mails, and looks for campaigns among the latter.
fn with_campaigns(
    paths: &[PathBuf],
    options: &MailOptions,
    each: Each<'_>,
    ctx: &Ctx<'_>,
) -> Result<MailResult> {
    let mut clues = Clues::default();
    if !options.background.is_empty() {
        run(&options.background, options, &mut |_| Ok(()), Some(&mut clues), ctx)?;
    }
    clues.background_ends();
    let mut result = run(paths, options, each, Some(&mut clues), ctx)?;
    ctx.progress.stage("comparing mails", None);
    result.campaigns = (result.mails.len() > 1).then(|| clues.find());
    Ok(result)
}

fn write_line(mail: &Examined<'_>, out: &mut (dyn Write + Send)) -> Result<()> {
    let record = MailRecord::new(mail.path, mail.sha256, mail.at, mail.examination);
    serde_json::to_writer(&mut *out, &record)?;
    out.write_all(b"\n").map_err(report::Error::from)?;
    Ok(())
}

fn to_folder(paths: &[PathBuf], options: &MailOptions, dir: &Path, ctx: &Ctx<'_>) -> Result<MailResult> {
    let mut outputs = Outputs::new(dir)?;
    let mut rows = Rows::default();
    let (mut result, mut failed) = (None, None);
    outputs
        .file("mails.jsonl", "One mail a line: boundary, origin, verdicts, statements.", |out| {
            let mut each = |mail: &Examined<'_>| {
                rows.add(mail.path, mail.sha256, mail.at, mail.examination);
                write_line(mail, out)
            };
            match with_campaigns(paths, options, &mut each, ctx) {
                Ok(done) => {
                    let n = done.mails.len() as u64;
                    result = Some(done);
                    Ok(n)
                }
                Err(error) => {
                    failed = Some(error);
                    Err(std::io::Error::other("reading failed").into())
                }
            }
        })
        .map_err(|error| failed.take().unwrap_or(error))?;
    let mut result = result.unwrap_or_default();
    for (table, batch) in rows.tables()? {
        outputs.whole_table(&table, [Ok::<_, Error>(batch)])?;
    }
    if let Some(found) = &result.campaigns {
        outputs.file("campaigns.json", "Mails that belong together, and in what they agree.", |out| {
            serde_json::to_writer_pretty(&mut *out, &found.found).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
            Ok(0)
        })?;
    }
    let (problems, failed) = (&result.problems, &result.failed);
    outputs.file("rejects.jsonl", "What could not be read: code, place, message.", |out| {
        for (code, place, message) in problems {
            serde_json::to_writer(&mut *out, &json!({"code": code, "place": place, "message": message}))
                .map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
        }
        for (name, error) in failed {
            let line = json!({"code": "not_read", "place": name, "message": error.to_string()});
            serde_json::to_writer(&mut *out, &line).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
        }
        Ok((problems.len() + failed.len()) as u64)
    })?;
    let run = run_json(&result, options, outputs.list_files())?;
    outputs.file("run.json", "Program, parameters, hashes of inputs and outputs.", |out| {
        out.write_all(run.as_bytes())?;
        Ok(0)
    })?;
    result.written = outputs.list_files().to_vec();
    Ok(result)
}

/// Examines all mails and gives each to `each`, and what can tie it to others to `clues`.
fn run(
    paths: &[PathBuf],
    options: &MailOptions,
    each: Each<'_>,
    clues: Option<&mut Clues>,
    ctx: &Ctx<'_>,
) -> Result<MailResult> {
    let (inputs, repeats) = gather(paths)?;
    let context = Context {
        own: &options.own,
        trusted_sealers: &options.trusted_sealers,
        dns: &options.knowledge.zone,
        intel: &options.knowledge.intel,
        limits: Limits::default(),
        now: options.now,
    };
    let mut sink = Sink {
        name: String::new(),
        path: String::new(),
        context: &context,
        waiting: Vec::new(),
        bytes: 0,
        each,
        clues,
        failed: None,
        result: MailResult { repeats, ..MailResult::default() },
    };
    for (number, input) in (0..).zip(&inputs) {
        let size = std::fs::metadata(&input.path).map(|file| file.len()).ok();
        ctx.progress.stage(&format!("reading {}", input.name), size);
        sink.name.clone_from(&input.name);
        let at = |bytes: u64| ctx.progress.at(bytes);
        let read = read_mails(&input.path, EvidenceNo(number), &MailLimits::default(), Some(&at), &mut sink);
        match read {
            Ok(file) => sink.result.files.push((input.name.clone(), file.sha256, file.mails)),
            Err(error @ IntakeError::Sink(_)) => return Err(sink.failed.take().unwrap_or(error.into())),
            Err(error) => sink.result.failed.push((input.name.clone(), error)),
        }
    }
    if let Err(error) = sink.settle() {
        return Err(sink.failed.take().unwrap_or(IntakeError::Sink(error).into()));
    }
    let result = sink.result;
    if result.files.is_empty() {
        let n = result.failed.len();
        return Err(match result.failed.into_iter().next() {
            Some((_, only)) if n == 1 => only.into(),
            Some((_, first)) => Error::NothingRead(n, Box::new(first)),
            None => Error::NoInput("the inputs".into()),
        });
    }
    Ok(result)
}

/// Mails that are examined at once, and their bytes: enough for all cores, little enough for memory.
const BATCH: usize = 512;
const BATCH_BYTES: usize = 64 << 20;

/// Collects mails, examines a batch at a time on all cores, and hands them on in order.
struct Sink<'s> {
    /// File that is being read.
    name: String,
    /// The stream in it.
    path: String,
    context: &'s Context<'s>,
    waiting: Vec<Waiting>,
    bytes: usize,
    each: Each<'s>,
    clues: Option<&'s mut Clues>,
    /// Why a mail could not be handed on.
    failed: Option<Error>,
    result: MailResult,
}

struct Waiting {
    path: String,
    at: At,
    bytes: Vec<u8>,
}

impl MailSink for Sink<'_> {
    fn source(&mut self, source: &Source) -> Result<(), SinkError> {
        self.path = source_name(&self.name, &source.path);
        Ok(())
    }

    fn mail(&mut self, mail: RawMail<'_>) -> Result<(), SinkError> {
        self.bytes += mail.bytes.len();
        self.waiting.push(Waiting { path: self.path.clone(), at: mail.at, bytes: mail.bytes.to_vec() });
        if self.waiting.len() >= BATCH || self.bytes >= BATCH_BYTES {
            self.settle()?;
        }
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        let place = format!("{}, {}", self.path, place(problem.raw.at));
        self.result.problems.push((problem.code, place, problem.message));
        Ok(())
    }
}

impl Sink<'_> {
    fn settle(&mut self) -> Result<(), SinkError> {
        let waiting = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        let (context, wanted) = (self.context, self.clues.is_some());
        let one = |mail: &Waiting| {
            let message = Message::split(&mail.bytes, &context.limits);
            let examination = examine(&message, context);
            let id = || format!("{}, {}", mail.path, place(mail.at));
            let clue = wanted.then(|| Facts::of_mail(id(), &message, &examination, &context.limits));
            (Sha256::of(&mail.bytes), examination, clue)
        };
        let examined: Vec<(Sha256, Examination, Option<Clue>)> = waiting.par_iter().map(one).collect();
        for (mail, (sha256, examination, clue)) in waiting.iter().zip(examined) {
            if let (Some(clues), Some((facts, text))) = (&mut self.clues, clue) {
                clues.add(facts, &text);
            }
            let examination = &examination;
            let mail = Examined { path: &mail.path, sha256, at: mail.at, examination };
            if self.result.mails.is_empty() {
                self.result.first_ladder.clone_from(&examination.ladder);
            }
            self.result.mails.push(MailSummary::new(mail.path, mail.at, examination));
            if let Err(error) = (self.each)(&mail) {
                self.failed = Some(error);
                return Err(std::io::Error::other("handing a mail on failed").into());
            }
        }
        Ok(())
    }
}

fn run_json(
    result: &MailResult,
    options: &MailOptions,
    files: &[report::page::OutputFile],
) -> Result<String> {
    let inputs: Vec<_> = result
        .files
        .iter()
        .map(|(name, sha256, mails)| json!({"name": name, "sha256": sha256, "mails": mails}))
        .collect();
    let outputs: Vec<_> = files
        .iter()
        .map(|file| json!({"name": file.name, "sha256": file.sha256, "rows": file.rows}))
        .collect();
    let sealers: Vec<&str> = options.trusted_sealers.iter().map(DomainName::as_str).collect();
    let run = json!({
        "program": crate::PROGRAM,
        "lens": "mail",
        "parameters": {
            "now": options.now.rfc3339(),
            "own": options.own,
            "trusted_sealers": sealers,
            "knowledge": options.knowledge.files,
        },
        "inputs": inputs,
        "not_read": result.failed.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        "outputs": outputs,
    });
    Ok(serde_json::to_string_pretty(&run)? + "\n")
}
