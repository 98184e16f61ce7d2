//! Splits text tables into records: RFC 4180 quoting, one reused buffer, no allocation per record.

use super::row::{Row, Span, SpanKind};
use encoding_rs::WINDOWS_1252;
use memchr::{memchr, memchr2};
use std::io::Read;

/// How a text table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Between fields.
    pub delimiter: u8,
    /// Between records: `\n` (a `\r` before it is taken off), or `\r` in files of very old programs.
    pub newline: u8,
}

/// What the splitter met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A record; its fields are in [`Splitter::row`].
    Record {
        /// First byte in the stream.
        start: u64,
        /// Byte after the last, without the line end.
        end: u64,
    },
    /// An empty line.
    Blank,
    /// A record longer than the limit; it was skipped to the next line end.
    TooLong {
        /// First byte in the stream.
        start: u64,
        /// Byte after the last.
        end: u64,
    },
    /// A quote opened and never closed within the limit, or only in the middle of another row; reading goes on in the next
    /// line.
    OpenQuote {
        /// First byte in the stream.
        start: u64,
        /// Byte after the last of the line where it opened.
        end: u64,
    },
    /// End of the stream.
    End,
}

/// Start size of the buffer; it grows only as far as one record needs.
const CHUNK: usize = 1 << 20;

/// Reads records from `R`. A read error ends the stream: see [`crate::source`], which keeps the reason.
pub struct Splitter<R> {
    input: R,
    dialect: Dialect,
    buffer: Buffer,
    /// Unread bytes are `buffer[from..to]`.
    from: usize,
    to: usize,
    /// The beginning of a character whose end has not been read yet; it belongs behind the buffer.
    cut: Vec<u8>,
    /// Place of `buffer[0]` in the stream.
    base: u64,
    ended: bool,
    most_bytes: usize,
    most_fields: usize,
    /// The record that was met last, in `buffer`.
    record: std::ops::Range<usize>,
    /// Its fields; there is room for more. Their number stands apart: what is written as one number and read as one of
    /// two waits until it has got to memory.
    spans: Vec<Span>,
    found: usize,
    rewrite: bool,
    scratch: String,
}

/// What was read last. It is looked through for what is no UTF-8 as a whole: that takes a tenth of the time that it takes
/// row by row.
enum Buffer {
    Text(String),
    /// Some of it is no UTF-8.
    Bytes(Vec<u8>),
}

impl Buffer {
    #[inline(always)]
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

impl Default for Buffer {
    fn default() -> Self {
        Self::Bytes(Vec::new())
    }
}

enum Scan {
    /// Content end and start of the next record, both in `buffer`.
    Record {
        end: usize,
        next: usize,
    },
    Incomplete {
        in_quotes: bool,
    },
    /// A quote opens that closes nowhere.
    OpenQuote,
}

/// What had to be done to make a record text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decoding {
    /// It was UTF-8.
    Utf8,
    /// It was read as windows-1252.
    Windows1252,
    /// Bytes that are no UTF-8 became U+FFFD.
    Lossy,
}

impl<R: Read> Splitter<R> {
    /// `base` is the place of the first byte in the stream, behind a byte order mark.
    pub fn new(input: R, dialect: Dialect, base: u64, most_bytes: usize, most_fields: usize) -> Self {
        Self {
            input,
            dialect,
            buffer: Buffer::default(),
            from: 0,
            to: 0,
            cut: Vec::new(),
            base,
            ended: false,
            most_bytes: most_bytes.clamp(64, u32::MAX as usize / 2),
            most_fields,
            record: 0..0,
            spans: Vec::new(),
            found: 0,
            rewrite: false,
            scratch: String::new(),
        }
    }

    /// Number of fields of the last record, at most one more than the limit.
    pub fn fields(&self) -> usize {
        self.found
    }

    /// Whether the last record ended with the stream rather than with a line end.
    #[inline]
    pub fn is_last(&self) -> bool {
        self.ended
            && self.from == self.to
            && self.buffer.bytes()[..self.to].last() != Some(&self.dialect.newline)
    }

