//! The package's tables, column by column under its own names, with corrected values behind them.

use crate::compat::number::{plain, plain_or_empty};
use serde::Serialize;

/// Row of the table of pairs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairRow<'a> {
    /// Shared object.
    pub object_id: &'a str,
    /// Account of the older share.
    pub account_id: &'a str,
    /// Account of the newer share.
    pub account_id_y: &'a str,
    /// Older post.
    pub content_id: &'a str,
    /// Newer post.
    pub content_id_y: &'a str,
    /// Seconds from the older to the newer share.
    #[serde(serialize_with = "plain")]
    pub time_delta: f64,
    /// 1 within the narrower window, 0 outside; no such column when none was asked for. The package has the window's
    /// seconds in the column's name (`time_window_10`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fast: Option<u8>,
}

/// Row of the network: one edge per pair of accounts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EdgeRow<'a> {
    /// Account that sorts first. (The graph library behind the package may print the two the other way round.)
    pub from: &'a str,
    /// Account that sorts second.
    pub to: &'a str,
    /// Number of pairs of shares, not of objects or posts.
    pub weight: u64,
    /// Mean of the pairs' seconds.
    #[serde(serialize_with = "plain")]
    pub avg_time_delta: f64,
    /// Distinct older posts, whoever wrote them. The package documents it as a count per account, which it is not.
    pub n_content_id: u64,
    /// Distinct newer posts, whoever wrote them.
    pub n_content_id_y: u64,
    /// Smaller of the two counts over the larger.
    #[serde(serialize_with = "plain")]
    pub edge_symmetry_score: f64,
    /// Objects, joined with commas. Do not split it: objects such as links may hold commas.
    pub object_ids: String,
    /// 1 when the weight is strictly above the percentile.
    pub weight_threshold: u8,
    /// Distinct posts of `from` in these pairs.
    pub n_content_from: u64,
    /// Distinct posts of `to` in these pairs.
    pub n_content_to: u64,
    /// Smaller of the two counts per account over the larger.
    #[serde(serialize_with = "plain")]
    pub edge_symmetry_corrected: f64,
}

/// Row of the network with a narrower window: `_full` for the wide one, `_fast` for the narrow one, empty where the two
/// accounts have no pair within it. The columns mean what they mean in [`EdgeRow`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the columns of `EdgeRow`, twice")]
pub struct FastEdgeRow<'a> {
    pub from: &'a str,
    pub to: &'a str,
    pub weight_full: u64,
    pub weight_fast: Option<u64>,
    #[serde(serialize_with = "plain")]
    pub avg_time_delta_full: f64,
    #[serde(serialize_with = "plain_or_empty")]
    pub avg_time_delta_fast: Option<f64>,
    pub n_content_id_full: u64,
    pub n_content_id_y_full: u64,
    pub n_content_id_fast: Option<u64>,
    pub n_content_id_y_fast: Option<u64>,
    #[serde(serialize_with = "plain")]
    pub edge_symmetry_score_full: f64,
    #[serde(serialize_with = "plain_or_empty")]
    pub edge_symmetry_score_fast: Option<f64>,
    pub weight_threshold_full: u8,
    pub weight_threshold_fast: Option<u8>,
    pub n_content_from_full: u64,
    pub n_content_to_full: u64,
    pub n_content_from_fast: Option<u64>,
    pub n_content_to_fast: Option<u64>,
    #[serde(serialize_with = "plain")]
    pub edge_symmetry_corrected_full: f64,
    #[serde(serialize_with = "plain_or_empty")]
    pub edge_symmetry_corrected_fast: Option<f64>,
}

/// Row of the account statistics.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AccountRow<'a> {
    /// Account.
    pub account_id: &'a str,
    /// Mean of the edges' mean seconds, edges with equal seconds and symmetry counted once: the package's number.
    #[serde(serialize_with = "plain")]
    pub avg_time_delta: f64,
    /// Mean of the edges' symmetry, edges with equal seconds and symmetry counted once: the package's number.
    #[serde(serialize_with = "plain")]
    pub avg_edge_symmetry_score: f64,
    /// Distinct posts of the account in the table of pairs, also of edges below the threshold.
    pub unique_shares_count: u64,
    /// Mean of the mean seconds over all the account's edges.
    #[serde(serialize_with = "plain")]
    pub avg_time_delta_corrected: f64,
    /// Mean of the corrected symmetry over all the account's edges.
    #[serde(serialize_with = "plain")]
    pub avg_edge_symmetry_corrected: f64,
}

