//! Directed weights: distinct messages of one account that match one of another within the window.

use hashbrown::HashMap;
use rayon::prelude::*;
use std::ops::Range;

/// One message acting on one object. A message may have several rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Rows match within one object only.
    pub object: u32,
    /// Microseconds.
    pub time: i64,
    /// Author.
    pub user: u32,
    /// Message.
    pub message: u32,
}

/// Weight of a directed edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Weight {
    pub from: u32,
    pub to: u32,
    pub weight: u64,
}

/// Weights between all accounts, sorted, each account's weight to itself included.
pub(super) fn weights(rows: Vec<Row>, window: i64, matches: impl Fn(&(), &()) -> bool + Sync) -> Vec<Weight> {
    weights_of(rows.into_iter().map(|row| (row, ())).collect(), window, matches)
}

/// The same for rows that carry something on which a match depends besides object and time.
pub(super) fn weights_of<T: Copy + Send + Sync>(
    mut rows: Vec<(Row, T)>,
    window: i64,
    matches: impl Fn(&T, &T) -> bool + Sync,
) -> Vec<Weight> {
    rows.par_sort_by_key(|(row, _)| (row.object, row.time));
    let near = near(&rows, window);
    let mut by_user: Vec<u32> = (0..rows.len() as u32).collect();
    let author = |at: u32| (rows[at as usize].0.user, rows[at as usize].0.message);
    by_user.par_sort_unstable_by_key(|&at| (author(at), at));

    let users: Vec<&[u32]> = by_user.chunk_by(|&a, &b| author(a).0 == author(b).0).collect();
    users
        .par_iter()
        .flat_map_iter(|own| {
            // Of each other account the weight so far, and the message of ours that raised it last.
            let mut others = HashMap::<u32, (u64, u32)>::new();
            for &at in *own {
                let (row, mine) = rows[at as usize];
                for (other, theirs) in &rows[near[at as usize].clone()] {
                    let counted = others.entry(other.user).or_insert((0, u32::MAX));
                    if counted.1 != row.message && matches(&mine, theirs) {
                        *counted = (counted.0 + 1, row.message);
                    }
                }
            }
            let from = author(own[0]).0;
            let mut edges: Vec<Weight> =
                others.into_iter().map(|(to, (weight, _))| Weight { from, to, weight }).collect();
            edges.retain(|edge| edge.weight > 0);
            edges.sort_unstable_by_key(|edge| edge.to);
            edges
        })
        .collect()
}

/// For each row the rows of its object at most `window` before or after it, itself included.
fn near<T>(rows: &[(Row, T)], window: i64) -> Vec<Range<usize>> {
    let (mut start, mut end) = (0, 0);
    let mut near = Vec::with_capacity(rows.len());
    for (at, (row, _)) in rows.iter().enumerate() {
        let before = |other: &Row| other.object < row.object || row.time.saturating_sub(other.time) > window;
        let within =
            |other: &Row| other.object == row.object && other.time.saturating_sub(row.time) <= window;
        while before(&rows[start].0) {
            start += 1;
        }
        end = end.max(at + 1);
        while end < rows.len() && within(&rows[end].0) {
            end += 1;
        }
        near.push(start..end);
    }
    near
}
