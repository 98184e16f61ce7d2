//! A linear-chain conditional random field (Lafferty, McCallum & Pereira 2001), trained by AdaGrad (Duchi, Hazan &
//! Singer 2011) with features left out at random.

use super::{Features, Table, random::Random};

/// A model: what each feature says for each label, and how labels follow one another.
#[derive(Clone, Debug, PartialEq)]
pub struct Crf {
    /// Weights of features.
    pub table: Table<MAX_LABELS>,
    /// Labels of a place.
    pub labels: usize,
    /// Weight of `to` behind `from`, at `from * labels + to`.
    pub transitions: Vec<f32>,
}

/// What a model says of a sequence: a score for each place and label, at `place * labels + label`.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// The scores.
    pub values: Vec<f32>,
    /// Labels of a place.
    pub labels: usize,
}

impl Crf {
    /// Scores of a sequence.
    pub fn score(&self, features: &Features, scores: &mut Scores) {
        scores.labels = self.labels;
        scores.values.clear();
        for place in 0..features.len() {
            let sums = self.table.sum(features.rows(place));
            scores.values.extend(sums[..self.labels].iter().map(|&sum| f32::from(sum) * self.table.scale));
        }
    }

    /// The best labels.
    pub fn best(&self, scores: &Scores) -> Vec<u8> {
        best(scores, &self.transitions)
    }

    /// How probable each label is at each place.
    pub fn marginals(&self, scores: &Scores) -> Marginals {
        marginals(scores, &self.transitions)
    }
}

/// Most labels of a model.
pub const MAX_LABELS: usize = 4;

/// The labels with the highest sum of scores (Viterbi 1967).
pub fn best(scores: &Scores, transitions: &[f32]) -> Vec<u8> {
    let labels = scores.labels;
    let places = scores.values.len() / labels.max(1);
    if places == 0 {
        return Vec::new();
    }
    let mut from = vec![0_u8; places * labels];
    let mut sums = [0.0_f32; MAX_LABELS];
    sums[..labels].copy_from_slice(&scores.values[..labels]);
    for place in 1..places {
        let mut next = [0.0_f32; MAX_LABELS];
        for to in 0..labels {
            let (mut label, mut most) = (0, f32::NEG_INFINITY);
            for (before, sum) in sums[..labels].iter().enumerate() {
                let sum = sum + transitions[before * labels + to];
                if sum > most {
                    (label, most) = (before, sum);
                }
            }
            from[place * labels + to] = label as u8;
            next[to] = most + scores.values[place * labels + to];
        }
        sums = next;
    }
    let mut label = 0;
    for other in 1..labels {
        if sums[other] > sums[label] {
            label = other;
        }
    }
    let mut path = vec![0_u8; places];
    for place in (0..places).rev() {
        path[place] = label as u8;
        label = usize::from(from[place * labels + label]);
    }
    path
}

/// Probabilities of labels.
#[derive(Clone, Debug, Default)]
pub struct Marginals {
    /// Of each place and label.
    pub values: Vec<f32>,
    /// Of the scores before this place, and behind it: what training needs for pairs of labels.
    forward: Vec<f32>,
    backward: Vec<f32>,
    emissions: Vec<f32>,
    steps: Vec<f32>,
    labels: usize,
}

impl Marginals {
    /// How probable `label` is at `place`.
    pub fn of(&self, place: usize, label: usize) -> f32 {
        self.values[place * self.labels + label]
    }

    /// How probable it is that all of these places have these labels. Exact for places that follow one another; the
    /// product of the chain of conditional probabilities.
    pub fn run(&self, from: usize, labels: &[u8]) -> f32 {
        let Some(&first) = labels.first() else { return 1.0 };
        let n = self.labels;
        let mut probability = self.of(from, usize::from(first));
        for (offset, pair) in labels.windows(2).enumerate() {
            let (place, before, label) = (from + offset + 1, usize::from(pair[0]), usize::from(pair[1]));
            let weight = |to: usize| {
                self.steps[before * n + to] * self.emissions[place * n + to] * self.backward[place * n + to]
            };
            let all: f32 = (0..n).map(weight).sum();
            probability *= if all > 0.0 { weight(label) / all } else { 0.0 };
        }
        probability
    }
}

/// Probabilities of labels, forward and backward (Rabiner 1989, with his scaling).
pub fn marginals(scores: &Scores, transitions: &[f32]) -> Marginals {
    // Loops over labels are unrolled where their number is known.
    match scores.labels {
        1 => marginals_of::<1>(scores, transitions),
        2 => marginals_of::<2>(scores, transitions),
        3 => marginals_of::<3>(scores, transitions),
        _ => marginals_of::<MAX_LABELS>(scores, transitions),
    }
}

