//! Boxes of MP4, MOV, M4A, HEIC and AVIF files (ISO/IEC 14496-12).

use super::{DEEPEST, Pieces, be32, four};
use crate::Source;
use std::io::{self, Read, Seek};

/// Boxes that are looked into.
const WITHIN: [&str; 8] = ["moov", "udta", "trak", "meta", "ilst", "iprp", "ipco", "mdia"];
/// Boxes that are passed over before reading ends.
const MOST_BOXES: usize = 1 << 16;

pub(super) fn read<R: Read + Seek>(file: &mut Source<R>, found: &mut Pieces) -> io::Result<()> {
    let mut walk = Walk { file, found, boxes: 0 };
    let end = walk.file.len();
    walk.boxes_in(0, end, "", 0)
}

struct Walk<'w, R> {
    file: &'w mut Source<R>,
    found: &'w mut Pieces,
    boxes: usize,
}

impl<R: Read + Seek> Walk<'_, R> {
    fn boxes_in(&mut self, mut at: u64, end: u64, way: &str, depth: usize) -> io::Result<()> {
        while at + 8 <= end {
            self.boxes += 1;
            if self.boxes > MOST_BOXES {
                if self.boxes == MOST_BOXES + 1 {
                    self.found.trouble(
                        "too_many_pieces",
                        at,
                        format!("the first {MOST_BOXES} boxes are looked at; there are more"),
                    );
                }
                return Ok(());
            }
            let head = self.file.take(at, 16)?;
            let Some((size, kind)) = be32(&head, 0).zip(head.get(4..8)) else { return Ok(()) };
            // Items of QuickTime's lists go by number.
            let name = match kind {
                [0, ..] if way.ends_with("ilst/") => format!("#{}", be32(kind, 0).unwrap_or(0)),
                _ => four(kind),
            };
            let (start, stop) = match size {
                0 => (at + 8, end),
                1 => {
                    let high = be32(&head, 8).zip(be32(&head, 12));
                    let long = high.map_or(0, |(high, low)| u64::from(high) << 32 | u64::from(low));
                    (at + 16, at.saturating_add(long))
                }
                size => (at + 8, at + u64::from(size)),
            };
            if stop < start {
                // Lists of users' data end with four zero bytes.
                if size != 0 || kind != [0; 4] {
                    self.found.trouble(
                        "broken_structure",
                        at,
                        format!("box {way}{name} is shorter than its own header"),
                    );
                }
                return Ok(());
            }
            if stop > end {
                let message = format!("box {way}{name} goes beyond the end of what is around it");
                self.found.trouble("truncated", at, message);
            }
            let stop = stop.min(end);
            let path = format!("{way}{name}");
            if !self.found.push(path.clone(), start, stop) {
                return Ok(());
            }
            let is_item = way.ends_with("ilst/");
            if WITHIN.contains(&name.as_str()) || is_item {
                if depth + 1 >= DEEPEST {
                    if !self.found.troubles.iter().any(|trouble| trouble.code == "nested_too_deep") {
                        let message = format!("boxes are looked into {DEEPEST} deep; these go on");
                        self.found.trouble("nested_too_deep", at, message);
                    }
                } else {
                    let inner = if name == "meta" { self.after_version(start, stop)? } else { start };
                    self.boxes_in(inner, stop, &format!("{path}/"), depth + 1)?;
                }
            }
            at = stop.max(at + 8);
        }
        Ok(())
    }

    /// Where the boxes of a `meta` box begin: QuickTime has none of the four bytes of version and flags.
    fn after_version(&mut self, start: u64, stop: u64) -> io::Result<u64> {
        let head = self.file.range(start, stop, 8)?;
        let is_bare = head.get(4..8).is_some_and(|kind| kind == b"hdlr");
        Ok(if is_bare { start } else { (start + 4).min(stop) })
    }
}
