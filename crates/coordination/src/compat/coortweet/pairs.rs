//! Pairs of shares of one object within the window.

use super::{PairRow, Params, Share};
use crate::compat::{Error, check_rows, codes::Codes, micros};
use hashbrown::HashSet;
use rayon::prelude::*;
use std::time::Duration;

/// Two shares of one object, by row number in [`Pairs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The earlier share; of two at the same time the one whose account appears first in the input.
    pub older: u32,
    /// The later share.
    pub newer: u32,
}

/// All pairs, sorted by object, older and newer content, so that the order of the input shows in ties only. From the
/// order of pairs follow the order of an edge's objects and the numbers of the network's vertices.
#[derive(Clone, Debug)]
pub struct Pairs<'a> {
    pub(super) shares: Shares<'a>,
    pub(super) pairs: Vec<Pair>,
    /// Whether a pair also lies within the narrower window, once that was asked for.
    pub(super) fast: Option<Vec<bool>>,
}

/// The input as columns of codes, grouped by account in the order of their first appearance, as the package's first
/// filter leaves it. That order decides which of two shares at the same time counts as the older one.
#[derive(Clone, Debug)]
pub(super) struct Shares<'a> {
    /// Objects and contents, sorted: one dictionary, as loops compare the two.
    pub ids: Vec<&'a str>,
    /// Accounts, sorted.
    pub accounts: Vec<&'a str>,
    pub object: Vec<u32>,
    pub content: Vec<u32>,
    pub account: Vec<u32>,
    /// Microseconds.
    pub time: Vec<i64>,
}

/// Every pair of shares of one object at most `params.window` apart, filtered as the package filters.
///
/// Costs `O(n log n + pairs)`; the package compares all shares of an object with each other.
/// A row takes part in as many pairs as there are matching rows: repeated shares count again and again.
pub fn detect_groups<'a>(input: &[Share<'a>], params: &Params) -> Result<Pairs<'a>, Error> {
    check_rows(input.len())?;
    let shares = Shares::new(input);
    let window = micros(params.window);
    let mut objects = shares.rows_by_object(params.min_participation);

    let found = objects
        .par_iter_mut()
        .map(|rows| {
            rows.sort_by_key(|&row| shares.time[row as usize]);
            shares.count_within(rows, window)
        })
        .sum::<u64>();
    if found > params.max_pairs {
        return Err(Error::TooManyPairs { pairs: found, limit: params.max_pairs });
    }

    let mut pairs: Vec<Pair> = objects
        .par_iter()
        .flat_map_iter(|rows| shares.pairs_within(rows, window, params.remove_loops))
        .collect();
    if params.min_participation >= 1 {
        let active = shares.active_contents(pairs.iter().copied(), params.min_participation);
        pairs.retain(|&pair| shares.touches(pair, &active));
    }
    pairs.par_sort_unstable_by_key(|&pair| shares.key(pair));
    Ok(Pairs { shares, pairs, fast: None })
}

