//! `scrutineer case timestamp`.

use super::verify::stamp_line;
use crate::args::CaseTimestamp;
use anyhow::Result;
use case::Authority;
use std::io::Write;
use std::process::ExitCode;

/// Runs the command. Prints what the reply shows.
pub fn run(args: &CaseTimestamp, out: &mut dyn Write) -> Result<ExitCode> {
    let authority = args.authority.as_deref().map(Authority::read).transpose()?;
    let stamp = case::add_stamp(&args.sealed, &args.reply, authority.as_ref())?;
    writeln!(out, "{}", stamp_line(&stamp))?;
    Ok(ExitCode::SUCCESS)
}
