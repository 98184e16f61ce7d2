//! Users' data of MP4, MOV and M4A files.

use super::text::{decoded, utf16};
use super::{Found, MOST_PIECE, Place, Scheme, xmp};
use media::{Form, Piece, Source};
use std::collections::BTreeMap;
use std::io::{self, Read, Seek};

/// The box that XMP stands in (XMP specification, part 3).
const XMP: [u8; 16] =
    [0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8, 0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac];
/// Keys of a list that are read.
const MOST_KEYS: usize = 1024;

pub fn read<R: Read + Seek>(file: &mut Source<R>, form: &Form, found: &mut Found) -> io::Result<()> {
    // QuickTime's lists have the names of all items in one box, and the items go by number.
    let mut keys: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for piece in &form.pieces {
        if let Some(list) = piece.name.strip_suffix("meta/keys") {
            keys.insert(list, names(&file.range(piece.start, piece.end, MOST_PIECE)?));
        }
    }
    // A free item's name stands in a box beside its value.
    let mut free = String::new();
    for piece in &form.pieces {
        let Piece { name, start, end } = piece;
        let place = Place { way: name, start: *start, end: *end };
        let (around, own) = name.rsplit_once('/').unwrap_or(("", name));
        let bytes = |file: &mut Source<R>| file.range(*start, *end, MOST_PIECE);
        if own == "uuid" {
            let content = bytes(file)?;
            if let Some(packet) = content.strip_prefix(&XMP) {
                xmp::packet(packet, &place.behind(16), found);
            }
        } else if name.ends_with("udta/XMP_") {
            xmp::packet(&bytes(file)?, &place, found);
        } else if own == "name" && around.ends_with("ilst/----") {
            free = decoded(bytes(file)?.get(4..).unwrap_or_default());
        } else if own == "data" {
            let Some((list, item)) = around.rsplit_once("ilst/") else { continue };
            let number = item.strip_prefix('#').and_then(|number| number.parse::<usize>().ok());
            let key = match (item, number) {
                ("----", _) => free.as_str(),
                (_, Some(number)) => {
                    let list = list.strip_suffix("meta/").unwrap_or(list);
                    let known = keys.get(list).and_then(|keys| keys.get(number.checked_sub(1)?));
                    known.map_or(item, String::as_str)
                }
                _ => item,
            };
            let content = bytes(file)?;
            if let Some((head, value)) = content.split_at_checked(8) {
                match head[3] {
                    1 | 4 => found.add(Scheme::Mp4, key, decoded(value), &place.behind(8)),
                    2 | 5 => found.add(Scheme::Mp4, key, utf16(value, true), &place.behind(8)),
                    _ => {}
                }
            }
        } else if around.ends_with("udta") && own.starts_with('©') {
            // Texts with length and language.
            let content = bytes(file)?;
            if let Some(&[high, low, _, _]) = content.first_chunk() {
                let length = usize::from(u16::from_be_bytes([high, low]));
                let text = content.get(4..4 + length).or(content.get(4..)).unwrap_or_default();
                found.add(Scheme::Mp4, own, decoded(text), &place.behind(4));
            }
        } else if own == "AIGC"
            || around.ends_with("udta") && matches!(own, "name" | "auth" | "titl" | "dscp" | "cprt")
        {
            let content = bytes(file)?;
            let text: &[u8] = match own {
                // Version, flags and language.
                "auth" | "titl" | "dscp" | "cprt" => content.get(6..).unwrap_or_default(),
                _ => &content,
            };
            found.add(Scheme::Mp4, own, decoded(text), &place);
        }
    }
    Ok(())
}

fn names(bytes: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = 8;
    while names.len() < MOST_KEYS {
        let Some(size) = bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_be_bytes)
        else {
            break;
        };
        let Some(name) = bytes.get(at + 8..at.saturating_add(size as usize)) else { break };
        names.push(decoded(name));
        at += size as usize;
    }
    names
}
