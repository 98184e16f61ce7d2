//! `scrutineer synthetic`.

use super::{App, print_lost, setup};
use crate::args::{Synthetic, SyntheticCalibrate, SyntheticCommand};
use crate::terminal::{self, Table};
use ::synthetic::answer::Outcome;
use anyhow::Result;
use model::inert;
use model::words::{count, thousands};
use pipeline::{Ctx, Progress, SyntheticOptions, SyntheticResult, SyntheticTarget};
use std::io::Write;
use std::process::ExitCode;

/// Runs the command.
pub fn run(args: Synthetic, app: &App, out: &mut (dyn Write + Send)) -> Result<ExitCode> {
    if let Some(SyntheticCommand::Calibrate(args)) = args.command {
        return calibrate(args, app);
    }
    let inputs = setup::paths(&args.paths)?;
    let read = setup::read_options(&args.reading)?;
    let formats = args.also.iter().map(|format| format.file_format()).collect();
    let groups = args.groups.as_deref().map(SyntheticOptions::read_groups).transpose()?.unwrap_or_default();
    let options = SyntheticOptions {
        model: args.model,
        language_model: args.language_model,
        groups,
        expected: args.expect,
        formats,
    };
    let ctx =
        Ctx { now: setup::now(), actor: String::new(), command: setup::command_line(), progress: &app.bars };
    let target = match (&args.out, args.format.file_format()) {
        (Some(dir), _) => SyntheticTarget::Folder(dir),
        (None, Some(format)) => SyntheticTarget::Table(format, &mut *out),
        (None, None) => SyntheticTarget::Summaries,
    };
    let result = pipeline::synthetic(&inputs.paths, &options, &read, target, &ctx);
    Progress::done(&app.bars);
    let result = result?;
    let is_listed = args.out.is_none() && args.format.file_format().is_none();
    if is_listed {
        print(&result, out)?;
    }
    if !app.quiet {
        let mut err = terminal::messages();
        print_summary(&result, &mut err)?;
        for line in pipeline::base_rates(&options.expected) {
            writeln!(err, "{line}")?;
        }
        if is_listed && result.texts.len().max(result.accounts.len()) > LISTED {
            writeln!(err, "The first {LISTED} are listed; use --format json or --out for all.")?;
        }
        if let Some(dir) = &args.out {
            writeln!(err, "Report: {}", dir.join("report.html").display())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn calibrate(args: SyntheticCalibrate, app: &App) -> Result<ExitCode> {
    let inputs = setup::paths(&args.paths)?;
    let options = SyntheticOptions {
        model: args.model,
        language_model: args.language_model,
        ..SyntheticOptions::default()
    };
    let ctx =
        Ctx { now: setup::now(), actor: String::new(), command: setup::command_line(), progress: &app.bars };
    let added = pipeline::calibrate_synthetic(&inputs.paths, &args.name, &options, &args.out, &ctx);
    Progress::done(&app.bars);
    let added = added?;
    if !app.quiet {
        let mut err = terminal::messages();
        for (length, texts, answers) in added {
            let says = if answers { "answers" } else { "too few to answer: 200 are needed" };
            writeln!(err, "{}: {} of this kind, {says}.", length, count(texts, "human text", "human texts"))?;
        }
        writeln!(err, "Models: {}. Use them with --model.", args.out.display())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Rows that are listed for people.
const LISTED: usize = 200;

fn print(result: &SyntheticResult, out: &mut dyn Write) -> Result<()> {
    if !result.texts.is_empty() {
        let mut headers =
            vec!["text", "words", "what can be said", "p", "human texts as high", "compared with"];
        if result.language_model.is_some() {
            headers.extend(["curvature", "its p"]);
        }
        let mut table = Table::new(&headers);
        for text in result.texts.iter().take(LISTED) {
            let p = text.answer.p;
            let mut row = vec![
                text.name.clone(),
                text.words.to_string(),
                text.answer.outcome.words().to_owned(),
                p.map_or_else(String::new, |p| format!("{:.4}", p.p)),
                p.map_or_else(String::new, |p| format!("{} of {}", thousands(p.above), thousands(p.n))),
                result.kind(text).unwrap_or_default(),
            ];
            if result.language_model.is_some() {
                let found = text.perplexity;
                row.push(found.map_or_else(String::new, |found| format!("{:+.2}", found.reading.curvature)));
                row.push(found.map_or_else(String::new, |found| {
                    found.p.map_or_else(|| found.state().to_owned(), |p| format!("{:.4}", p.p))
                }));
            }
            table.row(&row);
        }
        table.print(out)?;
    }
    if !result.accounts.is_empty() {
        let mut table = Table::new(&[
            "account",
            "posts",
            "spreads from people's mean",
            "interval",
            "human accounts as high",
        ]);
        for ((platform, name), account) in result.accounts.iter().take(LISTED) {
            let level = account.level;
            table.row(&[
                format!("{platform}/{name}"),
                account.scores.len().to_string(),
                level.map_or_else(
                    || "cannot tell: under 20 posts".to_owned(),
                    |one| format!("{:+.1}", one.spreads),
                ),
                level.map_or_else(String::new, |one| {
                    format!("{:+.1} to {:+.1}", one.spreads_low, one.spreads_high)
                }),
                level.map_or_else(String::new, |one| format!("{} of {}", one.above, one.people)),
            ]);
        }
        table.print(out)?;
    }
    Ok(())
}

/// What was read and found, and what was lost: on the standard error.
pub fn print_summary(result: &SyntheticResult, err: &mut dyn Write) -> Result<()> {
    let of = |which: Outcome| result.count(|outcome| outcome == which);
    if !result.texts.is_empty() {
        writeln!(
            err,
            "{} looked at for machine generation: {} compared with human texts of their kind; unusual at 1 %: {}, at 5 %: {} more.",
            count(result.texts.len() as u64, "text", "texts"),
            thousands(result.count(Outcome::is_answer)),
            thousands(of(Outcome::Unusual1)),
            thousands(of(Outcome::Unusual5))
        )?;
        for (why, texts) in result.reasons() {
            writeln!(err, "  {}: {}", why.words(), thousands(texts))?;
        }
    }
    if result.posts > 0 {
        let told = result.accounts.values().filter_map(|account| account.level).collect::<Vec<_>>();
        writeln!(
            err,
            "{} of {}; {} with 20 posts or more, {} above all human accounts compared with.",
            count(result.posts, "post", "posts"),
            count(result.accounts.len() as u64, "account", "accounts"),
            thousands(told.len() as u64),
            thousands(told.iter().filter(|one| one.above == 0).count() as u64)
        )?;
    }
    for group in &result.groups {
        let (told, families) = (
            count(group.told, "account", "accounts"),
            count(group.families, "family of longer texts", "families of longer texts"),
        );
        let id = inert::terminal(&group.id);
        writeln!(err, "Group {id}: {told} and {families} together, e-value {:.2}.", group.together.e)?;
    }
    print_lost(&result.problems, err)?;
    for (name, error) in &result.failed {
        writeln!(err, "not read: {}", inert::terminal(&format!("{name}: {error}")))?;
    }
    for name in &result.repeats {
        writeln!(err, "{} has the same bytes as another input and was read once.", inert::terminal(name))?;
    }
    Ok(())
}
