//! Parquet: columns encoded side by side, the same bytes for the same batches.

use super::{Sink, encode};
use crate::output::{HashedFile, Written};
use crate::{Error, Result};
use ::parquet::arrow::ArrowWriter;
use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use ::parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowLeafColumn, ArrowRowGroupWriterFactory, compute_leaves,
};
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use ::parquet::file::writer::SerializedFileWriter;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::SchemaRef;
use rayon::prelude::*;
use std::io::Write;
use std::path::Path;

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
    let lens = encode::is_lens_table(schema);
    let compression = if lens { Compression::SNAPPY } else { Compression::ZSTD(ZstdLevel::try_new(1)?) };
    Ok(WriterProperties::builder()
        .set_compression(compression)
        .set_dictionary_enabled(!lens)
        // A page index has to be there for all columns or for none.
        .set_statistics_enabled(if lens { EnabledStatistics::Chunk } else { EnabledStatistics::Page })
        .set_offset_index_disabled(lens)
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_dictionary_page_size_limit(DICTIONARY_BYTES)
        .set_key_value_metadata(Some(metadata))
        .set_created_by(concat!("scrutineer ", env!("CARGO_PKG_VERSION")).to_owned())
        .build())
}

/// A leaf column with its batches.
enum Leaf {
    /// For [`encode`], with the number of the field.
    Own(usize, Vec<ArrayRef>),
    Arrow(Vec<ArrowLeafColumn>),
}

/// An encoded leaf column.
enum Chunk {
    Own(encode::Chunk),
    Arrow(ArrowColumnChunk),
}

/// A Parquet stream being written. Rows are gathered into row groups, whose columns are encoded side by side.
pub struct Stream<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: ArrowRowGroupWriterFactory,
    schema: SchemaRef,
    pending: Vec<RecordBatch>,
    pending_rows: usize,
    group_rows: usize,
    groups: usize,
}

impl<W: Write + Send> Stream<W> {
    /// Opens a stream for batches of `schema`.
    pub fn new(schema: &SchemaRef, out: W) -> Result<Self> {
        let writer = ArrowWriter::try_new(out, schema.clone(), Some(properties(schema)?))?;
        let (writer, columns) = writer.into_serialized_writer()?;
        Ok(Self {
            writer,
            columns,
            schema: schema.clone(),
            pending: Vec::new(),
            pending_rows: 0,
            group_rows: GROUP_ROWS,
            groups: 0,
        })
    }

    /// Takes one batch.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let mut from = 0;
        while from < batch.num_rows() {
            let n = (batch.num_rows() - from).min(self.group_rows - self.pending_rows);
            self.pending.push(batch.slice(from, n));
            self.pending_rows += n;
            from += n;
            if self.pending_rows == self.group_rows {
                self.write_group()?;
            }
        }
        Ok(())
    }

    fn write_group(&mut self) -> Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let batches = std::mem::take(&mut self.pending);
        self.pending_rows = 0;
        let writers = self.columns.create_column_writers(self.groups)?;
        let leaves = self.leaves(&batches)?;
        let (descr, schema) = (self.writer.schema_descr(), &self.schema);
        let chunks: Vec<Chunk> = leaves
            .into_par_iter()
            .zip(writers)
            .enumerate()
            .map(|(i, (leaf, mut writer))| match leaf {
                Leaf::Own(field, batches) => {
                    encode::encode(schema.field(field), &descr.column(i), &batches).map(Chunk::Own)
                }
                Leaf::Arrow(batches) => {
                    batches.iter().try_for_each(|batch| writer.write(batch))?;
                    writer.close().map(Chunk::Arrow)
                }
            })
            .collect::<std::result::Result<_, ParquetError>>()?;
        let mut group = self.writer.next_row_group()?;
        for chunk in chunks {
            match chunk {
                Chunk::Own(chunk) => group.append_column(&chunk.bytes, chunk.close)?,
                Chunk::Arrow(chunk) => chunk.append_to_row_group(&mut group)?,
            }
        }
        group.close()?;
        self.groups += 1;
        Ok(())
    }

    /// The leaf columns of the schema with their batches. A nested field has several leaves.
    fn leaves(&self, batches: &[RecordBatch]) -> std::result::Result<Vec<Leaf>, ParquetError> {
        let mut leaves: Vec<Leaf> = Vec::new();
        let lens = encode::is_lens_table(&self.schema);
        for (i, field) in self.schema.fields().iter().enumerate() {
            if lens && encode::can_encode(field) {
                leaves.push(Leaf::Own(i, batches.iter().map(|batch| batch.column(i).clone()).collect()));
                continue;
            }
            let mut of_field: Vec<Vec<ArrowLeafColumn>> = Vec::new();
            for batch in batches {
                for (k, leaf) in compute_leaves(field, batch.column(i))?.into_iter().enumerate() {
                    if of_field.len() == k {
                        of_field.push(Vec::with_capacity(batches.len()));
                    }
                    of_field[k].push(leaf);
                }
            }
            leaves.extend(of_field.into_iter().map(Leaf::Arrow));
        }
        Ok(leaves)
    }

    /// Writes what is pending and the footer, and returns the inner writer.
    pub fn into_inner(mut self) -> Result<W> {
        self.write_group()?;
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

/// Batches of a Parquet file, such as one that is to be rewritten in another format.
pub fn read_parquet(
    path: &Path,
) -> Result<impl Iterator<Item = std::result::Result<RecordBatch, arrow_schema::ArrowError>>> {
    let file = std::fs::File::open(path).map_err(|source| Error::File { path: path.to_owned(), source })?;
    Ok(ParquetRecordBatchReaderBuilder::try_new(file)?.with_batch_size(1 << 14).build()?)
}

/// A Parquet file being written batch by batch under a temporary name; [`ParquetTable::finish`] puts it in place.
pub struct ParquetTable {
    stream: Stream<HashedFile>,
    rows: u64,
}

impl ParquetTable {
    /// Opens a file for rows of `table`.
    pub fn create(path: &Path, table: &model::schema::Table) -> Result<Self> {
        Self::with_schema(path, &table.schema())
    }

    /// Opens a file for rows of any schema.
    pub fn with_schema(path: &Path, schema: &SchemaRef) -> Result<Self> {
        Ok(Self { stream: Stream::new(schema, HashedFile::create(path)?)?, rows: 0 })
    }

    /// Writes one batch.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.rows += batch.num_rows() as u64;
        self.stream.write(batch)
    }

    /// Completes the file, puts it in place and says what is in it.
    pub fn finish(self) -> Result<Written> {
        self.stream.into_inner()?.keep(self.rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use arrow_array::{ArrayRef, UInt32Array};
    use std::sync::Arc;

    #[test]
    fn batches_are_cut_into_row_groups() {
        let numbers: ArrayRef = Arc::new(UInt32Array::from_iter_values(0..70));
        let batch = RecordBatch::try_from_iter([("n", numbers)]).expect("one column");
        let mut stream = Stream::new(batch.schema_ref(), Vec::new()).expect("opens");
        stream.group_rows = 100;
        for _ in 0..3 {
            stream.write(&batch).expect("takes a batch");
        }
        let bytes = stream.into_inner().expect("closes");
        let path = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(path.path(), &bytes).expect("written");
        let reader = SerializedFileReader::new(path.reopen().expect("there")).expect("Parquet");
        let rows: Vec<i64> = reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
        assert_eq!(rows, [100, 100, 10]);
    }
}
