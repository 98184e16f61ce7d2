//! Findings: what the lens hands on to a case and its report.
//!
//! One about all statements, one about their links, and one for each accusation that is answered or unanswered.

use crate::link::LinkKind;
use crate::method::{CLAIMS_LEDGER, CLAIMS_LINKS};
use model::words::count;
use model::{Finding, FindingError, MethodCard, RecordRef, Sha256, Template};
use serde_json::Value;
use std::collections::BTreeMap;

const STATEMENTS: Template = Template(
    "{statements} in {articles}: {accuse} that accuse, {deny} that deny, {demand} that demand, {decline} of not speaking. The speaker is resolved in {resolved}.",
);
const NO_STATEMENT: Template = Template("No statement was found in {articles}.");
const LINKS: Template = Template(
    "{answers}, {denials}, {possible} and {repeats} between statements; {unanswered} with an identified target and no answer found in {articles}.",
);
const ANSWERED: Template = Template(
    "{speaker} is reported to accuse {accused}: \u{201c}{words}\u{201d}. {answers} in these articles: {kinds}.",
);
const UNANSWERED: Template = Template(
    "{speaker} is reported to accuse {accused}: \u{201c}{words}\u{201d}. No answer was found in {articles}{possible}.",
);

/// Sentences that findings of this lens are made of, for the lint.
pub const TEMPLATES: &[Template] = &[STATEMENTS, NO_STATEMENT, LINKS, ANSWERED, UNANSWERED];

const WHY_NO_RATIO: &str = "the ledger says what articles report; it does not check it";

/// How often such statements are right, and where that was measured.
pub const ERROR_RATES: [&str; 3] = [
    "On 84 US news articles of 2015 and 2016 (PolNeAR, development part) 75 % of the statements given agree with a reader's by at least half of the words, and 66 % of the reader's are given; two readers agree on 75 % (F1).",
    "Statements with a verb of speech are found in 86 of 100 cases, others (beliefs, intentions, decrees) in 47.",
    "On 192 invented articles that nobody who wrote the rules had seen, in one run: nine in ten of the statements given are right in that sense, and nine in ten of all are given; of those found the kind is right in 86 % (79 to 94, by who wrote the articles) and the speaker in 94 %; of the answers given fewer than half are between statements that readers linked, and most of theirs are missed.",
];

/// What all findings of a run share.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Parameters that decide the numbers.
    pub parameters: BTreeMap<String, Value>,
    /// Hashes of the evidence, sorted.
    pub inputs: Vec<Sha256>,
    /// Number of articles.
    pub articles: u64,
}

/// Numbers of statements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Totals {
    pub statements: u64,
    pub accuse: u64,
    pub deny: u64,
    pub demand: u64,
    pub decline: u64,
    pub resolved: u64,
    pub answers: u64,
    pub generic_denials: u64,
    pub possible_answers: u64,
    pub repeats: u64,
    pub unanswered: u64,
}

/// An accusation, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Accusation {
    /// Who makes it, as the article has it.
    pub speaker: String,
    /// Whom it accuses.
    pub accused: String,
    /// Its words.
    pub words: String,
    /// What answers it: kinds with their numbers. Empty for one without an answer.
    pub answers: Vec<(LinkKind, u64)>,
    /// Whether something may be an answer.
    pub has_possible: bool,
    /// The accusation and the answers.
    pub records: Vec<RecordRef>,
}

impl Frame {
    fn articles(&self) -> String {
        count(self.articles, "article", "articles")
    }

    fn begin(&self, card: &MethodCard, statement: String) -> Finding {
        let mut finding = Finding::of(card, &self.parameters, statement, WHY_NO_RATIO);
        finding.inputs.clone_from(&self.inputs);
        finding.error_rates = ERROR_RATES.iter().map(|&text| text.to_owned()).collect();
        finding
    }

    /// The two findings about everything.
    pub fn totals(&self, totals: &Totals) -> Result<[Finding; 2], FindingError> {
        let articles = self.articles();
        let of = |n: u64| model::words::thousands(n);
        let ledger = if totals.statements == 0 {
            NO_STATEMENT.fill(&[("articles", &articles)])?
        } else {
            STATEMENTS.fill(&[
                ("statements", &count(totals.statements, "statement", "statements")),
                ("articles", &articles),
                ("accuse", &of(totals.accuse)),
                ("deny", &of(totals.deny)),
                ("demand", &of(totals.demand)),
                ("decline", &of(totals.decline)),
                ("resolved", &of(totals.resolved)),
            ])?
        };
        let links = LINKS.fill(&[
            ("answers", &LinkKind::Answers.counted(totals.answers)),
            ("denials", &LinkKind::GenericDenial.counted(totals.generic_denials)),
            ("possible", &LinkKind::PossibleAnswer.counted(totals.possible_answers)),
            ("repeats", &LinkKind::SameClaim.counted(totals.repeats)),
            ("unanswered", &count(totals.unanswered, "accusation", "accusations")),
            ("articles", &articles),
        ])?;
        let numbers: BTreeMap<String, f64> = [
            ("accuse", totals.accuse),
            ("answers", totals.answers),
            ("articles", self.articles),
            ("decline", totals.decline),
            ("demand", totals.demand),
            ("deny", totals.deny),
            ("generic_denials", totals.generic_denials),
            ("possible_answers", totals.possible_answers),
            ("repeats", totals.repeats),
            ("resolved", totals.resolved),
            ("statements", totals.statements),
            ("unanswered", totals.unanswered),
        ]
        .into_iter()
        .map(|(name, n)| (name.to_owned(), n as f64))
        .collect();
        let seal = |card, statement| -> Result<Finding, FindingError> {
            let mut finding = self.begin(card, statement);
            finding.statistic.clone_from(&numbers);
            finding.n = totals.statements;
            Ok(finding.seal()?)
        };
        Ok([seal(&CLAIMS_LEDGER, ledger)?, seal(&CLAIMS_LINKS, links)?])
    }

    /// The finding about one accusation.
    pub fn accusation(&self, one: &Accusation) -> Result<Finding, FindingError> {
        let articles = self.articles();
        let total: u64 = one.answers.iter().map(|(_, n)| n).sum();
        let statement = if one.answers.is_empty() {
            UNANSWERED.fill(&[
                ("speaker", &one.speaker),
                ("accused", &one.accused),
                ("words", &one.words),
                ("articles", &articles),
                ("possible", if one.has_possible { "; what may be one is listed beside it" } else { "" }),
            ])?
        } else {
            let kinds: Vec<String> = one.answers.iter().map(|(kind, n)| kind.counted(*n)).collect();
            ANSWERED.fill(&[
                ("speaker", &one.speaker),
                ("accused", &one.accused),
                ("words", &one.words),
                (
                    "answers",
                    &count(total, "statement answers or may answer", "statements answer or may answer"),
                ),
                ("kinds", &kinds.join(", ")),
            ])?
        };
        let mut finding = self.begin(&CLAIMS_LINKS, statement);
        finding.about = vec![one.speaker.clone(), one.accused.clone()];
        finding.n = one.records.len() as u64;
        finding.records.clone_from(&one.records);
        Ok(finding.seal()?)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn sentences_pass_the_lint() {
        for template in super::TEMPLATES {
            template.lint().expect("a neutral sentence");
        }
    }
}
