//! XLSX workbooks: one table for each sheet.

use super::row::RowBuffer;
use super::{TableObserver, TableOptions, above_header, choose, settled, title_lines};
use crate::mapping::Mapping;
use crate::mapping::apply::Mapper;
use crate::mapping::guess::Sample;
use crate::mapping::plan::Plan;
use crate::value::ids;
use crate::{Context, IntakeError, Limits, SinkError};
use calamine::{DataRef, Reader, Xlsx, XlsxCellReader};
use model::At;
use std::borrow::Cow;
use std::cell::Cell;
use std::fs::File;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Rows looked at before reading begins.
const SAMPLE: usize = 500;
/// Bytes of such rows beyond which no more are looked at: they wait in memory.
const SAMPLE_BYTES: usize = 8 << 20;

/// An open workbook.
pub struct Workbook {
    inner: Xlsx<BufReader<File>>,
    /// Bytes that its cells may have in all: any number of them may show one long text.
    most_text: u64,
    text: Cell<u64>,
}

impl Workbook {
    /// Opens a workbook.
    pub fn open(file: File, limits: &Limits) -> Result<Self, String> {
        let most_text = super::most_text(&file, limits);
        let inner =
            guarded(|| Xlsx::new(BufReader::new(file)).map_err(|e| format!("the workbook is damaged: {e}")))?;
        Ok(Self { inner, most_text, text: Cell::new(0) })
    }

    /// Names of its sheets, in their order.
    pub fn sheets(&self) -> Vec<String> {
        self.inner.sheet_names()
    }

    /// The table in one sheet; `None` when it is empty.
    pub fn table<'w>(
        &'w mut self,
        sheet: &str,
        options: &TableOptions<'_>,
    ) -> Result<Option<SheetTable<'w>>, String> {
        let cells = guarded(|| {
            self.inner.worksheet_cells_reader(sheet).map_err(|e| format!("the sheet cannot be read: {e}"))
        })?;
        let mut rows = Rows {
            cells,
            waiting: None,
            limits: options.limits,
            text: &self.text,
            most_text: self.most_text,
            bytes: 0,
            left_out: 0,
            ended: false,
            trouble: None,
        };
        let mut header = RowBuffer::default();
        let Some(mut first_row) = rows.next(&mut header) else {
            return rows.trouble.map_or(Ok(None), |(_, message)| Err(message));
        };
        let mut ahead: Vec<(u32, RowBuffer, usize)> = Vec::new();
        let mut ahead_bytes = 0;
        while ahead.len() < SAMPLE && ahead_bytes < SAMPLE_BYTES {
            let mut row = RowBuffer::default();
            let Some(number) = rows.next(&mut row) else { break };
            ahead_bytes += row.text.len();
            ahead.push((number, row, rows.bytes));
        }
        let widths: Vec<usize> =
            std::iter::once(header.len()).chain(ahead.iter().map(|(_, row, _)| row.len())).collect();
        let above = title_lines(&widths);
        let note = (above > 0).then(|| above_header(above, header.row().cells().next().unwrap_or_default()));
        if let Some((number, row, _)) = ahead.drain(..above).next_back() {
            (first_row, header) = (number, row);
        }
        let header: Vec<String> = header.row().cells().map(str::to_owned).collect();
        let mut samples = vec![Sample::default(); header.len()];
        for (_, row, _) in &ahead {
            for (sample, value) in samples.iter_mut().zip(row.row().cells()) {
                sample.add(value);
            }
        }
        let (mapping, plan) = choose(&header, &samples, options);
        let (plan, lacks) = settled(plan, &mapping, &header, options.platform);
        Ok(Some(SheetTable { rows, header, first_row, above: note, ahead, mapping, plan, lacks }))
    }
}

/// A sheet that is ready to be read.
pub struct SheetTable<'w> {
    rows: Rows<'w>,
    header: Vec<String>,
    first_row: u32,
    /// What to say of rows above the header.
    above: Option<String>,
    /// Rows that were looked at, with their lengths.
    ahead: Vec<(u32, RowBuffer, usize)>,
    /// Mapping in use.
    pub mapping: Mapping,
    plan: Plan,
    lacks: Option<IntakeError>,
}

