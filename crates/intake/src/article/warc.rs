//! Web archives: WARC 1.0 and 1.1 (ISO 28500:2017).
//!
//! A record says how long it is, and tools that edit archives make that wrong. A length is believed when the stream
//! ends there or another record begins; else the record ends where a line begins the next one.

use super::http;
use super::{ArticleForm, Stream};
use crate::SinkError;
use memchr::memmem;
use model::{Severity, Timestamp};
use std::io::Read;

/// A record.
struct Record {
    /// Where it begins in the stream, where its block begins, and where it ends.
    start: u64,
    block_start: u64,
    end: u64,
    fields: Vec<(String, String)>,
    /// Its bytes behind the header; `None` when it is longer than the limit.
    block: Option<Vec<u8>>,
    /// The length that it states, when that is wrong.
    wrong_length: Option<String>,
}

impl Record {
    fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What a record begins with.
const BEGIN: &[u8] = b"WARC/";
/// The same, behind other bytes.
const NEXT: &[u8] = b"\nWARC/1.";
/// Longest header in bytes.
const HEADER: usize = 64 << 10;

/// Reads the pages of an archive.
pub(super) fn read(reader: impl Read, stream: &mut Stream<'_>) -> Result<(), SinkError> {
    let limit = stream.limits.article_bytes;
    let mut records = Records { window: Window::new(reader), limit };
    while let Some(next) = records.next() {
        match next {
            Ok(record) => take(record, stream)?,
            Err((start, end)) => {
                let message = format!("{} bytes that are no record were passed over", end - start);
                stream.problem("bad_record", Severity::Reject, start..end, message)?;
            }
        }
    }
    Ok(())
}

fn take(record: Record, stream: &mut Stream<'_>) -> Result<(), SinkError> {
    let at = record.start..record.end;
    if let Some(length) = &record.wrong_length {
        let message = format!(
            "the record states a length of `{}` bytes and has {}",
            crate::value::cut(length),
            record.end - record.block_start
        );
        stream.problem("bad_length", Severity::Note, at.clone(), message)?;
    }
    let kind = record.field("warc-type").unwrap_or("").to_ascii_lowercase();
    if !matches!(kind.as_str(), "response" | "resource" | "conversion") {
        return Ok(());
    }
    let Some(block) = &record.block else { return stream.too_long(at) };
    let answer = match http::read(block, record.block_start, stream.limits.article_bytes) {
        Ok(answer) => answer,
        Err(http::Unreadable(code, message)) => {
            return stream.problem(code, Severity::Reject, at, message);
        }
    };
    // Redirections and errors are no articles.
    if answer.status.is_some_and(|status| !(200..300).contains(&status)) {
        stream.skipped += 1;
        return Ok(());
    }
    let of_record = || record.field("content-type").filter(|kind| !kind.starts_with("application/http"));
    let context = super::Context {
        content_type: answer.content_type.as_deref().or_else(of_record),
        content_language: answer.content_language.as_deref(),
        url: record.field("warc-target-uri").map(|url| url.trim_matches(['<', '>'])),
        retrieved: record.field("warc-date").and_then(Timestamp::parse_rfc3339),
        form: if kind == "conversion" { ArticleForm::WarcText } else { ArticleForm::WarcPage },
    };
    stream.body(&answer.body, at, &context)
}

struct Records<R> {
    window: Window<R>,
    limit: usize,
}

impl<R: Read> Records<R> {
    /// The next record, or the range of what is none.
    fn next(&mut self) -> Option<Result<Record, (u64, u64)>> {
        self.window.skip_while(|b| b.is_ascii_whitespace());
        let start = self.window.at;
        let head = self.window.ahead(HEADER);
        if head.is_empty() {
            return None;
        }
        let header = http::end_of_header(head).filter(|_| head.starts_with(BEGIN));
        let Some((end, length)) = header else {
            // Whatever this is, the next record begins a line.
            self.window.skip(1);
            self.window.skip_to(NEXT);
            return Some(Err((start, self.window.at)));
        };
        let fields = http::fields(head[..end].split(|b| *b == b'\n').skip(1));
        self.window.skip(end + length);
        let mut record = Record {
            start,
            block_start: self.window.at,
            end: self.window.at,
            fields,
            block: None,
            wrong_length: None,
        };
        self.block(&mut record);
        record.end = self.window.at;
        Some(Ok(record))
    }

