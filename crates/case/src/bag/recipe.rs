//! `run.toml`: what a person needs to repeat the runs, in the order in which they were recorded.

use crate::contents::{Contents, RecordedRun};
use crate::error::{Result, json};
use crate::output::Place;
use model::canonical_json;
use std::fmt::Write;

/// The text. `parameters` is JSON in a string, as TOML has no null.
pub(super) fn text(contents: &Contents) -> Result<String> {
    let mut text = String::from(
        "# What was done to the evidence. `scrutineer case rerun` on this folder repeats it and compares hashes.\n",
    );
    line(&mut text, "program", &contents.program);
    line(&mut text, "case", &contents.case.hex());
    for run in &contents.runs {
        one(run, &mut text)?;
    }
    Ok(text)
}

fn one(run: &RecordedRun, text: &mut String) -> Result<()> {
    text.push_str("\n[[run]]\n");
    line(text, "id", &run.id.hex());
    line(text, "command", &run.plan.command);
    line(text, "program", &run.plan.version);
    line(text, "finished", &run.finished.rfc3339());
    if let Some(seed) = run.plan.seed {
        line(text, "seed", &seed.to_string());
    }
    line(text, "parameters", &canonical_json(&run.plan.parameters).map_err(json("writing parameters"))?);
    let inputs: Vec<String> = run.plan.inputs.iter().map(|hash| string(&hash.hex())).collect();
    let _ = writeln!(text, "inputs = [{}]", inputs.join(", "));
    for output in &run.outputs {
        text.push_str("\n[[run.output]]\n");
        let place = match output.place {
            Place::Records => "records",
            Place::Out => "out",
            Place::Aids => "aids",
        };
        line(text, "place", place);
        line(text, "name", &output.name);
        line(text, "sha256", &output.hash.hex());
    }
    Ok(())
}

fn line(text: &mut String, key: &str, value: &str) {
    let _ = writeln!(text, "{key} = {}", string(value));
}

/// A basic string of TOML, every character outside plain ASCII escaped.
fn string(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            _ => {
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
        }
    }
    out.push('"');
    out
}
