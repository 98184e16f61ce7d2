//! How probable it is that a candidate holds: a logistic regression over what the models think of it.

use super::model::{Candidate, Signs};
use crate::learn::logistic::logistic;

/// Numbers that the regression looks at, the constant included.
pub const INPUTS: usize = 34;

/// Weights of a logistic regression.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// Of each input.
    pub weights: [f64; INPUTS],
}

impl Calibration {
    /// The probability of a candidate.
    pub fn probability(&self, signs: &Signs) -> f64 {
        let sum: f64 = inputs(signs).iter().zip(&self.weights).map(|(input, weight)| input * weight).sum();
        logistic(sum)
    }

    /// Fits weights to candidates of which it is known whether they hold, by Newton's method with a small ridge.
    pub fn fit(examples: &[(Signs, bool)]) -> Self {
        let rows: Vec<([f64; INPUTS], f64)> =
            examples.iter().map(|(signs, holds)| (inputs(signs), f64::from(u8::from(*holds)))).collect();
        let mut weights = [0.0; INPUTS];
        for _ in 0..30 {
            let mut gradient = weights.map(|weight| -RIDGE * weight);
            let mut curvature = [[0.0; INPUTS]; INPUTS];
            for (input, row) in curvature.iter_mut().enumerate() {
                row[input] = RIDGE;
            }
            for (inputs, holds) in &rows {
                let p = logistic(inputs.iter().zip(&weights).map(|(input, weight)| input * weight).sum());
                for i in 0..INPUTS {
                    gradient[i] += (holds - p) * inputs[i];
                    for j in 0..INPUTS {
                        curvature[i][j] += p * (1.0 - p) * inputs[i] * inputs[j];
                    }
                }
            }
            let step = solve(curvature, gradient);
            let size: f64 = step.iter().map(|step| step * step).sum();
            weights.iter_mut().zip(step).for_each(|(weight, step)| *weight += step);
            if size < 1e-12 {
                break;
            }
        }
        Self { weights }
    }
}

const RIDGE: f64 = 1.0;

fn inputs(signs: &Signs) -> [f64; INPUTS] {
    let odds = |log: f32| {
        let p = libm::exp(f64::from(log)).clamp(1e-5, 1.0 - 1e-5);
        libm::log(p / (1.0 - p))
    };
    let class = |class: f32| f64::from(u8::from(signs.class == class));
    let length = libm::log(1.0 + f64::from(signs.length));
    let cue = odds(signs.cue_any);
    [
        1.0,
        odds(signs.cue),
        cue,
        f64::from(signs.source),
        f64::from(signs.content),
        f64::from(signs.content_least),
        f64::from(signs.outside),
        length,
        length * length,
        f64::from(signs.has_source),
        f64::from(signs.quoted),
        f64::from(signs.cue_quoted),
        class(0.0),
        class(2.0),
        class(3.0),
        class(4.0),
        class(5.0),
        class(6.0),
        f64::from(signs.quoted) * cue,
        f64::from(signs.within),
        f64::from(signs.within) * cue,
        f64::from(signs.around),
        f64::from(signs.cue_length),
        f64::from(signs.is_verb),
        f64::from(signs.pieces),
        f64::from(signs.is_statement),
        f64::from(signs.is_statement) * cue,
        f64::from(signs.by_rule),
        f64::from(signs.by_rule) * cue,
        f64::from(signs.is_raised),
        f64::from(signs.is_clause),
        f64::from(signs.is_clause) * f64::from(signs.is_raised),
        f64::from(signs.is_wrapped),
        f64::from(signs.is_wrapped) * f64::from(signs.by_rule),
    ]
}

/// Solves a system of linear equations (Gauss, with pivots).
fn solve(mut rows: [[f64; INPUTS]; INPUTS], mut right: [f64; INPUTS]) -> [f64; INPUTS] {
    for column in 0..INPUTS {
        let pivot = (column..INPUTS).fold(column, |best, row| {
            if rows[row][column].abs() > rows[best][column].abs() { row } else { best }
        });
        rows.swap(column, pivot);
        right.swap(column, pivot);
        let top = rows[column];
        if top[column].abs() < 1e-12 {
            continue;
        }
        for row in column + 1..INPUTS {
            let factor = rows[row][column] / top[column];
            for (value, top) in rows[row].iter_mut().zip(&top).skip(column) {
                *value -= factor * top;
            }
            right[row] -= factor * right[column];
        }
    }
    for row in (0..INPUTS).rev() {
        let known: f64 = (row + 1..INPUTS).map(|column| rows[row][column] * right[column]).sum();
        right[row] = if rows[row][row].abs() < 1e-12 { 0.0 } else { (right[row] - known) / rows[row][row] };
    }
    right
}

/// Of `count` candidates in the order of their cues those whose contents may reach one, and itself.
pub(super) fn neighbours(number: usize, count: usize) -> std::ops::Range<usize> {
    const EACH_WAY: usize = 16;
    number.saturating_sub(EACH_WAY)..count.min(number + EACH_WAY + 1)
}

/// Adds to the candidates of an article what only all of them together show: which stands in whose content.
pub fn see_each_other(candidates: &mut [Candidate]) {
    let likely: Vec<f32> = candidates.iter().map(|candidate| libm::expf(candidate.signs.cue_any)).collect();
    for number in 0..candidates.len() {
        let near = neighbours(number, candidates.len());
        let cue = candidates[number].cue.start;
        let holds = |content: &[std::ops::Range<usize>], place: usize| {
            content.iter().any(|piece| piece.contains(&place))
        };
        let within = near
            .clone()
            .filter(|&other| other != number && holds(&candidates[other].content, cue))
            .map(|other| likely[other])
            .fold(0.0_f32, f32::max);
        let around = near
            .filter(|&other| {
                other != number && holds(&candidates[number].content, candidates[other].cue.start)
            })
            .map(|other| likely[other])
            .fold(0.0_f32, f32::max);
        candidates[number].signs.within = within;
        candidates[number].signs.around = around;
    }
}
