//! The lens's tables as Arrow batches, in the schemas of [`model::schema`].

use crate::actions::Actions;
use crate::network::{Block, Edge, Network, Summary, mean_seconds};
use arrow_array::types::UInt32Type;
use arrow_array::{
    ArrayRef, DictionaryArray, Float64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
    UInt32Array, UInt64Array,
};
use arrow_schema::{ArrowError, SchemaRef};
use kernel::Pair;
use model::{Layer, Layers, schema};
use std::sync::Arc;

/// Rows of one batch.
const BATCH: usize = 1 << 16;

/// Text values shared by all batches of a table, coded by number.
#[derive(Clone)]
pub struct Codes(Arc<StringArray>);

impl Codes {
    fn of<'s>(values: impl IntoIterator<Item = &'s str>) -> Self {
        Self(Arc::new(StringArray::from_iter_values(values)))
    }

    fn column(&self, keys: impl Iterator<Item = u32>) -> Result<ArrayRef, ArrowError> {
        let keys = UInt32Array::from_iter_values(keys);
        Ok(Arc::new(DictionaryArray::<UInt32Type>::try_new(keys, self.0.clone())?))
    }
}

/// The strings behind the codes of accounts, platforms and layers.
pub struct Names {
    accounts: Codes,
    platforms: Codes,
    layers: Codes,
}

impl Names {
    /// Names of the accounts, platforms and layers of `actions`.
    pub fn new(actions: &Actions) -> Self {
        Self {
            accounts: Codes::of((0..actions.n_accounts() as u32).map(|a| actions.account_id(a))),
            platforms: Codes::of(actions.platforms.iter().map(String::as_str)),
            layers: Codes::of(Layer::ALL.iter().map(|layer| layer.name())),
        }
    }
}

/// Edges as a batch of the table `edges`.
pub fn edges(edges: &[Edge], actions: &Actions, names: &Names) -> Result<RecordBatch, ArrowError> {
    let mut sets: Vec<Layers> = edges.iter().map(|edge| edge.layers).collect();
    sets.sort_unstable();
    sets.dedup();
    let set_names: Vec<String> = sets.iter().map(Layers::to_string).collect();
    let set_codes = Codes::of(set_names.iter().map(String::as_str));
    let platform = |account: u32| u32::from(actions.account_platform[account as usize]);
    RecordBatch::try_new(
        schema::edges().schema(),
        vec![
            names.accounts.column(edges.iter().map(|e| e.a))?,
            names.accounts.column(edges.iter().map(|e| e.b))?,
            names.platforms.column(edges.iter().map(|e| platform(e.a)))?,
            names.platforms.column(edges.iter().map(|e| platform(e.b)))?,
            Arc::new(UInt32Array::from_iter_values(edges.iter().map(|e| e.n_objects))),
            Arc::new(UInt64Array::from_iter_values(edges.iter().map(|e| e.n_pairs))),
            Arc::new(Float64Array::from_iter_values(edges.iter().map(Edge::mean_dt_s))),
            set_codes.column(edges.iter().map(|e| sets.binary_search(&e.layers).unwrap_or(0) as u32))?,
        ],
    )
}

/// Parts of edges as a batch of the table `edge_parts`; `windows` in microseconds.
pub fn edge_parts(parts: &[Pair], windows: &[i64], names: &Names) -> Result<RecordBatch, ArrowError> {
    RecordBatch::try_new(
        schema::edge_parts().schema(),
        vec![
            names.accounts.column(parts.iter().map(|p| p.a))?,
            names.accounts.column(parts.iter().map(|p| p.b))?,
            names.layers.column(parts.iter().map(|p| u32::from(p.layer)))?,
            Arc::new(Float64Array::from_iter_values(
                parts.iter().map(|p| windows[usize::from(p.window)] as f64 / 1e6),
            )),
            Arc::new(UInt32Array::from_iter_values(parts.iter().map(|p| p.n_objects))),
            Arc::new(UInt64Array::from_iter_values(parts.iter().map(|p| p.n_pairs))),
            Arc::new(Float64Array::from_iter_values(parts.iter().map(|p| mean_seconds(p.sum_dt, p.n_pairs)))),
        ],
    )
}

impl Block<'_> {
    /// This block as a batch of the table `edges`.
    pub fn to_batch(&self, actions: &Actions, names: &Names) -> Result<RecordBatch, ArrowError> {
        edges(self.edges, actions, names)
    }
}

