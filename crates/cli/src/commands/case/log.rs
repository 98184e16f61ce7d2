//! `scrutineer case log`.

use crate::terminal::Table;
use anyhow::Result;
use case::{Case, Entry};
use model::Sha256;
use model::words::{count, thousands};
use serde_json::Value;
use std::io::Write;
use std::process::ExitCode;

/// Values of a list that are named.
const NAMED: usize = 3;

/// Runs the command.
pub fn run(case: &Case, json: bool, out: &mut dyn Write) -> Result<ExitCode> {
    let entries = case.custody()?;
    if json {
        for entry in &entries {
            serde_json::to_writer(&mut *out, entry)?;
            writeln!(out)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut table = Table::new(&["#no", "time", "who", "what", "to what"]).ending_in_sentences();
    for entry in &entries {
        let actor = if entry.actor.is_empty() { "(not named)" } else { &entry.actor };
        table.row(&[
            entry.entry.to_string(),
            entry.time.rfc3339(),
            actor.to_owned(),
            entry.action.clone(),
            details(entry),
        ]);
    }
    table.print(out)?;
    Ok(ExitCode::SUCCESS)
}

/// What an entry is about, for people: all of it is in the JSON.
fn details(entry: &Entry) -> String {
    // An entry that was tampered with may hold anything.
    let Ok(details) = serde_json::from_str::<Value>(&entry.details) else { return entry.details.clone() };
    let at = |path: &str| details.pointer(path).unwrap_or(&Value::Null);
    let text = |path: &str| words(at(path));
    let number = |path: &str| at(path).as_u64().unwrap_or_default();
    let len = |path: &str| at(path).as_array().map_or(0, Vec::len) as u64;
    match entry.action.as_str() {
        "add_evidence" | "name_evidence" | "describe_evidence" => format!(
            "{}: evidence {}, {}, sha256 {}",
            text("/names"),
            text("/no"),
            count(number("/evidence/bytes"), "byte", "bytes"),
            text("/evidence/id")
        ),
        "add_segment" => format!(
            "table {}, {}, sha256 {}",
            text("/table"),
            count(number("/bytes"), "byte", "bytes"),
            text("/hash")
        ),
        "run" => format!(
            "{} of {}: {}, {}",
            text("/plan/command"),
            count(len("/plan/inputs"), "input", "inputs"),
            count(len("/outputs"), "output", "outputs"),
            count(number("/findings/n"), "finding", "findings")
        ),
        "add_hypothesis" => format!("{}: {}", text("/name"), text("/statement")),
        "assess" => {
            let support: Option<model::Support> = serde_json::from_value(at("/support").clone()).ok();
            let says = support.map(|support| format!(": {}", support.says())).unwrap_or_default();
            format!(
                "finding {}, hypothesis {}{says}. {}",
                text("/finding"),
                text("/hypothesis"),
                text("/reason")
            )
        }
        _ => words(&details),
    }
}

/// A value in words: hashes by their beginnings, lists by their first values, and nothing of what is not stated.
fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.as_u64().map_or_else(|| number.to_string(), thousands),
        Value::String(text) => Sha256::from_hex(text).map_or_else(|| text.clone(), |hash| hash.short()),
        Value::Array(list) => {
            let mut named: Vec<String> = list.iter().take(NAMED).map(words).collect();
            let are_sentences = named.iter().all(|one| one.ends_with('.'));
            if list.len() > NAMED {
                named.push(format!("{} more", list.len() - NAMED));
            }
            named.join(if are_sentences { " " } else { ", " })
        }
        Value::Object(fields) => {
            let stated = fields.iter().map(|(name, value)| (name.replace('_', " "), words(value)));
            let stated = stated.filter(|(_, value)| !value.is_empty());
            stated.map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("; ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Timestamp;

    #[test]
    fn entries_are_told_in_words() {
        for (action, json, expected) in [
            ("create", r#"{"schema":2}"#, "schema: 2"),
            (
                "add_evidence",
                r#"{"evidence":{"bytes":1338,"id":"057d9b2ad7374fd930979aa824cbfffc16d476ef5a23fc86ea73584dc8ca8fe9"},"names":["a.csv","b.csv"],"no":4}"#,
                "a.csv, b.csv: evidence 4, 1,338 bytes, sha256 057d9b2ad737",
            ),
            (
                "run",
                r#"{"findings":{"n":1},"outputs":[1,2],"plan":{"command":"examine","inputs":["x"]}}"#,
                "examine of 1 input: 2 outputs, 1 finding",
            ),
            (
                "assess",
                r#"{"finding":"057d9b2ad7374fd930979aa824cbfffc16d476ef5a23fc86ea73584dc8ca8fe9","hypothesis":"news","reason":"It rained.","support":{"ordinal":"against"}}"#,
                "finding 057d9b2ad737, hypothesis news: against. It rained.",
            ),
            (
                "export",
                r#"{"format":"stix","left_out":["a","b","c","d"],"small_sets":null,"with_text":false}"#,
                "format: stix; left out: a, b, c, 1 more; with text: no",
            ),
            (
                "report",
                r#"{"left_out":["Names are left out.","Texts, too."]}"#,
                "left out: Names are left out. Texts, too.",
            ),
            ("run", "not JSON", "not JSON"),
            ("run", "[]", " of 0 inputs: 0 outputs, 0 findings"),
        ] {
            let entry = Entry {
                entry: 1,
                time: Timestamp(0),
                actor: String::new(),
                action: action.to_owned(),
                details: json.to_owned(),
                previous: Sha256([0; 32]),
                hash: Sha256([0; 32]),
            };
            assert_eq!(details(&entry), expected, "{action} {json}");
        }
    }
}