fn marginals_of<const LABELS: usize>(scores: &Scores, transitions: &[f32]) -> Marginals {
    let steps: Vec<f32> = transitions.iter().map(|&weight| exp(weight)).collect();
    let (rows, _) = steps.as_chunks::<LABELS>();
    let emissions: Vec<[f32; LABELS]> = scores
        .values
        .as_chunks::<LABELS>()
        .0
        .iter()
        .map(|scores| {
            let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            scores.map(|score| if score == most { 1.0 } else { exp(score - most) })
        })
        .collect();
    let places = emissions.len();
    let mut forward = vec![[0.0_f32; LABELS]; places];
    let mut before: Option<[f32; LABELS]> = None;
    for (row, emission) in forward.iter_mut().zip(&emissions) {
        for (to, sum) in row.iter_mut().enumerate() {
            let coming = before.map_or(1.0, |before| {
                let mut coming = 0.0;
                for (sum, steps) in before.iter().zip(rows) {
                    coming += sum * steps[to];
                }
                coming
            });
            *sum = coming * emission[to];
        }
        scale(row);
        before = Some(*row);
    }
    let mut backward = vec![[1.0_f32; LABELS]; places];
    for place in (0..places.saturating_sub(1)).rev() {
        let (emission, after) = (emissions[place + 1], backward[place + 1]);
        for (sum, steps) in backward[place].iter_mut().zip(rows) {
            *sum = 0.0;
            for to in 0..LABELS {
                *sum += steps[to] * emission[to] * after[to];
            }
        }
        scale(&mut backward[place]);
    }
    let mut values = forward.clone();
    for (value, backward) in values.iter_mut().zip(&backward) {
        value.iter_mut().zip(backward).for_each(|(value, backward)| *value *= backward);
        scale(value);
    }
    let [values, forward, backward, emissions] =
        [values, forward, backward, emissions].map(|rows| rows.into_flattened());
    Marginals { values, forward, backward, emissions, steps, labels: LABELS }
}

/// The same on every platform.
fn exp(x: f32) -> f32 {
    libm::expf(x.clamp(-60.0, 60.0))
}

fn scale(row: &mut [f32]) {
    let sum: f32 = row.iter().sum();
    if sum > 0.0 {
        row.iter_mut().for_each(|value| *value /= sum);
    }
}

/// A place is in doubt where a label is that far from right.
const DOUBT: f32 = 0.1;

/// A model in training. Rows come into play when they have stood at a number of places that the model got wrong or was not
/// sure of (after Goldberg & Elhadad 2011, who do this for perceptrons): the others only make it larger.
#[derive(Clone, Debug)]
pub struct Trainer {
    bits: u32,
    labels: usize,
    weights: Vec<f32>,
    squares: Vec<f32>,
    transitions: Vec<f32>,
    transition_squares: Vec<f32>,
    /// Length of the first step.
    pub rate: f32,
    /// Share of features that each step leaves out.
    pub dropout: f32,
    random: Random,
    scores: Scores,
    /// Sums of the weights at some moments, and their number.
    sums: Vec<f32>,
    transition_sums: Vec<f32>,
    snapshots: u32,
    /// Of each row at how many places it stood where the model was in doubt.
    doubts: Vec<u8>,
    /// Rows that stood at fewer have no part.
    least_doubts: u8,
}

impl Trainer {
    /// All weights nil.
    pub fn new(bits: u32, labels: usize, rate: f32, dropout: f32, least_doubts: u8, seed: u64) -> Self {
        Self {
            bits,
            labels,
            weights: vec![0.0; (1 << bits) * labels],
            squares: vec![0.0; (1 << bits) * labels],
            transitions: vec![0.0; labels * labels],
            transition_squares: vec![0.0; labels * labels],
            rate,
            dropout,
            random: Random::new(seed),
            scores: Scores::default(),
            sums: vec![0.0; (1 << bits) * labels],
            transition_sums: vec![0.0; labels * labels],
            snapshots: 0,
            doubts: vec![0; 1 << bits],
            least_doubts,
        }
    }

    /// Forgets the weights, but not the notes taken of them: what is learned from here on, in another order, is averaged
    /// with what was learned before.
    pub fn restart(&mut self, seed: u64) {
        for weights in
            [&mut self.weights, &mut self.squares, &mut self.transitions, &mut self.transition_squares]
        {
            weights.fill(0.0);
        }
        self.random = Random::new(seed);
    }

