//! What the template sees: lists cut to the page's limits, sentences about what was left out.

mod case;
mod claims;
mod media;
mod numbers;
mod synthetic;

use super::{
    AccountRow, Accounts, Bin, CampaignDossier, CasePart, Chance, EdgeDossier, EvidenceRow, GroupDossier,
    HopRow, MailDossier, MailRow, Mails, Network, Page, SameTextRow, SharedRow, StatementRow, Timeline,
    limits,
};
use crate::graph::{Edge, Graph};
use crate::layout::layout;
use crate::svg;
use model::finding::Strength;
use model::words;
use model::{Finding, Layer, RecordRef, Support, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

pub use case::{Beside, CaseView};
pub use claims::ClaimsView;
pub use media::MediaView;
pub use synthetic::SyntheticView;

/// The first entries of a list, and how many follow.
#[derive(Serialize)]
pub struct Cut<T> {
    pub rows: Vec<T>,
    pub more: u64,
}

/// Views of the first `limit` of `rows`.
pub fn cut<'a, S, T>(rows: &'a [S], limit: usize, view: impl Fn(&'a S) -> T) -> Cut<T> {
    Cut { rows: rows.iter().take(limit).map(view).collect(), more: rows.len().saturating_sub(limit) as u64 }
}

/// A finding as the page shows it.
#[derive(Serialize)]
pub struct FindingView<'a> {
    statement: &'a str,
    method: &'a str,
    version: u32,
    short: String,
    /// The statistic, in words.
    numbers: Vec<String>,
    compared: String,
    support: String,
    error_rates: &'a [String],
    innocent_explanations: &'a [String],
    records: Vec<Record<'a>>,
    /// Records in all, shown or not.
    listed: usize,
    more: usize,
    beside: Beside<'a>,
}

#[derive(Serialize)]
struct Record<'a> {
    platform: &'a str,
    /// Handle of the account where one is known, otherwise its id.
    name: &'a str,
    /// Its id, where a handle stands for it.
    id: Option<&'a str>,
    post: &'a str,
    object: Option<(Layer, &'a str)>,
    time: Option<Timestamp>,
}

impl<'a> FindingView<'a> {
    /// A view of `finding`, with what the case has beside it, and with the handles of accounts.
    pub fn new(finding: &'a Finding, case: Option<&'a CasePart>, handles: &Handles<'a>) -> Self {
        let record = |r: &'a RecordRef| {
            let handle = handles.get(&(r.platform.as_str(), r.account.as_str())).copied();
            Record {
                platform: &r.platform,
                name: handle.unwrap_or(&r.account),
                id: handle.map(|_| r.account.as_str()),
                post: &r.post,
                object: r.object.as_ref().map(|(layer, object)| (*layer, object.as_str())),
                time: r.time,
            }
        };
        Self {
            statement: &finding.statement,
            method: &finding.method,
            version: finding.version,
            short: finding.id.short(),
            numbers: finding.statistic.iter().map(|(name, value)| numbers::in_words(name, *value)).collect(),
            compared: compared(finding),
            support: support(&finding.support),
            error_rates: &finding.error_rates,
            innocent_explanations: &finding.innocent_explanations,
            records: finding.records.iter().take(limits::RECORDS).map(record).collect(),
            listed: finding.records.len(),
            more: finding.records.len().saturating_sub(limits::RECORDS),
            beside: Beside::of(case, &finding.id),
        }
    }
}

/// Handles of accounts by platform and id: what findings call by id stands elsewhere on the page by handle.
pub type Handles<'a> = BTreeMap<(&'a str, &'a str), &'a str>;

/// The handles that the networks of the page know.
pub fn handles(page: &Page) -> Handles<'_> {
    let graphs = page.coordination.iter().flat_map(|part| {
        let groups = part.groups.iter().map(|group| &group.graph);
        part.network.iter().map(|network| &network.graph).chain(groups)
    });
    let nodes = graphs.flat_map(|graph| &graph.nodes);
    nodes
        .filter_map(|node| Some(((node.platform.as_str(), node.account.as_str()), node.name.as_deref()?)))
        .filter(|((_, id), handle)| id != handle)
        .collect()
}

fn compared(finding: &Finding) -> String {
    let mut text =
        finding.null_model.clone().unwrap_or_else(|| "nothing: this is a count, without a test".into());
    if finding.log10_p.is_some() || finding.q.is_some() {
        text.truncate(text.trim_end_matches('.').len());
    }
    if let Some(log10_p) = finding.log10_p {
        let _ = write!(text, "; p = {}", power_of_ten(log10_p));
    }
    if let Some(q) = finding.q {
        let _ = write!(
            text,
            "; corrected for everything tested: {}",
            if q > 0.0 { format!("q = {}", rate(q)) } else { words::q_value(q) }
        );
    }
    text
}

