//! Words, numbers and punctuation marks.

use std::ops::Range;

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last one.
    pub end: usize,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// Letters and digits, with hyphens, apostrophes, dots, `@` and `_` between them: `vice-president`, `O'Malley`, `U.S`;
    /// and what English joins to a word by an apostrophe: the parts of `do|n't`, `Reed|'s`, `they|'ll`.
    Word,
    /// The same, and it begins with a digit: `3`, `2.5`, `10-year`.
    Number,
    /// One character that is neither letter, digit nor white space.
    Mark,
}

impl Token {
    /// Where it stands.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// What stands there.
    pub fn text(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Whether it is a word or number.
    pub fn is_word(self) -> bool {
        self.kind != TokenKind::Mark
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Characters that belong to a word when they stand between two letters or digits.
fn is_inner(c: char) -> bool {
    matches!(c, '-' | '\'' | '’' | '.' | '@')
}

/// What English joins to a word by an apostrophe, without it.
const CLITICS: [&str; 6] = ["s", "ll", "re", "ve", "d", "m"];

/// Where the word ends that something is joined to, as the Penn Treebank divides: `do|n't`, `Reed|'s`.
fn joined_at(word: &str) -> Option<usize> {
    let (at, mark) = word.char_indices().rev().take(4).find(|&(_, c)| matches!(c, '\'' | '’'))?;
    let after = &word[at + mark.len_utf8()..];
    let stem = &word[..at];
    if after.eq_ignore_ascii_case("t") {
        return stem
            .char_indices()
            .next_back()
            .filter(|&(n, c)| n > 0 && matches!(c, 'n' | 'N'))
            .map(|(n, _)| n);
    }
    (at > 0 && CLITICS.iter().any(|clitic| after.eq_ignore_ascii_case(clitic))).then_some(at)
}

/// All tokens, in the order in which they stand. Words are runs of letters and digits, joined by single inner marks, as
/// the usual scorers of attributions have them, but for what English joins by an apostrophe.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut characters = text.char_indices().peekable();
    while let Some((start, c)) = characters.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        if !is_letter(c) {
            tokens.push(Token { start, end, kind: TokenKind::Mark });
            continue;
        }
        loop {
            match characters.peek() {
                Some(&(at, next)) if is_letter(next) => end = at + next.len_utf8(),
                Some(&(at, next)) if is_inner(next) => {
                    let after = text[at + next.len_utf8()..].chars().next();
                    if !after.is_some_and(is_letter) {
                        break;
                    }
                }
                _ => break,
            }
            characters.next();
        }
        let kind = if c.is_numeric() { TokenKind::Number } else { TokenKind::Word };
        match joined_at(&text[start..end]) {
            Some(at) => {
                tokens.push(Token { start, end: start + at, kind });
                tokens.push(Token { start: start + at, end, kind: TokenKind::Word });
            }
            None => tokens.push(Token { start, end, kind }),
        }
    }
    tokens
}
