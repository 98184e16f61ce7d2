//! What chance is expected to give: how often two accounts meet for being active, alike and awake.

use super::MOST_WINDOWS;
use super::interest::{Affinity, Interest};
use super::partners::Partners;
use super::rarity::{LayerLoad, PARTS_OF_DAY, Rarity, part_of_day};
use super::strata::Strata;
use crate::network::Network;
use kernel::Visitor;
use libm::log;
use stats::CompoundPoisson;

/// Actions at the usual times that are added to each account's own, before its day is compared with others'.
const PRIOR_ACTIONS: f64 = 8.0;
/// Units of the relative activity in a part of the day.
const IN_DAY: f32 = 16.0;
/// Distinct objects on which a pair that acts in concert is taken to meet, of all shared ones in a layer.
const CONCERTED_OBJECTS: f64 = 12.0;

/// The null model of a run.
///
/// In a layer and window, `T` pairs of actions meet. Were the labels of accounts exchanged between actions of
/// equal circumstances, the two of one pair would be `u` and `v` with probability `2 x(u) x(v) f(u, v)`, where
/// `x` is an account's share and `f >= 1` is what raises the chance of these two: common interest (communities of
/// lasting co-sharing), the same platform and language, the same hours. The share is the larger one of two: of the actions (the
/// permutation model), or of all meetings between two accounts, each counted once (the configuration model).
/// Circumstances only ever raise what is expected, so that they explain away and never accuse.
pub(super) struct Null {
    pub layers: Vec<LayerNull>,
    /// Communities of common interest.
    pub communities: u32,
    windows: usize,
}

/// What the null model of a layer knows of one account: side by side, as each look at a partner waits for memory.
#[derive(Clone, Copy)]
struct Standing {
    /// Logarithm of its share, by window.
    ln_share: [f32; MOST_WINDOWS],
    /// Its actions by part of the day, relative to everybody's, in sixteenths.
    day: [u8; PARTS_OF_DAY],
    /// Community of common interest, 0 for none.
    community: u32,
    /// Platform and language.
    stratum: u16,
}

/// The null model of one layer.
pub(super) struct LayerNull {
    pub layer: u8,
    /// Logarithm of the pairs of actions, by window.
    ln_pairs: Vec<f32>,
    tails: Vec<CompoundPoisson>,
    /// Evidence of one meeting above which it speaks for acting in concert: the price of having looked everywhere.
    pub price: f32,
    standing: Vec<Standing>,
    affinity: Affinity,
    /// Logarithm of the factor between strata.
    strata: Vec<f32>,
    n_strata: usize,
    /// Share of the pairs by part of the day.
    day: [f32; PARTS_OF_DAY],
}

impl Null {
    /// Takes the model from `network`: from what `degrees` and `loads` leave as its background.
    pub fn new(
        network: &Network<'_>,
        rarity: &Rarity,
        interest: &Interest,
        strata: &Strata,
        loads: &[LayerLoad],
        degrees: &Degrees,
    ) -> Self {
        let actions = network.actions();
        let n_accounts = actions.n_accounts();
        let windows = network.params().windows.len();
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
        let times = network.grouped.acts().iter().map(|act| (act.account, act.time));
        let days = days(times, n_accounts);
        let standing = |ln_share: &[f32]| -> Vec<Standing> {
            let of_account = |(account, ln): (usize, &[f32])| {
                let mut ln_share = [0.0; MOST_WINDOWS];
                ln_share[..windows].copy_from_slice(ln);
                Standing {
                    ln_share,
                    day: days[account],
                    community: interest.of_account(account as u32),
                    stratum: strata.of_account(account as u32),
                }
            };
            ln_share.chunks_exact(windows).enumerate().map(of_account).collect()
        };
        let layers = loads
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
                    // The widest window has most pairs.
                    strata: strata.factors(
                        degrees.of_strata(i),
                        ln_share.iter().skip(windows - 1).step_by(windows).copied(),
                    ),
                    n_strata: strata.len(),
                    standing: standing(&ln_share),
                    affinity: interest.affinity(actions, &network.grouped, load.layer, &rarity.object_pairs),
                    day: load
                        .by_part_of_day
                        .map(|pairs| (pairs / by_day.max(1.0)) as f32 / (IN_DAY * IN_DAY)),
                }
            })
            .collect();
        Self { layers, communities: interest.communities(), windows }
    }

    /// Index of a layer.
    pub fn layer_index(&self, layer: u8) -> Option<usize> {
        self.layers.binary_search_by_key(&layer, |null| null.layer).ok()
    }

    /// Logarithms of the chance that one pair of actions is of `u` and `v`, by window.
    #[inline(always)]
    pub fn ln_chance(&self, layer: usize, u: u32, v: u32) -> [f32; MOST_WINDOWS] {
        let null = &self.layers[layer];
        let (x, y) = (&null.standing[u as usize], &null.standing[v as usize]);
        let strata = usize::from(x.stratum) * null.n_strata + usize::from(y.stratum);
        let day: f32 =
            (0..PARTS_OF_DAY).map(|i| null.day[i] * f32::from(x.day[i]) * f32::from(y.day[i])).sum();
        let circumstances = null.affinity.ln(x.community, y.community)
            + null.strata[strata]
            + ln_above_one(day)
            + std::f32::consts::LN_2;
        let mut ln = [0.0; MOST_WINDOWS];
        for (window, ln) in ln.iter_mut().enumerate().take(self.windows) {
            *ln = x.ln_share[window] + y.ln_share[window] + circumstances;
        }
        ln
    }

    /// Number of meetings that chance is expected to give two accounts.
    pub fn expected(&self, layer: usize, window: usize, ln_chance: f32) -> f32 {
        libm::expf(self.layers[layer].ln_pairs[window] + ln_chance)
    }

    /// Base-10 logarithm of the probability of meetings of at least this weight.
    #[inline(always)]
    pub fn log10_p(&self, layer: usize, window: usize, ln_chance: f32, weight: u32) -> f64 {
        let null = &self.layers[layer];
        null.tails[window].upper_log10(f64::from(null.ln_pairs[window] + ln_chance), u64::from(weight))
    }
}

