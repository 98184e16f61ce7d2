//! What the report shows of accounts that act together.

use super::case::DegreeRow;
use crate::graph::Graph;
use model::{Layer, Timestamp};
use serde::{Deserialize, Serialize};

/// Accounts that act together.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Coordination {
    /// What accounts had in common, by layer.
    pub layers: Vec<LayerRow>,
    /// Platforms with their accounts and posts.
    #[serde(default)]
    pub platforms: Vec<DegreeRow>,
    /// Objects with most pairs of actions.
    pub hubs: Vec<Hub>,
    /// The network; absent where there is none to show.
    pub network: Option<Network>,
    /// Activity over time.
    pub timeline: Option<Timeline>,
    /// The comparison with chance; absent where only counts were asked for.
    pub chance: Option<Chance>,
    /// Groups, strongest first.
    pub groups: Vec<GroupDossier>,
    /// Single accounts beside the others; absent where only counts were asked for.
    pub accounts: Option<Accounts>,
    /// Pairs with the records they rest on, best first.
    pub pairs: Vec<EdgeDossier>,
    /// Pairs in the whole result.
    pub pairs_total: u64,
}

/// Counts of one layer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LayerRow {
    /// Layer.
    pub layer: Layer,
    /// Actions.
    pub actions: u64,
    /// Accounts that acted.
    pub accounts: u64,
    /// Distinct objects.
    pub objects: u64,
    /// Objects that at least two accounts acted on.
    pub shared: u64,
    /// Pairs of actions within the window.
    pub pairs: u64,
}

/// An object with very many pairs of actions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Hub {
    /// Layer.
    pub layer: Layer,
    /// The object.
    pub object: String,
    /// Accounts.
    pub accounts: u64,
    /// Actions.
    pub actions: u64,
    /// First of them.
    pub first: Option<Timestamp>,
    /// Last of them.
    pub last: Option<Timestamp>,
    /// Pairs of actions on it within the widest window in which it is counted.
    pub pairs: u64,
    /// That window, in words.
    #[serde(default)]
    pub within: String,
    /// Whether there are wider windows, and it is left out of these because it is too common.
    #[serde(default)]
    pub is_bounded: bool,
}

/// The network picture.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Network {
    /// Nodes and edges shown. Give the best-ranked first: what is beyond the limits is left out.
    pub graph: Graph,
    /// Accounts in the whole result.
    pub nodes_total: u64,
    /// Pairs in the whole result.
    pub edges_total: u64,
    /// By what the shown ones were chosen, such as `the pairs with most common objects`.
    pub chosen_by: String,
}

/// Activity over time.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Timeline {
    /// Width of a bin, in seconds; the render merges bins when there are too many.
    pub bin_s: u64,
    /// Bins in order of time; empty ones may be left out.
    pub bins: Vec<Bin>,
}

/// One bin.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Bin {
    /// When it begins.
    pub start: Timestamp,
    /// Posts by platform, sorted by platform.
    pub posts: Vec<(String, u64)>,
    /// Actions that have another account's action on the same object within the window.
    pub co_actions: u64,
}

/// How pairs compare with chance.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Chance {
    /// False discovery rate asked for.
    pub q: f64,
    /// Pairs of accounts that could have met.
    pub tested: u64,
    /// Discoveries.
    pub found: u64,
    /// Communities of common interest that the null model explains away.
    pub communities: u64,
    /// Languages that it explains away, each counted once a platform.
    pub languages: u64,
    /// Why significance means nothing here, where that is so.
    pub no_baseline: Option<String>,
    /// Discoveries in each copy with exchanged labels.
    pub copies: Vec<u64>,
    /// Pairs by p-value.
    pub rows: Vec<ChanceRow>,
    /// Pairs and groups under other settings.
    pub settings: Vec<SettingRow>,
    /// Discovered pairs for which the layer alone would have sufficed.
    pub by_layer: Vec<(Layer, u64)>,
    /// What was left out of wide windows: window in words, objects, pairs of actions.
    pub left_out: Vec<(String, u64, u64)>,
}

/// Pairs with a p-value of at most ten to the power of minus `digits`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ChanceRow {
    /// Digits behind the point.
    pub digits: u32,
    /// In the data.
    pub observed: u64,
    /// With exchanged labels, on average; 0 without copies.
    pub exchanged: f64,
    /// By chance at most: pairs that could have met times the p-value.
    pub by_chance: f64,
}

/// What another setting gives.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SettingRow {
    /// The setting, in words.
    pub setting: String,
    /// Discovered pairs.
    pub pairs: u64,
    /// Groups of three accounts or more.
    pub groups: u64,
    /// Accounts in them.
    pub accounts: u64,
    /// Groups of the run that are found again.
    pub found: u64,
    /// Adjusted Rand index of both divisions, where both have groups in common.
    pub agreement: Option<f64>,
}

