//! What the lens says and how: method cards, sentences, findings.

mod cards;
mod techniques;

use crate::accounts::{Accounts, Profile, Reading};
use crate::groups::Group;
use crate::network::{Edge, Meeting, Network, Summary};
use crate::significance::Calibration;
use crate::tags::Tag;
use model::words::{count, duration, plain, q_value, thousands};
use model::{Finding, FindingError, MethodCard, RecordRef, Sha256, Support, Template};
use std::collections::{BTreeMap, BTreeSet};

pub use cards::{CARDS, CO_ACCOUNT, CO_ACTION, CO_CHANCE, CO_GROUP};

const PAIR: Template = Template(
    "{a} and {b} acted on {objects} within {window} of each other, {pairs} in all, on average {dt} apart.",
);
const NETWORK: Template = Template(
    "{edges} of accounts acted on a common object within {window} of each other, among {accounts} with {actions}. {strong} share five objects or more.",
);
const NOTHING: Template = Template(
    "No two accounts acted on a common object within {window} of each other, among {accounts} with {actions}.",
);
const LEFT_OUT: Template = Template(
    " Not counted: {pairs} of actions on {objects} too common for the window of {window}, which count in narrower ones.",
);
const CHANCE: Template = Template(
    "{found} act together more than chance explains at a false discovery rate of {q}, among {accounts} and {tested} that could have met. {check}",
);
const PAIR_CHANCE: Template = Template(
    "{a} and {b} acted on {objects} within {window} of each other, more than chance explains ({q}).",
);
const GROUP: Template = Template(
    "{accounts} acted together in {moments} on {objects}, from {first} to {last}, {discovered} of their {pairs} more than chance explains. All their pairs together met {observed} within {window}, where chance explains {expected}{alone}.",
);
/// What is added where a group as a whole met no more often than chance explains.
const NOT_THE_SUM: &str = ": the single pairs stand out, not their sum";
const ACCOUNT: Template =
    Template("{account} stands out from the accounts of {platform} in {notable} of {compared}: {what}.");
const WHY_NO_SUPPORT: &str =
    "counts only: nothing says yet how many such meetings activity and popularity alone would give";
const WHY_NO_RATIO: &str = "no set with known groups matches platform, language and period, so there is no likelihood ratio; the error rate is that of the whole list";

const WHY_NO_RATIO_FOR_ACCOUNTS: &str = "a z-score says how unlike the others an account is; no set of accounts with known operators says what that is worth";

