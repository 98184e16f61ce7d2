//! `scrutineer case`.

mod add;
mod assess;
mod commitment;
mod diff;
mod export;
mod forget;
mod hypothesis;
mod list_file;
mod log;
mod redact;
mod report;
mod rerun;
mod seal;
mod sensitivity;
mod timestamp;
mod verify;
mod weighing;

pub use report::after_examination;
pub use weighing::{check_weighing, enter_weighing};

use super::{App, setup};
use crate::args::CaseCommand;
use crate::terminal::Table;
use anyhow::Result;
use case::Case;
use model::words::{count, thousands};
use std::io::Write;
use std::process::ExitCode;

/// Runs the command.
pub fn run(command: CaseCommand, app: &App, out: &mut dyn Write) -> Result<ExitCode> {
    match command {
        CaseCommand::New { case, who } => {
            let case = Case::create(&case, &who.actor, setup::now())?;
            writeln!(out, "{}", case.dir().display())?;
            Ok(ExitCode::SUCCESS)
        }
        CaseCommand::Hypothesis(command) => hypothesis::run(command, app, out),
        CaseCommand::Assess(args) => assess::run(*args, app, out),
        CaseCommand::Sensitivity(args) => sensitivity::run(&args, out),
        CaseCommand::Report(args) => report::run(args, app, out),
        CaseCommand::Effect { case, statement, source, who } => {
            report::effect(&case, &statement, &source, &who.actor, app)
        }
        CaseCommand::Show { case } => show(&Case::open_read_only(&case)?, out),
        CaseCommand::Log { case, json } => log::run(&Case::open_read_only(&case)?, json, out),
        CaseCommand::Add(args) => add::run(args, app, out),
        CaseCommand::Seal(args) => seal::run(&args, app, out),
        CaseCommand::Timestamp(args) => timestamp::run(&args, out),
        CaseCommand::Verify(args) => verify::run(&args, app, out),
        CaseCommand::Rerun(args) => rerun::run(&args, app, out),
        CaseCommand::Diff(args) => diff::run(&args, out),
        CaseCommand::Export(args) => export::run(args, app, out),
        CaseCommand::Redact(args) => redact::run(args, app, out),
        CaseCommand::OpenCommitment(args) => commitment::open(args, app, out),
        CaseCommand::CheckCommitment(args) => commitment::check(&args, out),
        CaseCommand::Forget(args) => forget::run(args, app, out),
    }
}

fn show(case: &Case, out: &mut dyn Write) -> Result<ExitCode> {
    let mut table = Table::new(&["#no", "name", "#bytes", "sha256"]);
    for row in case.evidence()? {
        let bytes = thousands(row.evidence.bytes);
        table.row(&[row.no.0.to_string(), row.names.join(", "), bytes, row.evidence.id.short()]);
    }
    table.print(out)?;
    writeln!(out)?;
    for run in case.runs()? {
        let inputs = count(run.plan.inputs.len() as u64, "input", "inputs");
        writeln!(out, "{}  {} of {inputs}, {}", run.finished.rfc3339(), run.plan.command, run.plan.version)?;
    }
    writeln!(out, "\n{}", count(case.findings()?.len() as u64, "finding", "findings"))?;
    Ok(ExitCode::SUCCESS)
}
