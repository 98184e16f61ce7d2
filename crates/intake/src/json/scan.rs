//! Finding the end of a JSON value in a stream, in bounded memory.

use crate::Limits;
use std::io::{self, BufRead, ErrorKind};

/// A window on a stream. Bytes before the cursor are forgotten unless they are kept.
pub(super) struct Window<'r> {
    input: &'r mut dyn BufRead,
    bytes: Vec<u8>,
    /// Cursor, an index into `bytes`.
    pos: usize,
    /// Offset of `bytes[0]` in the stream.
    base: u64,
    /// Bytes from here on are kept.
    keep: Option<usize>,
    /// Most bytes that are kept.
    limit: usize,
    /// Something that was to be kept grew beyond the limit, and was let go.
    overflow: bool,
    end: bool,
}

/// How a scan ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scan {
    /// The value is complete; the cursor stands behind it.
    Complete {
        /// It is nested deeper than allowed.
        too_deep: bool,
    },
    /// The stream ends inside the value.
    End,
    /// This byte cannot stand here; the cursor stands before it.
    Bad,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    Name,
    Colon,
    Next,
}

impl<'r> Window<'r> {
    /// `base` is the place of the first byte in the stream.
    pub(super) fn new(input: &'r mut dyn BufRead, base: u64, limit: usize) -> Self {
        Self { input, bytes: Vec::new(), pos: 0, base, keep: None, limit, overflow: false, end: false }
    }

    /// Offset of the cursor in the stream.
    pub(super) fn offset(&self) -> u64 {
        self.base + self.pos as u64
    }

    /// Keeps the bytes from the cursor on.
    pub(super) fn keep(&mut self) {
        self.keep = Some(self.pos);
        self.overflow = false;
    }

    /// Keeps nothing.
    pub(super) fn release(&mut self) {
        self.keep = None;
        self.overflow = false;
    }

    /// Whether anything is being kept.
    pub(super) fn keeps(&self) -> bool {
        self.keep.is_some()
    }

    /// Whether what was to be kept grew too large.
    pub(super) fn overflowed(&self) -> bool {
        self.overflow || self.kept().len() > self.limit
    }

    /// The bytes kept so far, up to the cursor.
    pub(super) fn kept(&self) -> &[u8] {
        self.keep.map_or(&[], |from| &self.bytes[from..self.pos])
    }

    /// Puts the cursor back to where keeping began.
    pub(super) fn rewind(&mut self) {
        if let Some(from) = self.keep {
            self.pos = from;
        }
    }

