//! CSV: RFC 4180, UTF-8, cells that no spreadsheet runs.

use super::Sink;
use super::value::{Column, Value};
use crate::inert::visible;
use crate::{Error, Result};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use serde::Serialize;
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

/// Rows written together: their cells are read back from a buffer to be made inert.
const TOGETHER: usize = 1 << 10;

/// Writes rows of a type that serialises as one, its fields naming the columns. A table without rows still says in
/// `columns` what its columns are.
pub fn write_rows<T: Serialize>(
    columns: &[&str],
    rows: impl IntoIterator<Item = T>,
    out: impl Write,
) -> Result<()> {
    let mut writer = ::csv::Writer::from_writer(out);
    let mut rows = rows.into_iter().peekable();
    if rows.peek().is_none() {
        writer.write_record(columns).map_err(io)?;
    }
    let mut has_headers = true;
    while rows.peek().is_some() {
        let mut some = ::csv::WriterBuilder::new().has_headers(has_headers).from_writer(Vec::new());
        rows.by_ref().take(TOGETHER).try_for_each(|row| some.serialize(row)).map_err(io)?;
        let some = some.into_inner().map_err(|error| error.into_error())?;
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(some.as_slice());
        for record in reader.records() {
            writer.write_record(record.map_err(io)?.iter().map(inert)).map_err(io)?;
        }
        has_headers = false;
    }
    Ok(writer.flush()?)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Row<'a> {
        name: &'a str,
        seconds: f64,
        #[serde(skip_serializing_if = "Option::is_none")]
        more: Option<u8>,
    }

    #[test]
    fn rows_of_a_type_are_as_inert_as_those_of_a_table() {
        let check = |rows: &[Row<'_>], expected: &str| {
            let mut out = Vec::new();
            write_rows(&["name", "seconds"], rows, &mut out).expect("writes");
            assert_eq!(String::from_utf8(out).expect("text"), expected);
        };
        check(&[], "name,seconds\n");
        check(&[Row { name: "=1+1", seconds: -2.5, more: None }], "name,seconds\n'=1+1,-2.5\n");
        check(
            &[Row { name: "a\u{1b}[31m,\"b\"\nc", seconds: 0.5, more: Some(1) }],
            "name,seconds,more\n\"a\\u{1b}[31m,\"\"b\"\"\nc\",0.5,1\n",
        );
        let many: Vec<Row<'_>> =
            (0..2 * TOGETHER + 1).map(|_| Row { name: "n", seconds: 1.0, more: None }).collect();
        check(&many, &format!("name,seconds\n{}", "n,1.0\n".repeat(many.len())));
    }
}
