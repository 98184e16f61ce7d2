//! `scrutineer coordination`.

use super::{App, setup};
use crate::args::Coordination;
use crate::terminal::{self, Table};
use anyhow::Result;
use model::words::{count, rate, thousands};
use model::{inert, schema};
use pipeline::{CoordinationResult, Ctx, Target};
use std::io::Write;
use std::process::ExitCode;

/// Runs the command.
pub fn run(args: Coordination, app: &App, out: &mut (dyn Write + Send)) -> Result<ExitCode> {
    let inputs = setup::paths(&args.paths)?;
    let formats = args.also.iter().map(|format| format.file_format()).collect();
    let options = setup::coordination(&args.comparing, setup::filters(&args.filters)?, formats)?;
    let read = setup::read_options(&args.reading)?;
    let ctx =
        Ctx { now: setup::now(), actor: String::new(), command: setup::command_line(), progress: &app.bars };
    let result = match (&args.out, args.format.file_format()) {
        (Some(dir), _) => pipeline::coordinate(&inputs.paths, &options, &read, Target::Folder(dir), &ctx),
        (None, Some(format)) => {
            let mut writer = report::TableWriter::new(format, &schema::edges().schema(), &mut *out)?;
            let result = pipeline::coordinate(
                &inputs.paths,
                &options,
                &read,
                Target::Edges(&mut |batch| writer.write(batch)),
                &ctx,
            );
            if result.is_ok() {
                writer.finish()?;
            }
            result
        }
        (None, None) => {
            pipeline::coordinate(&inputs.paths, &options, &read, Target::Edges(&mut |_| Ok(())), &ctx)
        }
    };
    pipeline::Progress::done(&app.bars);
    let result = result?;
    let is_listed = args.out.is_none() && args.format.file_format().is_none();
    if is_listed {
        print_strongest(&result, args.comparing.q, out)?;
    }
    if !app.quiet {
        let mut err = terminal::messages();
        // What stands in the place of an empty table is not said twice.
        let said = usize::from(is_listed && result.strongest.is_empty());
        print_summary_after(&result, said, &mut err)?;
        if let Some(report) = &result.report {
            writeln!(err, "Report: {}", report.display())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The strongest pairs as a table; `q` is the rate up to which a pair is a discovery.
fn print_strongest(result: &CoordinationResult, q: f64, out: &mut dyn Write) -> Result<()> {
    if result.strongest.is_empty() {
        return Ok(writeln!(out, "{}", result.findings[0].statement)?);
    }
    let mut head = vec!["account a", "account b", "#objects", "#pairs", "#mean s", "layers"];
    if result.compared.is_some() {
        head.extend(["#evidence", "#q"]);
    }
    let mut table = Table::new(&head);
    for pair in result.strongest.iter().take(20) {
        let mut row = vec![
            named(&pair.account_a, &pair.name_a),
            named(&pair.account_b, &pair.name_b),
            thousands(u64::from(pair.n_objects)),
            thousands(pair.n_pairs),
            format!("{:.1}", pair.mean_dt_s),
            pair.layers.clone(),
        ];
        if let Some((evidence, q)) = pair.against_chance {
            row.extend([format!("{evidence:.1}"), rate(q)]);
        }
        table.row(&row);
    }
    table.print(out)?;
    writeln!(out)?;
    match result.compared {
        Some(_) => writeln!(
            out,
            "Ordered by evidence: how far a pair's meetings go beyond chance, in nats. q: the share of false ones to expect \
             among all pairs that do as well; a pair above {} may be chance, wherever it stands (`scrutineer methods \
             co_chance`).",
            rate(q)
        )?,
        None => writeln!(out, "Ordered by the number of common objects.")?,
    }
    Ok(())
}

fn named(account: &str, name: &str) -> String {
    if name.is_empty() || account.ends_with(name) {
        account.to_owned()
    } else {
        format!("{account} ({name})")
    }
}

/// What was read, what was found, what was lost: on the standard error.
pub fn print_summary(result: &CoordinationResult, err: &mut dyn Write) -> Result<()> {
    print_summary_after(result, 0, err)
}

/// The same without the first findings, where these were said already.
fn print_summary_after(result: &CoordinationResult, said: usize, err: &mut dyn Write) -> Result<()> {
    let read = &result.read;
    writeln!(
        err,
        "{} with {} on objects, from {}.",
        count(result.accounts, "account", "accounts"),
        count(result.actions, "action", "actions"),
        count(read.files.len() as u64, "file", "files")
    )?;
    if let Some(nothing) = &read.nothing {
        writeln!(err, "{}", inert::terminal(&nothing.sentence()))?;
    }
    let told = if result.compared.is_some() { 2 } else { 1 };
    for finding in result.findings.iter().take(told).skip(said) {
        writeln!(err, "{}", inert::terminal(&finding.statement))?;
    }
    let mut losses = Vec::new();
    if read.duplicates() > 0 {
        losses.push(count(read.duplicates(), "duplicate counted once", "duplicates counted once"));
    }
    if read.conflicting() > 0 {
        let n = thousands(read.conflicting());
        losses.push(format!("{n} of them under another account than the post of the same id that counts"));
    }
    for filter in &read.left_out {
        let remark = filter.remark.iter().map(|remark| format!(" ({remark})")).collect::<String>();
        losses.push(format!("{} left out by {}{remark}", thousands(filter.posts), filter.name));
    }
    if !losses.is_empty() {
        writeln!(err, "{}.", inert::terminal(&losses.join("; ")))?;
    }
    for ((code, severity), kind) in &read.problems {
        let cost = severity.in_words();
        let (name, at, message) = kind.examples.first().cloned().unwrap_or_default();
        let example = format!("{cost}: {} {code}, such as {name}, {at}: {message}", thousands(kind.count));
        writeln!(err, "{}", inert::terminal(&example))?;
    }
    for (name, error) in &read.failed {
        writeln!(err, "not read: {}", inert::terminal(&format!("{name}: {error}")))?;
    }
    for name in &read.repeats {
        writeln!(err, "{} has the same bytes as another input and was read once.", inert::terminal(name))?;
    }
    Ok(())
}