impl<'a> Shares<'a> {
    fn new(input: &[Share<'a>]) -> Self {
        let Codes { names: accounts, of: account } = Codes::new(input.iter().map(|share| share.account));
        let Codes { names: ids, of: id } =
            Codes::new(input.iter().map(|share| share.object).chain(input.iter().map(|share| share.content)));
        let mut first_row = vec![u32::MAX; accounts.len()];
        for (row, &account) in account.iter().enumerate().rev() {
            first_row[account as usize] = row as u32;
        }
        let mut order: Vec<u32> = (0..input.len() as u32).collect();
        order.par_sort_unstable_by_key(|&row| (first_row[account[row as usize] as usize], row));
        let column = |codes: &[u32]| order.iter().map(|&row| codes[row as usize]).collect();
        let (object, content) = id.split_at(input.len());
        Self {
            object: column(object),
            content: column(content),
            account: column(&account),
            time: order.iter().map(|&row| input[row as usize].time.0).collect(),
            ids,
            accounts,
        }
    }

    fn len(&self) -> usize {
        self.time.len()
    }

    /// Rows of accounts with at least `min_participation` rows, per object, both in order of first appearance.
    fn rows_by_object(&self, min_participation: u32) -> Vec<Vec<u32>> {
        let mut rows_of = vec![0u32; self.accounts.len()];
        for &account in &self.account {
            rows_of[account as usize] += 1;
        }
        let mut place = vec![u32::MAX; self.ids.len()];
        let mut objects = Vec::<Vec<u32>>::new();
        for row in 0..self.len() {
            if rows_of[self.account[row] as usize] < min_participation {
                continue;
            }
            let place = &mut place[self.object[row] as usize];
            if *place == u32::MAX {
                *place = objects.len() as u32;
                objects.push(Vec::new());
            }
            objects[*place as usize].push(row as u32);
        }
        objects
    }

    /// Number of pairs among `rows`, which are sorted by time, that are at most `window` apart.
    fn count_within(&self, rows: &[u32], window: i64) -> u64 {
        let mut first = 0;
        let mut pairs = 0;
        for (i, &row) in rows.iter().enumerate() {
            while self.time[row as usize].saturating_sub(self.time[rows[first] as usize]) > window {
                first += 1;
            }
            pairs += (i - first) as u64;
        }
        pairs
    }

    /// Those pairs, without loops if they are to be removed.
    fn pairs_within(&self, rows: &[u32], window: i64, remove_loops: bool) -> impl Iterator<Item = Pair> {
        let mut first = 0;
        (0..rows.len()).flat_map(move |i| {
            let newer = rows[i];
            while self.time[newer as usize].saturating_sub(self.time[rows[first] as usize]) > window {
                first += 1;
            }
            // The sort by time was stable: of two equal times the earlier row is the older one, as in the package.
            let pair = move |&older: &u32| Pair { older, newer };
            rows[first..i].iter().map(pair).filter(move |&pair| !(remove_loops && self.is_loop(pair)))
        })
    }

    fn is_loop(&self, Pair { older, newer }: Pair) -> bool {
        let (older, newer) = (older as usize, newer as usize);
        self.account[older] == self.account[newer]
            || self.content[older] == self.content[newer]
            || self.object[older] == self.content[older]
            || self.object[older] == self.content[newer]
    }

    /// Contents of accounts that have at least `min_participation` rows whose content is in one of `pairs`.
    fn active_contents(&self, pairs: impl Iterator<Item = Pair>, min_participation: u32) -> Vec<bool> {
        let mut paired = vec![false; self.ids.len()];
        for Pair { older, newer } in pairs {
            paired[self.content[older as usize] as usize] = true;
            paired[self.content[newer as usize] as usize] = true;
        }
        let mut rows_of = vec![0u32; self.accounts.len()];
        for (&content, &account) in self.content.iter().zip(&self.account) {
            rows_of[account as usize] += u32::from(paired[content as usize]);
        }
        let mut active = vec![false; self.ids.len()];
        for (&content, &account) in self.content.iter().zip(&self.account) {
            active[content as usize] |=
                paired[content as usize] && rows_of[account as usize] >= min_participation;
        }
        active
    }

    /// One active side is enough for the package: an OR, so that accounts below the minimum stay in the result.
    fn touches(&self, Pair { older, newer }: Pair, active: &[bool]) -> bool {
        active[self.content[older as usize] as usize] || active[self.content[newer as usize] as usize]
    }

    /// Time from the older to the newer share, in microseconds.
    pub fn delta(&self, Pair { older, newer }: Pair) -> i64 {
        self.time[newer as usize].saturating_sub(self.time[older as usize])
    }

    fn key(&self, pair: Pair) -> (u32, u32, u32, Pair) {
        let (older, newer) = self.contents(pair);
        (self.object[pair.older as usize], older, newer, pair)
    }

    fn contents(&self, Pair { older, newer }: Pair) -> (u32, u32) {
        (self.content[older as usize], self.content[newer as usize])
    }
}

impl<'a> Pairs<'a> {
    /// The pairs of several layers one after the other, so that one network can be made of them. Marks of a narrower
    /// window are dropped: set them again on the whole.
    pub fn stack(layers: &[Self]) -> Result<Self, Error> {
        check_rows(layers.iter().map(|layer| layer.shares.len()).sum())?;
        let shares = || layers.iter().map(|layer| &layer.shares);
        let objects = shares().flat_map(|shares| shares.object.iter().map(|&id| shares.ids[id as usize]));
        let contents = shares().flat_map(|shares| shares.content.iter().map(|&id| shares.ids[id as usize]));
        let authors =
            shares().flat_map(|shares| shares.account.iter().map(|&id| shares.accounts[id as usize]));
        let Codes { names: accounts, of: account } = Codes::new(authors);
        let Codes { names: ids, of: mut object } = Codes::new(objects.chain(contents));
        let content = object.split_off(account.len());
        let time = shares().flat_map(|shares| shares.time.iter().copied()).collect();
        let mut pairs = Vec::with_capacity(layers.iter().map(Self::len).sum());
        let mut before = 0;
        for layer in layers {
            let moved = |&Pair { older, newer }: &Pair| Pair { older: older + before, newer: newer + before };
            pairs.extend(layer.pairs.iter().map(moved));
            before += layer.shares.len() as u32;
        }
        Ok(Self { shares: Shares { ids, accounts, object, content, account, time }, pairs, fast: None })
    }

    /// Number of pairs.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Marks the pairs that also lie within a narrower `window` and pass the participation filter there.
    ///
    /// As in the package a mark goes to every pair of the same two contents, through whatever object, and the pairs are
    /// in the order of their contents afterwards.
    pub fn flag_speed_share(&mut self, window: Duration, min_participation: u32) {
        let Self { shares, pairs, fast } = self;
        let window = micros(window);
        pairs.par_sort_by_key(|&pair| shares.contents(pair));
        let quick = || pairs.iter().copied().filter(|&pair| shares.delta(pair) <= window);
        let active = shares.active_contents(quick(), min_participation);
        let marked: HashSet<(u32, u32)> =
            quick().filter(|&pair| shares.touches(pair, &active)).map(|pair| shares.contents(pair)).collect();
        *fast = Some(pairs.iter().map(|&pair| marked.contains(&shares.contents(pair))).collect());
    }

    /// The table of pairs, sorted by object, older and newer content.
    pub fn rows(&self) -> Vec<PairRow<'a>> {
        let Self { shares, pairs, fast } = self;
        let mut order: Vec<u32> = (0..pairs.len() as u32).collect();
        order.par_sort_unstable_by_key(|&at| shares.key(pairs[at as usize]));
        order
            .into_iter()
            .map(|at| {
                let pair = pairs[at as usize];
                let (older, newer) = (pair.older as usize, pair.newer as usize);
                PairRow {
                    object_id: shares.ids[shares.object[older] as usize],
                    account_id: shares.accounts[shares.account[older] as usize],
                    account_id_y: shares.accounts[shares.account[newer] as usize],
                    content_id: shares.ids[shares.content[older] as usize],
                    content_id_y: shares.ids[shares.content[newer] as usize],
                    time_delta: shares.delta(pair) as f64 / 1e6,
                    fast: fast.as_ref().map(|fast| u8::from(fast[at as usize])),
                }
            })
            .collect()
    }
}
