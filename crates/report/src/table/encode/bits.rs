//! Packing numbers into as few bits as they need, lowest bit first, as Parquet does everywhere.

/// Bits that `value` needs.
pub fn width(value: u64) -> u8 {
    (u64::BITS - value.leading_zeros()) as u8
}

/// Appends `values`, `width` bits each, which they fit; their number is a multiple of eight, so that bytes are full.
#[inline]
pub fn pack<T: Copy + Into<u64>>(values: &[T], width: u8, out: &mut Vec<u8>) {
    debug_assert!(values.len().is_multiple_of(8), "groups of eight");
    let width = u32::from(width);
    match width {
        0 => {}
        // Two neighbours make one number.
        1..=32 => {
            let pairs = values.as_chunks().0.iter();
            pack_words(pairs.map(|&[x, y]: &[T; 2]| x.into() | y.into() << width), width * 2, out);
        }
        _ => pack_words(values.iter().map(|&value| value.into()), width, out),
    }
}

#[inline(always)]
fn pack_words(values: impl Iterator<Item = u64>, width: u32, out: &mut Vec<u8>) {
    let (mut word, mut filled) = (0u64, 0u32);
    for value in values {
        word |= value << filled;
        filled += width;
        if filled >= 64 {
            out.extend_from_slice(&word.to_le_bytes());
            filled -= 64;
            // What of the value did not fit; a shift by all 64 bits would be none.
            word = if filled == 0 { 0 } else { value >> (width - filled) };
        }
    }
    out.extend_from_slice(&word.to_le_bytes()[..filled as usize / 8]);
}

/// Appends an unsigned LEB128 number.
pub fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a signed number as zigzag LEB128.
pub fn zigzag(value: i64, out: &mut Vec<u8>) {
    varint((value << 1 ^ value >> 63) as u64, out);
}

/// Runs that are at least this long are written as runs.
const RUN: usize = 16;

/// How many codes equal `value` at the beginning; eight at a time, as long as they do.
pub fn run(codes: &[u32], value: u32) -> usize {
    let (eights, _) = codes.as_chunks::<8>();
    let whole = eights.iter().take_while(|eight| **eight == [value; 8]).count() * 8;
    whole + codes[whole..].iter().take_while(|code| **code == value).count()
}

/// The RLE / bit-packing hybrid: long runs as (length, value), everything else packed in groups of eight.
pub fn hybrid(codes: &[u32], width: u8, out: &mut Vec<u8>) {
    let flush = |groups: &[u32], out: &mut Vec<u8>| {
        if groups.is_empty() {
            return;
        }
        varint((groups.len().div_ceil(8) as u64) << 1 | 1, out);
        let (eights, rest) = groups.as_chunks::<8>();
        pack(eights.as_flattened(), width, out);
        if !rest.is_empty() {
            // The last group is filled up; the page says how many values count.
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            pack(&last, width, out);
        }
    };
    let (mut packed, mut at) = (0, 0);
    while at < codes.len() {
        let value = codes[at];
        let group = &codes[at..codes.len().min(at + 8)];
        let equal = group.len() == 8 && group.iter().all(|code| *code == value);
        let run = if equal { run(&codes[at..], value) } else { 0 };
        if run >= RUN {
            flush(&codes[packed..at], out);
            varint((run as u64) << 1, out);
            out.extend_from_slice(&value.to_le_bytes()[..usize::from(width.div_ceil(8))]);
            at += run;
            packed = at;
        } else {
            at += group.len();
        }
    }
    flush(&codes[packed..], out);
}
