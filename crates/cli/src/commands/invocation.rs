//! The command line in the one form in which runs record it.

use crate::args::Args;
use anyhow::Result;
use clap::builder::ValueParser;
use clap::parser::ValueSource;
use clap::{ArgAction, CommandFactory};
use pipeline::{Aid, Invocation};
use std::ffi::OsString;
use std::path::Path;

/// Where evidence and case lie, who does it and what people make of the results decides none of them.
const NOT_RECORDED: [&str; 4] = ["paths", "case", "actor", "weighing"];

/// Options of `scrutineer examine`, in the order of the manual, with the files that they name.
pub fn of_examine(line: impl IntoIterator<Item = OsString>) -> Result<Invocation> {
    let program = Args::command();
    let matches = program.clone().try_get_matches_from(line)?;
    let mut invocation = Invocation::default();
    let Some(("examine", matches)) = matches.subcommand() else { return Ok(invocation) };
    let file = ValueParser::path_buf();
    for arg in program.find_subcommand("examine").into_iter().flat_map(|examine| examine.get_arguments()) {
        let (id, Some(name)) = (arg.get_id().as_str(), arg.get_long()) else { continue };
        if NOT_RECORDED.contains(&id) || matches.value_source(id) != Some(ValueSource::CommandLine) {
            continue;
        }
        if matches!(arg.get_action(), ArgAction::SetTrue) {
            invocation.options.push(format!("--{name}"));
            continue;
        }
        for value in matches.get_raw(id).into_iter().flatten() {
            if arg.get_value_parser().type_id() != file.type_id() {
                invocation.options.push(format!("--{name}={}", value.to_string_lossy()));
                continue;
            }
            let aid = Aid::read(Path::new(value))?;
            invocation.options.push(format!("--{name}={}", aid.word()));
            if !invocation.aids.iter().any(|known| known.sha256 == aid.sha256 && known.name == aid.name) {
                invocation.aids.push(aid);
            }
        }
    }
    Ok(invocation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_decides_results_is_recorded_in_the_order_of_the_manual() {
        let folder = tempfile::tempdir().expect("a folder");
        let known = folder.path().join("known.csv");
        std::fs::write(&known, "ada,run openly\n").expect("writable");
        let line = [
            "scrutineer",
            "examine",
            "here",
            "--threads",
            "2",
            "--known",
            known.to_str().expect("text"),
            "--case",
            "x.case",
            "--counts-only",
            "--window",
            "10s",
            "--window=1h",
            "--actor",
            "Ada",
            "--also",
            "csv,xlsx",
            "-q",
        ];
        let invocation = of_examine(line.map(OsString::from)).expect("arguments");
        let hash = model::Sha256::of(b"ada,run openly\n");
        let known = format!("--known=file:{hash}:known.csv");
        let expected = ["--also=csv", "--also=xlsx", "--window=10s", "--window=1h", "--counts-only", &known];
        assert_eq!(invocation.options, expected);
        assert_eq!(invocation.aids.len(), 1);
    }
}
