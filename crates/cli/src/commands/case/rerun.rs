//! `scrutineer case rerun`.

use super::App;
use crate::args::{Args, CaseRerun, Command};
use crate::commands::{examine, setup};
use anyhow::Result;
use case::{Place, Recorded};
use clap::Parser;
use model::inert;
use model::words::count;
use pipeline::{ChangedOutput, Ctx, Progress, RebuildError, Rebuilt, Repeated, Repetition};
use std::io::Write;
use std::process::ExitCode;

/// Runs the command.
pub fn run(args: &CaseRerun, app: &App, out: &mut dyn Write) -> Result<ExitCode> {
    let recorded = Recorded::open(&args.case, pipeline::PROGRAM)?;
    let ctx = Ctx { now: setup::now(), actor: String::new(), command: String::new(), progress: &app.bars };
    let repeated = pipeline::rerun(&recorded, &args.aid, &rebuild, &ctx);
    app.bars.done();
    let repeated = repeated?;
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&repeated)?)?;
    } else {
        print(&repeated, out)?;
    }
    let differs = |one: &Repeated| matches!(&one.repetition, Repetition::Done { different, .. } if !different.is_empty());
    let is_done = |one: &Repeated| matches!(one.repetition, Repetition::Done { .. });
    Ok(match () {
        () if repeated.iter().any(differs) => ExitCode::from(1),
        () if repeated.is_empty() || !repeated.iter().all(is_done) => ExitCode::from(2),
        () => ExitCode::SUCCESS,
    })
}

/// Options out of recorded words, by the same way as those that are typed.
fn rebuild(words: &[String]) -> Result<Rebuilt, RebuildError> {
    let line = ["scrutineer", "examine", "EVIDENCE"].into_iter().chain(words.iter().map(String::as_str));
    match Args::try_parse_from(line)?.command {
        Command::Examine(args) => Ok(examine::options(*args)?),
        _ => Err("they are not those of `examine`".into()),
    }
}

fn print(repeated: &[Repeated], out: &mut dyn Write) -> Result<()> {
    if repeated.is_empty() {
        writeln!(out, "cannot tell: the case records no run")?;
    }
    for one in repeated {
        let what = format!("{} of {}", one.command, one.finished.rfc3339());
        match &one.repetition {
            Repetition::CannotTell { why } => {
                writeln!(out, "{}", inert::terminal(&format!("{what}: cannot tell: {why}")))?;
            }
            Repetition::Done { same, different } => {
                let outputs = count(same.len() as u64, "output", "outputs");
                let rest = match different.len() {
                    0 => "and none differs".to_owned(),
                    n => count(n as u64, "differs", "differ"),
                };
                writeln!(out, "{what}: {outputs} with the recorded hash, {rest}")?;
                for changed in different {
                    writeln!(out, "  {}", inert::terminal(&line(changed)))?;
                }
            }
        }
    }
    Ok(())
}

fn line(changed: &ChangedOutput) -> String {
    let hashes = |hashes: &[model::Sha256]| match hashes {
        [] => "nothing".to_owned(),
        all => all.iter().map(model::Sha256::short).collect::<Vec<_>>().join(", "),
    };
    let place = match changed.place {
        Place::Records => "segment of ",
        Place::Out => "",
        Place::Aids => "given file ",
    };
    let (before, now) = (hashes(&changed.recorded), hashes(&changed.repeated));
    format!("{place}{}: recorded {before}, now {now}", changed.name)
}
