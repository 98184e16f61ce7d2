//! Tables: Arrow batches as CSV, JSON, JSON Lines, Parquet or XLSX.

mod csv;
mod encode;
mod json;
mod parquet;
mod value;
mod xlsx;

use crate::Result;
use crate::output::{Written, write_file};
use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, SchemaRef};
use std::io::Write;
use std::path::Path;

pub use csv::write_rows;
pub use parquet::{ParquetTable, read_parquet};

/// A table format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values, UTF-8, RFC 4180; cells inert in spreadsheets.
    Csv,
    /// One JSON array of objects.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// Apache Parquet.
    Parquet,
    /// Excel workbook; ids and times as text.
    Xlsx,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 5] = [Self::Csv, Self::Json, Self::Jsonl, Self::Parquet, Self::Xlsx];

    /// Name on the command line; also the file name's ending.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Parquet => "parquet",
            Self::Xlsx => "xlsx",
        }
    }

    /// The format of that name, whatever its case; `ndjson` is read as JSON Lines.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .or((name == "ndjson").then_some(Self::Jsonl))
    }

    /// The format that the file name's ending says.
    pub fn from_path(path: &Path) -> Option<Self> {
        Self::from_name(path.extension()?.to_str()?)
    }
}

/// A table being written.
trait Sink {
    fn write(&mut self, batch: &RecordBatch) -> Result<()>;
    fn finish(self: Box<Self>) -> Result<()>;
}

/// Writes `batches` to `out` and returns how many rows there were. Every batch must have `schema`.
pub fn write_batches<W: Write + Send>(
    format: Format,
    schema: &SchemaRef,
    batches: impl IntoIterator<Item = std::result::Result<RecordBatch, ArrowError>>,
    out: W,
) -> Result<u64> {
    let mut writer = TableWriter::new(format, schema, out)?;
    for batch in batches {
        writer.write(&batch?)?;
    }
    writer.finish()
}

/// A table in any format, written batch by batch.
pub struct TableWriter<'w> {
    sink: Box<dyn Sink + 'w>,
    schema: SchemaRef,
    rows: u64,
}

impl<'w> TableWriter<'w> {
    /// Begins a table of `schema`.
    pub fn new<W: Write + Send + 'w>(format: Format, schema: &SchemaRef, out: W) -> Result<Self> {
        let sink: Box<dyn Sink + 'w> = match format {
            Format::Csv => Box::new(csv::Csv::new(schema, out)?),
            Format::Json => Box::new(json::Json::array(schema, out)),
            Format::Jsonl => Box::new(json::Json::lines(schema, out)),
            Format::Parquet => Box::new(parquet::Stream::new(schema, out)?),
            Format::Xlsx => Box::new(xlsx::Xlsx::new(schema, out)),
        };
        Ok(Self { sink, schema: schema.clone(), rows: 0 })
    }

    /// Writes one batch, which must have the table's columns.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        if batch.schema_ref().fields() != self.schema.fields() {
            return Err(ArrowError::SchemaError("a batch has other columns than its table".into()).into());
        }
        self.rows += batch.num_rows() as u64;
        self.sink.write(batch)
    }

    /// Ends the table and returns the number of rows.
    pub fn finish(self) -> Result<u64> {
        self.sink.finish()?;
        Ok(self.rows)
    }
}

/// Writes `batches` to a new file at `path`: whole, hashed, readable by its owner only, or not at all.
pub fn write_path(
    format: Format,
    schema: &SchemaRef,
    batches: impl IntoIterator<Item = std::result::Result<RecordBatch, ArrowError>>,
    path: &Path,
) -> Result<Written> {
    write_file(path, |out| write_batches(format, schema, batches, out))
}
