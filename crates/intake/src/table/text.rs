//! Text tables: delimiter, encoding and header are told from the beginning, then the rows are read.

use super::split::{Dialect, Event, Splitter, has_multibyte};
use super::{TableObserver, TableOptions, above_header, choose, settled, title_lines};
use crate::detect;
use crate::mapping::Mapping;
use crate::mapping::apply::Mapper;
use crate::mapping::guess::Sample;
use crate::mapping::plan::Plan;
use crate::value::cut;
use crate::value::time::{self, TimeStyle};
use crate::{Context, IntakeError, Limits, SinkError};
use encoding_rs::{CoderResult, Decoder};
use memchr::memchr2;
use model::At;
use std::io::{self, Read};

/// Rows looked at before reading begins.
const SAMPLE: usize = 500;

/// What may stand between fields.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// What the beginning of a text table shows.
pub struct Sniffed {
    /// Delimiter and line end.
    pub dialect: Dialect,
    /// Names of the columns; `c1`, `c2`, ... when the table has none.
    pub header: Vec<String>,
    /// Records above the names of the columns: a title, or `sep=;`.
    above: usize,
    /// What to say of them.
    above_note: Option<String>,
    /// Whether the first record behind these holds the names.
    has_header: bool,
    /// Columns of nearly all rows, when the header has one more or one fewer.
    uneven: Option<Uneven>,
    samples: Vec<Sample>,
    /// Text in a one-byte encoding, rather than damaged UTF-8.
    legacy: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Uneven {
    /// Rows begin with a column that the header does not name, as R writes row names.
    RowNames,
    /// Rows lack the last column.
    LastMissing,
}

/// Looks at the beginning of a stream (UTF-8, without a byte order mark). `None` when it is no table.
/// `complete`: the beginning is all there is.
pub fn sniff(head: &[u8], complete: bool, limits: &Limits) -> Option<Sniffed> {
    let newline = newline(head);
    let mut best: Option<(u64, Dialect, Vec<Vec<String>>)> = None;
    let named = named_delimiter(head);
    let (named_only, usual) = (named.as_slice(), DELIMITERS);
    for &delimiter in if named.is_some() { named_only } else { &usual } {
        let dialect = Dialect { delimiter, newline };
        let records = beginning(head, complete, dialect, limits);
        let widths: Vec<usize> = records.iter().map(Vec::len).collect();
        let Some(width) = commonest(&widths).filter(|w| *w >= 2 && *w <= limits.fields) else { continue };
        let even = widths.iter().filter(|w| **w == width).count();
        // A delimiter that fits all rows beats one that gives more columns in some of them.
        let score = even as u64 * 1_000 / widths.len() as u64;
        if score < 500 && widths.len() > 2 {
            continue;
        }
        let score = (score << 16) + width.min(1 << 15) as u64;
        if best.as_ref().is_none_or(|(known, ..)| score > *known) {
            best = Some((score, dialect, records));
        }
    }
    let (_, dialect, mut records) = best?;
    let widths: Vec<usize> = records.iter().map(Vec::len).collect();
    let (above, above_note) = if named.is_some() {
        (1, None)
    } else {
        let lines = title_lines(&widths);
        let title = records.first()?.first().map_or("", String::as_str);
        (lines, (lines > 0).then(|| above_header(lines, title)))
    };
    records.drain(..above.min(records.len()));
    let first = records.first()?.clone();
    let has_header = is_header(&first, records.get(1));
    let rows = records.split_off(usize::from(has_header).min(records.len()));
    let width = commonest(&rows.iter().map(Vec::len).collect::<Vec<_>>()).unwrap_or(first.len());
    let all_even = rows.iter().all(|row| row.len() == width);
    let mut header: Vec<String> =
        if has_header { first } else { (1..=width).map(|n| format!("c{n}")).collect() };
    let uneven = match (all_even && !rows.is_empty(), width) {
        (true, w) if w == header.len() + 1 => {
            header.insert(0, "row".to_owned());
            Some(Uneven::RowNames)
        }
        (true, w) if w + 1 == header.len() => Some(Uneven::LastMissing),
        _ => None,
    };
    let mut samples = vec![Sample::default(); header.len()];
    for row in &rows {
        for (sample, value) in samples.iter_mut().zip(row) {
            sample.add(value);
        }
    }
    let legacy = std::str::from_utf8(head).is_err_and(|e| e.error_len().is_some()) && !has_multibyte(head)
        || head.is_ascii();
    Some(Sniffed { dialect, header, above, above_note, has_header, uneven, samples, legacy })
}

/// The delimiter that a first line `sep=;` names, as Excel writes and reads it.
fn named_delimiter(head: &[u8]) -> Option<u8> {
    let line = head.split(|b| matches!(b, b'\n' | b'\r')).next()?;
    let line = line.strip_prefix(b"\"").and_then(|l| l.strip_suffix(b"\"")).unwrap_or(line);
    match line {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter]
            if delimiter.is_ascii() && !delimiter.is_ascii_alphanumeric() && *delimiter != b'"' =>
        {
            Some(*delimiter)
        }
        _ => None,
    }
}

