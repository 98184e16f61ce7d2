//! MP3: tags before and behind the sound.

use super::Pieces;
use crate::Source;
use std::io::{self, Read, Seek};

pub(super) fn read<R: Read + Seek>(file: &mut Source<R>, found: &mut Pieces) -> io::Result<()> {
    let head = file.take(0, 10)?;
    if head.starts_with(b"ID3") && head.len() == 10 {
        // Seven bits a byte.
        let length = head[6..10].iter().fold(0u64, |sum, &byte| sum << 7 | u64::from(byte & 0x7f));
        let end = 10 + length;
        if end > file.len() {
            found.trouble("truncated", 0, "the ID3 tag goes beyond the end of the file");
        }
        found.push("ID3v2", 0, end.min(file.len()));
    }
    if let Some(at) = file.len().checked_sub(128)
        && file.take(at, 3)? == b"TAG"
    {
        found.push("ID3v1", at, file.len());
    }
    Ok(())
}
