//! Numbers written in digits, eight at a time: ids and times are read by the million.

/// The number that eight bytes of ASCII digits write, as a little-endian word holds them; `None` if one is no digit.
/// All at once: neighbours are put together to pairs, pairs to fours, fours to the number.
#[inline]
pub fn eight_digits(word: u64) -> Option<u64> {
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    const HIGH: u64 = 0xF0F0_F0F0_F0F0_F0F0;
    if (word & HIGH) != ZEROS || (word.wrapping_add(0x0606_0606_0606_0606) & HIGH) != ZEROS {
        return None;
    }
    let ones = word - ZEROS;
    let tens = (ones * 10 + (ones >> 8)) & 0x00FF_00FF_00FF_00FF;
    let hundreds = (tens * 100 + (tens >> 16)) & 0x0000_FFFF_0000_FFFF;
    Some((hundreds * 10_000 + (hundreds >> 32)) & 0xFFFF_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_digits_are_read_or_refused() {
        let read = |text: &[u8; 8]| eight_digits(u64::from_le_bytes(*text));
        for number in [0u64, 1, 12_345_678, 90_000_009, 99_999_999] {
            let text = format!("{number:08}");
            assert_eq!(read(text.as_bytes().first_chunk().expect("eight digits")), Some(number));
        }
        for at in 0..8 {
            for byte in 0..=u8::MAX {
                let mut text = *b"12345678";
                text[at] = byte;
                assert_eq!(read(&text).is_some(), byte.is_ascii_digit(), "{byte} at {at}");
            }
        }
    }
}
