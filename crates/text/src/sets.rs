//! Similarity of sets.

use std::cmp::Ordering;

/// Jaccard similarity of two sets, given in ascending order without duplicates: size of the intersection by size of
/// the union, 0..=1; 0 when both are empty.
pub fn jaccard<T: Ord>(a: &[T], b: &[T]) -> f64 {
    let common = intersection(a, b);
    let all = a.len() + b.len() - common;
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}

/// How many items two ascending sets share.
pub(crate) fn intersection<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    common
}

/// Whether two ascending sets share at least `least` items. Stops as soon as that is settled, which for sets that have
/// little in common is early.
pub(crate) fn share_at_least(a: &[u64], b: &[u64], least: usize) -> bool {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while common + (a.len() - i).min(b.len() - j) >= least {
        let (Some(x), Some(y)) = (a.get(i), b.get(j)) else { return true };
        // Without a branch on the order of the two, which nothing can predict.
        common += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn small_sets() {
        assert_eq!(jaccard(&["a", "b", "c"], &["b", "c", "d"]), 0.5);
        assert_eq!(jaccard::<u8>(&[], &[]), 0.0);
        assert_eq!(jaccard(&[1], &[]), 0.0);
    }

    proptest! {
        #[test]
        fn a_share_is_settled_as_by_counting(a: BTreeSet<u8>, b: BTreeSet<u8>, least in 0usize..40) {
            let ascending = |set: &BTreeSet<u8>| set.iter().map(|&item| u64::from(item)).collect::<Vec<u64>>();
            let (x, y) = (ascending(&a), ascending(&b));
            prop_assert_eq!(share_at_least(&x, &y, least), intersection(&x, &y) >= least);
        }

        #[test]
        fn equals_the_definition(a: BTreeSet<u8>, b: BTreeSet<u8>) {
            let (x, y): (Vec<u8>, Vec<u8>) = (a.iter().copied().collect(), b.iter().copied().collect());
            let union = a.union(&b).count();
            let expected = if union == 0 { 0.0 } else { a.intersection(&b).count() as f64 / union as f64 };
            prop_assert_eq!(jaccard(&x, &y), expected);
        }
    }
}
