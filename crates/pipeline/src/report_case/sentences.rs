//! What a case says in sentences that can be quoted, and what it does not say.

use case::weigh::{Grade, Scale, Sensitivity};
use model::template::TemplateError;
use model::words::count;
use model::{Author, NONE_OF_THESE, Template};

const WEIGHED: Template =
    Template("{weighed} of {findings} {were} weighed for {explanations} that people put forward.");
const MEANS: Template = Template("“{name}” stands for: {statement}");
const NO_EXPLANATION: Template =
    Template("Nobody has put an explanation forward: {findings} stand here for themselves.");
const LOW: Template = Template("One finding, file or group less, and the order may be another.");
const PUT_FORWARD: Template = Template("{by} put forward “{name}” ({level}): {statement}");
const NOTHING_CLAIMED: Template =
    Template("No explanation is claimed: the findings say what was seen, and not why.");
const SOMEBODY: &str = "Somebody who is not named";

const NO_ACTOR_BY_METHOD: Template =
    Template("No method of the program names who did something or who ordered it.");
const NO_ACTOR: Template = Template("Nobody entered who did it or who ordered it.");
const ACTOR_BY_PERSON: Template =
    Template("Who did it or who ordered it is somebody's word, and that person is named beside it.");
const NOT_ENTERED: Template =
    Template("An explanation that nobody entered is not weighed; “none of these” stands for all of them.");
const NO_EFFECT: Template = Template("What came of it is not measured.");

/// What a case says on its first screen. Likelihood and confidence are apart.
pub fn summary(told: Option<&Sensitivity>, findings: u64) -> Result<Vec<String>, TemplateError> {
    let findings_in_words = count(findings, "finding", "findings");
    let Some(told) = told else {
        return Ok(vec![NO_EXPLANATION.fill(&[("findings", &findings_in_words)])?]);
    };
    let named = told.hypotheses.iter().filter(|standing| standing.name != NONE_OF_THESE).count() as u64;
    let mut sentences = vec![WEIGHED.fill(&[
        ("weighed", &model::words::thousands(told.findings.len() as u64)),
        ("findings", &findings_in_words),
        ("were", if told.findings.len() == 1 { "was" } else { "were" }),
        ("explanations", &count(named, "explanation", "explanations")),
    ])?];
    let judgement = &told.judgement;
    for standing in told.hypotheses.iter().filter(|standing| standing.name != NONE_OF_THESE) {
        if judgement.order.contains(&format!("“{}”", standing.name)) {
            sentences.push(MEANS.fill(&[("name", &standing.name), ("statement", &standing.statement)])?);
        }
    }
    sentences.push(judgement.order.clone());
    sentences.extend(judgement.likelihood.iter().cloned());
    sentences.extend(Some(&judgement.confidence).filter(|text| !text.is_empty()).cloned());
    if told.scale != Scale::Nothing
        && told.lead.as_ref().is_some_and(|lead| lead.confidence.grade == Grade::Low)
        && judgement.flips.is_empty()
    {
        sentences.push(LOW.fill(&[])?);
    }
    sentences.extend(judgement.flips.iter().cloned());
    Ok(sentences)
}

/// What is claimed, each with who claims it.
pub fn claimed(told: Option<&Sensitivity>) -> Result<Vec<String>, TemplateError> {
    let standings = told.map_or(&[][..], |told| &told.hypotheses);
    let named = standings.iter().filter(|standing| standing.name != NONE_OF_THESE);
    let sentences = named.map(|standing| {
        PUT_FORWARD.fill(&[
            ("by", &by(&standing.author)),
            ("name", &standing.name),
            ("level", standing.level.name()),
            ("statement", &standing.statement),
        ])
    });
    let sentences = sentences.collect::<Result<Vec<_>, _>>()?;
    if sentences.is_empty() { Ok(vec![NOTHING_CLAIMED.fill(&[])?]) } else { Ok(sentences) }
}

/// What is not.
pub fn not_claimed(told: Option<&Sensitivity>, has_effects: bool) -> Result<Vec<String>, TemplateError> {
    let has_actor =
        told.is_some_and(|told| told.hypotheses.iter().any(|standing| standing.level.needs_a_person()));
    let mut templates = vec![NO_ACTOR_BY_METHOD, if has_actor { ACTOR_BY_PERSON } else { NO_ACTOR }];
    if told.is_some() {
        templates.push(NOT_ENTERED);
    }
    if !has_effects {
        templates.push(NO_EFFECT);
    }
    templates.into_iter().map(|template| template.fill(&[])).collect()
}

/// Who said something, at the beginning of a sentence.
fn by(author: &Author) -> String {
    match author {
        Author::Person(name) if !name.is_empty() => name.clone(),
        Author::Person(_) => SOMEBODY.to_owned(),
        Author::Method(_) => "The program".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_pass_the_lint() {
        for template in [
            WEIGHED,
            MEANS,
            NO_EXPLANATION,
            LOW,
            PUT_FORWARD,
            NOTHING_CLAIMED,
            NO_ACTOR_BY_METHOD,
            NO_ACTOR,
            ACTOR_BY_PERSON,
            NOT_ENTERED,
            NO_EFFECT,
        ] {
            assert_eq!(template.lint(), Ok(()), "{}", template.0);
        }
    }
}
