//! The report of a case: what an examination showed, what people make of it, and how the case was kept.
//!
//! An examination leaves `out/report.html`, which depends on evidence and parameters alone. The report of the case takes
//! in what people entered, and so is a run of its own with a file of its own, made of the page data that the
//! examination kept.

mod kept;
mod sentences;
mod shared;
mod weighed;

use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::sharing::{self, Origin, People, Sharing};
use case::weigh::{DEFAULT_PRIORS, Prior, weigh};
use case::{Case, Output, Place, Plan, Recorded, Run, Secret};
use model::{Finding, NONE_OF_THESE, Sha256, Weighing};
use privacy::{Kind, Masker};
use report::Page;
use report::page::case::{CasePart, Entered, Excerpts, Head};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub use kept::EFFECT;

/// Data of the examination's report, in the folder of derived files.
pub(crate) const PAGE: &str = "page.json";
/// The report of the case, in the same folder.
const REPORT: &str = "case-report.html";

/// What to report and where.
#[derive(Clone, Debug, Default)]
pub struct CaseReportOptions {
    /// Priors for the table; by default 1, 10 and 50 %.
    pub priors: Vec<Prior>,
    /// Where a copy goes, besides the one in the case.
    pub to: Option<PathBuf>,
}

/// A version of the report for others.
#[derive(Clone, Debug)]
pub struct ShareOptions {
    /// Priors for the table; by default 1, 10 and 50 %.
    pub priors: Vec<Prior>,
    /// Where it goes.
    pub to: PathBuf,
    /// 32 bytes that nobody can guess: the key of the pseudonyms, when the case has none yet.
    pub fresh: [u8; 32],
}

/// A report of a case.
#[derive(Clone, Debug)]
pub struct CaseReport {
    /// Where it is: where it was to go, or in the case.
    pub path: PathBuf,
    /// Whether the case had the same report already.
    pub is_unchanged: bool,
}

/// Whether people put explanations forward, so that a report of the case says more than that of the examination.
pub fn is_weighed(dir: &Path) -> Result<bool> {
    let weighing = Case::open_read_only(dir)?.weighing()?;
    Ok(weighing.hypotheses.iter().any(|hypothesis| hypothesis.name != NONE_OF_THESE))
}

/// Writes the report of the case at `dir`. The same case gives the same report.
pub fn report_case(dir: &Path, options: &CaseReportOptions, ctx: &Ctx<'_>) -> Result<CaseReport> {
    let mut case = Case::open(dir)?;
    let recorded = Recorded::of(&case, crate::PROGRAM)?;
    let log = kept::before_reports(recorded.contents.custody.clone());
    let page = page_output(&recorded, dir)?;
    let priors = if options.priors.is_empty() { &DEFAULT_PRIORS[..] } else { &options.priors };
    let head = log.last().map(|entry| entry.hash);
    let mut inputs: Vec<Sha256> = case.evidence()?.iter().map(|row| row.evidence.id).collect();
    inputs.sort_unstable();
    let plan = Plan {
        command: "report".to_owned(),
        version: crate::PROGRAM.to_owned(),
        // The log says everything that anybody entered.
        parameters: BTreeMap::from([
            ("log".to_owned(), json!(head)),
            ("page".to_owned(), json!(page.hash)),
            ("priors".to_owned(), json!(priors)),
        ]),
        seed: None,
        inputs,
    };
    let path = case.out_dir().join(REPORT);
    let known = case.find_run(&plan)?;
    let is_unchanged = match &known {
        Some(run) => case.is_complete(run)?,
        None => false,
    };
    if !is_unchanged {
        ctx.progress.stage("writing the report of the case", None);
        let data = page_data(&recorded, dir, &page)?;
        let mut page = complete(&recorded, data, &recorded.weighing(), priors, &log, &str::to_owned)?;
        let excerpts = excerpts(&case, &page);
        if let Some(part) = &mut page.case {
            part.excerpts = excerpts;
        }
        let html = report::page::render(&page)?;
        let output = case.write_out(REPORT, |out| out.write_all(html.as_bytes()))?;
        let run = Run { plan, started: ctx.now, finished: ctx.now, outputs: vec![output] };
        case.record_run(&run, &[], &ctx.actor)?;
    }
    let Some(to) = &options.to else { return Ok(CaseReport { path, is_unchanged }) };
    let html = std::fs::read(&path).map_err(Error::file("read", &path))?;
    let written = report::output::write_file(to, |out| {
        out.write_all(&html)?;
        Ok(0)
    })?;
    case.log(&ctx.actor, "report", &json!({"sha256": written.sha256, "shared": false}), ctx.now)?;
    Ok(CaseReport { path: to.clone(), is_unchanged })
}

