//! What is weighed, as the report shows it.

use crate::error::Result;
use case::weigh::Item;
use case::weigh::{
    Amount, Discriminates, Group, Lead, Prior, Scale, Sensitivity, Standing, Without, likelihood, percent,
    percents, weigh,
};
use model::{Assessment, Author, Finding, Sha256, Strength, Support, Weighing};
use report::page::case::{
    BarRow, BreakEvenRow, Cell, Column, Drawn, HypothesisRow, PosteriorRow, RuleRow, Said, Weighed,
    WithoutRow,
};
use std::collections::{BTreeMap, BTreeSet};

/// What the report has to know to name things.
pub struct Names<'a> {
    /// What pieces of evidence are called.
    pub evidence: BTreeMap<Sha256, String>,
    /// Findings of the last run, in their order.
    pub findings: &'a [Finding],
}

/// Priors at which the figure is drawn.
fn curve_priors() -> Vec<Prior> {
    let inner = (1..40).map(|i| f64::from(i) / 40.0);
    let all = [0.002, 0.005, 0.01].into_iter().chain(inner).chain([0.99, 0.995, 0.998]);
    all.filter_map(Prior::new).collect()
}

/// `told` as the report shows it.
pub fn weighed(
    told: &Sensitivity,
    weighing: &Weighing,
    items: &[Item],
    names: &Names<'_>,
) -> Result<Weighed> {
    let curves = match told.scale {
        Scale::Ratios => weigh(weighing, items, &curve_priors())?.hypotheses,
        Scale::Order | Scale::Nothing => Vec::new(),
    };
    let mut hypotheses = Vec::with_capacity(told.hypotheses.len());
    for (i, standing) in told.hypotheses.iter().enumerate() {
        hypotheses.push(hypothesis(standing, curves.get(i))?);
    }
    let lead = told.lead.as_ref();
    Ok(Weighed {
        order: told.judgement.order.clone(),
        confidence: told.judgement.confidence.clone(),
        flips: told.judgement.flips.clone(),
        reference: told.reference.clone(),
        is_order: told.scale == Scale::Order,
        hypotheses,
        columns: columns(told, weighing, names.findings),
        rules: lead.map(rules).unwrap_or_default(),
        lead: lead.map(|lead| (lead.leader.clone(), lead.rival.clone())),
        bars: lead.map(|lead| bars(lead, &told.groups)).unwrap_or_default(),
        flipping: lead
            .and_then(|lead| lead.flip.as_ref())
            .map(|flip| flip.groups.clone())
            .unwrap_or_default(),
        without: without(told, names),
        break_even: told.break_even.iter().map(break_even).collect(),
        missing: told.missing.iter().map(|missing| missing.text()).collect(),
        earlier: told.earlier.iter().map(said).collect(),
    })
}

fn hypothesis(standing: &Standing, curve: Option<&Standing>) -> Result<HypothesisRow> {
    let posterior = |p: &case::weigh::Posterior| PosteriorRow {
        prior: percent(p.prior.get()),
        range: percents(p.lo, p.hi),
        words: p.words.join(", "),
    };
    Ok(HypothesisRow {
        name: standing.name.clone(),
        statement: standing.statement.clone(),
        level: standing.level.name().to_owned(),
        by: person(&standing.author),
        is_given: matches!(standing.author, Author::Method(_)),
        is_reference: standing.is_reference,
        groups_for: standing.speaking_for as u64,
        groups_against: standing.speaking_against as u64,
        sum: standing.sum.text(),
        likelihood: likelihood(standing)?,
        posteriors: standing.posteriors.iter().map(posterior).collect(),
        curve: curve
            .map(|curve| curve.posteriors.iter().map(|p| (p.prior.get(), p.lo, p.hi)).collect())
            .unwrap_or_default(),
    })
}

/// Weighed findings, in the order of the findings.
fn columns(told: &Sensitivity, weighing: &Weighing, findings: &[Finding]) -> Vec<Column> {
    let places: BTreeMap<Sha256, usize> =
        findings.iter().enumerate().map(|(place, finding)| (finding.id, place)).collect();
    let mut by_finding: BTreeMap<Sha256, Vec<&Assessment>> = BTreeMap::new();
    for assessment in &weighing.assessments {
        by_finding.entry(assessment.finding).or_default().push(assessment);
    }
    let mut columns: Vec<Column> = told
        .findings
        .iter()
        .map(|weighed| {
            let assessments = by_finding.get(&weighed.finding).map_or(&[][..], Vec::as_slice);
            let cell = |standing: &Standing| {
                let found = assessments.iter().find(|a| a.hypothesis == standing.name);
                found.map_or_else(Cell::default, |a| Cell {
                    says: cell_text(&a.support),
                    direction: direction(&a.support),
                })
            };
            Column {
                finding: weighed.finding,
                method: weighed.method.clone(),
                group: weighed.group.clone(),
                discriminates: match weighed.discriminates {
                    Discriminates::Yes => "yes",
                    Discriminates::Unsure => "unsure",
                    Discriminates::No => "no",
                }
                .to_owned(),
                cells: told.hypotheses.iter().map(cell).collect(),
                said: assessments.iter().map(|a| said(a)).collect(),
            }
        })
        .collect();
    columns.sort_by_key(|column| (places.get(&column.finding).copied(), column.finding));
    columns
}

