//! Findings: what the lens hands on to a case and its report.

use crate::account::{Account, LEAST_POSTS};
use crate::calibration::Conformal;
use crate::campaign::Together;
use crate::method::{ACCOUNT, CLUSTER, LANGUAGE_MODEL, PHRASES, TEXT, TRICKS};
use model::words::{count, thousands};
use model::{Finding, FindingError, MethodCard, RecordRef, Sha256, Template};
use serde_json::Value;
use std::collections::BTreeMap;

const TEXTS: Template = Template(
    "{answered} of {texts} could be compared with human texts of their length and kind. {one} of these score as high as at most 1 in 100 such human texts, and {five} more as high as at most 5 in 100. If all {answered} were human texts, about {by_chance} and {by_chance5} would.",
);
const NO_TEXTS: Template = Template(
    "None of {texts} could be compared with human texts: {short} under 25 words, {other} for other reasons.",
);
const UNUSUAL: Template = Template(
    "{text} is consistent with machine generation: of {n} comparable human texts ({kind}), {above} score as high. p_conformal is {p}, and the interval for such human texts is {low} to {high}.",
);
const ACCOUNTS: Template = Template(
    "{told} of {accounts} had enough posts to be told of. The levels of {above} are above those of all {people} human accounts compared with.",
);
const NO_ACCOUNTS: Template =
    Template("None of {accounts} had the {least} posts that are needed to be told of.");
const LEVEL: Template = Template(
    "The {posts} of {account} have a level {spreads} spreads from the mean of people, with an interval of {low} to {high}; {above} of {people} human accounts have one as high.",
);
const TOGETHER: Template = Template(
    "{texts} of {what} are {families} of texts that could be compared; {unusual} of these are unusual at 5 %. Together their e-value is {e}: if all are human texts of their kinds, one of that size or more comes at most {p} of the time.",
);
const GROUP: Template = Template(
    "Of the {members} of group {group}, {told} with 20 posts or more and {families} of longer texts could be compared with human ones; {unusual} of these are unusual at 5 %. Together their e-value is {e}: if all were written by people, one of that size or more comes at most {p} of the time.",
);
const HITS: Template = Template("{text} holds {phrases} ({kinds}).");
const NO_HITS: Template = Template("No phrase of the list was found in {texts} outside quotations.");
const DISGUISED: Template = Template("{text} holds {tricks}. They were made plain before it was scored.");

const READ: Template = Template(
    "The language model given read {texts}. {compared} could be compared with human texts of their length and kind that it had read. {one} of these have a curvature as high as at most 1 in 100 such human texts, and {five} more as high as at most 5 in 100. If all {compared} were human texts, about {by_chance} and {by_chance5} would. No answer depends on it.",
);
const READ_RAW: Template = Template(
    "The language model given read {texts}. It is not calibrated for texts of their length and kind: its numbers are raw. No answer depends on it.",
);

/// Sentences that findings of this lens are made of, for the lint.
pub const TEMPLATES: &[Template] = &[
    TEXTS,
    NO_TEXTS,
    UNUSUAL,
    ACCOUNTS,
    NO_ACCOUNTS,
    LEVEL,
    TOGETHER,
    GROUP,
    HITS,
    NO_HITS,
    DISGUISED,
    READ,
    READ_RAW,
];

const WHY_NO_RATIO: &str = "error rates are known for human texts; how often machine texts of the case's language, kind and time score as high is not";

/// What all findings of a run share.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Parameters that decide the results.
    pub parameters: BTreeMap<String, Value>,
    /// Hashes of the evidence, sorted.
    pub inputs: Vec<Sha256>,
}

/// Numbers of texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Texts looked at one by one.
    pub texts: u64,
    /// Compared with human texts.
    pub answered: u64,
    /// Unusual at 1 %.
    pub one: u64,
    /// Unusual at 5 % and not at 1 %.
    pub five: u64,
    /// Under 25 words.
    pub short: u64,
}

/// A share as people read it: `0.8 %`.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent >= 10.0 { format!("{percent:.0} %") } else { format!("{percent:.1} %") }
}

