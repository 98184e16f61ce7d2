//! Directed weights: distinct messages of one account that match one of another within the window.

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
    let accounts = rows.iter().map(|(row, _)| row.user as usize + 1).max().unwrap_or(0);
    let edges_of = |tally: &mut Tally, own: &&[u32]| {
        for &at in *own {
            let (row, mine) = rows[at as usize];
            for (other, theirs) in &rows[near[at as usize].clone()] {
                if !tally.has(other.user, row.message) && matches(&mine, theirs) {
                    tally.count(other.user, row.message);
                }
            }
        }
        tally.take(author(own[0]).0)
    };
    users.par_iter().map_init(|| Tally::new(accounts), edges_of).flatten_iter().collect()
}

/// Weights from one account to all others, while its messages are gone through.
struct Tally {
    /// Per other account the weight, and our last message that raised it.
    of: Vec<(u32, u32)>,
    /// Accounts with a weight.
    raised: Vec<u32>,
}

impl Tally {
    const NONE: (u32, u32) = (0, u32::MAX);

    fn new(accounts: usize) -> Self {
        Self { of: vec![Self::NONE; accounts], raised: Vec::new() }
    }

    fn has(&self, other: u32, message: u32) -> bool {
        self.of[other as usize].1 == message
    }

    fn count(&mut self, other: u32, message: u32) {
        let (weight, last) = &mut self.of[other as usize];
        if *weight == 0 {
            self.raised.push(other);
        }
        (*weight, *last) = (*weight + 1, message);
    }

    /// The edges, in order; empties the tally for the next account.
    fn take(&mut self, from: u32) -> Vec<Weight> {
        self.raised.sort_unstable();
        let mut weight = |to: u32| u64::from(std::mem::replace(&mut self.of[to as usize], Self::NONE).0);
        self.raised.drain(..).map(|to| Weight { from, to, weight: weight(to) }).collect()
    }
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
