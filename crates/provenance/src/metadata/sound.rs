//! Tags of sound files: ID3, RIFF INFO, broadcast extension.

use super::text::{decoded, latin1, utf16};
use super::{Found, Place, Scheme};

/// Frames of a tag that are told of.
const MOST_FRAMES: usize = 512;

/// An ID3 tag of version 2.2, 2.3 or 2.4, header included.
pub fn id3(bytes: &[u8], place: &Place<'_>, found: &mut Found) {
    let Some(&[b'I', b'D', b'3', version @ 2..=4, _, flags, ..]) = bytes.first_chunk::<10>() else { return };
    let is_unsynchronised = flags & 0x80 != 0;
    // In 2.3 the whole tag is changed so that no byte looks like the sound's beginning; in 2.4 each frame says so itself.
    let changed;
    let body = if is_unsynchronised && version < 4 {
        changed = synchronised(&bytes[10..]);
        &changed
    } else {
        &bytes[10..]
    };
    let mut at = 0;
    if flags & 0x40 != 0 && version > 2 {
        let size = |four: &[u8]| if version == 4 { seven_bits(four) } else { eight_bits(four) + 4 };
        at = body.get(..4).map_or(body.len(), size);
    }
    let (name_length, header) = if version == 2 { (3, 6) } else { (4, 10) };
    for _ in 0..MOST_FRAMES {
        let Some(head) = body.get(at..at.saturating_add(header)) else { return };
        let name = &head[..name_length];
        if !name.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()) {
            return;
        }
        let length = match version {
            2 => eight_bits(&head[3..6]),
            3 => eight_bits(&head[4..8]),
            _ => seven_bits(&head[4..8]),
        };
        let start = at + header;
        let Some(content) = body.get(start..start.saturating_add(length)) else {
            found.trouble("metadata_damaged", place.start, "an ID3 frame goes beyond its tag");
            return;
        };
        // Bytes count in the file only where none were taken out.
        let own = place.part(10 + start, 10 + start + length);
        let own = if is_unsynchronised { *place } else { own };
        let packed = match version {
            3 => head[9] & 0xc0 != 0,
            4 => head[9] & 0x0c != 0,
            _ => false,
        };
        if packed {
            found.trouble("metadata_packed", own.start, "a packed or encrypted ID3 frame is not read");
        } else {
            frame(&latin1(name), content, &own, found);
        }
        at = start + length;
    }
}

fn frame(name: &str, content: &[u8], place: &Place<'_>, found: &mut Found) {
    let Some((&encoding, rest)) = content.split_first() else { return };
    match name {
        "TXXX" | "TXX" => {
            let (key, value) = split(encoding, rest);
            found.add(Scheme::Id3, &format!("TXXX:{}", coded(encoding, key)), coded(encoding, value), place);
        }
        "COMM" | "COM" | "USLT" | "ULT" => {
            let (_, value) = split(encoding, rest.get(3..).unwrap_or_default());
            found.add(Scheme::Id3, name, coded(encoding, value), place);
        }
        "PRIV" | "UFID" | "UFI" => {
            let owner = content.split(|&byte| byte == 0).next().unwrap_or_default();
            found.add(Scheme::Id3, name, latin1(owner), place);
        }
        _ if name.starts_with('W') => found.add(Scheme::Id3, name, latin1(content), place),
        _ if name.starts_with('T') => found.add(Scheme::Id3, name, coded(encoding, rest), place),
        _ => {}
    }
}

/// A text in one of ID3's four encodings; several values become one.
fn coded(encoding: u8, bytes: &[u8]) -> String {
    let text = match encoding {
        1 => utf16(bytes, false),
        2 => utf16(bytes, true),
        3 => String::from_utf8_lossy(bytes).into_owned(),
        _ => decoded(bytes),
    };
    text.trim_matches('\0').replace('\0', "; ")
}

/// What stands before the first zero character, and behind it.
fn split(encoding: u8, bytes: &[u8]) -> (&[u8], &[u8]) {
    let wide = matches!(encoding, 1 | 2);
    let width = if wide { 2 } else { 1 };
    let at = bytes.chunks_exact(width).position(|unit| unit.iter().all(|&byte| byte == 0));
    match at {
        Some(at) => (&bytes[..at * width], &bytes[(at + 1) * width..]),
        None => (&[], bytes),
    }
}

fn seven_bits(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |sum, &byte| sum << 7 | usize::from(byte & 0x7f))
}

fn eight_bits(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |sum, &byte| sum << 8 | usize::from(byte))
}

fn synchronised(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut before = 0;
    for &byte in bytes {
        if !(before == 0xff && byte == 0) {
            out.push(byte);
        }
        before = byte;
    }
    out
}

/// An ID3 tag of version 1: fields of fixed length at the end of the file.
pub fn id3_version_1(bytes: &[u8], place: &Place<'_>, found: &mut Found) {
    for (key, from, to) in [("title", 3, 33), ("artist", 33, 63), ("album", 63, 93), ("comment", 97, 127)] {
        if let Some(field) = bytes.get(from..to) {
            let text = field.split(|&byte| byte == 0).next().unwrap_or_default();
            found.add(Scheme::Id3, key, decoded(text), &place.part(from, to));
        }
    }
}

/// A field of a RIFF INFO list.
pub fn info(bytes: &[u8], place: &Place<'_>, found: &mut Found) {
    let key = place.way.rsplit('/').next().unwrap_or(place.way).to_owned();
    found.add(Scheme::Riff, &key, decoded(bytes), place);
}

/// The broadcast extension of WAV files (EBU Tech 3285).
pub fn broadcast(bytes: &[u8], place: &Place<'_>, found: &mut Found) {
    let fields = [("Description", 0, 256), ("Originator", 256, 288), ("OriginatorReference", 288, 320)];
    for (key, from, to) in fields {
        if let Some(field) = bytes.get(from..to) {
            let text = field.split(|&byte| byte == 0).next().unwrap_or_default();
            found.add(Scheme::Riff, &format!("bext:{key}"), decoded(text), &place.part(from, to));
        }
    }
    if let Some(history) = bytes.get(602..) {
        found.add(Scheme::Riff, "bext:CodingHistory", decoded(history), &place.behind(602));
    }
}
