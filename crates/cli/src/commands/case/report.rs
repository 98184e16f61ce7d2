//! `scrutineer case report` and `scrutineer case effect`.

use super::{App, setup};
use crate::args::ReportArgs;
use crate::terminal;
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
            let mut err = terminal::messages();
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
        writeln!(terminal::messages(), "Nothing has changed since the last report of the case.")?;
    }
    writeln!(out, "{}", report.path.display())?;
    Ok(ExitCode::SUCCESS)
}

/// Runs `case effect`.
pub fn effect(case: &Path, statement: &str, source: &str, actor: &str, app: &App) -> Result<ExitCode> {
    for (text, what) in [
        (statement, "the statement is empty: say what came of it"),
        (source, "the source is empty: say where that is known from"),
    ] {
        ensure!(!text.trim().is_empty(), "{what}");
    }
    let details = serde_json::json!({"statement": statement, "source": source});
    Case::open(case)?.log(actor, EFFECT, &details, setup::now())?;
    if !app.quiet {
        writeln!(terminal::messages(), "Entered, for the report of the case (`scrutineer case report`).")?;
    }
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
        return app.print_path(examined, out);
    }
    let report = report_case(dir, &CaseReportOptions::default(), &ctx(app, actor.to_owned()));
    pipeline::Progress::done(&app.bars);
    let report = report?;
    if !app.quiet {
        let mut err = terminal::messages();
        writeln!(err, "Report of the case, with what people make of it: {}", report.path.display())?;
    }
    app.print_path(&report.path, out)
}

fn ctx(app: &App, actor: String) -> Ctx<'_> {
    Ctx { now: setup::now(), actor, command: setup::command_line(), progress: &app.bars }
}
