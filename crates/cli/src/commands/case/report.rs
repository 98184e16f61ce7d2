//! `scrutineer case report` and `scrutineer case effect`.

use super::{App, setup};
use crate::args::ReportArgs;
use anyhow::{Result, ensure};
use case::Case;
use pipeline::{CaseReportOptions, Ctx, EFFECT, ShareOptions, report_case, share_report};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// Runs `case report`.
pub fn run(args: ReportArgs, app: &App, out: &mut dyn Write) -> Result<ExitCode> {
    if let (true, Some(to)) = (args.share, &args.to) {
        let options = ShareOptions { priors: args.prior, to: to.clone(), fresh: setup::secret()? };
        let left_out = share_report(&args.case, &options, &ctx(app, args.who.actor));
        pipeline::Progress::done(&app.bars);
        let left_out = left_out?;
        if !app.quiet {
            let mut err = std::io::stderr().lock();
            left_out.iter().try_for_each(|sentence| writeln!(err, "{sentence}"))?;
        }
        writeln!(out, "{}", to.display())?;
        return Ok(ExitCode::SUCCESS);
    }
    let options = CaseReportOptions { priors: args.prior, to: args.to };
    let report = report_case(&args.case, &options, &ctx(app, args.who.actor));
    pipeline::Progress::done(&app.bars);
    let report = report?;
    if !app.quiet && report.is_unchanged && options.to.is_none() {
        writeln!(std::io::stderr(), "Nothing has changed since the last report of the case.")?;
    }
    writeln!(out, "{}", report.path.display())?;
    Ok(ExitCode::SUCCESS)
}

/// Runs `case effect`.
pub fn effect(case: &Path, statement: &str, source: &str, actor: &str) -> Result<ExitCode> {
    for (text, what) in [(statement, "the statement"), (source, "the source")] {
        ensure!(!text.trim().is_empty(), "{what} is empty");
    }
    let details = serde_json::json!({"statement": statement, "source": source});
    Case::open(case)?.log(actor, EFFECT, &details, setup::now())?;
    Ok(ExitCode::SUCCESS)
}

/// After an examination: the report of the case again, when people put explanations forward. Says which report is which.
pub fn after_examination(
    dir: &Path,
    examined: &Path,
    actor: &str,
    app: &App,
    out: &mut dyn Write,
) -> Result<()> {
    if !pipeline::is_weighed(dir)? {
        writeln!(out, "{}", examined.display())?;
        return Ok(());
    }
    let report = report_case(dir, &CaseReportOptions::default(), &ctx(app, actor.to_owned()));
    pipeline::Progress::done(&app.bars);
    let report = report?;
    if !app.quiet {
        let mut err = std::io::stderr().lock();
        writeln!(err, "Report of the case, with what people make of it: {}", report.path.display())?;
    }
    writeln!(out, "{}", report.path.display())?;
    Ok(())
}

fn ctx(app: &App, actor: String) -> Ctx<'_> {
    Ctx { now: setup::now(), actor, command: setup::command_line(), progress: &app.bars }
}
