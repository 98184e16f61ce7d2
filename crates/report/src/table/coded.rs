//! Dictionary columns in Parquet, written from the codes that they have already.
//!
//! The general writer looks every value of a dictionary column up by hash again, which costs more than everything
//! else in a table of millions of account pairs. Here the codes go into the page as they are: each distinct value is
//! touched once per row group, each row costs a few shifts. Same file format (plain dictionary page, data pages in the
//! RLE / bit-packing hybrid: Parquet format, Encodings.md), no compression, as packed codes do not shrink.

use ::parquet::basic::{Compression, Encoding};
use ::parquet::column::page::{CompressedPage, Page, PageWriter};
use ::parquet::column::writer::ColumnCloseResult;
use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::metadata::ColumnChunkMetaData;
use ::parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use ::parquet::schema::types::ColumnDescPtr;
use arrow_array::cast::AsArray;
use arrow_array::types::UInt32Type;
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Field};
use bytes::Bytes;
use std::collections::HashMap;

/// Values of one data page.
const PAGE: usize = 1 << 17;
/// Dictionaries up to this size are compared value by value with what the row group has; larger ones are taken to be
/// distinct stretches of ids.
const SMALL: usize = 1 << 10;
/// A code that the row group has not met.
const UNKNOWN: u32 = u32::MAX;

/// Whether a column is written here: text coded by unsigned numbers, never null, at the top level.
pub fn is_coded(field: &Field) -> bool {
    let DataType::Dictionary(key, value) = field.data_type() else { return false };
    !field.is_nullable() && **key == DataType::UInt32 && **value == DataType::Utf8
}

/// One encoded column of a row group.
pub struct Chunk {
    /// Its pages.
    pub bytes: Bytes,
    /// What the row group has to know.
    pub close: ColumnCloseResult,
}

