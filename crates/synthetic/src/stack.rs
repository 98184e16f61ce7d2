//! How what the members say becomes one score.

use crate::members::{MEMBERS, Margins};
use serde::{Deserialize, Serialize};

/// Inputs of the stack: each margin alone, and times the logarithm of the length.
const INPUTS: usize = 2 * MEMBERS + 1;

/// A logistic model over margins. It learns from margins of texts of sources and registers that the members had not seen,
/// so that it trusts the members that travel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stack {
    /// Weights of the inputs.
    pub weights: [f64; INPUTS],
    /// What every text has.
    pub bias: f64,
}

/// Where the ridge draws weights to.
const PRIOR: [f64; INPUTS] = [0.3, 0.3, 0.3, 0.3, 0.15, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];

fn inputs(margins: &Margins, words: usize) -> [f64; INPUTS] {
    let length = libm::log2(words.clamp(10, 800) as f64 / 100.0);
    let mut out = [0.0; INPUTS];
    for (at, &margin) in margins.iter().enumerate() {
        // One member alone cannot outvote the others.
        let margin = f64::from(margin).clamp(-12.0, 12.0);
        out[at] = margin;
        out[MEMBERS + at] = margin * length;
    }
    out[2 * MEMBERS] = length;
    out
}

impl Stack {
    /// The score: log odds as learned, to be calibrated.
    pub fn score(&self, margins: &Margins, words: usize) -> f32 {
        let inputs = inputs(margins, words);
        (self.bias + self.weights.iter().zip(&inputs).map(|(weight, input)| weight * input).sum::<f64>())
            as f32
    }

    /// What a unit of each member's margin is worth in the score of a text of that length.
    pub fn trust(&self, words: usize) -> [f64; MEMBERS] {
        let length = inputs(&[0.0; MEMBERS], words)[2 * MEMBERS];
        std::array::from_fn(|member| self.weights[member] + self.weights[MEMBERS + member] * length)
    }

    /// Newton's method on the logistic loss with a ridge around equal trust in all members, of `ridge` for each text. Each
    /// text is its margins, its length in words, whether a machine wrote it, and its weight.
    ///
    /// A member that is trusted less than not at all is left out (non-negative stacking, Breiman 1996).
    pub fn train(texts: &[(Margins, usize, bool, f32)], ridge: f64) -> Self {
        let mut used = [true; MEMBERS];
        loop {
            let stack = Self::fit(texts, ridge * texts.len() as f64, &used);
            let least = (0..MEMBERS).min_by(|&a, &b| stack.weights[a].total_cmp(&stack.weights[b]));
            match least {
                Some(member) if stack.weights[member] < 0.0 => used[member] = false,
                _ => return stack,
            }
        }
    }

    #[expect(clippy::needless_range_loop, reason = "rows and columns of one matrix")]
    fn fit(texts: &[(Margins, usize, bool, f32)], ridge: f64, used: &[bool; MEMBERS]) -> Self {
        const WIDTH: usize = INPUTS + 1;
        let is_used = |input: usize| input >= 2 * MEMBERS || used[input % MEMBERS];
        let mut stack = Self { weights: PRIOR, bias: 0.0 };
        for (input, weight) in stack.weights.iter_mut().enumerate() {
            *weight *= f64::from(u8::from(is_used(input)));
        }
        for _ in 0..25 {
            let (mut gradient, mut curvature) = ([0.0; WIDTH], [[0.0; WIDTH]; WIDTH]);
            for (margins, words, is_machine, weight) in texts {
                let mut row = [1.0; WIDTH];
                row[..INPUTS].copy_from_slice(&inputs(margins, *words));
                let margin = f64::from(stack.score(margins, *words));
                let p = 1.0 / (1.0 + libm::exp(-margin));
                let (error, bend) = (p - f64::from(u8::from(*is_machine)), (p * (1.0 - p)).max(1e-6));
                let weight = f64::from(*weight);
                for at in 0..WIDTH {
                    gradient[at] += weight * error * row[at];
                    for other in 0..=at {
                        curvature[at][other] += weight * bend * row[at] * row[other];
                    }
                }
            }
            for at in (0..WIDTH).filter(|&at| !is_used(at)) {
                gradient[at] = 0.0;
                curvature[at] = [0.0; WIDTH];
                curvature.iter_mut().for_each(|row| row[at] = 0.0);
            }
            for at in (0..WIDTH).filter(|&at| is_used(at)) {
                let away = if at < INPUTS { stack.weights[at] - PRIOR[at] } else { 0.0 };
                gradient[at] += ridge * away;
                curvature[at][at] += if at < INPUTS { ridge } else { 1e-6 };
            }
            for at in 0..WIDTH {
                for other in 0..at {
                    curvature[other][at] = curvature[at][other];
                }
            }
            let step = solve(curvature, gradient);
            for (weight, step) in stack.weights.iter_mut().zip(&step) {
                *weight -= step;
            }
            stack.bias -= step[INPUTS];
            if step.iter().all(|step| step.abs() < 1e-9) {
                break;
            }
        }
        stack
    }
}

/// Gaussian elimination with the largest pivot.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for at in 0..N {
        let pivot =
            (at..N).max_by(|&a, &b| matrix[a][at].abs().total_cmp(&matrix[b][at].abs())).unwrap_or(at);
        matrix.swap(at, pivot);
        right.swap(at, pivot);
        if matrix[at][at].abs() < 1e-12 {
            continue;
        }
        for row in at + 1..N {
            let factor = matrix[row][at] / matrix[at][at];
            let (top, below) = matrix.split_at_mut(row);
            for (value, above) in below[0][at..].iter_mut().zip(&top[at][at..]) {
                *value -= factor * above;
            }
            right[row] -= factor * right[at];
        }
    }
    for at in (0..N).rev() {
        let known: f64 = (at + 1..N).map(|other| matrix[at][other] * right[other]).sum();
        right[at] = if matrix[at][at].abs() < 1e-12 { 0.0 } else { (right[at] - known) / matrix[at][at] };
    }
    right
}
