//! XLSX workbooks: one table for each sheet.

use super::row::RowBuffer;
use super::{TableObserver, TableOptions, above_header, choose, settled, title_lines};
use crate::mapping::Mapping;
use crate::mapping::apply::Mapper;
use crate::mapping::guess::Sample;
use crate::mapping::plan::Plan;
use crate::value::ids;
use crate::{Context, IntakeError, SinkError};
use calamine::{DataRef, Reader, Xlsx, XlsxCellReader};
use model::At;
use std::fs::File;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Rows looked at before reading begins.
const SAMPLE: usize = 500;

/// An open workbook.
pub struct Workbook {
    inner: Xlsx<BufReader<File>>,
}

impl Workbook {
    /// Opens a workbook.
    pub fn open(file: File) -> Result<Self, String> {
        let inner =
            guarded(|| Xlsx::new(BufReader::new(file)).map_err(|e| format!("the workbook is damaged: {e}")))?;
        Ok(Self { inner })
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
        let mut rows =
            Rows { cells, waiting: None, most: options.limits.fields, ended: false, trouble: None };
        let mut header = RowBuffer::default();
        let Some(mut first_row) = rows.next(&mut header) else {
            return rows.trouble.map_or(Ok(None), Err);
        };
        let mut ahead: Vec<(u32, RowBuffer)> = Vec::new();
        while ahead.len() < SAMPLE {
            let mut row = RowBuffer::default();
            let Some(number) = rows.next(&mut row) else { break };
            ahead.push((number, row));
        }
        let widths: Vec<usize> =
            std::iter::once(header.len()).chain(ahead.iter().map(|(_, row)| row.len())).collect();
        let above = title_lines(&widths);
        let note = (above > 0).then(|| above_header(above, header.row().cells().next().unwrap_or_default()));
        if let Some((number, row)) = ahead.drain(..above).next_back() {
            (first_row, header) = (number, row);
        }
        let header: Vec<String> = header.row().cells().map(str::to_owned).collect();
        let mut samples = vec![Sample::default(); header.len()];
        for (_, row) in &ahead {
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
    ahead: Vec<(u32, RowBuffer)>,
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
        let mut take = |number: u32, row: &RowBuffer, cx: &mut Context<'_>| {
            let at = At::Row(u64::from(number));
            if row.text.len() > cx.limits.record_bytes {
                return cx.reject("record_too_long", at, format!("a row of {} bytes", row.text.len()));
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
        for (number, row) in &ahead {
            take(*number, row, cx)?;
            last = *number;
        }
        while let Some(number) = self.rows.next(&mut buffer) {
            take(number, &buffer, cx)?;
            last = number;
        }
        if let Some(message) = self.rows.trouble.take() {
            cx.stop("damaged", At::Row(u64::from(last) + 1), message)?;
        }
        mapper.finish(cx)
    }
}

/// The rows of a sheet that hold anything.
struct Rows<'w> {
    cells: XlsxCellReader<'w, BufReader<File>>,
    /// The first cell of the next row.
    waiting: Option<((u32, u32), String)>,
    most: usize,
    /// The reader must not be asked again behind its end.
    ended: bool,
    trouble: Option<String>,
}

impl Rows<'_> {
    /// Puts the next row into `row` and returns its number.
    fn next(&mut self, row: &mut RowBuffer) -> Option<u32> {
        row.clear();
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
            if column < self.most && column >= row.len() {
                while row.len() < column {
                    row.end_cell();
                }
                row.push(&text);
            }
        }
    }

    /// The next cell that is not empty.
    fn cell(&mut self) -> Option<((u32, u32), String)> {
        while !self.ended {
            let cell = guarded(|| self.cells.next_cell().map_err(|e| format!("the sheet is damaged: {e}")));
            match cell {
                Ok(Some(cell)) => {
                    let text = text_of(cell.get_value());
                    if !text.is_empty() {
                        return Some((cell.get_position(), text));
                    }
                }
                Ok(None) => self.ended = true,
                Err(message) => {
                    self.ended = true;
                    self.trouble = Some(message);
                }
            }
        }
        None
    }
}

/// A cell as text. Numbers that a spreadsheet cannot hold exactly come out in scientific notation, which
/// id columns refuse.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(value) => ids::from_float(*value),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
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
    }
}

/// Runs library code that may panic on a damaged file.
fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err("the workbook library gave up on it".to_owned()))
}
