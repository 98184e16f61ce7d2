//! What chance is expected to give: how often two accounts meet for being active, alike and awake.

use super::interest::{Affinity, Interest};
use super::partners::Partners;
use super::rarity::{PARTS_OF_DAY, Rarity, part_of_day};
use super::MOST_WINDOWS;
use crate::network::Network;
use kernel::{Scan, Visitor};
use libm::log;
use stats::CompoundPoisson;

/// Actions at the usual times that are added to each account's own, before its day is compared with others'.
const PRIOR_ACTIONS: f64 = 8.0;
/// Distinct objects on which a pair that acts in concert is taken to meet, of all shared ones in a layer.
const CONCERTED_OBJECTS: f64 = 12.0;

/// The null model of a run.
///
/// In a layer and window, `T` pairs of actions meet. Were the labels of accounts exchanged between actions of
/// equal circumstances, the two of one pair would be `u` and `v` with probability `2 x(u) x(v) f(u, v)`, where
/// `x` is an account's share and `f >= 1` is what raises the chance of these two: common interest (communities of
/// lasting co-sharing), the same platform, the same hours. The share is the larger one of two: of the actions (the
/// permutation model), or of all meetings between two accounts, each counted once (the configuration model).
/// Circumstances only ever raise what is expected, so that they explain away and never accuse.
pub(super) struct Null {
    pub layers: Vec<LayerNull>,
    pub interest: Interest,
    /// Actions by part of the day, relative to everybody's.
    days: Vec<[f32; PARTS_OF_DAY]>,
    platform: Vec<u8>,
    windows: usize,
}

/// The null model of one layer.
pub(super) struct LayerNull {
    pub layer: u8,
    /// Logarithm of the pairs of actions, by window.
    ln_pairs: Vec<f32>,
    tails: Vec<CompoundPoisson>,
    /// Evidence of one meeting above which it speaks for acting in concert: the price of having looked everywhere.
    pub price: f32,
    /// Logarithm of each account's share, by account and window.
    ln_share: Vec<f32>,
    affinity: Affinity,
    /// Logarithm of the factor between platforms.
    platforms: Vec<f32>,
    n_platforms: usize,
    /// Share of the pairs by part of the day.
    day: [f32; PARTS_OF_DAY],
}

impl Null {
    pub fn new(network: &Network<'_>, rarity: &Rarity) -> Self {
        let actions = network.actions();
        let n_accounts = actions.n_accounts();
        let windows = network.params().windows.len();
        let widest = network.params().windows[windows - 1];
        let interest = Interest::new(&network.grouped, n_accounts, widest);
        let degrees = Degrees::of(network, rarity);
        let mut own = vec![0u32; n_accounts * rarity.layers.len()];
        let mut at = 0;
        for object in 0..network.grouped.n_objects() as u32 {
            while rarity.layers[at].layer != actions.layer[object as usize] {
                at += 1;
            }
            for act in network.grouped.of_object(object) {
                own[at * n_accounts + act.account as usize] += 1;
            }
        }
        let layers = rarity
            .layers
            .iter()
            .enumerate()
            .map(|(i, load)| {
                let own = &own[i * n_accounts..(i + 1) * n_accounts];
                let ln_share = degrees.ln_shares(i, own, load.actions, windows);
                let totals: Vec<u64> = load.pairs.iter().map(|classes| classes.iter().sum()).collect();
                let tail = |(classes, &total): (&[u64; super::rarity::CLASSES], &u64)| {
                    let shares: Vec<f64> =
                        classes.iter().map(|&pairs| pairs as f64 / total.max(1) as f64).collect();
                    CompoundPoisson::new(&shares)
                };
                let by_day: f64 = load.by_part_of_day.iter().sum();
                LayerNull {
                    layer: load.layer,
                    ln_pairs: totals.iter().map(|&total| log(total.max(1) as f64) as f32).collect(),
                    tails: load.pairs.iter().zip(&totals).map(tail).collect(),
                    price: log(load.shared as f64 / CONCERTED_OBJECTS).max(0.0) as f32,
                    platforms: degrees.platform_factors(i, &ln_share, &actions.account_platform, windows),
                    n_platforms: actions.platforms.len(),
                    ln_share,
                    affinity: interest.affinity(actions, &network.grouped, load.layer, &rarity.object_pairs),
                    day: load.by_part_of_day.map(|pairs| (pairs / by_day.max(1.0)) as f32),
                }
            })
            .collect();
        let times = network.grouped.acts.iter().map(|act| (act.account, act.time));
        Self {
            layers,
            interest,
            days: days(times, n_accounts),
            platform: actions.account_platform.clone(),
            windows,
        }
    }

