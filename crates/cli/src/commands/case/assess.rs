//! `scrutineer case assess`.

use super::hypothesis::who;
use super::{App, list_file, setup};
use crate::args::{Assess, CategoryName, ratio};
use crate::terminal::{self, Table};
use anyhow::{Context, Result, anyhow, ensure};
use case::{Case, Names};
use clap::ValueEnum;
use model::words::count;
use model::{Assessment, Author, Sha256, Strength, Support, inert};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// Runs the command.
pub fn run(args: Assess, app: &App, out: &mut dyn Write) -> Result<ExitCode> {
    let actor = args.who.actor;
    if let Some(file) = &args.from {
        let mut case = Case::open(&args.case)?;
        let assessments = of_file(&case, file, &actor)?;
        case.assess_all(&assessments, &actor, setup::now())?;
        if !app.quiet {
            let entered = count(assessments.len() as u64, "assessment", "assessments");
            writeln!(terminal::messages(), "{entered} entered.")?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let (Some(finding), Some(hypothesis)) = (args.finding, args.hypothesis) else {
        list(&Case::open_read_only(&args.case)?, out)?;
        return Ok(ExitCode::SUCCESS);
    };
    let reason = args.reason.unwrap_or_default();
    let mut case = Case::open(&args.case)?;
    let finding = case.names()?.find(&finding)?;
    let what = format!("finding {}, hypothesis {hypothesis}", finding.short());
    let done = match args.says.support(args.calibration, &reason) {
        Some(support) => {
            let says = support.says();
            let assessment = Assessment {
                finding,
                hypothesis,
                support,
                group: args.group,
                category: args.category.map(Into::into),
                author: Author::Person(actor.clone()),
                reason,
            };
            case.assess(&assessment, &actor, setup::now())?;
            format!("Entered: {what}: {says}.")
        }
        None => {
            case.withdraw_assessment(&finding, &hypothesis, &reason, &actor, setup::now())?;
            format!("Taken back: {what}. The custody log keeps it.")
        }
    };
    if !app.quiet {
        writeln!(terminal::messages(), "{}", inert::terminal(&done))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Enters the assessments of a file that the case does not have as they stand there; gives their number.
pub fn enter(case: &mut Case, path: &Path, actor: &str) -> Result<usize> {
    let known = case.weighing()?.assessments;
    let mut added = of_file(case, path, actor)?;
    added.retain(|one| {
        let by = |author: &Author| Assessment { author: author.clone(), ..one.clone() };
        !known.iter().any(|known| *known == by(&known.author))
    });
    case.assess_all(&added, actor, setup::now())?;
    Ok(added.len())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    finding: String,
    hypothesis: String,
    support: String,
    reason: String,
    calibration: Option<String>,
    group: Option<String>,
    category: Option<String>,
}

fn of_file(case: &Case, path: &Path, actor: &str) -> Result<Vec<Assessment>> {
    let names = case.names()?;
    let lines = list_file::read::<Line>(path, "assessment")?.into_iter();
    lines
        .map(|list_file::Line { place, line }| {
            of_line(&names, line, actor).with_context(|| format!("reading {place}"))
        })
        .collect()
}

fn of_line(names: &Names, line: Line, actor: &str) -> Result<Assessment> {
    let category = line.category.map(|text| {
        let known = || anyhow!("`{text}` is no kind of evidence: technical, behavioural or contextual");
        CategoryName::from_str(&text, true).map(Into::into).map_err(|_| known())
    });
    Ok(Assessment {
        finding: names.find(&line.finding)?,
        support: support_of(&line.support, line.calibration, &line.reason)?,
        hypothesis: line.hypothesis,
        group: line.group,
        category: category.transpose()?,
        author: Author::Person(actor.to_owned()),
        reason: line.reason,
    })
}

fn support_of(text: &str, calibration: Option<String>, reason: &str) -> Result<Support> {
    let word = text.to_lowercase().replace(['-', '_'], " ");
    if let Some(strength) = Strength::ALL.into_iter().find(|strength| strength.name() == word) {
        ensure!(calibration.is_none(), "`{text}` has no number, and so no calibration");
        return Ok(Support::Ordinal(strength));
    }
    if word == "cannot tell" {
        return Ok(Support::None { why: reason.to_owned() });
    }
    let (lo, hi) = ratio(text).map_err(|_| {
        anyhow!("`{text}` is no support: for, strongly-for, neither, against, strongly-against, cannot-tell or LO..HI")
    })?;
    Ok(Support::LikelihoodRatio { lo, hi, calibration: calibration.unwrap_or_default() })
}

fn list(case: &Case, out: &mut dyn Write) -> Result<()> {
    let weighing = case.weighing()?;
    let current: BTreeSet<Sha256> = case.current_findings()?.into_iter().map(|finding| finding.id).collect();
    let mut table = Table::new(&["finding", "hypothesis", "says", "group", "by", "reason"]);
    for assessment in &weighing.assessments {
        let earlier = if current.contains(&assessment.finding) { "" } else { " (earlier run)" };
        table.row(&[
            format!("{}{earlier}", assessment.finding.short()),
            assessment.hypothesis.clone(),
            assessment.support.says(),
            assessment.group.clone().unwrap_or_default(),
            who(&assessment.author),
            assessment.reason.clone(),
        ]);
    }
    table.print(out)?;
    let assessed: BTreeSet<Sha256> = weighing.assessments.iter().map(|a| a.finding).collect();
    let left = current.difference(&assessed).count() as u64;
    writeln!(
        out,
        "\n{} of the last run not assessed.",
        inert::terminal(&count(left, "finding", "findings"))
    )?;
    Ok(())
}
