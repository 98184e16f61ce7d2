//! The co-action network: who met whom, on what, how often, how fast.

use crate::actions::Actions;
use crate::significance::{PairSignificance, Significance};
use kernel::{Act, Bound, Grouped, LeftOut, Live, ObjectLoad, Pair, Scan, Totals, Visitor};
use model::{Layer, Layers, Timestamp};
use std::cmp::Ordering;

/// What the network is computed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Params {
    /// Inclusive windows in microseconds, ascending.
    pub windows: Vec<i64>,
    /// Fewest distinct common objects of an edge.
    pub min_objects: u32,
    /// How many of the heaviest objects are named.
    pub hubs: usize,
    /// When objects are too common for the wider windows.
    pub bound: Bound,
}

impl Default for Params {
    fn default() -> Self {
        Self { windows: vec![60_000_000], min_objects: 1, hubs: 20, bound: Bound::NONE }
    }
}

/// Two accounts that acted on common objects within the widest window, over all layers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// Account that sorts first.
    pub a: u32,
    /// The other account.
    pub b: u32,
    /// Distinct common objects, summed over layers.
    pub n_objects: u32,
    /// Pairs of actions.
    pub n_pairs: u64,
    /// Sum of their time differences in microseconds.
    pub sum_dt: u64,
    /// Layers in which they met.
    pub layers: Layers,
    /// How it compares with chance; `None` where only counts were asked for.
    pub significance: Option<PairSignificance>,
}

impl Edge {
    /// Mean time between the two actions of a pair, in seconds.
    pub fn mean_dt_s(&self) -> f64 {
        mean_seconds(self.sum_dt, self.n_pairs)
    }

    /// Strongest first: more surprising, then more common objects, then more pairs, then the accounts' order.
    pub fn by_strength(&self, other: &Self) -> Ordering {
        let surprise = |edge: &Self| edge.significance.map_or(0.0, |s| s.surprise);
        surprise(other)
            .total_cmp(&surprise(self))
            .then((other.n_objects, other.n_pairs).cmp(&(self.n_objects, self.n_pairs)))
            .then((self.a, self.b).cmp(&(other.a, other.b)))
    }
}

/// Mean of `n` time differences of `sum` microseconds, in seconds.
pub fn mean_seconds(sum: u64, n: u64) -> f64 {
    if n == 0 { 0.0 } else { sum as f64 / n as f64 / 1e6 }
}

/// Actions in the kernel's order, ready to be scanned.
pub struct Network<'a> {
    actions: &'a Actions,
    params: Params,
    pub(crate) grouped: Grouped,
    pub(crate) live: Live,
    totals: Totals,
}

/// What the scan of all edges added up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Edges with enough common objects.
    pub edges: u64,
    /// Pairs of actions in them.
    pub pairs: u64,
    /// Edges between two platforms.
    pub cross_platform: u64,
    /// Edges by number of common objects: one, two, three to four, five to nine, ten and more.
    pub by_objects: [u64; 5],
    /// Partners of each account.
    pub degree: Vec<u32>,
    /// The strongest edges, strongest first.
    pub strongest: Vec<Edge>,
    /// The weakest of those that are kept for certain, once there are as many as asked for: none below it will be.
    weakest: Option<Edge>,
}

/// A block of edges in order, with their parts by layer and window.
pub struct Block<'b> {
    /// Edges, ordered by accounts.
    pub edges: &'b [Edge],
    /// Parts of those edges, in the order of [`Pair::key`].
    pub parts: &'b [Pair],
}

impl<'a> Network<'a> {
    /// Orders the actions and finds those that have company.
    pub fn new(actions: &'a Actions, params: Params) -> Self {
        Self::relabelled(actions, &actions.posts.account, params)
    }

    /// The same with other accounts behind the posts: what a permutation of labels is made with.
    pub fn relabelled(actions: &'a Actions, account_of_post: &[u32], params: Params) -> Self {
        let posts = &actions.posts;
        // One action a post is the common case of bare tables: then the posts' columns serve as they are.
        let grouped = if actions.post.is_each_once() && actions.len() == posts.len() {
            Grouped::new(&actions.object, account_of_post, &posts.time, actions.n_objects())
        } else {
            let account: Vec<u32> = actions.post.iter().map(|post| account_of_post[post as usize]).collect();
            let time: Vec<i64> = actions.post.iter().map(|post| posts.time[post as usize]).collect();
            Grouped::new(&actions.object, &account, &time, actions.n_objects())
        };
        let live = Live::bounded(&grouped, &params.windows, params.bound, params.hubs);
        let totals = Totals::new(&grouped, actions.n_accounts());
        Self { actions, params, grouped, live, totals }
    }

