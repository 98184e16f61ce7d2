//! Splitting a stream into JSON records without loading it: lines, concatenated values, one array, or the
//! elements of arrays inside a document (`messages`, `chats.list[].messages`).

use super::parse;
use super::scan::{Scan, Window};
use crate::Limits;
use bumpalo::Bump;
use std::io::{self, BufRead};

/// What the splitter found next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A record; its bytes are [`Splitter::bytes`].
    Value {
        /// Offset in the stream.
        start: u64,
        /// It is an element of an array of the document, below the values in [`Splitter::scope`].
        inside: bool,
        /// Nothing follows it, not even a line break.
        last: bool,
    },
    /// A record that cannot be framed; reading goes on behind it.
    Broken {
        /// Offset in the stream.
        start: u64,
        /// Where reading goes on.
        end: u64,
        /// Code of the problem.
        code: &'static str,
        /// For a person.
        message: String,
    },
    /// The stream ended inside a value, or nothing to go on with was found after a broken one.
    Truncated {
        /// Where that value begins.
        start: u64,
        /// End of the stream.
        end: u64,
    },
}

/// Scalar fields around the array that the records stand in, such as the id of a chat.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    entries: Vec<(usize, String, String)>,
}

impl Scope {
    /// The innermost value of that name, empty if there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.entries.iter().rev().find(|(_, key, _)| key == name).map_or("", |(_, _, value)| value)
    }

    /// Adds a value that holds at `depth` and below.
    pub(super) fn push(&mut self, depth: usize, name: &str, value: &str) {
        self.entries.push((depth, name.to_owned(), value.to_owned()));
    }

    fn leave(&mut self, depth: usize) {
        self.entries.retain(|(d, ..)| *d <= depth);
    }
}

/// How a format lays out its records.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Layout {
    /// Paths of arrays inside a document whose elements are the records.
    pub(super) arrays: &'static [&'static str],
    /// Names of the scalar fields around them that matter.
    pub(super) scope: &'static [&'static str],
}

impl Layout {
    fn is_on_the_way(&self, path: &str) -> bool {
        self.arrays.iter().any(|array| {
            array.strip_prefix(path).is_some_and(|rest| rest.starts_with('.') || rest.starts_with("[]"))
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Undecided,
    Lines,
    Values,
    Lost,
    Done,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Its elements are records.
    Records,
    /// The top-level array: its elements are like values at the top.
    Roots,
    /// It is on the way to records.
    Inside,
}

#[derive(Clone, Copy, Debug)]
struct Frame {
    array: bool,
    role: Role,
    /// Indentation of the elements, where each begins a line.
    indent: Option<usize>,
    /// Length of the path outside.
    path: usize,
}

/// An object at the top that becomes a record itself, unless an array of records turns up inside.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    start: u64,
    frames: usize,
    too_large: bool,
    too_deep: bool,
}

/// The splitter.
pub(super) struct Splitter<'r> {
    window: Window<'r>,
    limits: Limits,
    layout: Layout,
    mode: Mode,
    frames: Vec<Frame>,
    path: String,
    scope: Scope,
    candidate: Option<Candidate>,
    root_indent: Option<usize>,
    /// Bytes that may still be read a second time to find the end of broken records; bounds the work.
    second_looks: u64,
}

impl<'r> Splitter<'r> {
    /// `base` is the place of the first byte of `input` in the stream.
    pub(super) fn new(input: &'r mut dyn BufRead, base: u64, limits: Limits, layout: Layout) -> Self {
        Self {
            window: Window::new(input, base, limits.record_bytes),
            limits,
            layout,
            mode: Mode::Undecided,
            frames: Vec::new(),
            path: String::new(),
            scope: Scope::default(),
            candidate: None,
            root_indent: Some(0),
            second_looks: (limits.record_bytes as u64).saturating_mul(8),
        }
    }

    /// Where reading stands.
    pub(super) fn offset(&self) -> u64 {
        self.window.offset()
    }

    /// Bytes of the last [`Piece::Value`].
    pub(super) fn bytes(&self) -> &[u8] {
        self.window.kept()
    }

