//! The evidence that two accounts act in concert, and how it holds among all pairs.

use super::MOST_WINDOWS;
use super::interest::Interest;
use super::null::{Degrees, Null};
use super::partners::Partners;
use super::rarity::{CLASSES, Rarity, UNCOUNTED, class, nats};
use super::strata::Strata;
use crate::network::Network;
use hashbrown::HashSet;
use kernel::{Act, Scan, Visitor};
use libm::log10;
use stats::{cauchy_log10, log10_q_values};
use std::convert::Infallible;

/// A pair that stands out in one window only must do so by this much more, in nats, than one that does in several.
const ONE_WINDOW: f32 = 8.0;

/// A pair with this q-value or a smaller one is not taken for background: it is rather a discovery than not.
const APART: f64 = 0.5;
/// Share of a layer's pairs of actions from which those of such pairs are taken out of the background.
const MUCH: f64 = 0.1;
/// Fewest pairs of actions that make a background; a layer and window that would keep fewer keeps all.
const LEAST_LEFT: f64 = 20.0;
/// Most often that the background is taken anew.
const ROUNDS: usize = 6;

/// Everything that pairs of a network are weighed with.
pub struct Model<'n> {
    network: &'n Network<'n>,
    rarity: Rarity,
    interest: Interest,
    strata: Strata,
    degrees: Degrees,
    null: Null,
    crowded: Crowded,
    /// Pairs that were taken out of the background.
    pub set_apart: u64,
    /// Pairs that are rather discoveries than not, ascending.
    pub candidates: Vec<Candidate>,
    softplus: Softplus,
    window_weights: Vec<f32>,
}

/// Posts that act on several objects of one layer: whoever meets on one of these meets on the others as well.
struct Crowded {
    /// Post of each action by position, [`NO_POST`] where it has the layer to itself; empty when all have.
    posts: Vec<u32>,
}

const NO_POST: u32 = u32::MAX;

impl Crowded {
    fn new(network: &Network<'_>) -> Self {
        let actions = network.actions();
        // Actions of a layer stand together, and in it those of a post.
        let alike = |x: usize, y: usize| {
            actions.post.get(x) == actions.post.get(y)
                && actions.layer[actions.object[x] as usize] == actions.layer[actions.object[y] as usize]
        };
        let crowded =
            |row: usize| row > 0 && alike(row - 1, row) || row + 1 < actions.len() && alike(row, row + 1);
        if !(0..actions.len()).any(crowded) {
            return Self { posts: Vec::new() };
        }
        let post = |act: &Act| match act.row() {
            row if crowded(row as usize) => actions.post.get(row as usize),
            _ => NO_POST,
        };
        let posts = network.grouped.acts().iter().map(post).collect();
        Self { posts }
    }

    /// The two posts, when both are crowded.
    #[inline(always)]
    fn posts(&self, [x, y]: [u32; 2]) -> Option<[u32; 2]> {
        if self.posts.is_empty() {
            return None;
        }
        let posts = [self.posts[x as usize], self.posts[y as usize]];
        (!posts.contains(&NO_POST)).then_some(posts)
    }
}

/// Which circumstances a null model explains away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Circumstances {
    /// All that it knows.
    All,
    /// All but common interest: for labels that were exchanged, which leaves none. What is expected is lower for
    /// it, so that the check is the stricter one.
    NoInterest,
}

/// All pairs of a network in the order of its edges.
#[derive(Clone, Debug, Default)]
pub struct Significance {
    log10_p: Vec<f32>,
    surprise: Vec<f32>,
    /// Ascending p-values of pairs that may have a q-value below 1, with these; all as base-10 logarithms.
    ranked: Vec<(f32, f32)>,
    /// Pairs of accounts that could have met.
    pub tested: u64,
}

/// What speaks for one pair.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PairSignificance {
    /// Base-10 logarithm of the p-value, all layers and windows fused.
    pub log10_p: f32,
    /// Base-10 logarithm of the q-value: of the false discovery rate at which the pair would just be one.
    pub log10_q: f32,
    /// Score by which pairs are ranked, in nats.
    pub surprise: f32,
}

impl PairSignificance {
    /// The q-value as a number; 0 where it is below the smallest one.
    pub fn q(&self) -> f64 {
        if self.log10_q == 0.0 { 1.0 } else { libm::exp10(f64::from(self.log10_q)) }
    }
}