    /// Parameters in force.
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// The actions.
    pub fn actions(&self) -> &'a Actions {
        self.actions
    }

    /// Activity of each account.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// The objects that make most pairs; their number is a reason to look twice.
    pub fn hubs(&self) -> &[ObjectLoad] {
        &self.live.hubs
    }

    /// The widest window in which an object is counted; in wider ones it is too common.
    pub fn counted_within(&self, object: u32) -> i64 {
        self.params.windows[self.live.reach(object)]
    }

    /// What was left out of each window because the object is too common there.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.live.left_out
    }

    /// Actions that have another account within the widest window.
    pub fn live_actions(&self) -> usize {
        self.live.len()
    }

    /// Goes through all edges, calls `f` with each block in order, and adds up. Blocks are computed a few
    /// ahead in parallel; the order of the output does not depend on it. Edges carry their `significance`.
    pub fn scan<E>(
        &self,
        keep_strongest: usize,
        significance: Option<&Significance>,
        mut f: impl FnMut(Block<'_>) -> Result<(), E>,
    ) -> Result<Summary, E> {
        let mut summary = Summary { degree: vec![0; self.actions.n_accounts()], ..Summary::default() };
        let widest = (self.params.windows.len() - 1) as u8;
        let mut edges: Vec<Edge> = Vec::new();
        let mut seen = 0;
        self.scan_of_kernel().for_each_block(|parts| {
            fold(parts, widest, &mut edges);
            if let Some(significance) = significance {
                for (i, edge) in edges.iter_mut().enumerate() {
                    edge.significance = Some(significance.get(seen + i));
                }
            }
            seen += edges.len();
            keep_min_objects(self.params.min_objects, &mut edges, parts);
            count_partners(&edges, &mut summary.degree);
            summary.add(&edges, self.actions, keep_strongest);
            f(Block { edges: &edges, parts })
        })?;
        summary.trim(keep_strongest);
        Ok(summary)
    }

    /// Every pair of actions behind each of some edges, as far as windows and bound count them: the two accounts' actions
    /// on common objects, in the order of objects and times, the first `limit`, and how many there are. The account that
    /// sorts first stands first, as in edges. The row of an account is walked once for all of its edges.
    pub fn meetings_of(&self, edges: &[(u32, u32)], limit: usize) -> Vec<(Vec<Meeting>, u64)> {
        let mut sorted: Vec<(u32, u32)> = edges.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let scan = Scan::new(&self.grouped, &self.live, &self.params.windows, &[]);
        let mut found: Vec<Met> = Vec::with_capacity(sorted.len());
        for of_account in sorted.chunk_by(|x, y| x.0 == y.0) {
            let account = of_account[0].0;
            let partners = of_account.iter().map(|&(_, b)| b).collect();
            let mut row = MeetingsOf { partners, met: vec![Met::default(); of_account.len()], limit };
            scan.visit(account..account + 1, &mut row);
            found.append(&mut row.met);
        }
        let meeting = |&(object, positions): &(u32, [u32; 2])| {
            let [x, y] = positions.map(|position| &self.grouped.acts()[position as usize]);
            Meeting {
                object,
                time_a: x.time,
                time_b: y.time,
                post_a: self.post_of(object, x),
                post_b: self.post_of(object, y),
            }
        };
        let of_edge = |edge: &(u32, u32)| match sorted.binary_search(edge) {
            Ok(at) => (found[at].kept.iter().map(meeting).collect(), found[at].total),
            Err(_) => Default::default(),
        };
        edges.iter().map(of_edge).collect()
    }

    /// Post behind an action; of several of an account at the same moment the first.
    fn post_of(&self, object: u32, act: &Act) -> u32 {
        let run = self.grouped.of_object(object);
        let at = run.partition_point(|other| (other.time, other.account) < (act.time, act.account));
        self.actions.action_post(run[at].row())
    }

    /// The kernel's scan of this network.
    pub(crate) fn scan_of_kernel(&self) -> Scan<'_> {
        Scan::new(&self.grouped, &self.live, &self.params.windows, &self.actions.layer)
    }

    /// What each layer holds.
    pub fn layer_counts(&self) -> Vec<LayerCount> {
        let mut counts: Vec<LayerCount> = Vec::new();
        // The accounts of a single layer are those that acted at all, its pairs all that were found.
        let several = self.actions.layer.first() != self.actions.layer.last();
        let count_pairs = several || self.left_out().iter().any(|left_out| left_out.objects > 0);
        let mut seen = vec![u8::MAX; if several { self.actions.n_accounts() } else { 0 }];
        let widest = self.params.windows.last().copied().unwrap_or(0);
        for object in 0..self.grouped.n_objects() as u32 {
            let layer = Layer::ALL[usize::from(self.actions.layer[object as usize])];
            if counts.last().is_none_or(|last| last.layer != layer) {
                counts.push(LayerCount { layer, actions: 0, accounts: 0, objects: 0, shared: 0, pairs: 0 });
            }
            let Some(count) = counts.last_mut() else { continue };
            let run = self.grouped.of_object(object);
            count.objects += u64::from(!run.is_empty());
            count.actions += run.len() as u64;
            count.shared += u64::from(run.iter().any(|act| act.account != run[0].account));
            if count_pairs {
                count.pairs += pairs_within(run, widest);
            }
            for act in if several { run } else { &[] } {
                // Objects come layer by layer, so the last layer seen tells whether the account is new to this one.
                let seen = &mut seen[act.account as usize];
                count.accounts += u64::from(*seen != layer as u8);
                *seen = layer as u8;
            }
        }
        if let [only] = counts.as_mut_slice() {
            only.accounts = self.totals.actions.iter().filter(|&&actions| actions > 0).count() as u64;
            if !count_pairs {
                only.pairs = self.live.candidates;
            }
        }
        // Reposts that are not rapid leave objects of that layer on which nobody acted.
        counts.retain(|count| count.actions > 0);
        counts
    }

    /// Distinct accounts, first and last action on one object.
    pub fn object_span(&self, object: u32) -> (u64, Timestamp, Timestamp) {
        let run = self.grouped.of_object(object);
        let mut accounts: Vec<u32> = run.iter().map(|act| act.account).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let time = |act: Option<&Act>| Timestamp(act.map_or(0, |act| act.time));
        (accounts.len() as u64, time(run.first()), time(run.last()))
    }

    /// Times of the actions that have company, unordered: what the timeline counts.
    pub fn live_times(&self) -> impl Iterator<Item = i64> + '_ {
        let acts = (0..).zip(self.grouped.acts());
        acts.filter(|&(position, _)| self.live.is_live(position)).map(|(_, act)| act.time)
    }
}