/// What ends the first line, outside of quotes: texts may hold line ends of another kind.
fn newline(head: &[u8]) -> u8 {
    let mut is_quoted = false;
    let mut bytes = head.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => return b'\n',
            b'\r' if !is_quoted => {
                let next = bytes.find(|byte| **byte != b'\r');
                return if next == Some(&b'\n') { b'\n' } else { b'\r' };
            }
            _ => {}
        }
    }
    if head.contains(&b'\r') && !head.contains(&b'\n') { b'\r' } else { b'\n' }
}

/// Whether the first line has more columns than are read, by the delimiter that is most frequent in it.
pub fn is_too_wide(head: &[u8], limits: &Limits) -> bool {
    let newline = newline(head);
    let line = head.split(|byte| *byte == newline).next().unwrap_or_default();
    DELIMITERS.iter().any(|delimiter| memchr::memchr_iter(*delimiter, line).nth(limits.fields).is_some())
}

/// How much of a stream must be looked at so that the first rows of a table are whole; `None` when that is not known yet.
/// `head`: its beginning.
pub fn enough(head: &[u8]) -> Option<usize> {
    memchr2(b'\n', b'\r', head).map(|header| header.saturating_mul(4))
}

/// The first records, as text; the last one is left out when it may be cut.
fn beginning(head: &[u8], complete: bool, dialect: Dialect, limits: &Limits) -> Vec<Vec<String>> {
    let mut splitter = Splitter::new(head, dialect, 0, limits.record_bytes, limits.fields);
    let mut records = Vec::new();
    while records.len() < SAMPLE {
        match splitter.advance() {
            Event::Record { end, .. } => {
                if !complete && end as usize >= head.len() && !records.is_empty() {
                    break;
                }
                let (row, _) = splitter.row(true);
                records.push(row.cells().map(str::to_owned).collect());
            }
            Event::Blank | Event::TooLong { .. } => {}
            // At the end of the beginning an open quote may well close later.
            Event::OpenQuote { .. } | Event::End => break,
        }
    }
    records
}

fn commonest(widths: &[usize]) -> Option<usize> {
    let mut sorted = widths.to_vec();
    sorted.sort_unstable();
    let mut best: Option<(usize, usize)> = None;
    for run in sorted.chunk_by(|a, b| a == b) {
        if best.is_none_or(|(_, count)| run.len() >= count) {
            best = Some((run[0], run.len()));
        }
    }
    best.map(|(width, _)| width)
}

/// Whether the first record names the columns: no value in it looks like data, and none stands twice.
fn is_header(first: &[String], second: Option<&Vec<String>>) -> bool {
    let data = |value: &String| {
        let value = value.trim();
        !value.is_empty()
            && (value.parse::<f64>().is_ok()
                || value.contains("://")
                || time::parse(value, &TimeStyle::default()).is_some_and(|(at, _)| at.is_plausible()))
    };
    if first.iter().any(data) || first.iter().all(|value| value.trim().is_empty()) {
        return false;
    }
    // A table of words only (account, hashtag): names stand once, values again and again.
    second.is_none_or(|second| first != second)
}

