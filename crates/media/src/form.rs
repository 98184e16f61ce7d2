//! The form of a file: its pieces, and how large its picture is.

use crate::pieces::{Piece, Pieces, pieces};
use crate::{Container, Source, Trouble};
use serde::Serialize;
use std::io::{Read, Seek};

/// Points of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Size {
    /// Across.
    pub width: u32,
    /// Down.
    pub height: u32,
}

/// What a file is made of.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Points of its picture, as its header claims; `None` where it has or states none.
    pub size: Option<Size>,
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// What is wrong with it.
    pub troubles: Vec<Trouble>,
}

/// The form of `file`.
pub fn form<R: Read + Seek>(file: &mut Source<R>, kind: Container) -> Form {
    let Pieces { list, troubles } = pieces(file, kind);
    let size = size(file, kind, &list);
    Form { size, pieces: list, troubles }
}

fn size<R: Read + Seek>(file: &mut Source<R>, kind: Container, pieces: &[Piece]) -> Option<Size> {
    let mut head = |piece: &Piece, most: usize| file.range(piece.start, piece.end, most).ok();
    let first = |name: &str| pieces.iter().find(|piece| piece.name == name);
    match kind {
        Container::Jpeg => {
            let bytes = head(pieces.iter().find(|piece| piece.name.starts_with("SOF"))?, 5)?;
            sized(big(bytes.get(3..5)?), big(bytes.get(1..3)?))
        }
        Container::Png => {
            let bytes = head(first("IHDR")?, 8)?;
            sized(big(bytes.get(..4)?), big(bytes.get(4..8)?))
        }
        Container::Gif => {
            let bytes = file.take(6, 4).ok()?;
            sized(little(bytes.get(..2)?), little(bytes.get(2..4)?))
        }
        Container::Webp => webp(first, &mut head),
        Container::Tiff => {
            let order = file.take(0, 2).ok()?;
            let read = if order == b"II" { little } else { big };
            let mut value = |tag: &str| {
                let piece = first(tag)?;
                let wide = piece.len().min(4) as usize;
                Some(read(&file.range(piece.start, piece.end, wide).ok()?))
            };
            sized(value("256")?, value("257")?)
        }
        Container::Heic | Container::Avif => {
            // The largest: parts of a picture and small copies have sizes of their own.
            let each = pieces.iter().filter(|piece| piece.name.ends_with("ipco/ispe"));
            let sizes = each.filter_map(|piece| {
                let bytes = head(piece, 12)?;
                sized(big(bytes.get(4..8)?), big(bytes.get(8..12)?))
            });
            sizes.max_by_key(|size| u64::from(size.width) * u64::from(size.height))
        }
        Container::Mp4 | Container::Mov => {
            let each = pieces.iter().filter(|piece| piece.name.ends_with("trak/tkhd"));
            let sizes = each.filter_map(|piece| {
                let bytes = head(piece, 96)?;
                // Behind version, times and matrix; version 1 has times of eight bytes.
                let at = if bytes.first() == Some(&1) { 88 } else { 76 };
                sized(big(bytes.get(at..at + 4)?) >> 16, big(bytes.get(at + 4..at + 8)?) >> 16)
            });
            sizes.max_by_key(|size| u64::from(size.width) * u64::from(size.height))
        }
        _ => None,
    }
}

fn webp<'p>(
    first: impl Fn(&str) -> Option<&'p Piece>,
    head: &mut impl FnMut(&Piece, usize) -> Option<Vec<u8>>,
) -> Option<Size> {
    if let Some(piece) = first("VP8X") {
        let bytes = head(piece, 10)?;
        return sized(little(bytes.get(4..7)?) + 1, little(bytes.get(7..10)?) + 1);
    }
    if let Some(piece) = first("VP8L") {
        let bytes = head(piece, 5)?;
        let packed = little(bytes.get(1..5)?);
        return sized((packed & 0x3fff) + 1, (packed >> 14 & 0x3fff) + 1);
    }
    let bytes = head(first("VP8 ")?, 10)?;
    sized(little(bytes.get(6..8)?) & 0x3fff, little(bytes.get(8..10)?) & 0x3fff)
}

fn big(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, &byte| sum << 8 | u32::from(byte))
}

fn little(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |sum, &byte| sum << 8 | u32::from(byte))
}

fn sized(width: u32, height: u32) -> Option<Size> {
    (width > 0 && height > 0).then_some(Size { width, height })
}
