//! How rare a meeting is, whoever meets: the evidence of one moment on one object.

use crate::actions::Actions;
use kernel::{Act, Grouped, Live};

/// Evidence codes count quarters of a nat from here up.
const FLOOR: f32 = -12.0;
const STEPS_PER_NAT: f32 = 4.0;
/// Highest code: 28 nats.
const TOP: u8 = 160;
/// The object is too common for the window: see [`kernel::Bound`].
pub(super) const UNCOUNTED: u8 = u8::MAX;
/// Classes of whole nats, for the exact tail.
pub(super) const CLASSES: usize = TOP as usize / STEPS_PER_NAT as usize + 1;
/// Pairs with a typical rate that are added to each object's own: what is known of an object before it is seen.
const PRIOR_PAIRS: f64 = 20.0;
/// Parts of the day.
pub(super) const PARTS_OF_DAY: usize = 8;

/// Part of the day (UTC) of a time in microseconds.
pub(super) fn part_of_day(time: i64) -> usize {
    (time.div_euclid(86_400_000_000 / PARTS_OF_DAY as i64)).rem_euclid(PARTS_OF_DAY as i64) as usize
}

/// Evidence of a code, in nats.
pub(super) fn nats(code: u8) -> f32 {
    f32::from(code) / STEPS_PER_NAT + FLOOR
}

/// Class of a code, in whole nats.
pub(super) fn class(code: u8) -> usize {
    (usize::from(code) + STEPS_PER_NAT as usize / 2) / STEPS_PER_NAT as usize
}

/// What one layer holds, window by window.
#[derive(Clone, Debug)]
pub(super) struct LayerLoad {
    /// Number of the layer.
    pub layer: u8,
    /// Actions.
    pub actions: u64,
    /// Objects of two actions or more.
    pub shared: u64,
    /// Counted pairs of actions by window and class of evidence.
    pub pairs: Vec<[u64; CLASSES]>,
    /// Counted pairs of the widest window by part of the day.
    pub by_part_of_day: [f64; PARTS_OF_DAY],
}

/// Evidence of every action on an object on which accounts met, by window.
///
/// On an object of `k` actions, `k (k - 1) / 2` pairs could meet. How many of them do by chance is estimated from
/// the object's actions *outside* the burst in question, with the layer's mean rate as 20 pairs of prior knowledge;
/// the evidence of a meeting in the burst is minus the logarithm of the number of meetings so expected. An object
/// shared four times in all, within one minute, was expected to see next to none; one that is shared all day long
/// sees them all the time. As codes, because there is one for each action and window.
pub(super) struct Rarity {
    windows: usize,
    codes: Vec<u8>,
    /// Layers present, ascending.
    pub layers: Vec<LayerLoad>,
    /// Counted pairs of each object in the widest window that counts it.
    pub object_pairs: Vec<f32>,
}

/// Actions of an object of which each follows the one before within the window.
#[derive(Clone, Copy)]
struct Burst {
    end: usize,
    pairs: u64,
}