    /// Goes to the next record. Inlined, as what is handed over through memory in pieces of one size and read in pieces
    /// of another waits until it has got there.
    #[inline(always)]
    pub fn advance(&mut self) -> Event {
        loop {
            if self.from < self.to {
                match self.scan() {
                    Scan::Record { end, next } => {
                        let start = self.from;
                        self.from = next;
                        self.record = start..end;
                        if start == end {
                            return Event::Blank;
                        }
                        return Event::Record {
                            start: self.base + start as u64,
                            end: self.base + end as u64,
                        };
                    }
                    Scan::OpenQuote => return self.resynchronise(),
                    Scan::Incomplete { in_quotes } => {
                        if in_quotes && (self.ended || self.to - self.from >= self.most_bytes) {
                            return self.resynchronise();
                        }
                        if self.to - self.from >= self.most_bytes {
                            return self.skip_line();
                        }
                    }
                }
            }
            if !self.fill() && self.from == self.to {
                return Event::End;
            }
        }
    }

    /// Moves what is unread to the front and fills the buffer. False at the end of the stream.
    #[cold]
    fn fill(&mut self) -> bool {
        if self.ended {
            return false;
        }
        let mut buffer = match std::mem::take(&mut self.buffer) {
            Buffer::Text(text) => text.into_bytes(),
            Buffer::Bytes(bytes) => bytes,
        };
        buffer.copy_within(self.from..self.to, 0);
        self.base += self.from as u64;
        self.to -= self.from;
        self.from = 0;
        if buffer.len() < CHUNK {
            buffer.resize(CHUNK, 0);
        } else if self.to * 2 > buffer.len() {
            let size = (buffer.len() * 2).min(self.most_bytes + CHUNK).max(buffer.len());
            buffer.resize(size, 0);
        }
        let before = self.to;
        buffer[self.to..self.to + self.cut.len()].copy_from_slice(&self.cut);
        self.to += self.cut.len();
        self.cut.clear();
        while self.to < buffer.len() {
            match self.input.read(&mut buffer[self.to..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(n) => self.to += n,
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(_) => {
                    self.ended = true;
                    break;
                }
            }
        }
        if !self.ended {
            let cut = unfinished(&buffer[..self.to]);
            self.cut.extend_from_slice(&buffer[self.to - cut..self.to]);
            self.to -= cut;
        }
        // Nor may what stands there from before be half a character.
        buffer[self.to..].fill(0);
        self.buffer = match String::from_utf8(buffer) {
            Ok(text) => Buffer::Text(text),
            Err(error) => Buffer::Bytes(error.into_bytes()),
        };
        // At the end an incomplete record becomes complete, hence one more round.
        self.to > before || (self.ended && self.from < self.to)
    }

    /// Finds the fields of the record at `from`.
    #[inline(always)]
    fn scan(&mut self) -> Scan {
        let bytes = &self.buffer.bytes()[self.from..self.to];
        let Dialect { delimiter, newline } = self.dialect;
        self.found = 0;
        self.rewrite = false;
        let mut pos = 0;
        loop {
            let (span, stop) = if bytes.get(pos) == Some(&b'"') {
                match quoted(bytes, pos, delimiter, newline, self.ended) {
                    Ok((span, stop)) => {
                        self.rewrite |= span.kind == SpanKind::Doubled;
                        (span, stop)
                    }
                    Err(Unclosed::Yet) => return Scan::Incomplete { in_quotes: true },
                    Err(Unclosed::Ever) => return Scan::OpenQuote,
                }
            } else {
                let stop = match field_end(delimiter, newline, &bytes[pos..]) {
                    Some(n) => pos + n,
                    None if self.ended => bytes.len(),
                    None => return Scan::Incomplete { in_quotes: false },
                };
                (Span { start: pos as u32, end: stop as u32, kind: SpanKind::Plain }, stop)
            };
            if self.found <= self.most_fields {
                match self.spans.get_mut(self.found) {
                    Some(place) => *place = span,
                    None => self.spans.push(span),
                }
                self.found += 1;
            }
            if bytes.get(stop) == Some(&delimiter) {
                pos = stop + 1;
                continue;
            }
            // A record ends at a newline or with the stream; a `\r` before either belongs to the line end.
            let mut end = stop;
            if newline == b'\n' && end > 0 && bytes[end - 1] == b'\r' {
                end -= 1;
                if let Some(last) = self.spans[..self.found].last_mut() {
                    last.end = last.end.min(end as u32).max(last.start);
                }
            }
            return Scan::Record { end: self.from + end, next: self.from + (stop + 1).min(bytes.len()) };
        }
    }

    /// A quote never closes: the line where it opened is lost, the next one is read afresh.
    #[cold]
    fn resynchronise(&mut self) -> Event {
        let start = self.base + self.from as u64;
        match memchr(self.dialect.newline, &self.buffer.bytes()[self.from..self.to]) {
            Some(n) => {
                self.from += n + 1;
                Event::OpenQuote { start, end: self.base + self.from as u64 - 1 }
            }
            None => self.skip_line(),
        }
    }

    /// Drops everything up to the next line end without keeping it.
    #[cold]
    fn skip_line(&mut self) -> Event {
        let start = self.base + self.from as u64;
        loop {
            match memchr(self.dialect.newline, &self.buffer.bytes()[self.from..self.to]) {
                Some(n) => {
                    self.from += n + 1;
                    return Event::TooLong { start, end: self.base + self.from as u64 - 1 };
                }
                None => {
                    self.from = self.to;
                    if !self.fill() {
                        return Event::TooLong { start, end: self.base + self.to as u64 };
                    }
                }
            }
        }
    }

    /// The last record as text, with quotes undone. Inlined like [`Splitter::advance`].
    #[inline(always)]
    pub fn row(&mut self, legacy: bool) -> (Row<'_>, Decoding) {
        let text = match &self.buffer {
            Buffer::Text(text) => text.get(self.record.clone()),
            Buffer::Bytes(bytes) => std::str::from_utf8(&bytes[self.record.clone()]).ok(),
        };
        let (text, decoding) = match text {
            Some(text) => (text, Decoding::Utf8),
            None => {
                let bytes = &self.buffer.bytes()[self.record.clone()];
                ("", decode(bytes, &mut self.spans[..self.found], &mut self.scratch, legacy))
            }
        };
        if self.rewrite && decoding == Decoding::Utf8 {
            self.scratch.clear();
            for span in &mut self.spans[..self.found] {
                if span.kind == SpanKind::Doubled {
                    let start = self.scratch.len();
                    undouble(&text[span.start as usize..span.end as usize], &mut self.scratch);
                    *span =
                        Span { start: start as u32, end: self.scratch.len() as u32, kind: SpanKind::Scratch };
                }
            }
        }
        (Row { text, scratch: &self.scratch, spans: &self.spans[..self.found] }, decoding)
    }
}

/// Bytes at the end that begin a character and do not end it.
fn unfinished(bytes: &[u8]) -> usize {
    let lead = bytes.iter().rev().take(3).position(|byte| byte & 0b1100_0000 != 0b1000_0000);
    let Some(behind) = lead else { return 0 };
    let length = match bytes[bytes.len() - 1 - behind] {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => 1,
    };
    if length > behind + 1 { behind + 1 } else { 0 }
}

/// The first delimiter or newline. Most fields are short: their first bytes are looked at eight at a time,
/// which is faster than a call of the general search.
#[inline(always)]
fn field_end(delimiter: u8, newline: u8, bytes: &[u8]) -> Option<usize> {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let (delimiters, newlines) = (u64::from(delimiter) * LOW, u64::from(newline) * LOW);
    let (words, _) = bytes.as_chunks::<8>();
    for (n, word) in words.iter().take(2).enumerate() {
        let word = u64::from_le_bytes(*word);
        let (a, b) = (word ^ delimiters, word ^ newlines);
        // A byte of `a` or `b` that is zero sets its high bit; the lowest such bit is always right.
        let hits = (a.wrapping_sub(LOW) & !a | b.wrapping_sub(LOW) & !b) & HIGH;
        if hits != 0 {
            return Some(n * 8 + hits.trailing_zeros() as usize / 8);
        }
    }
    let done = words.len().min(2) * 8;
    memchr2(delimiter, newline, &bytes[done..]).map(|n| done + n)
}

/// Why a quoted field has no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unclosed {
    /// It does not close in what has been read.
    Yet,
    /// What would close it belongs to another row.
    Ever,
}

