//! The lowest reader: hashes and counts what passes.

use super::Trouble;
use crate::IntakeError;
use model::Sha256;
use sha2::Digest as _;
use std::cell::{Cell, RefCell};
use std::io::Read;
use std::path::Path;
use std::rc::Rc;

/// SHA-256 and length of a file, in bounded memory.
pub fn hash_file(path: &Path) -> Result<(Sha256, u64), IntakeError> {
    let file = super::open(path)?;
    let bottom = Bottom::new(Box::new(file), None, Trouble::default());
    bottom.drain();
    match bottom.failure() {
        Some((_, message)) => {
            Err(super::io_error("read", &path.display().to_string(), std::io::Error::other(message)))
        }
        None => Ok(bottom.finish()),
    }
}

/// Shared by all readers above it.
#[derive(Clone)]
pub struct Bottom<'r> {
    inner: Rc<RefCell<Inner<'r>>>,
    count: Rc<Cell<u64>>,
}

struct Inner<'r> {
    reader: Box<dyn Read + 'r>,
    hasher: sha2::Sha256,
    progress: Option<&'r dyn Fn(u64)>,
    trouble: Trouble,
    failure: Option<(&'static str, String)>,
    ended: bool,
}

impl<'r> Bottom<'r> {
    /// Reads from `reader`; tells `progress` how far it is.
    pub fn new(reader: Box<dyn Read + 'r>, progress: Option<&'r dyn Fn(u64)>, trouble: Trouble) -> Self {
        let hasher = sha2::Sha256::new();
        Self {
            inner: Rc::new(RefCell::new(Inner {
                reader,
                hasher,
                progress,
                trouble,
                failure: None,
                ended: false,
            })),
            count: Rc::default(),
        }
    }

    /// Number of bytes that have passed, as it stands at any time.
    pub fn counter(&self) -> Rc<Cell<u64>> {
        self.count.clone()
    }

    /// Reads what is left.
    pub fn drain(&self) {
        let mut buffer = vec![0; 256 << 10];
        while self.pull(&mut buffer) > 0 {}
    }

    /// Why reading failed, if it did.
    pub fn failure(&self) -> Option<(&'static str, String)> {
        self.inner.borrow().failure.clone()
    }

    /// Hash and length of what has passed.
    pub fn finish(&self) -> (Sha256, u64) {
        let hash = self.inner.borrow().hasher.clone().finalize();
        (Sha256(hash.into()), self.count.get())
    }

    fn pull(&self, buffer: &mut [u8]) -> usize {
        let mut inner = self.inner.borrow_mut();
        if inner.ended {
            return 0;
        }
        let n = loop {
            match inner.reader.read(buffer) {
                Ok(n) => break n,
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(e) => {
                    inner.trouble.set("read_error", format!("the file could not be read on: {e}"));
                    inner.failure = Some(("read_error", e.to_string()));
                    break 0;
                }
            }
        };
        inner.ended = n == 0 && !buffer.is_empty();
        inner.hasher.update(&buffer[..n]);
        self.count.set(self.count.get() + n as u64);
        if let Some(progress) = inner.progress {
            progress(self.count.get());
        }
        n
    }
}

impl Read for Bottom<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        Ok(self.pull(buffer))
    }
}
