//! The lens's tables as Arrow batches, in the schemas of [`model::schema`].

use crate::accounts::{Accounts, Indicator, Profile, Reading, State};
use crate::actions::Actions;
use crate::groups::Group;
use crate::network::{Block, Edge, Network, Summary, mean_seconds};
use crate::significance::{PairSignificance, Part};
use arrow_array::types::UInt32Type;
use arrow_array::{
    ArrayRef, DictionaryArray, Float32Array, Float64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray, UInt32Array, UInt64Array,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, SchemaRef};
use kernel::Pair;
use model::{Layer, Layers, schema};
use std::ops::Range;
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

/// The strings behind the codes of a run's tables.
pub struct Names {
    accounts: Codes,
    platforms: Codes,
    layers: Codes,
    indicators: Codes,
    states: Codes,
    /// Columns of [`BATCH`] rows that all say the same, made once and cut: no number, and the first platform.
    no_number: ArrayRef,
    first_platform: ArrayRef,
}

impl Names {
    /// Names for the tables of `actions`.
    pub fn new(actions: &Actions) -> Result<Self, ArrowError> {
        let platforms = Codes::of(actions.platforms.iter().map(String::as_str));
        Ok(Self {
            no_number: Arc::new(Float32Array::new_null(BATCH)),
            // Without a post there is no platform, and no row either.
            first_platform: platforms
                .column(std::iter::repeat_n(0, if actions.platforms.is_empty() { 0 } else { BATCH }))?,
            accounts: Codes::of((0..actions.n_accounts() as u32).map(|a| actions.account_id(a))),
            platforms,
            layers: Codes::of(Layer::ALL.iter().map(|layer| layer.name())),
            indicators: Codes::of(Indicator::ALL.iter().map(|indicator| indicator.name())),
            states: Codes::of(State::ALL.iter().map(|state| state.name())),
        })
    }

    /// The platforms of accounts, which are not looked up where there is but one.
    fn platforms_of(
        &self,
        actions: &Actions,
        accounts: impl ExactSizeIterator<Item = u32>,
    ) -> Result<ArrayRef, ArrowError> {
        if actions.platforms.len() == 1 && accounts.len() <= BATCH {
            return Ok(self.first_platform.slice(0, accounts.len()));
        }
        let code = |account: u32| u32::from(actions.account_platform[account as usize]);
        self.platforms.column(accounts.map(code))
    }
}

/// Edges as a batch of the table `edges`.
pub fn edges(edges: &[Edge], actions: &Actions, names: &Names) -> Result<RecordBatch, ArrowError> {
    // Neighbours mostly met in the same layers.
    let mut sets: Vec<Layers> =
        edges.chunk_by(|x, y| x.layers == y.layers).map(|alike| alike[0].layers).collect();
    sets.sort_unstable();
    sets.dedup();
    let set_names: Vec<String> = sets.iter().map(Layers::to_string).collect();
    let set_codes = Codes::of(set_names.iter().map(String::as_str));
    let platforms = |account: fn(&Edge) -> u32| names.platforms_of(actions, edges.iter().map(account));
    let counted_only = edges.iter().all(|edge| edge.significance.is_none());
    let judged = |value: fn(&PairSignificance) -> f32| -> ArrayRef {
        if counted_only {
            return match edges.len() {
                rows if rows <= BATCH => names.no_number.slice(0, rows),
                rows => Arc::new(Float32Array::new_null(rows)),
            };
        }
        Arc::new(edges.iter().map(|e| e.significance.as_ref().map(value)).collect::<Float32Array>())
    };
    RecordBatch::try_new(
        schema::edges().schema(),
        vec![
            names.accounts.column(edges.iter().map(|e| e.a))?,
            names.accounts.column(edges.iter().map(|e| e.b))?,
            platforms(|e| e.a)?,
            platforms(|e| e.b)?,
            Arc::new(UInt32Array::from_iter_values(edges.iter().map(|e| e.n_objects))),
            Arc::new(UInt64Array::from_iter_values(edges.iter().map(|e| e.n_pairs))),
            Arc::new(Float64Array::from_iter_values(edges.iter().map(Edge::mean_dt_s))),
            set_codes.column(edges.iter().map(|e| sets.binary_search(&e.layers).unwrap_or(0) as u32))?,
            judged(|s| s.log10_p),
            judged(|s| s.q() as f32),
            judged(|s| s.surprise),
        ],
    )
}

