//! Meetings of one account after the other, added up by partner.

use crate::Pair;
use crate::scan::Visitor;

/// Adds meetings up into [`Pair`]s.
pub struct Counting<'w> {
    row: Row,
    windows: &'w [i64],
    account: u32,
    layer: u8,
    /// The pairs so far.
    pub out: Vec<Pair>,
    /// Where the pairs of the account at hand begin.
    first: usize,
}

impl<'w> Counting<'w> {
    /// For ascending windows.
    pub fn new(windows: &'w [i64]) -> Self {
        Self { row: Row::new(windows.len()), windows, account: 0, layer: 0, out: Vec::new(), first: 0 }
    }

    /// Forgets the pairs, and keeps the memory.
    pub fn clear(&mut self) {
        self.out.clear();
        self.first = 0;
    }
}

impl Visitor for Counting<'_> {
    fn open(&mut self, account: u32, layer: u8) {
        (self.account, self.layer) = (account, layer);
    }

    #[inline(always)]
    fn meet(&mut self, partner: u32, object: u32, positions: [u32; 2], dt: u64) {
        self.pass(true, partner, object, positions, dt);
    }

    #[inline(always)]
    fn pass(&mut self, is_partner: bool, neighbour: u32, object: u32, _: [u32; 2], dt: u64) {
        self.row.add(is_partner, neighbour, object, dt, self.windows);
    }

    fn close(&mut self) {
        let (a, layer, out) = (self.account, self.layer, &mut self.out);
        self.row.settle(self.windows, |b, _, cells| {
            let mut pair = Pair { a, b, layer, window: 0, n_objects: 0, n_pairs: 0, sum_dt: 0 };
            for (window, cell) in cells.iter().enumerate() {
                pair.window = window as u8;
                pair.n_objects += cell.n_objects;
                pair.n_pairs += cell.n_pairs;
                pair.sum_dt += cell.sum_dt;
                if pair.n_pairs > 0 {
                    out.push(pair);
                }
            }
        });
        self.row.clear();
    }

    fn done(&mut self) {
        // One layer comes out sorted by partner and window already; several come one after the other.
        let pairs = &mut self.out[self.first..];
        if pairs.first().map(|pair| pair.layer) != pairs.last().map(|pair| pair.layer) {
            pairs.sort_unstable_by_key(Pair::key);
        }
        self.first = self.out.len();
    }
}

/// The meetings of one account, listed and then sorted by partner: a table of partners would wait for memory at each of
/// them. A long list is added up as soon as it has twice as many meetings as there are partners, so that memory
/// follows the number of partners.
struct Row {
    /// Meetings in the list; there is room for more.
    len: usize,
    /// Partner of each with its number, as `partner << 32 | number`.
    order: Vec<u64>,
    /// Room to sort them.
    spare: Vec<u64>,
    /// Object and time difference of each.
    meetings: Vec<(u32, u64)>,
    /// What was added up before, partners in order.
    sums: Sums,
    /// Cells of the partner at hand.
    cells: Vec<Cell>,
}

/// Meetings that are listed at least before they are added up: they stay in the second-level cache.
const LISTED: usize = 1 << 14;

/// What is known of partners, in order.
#[derive(Default)]
struct Sums {
    partners: Vec<(u32, Last)>,
    /// One for each window, partner by partner.
    cells: Vec<Cell>,
}

/// What a partner was met on last. Meetings on one object come one after the other, so this decides whether an object
/// is new.
#[derive(Clone, Copy)]
struct Last {
    object: u32,
    /// Narrowest window in which the two met on it so far.
    window: u32,
}

/// No object has this code: there are fewer than 2^31 actions.
const NOTHING: Last = Last { object: u32::MAX, window: 0 };

/// Meetings of which this is the narrowest window.
#[derive(Clone, Copy, Default)]
struct Cell {
    /// Objects on which the two met, each in its narrowest window.
    n_objects: u32,
    n_pairs: u64,
    sum_dt: u64,
}

impl Row {
    fn new(windows: usize) -> Self {
        Self {
            len: 0,
            order: vec![0; LISTED],
            spare: vec![0; LISTED],
            meetings: vec![(0, 0); LISTED],
            sums: Sums::default(),
            cells: vec![Cell::default(); windows],
        }
    }

    /// Adds a meeting if the neighbour is a partner; if not, the next one takes its place.
    #[inline(always)]
    fn add(&mut self, is_partner: bool, partner: u32, object: u32, dt: u64, windows: &[i64]) {
        if self.len == self.meetings.len() {
            self.add_up(windows);
        }
        self.order[self.len] = u64::from(partner) << 32 | self.len as u64;
        self.meetings[self.len] = (object, dt);
        self.len += usize::from(is_partner);
    }

    /// Adds the list up.
    #[cold]
    fn add_up(&mut self, windows: &[i64]) {
        let mut sums = Sums::default();
        self.settle(windows, |partner, last, cells| {
            sums.partners.push((partner, last));
            sums.cells.extend_from_slice(cells);
        });
        self.make_room(LISTED.max(sums.partners.len() * 2));
        self.sums = sums;
    }

    /// Makes the list so long, once it is empty.
    fn make_room(&mut self, most: usize) {
        self.order.resize(most, 0);
        self.spare.resize(most, 0);
        self.meetings.resize(most, (0, 0));
    }