/// A text table that is ready to be read.
pub struct TextTable {
    sniffed: Sniffed,
    /// Mapping in use.
    pub mapping: Mapping,
    plan: Plan,
    lacks: Option<IntakeError>,
}

impl TextTable {
    /// Chooses the mapping.
    pub fn new(sniffed: Sniffed, options: &TableOptions<'_>) -> Self {
        let (mapping, plan) = choose(&sniffed.header, &sniffed.samples, options);
        let (plan, lacks) = settled(plan, &mapping, &sniffed.header, options.platform);
        Self { sniffed, mapping, plan, lacks }
    }

    /// Whether the mapping gives the least that a post needs; `Err` says what is missing.
    pub fn check(&self) -> Result<(), &IntakeError> {
        self.lacks.as_ref().map_or(Ok(()), Err)
    }

    /// Id of the format.
    pub fn format(&self) -> String {
        let kind = match self.sniffed.dialect.delimiter {
            b'\t' => "tsv",
            _ => "csv",
        };
        format!("{}-{kind}", self.mapping.name)
    }

    /// Names of the columns.
    pub fn header(&self) -> &[String] {
        &self.sniffed.header
    }

    /// Reads all rows. `base` is the place of the first byte of `input` in the stream; `cut` tells at its
    /// end whether it was cut short, so that the last row cannot be trusted.
    pub fn read(
        self,
        input: impl Read,
        base: u64,
        cx: &mut Context<'_>,
        observer: Option<&mut (dyn TableObserver + '_)>,
        cut: &dyn Fn() -> bool,
    ) -> Result<(), SinkError> {
        // For `inspect` a table without account or time is still shown.
        let Self { sniffed, mapping, plan, lacks: _ } = self;
        let mut reading = Reading { mapper: Mapper::new(plan), legacy: sniffed.legacy, observer, cut };
        if let Some(observer) = &mut reading.observer {
            observer.table(&sniffed.header, &mapping);
        }
        let mut splitter =
            Splitter::new(input, sniffed.dialect, base, cx.limits.record_bytes, cx.limits.fields);
        reading.header(&sniffed, cx)?;
        for _ in 0..sniffed.above + usize::from(sniffed.has_header) {
            while splitter.advance() == Event::Blank {}
        }
        let width = match sniffed.uneven {
            Some(Uneven::LastMissing) => sniffed.header.len() - 1,
            _ => sniffed.header.len(),
        };
        reading.rows(&mut splitter, width, cx)?;
        reading.mapper.finish(cx)
    }
}

struct Reading<'o, 'd> {
    mapper: Mapper,
    legacy: bool,
    observer: Option<&'o mut (dyn TableObserver + 'd)>,
    cut: &'o dyn Fn() -> bool,
}

impl Reading<'_, '_> {
    /// Says what is odd about the table as a whole.
    fn header(&mut self, sniffed: &Sniffed, cx: &mut Context<'_>) -> Result<(), SinkError> {
        let at = At::Bytes(0, 0);
        if let Some(message) = &sniffed.above_note {
            cx.note("lines_above_header", at, message.clone())?;
        }
        if !sniffed.has_header {
            cx.note(
                "no_header",
                at,
                format!("the first row holds data; the columns are called c1 to c{}", sniffed.header.len()),
            )?;
        }
        match sniffed.uneven {
            Some(Uneven::RowNames) => cx.note(
                "row_names",
                at,
                "every row has one field more than the header: the first is taken for row names, as R writes them",
            )?,
            Some(Uneven::LastMissing) => cx.note(
                "last_column_missing",
                at,
                format!("no row has the last column `{}`", sniffed.header.last().map_or(String::new(), |c| cut(c))),
            )?,
            None => {}
        }
        Ok(())
    }