    /// Takes note of the weights: the model is their mean over all such moments (Polyak & Juditsky 1992).
    pub fn note(&mut self) {
        self.snapshots += 1;
        self.sums.iter_mut().zip(&self.weights).for_each(|(sum, weight)| *sum += weight);
        self.transition_sums.iter_mut().zip(&self.transitions).for_each(|(sum, weight)| *sum += weight);
    }

    /// One step towards a sequence with the right labels. Labels of places that `forced` names are given: nothing is
    /// learned of them but how labels follow.
    pub fn step(&mut self, features: &Features, right: &[u8], forced: impl Fn(usize) -> bool) {
        let (labels, places) = (self.labels, features.len());
        if places == 0 {
            return;
        }
        let (dropout, random) = (self.dropout, &mut self.random);
        let (doubts, least_doubts) = (&self.doubts, self.least_doubts);
        let thin = features.thinned(|row| random.unit() >= dropout && doubts[row as usize] >= least_doubts);
        let keep = 1.0 / (1.0 - dropout);
        self.scores.labels = labels;
        self.scores.values.clear();
        for (place, &label) in right.iter().enumerate() {
            if forced(place) {
                let label = usize::from(label);
                self.scores.values.extend((0..labels).map(|other| if other == label { 0.0 } else { -50.0 }));
                continue;
            }
            let mut sums = [0.0_f32; MAX_LABELS];
            for &row in thin.rows(place) {
                let start = row as usize * labels;
                for (sum, weight) in sums.iter_mut().zip(&self.weights[start..start + labels]) {
                    *sum += weight;
                }
            }
            self.scores.values.extend(sums[..labels].iter().map(|sum| sum * keep));
        }
        let marginals = marginals(&self.scores, &self.transitions);
        for (place, &label_here) in right.iter().enumerate() {
            if forced(place) {
                continue;
            }
            let mut gradient = [0.0_f32; MAX_LABELS];
            for (label, gradient) in gradient[..labels].iter_mut().enumerate() {
                let is_right = f32::from(u8::from(usize::from(label_here) == label));
                *gradient = is_right - marginals.of(place, label);
            }
            if gradient[..labels].iter().all(|gradient| gradient.abs() < 1e-4) {
                continue;
            }
            if gradient[..labels].iter().any(|gradient| gradient.abs() >= DOUBT) {
                for &row in features.rows(place) {
                    let doubts = &mut self.doubts[row as usize];
                    *doubts = doubts.saturating_add(1);
                }
            }
            for &row in thin.rows(place) {
                let start = row as usize * labels;
                for (label, &gradient) in gradient[..labels].iter().enumerate() {
                    let gradient = gradient * keep;
                    let square = &mut self.squares[start + label];
                    *square += gradient * gradient;
                    self.weights[start + label] += self.rate * gradient / (square.sqrt() + 1e-6);
                }
            }
        }
        let mut expected = [0.0_f32; MAX_LABELS * MAX_LABELS];
        for place in 1..places {
            let mut pairs = [0.0_f32; MAX_LABELS * MAX_LABELS];
            for from in 0..labels {
                for to in 0..labels {
                    pairs[from * labels + to] = marginals.forward[(place - 1) * labels + from]
                        * marginals.steps[from * labels + to]
                        * marginals.emissions[place * labels + to]
                        * marginals.backward[place * labels + to];
                }
            }
            scale(&mut pairs[..labels * labels]);
            for (sum, pair) in expected.iter_mut().zip(&pairs) {
                *sum -= pair;
            }
            expected[usize::from(right[place - 1]) * labels + usize::from(right[place])] += 1.0;
        }
        for (pair, &gradient) in expected[..labels * labels].iter().enumerate() {
            self.transition_squares[pair] += gradient * gradient;
            self.transitions[pair] += self.rate * gradient / (self.transition_squares[pair].sqrt() + 1e-6);
        }
    }

    /// The model. Weights below `least` are left out.
    pub fn finish(mut self, least: f32) -> Crf {
        if self.snapshots == 0 {
            self.note();
        }
        let mean = 1.0 / self.snapshots as f32;
        for weight in &mut self.sums {
            *weight *= mean;
            if weight.abs() < least {
                *weight = 0.0;
            }
        }
        self.transition_sums.iter_mut().for_each(|weight| *weight *= mean);
        let table = Table::round(self.bits, self.labels, &self.sums);
        Crf { table, labels: self.labels, transitions: self.transition_sums }
    }
}
