//! The case folder: what an investigation rests on, in one place that others can check.
//!
//! ```text
//! case.sqlite            catalogue: evidence, segments, runs, findings, custody log
//! evidence/ab/abcd...    copies of what was given, named by SHA-256
//! records/<sha256>.parquet   what readers took out of it: immutable
//! out/                   derived tables and the report of the last run
//! tmp/                   files that are being written; emptied when the case is opened for writing
//! ```
//!
//! All of it is readable by its owner only. A file is written under a temporary name, synced and renamed before one
//! transaction lists it, so that a crash leaves unlisted files at worst. Time stands in the custody log and in runs,
//! never in records or findings.
//!
//! ```
//! use model::Timestamp;
//! use scrutineer_case::{Case, Incoming};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let dir = folder.path().join("case");
//! let now = Timestamp(1_700_000_000_000_000);
//! let mut case = Case::create(&dir, "A. Reader", now)?;
//! let added = case.add_evidence(Incoming::reader(&b"id,text\n1,hello\n"[..], "posts.csv"), "A. Reader", now)?;
//! assert!(added.is_new);
//! assert!(case.verify()?.is_empty());
//! # Ok(())
//! # }
//! ```

mod bag;
mod catalogue;
mod contents;
mod custody;
mod diff;
mod error;
mod evidence;
mod excerpt;
mod findings;
mod folder;
mod forget;
mod names;
mod output;
mod run;
mod secret;
mod segment;
mod signature;
mod store;
mod timestamp;
mod verify;
pub mod weigh;
mod weighing;

pub use bag::{
    Against, SealOptions, Sealed, Signature, Verified, add_stamp, is_bag, prov, verify as verify_bag,
};
pub use contents::{Contents, Recorded, RecordedRun};
pub use custody::{Entry, Head};
pub use diff::{Changed, Diff, Logs, diff};
pub use error::{CaseError, Result};
pub use evidence::{Added, Description, EvidenceRow, Incoming, Source};
pub use excerpt::{Excerpt, MAX_EXCERPT};
pub use folder::{Case, REDACTED};
pub use forget::Forgetting;
pub use names::Names;
pub use output::{Output, Place};
pub use run::{Plan, Run};
pub use secret::Secret;
pub use segment::Segment;
pub use signature::{NAMESPACE, Signer, Signers};
pub use timestamp::{Authority, Stamp, Vouched};
pub use verify::{Difference, How};
pub use weighing::WeighingError;
