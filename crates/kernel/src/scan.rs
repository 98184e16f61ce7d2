//! The scan over accounts: one row of the network after the other.

use crate::counting::Counting;
use crate::{Grouped, Live, Pair, Place};
use rayon::prelude::*;
use std::hint::black_box;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// Neighbours to visit in one block of rows: large enough to keep a core busy for a millisecond,
/// small enough that the pairs of a block stay in the cache until they are written.
const BLOCK_WORK: u64 = 1 << 16;

/// Actions that are brought into the cache together: their lines fit beside the pairs of a block, and their pages among
/// those that the processor knows the places of.
const AHEAD: usize = 1 << 9;

/// Walks the rows of the network: for each account, its partners with a larger code.
pub struct Scan<'a> {
    grouped: &'a Grouped,
    live: &'a Live,
    windows: &'a [i64],
    /// First object code behind each layer, and the layer.
    layers: Vec<(u32, u8)>,
}

impl<'a> Scan<'a> {
    /// `live` was made of `grouped`; `windows` ascend strictly and the last is not wider than the one `live` was made
    /// for; `layers` gives the layer of each object code and ascends with it, or is empty when layers are not told
    /// apart.
    ///
    /// # Panics
    /// When there is no window, more than 255, or they do not ascend: mistakes of the caller.
    pub fn new(grouped: &'a Grouped, live: &'a Live, windows: &'a [i64], layers: &[u8]) -> Self {
        assert!(!windows.is_empty() && windows.len() <= 255, "between 1 and 255 windows");
        assert!(windows.is_sorted_by(|a, b| a < b) && windows[0] >= 0, "windows ascend from zero");
        let mut end = 0;
        let behind = |layer: &[u8]| {
            end += layer.len() as u32;
            (end, layer[0])
        };
        let mut layers: Vec<(u32, u8)> = layers.chunk_by(|x, y| x == y).map(behind).collect();
        layers.push((u32::MAX, 0));
        Self { grouped, live, windows, layers }
    }

    /// Ranges of accounts of about equal work. They depend on the data only, not on the number of threads.
    pub fn blocks(&self) -> Vec<Range<u32>> {
        let mut blocks = Vec::new();
        let (mut start, mut work) = (0u32, 0u64);
        for (account, &w) in self.live.work.iter().enumerate() {
            work += w;
            if work >= BLOCK_WORK {
                blocks.push(start..account as u32 + 1);
                (start, work) = (account as u32 + 1, 0);
            }
        }
        if (start as usize) < self.live.work.len() {
            blocks.push(start..self.live.work.len() as u32);
        }
        blocks
    }

    /// The pairs of the accounts in `block`, in the order of [`Pair::key`].
    pub fn block(&self, block: Range<u32>) -> Vec<Pair> {
        let mut counting = Counting::new(self.windows);
        self.visit(block, &mut counting);
        counting.out
    }

    /// Shows `visitor` all meetings of the accounts in `block` with partners of a larger code.
    pub fn visit(&self, block: Range<u32>, visitor: &mut impl Visitor) {
        let mut touched = 0;
        let mut ahead = block.start;
        for account in block.clone() {
            // An account's actions lie all over the memory: waiting for those of many accounts at once is cheaper. A line
            // holds four actions. Of the actions two away one shares the line and the other is in the nearer one of
            // its neighbours, to which the walk comes first; six away is one line further.
            if account == ahead {
                let acts = self.grouped.acts();
                let account_at = |position: u32| acts.get(position as usize).map_or(0, |act| act.account);
                let mut actions = 0;
                while ahead < block.end && actions < AHEAD {
                    let leads = self.live.leading(ahead);
                    for lead in leads {
                        for away in [2, 6] {
                            touched ^= account_at(lead.position.wrapping_sub(away));
                            touched ^= account_at(lead.position.wrapping_add(away));
                        }
                    }
                    actions += leads.len();
                    ahead += 1;
                }
            }
            self.walk(account, visitor);
        }
        black_box(touched);
    }