/// What one layer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerCount {
    /// The layer.
    pub layer: Layer,
    /// Actions in it.
    pub actions: u64,
    /// Accounts that acted.
    pub accounts: u64,
    /// Distinct objects.
    pub objects: u64,
    /// Objects on which at least two accounts acted, at whatever distance.
    pub shared: u64,
    /// Pairs of actions within the widest window, those of one account with itself included.
    pub pairs: u64,
}

/// Pairs of actions of a run in time order that lie within the window.
fn pairs_within(run: &[Act], window: i64) -> u64 {
    let mut from = 0;
    let mut pairs = 0u64;
    for (i, act) in run.iter().enumerate() {
        while act.time.abs_diff(run[from].time) > window as u64 {
            from += 1;
        }
        pairs += (i - from) as u64;
    }
    pairs
}

/// One meeting of two accounts: a pair of actions on one object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// The object.
    pub object: u32,
    /// Time of the first account's action.
    pub time_a: i64,
    /// Time of the second account's action.
    pub time_b: i64,
    /// Post of the first account.
    pub post_a: u32,
    /// Post of the second account.
    pub post_b: u32,
}

/// Gathers the meetings of an account with some partners.
struct MeetingsOf {
    /// Ascending.
    partners: Vec<u32>,
    met: Vec<Met>,
    /// Meetings that are kept of each.
    limit: usize,
}

/// Meetings with one partner, each with its object and positions.
#[derive(Clone, Default)]
struct Met {
    /// Those of the action at hand, which come backwards, then forwards in time.
    of_action: Vec<(u32, [u32; 2])>,
    /// The first of all.
    kept: Vec<(u32, [u32; 2])>,
    total: u64,
}

impl Met {
    fn keep(&mut self, limit: usize) {
        self.of_action.sort_unstable();
        self.kept.extend(self.of_action.drain(..).take(limit - self.kept.len()));
    }
}

