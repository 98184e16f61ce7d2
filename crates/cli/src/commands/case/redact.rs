//! `scrutineer case redact`.

use crate::args::CaseRedact;
use crate::commands::{App, setup};
use crate::terminal;
use anyhow::Result;
use pipeline::{Ctx, RedactOptions};
use std::io::Write;
use std::process::ExitCode;

/// Runs the command.
pub fn run(args: CaseRedact, app: &App, out: &mut dyn Write) -> Result<ExitCode> {
    let options = RedactOptions {
        allow_small: args.allow_small,
        keys: args.keys.clone(),
        fresh_key: setup::secret()?,
        fresh_salts: setup::secret()?,
    };
    let ctx =
        Ctx { now: setup::now(), actor: args.actor, command: setup::command_line(), progress: &app.bars };
    let redacted = pipeline::redact(&args.case, &args.to, &options, &ctx);
    pipeline::Progress::done(&app.bars);
    let redacted = redacted?;
    if !app.quiet {
        let mut err = terminal::messages();
        for sentence in &redacted.left_out {
            writeln!(err, "{sentence}")?;
        }
        let files = model::words::count(redacted.files as u64, "file", "files");
        match &args.keys {
            None => writeln!(err, "{files} written. The keys stay in the case: keep it.")?,
            Some(keys) => {
                let keys = keys.display();
                writeln!(err, "{files} written. The keys are in `{keys}`: keep it, and do not hand it on.")?;
            }
        }
    }
    writeln!(out, "{}", args.to.display())?;
    Ok(ExitCode::SUCCESS)
}