    /// Shows `f` each partner with its cells, in order, and empties the list.
    #[inline(always)]
    fn settle(&mut self, windows: &[i64], mut f: impl FnMut(u32, Last, &[Cell])) {
        let order = sort_by_partner(&mut self.order[..self.len], &mut self.spare[..self.len]);
        let known = self.sums.partners.iter().zip(self.sums.cells.chunks_exact(windows.len()));
        let mut known = known.map(|(&(partner, last), cells)| (partner, last, cells)).peekable();
        for alike in order.chunk_by(|x, y| x >> 32 == y >> 32) {
            let partner = (alike[0] >> 32) as u32;
            while let Some((partner, last, cells)) = known.next_if(|known| known.0 < partner) {
                f(partner, last, cells);
            }
            let mut last = NOTHING;
            match known.next_if(|known| known.0 == partner) {
                Some((_, its_last, cells)) => {
                    last = its_last;
                    self.cells.copy_from_slice(cells);
                }
                None => self.cells.fill(Cell::default()),
            }
            for &meeting in alike {
                let (object, dt) = self.meetings[meeting as u32 as usize];
                count(&mut self.cells, &mut last, object, dt, windows);
            }
            f(partner, last, &self.cells);
        }
        known.for_each(|(partner, last, cells)| f(partner, last, cells));
        self.len = 0;
    }

    /// Makes ready for the next row.
    fn clear(&mut self) {
        self.sums = Sums::default();
        if self.meetings.len() > LISTED {
            *self = Self::new(self.cells.len());
        }
    }
}

/// Counts a meeting in the `cells` of the windows.
#[inline(always)]
fn count(cells: &mut [Cell], last: &mut Last, object: u32, dt: u64, windows: &[i64]) {
    let window = if windows.len() == 1 { 0 } else { windows.partition_point(|&w| (w as u64) < dt) };
    cells[window].n_pairs += 1;
    cells[window].sum_dt += dt;
    if last.object != object {
        *last = Last { object, window: window as u32 };
        cells[window].n_objects += 1;
    } else if (window as u32) < last.window {
        cells[last.window as usize].n_objects -= 1;
        cells[window].n_objects += 1;
        last.window = window as u32;
    }
}

/// Bits of a partner that one pass sorts by.
const DIGIT: u32 = 11;

/// Lists up to this length are sorted by comparing.
const SHORT: usize = 1 << 9;

/// Sorts `partner << 32 | number` by partner, then by number; numbers ascend before. `spare` is as long.
fn sort_by_partner<'a>(mut order: &'a mut [u64], mut spare: &'a mut [u64]) -> &'a [u64] {
    if order.len() <= SHORT {
        order.sort_unstable();
        return order;
    }
    let partner = |entry: u64| entry >> 32;
    let differing = order.iter().fold(0, |all, &entry| all | partner(entry ^ order[0]));
    for shift in (32..64).step_by(DIGIT as usize).take_while(|shift| differing >> (shift - 32) > 0) {
        let digit = |entry: u64| (entry >> shift) as usize & ((1 << DIGIT) - 1);
        let mut starts = [0u32; 1 << DIGIT];
        order.iter().for_each(|&entry| starts[digit(entry)] += 1);
        let mut start = 0;
        for count in &mut starts {
            start += std::mem::replace(count, start);
        }
        for &entry in &*order {
            let at = &mut starts[digit(entry)];
            spare[*at as usize] = entry;
            *at += 1;
        }
        (order, spare) = (spare, order);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lists_are_sorted_by_partner_and_number(
            partners in prop::collection::vec(prop_oneof![any::<u32>(), 0u32..40, 0u32..1 << 22], 0..2_000)
        ) {
            let mut order: Vec<u64> =
                (0..).zip(&partners).map(|(number, &partner)| u64::from(partner) << 32 | number).collect();
            let mut sorted = order.clone();
            sorted.sort();
            let mut spare = vec![0; order.len()];
            prop_assert_eq!(sort_by_partner(&mut order, &mut spare), sorted);
        }
    }

    #[test]
    fn as_many_windows_are_counted_as_there_may_be() {
        let windows: Vec<i64> = (0..255).collect();
        let mut counting = Counting::new(&windows);
        counting.open(0, 0);
        counting.meet(1, 0, [0, 0], 0);
        counting.meet(1, 1, [0, 0], 254);
        counting.close();
        assert_eq!(counting.out.len(), 255);
        assert_eq!(counting.out.iter().map(|pair| pair.n_pairs).max(), Some(2));
    }

    /// A hub whose list is added up many times, also in the middle of an object.
    #[test]
    fn long_lists_are_added_up_in_between() {
        let windows = [10, 100];
        let mut counting = Counting::new(&windows);
        counting.open(0, 0);
        let (objects, partners) = (3, 40_000);
        for object in 0..objects {
            for partner in 1..=partners {
                // All meet twice on an object, in the narrower window only the second time.
                counting.meet(partner, object, [0, 0], 50);
            }
            for partner in 1..=partners {
                counting.meet(partner, object, [0, 0], 5);
            }
        }
        counting.close();
        counting.done();
        assert_eq!(counting.out.len(), 2 * partners as usize);
        for (pairs, b) in counting.out.chunks(2).zip(1..) {
            let pair = |window, n_pairs, sum_dt| Pair {
                a: 0,
                b,
                layer: 0,
                window,
                n_objects: objects,
                n_pairs,
                sum_dt,
            };
            assert_eq!(pairs, [pair(0, 3, 15), pair(1, 6, 165)]);
        }
    }
}
