//! Public test suites of the standards, run over the text of their files.
//!
//! The tests and `cargo xtask conformance` share these, so a suite file never seen before goes the same way.

mod arc;
mod dkim;
mod psl;
mod spf;

pub use arc::arc;
pub use dkim::dkim;
pub use psl::psl;
pub use spf::spf;

use crate::dns::{Coverage, FileFacts, Seen, Source, SourceKind};
use serde::de::DeserializeOwned;
use serde_saphyr::DuplicateKeyPolicy;

/// What came of a suite.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Cases with the result that the suite wants.
    pub passed: usize,
    /// The others, in the order of the file.
    pub failures: Vec<Failure>,
}

/// A case with another result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Group and name of the case.
    pub case: String,
    /// What the suite wants.
    pub expected: String,
    /// What came out.
    pub got: String,
}

/// A suite that could not be run.
#[derive(Debug, thiserror::Error)]
pub enum SuiteError {
    /// No YAML, or of another shape than the suite's.
    #[error("reading the suite: {0}")]
    Yaml(String),
    /// A line of another form.
    #[error("line {line} of the suite is no domain, tab and domain")]
    Line {
        /// Counted from 1.
        line: usize,
    },
}

/// Reads the groups of a suite in YAML. Some cases stand in it twice; the suites' own drivers take the later ones.
fn groups<G: DeserializeOwned>(text: &str) -> Result<Vec<G>, SuiteError> {
    let options = serde_saphyr::options! { duplicate_keys: DuplicateKeyPolicy::LastWins };
    serde_saphyr::from_multiple_with_options(text, options).map_err(|e| SuiteError::Yaml(e.to_string()))
}

/// A suite's records are all that there are.
fn complete() -> FileFacts {
    let source = Source { name: "suite".into(), kind: SourceKind::Supplied };
    FileFacts { seen: Seen::undated(source), coverage: Coverage::Complete }
}

impl Report {
    /// Counts a case.
    pub fn add(&mut self, case: String, expected: String, got: String, passed: bool) {
        match passed {
            true => self.passed += 1,
            false => self.failures.push(Failure { case, expected, got }),
        }
    }
}
