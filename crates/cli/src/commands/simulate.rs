//! `scrutineer simulate`.

use super::{App, setup};
use crate::args::{SimulateCommand, SimulateMail, SimulatePosts};
use crate::terminal;
use anyhow::Result;
use model::inert;
use model::words::count;
use pipeline::{Ctx, Receiver, SimulateMailOptions, SimulateOptions, Simulated, SimulatedMail};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs the command.
pub fn run(command: SimulateCommand, app: &App) -> Result<ExitCode> {
    let ctx = Ctx { now: setup::now(), actor: String::new(), command: String::new(), progress: &app.bars };
    let err = &mut terminal::messages();
    match command {
        SimulateCommand::Posts(args) => {
            let made = pipeline::simulate_posts(&posts_options(&args), &args.out, &ctx);
            pipeline::Progress::done(&app.bars);
            let made = made?;
            if !app.quiet {
                print_posts(&made, err)?;
            }
        }
        SimulateCommand::Mail(args) => {
            let made = pipeline::simulate_mail(&mail_options(&args), &args.out, &ctx);
            pipeline::Progress::done(&app.bars);
            let made = made?;
            if !app.quiet {
                print_mails(&made, err)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The two ends of a range: the parser takes two values, no more and no less.
fn range(ends: &[u32]) -> (u32, u32) {
    match *ends {
        [least, most] => (least, most),
        _ => (0, 0),
    }
}

fn posts_options(args: &SimulatePosts) -> SimulateOptions {
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

fn mail_options(args: &SimulateMail) -> SimulateMailOptions {
    SimulateMailOptions {
        mails: args.mails,
        seed: args.seed,
        campaigns: args.campaigns,
        group_size: range(&args.group_size),
        copycats: args.copycats,
        decoys: args.decoys,
        receivers: args.profiles.iter().filter_map(|name| Receiver::from_name(name)).collect(),
        forged_lines: args.forged_lines,
        mbox: args.mbox,
    }
}

fn print_posts(made: &Simulated, err: &mut dyn Write) -> Result<()> {
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
    print_files(&made.files, err)
}

fn print_mails(made: &SimulatedMail, err: &mut dyn Write) -> Result<()> {
    let [of_campaigns, copycats, decoys] = made.planted;
    writeln!(
        err,
        "{}; {} with {}, {}, {}",
        count(made.mails, "invented mail", "invented mails"),
        count(made.campaigns, "campaign", "campaigns"),
        count(of_campaigns, "mail", "mails"),
        count(copycats, "copycat", "copycats"),
        count(decoys, "decoy", "decoys"),
    )?;
    print_files(&made.files, err)
}

fn print_files(files: &[PathBuf], err: &mut dyn Write) -> Result<()> {
    let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    Ok(writeln!(err, "written: {}", inert::terminal(&names.join(", ")))?)
}