/// Encodes the batches of one column of a row group.
pub fn encode(descr: &ColumnDescPtr, batches: &[ArrayRef]) -> Result<Chunk> {
    let mut dictionary = Dictionary::default();
    let mut codes: Vec<u32> = Vec::with_capacity(batches.iter().map(|batch| batch.len()).sum());
    for batch in batches {
        dictionary.recode(batch, &mut codes)?;
    }
    let width = (u32::BITS - (dictionary.len.max(2) - 1).leading_zeros()) as u8;
    let mut out = TrackedWrite::new(Vec::new());
    let mut pages = SerializedPageWriter::new(&mut out);
    let values = dictionary.page.len();
    let page = Page::DictionaryPage {
        buf: dictionary.page.into(),
        num_values: dictionary.len,
        encoding: Encoding::PLAIN,
        is_sorted: false,
    };
    pages.write_page(CompressedPage::new(page, values))?;
    let mut first_data_page = None;
    let mut buffer = Vec::new();
    for stretch in codes.chunks(PAGE) {
        buffer.clear();
        buffer.push(width);
        hybrid(stretch, width, &mut buffer);
        let page = Page::DataPage {
            buf: Bytes::copy_from_slice(&buffer),
            num_values: stretch.len() as u32,
            encoding: Encoding::RLE_DICTIONARY,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        let written = pages.write_page(CompressedPage::new(page, buffer.len()))?;
        first_data_page.get_or_insert(written.offset);
    }
    pages.close()?;
    let bytes = Bytes::from(out.into_inner()?);
    let metadata = ColumnChunkMetaData::builder(descr.clone())
        .set_compression(Compression::UNCOMPRESSED)
        .set_encodings(vec![Encoding::PLAIN, Encoding::RLE, Encoding::RLE_DICTIONARY])
        .set_num_values(codes.len() as i64)
        .set_total_compressed_size(bytes.len() as i64)
        .set_total_uncompressed_size(bytes.len() as i64)
        .set_dictionary_page_offset(Some(0))
        .set_data_page_offset(first_data_page.unwrap_or(bytes.len() as u64) as i64)
        .build()?;
    let close = ColumnCloseResult {
        bytes_written: bytes.len() as u64,
        rows_written: codes.len() as u64,
        metadata,
        bloom_filter: None,
        column_index: None,
        offset_index: None,
    };
    Ok(Chunk { bytes, close })
}

/// The row group's dictionary: values in the order in which rows use them.
#[derive(Default)]
struct Dictionary {
    page: Vec<u8>,
    len: u32,
    /// Values of the batch before, and what each became.
    values: Option<ArrayRef>,
    remap: Vec<u32>,
    small: HashMap<String, u32>,
}

impl Dictionary {
    fn recode(&mut self, batch: &ArrayRef, codes: &mut Vec<u32>) -> Result<()> {
        let batch = batch
            .as_any_dictionary_opt()
            .and_then(|batch| batch.as_any().downcast_ref::<arrow_array::DictionaryArray<UInt32Type>>())
            .ok_or_else(|| ParquetError::General("a coded column changed its type".to_owned()))?;
        let keys = batch.keys();
        if keys.null_count() > 0 {
            return Err(ParquetError::General("a coded column holds a null".to_owned()));
        }
        let values = batch.values();
        let same = self
            .values
            .as_ref()
            .is_some_and(|before| before.len() == values.len() && before.to_data().ptr_eq(&values.to_data()));
        if !same {
            self.remap.clear();
            self.remap.resize(values.len(), UNKNOWN);
            self.values = Some(values.clone());
        }
        let text = values.as_string::<i32>();
        for &key in keys.values() {
            let known = self.remap[key as usize];
            codes.push(if known == UNKNOWN {
                self.add(key, text.value(key as usize), values.len())
            } else {
                known
            });
        }
        Ok(())
    }

    fn add(&mut self, key: u32, value: &str, of: usize) -> u32 {
        let known = if of <= SMALL { self.small.get(value).copied() } else { None };
        let code = known.unwrap_or_else(|| {
            self.page.extend_from_slice(&(value.len() as u32).to_le_bytes());
            self.page.extend_from_slice(value.as_bytes());
            self.len += 1;
            if of <= SMALL {
                self.small.insert(value.to_owned(), self.len - 1);
            }
            self.len - 1
        });
        self.remap[key as usize] = code;
        code
    }
}

/// Runs that are at least this long are written as runs.
const RUN: usize = 16;

/// The RLE / bit-packing hybrid: long runs as (length, value), everything else packed in groups of eight.
fn hybrid(codes: &[u32], width: u8, out: &mut Vec<u8>) {
    let mut packed: Vec<u8> = Vec::with_capacity(codes.len() * usize::from(width) / 8 + 16);
    let mut groups = 0u64;
    let flush = |packed: &mut Vec<u8>, groups: &mut u64, out: &mut Vec<u8>| {
        if *groups > 0 {
            varint(*groups << 1 | 1, out);
            out.append(packed);
            *groups = 0;
        }
    };
    let mut at = 0;
    while at < codes.len() {
        let value = codes[at];
        let run = codes[at..].iter().take_while(|&&code| code == value).count();
        if run >= RUN {
            flush(&mut packed, &mut groups, out);
            varint((run as u64) << 1, out);
            out.extend_from_slice(&value.to_le_bytes()[..usize::from(width.div_ceil(8))]);
            at += run;
            continue;
        }
        let group = &codes[at..codes.len().min(at + 8)];
        let (mut bits, mut filled) = (0u64, 0u32);
        for i in 0..8 {
            // The last group is filled up; the page says how many values count.
            bits |= u64::from(group.get(i).copied().unwrap_or(0)) << filled;
            filled += u32::from(width);
            while filled >= 8 {
                packed.push(bits as u8);
                bits >>= 8;
                filled -= 8;
            }
        }
        groups += 1;
        at += group.len();
    }
    flush(&mut packed, &mut groups, out);
}

fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::super::parquet::{ParquetTable, read_parquet};
    use arrow_array::cast::AsArray;
    use arrow_array::types::UInt32Type;
    use arrow_array::{DictionaryArray, RecordBatch, StringArray, UInt32Array};
    use arrow_schema::{DataType, Field, Schema};
    use proptest::prelude::*;
    use std::sync::Arc;

    /// Writes `batches` of (values, keys) as one column and reads them back as text.
    fn round_trip(batches: &[(Vec<String>, Vec<u32>)]) -> Vec<String> {
        let kind = DataType::Dictionary(Box::new(DataType::UInt32), Box::new(DataType::Utf8));
        let schema = Arc::new(Schema::new(vec![Field::new("id", kind, false)]));
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("t.parquet");
        let mut table = ParquetTable::with_schema(&path, &schema).expect("writable");
        for (values, keys) in batches {
            let values = Arc::new(StringArray::from_iter_values(values));
            let column = DictionaryArray::<UInt32Type>::try_new(UInt32Array::from(keys.clone()), values)
                .expect("in range");
            table
                .write(&RecordBatch::try_new(schema.clone(), vec![Arc::new(column)]).expect("one column"))
                .expect("writable");
        }
        table.finish().expect("writable");
        let mut out = Vec::new();
        for batch in read_parquet(&path).expect("readable") {
            let batch = batch.expect("readable");
            let column = batch.column(0).as_any_dictionary();
            let values = column.values().as_string::<i32>();
            out.extend(column.normalized_keys().into_iter().map(|key| values.value(key).to_owned()));
        }
        out
    }

    fn expected(batches: &[(Vec<String>, Vec<u32>)]) -> Vec<String> {
        batches
            .iter()
            .flat_map(|(values, keys)| keys.iter().map(|&key| values[key as usize].clone()))
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_goes_in_comes_out(
            batches in prop::collection::vec(
                (prop::collection::vec("[a-zé]{0,12}", 1..40), prop::collection::vec((any::<u32>(), 1usize..40), 0..60)),
                1..4,
            )
        ) {
            // Keys in runs of any length, so that packed groups and runs alternate.
            let batches: Vec<(Vec<String>, Vec<u32>)> = batches
                .into_iter()
                .map(|(values, runs)| {
                    let keys = runs.into_iter().flat_map(|(key, n)| std::iter::repeat_n(key % values.len() as u32, n)).collect();
                    (values, keys)
                })
                .collect();
            prop_assert_eq!(round_trip(&batches), expected(&batches));
        }
    }

    #[test]
    fn many_values_and_pages() {
        let values: Vec<String> = (0..300_000).map(|i| format!("id{i}")).collect();
        let keys: Vec<u32> = (0..300_000u32).map(|i| i.wrapping_mul(2_654_435_761) % 300_000).collect();
        let batches = [(values, keys)];
        assert_eq!(round_trip(&batches), expected(&batches));
    }
}