/// A pair with a q-value of at most one half.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Account with the smaller code.
    pub a: u32,
    /// Account with the larger code.
    pub b: u32,
    /// Base-10 logarithm of the p-value, all layers and windows fused.
    pub log10_p: f32,
    /// Score by which pairs are ranked, in nats.
    pub surprise: f32,
}

/// Evidence of one pair in one layer and window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Account with the smaller code.
    pub a: u32,
    /// Account with the larger code.
    pub b: u32,
    /// Number of the layer.
    pub layer: u8,
    /// Index of the window.
    pub window: u8,
    /// Meetings that chance is expected to give.
    pub expected: f32,
    /// Base-10 logarithm of the p-value.
    pub log10_p: f32,
    /// Evidence in nats.
    pub surprise: f32,
}

impl<'n> Model<'n> {
    fn new(network: &'n Network<'n>, circumstances: Circumstances) -> Self {
        let windows = &network.params().windows;
        assert!(windows.len() <= MOST_WINDOWS, "at most {MOST_WINDOWS} windows");
        let rarity = Rarity::new(network.actions(), &network.grouped, &network.live, windows);
        let widest = windows[windows.len() - 1];
        let n_accounts = network.actions().n_accounts();
        let interest = match circumstances {
            Circumstances::All => Interest::new(&network.grouped, n_accounts, widest),
            Circumstances::NoInterest => Interest::none(&network.grouped, n_accounts),
        };
        let strata = Strata::new(network.actions());
        let degrees = Degrees::of(network, &rarity, &strata);
        let null = Null::new(network, &rarity, &interest, &strata, &rarity.layers, &degrees);
        let window_weights = windows.iter().map(|&window| window_weight(window)).collect();
        let softplus = Softplus::new();
        let crowded = Crowded::new(network);
        Self {
            network,
            rarity,
            interest,
            strata,
            degrees,
            null,
            crowded,
            set_apart: 0,
            candidates: Vec::new(),
            softplus,
            window_weights,
        }
    }

    /// Takes the null model from `network` and weighs all its pairs.
    ///
    /// In a small set one group may make most of all meetings, and hide in a background that it made itself. Where
    /// pairs that are rather discoveries than not make up much of a layer, they are set apart, the background is
    /// taken from the others, and all pairs are weighed again.
    ///
    /// # Panics
    /// When the network has more than [`MOST_WINDOWS`] windows: a mistake of the caller.
    pub fn weigh(network: &'n Network<'n>, circumstances: Circumstances) -> (Self, Significance) {
        let mut model = Self::new(network, circumstances);
        let (mut significance, mut candidates) = model.all();
        for _ in 0..ROUNDS {
            let before = model.set_apart;
            if !model.set_apart(&candidates) || model.set_apart == before {
                break;
            }
            (significance, candidates) = model.all();
        }
        model.candidates = candidates;
        (model, significance)
    }

    /// Takes pairs out of the background; false when they make too little of it to matter.
    fn set_apart(&mut self, candidates: &[Candidate]) -> bool {
        let pairs: Vec<(u32, u32)> = candidates.iter().map(|pair| (pair.a, pair.b)).collect();
        let mut apart = Apart::new(self, &pairs);
        let scan = self.scan();
        for row in pairs.chunk_by(|x, y| x.0 == y.0) {
            scan.visit(row[0].0..row[0].0 + 1, &mut apart);
        }
        let Apart { own, mut met, .. } = apart;
        let sum = |classes: &[u64; CLASSES]| classes.iter().sum::<u64>() as f64;
        let much = self
            .rarity
            .layers
            .iter()
            .zip(&own)
            .any(|(load, own)| load.pairs.iter().zip(own).any(|(all, own)| sum(own) > MUCH * sum(all)));
        if !much {
            return false;
        }
        let mut loads = self.rarity.layers.clone();
        for (load, own) in loads.iter_mut().zip(&own) {
            for (all, own) in load.pairs.iter_mut().zip(own) {
                if sum(all) - sum(own) >= LEAST_LEFT {
                    all.iter_mut().zip(own).for_each(|(all, own)| *all = all.saturating_sub(*own));
                }
            }
        }
        let mut degrees = self.degrees.clone();
        met.sort_unstable();
        for same in met.chunk_by(|x, y| (x.0, x.1, x.2) == (y.0, y.1, y.2)) {
            let (layer, a, b, _) = same[0];
            let windows = same.iter().fold(0, |windows, met| windows | met.3);
            degrees.take_back(layer, a, b, windows, &self.strata);
        }
        self.null = Null::new(self.network, &self.rarity, &self.interest, &self.strata, &loads, &degrees);
        self.set_apart = pairs.len() as u64;
        true
    }

