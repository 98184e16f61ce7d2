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
use arrow_schema::{FieldRef, SchemaRef};
use rayon::prelude::*;
use std::io::Write;
use std::path::Path;

/// Rows of a row group: large enough to compress and to scan, small enough for a laptop's memory. Tables of a lens
/// are held encoded, in a few bytes a row, and repeat their dictionaries in each row group: they get larger ones.
fn group_rows(schema: &SchemaRef) -> usize {
    if encode::is_lens_table(schema) { 1 << 22 } else { 1 << 19 }
}

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
        .set_max_row_group_row_count(Some(group_rows(schema)))
        .set_dictionary_page_size_limit(DICTIONARY_BYTES)
        .set_key_value_metadata(Some(metadata))
        .set_created_by(concat!("scrutineer ", env!("CARGO_PKG_VERSION")).to_owned())
        .build())
}

/// A field of the row group at hand.
enum Pending {
    /// Encoded as it comes.
    Own(Box<encode::Column>),
    /// Batches for the general writer.
    Arrow(Vec<ArrayRef>),
}

impl Pending {
    fn of(schema: &SchemaRef) -> Vec<Self> {
        let lens = encode::is_lens_table(schema);
        let field = |field: &FieldRef| match lens && encode::can_encode(field) {
            true => Self::Own(Box::new(encode::Column::new(field))),
            false => Self::Arrow(Vec::new()),
        };
        schema.fields().iter().map(field).collect()
    }

    fn push(&mut self, column: &ArrayRef) -> std::result::Result<(), ParquetError> {
        match self {
            Self::Own(own) => own.push(column),
            Self::Arrow(batches) => {
                batches.push(column.clone());
                Ok(())
            }
        }
    }
}

/// A leaf column that is complete.
enum Leaf {
    Own(Box<encode::Column>),
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
    pending: Vec<Pending>,
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
            pending: Pending::of(schema),
            pending_rows: 0,
            group_rows: group_rows(schema),
            groups: 0,
        })
    }

    /// Takes one batch.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let mut from = 0;
        while from < batch.num_rows() {
            let n = (batch.num_rows() - from).min(self.group_rows - self.pending_rows);
            let part = batch.slice(from, n);
            self.pending
                .par_iter_mut()
                .zip(part.columns())
                .try_for_each(|(pending, column)| pending.push(column))?;
            self.pending_rows += n;
            from += n;
            if self.pending_rows == self.group_rows {
                self.write_group()?;
            }
        }
        Ok(())
    }

    fn write_group(&mut self) -> Result<()> {
        if self.pending_rows == 0 {
            return Ok(());
        }
        let pending = std::mem::replace(&mut self.pending, Pending::of(&self.schema));
        self.pending_rows = 0;
        let writers = self.columns.create_column_writers(self.groups)?;
        let leaves = self.leaves(pending)?;
        let descr = self.writer.schema_descr();
        let chunks: Vec<Chunk> = leaves
            .into_par_iter()
            .zip(writers)
            .enumerate()
            .map(|(i, (leaf, mut writer))| match leaf {
                Leaf::Own(column) => column.close(&descr.column(i)).map(Chunk::Own),
                Leaf::Arrow(batches) => {
                    batches.iter().try_for_each(|batch| writer.write(batch))?;
                    writer.close().map(Chunk::Arrow)
                }
            })
            .collect::<std::result::Result<_, ParquetError>>()?;
        let mut group = self.writer.next_row_group()?;
        for chunk in chunks {
            match chunk {
                Chunk::Own(chunk) => group.append_column(&chunk.pages, chunk.close)?,
                Chunk::Arrow(chunk) => chunk.append_to_row_group(&mut group)?,
            }
        }
        group.close()?;
        self.groups += 1;
        Ok(())
    }

    /// The leaf columns of the schema. A nested field has several leaves.
    fn leaves(&self, pending: Vec<Pending>) -> std::result::Result<Vec<Leaf>, ParquetError> {
        let mut leaves: Vec<Leaf> = Vec::new();
        for (field, pending) in self.schema.fields().iter().zip(pending) {
            let batches = match pending {
                Pending::Own(column) => {
                    leaves.push(Leaf::Own(column));
                    continue;
                }
                Pending::Arrow(batches) => batches,
            };
            let mut of_field: Vec<Vec<ArrowLeafColumn>> = Vec::new();
            for batch in &batches {
                for (k, leaf) in compute_leaves(field, batch)?.into_iter().enumerate() {
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