/// How single accounts behave.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Accounts {
    /// For each indicator: what it is, accounts compared, accounts that stand out.
    pub base_rates: Vec<(String, u64, u64)>,
    /// Accounts with too few posts to be looked at.
    pub too_few_posts: u64,
    /// Fewest posts for that.
    pub least_posts: u64,
    /// Robust z-score from which a value is told.
    pub notable: f64,
    /// Accounts that stand out in two indicators or more, most first.
    pub rows: Vec<AccountRow>,
}

/// An account that stands out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AccountRow {
    /// Handle or id.
    pub account: String,
    /// Platform.
    pub platform: String,
    /// Number of the group that it is in, from 1.
    pub group: Option<u64>,
    /// Indicators compared.
    pub compared: u64,
    /// Those that stand out, in words.
    pub notable: Vec<String>,
}

/// One indicator of the members of a group.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ConductRow {
    /// What it is.
    pub indicator: String,
    /// Members compared.
    pub compared: u64,
    /// Members that stand out.
    pub notable: u64,
    /// Share of all compared accounts that stand out.
    pub base_rate: f64,
}

/// A group of accounts and what it rests on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct GroupDossier {
    /// Members: handle or id, and platform.
    pub members: Vec<(String, String)>,
    /// Discovered pairs among them.
    pub pairs: u64,
    /// Share of all their pairs that are discovered.
    pub density: f64,
    /// Moments in which members acted together.
    pub moments: u64,
    /// Distinct objects of these.
    pub objects: u64,
    /// The window in which the group stands out most, in words.
    pub window: String,
    /// Meetings of their pairs in it.
    pub observed: u64,
    /// Meetings that chance explains.
    pub expected: f64,
    /// Median time from the first to the last action of a moment, in seconds.
    pub median_span_s: f64,
    /// First moment.
    pub first: Timestamp,
    /// Last moment.
    pub last: Timestamp,
    /// Equal stretches of the data's time.
    pub by_period: Vec<PeriodRow>,
    /// How alike the active members of one stretch and the next active one are, on average.
    pub continuity: Option<f64>,
    /// Settings, in words, under which it is found again.
    pub found_with: Vec<String>,
    /// Settings under which it is not.
    pub not_with: Vec<String>,
    /// Ordinary patterns that it shows: name and reason.
    pub tags: Vec<(String, String)>,
    /// How its members behave one by one, where any of them has enough data.
    pub conduct: Vec<ConductRow>,
    /// The object whose absence costs most discovered pairs, and how many remain.
    pub without_one: Option<(String, u64)>,
    /// Whether most pairs are discoveries because of that object.
    pub rests_on_one: bool,
    /// Objects acted on together.
    pub shared: Vec<SharedRow>,
    /// The discovered pairs as a network.
    pub graph: Graph,
}

/// A stretch of the data's time in the life of a group.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PeriodRow {
    /// When it begins.
    pub start: Timestamp,
    /// Moments in it.
    pub moments: u64,
    /// Members active in them.
    pub members: u64,
    /// How alike these and those of the active stretch before are (Jaccard).
    pub alike: Option<f64>,
}

/// An object on which members of a group acted together.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SharedRow {
    /// Layer.
    pub layer: Layer,
    /// The object.
    pub object: String,
    /// Members.
    pub members: u64,
    /// Moments.
    pub moments: u64,
    /// First of them.
    pub first: Timestamp,
}

/// A pair of accounts with the records it rests on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct EdgeDossier {
    /// First account: handle or id.
    pub a: String,
    /// Second account.
    pub b: String,
    /// Platform of the first.
    pub platform_a: String,
    /// Platform of the second.
    pub platform_b: String,
    /// Distinct common objects.
    pub n_objects: u64,
    /// Pairs of actions within the window.
    pub n_pairs: u64,
    /// Mean time between them, in seconds.
    pub mean_dt_s: f64,
    /// Layers, joined by `+`.
    pub layers: String,
    /// Evidence against chance in nats, and q-value, where they were compared.
    pub against_chance: Option<(f64, f64)>,
    /// Ordinary patterns that it shows: name and reason.
    pub tags: Vec<(String, String)>,
    /// The records.
    pub evidence: Vec<EvidenceRow>,
    /// Records beyond those in `evidence`.
    pub more: u64,
}

/// Two actions on one object.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EvidenceRow {
    /// Layer.
    pub layer: Layer,
    /// The object.
    pub object: String,
    /// When the first account acted.
    pub time_a: Timestamp,
    /// In which post.
    pub post_a: String,
    /// When the second account acted.
    pub time_b: Timestamp,
    /// In which post.
    pub post_b: String,
    /// Time between them, in seconds.
    pub dt_s: f64,
    /// File and place of the first action, such as `posts.csv, byte 1024`.
    pub source_a: String,
    /// File and place of the second.
    pub source_b: String,
}
