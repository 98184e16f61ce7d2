//! `scrutineer case add`.

use super::App;
use crate::args::CaseAdd;
use crate::commands::setup;
use crate::terminal;
use anyhow::Result;
use case::{Case, Description, Incoming};
use model::Obtained;
use model::words::count;
use std::io::Write;
use std::process::ExitCode;

/// Runs the command. Prints hash and name of each piece of evidence, one a line.
pub fn run(args: CaseAdd, app: &App, out: &mut dyn Write) -> Result<ExitCode> {
    let paths = setup::paths(&args.paths)?;
    let (inputs, _) = pipeline::gather(&paths.paths)?;
    let obtained = match (args.when, args.how, args.by) {
        (Some(when), Some(how), Some(by)) => Some(Obtained { when, how, by }),
        _ => None,
    };
    let description = Description {
        obtained,
        licence: args.licence,
        sensitivity: args.sensitivity.into(),
        category: args.category.into(),
        ..Description::default()
    };
    let mut case = Case::open_or_create(&args.case, &args.who.actor, setup::now())?;
    let incoming = inputs.iter().map(|input| Incoming::file(&input.path).described(description.clone()));
    let added = case.add_all(incoming.collect(), &args.who.actor, setup::now())?;
    for (one, input) in added.iter().zip(&inputs) {
        writeln!(out, "{}  {}", one.hash, model::inert::terminal(&input.name))?;
    }
    if !app.quiet {
        let mut err = terminal::messages();
        let new = added.iter().filter(|one| one.is_new).count();
        let pieces = count(new as u64, "piece of evidence", "pieces of evidence");
        writeln!(err, "Case {} has {pieces} more.", args.case.display())?;
        if new < added.len() {
            let known = count((added.len() - new) as u64, "file was", "files were");
            writeln!(err, "{known} there already: what was said of them first stays.")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
