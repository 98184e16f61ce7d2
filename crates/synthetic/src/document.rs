//! A folded text as tokens and sentences: what all members look at.
//!
//! Differences that data sets and scrapers make are undone here: spaces before punctuation and within contractions
//! (`Ca n' t`), words glued together where a line break was deleted (`PhysicsIn`), links and names of accounts.

use crate::fold::{Folded, fold};
use crate::learn::hash;
use crate::words;
use std::borrow::Cow;
use std::ops::Range;

/// A text ready to be scored.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The text made plain.
    pub folded: Folded,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// Its sentences, as ranges of tokens.
    pub sentences: Vec<Range<usize>>,
    /// How many tokens are words.
    pub words: usize,
}

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte in the plain text.
    pub start: u32,
    /// End in the plain text.
    pub end: u32,
    /// Of its letters in lower case.
    pub hash: u64,
    /// What it is.
    pub kind: Kind,
    /// Number of characters.
    pub length: u16,
    /// Begins with a capital.
    pub is_capital: bool,
    /// More than one letter, all of them capitals.
    pub is_shouted: bool,
    /// With an apostrophe within.
    pub is_contracted: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word of the closed classes: its number in [`words::FUNCTION`].
    Function(u8),
    /// Any other word: the number of its ending in [`words::ENDINGS`], 0 for none of them.
    Word(u8),
    /// A number.
    Number,
    /// A link.
    Link,
    /// The name of an account.
    Account,
    /// A mark, ASCII.
    Mark(u8),
    /// Any other character.
    Symbol,
}

impl Kind {
    /// A word of either kind.
    pub const fn is_word(self) -> bool {
        matches!(self, Self::Function(_) | Self::Word(_))
    }
}

impl Document {
    /// Takes a text apart.
    pub fn of(text: &str) -> Self {
        let mut document = Self { folded: fold(text), ..Self::default() };
        let mut reader =
            Reader { text: &document.folded.text, at: 0, tokens: Vec::with_capacity(text.len() / 5) };
        reader.run();
        document.tokens = reader.tokens;
        document.words = document.tokens.iter().filter(|token| token.kind.is_word()).count();
        document.sentences = sentences(&document.tokens);
        document
    }

    /// Bytes of some tokens in the text as given.
    pub fn raw(&self, tokens: Range<usize>) -> Range<usize> {
        let (Some(first), Some(last)) = (self.tokens.get(tokens.start), self.tokens.get(tokens.end - 1))
        else {
            return 0..0;
        };
        self.folded.raw(first.start as usize)..self.folded.raw(last.end as usize)
    }

    /// All of it.
    pub fn view(&self) -> View<'_> {
        self.first(usize::MAX)
    }

    /// The text up to a number of words, as if it had ended there.
    pub fn first(&self, words: usize) -> View<'_> {
        if words >= self.words {
            let sentences = self.sentences.as_slice().into();
            return View { text: &self.folded.text, tokens: &self.tokens, sentences, words: self.words };
        }
        let mut seen = 0;
        let end = self.tokens.iter().position(|token| {
            seen += usize::from(token.kind.is_word());
            seen > words
        });
        self.cut(0..end.unwrap_or(self.tokens.len()))
    }

    /// Some tokens of it, as if they were a text.
    pub fn cut(&self, tokens: Range<usize>) -> View<'_> {
        let within = |sentence: &Range<usize>| {
            let (start, end) = (sentence.start.max(tokens.start), sentence.end.min(tokens.end));
            (start < end).then(|| start - tokens.start..end - tokens.start)
        };
        let sentences: Vec<Range<usize>> = self.sentences.iter().filter_map(within).collect();
        let tokens = &self.tokens[tokens];
        let words = tokens.iter().filter(|token| token.kind.is_word()).count();
        View { text: &self.folded.text, tokens, sentences: sentences.into(), words }
    }
}

impl View<'_> {
    /// Whether this can be English: of its words at least one in seven is one of the closed classes. Texts of people and
    /// machines have a third and more; other languages share a few such words with English. `false` for a text without
    /// words.
    pub fn is_english(&self) -> bool {
        let function = self.tokens.iter().filter(|token| matches!(token.kind, Kind::Function(_))).count();
        self.words > 0 && function * 7 >= self.words
    }
}

/// A piece of a document.
#[derive(Clone, Debug)]
pub struct View<'d> {
    /// The plain text of the whole document, in which the places of tokens are.
    pub text: &'d str,
    /// The tokens.
    pub tokens: &'d [Token],
    /// Ranges of `tokens`.
    pub sentences: Cow<'d, [Range<usize>]>,
    /// How many tokens are words.
    pub words: usize,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<Token>,
}