/// `0.02`, or `5.0e-13` where a decimal would be all zeros, however small it is.
fn power_of_ten(log10: f64) -> String {
    if log10 > -4.0 || !log10.is_finite() {
        return super::render::number(libm::exp10(log10));
    }
    let mut exponent = libm::floor(log10);
    let mut digits = libm::round(libm::exp10(log10 - exponent) * 10.0) / 10.0;
    if digits >= 10.0 {
        (digits, exponent) = (1.0, exponent + 1.0);
    }
    format!("{digits:.1}e{exponent:.0}")
}

fn support(support: &Support) -> String {
    match support {
        Support::LikelihoodRatio { lo, hi, calibration } => {
            let (lo, hi) = (super::render::number(*lo), super::render::number(*hi));
            format!("likelihood ratio between {lo} and {hi}, calibrated on {calibration}")
        }
        Support::Ordinal(Strength::StrongFor) => "speaks strongly for the reference hypothesis".into(),
        Support::Ordinal(Strength::For) => "speaks for the reference hypothesis".into(),
        Support::Ordinal(Strength::Neutral) => {
            "speaks neither for nor against the reference hypothesis".into()
        }
        Support::Ordinal(Strength::Against) => "speaks against the reference hypothesis".into(),
        Support::Ordinal(Strength::StrongAgainst) => {
            "speaks strongly against the reference hypothesis".into()
        }
        Support::None { why } => format!("none stated: {why}"),
    }
}

/// A pair as the page shows it.
#[derive(Serialize)]
pub struct PairView<'a> {
    a: &'a str,
    b: &'a str,
    platform_a: &'a str,
    platform_b: &'a str,
    n_objects: u64,
    n_pairs: u64,
    mean_dt_s: f64,
    layers: &'a str,
    against_chance: Option<AgainstChance>,
    tags: &'a [(String, String)],
    evidence: Vec<&'a EvidenceRow>,
    more: u64,
}

/// How a pair compares with chance: evidence in nats, q-value as a number to sort by and in words.
#[derive(Serialize)]
struct AgainstChance {
    surprise: f64,
    q: f64,
    q_in_words: String,
}

impl<'a> PairView<'a> {
    /// A view of `pair`.
    pub fn new(pair: &'a EdgeDossier) -> Self {
        let shown = cut(&pair.evidence, limits::EVIDENCE, |row| row);
        Self {
            a: &pair.a,
            b: &pair.b,
            platform_a: &pair.platform_a,
            platform_b: &pair.platform_b,
            n_objects: pair.n_objects,
            n_pairs: pair.n_pairs,
            mean_dt_s: pair.mean_dt_s,
            layers: &pair.layers,
            against_chance: pair.against_chance.map(|(surprise, q)| AgainstChance {
                surprise,
                q,
                q_in_words: rate(q),
            }),
            tags: &pair.tags,
            evidence: shown.rows,
            more: pair.more.saturating_add(shown.more),
        }
    }
}

/// A rate; never 0, which no rate is.
fn rate(q: f64) -> String {
    if q > 0.0 { super::render::number(q) } else { words::rate(q) }
}

/// The comparison with chance as the page shows it.
#[derive(Serialize)]
pub struct ChanceView<'a> {
    chance: &'a Chance,
    svg: String,
    /// Whether some p-value is reached by fewer pairs of the data than with exchanged labels.
    fewer_than_exchanged: bool,
    /// Whether any setting has groups to compare.
    has_agreement: bool,
}

impl<'a> ChanceView<'a> {
    /// A view of `chance`.
    pub fn new(chance: &'a Chance) -> Self {
        Self {
            chance,
            svg: svg::calibration(chance),
            fewer_than_exchanged: chance.rows.iter().any(|row| (row.observed as f64) < row.exchanged),
            has_agreement: chance.settings.iter().any(|setting| setting.agreement.is_some()),
        }
    }
}

/// A group as the page shows it.
#[derive(Serialize)]
pub struct GroupView<'a> {
    #[serde(serialize_with = "without_graph")]
    group: &'a GroupDossier,
    members: Cut<&'a (String, String)>,
    /// The discovered pairs, where they are few.
    discovered: Vec<Discovered<'a>>,
    /// Whether all pairs together met no more often than chance explains, so that single pairs stand out alone.
    is_below_chance: bool,
    shared: Cut<&'a SharedRow>,
    svg: Option<String>,
}

/// A discovered pair of a group.
#[derive(Serialize)]
struct Discovered<'a> {
    a: &'a str,
    b: &'a str,
    n_objects: u32,
    layers: &'a str,
}

