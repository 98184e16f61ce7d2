//! Signals that two statements belong together, and what each is worth.
//!
//! A score is the probability of a logistic model: the signals of a pair, each times its weight, are summed up. Weights
//! are fitted by `cargo xtask train links` on the statements that the program finds in four sets of the gold stories
//! (`gold/claims/open`, `practice`, `field`, `trial`); which signals to take, and where to draw the line, was chosen by
//! leaving out one set at a time. What stands here was fitted before the last changes to speakers, so the command gives
//! slightly other weights today. Weights fitted with a newer model gave 0.7 more for answers and 1.1 less for the same
//! claim (F1 on sets that were left out), so these were kept. No signal knows who speaks: only whether two who speak, or
//! are meant, are of one side.

use crate::learn::logistic::logistic;

/// A signal and its weight.
pub(super) type Weight = (&'static str, f64);

/// The probability that weights give to signals.
pub(super) fn probability<const N: usize>(bias: f64, weights: &[Weight; N], signals: &[f64; N]) -> f64 {
    let sum: f64 =
        bias + weights.iter().zip(signals).map(|((_, weight), signal)| weight * signal).sum::<f64>();
    logistic(sum)
}

// <fitted> What stands from here to the other mark is written by `cargo xtask train links --out`.

/// What speaks for an answer, and against it. The first statement is the answer, the second what it answers.
pub(super) const ANSWER: [Weight; 37] = [
    ("the answer denies", 1.33),
    ("it asserts", 0.60),
    ("it is a refusal to speak", 0.93),
    ("the other accuses", 1.37),
    ("the other demands or asks", 0.30),
    ("the other denies", -0.81),
    ("a refusal to speak and a demand", 1.92),
    ("an assertion just after a demand", 0.70),
    ("whoever answers is the target, or speaks for it", 0.65),
    ("the target denies an accusation of another article", 1.78),
    ("the target denies an accusation in general words", 1.52),
    ("no denial, and the other accuses somebody else", -0.16),
    ("stands behind the other in its article", 2.18),
    ("near the other in its article", 0.80),
    ("a denial near behind the other", 0.37),
    ("in the same paragraph", 0.90),
    ("in the same sentence", -1.69),
    ("both of one side", -6.00),
    ("nobody known answers", -1.91),
    ("the other names who answers", 1.14),
    ("refers back, and the other is the last by another side", 1.88),
    ("refers back", -0.55),
    ("the other is the last by another side", 0.42),
    ("the other stands in somebody's words", -1.24),
    ("the other stands in the denial", 4.11),
    ("the other is a headline", -1.16),
    ("of a later day, in another article", 1.15),
    ("negated words of saying in the answer", -2.82),
    ("negated words of saying in the other", -2.70),
    ("words in common (root)", 2.29),
    ("among the three most alike", 0.40),
    ("alike, as a share of the most alike", 0.20),
    ("conduct of one kind", 1.05),
    ("a habit: has always denied", -2.00),
    ("the other has no target", 0.28),
    ("just after a question of the article", 2.72),
    ("words of reply, just after", 1.23),
];

/// What is added to the sum of an answer's signals.
pub(super) const ANSWER_BIAS: f64 = -8.74;

/// What speaks for the same claim, and against it.
pub(super) const SAME: [Weight; 14] = [
    ("one denies, the other does not", -1.91),
    ("one demands, the other does not", -1.60),
    ("one is a refusal to speak, the other not", -1.94),
    ("speakers of two sides", -0.80),
    ("one is the headline of the other's article", 2.17),
    ("one is the headline of another article", -1.66),
    ("alike, and one is the headline", 3.65),
    ("alike, of one side, in two articles", 2.71),
    ("one stands in somebody's words", -3.07),
    ("both accuse", 1.86),
    ("statements between them in their article (logarithm)", -1.31),
    ("alike, and one stands at the top of the article", 6.37),
    ("days between them (logarithm)", -0.51),
    ("words in common", 2.94),
];

/// What is added to the sum of the signals of one claim.
pub(super) const SAME_BIAS: f64 = -3.57;

// </fitted>

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_those_of_a_logistic_model() {
        assert_eq!(probability(0.0, &[("a", 1.0)], &[0.0]), 0.5);
        assert!((probability(1.0, &[("a", 2.0)], &[-1.0]) - 0.268_941).abs() < 1e-6);
    }

    #[test]
    fn an_accused_who_denies_speaks_for_an_answer() {
        for name in
            ["the answer denies", "the other accuses", "whoever answers is the target, or speaks for it"]
        {
            assert!(ANSWER.iter().any(|(signal, weight)| *signal == name && *weight > 0.0), "{name}");
        }
    }
}