impl Visitor for MeetingsOf {
    fn open(&mut self, _: u32, _: u8) {}

    fn meet(&mut self, partner: u32, object: u32, positions: [u32; 2], _: u64) {
        let Ok(at) = self.partners.binary_search(&partner) else { return };
        let met = &mut self.met[at];
        met.total += 1;
        if met.of_action.last().is_some_and(|(_, last)| last[0] != positions[0]) {
            met.keep(self.limit);
        }
        met.of_action.push((object, positions));
    }

    fn close(&mut self) {
        self.met.iter_mut().for_each(|met| met.keep(self.limit));
    }

    fn done(&mut self) {}
}

/// Adds the parts of each two accounts up in `edges`.
fn fold(parts: &[Pair], widest: u8, edges: &mut Vec<Edge>) {
    edges.clear();
    for part in parts {
        if part.window != widest {
            continue;
        }
        let layer = Layers::default().with(Layer::ALL[usize::from(part.layer)]);
        match edges.last_mut() {
            Some(edge) if (edge.a, edge.b) == (part.a, part.b) => {
                edge.n_objects += part.n_objects;
                edge.n_pairs += part.n_pairs;
                edge.sum_dt += part.sum_dt;
                edge.layers = edge.layers.union(layer);
            }
            _ => edges.push(Edge {
                a: part.a,
                b: part.b,
                n_objects: part.n_objects,
                n_pairs: part.n_pairs,
                sum_dt: part.sum_dt,
                layers: layer,
                significance: None,
            }),
        }
    }
}

/// Drops edges with fewer common objects, and their parts.
fn keep_min_objects(min_objects: u32, edges: &mut Vec<Edge>, parts: &mut Vec<Pair>) {
    if min_objects <= 1 {
        return;
    }
    edges.retain(|edge| edge.n_objects >= min_objects);
    let mut kept = edges.iter().peekable();
    parts.retain(|part| {
        while kept.next_if(|edge| (edge.a, edge.b) < (part.a, part.b)).is_some() {}
        kept.peek().is_some_and(|edge| (edge.a, edge.b) == (part.a, part.b))
    });
}

/// Counts the partners of each account. Second accounts lie all over the memory: a loop that does nothing else waits
/// for them side by side.
fn count_partners(edges: &[Edge], degree: &mut [u32]) {
    for row in edges.chunk_by(|x, y| x.a == y.a) {
        degree[row[0].a as usize] += row.len() as u32;
    }
    for edge in edges {
        degree[edge.b as usize] += 1;
    }
}

impl Summary {
    fn add(&mut self, edges: &[Edge], actions: &Actions, keep: usize) {
        self.edges += edges.len() as u64;
        // Those with so many common objects at least: sums without a branch.
        let mut at_least = [edges.len() as u64, 0, 0, 0, 0];
        for edge in edges {
            self.pairs += edge.n_pairs;
            for (count, n) in at_least.iter_mut().zip([0, 2, 3, 5, 10]).skip(1) {
                *count += u64::from(edge.n_objects >= n);
            }
        }
        for (class, count) in self.by_objects.iter_mut().enumerate() {
            *count += at_least[class] - at_least.get(class + 1).copied().unwrap_or(0);
        }
        if actions.platforms.len() > 1 {
            let platform = |account: u32| actions.account_platform[account as usize];
            let crossing = edges.iter().filter(|edge| platform(edge.a) != platform(edge.b));
            self.cross_platform += crossing.count() as u64;
        }
        if keep > 0 {
            edges.iter().for_each(|edge| self.keep(edge, keep));
        }
    }

    /// Keeps an edge if it may be among the strongest.
    #[inline]
    fn keep(&mut self, edge: &Edge, keep: usize) {
        if let Some(weakest) = &self.weakest {
            // Where edges were only counted, the number of objects tells nearly all of them.
            let is_less = edge.significance.is_none() && edge.n_objects < weakest.n_objects;
            if is_less || edge.by_strength(weakest) != Ordering::Less {
                return;
            }
        }
        self.strongest.push(*edge);
        // Trimmed now and then: each element is sorted a few times only.
        if self.strongest.len() >= keep * 2 {
            self.trim(keep);
        }
    }

    fn trim(&mut self, keep: usize) {
        self.strongest.sort_unstable_by(Edge::by_strength);
        self.strongest.truncate(keep);
        self.weakest = self.strongest.last().filter(|_| self.strongest.len() == keep).copied();
    }
}
