//! What the lens says and how: method cards, sentences, findings.

use crate::groups::Group;
use crate::network::{Edge, Meeting, Network, Summary};
use crate::significance::Calibration;
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

/// The comparison of pairs with chance.
pub const CO_CHANCE: MethodCard = MethodCard {
    id: "co_chance",
    version: 1,
    lens: "coordination",
    question: "Which pairs of accounts act together more than their activity, common interest, platform and hours explain?",
    statistic: "For each pair, layer and window: the sum, over distinct common objects, of how unusual the moment of meeting is on its object (minus the logarithm of the meetings that the object's other actions lead one to expect). P-values are exact tails of a compound Poisson law, fused over layers and windows by the Cauchy combination test; q-values are Benjamini and Hochberg's over all pairs of accounts that could have met. Pairs are ranked by `surprise`, the evidence in nats against what chance expects of these two.",
    null_model: "Labels of accounts are exchanged between actions of equal circumstances: two given accounts meet in proportion to the product of their shares (of actions, or of distinct partners, whichever is larger), raised for members of communities with lasting common interest, for accounts of one platform and for common hours. Circumstances only ever raise what is expected.",
    assumptions: &[
        "The data hold a background of accounts that act on their own. Where most accounts act in concert, as in a set made of one operation, nothing stands out and significance means nothing.",
        "Communities of interest are found from who acts on what at any time; bursts within the widest window are left out of that.",
        "Times are right to within the narrowest window.",
    ],
    innocent_explanations: &[
        "Pages of one newsroom, party, union, company or fan club are run together openly and post the same at the same time.",
        "Scheduling programs, share buttons, feeds and syndication post one link for unrelated people at once.",
        "Both accounts follow the same third account or broadcast and react to it within minutes.",
        "One person has several accounts, as is common and mostly allowed.",
    ],
    known_failures: &[
        "A pair that met once or twice is rarely a discovery, however real: most small groups are found in part.",
        "Groups that act hours apart, or on objects that everybody shares, are not seen.",
        "Objects with very many pairs are left out of windows wider than a minute; the report says how many.",
        "Interest that came up within the data's time, or is shared by fewer than 20 accounts, is not explained away.",
        "Language is not yet part of the null model.",
    ],
    references: &[
        "Benjamini & Hochberg 1995, Controlling the false discovery rate (JRSS B)",
        "Liu & Xie 2020, Cauchy combination test (JASA)",
        "Panjer 1981, Recursive evaluation of a family of compound distributions (ASTIN Bulletin)",
        "Traag, Waltman & van Eck 2019, From Louvain to Leiden (Scientific Reports)",
        "Pacheco et al. 2021, Uncovering Coordinated Networks on Social Media (ICWSM)",
    ],
};

/// Groups among the discoveries.
pub const CO_GROUP: MethodCard = MethodCard {
    id: "co_group",
    version: 1,
    lens: "coordination",
    question: "Which accounts belong together, by the pairs that act together more than chance explains?",
    statistic: "Communities of the network of discovered pairs, weighted by surprise (Leiden algorithm, resolution 1, without randomness), of three accounts or more. For each: meetings of all its pairs against what chance expects of them; moments in which members acted together; what remains when one object is left out.",
    null_model: "As for `co_chance`, added up over all pairs of the group. The group was chosen because its pairs meet often, so its own p-value describes and does not test.",
    assumptions: &["Those of `co_chance`."],
    innocent_explanations: &[
        "The accounts are openly run together: one publisher, party, union, company or fan club.",
        "They are fed by one program or feed, or take part in a public campaign day.",
        "A group that rests on one object may be an audience of that object.",
    ],
    known_failures: &[
        "Two groups that share members or objects may come out as one, and one large group as several.",
        "Members whose pairs are not discoveries are missing.",
    ],
    references: &["Traag, Waltman & van Eck 2019, From Louvain to Leiden (Scientific Reports)"],
};

/// Cards of this lens.
pub const CARDS: &[MethodCard] = &[CO_ACTION, CO_CHANCE, CO_GROUP];

