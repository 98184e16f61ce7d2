//! Parquet tables.

use super::row::RowBuffer;
use super::row_groups::{Damage, RowGroups};
use super::{TableObserver, TableOptions, choose, settled};
use crate::mapping::Mapping;
use crate::mapping::apply::Mapper;
use crate::mapping::guess::Sample;
use crate::mapping::plan::Plan;
use crate::value::{cut, ids};
use crate::{Context, IntakeError, SinkError};
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Fields, TimeUnit};
use model::At;
use std::fmt::Write;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Rows looked at before reading begins.
const SAMPLE: usize = 500;
/// Bytes of such rows beyond which no more are looked at.
const SAMPLE_BYTES: usize = 8 << 20;
/// What a row counts for beside its text, of which there may be so much in a file: rows without any cost time too.
const ROW: u64 = 64;

/// Why a file cannot be read at all.
pub enum Refused {
    /// It is no sound Parquet file.
    Damaged(String),
    /// No mapping fits it.
    Mapping(IntakeError),
}

/// A Parquet file that is ready to be read.
pub struct ParquetTable {
    file: File,
    header: Vec<String>,
    /// Mapping in use.
    pub mapping: Mapping,
    plan: Plan,
    lacks: Option<IntakeError>,
}

/// A column: its name as a dotted path, and the way to it through structs.
struct Leaf {
    name: String,
    way: Vec<usize>,
    kind: DataType,
}

fn leaves(fields: &Fields, prefix: &str, way: &[usize], most: usize, out: &mut Vec<Leaf>) {
    for (n, field) in fields.iter().enumerate() {
        if out.len() >= most {
            return;
        }
        let name =
            if prefix.is_empty() { field.name().clone() } else { format!("{prefix}.{}", field.name()) };
        let mut way = way.to_vec();
        way.push(n);
        match field.data_type() {
            DataType::Struct(inner) if way.len() < 16 => leaves(inner, &name, &way, most, out),
            kind => out.push(Leaf { name, way, kind: kind.clone() }),
        }
    }
}

impl ParquetTable {
    /// Opens a file and chooses the mapping. `shown`: it is only to be looked at, so that a mapping without
    /// account or time will do.
    pub fn open(file: File, options: &TableOptions<'_>, shown: bool) -> Result<Self, Refused> {
        let groups = guarded(|| RowGroups::open(&file)).map_err(Refused::Damaged)?;
        let mut columns = Vec::new();
        leaves(groups.fields(), "", &[], options.limits.fields, &mut columns);
        let header: Vec<String> = columns.iter().map(|leaf| leaf.name.clone()).collect();
        let mut samples = vec![Sample::default(); header.len()];
        let mut groups = groups.in_batches_of(SAMPLE);
        let (mut rows, mut bytes) = (0, 0);
        while rows < SAMPLE && bytes < SAMPLE_BYTES {
            let Some(Ok(batch)) = groups.next() else { break };
            rows += batch.num_rows();
            let mut cells = RowBuffer::default();
            for (leaf, sample) in columns.iter().zip(&mut samples) {
                let Some(array) = follow(&batch, &leaf.way) else { continue };
                for row in 0..batch.num_rows() {
                    cells.clear();
                    write(&array, row, &mut cells.text);
                    bytes += cells.text.len();
                    sample.add(&cells.text);
                }
            }
        }
        let (mapping, plan) = choose(&header, &samples, options);
        let (plan, lacks) = settled(plan, &mapping, &header, options.platform);
        match lacks {
            Some(error) if !shown => Err(Refused::Mapping(error)),
            lacks => Ok(Self { file, header, mapping, plan, lacks }),
        }
    }

    /// Whether the mapping gives the least that a post needs.
    pub fn check(&self) -> Result<(), &IntakeError> {
        self.lacks.as_ref().map_or(Ok(()), Err)
    }