    /// Values around the last [`Piece::Value`].
    pub(super) fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The next piece, `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Piece>> {
        if self.mode == Mode::Undecided {
            self.decide()?;
        }
        if self.candidate.is_none() {
            self.window.release();
        }
        match self.mode {
            Mode::Lines => self.line(),
            Mode::Values => self.value(),
            Mode::Lost => Ok(Some(self.truncated(self.window.offset()))),
            Mode::Undecided | Mode::Done => Ok(None),
        }
    }

    /// One record a line, or anything else? The first line decides, or the second when the first is broken.
    fn decide(&mut self) -> io::Result<()> {
        for mark in [0xef, 0xbb, 0xbf] {
            if self.window.peek()? == Some(mark) {
                self.window.step();
            }
        }
        self.window.space()?;
        let depth = self.limits.depth;
        self.mode = match self.window.line_ahead()? {
            Some((line, next)) if line.first() != Some(&b'[') => {
                let text = String::from_utf8_lossy(line);
                let whole = parse::parse(&text, &Bump::new(), depth).is_ok();
                if whole || next == Some(b'{') { Mode::Lines } else { Mode::Values }
            }
            _ => Mode::Values,
        };
        Ok(())
    }

    fn line(&mut self) -> io::Result<Option<Piece>> {
        self.window.space()?;
        if self.window.peek()?.is_none() {
            self.mode = Mode::Done;
            return Ok(None);
        }
        let start = self.window.offset();
        self.window.keep();
        let last = !self.window.skip_to_line_end()?;
        if self.window.overflowed() {
            return Ok(Some(self.too_large(start)));
        }
        Ok(Some(Piece::Value { start, inside: false, last }))
    }

    fn value(&mut self) -> io::Result<Option<Piece>> {
        loop {
            let indent = self.window.space()?;
            let Some(byte) = self.window.peek()? else {
                self.mode = Mode::Done;
                let open = !self.frames.is_empty();
                let start = self.candidate.map_or(self.window.offset(), |c| c.start);
                return Ok(open.then(|| self.truncated(start)));
            };
            let piece = match self.frames.last().copied() {
                None => self.at_top(byte, indent)?,
                Some(frame) if frame.array => self.in_array(frame, byte, indent)?,
                Some(_) => self.in_object(byte)?,
            };
            if piece.is_some() {
                return Ok(piece);
            }
        }
    }

    fn at_top(&mut self, byte: u8, indent: Option<usize>) -> io::Result<Option<Piece>> {
        self.root_indent = indent.or(self.root_indent);
        match byte {
            b',' | 0x1e => self.window.step(),
            b'[' => self.open(true, Role::Roots, 0),
            b'{' if !self.layout.arrays.is_empty() => self.open_candidate(),
            _ => return self.element(false).map(Some),
        }
        Ok(None)
    }

    fn in_array(&mut self, frame: Frame, byte: u8, indent: Option<usize>) -> io::Result<Option<Piece>> {
        match byte {
            b']' => return Ok(self.close()),
            b',' => {
                self.window.step();
                return Ok(None);
            }
            _ => {}
        }
        if let (Some(frame), Some(_)) = (self.frames.last_mut(), indent) {
            frame.indent = indent;
        }
        match frame.role {
            Role::Records => self.element(true).map(Some),
            Role::Roots if byte == b'{' && !self.layout.arrays.is_empty() => {
                self.open_candidate();
                Ok(None)
            }
            Role::Roots => self.element(false).map(Some),
            Role::Inside => {
                let outside = self.path.len();
                self.path.push_str("[]");
                self.enter(byte, outside, "")
            }
        }
    }

    fn in_object(&mut self, byte: u8) -> io::Result<Option<Piece>> {
        match byte {
            b'}' => Ok(self.close()),
            b',' => {
                self.window.step();
                Ok(None)
            }
            b'"' => self.field(),
            _ => self.broken("a field should begin here", self.window.offset()).map(Some),
        }
    }

    /// A name, a colon and what follows.
    fn field(&mut self) -> io::Result<Option<Piece>> {
        let name = match self.name()? {
            Ok(name) => name,
            Err(piece) => return Ok(Some(piece)),
        };
        self.window.space()?;
        if self.window.peek()? != Some(b':') {
            return self.broken("`:` should stand here", self.window.offset()).map(Some);
        }
        self.window.step();
        self.window.space()?;
        let Some(byte) = self.window.peek()? else { return Ok(None) };
        let outside = self.path.len();
        if outside > 0 {
            self.path.push('.');
        }
        self.path.push_str(&name);
        if byte == b'[' && self.layout.arrays.contains(&self.path.as_str()) {
            self.candidate = None;
            self.window.release();
            self.open(true, Role::Records, outside);
            return Ok(None);
        }
        self.enter(byte, outside, &name)
    }

    fn name(&mut self) -> io::Result<Result<String, Piece>> {
        let kept = self.window.keeps();
        if !kept {
            self.window.keep();
        }
        let start = self.window.offset();
        let scan = self.window.string()?;
        if let Some(scan) = scan {
            return Ok(Err(self.failed(scan, start)?));
        }
        let name = self.window.slice(start + 1, self.window.offset() - 1).unwrap_or_default();
        let name = String::from_utf8_lossy(&name[..name.len().min(256)]).into_owned();
        if !kept {
            self.release();
        }
        Ok(Ok(name))
    }

    /// Goes into the container under the cursor if it is on the way to records, else over the value.
    fn enter(&mut self, byte: u8, outside: usize, name: &str) -> io::Result<Option<Piece>> {
        if matches!(byte, b'{' | b'[') && self.layout.is_on_the_way(&self.path) {
            self.open(byte == b'[', Role::Inside, outside);
            return Ok(None);
        }
        self.path.truncate(outside);
        let kept = self.window.keeps();
        if !kept {
            self.window.keep();
        }
        let start = self.window.offset();
        match self.window.scan(&self.limits)? {
            Scan::Complete { too_deep } => {
                if let Some(candidate) = &mut self.candidate {
                    candidate.too_deep |= too_deep;
                }
            }
            failed => return self.failed(failed, start).map(Some),
        }
        if !matches!(byte, b'{' | b'[') && self.layout.scope.contains(&name) {
            let value = self.window.slice(start, self.window.offset()).unwrap_or_default();
            let value = String::from_utf8_lossy(&value[..value.len().min(1024)]);
            let bump = Bump::new();
            let value = match parse::parse(&value, &bump, 1).map(|parsed| parsed.value) {
                Ok(super::value::Json::Text(text) | super::value::Json::Number(text)) => text,
                _ => "",
            };
            self.scope.push(self.frames.len(), name, value);
        }
        if !kept {
            self.release();
        }
        Ok(None)
    }

    /// Lets go of bytes that were kept for a moment, and remembers when a candidate has outgrown its limit.
    fn release(&mut self) {
        self.window.release();
        if let Some(candidate) = &mut self.candidate {
            candidate.too_large = true;
        }
    }

    fn open(&mut self, array: bool, role: Role, path: usize) {
        self.window.step();
        self.frames.push(Frame { array, role, indent: None, path });
    }

    fn open_candidate(&mut self) {
        self.window.keep();
        let start = self.window.offset();
        let frames = self.frames.len();
        self.candidate = Some(Candidate { start, frames, too_large: false, too_deep: false });
        self.open(false, Role::Inside, 0);
    }

    fn close(&mut self) -> Option<Piece> {
        self.window.step();
        let frame = self.frames.pop()?;
        self.path.truncate(frame.path);
        self.scope.leave(self.frames.len());
        let candidate = self.candidate.take_if(|candidate| candidate.frames == self.frames.len())?;
        if candidate.too_large || self.window.overflowed() || !self.window.keeps() {
            Some(self.too_large(candidate.start))
        } else if candidate.too_deep {
            Some(self.too_deep(candidate.start))
        } else {
            Some(Piece::Value { start: candidate.start, inside: false, last: false })
        }
    }

    fn element(&mut self, inside: bool) -> io::Result<Piece> {
        let start = self.window.offset();
        self.window.keep();
        match self.window.scan(&self.limits)? {
            Scan::Complete { too_deep } => Ok(if self.window.overflowed() {
                self.too_large(start)
            } else if too_deep {
                self.too_deep(start)
            } else {
                Piece::Value { start, inside, last: false }
            }),
            failed => self.failed(failed, start),
        }
    }

    fn failed(&mut self, scan: Scan, start: u64) -> io::Result<Piece> {
        if scan == Scan::End {
            self.mode = Mode::Done;
            return Ok(self.truncated(self.candidate.map_or(start, |c| c.start)));
        }
        self.broken("this is no JSON from here on", start)
    }

    /// Rejects what was begun and looks for a line on which the next record may begin: one that is indented
    /// as the records before.
    fn broken(&mut self, message: &str, start: u64) -> io::Result<Piece> {
        let at = self.window.offset();
        let candidate = self.candidate.take();
        if let Some(candidate) = candidate {
            self.frames.truncate(candidate.frames);
        }
        let start = candidate.map_or(start, |candidate| candidate.start);
        // Not whether the bytes are at hand, which depends on the chunks in which they came.
        let again = at - start <= self.limits.record_bytes as u64;
        if again && at - start <= self.second_looks {
            self.second_looks -= at - start;
            self.window.rewind();
        }
        self.window.release();
        let anchor =
            self.frames.iter().rposition(|frame| frame.role != Role::Inside && frame.indent.is_some());
        let indent = match anchor {
            Some(n) => {
                self.frames.truncate(n + 1);
                self.frames[n].indent
            }
            None => {
                self.frames.clear();
                self.root_indent
            }
        };
        // The path belongs to containers that are still open, or to none.
        self.path.truncate(if self.frames.is_empty() { 0 } else { self.path.len() });
        self.scope.leave(self.frames.len());
        if !self.skip_to_line_with(indent)? {
            self.mode = Mode::Lost;
        }
        let message = format!("{message} (byte {at})");
        Ok(Piece::Broken { start, end: self.window.offset(), code: "bad_json", message })
    }

    fn skip_to_line_with(&mut self, indent: Option<usize>) -> io::Result<bool> {
        while self.window.skip_to_line_end()? {
            let found = self.window.space()?;
            if matches!(self.window.peek()?, Some(b'{' | b'[')) && (indent.is_none() || found == indent) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn truncated(&mut self, start: u64) -> Piece {
        self.mode = Mode::Done;
        Piece::Truncated { start, end: self.window.offset() }
    }

    fn too_large(&self, start: u64) -> Piece {
        let end = self.window.offset();
        let message = format!("{} bytes, more than the limit of {}", end - start, self.limits.record_bytes);
        Piece::Broken { start, end, code: "record_too_long", message }
    }

    fn too_deep(&self, start: u64) -> Piece {
        let message = format!("nested deeper than {} levels", self.limits.depth);
        Piece::Broken { start, end: self.window.offset(), code: "nested_too_deep", message }
    }
}
