//! Actions ordered by object and time.

use rayon::prelude::*;

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
        for (row, &o) in object.iter().enumerate() {
            let slot = &mut next[o as usize];
            rows[*slot as usize] = row as u32;
            *slot += 1;
        }
        drop(next);
        // Feeds mostly arrive in time order, which the stable counting sort keeps: most runs are sorted already.
        for_objects(&offsets, &mut rows, |_, run| {
            let key = |&row: &u32| (time[row as usize], account[row as usize]);
            if !run.is_sorted_by_key(key) {
                run.sort_by_key(key);
            }
        });
        let acts = rows
            .par_iter()
            .with_min_len(1 << 16)
            .map(|&row| Act {
                time: time[row as usize],
                account: account[row as usize],
                object: object[row as usize],
            })
            .collect();
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

/// Calls `f` with each object and its run of `values`, in parallel over stretches of whole objects.
fn for_objects<T: Send>(offsets: &[u32], values: &mut [T], f: impl Fn(u32, &mut [T]) + Sync) {
    const STRETCH: usize = 1 << 16;
    let n_objects = offsets.len().saturating_sub(1);
    let mut stretches = Vec::new();
    let (mut first, mut rest) = (0usize, values);
    while first < n_objects {
        let mut last = first + 1;
        while last < n_objects && ((offsets[last] - offsets[first]) as usize) < STRETCH {
            last += 1;
        }
        let (head, tail) = rest.split_at_mut((offsets[last] - offsets[first]) as usize);
        stretches.push((first, last, head));
        rest = tail;
        first = last;
    }
    stretches.into_par_iter().for_each(|(first, last, mut run)| {
        for object in first..last {
            let (head, tail) = run.split_at_mut((offsets[object + 1] - offsets[object]) as usize);
            if !head.is_empty() {
                f(object as u32, head);
            }
            run = tail;
        }
    });
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
