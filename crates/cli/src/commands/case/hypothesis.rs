//! `scrutineer case hypothesis`.

use super::{App, list_file, setup};
use crate::args::{HypothesisCommand, LevelName};
use crate::terminal::{self, Table};
use anyhow::{Context, Result, anyhow};
use case::Case;
use clap::ValueEnum;
use model::words::count;
use model::{Author, Hypothesis, Level, NONE_OF_THESE, inert};
use serde::Deserialize;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// Runs the command.
pub fn run(command: HypothesisCommand, app: &App, out: &mut dyn Write) -> Result<ExitCode> {
    match command {
        HypothesisCommand::Add { case, name, statement, level, from, who } => {
            let author = || Author::Person(who.actor.clone());
            let added = match from {
                Some(file) => of_file(&file, &author)?,
                None => vec![Hypothesis {
                    name: name.unwrap_or_default(),
                    statement: statement.unwrap_or_default(),
                    level: level.unwrap_or(LevelName::Behaviour).into(),
                    author: author(),
                }],
            };
            let mut case = Case::open(&case)?;
            case.add_hypotheses(&added, &who.actor, setup::now())?;
            let named = case.weighing()?.hypotheses.into_iter().filter(|h| h.name != NONE_OF_THESE).count();
            say(app, &format!("Entered: {}.", count(added.len() as u64, "hypothesis", "hypotheses")))?;
            if named == 1 {
                say(
                    app,
                    "One explanation alone cannot be compared. What ordinary explanation would give the same findings? Add it, too.",
                )?;
            }
        }
        HypothesisCommand::List { case, json } => list(&Case::open_read_only(&case)?, json, out)?,
        HypothesisCommand::Remove { case, name, reason, who } => {
            Case::open(&case)?.remove_hypothesis(&name, &reason, &who.actor, setup::now())?;
            say(app, &format!("Taken out: {name}, with its assessments. The custody log keeps them."))?;
        }
        HypothesisCommand::Reference { case, name, who } => {
            Case::open(&case)?.set_reference(&name, &who.actor, setup::now())?;
            say(app, &format!("The others are now compared with {name}."))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Says what was done.
fn say(app: &App, sentence: &str) -> Result<()> {
    if !app.quiet {
        writeln!(terminal::messages(), "{}", inert::terminal(sentence))?;
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    name: String,
    statement: String,
    level: String,
}

/// Enters the hypotheses of a file that the case does not have as they stand there; gives their number.
pub fn enter(case: &mut Case, path: &Path, actor: &str) -> Result<usize> {
    let known = case.weighing()?.hypotheses;
    let mut added = of_file(path, &|| Author::Person(actor.to_owned()))?;
    added.retain(|one| {
        !known.iter().any(|known| {
            (&known.name, &known.statement, known.level) == (&one.name, &one.statement, one.level)
        })
    });
    case.add_hypotheses(&added, actor, setup::now())?;
    Ok(added.len())
}

fn of_file(path: &Path, author: &dyn Fn() -> Author) -> Result<Vec<Hypothesis>> {
    let lines = list_file::read::<Line>(path, "hypothesis")?.into_iter();
    lines
        .map(|list_file::Line { place, line: Line { name, statement, level } }| {
            let level = level_of(&level).with_context(|| format!("reading {place}"))?;
            Ok(Hypothesis { name, statement, level, author: author() })
        })
        .collect()
}

fn level_of(text: &str) -> Result<Level> {
    let name = text.replace(['_', ' '], "-");
    let known = || anyhow!("`{text}` is no level: behaviour, common-control, actor or sponsor");
    LevelName::from_str(&name, true).map(Level::from).map_err(|_| known())
}

fn list(case: &Case, json: bool, out: &mut dyn Write) -> Result<()> {
    let weighing = case.weighing()?;
    if json {
        serde_json::to_writer_pretty(&mut *out, &weighing)?;
        writeln!(out)?;
        return Ok(());
    }
    let mut table = Table::new(&["hypothesis", "level", "#assessments", "by"]);
    for hypothesis in &weighing.hypotheses {
        let assessments = weighing.assessments.iter().filter(|a| a.hypothesis == hypothesis.name).count();
        let assessments = if hypothesis.name == weighing.reference {
            "reference".to_owned()
        } else {
            assessments.to_string()
        };
        table.row(&[
            hypothesis.name.clone(),
            hypothesis.level.name().to_owned(),
            assessments,
            who(&hypothesis.author),
        ]);
    }
    table.print(out)?;
    writeln!(out)?;
    for hypothesis in &weighing.hypotheses {
        let line = format!("{}: {}", hypothesis.name, hypothesis.statement);
        writeln!(out, "{}", inert::terminal(&line))?;
    }
    Ok(())
}

/// Who said something, for people.
pub fn who(author: &Author) -> String {
    match author {
        Author::Person(name) if name.is_empty() => "(not named)".to_owned(),
        Author::Person(name) => name.clone(),
        Author::Method(_) => "Scrutineer".to_owned(),
    }
}
