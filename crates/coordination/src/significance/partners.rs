//! What is added up for each partner of one account.

/// No account has this code: the grouping refuses 2^31 rows.
const FREE: u32 = u32::MAX;
const START: usize = 256;

/// An open-addressing table from partner to `C`, emptied by what was touched.
pub(super) struct Partners<C> {
    mask: usize,
    keys: Vec<u32>,
    cells: Vec<C>,
    touched: Vec<u32>,
}

impl<C: Copy + Default> Partners<C> {
    pub fn new() -> Self {
        Self {
            mask: START - 1,
            keys: vec![FREE; START],
            cells: vec![C::default(); START],
            touched: Vec::new(),
        }
    }

    #[inline(always)]
    fn slot(&self, partner: u32) -> usize {
        let mut slot = (partner.wrapping_mul(0x9E37_79B1) >> 7) as usize & self.mask;
        while self.keys[slot] != partner && self.keys[slot] != FREE {
            slot = (slot + 1) & self.mask;
        }
        slot
    }

    /// The partner's cell, which `first` makes when there is none.
    #[inline(always)]
    pub fn entry(&mut self, partner: u32, first: impl FnOnce() -> C) -> &mut C {
        let mut slot = self.slot(partner);
        if self.keys[slot] == FREE {
            if self.touched.len() * 2 > self.mask {
                self.grow();
                slot = self.slot(partner);
            }
            self.keys[slot] = partner;
            self.cells[slot] = first();
            self.touched.push(slot as u32);
        }
        &mut self.cells[slot]
    }

    #[cold]
    fn grow(&mut self) {
        let size = self.keys.len() * 2;
        let keys = std::mem::replace(&mut self.keys, vec![FREE; size]);
        let cells = std::mem::replace(&mut self.cells, vec![C::default(); size]);
        self.mask = size - 1;
        let touched = std::mem::take(&mut self.touched);
        self.touched = touched
            .into_iter()
            .map(|old| {
                let slot = self.slot(keys[old as usize]);
                self.keys[slot] = keys[old as usize];
                self.cells[slot] = cells[old as usize];
                slot as u32
            })
            .collect();
    }

    /// Calls `f` with each partner and its cell, partners ascending, and empties the table.
    pub fn drain(&mut self, mut f: impl FnMut(u32, &C)) {
        let keys = &self.keys;
        self.touched.sort_unstable_by_key(|&slot| keys[slot as usize]);
        for &slot in &self.touched {
            f(self.keys[slot as usize], &self.cells[slot as usize]);
            self.keys[slot as usize] = FREE;
        }
        self.touched.clear();
        // A hub's table is given back, so that the thousands of small rows after it stay in the cache.
        if self.mask >= 1 << 16 {
            *self = Self::new();
        }
    }
}
