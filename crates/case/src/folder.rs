//! The folder as a whole: creating, opening, locking, logging.

use crate::catalogue::{self, Access};
use crate::custody::{self, Entry, Head};
use crate::error::{CaseError, Result, io_at, sql};
use crate::store;
use model::{Sha256, Timestamp};
use rusqlite::{Connection, Transaction};
use serde::Serialize;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// File that the writing process holds locked.
const LOCK: &str = "case.lock";

/// File by which a redacted copy of a case is known.
pub const REDACTED: &str = "redacted.json";

/// A case that is open, for reading or for writing.
///
/// One process at a time can have a case open for writing, until the value is dropped; any number may read
/// meanwhile and see the state between two writes.
#[derive(Debug)]
pub struct Case {
    pub(crate) dir: PathBuf,
    pub(crate) conn: Connection,
    /// Held while the case is open for writing; `None` means reading only.
    lock: Option<File>,
}

impl Case {
    /// Makes a new case in `dir`, which is created when it is not there. Other files in `dir` stay as they are.
    pub fn create(dir: &Path, actor: &str, now: Timestamp) -> Result<Self> {
        store::private_dir(dir)?;
        let lock = lock(dir)?;
        for name in [catalogue::FILE, store::EVIDENCE, store::RECORDS, store::OUT] {
            // Empty folders are what a creation that was cut off leaves behind.
            let path = dir.join(name);
            let empty = || fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_none());
            if path.symlink_metadata().is_ok() && !empty() {
                return Err(CaseError::Occupied { dir: dir.to_owned(), name });
            }
        }
        for name in [store::EVIDENCE, store::RECORDS, store::OUT] {
            store::private_dir(&dir.join(name))?;
        }
        // The catalogue comes last: when it is there, everything is.
        let staged = store::partial(dir)?.into_temp_path();
        catalogue::create(&staged, |tx| {
            custody::append(tx, actor, custody::CREATE, &Created { schema: catalogue::VERSION }, now)
                .map(drop)
        })?;
        store::place(staged, dir, Path::new(catalogue::FILE))?;
        store::sync_dir(dir)?;
        let conn = catalogue::open(dir, Access::Write)?;
        store::clear_partial(dir)?;
        Ok(Self { dir: dir.to_owned(), conn, lock: Some(lock) })
    }

    /// Opens a case for writing; removes what an interrupted write left in `tmp/`.
    pub fn open(dir: &Path) -> Result<Self> {
        if !Self::is_case(dir) {
            return Err(CaseError::NotACase(dir.to_owned()));
        }
        let lock = lock(dir)?;
        let conn = catalogue::open(dir, Access::Write)?;
        store::clear_partial(dir)?;
        let mut case = Self { dir: dir.to_owned(), conn, lock: Some(lock) };
        case.take_up_outputs()?;
        Ok(case)
    }

    /// Opens a case for reading, also while another process writes and on write-protected media.
    pub fn open_read_only(dir: &Path) -> Result<Self> {
        Ok(Self { dir: dir.to_owned(), conn: catalogue::open(dir, Access::Read)?, lock: None })
    }

    /// [`Case::open`] when there is a case in `dir`, otherwise [`Case::create`].
    pub fn open_or_create(dir: &Path, actor: &str, now: Timestamp) -> Result<Self> {
        if Self::is_case(dir) { Self::open(dir) } else { Self::create(dir, actor, now) }
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Whether `dir` looks like a case folder: a catalogue is in it.
    pub fn is_case(dir: &Path) -> bool {
        dir.join(catalogue::FILE).is_file()
    }

    /// Identity of the case: the hash of the first entry of its log.
    pub fn id(&self) -> Result<Sha256> {
        let first: String = self
            .conn
            .query_row("SELECT hash FROM custody WHERE entry = 1", [], |row| row.get(0))
            .map_err(sql("reading the identity of the case"))?;
        Sha256::from_hex(&first)
            .ok_or_else(|| CaseError::LogBroken { at: 1, why: "its hash is not a hash".to_owned() })
    }

    /// Adds an entry to the custody log; returns its number. The names of the actions that this crate writes
    /// itself (`add_evidence`, `run`, ...) are refused.
    pub fn log(
        &mut self,
        actor: &str,
        action: &str,
        details: &impl Serialize,
        now: Timestamp,
    ) -> Result<u64> {
        if custody::RESERVED.contains(&action) {
            let rule = "the case writes entries of that name itself";
            return Err(CaseError::Name { what: "a log entry", name: action.to_owned(), rule });
        }
        self.write("writing to the custody log", |tx| custody::append(tx, actor, action, details, now))
    }

    /// When the newest piece of evidence was added; `None` in a case without any.
    pub fn newest_evidence(&self) -> Result<Option<Timestamp>> {
        let added = self.custody()?.into_iter().filter(|entry| entry.action == custody::ADD_EVIDENCE);
        Ok(added.map(|entry| entry.time).max())
    }

    /// The custody log, first entry first, as it stands; [`Case::check_log`] tells whether it is whole.
    pub fn custody(&self) -> Result<Vec<Entry>> {
        custody::entries(&self.conn)
    }

    /// Checks the chain of the custody log. [`CaseError::LogBroken`] names the first entry that does not fit;
    /// otherwise the end of the log is returned, which is worth noting outside the case.
    pub fn check_log(&self) -> Result<Head> {
        custody::check(&self.conn, |_| {})
    }

    /// Runs `change` in one transaction: all of it happens, or nothing.
    pub(crate) fn write<T>(
        &mut self,
        doing: &'static str,
        change: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        self.require_writing()?;
        let tx = catalogue::begin(&mut self.conn, &self.dir)?;
        let done = change(&tx)?;
        tx.commit().map_err(sql(doing))?;
        Ok(done)
    }

    pub(crate) fn require_writing(&self) -> Result<()> {
        if self.lock.is_some() { Ok(()) } else { Err(CaseError::ReadOnly(self.dir.clone())) }
    }
}

#[derive(Serialize)]
struct Created {
    schema: i64,
}

/// Takes the lock of the writing process. SQLite's own locks cover one transaction only, and cleaning `tmp/`
/// must not remove what another process is writing.
fn lock(dir: &Path) -> Result<File> {
    let path = dir.join(LOCK);
    let file = store::private_file(&path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(CaseError::InUse(dir.to_owned())),
        // Some network folders have no locks; SQLite still keeps single writes apart.
        Err(TryLockError::Error(e)) if e.kind() == std::io::ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(e)) => Err(io_at("locking", &path)(e)),
    }
}
