//! The bytes behind a record: from evidence, through its containers, to the range that a reader noted.

use crate::error::{CaseError, Result, io_at};
use crate::folder::Case;
use flate2::read::MultiGzDecoder;
use model::{At, Container, Encoded, EvidenceNo, RawRef};
use std::io::{self, Read, Seek, SeekFrom, Write};

/// Most bytes that [`Case::read_bytes`] returns.
pub const MAX_EXCERPT: u64 = 1 << 20;

/// Deepest nesting of containers. Readers stop before.
const MAX_DEPTH: usize = 16;
/// A compressed stream is followed as far as readers follow it: this many times the size of the evidence ...
const EXPANSION: u64 = 200;
/// ... but at least this far.
const EXPANSION_FLOOR: u64 = 256 << 20;
/// Longest encoded piece of a mail that is decoded: as long as mails are read.
const MAX_PIECE: u64 = 150 << 20;
/// Largest window of Zstandard that is accepted, as a power of two. Archives of posts are packed with `--long=31`.
const ZSTD_WINDOW: u32 = 31;

/// Bytes that a record came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The bytes, at most [`MAX_EXCERPT`].
    pub bytes: Vec<u8>,
    /// Whether the range is longer than what is returned.
    pub cut: bool,
}

impl Case {
    /// Reads the bytes to which `raw` points, decompressing on the way. At most [`MAX_EXCERPT`] bytes come back.
    ///
    /// Rows of tables have no bytes of their own: [`CaseError::NotBytes`].
    pub fn read_bytes(&self, raw: &RawRef) -> Result<Excerpt> {
        let At::Bytes(start, end) = raw.at else {
            return Err(CaseError::NotBytes(raw.at));
        };
        let row = self.evidence_row(raw.evidence)?;
        let path = self.evidence_path(&row.evidence.id);
        let file = self.open_evidence(&row.evidence.id)?;
        if end < start {
            return Err(CaseError::OutOfRange {
                evidence: raw.evidence,
                start,
                end,
                len: row.evidence.bytes,
            });
        }
        let way = Way {
            evidence: raw.evidence,
            start,
            end,
            limit: row.evidence.bytes.saturating_mul(EXPANSION).max(EXPANSION_FLOOR),
        };
        if raw.path.is_empty() {
            let mut file = file;
            let len = file.seek(SeekFrom::End(0)).map_err(io_at("reading", &path))?;
            if end > len {
                return Err(CaseError::OutOfRange { evidence: raw.evidence, start, end, len });
            }
            file.seek(SeekFrom::Start(start)).map_err(io_at("reading", &path))?;
            return way.take(&mut file).map_err(io_at("reading", &path));
        }
        if raw.path.len() > MAX_DEPTH {
            return Err(
                way.broken("containers in containers", io::Error::other("they are nested too deeply"))
            );
        }
        way.follow(Stream::Seekable(&mut io::BufReader::new(file)), &raw.path)
    }
}

trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// What the next container is read from.
enum Stream<'s> {
    Seekable(&'s mut dyn ReadSeek),
    Plain(&'s mut dyn Read),
}

/// What is looked for, and how far.
struct Way {
    evidence: EvidenceNo,
    start: u64,
    end: u64,
    limit: u64,
}

impl Way {
    fn follow(&self, stream: Stream<'_>, path: &[Container]) -> Result<Excerpt> {
        let Some((step, rest)) = path.split_first() else {
            return match stream {
                Stream::Seekable(reader) => self.skip_and_take(reader),
                Stream::Plain(reader) => self.skip_and_take(reader),
            };
        };
        match step {
            Container::Gzip => {
                let mut reader = MultiGzDecoder::new(self.limited(stream));
                self.follow(Stream::Plain(&mut reader), rest)
            }
            Container::Zstd => {
                let open = |reader| {
                    let mut decoder = zstd::Decoder::new(reader)?;
                    decoder.window_log_max(ZSTD_WINDOW)?;
                    Ok(decoder)
                };
                let mut reader = open(self.limited(stream)).map_err(|e| self.broken("Zstandard data", e))?;
                self.follow(Stream::Plain(&mut reader), rest)
            }
            Container::Zip(name) => {
                let step = || format!("member `{}` of a zip archive", name.escape_debug());
                let mut spooled;
                let seekable: &mut dyn ReadSeek = match stream {
                    Stream::Seekable(reader) => reader,
                    Stream::Plain(_) => {
                        spooled = self.spool(stream).map_err(|e| self.broken(step(), e))?;
                        &mut spooled
                    }
                };
                let mut archive =
                    zip::ZipArchive::new(seekable).map_err(|e| self.broken(step(), io::Error::other(e)))?;
                let mut member =
                    archive.by_name(name).map_err(|e| self.broken(step(), io::Error::other(e)))?;
                self.follow(Stream::Plain(&mut member), rest)
            }
            // The bytes stand in the stream around, and places count there.
            Container::Attached { copy: None, .. } => self.follow(stream, rest),
            Container::Attached { number, copy: Some(piece) } => {
                let copy = self
                    .decoded(stream, piece)
                    .map_err(|e| self.broken(format!("attached mail {number}"), e))?;
                self.follow(Stream::Seekable(&mut io::Cursor::new(copy)), rest)
            }
            Container::Sheet(name) => {
                let why = io::Error::other("cells of a workbook have no bytes of their own");
                Err(self.broken(format!("sheet `{}` of a workbook", name.escape_debug()), why))
            }
        }
    }

    /// What a piece of a stream says when it is decoded.
    fn decoded(&self, stream: Stream<'_>, piece: &Encoded) -> io::Result<Vec<u8>> {
        let length = piece.end.saturating_sub(piece.start);
        if length > MAX_PIECE {
            return Err(io::Error::other("it is longer than readers follow"));
        }
        let mut reader = self.limited(stream);
        io::copy(&mut (&mut reader).take(piece.start), &mut io::sink())?;
        let mut encoded = Vec::new();
        reader.take(length).read_to_end(&mut encoded)?;
        match encoded.len() as u64 == length {
            true => Ok(piece.encoding.decode(&encoded)),
            false => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    /// A zip archive inside a compressed stream has to lie in one place to be read.
    fn spool(&self, stream: Stream<'_>) -> io::Result<tempfile::SpooledTempFile> {
        let mut spooled = tempfile::spooled_tempfile(16 << 20);
        io::copy(&mut self.limited(stream), &mut spooled)?;
        spooled.flush()?;
        spooled.rewind()?;
        Ok(spooled)
    }

    fn limited<'s>(&self, stream: Stream<'s>) -> io::Take<&'s mut dyn Read> {
        let reader: &mut dyn Read = match stream {
            Stream::Seekable(reader) => reader,
            Stream::Plain(reader) => reader,
        };
        reader.take(self.limit)
    }

    fn skip_and_take<R: Read + ?Sized>(&self, reader: &mut R) -> Result<Excerpt> {
        let doing = "compressed data";
        if self.end > self.limit {
            return Err(self.broken(doing, io::Error::other("it expands beyond what readers follow")));
        }
        let mut reader = reader;
        let skipped = io::copy(&mut (&mut reader).take(self.start), &mut io::sink())
            .map_err(|e| self.broken(doing, e))?;
        let excerpt = self.take(&mut reader).map_err(|e| self.broken(doing, e))?;
        let got = skipped + excerpt.bytes.len() as u64;
        if skipped < self.start || (!excerpt.cut && got < self.end) {
            let (start, end) = (self.start, self.end);
            return Err(CaseError::OutOfRange { evidence: self.evidence, start, end, len: got });
        }
        Ok(excerpt)
    }

    /// The first bytes of the range; the reader stands at its start.
    fn take(&self, reader: &mut dyn Read) -> io::Result<Excerpt> {
        let wanted = self.end - self.start;
        let mut bytes = Vec::new();
        reader.take(wanted.min(MAX_EXCERPT)).read_to_end(&mut bytes)?;
        Ok(Excerpt { bytes, cut: wanted > MAX_EXCERPT })
    }

    fn broken(&self, step: impl Into<String>, source: io::Error) -> CaseError {
        CaseError::Container { evidence: self.evidence, step: step.into(), source }
    }
}
