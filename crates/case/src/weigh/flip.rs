//! The fewest dependence groups without which the leader leads no more.
//!
//! A rival draws level when the parts of the groups that are left no longer sum to a lead over it. Parts add and sums
//! of them are compared in an order that goes with addition, so to take the largest parts first needs the fewest. Only
//! whole groups go: nothing that a stronger support of the same group had covered comes to light.

use super::balance::Balance;
use super::weight::Weight;
use serde::Serialize;

/// The fewest dependence groups without which the leader leads no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flip {
    /// Names of the groups, those that carry most of the lead first.
    pub groups: Vec<String>,
    /// The hypothesis that draws level or passes.
    pub rival: String,
}

/// Which groups, and which rival; `None` without rivals.
pub(super) fn smallest(balance: &Balance<'_>, leader: usize) -> Option<(Vec<usize>, usize)> {
    let rivals = (0..balance.n()).filter(|&rival| rival != leader);
    let sets = rivals.filter_map(|rival| {
        let parts = (0..balance.groups.len()).map(|group| balance.twice_lead(group, leader, rival));
        Some((largest_first(&parts.collect::<Vec<_>>())?, rival))
    });
    // The first of equals: the rival that was entered first.
    sets.min_by_key(|(groups, _)| groups.len())
}

/// The fewest `parts` without which the rest sums to no more than 0.
fn largest_first(parts: &[Weight]) -> Option<Vec<usize>> {
    let mut rest = parts.iter().fold(Weight::ZERO, |sum, &part| sum + part);
    let mut order: Vec<usize> = (0..parts.len()).filter(|&i| parts[i] > Weight::ZERO).collect();
    order.sort_by_key(|&i| (-parts[i], i));
    let mut taken = Vec::new();
    for i in order {
        if rest <= Weight::ZERO {
            break;
        }
        rest = rest - parts[i];
        taken.push(i);
    }
    (rest <= Weight::ZERO).then_some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All subsets, smallest first.
    fn brute_force(rivals: &[Vec<Weight>]) -> Option<usize> {
        let n = rivals[0].len();
        let mut fewest = None;
        for subset in 0_u32..1 << n {
            let size = subset.count_ones() as usize;
            let is_level = |parts: &Vec<Weight>| {
                let left = (0..n).filter(|i| subset & (1 << i) == 0).map(|i| parts[i]);
                left.fold(Weight::ZERO, |sum, part| sum + part) <= Weight::ZERO
            };
            if fewest.is_none_or(|fewest| size < fewest) && rivals.iter().any(is_level) {
                fewest = Some(size);
            }
        }
        fewest
    }

    #[test]
    fn the_smallest_set_is_that_of_brute_force() {
        let mut state = 20_240_501_u64;
        let mut draw = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for case in 0..100_000 {
            let n = 1 + draw(12) as usize;
            // Small numbers, so that sums are often level; by turns on either scale.
            let mut part = || Weight {
                major: draw(9) as i64 - 3,
                minor: if case % 2 == 0 { 0 } else { draw(9) as i64 - 4 },
            };
            let rivals: Vec<Vec<Weight>> =
                (0..1 + case % 4).map(|_| (0..n).map(|_| part()).collect()).collect();
            let ours = rivals.iter().filter_map(|parts| largest_first(parts)).map(|set| set.len()).min();
            assert_eq!(ours, brute_force(&rivals), "{rivals:?}");
        }
    }
}
