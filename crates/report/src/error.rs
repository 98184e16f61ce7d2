//! What can go wrong while writing.

use std::io;
use std::path::PathBuf;

/// Result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be made, written or put in place.
    #[error("cannot write `{}`", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The stream that is written to failed (a closed pipe, for example).
    #[error("cannot write the output")]
    Io(#[from] io::Error),
    /// The batches cannot be read or do not fit the schema.
    #[error("the table cannot be read")]
    Arrow(#[from] arrow_schema::ArrowError),
    /// Parquet refuses the table.
    #[error("the table cannot be written as Parquet")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// The workbook cannot be written.
    #[error("the workbook cannot be written")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// A value has no JSON form, or a line is not the JSON it should be.
    #[error("JSON in line {line}")]
    Json {
        /// Line, from 1; 0 where there are no lines.
        line: u64,
        /// Why.
        source: serde_json::Error,
    },
    /// Page data of another version, or of other results.
    #[error("the page data do not fit: {0}")]
    OtherPage(String),
    /// The page's template failed: our own mistake.
    #[error("the report's template failed")]
    Template(#[from] minijinja::Error),
    /// More than the format holds.
    #[error("{what} is more than {format} holds ({limit}); write CSV or Parquet instead")]
    TooLarge {
        /// Format.
        format: &'static str,
        /// What is too much.
        what: String,
        /// Most that it holds.
        limit: String,
    },
}
