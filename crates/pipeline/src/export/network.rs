//! The network of accounts out of the tables of the last run.

use crate::error::Result;
use crate::sharing::{LEAST, Sharing, each, existing};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type, TimestampMicrosecondType, UInt32Type, UInt64Type};
use arrow_array::{Array, RecordBatch};
use model::Timestamp;
use report::graph::{Edge, Graph, Node};
use std::collections::BTreeMap;
use std::path::Path;

/// Most edges of a network file: what programs for looking at networks can still show.
const EDGES: usize = 20_000;

/// Reads the strongest edges and their accounts from the folder of results.
pub(super) fn network(out: &Path) -> Result<Graph> {
    let mut edges = Vec::new();
    for batch in existing(Some(&out.join("edges.parquet")))? {
        edges.extend(strongest(&batch?));
        // Only now and then, as sorting costs more than holding twice as many.
        if edges.len() > 2 * EDGES {
            keep_strongest(&mut edges);
        }
    }
    keep_strongest(&mut edges);
    let mut nodes = BTreeMap::<String, Node>::new();
    for edge in &edges {
        for key in [&edge.a, &edge.b] {
            nodes.entry(key.clone()).or_default();
        }
    }
    for batch in existing(Some(&out.join("accounts.parquet")))? {
        accounts(&batch?, &mut nodes);
    }
    nodes.retain(|_, node| !node.key.is_empty());
    let index: BTreeMap<&str, u32> = nodes.keys().map(String::as_str).zip(0..).collect();
    let edges = edges.iter().filter_map(|edge| {
        let (&a, &b) = (index.get(edge.a.as_str())?, index.get(edge.b.as_str())?);
        Some(Edge { a, b, ..edge.edge.clone() })
    });
    let edges = edges.collect();
    Ok(Graph { nodes: nodes.into_values().collect(), edges })
}

/// The network with pseudonyms; components of fewer than [`LEAST`] accounts are left out unless they are asked for. Returns
/// how many accounts were.
pub(crate) fn shared(graph: Graph, sharing: &Sharing<'_>, keeps_small: bool) -> (Graph, usize) {
    let components = graph.components();
    let mut sizes = BTreeMap::<u32, usize>::new();
    for component in &components {
        *sizes.entry(*component).or_default() += 1;
    }
    let is_kept = |i: usize| keeps_small || components.get(i).is_some_and(|c| sizes.get(c) >= Some(&LEAST));
    let mut nodes: Vec<(String, usize)> = (0..graph.nodes.len())
        .filter(|&i| is_kept(i))
        .map(|i| (sharing.account(&graph.nodes[i].platform, &graph.nodes[i].account), i))
        .collect();
    // In the order of their pseudonyms: that of their names would tell something of them.
    nodes.sort();
    let index: BTreeMap<u32, u32> = nodes.iter().map(|&(_, i)| i as u32).zip(0..).collect();
    let mut edges: Vec<Edge> = graph
        .edges
        .iter()
        .filter_map(|edge| {
            let (&a, &b) = (index.get(&edge.a)?, index.get(&edge.b)?);
            Some(Edge { a: a.min(b), b: a.max(b), ..edge.clone() })
        })
        .collect();
    edges.sort_by_key(|edge| (edge.a, edge.b));
    let left_out = graph.nodes.len() - nodes.len();
    let nodes = nodes
        .into_iter()
        .map(|(pseudonym, i)| Node {
            key: pseudonym.clone(),
            account: pseudonym,
            name: None,
            platform: sharing.platform(&graph.nodes[i].platform),
            ..graph.nodes[i].clone()
        })
        .collect();
    (Graph { nodes, edges }, left_out)
}

/// An edge with the names of its ends.
struct Named {
    a: String,
    b: String,
    rank: f32,
    edge: Edge,
}

fn keep_strongest(edges: &mut Vec<Named>) {
    edges.sort_by(|x, y| {
        y.rank
            .total_cmp(&x.rank)
            .then_with(|| y.edge.n_objects.cmp(&x.edge.n_objects))
            .then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b)))
    });
    edges.truncate(EDGES);
}

fn strongest(batch: &RecordBatch) -> Vec<Named> {
    let texts = |column: &str| {
        let mut all = vec![String::new(); batch.num_rows()];
        each(batch, column, |row, text| all[row] = text.to_owned());
        all
    };
    let [account_a, account_b, platform_a, platform_b, layers] =
        ["account_a", "account_b", "platform_a", "platform_b", "layers"].map(texts);
    let n_objects =
        batch.column_by_name("n_objects").and_then(|array| array.as_primitive_opt::<UInt32Type>());
    let n_pairs = batch.column_by_name("n_pairs").and_then(|array| array.as_primitive_opt::<UInt64Type>());
    let mean_dt = batch.column_by_name("mean_dt_s").and_then(|array| array.as_primitive_opt::<Float64Type>());
    let surprise = batch.column_by_name("surprise").and_then(|array| array.as_primitive_opt::<Float32Type>());
    let (Some(n_objects), Some(n_pairs), Some(mean_dt)) = (n_objects, n_pairs, mean_dt) else {
        return Vec::new();
    };
    (0..batch.num_rows())
        .map(|row| Named {
            a: format!("{}/{}", platform_a[row], account_a[row]),
            b: format!("{}/{}", platform_b[row], account_b[row]),
            rank: surprise.filter(|column| column.is_valid(row)).map_or(0.0, |column| column.value(row)),
            edge: Edge {
                a: 0,
                b: 0,
                n_objects: n_objects.value(row),
                n_pairs: n_pairs.value(row),
                mean_dt_s: mean_dt.value(row),
                layers: layers[row].clone(),
                cross_platform: platform_a[row] != platform_b[row],
                weight: f64::from(n_objects.value(row)),
            },
        })
        .collect()
}

fn accounts(batch: &RecordBatch, nodes: &mut BTreeMap<String, Node>) {
    let mut names = vec![[const { String::new() }; 3]; batch.num_rows()];
    for (i, column) in ["platform", "account", "name"].iter().enumerate() {
        each(batch, column, |row, text| names[row][i] = text.to_owned());
    }
    let whole =
        |column: &str| batch.column_by_name(column).and_then(|array| array.as_primitive_opt::<UInt64Type>());
    let time = |column: &str| {
        batch.column_by_name(column).and_then(|array| array.as_primitive_opt::<TimestampMicrosecondType>())
    };
    let partners =
        batch.column_by_name("n_partners").and_then(|array| array.as_primitive_opt::<UInt32Type>());
    let (n_posts, n_actions, first, last) =
        (whole("n_posts"), whole("n_actions"), time("first"), time("last"));
    for (row, [platform, account, name]) in names.into_iter().enumerate() {
        let key = format!("{platform}/{account}");
        let Some(node) = nodes.get_mut(&key) else { continue };
        *node = Node {
            key,
            account,
            platform,
            name: Some(name).filter(|name| !name.is_empty()),
            n_posts: n_posts.map_or(0, |column| column.value(row)),
            n_actions: n_actions.map_or(0, |column| column.value(row)),
            degree: partners.map_or(0, |column| u64::from(column.value(row))),
            first: Timestamp(first.map_or(0, |column| column.value(row))),
            last: Timestamp(last.map_or(0, |column| column.value(row))),
        };
    }
}