/// Writes the report of the case at `dir` as it may leave it: pseudonyms, no words of evidence, no small sets. Returns what
/// is not in it, in sentences.
pub fn share_report(dir: &Path, options: &ShareOptions, ctx: &Ctx<'_>) -> Result<Vec<String>> {
    sharing::refuse_sealed(dir)?;
    let mut origin = Origin::open(dir, None, ctx)?;
    let secret = origin.secret(Secret::Pseudonyms, options.fresh)?;
    let case = &origin.recorded;
    let findings = case.current_findings();
    let people = People::of(case, &findings)?;
    let masker = sharing::masker(secret, &people, &findings);
    let sharing = Sharing { masker: &masker, people: &people };
    let priors = if options.priors.is_empty() { &DEFAULT_PRIORS[..] } else { &options.priors };
    let (html, left_out) = shared_html(case, dir, &sharing, priors)?;
    let written = report::output::write_file(&options.to, |out| {
        out.write_all(html.as_bytes())?;
        Ok(0)
    })?;
    let details = json!({"sha256": written.sha256, "shared": true, "left_out": left_out});
    origin.log("report", &details, ctx)?;
    Ok(left_out)
}

/// The report of the case at `place` as it may leave it, and what is not in it, in sentences.
pub(crate) fn shared_html(
    case: &Recorded,
    place: &Path,
    sharing: &Sharing<'_>,
    priors: &[Prior],
) -> Result<(String, Vec<String>)> {
    let log = kept::before_reports(case.contents.custody.clone());
    let page = page_data(case, place, &page_output(case, place)?)?;
    let (shared, left_out) = shared::shared(&page, sharing)?;
    let weighing = sharing.weighing(&case.weighing());
    let name = |name: &str| sharing.masker.thing(Kind::File, name);
    let mut page = complete(case, shared, &weighing, priors, &log, &name)?;
    if let Some(part) = &mut page.case {
        shared_part(part, &page.findings, sharing.masker, &left_out);
    }
    Ok((report::page::render(&page)?, left_out))
}

/// The case part of a version for others: `findings` are those that are on the page.
fn shared_part(part: &mut CasePart, findings: &[Finding], masker: &Masker, left_out: &[String]) {
    let kept: BTreeSet<Sha256> = findings.iter().map(|finding| finding.id).collect();
    let shown: BTreeSet<String> = kept.iter().map(Sha256::short).collect();
    part.left_out = left_out.to_vec();
    part.excerpts.clear();
    for row in &mut part.custody {
        row.actor.clear();
        row.what.clear();
    }
    for entered in part.effects.iter_mut() {
        entered.statement = masker.sentence(&entered.statement);
        entered.source = masker.sentence(&entered.source);
        entered.by.clear();
    }
    if let Some(weighed) = &mut part.weighing {
        weighed.columns.retain(|column| kept.contains(&column.finding));
        weighed.bars.iter_mut().for_each(|bar| bar.findings.retain(|id| shown.contains(id)));
        weighed.without.retain(|row| row.kind != "finding" || shown.contains(&row.what));
        for method in &mut weighed.break_even {
            method.stated = masker.sentence(&method.stated);
        }
        weighed.earlier.clear();
    }
}

/// Whether the last examination kept the data of its report, as earlier versions did not.
pub(crate) fn has_page(case: &Recorded) -> bool {
    listed_page(case).is_some()
}

fn listed_page(case: &Recorded) -> Option<&Output> {
    let run = case.latest_run("examine")?;
    run.outputs.iter().find(|output| output.place == Place::Out && output.name == PAGE)
}

/// The page data of the last examination of the case at `place`, as listed.
fn page_output(case: &Recorded, place: &Path) -> Result<Output> {
    let none = |message: String, hint: &str| Error::Option { message, hint: hint.to_owned() };
    let place = place.display();
    if case.latest_run("examine").is_none() {
        return Err(none(format!("the case `{place}` holds no results"), "run `scrutineer examine` first"));
    }
    listed_page(case).cloned().ok_or_else(|| {
        none(
            format!("the last examination of the case `{place}` kept no `{PAGE}`"),
            "an earlier version made it: run `scrutineer examine` with this one, into a new folder",
        )
    })
}

