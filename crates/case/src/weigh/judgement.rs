//! The sentences: what leads, what the numbers mean, how far to rely on the order, what would flip it.
//! Likelihood and confidence never share one.

use super::bands::{percent, percents};
use super::sensitivity::{Sensitivity, Standing};
use super::weight::Scale;
use model::template::TemplateError;
use model::{NONE_OF_THESE, Template};
use serde::Serialize;

const LEADS: Template = Template("In the lead: {leader}, ahead of {rival}.");
const LEVEL: Template = Template("Nothing is in the lead: {names} are level.");
const NOTHING: Template =
    Template("Nothing is in the lead: no assessment speaks for or against a hypothesis.");
const ORDER_ONLY: Template =
    Template("An order and no number: {ordinal} of {used} assessments have none behind them.");
const COMES_TO: Template =
    Template("Held to be {prior} before the findings, {name} comes to {range} after them: {words}.");
const EVEN: Template = Template("It comes to one half from {range} before the findings.");
const CONFIDENCE: Template = Template("Confidence in this order is {grade}.");
const FLIPS: Template =
    Template("Without what is grouped as {groups}, {rival} would be level with {leader} or ahead.");
const SINGLE: Template = Template("Of single findings, {n} would change what leads if left out.");
const NO_SINGLE: Template = Template("No single finding would change what leads if left out.");

/// Sentences about a case, from fixed templates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// What leads, or that nothing does.
    pub order: String,
    /// Where the leader comes to from each prior, or why there is no number.
    pub likelihood: Vec<String>,
    /// How far the order can be relied on; empty when nothing leads.
    pub confidence: String,
    /// What would flip it.
    pub flips: Vec<String>,
}

impl Judgement {
    pub(super) fn of(told: &Sensitivity, (used, ordinal): (usize, usize)) -> Result<Self, TemplateError> {
        let mut judgement = Self::default();
        let Some(lead) = &told.lead else {
            judgement.order = match told.scale {
                Scale::Nothing => NOTHING.fill(&[])?,
                _ => {
                    let names: Vec<String> = told.level.iter().map(|name| shown(name)).collect();
                    LEVEL.fill(&[("names", &all_of(&names))])?
                }
            };
            return Ok(judgement);
        };
        let leader = shown(&lead.leader);
        judgement.order = LEADS.fill(&[("leader", &leader), ("rival", &shown(&lead.rival))])?;
        if told.scale == Scale::Order {
            let (used, ordinal) = (used.to_string(), ordinal.to_string());
            judgement.likelihood.push(ORDER_ONLY.fill(&[("ordinal", &ordinal), ("used", &used)])?);
        }
        let standing = told.hypotheses.iter().find(|standing| standing.name == lead.leader);
        if let Some(standing) = standing {
            judgement.likelihood.extend(likelihood(standing)?);
        }
        judgement.confidence = CONFIDENCE.fill(&[("grade", lead.confidence.grade.name())])?;
        if let Some(flip) = &lead.flip {
            judgement.flips.push(FLIPS.fill(&[
                ("groups", &all_of(&flip.groups.iter().map(|name| quoted(name)).collect::<Vec<_>>())),
                ("rival", &shown(&flip.rival)),
                ("leader", &leader),
            ])?);
        }
        let changing = told.without_finding.iter().filter(|without| without.changes).count();
        judgement.flips.push(match changing {
            0 => NO_SINGLE.fill(&[])?,
            n => SINGLE.fill(&[("n", &n.to_string())])?,
        });
        Ok(judgement)
    }
}

/// Where a hypothesis comes to from each prior, in sentences; none on the scale of order.
///
/// # Errors
/// A sentence could not be filled: a mistake of ours, never in the data.
pub fn likelihood(standing: &Standing) -> Result<Vec<String>, TemplateError> {
    let mut sentences = Vec::with_capacity(standing.posteriors.len() + 1);
    for posterior in &standing.posteriors {
        sentences.push(COMES_TO.fill(&[
            ("prior", &percent(posterior.prior.get())),
            ("name", &shown(&standing.name)),
            ("range", &percents(posterior.lo, posterior.hi)),
            ("words", &posterior.words.join(", ")),
        ])?);
    }
    if let Some([least, most]) = standing.even_priors {
        sentences.push(EVEN.fill(&[("range", &percents(least, most))])?);
    }
    Ok(sentences)
}

/// The name of a hypothesis in a sentence: in quotation marks, as "none of these leads" would say something else.
fn shown(name: &str) -> String {
    quoted(if name == NONE_OF_THESE { "none of these" } else { name })
}

fn quoted(name: &str) -> String {
    format!("\u{201c}{name}\u{201d}")
}

/// `a`, `a and b`, `a, b and c`.
fn all_of(names: &[String]) -> String {
    match names {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_pass_the_lint() {
        for template in
            [LEADS, LEVEL, NOTHING, ORDER_ONLY, COMES_TO, EVEN, CONFIDENCE, FLIPS, SINGLE, NO_SINGLE]
        {
            assert_eq!(template.lint(), Ok(()), "{}", template.0);
        }
        // What is filled in brings the words of likelihood.
        let words = super::super::BANDS.map(|band| band.word).join(", ");
        let filled = COMES_TO.fill(&[("prior", ""), ("name", ""), ("range", ""), ("words", &words)]);
        assert!(!filled.expect("filled").to_lowercase().contains("confiden"));
    }
}
