//! Members of a zip archive that its library does not list: those that share their name with another, and those of an
//! archive that was cut short, which has no list.

use flate2::{Crc, bufread::DeflateDecoder};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Take};
use zip::ZipArchive;
use zip::result::{ZipError, ZipResult};

const LOCAL: &[u8; 4] = b"PK\x03\x04";
const CENTRAL: &[u8; 4] = b"PK\x01\x02";
/// Length of the fixed part of a local header, and of an entry of the directory, without the signature.
const LOCAL_LENGTH: usize = 26;
const CENTRAL_LENGTH: usize = 42;
/// Sizes and offsets of this value stand in a field for large files instead.
const ELSEWHERE: u64 = u32::MAX as u64;

const ENCRYPTED: u16 = 1;
/// Sizes stand behind the content, as they were not known before.
const STREAMED: u16 = 1 << 3;
const UTF8: u16 = 1 << 11;

/// An entry of the directory.
pub(super) struct Entry {
    pub(super) name: String,
    packed: u64,
    crc: u32,
    /// Where its local header stands.
    start: u64,
}

impl Entry {
    /// Its content, unpacked. The sum over it is checked at its end.
    pub(super) fn open(&self, file: &File) -> ZipResult<impl Read> {
        let mut file = file.try_clone()?;
        file.seek(SeekFrom::Start(self.start))?;
        let mut reader = BufReader::new(file);
        let mut signature = [0; 4];
        reader.read_exact(&mut signature)?;
        let local = Local::read(&mut reader)?;
        let content = unpacked(reader.take(self.packed), local.method, local.flags)?;
        Ok(Checked { content, sum: Crc::new(), expected: Some(self.crc) })
    }
}

/// Entries that another of the same name hides in the list of the library.
pub(super) fn shadowed(archive: &mut ZipArchive<BufReader<File>>, file: &mut File) -> Vec<Entry> {
    let entries = file
        .seek(SeekFrom::Start(archive.central_directory_start()))
        .map(|_| directory(&mut BufReader::new(&*file), archive.offset()))
        .unwrap_or_default();
    if entries.len() <= archive.len() {
        return Vec::new();
    }
    let listed: std::collections::HashSet<u64> =
        (0..archive.len()).filter_map(|n| Some(archive.by_index_raw(n).ok()?.header_start())).collect();
    entries.into_iter().filter(|entry| !listed.contains(&entry.start)).collect()
}

/// All entries of the directory that begins here.
fn directory(reader: &mut impl BufRead, offset: u64) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut signature = [0; 4];
    while reader.read_exact(&mut signature).is_ok() && signature == *CENTRAL {
        let Some(entry) = entry(reader, offset) else { break };
        entries.push(entry);
    }
    entries
}

fn entry(reader: &mut impl Read, offset: u64) -> Option<Entry> {
    let mut fixed = [0; CENTRAL_LENGTH];
    reader.read_exact(&mut fixed).ok()?;
    let name = bytes(reader, short(&fixed, 24))?;
    let extra = bytes(reader, short(&fixed, 26))?;
    bytes(reader, short(&fixed, 28))?;
    let (mut packed, mut start) = (long(&fixed, 16), long(&fixed, 38));
    let mut large = large_sizes(&extra)
        .chunks_exact(8)
        .map(|size| u64::from_le_bytes(size.try_into().unwrap_or_default()));
    // They stand in this order, each only where its own place has no room for it.
    if long(&fixed, 20) == ELSEWHERE {
        large.next()?;
    }
    if packed == ELSEWHERE {
        packed = large.next()?;
    }
    if start == ELSEWHERE {
        start = large.next()?;
    }
    let crc = u32::try_from(long(&fixed, 12)).ok()?;
    Some(Entry { name: text(name, short(&fixed, 4)), packed, crc, start: start.checked_add(offset)? })
}

/// The field for large files among the extra fields.
fn large_sizes(mut extra: &[u8]) -> &[u8] {
    while let Some(([a, b, c, d], rest)) = extra.split_first_chunk::<4>().map(|(head, rest)| (*head, rest)) {
        let length = usize::from(u16::from_le_bytes([c, d])).min(rest.len());
        if u16::from_le_bytes([a, b]) == 1 {
            return &rest[..length];
        }
        extra = &rest[length..];
    }
    &[]
}

/// The header before the content of a member.
pub(super) struct Local {
    pub(super) name: String,
    flags: u16,
    method: u16,
    packed: u64,
    crc: u32,
}

