//! The pieces that a file is made of, with their places: segments, chunks, blocks, boxes.
//!
//! Only what may say something about the file's origin, or what is needed to get there, is listed. Pixels and sound are
//! passed over unread.

mod boxes;
mod gif;
mod jpeg;
mod png;
mod riff;
mod sound;
mod tiff;

use crate::{Container, Source, Trouble};
use std::io::{Read, Seek};

/// A piece of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What the format calls it, with the way to it, such as `APP1`, `tEXt` or `moov/udta/meta`.
    pub name: String,
    /// First byte of its content.
    pub start: u64,
    /// Byte after the last.
    pub end: u64,
}

impl Piece {
    /// Number of its bytes.
    pub fn len(&self) -> u64 {
        self.end - self.start
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }
}

/// Most pieces of one file that are listed.
pub const MOST: usize = 4096;
/// Pieces within pieces beyond this depth are not looked for.
pub const DEEPEST: usize = 12;

/// What was found in a file, and what was wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Pieces {
    /// In the order of the file.
    pub list: Vec<Piece>,
    /// What is wrong with it.
    pub troubles: Vec<Trouble>,
}

impl Pieces {
    fn push(&mut self, name: impl Into<String>, start: u64, end: u64) -> bool {
        if self.list.len() < MOST {
            self.list.push(Piece { name: name.into(), start, end });
            return true;
        }
        if self.list.len() == MOST && !self.troubles.iter().any(|trouble| trouble.code == "too_many_pieces") {
            self.trouble(
                "too_many_pieces",
                start,
                format!("the first {MOST} pieces are looked at; there are more"),
            );
        }
        false
    }

    fn trouble(&mut self, code: &'static str, at: u64, message: impl Into<String>) {
        self.troubles.push(Trouble::new(code, at, message));
    }
}

/// The pieces of `file`.
pub fn pieces<R: Read + Seek>(file: &mut Source<R>, kind: Container) -> Pieces {
    let mut found = Pieces::default();
    let read = match kind {
        Container::Jpeg => jpeg::read(file, &mut found),
        Container::Png => png::read(file, &mut found),
        Container::Webp | Container::Wav => riff::read(file, &mut found),
        Container::Gif => gif::read(file, &mut found),
        Container::Mp3 => sound::read(file, &mut found),
        Container::Tiff => tiff::read(file, &mut found),
        kind if kind.has_boxes() => boxes::read(file, &mut found),
        _ => Ok(()),
    };
    if let Err(error) = read {
        found.troubles.push(Trouble::io(0, &error));
    }
    found
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes)
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_be_bytes)
}

/// A name of four bytes, printable.
fn four(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|&byte| match byte {
            0xa9 => '©',
            b' '..=b'~' => byte as char,
            _ => '?',
        })
        .collect()
}
