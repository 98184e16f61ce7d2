//! Reads a Parquet file row group by row group, in batches that fit into memory.
//!
//! How long the texts of a batch are is known only when it is decoded: a dictionary holds a text once that any number of
//! rows show. The number of rows is therefore chosen from the sizes that a row group states and from its dictionaries. A
//! batch that cannot be decoded is tried again in smaller ones, so that damage costs the rows behind it and no more.

use super::parquet::guarded;
use arrow_array::RecordBatch;
use arrow_schema::Fields;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Type;
use parquet::column::page::{Page, PageReader};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::serialized_reader::SerializedPageReader;
use std::fs::File;
use std::sync::Arc;

/// Rows decoded at once.
const BATCH: usize = 8_192;
/// Bytes that they should have at most.
const BATCH_BYTES: u64 = 32 << 20;
/// By how much smaller a batch is that is tried again.
const SMALLER: usize = 16;

/// Rows that could not be decoded: the rest of a row group.
pub(super) struct Damage {
    /// How many.
    pub(super) rows: u64,
    /// What the library said.
    pub(super) message: String,
}

/// The batches of a file.
pub(super) struct RowGroups {
    file: Arc<File>,
    metadata: ArrowReaderMetadata,
    mask: ProjectionMask,
    most_rows: usize,
    /// The row group that is being read, and the next row in it.
    group: usize,
    row: u64,
    /// Rows of a batch of this group; nothing when it has not been looked at.
    batch: Option<usize>,
    reader: Option<ParquetRecordBatchReader>,
}

impl RowGroups {
    /// All columns of a file.
    pub(super) fn open(file: &File) -> Result<Self, String> {
        let file = Arc::new(file.try_clone().map_err(|e| e.to_string())?);
        let metadata =
            ArrowReaderMetadata::load(&*file, ArrowReaderOptions::new()).map_err(|e| e.to_string())?;
        let mask = ProjectionMask::all();
        Ok(Self { file, metadata, mask, most_rows: BATCH, group: 0, row: 0, batch: None, reader: None })
    }

    /// The columns.
    pub(super) fn fields(&self) -> &Fields {
        self.metadata.schema().fields()
    }

    /// Decodes the columns `roots` only.
    pub(super) fn only(mut self, roots: &[usize]) -> Self {
        self.mask = ProjectionMask::roots(self.metadata.parquet_schema(), roots.iter().copied());
        self
    }

    /// Decodes at most `rows` at once.
    pub(super) fn in_batches_of(mut self, rows: usize) -> Self {
        self.most_rows = rows;
        self
    }

    /// The next rows.
    pub(super) fn next(&mut self) -> Option<Result<RecordBatch, Damage>> {
        while self.group < self.metadata.metadata().num_row_groups() {
            let batch = match self.batch {
                Some(batch) => batch,
                None => *self.batch.insert(self.fitting_rows()),
            };
            match guarded(|| self.decode(batch)) {
                Ok(Some(rows)) => {
                    self.row += rows.num_rows() as u64;
                    return Some(Ok(rows));
                }
                Err(_) if batch > 1 => {
                    self.reader = None;
                    self.batch = Some((batch / SMALLER).max(1));
                }
                ended => {
                    let rows = self.metadata.metadata().row_group(self.group).num_rows();
                    let rows = u64::try_from(rows).unwrap_or(0).saturating_sub(self.row);
                    (self.group, self.row, self.batch, self.reader) = (self.group + 1, 0, None, None);
                    match ended {
                        Err(message) => return Some(Err(Damage { rows, message })),
                        Ok(_) if rows > 0 => {
                            let message = "a row group has fewer rows than it says".to_owned();
                            return Some(Err(Damage { rows, message }));
                        }
                        Ok(_) => {}
                    }
                }
            }
        }
        None
    }

    fn decode(&mut self, batch: usize) -> Result<Option<RecordBatch>, String> {
        let reader = match &mut self.reader {
            Some(reader) => reader,
            empty => {
                let file = self.file.try_clone().map_err(|e| e.to_string())?;
                let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone())
                    .with_projection(self.mask.clone())
                    .with_row_groups(vec![self.group])
                    .with_offset(usize::try_from(self.row).map_err(|e| e.to_string())?)
                    .with_batch_size(batch)
                    .build()
                    .map_err(|e| e.to_string())?;
                empty.insert(reader)
            }
        };
        reader.next().transpose().map_err(|e| e.to_string())
    }

    /// Rows of this group whose bytes fit into a batch.
    fn fitting_rows(&self) -> usize {
        let group = self.metadata.metadata().row_group(self.group);
        let rows = u64::try_from(group.num_rows()).unwrap_or(0).max(1);
        let mut bytes = 1u64;
        let columns = group.columns().iter().enumerate();
        for (_, column) in columns.filter(|(n, _)| self.mask.leaf_included(*n)) {
            let size = |n: i64| u64::try_from(n).unwrap_or(0);
            let mean = size(column.uncompressed_size()) / rows;
            // Lists have several values in a row.
            let values = size(column.num_values()).div_ceil(rows);
            let longest = guarded(|| Ok(longest_in_dictionary(&self.file, column))).unwrap_or(0);
            bytes = bytes.saturating_add(mean.max(longest.saturating_mul(values)));
        }
        usize::try_from(BATCH_BYTES / bytes).unwrap_or(BATCH).clamp(1, self.most_rows)
    }
}

/// Length of the longest text in the dictionary of a column, if it has one.
fn longest_in_dictionary(file: &Arc<File>, column: &ColumnChunkMetaData) -> u64 {
    if column.column_type() != Type::BYTE_ARRAY || column.dictionary_page_offset().is_none() {
        return 0;
    }
    let page =
        SerializedPageReader::new(file.clone(), column, 0, None).and_then(|mut pages| pages.get_next_page());
    let Ok(Some(Page::DictionaryPage { buf, .. })) = page else { return 0 };
    let (mut rest, mut longest) = (&buf[..], 0);
    while let Some((length, texts)) = rest.split_first_chunk::<4>() {
        let length = u32::from_le_bytes(*length);
        longest = longest.max(length);
        rest = texts.get(length as usize..).unwrap_or_default();
    }
    u64::from(longest)
}
