//! `scrutineer case open-commitment` and `scrutineer case check-commitment`.

use crate::args::{CheckCommitment, OpenCommitment};
use crate::commands::{App, setup};
use crate::terminal;
use anyhow::{Context, Result};
use model::inert;
use pipeline::{Ctx, Opened};
use std::io::Write;
use std::process::ExitCode;

/// Prints one item with its salt.
pub fn open(args: OpenCommitment, app: &App, out: &mut dyn Write) -> Result<ExitCode> {
    let ctx =
        Ctx { now: setup::now(), actor: args.who.actor, command: setup::command_line(), progress: &app.bars };
    let opened = pipeline::open_commitment(&args.case, &args.item, args.keys.as_deref(), &ctx);
    pipeline::Progress::done(&app.bars);
    let opened = opened?;
    writeln!(out, "{}", serde_json::to_string_pretty(&opened)?)?;
    if let (false, Some(sha256)) = (app.quiet, opened.sha256) {
        writeln!(terminal::messages(), "Hand over the file with this, too: it is the evidence {sha256}.")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Says whether a copy committed to what is shown.
pub fn check(args: &CheckCommitment, out: &mut dyn Write) -> Result<ExitCode> {
    let shown = &args.shown;
    let bytes = std::fs::read(shown).with_context(|| format!("could not read `{}`", shown.display()))?;
    let opened: Opened = serde_json::from_slice(&bytes).with_context(|| {
        format!("`{}` is not what `scrutineer case open-commitment` prints", shown.display())
    })?;
    let item = inert::terminal(&opened.item).into_owned();
    if pipeline::check_commitment(&args.copy, &opened, args.content.as_deref())? {
        writeln!(out, "holds: the copy was made with this content of `{item}`")?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "does not hold: the copy was made with another content of `{item}`, or with another salt")?;
    Ok(ExitCode::from(1))
}