/// Short, as a cell of a matrix has little room.
fn cell_text(support: &Support) -> String {
    match support {
        Support::LikelihoodRatio { lo, hi, .. } => format!("{lo} to {hi}"),
        other => other.says(),
    }
}

fn direction(support: &Support) -> i8 {
    match support {
        Support::LikelihoodRatio { lo, .. } if *lo >= 10.0 => 2,
        Support::LikelihoodRatio { lo, .. } if *lo > 1.0 => 1,
        Support::LikelihoodRatio { hi, .. } if *hi <= 0.1 => -2,
        Support::LikelihoodRatio { hi, .. } if *hi < 1.0 => -1,
        Support::LikelihoodRatio { .. } | Support::None { .. } | Support::Ordinal(Strength::Neutral) => 0,
        Support::Ordinal(Strength::StrongFor) => 2,
        Support::Ordinal(Strength::For) => 1,
        Support::Ordinal(Strength::Against) => -1,
        Support::Ordinal(Strength::StrongAgainst) => -2,
    }
}

fn said(assessment: &Assessment) -> Said {
    Said {
        finding: assessment.finding.short(),
        hypothesis: assessment.hypothesis.clone(),
        says: assessment.support.says(),
        calibration: match &assessment.support {
            Support::LikelihoodRatio { calibration, .. } => calibration.clone(),
            Support::Ordinal(_) | Support::None { .. } => String::new(),
        },
        reason: assessment.reason.clone(),
        by: person(&assessment.author),
    }
}

/// A person's name; empty for the program and for those who gave none.
pub fn person(author: &Author) -> String {
    match author {
        Author::Person(name) => name.clone(),
        Author::Method(_) => String::new(),
    }
}

fn rules(lead: &Lead) -> Vec<RuleRow> {
    let row = |rule: &case::weigh::Rule| RuleRow {
        needed_for: rule.needed_for.name().to_owned(),
        met: rule.met,
        rule: rule.rule.to_owned(),
        found: rule.found.clone(),
    };
    lead.confidence.rules.iter().map(row).collect()
}

fn bars(lead: &Lead, groups: &[Group]) -> Vec<BarRow> {
    let bars = lead.tornado.iter().map(|bar| {
        let group = groups.iter().find(|group| group.name == bar.group);
        let kinds: BTreeSet<&str> =
            group.iter().flat_map(|group| &group.categories).map(|category| category.name()).collect();
        BarRow {
            group: bar.group.clone(),
            kinds: kinds.into_iter().collect::<Vec<_>>().join(", "),
            findings: group.iter().flat_map(|group| &group.findings).map(Sha256::short).collect(),
            part: bar.part.text(),
            range: case::weigh::Span { lo: bar.lo, hi: bar.hi }.text(),
            without: bar.without.text(),
            drawn: match (bar.part, bar.lo, bar.hi, bar.without) {
                (Amount::Order { strong, weak }, ..) => Drawn::Order { strong, weak },
                (Amount::Log10(_), lo, hi, without) => {
                    Drawn::Ratio { lo: log10(lo), hi: log10(hi), without: log10(without) }
                }
            },
        }
    });
    bars.collect()
}

fn log10(amount: Amount) -> f64 {
    match amount {
        Amount::Log10(log10) => log10,
        Amount::Order { .. } => 0.0,
    }
}

/// One left out at a time, what changes the order first.
fn without(told: &Sensitivity, names: &Names<'_>) -> Vec<WithoutRow> {
    let mut rows = Vec::new();
    rows.extend(told.without_group.iter().map(|without| left_out("group", without.without.clone(), without)));
    rows.extend(told.without_source.iter().map(|without| {
        let name = |id: &Sha256| names.evidence.get(id).cloned().unwrap_or_else(|| id.short());
        let all: Vec<String> = without.without.iter().take(3).map(name).collect();
        let rest = without.without.len() - all.len();
        let mut what = all.join(" or ");
        if rest > 0 {
            what.push_str(&format!(" or one of {rest} more"));
        }
        left_out("evidence", what, without)
    }));
    rows.extend(
        told.without_finding.iter().map(|without| left_out("finding", without.without.short(), without)),
    );
    rows.sort_by_key(|row| !row.changes);
    rows
}

fn left_out<T>(kind: &str, what: String, without: &Without<T>) -> WithoutRow {
    WithoutRow {
        kind: kind.to_owned(),
        what,
        then: without.leader.clone().unwrap_or_else(|| "two are level".to_owned()),
        lead: without.lead.map(|lead| lead.text()).unwrap_or_default(),
        changes: without.changes,
    }
}

fn break_even(method: &case::weigh::BreakEven) -> BreakEvenRow {
    BreakEvenRow {
        method: method.method.clone(),
        findings: method.findings as u64,
        takes: method.takes().unwrap_or_else(|| "nothing: it rests on others".to_owned()),
        factor: method.factor,
        stated: match method.error_rates.is_empty() {
            true => "none".to_owned(),
            false => {
                let rates: Vec<&str> =
                    method.error_rates.iter().map(|rate| rate.trim_end_matches('.')).collect();
                rates.join("; ")
            }
        },
    }
}
