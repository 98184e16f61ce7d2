//! Words and comments of a Received field.

use std::ops::Range;

/// Bytes of one field that are read.
const MAX_VALUE: usize = 16_384;
/// Words and comments of one field that are read.
const MAX_TOKENS: usize = 400;
/// Depth to which comments may nest.
const MAX_DEPTH: usize = 16;

/// A piece of a Received field; spans are places in its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// The span is without the outer parentheses.
    Comment,
    Semicolon,
}

/// What the cutting found wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Flaws {
    /// A comment that does not end, or nests too deep: everything from here on is of unknown meaning.
    pub unclosed: Option<Range<usize>>,
    /// What lies beyond the limits.
    pub cut: Option<Range<usize>>,
}

/// Cuts the value of a Received field. Folding counts as white space.
pub(super) fn tokens(value: &[u8]) -> (Vec<Token>, Flaws) {
    let seen = &value[..value.len().min(MAX_VALUE)];
    let (mut tokens, mut flaws, mut at) = (Vec::new(), Flaws::default(), 0);
    while let Some(&byte) = seen.get(at) {
        if byte.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        if tokens.len() == MAX_TOKENS {
            break;
        }
        let start = at;
        let token = match byte {
            b';' => {
                at += 1;
                Token { kind: Kind::Semicolon, span: start..at }
            }
            b'(' => match comment_len(&seen[at..]) {
                Some(len) => {
                    at += len;
                    Token { kind: Kind::Comment, span: start + 1..at - 1 }
                }
                None => {
                    flaws.unclosed = Some(start..value.len());
                    return (tokens, flaws);
                }
            },
            _ => {
                at += word_len(&seen[at..]);
                Token { kind: Kind::Word, span: start..at }
            }
        };
        tokens.push(token);
    }
    if at < value.len() {
        flaws.cut = Some(at..value.len());
    }
    (tokens, flaws)
}

/// Words inside a comment: at white space, a nested comment as one word with its parentheses.
pub(super) fn words(comment: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += comment[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let rest = &comment[at..];
        let len = match rest.first()? {
            b'(' => comment_len(rest).unwrap_or(rest.len()),
            _ => rest.iter().take_while(|b| !b.is_ascii_whitespace() && **b != b'(').count(),
        };
        at += len;
        Some(at - len..at)
    })
}

/// Length of the comment that a text begins with, parentheses included.
fn comment_len(text: &[u8]) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b'\\' => at += 1,
            b'(' if depth == MAX_DEPTH => return None,
            b'(' => depth += 1,
            b')' if depth == 1 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Length of the word that a text begins with. Parentheses and semicolons in an address in angle brackets are part of it.
fn word_len(text: &[u8]) -> usize {
    let space = text.iter().position(u8::is_ascii_whitespace).unwrap_or(text.len());
    let word = &text[..space];
    let special = word.iter().position(|&b| matches!(b, b'(' | b';'));
    match (special, memchr::memchr(b'<', word), memchr::memrchr(b'>', word)) {
        (Some(special), Some(open), Some(close)) if open < special && special < close => close + 1,
        (Some(special), ..) => special,
        (None, ..) => space,
    }
}
