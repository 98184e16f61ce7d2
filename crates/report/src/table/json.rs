//! JSON Lines, and JSON as one array. Integers beyond 2^53 are strings, as many readers round them.

use super::Sink;
use super::value::{Column, Value};
use crate::{Error, Result};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use serde::Serialize;
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
        serde_json::to_writer(&mut self.out, value)
            .map_err(|e| if e.is_io() { Error::Io(e.into()) } else { Error::Json { line: 0, source: e } })
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
