//! Actions ordered by object and time.

/// One action, as the kernel sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Act {
    /// Time, in any unit that the windows share.
    pub time: i64,
    /// Account code.
    pub account: u32,
    /// Object code.
    pub object: u32,
}

/// Actions in the order (object, time, account), with the row each came from.
#[derive(Clone, Debug, Default)]
pub struct Grouped {
    /// The actions.
    pub acts: Vec<Act>,
    /// Row of the input that stands at each position.
    pub rows: Vec<u32>,
    /// `offsets[o]..offsets[o + 1]` are the positions of object `o`.
    pub offsets: Vec<u32>,
}

impl Grouped {
    /// Orders rows given as columns of equal length; object codes are below `n_objects`.
    ///
    /// # Panics
    /// When the columns differ in length, hold 2^32 rows or more, or an object code is out of range:
    /// mistakes of the caller, never of the data.
    pub fn new(object: &[u32], account: &[u32], time: &[i64], n_objects: usize) -> Self {
        assert!(object.len() == account.len() && object.len() == time.len(), "columns differ in length");
        assert!(object.len() < u32::MAX as usize, "more rows than the kernel can number");
        let mut offsets = vec![0u32; n_objects + 1];
        for &o in object {
            offsets[o as usize + 1] += 1;
        }
        for i in 0..n_objects {
            offsets[i + 1] += offsets[i];
        }
        let mut next = offsets.clone();
        let mut rows = vec![0u32; object.len()];
        let mut acts = vec![Act::default(); object.len()];
        for (row, ((&object, &account), &time)) in object.iter().zip(account).zip(time).enumerate() {
            let slot = &mut next[object as usize];
            rows[*slot as usize] = row as u32;
            acts[*slot as usize] = Act { time, account, object };
            *slot += 1;
        }
        drop(next);
        // Feeds mostly arrive in time order, which the stable counting sort keeps: most runs are sorted already.
        let mut pairs: Vec<(Act, u32)> = Vec::new();
        for range in offsets.windows(2).map(|bounds| bounds[0] as usize..bounds[1] as usize) {
            let (acts, rows) = (&mut acts[range.clone()], &mut rows[range]);
            let key = |act: &Act| (act.time, act.account);
            if acts.is_sorted_by_key(key) {
                continue;
            }
            pairs.clear();
            pairs.extend(acts.iter().copied().zip(rows.iter().copied()));
            // Of equal actions the one that came first stays first.
            pairs.sort_unstable_by_key(|(act, row)| (act.time, act.account, *row));
            for ((act, row), &(sorted_act, sorted_row)) in acts.iter_mut().zip(rows).zip(&pairs) {
                (*act, *row) = (sorted_act, sorted_row);
            }
        }
        Self { acts, rows, offsets }
    }

    /// Number of objects.
    pub fn n_objects(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// The actions on one object, in time order.
    pub fn of_object(&self, object: u32) -> &[Act] {
        &self.acts[self.range(object)]
    }

    /// Positions of one object.
    pub fn range(&self, object: u32) -> std::ops::Range<usize> {
        self.offsets[object as usize] as usize..self.offsets[object as usize + 1] as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_by_object_time_account() {
        let grouped = Grouped::new(&[1, 0, 1, 1], &[4, 2, 3, 1], &[50, 9, 10, 10], 3);
        assert_eq!(grouped.rows, [1, 3, 2, 0]);
        assert_eq!(grouped.offsets, [0, 1, 4, 4]);
        assert_eq!(grouped.of_object(1).iter().map(|a| a.account).collect::<Vec<_>>(), [1, 3, 4]);
        assert!(grouped.of_object(2).is_empty());
    }

    #[test]
    fn nothing_is_fine() {
        let grouped = Grouped::new(&[], &[], &[], 0);
        assert_eq!(grouped.n_objects(), 0);
    }
}
