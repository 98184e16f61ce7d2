//! What the lens says and how: method cards, sentences, findings.

use crate::network::{Edge, Meeting, Network, Summary};
use model::{Finding, MethodCard, RecordRef, Sha256, Support, Template};
use std::collections::{BTreeMap, BTreeSet};

/// The co-action count.
pub const CO_ACTION: MethodCard = MethodCard {
    id: "co_action",
    version: 1,
    lens: "coordination",
    question: "Which accounts acted on the same objects within a short time of each other, and how often?",
    statistic: "For each pair of accounts: the distinct objects on which both acted within the window (inclusive), the pairs of actions within it, and the mean time between the two actions of a pair.",
    null_model: "None: these are counts. Activity and popularity alone produce many of them, so a count is where looking begins, not a measure of how surprising it is.",
    assumptions: &[
        "Times are right to within the window; times that are stated by the minute cannot support a shorter window.",
        "The posts are all, or an even sample, of what the accounts did; a collection by keyword makes every account in it look alike.",
    ],
    innocent_explanations: &[
        "Both accounts react to the same event, broadcast or notification at the moment it happens.",
        "Both are very active, or the object is very popular, so that meetings by chance are expected.",
        "Share buttons, scheduling programs and feeds post the same link at the same minute for unrelated people.",
        "The accounts belong to one openly known owner, newsroom, party, union or fan club that posts together.",
    ],
    known_failures: &[
        "Groups that act minutes or hours apart are not seen by a window of seconds.",
        "One post can act in several layers (its link, its tags, its text), so objects of different layers are not independent.",
    ],
    references: &[
        "Pacheco et al. 2021, Uncovering Coordinated Networks on Social Media: Methods and Case Studies (ICWSM)",
        "Weber & Neumann 2021, Amplifying influence through coordinated behaviour in social networks (SNAM)",
        "Righetti & Balluff 2025, CooRTweet: A Generalized R Software for Coordinated Network Detection",
    ],
};

/// Cards of this lens.
pub const CARDS: &[MethodCard] = &[CO_ACTION];

const PAIR: Template = Template(
    "{a} and {b} acted on {objects} within {window} of each other, {pairs} in all, on average {dt} apart.",
);
const NETWORK: Template = Template(
    "{edges} of accounts acted on a common object within {window} of each other, among {accounts} with {actions}. {strong} share five objects or more.",
);
const NOTHING: Template = Template(
    "No two accounts acted on a common object within {window} of each other, among {accounts} with {actions}.",
);
const WHY_NO_SUPPORT: &str =
    "counts only: nothing says yet how many such meetings activity and popularity alone would give";

/// Sentences that findings of this lens are made of, for the lint.
pub const TEMPLATES: &[Template] = &[PAIR, NETWORK, NOTHING];

/// What all findings of a run share.
pub struct Frame {
    /// Parameters that decide the numbers.
    pub parameters: BTreeMap<String, serde_json::Value>,
    /// Hashes of the evidence, sorted.
    pub inputs: Vec<Sha256>,
}

impl Frame {
    fn finding(&self, statement: String) -> Finding {
        Finding {
            id: Sha256([0; 32]),
            lens: CO_ACTION.lens.to_owned(),
            method: CO_ACTION.id.to_owned(),
            version: CO_ACTION.version,
            parameters: self.parameters.clone(),
            seed: None,
            inputs: self.inputs.clone(),
            about: Vec::new(),
            statement,
            statistic: BTreeMap::new(),
            null_model: None,
            log10_p: None,
            q: None,
            n: 0,
            error_rates: Vec::new(),
            support: Support::None { why: WHY_NO_SUPPORT.to_owned() },
            innocent_explanations: CO_ACTION
                .innocent_explanations
                .iter()
                .map(|&text| text.to_owned())
                .collect(),
            techniques: Vec::new(),
            records: Vec::new(),
        }
    }