/// The quoted field that opens at `open`, and where it stops (at a delimiter, a newline or the end).
fn quoted(
    bytes: &[u8],
    open: usize,
    delimiter: u8,
    newline: u8,
    ended: bool,
) -> Result<(Span, usize), Unclosed> {
    let mut pos = open + 1;
    let mut kind = SpanKind::Plain;
    let close = loop {
        let at = pos + memchr(b'"', &bytes[pos..]).ok_or(Unclosed::Yet)?;
        match bytes.get(at + 1) {
            Some(b'"') => {
                kind = SpanKind::Doubled;
                pos = at + 2;
            }
            None if !ended => return Err(Unclosed::Yet),
            _ => break at,
        }
    };
    let after = close + 1;
    let plain = |end: usize| Span { start: open as u32 + 1, end: end as u32, kind };
    match bytes.get(after) {
        None => Ok((plain(close), after)),
        Some(b) if *b == delimiter || *b == newline => Ok((plain(close), after)),
        Some(b'\r') if after + 1 == bytes.len() && !ended => Err(Unclosed::Yet),
        Some(b'\r') if bytes.get(after + 1).is_none_or(|b| *b == newline) => Ok((plain(close), after + 1)),
        // A field that goes over lines is quoted by a program, which puts nothing behind the closing quote: this one opened
        // in a row that is damaged and would take all rows up to here with it.
        Some(_) if memchr(newline, &bytes[open..close]).is_some() => Err(Unclosed::Ever),
        // `"a" b,`: something stands behind the closing quote. The field is kept with its quotes, as a
        // program that does not quote would have meant it.
        Some(_) => match memchr2(delimiter, newline, &bytes[after..]) {
            Some(n) => {
                Ok((Span { start: open as u32, end: (after + n) as u32, kind: SpanKind::Plain }, after + n))
            }
            None if ended => {
                Ok((Span { start: open as u32, end: bytes.len() as u32, kind: SpanKind::Plain }, bytes.len()))
            }
            None => Err(Unclosed::Yet),
        },
    }
}

