//! GIF: extension blocks (GIF89a specification). Comments and application blocks are listed with their sub-blocks.

use super::Pieces;
use crate::Source;
use std::io::{self, Read, Seek};

/// Bytes of a file that are walked through.
const MOST_BYTES: usize = 64 << 20;

pub(super) fn read<R: Read + Seek>(file: &mut Source<R>, found: &mut Pieces) -> io::Result<()> {
    let bytes = file.take(0, MOST_BYTES)?;
    let is_whole = bytes.len() as u64 == file.len();
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut at = 13 + bytes.get(10).map_or(0, |&flags| table(flags));
    loop {
        let block = bytes.get(at).zip(bytes.get(at + 1));
        at = match (bytes.get(at), block) {
            (Some(0x3b), _) => {
                if at + 1 < bytes.len() {
                    let (end, rest) = (at as u64 + 1, bytes.len() - at - 1);
                    found.trouble(
                        "trailing_bytes",
                        end,
                        format!("{rest} bytes stand behind the picture's end"),
                    );
                }
                return Ok(());
            }
            (Some(0x21), Some((_, &label))) => {
                let end = sub_blocks(&bytes, at + 2);
                let name = match label {
                    0xfe => "comment",
                    0xff => "application",
                    _ => "",
                };
                if let (false, Some(end)) = (name.is_empty(), end)
                    && !found.push(name, at as u64 + 2, end as u64)
                {
                    return Ok(());
                }
                end
            }
            (Some(0x2c), _) => {
                bytes.get(at + 9).and_then(|&flags| sub_blocks(&bytes, at + 11 + table(flags)))
            }
            (Some(_), _) => {
                found.trouble("broken_structure", at as u64, "no block begins here");
                return Ok(());
            }
            (None, _) => None,
        }
        .unwrap_or(usize::MAX);
        if at >= bytes.len() {
            if is_whole {
                found.trouble("truncated", bytes.len() as u64, "the file ends before the picture does");
            }
            return Ok(());
        }
    }
}

/// Where the sub-blocks that begin at `at` end: behind an empty one.
fn sub_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match usize::from(*bytes.get(at)?) {
            0 => return Some(at + 1),
            length => at += 1 + length,
        }
    }
}
