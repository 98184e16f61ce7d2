//! JPEG: marker segments up to the picture itself (ISO/IEC 10918-1, annex B).

use super::{Pieces, be16};
use crate::Source;
use std::io::{self, Read, Seek};

/// Bytes at the end in which the marker of the end is looked for: programs add things behind it.
const TAIL: u64 = 1 << 20;

pub(super) fn read<R: Read + Seek>(file: &mut Source<R>, found: &mut Pieces) -> io::Result<()> {
    let mut at = 2;
    loop {
        let head = file.take(at, 4)?;
        let Some((&0xff, &marker)) = head.first().zip(head.get(1)) else {
            let what = if head.len() < 2 {
                "the file ends before the picture begins"
            } else {
                "no marker stands here"
            };
            found.trouble(if head.len() < 2 { "truncated" } else { "broken_structure" }, at, what);
            return Ok(());
        };
        match marker {
            // Bytes that fill, and markers without a segment.
            0xff => {
                at += 1;
                continue;
            }
            0x01 | 0xd0..=0xd8 => {
                at += 2;
                continue;
            }
            0xd9 => return Ok(()),
            _ => {}
        }
        let length = u64::from(be16(&head, 2).unwrap_or(0));
        if length < 2 {
            found.trouble("broken_structure", at, "a segment is shorter than its own length field");
            return Ok(());
        }
        let (start, end) = (at + 4, at + 2 + length);
        if end > file.len() {
            found.trouble("truncated", at, "a segment goes beyond the end of the file");
            return Ok(());
        }
        let name = match marker {
            0xe0..=0xef => format!("APP{}", marker - 0xe0),
            0xfe => "COM".to_owned(),
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => format!("SOF{}", marker - 0xc0),
            0xda => {
                check_end(file, end, found)?;
                return Ok(());
            }
            _ => String::new(),
        };
        if !name.is_empty() && !found.push(name, start, end) {
            return Ok(());
        }
        at = end;
    }
}

fn check_end<R: Read + Seek>(file: &mut Source<R>, scan: u64, found: &mut Pieces) -> io::Result<()> {
    let from = file.len().saturating_sub(TAIL).max(scan);
    let tail = file.take(from, TAIL as usize)?;
    if !tail.windows(2).any(|pair| pair == [0xff, 0xd9]) {
        found.trouble("truncated", file.len(), "the picture has no end marker");
    }
    Ok(())
}
