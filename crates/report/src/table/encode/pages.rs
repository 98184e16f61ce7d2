//! The pages of a column, uncompressed, and what the row group has to know of them.

use super::Chunk;
use ::parquet::basic::{Compression, Encoding};
use ::parquet::column::page::{CompressedPage, Page, PageWriter};
use ::parquet::column::writer::ColumnCloseResult;
use ::parquet::errors::Result;
use ::parquet::file::metadata::ColumnChunkMetaData;
use ::parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use ::parquet::schema::types::ColumnDescPtr;
use bytes::Bytes;

/// Most values of one data page.
pub const PAGE_VALUES: usize = 1 << 17;
/// Most bytes of text in one data page.
pub const PAGE_BYTES: usize = 8 << 20;

/// Pages being written.
pub struct Pages {
    out: TrackedWrite<Vec<u8>>,
    values: usize,
    encodings: Vec<Encoding>,
    dictionary: bool,
    first_data_page: Option<u64>,
}

impl Pages {
    pub fn new() -> Self {
        Self {
            out: TrackedWrite::new(Vec::new()),
            values: 0,
            encodings: vec![Encoding::RLE],
            dictionary: false,
            first_data_page: None,
        }
    }

    /// The dictionary, before all data.
    pub fn dictionary(&mut self, values: Vec<u8>, count: u32) -> Result<()> {
        let bytes = values.len();
        self.dictionary = true;
        self.encodings.push(Encoding::PLAIN);
        let page = Page::DictionaryPage {
            buf: values.into(),
            num_values: count,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        };
        SerializedPageWriter::new(&mut self.out).write_page(CompressedPage::new(page, bytes))?;
        Ok(())
    }

    /// A page of `count` values.
    pub fn data(&mut self, values: Vec<u8>, count: usize, encoding: Encoding) -> Result<()> {
        let bytes = values.len();
        self.values += count;
        if !self.encodings.contains(&encoding) {
            self.encodings.push(encoding);
        }
        let page = Page::DataPage {
            buf: values.into(),
            num_values: count as u32,
            encoding,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        let written =
            SerializedPageWriter::new(&mut self.out).write_page(CompressedPage::new(page, bytes))?;
        self.first_data_page.get_or_insert(written.offset);
        Ok(())
    }

    pub fn close(self, descr: &ColumnDescPtr) -> Result<Chunk> {
        let bytes = Bytes::from(self.out.into_inner()?);
        let metadata = ColumnChunkMetaData::builder(descr.clone())
            .set_compression(Compression::UNCOMPRESSED)
            .set_encodings(self.encodings)
            .set_num_values(self.values as i64)
            .set_total_compressed_size(bytes.len() as i64)
            .set_total_uncompressed_size(bytes.len() as i64)
            .set_dictionary_page_offset(self.dictionary.then_some(0))
            .set_data_page_offset(self.first_data_page.unwrap_or(bytes.len() as u64) as i64)
            .build()?;
        let close = ColumnCloseResult {
            bytes_written: bytes.len() as u64,
            rows_written: self.values as u64,
            metadata,
            bloom_filter: None,
            column_index: None,
            offset_index: None,
        };
        Ok(Chunk { bytes, close })
    }
}