/// Parts of edges as a batch of the table `edge_parts`; `windows` in microseconds. `weighed` holds what chance
/// says of them, as far as that was computed, in the same order.
pub fn edge_parts(
    parts: &[Pair],
    weighed: &[Part],
    windows: &[i64],
    names: &Names,
) -> Result<RecordBatch, ArrowError> {
    let find = |p: &Pair| {
        let at = weighed.binary_search_by_key(&p.key(), |w| (w.a, w.b, w.layer, w.window)).ok()?;
        Some(&weighed[at])
    };
    let weighed: Vec<Option<&Part>> = parts.iter().map(find).collect();
    let column = |value: fn(&Part) -> f32| -> ArrayRef {
        Arc::new(weighed.iter().map(|part| part.map(|part| f64::from(value(part)))).collect::<Float64Array>())
    };
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
            column(|part| part.expected),
            column(|part| part.log10_p),
            column(|part| part.surprise),
        ],
    )
}

impl Block<'_> {
    /// This block as a batch of the table `edges`.
    pub fn to_batch(&self, actions: &Actions, names: &Names) -> Result<RecordBatch, ArrowError> {
        edges(self.edges, actions, names)
    }
}

/// All actions as batches of the table `actions`, ordered by layer, then by their place in the evidence.
pub fn actions<'a>(
    actions: &'a Actions,
    names: &'a Names,
) -> impl Iterator<Item = Result<RecordBatch, ArrowError>> + 'a {
    let schema = schema::actions().schema();
    let objects = Codes::of((0..actions.n_objects() as u32).map(|code| actions.objects.get(code)));
    (0..actions.len()).step_by(BATCH).map(move |first| {
        let rows = first..actions.len().min(first + BATCH);
        action_batch(actions, rows, names, &objects, schema.clone())
    })
}

fn action_batch(
    actions: &Actions,
    rows: Range<usize>,
    names: &Names,
    objects: &Codes,
    schema: SchemaRef,
) -> Result<RecordBatch, ArrowError> {
    let (object, post) = (&actions.object[rows.clone()], actions.post.posts(rows));
    let one_layer = actions.layer.first() == actions.layer.last();
    let layer =
        |&object: &u32| u32::from(if one_layer { actions.layer[0] } else { actions.layer[object as usize] });
    let accounts: Vec<u32> = post.iter().map(|&post| actions.posts.account[post as usize]).collect();
    let evidence = evidence_of(actions, &post);
    RecordBatch::try_new(
        schema,
        vec![
            names.layers.column(object.iter().map(layer))?,
            objects.column(object.iter().copied())?,
            names.platforms_of(actions, accounts.iter().copied())?,
            names.accounts.column(accounts.iter().copied())?,
            Arc::new(post_ids(actions, &post)?),
            Arc::new(
                TimestampMicrosecondArray::from_iter_values(
                    post.iter().map(|&post| actions.posts.time[post as usize]),
                )
                .with_timezone("UTC"),
            ),
            Arc::new(UInt32Array::from_iter_values(evidence)),
            Arc::new(UInt64Array::from_iter_values(post.iter().map(|&post| actions.post_offset(post)))),
        ],
    )
}

/// Ids of posts. Those of neighbours, as posts of bare tables are, stand in one piece already.
fn post_ids(actions: &Actions, posts: &[u32]) -> Result<StringArray, ArrowError> {
    match (posts.first(), posts.last()) {
        (Some(&first), Some(&last)) if posts.is_sorted_by(|x, y| *y == x + 1) => {
            let (text, ends) = actions.posts.ids.stretch(first..last + 1);
            if i32::try_from(text.len()).is_err() {
                return Err(ArrowError::InvalidArgumentError("ids of a batch take 2 GiB or more".into()));
            }
            let offsets: Vec<i32> = std::iter::once(0).chain(ends).map(|end| end as i32).collect();
            StringArray::try_new(OffsetBuffer::new(offsets.into()), text.as_bytes().to_vec().into(), None)
        }
        _ => Ok(StringArray::from_iter_values(posts.iter().map(|&post| actions.post_id(post)))),
    }
}