impl Rarity {
    pub fn new(actions: &Actions, grouped: &Grouped, live: &Live, windows: &[i64]) -> Self {
        let mut bursts = Vec::new();
        let mut layers: Vec<LayerLoad> = Vec::new();
        // Pairs that could meet and that do, by layer and window.
        let mut possible: Vec<f64> = Vec::new();
        let mut met: Vec<Vec<f64>> = Vec::new();
        for object in 0..grouped.n_objects() as u32 {
            let run = grouped.of_object(object);
            let layer = actions.layer[object as usize];
            if layers.last().is_none_or(|last| last.layer != layer) {
                layers.push(LayerLoad {
                    layer,
                    actions: 0,
                    shared: 0,
                    pairs: vec![[0; CLASSES]; windows.len()],
                    by_part_of_day: [0.0; PARTS_OF_DAY],
                });
                possible.push(0.0);
                met.push(vec![0.0; windows.len()]);
            }
            let (Some(load), Some(possible), Some(met)) =
                (layers.last_mut(), possible.last_mut(), met.last_mut())
            else {
                continue;
            };
            load.actions += run.len() as u64;
            if run.len() < 2 {
                continue;
            }
            load.shared += 1;
            *possible += pairs_of(run.len());
            for (met, &window) in met.iter_mut().zip(windows) {
                *met += find_bursts(run, window, &mut bursts) as f64;
            }
        }
        let mut rarity = Self {
            windows: windows.len(),
            codes: vec![UNCOUNTED; grouped.len() * windows.len()],
            layers,
            object_pairs: vec![0.0; grouped.n_objects()],
        };
        let mut at = 0;
        for object in 0..grouped.n_objects() as u32 {
            let (first, run) = (grouped.start(object), grouped.of_object(object));
            while rarity.layers[at].layer != actions.layer[object as usize] {
                at += 1;
            }
            if !(first..).zip(run).any(|(position, _)| live.is_live(position)) {
                continue;
            }
            let reach = live.reach(object);
            for window in 0..=reach {
                let pairs = find_bursts(run, windows[window], &mut bursts);
                let rate = met[at][window] / possible[at];
                let load = &mut rarity.layers[at];
                let mut from = 0;
                for burst in &bursts {
                    let code = burst_code(run.len(), burst.end - from, pairs, burst.pairs, rate);
                    load.pairs[window][class(code)] += burst.pairs;
                    for in_run in from..burst.end {
                        rarity.codes[(first as usize + in_run) * windows.len() + window] = code;
                    }
                    from = burst.end;
                }
                if window == reach {
                    rarity.object_pairs[object as usize] = pairs as f32;
                    by_part_of_day(run, windows[window], &mut rarity.layers[at].by_part_of_day);
                }
            }
        }
        rarity
    }

    /// Codes of an action in all windows.
    pub fn codes(&self, position: u32) -> &[u8] {
        let from = position as usize * self.windows;
        &self.codes[from..from + self.windows]
    }
}

fn pairs_of(n: usize) -> f64 {
    n as f64 * (n as f64 - 1.0) / 2.0
}

/// Code of the meetings in a burst of `in_burst` of an object's `actions`: `pairs` is what meets on the object,
/// `burst_pairs` what meets in the burst, `rate` the share of possible pairs that meet in the layer.
fn burst_code(actions: usize, in_burst: usize, pairs: u64, burst_pairs: u64, rate: f64) -> u8 {
    let possible = pairs_of(actions);
    let outside = possible - pairs_of(in_burst);
    let own = ((pairs - burst_pairs) as f64 + PRIOR_PAIRS * rate) / (outside + PRIOR_PAIRS);
    let nats = -libm::log(possible * own) as f32;
    ((nats - FLOOR) * STEPS_PER_NAT).round().clamp(0.0, f32::from(TOP)) as u8
}

/// Splits a run in time order into bursts; returns its pairs within the window.
fn find_bursts(run: &[Act], window: i64, bursts: &mut Vec<Burst>) -> u64 {
    bursts.clear();
    let window = window as u64;
    let (mut from, mut pairs, mut total) = (0, 0u64, 0u64);
    for (i, act) in run.iter().enumerate() {
        if i > 0 && act.time.abs_diff(run[i - 1].time) > window {
            bursts.push(Burst { end: i, pairs });
            pairs = 0;
        }
        while act.time.abs_diff(run[from].time) > window {
            from += 1;
        }
        pairs += (i - from) as u64;
        total += (i - from) as u64;
    }
    bursts.push(Burst { end: run.len(), pairs });
    total
}

fn by_part_of_day(run: &[Act], window: i64, out: &mut [f64; PARTS_OF_DAY]) {
    let mut from = 0;
    for (i, act) in run.iter().enumerate() {
        while act.time.abs_diff(run[from].time) > window as u64 {
            from += 1;
        }
        out[part_of_day(act.time)] += (i - from) as f64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_of_an_obscure_object_says_more_than_one_of_a_popular_one() {
        // Four actions in all, in one burst, against four of four hundred of which many meet anyway.
        let obscure = nats(burst_code(4, 4, 6, 6, 0.005));
        let popular = nats(burst_code(400, 4, 2_000, 6, 0.005));
        assert!(obscure > 3.0 && popular < -6.0, "{obscure} {popular}");
    }

    #[test]
    fn the_day_has_eight_parts_before_1970_too() {
        assert_eq!(part_of_day(0), 0);
        assert_eq!(part_of_day(3 * 3_600_000_000), 1);
        assert_eq!(part_of_day(-1), 7);
    }
}
