//! JSON Lines, and JSON as one array. Integers beyond 2^53 are strings, as many readers round them.

use super::Sink;
use super::value::{Column, Value};
use crate::inert::acts;
use crate::{Error, Result};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{BufWriter, Write};

/// A JSON file being written. Every row has every column; null is `null`.
pub struct Json<W: Write> {
    out: BufWriter<W>,
    /// `"name":` of each column.
    keys: Vec<String>,
    array: bool,
    first: bool,
}

impl<W: Write> Json<W> {
    /// One object a line.
    pub fn lines(schema: &SchemaRef, out: W) -> Self {
        let keys = schema
            .fields()
            .iter()
            .map(|field| format!("{}:", serde_json::Value::from(field.name().as_str())));
        Self { out: BufWriter::with_capacity(1 << 16, out), keys: keys.collect(), array: false, first: true }
    }

    /// One array, an object a line.
    pub fn array(schema: &SchemaRef, out: W) -> Self {
        Self { array: true, ..Self::lines(schema, out) }
    }

    fn put<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        value
            .serialize(&mut Serializer::with_formatter(&mut self.out, Visible))
            .map_err(|e| if e.is_io() { Error::Io(e.into()) } else { Error::Json { line: 0, source: e } })
    }
}

/// Writes characters that a terminal or editor may act on as the escapes that JSON has for them.
struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, text: &str) -> std::io::Result<()> {
        let mut plain = 0;
        for (at, c) in text.char_indices().filter(|&(_, c)| acts(c)) {
            out.write_all(&text.as_bytes()[plain..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            plain = at + c.len_utf8();
        }
        out.write_all(&text.as_bytes()[plain..])
    }
}

impl<W: Write> Sink for Json<W> {
    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let columns: Vec<Column<'_>> = batch
            .columns()
            .iter()
            .map(|array| Column::new(array.as_ref()))
            .collect::<std::result::Result<_, _>>()?;
        for row in 0..batch.num_rows() {
            if self.array {
                self.out.write_all(if self.first { b"[\n" } else { b",\n" })?;
            }
            self.first = false;
            for (i, column) in columns.iter().enumerate() {
                self.out.write_all(if i == 0 { b"{" } else { b"," })?;
                self.out.write_all(self.keys[i].as_bytes())?;
                match column.at(row)? {
                    Value::Null => self.out.write_all(b"null")?,
                    Value::Text(text) => self.put(text.as_ref())?,
                    Value::Bool(value) => self.put(&value)?,
                    Value::Int(value) => self.put(&value)?,
                    Value::Float(value) => self.put(&value)?,
                    Value::Nested(value) => self.put(&value)?,
                }
            }
            self.out.write_all(if columns.is_empty() { b"{}" } else { b"}" })?;
            if !self.array {
                self.out.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        if self.array {
            self.out.write_all(if self.first { b"[]\n" } else { b"\n]\n" })?;
        }
        Ok(self.out.flush()?)
    }
}
