//! The pages of a column, uncompressed, and what the row group has to know of them.

use super::Chunk;
use ::parquet::basic::{Compression, Encoding};
use ::parquet::column::page::{CompressedPage, Page, PageWriter};
use ::parquet::column::writer::ColumnCloseResult;
use ::parquet::errors::Result;
use ::parquet::file::metadata::ColumnChunkMetaData;
use ::parquet::file::reader::{ChunkReader, Length};
use ::parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use ::parquet::schema::types::ColumnDescPtr;
use bytes::Bytes;
use std::collections::VecDeque;
use std::io::{self, Read, Write};

/// Most values of one data page.
pub const PAGE_VALUES: usize = 1 << 17;
/// Most bytes of text in one data page.
pub const PAGE_BYTES: usize = 8 << 20;

/// Encoded pages of a column; the dictionary is known last and stands first.
#[derive(Default)]
pub struct Pages {
    dictionary: Option<(Bytes, u32)>,
    data: Vec<DataPage>,
}

struct DataPage {
    values: Bytes,
    count: usize,
    encoding: Encoding,
}

impl Pages {
    /// The dictionary, with the number of its values.
    pub fn dictionary(&mut self, values: Vec<u8>, count: u32) {
        self.dictionary = Some((values.into(), count));
    }

    /// A page of `count` values.
    pub fn data(&mut self, values: Vec<u8>, count: usize, encoding: Encoding) {
        self.data.push(DataPage { values: values.into(), count, encoding });
    }

    /// Bytes of the data pages.
    #[cfg(test)]
    pub fn bytes(&self) -> usize {
        self.data.iter().map(|page| page.values.len()).sum()
    }

    /// Writes all pages.
    pub fn close(self, descr: &ColumnDescPtr) -> Result<Chunk> {
        let dictionary = self.dictionary.iter().map(|(values, _)| values);
        let whole = dictionary.chain(self.data.iter().map(|page| &page.values)).cloned().collect();
        let mut out = TrackedWrite::new(Parts { whole, parts: Vec::new() });
        let mut writer = SerializedPageWriter::new(&mut out);
        let mut encodings = vec![Encoding::RLE];
        let has_dictionary = self.dictionary.is_some();
        if let Some((values, num_values)) = self.dictionary {
            let bytes = values.len();
            encodings.push(Encoding::PLAIN);
            let page =
                Page::DictionaryPage { buf: values, num_values, encoding: Encoding::PLAIN, is_sorted: false };
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
                buf: values,
                num_values: count as u32,
                encoding,
                def_level_encoding: Encoding::RLE,
                rep_level_encoding: Encoding::RLE,
                statistics: None,
            };
            let written = writer.write_page(CompressedPage::new(page, bytes))?;
            first_data_page.get_or_insert(written.offset);
        }
        let pages = out.into_inner()?;
        let bytes = pages.len();
        let metadata = ColumnChunkMetaData::builder(descr.clone())
            .set_compression(Compression::UNCOMPRESSED)
            .set_encodings(encodings)
            .set_num_values(rows as i64)
            .set_total_compressed_size(bytes as i64)
            .set_total_uncompressed_size(bytes as i64)
            .set_dictionary_page_offset(has_dictionary.then_some(0))
            .set_data_page_offset(first_data_page.unwrap_or(bytes) as i64)
            .build()?;
        let close = ColumnCloseResult {
            bytes_written: bytes,
            rows_written: rows as u64,
            metadata,
            bloom_filter: None,
            column_index: None,
            offset_index: None,
        };
        Ok(Chunk { pages, close })
    }
}

/// The bytes of a column chunk in parts. The values of a page are large: they are handed on as they are, not copied
/// behind their header.
pub struct Parts {
    /// Values that may come.
    whole: VecDeque<Bytes>,
    parts: Vec<Bytes>,
}

/// Takes what is written, and knows values by their place in memory. Short ones come as copies, in front of which the
/// writer has gathered headers.
impl Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let known = self.whole.iter().position(|values| std::ptr::eq(&**values, bytes));
        let part = match known.and_then(|at| self.whole.drain(..=at).next_back()) {
            Some(values) => values,
            None => Bytes::copy_from_slice(bytes),
        };
        self.parts.push(part);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Length for Parts {
    fn len(&self) -> u64 {
        self.parts.iter().map(|part| part.len() as u64).sum()
    }
}

impl ChunkReader for Parts {
    type T = PartsReader;

    fn get_read(&self, start: u64) -> Result<PartsReader> {
        let mut rest = PartsReader(self.parts.iter().cloned().collect());
        io::copy(&mut rest.by_ref().take(start), &mut io::sink())?;
        Ok(rest)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let mut bytes = Vec::with_capacity(length);
        self.get_read(start)?.take(length as u64).read_to_end(&mut bytes)?;
        Ok(bytes.into())
    }
}

/// Reads the parts one after the other.
pub struct PartsReader(VecDeque<Bytes>);

impl Read for PartsReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.0.pop_front_if(|part| part.is_empty()).is_some() {}
        let Some(part) = self.0.front_mut() else { return Ok(0) };
        let bytes = part.split_to(part.len().min(out.len()));
        out[..bytes.len()].copy_from_slice(&bytes);
        Ok(bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_values_are_not_copied_and_all_bytes_are_read_in_order() {
        let (small, large) = (Bytes::from_static(b"small"), Bytes::from(vec![7; 100_000]));
        let whole = [small.clone(), large.clone()].into();
        let mut out = TrackedWrite::new(Parts { whole, parts: Vec::new() });
        for bytes in [b"head".as_slice(), &small, b"head", &large, b"tail"] {
            out.write_all(bytes).expect("into memory");
        }
        let parts = out.into_inner().expect("into memory");
        assert!(parts.parts.iter().any(|part| std::ptr::eq(&**part, &*large)));
        let all = [b"headsmallhead".as_slice(), &large, b"tail"].concat();
        assert_eq!(parts.len(), all.len() as u64);
        for start in [0, 5, 13, 14, 100_012, 100_017] {
            let rest = parts.get_bytes(start, all.len()).expect("from memory");
            assert!(rest == all[start as usize..], "from {start}");
        }
        assert_eq!(parts.get_bytes(2, 6).expect("from memory"), all[2..8]);
    }
}
