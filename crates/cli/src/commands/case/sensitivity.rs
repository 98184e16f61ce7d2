//! `scrutineer case sensitivity`.

use super::hypothesis::who;
use crate::args::{InspectFormat, SensitivityArgs};
use crate::terminal::Table;
use anyhow::Result;
use case::Case;
use case::weigh::{
    BreakEven, DEFAULT_PRIORS, Discriminates, Lead, Scale, Sensitivity, Without, percent, percents, weigh,
};
use model::words::count;
use model::{Sha256, inert};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;

/// Most rows of each part of the table; JSON has all.
const MOST: usize = 10;
/// Most findings or sources that are named at once.
const FEW: usize = 2;
/// Most characters of a statement.
const WIDEST: usize = 120;

/// Runs the command.
pub fn run(args: &SensitivityArgs, out: &mut dyn Write) -> Result<ExitCode> {
    let case = Case::open_read_only(&args.case)?;
    let priors = if args.prior.is_empty() { &DEFAULT_PRIORS[..] } else { &args.prior };
    let told = weigh(&case.weighing()?, &case.items()?, priors)?;
    match args.format {
        InspectFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &told)?;
            writeln!(out)?;
        }
        InspectFormat::Table => {
            let findings = case.current_findings()?;
            let statements = findings.iter().map(|finding| (finding.id, finding.statement.as_str()));
            let sources = case.evidence()?.into_iter().map(|row| (row.evidence.id, row.evidence.name));
            let known = Known { statements: statements.collect(), sources: sources.collect() };
            print(&told, &known, out)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What findings say and what pieces of evidence are called.
struct Known<'a> {
    statements: BTreeMap<Sha256, &'a str>,
    sources: BTreeMap<Sha256, String>,
}

fn print(told: &Sensitivity, known: &Known<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", inert::terminal(&told.judgement.order))?;
    for sentence in &told.judgement.likelihood {
        writeln!(out, "{}", inert::terminal(sentence))?;
    }
    print_hypotheses(told, out)?;
    if let Some(lead) = &told.lead {
        print_drivers(told, lead, known, out)?;
        print_flips(told, known, out)?;
        writeln!(out, "\n{}", told.judgement.confidence)?;
        for rule in &lead.confidence.rules {
            let met = if rule.met { "met    " } else { "not met" };
            writeln!(out, "  {met}  for {}: {} ({})", rule.needed_for.name(), rule.rule, rule.found)?;
        }
    }
    if !told.missing.is_empty() {
        writeln!(out, "\nWhat is missing")?;
        for missing in &told.missing {
            writeln!(out, "  {}", inert::terminal(&missing.text()))?;
        }
    }
    print_undecided(told, out)?;
    print_earlier(told, out)
}

fn print_hypotheses(told: &Sensitivity, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nHypotheses, compared with {}", inert::terminal(&told.reference))?;
    let priors = told.hypotheses.first().map_or(&[][..], |standing| &standing.posteriors);
    let mut headers =
        vec!["hypothesis".to_owned(), "level".to_owned(), "#groups for".to_owned(), "#against".to_owned()];
    headers.push(if told.scale == Scale::Order { "order" } else { "times as likely" }.to_owned());
    headers.extend(priors.iter().map(|posterior| format!("from {}", percent(posterior.prior.get()))));
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    let mut table = Table::new(&headers);
    for standing in &told.hypotheses {
        let sum = if standing.is_reference { "reference".to_owned() } else { standing.sum.text() };
        let mut row = vec![
            standing.name.clone(),
            standing.level.name().to_owned(),
            standing.speaking_for.to_string(),
            standing.speaking_against.to_string(),
            sum,
        ];
        row.extend(standing.posteriors.iter().map(|p| percents(p.lo, p.hi)));
        table.row(&row);
    }
    table.print(out)?;
    for standing in &told.hypotheses {
        // Who did it or who ordered it is somebody's word.
        let by =
            standing.level.needs_a_person().then(|| format!(" (put forward by {})", who(&standing.author)));
        let line = format!("{}: {}{}", standing.name, standing.statement, by.unwrap_or_default());
        writeln!(out, "  {}", inert::terminal(&line))?;
    }
    Ok(())
}

