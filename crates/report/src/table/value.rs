//! One value of an Arrow column, whatever its type.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float32Array, Float64Array, LargeStringArray, StringArray, StringViewArray,
};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, DataType, TimeUnit};
use model::Timestamp;
use std::borrow::Cow;

/// Integers beyond this lose digits where numbers are doubles (JSON, spreadsheets): they go as text.
pub const EXACT: u64 = 1 << 53;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Null.
    Null,
    /// Text.
    Text(Cow<'a, str>),
    /// True or false.
    Bool(bool),
    /// An integer that a double holds exactly.
    Int(i64),
    /// A number.
    Float(f64),
    /// A list or struct.
    Nested(serde_json::Value),
}

/// A column ready to be read row by row: the type is looked at once, not in each row.
pub struct Column<'a> {
    array: &'a dyn Array,
    kind: Kind<'a>,
}

enum Kind<'a> {
    Text(&'a StringArray),
    LargeText(&'a LargeStringArray),
    TextView(&'a StringViewArray),
    Bool(&'a BooleanArray),
    Float(&'a Float64Array),
    Float32(&'a Float32Array),
    Int(Box<dyn Fn(usize) -> i128 + 'a>),
    Time(Box<dyn Fn(usize) -> Option<Timestamp> + 'a>),
    Coded { key: Box<dyn Fn(usize) -> usize + 'a>, values: Box<Column<'a>> },
    List(Box<dyn Fn(usize) -> ArrayRef + 'a>),
    Struct(Vec<(&'a str, Column<'a>)>),
    Other(ArrayFormatter<'a>),
}

impl<'a> Column<'a> {
    /// Looks at the type of `array`.
    pub fn new(array: &'a dyn Array) -> Result<Self, ArrowError> {
        macro_rules! int {
            ($kind:ty) => {{
                let array = array.as_primitive::<$kind>();
                Kind::Int(Box::new(move |row| i128::from(array.value(row))))
            }};
        }
        macro_rules! time {
            ($kind:ty, $micros:expr) => {{
                let array = array.as_primitive::<$kind>();
                Kind::Time(Box::new(move |row| $micros(array.value(row)).map(Timestamp)))
            }};
        }
        macro_rules! coded {
            ($kind:ty) => {{
                let array = array.as_dictionary::<$kind>();
                let keys = array.keys();
                let values = Box::new(Column::new(array.values().as_ref())?);
                Kind::Coded { key: Box::new(move |row| keys.value(row) as usize), values }
            }};
        }
        let kind = match array.data_type() {
            DataType::Utf8 => Kind::Text(array.as_string()),
            DataType::LargeUtf8 => Kind::LargeText(array.as_string()),
            DataType::Utf8View => Kind::TextView(array.as_string_view()),
            DataType::Boolean => Kind::Bool(array.as_boolean()),
            DataType::Float64 => Kind::Float(array.as_primitive::<Float64Type>()),
            DataType::Float32 => Kind::Float32(array.as_primitive::<Float32Type>()),
            DataType::Int8 => int!(Int8Type),
            DataType::Int16 => int!(Int16Type),
            DataType::Int32 => int!(Int32Type),
            DataType::Int64 => int!(Int64Type),
            DataType::UInt8 => int!(UInt8Type),
            DataType::UInt16 => int!(UInt16Type),
            DataType::UInt32 => int!(UInt32Type),
            DataType::UInt64 => int!(UInt64Type),
            DataType::Timestamp(TimeUnit::Second, Some(_)) => {
                time!(TimestampSecondType, |t: i64| t.checked_mul(1_000_000))
            }
            DataType::Timestamp(TimeUnit::Millisecond, Some(_)) => {
                time!(TimestampMillisecondType, |t: i64| t.checked_mul(1000))
            }
            DataType::Timestamp(TimeUnit::Microsecond, Some(_)) => time!(TimestampMicrosecondType, Some),
            DataType::Timestamp(TimeUnit::Nanosecond, Some(_)) => {
                time!(TimestampNanosecondType, |t: i64| Some(t.div_euclid(1000)))
            }
            DataType::Dictionary(key, _) => match key.as_ref() {
                DataType::Int8 => coded!(Int8Type),
                DataType::Int16 => coded!(Int16Type),
                DataType::Int32 => coded!(Int32Type),
                DataType::Int64 => coded!(Int64Type),
                DataType::UInt8 => coded!(UInt8Type),
                DataType::UInt16 => coded!(UInt16Type),
                DataType::UInt64 => coded!(UInt64Type),
                _ => coded!(UInt32Type),
            },
            DataType::List(_) => {
                let array = array.as_list::<i32>();
                Kind::List(Box::new(move |row| array.value(row)))
            }
            DataType::LargeList(_) => {
                let array = array.as_list::<i64>();
                Kind::List(Box::new(move |row| array.value(row)))
            }
            DataType::Struct(fields) => {
                let columns = array.as_struct().columns();
                let named = fields
                    .iter()
                    .zip(columns)
                    .map(|(field, column)| Ok((field.name().as_str(), Column::new(column)?)));
                Kind::Struct(named.collect::<Result<_, ArrowError>>()?)
            }
            _ => Kind::Other(ArrayFormatter::try_new(
                array,
                &FormatOptions::default().with_display_error(true),
            )?),
        };
        Ok(Self { array, kind })
    }

    /// The value in `row`, which must be below the length of the column.
    pub fn at(&self, row: usize) -> Result<Value<'_>, ArrowError> {
        if self.array.is_null(row) {
            return Ok(Value::Null);
        }
        Ok(match &self.kind {
            Kind::Text(array) => Value::Text(array.value(row).into()),
            Kind::LargeText(array) => Value::Text(array.value(row).into()),
            Kind::TextView(array) => Value::Text(array.value(row).into()),
            Kind::Bool(array) => Value::Bool(array.value(row)),
            Kind::Float(array) => Value::Float(array.value(row)),
            // Through text, so that 0.1 stays 0.1.
            Kind::Float32(array) => Value::Float(array.value(row).to_string().parse().unwrap_or(f64::NAN)),
            Kind::Int(value) => {
                let value = value(row);
                match i64::try_from(value) {
                    Ok(small) if small.unsigned_abs() <= EXACT => Value::Int(small),
                    _ => Value::Text(value.to_string().into()),
                }
            }
            Kind::Time(value) => value(row).map_or(Value::Null, |time| Value::Text(time.rfc3339().into())),
            Kind::Coded { key, values } => values.at(key(row))?,
            Kind::List(value) => {
                let items = value(row);
                let items = Column::new(items.as_ref())?.json_items()?;
                Value::Nested(serde_json::Value::Array(items))
            }
            Kind::Struct(columns) => {
                let fields =
                    columns.iter().map(|(name, column)| Ok(((*name).to_owned(), json(column.at(row)?))));
                let mut fields = fields.collect::<Result<serde_json::Map<_, _>, ArrowError>>()?;
                fields.sort_keys();
                Value::Nested(serde_json::Value::Object(fields))
            }
            Kind::Other(formatter) => Value::Text(formatter.value(row).try_to_string()?.into()),
        })
    }

    fn json_items(&self) -> Result<Vec<serde_json::Value>, ArrowError> {
        (0..self.array.len()).map(|row| Ok(json(self.at(row)?))).collect()
    }
}

/// The JSON form: integers beyond 2^53 are text already, numbers that JSON lacks become null.
fn json(value: Value<'_>) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Text(text) => text.into_owned().into(),
        Value::Bool(value) => value.into(),
        Value::Int(value) => value.into(),
        Value::Float(value) => value.into(),
        Value::Nested(value) => value,
    }
}

/// Whether a column's values are numbers, to be set right-aligned and left uncut.
pub fn is_numeric(kind: &DataType) -> bool {
    kind.is_integer() || kind.is_floating()
}