/// Natural logarithm of a factor, 0 where it is not above 1. Four terms of the series in `(x - 1) / (x + 1)` are
/// close for the small factors of a day, and cost no call.
fn ln_above_one(factor: f32) -> f32 {
    if factor <= 1.0 {
        return 0.0;
    }
    let y = (factor - 1.0) / (factor + 1.0);
    let square = y * y;
    2.0 * y * (1.0 + square * (1.0 / 3.0 + square * (0.2 + square / 7.0)))
}

/// Each account's actions by part of the day, relative to those of all, shrunk towards them.
fn days(times: impl Iterator<Item = (u32, i64)>, n_accounts: usize) -> Vec<[u8; PARTS_OF_DAY]> {
    let mut days = vec![[0u32; PARTS_OF_DAY]; n_accounts];
    let mut all = [0.0f64; PARTS_OF_DAY];
    for (account, time) in times {
        let part = part_of_day(time);
        days[account as usize][part] += 1;
        all[part] += 1.0;
    }
    let total: f64 = all.iter().sum();
    let relative = |day: [u32; PARTS_OF_DAY]| {
        let own: f64 = day.iter().map(|&n| f64::from(n)).sum();
        std::array::from_fn(|part| {
            let usual = all[part] / total;
            if usual == 0.0 {
                return IN_DAY as u8;
            }
            let share = (f64::from(day[part]) + PRIOR_ACTIONS * usual) / (own + PRIOR_ACTIONS);
            (share / usual * f64::from(IN_DAY)).round().clamp(0.0, 255.0) as u8
        })
    };
    days.into_iter().map(relative).collect()
}

/// Distinct partners of each account, by layer and window.
#[derive(Clone)]
pub(super) struct Degrees {
    n_accounts: usize,
    windows: usize,
    /// By layer, account and window.
    partners: Vec<u32>,
    /// Pairs of accounts by layer and their strata, the smaller one first.
    strata: Vec<u64>,
    n_strata: usize,
}

impl Degrees {
    pub fn of(network: &Network<'_>, rarity: &Rarity, strata: &Strata) -> Self {
        let actions = network.actions();
        let (n_accounts, windows) = (actions.n_accounts(), network.params().windows.len());
        let n_strata = strata.len();
        let mut degrees = Self {
            n_accounts,
            windows,
            partners: vec![0; rarity.layers.len() * n_accounts * windows],
            strata: vec![0; rarity.layers.len() * n_strata * n_strata],
            n_strata,
        };
        let scan = network.scan_of_kernel();
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
                    let at = degrees.strata_at(usize::from(layer), a, b, strata);
                    degrees.strata[at] += 1;
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
        self.change(layer, [a, b], windows, |partners| partners + 1);
    }

    /// Takes back that two accounts met in some windows (as bits) of a layer.
    pub fn take_back(&mut self, layer: usize, a: u32, b: u32, windows: u8, strata: &Strata) {
        self.change(layer, [a, b], windows, |partners| partners.saturating_sub(1));
        let at = self.strata_at(layer, a, b, strata);
        self.strata[at] = self.strata[at].saturating_sub(1);
    }

    /// Place of the pairs of two accounts' strata.
    fn strata_at(&self, layer: usize, a: u32, b: u32, strata: &Strata) -> usize {
        let (a, b) = (usize::from(strata.of_account(a)), usize::from(strata.of_account(b)));
        (layer * self.n_strata + a.min(b)) * self.n_strata + a.max(b)
    }

    #[inline(always)]
    fn change(&mut self, layer: usize, accounts: [u32; 2], windows: u8, change: impl Fn(u32) -> u32) {
        for account in accounts {
            let from = (layer * self.n_accounts + account as usize) * self.windows;
            for (window, partners) in self.partners[from..from + self.windows].iter_mut().enumerate() {
                if windows >> window & 1 == 1 {
                    *partners = change(*partners);
                }
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

    /// Pairs of accounts by the strata of both, in one layer.
    fn of_strata(&self, layer: usize) -> &[u64] {
        let size = self.n_strata * self.n_strata;
        &self.strata[layer * size..(layer + 1) * size]
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
    fn meet(&mut self, partner: u32, _: u32, [position, _]: [u32; 2], dt: u64) {
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
