//! What a single file is, and how it is unpacked for the engine, which reads plain files only.

use crate::error::{EngineError, Result, io_at};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Format of a file's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Parquet,
    /// With this byte between the fields.
    Csv(u8),
    JsonLines,
    JsonArray,
}

/// A file as the engine can read it.
#[derive(Debug)]
pub(crate) struct Plain {
    pub(crate) path: PathBuf,
    pub(crate) format: Format,
}

impl Format {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Parquet => "Parquet",
            Self::Csv(_) => "CSV",
            Self::JsonLines => "JSON Lines",
            Self::JsonArray => "JSON",
        }
    }
}

/// Bytes looked at to tell the format.
const PEEK: u64 = 64 << 10;
/// Largest window of Zstandard that is accepted, as a power of two. Archives of posts are packed with `--long=31`.
const ZSTD_WINDOW: u32 = 31;

const PARQUET: &[u8] = b"PAR1";
const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
const UTF8_MARK: &[u8] = &[0xef, 0xbb, 0xbf];

/// Tells what `path` is. Packed files, and those that begin with a byte order mark, are written into `scratch` first;
/// more than `limit` bytes are refused there.
pub(crate) fn plain(path: &Path, scratch: &Path, limit: u64) -> Result<Plain> {
    let mut file = File::open(path).map_err(io_at("opening", path))?;
    let head = peek(&mut file, path)?;
    let refuse =
        |format, why: &str| Err(EngineError::Format { path: path.to_owned(), format, why: why.to_owned() });
    if head.starts_with(GZIP) {
        return unpack(&mut MultiGzDecoder::new(file), path, scratch, limit);
    }
    if head.starts_with(ZSTD) {
        let mut decoder = zstd::Decoder::new(file).map_err(io_at("unpacking", path))?;
        decoder.window_log_max(ZSTD_WINDOW).map_err(io_at("unpacking", path))?;
        return unpack(&mut decoder, path, scratch, limit);
    }
    if head.starts_with(UTF8_MARK) {
        return unpack(&mut file, path, scratch, limit);
    }
    if head.starts_with(b"PK\x03\x04") {
        return refuse("a table", "it is a zip archive or a workbook: unpack it, or save the sheet as CSV");
    }
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return refuse("a table", "it is UTF-16: save it as UTF-8");
    }
    let format = detect(&head);
    if matches!(format, Format::Csv(_)) && memchr::memchr(0, &head).is_some() {
        return refuse("a table", "it is neither Parquet nor text");
    }
    if head.is_empty() {
        return refuse(format.name(), "it is empty");
    }
    Ok(Plain { path: path.to_owned(), format })
}

/// Copies what `from` yields, without a byte order mark, and looks at that again.
fn unpack(from: &mut dyn Read, path: &Path, scratch: &Path, limit: u64) -> Result<Plain> {
    let mut file =
        tempfile::Builder::new().tempfile_in(scratch).map_err(io_at("creating a file in", scratch))?;
    let mut head = Vec::new();
    (&mut *from).take(3).read_to_end(&mut head).map_err(io_at("unpacking", path))?;
    if head.starts_with(UTF8_MARK) {
        head.clear();
    }
    file.write_all(&head).map_err(io_at("unpacking", path))?;
    let copied = io::copy(&mut from.take(limit.saturating_add(1)), file.as_file_mut())
        .map_err(io_at("unpacking", path))?;
    if copied > limit {
        let why = format!("`{}` unpacks to more than {limit} bytes", path.display());
        return Err(EngineError::Limit(why));
    }
    // The folder is removed with the query, and the file with it.
    let (_, unpacked) = file.keep().map_err(|e| io_at("keeping", path)(e.error))?;
    let mut again = File::open(&unpacked).map_err(io_at("opening", &unpacked))?;
    let head = peek(&mut again, path)?;
    if head.is_empty() {
        return Err(EngineError::Format {
            path: path.to_owned(),
            format: "a table",
            why: "it is empty".to_owned(),
        });
    }
    Ok(Plain { path: unpacked, format: detect(&head) })
}

fn peek(file: &mut File, path: &Path) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    (&*file).take(PEEK).read_to_end(&mut head).map_err(io_at("reading", path))?;
    file.rewind().map_err(io_at("reading", path))?;
    Ok(head)
}

fn detect(head: &[u8]) -> Format {
    if head.starts_with(PARQUET) {
        return Format::Parquet;
    }
    match head.iter().find(|b| !b.is_ascii_whitespace()) {
        Some(b'{') => Format::JsonLines,
        Some(b'[') => Format::JsonArray,
        _ => Format::Csv(delimiter(head)),
    }
}

/// The sign that stands most often in the header, outside quotes.
fn delimiter(head: &[u8]) -> u8 {
    const SIGNS: [u8; 4] = [b',', b'\t', b';', b'|'];
    let mut counts = [0usize; SIGNS.len()];
    let mut quoted = false;
    for &byte in head {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if !quoted => {
                if let Some(i) = SIGNS.iter().position(|&sign| sign == byte) {
                    counts[i] += 1;
                }
            }
            _ => {}
        }
    }
    // Of equal counts the first in the list.
    let best = (0..SIGNS.len()).rev().max_by_key(|&i| counts[i]).unwrap_or(0);
    SIGNS[best]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_the_format() {
        let cases: [(&[u8], Format); 9] = [
            (b"PAR1\x00", Format::Parquet),
            (b"  {\"a\": 1}\n", Format::JsonLines),
            (b"\n[{\"a\": 1}]", Format::JsonArray),
            (b"a,b\n1;2;3,4\n", Format::Csv(b',')),
            (b"a;b\n1,2,3\n", Format::Csv(b';')),
            (b"a\tb,c\td\n", Format::Csv(b'\t')),
            (b"\"a,b,c\";d\n", Format::Csv(b';')),
            (b"one\n1\n", Format::Csv(b',')),
            (b"a|b\n", Format::Csv(b'|')),
        ];
        for (head, format) in cases {
            assert_eq!(detect(head), format, "{}", String::from_utf8_lossy(head));
        }
    }
}