    /// The byte under the cursor.
    #[inline]
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        if self.pos == self.bytes.len() && !self.more()? {
            return Ok(None);
        }
        Ok(Some(self.bytes[self.pos]))
    }

    /// The byte `n` behind the cursor, without moving.
    fn ahead(&mut self, n: usize) -> io::Result<Option<u8>> {
        while self.bytes.len() <= self.pos + n {
            if !self.more()? {
                return Ok(None);
            }
        }
        Ok(Some(self.bytes[self.pos + n]))
    }

    /// The rest of this line and the first byte of the next, without moving; `None` when the line is longer
    /// than what may be kept.
    pub(super) fn line_ahead(&mut self) -> io::Result<Option<(&[u8], Option<u8>)>> {
        let mut n = 0;
        let length = loop {
            match memchr::memchr(b'\n', &self.bytes[self.pos + n..]) {
                Some(m) => break n + m,
                None => n = self.bytes.len() - self.pos,
            }
            if n > self.limit {
                return Ok(None);
            }
            if !self.more()? {
                break n;
            }
        };
        if length > self.limit {
            return Ok(None);
        }
        let next = self.ahead(length + 1)?;
        Ok(Some((&self.bytes[self.pos..self.pos + length], next)))
    }

    /// Bytes of the stream between two offsets, if they are still at hand.
    pub(super) fn slice(&self, from: u64, to: u64) -> Option<&[u8]> {
        let index = |at: u64| usize::try_from(at.checked_sub(self.base)?).ok();
        self.bytes.get(index(from)?..index(to)?)
    }

    /// Steps over the byte under the cursor.
    pub(super) fn step(&mut self) {
        self.pos = (self.pos + 1).min(self.bytes.len());
    }

    /// Goes to the next line break (not over it); `false` at the end of the stream.
    pub(super) fn skip_to_line_end(&mut self) -> io::Result<bool> {
        loop {
            match memchr::memchr(b'\n', &self.bytes[self.pos..]) {
                Some(n) => {
                    self.pos += n;
                    return Ok(true);
                }
                None => {
                    self.pos = self.bytes.len();
                    if !self.more()? {
                        return Ok(false);
                    }
                }
            }
        }
    }

    /// Skips white space. Where it holds a line break, the number of bytes after the last one.
    pub(super) fn space(&mut self) -> io::Result<Option<usize>> {
        let mut indent = None;
        while let Some(byte) = self.peek()? {
            match byte {
                b'\n' => indent = Some(0),
                b' ' | b'\t' | b'\r' | 0 => indent = indent.map(|n| n + 1),
                _ => break,
            }
            self.step();
        }
        Ok(indent)
    }

    /// Reads on; `false` at the end of the stream.
    fn more(&mut self) -> io::Result<bool> {
        if self.end {
            return Ok(false);
        }
        if self.kept().len() > self.limit {
            self.keep = None;
            self.overflow = true;
        }
        let from = self.keep.unwrap_or(self.pos);
        if from > 0 {
            self.bytes.drain(..from);
            self.base += from as u64;
            self.pos -= from;
            self.keep = self.keep.map(|_| 0);
        }
        loop {
            match self.input.fill_buf() {
                Ok([]) => {
                    self.end = true;
                    return Ok(false);
                }
                Ok(chunk) => {
                    let n = chunk.len().min(1 << 20);
                    self.bytes.extend_from_slice(&chunk[..n]);
                    self.input.consume(n);
                    return Ok(true);
                }
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
    }

    /// Goes over the value under the cursor. Knows strings, escapes and which punctuation may follow what,
    /// and leaves the rest to the parser, so that one odd number does not cost the frame.
    pub(super) fn scan(&mut self, limits: &Limits) -> io::Result<Scan> {
        // Which of the open containers are objects; those deeper than the limit are only counted.
        let mut objects: Vec<bool> = Vec::new();
        let mut deeper = 0u64;
        let mut too_deep = false;
        let mut expect = Expect::Value;
        loop {
            let Some(byte) = self.peek()? else { return Ok(Scan::End) };
            match byte {
                b'\n' | b' ' | b'\t' | b'\r' | 0 => {
                    self.step();
                    continue;
                }
                b'"' => {
                    expect = match expect {
                        Expect::Value => Expect::Next,
                        Expect::Name => Expect::Colon,
                        _ if deeper > 0 => expect,
                        _ => return Ok(Scan::Bad),
                    };
                    if let Some(end) = self.string()? {
                        return Ok(end);
                    }
                }
                b'{' | b'[' if deeper > 0 => {
                    deeper += 1;
                    self.step();
                }
                b'}' | b']' if deeper > 0 => {
                    deeper -= 1;
                    expect = Expect::Next;
                    self.step();
                }
                b'{' | b'[' => {
                    if expect != Expect::Value {
                        return Ok(Scan::Bad);
                    }
                    if objects.len() >= limits.depth {
                        too_deep = true;
                        deeper = 1;
                    } else {
                        objects.push(byte == b'{');
                        expect = if byte == b'{' { Expect::Name } else { Expect::Value };
                    }
                    self.step();
                }
                b'}' | b']' => {
                    if expect == Expect::Colon || objects.pop() != Some(byte == b'}') {
                        return Ok(Scan::Bad);
                    }
                    expect = Expect::Next;
                    self.step();
                }
                _ if deeper > 0 => self.step(),
                b',' => {
                    expect = match (expect, objects.last()) {
                        (Expect::Next, Some(true)) => Expect::Name,
                        (Expect::Next, Some(false)) => Expect::Value,
                        _ => return Ok(Scan::Bad),
                    };
                    self.step();
                }
                b':' => {
                    if expect != Expect::Colon {
                        return Ok(Scan::Bad);
                    }
                    expect = Expect::Value;
                    self.step();
                }
                _ => {
                    if expect != Expect::Value {
                        return Ok(Scan::Bad);
                    }
                    self.scalar()?;
                    expect = Expect::Next;
                }
            }
            if expect == Expect::Next && objects.is_empty() && deeper == 0 {
                return Ok(Scan::Complete { too_deep });
            }
        }
    }

    /// Goes over a string; a result is an end of the whole scan.
    pub(super) fn string(&mut self) -> io::Result<Option<Scan>> {
        self.step();
        loop {
            match memchr::memchr3(b'"', b'\\', b'\n', &self.bytes[self.pos..]) {
                Some(n) => {
                    self.pos += n;
                    match self.bytes[self.pos] {
                        b'"' => {
                            self.step();
                            return Ok(None);
                        }
                        // No string goes over a line break: this one was cut.
                        b'\n' => return Ok(Some(Scan::Bad)),
                        _ => {
                            self.step();
                            if self.peek()?.is_none() {
                                return Ok(Some(Scan::End));
                            }
                            self.step();
                        }
                    }
                }
                None => {
                    self.pos = self.bytes.len();
                    if !self.more()? {
                        return Ok(Some(Scan::End));
                    }
                }
            }
        }
    }

    fn scalar(&mut self) -> io::Result<()> {
        while let Some(byte) = self.peek()? {
            if matches!(
                byte,
                b'{' | b'}' | b'[' | b']' | b',' | b':' | b'"' | b' ' | b'\t' | b'\r' | b'\n' | 0
            ) {
                break;
            }
            self.step();
        }
        Ok(())
    }
}