    /// Index of a layer.
    pub fn layer_index(&self, layer: u8) -> Option<usize> {
        self.layers.binary_search_by_key(&layer, |null| null.layer).ok()
    }

    /// Logarithms of the chance that one pair of actions is of `u` and `v`, by window.
    pub fn ln_chance(&self, layer: usize, u: u32, v: u32) -> [f32; MOST_WINDOWS] {
        let null = &self.layers[layer];
        let interest = null.affinity.ln(self.interest.of_account(u), self.interest.of_account(v));
        let at =
            usize::from(self.platform[u as usize]) * null.n_platforms + usize::from(self.platform[v as usize]);
        let (x, y) = (&self.days[u as usize], &self.days[v as usize]);
        let day: f32 = (0..PARTS_OF_DAY).map(|part| null.day[part] * x[part] * y[part]).sum();
        let circumstances = interest
            + null.platforms[at]
            + ln_above_one(day)
            + std::f32::consts::LN_2;
        let (u, v) = (u as usize * self.windows, v as usize * self.windows);
        let mut ln = [0.0; MOST_WINDOWS];
        for (window, ln) in ln.iter_mut().enumerate().take(self.windows) {
            *ln = null.ln_share[u + window] + null.ln_share[v + window] + circumstances;
        }
        ln
    }

    /// Number of meetings that chance is expected to give two accounts.
    pub fn expected(&self, layer: usize, window: usize, ln_chance: f32) -> f32 {
        libm::expf(self.layers[layer].ln_pairs[window] + ln_chance)
    }

    /// Base-10 logarithm of the probability of meetings of at least this weight.
    pub fn log10_p(&self, layer: usize, window: usize, ln_chance: f32, weight: u32) -> f64 {
        let null = &self.layers[layer];
        null.tails[window].upper_log10(f64::from(null.ln_pairs[window] + ln_chance), u64::from(weight))
    }
}

/// Natural logarithm of a factor, 0 where it is not above 1. Two terms of the series in `(x - 1) / (x + 1)` are
/// right to 2 % for the factors of a day, which are below 8, and cost no call.
fn ln_above_one(factor: f32) -> f32 {
    if factor <= 1.0 {
        return 0.0;
    }
    let y = (factor - 1.0) / (factor + 1.0);
    let square = y * y;
    2.0 * y * (1.0 + square * (1.0 / 3.0 + square * (0.2 + square / 7.0)))
}

/// Each account's actions by part of the day, relative to those of all, shrunk towards them.
fn days(times: impl Iterator<Item = (u32, i64)> + Clone, n_accounts: usize) -> Vec<[f32; PARTS_OF_DAY]> {
    let mut days = vec![[0.0f32; PARTS_OF_DAY]; n_accounts];
    let mut all = [0.0f64; PARTS_OF_DAY];
    for (account, time) in times {
        let part = part_of_day(time);
        days[account as usize][part] += 1.0;
        all[part] += 1.0;
    }
    let total: f64 = all.iter().sum();
    for day in &mut days {
        let own: f64 = day.iter().map(|&n| f64::from(n)).sum();
        for (own_part, all_part) in day.iter_mut().zip(&all) {
            let usual = all_part / total;
            *own_part = if usual > 0.0 {
                ((f64::from(*own_part) + PRIOR_ACTIONS * usual) / (own + PRIOR_ACTIONS) / usual) as f32
            } else {
                1.0
            };
        }
    }
    days
}

/// Distinct partners of each account, by layer and window.
struct Degrees {
    n_accounts: usize,
    windows: usize,
    /// By layer, account and window.
    partners: Vec<u32>,
    /// Pairs of accounts by layer and their platforms.
    platforms: Vec<u64>,
    n_platforms: usize,
}

