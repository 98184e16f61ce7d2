//! From a file to the streams inside it: hashing, decompression, archives.
//!
//! The reader at the bottom hashes what passes; when all streams are read the rest of the file is drained,
//! so that the hash is always that of the whole file. A stream that fails (cut short, damaged, growing out
//! of all proportion) just ends for the reader above; the reason is kept in [`Trouble`] and reported after it.

mod archive;
mod bottom;
mod guard;
mod members;
mod workbook;

use crate::{IntakeError, Limits, detect, outlook};
use bottom::Bottom;
use guard::{Budget, Guard};
use model::{Container, Sha256};
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::Path;
use std::rc::Rc;

pub use bottom::hash_file;

/// Bytes that are looked at to tell the format.
pub const HEAD: usize = 64 << 10;

/// Where the bytes come from.
pub enum Input<'r> {
    /// A file that can be read at any place.
    File(File),
    /// Anything else: memory, a pipe.
    Stream(Box<dyn Read + 'r>),
}

/// What the bytes of a whole file are.
#[derive(Clone, Copy, Debug)]
pub struct Digest {
    /// SHA-256.
    pub sha256: Sha256,
    /// Length in bytes.
    pub bytes: u64,
    /// Type of the outermost container, when there is one.
    pub container: Option<&'static str>,
}

