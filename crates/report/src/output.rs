//! Files that appear whole or not at all, with the hash of what went into them.

use crate::{Error, Result};
use model::Sha256;
use sha2::Digest;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// SHA-256 of the bytes.
    pub sha256: Sha256,
    /// Rows, lines or findings; 0 where the format has none.
    pub rows: u64,
    /// Number of bytes.
    pub bytes: u64,
}

/// Counts and hashes what passes through.
pub struct Hashing<W> {
    inner: W,
    hash: sha2::Sha256,
    bytes: u64,
}

impl<W: Write> Hashing<W> {
    /// Wraps `inner`.
    pub fn new(inner: W) -> Self {
        Self { inner, hash: sha2::Sha256::new(), bytes: 0 }
    }

    /// The inner writer, and what passed through.
    pub fn finish(self, rows: u64) -> (W, Written) {
        (self.inner, Written { sha256: Sha256(self.hash.finalize().into()), rows, bytes: self.bytes })
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let n = self.inner.write(buffer)?;
        self.hash.update(&buffer[..n]);
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// A file under a temporary name beside its place, readable by its owner only (0600 on Unix).
/// [`NewFile::keep`] syncs and renames it; dropped without that, it leaves nothing behind.
pub struct NewFile {
    path: PathBuf,
    temporary: NamedTempFile,
}

impl NewFile {
    /// Opens the temporary file in the folder of `path`.
    pub fn create(path: &Path) -> Result<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let temporary = tempfile::Builder::new()
            .prefix(".scrutineer-")
            .suffix(".tmp")
            .tempfile_in(folder)
            .map_err(|source| Error::File { path: path.to_owned(), source })?;
        Ok(Self { path: path.to_owned(), temporary })
    }

    /// Puts the file in its place.
    pub fn keep(self) -> Result<()> {
        let Self { path, temporary } = self;
        let placed =
            temporary.as_file().sync_all().and_then(|()| temporary.persist(&path).map_err(|e| e.error));
        placed.map(|_: File| ()).map_err(|source| Error::File { path, source })
    }
}

impl Write for NewFile {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.temporary.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.temporary.flush()
    }
}

/// A new file that is hashed on its way, in large pieces.
pub struct HashedFile {
    path: PathBuf,
    out: io::BufWriter<Hashing<NewFile>>,
}

impl HashedFile {
    /// Opens a file under a temporary name beside `path`.
    pub fn create(path: &Path) -> Result<Self> {
        let out = io::BufWriter::with_capacity(1 << 17, Hashing::new(NewFile::create(path)?));
        Ok(Self { path: path.to_owned(), out })
    }

    /// Completes the file and puts it in place.
    pub fn keep(self, rows: u64) -> Result<Written> {
        let hashing =
            self.out.into_inner().map_err(|e| Error::File { path: self.path, source: e.into_error() })?;
        let (file, written) = hashing.finish(rows);
        file.keep()?;
        Ok(written)
    }
}

impl Write for HashedFile {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.out.write(buffer)
    }

    fn write_all(&mut self, buffer: &[u8]) -> io::Result<()> {
        self.out.write_all(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes a file through `write`: complete and hashed, or not at all.
pub fn write_file(
    path: &Path,
    write: impl FnOnce(&mut (dyn Write + Send)) -> Result<u64>,
) -> Result<Written> {
    let mut out = HashedFile::create(path)?;
    let rows = write(&mut out)?;
    out.keep(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("out.csv");
        let failed = write_file(&path, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("stop").into())
        });
        assert!(failed.is_err());
        assert_eq!(std::fs::read_dir(folder.path()).expect("readable").count(), 0);

        let written = write_file(&path, |out| Ok(out.write_all(b"whole").map(|()| 1)?)).expect("writable");
        assert_eq!(written, Written { sha256: Sha256::of(b"whole"), rows: 1, bytes: 5 });
        assert_eq!(std::fs::read(&path).expect("there"), b"whole");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        }
    }
}