    /// Communities of shared interest in the null model.
    pub fn communities(&self) -> u32 {
        self.null.communities
    }

    /// Tests of a pair in one window: the layers of the data.
    pub fn n_layers(&self) -> usize {
        self.null.layers.len()
    }

    /// Languages in the null model, each counted once a platform.
    pub fn languages(&self) -> u32 {
        self.strata.languages() as u32
    }

    /// Weighs all pairs, and lists those that are rather discoveries than not.
    fn all(&self) -> (Significance, Vec<Candidate>) {
        let eligible = self.network.totals().actions.iter().filter(|&&n| n > 0).count() as u64;
        let mut significance =
            Significance { tested: eligible * eligible.saturating_sub(1) / 2, ..Significance::default() };
        let mut candidates: Vec<Candidate> = Vec::new();
        // Looser than any q-value that is asked for later: with so many pairs at most, none is missed.
        let limit = (log10(APART * 1e6) - log10(significance.tested.max(1) as f64)) as f32;
        let scan = self.scan();
        let done = scan.for_each(
            |block| {
                let mut stand_out = Vec::new();
                let mut weighing = Weighing::new(self, |out: &mut Vec<(f32, f32)>, pair: &PairParts<'_>| {
                    let &PairParts { a, b, log10_p, surprise, .. } = pair;
                    out.push((log10_p, surprise));
                    if log10_p <= limit {
                        stand_out.push(Candidate { a, b, log10_p, surprise });
                    }
                });
                scan.visit(block, &mut weighing);
                let out = weighing.out;
                (out, stand_out)
            },
            |(pairs, stand_out)| {
                significance.log10_p.extend(pairs.iter().map(|&(log10_p, _)| log10_p));
                significance.surprise.extend(pairs.iter().map(|&(_, surprise)| surprise));
                candidates.extend(stand_out);
                Ok::<(), Infallible>(())
            },
        );
        match done {
            Ok(()) => significance.rank(),
            Err(never) => match never {},
        }
        let threshold = significance.threshold(APART).unwrap_or(f32::NEG_INFINITY);
        candidates.retain(|pair| pair.log10_p <= threshold);
        (significance, candidates)
    }

    /// The parts of some pairs, which are given in ascending order.
    pub fn parts(&self, pairs: &[(u32, u32)]) -> Vec<Part> {
        let scan = self.scan();
        let rows: Vec<&[(u32, u32)]> = pairs.chunk_by(|x, y| x.0 == y.0).collect();
        let mut parts = Vec::new();
        for row in rows {
            let account = row[0].0;
            let mut weighing = Weighing::new(self, |out: &mut Vec<Part>, pair: &PairParts<'_>| {
                if row.binary_search(&(account, pair.b)).is_ok() {
                    pair.list(&self.null, self.window_weights.len(), out);
                }
            });
            scan.visit(account..account + 1, &mut weighing);
            parts.append(&mut weighing.out);
        }
        parts
    }

    /// Fused p-values of some pairs, given in ascending order, as they would be without what happened on `object`.
    pub fn log10_p_without(&self, pairs: &[(u32, u32)], object: u32) -> Vec<f32> {
        let scan = self.scan();
        let mut found = Vec::with_capacity(pairs.len());
        for row in pairs.chunk_by(|x, y| x.0 == y.0) {
            let account = row[0].0;
            let mut weighing = Weighing::new(self, |out: &mut Vec<(u32, f32)>, pair: &PairParts<'_>| {
                out.push((pair.b, pair.log10_p));
            });
            weighing.without = Some(object);
            scan.visit(account..account + 1, &mut weighing);
            let rest = &weighing.out;
            let log10_p = |b: u32| rest.binary_search_by_key(&b, |pair| pair.0).map_or(0.0, |at| rest[at].1);
            found.extend(row.iter().map(|&(_, b)| log10_p(b)));
        }
        found
    }

    /// Meetings that chance is expected to give two accounts in each window, over all layers.
    pub fn expected(&self, u: u32, v: u32) -> [f64; MOST_WINDOWS] {
        let mut expected = [0.0; MOST_WINDOWS];
        for at in 0..self.null.layers.len() {
            let ln_chance = self.null.ln_chance(at, u, v);
            for (window, sum) in expected.iter_mut().enumerate().take(self.window_weights.len()) {
                *sum += f64::from(self.null.expected(at, window, ln_chance[window]));
            }
        }
        expected
    }

    fn scan(&self) -> Scan<'_> {
        self.network.scan_of_kernel()
    }
}