impl Reader<'_> {
    fn run(&mut self) {
        while let Some(c) = self.text[self.at..].chars().next() {
            let start = self.at;
            if c == ' ' {
                self.at += 1;
            } else if c.is_alphabetic() {
                if !self.link() {
                    self.word();
                }
            } else if c.is_numeric() {
                self.number();
            } else if c == '@'
                && self.text[start + 1..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
            {
                let rest = &self.text[start + 1..];
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                self.at = start + 1 + end;
                self.push(start, self.at, Kind::Account, b'@'.into());
            } else if c == '\'' && self.contraction() {
            } else {
                self.at += c.len_utf8();
                let kind = if c.is_ascii() { Kind::Mark(c as u8) } else { Kind::Symbol };
                self.push(start, self.at, kind, hash::chars(std::iter::once(c)));
            }
        }
    }

    fn push(&mut self, start: usize, end: usize, kind: Kind, hash: u64) {
        let token = Token {
            start: start as u32,
            end: end as u32,
            hash,
            kind,
            length: (end - start).min(usize::from(u16::MAX)) as u16,
            is_capital: false,
            is_shouted: false,
            is_contracted: false,
        };
        self.tokens.push(token);
    }

    fn link(&mut self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let is =
            |prefix: &[u8]| rest.len() > prefix.len() && rest[..prefix.len()].eq_ignore_ascii_case(prefix);
        if !is(b"http://") && !is(b"https://") && !is(b"www.") {
            return false;
        }
        let start = self.at;
        let rest = &self.text[start..];
        self.at += rest.find(' ').unwrap_or(rest.len());
        self.push(start, self.at, Kind::Link, 1);
        true
    }

    /// Letters up to the next other character, or to a capital after small letters.
    fn word(&mut self) {
        let start = self.at;
        let mut last_is_small = false;
        let rest = &self.text.as_bytes()[start..];
        let small = rest.iter().skip(1).take_while(|byte| byte.is_ascii_lowercase()).count();
        if rest[0].is_ascii_alphabetic()
            && rest.get(1 + small).is_none_or(|next| next.is_ascii() && !next.is_ascii_alphabetic())
        {
            self.at = start + 1 + small;
            return self.push_word(start, self.at);
        }
        for c in self.text[start..].chars() {
            if !(c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c)) {
                break;
            }
            if last_is_small && c.is_uppercase() {
                break;
            }
            last_is_small = c.is_lowercase();
            self.at += c.len_utf8();
        }
        self.push_word(start, self.at);
    }

    fn push_word(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        let (hash, length, is_shouted) = if word.is_ascii() {
            let letters = word.bytes().filter(|&byte| byte != b' ');
            let hash = hash::chars(letters.clone().map(|byte| char::from(byte.to_ascii_lowercase())));
            let has_small = word.bytes().any(|byte| byte.is_ascii_lowercase());
            (hash, letters.count(), !has_small)
        } else {
            let letters = word.chars().filter(|&c| c != ' ');
            let hash = hash::chars(letters.clone().flat_map(char::to_lowercase));
            (hash, letters.clone().count(), letters.clone().all(|c| !c.is_lowercase()))
        };
        let kind = words::function(hash).map_or_else(|| Kind::Word(words::ending(word)), Kind::Function);
        self.tokens.push(Token {
            start: start as u32,
            end: end as u32,
            hash,
            kind,
            length: length.min(usize::from(u16::MAX)) as u16,
            is_capital: word.starts_with(char::is_uppercase),
            is_shouted: length > 1 && is_shouted,
            is_contracted: word.contains('\''),
        });
    }

    /// Digits, with points and commas between them.
    fn number(&mut self) {
        let start = self.at;
        let mut end = start;
        for (at, c) in self.text[start..].char_indices() {
            if c.is_numeric() {
                end = start + at + c.len_utf8();
            } else if !matches!(c, '.' | ',') || start + at > end {
                break;
            }
        }
        self.at = end;
        self.push(start, end, Kind::Number, 2);
    }

    /// An apostrophe that ties its word to the one before: `it's`, `Ca n' t`.
    fn contraction(&mut self) -> bool {
        const ENDS: [&str; 7] = ["t", "s", "re", "ve", "ll", "d", "m"];
        let rest = &self.text[self.at + 1..];
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let is_end = ENDS.iter().any(|known| rest[..end].eq_ignore_ascii_case(known));
        let Some(last) = self.tokens.last() else { return false };
        if !is_end || !last.kind.is_word() || self.at - last.end as usize > 1 {
            return false;
        }
        let last = *last;
        self.tokens.pop();
        let mut start = last.start as usize;
        // `Ca n' t`: the n is a token of its own.
        if last.length == 1
            && let Some(first) = self.tokens.last().copied()
            && first.kind.is_word()
            && last.start - first.end == 1
            && self.text[start..].starts_with(['n', 'N'])
        {
            self.tokens.pop();
            start = first.start as usize;
        }
        self.at = self.text.len() - rest.len() + end;
        self.push_word(start, self.at);
        true
    }
}

/// Sentences end after `.`, `!` or `?` and marks that close, before anything but a small letter.
fn sentences(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < tokens.len() {
        let is_end = matches!(tokens[at].kind, Kind::Mark(b'.' | b'!' | b'?'));
        at += 1;
        if !is_end {
            continue;
        }
        while at < tokens.len()
            && matches!(tokens[at].kind, Kind::Mark(b'.' | b'!' | b'?' | b'"' | b'\'' | b')'))
        {
            at += 1;
        }
        let goes_on = tokens.get(at).is_some_and(|next| next.kind.is_word() && !next.is_capital)
            || (at >= 2 && tokens[at - 2].length == 1 && tokens[at - 2].is_capital);
        if !goes_on {
            sentences.push(start..at);
            start = at;
        }
    }
    if start < tokens.len() {
        sentences.push(start..tokens.len());
    }
    sentences
}