impl Frame {
    fn seal(
        &self,
        card: &MethodCard,
        statement: String,
        numbers: &[(&str, f64)],
        n: u64,
        records: Vec<RecordRef>,
    ) -> Result<Finding, FindingError> {
        let mut finding = Finding::of(card, &self.parameters, statement, WHY_NO_RATIO);
        finding.inputs.clone_from(&self.inputs);
        finding.statistic = numbers.iter().map(|&(name, value)| (name.to_owned(), value)).collect();
        finding.n = n;
        finding.records = records;
        Ok(finding.seal()?)
    }

    /// About all single texts.
    pub fn texts(&self, totals: &Totals) -> Result<Finding, FindingError> {
        let texts = count(totals.texts, "text", "texts");
        let statement = if totals.answered == 0 {
            let other = totals.texts - totals.short;
            NO_TEXTS.fill(&[
                ("texts", &texts),
                ("short", &thousands(totals.short)),
                ("other", &thousands(other)),
            ])?
        } else {
            let by_chance = |share: f64| format!("{:.1}", share * totals.answered as f64);
            TEXTS.fill(&[
                ("answered", &thousands(totals.answered)),
                ("texts", &texts),
                ("one", &thousands(totals.one)),
                ("five", &thousands(totals.five)),
                ("by_chance", &by_chance(0.01)),
                ("by_chance5", &by_chance(0.04)),
            ])?
        };
        let numbers = [("answered", totals.answered), ("unusual_1", totals.one), ("unusual_5", totals.five)];
        self.seal(&TEXT, statement, &numbers.map(|(name, n)| (name, n as f64)), totals.texts, Vec::new())
    }

    /// About a text that is unusual.
    pub fn unusual(
        &self,
        text: &str,
        kind: &str,
        p: &Conformal,
        score: f32,
        record: RecordRef,
    ) -> Result<Finding, FindingError> {
        let statement = UNUSUAL.fill(&[
            ("text", text),
            ("n", &thousands(p.n)),
            ("kind", kind),
            ("above", &thousands(p.above)),
            ("p", &format!("{:.4}", p.p)),
            ("low", &percent(p.low)),
            ("high", &percent(p.high)),
        ])?;
        let mut finding = Finding::of(&TEXT, &self.parameters, statement, WHY_NO_RATIO);
        finding.inputs.clone_from(&self.inputs);
        finding.statistic = [("p_conformal", p.p), ("score", f64::from(score)), ("above", p.above as f64)]
            .map(|(name, value)| (name.to_owned(), value))
            .into();
        finding.null_model = Some(format!("human texts: {kind}"));
        finding.log10_p = Some(libm::log10(p.p));
        finding.n = p.n;
        finding.about = vec![record.account.clone()];
        finding.records = vec![record];
        Ok(finding.seal()?)
    }

    /// About all accounts.
    pub fn accounts(&self, accounts: u64, told: &[&Account]) -> Result<Finding, FindingError> {
        let above = told.iter().filter(|one| one.above == 0).count() as u64;
        let all = count(accounts, "account", "accounts");
        let statement = match told.first() {
            None => NO_ACCOUNTS.fill(&[("accounts", &all), ("least", &LEAST_POSTS.to_string())])?,
            Some(one) => ACCOUNTS.fill(&[
                ("told", &thousands(told.len() as u64)),
                ("accounts", &all),
                ("above", &thousands(above)),
                ("people", &thousands(one.people)),
            ])?,
        };
        let numbers = [("told", told.len() as f64), ("above_all", above as f64)];
        self.seal(&ACCOUNT, statement, &numbers, accounts, Vec::new())
    }

    /// About one account.
    pub fn account(
        &self,
        name: &str,
        account: &Account,
        records: Vec<RecordRef>,
    ) -> Result<Finding, FindingError> {
        let statement = LEVEL.fill(&[
            ("posts", &count(account.posts, "post", "posts")),
            ("account", name),
            ("spreads", &format!("{:+.1}", account.spreads)),
            ("low", &format!("{:+.1}", account.spreads_low)),
            ("high", &format!("{:+.1}", account.spreads_high)),
            ("above", &thousands(account.above)),
            ("people", &thousands(account.people)),
        ])?;
        let mut finding = self.seal(
            &ACCOUNT,
            statement,
            &[("level", account.level), ("spreads", account.spreads), ("p", account.p)],
            account.posts,
            records,
        )?;
        finding.about = vec![name.to_owned()];
        Ok(finding.seal()?)
    }