/// Sentences that findings of this lens are made of, for the lint.
pub const TEMPLATES: &[Template] = &[PAIR, NETWORK, NOTHING, LEFT_OUT, CHANCE, PAIR_CHANCE, GROUP, ACCOUNT];

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
        let finding = Finding::of(card, &self.parameters, statement, WHY_NO_SUPPORT);
        Finding { inputs: self.inputs.clone(), ..finding }
    }

    /// The finding about the whole network; a null result is one too.
    pub fn network(&self, network: &Network<'_>, summary: &Summary) -> Result<Finding, FindingError> {
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
        let mut statement = fill(template, &values)?;
        let left_out = network.left_out().last().filter(|left_out| left_out.objects > 0);
        if let Some(left_out) = left_out {
            let values = [
                ("pairs", count(left_out.pairs, "pair", "pairs")),
                ("objects", count(left_out.objects, "object", "objects")),
                ("window", duration(widest(network))),
            ];
            statement.push_str(&fill(LEFT_OUT, &values)?);
        }
        let mut finding = self.finding(statement);
        finding.n = actions.len() as u64;
        finding.statistic = BTreeMap::from([
            ("edges".to_owned(), summary.edges as f64),
            ("pairs".to_owned(), summary.pairs as f64),
            ("cross_platform_edges".to_owned(), summary.cross_platform as f64),
            ("edges_with_5_objects_or_more".to_owned(), strong as f64),
        ]);
        if let Some(left_out) = left_out {
            finding.statistic.insert("pairs_left_out".to_owned(), left_out.pairs as f64);
            finding.statistic.insert("objects_left_out".to_owned(), left_out.objects as f64);
        }
        Ok(finding.seal()?)
    }

    /// The finding about all pairs against chance.
    pub fn chance(
        &self,
        network: &Network<'_>,
        numbers: &ChanceNumbers<'_>,
    ) -> Result<Finding, FindingError> {
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

    /// The finding about one group; what `tags` say of it stands before the explanations of the method.
    pub fn group(&self, network: &Network<'_>, group: &Group, tags: &[Tag]) -> Result<Finding, FindingError> {
        let actions = network.actions();
        let members = group.members.len() as u64;
        let day = |time: model::Timestamp| time.rfc3339().get(..10).unwrap_or_default().to_owned();
        let values = [
            ("accounts", count(group.members.len() as u64, "account", "accounts")),
            ("moments", count(group.moments, "moment", "moments")),
            ("objects", count(group.n_objects, "object", "objects")),
            ("first", day(group.first)),
            ("last", day(group.last)),
            ("window", duration(network.params().windows[group.window])),
            ("discovered", thousands(group.edges.len() as u64)),
            ("pairs", count(members * members.saturating_sub(1) / 2, "pair", "pairs")),
            ("observed", count(group.observed, "time", "times")),
            ("expected", plain(group.expected)),
            (
                "alone",
                if group.observed as f64 > group.expected { String::new() } else { NOT_THE_SUM.to_owned() },
            ),
        ];
        let mut finding = self.finding_of(&CO_GROUP, fill(GROUP, &values)?);
        finding.null_model = Some(CO_GROUP.null_model.to_owned());
        finding.innocent_explanations.splice(0..0, tags.iter().map(in_these_data));
        finding.about = group.members.iter().map(|&account| actions.account_key(account)).collect();
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
        let rows = group.edges.chunk_by(|x, y| x.0 == y.0);
        for (meetings, _) in rows.flat_map(|row| network.meetings_of(row, RECORDS_PER_PAIR)) {
            for meeting in &meetings {
                finding.records.extend(records_of(actions, meeting).filter(|r| listed.insert(r.clone())));
            }
            if finding.records.len() >= RECORDS_PER_GROUP {
                break;
            }
        }
        finding.techniques = techniques::of_records(&finding.records);
        Ok(finding.seal()?)
    }

    /// The finding about one pair of accounts, with the records it rests on.
    pub fn pair(
        &self,
        network: &Network<'_>,
        edge: &Edge,
        meetings: &[Meeting],
        tags: &[Tag],
    ) -> Result<Finding, FindingError> {
        let actions = network.actions();
        let values = [
            ("a", shown(actions, edge.a)),
            ("b", shown(actions, edge.b)),
            ("objects", count(u64::from(edge.n_objects), "common object", "common objects")),
            ("window", duration(widest(network))),
            ("pairs", count(edge.n_pairs, "pair of actions", "pairs of actions")),
            ("dt", format!("{:.1} s", edge.mean_dt_s())),
        ];
        let mut finding = match edge.significance {
            None => self.finding(fill(PAIR, &values)?),
            Some(significance) => {
                let q = q_value(significance.q());
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
        finding.about = vec![actions.account_key(edge.a), actions.account_key(edge.b)];
        finding.innocent_explanations.splice(0..0, tags.iter().map(in_these_data));
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

impl Frame {
    /// The finding about one account that stands out, among `accounts`; `posts` are its posts.
    pub fn account(
        &self,
        actions: &crate::Actions,
        accounts: &Accounts,
        profile: &Profile,
        posts: &[u32],
    ) -> Result<Finding, FindingError> {
        let notable: Vec<&Reading> = profile.notable().collect();
        let compared = profile.readings.iter().filter(|reading| reading.z.is_some()).count() as u64;
        let values = [
            ("account", shown(actions, profile.account)),
            ("platform", actions.platform(profile.account).to_owned()),
            ("notable", thousands(notable.len() as u64)),
            ("compared", count(compared, "indicator", "indicators")),
            ("what", notable.iter().map(|reading| in_words(reading)).collect::<Vec<_>>().join("; ")),
        ];
        let mut finding = self.finding_of(&CO_ACCOUNT, fill(ACCOUNT, &values)?);
        finding.null_model = Some(CO_ACCOUNT.null_model.to_owned());
        finding.about = vec![actions.account_key(profile.account)];
        finding.n = posts.len() as u64;
        finding.support = Support::None { why: WHY_NO_RATIO_FOR_ACCOUNTS.to_owned() };
        for reading in profile.readings.iter() {
            let name = reading.indicator.name();
            finding.statistic.extend(reading.value.map(|value| (name.to_owned(), value)));
            finding.statistic.extend(reading.z.map(|z| (format!("{name}_z"), z)));
        }
        let all: u64 = accounts.by_notable.iter().sum();
        let alike: u64 = accounts.by_notable[notable.len()..].iter().sum();
        finding.error_rates = vec![format!(
            "{} of {} stand out in as many indicators or more",
            thousands(alike),
            count(all, "account with a profile", "accounts with a profile")
        )];
        let record = |&post: &u32| RecordRef {
            platform: actions.platform(profile.account).to_owned(),
            account: actions.account_id(profile.account).to_owned(),
            post: actions.post_id(post).to_owned(),
            object: None,
            time: Some(actions.post_time(post)),
            raw: actions.post_raw(post),
        };
        finding.records = posts.iter().take(RECORDS_PER_ACCOUNT).map(record).collect();
        Ok(finding.seal()?)
    }
}

/// A reading in words: `digits at the end of its handle 8 (median 0, robust z 5.1)`.
pub fn in_words(reading: &Reading) -> String {
    let number = |value: Option<f64>| plain(value.unwrap_or_default());
    format!(
        "{} {} (median {}, robust z {:.1})",
        reading.indicator.meaning(),
        number(reading.value),
        number(reading.median),
        reading.z.unwrap_or_default()
    )
}

/// A tag as an explanation that these data suggest.
fn in_these_data(tag: &Tag) -> String {
    format!("In these data: {}.", tag.because)
}

/// An account by key, with its handle where that says more.
fn shown(actions: &crate::Actions, account: u32) -> String {
    match actions.account_name(account) {
        handle if handle.is_empty() || handle == actions.account_id(account) => actions.account_key(account),
        handle => format!("{} ({handle})", actions.account_key(account)),
    }
}

/// Posts that an account finding lists, the first ones.
const RECORDS_PER_ACCOUNT: usize = 20;
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
            time: Some(actions.post_time(post)),
            raw: actions.post_raw(post),
        }
    })
}

fn fill(template: Template, values: &[(&str, String)]) -> Result<String, FindingError> {
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    Ok(template.fill(&values)?)
}

fn widest(network: &Network<'_>) -> i64 {
    network.params().windows.last().copied().unwrap_or(0)
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
}
