//! Words, quoted texts and comments of a structured field (RFC 5322, section 3.2).

/// Depth of comments in comments that is followed; deeper parentheses are text.
const MAX_DEPTH: usize = 32;

/// A place in the value of a field.
#[derive(Clone, Debug)]
pub struct Cursor<'a> {
    bytes: &'a [u8],
    /// Offset of the next byte.
    pub at: usize,
    /// Where a comment or quoted text begins that does not end.
    pub unclosed: Option<usize>,
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, unclosed: None }
    }

    pub fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Steps over a byte if it is the next one.
    pub fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Steps over white space, folding and comments; the comments are added to the list.
    pub fn skip(&mut self, comments: &mut Vec<String>) {
        loop {
            match self.peek() {
                Some(byte) if byte.is_ascii_whitespace() => self.at += 1,
                Some(b'(') => comments.push(self.comment()),
                _ => return,
            }
        }
    }

    /// Text of the comment that begins here, without its parentheses, folding as one space.
    fn comment(&mut self) -> String {
        let start = self.at;
        let (mut text, mut depth) = (Vec::new(), 0);
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' if depth < MAX_DEPTH => depth += 1,
                b')' => depth -= 1,
                b'\\' => {
                    self.escaped(&mut text);
                    continue;
                }
                _ => {}
            }
            match (byte, depth) {
                (_, 0) => return tidy(&text),
                (b'(', 1) if text.is_empty() && self.at == start + 1 => {}
                _ => text.push(byte),
            }
        }
        self.unclosed = self.unclosed.or(Some(start));
        tidy(&text)
    }

    /// Takes the byte behind a backslash as it is.
    fn escaped(&mut self, text: &mut Vec<u8>) {
        if let Some(byte) = self.peek() {
            text.push(byte);
            self.at += 1;
        }
    }

    /// A value: quoted texts and everything else up to white space, a semicolon, a comment or one of `ends`.
    pub fn word(&mut self, ends: &[u8]) -> String {
        let mut text = Vec::new();
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => self.quoted(&mut text),
                b';' | b'(' => break,
                _ if byte.is_ascii_whitespace() || ends.contains(&byte) => break,
                _ => {
                    text.push(byte);
                    self.at += 1;
                }
            }
        }
        String::from_utf8_lossy(&text).into_owned()
    }

    fn quoted(&mut self, text: &mut Vec<u8>) {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'"' => return,
                b'\\' => self.escaped(text),
                b'\r' | b'\n' => {}
                _ => text.push(byte),
            }
        }
        self.unclosed = self.unclosed.or(Some(start));
    }
}

fn tidy(text: &[u8]) -> String {
    String::from_utf8_lossy(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