impl<'a> GroupView<'a> {
    /// A view of `group`, with its network drawn.
    pub fn new(group: &'a GroupDossier) -> Self {
        let mut shared = cut(&group.shared, limits::SHARED, |row| row);
        shared.more = group.objects.saturating_sub(shared.rows.len() as u64);
        let graph = within_limits(&group.graph);
        Self {
            members: cut(&group.members, limits::MEMBERS, |member| member),
            discovered: discovered(&group.graph),
            is_below_chance: group.observed as f64 <= group.expected,
            shared,
            svg: (!graph.edges.is_empty()).then(|| svg::network(&graph, &layout(&graph), &[])),
            group,
        }
    }
}

/// The pairs of a group, unless there are many.
fn discovered(graph: &Graph) -> Vec<Discovered<'_>> {
    const FEW: usize = 6;
    let label = |node: u32| graph.nodes[node as usize].label();
    let pairs: Vec<_> = graph
        .valid_edges()
        .map(|edge| Discovered {
            a: label(edge.a),
            b: label(edge.b),
            n_objects: edge.n_objects,
            layers: &edge.layers,
        })
        .collect();
    if pairs.len() > FEW { Vec::new() } else { pairs }
}

/// The picture is drawn of the graph; templates need no more of it.
fn without_graph<S: serde::Serializer>(group: &GroupDossier, serializer: S) -> Result<S::Ok, S::Error> {
    GroupDossier { graph: Graph::default(), ..group.clone() }.serialize(serializer)
}

/// Single accounts as the page shows them.
#[derive(Serialize)]
pub struct AccountsView<'a> {
    accounts: &'a Accounts,
    rows: Cut<&'a AccountRow>,
}

impl<'a> AccountsView<'a> {
    /// A view of `accounts`.
    pub fn new(accounts: &'a Accounts) -> Self {
        Self { accounts, rows: cut(&accounts.rows, limits::ACCOUNTS, |row| row) }
    }
}

/// Mails as the page shows them.
#[derive(Serialize)]
pub struct MailsView<'a> {
    mails: MailsHead<'a>,
    rows: Cut<&'a MailRow>,
    dossiers: Cut<MailView<'a>>,
    campaigns: Cut<CampaignView<'a>>,
    same_text: Cut<&'a SameTextRow>,
}

/// What is said of all mails together.
#[derive(Serialize)]
struct MailsHead<'a> {
    background: u64,
    alternatives: &'a [String],
    would_settle: &'a [String],
}

/// A mail as the page shows it.
#[derive(Serialize)]
struct MailView<'a> {
    mail: &'a MailDossier,
    statements: Cut<&'a StatementRow>,
    hops: Cut<&'a HopRow>,
}

/// A campaign as the page shows it.
#[derive(Serialize)]
struct CampaignView<'a> {
    campaign: &'a CampaignDossier,
    mails: Cut<&'a MailRow>,
}

impl<'a> MailsView<'a> {
    /// A view of `mails`.
    pub fn new(mails: &'a Mails) -> Self {
        let mail = |mail: &'a MailDossier| MailView {
            mail,
            statements: cut(&mail.statements, limits::STATEMENTS, |row| row),
            hops: cut(&mail.hops, limits::HOPS, |row| row),
        };
        let campaign = |campaign: &'a CampaignDossier| CampaignView {
            campaign,
            mails: cut(&campaign.mails, limits::CAMPAIGN_MAILS, |row| row),
        };
        Self {
            mails: MailsHead {
                background: mails.background,
                alternatives: &mails.alternatives,
                would_settle: &mails.would_settle,
            },
            rows: cut(&mails.rows, limits::MAILS, |row| row),
            dossiers: cut(&mails.dossiers, limits::MAIL_DOSSIERS, mail),
            campaigns: cut(&mails.campaigns, limits::CAMPAIGNS, campaign),
            same_text: cut(&mails.same_text, limits::CAMPAIGNS, |row| row),
        }
    }
}

/// Picture and caption.
#[derive(Serialize)]
pub struct NetworkView {
    svg: String,
    caption: String,
}

impl NetworkView {
    /// Lays out and draws the network, with the members of `groups` marked; `None` where it has no edge.
    pub fn new(network: &Network, groups: &[GroupDossier]) -> Option<Self> {
        let shown = within_limits(&network.graph);
        if shown.edges.is_empty() {
            return None;
        }
        let count = model::words::thousands;
        let (nodes, edges) = (shown.nodes.len() as u64, shown.edges.len() as u64);
        let (nodes_total, edges_total) = (network.nodes_total.max(nodes), network.edges_total.max(edges));
        let mut caption = if nodes == nodes_total && edges == edges_total {
            format!("All {} accounts with a partner and all {} pairs.", count(nodes), count(edges))
        } else {
            format!(
                "{} of {} accounts and {} of {} pairs are shown; the rest is in edges.parquet.",
                count(nodes),
                count(nodes_total),
                count(edges),
                count(edges_total)
            )
        };
        if !network.chosen_by.is_empty() && edges < edges_total {
            let _ = write!(caption, " Chosen by: {}.", network.chosen_by);
        }
        let members = groups.iter().zip(1..).flat_map(|(group, number)| {
            group.graph.nodes.iter().map(move |node| (node.key.as_str(), number))
        });
        let members: BTreeMap<&str, usize> = members.collect();
        let groups: Vec<Option<usize>> =
            shown.nodes.iter().map(|node| members.get(node.key.as_str()).copied()).collect();
        Some(Self { svg: svg::network(&shown, &layout(&shown), &groups), caption })
    }
}

