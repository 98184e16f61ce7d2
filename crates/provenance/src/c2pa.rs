//! C2PA manifests: whether signature and hashes hold, who signed, and what the signed claims say of the file's origin.
//!
//! The reader of manifests is others' code with a long list of formats under hostile bytes, and it hangs on one known file.
//! So it runs in a child process of our own program: [`Checker`] starts it and asks one file after the other, each within
//! limits of time and memory; [`work`] is the child's side. A limit that is passed is a result with a code.

mod checker;
#[cfg(feature = "c2pa")]
mod read;
mod report;
#[cfg(feature = "c2pa")]
mod worker;

pub use checker::{Checker, Limits};
pub use report::{Code, CodeKind, Failure, Manifest, Report, SourceType, State};
#[cfg(feature = "c2pa")]
pub use worker::{WorkerError, work};

use serde::{Deserialize, Serialize};
use std::ffi::OsString;

/// Whether this program can read manifests.
pub const IS_BUILT_IN: bool = cfg!(feature = "c2pa");

/// One file to look at, as the parent asks.
#[derive(Debug, Serialize, Deserialize)]
struct Request {
    path: OsString,
    /// Media type, from the file's bytes.
    format: String,
}