/// All actions as batches of the table `actions`, ordered by layer, object, time, account.
pub fn actions<'a>(
    network: &'a Network<'a>,
    names: &'a Names,
) -> impl Iterator<Item = Result<RecordBatch, ArrowError>> + 'a {
    let schema = schema::actions().schema();
    network
        .action_order()
        .chunks(BATCH)
        .map(move |rows| action_batch(network.actions(), rows, names, schema.clone()))
}

fn action_batch(
    actions: &Actions,
    rows: &[u32],
    names: &Names,
    schema: SchemaRef,
) -> Result<RecordBatch, ArrowError> {
    let object = |row: u32| actions.object[row as usize];
    let account = |row: u32| actions.posts.account[actions.action_post(row) as usize];
    let posts = || rows.iter().map(|&row| actions.action_post(row));
    // Rows are ordered by object, so a batch needs one stretch of the object names.
    let first = rows.first().map_or(0, |&row| object(row));
    let last = rows.last().map_or(0, |&row| object(row) + 1);
    let objects = Codes::of((first..last).map(|code| actions.objects.get(code)));
    RecordBatch::try_new(
        schema,
        vec![
            names.layers.column(rows.iter().map(|&row| u32::from(actions.layer[object(row) as usize])))?,
            objects.column(rows.iter().map(|&row| object(row) - first))?,
            names
                .platforms
                .column(rows.iter().map(|&row| u32::from(actions.account_platform[account(row) as usize])))?,
            names.accounts.column(rows.iter().map(|&row| account(row)))?,
            Arc::new(StringArray::from_iter_values(posts().map(|post| actions.post_id(post)))),
            Arc::new(
                TimestampMicrosecondArray::from_iter_values(
                    posts().map(|post| actions.posts.time[post as usize]),
                )
                .with_timezone("UTC"),
            ),
            Arc::new(UInt32Array::from_iter_values(posts().map(|post| actions.post_evidence(post).0))),
            Arc::new(UInt64Array::from_iter_values(posts().map(|post| actions.post_offset(post)))),
        ],
    )
}

/// Accounts with at least one action, as batches of the table `accounts`.
pub fn accounts(network: &Network<'_>, summary: &Summary) -> Result<Vec<RecordBatch>, ArrowError> {
    let actions = network.actions();
    let totals = network.totals();
    let (mut first, mut last) = (vec![i64::MAX; actions.n_accounts()], vec![i64::MIN; actions.n_accounts()]);
    for &post in &actions.post {
        let account = actions.posts.account[post as usize] as usize;
        let time = actions.posts.time[post as usize];
        first[account] = first[account].min(time);
        last[account] = last[account].max(time);
    }
    let active: Vec<u32> =
        (0..actions.n_accounts() as u32).filter(|&a| totals.actions[a as usize] > 0).collect();
    let platforms = Codes::of(actions.platforms.iter().map(String::as_str));
    let schema = schema::accounts().schema();
    active
        .chunks(BATCH)
        .map(|chunk| {
            let of = |values: &[u32]| {
                UInt64Array::from_iter_values(chunk.iter().map(|&a| u64::from(values[a as usize])))
            };
            let time = |values: &[i64]| {
                TimestampMicrosecondArray::from_iter_values(chunk.iter().map(|&a| values[a as usize]))
                    .with_timezone("UTC")
            };
            let name = |&a: &u32| Some(actions.account_name(a)).filter(|name| !name.is_empty());
            RecordBatch::try_new(
                schema.clone(),
                vec![
                    Arc::new(StringArray::from_iter_values(chunk.iter().map(|&a| actions.account_id(a)))),
                    platforms
                        .column(chunk.iter().map(|&a| u32::from(actions.account_platform[a as usize])))?,
                    Arc::new(chunk.iter().map(name).collect::<StringArray>()),
                    Arc::new(of(&actions.account_posts)),
                    Arc::new(of(&totals.actions)),
                    Arc::new(of(&totals.objects)),
                    Arc::new(UInt32Array::from_iter_values(
                        chunk.iter().map(|&a| summary.degree[a as usize]),
                    )),
                    Arc::new(time(&first)),
                    Arc::new(time(&last)),
                ],
            )
        })
        .collect()
}
