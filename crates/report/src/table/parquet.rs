//! Parquet: Zstandard level 1, columns encoded side by side, the same bytes for the same rows.

use super::Sink;
use crate::output::{Hashing, NewFile, Written};
use crate::{Error, Result};
use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Rows of a row group: large enough to compress and to scan, small enough for a laptop's memory.
const GROUP_ROWS: usize = 1 << 20;
/// A dictionary of ids grows this far before a column falls back to plain text: about 400,000 ids.
const DICTIONARY_BYTES: usize = 8 << 20;

fn properties(schema: &SchemaRef) -> Result<WriterProperties> {
    // The schema keeps its metadata in a hash map; the file has them sorted.
    let mut metadata: Vec<(&String, &String)> = schema.metadata().iter().collect();
    metadata.sort();
    let metadata =
        metadata.into_iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
    Ok(WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_dictionary_page_size_limit(DICTIONARY_BYTES)
        .set_key_value_metadata(Some(metadata))
        .set_created_by(concat!("scrutineer ", env!("CARGO_PKG_VERSION")).to_owned())
        .build())
}

/// A Parquet stream being written.
pub struct Stream<W: Write + Send> {
    writer: ArrowWriter<W>,
}

impl<W: Write + Send> Stream<W> {
    /// Opens a stream for batches of `schema`.
    pub fn new(schema: &SchemaRef, out: W) -> Result<Self> {
        let properties = properties(schema)?;
        Ok(Self { writer: ArrowWriter::try_new(out, schema.clone(), Some(properties))? })
    }

    /// Writes one batch.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        Ok(self.writer.write(batch)?)
    }

    /// Writes the footer and returns the inner writer.
    pub fn into_inner(self) -> Result<W> {
        Ok(self.writer.into_inner()?)
    }
}

impl<W: Write + Send> Sink for Stream<W> {
    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        Self::write(self, batch)
    }

    fn finish(self: Box<Self>) -> Result<()> {
        Ok(self.into_inner()?.flush()?)
    }
}

/// A Parquet file being written batch by batch under a temporary name; [`ParquetTable::finish`] puts it in place.
pub struct ParquetTable {
    path: PathBuf,
    stream: Stream<Hashing<BufWriter<NewFile>>>,
    rows: u64,
}

impl ParquetTable {
    /// Opens a file for rows of `table`.
    pub fn create(path: &Path, table: &model::schema::Table) -> Result<Self> {
        Self::with_schema(path, &table.schema())
    }

    /// Opens a file for rows of any schema.
    pub fn with_schema(path: &Path, schema: &SchemaRef) -> Result<Self> {
        let out = Hashing::new(BufWriter::with_capacity(1 << 18, NewFile::create(path)?));
        Ok(Self { path: path.to_owned(), stream: Stream::new(schema, out)?, rows: 0 })
    }

    /// Writes one batch.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.rows += batch.num_rows() as u64;
        self.stream.write(batch)
    }

    /// Completes the file, puts it in place and says what is in it.
    pub fn finish(self) -> Result<Written> {
        let (buffered, written) = self.stream.into_inner()?.finish(self.rows);
        let file =
            buffered.into_inner().map_err(|e| Error::File { path: self.path, source: e.into_error() })?;
        file.keep()?;
        Ok(written)
    }
}