    fn rows<R: Read>(
        &mut self,
        splitter: &mut Splitter<R>,
        width: usize,
        cx: &mut Context<'_>,
    ) -> Result<(), SinkError> {
        loop {
            match splitter.advance() {
                Event::Record { start, end } => {
                    let at = At::Bytes(start, end);
                    let is_open = splitter.is_last();
                    if is_open && (self.cut)() {
                        cx.reject(
                            "truncated_record",
                            at,
                            "the last row is incomplete, as the stream was cut short",
                        )?;
                        continue;
                    }
                    if splitter.fields() != width {
                        self.uneven(splitter, width, at, cx)?;
                        continue;
                    }
                    let (row, decoding) = splitter.row(self.legacy);
                    if let Some(observer) = &mut self.observer {
                        observer.row(&row);
                    }
                    self.mapper.row(cx, &row, at)?;
                    if is_open {
                        cx.note(
                            "no_last_line_end",
                            at,
                            "the last row has no line end: if the file was cut there, its last field is not whole",
                        )?;
                    }
                    if decoding != super::split::Decoding::Utf8 {
                        let how = match decoding {
                            super::split::Decoding::Windows1252 => "it was read as windows-1252",
                            _ => "these became U+FFFD",
                        };
                        cx.note("invalid_utf8", at, format!("the row holds bytes that are no UTF-8; {how}"))?;
                    }
                }
                Event::Blank => {}
                Event::TooLong { start, end } => {
                    let most = cx.limits.record_bytes;
                    cx.reject(
                        "record_too_long",
                        At::Bytes(start, end),
                        format!("a row of {} bytes; at most {most} are read", end - start),
                    )?;
                }
                Event::OpenQuote { start, end } => {
                    cx.reject(
                        "quote_not_closed",
                        At::Bytes(start, end),
                        "a quote opens in this row and never closes; reading went on in the next row",
                    )?;
                }
                Event::End => return Ok(()),
            }
        }
    }

    #[cold]
    fn uneven<R: Read>(
        &mut self,
        splitter: &mut Splitter<R>,
        width: usize,
        at: At,
        cx: &mut Context<'_>,
    ) -> Result<(), SinkError> {
        let found = splitter.fields();
        let (row, _) = splitter.row(self.legacy);
        if row.cells().all(|cell| cell.trim().is_empty()) {
            cx.skip();
            return Ok(());
        }
        let more = if found > cx.limits.fields { "more than " } else { "" };
        let found = found.min(cx.limits.fields);
        let first = row.cells().next().map(cut).unwrap_or_default();
        cx.reject(
            "wrong_field_count",
            at,
            format!("{more}{found} fields where the table has {width}; the row begins with `{first}`"),
        )
    }
}

/// Turns UTF-16 into UTF-8 while reading.
pub struct Transcode<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Transcode<R> {
    /// Hands `input` back when `head` does not begin UTF-16.
    pub fn new(input: R, head: &[u8]) -> Result<Self, R> {
        match detect::utf16(head) {
            Some(encoding) => Ok(Self {
                input,
                decoder: encoding.new_decoder_with_bom_removal(),
                raw: vec![0; 64 << 10],
                text: Vec::new(),
                given: 0,
                ended: false,
            }),
            None => Err(input),
        }
    }
}

impl<R: Read> Read for Transcode<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() {
            if self.ended {
                return Ok(0);
            }
            let n = self.input.read(&mut self.raw)?;
            self.ended = n == 0;
            let mut raw = &self.raw[..n];
            self.text.clear();
            self.given = 0;
            loop {
                let most = self.decoder.max_utf8_buffer_length(raw.len()).unwrap_or(raw.len() * 3 + 16);
                let start = self.text.len();
                self.text.resize(start + most, 0);
                let (result, read, written, _) =
                    self.decoder.decode_to_utf8(raw, &mut self.text[start..], self.ended);
                self.text.truncate(start + written);
                raw = &raw[read..];
                if result == CoderResult::InputEmpty {
                    break;
                }
            }
        }
        let n = out.len().min(self.text.len() - self.given);
        out[..n].copy_from_slice(&self.text[self.given..self.given + n]);
        self.given += n;
        Ok(n)
    }
}
