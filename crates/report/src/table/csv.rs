//! CSV: RFC 4180, UTF-8, cells that no spreadsheet runs.

use super::Sink;
use super::value::{Column, Value};
use crate::inert::visible;
use crate::{Error, Result};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use std::io::Write;

/// A CSV file being written. Null is an empty field; lists are JSON.
pub struct Csv<W: Write> {
    writer: ::csv::Writer<W>,
}

impl<W: Write> Csv<W> {
    /// Writes the header.
    pub fn new(schema: &SchemaRef, out: W) -> Result<Self> {
        let mut writer = ::csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(out);
        for field in schema.fields() {
            writer.write_field(inert(field.name()).as_bytes()).map_err(io)?;
        }
        writer.write_record(None::<&[u8]>).map_err(io)?;
        Ok(Self { writer })
    }
}

impl<W: Write> Sink for Csv<W> {
    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let columns: Vec<Column<'_>> = batch
            .columns()
            .iter()
            .map(|array| Column::new(array.as_ref()))
            .collect::<std::result::Result<_, _>>()?;
        for row in 0..batch.num_rows() {
            for column in &columns {
                match column.at(row)? {
                    Value::Null => self.writer.write_field(""),
                    Value::Text(text) => self.writer.write_field(inert(&text).as_bytes()),
                    Value::Bool(value) => self.writer.write_field(if value { "true" } else { "false" }),
                    Value::Int(value) => self.writer.write_field(value.to_string()),
                    Value::Float(value) => self.writer.write_field(value.to_string()),
                    Value::Nested(value) => self.writer.write_field(inert(&value.to_string()).as_bytes()),
                }
                .map_err(io)?;
            }
            self.writer.write_record(None::<&[u8]>).map_err(io)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        Ok(self.writer.flush()?)
    }
}

/// Text that neither computes in a spreadsheet nor acts in a terminal.
pub fn inert(text: &str) -> String {
    model::inert::cell(&visible(text)).into_owned()
}

fn io(error: ::csv::Error) -> Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(source) => Error::Io(source),
        other => Error::Io(std::io::Error::other(format!("{other:?}"))),
    }
}