/// Why a stream ended early: code and message of a problem.
#[derive(Clone, Debug, Default)]
pub struct Trouble(Rc<RefCell<Option<(&'static str, String)>>>);

impl Trouble {
    /// Keeps the first reason: what follows from it is no news.
    pub fn set(&self, code: &'static str, message: String) {
        self.0.borrow_mut().get_or_insert((code, message));
    }

    /// Whether a stream has ended early.
    pub fn is_set(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// Takes the reason out.
    pub fn take(&self) -> Option<(&'static str, String)> {
        self.0.borrow_mut().take()
    }
}

/// What a stream holds.
pub enum Content<'r> {
    /// Text of some kind.
    Text {
        /// The first bytes, up to [`HEAD`].
        head: Vec<u8>,
        /// The whole stream, head included.
        reader: Box<dyn Read + 'r>,
    },
    /// A Parquet file.
    Parquet(File),
    /// An XLSX workbook.
    Workbook(File),
    /// A mail that Outlook saved.
    Outlook(File),
    /// Nothing that a reader of posts understands.
    Unknown {
        /// What it looks like.
        unknown: detect::Unknown,
        /// The first bytes, up to [`HEAD`].
        head: Vec<u8>,
        /// The whole stream, head included.
        reader: Box<dyn Read + 'r>,
    },
    /// Nothing came out of the container; [`Trouble`] says why.
    Broken,
    /// Files of an archive that are not looked into, as their names say that they are hidden.
    Hidden(usize),
    /// No bytes.
    Empty,
}

/// Takes the streams of a file, one after the other.
pub trait Visitor {
    /// One stream, with the way to it.
    fn visit(
        &mut self,
        path: &[Container],
        content: Content<'_>,
        trouble: &Trouble,
    ) -> Result<(), IntakeError>;
}

/// Walks through all streams of `input`.
pub fn walk(
    name: &str,
    input: Input<'_>,
    limits: &Limits,
    progress: Option<&dyn Fn(u64)>,
    visitor: &mut dyn Visitor,
) -> Result<Digest, IntakeError> {
    let trouble = Trouble::default();
    let (file, stream): (Option<File>, Box<dyn Read + '_>) = match input {
        Input::File(file) => {
            let again = file.try_clone().map_err(|cause| io_error("open", name, cause))?;
            (Some(again), Box::new(file))
        }
        Input::Stream(stream) => (None, stream),
    };
    let bottom = Bottom::new(stream, progress, trouble.clone());
    let budget = Budget::new(bottom.counter(), limits);
    let mut walk = Walk { limits: *limits, trouble, bottom: bottom.clone(), budget, visitor, name };
    let container = walk.stream(Box::new(bottom.clone()), &mut Vec::new(), file.as_ref())?;
    bottom.drain();
    if let Some((_, message)) = bottom.failure() {
        return Err(io_error("read", name, io::Error::other(message)));
    }
    let (sha256, bytes) = bottom.finish();
    Ok(Digest { sha256, bytes, container })
}

/// Opens a file for reading.
pub fn open(path: &Path) -> Result<File, IntakeError> {
    let file = File::open(path).map_err(|cause| io_error("open", &path.display().to_string(), cause))?;
    match file.metadata() {
        Ok(meta) if meta.is_dir() => {
            let cause = io::Error::from(io::ErrorKind::IsADirectory);
            Err(io_error("read", &path.display().to_string(), cause))
        }
        _ => Ok(file),
    }
}

fn io_error(doing: &'static str, file: &str, cause: io::Error) -> IntakeError {
    IntakeError::Io { doing, file: file.to_owned(), cause }
}

struct Walk<'w, 'b> {
    limits: Limits,
    trouble: Trouble,
    bottom: Bottom<'b>,
    budget: Budget,
    visitor: &'w mut dyn Visitor,
    name: &'w str,
}

impl Walk<'_, '_> {
    /// Goes into one stream; `file` is the same bytes when they lie in a file of their own. Returns the
    /// media type of the container, if it is one.
    fn stream<'r>(
        &mut self,
        mut reader: Box<dyn Read + 'r>,
        path: &mut Vec<Container>,
        file: Option<&File>,
    ) -> Result<Option<&'static str>, IntakeError> {
        let head = read_head(&mut reader);
        if head.is_empty() {
            self.visitor.visit(
                path,
                if path.is_empty() { Content::Empty } else { Content::Broken },
                &self.trouble,
            )?;
            return Ok(None);
        }
        let wrapping = detect::wrapping(&head);
        if path.len() >= self.limits.depth && wrapping.is_some() {
            self.trouble.set(
                "nested_too_deep",
                format!("more than {} containers inside each other", self.limits.depth),
            );
            self.visitor.visit(path, Content::Broken, &self.trouble)?;
            return Ok(None);
        }
        let whole: Box<dyn Read + 'r> = Box::new(Cursor::new(head.clone()).chain(reader));
        match wrapping {
            None => {
                let content = match detect::unknown(&head) {
                    Some(unknown) => Content::Unknown { unknown, head, reader: whole },
                    None => Content::Text { head, reader: whole },
                };
                self.visitor.visit(path, content, &self.trouble)?;
                Ok(None)
            }
            Some(detect::Wrapping::Gzip) => {
                let decoder =
                    flate2::read::MultiGzDecoder::new(io::BufReader::with_capacity(128 << 10, whole));
                self.inside(Box::new(decoder), path, Container::Gzip)?;
                Ok(Some("application/gzip"))
            }
            Some(detect::Wrapping::Zstd) => {
                let decoder = zstd::stream::read::Decoder::new(whole).and_then(|mut decoder| {
                    // Old archives of forums were packed with windows of 2 GiB.
                    decoder.window_log_max(31)?;
                    Ok(decoder)
                });
                match decoder {
                    Ok(decoder) => self.inside(Box::new(decoder), path, Container::Zstd)?,
                    Err(e) => {
                        self.trouble.set("damaged", format!("zstd: {e}"));
                        self.visitor.visit(path, Content::Broken, &self.trouble)?;
                    }
                }
                Ok(Some("application/zstd"))
            }
            Some(detect::Wrapping::Zip) => {
                let file = self.random_access(file, whole)?;
                self.zip(file, path)
            }
            Some(detect::Wrapping::Parquet) => {
                let file = self.random_access(file, whole)?;
                self.visitor.visit(path, Content::Parquet(file), &self.trouble)?;
                Ok(Some("application/vnd.apache.parquet"))
            }
            Some(detect::Wrapping::Compound) => {
                let file = self.random_access(file, whole)?;
                let is_message = outlook::is_message(&file);
                (&file).rewind().map_err(|cause| io_error("read", self.name, cause))?;
                let (content, media_type) = match detect::unknown(&head).filter(|_| !is_message) {
                    Some(unknown) => (Content::Unknown { unknown, head, reader: Box::new(file) }, None),
                    None => (Content::Outlook(file), Some("application/vnd.ms-outlook")),
                };
                self.visitor.visit(path, content, &self.trouble)?;
                Ok(media_type)
            }
        }
    }

    /// Goes into a decompressed stream, under guard.
    fn inside<'r>(
        &mut self,
        decoder: Box<dyn Read + 'r>,
        path: &mut Vec<Container>,
        container: Container,
    ) -> Result<(), IntakeError> {
        let guard = Guard::new(decoder, self.budget.clone(), self.trouble.clone());
        path.push(container);
        let result = self.stream(Box::new(guard), path, None);
        path.pop();
        result.map(|_| ())
    }

    /// The stream as a file of its own: the file itself, or a nameless temporary one.
    fn random_access<'r>(
        &self,
        file: Option<&File>,
        mut whole: Box<dyn Read + 'r>,
    ) -> Result<File, IntakeError> {
        let failed = |cause| io_error("read", self.name, cause);
        let mut own = match file {
            Some(file) => {
                // The bottom hashes the rest now; afterwards the file is read at any place.
                self.bottom.drain();
                file.try_clone().map_err(failed)?
            }
            None => {
                let mut temporary =
                    tempfile::tempfile().map_err(|cause| io_error("unpack", self.name, cause))?;
                io::copy(&mut whole, &mut temporary).map_err(|cause| io_error("unpack", self.name, cause))?;
                temporary
            }
        };
        own.rewind().map_err(failed)?;
        Ok(own)
    }
}

/// Up to [`HEAD`] bytes. Read errors end the head: the guard below keeps the reason.
fn read_head(reader: &mut dyn Read) -> Vec<u8> {
    let mut head = Vec::new();
    // What was read before an error stays in `head`.
    let _ = reader.take(HEAD as u64).read_to_end(&mut head);
    head
}
