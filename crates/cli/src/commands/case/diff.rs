//! `scrutineer case diff`.

use crate::args::CaseDiff;
use anyhow::Result;
use case::{Changed, Logs, Recorded};
use model::words::count;
use model::{Sha256, inert};
use serde_json::Value;
use std::io::Write;
use std::process::ExitCode;

/// Findings and the like that are listed for people.
const LISTED: usize = 50;

/// Runs the command.
pub fn run(args: &CaseDiff, out: &mut dyn Write) -> Result<ExitCode> {
    let open = |path| Recorded::open(path, pipeline::PROGRAM);
    let diff = case::diff(&open(&args.before)?, &open(&args.after)?)?;
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&diff)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let entries = |n| count(n, "entry", "entries");
    writeln!(
        out,
        "Custody logs: {}",
        match diff.log {
            Logs::Same => "the same".to_owned(),
            Logs::SecondGoesOn(n) => format!("the second goes on by {}", entries(n)),
            Logs::FirstGoesOn(n) => format!("the first goes on by {}", entries(n)),
            Logs::Part(n) => format!("they part after {}", entries(n)),
            Logs::Apart => "those of two cases".to_owned(),
        }
    )?;
    let sections = [
        ("Evidence", &diff.evidence),
        ("Findings", &diff.findings),
        ("Parameters", &diff.parameters),
        ("Weighing", &diff.weighing),
        ("Results", &diff.results),
    ];
    for (name, changed) in sections {
        let only = |before: bool| {
            changed.iter().filter(move |one| if before { one.after.is_none() } else { one.before.is_none() })
        };
        if changed.is_empty() {
            writeln!(out, "{name}: the same")?;
            continue;
        }
        let (less, more) = (only(true).count(), only(false).count());
        writeln!(
            out,
            "{name}: {less} only in the first, {more} only in the second, {} changed",
            changed.len() - less - more
        )?;
        for one in changed.iter().take(LISTED) {
            writeln!(out, "  {}", inert::shorten(&inert::terminal(&line(one)), 240))?;
        }
        if changed.len() > LISTED {
            writeln!(out, "  {} more (--json has all)", changed.len() - LISTED)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn line(changed: &Changed) -> String {
    let what = short(&changed.what);
    let about = if changed.about.is_empty() { String::new() } else { format!(" {}", changed.about) };
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match (&changed.before, &changed.after) {
        (Some(_), None) => format!("- {what}{about}"),
        (None, Some(_)) => format!("+ {what}{about}"),
        (Some(before), Some(after)) if changed.about.is_empty() => {
            format!("~ {what}: {} -> {}", short(&plain(before)), short(&plain(after)))
        }
        _ => format!("~ {what}{about}"),
    }
}

/// The beginning of a hash; other text as it is.
fn short(text: &str) -> String {
    Sha256::from_hex(text).map_or_else(|| text.to_owned(), |hash| hash.short())
}