impl Local {
    fn read(reader: &mut impl Read) -> io::Result<Self> {
        let mut fixed = [0; LOCAL_LENGTH];
        reader.read_exact(&mut fixed)?;
        let cut = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let name = bytes(reader, short(&fixed, 22)).ok_or_else(cut)?;
        let extra = bytes(reader, short(&fixed, 24)).ok_or_else(cut)?;
        let mut packed = long(&fixed, 14);
        if packed == ELSEWHERE {
            packed = large_sizes(&extra)
                .get(8..16)
                .map_or(packed, |size| u64::from_le_bytes(size.try_into().unwrap_or_default()));
        }
        let flags = short(&fixed, 2);
        let crc = u32::try_from(long(&fixed, 10)).unwrap_or(0);
        Ok(Self { name: text(name, flags), flags, method: short(&fixed, 4), packed, crc })
    }

    /// The content behind the header, unpacked.
    pub(super) fn content<'r, R: BufRead>(&self, reader: &'r mut R) -> ZipResult<impl Read + use<'r, R>> {
        let is_streamed = self.flags & STREAMED != 0;
        let length = if is_streamed && self.packed == 0 { u64::MAX } else { self.packed };
        // Only packed data say themselves where they end.
        if length == u64::MAX && self.method == 0 {
            return Err(ZipError::UnsupportedArchive("the length of the file is not known"));
        }
        let content = unpacked(reader.take(length), self.method, self.flags)?;
        Ok(Checked { content, sum: Crc::new(), expected: (!is_streamed).then_some(self.crc) })
    }
}

/// Goes behind the next local header.
pub(super) fn next_local(reader: &mut impl BufRead) -> Option<Local> {
    let mut window = [0; 4];
    loop {
        let buffer = reader.fill_buf().ok().filter(|buffer| !buffer.is_empty())?;
        let mut used = 0;
        let found = buffer.iter().any(|byte| {
            used += 1;
            window.rotate_left(1);
            window[3] = *byte;
            window == *LOCAL || window == *CENTRAL
        });
        reader.consume(used);
        if found {
            return (window == *LOCAL).then(|| Local::read(reader).ok()).flatten();
        }
    }
}

/// Content by the method with which it was packed.
enum Unpacked<R: BufRead> {
    Stored(Take<R>),
    Deflated(DeflateDecoder<Take<R>>),
}

fn unpacked<R: BufRead>(packed: Take<R>, method: u16, flags: u16) -> ZipResult<Unpacked<R>> {
    if flags & ENCRYPTED != 0 {
        return Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED));
    }
    match method {
        0 => Ok(Unpacked::Stored(packed)),
        8 => Ok(Unpacked::Deflated(DeflateDecoder::new(packed))),
        other => Err(ZipError::CompressionMethodNotSupported(other)),
    }
}

impl<R: BufRead> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Stored(content) => match content.read(buffer)? {
                0 if !buffer.is_empty() && content.limit() > 0 => Err(io::ErrorKind::UnexpectedEof.into()),
                n => Ok(n),
            },
            Self::Deflated(content) => content.read(buffer),
        }
    }
}

/// Fails at the end when the sum is not the expected one, where that is known.
struct Checked<R> {
    content: R,
    sum: Crc,
    expected: Option<u32>,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.content.read(buffer)?;
        self.sum.update(&buffer[..n]);
        if n == 0 && !buffer.is_empty() && self.expected.is_some_and(|expected| expected != self.sum.sum()) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "its checksum is wrong"));
        }
        Ok(n)
    }
}

fn short(fixed: &[u8], at: usize) -> u16 {
    fixed.get(at..at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

fn long(fixed: &[u8], at: usize) -> u64 {
    fixed.get(at..at + 4).map_or(0, |b| u64::from(u32::from_le_bytes([b[0], b[1], b[2], b[3]])))
}

fn bytes(reader: &mut impl Read, length: u16) -> Option<Vec<u8>> {
    let mut out = vec![0; usize::from(length)];
    reader.read_exact(&mut out).ok()?;
    Some(out)
}

/// A name: UTF-8, or in the code page of DOS.
fn text(name: Vec<u8>, flags: u16) -> String {
    match String::from_utf8(name) {
        Ok(name) => name,
        Err(error) if flags & UTF8 != 0 => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        Err(error) => error
            .as_bytes()
            .iter()
            .map(|byte| if byte.is_ascii() { *byte as char } else { '\u{fffd}' })
            .collect(),
    }
}
