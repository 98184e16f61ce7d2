//! Hashes of features. They are part of a model file, so they never change: the same on every platform.

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// A number from two: multiply and fold.
#[inline]
pub(crate) fn mix(seed: u64, value: u64) -> u64 {
    let product = u128::from(seed ^ GOLDEN) * u128::from(value.wrapping_add(0xD6E8_FEB8_6659_FD93));
    (product as u64) ^ ((product >> 64) as u64)
}

/// A hash of characters, independent of how they are split into calls.
#[inline]
pub(crate) fn chars(chars: impl Iterator<Item = char>) -> u64 {
    // Not the constant of `mix`, under which the first character would count for nothing.
    chars.fold(0x6A09_E667_F3BC_C908, |hash, c| mix(hash, u64::from(u32::from(c))))
}