impl Significance {
    /// Number of pairs.
    pub fn len(&self) -> usize {
        self.log10_p.len()
    }

    /// Whether no two accounts met.
    pub fn is_empty(&self) -> bool {
        self.log10_p.is_empty()
    }

    /// The pair at `index`.
    pub fn get(&self, index: usize) -> PairSignificance {
        let log10_p = self.log10_p[index];
        let log10_q = match self.ranked.last() {
            Some(last) if log10_p <= last.0 => {
                self.ranked[self.ranked.partition_point(|&(p, _)| p < log10_p)].1
            }
            _ => 0.0,
        };
        PairSignificance { log10_p, log10_q, surprise: self.surprise[index] }
    }

    /// Base-10 logarithm of the largest p-value with which one pair of those discovered at rate `q` would still be
    /// one, all others as they are; `None` without discoveries.
    pub fn threshold(&self, q: f64) -> Option<f32> {
        let found = self.significant(q);
        (found > 0).then(|| log10(q * found as f64 / self.tested as f64) as f32)
    }

    /// Number of pairs with a q-value of at most `q`.
    pub fn significant(&self, q: f64) -> usize {
        let limit = log10(q) as f32;
        self.ranked.iter().take_while(|&&(_, log10_q)| log10_q <= limit).count()
    }

    /// Number of pairs with a p-value of at most ten to the power of minus `digits`, for each of `digits`.
    pub fn tail_counts(&self, digits: &[f32]) -> Vec<u64> {
        digits.iter().map(|digits| self.log10_p.iter().filter(|&&p| p <= -digits).count() as u64).collect()
    }

    /// Benjamini and Hochberg over all pairs that could have met. Pairs with `p >= seen / tested` have a q-value
    /// of 1, and pairs that never met have a p-value of 1: neither needs to be sorted.
    fn rank(&mut self) {
        let limit = log10(self.log10_p.len() as f64 / self.tested.max(1) as f64) as f32;
        let mut small: Vec<f32> = self.log10_p.iter().copied().filter(|&p| p < limit).collect();
        small.sort_unstable_by(f32::total_cmp);
        let exact: Vec<f64> = small.iter().map(|&p| f64::from(p)).collect();
        let q = log10_q_values(&exact, self.tested);
        self.ranked = small.into_iter().zip(q.into_iter().map(|q| q as f32)).collect();
    }
}

/// What a window counts for in the ranking. What happens within seconds happens within a minute too, and a minute
/// is more telling than an hour.
fn window_weight(window: i64) -> f32 {
    match window {
        ..30_000_000 => 0.2,
        30_000_000..300_000_000 => 0.4,
        _ => 0.3,
    }
}

/// The score of a pair from its evidence in each window: the weighted sum, or the strongest window alone where
/// that is much stronger.
fn score(surprise: &[f32], weights: &[f32]) -> f32 {
    let sum: f32 = surprise.iter().zip(weights).map(|(s, w)| s * w).sum();
    let strongest = surprise.iter().fold(0.0f32, |most, &s| most.max(s));
    sum.max(strongest - ONE_WINDOW)
}

/// `ln(1 + e^x)` by a table in steps of 1/16: the same bits everywhere, and quick.
struct Softplus(Vec<f32>);

impl Softplus {
    const LOWEST: f32 = -12.0;
    /// From here on the result is `x` for a 32-bit number.
    const LINEAR: f32 = 20.0;
    const STEPS: f32 = 16.0;

