//! `scrutineer inspect`.

use super::{App, setup};
use crate::args::{Inspect, InspectFormat};
use crate::terminal::{self, Table};
use anyhow::Result;
use intake::Inspection;
use intake::inspect::StreamInspection;
use model::post::platform;
use model::words::{count, thousands};
use model::{Container, inert};
use pipeline::Ctx;
use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;

/// Runs the command. Exit code 2 when no file could be understood.
pub fn run(args: Inspect, app: &App, out: &mut dyn Write) -> Result<ExitCode> {
    let inputs = setup::paths(&args.paths)?;
    let options = setup::read_options(&args.reading)?;
    let ctx = Ctx { now: setup::now(), actor: String::new(), command: String::new(), progress: &app.bars };
    let inspected = pipeline::inspect(&inputs.paths, &options, &ctx);
    pipeline::Progress::done(&app.bars);
    let mut understood = 0;
    let mut documents = Vec::new();
    for (name, result) in inspected? {
        match result {
            Ok(inspection) => {
                understood += 1;
                match args.format {
                    _ if args.print_mapping => print_mappings(&inspection, out)?,
                    InspectFormat::Json => {
                        let mut document = serde_json::to_value(&inspection)?;
                        document.sort_all_objects();
                        documents.push(document);
                    }
                    InspectFormat::Table => print(&inspection, out)?,
                }
            }
            Err(error) => {
                let mut err = terminal::messages();
                writeln!(err, "error: {}", inert::terminal(&format!("{name}: {error}")))?;
                if let Some(hint) = terminal::hint(&error) {
                    writeln!(err, "hint: {}", inert::terminal(&hint))?;
                }
            }
        }
    }
    if args.format == InspectFormat::Json && !args.print_mapping {
        serde_json::to_writer_pretty(&mut *out, &documents)?;
        writeln!(out)?;
    }
    Ok(if understood > 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

fn print_mappings(inspection: &Inspection, out: &mut dyn Write) -> Result<()> {
    for mapping in inspection.streams.iter().filter_map(|stream| stream.mapping.as_ref()) {
        writeln!(out, "{mapping}")?;
    }
    Ok(())
}

fn print(inspection: &Inspection, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "{}", inert::terminal(&inspection.name))?;
    writeln!(
        out,
        "  {}, {}",
        count(inspection.bytes, "byte", "bytes"),
        inert::terminal(&inspection.media_type)
    )?;
    writeln!(out, "  sha256 {}", inspection.sha256)?;
    inspection.streams.iter().try_for_each(|stream| print_stream(stream, out))?;
    Ok(writeln!(out)?)
}

fn print_stream(stream: &StreamInspection, out: &mut dyn Write) -> Result<()> {
    let inner: Vec<&str> = stream
        .path
        .iter()
        .filter_map(|step| match step {
            Container::Zip(name) | Container::Sheet(name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let inside = if inner.is_empty() { String::new() } else { format!(" in {}", inner.join(" › ")) };
    let guessed = if stream.format.starts_with("guess") { " (columns were guessed: check them)" } else { "" };
    writeln!(out, "\n  format {}{}", inert::terminal(&format!("{}{inside}", stream.format)), guessed)?;
    writeln!(
        out,
        "  {}: {}, {} skipped, {} rejected, {}",
        count(stream.records, "record", "records"),
        count(stream.posts, "post", "posts"),
        thousands(stream.skipped),
        thousands(stream.rejects),
        count(stream.notes, "note", "notes")
    )?;
    if let Some((first, last)) = stream.time_range {
        let precision = listed(&stream.precisions);
        writeln!(
            out,
            "  times from {} to {}, by {precision} ({})",
            first.rfc3339(),
            last.rfc3339(),
            listed(&stream.time_origins)
        )?;
        if stream.seconds_always_zero {
            writeln!(out, "  seconds are always 0: the times are really by the minute, whatever they say")?;
        }
    }
    if !stream.platforms.is_empty() {
        writeln!(out, "  platforms {}", inert::terminal(&listed(&stream.platforms)))?;
    }
    if stream.platforms.contains_key(platform::UNKNOWN) {
        writeln!(
            out,
            "  no platform is named (--default-platform): without one, a duplicate has the same id, account and time"
        )?;
    }
    if !stream.languages.is_empty() {
        writeln!(out, "  languages {}", inert::terminal(&listed(&stream.languages)))?;
    }
    if !stream.columns.is_empty() {
        let mut table = Table::new(&["  column", "#filled %", "type", "precision", "example"]);
        for c in &stream.columns {
            let damage = if c.damaged > 0 {
                format!("{} ({} damaged)", c.kind, thousands(c.damaged))
            } else {
                c.kind.to_owned()
            };
            table.row(&[
                format!("  {}", c.name),
                format!("{:.1}", c.filled_percent),
                damage,
                c.precision.unwrap_or("").to_owned(),
                c.example.clone(),
            ]);
        }
        writeln!(out)?;
        table.print(out)?;
    }
    if !stream.fields.is_empty() {
        let mut table = Table::new(&["  understood as", "#filled", "example"]);
        for field in &stream.fields {
            table.row(&[format!("  {}", field.name), thousands(field.filled), field.example.clone()]);
        }
        writeln!(out)?;
        table.print(out)?;
    }
    for problem in &stream.problems {
        let cost = problem.severity.in_words();
        let example = problem.examples.first().map_or("", |first| &first.message);
        writeln!(
            out,
            "  {}",
            inert::terminal(&format!(
                "{cost}: {} {}, such as: {example}",
                thousands(problem.count),
                problem.code
            ))
        )?;
    }
    if let Some(mapping) = &stream.mapping {
        writeln!(out, "\n  mapping in force (save with --print-mapping, edit, give back with --mapping):")?;
        for line in mapping.lines() {
            writeln!(out, "    {}", inert::terminal(line))?;
        }
    }
    Ok(())
}

/// The commonest first, at most eight.
fn listed(counts: &BTreeMap<String, u64>) -> String {
    let mut sorted: Vec<(&String, &u64)> = counts.iter().collect();
    sorted.sort_by(|x, y| y.1.cmp(x.1).then(x.0.cmp(y.0)));
    let shown: Vec<String> =
        sorted.iter().take(8).map(|(name, n)| format!("{name} {}", thousands(**n))).collect();
    shown.join(", ") + if sorted.len() > 8 { ", …" } else { "" }
}