    /// The finding about the whole network; a null result is one too.
    pub fn network(&self, network: &Network<'_>, summary: &Summary) -> Result<Finding, MethodError> {
        let actions = network.actions();
        let window = duration(widest(network));
        let accounts =
            count(network.totals().actions.iter().filter(|&&n| n > 0).count() as u64, "account", "accounts");
        let n_actions = count(actions.len() as u64, "action", "actions");
        let strong = summary.by_objects[3] + summary.by_objects[4];
        let values = [
            ("edges", count(summary.edges, "pair", "pairs")),
            ("window", window),
            ("accounts", accounts),
            ("actions", n_actions),
            ("strong", thousands(strong)),
        ];
        let template = if summary.edges == 0 { NOTHING } else { NETWORK };
        let mut finding = self.finding(fill(template, &values)?);
        finding.n = actions.len() as u64;
        finding.statistic = BTreeMap::from([
            ("edges".to_owned(), summary.edges as f64),
            ("pairs".to_owned(), summary.pairs as f64),
            ("cross_platform_edges".to_owned(), summary.cross_platform as f64),
            ("edges_with_5_objects_or_more".to_owned(), strong as f64),
        ]);
        Ok(finding.seal()?)
    }

    /// The finding about one pair of accounts, with the records it rests on.
    pub fn pair(
        &self,
        network: &Network<'_>,
        edge: &Edge,
        meetings: &[Meeting],
    ) -> Result<Finding, MethodError> {
        let actions = network.actions();
        let name = |account: u32| format!("{}/{}", actions.platform(account), actions.account_id(account));
        let shown = |account: u32| match actions.account_name(account) {
            handle if handle.is_empty() || handle == actions.account_id(account) => name(account),
            handle => format!("{} ({handle})", name(account)),
        };
        let values = [
            ("a", shown(edge.a)),
            ("b", shown(edge.b)),
            ("objects", count(u64::from(edge.n_objects), "common object", "common objects")),
            ("window", duration(widest(network))),
            ("pairs", count(edge.n_pairs, "pair of actions", "pairs of actions")),
            ("dt", format!("{:.1} s", edge.mean_dt_s())),
        ];
        let mut finding = self.finding(fill(PAIR, &values)?);
        finding.about = vec![name(edge.a), name(edge.b)];
        finding.n = edge.n_pairs;
        finding.statistic = BTreeMap::from([
            ("n_objects".to_owned(), f64::from(edge.n_objects)),
            ("n_pairs".to_owned(), edge.n_pairs as f64),
            ("mean_dt_s".to_owned(), edge.mean_dt_s()),
        ]);
        for meeting in meetings {
            for post in [meeting.post_a, meeting.post_b] {
                let (layer, object) = actions.object(meeting.object);
                let account = actions.post_account(post);
                finding.records.push(RecordRef {
                    platform: actions.platform(account).to_owned(),
                    account: actions.account_id(account).to_owned(),
                    post: actions.post_id(post).to_owned(),
                    object: Some((layer, object.to_owned())),
                    time: actions.post_time(post),
                    raw: actions.post_raw(post),
                });
            }
        }
        // In the order of the meetings, so that the first few show both accounts; a post may be in several.
        let mut listed = BTreeSet::new();
        finding.records.retain(|record| listed.insert(record.clone()));
        Ok(finding.seal()?)
    }
}

/// A finding could not be made: a mistake in a template, never in the data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MethodError {
    /// A sentence could not be filled.
    #[error("filling a sentence: {0}")]
    Template(#[from] model::template::TemplateError),
    /// A finding could not be hashed.
    #[error("hashing a finding: {0}")]
    Json(#[from] serde_json::Error),
}

fn fill(template: Template, values: &[(&str, String)]) -> Result<String, MethodError> {
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    Ok(template.fill(&values)?)
}

fn widest(network: &Network<'_>) -> i64 {
    network.params().windows.last().copied().unwrap_or(0)
}

/// A number of things, in words: `1 pair`, `2,110 pairs`.
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// A number with separators between thousands.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Microseconds in the unit that a person would use: `10 s`, `10 min`, `1 h`.
pub fn duration(micros: i64) -> String {
    match micros {
        m if m % 86_400_000_000 == 0 && m != 0 => format!("{} d", m / 86_400_000_000),
        m if m % 3_600_000_000 == 0 && m != 0 => format!("{} h", m / 3_600_000_000),
        m if m % 60_000_000 == 0 && m > 60_000_000 => format!("{} min", m / 60_000_000),
        m => format!("{} s", m as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_pass_the_lint() {
        for template in TEMPLATES {
            assert_eq!(template.lint(), Ok(()), "{}", template.0);
        }
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(count(1, "pair", "pairs"), "1 pair");
        assert_eq!(count(1_234_567, "pair", "pairs"), "1,234,567 pairs");
        assert_eq!(duration(60_000_000), "60 s");
        assert_eq!(duration(600_000_000), "10 min");
        assert_eq!(duration(500_000), "0.5 s");
        assert_eq!(duration(0), "0 s");
    }
}