    fn new() -> Self {
        let at = |i: usize| f64::from(Self::LOWEST) + i as f64 / f64::from(Self::STEPS);
        let steps = ((Self::LINEAR - Self::LOWEST) * Self::STEPS) as usize;
        Self((0..=steps).map(|i| libm::log1p(libm::exp(at(i))) as f32).collect())
    }

    #[inline(always)]
    fn of(&self, x: f32) -> f32 {
        if x >= Self::LINEAR {
            x
        } else if x < Self::LOWEST {
            0.0
        } else {
            self.0[((x - Self::LOWEST) * Self::STEPS + 0.5) as usize]
        }
    }
}

/// What is known of one partner in one layer.
#[derive(Clone, Copy, Default)]
struct Cell {
    last_object: u32,
    /// Narrowest window in which the two met on `last_object` so far.
    narrowest: u8,
    ln_chance: [f32; MOST_WINDOWS],
    surprise: [f32; MOST_WINDOWS],
    weight: [u32; MOST_WINDOWS],
}

/// A partner in one layer, all windows.
struct LayerPart {
    b: u32,
    layer: u8,
    ln_chance: [f32; MOST_WINDOWS],
    log10_p: [f32; MOST_WINDOWS],
    surprise: [f32; MOST_WINDOWS],
}

/// A pair when all its layers are known.
struct PairParts<'p> {
    a: u32,
    b: u32,
    layers: &'p [LayerPart],
    log10_p: f32,
    surprise: f32,
}

impl PairParts<'_> {
    fn list(&self, null: &Null, windows: usize, out: &mut Vec<Part>) {
        for part in self.layers {
            let at = null.layer_index(part.layer).unwrap_or(0);
            for window in 0..windows {
                if part.log10_p[window] < 0.0 {
                    out.push(Part {
                        a: self.a,
                        b: self.b,
                        layer: part.layer,
                        window: window as u8,
                        expected: null.expected(at, window, part.ln_chance[window]),
                        log10_p: part.log10_p[window],
                        surprise: part.surprise[window],
                    });
                }
            }
        }
    }
}

/// Adds up the evidence of one account's partners after the other and gives each finished pair to `take`.
struct Weighing<'m, 'n, T, F> {
    model: &'m Model<'n>,
    windows: &'m [i64],
    account: u32,
    layer: u8,
    /// Index of the layer in the null model.
    at: usize,
    partners: Partners<Cell>,
    parts: Vec<LayerPart>,
    /// Pairs of crowded posts that have met in this layer, by partner.
    posts_met: HashSet<(u32, u32, u32)>,
    /// An object to leave out.
    without: Option<u32>,
    take: F,
    out: Vec<T>,
}

impl<'m, 'n, T, F: FnMut(&mut Vec<T>, &PairParts<'_>)> Weighing<'m, 'n, T, F> {
    fn new(model: &'m Model<'n>, take: F) -> Self {
        Self {
            model,
            windows: &model.network.params().windows,
            account: 0,
            layer: 0,
            at: 0,
            partners: Partners::new(),
            parts: Vec::new(),
            posts_met: HashSet::new(),
            without: None,
            take,
            out: Vec::new(),
        }
    }
}