const PAIR: Template = Template(
    "{a} and {b} acted on {objects} within {window} of each other, {pairs} in all, on average {dt} apart.",
);
const NETWORK: Template = Template(
    "{edges} of accounts acted on a common object within {window} of each other, among {accounts} with {actions}. {strong} share five objects or more.",
);
const NOTHING: Template = Template(
    "No two accounts acted on a common object within {window} of each other, among {accounts} with {actions}.",
);
const CHANCE: Template = Template(
    "{found} act together more than chance explains at a false discovery rate of {q}, among {accounts} and {tested} that could have met. {check}",
);
const PAIR_CHANCE: Template = Template(
    "{a} and {b} acted on {objects} within {window} of each other, more than chance explains (q = {q}).",
);
const GROUP: Template = Template(
    "{accounts} acted together in {moments} on {objects}, from {first} to {last}: their pairs met {observed} within {window}, where chance explains {expected}.",
);
const WHY_NO_SUPPORT: &str =
    "counts only: nothing says yet how many such meetings activity and popularity alone would give";
const WHY_NO_RATIO: &str = "no set with known groups matches platform, language and period, so there is no likelihood ratio; the error rate is that of the whole list";

/// Sentences that findings of this lens are made of, for the lint.
pub const TEMPLATES: &[Template] = &[PAIR, NETWORK, NOTHING, CHANCE, PAIR_CHANCE, GROUP];

/// What all findings of a run share.
pub struct Frame {
    /// Parameters that decide the numbers.
    pub parameters: BTreeMap<String, serde_json::Value>,
    /// Hashes of the evidence, sorted.
    pub inputs: Vec<Sha256>,
}

/// What the comparison with chance gave, for a finding about it.
pub struct ChanceNumbers<'c> {
    /// False discovery rate asked for.
    pub q: f64,
    /// Discoveries.
    pub found: u64,
    /// Pairs that could have met.
    pub tested: u64,
    /// The run over exchanged labels, where one was made.
    pub calibration: Option<&'c Calibration>,
    /// Why significance means nothing here, where that is so.
    pub no_baseline: Option<&'c str>,
}

impl Frame {
    fn finding(&self, statement: String) -> Finding {
        self.finding_of(&CO_ACTION, statement)
    }