/// The first edges within the limits, and the nodes that they join, in the order of the graph.
fn within_limits(graph: &Graph) -> Graph {
    let mut number = vec![None; graph.nodes.len()];
    let mut taken = 0;
    let mut edges: Vec<&Edge> = Vec::new();
    for edge in graph.valid_edges() {
        let ends = [edge.a as usize, edge.b as usize];
        let new = ends.iter().filter(|&&end| number[end].is_none()).count();
        if edges.len() == limits::EDGES || taken + new > limits::NODES {
            continue;
        }
        for end in ends {
            number[end] = Some(0);
        }
        taken += new;
        edges.push(edge);
    }
    let mut nodes = Vec::with_capacity(taken);
    for (slot, node) in number.iter_mut().zip(&graph.nodes) {
        if slot.is_some() {
            *slot = Some(nodes.len() as u32);
            nodes.push(node.clone());
        }
    }
    let renumber = |edge: &Edge| Edge {
        a: number[edge.a as usize].unwrap_or_default(),
        b: number[edge.b as usize].unwrap_or_default(),
        ..edge.clone()
    };
    Graph { edges: edges.into_iter().map(renumber).collect(), nodes }
}

/// Timeline picture and its table.
#[derive(Serialize)]
pub struct PlotView {
    svg: String,
    bin: String,
    bins: Vec<BinView>,
}

#[derive(Serialize)]
struct BinView {
    start: Timestamp,
    total: u64,
    parts: String,
    co_actions: u64,
}

impl PlotView {
    /// Draws the timeline; `None` where it is empty.
    pub fn new(timeline: &Timeline) -> Option<Self> {
        let plot = svg::timeline(timeline, limits::BINS);
        if plot.bins.is_empty() {
            return None;
        }
        let view = |bin: &Bin| BinView {
            start: bin.start,
            total: bin.posts.iter().map(|(_, count)| *count).fold(0, u64::saturating_add),
            parts: bin
                .posts
                .iter()
                .map(|(name, count)| format!("{name} {count}"))
                .collect::<Vec<_>>()
                .join(", "),
            co_actions: bin.co_actions,
        };
        Some(Self {
            bins: plot.bins.iter().map(view).collect(),
            bin: super::render::span(plot.bin_s),
            svg: plot.svg,
        })
    }
}

/// What no part of any report shows, whatever was found.
pub const NEVER_SHOWN: [&str; 5] = [
    "Who is behind an account, who planned something, or who paid for it: acting together has many causes.",
    "Whether an account is run by a person or a program.",
    "Whether what was posted is true.",
    "What happened on platforms, in times and in accounts that the files do not hold: collections are samples.",
    "That accounts without a finding act alone: no finding is not a finding of nothing.",
];

/// Sentences for the first screen where the page brings none.
pub fn not_shown(page: &Page) -> Vec<&str> {
    if page.summary.not_shown.is_empty() {
        NEVER_SHOWN[..3].to_vec()
    } else {
        page.summary.not_shown.iter().map(String::as_str).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Node;

    #[test]
    fn small_numbers_keep_two_digits() {
        assert_eq!(
            [-1.0, -12.301, -131.0, -5.001].map(power_of_ten),
            ["0.1", "5.0e-13", "1.0e-131", "1.0e-5"]
        );
    }

    #[test]
    fn the_first_edges_within_the_limits_are_kept_with_their_nodes() {
        let n = limits::NODES as u32 + 10;
        let nodes = (0..n).map(|i| Node { key: i.to_string(), ..Node::default() }).collect();
        // A star: its last edges would bring too many nodes; the edge back to known nodes still fits.
        let mut edges: Vec<Edge> = (1..n).map(|b| Edge { a: 0, b, ..Edge::default() }).collect();
        edges.push(Edge { a: 2, b: 3, ..Edge::default() });
        let shown = within_limits(&Graph { nodes, edges });
        assert_eq!((shown.nodes.len(), shown.edges.len()), (limits::NODES, limits::NODES));
        assert_eq!(shown.edges.last().map(|edge| (edge.a, edge.b)), Some((2, 3)));
    }
}
