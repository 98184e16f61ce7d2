//! How well a partition or a ranking agrees with what is known.

/// Adjusted Rand index of two partitions of the same items (Hubert and Arabie 1985): `a[i]` and `b[i]` are the labels
/// of the blocks in which item `i` lies. 1 for equal partitions, whatever the labels; 0 is what partitions with
/// these block sizes reach on average when items are dealt at random; negative for less agreement than that.
///
/// With `N` pairs of items, of which `x` are together in both, `p` in `a` and `q` in `b`, it is
/// `(x - p q / N) / ((p + q) / 2 - p q / N)`. The counts are exact for up to 2^32 items.
///
/// The quotient is 0 / 0 only where both partitions have nothing but single items, where both are one block, or where
/// there are fewer than two items: they are equal then, and the index is 1. One block against single items is 0.
/// NaN when the lengths differ.
pub fn adjusted_rand_index(a: &[u32], b: &[u32]) -> f64 {
    if a.len() != b.len() {
        return f64::NAN;
    }
    let together = |labels: Vec<(u32, u32)>| pairs_of_equals(labels);
    let both = together(a.iter().copied().zip(b.iter().copied()).collect());
    let in_a = together(a.iter().map(|&x| (x, 0)).collect());
    let in_b = together(b.iter().map(|&x| (x, 0)).collect());
    let all = pairs(a.len());
    // Both sides of the fraction times 2 N.
    let above_chance = 2 * (both * all - in_a * in_b);
    let possible = (in_a + in_b) * all - 2 * in_a * in_b;
    if possible == 0 { 1.0 } else { above_chance as f64 / possible as f64 }
}

/// Number of pairs among the items that have the same label.
fn pairs_of_equals(mut labels: Vec<(u32, u32)>) -> i128 {
    labels.sort_unstable();
    labels.chunk_by(|x, y| x == y).map(|block| pairs(block.len())).sum()
}

/// Number of pairs of `n` items.
fn pairs(n: usize) -> i128 {
    let n = n as i128;
    n * (n - 1) / 2
}

/// Average precision of a ranking, best item first: the mean, over all relevant items, of the share of relevant ones
/// among the items down to its place. `relevant_in_order` tells which items of the ranking are relevant,
/// `total_relevant` how many there are; those that the ranking does not hold count as missed, with precision 0.
///
/// Within 0..=1: a total below the number of relevant items in the ranking counts as that number.
/// NaN when there is nothing relevant, because then no ranking is better than another.
pub fn average_precision(relevant_in_order: impl Iterator<Item = bool>, total_relevant: u64) -> f64 {
    let (mut hits, mut sum) = (0_u64, 0.0);
    for (place, _) in (1_u64..).zip(relevant_in_order).filter(|(_, relevant)| *relevant) {
        hits += 1;
        sum += hits as f64 / place as f64;
    }
    sum / total_relevant.max(hits) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(got: f64, expected: f64) {
        assert!((got - expected).abs() < 1e-15, "{got}, {expected}");
    }

    #[test]
    fn partitions_worked_by_hand() {
        // Of the 15 pairs, 2 are together in both (items 0-1 and 4-5), 6 in the first, 3 in the second:
        // (2 - 6 * 3 / 15) / ((6 + 3) / 2 - 6 * 3 / 15) = 0.8 / 3.3.
        close(adjusted_rand_index(&[0, 0, 0, 1, 1, 1], &[0, 0, 1, 1, 2, 2]), 8.0 / 33.0);
        // The examples in the documentation of sklearn.metrics.adjusted_rand_score: 0.57 and -0.5.
        close(adjusted_rand_index(&[0, 0, 1, 1], &[0, 0, 1, 2]), 4.0 / 7.0);
        close(adjusted_rand_index(&[0, 0, 1, 1], &[0, 1, 0, 1]), -0.5);
        // Labels are names only.
        close(adjusted_rand_index(&[7, 7, 9, 9, u32::MAX], &[1, 1, 0, 0, 5]), 1.0);
    }

    #[test]
    fn partitions_without_anything_to_compare() {
        close(adjusted_rand_index(&[], &[]), 1.0);
        close(adjusted_rand_index(&[3], &[8]), 1.0);
        close(adjusted_rand_index(&[1, 2, 3], &[6, 5, 4]), 1.0);
        close(adjusted_rand_index(&[1, 1, 1], &[2, 2, 2]), 1.0);
        close(adjusted_rand_index(&[1, 1, 1], &[1, 2, 3]), 0.0);
        assert!(adjusted_rand_index(&[1], &[1, 2]).is_nan());
    }

    #[test]
    fn rankings_worked_by_hand() {
        let ap = |places: &[u8], total| average_precision(places.iter().map(|&x| x == 1), total);
        // Relevant at places 1, 3 and 6: (1/1 + 2/3 + 3/6) / 3.
        close(ap(&[1, 0, 1, 0, 0, 1], 3), 13.0 / 18.0);
        // A fourth one that the ranking does not hold.
        close(ap(&[1, 0, 1, 0, 0, 1], 4), 13.0 / 24.0);
        close(ap(&[1, 1, 0, 0], 2), 1.0);
        close(ap(&[0, 0, 0, 1], 1), 0.25);
        close(ap(&[0, 0], 5), 0.0);
        close(ap(&[], 5), 0.0);
        close(ap(&[1, 1], 1), 1.0);
        assert!(ap(&[0, 0], 0).is_nan());
    }

    proptest! {
        #[test]
        fn the_index_counts_pairs(items in prop::collection::vec((0u32..4, 0u32..4), 2..20)) {
            let (a, b): (Vec<u32>, Vec<u32>) = items.iter().copied().unzip();
            let (mut both, mut in_a, mut in_b, mut all) = (0.0, 0.0, 0.0, 0.0);
            for i in 0..items.len() {
                for j in 0..i {
                    let (same_a, same_b) = (a[i] == a[j], b[i] == b[j]);
                    both += f64::from(same_a && same_b);
                    in_a += f64::from(same_a);
                    in_b += f64::from(same_b);
                    all += 1.0;
                }
            }
            let chance = in_a * in_b / all;
            let brute: f64 = (both - chance) / ((in_a + in_b) / 2.0 - chance);
            let got = adjusted_rand_index(&a, &b);
            let expected = if brute.is_nan() { 1.0 } else { brute };
            prop_assert!((got - expected).abs() < 1e-9);
            prop_assert_eq!(got, adjusted_rand_index(&b, &a));
            prop_assert!(got <= 1.0);
        }

        #[test]
        fn precision_stays_in_range_and_early_is_better(ranking in prop::collection::vec(any::<bool>(), 0..30), missed in 0u64..5) {
            let total = ranking.iter().filter(|&&x| x).count() as u64 + missed;
            prop_assume!(total > 0);
            let here = average_precision(ranking.iter().copied(), total);
            let mut sorted = ranking;
            sorted.sort_unstable_by(|a, b| b.cmp(a));
            let best = average_precision(sorted.into_iter(), total);
            prop_assert!((0.0..=1.0).contains(&here) && here <= best + 1e-12);
        }
    }
}
