//! Hashes of features. They are part of a model file, so they are our own and never change: the same on every platform.

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// One step: a number from two.
pub fn mix(seed: u64, value: u64) -> u64 {
    let product = u128::from(seed ^ GOLDEN) * u128::from(value.wrapping_add(0xD6E8_FEB8_6659_FD93));
    (product as u64) ^ ((product >> 64) as u64)
}

/// A hash of bytes.
pub fn bytes(bytes: &[u8]) -> u64 {
    let mut hash = bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        hash = mix(hash, u64::from_le_bytes(word));
    }
    let mut rest = [0; 8];
    rest[..chunks.remainder().len()].copy_from_slice(chunks.remainder());
    mix(hash, u64::from_le_bytes(rest))
}