fn page_data(case: &Recorded, place: &Path, output: &Output) -> Result<Page> {
    let json = match case.output_file(output) {
        Some(path) => std::fs::read(&path).map_err(Error::file("read", &path))?,
        None => Vec::new(),
    };
    if Sha256::of(&json) != output.hash {
        return Err(Error::Option {
            message: format!("`{PAGE}` of the case `{}` is missing or altered", place.display()),
            hint: "run `scrutineer examine` again: it makes what is missing".to_owned(),
        });
    }
    let mut page = report::page::from_json(&json, &crate::methods(), case.current_findings())?;
    page.files.push(report::page::OutputFile {
        name: PAGE.to_owned(),
        meaning: "What the report of the examination shows, as data.".to_owned(),
        rows: None,
        bytes: json.len() as u64,
        sha256: output.hash.hex(),
    });
    Ok(page)
}

/// Bytes behind the weighed findings, or behind the first where none is.
fn excerpts(case: &Case, page: &Page) -> Vec<Excerpts> {
    let weighed = page.case.iter().filter_map(|part| part.weighing.as_ref());
    let weighed: BTreeSet<Sha256> =
        weighed.flat_map(|weighed| &weighed.columns).map(|column| column.finding).collect();
    let findings = page.findings.iter();
    kept::excerpts(case, findings.filter(|finding| weighed.is_empty() || weighed.contains(&finding.id)))
}

/// The page of an examination with the case around it. `name` is what a piece of evidence is called.
fn complete(
    case: &Recorded,
    mut page: Page,
    weighing: &Weighing,
    priors: &[Prior],
    log: &[case::Entry],
    name: &dyn Fn(&str) -> String,
) -> Result<Page> {
    let items = case.items();
    let is_weighed = weighing.hypotheses.iter().any(|hypothesis| hypothesis.name != NONE_OF_THESE);
    let told = is_weighed.then(|| weigh(weighing, &items, priors)).transpose()?;
    // Weighed findings first, so that what the matrix names is on the page.
    let assessed: BTreeSet<Sha256> =
        told.iter().flat_map(|told| &told.findings).map(|weighed| weighed.finding).collect();
    page.findings.sort_by_key(|finding| !assessed.contains(&finding.id));
    let names = weighed::Names {
        evidence: case
            .contents
            .evidence
            .iter()
            .map(|row| (row.evidence.id, name(&row.evidence.name)))
            .collect(),
        findings: &page.findings,
    };
    let weighed = told.as_ref().map(|told| weighed::weighed(told, weighing, &items, &names)).transpose()?;
    let actors = weighing.hypotheses.iter().filter(|hypothesis| hypothesis.level.needs_a_person());
    let actors = actors.map(|hypothesis| Entered {
        statement: hypothesis.statement.clone(),
        source: format!("hypothesis “{}”, {}", hypothesis.name, hypothesis.level.name()),
        by: weighed::person(&hypothesis.author),
    });
    let actors = actors.collect();
    let effects = kept::effects(log);
    let last = log.last();
    let part = CasePart {
        id: case.contents.case.short(),
        as_of: Head {
            entry: last.map_or(0, |entry| entry.entry),
            hash: last.map(|entry| entry.hash.hex()).unwrap_or_default(),
            time: last.map(|entry| entry.time).unwrap_or_default(),
        },
        sentences: sentences::summary(told.as_ref(), items.len() as u64)?,
        claimed: sentences::claimed(told.as_ref())?,
        not_claimed: sentences::not_claimed(told.as_ref(), !effects.is_empty())?,
        weighing: weighed,
        actors,
        degree: kept::degree(&page),
        effects,
        custody: kept::custody(log),
        excerpts: Vec::new(),
        checks: checks(),
        left_out: Vec::new(),
    };
    page.case = Some(part);
    Ok(page)
}

/// What whoever doubts the report can do.
fn checks() -> Vec<(String, String)> {
    [
        (
            "scrutineer case verify CASE",
            "Hashes everything again and compares it with the log; exit code 1 when something was altered.",
        ),
        ("scrutineer case log CASE", "Prints the whole custody log; the hash above must stand at its entry."),
        ("scrutineer explain CASE FINDING", "Prints a finding in full with the bytes that it rests on."),
        ("scrutineer case sensitivity CASE", "Weighs again; `--prior` with other priors."),
        ("scrutineer case report CASE", "Makes this report again: the same case gives the same bytes."),
    ]
    .map(|(command, meaning)| (command.to_owned(), meaning.to_owned()))
    .into()
}
