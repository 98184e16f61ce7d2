//! Actions ordered by object and time.

/// One action, in the run of its object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Act {
    /// Time, in any unit that the windows share.
    pub time: i64,
    /// Account code.
    pub account: u32,
    /// Number of the row of the input, and [`FIRST`].
    tagged_row: u32,
}

/// Marks the first action of a run: neighbours can be walked without a look at the object.
const FIRST: u32 = 1 << 31;

/// As many actions as can be numbered.
pub const MOST_ACTIONS: usize = FIRST as usize - 1;

impl Act {
    /// Number of the row of the input that it came from.
    pub fn row(&self) -> u32 {
        self.tagged_row & !FIRST
    }

    /// Whether it is the first action on its object.
    #[inline(always)]
    pub(crate) fn is_first(&self) -> bool {
        self.tagged_row & FIRST != 0
    }
}

/// Actions in the order (object, time, account, row).
#[derive(Clone, Debug, Default)]
pub struct Grouped {
    /// The actions.
    acts: Vec<Act>,
    /// `offsets[o]..offsets[o + 1]` are the positions of object `o`.
    offsets: Vec<u32>,
    /// One more than the largest account code.
    n_accounts: usize,
}

impl Grouped {
    /// Orders rows given as columns of equal length; object codes are below `n_objects`.
    ///
    /// # Panics
    /// When the columns differ in length, hold more than [`MOST_ACTIONS`] rows, or an object code is out of range:
    /// mistakes of the caller, never of the data.
    pub fn new(object: &[u32], account: &[u32], time: &[i64], n_objects: usize) -> Self {
        assert!(object.len() == account.len() && object.len() == time.len(), "columns differ in length");
        assert!(object.len() <= MOST_ACTIONS, "more rows than the kernel can number");
        let mut offsets = vec![0u32; n_objects + 1];
        for &o in object {
            offsets[o as usize + 1] += 1;
        }
        for i in 0..n_objects {
            offsets[i + 1] += offsets[i];
        }
        let mut next = offsets.clone();
        let mut acts = vec![Act::default(); object.len()];
        let mut n_accounts = 0;
        for (row, ((&object, &account), &time)) in (0..).zip(object.iter().zip(account).zip(time)) {
            let slot = &mut next[object as usize];
            acts[*slot as usize] = Act { time, account, tagged_row: row };
            *slot += 1;
            n_accounts = n_accounts.max(account as usize + 1);
        }
        drop(next);
        // Feeds mostly arrive in time order, which the stable counting sort keeps: most runs are sorted already.
        for range in offsets.windows(2).map(|bounds| bounds[0] as usize..bounds[1] as usize) {
            let run = &mut acts[range];
            if !run.is_sorted() {
                run.sort_unstable();
            }
            if let Some(first) = run.first_mut() {
                first.tagged_row |= FIRST;
            }
        }
        Self { acts, offsets, n_accounts }
    }

    /// Number of actions.
    pub fn len(&self) -> usize {
        self.acts.len()
    }

    /// Whether there is no action.
    pub fn is_empty(&self) -> bool {
        self.acts.is_empty()
    }

    /// All actions.
    pub fn acts(&self) -> &[Act] {
        &self.acts
    }

    /// One more than the largest code of an account that acted.
    pub fn n_accounts(&self) -> usize {
        self.n_accounts
    }

    /// Number of objects.
    pub fn n_objects(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// The actions on one object, in time order.
    pub fn of_object(&self, object: u32) -> &[Act] {
        let [start, end] = [object, object + 1].map(|object| self.offsets[object as usize] as usize);
        &self.acts[start..end]
    }

    /// Position of the first action on an object.
    pub fn start(&self, object: u32) -> u32 {
        self.offsets[object as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_by_object_time_account() {
        let grouped = Grouped::new(&[1, 0, 1, 1], &[4, 2, 3, 1], &[50, 9, 10, 10], 3);
        assert_eq!(grouped.acts().iter().map(|act| act.row()).collect::<Vec<_>>(), [1, 3, 2, 0]);
        assert_eq!(grouped.of_object(1).iter().map(|act| act.account).collect::<Vec<_>>(), [1, 3, 4]);
        assert!(grouped.of_object(2).is_empty());
    }

    #[test]
    fn nothing_is_fine() {
        let grouped = Grouped::new(&[], &[], &[], 0);
        assert_eq!(grouped.n_objects(), 0);
    }
}
