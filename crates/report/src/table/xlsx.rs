//! XLSX for people with spreadsheets: text stays text, the header stays in sight, nothing computes.

use super::Sink;
use super::csv::inert;
use super::value::{Column, Value, is_numeric};
use crate::{Error, Result};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};
use std::io::Write;

/// Rows of a sheet without its header; Excel's limit is 2^20 with it.
const SHEET_ROWS: usize = (1 << 20) - 1;
/// Sheets of one workbook: beyond that nobody opens it.
const SHEETS: usize = 4;
/// Columns of a sheet.
const COLUMNS: usize = 1 << 14;
/// Characters of a cell.
const CELL: usize = 32_767;

/// A workbook being made. It stands in memory until [`Sink::finish`].
pub struct Xlsx<W> {
    out: W,
    schema: SchemaRef,
    sheets: Vec<Sheet>,
}

struct Sheet {
    sheet: Worksheet,
    rows: usize,
    /// Widest cell of each column, in characters.
    widths: Vec<usize>,
}

impl<W: Write> Xlsx<W> {
    /// An empty workbook.
    pub fn new(schema: &SchemaRef, out: W) -> Self {
        Self { out, schema: schema.clone(), sheets: Vec::new() }
    }

    fn add_sheet(&mut self) -> Result<()> {
        let n_columns = self.schema.fields().len();
        if self.sheets.len() == SHEETS || n_columns > COLUMNS {
            return Err(Error::TooLarge {
                format: "XLSX",
                what: "the table".into(),
                limit: format!("{} rows, {COLUMNS} columns", SHEETS * SHEET_ROWS),
            });
        }
        let title = self.schema.metadata().get("scrutineer.table").map_or("table", String::as_str);
        let name = if self.sheets.is_empty() {
            title.to_owned()
        } else {
            format!("{title} {}", self.sheets.len() + 1)
        };
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        let mut widths = Vec::with_capacity(n_columns);
        for (i, field) in self.schema.fields().iter().enumerate() {
            let name = inert(field.name());
            sheet.write_string_with_format(0, i as u16, &name, &bold)?;
            // Room for the arrow of the filter.
            widths.push(name.chars().count() + 3);
        }
        self.sheets.push(Sheet { sheet, rows: 0, widths });
        Ok(())
    }
}

impl Sheet {
    fn put(&mut self, column: usize, value: Value<'_>, numeric: bool) -> Result<()> {
        let (row, at) = (self.rows as u32 + 1, column as u16);
        let width = match value {
            Value::Null => 0,
            Value::Bool(value) => {
                self.sheet.write_boolean(row, at, value)?;
                5
            }
            Value::Int(value) if numeric => {
                self.sheet.write_number(row, at, value as f64)?;
                value.to_string().len()
            }
            Value::Float(value) if value.is_finite() => {
                self.sheet.write_number(row, at, value)?;
                10
            }
            Value::Int(value) => self.text(row, at, &value.to_string())?,
            Value::Float(value) => self.text(row, at, &value.to_string())?,
            Value::Text(text) => self.text(row, at, &text)?,
            Value::Nested(value) => self.text(row, at, &value.to_string())?,
        };
        self.widths[column] = self.widths[column].max(width);
        Ok(())
    }

    /// A string cell: never a number, formula or link, whatever it looks like.
    fn text(&mut self, row: u32, column: u16, text: &str) -> Result<usize> {
        let text = inert(text);
        // Excel counts UTF-16 units.
        let text = if text.len() > CELL && text.encode_utf16().count() > CELL {
            model::inert::shorten(&text, CELL / 2 - 1).into_owned()
        } else {
            text
        };
        self.sheet.write_string(row, column, &text)?;
        Ok(text.chars().count())
    }
}

impl<W: Write> Sink for Xlsx<W> {
    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let columns: Vec<Column<'_>> = batch
            .columns()
            .iter()
            .map(|array| Column::new(array.as_ref()))
            .collect::<std::result::Result<_, _>>()?;
        let numeric: Vec<bool> =
            self.schema.fields().iter().map(|field| is_numeric(field.data_type())).collect();
        for row in 0..batch.num_rows() {
            if self.sheets.last().is_none_or(|sheet| sheet.rows == SHEET_ROWS) {
                self.add_sheet()?;
            }
            if let Some(sheet) = self.sheets.last_mut() {
                for (i, column) in columns.iter().enumerate() {
                    sheet.put(i, column.at(row)?, numeric[i])?;
                }
                sheet.rows += 1;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        if self.sheets.is_empty() {
            self.add_sheet()?;
        }
        let mut workbook = Workbook::new();
        // A fixed time, so that the same table is the same bytes.
        let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
        for Sheet { mut sheet, rows, widths } in self.sheets {
            if let Some(last) = widths.len().checked_sub(1) {
                sheet.autofilter(0, 0, rows as u32, last as u16)?;
            }
            for (i, width) in widths.iter().enumerate() {
                sheet.set_column_width(i as u16, (width + 1).clamp(6, 60) as f64)?;
            }
            workbook.push_worksheet(sheet);
        }
        self.out.write_all(&workbook.save_to_buffer()?)?;
        Ok(self.out.flush()?)
    }
}