    fn block(&mut self, record: &mut Record) {
        let stated = record.field("content-length").unwrap_or("").to_owned();
        let length = stated.parse::<u64>().ok().and_then(|length| usize::try_from(length).ok());
        if let Some(length) = length.filter(|length| *length <= self.limit) {
            let ahead = self.window.ahead(length + 64);
            if let Some((block, behind)) = ahead.split_at_checked(length)
                && is_end(behind)
            {
                record.block = Some(block.to_vec());
                return self.window.skip(length);
            }
        }
        let looked_at = self.limit + NEXT.len();
        let ahead = self.window.ahead(looked_at);
        let ahead = &ahead[..ahead.len().min(looked_at)];
        let end = memmem::find(ahead, NEXT).or_else(|| (ahead.len() <= self.limit).then_some(ahead.len()));
        match end {
            Some(end) => {
                let block = ahead[..end].trim_ascii_end();
                record.block = Some(block.to_vec());
                record.wrong_length = Some(stated);
                self.window.skip(end);
            }
            None => self.window.skip_to(NEXT),
        }
    }
}

/// Whether a record ends before these bytes: with two line ends, as the standard has it, or before the next record.
fn is_end(behind: &[u8]) -> bool {
    let next = behind.trim_ascii_start();
    behind.starts_with(b"\r\n\r\n") || next.is_empty() || next.starts_with(BEGIN)
}

/// A stretch of a stream that can be looked at before it is passed.
struct Window<R> {
    reader: R,
    buffer: Vec<u8>,
    /// Bytes of the buffer that were passed.
    passed: usize,
    /// Where the first byte ahead stands in the stream.
    at: u64,
    has_ended: bool,
}

/// Bytes that are read at once.
const PIECE: usize = 256 << 10;

impl<R: Read> Window<R> {
    fn new(reader: R) -> Self {
        Self { reader, buffer: Vec::new(), passed: 0, at: 0, has_ended: false }
    }

    /// What lies ahead: at least `wanted` bytes, unless the stream ends before.
    fn ahead(&mut self, wanted: usize) -> &[u8] {
        if self.passed > PIECE && self.passed * 2 > self.buffer.len() {
            self.buffer.drain(..self.passed);
            self.passed = 0;
        }
        while !self.has_ended && self.buffer.len() - self.passed < wanted {
            let missing = wanted - (self.buffer.len() - self.passed);
            let read = self.reader.by_ref().take(missing.max(PIECE) as u64).read_to_end(&mut self.buffer);
            // A read error ends the stream; the guard below keeps the reason.
            self.has_ended = !matches!(read, Ok(1..));
        }
        &self.buffer[self.passed..]
    }

    fn skip(&mut self, count: usize) {
        let count = count.min(self.buffer.len() - self.passed);
        self.passed += count;
        self.at += count as u64;
    }

    fn skip_while(&mut self, is_it: impl Fn(&u8) -> bool) {
        loop {
            let ahead = self.ahead(1);
            if ahead.is_empty() {
                return;
            }
            let (length, count) = (ahead.len(), ahead.iter().take_while(|b| is_it(b)).count());
            self.skip(count);
            if count < length {
                return;
            }
        }
    }

    /// Passes everything before `mark`.
    fn skip_to(&mut self, mark: &[u8]) {
        loop {
            let ahead = self.ahead(PIECE);
            if let Some(found) = memmem::find(ahead, mark) {
                return self.skip(found);
            }
            let length = ahead.len();
            if self.has_ended {
                return self.skip(length);
            }
            // The mark may stand across the end.
            self.skip(length.saturating_sub(mark.len()));
        }
    }
}
