//! RIFF: chunks of WebP and WAV files; lists are entered once, as deeper ones carry nothing that is told here.

use super::{Pieces, four, le32};
use crate::Source;
use std::io::{self, Read, Seek};

/// Chunks that are passed over before reading ends.
const MOST_CHUNKS: usize = 1 << 16;

pub(super) fn read<R: Read + Seek>(file: &mut Source<R>, found: &mut Pieces) -> io::Result<()> {
    let head = file.take(0, 12)?;
    let stated = u64::from(le32(&head, 4).unwrap_or(0)) + 8;
    if stated > file.len() {
        found.trouble(
            "truncated",
            file.len(),
            format!("the file states {stated} bytes and has {}", file.len()),
        );
    }
    chunks(file, 12, stated.min(file.len()), "", found)
}

fn chunks<R: Read + Seek>(
    file: &mut Source<R>,
    mut at: u64,
    end: u64,
    way: &str,
    found: &mut Pieces,
) -> io::Result<()> {
    for _ in 0..MOST_CHUNKS {
        if at + 8 > end {
            return Ok(());
        }
        let head = file.take(at, 12)?;
        let Some((length, name)) = le32(&head, 4).zip(head.get(..4)) else { return Ok(()) };
        let (start, stop) = (at + 8, at + 8 + u64::from(length));
        let whole = stop <= end;
        if !whole {
            found.trouble(
                "truncated",
                at,
                format!("chunk {way}{} goes beyond the end of what is around it", four(name)),
            );
        }
        let stop = stop.min(end);
        if name == b"LIST" && way.is_empty() && length >= 4 {
            let way = format!("LIST/{}/", four(head.get(8..12).unwrap_or_default()));
            chunks(file, start + 4, stop, &way, found)?;
        } else if !matches!(name, b"data" | b"ANMF")
            && !found.push(format!("{way}{}", four(name)), start, stop)
        {
            return Ok(());
        }
        if !whole {
            return Ok(());
        }
        // Chunks begin at even places.
        at = stop + (stop & 1);
    }
    found.trouble(
        "too_many_pieces",
        at,
        format!("the first {MOST_CHUNKS} chunks are looked at; there are more"),
    );
    Ok(())
}
