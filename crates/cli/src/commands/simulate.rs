//! `scrutineer simulate`.

use super::{App, setup};
use crate::args::{SimulateCommand, SimulatePosts};
use anyhow::Result;
use model::inert;
use model::words::count;
use pipeline::{Ctx, SimulateOptions, Simulated};
use std::io::Write;
use std::process::ExitCode;

/// Runs the command.
pub fn run(command: SimulateCommand, app: &App) -> Result<ExitCode> {
    let SimulateCommand::Posts(args) = command;
    let ctx = Ctx { now: setup::now(), actor: String::new(), command: String::new(), progress: &app.bars };
    let made = pipeline::simulate_posts(&options(&args), &args.out, &ctx);
    pipeline::Progress::done(&app.bars);
    let made = made?;
    if !app.quiet {
        print_summary(&made, &mut std::io::stderr().lock())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn options(args: &SimulatePosts) -> SimulateOptions {
    let range = |ends: &[u32]| match *ends {
        [least, most] => (least, most),
        // The parser takes two values, no more and no less.
        _ => (0, 0),
    };
    SimulateOptions {
        rows: args.rows,
        seed: args.seed,
        accounts: args.accounts,
        days: args.days,
        groups: args.groups,
        group_size: range(&args.group_size),
        campaigns: range(&args.campaigns),
        duty: args.duty,
        jitter: u32::try_from(args.jitter / 1_000_000).unwrap_or(u32::MAX),
        evade: args.evade,
        interests: args.interests,
        homophily: args.homophily,
        hyper: args.hyper,
        layers: args.layers,
        platforms: args.platforms,
        shuffle: args.shuffle,
    }
}

fn print_summary(made: &Simulated, err: &mut dyn Write) -> Result<()> {
    writeln!(
        err,
        "{} of {}; {} with {} acted together in {}",
        count(made.rows, "invented post", "invented posts"),
        count(made.accounts, "account", "accounts"),
        count(made.groups, "group", "groups"),
        count(made.members, "member", "members"),
        count(made.planted_rows, "post", "posts"),
    )?;
    if made.shuffled {
        writeln!(err, "accounts were permuted afterwards: nothing is coordinated any more")?;
    }
    let names: Vec<String> = made.files.iter().map(|file| file.display().to_string()).collect();
    Ok(writeln!(err, "written: {}", inert::terminal(&names.join(", ")))?)
}
