//! Weights as small whole numbers, and only those rows that weigh something: so few and so small that they stay in the
//! caches of a processor. Reading them is most of what models do, and waiting for memory was most of the time.

use std::borrow::Cow;

/// Weights of features: a row has one for each class, in units of `scale`, and nils up to `WIDTH`.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<const WIDTH: usize> {
    /// Features are numbers of so many bits.
    pub bits: u32,
    /// What one unit is worth.
    pub scale: f32,
    /// Which features have a row.
    index: Vec<Slot>,
    /// The rows of those, in their order; a weight is its byte less 128. Those that the program carries stay where they are.
    rows: Cow<'static, [[u8; WIDTH]]>,
}

/// A row of a line of the cache: one wait for each feature.
pub const LINE: usize = 64;

/// Which of some features have a row, and how many features before them do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Slot {
    present: u32,
    before: u32,
}

/// Features of a slot.
const SLOT: usize = u32::BITS as usize;

impl<const WIDTH: usize> Table<WIDTH> {
    /// Rounds weights, `classes` of them for each feature. The unit is chosen so that all but one in 20,000 of those that
    /// are not nil fit; those are cut. Features whose weights all become nil get no row.
    pub fn round(bits: u32, classes: usize, weights: &[f32]) -> Self {
        let mut sizes: Vec<f32> =
            weights.iter().map(|weight| weight.abs()).filter(|&size| size > 0.0).collect();
        let largest = if sizes.is_empty() {
            1.0
        } else {
            let place = sizes.len() - 1 - sizes.len() / 20_000;
            *sizes.select_nth_unstable_by(place, f32::total_cmp).1
        };
        let scale = largest / 127.0;
        let mut present = vec![0_u32; slots(bits)];
        let mut rows: Vec<[u8; WIDTH]> = Vec::new();
        for (feature, weights) in weights.chunks_exact(classes).enumerate() {
            let mut row = [NIL; WIDTH];
            for (byte, weight) in row.iter_mut().zip(weights) {
                *byte = (weight / scale).round().clamp(-127.0, 127.0) as i8 as u8 ^ NIL;
            }
            if row != [NIL; WIDTH] {
                present[feature / SLOT] |= 1 << (feature % SLOT);
                rows.push(row);
            }
        }
        Self { bits, scale, index: index(present), rows: rows.into() }
    }

    /// From what [`Table::present`] and [`Table::rows`] gave; `None` where they do not belong together.
    pub fn of(
        bits: u32,
        scale: f32,
        present: impl IntoIterator<Item = u32>,
        rows: Cow<'static, [[u8; WIDTH]]>,
    ) -> Option<Self> {
        let index = index(present);
        let count: usize =
            index.last().map(|slot| slot.before as usize + slot.present.count_ones() as usize)?;
        (index.len() == slots(bits) && count == rows.len()).then_some(Self { bits, scale, index, rows })
    }

    /// Which features have a row, a bit for each.
    pub fn present(&self) -> impl Iterator<Item = u32> {
        self.index.iter().map(|slot| slot.present)
    }

    /// The rows of those features, in their order.
    pub fn rows(&self) -> &[[u8; WIDTH]] {
        &self.rows
    }

    /// Adds up the rows of some features: fewer than 256, so that no sum overflows.
    pub fn sum(&self, features: &[u32]) -> [i16; WIDTH] {
        let mut sums = [0_u16; WIDTH];
        for features in features.chunks(AHEAD) {
            // Each step does one thing for all features, so that waits for memory overlap.
            let (mut bits, mut numbers) = ([0_u32; AHEAD], [0_u32; AHEAD]);
            for ((&feature, bits), number) in features.iter().zip(&mut bits).zip(&mut numbers) {
                let slot = self.index.get(feature as usize / SLOT).copied().unwrap_or_default();
                // Its own bit becomes the highest one, those of later features fall off.
                *bits = slot.present << (SLOT as u32 - 1 - feature % SLOT as u32);
                *number = slot.before;
            }
            // Numbers count from one, as each row has counted itself; nil for those without a row.
            for (bits, number) in bits.iter().zip(&mut numbers) {
                *number = (*number + bits.count_ones()) & ((*bits as i32 >> 31) as u32);
            }
            let row = |number: u32| self.rows.get((number as usize).wrapping_sub(1)).unwrap_or(&[NIL; WIDTH]);
            let numbers = &numbers[..features.len()];
            if WIDTH >= LINE {
                ask(numbers.iter().map(|&number| row(number)[0]));
            }
            for &number in numbers {
                for (sum, &weight) in sums.iter_mut().zip(row(number)) {
                    *sum += u16::from(weight);
                }
            }
        }
        let all = features.len() as u16;
        sums.map(|sum| sum.wrapping_sub(all * u16::from(NIL)) as i16)
    }
}

/// What a weight of nil is in a row.
const NIL: u8 = 128;

/// Features that are looked for at once.
const AHEAD: usize = 64;

/// Reads all of `values`, for no other purpose than to have them near.
fn ask(values: impl Iterator<Item = u8>) {
    std::hint::black_box(values.fold(0, |all, value| all ^ value));
}

/// Slots of features that are numbers of so many bits.
fn slots(bits: u32) -> usize {
    (1_usize << bits).div_ceil(SLOT)
}

fn index(present: impl IntoIterator<Item = u32>) -> Vec<Slot> {
    let mut before = 0;
    let slot = |present: u32| {
        let slot = Slot { present, before };
        before += present.count_ones();
        slot
    };
    present.into_iter().map(slot).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::random::Random;

    #[test]
    fn sums_are_those_of_all_weights() {
        const CLASSES: usize = 3;
        let mut random = Random::new(1);
        let mut weights = vec![0.0; CLASSES << 10];
        for weights in weights.chunks_mut(CLASSES).filter(|_| random.draw().is_multiple_of(3)) {
            weights.copy_from_slice(&[1.0, -2.0, 127.0]);
        }
        let table: Table<4> = Table::round(10, CLASSES, &weights);
        assert!(table.rows().len() < 500);
        for count in [0, 1, 63, 64, 65, 200] {
            let features: Vec<u32> = (0..count).map(|_| (random.draw() % 1024) as u32).collect();
            let present = features.iter().filter(|&&feature| weights[feature as usize * CLASSES] != 0.0);
            let present = present.count() as i16;
            assert_eq!(table.sum(&features), [present, -2 * present, 127 * present, 0]);
        }
        assert_eq!(table.sum(&[1024, u32::MAX]), [0; 4], "features that no table has");
        assert_eq!(Table::<4>::round(10, CLASSES, &[]).sum(&[0, 5]), [0; 4], "a table without rows");
    }
}