impl Degrees {
    fn of(network: &Network<'_>, rarity: &Rarity) -> Self {
        let actions = network.actions();
        let (n_accounts, windows) = (actions.n_accounts(), network.params().windows.len());
        let n_platforms = actions.platforms.len();
        let mut degrees = Self {
            n_accounts,
            windows,
            partners: vec![0; rarity.layers.len() * n_accounts * windows],
            platforms: vec![0; rarity.layers.len() * n_platforms * n_platforms],
            n_platforms,
        };
        let scan = Scan::new(&network.live, &network.params().windows, &actions.layer);
        let met = scan.for_each(
            |block| {
                let mut meeting = Meeting {
                    rarity,
                    windows: &network.params().windows,
                    account: 0,
                    layer: 0,
                    partners: Partners::new(),
                    out: Vec::new(),
                };
                scan.visit(block, &mut meeting);
                meeting.out
            },
            |met| {
                for Met { a, b, layer, windows } in met {
                    degrees.add(usize::from(layer), a, b, windows);
                    let (a, b) = (actions.account_platform[a as usize], actions.account_platform[b as usize]);
                    let (a, b) = (usize::from(a.min(b)), usize::from(a.max(b)));
                    degrees.platforms[(usize::from(layer) * n_platforms + a) * n_platforms + b] += 1;
                }
                Ok::<(), std::convert::Infallible>(())
            },
        );
        match met {
            Ok(()) => degrees,
            Err(never) => match never {},
        }
    }

    fn add(&mut self, layer: usize, a: u32, b: u32, windows: u8) {
        for account in [a, b] {
            let from = (layer * self.n_accounts + account as usize) * self.windows;
            for (window, partners) in self.partners[from..from + self.windows].iter_mut().enumerate() {
                *partners += u32::from(windows >> window & 1);
            }
        }
    }

    fn ln_shares(&self, layer: usize, own: &[u32], actions: u64, windows: usize) -> Vec<f32> {
        let partners =
            &self.partners[layer * self.n_accounts * windows..(layer + 1) * self.n_accounts * windows];
        let mut totals = vec![0u64; windows];
        for of_account in partners.chunks_exact(windows) {
            totals.iter_mut().zip(of_account).for_each(|(total, &n)| *total += u64::from(n));
        }
        own.iter()
            .zip(partners.chunks_exact(windows))
            .flat_map(|(&own, of_account)| {
                let by_actions = f64::from(own) / actions.max(1) as f64;
                of_account
                    .iter()
                    .zip(&totals)
                    .map(move |(&partners, &total)| by_actions.max(f64::from(partners) / total.max(1) as f64))
            })
            .map(|share| log(share) as f32)
            .collect()
    }

    /// Logarithms of how much more often accounts of two platforms meet than their shares say.
    fn platform_factors(&self, layer: usize, ln_share: &[f32], platform: &[u8], windows: usize) -> Vec<f32> {
        let n = self.n_platforms;
        let met = &self.platforms[layer * n * n..(layer + 1) * n * n];
        let all: u64 = met.iter().sum();
        let mut shares = vec![0.0f64; n];
        for (account, &platform) in platform.iter().enumerate() {
            shares[usize::from(platform)] += libm::exp(f64::from(ln_share[account * windows + windows - 1]));
        }
        let mut factors = vec![0.0; n * n];
        for x in 0..n {
            for y in 0..n {
                let met = met[x.min(y) * n + x.max(y)] as f64 / all.max(1) as f64;
                let expected = shares[x] * shares[y] * if x == y { 1.0 } else { 2.0 };
                if met > expected && expected > 0.0 {
                    factors[x * n + y] = log(met / expected) as f32;
                }
            }
        }
        factors
    }
}

/// Two accounts that met in a layer, and in which windows (as bits).
struct Met {
    a: u32,
    b: u32,
    layer: u8,
    windows: u8,
}

struct Meeting<'r> {
    rarity: &'r Rarity,
    windows: &'r [i64],
    account: u32,
    /// Index of the layer.
    layer: u8,
    partners: Partners<u8>,
    out: Vec<Met>,
}

impl Visitor for Meeting<'_> {
    fn open(&mut self, account: u32, layer: u8) {
        self.account = account;
        self.layer = self.rarity.layers.partition_point(|load| load.layer < layer) as u8;
    }

    #[inline(always)]
    fn meet(&mut self, partner: u32, _: u32, position: u32, dt: u64) {
        let narrowest = self.windows.partition_point(|&window| (window as u64) < dt);
        let codes = self.rarity.codes(position);
        let bits = (narrowest..codes.len())
            .filter(|&window| codes[window] != super::rarity::UNCOUNTED)
            .fold(0, |bits, window| bits | 1u8 << window);
        *self.partners.entry(partner, || 0) |= bits;
    }

    fn close(&mut self) {
        let (a, layer, out) = (self.account, self.layer, &mut self.out);
        self.partners.drain(|b, &windows| out.push(Met { a, b, layer, windows }));
    }

    fn done(&mut self) {}
}
