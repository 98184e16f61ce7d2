//! The mail lens from files to statements.

mod attached;
mod campaigns;
mod exchange;
mod known;
mod lens;
mod page;
mod reading;
mod summary;

pub use campaigns::{FoundCampaigns, Told};
pub use exchange::{ExchangeOptions, Exchanged, exchange_mail};
pub use known::MailKnowledge;
pub use summary::MailSummary;

pub(crate) use lens::MailLens;

use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::inputs::{gather, numbered};
use crate::lost::Lost;
use campaigns::Clues;
use intake::IntakeError;
use mail::domain::DomainName;
use mail::examination::Examination;
use mail::finding::Totals;
use mail::record::MailRecord;
use mail::trace::Own;
use model::{EvidenceNo, Sha256, Timestamp};
use reading::{Each, Examined};
use report::Format;
use serde_json::{Value, json};
use std::collections::BTreeMap;
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
    /// Formats besides Parquet in which tables are written.
    pub formats: Vec<Format>,
}

impl MailOptions {
    /// The parameters that decide the results, for findings and runs.
    pub fn parameters(&self) -> BTreeMap<String, Value> {
        let sealers: Vec<&str> = self.trusted_sealers.iter().map(DomainName::as_str).collect();
        BTreeMap::from([
            ("now".to_owned(), json!(self.now.rfc3339())),
            ("own".to_owned(), json!(self.own)),
            ("trusted_sealers".to_owned(), json!(sealers)),
            ("knowledge".to_owned(), json!(self.knowledge.files)),
            ("protected".to_owned(), json!(self.knowledge.intel.protected)),
        ])
    }
}

/// Where results go.
pub enum MailTarget<'t> {
    /// A folder of files with a report.
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
    /// The first of them in full, and the first of those that are attached to it: for whoever shows one mail.
    pub told: Vec<Examination>,
    /// Numbers about all of them.
    pub totals: Totals,
    /// Files that were read.
    pub files: Vec<ReadFile>,
    /// Files that could not be read at all, with the reason.
    pub failed: Vec<(String, IntakeError)>,
    /// What was lost.
    pub problems: Vec<Lost>,
    /// Names of files whose bytes came twice.
    pub repeats: Vec<String>,
    /// Campaigns among the mails, where they were looked for.
    pub campaigns: Option<FoundCampaigns>,
    /// Files written.
    pub written: Vec<report::page::OutputFile>,
}

/// A file with mails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadFile {
    /// Its number.
    pub no: EvidenceNo,
    /// Its name.
    pub name: String,
    /// Hash of its bytes.
    pub sha256: Sha256,
    /// Their number.
    pub bytes: u64,
    /// Mails in it, attached ones included.
    pub mails: u64,
    /// Mails that could not be read.
    pub rejects: u64,
}

/// Reads the mails in `paths`, examines each, and writes the results to `target`.
pub fn mail(
    paths: &[PathBuf],
    options: &MailOptions,
    target: MailTarget<'_>,
    ctx: &Ctx<'_>,
) -> Result<MailResult> {
    let (inputs, repeats) = gather(paths)?;
    let inputs = numbered(inputs);
    let mut result = match target {
        MailTarget::Summaries => {
            let (mut result, clues) = with_clues(&inputs, options, &mut |_| Ok(()), None, ctx)?;
            ctx.progress.stage("comparing mails", None);
            result.campaigns = (result.mails.len() > 1).then(|| clues.find());
            result
        }
        MailTarget::Lines(out) => {
            reading::run(&inputs, options, &mut |mail| write_line(mail, out), None, None, ctx)?
        }
        MailTarget::Folder(dir) => {
            let mut lens = MailLens::new(options, repeats.clone());
            let written = crate::results::run(dir, vec![(&mut lens, inputs)], ctx)?;
            lens.finish(&written).unwrap_or_default()
        }
    };
    if result.files.is_empty() {
        return Err(Error::nothing_read(result.failed));
    }
    result.repeats = repeats;
    Ok(result)
}

/// Reads the background and the mails, and keeps of both what can tie mails together.
fn with_clues(
    inputs: &[(EvidenceNo, crate::inputs::Input)],
    options: &MailOptions,
    each: Each<'_>,
    rejects: Option<&mut crate::outputs::Rejects>,
    ctx: &Ctx<'_>,
) -> Result<(MailResult, Clues)> {
    let mut clues = Clues::default();
    let background = &options.knowledge.background;
    if !background.is_empty() {
        let mut take = |facts, text: &str, sha256| {
            clues.add(facts, text, sha256);
            Ok(())
        };
        let read = reading::run(background, options, &mut |_| Ok(()), Some(&mut take), None, ctx)?;
        if read.files.is_empty() {
            return Err(Error::nothing_read(read.failed));
        }
    }
    clues.background_ends();
    let mut take = |facts, text: &str, sha256| {
        clues.add(facts, text, sha256);
        Ok(())
    };
    let result = reading::run(inputs, options, each, Some(&mut take), rejects, ctx)?;
    Ok((result, clues))
}

fn write_line(mail: &Examined<'_>, out: &mut (dyn Write + Send)) -> Result<()> {
    let record = MailRecord::new(mail.path, mail.place.sha256, mail.at(), mail.examination);
    serde_json::to_writer(&mut *out, &record)?;
    out.write_all(b"\n").map_err(report::Error::from)?;
    Ok(())
}
