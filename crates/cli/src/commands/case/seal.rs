//! `scrutineer case seal`.

use super::App;
use crate::args::CaseSeal;
use crate::commands::setup;
use crate::terminal;
use anyhow::Result;
use case::{Case, SealOptions, Signer};
use model::words::{count, thousands};
use pipeline::Progress;
use std::io::Write;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

/// Runs the command. Prints the seal.
pub fn run(args: &CaseSeal, app: &App, out: &mut dyn Write) -> Result<ExitCode> {
    let signer = args.key.as_deref().map(Signer::read).transpose()?;
    let mut case = Case::open(&args.case)?;
    let options = SealOptions {
        to: &args.to,
        signer: signer.as_ref().zip(args.key.as_deref()),
        with_content: !args.no_content,
        program: pipeline::PROGRAM,
    };
    let bytes: u64 = case.evidence()?.iter().map(|row| row.evidence.bytes).sum();
    app.bars.stage("copying and hashing", Some(bytes));
    let done = AtomicU64::new(0);
    let seen = |n| app.bars.at(done.fetch_add(n, Ordering::Relaxed) + n);
    let sealed = case.seal(&options, &args.who.actor, setup::now(), &seen);
    app.bars.done();
    let sealed = sealed?;
    writeln!(out, "{}", sealed.seal)?;
    if !app.quiet {
        let mut err = terminal::messages();
        let files = count(sealed.files, "file", "files");
        writeln!(err, "Sealed in {}: {files}, {} bytes.", args.to.display(), thousands(sealed.bytes))?;
        match &sealed.key {
            Some(key) => writeln!(err, "Signed with the key {key}.")?,
            None => writeln!(err, "Nobody signed it: note the seal where others can find it.")?,
        }
        writeln!(err, "Query for a time-stamp: {}", args.to.join("tagmanifest-sha256.txt.tsq").display())?;
    }
    Ok(ExitCode::SUCCESS)
}