fn print_drivers(told: &Sensitivity, lead: &Lead, known: &Known<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nWhat drives the lead over {}", inert::terminal(&lead.rival))?;
    let unit = if told.scale == Scale::Order { "" } else { ", times" };
    let (part, without) = (format!("its part{unit}"), format!("lead without it{unit}"));
    let mut table = Table::new(&["group", "kind", "findings", &part, &without]);
    for bar in lead.tornado.iter().take(MOST) {
        let group = told.groups.iter().find(|group| group.name == bar.group);
        let kinds = group.iter().flat_map(|group| &group.categories).map(|category| category.name());
        table.row(&[
            bar.group.clone(),
            kinds.collect::<Vec<_>>().join(", "),
            group.map_or_else(String::new, |group| few(&group.findings)),
            bar.part.text(),
            bar.without.text(),
        ]);
    }
    table.print(out)?;
    more(lead.tornado.len(), out)?;
    let groups = lead.tornado.iter().take(MOST);
    let groups = groups.filter_map(|bar| told.groups.iter().find(|group| group.name == bar.group));
    let findings: Vec<&Sha256> = groups.flat_map(|group| group.findings.iter().take(FEW)).collect();
    for id in findings.iter().take(MOST) {
        let statement = known.statements.get(id).copied().unwrap_or_default();
        writeln!(out, "  {}: {}", id.short(), inert::shorten(&inert::terminal(statement), WIDEST))?;
    }
    Ok(())
}

fn print_flips(told: &Sensitivity, known: &Known<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nWhat would flip it")?;
    for sentence in &told.judgement.flips {
        writeln!(out, "  {}", inert::terminal(sentence))?;
    }
    print_changing(&told.without_finding, &|id| format!("finding {}", id.short()), out)?;
    print_changing(&told.without_source, &|sources| known.named(sources), out)?;
    for method in &told.break_even {
        if let Some(sentence) = break_even(method) {
            writeln!(out, "  {}", inert::terminal(&format!("{}: {sentence}", method.method)))?;
        }
    }
    Ok(())
}

fn print_changing<T>(all: &[Without<T>], name: &dyn Fn(&T) -> String, out: &mut dyn Write) -> io::Result<()> {
    let changing: Vec<&Without<T>> = all.iter().filter(|without| without.changes).collect();
    for without in changing.iter().take(MOST) {
        let then = match &without.leader {
            Some(leader) => format!("in the lead is {leader}"),
            None => "two are level".to_owned(),
        };
        writeln!(out, "  {}", inert::terminal(&format!("without {}: {then}", name(&without.without))))?;
    }
    more(changing.len(), out)
}

/// `None` for a method whose being wrong changes nothing.
fn break_even(method: &BreakEven) -> Option<String> {
    let stated = if method.error_rates.is_empty() {
        "no error rate is stated".to_owned()
    } else {
        format!("stated: {}", method.error_rates.join("; "))
    };
    Some(format!("the order changes if {} ({stated})", method.takes()?))
}

fn print_undecided(told: &Sensitivity, out: &mut dyn Write) -> io::Result<()> {
    let of = |wanted| {
        let found = told.findings.iter().filter(|finding| finding.discriminates == wanted);
        found.map(|finding| finding.finding).collect::<Vec<_>>()
    };
    for (found, says) in [
        (of(Discriminates::No), "say the same of every hypothesis"),
        (of(Discriminates::Unsure), "may say the same of every hypothesis"),
    ] {
        if !found.is_empty() {
            writeln!(out, "\nFindings that {says}: {}", few(&found))?;
        }
    }
    Ok(())
}

fn print_earlier(told: &Sensitivity, out: &mut dyn Write) -> io::Result<()> {
    if told.earlier.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nOf an earlier run, kept and not counted")?;
    for assessment in told.earlier.iter().take(MOST) {
        let line = format!(
            "{} for {}: {}. {}",
            assessment.finding.short(),
            assessment.hypothesis,
            assessment.support.says(),
            assessment.reason
        );
        writeln!(out, "  {}", inert::terminal(&line))?;
    }
    more(told.earlier.len(), out)
}

impl Known<'_> {
    /// Pieces of evidence without any one of which the same happens.
    fn named(&self, sources: &[Sha256]) -> String {
        let name = |id: &Sha256| self.sources.get(id).cloned().unwrap_or_else(|| id.short());
        let names: Vec<String> = sources.iter().take(FEW).map(name).collect();
        let rest = sources.len() - names.len();
        let names = names.join(", ");
        match (sources.len(), rest) {
            (1, _) => names,
            (_, 0) => format!("any one of {names}"),
            _ => format!("any one of {names} and {rest} more"),
        }
    }
}

/// The first ids, and how many more there are.
fn few(ids: &[Sha256]) -> String {
    let mut text = ids.iter().take(FEW).map(Sha256::short).collect::<Vec<_>>().join(", ");
    if ids.len() > FEW {
        text.push_str(&format!(" and {} more", ids.len() - FEW));
    }
    text
}

fn more(all: usize, out: &mut dyn Write) -> io::Result<()> {
    if all > MOST {
        writeln!(out, "  {}; `--format json` has them", count((all - MOST) as u64, "more", "more"))?;
    }
    Ok(())
}
