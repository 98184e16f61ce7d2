//! `scrutineer case forget`.

use crate::args::CaseForget;
use crate::commands::{App, setup};
use crate::terminal;
use anyhow::Result;
use model::inert;
use model::words::count;
use pipeline::Ctx;
use std::io::Write;
use std::process::ExitCode;

/// Runs the command.
pub fn run(args: CaseForget, app: &App, out: &mut dyn Write) -> Result<ExitCode> {
    let ctx =
        Ctx { now: setup::now(), actor: args.actor, command: setup::command_line(), progress: &app.bars };
    let forgotten = pipeline::forget(&args.case, &args.account, setup::secret()?, &ctx);
    pipeline::Progress::done(&app.bars);
    let forgotten = forgotten?;
    let files = count(forgotten.replaced as u64, "piece of evidence", "pieces of evidence");
    writeln!(out, "{} cut out of {files}.", count(forgotten.records, "record", "records"))?;
    for (names, what) in [
        (&forgotten.still_held, "still holds its records, as the format cannot be cut; they are passed over"),
        (&forgotten.still_named, "still names it"),
    ] {
        for name in names {
            writeln!(out, "{}", inert::terminal(&format!("{name} {what}")))?;
        }
    }
    if !app.quiet {
        let mut err = terminal::messages();
        writeln!(err, "Tables, findings and report are gone: run `scrutineer examine` over the case again.")?;
    }
    Ok(ExitCode::SUCCESS)
}