/// Row of the account statistics of a network with a narrower window: the columns of [`AccountRow`], `_fast` empty
/// where the account has no edge within it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the columns of `AccountRow`, twice")]
pub struct FastAccountRow<'a> {
    pub account_id: &'a str,
    #[serde(serialize_with = "plain")]
    pub avg_time_delta_full: f64,
    #[serde(serialize_with = "plain_or_empty")]
    pub avg_time_delta_fast: Option<f64>,
    #[serde(serialize_with = "plain")]
    pub avg_edge_symmetry_score_full: f64,
    #[serde(serialize_with = "plain_or_empty")]
    pub avg_edge_symmetry_score_fast: Option<f64>,
    pub unique_shares_count: u64,
    #[serde(serialize_with = "plain")]
    pub avg_time_delta_corrected_full: f64,
    #[serde(serialize_with = "plain_or_empty")]
    pub avg_time_delta_corrected_fast: Option<f64>,
    #[serde(serialize_with = "plain")]
    pub avg_edge_symmetry_corrected_full: f64,
    #[serde(serialize_with = "plain_or_empty")]
    pub avg_edge_symmetry_corrected_fast: Option<f64>,
}

/// Row of the object statistics (`group_stats`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupRow<'a> {
    /// Object.
    pub object_id: &'a str,
    /// Distinct accounts on the `from` side of the object's edges, as the package prints them: too few.
    pub num_accounts: u64,
    /// Distinct accounts on either side.
    pub num_accounts_corrected: u64,
}

impl PairRow<'_> {
    /// Columns in their order, for a table without rows and without the narrower window.
    pub const COLUMNS: &'static [&'static str] =
        &["object_id", "account_id", "account_id_y", "content_id", "content_id_y", "time_delta"];
}

impl EdgeRow<'_> {
    /// Columns in their order, for a table without rows.
    pub const COLUMNS: &'static [&'static str] = &[
        "from",
        "to",
        "weight",
        "avg_time_delta",
        "n_content_id",
        "n_content_id_y",
        "edge_symmetry_score",
        "object_ids",
        "weight_threshold",
        "n_content_from",
        "n_content_to",
        "edge_symmetry_corrected",
    ];
}

impl FastEdgeRow<'_> {
    /// Columns in their order, for a table without rows.
    pub const COLUMNS: &'static [&'static str] = &[
        "from",
        "to",
        "weight_full",
        "weight_fast",
        "avg_time_delta_full",
        "avg_time_delta_fast",
        "n_content_id_full",
        "n_content_id_y_full",
        "n_content_id_fast",
        "n_content_id_y_fast",
        "edge_symmetry_score_full",
        "edge_symmetry_score_fast",
        "weight_threshold_full",
        "weight_threshold_fast",
        "n_content_from_full",
        "n_content_to_full",
        "n_content_from_fast",
        "n_content_to_fast",
        "edge_symmetry_corrected_full",
        "edge_symmetry_corrected_fast",
    ];
}

impl AccountRow<'_> {
    /// Columns in their order, for a table without rows.
    pub const COLUMNS: &'static [&'static str] = &[
        "account_id",
        "avg_time_delta",
        "avg_edge_symmetry_score",
        "unique_shares_count",
        "avg_time_delta_corrected",
        "avg_edge_symmetry_corrected",
    ];
}

impl FastAccountRow<'_> {
    /// Columns in their order, for a table without rows.
    pub const COLUMNS: &'static [&'static str] = &[
        "account_id",
        "avg_time_delta_full",
        "avg_time_delta_fast",
        "avg_edge_symmetry_score_full",
        "avg_edge_symmetry_score_fast",
        "unique_shares_count",
        "avg_time_delta_corrected_full",
        "avg_time_delta_corrected_fast",
        "avg_edge_symmetry_corrected_full",
        "avg_edge_symmetry_corrected_fast",
    ];
}

impl GroupRow<'_> {
    /// Columns in their order, for a table without rows.
    pub const COLUMNS: &'static [&'static str] = &["object_id", "num_accounts", "num_accounts_corrected"];
}
