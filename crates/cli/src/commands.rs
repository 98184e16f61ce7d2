//! One module a command: from arguments to the pipeline, and from results to the terminal.

mod case;
mod claims;
mod compat;
mod coordination;
mod examine;
mod explain;
mod inspect;
mod invocation;
mod mail;
mod media;
mod methods;
mod setup;
mod simulate;
mod sql;
mod synthetic;

use crate::args::{Args, Command};
use crate::progress::Bars;
use anyhow::Result;
use clap::CommandFactory;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

/// What commands share.
pub struct App {
    /// Print errors only.
    pub quiet: bool,
    /// Progress.
    pub bars: Bars,
}

impl App {
    /// Prints the path of a report that a message has named: a program wants it alone, and whoever sees both on one
    /// terminal needs it once.
    fn print_path(&self, path: &Path, out: &mut dyn Write) -> Result<()> {
        let is_seen = !self.quiet && std::io::stdout().is_terminal() && std::io::stderr().is_terminal();
        if !is_seen {
            writeln!(out, "{}", path.display())?;
        }
        Ok(())
    }
}

/// Runs the command.
pub fn run(args: Args) -> Result<ExitCode> {
    if let Some(threads) = args.threads {
        rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build_global()?;
    }
    let app = App { quiet: args.quiet, bars: Bars::new(args.quiet) };
    let mut out = std::io::stdout();
    match args.command {
        Command::Examine(args) => examine::run(*args, &app, &mut out),
        Command::Inspect(args) => inspect::run(args, &app, &mut out),
        Command::Coordination(args) if args.mode.is_some() => compat::run(args, &app, &mut out),
        Command::Coordination(args) => coordination::run(args, &app, &mut out),
        Command::Claims(args) => claims::run(args, &app, &mut out),
        Command::Mail(args) => mail::run(args, &app, &mut out),
        Command::Synthetic(args) => synthetic::run(*args, &app, &mut out),
        Command::Media(args) => media::run(args, &app, &mut out),
        Command::Explain(args) => explain::run(args, &mut out),
        Command::Sql(args) => sql::run(args, &mut out),
        Command::Case(command) => case::run(command, &app, &mut out),
        Command::Simulate(command) => simulate::run(command, &app),
        Command::Methods(args) => methods::methods(args, &mut out),
        Command::Schema(args) => methods::schema(args, &mut out),
        Command::Completions { shell } => {
            // The generator panics when it cannot write, so that it writes into memory.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "scrutineer", &mut script);
            out.write_all(&script)?;
            Ok(ExitCode::SUCCESS)
        }
        #[cfg(feature = "c2pa")]
        Command::C2paWorker(args) => media::work(&args),
        Command::Man => {
            clap_mangen::Man::new(Args::command()).render(&mut out)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Lost records of mails or articles that are named on the standard error.
const LOST_NAMED: usize = 20;

/// Names the first records that were lost, and counts the others.
fn print_lost(problems: &[pipeline::LostRecord], err: &mut dyn Write) -> std::io::Result<()> {
    print_problems("lost", problems, err)
}

/// Names the first problems, after a word for what they cost, and counts the others.
fn print_problems(word: &str, problems: &[pipeline::LostRecord], err: &mut dyn Write) -> std::io::Result<()> {
    for lost in problems.iter().take(LOST_NAMED) {
        let text = format!("{}, {}: {}", lost.code, lost.place, lost.message);
        writeln!(err, "{word}: {}", model::inert::terminal(&text))?;
    }
    if problems.len() > LOST_NAMED {
        writeln!(err, "{word}: {} more", model::words::thousands((problems.len() - LOST_NAMED) as u64))?;
    }
    Ok(())
}