    /// About texts that belong together.
    pub fn together(
        &self,
        what: &str,
        texts: u64,
        together: &Together,
        records: Vec<RecordRef>,
    ) -> Result<Finding, FindingError> {
        let statement = TOGETHER.fill(&[
            ("texts", &count(texts, "text", "texts")),
            ("what", what),
            ("families", &count(together.families, "family", "families")),
            ("unusual", &thousands(together.unusual)),
            ("e", &format!("{:.2}", together.e)),
            ("p", &percent(together.p)),
        ])?;
        let numbers = [("e", together.e), ("p", together.p), ("families", together.families as f64)];
        self.seal(&CLUSTER, statement, &numbers, texts, records)
    }

    /// About the accounts of a group: those told of and the families of their longer texts.
    pub fn group(
        &self,
        group: &str,
        members: u64,
        (told, families): (u64, u64),
        together: &Together,
        records: Vec<RecordRef>,
    ) -> Result<Finding, FindingError> {
        let statement = GROUP.fill(&[
            ("members", &count(members, "account", "accounts")),
            ("group", group),
            ("told", &count(told, "account", "accounts")),
            ("families", &count(families, "family", "families")),
            ("unusual", &thousands(together.unusual)),
            ("e", &format!("{:.2}", together.e)),
            ("p", &percent(together.p)),
        ])?;
        let numbers = [("e", together.e), ("p", together.p), ("accounts", told as f64)];
        self.seal(&CLUSTER, statement, &numbers, told + families, records)
    }

    /// About what a language model of the user's own found in texts: those read, and of those compared the p-values.
    pub fn read_by_model(
        &self,
        read: u64,
        compared: &[f64],
        records: Vec<RecordRef>,
    ) -> Result<Finding, FindingError> {
        let texts = count(read, "text", "texts");
        let up_to = |most: f64| compared.iter().filter(|&&p| p <= most).count() as u64;
        let (one, five) = (up_to(0.01), up_to(0.05) - up_to(0.01));
        let by_chance = |share: f64| format!("{:.1}", share * compared.len() as f64);
        let statement = if compared.is_empty() {
            READ_RAW.fill(&[("texts", &texts)])?
        } else {
            READ.fill(&[
                ("texts", &texts),
                ("compared", &thousands(compared.len() as u64)),
                ("one", &thousands(one)),
                ("five", &thousands(five)),
                ("by_chance", &by_chance(0.01)),
                ("by_chance5", &by_chance(0.04)),
            ])?
        };
        let numbers = [("compared", compared.len() as u64), ("unusual_1", one), ("unusual_5", five)];
        self.seal(&LANGUAGE_MODEL, statement, &numbers.map(|(name, n)| (name, n as f64)), read, records)
    }

    /// That no phrase was found.
    pub fn no_phrases(&self, texts: u64) -> Result<Finding, FindingError> {
        let statement = NO_HITS.fill(&[("texts", &count(texts, "text", "texts"))])?;
        self.seal(&PHRASES, statement, &[], texts, Vec::new())
    }

    /// About phrases in a text, with what they are in words.
    pub fn phrases(&self, text: &str, kinds: &str, records: Vec<RecordRef>) -> Result<Finding, FindingError> {
        let n = records.len() as u64;
        let phrases = count(n, "phrase of chat models", "phrases of chat models");
        let statement = HITS.fill(&[("text", text), ("phrases", &phrases), ("kinds", kinds)])?;
        self.seal(&PHRASES, statement, &[("phrases", n as f64)], n, records)
    }

    /// About characters of a text that were made plain, in words.
    pub fn disguised(
        &self,
        text: &str,
        tricks: &str,
        n: u64,
        records: Vec<RecordRef>,
    ) -> Result<Finding, FindingError> {
        let statement = DISGUISED.fill(&[("text", text), ("tricks", tricks)])?;
        self.seal(&TRICKS, statement, &[("places", n as f64)], n, records)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_pass_the_lint() {
        for template in TEMPLATES {
            assert_eq!(template.lint(), Ok(()), "{template:?}");
        }
    }
}
