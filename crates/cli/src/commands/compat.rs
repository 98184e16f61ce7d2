//! `scrutineer coordination --mode`: the numbers of two other programs.

use super::{App, setup};
use crate::args::{Coordination, Mode, OutputFormat};
use anyhow::{Context, Result, bail};
use coordination::compat::{cnt, coortweet};
use model::inert;
use pipeline::{CntOptions, CooRTweetOptions, Ctx, Lost};
use serde::Serialize;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

/// Runs the command. Without `--out` the edges go to the standard output.
pub fn run(args: Coordination, app: &App, out: &mut (dyn Write + Send)) -> Result<ExitCode> {
    if !matches!(args.format, OutputFormat::Table | OutputFormat::Csv) || !args.also.is_empty() {
        bail!("the compatibility modes write CSV under the peers' column names");
    }
    if let Some(dir) = &args.out {
        std::fs::create_dir_all(dir).with_context(|| format!("making the folder `{}`", dir.display()))?;
    }
    let ctx =
        Ctx { now: setup::now(), actor: String::new(), command: setup::command_line(), progress: &app.bars };
    let result = match args.mode {
        Some(Mode::Cnt) => run_cnt(&args, &ctx, out),
        _ => run_coortweet(&args, &ctx, out),
    };
    pipeline::Progress::done(&app.bars);
    result.map(|()| ExitCode::SUCCESS)
}

fn window(args: &Coordination, default_s: u64) -> Result<Duration> {
    match args.comparing.window.as_slice() {
        [] => Ok(Duration::from_secs(default_s)),
        [one] => Ok(micros(*one)),
        _ => bail!("this mode takes one --window"),
    }
}

fn micros(span: i64) -> Duration {
    Duration::from_micros(span.unsigned_abs())
}

fn run_coortweet(args: &Coordination, ctx: &Ctx<'_>, out: &mut dyn Write) -> Result<()> {
    let inputs = setup::paths(&args.paths)?;
    let options = CooRTweetOptions {
        window: window(args, 10)?,
        fast_window: args.fast_window.map(micros),
        min_participation: args.min_participation,
        keep_loops: args.keep_loops,
        edge_weight: args.edge_weight,
    };
    let read = setup::read_options(&args.reading)?;
    pipeline::compat_coortweet(
        &inputs.paths,
        &setup::settings(&args.comparing),
        &options,
        &read,
        ctx,
        |pairs, network, lost| {
            let mut write = || -> Result<()> {
                let Some(dir) = &args.out else {
                    return if network.has_fast {
                        csv(coortweet::FastEdgeRow::COLUMNS, network.fast_rows(), out)
                    } else {
                        csv(coortweet::EdgeRow::COLUMNS, network.rows(), out)
                    };
                };
                file(dir, "pairs.csv", coortweet::PairRow::COLUMNS, pairs.rows())?;
                if network.has_fast {
                    file(dir, "edges.csv", coortweet::FastEdgeRow::COLUMNS, network.fast_rows())?;
                    let stats = coortweet::fast_account_stats(network, pairs, coortweet::Threshold::None);
                    file(dir, "account_stats.csv", coortweet::FastAccountRow::COLUMNS, stats)?;
                } else {
                    file(dir, "edges.csv", coortweet::EdgeRow::COLUMNS, network.rows())?;
                    let stats = coortweet::account_stats(network, pairs, coortweet::Threshold::None);
                    file(dir, "account_stats.csv", coortweet::AccountRow::COLUMNS, stats)?;
                }
                file(
                    dir,
                    "group_stats.csv",
                    coortweet::GroupRow::COLUMNS,
                    coortweet::group_stats(network, coortweet::Threshold::None),
                )
            };
            print_lost(lost).map_err(report::Error::from)?;
            Ok(write())
        },
    )?
}

fn run_cnt(args: &Coordination, ctx: &Ctx<'_>, out: &mut dyn Write) -> Result<()> {
    let inputs = setup::paths(&args.paths)?;
    let network = cnt::Kind::from_name(&args.network).context("no such network")?;
    let options = CntOptions {
        network,
        window: window(args, 60)?,
        min_edge_weight: args.min_edge_weight,
        similarity: args.similarity,
        loops: args.keep_loops,
    };
    let read = setup::read_options(&args.reading)?;
    pipeline::compat_cnt(&inputs.paths, &options, &read, ctx, |edges, lost| {
        print_lost(lost).map_err(report::Error::from)?;
        Ok(match &args.out {
            None => csv(cnt::Edge::COLUMNS, edges, out),
            Some(dir) => file(dir, "edges.csv", cnt::Edge::COLUMNS, edges),
        })
    })?
}

/// What could not be read, on the standard error.
fn print_lost(lost: &Lost) -> std::io::Result<()> {
    let mut err = std::io::stderr().lock();
    for (code, (n, message)) in lost {
        writeln!(err, "{}", inert::terminal(&format!("rejected: {n} {code}, such as: {message}")))?;
    }
    Ok(())
}

fn file<T: Serialize>(
    dir: &Path,
    name: &str,
    columns: &[&str],
    rows: impl IntoIterator<Item = T>,
) -> Result<()> {
    let path = dir.join(name);
    let to = File::create(&path).with_context(|| format!("making `{}`", path.display()))?;
    let mut to = BufWriter::new(to);
    csv(columns, rows, &mut to)?;
    Ok(to.flush()?)
}

/// A table without rows still says what its columns are.
fn csv<T: Serialize>(columns: &[&str], rows: impl IntoIterator<Item = T>, out: &mut dyn Write) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let mut rows = rows.into_iter().peekable();
    if rows.peek().is_none() {
        writer.write_record(columns)?;
    }
    for row in rows {
        writer.serialize(row)?;
    }
    Ok(writer.flush()?)
}
