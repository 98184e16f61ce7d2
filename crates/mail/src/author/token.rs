//! Words of address fields.

use std::ops::Range;

/// A piece of an address field, with its place in the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub kind: Kind<'a>,
    pub span: Range<usize>,
    /// White space or a comment stands before it.
    pub spaced: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    /// Anything but white space and specials, or an encoded word.
    Atom(&'a [u8]),
    /// Content of a quoted string, without quotes, backslashes still in.
    Quoted(&'a [u8]),
    /// Content of a comment, without the outer parentheses.
    Comment(&'a [u8]),
    /// `[...]`, brackets included.
    Literal(&'a [u8]),
    /// One of `<>@,:;.\` or a stray closing mark.
    Special(u8),
}

/// What a run of tokens has that it should not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flaws {
    /// A quote, comment or literal runs to the end.
    pub unterminated: Option<usize>,
    /// Place of a backslash outside quotes.
    pub backslash: Option<usize>,
    /// Place of a NUL.
    pub nul: Option<usize>,
}

/// Cuts the value of an address field (RFC 5322, section 3.2) into pieces. Folding counts as white space.
pub(super) fn tokens(value: &[u8]) -> (Vec<Token<'_>>, Flaws) {
    let mut flaws = Flaws { nul: memchr::memchr(0, value), ..Flaws::default() };
    let mut tokens = Vec::new();
    let (mut at, mut spaced) = (0, false);
    while let Some(&byte) = value.get(at) {
        let start = at;
        let kind = match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {
                at += 1;
                spaced = true;
                continue;
            }
            b'"' => Kind::Quoted(enclosed(value, &mut at, b'"', &mut flaws)),
            b'(' => Kind::Comment(comment(value, &mut at, &mut flaws)),
            b'[' => {
                enclosed(value, &mut at, b']', &mut flaws);
                Kind::Literal(&value[start..at])
            }
            b'<' | b'>' | b'@' | b',' | b':' | b';' | b'.' | b'\\' | b')' | b']' => {
                at += 1;
                if byte == b'\\' {
                    flaws.backslash.get_or_insert(start);
                }
                Kind::Special(byte)
            }
            _ if let Some(len) = encoded_word_len(&value[at..]) => {
                at += len;
                Kind::Atom(&value[start..at])
            }
            _ => {
                at += value[at..].iter().take_while(|b| !b" \t\r\n\"()[]<>@,:;.\\".contains(b)).count();
                Kind::Atom(&value[start..at])
            }
        };
        let is_comment = matches!(kind, Kind::Comment(_));
        tokens.push(Token { kind, span: start..at, spaced });
        spaced = is_comment;
    }
    (tokens, flaws)
}

/// Length of the encoded word (RFC 2047) that a text begins with. Dots, commas and parentheses in it, which are not
/// allowed there and common, are part of the word.
fn encoded_word_len(text: &[u8]) -> Option<usize> {
    const LONGEST: usize = 1_000;
    let inner = text.strip_prefix(b"=?")?;
    let inner = &inner[..inner.iter().take(LONGEST).take_while(|b| !b" \t\r\n\"<>".contains(b)).count()];
    let encoding = memchr::memchr(b'?', inner)? + 1;
    let content = encoding + 2;
    (inner.get(encoding + 1) == Some(&b'?')).then_some(())?;
    let end = memchr::memmem::find(inner.get(content..)?, b"?=")?;
    Some(2 + content + end + 2)
}

/// Reads up to the closing mark, over escaped characters.
fn enclosed<'a>(value: &'a [u8], at: &mut usize, close: u8, flaws: &mut Flaws) -> &'a [u8] {
    let open = *at;
    *at += 1;
    while let Some(&byte) = value.get(*at) {
        *at += 1;
        match byte {
            b'\\' => *at = value.len().min(*at + 1),
            _ if byte == close => return &value[open + 1..*at - 1],
            _ => {}
        }
    }
    flaws.unterminated.get_or_insert(open);
    &value[open + 1..]
}

/// Comments nest.
fn comment<'a>(value: &'a [u8], at: &mut usize, flaws: &mut Flaws) -> &'a [u8] {
    let open = *at;
    let mut depth = 0_usize;
    while let Some(&byte) = value.get(*at) {
        *at += 1;
        match byte {
            b'\\' => *at = value.len().min(*at + 1),
            b'(' => depth += 1,
            b')' if depth == 1 => return &value[open + 1..*at - 1],
            b')' => depth -= 1,
            _ => {}
        }
    }
    flaws.unterminated.get_or_insert(open);
    &value[open + 1..]
}

/// A quoted string without its backslashes.
pub(super) fn unescape(quoted: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(quoted.len());
    let mut bytes = quoted.iter();
    while let Some(&byte) = bytes.next() {
        match byte {
            b'\\' => plain.extend(bytes.next()),
            b'\r' | b'\n' => {}
            _ => plain.push(byte),
        }
    }
    plain
}
