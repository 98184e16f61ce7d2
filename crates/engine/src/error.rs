//! What can go wrong with a query: the user's mistake, a limit reached, a file, or our own bug.

use datafusion::common::SchemaError;
use datafusion::error::DataFusionError;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Result of anything done here.
pub type Result<T, E = EngineError> = std::result::Result<T, E>;

/// Why a query has no answer.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum EngineError {
    /// A file cannot be read.
    #[error("{doing} `{}`: {source}", path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is not what it should be.
    #[error("reading `{}` as {format}: {why}", path.display())]
    Format {
        /// Which file.
        path: PathBuf,
        /// As what it was read.
        format: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// A table without files, or two of one name.
    #[error("table `{name}`: {why}")]
    Table {
        /// Its name.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The text is not SQL.
    #[error("this is not SQL that can be read: {0}")]
    Syntax(String),
    /// The statement would change something.
    #[error("`{0}` is refused: queries only read (SELECT, WITH, EXPLAIN, SHOW, DESCRIBE)")]
    ReadOnly(String),
    /// No such table.
    #[error("there is no table `{name}`; there {}", list(known))]
    UnknownTable {
        /// What was asked for.
        name: String,
        /// What there is, sorted.
        known: Vec<String>,
    },
    /// No such column.
    #[error("{message}")]
    UnknownColumn {
        /// What was asked for, what there is, and the nearest.
        message: String,
    },
    /// The query does not fit the tables: types, functions, grouping.
    #[error("the query cannot be answered: {0}")]
    Query(String),
    /// Memory, or disk space for intermediate results, is used up.
    #[error("a limit was reached: {0}")]
    Limit(String),
    /// Running failed, mostly on a value.
    #[error("running the query: {0}")]
    Run(String),
    /// Our bug, or DataFusion's.
    #[error("a bug in the SQL engine: {0}")]
    Internal(String),
    /// Called from asynchronous code, where waiting is not possible.
    #[error("queries wait for their answer: call them outside asynchronous code")]
    Asynchronous,
}

fn list(known: &[String]) -> String {
    match known {
        [] => "is none".to_owned(),
        [one] => format!("is `{one}`"),
        several => format!("are `{}`", several.join("`, `")),
    }
}

/// Turns an [`io::Error`] into one that says what was being done to which file.
pub(crate) fn io_at(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> EngineError {
    let path = path.to_owned();
    move |source| EngineError::Io { doing, path, source }
}

impl From<DataFusionError> for EngineError {
    fn from(error: DataFusionError) -> Self {
        let root = error.find_root();
        let message = root.strip_backtrace();
        // DataFusion puts the kind of error before its text; the kind is in our variants.
        let text = |prefix: &str| message.strip_prefix(prefix).unwrap_or(&message).trim().to_owned();
        // A full spill folder comes as a plain I/O error, which only the name of its setting tells from others.
        if message.contains("max_temp_directory_size") {
            return Self::Limit("the disk space for intermediate results is used up".to_owned());
        }
        // Wrong types of arguments are wrapped in what reads like a bug; the part for the user comes after.
        if let Some(start) = message.find("No function matches the given name") {
            return Self::Query(message[start..].to_owned());
        }
        match root {
            DataFusionError::SQL(parser, _) => {
                let message = parser.to_string();
                Self::Syntax(message.strip_prefix("sql parser error: ").unwrap_or(&message).to_owned())
            }
            DataFusionError::SchemaError(schema, _) => {
                let message = text("Schema error: ");
                if matches!(**schema, SchemaError::FieldNotFound { .. }) {
                    Self::UnknownColumn { message }
                } else {
                    Self::Query(message)
                }
            }
            DataFusionError::Plan(_) => Self::Query(text("Error during planning: ")),
            DataFusionError::NotImplemented(_) => Self::Query(text("This feature is not implemented: ")),
            DataFusionError::Configuration(_) => Self::Query(text("Invalid or Unsupported Configuration: ")),
            DataFusionError::ResourcesExhausted(_) => Self::Limit(text("Resources exhausted: ")),
            DataFusionError::Internal(_) => Self::Internal(text("Internal error: ")),
            DataFusionError::Execution(_) => Self::Run(text("Execution error: ")),
            DataFusionError::ArrowError(..) => Self::Run(text("Arrow error: ")),
            _ => Self::Run(message),
        }
    }
}
