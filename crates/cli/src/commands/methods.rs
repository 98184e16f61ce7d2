//! `scrutineer methods` and `scrutineer schema`.

use crate::args::{Methods, Schema};
use anyhow::{Result, bail};
use model::{MethodCard, schema};
use std::io::Write;
use std::process::ExitCode;

/// Prints method cards.
pub fn methods(args: Methods, out: &mut dyn Write) -> Result<ExitCode> {
    let mut cards = pipeline::methods();
    if let Some(id) = &args.id {
        let known: Vec<&str> = cards.iter().map(|card| card.id).collect();
        if !known.contains(&id.as_str()) {
            bail!("there is no method `{id}`; the methods known are: {}", known.join(", "));
        }
        cards.retain(|card| card.id == *id);
    }
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &cards)?;
        writeln!(out)?;
    } else {
        cards.iter().try_for_each(|card| print_card(card, out))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn print_card(card: &MethodCard, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "{} version {} ({} lens)\n", card.id, card.version, card.lens)?;
    for (name, text) in
        [("Question", card.question), ("Statistic", card.statistic), ("Null model", card.null_model)]
    {
        writeln!(out, "{name}: {text}\n")?;
    }
    for (name, list) in [
        ("Assumptions", card.assumptions),
        ("Innocent explanations", card.innocent_explanations),
        ("Known failures", card.known_failures),
        ("References", card.references),
    ] {
        writeln!(out, "{name}:")?;
        list.iter().try_for_each(|text| writeln!(out, "- {text}"))?;
        writeln!(out)?;
    }
    Ok(())
}

/// Prints the columns of a table.
pub fn schema(args: Schema, out: &mut dyn Write) -> Result<ExitCode> {
    let tables = schema::tables();
    let Some(name) = &args.table else {
        for table in &tables {
            writeln!(out, "{}  {}", table.name, table.meaning)?;
        }
        return Ok(ExitCode::SUCCESS);
    };
    let Some(table) = tables.iter().find(|table| table.name == *name) else {
        let names: Vec<&str> = tables.iter().map(|table| table.name).collect();
        bail!("there is no table `{name}`; the tables are {}", names.join(", "));
    };
    if args.json {
        let columns: Vec<_> = table
            .columns
            .iter()
            .map(|c| serde_json::json!({"name": c.name, "type": c.kind.to_string(), "nullable": c.nullable, "meaning": c.meaning}))
            .collect();
        let mut json = serde_json::json!({"table": table.name, "version": schema::VERSION, "meaning": table.meaning, "columns": columns});
        json.sort_all_objects();
        serde_json::to_writer_pretty(&mut *out, &json)?;
        writeln!(out)?;
    } else {
        writeln!(out, "{} (schema version {})\n{}\n", table.name, schema::VERSION, table.meaning)?;
        for column in &table.columns {
            let null = if column.nullable { ", may be empty" } else { "" };
            writeln!(out, "{}  {}{null}\n    {}", column.name, column.kind, column.meaning)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