/// Appends `text` with `""` as `"`.
fn undouble(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(n) = memchr(b'"', rest.as_bytes()) {
        out.push_str(&rest[..=n]);
        rest = rest.get(n + 2..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// Turns fields that are no UTF-8 into text, field by field, in `scratch`.
#[cold]
fn decode(bytes: &[u8], spans: &mut [Span], scratch: &mut String, legacy: bool) -> Decoding {
    let legacy = legacy && !has_multibyte(bytes);
    scratch.clear();
    for span in spans {
        let field = &bytes[span.start as usize..span.end as usize];
        let text = if legacy {
            WINDOWS_1252.decode_without_bom_handling(field).0
        } else {
            String::from_utf8_lossy(field)
        };
        let start = scratch.len();
        if span.kind == SpanKind::Doubled {
            undouble(&text, scratch)
        } else {
            scratch.push_str(&text)
        }
        *span = Span { start: start as u32, end: scratch.len() as u32, kind: SpanKind::Scratch };
    }
    if legacy { Decoding::Windows1252 } else { Decoding::Lossy }
}

/// Whether there is a valid character of two bytes or more, which text in a one-byte encoding hardly has.
pub fn has_multibyte(bytes: &[u8]) -> bool {
    bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out one byte at a time, so that every record straddles a boundary.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            let n = self.0.len().min(out.len()).min(1);
            out[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn records(input: &[u8], most: usize) -> Vec<String> {
        let dialect = Dialect { delimiter: b',', newline: b'\n' };
        let mut splitter = Splitter::new(Drip(input), dialect, 0, most, 10);
        let mut out = Vec::new();
        loop {
            match splitter.advance() {
                Event::Record { start, end } => {
                    let (row, _) = splitter.row(true);
                    let cells: Vec<_> = row.cells().collect();
                    out.push(format!("{start}..{end} {}", cells.join("|")));
                }
                Event::Blank => out.push("blank".to_owned()),
                Event::TooLong { start, end } => out.push(format!("{start}..{end} too long")),
                Event::OpenQuote { start, end } => out.push(format!("{start}..{end} open quote")),
                Event::End => return out,
            }
        }
    }

    #[test]
    fn rfc_4180() {
        let check = |input: &str, expected: &[&str]| {
            assert_eq!(records(input.as_bytes(), 1000), expected, "{input:?}")
        };
        check("", &[]);
        check("a,b\nc,d\n", &["0..3 a|b", "4..7 c|d"]);
        check("a,b\r\nc,d", &["0..3 a|b", "5..8 c|d"]);
        check("a,\n,b\n", &["0..2 a|", "3..5 |b"]);
        check("a\n\nb\n", &["0..1 a", "blank", "2..3 b"].map(|s| if s == "2..3 b" { "3..4 b" } else { s }));
        check("\"a,b\",\"c\nd\"\n", &["0..11 a,b|c\nd"]);
        check("\"a\"\"b\",\"\"\n", &["0..9 a\"b|"]);
        check("\"a\"\r\n\"b\"\r\n", &["0..3 a", "5..8 b"]);
        check("\"a\"", &["0..3 a"]);
        check("\"a\"\r", &["0..3 a"]);
    }

    #[test]
    fn quotes_gone_wrong() {
        let check = |input: &str, expected: &[&str]| {
            assert_eq!(records(input.as_bytes(), 1000), expected, "{input:?}")
        };
        check("a \"b\",c\n", &["0..7 a \"b\"|c"]);
        check("\"a\" b,c\n", &["0..7 \"a\" b|c"]);
        check("x,\"open\ny,z\n", &["0..7 open quote", "8..11 y|z"]);
        // The quote of a later row would close it, and all rows in between would be gone.
        check(
            "1,\"open,x\n2,b,x\n3,\"say\" it,x\n",
            &["0..9 open quote", "10..15 2|b|x", "16..28 3|\"say\" it|x"],
        );
        check("1,\"open,x\n2,he said \"so\" too,x\n", &["0..9 open quote", "10..30 2|he said \"so\" too|x"]);
        check(
            "1,\"two\nlines\",x\r\n2,\"two\r\nlines\"\r\n",
            &["0..15 1|two\nlines|x", "17..31 2|two\r\nlines"],
        );
    }

    #[test]
    fn long_records_cost_no_memory() {
        let mut input = vec![b'x'; 5 << 20];
        input.extend_from_slice(b"\na,b\n");
        let dialect = Dialect { delimiter: b',', newline: b'\n' };
        let mut splitter = Splitter::new(&input[..], dialect, 0, 1 << 10, 10);
        assert_eq!(splitter.advance(), Event::TooLong { start: 0, end: 5 << 20 });
        assert!(matches!(splitter.advance(), Event::Record { .. }));
        assert_eq!(splitter.advance(), Event::End);
        assert!(splitter.buffer.bytes().len() <= 2 << 20);
    }

    #[test]
    fn unfinished_characters_are_told() {
        let check = |bytes: &[u8], expected: usize| assert_eq!(unfinished(bytes), expected, "{bytes:?}");
        check(b"", 0);
        check(b"a", 0);
        check("aé".as_bytes(), 0);
        check(b"a\xc3", 1);
        check(b"a\xe2\x82", 2);
        check("€".as_bytes(), 0);
        check(b"\xf0\x9f\x98", 3);
        check("😀".as_bytes(), 0);
        check(b"\x80\x80\x80\x80", 0);
        check(b"a\xff", 0);
    }

    /// Rows that end everywhere near the ends of chunks, and with half characters where the file ends.
    #[test]
    fn characters_are_read_across_chunks() {
        for ahead in 0..8 {
            let row = "ü,€😀é\n";
            let mut input = "x".repeat(ahead) + ",y\n";
            while input.len() < CHUNK + 100 {
                input.push_str(row);
            }
            let read = records(input.as_bytes(), 1000);
            assert_eq!(read.len(), 1 + (input.len() - ahead - 3) / row.len());
            assert!(read[1..].iter().all(|record| record.ends_with(" ü|€😀é")), "{ahead}");
            // One byte that is no UTF-8 is replaced, and nothing else.
            let mut input = input.into_bytes();
            input.extend_from_slice(b"z,\xe2\x82");
            let read = records(&input, 1000);
            assert!(read[1..read.len() - 1].iter().all(|record| record.ends_with(" ü|€😀é")), "{ahead}");
            assert!(read[read.len() - 1].ends_with(" z|â‚"), "{ahead}: {}", read[read.len() - 1]);
        }
    }

    #[test]
    fn bytes_that_are_no_utf8() {
        assert_eq!(records(b"caf\xe9,b\n", 1000), ["0..6 café|b"]);
        assert_eq!(records(b"\xe9,\xc3\xa9\n", 1000), ["0..4 \u{fffd}|é"]);
        assert_eq!(records(b"\"caf\xe9\"\"\",b\n", 1000), ["0..10 café\"|b"]);
    }
}