/// Numbers of the evidence of ascending posts: streams are long, so the one before nearly always holds.
fn evidence_of(actions: &Actions, posts: &[u32]) -> Vec<u32> {
    let origins = &actions.posts.origins;
    let mut at =
        origins.partition_point(|origin| posts.first().is_some_and(|&first| origin.first_post <= first));
    let number = |&post: &u32| {
        while origins.get(at).is_some_and(|next| next.first_post <= post) {
            at += 1;
        }
        at.checked_sub(1).and_then(|i| origins.get(i)).map_or(0, |origin| origin.evidence.0)
    };
    posts.iter().map(number).collect()
}

/// Accounts with at least one action, as batches of the table `accounts`.
pub fn accounts(network: &Network<'_>, summary: &Summary) -> Result<Vec<RecordBatch>, ArrowError> {
    let actions = network.actions();
    let totals = network.totals();
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
            let time = |of: fn(&(i64, i64)) -> i64| {
                TimestampMicrosecondArray::from_iter_values(
                    chunk.iter().map(|&a| of(&totals.spans[a as usize])),
                )
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
                    Arc::new(time(|span| span.0)),
                    Arc::new(time(|span| span.1)),
                ],
            )
        })
        .collect()
}

/// Members of groups as a batch of the table `groups`.
pub fn groups(groups: &[Group], actions: &Actions, names: &Names) -> Result<RecordBatch, ArrowError> {
    let members: Vec<(u32, u32, &Group)> = groups
        .iter()
        .zip(1..)
        .flat_map(|(group, number)| group.members.iter().map(move |&account| (number, account, group)))
        .collect();
    let partners = |account: u32, group: &Group| {
        group.edges.iter().filter(|&&(a, b)| a == account || b == account).count() as u32
    };
    let name = |account: u32| Some(actions.account_name(account)).filter(|name| !name.is_empty());
    RecordBatch::try_new(
        schema::groups().schema(),
        vec![
            Arc::new(UInt32Array::from_iter_values(members.iter().map(|m| m.0))),
            Arc::new(StringArray::from_iter_values(members.iter().map(|m| actions.account_id(m.1)))),
            names
                .platforms
                .column(members.iter().map(|m| u32::from(actions.account_platform[m.1 as usize])))?,
            Arc::new(members.iter().map(|m| name(m.1)).collect::<StringArray>()),
            Arc::new(UInt32Array::from_iter_values(members.iter().map(|m| partners(m.1, m.2)))),
            Arc::new(UInt32Array::from_iter_values(members.iter().map(|m| m.2.component + 1))),
        ],
    )
}

/// Readings of accounts as batches of the table `account_indicators`.
pub fn account_indicators<'a>(
    accounts: &'a Accounts,
    actions: &'a Actions,
    names: &'a Names,
) -> impl Iterator<Item = Result<RecordBatch, ArrowError>> + 'a {
    let per_account = accounts.base_rates.len().max(1);
    accounts.profiles.chunks(BATCH / per_account).map(|profiles| indicator_batch(profiles, actions, names))
}

fn indicator_batch(
    profiles: &[Profile],
    actions: &Actions,
    names: &Names,
) -> Result<RecordBatch, ArrowError> {
    let rows: Vec<(u32, &Reading)> = profiles
        .iter()
        .flat_map(|profile| profile.readings.iter().map(|reading| (profile.account, reading)))
        .collect();
    let of = |value: fn(&Reading) -> Option<f64>| -> ArrayRef {
        Arc::new(rows.iter().map(|(_, reading)| value(reading)).collect::<Float64Array>())
    };
    let name = |account: u32| Some(actions.account_name(account)).filter(|name| !name.is_empty());
    RecordBatch::try_new(
        schema::account_indicators().schema(),
        vec![
            names.accounts.column(rows.iter().map(|row| row.0))?,
            names
                .platforms
                .column(rows.iter().map(|row| u32::from(actions.account_platform[row.0 as usize])))?,
            Arc::new(rows.iter().map(|row| name(row.0)).collect::<StringArray>()),
            names.indicators.column(rows.iter().map(|row| row.1.indicator as u32))?,
            of(|reading| reading.value),
            Arc::new(UInt32Array::from_iter_values(rows.iter().map(|row| row.1.n))),
            Arc::new(UInt32Array::from_iter_values(rows.iter().map(|row| row.1.peers))),
            of(|reading| reading.median),
            of(|reading| reading.z),
            names.states.column(rows.iter().map(|row| row.1.state as u32))?,
        ],
    )
}
