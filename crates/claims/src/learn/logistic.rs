//! Logistic regression with a ridge, over inputs that are brought to one scale.

/// What was fitted: the probability is the logistic function of the sum.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Logistic {
    /// What is added to the sum.
    pub bias: f64,
    /// The weight of each input, as the input is.
    pub weights: Vec<f64>,
}

impl Logistic {
    /// The probability for inputs.
    pub fn probability(&self, inputs: &[f64]) -> f64 {
        logistic(
            self.bias + self.weights.iter().zip(inputs).map(|(weight, input)| weight * input).sum::<f64>(),
        )
    }

    /// Fits to rows of inputs of which it is known whether they hold, by Newton's method. The ridge draws to nil the
    /// weights of inputs as they are when each has mean 0 and deviation 1; the bias is left alone. One order of the same
    /// rows gives the same weights always.
    pub fn fit(rows: &[(&[f64], bool)], ridge: f64) -> Self {
        let Some(&(first, _)) = rows.first() else { return Self::default() };
        let (width, count) = (first.len(), rows.len() as f64);
        let of_all = |value: &dyn Fn(&[f64], usize) -> f64| -> Vec<f64> {
            (0..width).map(|at| rows.iter().map(|(row, _)| value(row, at)).sum::<f64>() / count).collect()
        };
        let mean = of_all(&|row, at| row[at]);
        let variance = of_all(&|row, at| (row[at] - mean[at]) * (row[at] - mean[at]));
        let scale: Vec<f64> = variance.iter().map(|variance| libm::sqrt(*variance) + LEAST).collect();
        // The constant comes first.
        let scaled: Vec<Vec<f64>> = rows
            .iter()
            .map(|(row, _)| {
                std::iter::once(1.0).chain((0..width).map(|at| (row[at] - mean[at]) / scale[at])).collect()
            })
            .collect();
        let ridges: Vec<f64> =
            std::iter::once(LEAST).chain(std::iter::repeat_n(ridge.max(LEAST), width)).collect();
        let mut weights = vec![0.0; width + 1];
        for _ in 0..ROUNDS {
            let mut gradient: Vec<f64> =
                weights.iter().zip(&ridges).map(|(weight, ridge)| -ridge * weight).collect();
            let mut curvature = vec![vec![0.0; width + 1]; width + 1];
            for (at, ridge) in ridges.iter().enumerate() {
                curvature[at][at] = *ridge;
            }
            for (row, (_, holds)) in scaled.iter().zip(rows) {
                let p = logistic(row.iter().zip(&weights).map(|(input, weight)| input * weight).sum());
                let (error, bend) = (f64::from(u8::from(*holds)) - p, p * (1.0 - p));
                for (i, input) in row.iter().enumerate() {
                    gradient[i] += error * input;
                    let part = bend * input;
                    curvature[i][..=i].iter_mut().zip(row).for_each(|(sum, other)| *sum += part * other);
                }
            }
            let step = solve(curvature, gradient);
            weights.iter_mut().zip(&step).for_each(|(weight, step)| *weight += step);
            if step.iter().all(|step| step.abs() < 1e-9) {
                break;
            }
        }
        let bias = weights[0];
        let weights: Vec<f64> =
            weights[1..].iter().zip(&scale).map(|(weight, scale)| weight / scale).collect();
        let shift: f64 = weights.iter().zip(&mean).map(|(weight, mean)| weight * mean).sum();
        Self { bias: bias - shift, weights }
    }
}

/// Keeps divisors and ridges from nil.
const LEAST: f64 = 1e-6;

const ROUNDS: usize = 40;

/// The logistic function: a probability from a sum; the same on every platform.
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// Solves equations with a symmetric, positive matrix, of which the lower half is given (Cholesky).
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    for row in 0..right.len() {
        for column in 0..row {
            let rest = matrix[row][column] - dot(&matrix[row][..column], &matrix[column][..column]);
            matrix[row][column] = rest / matrix[column][column];
        }
        let rest = matrix[row][row] - dot(&matrix[row][..row], &matrix[row][..row]);
        matrix[row][row] = libm::sqrt(rest.max(1e-12));
        right[row] = (right[row] - dot(&matrix[row][..row], &right[..row])) / matrix[row][row];
    }
    for row in (0..right.len()).rev() {
        let behind: f64 = (row + 1..right.len()).map(|other| matrix[other][row] * right[other]).sum();
        right[row] = (right[row] - behind) / matrix[row][row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equations_are_solved() {
        let found = solve(vec![vec![4.0, 0.0], vec![2.0, 3.0]], vec![2.0, -3.0]);
        assert!((found[0] - 1.5).abs() < 1e-12 && (found[1] + 2.0).abs() < 1e-12, "{found:?}");
    }

    /// Of one sign that stands or not, the weight is the logarithm of the ratio of odds.
    #[test]
    fn a_single_sign_is_worth_its_odds() {
        let rows: Vec<([f64; 2], bool)> =
            [(1.0, true, 30), (1.0, false, 10), (0.0, true, 5), (0.0, false, 45)]
                .into_iter()
                .flat_map(|(sign, holds, times)| std::iter::repeat_n(([sign, 7.0], holds), times))
                .collect();
        let rows: Vec<(&[f64], bool)> = rows.iter().map(|(row, holds)| (&row[..], *holds)).collect();
        let fitted = Logistic::fit(&rows, 0.0);
        assert!((fitted.weights[0] - 27_f64.ln()).abs() < 1e-4, "{fitted:?}");
        assert!((fitted.probability(&[0.0, 7.0]) - 0.1).abs() < 1e-4, "{fitted:?}");
        // What never changes is worth nothing, and a ridge makes weights smaller.
        assert_eq!(fitted.weights[1], 0.0);
        let ridged = Logistic::fit(&rows, 10.0);
        assert!(ridged.weights[0] > 0.5 && ridged.weights[0] < 0.9 * fitted.weights[0], "{ridged:?}");
    }

    #[test]
    fn nothing_to_learn_from() {
        assert_eq!(Logistic::fit(&[], 1.0).probability(&[1.0]), 0.5);
    }
}
