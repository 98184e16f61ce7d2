//! `scrutineer coordination --mode`: the numbers of two other programs.

use super::{App, setup};
use crate::args::{Comparing, Coordination, Mode, OutputFormat};
use crate::terminal;
use anyhow::{Context, Result, bail};
use coordination::compat::{cnt, coortweet};
use model::inert;
use model::words::thousands;
use pipeline::{CntOptions, CompatInputs, CompatLosses, CooRTweetOptions, Ctx};
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
    check_options(&args)?;
    if let Some(dir) = &args.out {
        pipeline::check_empty(dir)?;
        std::fs::create_dir_all(dir).with_context(|| format!("making the folder `{}`", dir.display()))?;
    }
    let ctx =
        Ctx { now: setup::now(), actor: String::new(), command: setup::command_line(), progress: &app.bars };
    let result = match args.mode {
        Some(Mode::Cnt) => run_cnt(&args, &ctx, out),
        _ => run_coortweet(&args, &ctx, out),
    };
    pipeline::Progress::done(&app.bars);
    result?;
    if let (Some(dir), false) = (&args.out, app.quiet) {
        writeln!(terminal::messages(), "Tables: {}", inert::terminal(&dir.display().to_string()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuses what the mode would not look at.
fn check_options(args: &Coordination) -> Result<()> {
    let (mode, other, of_other) = match args.mode {
        Some(Mode::Cnt) => (
            "cnt",
            "coortweet",
            [
                ("--min-participation", args.min_participation.is_some()),
                ("--edge-weight", args.edge_weight.is_some()),
                ("--fast-window", args.fast_window.is_some()),
            ],
        ),
        _ => (
            "coortweet",
            "cnt",
            [
                ("--network", args.network.is_some()),
                ("--min-edge-weight", args.min_edge_weight.is_some()),
                ("--similarity", args.similarity.is_some()),
            ],
        ),
    };
    if let Some((flag, _)) = of_other.iter().find(|(_, given)| *given) {
        bail!("{flag} belongs to `--mode {other}`; `--mode {mode}` does not know it");
    }
    let (comparing, usual) = (&args.comparing, Comparing::usual()?);
    let of_the_lens = [
        ("--counts-only", comparing.counts_only),
        ("--q", comparing.q != usual.q),
        ("--copies", comparing.copies != usual.copies),
        ("--seed", comparing.seed != usual.seed),
        ("--most-pairs", comparing.most_pairs != usual.most_pairs),
        ("--graph-edges", comparing.graph_edges != usual.graph_edges),
        ("--near", comparing.near != usual.near),
        ("--layers", mode == "cnt" && !comparing.layers.is_empty()),
        ("--rapid", comparing.rapid != usual.rapid),
    ];
    if let Some((flag, _)) = of_the_lens.iter().find(|(_, given)| *given) {
        bail!("`--mode {mode}` does not know {flag}; it belongs to `coordination` without --mode");
    }
    if comparing.min_objects != usual.min_objects {
        bail!(
            "the compatibility modes do not know --min-objects; --edge-weight (coortweet) and --min-edge-weight (cnt) mark or drop light edges"
        );
    }
    if !comparing.known.is_empty() {
        bail!("the compatibility modes do not know --known: they make no groups that could be tagged");
    }
    Ok(())
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
        min_participation: args.min_participation.unwrap_or(2),
        keep_loops: args.keep_loops,
        edge_weight: args.edge_weight.unwrap_or(0.5),
    };
    let (read, filters) = (setup::read_options(&args.reading)?, setup::filters(&args.filters)?);
    pipeline::compat_coortweet(
        CompatInputs { paths: &inputs.paths, options: &read, filters: &filters },
        &setup::settings(&args.comparing),
        &options,
        ctx,
        |pairs, network, losses| {
            let write = || -> Result<()> {
                let Some(dir) = &args.out else {
                    return if network.has_fast {
                        Ok(report::write_rows(coortweet::FastEdgeRow::COLUMNS, network.fast_rows(), out)?)
                    } else {
                        Ok(report::write_rows(coortweet::EdgeRow::COLUMNS, network.rows(), out)?)
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
            print_losses(losses).map_err(report::Error::from)?;
            Ok(write())
        },
    )?
}

fn run_cnt(args: &Coordination, ctx: &Ctx<'_>, out: &mut dyn Write) -> Result<()> {
    let inputs = setup::paths(&args.paths)?;
    let network = args.network.as_deref().map_or(Some(cnt::Kind::CoRetweet), cnt::Kind::from_name);
    let options = CntOptions {
        network: network.context("no such network")?,
        window: window(args, 60)?,
        min_edge_weight: args.min_edge_weight.unwrap_or(1),
        similarity: args.similarity.unwrap_or(0.9),
        loops: args.keep_loops,
    };
    let (read, filters) = (setup::read_options(&args.reading)?, setup::filters(&args.filters)?);
    let inputs = CompatInputs { paths: &inputs.paths, options: &read, filters: &filters };
    pipeline::compat_cnt(inputs, &options, ctx, |edges, losses| {
        print_losses(losses).map_err(report::Error::from)?;
        Ok(match &args.out {
            None => report::write_rows(cnt::Edge::COLUMNS, edges, out).map_err(Into::into),
            Some(dir) => file(dir, "edges.csv", cnt::Edge::COLUMNS, edges),
        })
    })?
}

/// What did not come in, on the standard error.
fn print_losses(losses: &CompatLosses) -> std::io::Result<()> {
    let mut err = terminal::messages();
    for (name, error) in &losses.failed {
        writeln!(err, "not read: {}", inert::terminal(&format!("{name}: {error}")))?;
    }
    for filter in &losses.left_out {
        let line = format!("{} left out by {}", thousands(filter.posts), filter.name);
        writeln!(err, "{}", inert::terminal(&line))?;
    }
    for (code, (n, message)) in &losses.rejected {
        let line = format!("rejected: {} {code}, such as: {message}", thousands(*n));
        writeln!(err, "{}", inert::terminal(&line))?;
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
    report::write_rows(columns, rows, &mut to)?;
    Ok(to.flush()?)
}
