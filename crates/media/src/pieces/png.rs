//! PNG: chunks (ISO/IEC 15948).

use super::{Pieces, be32, four};
use crate::Source;
use std::io::{self, Read, Seek};

/// Chunks that are passed over before reading ends: a file of empty ones is no picture.
const MOST_CHUNKS: usize = 1 << 20;

pub(super) fn read<R: Read + Seek>(file: &mut Source<R>, found: &mut Pieces) -> io::Result<()> {
    let mut at = 8;
    for _ in 0..MOST_CHUNKS {
        let head = file.take(at, 8)?;
        let Some((length, name)) = be32(&head, 0).zip(head.get(4..8)) else {
            found.trouble("truncated", at, "the file ends before its last chunk");
            return Ok(());
        };
        let (start, end) = (at + 8, at + 8 + u64::from(length));
        if end + 4 > file.len() {
            found.trouble("truncated", at, format!("chunk {} goes beyond the end of the file", four(name)));
            return Ok(());
        }
        match name {
            b"IDAT" | b"fdAT" => {}
            b"IEND" => {
                let rest = file.len() - (end + 4);
                if rest > 0 {
                    found.push("trailer", end + 4, file.len());
                    found.trouble(
                        "trailing_bytes",
                        end + 4,
                        format!("{rest} bytes stand behind the picture's end"),
                    );
                }
                return Ok(());
            }
            _ => {
                if !found.push(four(name), start, end) {
                    return Ok(());
                }
            }
        }
        at = end + 4;
    }
    found.trouble(
        "too_many_pieces",
        at,
        format!("the first {MOST_CHUNKS} chunks are looked at; there are more"),
    );
    Ok(())
}
