//! Characters out of bytes, in the encodings that metadata are written in, and packed text.

use super::MOST_VALUE;
use std::io::Read;

/// UTF-8, or Latin-1 where it is none.
pub fn decoded(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => latin1(bytes),
    }
}

/// Each byte is the character of its number.
pub fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

/// UTF-16; the first two bytes may say in which order, else `is_big` does.
pub fn utf16(bytes: &[u8], is_big: bool) -> String {
    let (bytes, is_big) = match bytes {
        [0xfe, 0xff, rest @ ..] => (rest, true),
        [0xff, 0xfe, rest @ ..] => (rest, false),
        _ => (bytes, is_big),
    };
    let unit = |pair: &[u8]| {
        if is_big { u16::from_be_bytes([pair[0], pair[1]]) } else { u16::from_le_bytes([pair[0], pair[1]]) }
    };
    let units: Vec<u16> = bytes.chunks_exact(2).map(unit).collect();
    String::from_utf16_lossy(&units)
}

/// Text of a zlib stream, at most [`MOST_VALUE`] bytes; whether there is more, or the stream is damaged, is told beside it.
pub fn unpacked(bytes: &[u8]) -> (Vec<u8>, Option<&'static str>) {
    let mut out = Vec::new();
    let mut stream = flate2::read::ZlibDecoder::new(bytes).take(MOST_VALUE as u64 + 1);
    let damage = stream.read_to_end(&mut out).err().map(|_| "packed_text_damaged");
    let is_long = out.len() > MOST_VALUE;
    out.truncate(MOST_VALUE);
    (out, if is_long { Some("packed_text_too_long") } else { damage })
}

/// The part before the first zero byte, and the part behind it.
pub fn split_zero(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|&byte| byte == 0)?;
    Some((&bytes[..at], &bytes[at + 1..]))
}
