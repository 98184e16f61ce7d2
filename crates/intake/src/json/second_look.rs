//! Keeps what is being read, so that a document that cannot be read as a whole is looked at a second time, piece by piece.

use std::cell::RefCell;
use std::io::{self, BufRead, Read, Seek, SeekFrom, Write};
use std::rc::Rc;
use tempfile::SpooledTempFile;

/// Bytes that are kept in memory; more go to a nameless file.
const IN_MEMORY: usize = 8 << 20;
/// Bytes of a document beyond which nothing of it is kept.
const MOST: u64 = 4 << 30;

/// What was read since it was last told to forget.
#[derive(Clone)]
pub(super) struct Kept(Rc<RefCell<Inner>>);

struct Inner {
    file: SpooledTempFile,
    /// Places in the stream of what the file holds.
    start: u64,
    end: u64,
    /// It cannot be kept: too long, or the disk is full.
    is_gone: bool,
}

impl Kept {
    pub(super) fn new() -> Self {
        Self(Rc::new(RefCell::new(Inner {
            file: tempfile::spooled_tempfile(IN_MEMORY),
            start: 0,
            end: 0,
            is_gone: false,
        })))
    }

    /// Reads from `input` and keeps what passes.
    pub(super) fn keeping<'r>(&self, input: &'r mut dyn BufRead) -> Keeping<'r> {
        Keeping { input, kept: self.clone() }
    }

    /// What stands before `place` is not needed any more.
    pub(super) fn forget(&self, place: u64) {
        let mut inner = self.0.borrow_mut();
        let length = inner.end - inner.start;
        // Rarely, as what was read ahead is copied.
        if inner.is_gone || length > IN_MEMORY as u64 / 2 {
            let (from, end) = (place.max(inner.start), inner.end);
            let ahead = inner.part(from, end).unwrap_or_default();
            inner.is_gone = false;
            inner.start = inner.end - ahead.len() as u64;
            inner.file = tempfile::spooled_tempfile(IN_MEMORY);
            inner.is_gone = inner.file.write_all(&ahead).is_err();
        }
    }

    /// A reader of the bytes between two places, if they are still there. Nothing behind them is kept then.
    pub(super) fn take(&self, start: u64, end: u64) -> Option<impl Read + use<>> {
        let mut inner = self.0.borrow_mut();
        if inner.is_gone || start < inner.start || end > inner.end || start >= end {
            return None;
        }
        let read = inner.end;
        let ahead = inner.part(end, read)?;
        let mut later = tempfile::spooled_tempfile(IN_MEMORY);
        later.write_all(&ahead).ok()?;
        let mut file = std::mem::replace(&mut inner.file, later);
        let before = start - inner.start;
        inner.start = end;
        file.seek(SeekFrom::Start(before)).ok()?;
        Some(file.take(end - start))
    }
}

impl Inner {
    fn part(&mut self, start: u64, end: u64) -> Option<Vec<u8>> {
        if self.is_gone {
            return None;
        }
        let mut out = Vec::new();
        self.file.seek(SeekFrom::Start(start.checked_sub(self.start)?)).ok()?;
        (&mut self.file).take(end - start).read_to_end(&mut out).ok()?;
        self.file.seek(SeekFrom::End(0)).ok()?;
        Some(out)
    }

    fn add(&mut self, bytes: &[u8]) {
        self.end += bytes.len() as u64;
        if !self.is_gone && (self.end - self.start > MOST || self.file.write_all(bytes).is_err()) {
            self.is_gone = true;
            self.file = tempfile::spooled_tempfile(IN_MEMORY);
        }
    }
}

/// A stream that is kept as it is read.
pub(super) struct Keeping<'r> {
    input: &'r mut dyn BufRead,
    kept: Kept,
}

impl Read for Keeping<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(buffer)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Keeping<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        // The same bytes as before, as none were consumed since.
        if let Ok(bytes) = self.input.fill_buf() {
            self.kept.0.borrow_mut().add(&bytes[..n.min(bytes.len())]);
        }
        self.input.consume(n);
    }
}