impl SheetTable<'_> {
    /// Whether the mapping gives the least that a post needs.
    pub fn check(&self) -> Result<(), &IntakeError> {
        self.lacks.as_ref().map_or(Ok(()), Err)
    }

    /// Reads all rows.
    pub fn read(
        &mut self,
        cx: &mut Context<'_>,
        mut observer: Option<&mut (dyn TableObserver + '_)>,
    ) -> Result<(), SinkError> {
        let mut mapper = Mapper::new(std::mem::take(&mut self.plan));
        if let Some(observer) = &mut observer {
            observer.table(&self.header, &self.mapping);
        }
        let ahead = std::mem::take(&mut self.ahead);
        let mut buffer = RowBuffer::default();
        let mut take = |number: u32, row: &RowBuffer, bytes: usize, cx: &mut Context<'_>| {
            let at = At::Row(u64::from(number));
            if bytes > cx.limits.record_bytes {
                return cx.reject("record_too_long", at, format!("a row of {bytes} bytes"));
            }
            if let Some(observer) = &mut observer {
                observer.row(&row.row());
            }
            mapper.row(cx, &row.row(), at)
        };
        let mut last = self.first_row;
        if let Some(above) = &self.above {
            cx.note("lines_above_header", At::Row(0), above.clone())?;
        }
        let mut filled = 0;
        for (number, row, bytes) in &ahead {
            take(*number, row, *bytes, cx)?;
            (last, filled) = (*number, row.len());
        }
        drop(ahead);
        while let Some(number) = self.rows.next(&mut buffer) {
            take(number, &buffer, self.rows.bytes, cx)?;
            (last, filled) = (number, buffer.len());
        }
        if self.rows.left_out > 0 {
            let (cells, most) = (self.rows.left_out, cx.limits.fields);
            let message = format!(
                "{cells} cells right of column {most} were left out; at most {most} columns are read"
            );
            cx.note("too_many_columns", At::Row(0), message)?;
        }
        if let Some((code, message)) = self.rows.trouble.take() {
            let at = At::Row(u64::from(last) + 1);
            if filled < self.header.len() && last > self.first_row {
                let message =
                    format!("the sheet breaks off behind cell {filled} of this row: others may be missing");
                cx.note("row_incomplete", at, message)?;
            }
            cx.stop(code, at, message)?;
        }
        mapper.finish(cx)
    }
}

/// The rows of a sheet that hold anything.
struct Rows<'w> {
    cells: XlsxCellReader<'w, BufReader<File>>,
    /// The first cell of the next row.
    waiting: Option<((u32, u32), Cow<'w, str>)>,
    limits: Limits,
    /// Bytes of all cells of the workbook so far, and the most there may be.
    text: &'w Cell<u64>,
    most_text: u64,
    /// Length of the row that was read last, which is not kept beyond the limit.
    bytes: usize,
    /// Cells in columns beyond the limit.
    left_out: u64,
    /// The reader must not be asked again behind its end.
    ended: bool,
    /// Code and message.
    trouble: Option<(&'static str, String)>,
}

impl<'w> Rows<'w> {
    /// Puts the next row into `row` and returns its number.
    fn next(&mut self, row: &mut RowBuffer) -> Option<u32> {
        row.clear();
        self.bytes = 0;
        let mut current = None;
        loop {
            let (place, text) = match self.waiting.take() {
                Some(cell) => cell,
                None => match self.cell() {
                    Some(cell) => cell,
                    None => return current,
                },
            };
            if current.is_some_and(|number| number != place.0) {
                self.waiting = Some((place, text));
                return current;
            }
            current = Some(place.0);
            let column = place.1 as usize;
            if column >= self.limits.fields {
                self.left_out += 1;
            } else if column >= row.len() {
                self.bytes = self.bytes.saturating_add(text.len());
                if self.bytes <= self.limits.record_bytes {
                    self.text.set(self.text.get().saturating_add(text.len() as u64));
                    if self.text.get() > self.most_text {
                        self.ended = true;
                        self.trouble = Some(("expands_too_much", super::too_much_text(self.most_text)));
                        return None;
                    }
                    while row.len() < column {
                        row.end_cell();
                    }
                    row.push(&text);
                }
            }
        }
    }

    /// The next cell that is not empty.
    fn cell(&mut self) -> Option<((u32, u32), Cow<'w, str>)> {
        while !self.ended {
            let cell = guarded(|| self.cells.next_cell().map_err(|e| format!("the sheet is damaged: {e}")));
            match cell {
                Ok(Some(cell)) => {
                    let place = cell.get_position();
                    let text = text_of(cell.get_value());
                    if !text.is_empty() {
                        return Some((place, text));
                    }
                }
                Ok(None) => self.ended = true,
                Err(message) => {
                    self.ended = true;
                    self.trouble = Some(("damaged", message));
                }
            }
        }
        None
    }
}

/// A cell as text. Numbers that a spreadsheet cannot hold exactly come out in scientific notation, which
/// id columns refuse.
fn text_of<'w>(value: &DataRef<'w>) -> Cow<'w, str> {
    let text = match value {
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(value) => ids::from_float(*value),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => return Cow::Borrowed(text),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(at) => {
            let (year, month, day, hour, minute, second, millis) = at.to_ymd_hms_milli();
            // Spreadsheets compute with fractions of a day: a millisecond off a second is no precision.
            let (second, millis) = if millis >= 999 {
                (second + 1, 0)
            } else if millis <= 1 {
                (second, 0)
            } else {
                (second, millis)
            };
            let fraction = if millis > 0 { format!(".{millis:03}") } else { String::new() };
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}{fraction}")
        }
        DataRef::Error(_) | DataRef::Empty => String::new(),
    };
    Cow::Owned(text)
}

/// Runs library code that may panic on a damaged file.
fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err("the workbook library gave up on it".to_owned()))
}
