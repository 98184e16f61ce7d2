//! What can go wrong with a case folder: what was being done, to what.

use crate::bag;
use crate::catalogue;
use crate::folder::REDACTED;
use crate::weighing::WeighingError;
use model::{At, EvidenceNo, Sha256};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Result of anything done to a case.
pub type Result<T, E = CaseError> = std::result::Result<T, E>;

/// Why something could not be done to a case.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CaseError {
    /// The file system refused.
    #[error("{doing} `{}`: {source}", path.display())]
    Io {
        /// What was being done, such as `reading`.
        doing: &'static str,
        /// To which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The catalogue refused.
    #[error("{doing} in the catalogue of the case: {source}")]
    Catalogue {
        /// What was being done.
        doing: &'static str,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The catalogue holds something that this program never writes.
    #[error("the catalogue of the case is damaged: {what}; `scrutineer case verify` lists what differs")]
    Damaged {
        /// What it holds.
        what: String,
    },
    /// The folder holds no case.
    #[error("`{}` is not a case folder (no `case.sqlite` of Scrutineer in it)", .0.display())]
    NotACase(PathBuf),
    /// The folder holds a case, or files in the places that a case needs.
    #[error("cannot create a case in `{}`: it already holds `{name}`", dir.display())]
    Occupied {
        /// The folder.
        dir: PathBuf,
        /// What stands in the way.
        name: &'static str,
    },
    /// The case was written by a later program.
    #[error(
        "the case `{}` has schema version {found}, this program knows versions up to {known}: use a newer Scrutineer",
        dir.display()
    )]
    Newer {
        /// The folder.
        dir: PathBuf,
        /// Version of the case.
        found: i64,
        /// Latest version known here.
        known: i64,
    },
    /// The case was written by an earlier program and is open for reading only.
    #[error(
        "the case `{}` has schema version {found}, which has to be raised to {known} first: open it once for writing",
        dir.display()
    )]
    Older {
        /// The folder.
        dir: PathBuf,
        /// Version of the case.
        found: i64,
        /// Version needed.
        known: i64,
    },
    /// Another process has the case open for writing.
    #[error("another process is writing to the case `{}`: wait until it is done", .0.display())]
    InUse(PathBuf),
    /// The case is open for reading only.
    #[error("the case `{}` is open for reading only", .0.display())]
    ReadOnly(PathBuf),
    /// Something else than a file was given as evidence.
    #[error("cannot add `{}` as evidence: it is not a file", .0.display())]
    NotAFile(PathBuf),
    /// A name of a table, output or log action that is not allowed.
    #[error("`{name}` is not allowed as the name of {what}: {rule}")]
    Name {
        /// What it should name.
        what: &'static str,
        /// The name.
        name: String,
        /// What is allowed.
        rule: &'static str,
    },
    /// No evidence has this number.
    #[error("the case has no evidence number {}", .0.0)]
    NoEvidence(EvidenceNo),
    /// No evidence has this hash.
    #[error("the case has no evidence {0}")]
    NoSuchHash(Sha256),
    /// A row of a table is not a range of bytes.
    #[error("{0:?} names a row of a table, not a range of bytes")]
    NotBytes(At),
    /// The range lies outside the stream.
    #[error("bytes {start} to {end} of evidence {} lie outside its stream, which ends at {len}", evidence.0)]
    OutOfRange {
        /// Evidence number.
        evidence: EvidenceNo,
        /// First byte asked for.
        start: u64,
        /// One past the last byte asked for.
        end: u64,
        /// Length of the stream.
        len: u64,
    },
    /// A container inside evidence cannot be opened.
    #[error("opening {step} inside evidence {}: {source}", evidence.0)]
    Container {
        /// Evidence number.
        evidence: EvidenceNo,
        /// Which step, such as "member `a.csv` of a zip archive".
        step: String,
        /// What went wrong.
        source: io::Error,
    },
    /// The finding's id is not the hash of its content, or its numbers do not survive canonical JSON.
    #[error("finding {id} cannot be stored: {why}")]
    Unsealed {
        /// The id that it carries.
        id: Sha256,
        /// What is wrong.
        why: String,
    },
    /// A prefix that cannot name a finding.
    #[error("`{0}` cannot name a finding: give at least 4 of the 64 hexadecimal digits of its id")]
    Prefix(String),
    /// No finding begins so.
    #[error("the case has no finding whose id begins with `{0}`")]
    NoFinding(String),
    /// Several findings begin so.
    #[error("`{prefix}` is ambiguous: {total} findings begin so: {}", list(candidates, *total))]
    Ambiguous {
        /// What was asked for.
        prefix: String,
        /// The first of them, in order.
        candidates: Vec<Sha256>,
        /// How many there are.
        total: usize,
    },
    /// The custody log has been changed.
    #[error("the custody log is broken at entry {at}: {why}")]
    LogBroken {
        /// Number of the first entry that does not fit.
        at: u64,
        /// How.
        why: String,
    },
    /// A folder for new files that holds others already.
    #[error("`{}` is there already: name a folder that is empty or does not exist yet", .0.display())]
    NotEmpty(PathBuf),
    /// A file of the case is not what the catalogue lists, so that it cannot be sealed.
    #[error("`{what}` is not what the catalogue lists: {why}; `scrutineer case verify` lists what differs")]
    Differs {
        /// Path from the case folder.
        what: String,
        /// In which way.
        why: String,
    },
    /// A private key cannot be used.
    #[error("cannot sign with `{}`: {why}", path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what to do.
        why: String,
    },
    /// A list of signers cannot be used.
    #[error("cannot use the list of signers `{}`: {why}", path.display())]
    Signers {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// The folder is neither a case nor a sealed one.
    #[error("`{}` is neither a case folder nor a sealed case", .0.display())]
    NeitherCaseNorBag(PathBuf),
    /// A sealed case that this program cannot read.
    #[error("the sealed case `{}` cannot be read: {why}", dir.display())]
    Bag {
        /// The folder.
        dir: PathBuf,
        /// Why not.
        why: String,
    },
    /// A reply of a time-stamping authority that is not stored.
    #[error("the time-stamp reply `{}` was not stored: {why}", path.display())]
    Reply {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// A hypothesis or an assessment cannot stand so.
    #[error(transparent)]
    Weighing(#[from] WeighingError),
    /// A value has no canonical JSON form.
    #[error("{doing}: {source}")]
    Json {
        /// What was being done.
        doing: &'static str,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

impl CaseError {
    /// What to do about it, for whoever gave the command.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Weighing(error) => error.hint(),
            Self::NoFinding(_) | Self::Prefix(_) | Self::Ambiguous { .. } => {
                Some("`scrutineer explain CASE` lists the findings".to_owned())
            }
            Self::NotACase(dir) | Self::NeitherCaseNorBag(dir) => Some(what_else(dir)),
            _ => None,
        }
    }
}

/// What a folder may be that is no case, and what to do with it.
fn what_else(dir: &Path) -> String {
    let makes = "`scrutineer examine FILES --case DIR` makes a case";
    let denied = |path: &Path| fs::metadata(path).is_err_and(|e| e.kind() == io::ErrorKind::PermissionDenied);
    if denied(dir) || denied(&dir.join(catalogue::FILE)) {
        "you may not look into it: ask its owner for the right to read it".to_owned()
    } else if !dir.exists() {
        format!("check the spelling of the path; {makes}")
    } else if dir.join(REDACTED).is_file() {
        "it is a redacted copy: what its owner shows of it is checked with `scrutineer case check-commitment`, and nothing \
         else of it can be verified"
            .to_owned()
    } else if bag::is_bag(dir) {
        "it is a sealed case: `case verify`, `case rerun`, `case diff` and `case redact` take one".to_owned()
    } else if dir.join("run.json").is_file() {
        format!("it is a folder of results, as `--out` makes one; {makes}")
    } else {
        makes.to_owned()
    }
}

fn list(candidates: &[Sha256], total: usize) -> String {
    let mut out = candidates.iter().map(Sha256::short).collect::<Vec<_>>().join(", ");
    if total > candidates.len() {
        out.push_str(", ...");
    }
    out
}

/// Turns an [`io::Error`] into one that says what was being done to which file.
pub(crate) fn io_at(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> CaseError {
    let path = path.to_owned();
    move |source| CaseError::Io { doing, path, source }
}

/// Turns an SQLite error into one that says what was being done.
pub(crate) fn sql(doing: &'static str) -> impl FnOnce(rusqlite::Error) -> CaseError {
    move |source| CaseError::Catalogue { doing, source }
}

/// Turns a JSON error into one that says what was being done.
pub(crate) fn json(doing: &'static str) -> impl FnOnce(serde_json::Error) -> CaseError {
    move |source| CaseError::Json { doing, source }
}

/// The catalogue holds `what`.
pub(crate) fn damaged(what: impl Into<String>) -> CaseError {
    CaseError::Damaged { what: what.into() }
}
