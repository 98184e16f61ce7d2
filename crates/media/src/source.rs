//! Bytes of a file, a bounded piece at a time.

use crate::HEAD;
use std::io::{self, Read, Seek, SeekFrom};

/// A file of known length, from which pieces are taken.
pub struct Source<R> {
    inner: R,
    len: u64,
}

impl<R: Read + Seek> Source<R> {
    /// The whole of `inner`.
    pub fn new(mut inner: R) -> io::Result<Self> {
        let len = inner.seek(SeekFrom::End(0))?;
        Ok(Self { inner, len })
    }

    /// Number of bytes.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes from `at` on: `most` of them, or fewer where the file ends.
    pub fn take(&mut self, at: u64, most: usize) -> io::Result<Vec<u8>> {
        let there = self.len.saturating_sub(at).min(most as u64);
        let mut bytes = Vec::new();
        if there > 0 {
            self.inner.seek(SeekFrom::Start(at))?;
            self.inner.by_ref().take(there).read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    }

    /// Bytes of `start..end`, or their beginning where they are more than `most`.
    pub fn range(&mut self, start: u64, end: u64, most: usize) -> io::Result<Vec<u8>> {
        let wanted = end.saturating_sub(start).min(most as u64);
        self.take(start, wanted as usize)
    }

    /// The beginning, from which the container is told.
    pub fn head(&mut self) -> io::Result<Vec<u8>> {
        self.take(0, HEAD)
    }

    /// The reader itself, at the beginning.
    pub fn rewound(&mut self) -> io::Result<&mut R> {
        self.inner.rewind()?;
        Ok(&mut self.inner)
    }
}