impl<T, F: FnMut(&mut Vec<T>, &PairParts<'_>)> Visitor for Weighing<'_, '_, T, F> {
    fn open(&mut self, account: u32, layer: u8) {
        (self.account, self.layer) = (account, layer);
        self.at = self.model.null.layer_index(layer).unwrap_or(0);
    }

    #[inline(always)]
    fn meet(&mut self, partner: u32, object: u32, positions: [u32; 2], dt: u64) {
        if self.without == Some(object) {
            return;
        }
        let (model, account, at) = (self.model, self.account, self.at);
        let window = self.windows.partition_point(|&window| (window as u64) < dt);
        let cell = self.partners.entry(partner, || Cell {
            last_object: u32::MAX,
            ln_chance: model.null.ln_chance(at, account, partner),
            ..Cell::default()
        });
        // On one object two accounts meet once: in the narrowest window in which they do.
        let end = if cell.last_object != object { self.windows.len() } else { usize::from(cell.narrowest) };
        if window >= end {
            return;
        }
        (cell.last_object, cell.narrowest) = (object, window as u8);
        // Two posts with five tags in common meet once, not five times.
        if let Some([x, y]) = model.crowded.posts(positions)
            && !self.posts_met.insert((partner, x, y))
        {
            return;
        }
        let codes = model.rarity.codes(positions[0]);
        let price = model.null.layers[at].price;
        for (window, &code) in codes.iter().enumerate().take(end).skip(window) {
            if code != UNCOUNTED {
                cell.surprise[window] += model.softplus.of(nats(code) - cell.ln_chance[window] - price);
                cell.weight[window] += class(code) as u32;
            }
        }
    }

    fn close(&mut self) {
        self.posts_met.clear();
        let (null, windows, at, layer) = (&self.model.null, self.windows.len(), self.at, self.layer);
        let parts = &mut self.parts;
        self.partners.drain(|b, cell| {
            let mut part = LayerPart {
                b,
                layer,
                ln_chance: cell.ln_chance,
                log10_p: [0.0; MOST_WINDOWS],
                surprise: cell.surprise,
            };
            for window in 0..windows {
                part.log10_p[window] =
                    null.log10_p(at, window, cell.ln_chance[window], cell.weight[window]) as f32;
            }
            parts.push(part);
        });
    }

    fn done(&mut self) {
        let model = self.model;
        let windows = self.windows.len();
        if self.parts.first().map(|part| part.layer) != self.parts.last().map(|part| part.layer) {
            self.parts.sort_unstable_by_key(|part| (part.b, part.layer));
        }
        let tests = model.null.layers.len() * windows;
        let mut log10_p = Vec::with_capacity(tests);
        for layers in self.parts.chunk_by(|x, y| x.b == y.b) {
            log10_p.clear();
            log10_p
                .extend(layers.iter().flat_map(|part| part.log10_p[..windows].iter().map(|&p| f64::from(p))));
            // Layers in which the two never met count as well: they were looked at.
            log10_p.resize(tests, 0.0);
            let mut surprise = [0.0f32; MOST_WINDOWS];
            for (window, surprise) in surprise.iter_mut().enumerate().take(windows) {
                // Layers are not independent (a link and its domain), so they add up like legs, not like a sum.
                *surprise = layers.iter().map(|part| part.surprise[window].powi(2)).sum::<f32>().sqrt();
            }
            let pair = PairParts {
                a: self.account,
                b: layers[0].b,
                layers,
                log10_p: cauchy_log10(&log10_p) as f32,
                surprise: score(&surprise[..windows], &model.window_weights),
            };
            (self.take)(&mut self.out, &pair);
        }
        self.parts.clear();
    }
}

/// Counts what some pairs contribute to the background.
struct Apart<'m, 'n> {
    model: &'m Model<'n>,
    windows: &'m [i64],
    /// Ascending.
    pairs: &'m [(u32, u32)],
    account: u32,
    /// Index of the layer.
    layer: usize,
    /// Pairs of actions by layer, window and class.
    own: Vec<Vec<[u64; CLASSES]>>,
    /// Layer, accounts, and windows (as bits) in which these met; an entry for each meeting.
    met: Vec<(usize, u32, u32, u8)>,
}

impl<'m, 'n> Apart<'m, 'n> {
    fn new(model: &'m Model<'n>, pairs: &'m [(u32, u32)]) -> Self {
        let windows = &model.network.params().windows;
        let own = vec![vec![[0; CLASSES]; windows.len()]; model.rarity.layers.len()];
        Self { model, windows, pairs, account: 0, layer: 0, own, met: Vec::new() }
    }
}

impl Visitor for Apart<'_, '_> {
    fn open(&mut self, account: u32, layer: u8) {
        self.account = account;
        self.layer = self.model.null.layer_index(layer).unwrap_or(0);
    }

    fn meet(&mut self, partner: u32, _: u32, [position, _]: [u32; 2], dt: u64) {
        if self.pairs.binary_search(&(self.account, partner)).is_err() {
            return;
        }
        let narrowest = self.windows.partition_point(|&window| (window as u64) < dt);
        let codes = self.model.rarity.codes(position);
        let mut met = 0;
        for (window, &code) in codes.iter().enumerate().skip(narrowest) {
            if code != UNCOUNTED {
                self.own[self.layer][window][class(code)] += 1;
                met |= 1 << window;
            }
        }
        self.met.push((self.layer, self.account, partner, met));
    }

    fn close(&mut self) {}

    fn done(&mut self) {}
}