    /// Calls `f` with the pairs of each block, in order, computing a few blocks ahead in parallel.
    /// Stops at the first error.
    pub fn for_each_block<E>(&self, mut f: impl FnMut(&mut Vec<Pair>) -> Result<(), E>) -> Result<(), E> {
        // What a block was counted with serves the next one: fresh memory costs as much as counting.
        let spare: Mutex<Vec<Counting<'_>>> = Mutex::default();
        let spare = || spare.lock().unwrap_or_else(PoisonError::into_inner);
        let count = |block| {
            let mut counting = spare().pop().unwrap_or_else(|| Counting::new(self.windows));
            self.visit(block, &mut counting);
            counting
        };
        self.for_each(count, |mut counting| {
            f(&mut counting.out)?;
            counting.clear();
            spare().push(counting);
            Ok(())
        })
    }

    /// Calls `f` with what `work` makes of each block, in order; the work runs a few blocks ahead in parallel.
    /// Stops at the first error.
    pub fn for_each<R: Send, E>(
        &self,
        work: impl Fn(Range<u32>) -> R + Sync,
        mut f: impl FnMut(R) -> Result<(), E>,
    ) -> Result<(), E> {
        let blocks = self.blocks();
        for wave in blocks.chunks(rayon::current_num_threads() * 2) {
            let done: Vec<R> = wave.par_iter().map(|block| work(block.clone())).collect();
            done.into_iter().try_for_each(&mut f)?;
        }
        Ok(())
    }

    /// All pairs at once, for small inputs and tests.
    pub fn collect<C: FromIterator<Pair>>(&self) -> C {
        let blocks: Vec<Vec<Pair>> = self.blocks().into_par_iter().map(|block| self.block(block)).collect();
        blocks.into_iter().flatten().collect()
    }

    fn walk(&self, account: u32, visitor: &mut impl Visitor) {
        let acts = self.grouped.acts();
        let mut open = false;
        // An account's actions ascend by object, and so do their layers.
        let mut layers = self.layers.iter();
        let mut layer_end = 0;
        for &Place { position, object } in self.live.leading(account) {
            if object >= layer_end
                && let Some(&(end, layer)) = layers.find(|&&(end, _)| object < end)
            {
                if open {
                    visitor.close();
                }
                visitor.open(account, layer);
                (open, layer_end) = (true, end);
            }
            let widest = self.live.widest(object).min(self.windows[self.windows.len() - 1] as u64);
            let (before, after) = acts.split_at(position as usize);
            let act = after[0];
            // Backwards and forwards in time; each pair is seen from both ends and taken from the smaller code.
            let mut is_first = act.is_first();
            for (back, other) in (1..).zip(before.iter().rev()) {
                let dt = act.time.abs_diff(other.time);
                if is_first || dt > widest {
                    break;
                }
                is_first = other.is_first();
                visitor.pass(other.account > account, other.account, object, [position, position - back], dt);
            }
            for (ahead, other) in (1..).zip(&after[1..]) {
                let dt = other.time.abs_diff(act.time);
                if other.is_first() || dt > widest {
                    break;
                }
                visitor.pass(
                    other.account > account,
                    other.account,
                    object,
                    [position, position + ahead],
                    dt,
                );
            }
        }
        if open {
            visitor.close();
            visitor.done();
        }
    }
}

/// What is done with the meetings of one account after the other.
pub trait Visitor {
    /// Meetings of `account` in `layer` follow; the layers of an account ascend.
    fn open(&mut self, account: u32, layer: u8);

    /// `partner` acted on `object`, `dt` away from an action of the account; both stand at `positions` of
    /// [`Grouped::acts`], the account's first. Meetings on one object come one after the other.
    fn meet(&mut self, partner: u32, object: u32, positions: [u32; 2], dt: u64);

    /// The same for a neighbour of which it is said whether it is a partner. Half of them are, in no order that could be
    /// guessed: who is called often does without a branch.
    #[inline(always)]
    fn pass(&mut self, is_partner: bool, neighbour: u32, object: u32, positions: [u32; 2], dt: u64) {
        if is_partner {
            self.meet(neighbour, object, positions, dt);
        }
    }

    /// All meetings of the account in the layer have been shown.
    fn close(&mut self);

    /// The account's last layer has been closed.
    fn done(&mut self);
}
