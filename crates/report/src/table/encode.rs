//! Parquet columns written from what the tables of a lens are made of: codes, ascending numbers, few distinct values.
//!
//! The general writer makes a level for every value, looks every value of a dictionary column up by hash again and
//! compresses pages, which costs more than everything else in a table of millions of account pairs. Here codes are
//! numbered anew by a table, whole numbers become packed differences, and nothing is compressed behind that. Same file
//! format (Parquet format, Encodings.md): any reader of the last years takes it.

mod bits;
mod coded;
mod delta;
mod pages;

use ::parquet::column::writer::ColumnCloseResult;
use ::parquet::errors::{ParquetError, Result};
use ::parquet::schema::types::ColumnDescPtr;
use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Float64Type, TimestampMicrosecondType, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use coded::{Floats, Texts};
use pages::{PAGE_VALUES, Pages, Parts};

/// One encoded column of a row group.
pub struct Chunk {
    /// Its pages.
    pub pages: Parts,
    /// What the row group has to know.
    pub close: ColumnCloseResult,
}

/// Whether a table is written here as far as possible: whoever builds a table with coded columns has coded what
/// repeats, and looking for repeats again costs more than it saves. Other tables, such as posts, hold plain text
/// that a dictionary and Zstandard shrink well.
pub fn is_lens_table(schema: &Schema) -> bool {
    schema.fields().iter().any(|field| matches!(field.data_type(), DataType::Dictionary(..)))
}

/// Whether a column is written here: never null, at the top level, of a type that the tables of a lens use.
pub fn can_encode(field: &Field) -> bool {
    let known = match field.data_type() {
        DataType::Dictionary(key, value) => **key == DataType::UInt32 && **value == DataType::Utf8,
        DataType::UInt32 | DataType::UInt64 | DataType::Float64 | DataType::Utf8 => true,
        DataType::Timestamp(unit, _) => *unit == TimeUnit::Microsecond,
        _ => false,
    };
    known && !field.is_nullable()
}

/// One column of a row group, encoded as its batches come: only the values of the page at hand are held as they are.
pub struct Column {
    field: Field,
    values: Values,
    pages: Pages,
}

/// What waits for its page.
enum Values {
    Texts(Texts),
    Floats(Floats),
    Narrow(Vec<i32>),
    Wide(Vec<i64>),
    Plain,
}

impl Column {
    /// For a field that [`can_encode`].
    pub fn new(field: &Field) -> Self {
        let values = match field.data_type() {
            DataType::Dictionary(..) => Values::Texts(Texts::default()),
            DataType::Float64 => Values::Floats(Floats::default()),
            DataType::UInt32 => Values::Narrow(Vec::new()),
            DataType::UInt64 | DataType::Timestamp(..) => Values::Wide(Vec::new()),
            _ => Values::Plain,
        };
        Self { field: field.clone(), values, pages: Pages::default() }
    }

    /// Takes one batch.
    pub fn push(&mut self, batch: &ArrayRef) -> Result<()> {
        if batch.data_type() != self.field.data_type() || batch.null_count() > 0 {
            let name = self.field.name();
            return Err(ParquetError::General(format!("column {name} changed its type or holds a null")));
        }
        match &mut self.values {
            Values::Texts(texts) => texts.push(batch),
            Values::Floats(floats) => floats.push(batch.as_primitive::<Float64Type>().values()),
            Values::Narrow(waiting) => extend::<UInt32Type, _>(waiting, batch, |value| value as i32),
            Values::Wide(waiting) if *self.field.data_type() == DataType::UInt64 => {
                extend::<UInt64Type, _>(waiting, batch, |value| value as i64);
            }
            Values::Wide(waiting) => extend::<TimestampMicrosecondType, _>(waiting, batch, |value| value),
            Values::Plain => delta::text(batch.as_string(), &mut self.pages),
        }
        self.flush(false);
        Ok(())
    }

    /// Ends the row group.
    pub fn close(mut self, descr: &ColumnDescPtr) -> Result<Chunk> {
        self.flush(true);
        match self.values {
            Values::Texts(texts) => texts.finish(&mut self.pages),
            Values::Floats(floats) => floats.finish(&mut self.pages),
            Values::Narrow(_) | Values::Wide(_) | Values::Plain => {}
        }
        self.pages.close(descr)
    }

    /// Encodes full pages, and with `all` what is left too.
    fn flush(&mut self, all: bool) {
        let pages = &mut self.pages;
        match &mut self.values {
            Values::Texts(texts) => texts.flush(all, pages),
            Values::Floats(floats) => floats.flush(all, pages),
            Values::Narrow(waiting) => {
                paged(waiting, all, |page| pages.data(delta::numbers(page), page.len(), delta::NUMBERS));
            }
            Values::Wide(waiting) => {
                paged(waiting, all, |page| pages.data(delta::numbers(page), page.len(), delta::NUMBERS));
            }
            Values::Plain => {}
        }
    }
}

fn extend<T: ArrowPrimitiveType, U>(out: &mut Vec<U>, batch: &ArrayRef, as_stored: impl Fn(T::Native) -> U) {
    make_room(out, batch.len());
    out.extend(batch.as_primitive::<T>().values().iter().map(|&value| as_stored(value)));
}

/// Room for the rest of a page and for one batch more, where batches are large: to grow there would cost as much as
/// encoding.
fn make_room<T>(waiting: &mut Vec<T>, batch: usize) {
    if batch >= PAGE_VALUES / 32 && waiting.capacity() < PAGE_VALUES + batch {
        waiting.reserve_exact(PAGE_VALUES + batch - waiting.len());
    }
}

