//! Whole numbers as packed differences (DELTA_BINARY_PACKED) and text as lengths and bytes
//! (DELTA_LENGTH_BYTE_ARRAY), without what it shares with the text before where that is much (DELTA_BYTE_ARRAY).
//! Places, times and ids mostly ascend, so that little remains.

use super::bits::{pack, varint, width, zigzag};
use super::pages::{PAGE_BYTES, PAGE_VALUES, Pages};
use ::parquet::basic::Encoding;
use arrow_array::{Array, StringArray};

/// Values of a block, and of one of its parts that share a width.
const BLOCK: usize = 128;
const MINI: usize = 32;

/// Encoding of numbers.
pub const NUMBERS: Encoding = Encoding::DELTA_BINARY_PACKED;

/// A whole number as Parquet stores it: differences wrap at its width.
pub trait Number: Copy + Ord + Default {
    /// The difference to a number.
    fn minus(self, other: Self) -> Self;
    /// How far it lies above the least one.
    fn above(self, least: Self) -> u64;
    /// The number, to be written by itself.
    fn wide(self) -> i64;
}

impl Number for i32 {
    fn minus(self, other: Self) -> Self {
        self.wrapping_sub(other)
    }

    fn above(self, least: Self) -> u64 {
        u64::from(self.wrapping_sub(least) as u32)
    }

    fn wide(self) -> i64 {
        i64::from(self)
    }
}

impl Number for i64 {
    fn minus(self, other: Self) -> Self {
        self.wrapping_sub(other)
    }

    fn above(self, least: Self) -> u64 {
        self.wrapping_sub(least) as u64
    }

    fn wide(self) -> i64 {
        self
    }
}

/// A page of numbers.
pub fn numbers<T: Number>(page: &[T]) -> Vec<u8> {
    let mut out = Vec::new();
    pack_numbers(page, &mut out);
    out
}

fn pack_numbers<T: Number>(values: &[T], out: &mut Vec<u8>) {
    varint(BLOCK as u64, out);
    varint((BLOCK / MINI) as u64, out);
    varint(values.len() as u64, out);
    zigzag(values.first().map_or(0, |first| first.wide()), out);
    let next = values.get(1..).unwrap_or_default();
    let mut deltas = [T::default(); BLOCK];
    for (before, values) in values.chunks(BLOCK).zip(next.chunks(BLOCK)) {
        let deltas = &mut deltas[..values.len()];
        for (delta, (value, before)) in deltas.iter_mut().zip(values.iter().zip(before)) {
            *delta = value.minus(*before);
        }
        let least = deltas.iter().copied().min().unwrap_or_default();
        zigzag(least.wide(), out);
        let widths_at = out.len();
        out.extend_from_slice(&[0; BLOCK / MINI]);
        for (n, mini) in deltas.chunks(MINI).enumerate() {
            let mut above = [0; MINI];
            above.iter_mut().zip(mini).for_each(|(above, delta)| *above = delta.above(least));
            let width = width(above.iter().fold(0, |all, one| all | one));
            out[widths_at + n] = width;
            pack(&above, width, out);
        }
    }
}

/// A batch of texts, as one page or several.
pub fn text(texts: &StringArray, pages: &mut Pages) {
    let offsets = texts.value_offsets();
    let mut first = 0;
    while first < texts.len() {
        let start = offsets[first];
        let fits = |n: usize| (offsets[n] - start) as usize <= PAGE_BYTES;
        // At least one text, however long.
        let last = (first + 1..=texts.len().min(first + PAGE_VALUES)).take_while(|&n| fits(n)).last();
        let last = last.unwrap_or(first + 1);
        let (page, encoding) = text_page(&offsets[first..=last], texts.value_data());
        pages.data(page, last - first, encoding);
        first = last;
    }
}

/// The texts that lie between neighbouring `bounds`.
fn text_page(bounds: &[i32], text: &[u8]) -> (Vec<u8>, Encoding) {
    let length = bounds.windows(2).map(|ends| ends[1] - ends[0]);
    let shared =
        bounds.windows(3).map(|ends| shared(text, [ends[0], ends[1], ends[2]].map(|end| end as usize)));
    let shared: Vec<i32> = std::iter::once(0).chain(shared.map(|bytes| bytes as i32)).collect();
    let (start, end) = (bounds[0] as usize, bounds[bounds.len() - 1] as usize);
    let all_shared: usize = shared.iter().map(|&bytes| bytes as usize).sum();
    let mut page = Vec::new();
    if all_shared * 4 < end - start {
        pack_numbers(&length.collect::<Vec<i32>>(), &mut page);
        page.extend_from_slice(&text[start..end]);
        return (page, Encoding::DELTA_LENGTH_BYTE_ARRAY);
    }
    pack_numbers(&shared, &mut page);
    let rest: Vec<i32> = length.zip(&shared).map(|(length, shared)| length - shared).collect();
    pack_numbers(&rest, &mut page);
    let mut at = page.len();
    page.resize(at + (end - start - all_shared) + 8, 0);
    for (&end, &rest) in bounds[1..].iter().zip(&rest) {
        let (end, rest) = (end as usize, rest as usize);
        let from = end - rest;
        // What is short is copied with what stands behind it, which the next text overwrites.
        match text.get(from..from + 8) {
            Some(eight) if rest <= 8 => page[at..at + 8].copy_from_slice(eight),
            _ => page[at..at + rest].copy_from_slice(&text[from..end]),
        }
        at += rest;
    }
    page.truncate(at);
    (page, Encoding::DELTA_BYTE_ARRAY)
}

/// Bytes that a text has in common with the one before, in whole characters; the two lie between the three bounds.
fn shared(text: &[u8], [start, middle, end]: [usize; 3]) -> usize {
    let most = (middle - start).min(end - middle);
    let word = |at: usize| text[at..].first_chunk().map(|chunk| u64::from_le_bytes(*chunk));
    let mut same = 0;
    while same < most
        && let (Some(x), Some(y)) = (word(start + same), word(middle + same))
    {
        let equal = (x ^ y).trailing_zeros() as usize / 8;
        same += equal;
        if equal < 8 {
            break;
        }
    }
    same = same.min(most);
    // Behind the last text of all there are no eight bytes.
    while same < most && text[start + same] == text[middle + same] {
        same += 1;
    }
    while text.get(middle + same).is_some_and(|byte| byte & 0b1100_0000 == 0b1000_0000) {
        same -= 1;
    }
    same
}