    /// Reads all rows.
    pub fn read(
        self,
        cx: &mut Context<'_>,
        mut observer: Option<&mut (dyn TableObserver + '_)>,
    ) -> Result<(), SinkError> {
        let Self { file, header, mapping, plan, lacks: _ } = self;
        // Columns that nobody asks for are not decoded.
        let wanted = match &mut observer {
            Some(observer) => {
                observer.table(&header, &mapping);
                (0..header.len()).collect()
            }
            None => plan.used(),
        };
        let mut mapper = Mapper::of_parts(plan);
        let mut row = 0;
        let most_text = super::most_text(&file, &cx.limits);
        let mut text = 0u64;
        let opened = guarded(|| open_columns(&file, &wanted, cx.limits.fields));
        let (mut groups, columns, unread) = match opened {
            Ok(opened) => opened,
            Err(message) => return cx.stop("damaged", At::Row(0), message),
        };
        for (name, kind) in &unread {
            cx.note(
                "column_not_read",
                At::Row(0),
                format!("column `{}` holds values of the type {}, which are not read", cut(name), cut(kind)),
            )?;
        }
        let mut cells = RowBuffer::default();
        'file: while let Some(batch) = groups.next() {
            let batch = match batch {
                Ok(batch) => batch,
                Err(Damage { rows, message }) => {
                    let message = format!("{rows} rows from row {row} on are damaged: {message}");
                    cx.stop("damaged", At::Row(row), message)?;
                    row += rows;
                    continue;
                }
            };
            let arrays: Vec<Option<ArrayRef>> =
                columns.iter().map(|way| way.as_ref().and_then(|way| follow(&batch, way))).collect();
            for n in 0..batch.num_rows() {
                cells.clear();
                for array in &arrays {
                    if let Some(array) = array {
                        write(array, n, &mut cells.text);
                    }
                    cells.end_cell();
                }
                let at = At::Row(row);
                text = text.saturating_add(cells.text.len() as u64 + ROW);
                if text > most_text {
                    cx.stop("expands_too_much", at, super::too_much_text(most_text))?;
                    break 'file;
                }
                row += 1;
                if cells.text.len() > cx.limits.record_bytes {
                    cx.reject(
                        "record_too_long",
                        at,
                        format!(
                            "a row of {} bytes; at most {} are read",
                            cells.text.len(),
                            cx.limits.record_bytes
                        ),
                    )?;
                    continue;
                }
                if let Some(observer) = &mut observer {
                    observer.row(&cells.row());
                }
                mapper.row(cx, &cells.row(), at)?;
            }
        }
        mapper.finish(cx)
    }
}

/// For each column of the table the way to it in the batches, when it is decoded.
type Ways = Vec<Option<Vec<usize>>>;

/// Name and type of a column that has no text.
type Unread = (String, String);

/// The row groups, the ways to the columns, and those that cannot be read.
fn open_columns(
    file: &File,
    wanted: &[usize],
    most: usize,
) -> Result<(RowGroups, Ways, Vec<Unread>), String> {
    let groups = RowGroups::open(file)?;
    let mut columns = Vec::new();
    leaves(groups.fields(), "", &[], most, &mut columns);
    let unread = wanted
        .iter()
        .filter_map(|n| columns.get(*n))
        .filter(|leaf| !has_text(&leaf.kind))
        .map(|leaf| (leaf.name.clone(), leaf.kind.to_string()))
        .collect();
    let mut roots: Vec<usize> = wanted.iter().filter_map(|n| columns.get(*n)?.way.first().copied()).collect();
    roots.sort_unstable();
    roots.dedup();
    let ways = columns
        .into_iter()
        .enumerate()
        .map(|(n, mut leaf)| {
            if !wanted.contains(&n) {
                return None;
            }
            // Roots that are left out move the others forward.
            leaf.way[0] = roots.iter().position(|root| *root == leaf.way[0])?;
            Some(leaf.way)
        })
        .collect();
    Ok((groups.only(&roots), ways, unread))
}

/// Runs library code that may panic on a damaged file.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err("the Parquet library gave up on it".to_owned()))
}