/// Hands full pages of `waiting` on, and with `all` the rest too.
fn paged<T>(waiting: &mut Vec<T>, all: bool, mut page: impl FnMut(&[T])) {
    let rest = if all { 0 } else { waiting.len() % PAGE_VALUES };
    let full = waiting.len() - rest;
    waiting[..full].chunks(PAGE_VALUES).for_each(&mut page);
    waiting.drain(..full);
}

#[cfg(test)]
mod tests {
    use super::super::parquet::{ParquetTable, read_parquet};
    use super::*;
    use arrow_array::{
        DictionaryArray, Float64Array, RecordBatch, StringArray, TimestampMicrosecondArray, UInt32Array,
        UInt64Array,
    };
    use arrow_schema::SchemaRef;
    use proptest::prelude::*;
    use std::sync::Arc;

    fn schema() -> SchemaRef {
        let coded = DataType::Dictionary(Box::new(DataType::UInt32), Box::new(DataType::Utf8));
        let time = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
        let field = |name: &str, kind| Field::new(name, kind, false);
        Arc::new(Schema::new(vec![
            field("code", coded),
            field("n", DataType::UInt32),
            field("offset", DataType::UInt64),
            field("time", time),
            field("mean", DataType::Float64),
            field("id", DataType::Utf8),
        ]))
    }

    /// A table of which each number decides one row.
    fn table(names: &[String], rows: &[u64]) -> RecordBatch {
        let keys = UInt32Array::from_iter_values(rows.iter().map(|row| (row % names.len() as u64) as u32));
        let values = Arc::new(StringArray::from_iter_values(names));
        let columns: Vec<ArrayRef> = vec![
            Arc::new(DictionaryArray::<UInt32Type>::try_new(keys, values).expect("in range")),
            Arc::new(UInt32Array::from_iter_values(rows.iter().map(|&row| row as u32))),
            Arc::new(UInt64Array::from_iter_values(rows.iter().copied())),
            Arc::new(
                TimestampMicrosecondArray::from_iter_values(rows.iter().map(|&row| row as i64))
                    .with_timezone("UTC"),
            ),
            Arc::new(Float64Array::from_iter_values(rows.iter().map(|&row| row as f64 / 3.0))),
            Arc::new(StringArray::from_iter_values(rows.iter().map(|row| id(*row)))),
        ];
        RecordBatch::try_new(schema(), columns).expect("as the schema says")
    }

    /// Ids that share much or nothing, of any length, with characters of several bytes.
    fn id(row: u64) -> String {
        match row % 3 {
            0 => format!("é{row}"),
            1 => "é€".repeat(row as usize % 7) + &"ab".repeat(row as usize % 11),
            _ => row.to_string(),
        }
    }

    /// Writes the batches and reads them back, each row as text.
    fn round_trip(batches: &[RecordBatch]) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("t.parquet");
        let mut table = ParquetTable::with_schema(&path, &schema()).expect("writable");
        batches.iter().for_each(|batch| table.write(batch).expect("writable"));
        table.finish().expect("writable");
        lines(read_parquet(&path).expect("readable").map(|batch| batch.expect("readable")))
    }

    fn lines(batches: impl IntoIterator<Item = RecordBatch>) -> Vec<String> {
        let mut out = Vec::new();
        for batch in batches {
            let codes = batch.column(0).as_any_dictionary();
            let keys = codes.normalized_keys();
            for (row, &key) in keys.iter().enumerate() {
                out.push(format!(
                    "{} {} {} {} {:?} {}",
                    codes.values().as_string::<i32>().value(key),
                    batch.column(1).as_primitive::<UInt32Type>().value(row),
                    batch.column(2).as_primitive::<UInt64Type>().value(row),
                    batch.column(3).as_primitive::<TimestampMicrosecondType>().value(row),
                    batch.column(4).as_primitive::<Float64Type>().value(row),
                    batch.column(5).as_string::<i32>().value(row),
                ));
            }
        }
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        /// Values in runs of any length, so that packed groups and runs alternate; small, ascending and wild.
        #[test]
        fn what_goes_in_comes_out(
            names in prop::collection::vec("[a-zé]{0,12}", 1..40),
            batches in prop::collection::vec(
                prop::collection::vec((prop_oneof![0u64..50, 1_000_000u64..1_001_000, any::<u64>()], 1usize..40), 0..60),
                1..4,
            )
        ) {
            let batches: Vec<RecordBatch> = batches
                .into_iter()
                .map(|runs| {
                    let rows: Vec<u64> = runs.into_iter().flat_map(|(row, n)| std::iter::repeat_n(row, n)).collect();
                    table(&names, &rows)
                })
                .collect();
            prop_assert_eq!(round_trip(&batches), lines(batches));
        }
    }

    /// Ascending ids, as posts have: most of each stands in the one before.
    #[test]
    fn ascending_ids_take_little_room() {
        let names = ["a".to_owned()];
        let rows: Vec<u64> = (0..100_000).map(|row| 3 * row + 2).collect();
        let batch = table(&names, &rows);
        assert_eq!(round_trip(std::slice::from_ref(&batch)), lines([batch.clone()]));
        let mut pages = Pages::default();
        delta::text(batch.column(5).as_string(), &mut pages);
        assert!(pages.bytes() < 300_000, "{}", pages.bytes());
    }

    #[test]
    fn many_values_and_pages() {
        let names: Vec<String> = (0..300_000).map(|i| format!("id{i}")).collect();
        let rows: Vec<u64> = (0..300_000u64).map(|i| i.wrapping_mul(2_654_435_761) % 300_000).collect();
        let batch = table(&names, &rows);
        assert_eq!(round_trip(std::slice::from_ref(&batch)), lines([batch]));
    }

    #[test]
    fn an_empty_table_is_readable() {
        assert!(round_trip(&[]).is_empty());
        assert!(round_trip(&[table(&["a".to_owned()], &[])]).is_empty());
    }
}