    fn finding_of(&self, card: &MethodCard, statement: String) -> Finding {
        Finding {
            id: Sha256([0; 32]),
            lens: card.lens.to_owned(),
            method: card.id.to_owned(),
            version: card.version,
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
            innocent_explanations: card.innocent_explanations.iter().map(|&text| text.to_owned()).collect(),
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

    /// The finding about all pairs against chance.
    pub fn chance(&self, network: &Network<'_>, numbers: &ChanceNumbers<'_>) -> Result<Finding, MethodError> {
        let check = match (numbers.no_baseline, numbers.calibration) {
            (Some(why), _) => format!("No organic baseline: {why}. Significance is not meaningful here."),
            (None, Some(calibration)) => format!(
                "With the labels of accounts exchanged at random there were {} on average.",
                plain(calibration.mean_false())
            ),
            (None, None) => "Nothing was run over exchanged labels.".to_owned(),
        };
        let accounts = network.totals().actions.iter().filter(|&&n| n > 0).count() as u64;
        let values = [
            ("found", count(numbers.found, "pair of accounts", "pairs of accounts")),
            ("q", plain(numbers.q)),
            ("accounts", count(accounts, "account", "accounts")),
            ("tested", count(numbers.tested, "pair", "pairs")),
            ("check", check),
        ];
        let mut finding = self.finding_of(&CO_CHANCE, fill(CHANCE, &values)?);
        finding.null_model = Some(CO_CHANCE.null_model.to_owned());
        finding.seed = numbers.calibration.map(|calibration| calibration.seed);
        finding.q = Some(numbers.q);
        finding.n = numbers.tested;
        finding.support = Support::None { why: WHY_NO_RATIO.to_owned() };
        finding.statistic = BTreeMap::from([
            ("discoveries".to_owned(), numbers.found as f64),
            ("pairs_tested".to_owned(), numbers.tested as f64),
        ]);
        if let Some(calibration) = numbers.calibration {
            finding.statistic.insert("false_discoveries_per_copy".to_owned(), calibration.mean_false());
        }
        Ok(finding.seal()?)
    }

    /// The finding about one group.
    pub fn group(&self, network: &Network<'_>, group: &Group) -> Result<Finding, MethodError> {
        let actions = network.actions();
        let day = |time: model::Timestamp| time.rfc3339().get(..10).unwrap_or_default().to_owned();
        let values = [
            ("accounts", count(group.members.len() as u64, "account", "accounts")),
            ("moments", count(group.moments, "moment", "moments")),
            ("objects", count(group.n_objects, "object", "objects")),
            ("first", day(group.first)),
            ("last", day(group.last)),
            ("window", duration(network.params().windows[group.window])),
            ("observed", count(group.observed, "time", "times")),
            ("expected", plain(group.expected)),
        ];
        let mut finding = self.finding_of(&CO_GROUP, fill(GROUP, &values)?);
        finding.null_model = Some(CO_GROUP.null_model.to_owned());
        finding.about = group
            .members
            .iter()
            .map(|&account| format!("{}/{}", actions.platform(account), actions.account_id(account)))
            .collect();
        finding.n = group.moments;
        finding.log10_p = Some(group.log10_p);
        finding.support = Support::None { why: WHY_NO_RATIO.to_owned() };
        finding.statistic = BTreeMap::from([
            ("pairs_discovered".to_owned(), group.edges.len() as f64),
            ("density".to_owned(), group.density()),
            ("meetings".to_owned(), group.observed as f64),
            ("meetings_expected".to_owned(), group.expected),
            ("median_span_s".to_owned(), group.median_span_s),
            ("surprise".to_owned(), group.surprise),
        ]);
        if let Some((_, left)) = group.without_one {
            finding.statistic.insert("pairs_left_without_one_object".to_owned(), left as f64);
        }
        if let Some(continuity) = group.continuity {
            finding.statistic.insert("continuity".to_owned(), continuity);
        }
        let mut listed = BTreeSet::new();
        for &(a, b) in &group.edges {
            let (meetings, _) = network.meetings(a, b, RECORDS_PER_PAIR);
            for meeting in &meetings {
                finding.records.extend(records_of(actions, meeting).filter(|r| listed.insert(r.clone())));
            }
            if finding.records.len() >= RECORDS_PER_GROUP {
                break;
            }
        }
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
        let mut finding = match edge.significance {
            None => self.finding(fill(PAIR, &values)?),
            Some(significance) => {
                let q = plain(significance.q());
                let values: Vec<_> = values.into_iter().chain([("q", q)]).collect();
                let mut finding = self.finding_of(&CO_CHANCE, fill(PAIR_CHANCE, &values)?);
                finding.null_model = Some(CO_CHANCE.null_model.to_owned());
                finding.log10_p = Some(f64::from(significance.log10_p));
                finding.q = Some(significance.q());
                finding.support = Support::None { why: WHY_NO_RATIO.to_owned() };
                finding.statistic.insert("surprise".to_owned(), f64::from(significance.surprise));
                finding
            }
        };
        finding.about = vec![name(edge.a), name(edge.b)];
        finding.n = edge.n_pairs;
        finding.statistic.extend([
            ("n_objects".to_owned(), f64::from(edge.n_objects)),
            ("n_pairs".to_owned(), edge.n_pairs as f64),
            ("mean_dt_s".to_owned(), edge.mean_dt_s()),
        ]);
        // In the order of the meetings, so that the first few show both accounts; a post may be in several.
        let mut listed = BTreeSet::new();
        for meeting in meetings {
            finding.records.extend(records_of(actions, meeting).filter(|r| listed.insert(r.clone())));
        }
        Ok(finding.seal()?)
    }
}

/// Records of a group finding: of each pair, and in all.
const RECORDS_PER_PAIR: usize = 4;
const RECORDS_PER_GROUP: usize = 200;

/// The two posts of a meeting.
fn records_of<'a>(
    actions: &'a crate::Actions,
    meeting: &Meeting,
) -> impl Iterator<Item = RecordRef> + use<'a> {
    let (layer, object) = actions.object(meeting.object);
    [meeting.post_a, meeting.post_b].into_iter().map(move |post| {
        let account = actions.post_account(post);
        RecordRef {
            platform: actions.platform(account).to_owned(),
            account: actions.account_id(account).to_owned(),
            post: actions.post_id(post).to_owned(),
            object: Some((layer, object.to_owned())),
            time: actions.post_time(post),
            raw: actions.post_raw(post),
        }
    })
}

/// A number with two digits that count, for sentences.
pub fn plain(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        size if size >= 1e15 => format!("{value:.1e}"),
        size if size >= 10.0 => thousands(value.round() as u64),
        size if size >= 0.01 => {
            let text = format!("{value:.2}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => format!("{value:.0e}"),
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