fn follow(batch: &RecordBatch, way: &[usize]) -> Option<ArrayRef> {
    let (first, rest) = way.split_first()?;
    let mut array = batch.columns().get(*first)?.clone();
    for n in rest {
        array = array.as_struct_opt()?.columns().get(*n)?.clone();
    }
    Some(array)
}

/// Appends a value as text; nothing for null and for types that have no text.
fn write(array: &ArrayRef, row: usize, out: &mut String) {
    if row >= array.len() || array.is_null(row) {
        return;
    }
    macro_rules! number {
        ($kind:ty) => {{
            let _ = write!(out, "{}", array.as_primitive::<$kind>().value(row));
        }};
    }
    match array.data_type() {
        DataType::Utf8 => out.push_str(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => out.push_str(array.as_string::<i64>().value(row)),
        DataType::Utf8View => out.push_str(array.as_string_view().value(row)),
        DataType::Binary => out.push_str(&String::from_utf8_lossy(array.as_binary::<i32>().value(row))),
        DataType::LargeBinary => out.push_str(&String::from_utf8_lossy(array.as_binary::<i64>().value(row))),
        DataType::BinaryView => out.push_str(&String::from_utf8_lossy(array.as_binary_view().value(row))),
        DataType::Boolean => out.push_str(if array.as_boolean().value(row) { "true" } else { "false" }),
        DataType::Int8 => number!(Int8Type),
        DataType::Int16 => number!(Int16Type),
        DataType::Int32 => number!(Int32Type),
        DataType::Int64 => number!(Int64Type),
        DataType::UInt8 => number!(UInt8Type),
        DataType::UInt16 => number!(UInt16Type),
        DataType::UInt32 => number!(UInt32Type),
        DataType::UInt64 => number!(UInt64Type),
        DataType::Float32 => float(f64::from(array.as_primitive::<Float32Type>().value(row)), out),
        DataType::Float64 => float(array.as_primitive::<Float64Type>().value(row), out),
        DataType::Date32 => {
            moment(
                i64::from(array.as_primitive::<Date32Type>().value(row)).saturating_mul(86_400_000_000),
                true,
                false,
                out,
            );
        }
        DataType::Date64 => {
            moment(array.as_primitive::<Date64Type>().value(row).saturating_mul(1_000), false, false, out)
        }
        DataType::Timestamp(unit, zone) => {
            let micros = match unit {
                TimeUnit::Second => {
                    array.as_primitive::<TimestampSecondType>().value(row).saturating_mul(1_000_000)
                }
                TimeUnit::Millisecond => {
                    array.as_primitive::<TimestampMillisecondType>().value(row).saturating_mul(1_000)
                }
                TimeUnit::Microsecond => array.as_primitive::<TimestampMicrosecondType>().value(row),
                TimeUnit::Nanosecond => array.as_primitive::<TimestampNanosecondType>().value(row) / 1_000,
            };
            moment(micros, false, zone.is_some(), out);
        }
        DataType::Dictionary(_, _) => {
            let dictionary = array.as_any_dictionary();
            if let Some(key) = key(dictionary.keys(), row) {
                write(dictionary.values(), key, out);
            }
        }
        DataType::Float16 => float(array.as_primitive::<Float16Type>().value(row).to_f64(), out),
        DataType::Decimal32(..) => decimal(&array.as_primitive::<Decimal32Type>().value_as_string(row), out),
        DataType::Decimal64(..) => decimal(&array.as_primitive::<Decimal64Type>().value_as_string(row), out),
        DataType::Decimal128(..) => {
            decimal(&array.as_primitive::<Decimal128Type>().value_as_string(row), out);
        }
        DataType::Decimal256(..) => {
            decimal(&array.as_primitive::<Decimal256Type>().value_as_string(row), out);
        }
        DataType::FixedSizeBinary(_) => bytes(array.as_fixed_size_binary().value(row), out),
        DataType::List(_) => items(&array.as_list::<i32>().value(row), out),
        DataType::LargeList(_) => items(&array.as_list::<i64>().value(row), out),
        DataType::ListView(_) => items(&array.as_list_view::<i32>().value(row), out),
        DataType::LargeListView(_) => items(&array.as_list_view::<i64>().value(row), out),
        DataType::FixedSizeList(_, _) => items(&array.as_fixed_size_list().value(row), out),
        // Whatever comes here is named by `has_text`.
        _ => {}
    }
}

/// Whether [`write`] has a text for values of this type.
fn has_text(kind: &DataType) -> bool {
    match kind {
        DataType::Time32(_)
        | DataType::Time64(_)
        | DataType::Duration(_)
        | DataType::Interval(_)
        | DataType::Map(_, _)
        | DataType::Union(_, _)
        | DataType::RunEndEncoded(_, _)
        | DataType::Struct(_) => false,
        DataType::Dictionary(_, values) => has_text(values),
        DataType::List(inner)
        | DataType::LargeList(inner)
        | DataType::ListView(inner)
        | DataType::LargeListView(inner)
        | DataType::FixedSizeList(inner, _) => match inner.data_type() {
            DataType::Struct(fields) => fields.iter().any(|field| has_text(field.data_type())),
            kind => has_text(kind),
        },
        _ => true,
    }
}

/// A decimal, which is exact: whole ones without a fraction of zeros.
fn decimal(text: &str, out: &mut String) {
    out.push_str(match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => text,
    });
}

