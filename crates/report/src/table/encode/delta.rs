//! Whole numbers as packed differences (DELTA_BINARY_PACKED) and text as lengths and bytes
//! (DELTA_LENGTH_BYTE_ARRAY). Places and times ascend and ids are about equally long, so that few bits remain.

use super::bits::{pack, varint, width, zigzag};
use super::pages::{PAGE_BYTES, PAGE_VALUES, Pages};
use ::parquet::basic::Encoding;
use arrow_array::{Array, StringArray};

/// Values of a block, and of one of its parts that share a width.
const BLOCK: usize = 128;
const MINI: usize = 32;

/// Encoding of numbers.
pub const NUMBERS: Encoding = Encoding::DELTA_BINARY_PACKED;

/// A page of 64-bit numbers.
pub fn wide(page: &[i64]) -> Vec<u8> {
    let mut out = Vec::new();
    binary_packed(page, i64::wrapping_sub, &mut out);
    out
}

/// A page of 32-bit numbers: differences wrap at 32 bits.
pub fn narrow(page: &[i32]) -> Vec<u8> {
    let mut out = Vec::new();
    narrow_packed(page.iter().copied(), &mut out);
    out
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
        let bounds = &offsets[first..=last];
        let mut buffer = Vec::new();
        narrow_packed(bounds.windows(2).map(|ends| ends[1] - ends[0]), &mut buffer);
        buffer.extend_from_slice(&texts.value_data()[start as usize..offsets[last] as usize]);
        pages.data(buffer, last - first, Encoding::DELTA_LENGTH_BYTE_ARRAY);
        first = last;
    }
}

fn narrow_packed(values: impl Iterator<Item = i32>, out: &mut Vec<u8>) {
    let values: Vec<i64> = values.map(i64::from).collect();
    binary_packed(&values, |a, b| i64::from((a as i32).wrapping_sub(b as i32)), out);
}

fn binary_packed(values: &[i64], minus: impl Fn(i64, i64) -> i64, out: &mut Vec<u8>) {
    varint(BLOCK as u64, out);
    varint((BLOCK / MINI) as u64, out);
    varint(values.len() as u64, out);
    let mut before = values.first().copied().unwrap_or(0);
    zigzag(before, out);
    let mut deltas = [0i64; BLOCK];
    for block in values.get(1..).unwrap_or_default().chunks(BLOCK) {
        let deltas = &mut deltas[..block.len()];
        for (delta, &value) in deltas.iter_mut().zip(block) {
            *delta = minus(value, before);
            before = value;
        }
        let least = deltas.iter().copied().min().unwrap_or(0);
        zigzag(least, out);
        let above = |delta: &i64| delta.wrapping_sub(least) as u64;
        let widths_at = out.len();
        out.extend_from_slice(&[0; BLOCK / MINI]);
        for (n, mini) in deltas.chunks(MINI).enumerate() {
            let width = width(mini.iter().map(above).fold(0, |all, one| all | one));
            out[widths_at + n] = width;
            let padding = std::iter::repeat_n(0, MINI - mini.len());
            pack(mini.iter().map(above).chain(padding), width, out);
        }
    }
}
