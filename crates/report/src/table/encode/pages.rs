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

/// More than the header of a page takes: a few small numbers.
const HEADER_BYTES: usize = 64;

/// Encoded pages of a column; the dictionary is known last and stands first.
#[derive(Default)]
pub struct Pages {
    dictionary: Option<(Vec<u8>, u32)>,
    data: Vec<DataPage>,
}

struct DataPage {
    values: Vec<u8>,
    count: usize,
    encoding: Encoding,
}

impl Pages {
    /// The dictionary, with the number of its values.
    pub fn dictionary(&mut self, values: Vec<u8>, count: u32) {
        self.dictionary = Some((values, count));
    }

    /// A page of `count` values.
    pub fn data(&mut self, values: Vec<u8>, count: usize, encoding: Encoding) {
        self.data.push(DataPage { values, count, encoding });
    }

    /// Writes all pages.
    pub fn close(self, descr: &ColumnDescPtr) -> Result<Chunk> {
        let dictionary = self.dictionary.iter().map(|(values, _)| values.len());
        let bytes: usize = dictionary.chain(self.data.iter().map(|page| page.values.len())).sum();
        let headers = (self.data.len() + 1) * HEADER_BYTES;
        let mut out = TrackedWrite::new(Vec::with_capacity(bytes + headers));
        let mut writer = SerializedPageWriter::new(&mut out);
        let mut encodings = vec![Encoding::RLE];
        let has_dictionary = self.dictionary.is_some();
        if let Some((values, num_values)) = self.dictionary {
            let bytes = values.len();
            encodings.push(Encoding::PLAIN);
            let page = Page::DictionaryPage {
                buf: values.into(),
                num_values,
                encoding: Encoding::PLAIN,
                is_sorted: false,
            };
            writer.write_page(CompressedPage::new(page, bytes))?;
        }
        let (mut rows, mut first_data_page) = (0, None);
        for DataPage { values, count, encoding } in self.data {
            let bytes = values.len();
            rows += count;
            if !encodings.contains(&encoding) {
                encodings.push(encoding);
            }
            let page = Page::DataPage {
                buf: values.into(),
                num_values: count as u32,
                encoding,
                def_level_encoding: Encoding::RLE,
                rep_level_encoding: Encoding::RLE,
                statistics: None,
            };
            let written = writer.write_page(CompressedPage::new(page, bytes))?;
            first_data_page.get_or_insert(written.offset);
        }
        let bytes = Bytes::from(out.into_inner()?);
        let metadata = ColumnChunkMetaData::builder(descr.clone())
            .set_compression(Compression::UNCOMPRESSED)
            .set_encodings(encodings)
            .set_num_values(rows as i64)
            .set_total_compressed_size(bytes.len() as i64)
            .set_total_uncompressed_size(bytes.len() as i64)
            .set_dictionary_page_offset(has_dictionary.then_some(0))
            .set_data_page_offset(first_data_page.unwrap_or(bytes.len() as u64) as i64)
            .build()?;
        let close = ColumnCloseResult {
            bytes_written: bytes.len() as u64,
            rows_written: rows as u64,
            metadata,
            bloom_filter: None,
            column_index: None,
            offset_index: None,
        };
        Ok(Chunk { bytes, close })
    }
}