/// Text where it is text, else hexadecimal digits, as of hashes.
fn bytes(value: &[u8], out: &mut String) {
    match std::str::from_utf8(value) {
        Ok(text) => out.push_str(text.trim_end_matches('\0')),
        Err(_) => value.iter().for_each(|byte| {
            let _ = write!(out, "{byte:02x}");
        }),
    }
}

/// The place in the dictionary that a row shows.
fn key(keys: &dyn Array, row: usize) -> Option<usize> {
    macro_rules! key {
        ($kind:ty) => {
            usize::try_from(keys.as_primitive::<$kind>().value(row)).ok()
        };
    }
    match keys.data_type() {
        DataType::Int8 => key!(Int8Type),
        DataType::Int16 => key!(Int16Type),
        DataType::Int32 => key!(Int32Type),
        DataType::Int64 => key!(Int64Type),
        DataType::UInt8 => key!(UInt8Type),
        DataType::UInt16 => key!(UInt16Type),
        DataType::UInt32 => key!(UInt32Type),
        DataType::UInt64 => key!(UInt64Type),
        _ => None,
    }
}

fn float(value: f64, out: &mut String) {
    if value.is_finite() {
        out.push_str(&ids::from_float(value));
    }
}

/// ISO 8601, with `Z` only where the column has a zone: times without one are subject to the mapping's.
fn moment(micros: i64, day: bool, zoned: bool, out: &mut String) {
    let Ok(at) = jiff::Timestamp::from_microsecond(micros) else {
        let _ = write!(out, "{micros}");
        return;
    };
    let local = jiff::tz::TimeZone::UTC.to_datetime(at);
    let _ = if day { write!(out, "{}", local.date()) } else { write!(out, "{local}") };
    if zoned {
        out.push('Z');
    }
}

/// A list as JSON, which the list parser reads; of structs, the JSON objects of their text fields.
fn items(values: &ArrayRef, out: &mut String) {
    let mut text = String::new();
    out.push('[');
    for n in 0..values.len() {
        if n > 0 {
            out.push(',');
        }
        match values.as_struct_opt() {
            Some(inner) => {
                out.push('{');
                for (m, (field, column)) in inner.fields().iter().zip(inner.columns()).enumerate() {
                    let field: &Field = field;
                    text.clear();
                    write(column, n, &mut text);
                    let _ = write!(
                        out,
                        "{}{}:{}",
                        if m > 0 { "," } else { "" },
                        quote(field.name()),
                        quote(&text)
                    );
                }
                out.push('}');
            }
            None => {
                text.clear();
                write(values, n, &mut text);
                out.push_str(&quote(&text));
            }
        }
    }
    out.push(']');
}

fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
