//! Folding before scoring: what is written to deceive a detector, or differs for reasons of the medium, is made plain,
//! and each deception is reported with its place.
//!
//! In this order: characters without a visible shape are dropped (zero-width, bidirectional controls, soft hyphens);
//! compatibility forms are unified (NFKC: full-width, mathematical letters, ligatures); white space of every kind
//! becomes one space; quotation marks, dashes and dots of ellipsis become those of ASCII; letters of other scripts in
//! otherwise Latin words become the Latin letters they look like (Unicode's confusables, UTS 39).

mod lookalike;

use serde::Serialize;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// What was made plain at one place. Line breaks, typographic quotes and dashes are everybody's and are not listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trick {
    /// A character without a shape between others.
    Invisible,
    /// A control of writing direction.
    Direction,
    /// A letter of another script within a Latin word.
    LookAlike,
    /// A letter in a form for mathematics, full width and the like.
    Compatibility,
    /// A space other than the usual ones.
    Space,
}

impl Trick {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Invisible, Self::Direction, Self::LookAlike, Self::Compatibility, Self::Space];

    /// In words, of `n` places.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Invisible => "invisible characters",
            Self::Direction => "controls of writing direction",
            Self::LookAlike => "letters of another script that look like Latin ones",
            Self::Compatibility => "letters in mathematical, full-width or similar forms",
            Self::Space => "unusual spaces",
        }
    }
}

/// A place that was made plain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What stands there.
    pub trick: Trick,
    /// Bytes of the text as given.
    pub range: Range<usize>,
}

/// A text made plain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// It.
    pub text: String,
    /// Places at which it was more than typography, in order.
    pub changes: Vec<Change>,
    /// Where the distance between both texts changes: a place in the plain text, and that in the text as given.
    steps: Vec<(usize, usize)>,
    /// The place in the text as given of the end of the plain text, as the last step has it.
    next: usize,
    /// The end in the text as given of the last character that is no space.
    end: usize,
}

impl Folded {
    /// The place in the text as given of a place in the plain text.
    pub fn raw(&self, at: usize) -> usize {
        let step = self.steps.partition_point(|&(plain, _)| plain <= at);
        step.checked_sub(1).map_or(at, |step| {
            let (plain, raw) = self.steps[step];
            raw + (at - plain)
        })
    }

    /// How often each trick was made plain.
    pub fn counts(&self) -> [usize; Trick::ALL.len()] {
        let mut counts = [0; Trick::ALL.len()];
        for change in &self.changes {
            counts[change.trick as usize] += 1;
        }
        counts
    }

    /// Adds what stands at `raw` as it is; it begins and ends with something other than a space.
    fn keep(&mut self, text: &str, raw: Range<usize>) {
        if self.next != raw.start {
            self.steps.push((self.text.len(), raw.start));
        }
        self.text.push_str(&text[raw.clone()]);
        (self.next, self.end) = (raw.end, raw.end);
    }

    /// Adds `plain` for what stands at `raw` in the text as given.
    fn push(&mut self, plain: &str, raw: Range<usize>) {
        for c in plain.chars() {
            if self.next != raw.start {
                self.steps.push((self.text.len(), raw.start));
            }
            self.text.push(c);
            self.next = raw.start + c.len_utf8();
        }
        self.end = raw.end;
    }

    fn space(&mut self, raw: usize) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            let end = self.end;
            self.push(" ", raw..raw + 1);
            self.end = end;
        }
    }

    /// Takes spaces off the end.
    fn finish(&mut self) {
        self.text.truncate(self.text.trim_end().len());
        let length = self.text.len();
        self.steps.truncate(self.steps.partition_point(|&(plain, _)| plain < length));
        if self.raw(length) != self.end {
            self.steps.push((length, self.end));
        }
    }
}

/// Makes a text plain.
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), ..Folded::default() };
    let mut buffer = String::new();
    let mut at = 0;
    loop {
        let plain = plain_run(&text.as_bytes()[at..]);
        if plain > 0 {
            folded.keep(text, at..at + plain);
            at += plain;
        }
        let Some(c) = text[at..].chars().next() else { break };
        let start = at;
        let mut end = start + c.len_utf8();
        at = end;
        if c.is_whitespace() {
            if !matches!(
                c,
                ' ' | '\n' | '\r' | '\t' | '\u{a0}' | '\u{202f}' | '\u{3000}' | '\u{2028}' | '\u{2029}'
            ) {
                folded.changes.push(Change { trick: Trick::Space, range: start..end });
            }
            folded.space(start);
            continue;
        }
        if let Some(trick) = invisible(c) {
            let is_joined = matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{fe0e}' | '\u{ad}' | '\u{feff}')
                && !is_between_letters(text, start, end);
            if !is_joined {
                folded.changes.push(Change { trick, range: start..end });
            }
            continue;
        }
        if let Some(plain) = typography(c) {
            folded.push(plain, start..end);
            continue;
        }
        buffer.clear();
        buffer.push(c);
        while let Some(next) = text[end..].chars().next()
            && canonical_combining_class(next) != 0
            && buffer.len() < LONGEST_CLUSTER
        {
            buffer.push(next);
            end += next.len_utf8();
        }
        at = end;
        if buffer.len() == 1 {
            folded.push(&buffer, start..end);
        } else {
            let plain: String = buffer.nfkc().collect();
            let is_changed = c.is_alphanumeric() && plain != buffer && !buffer.nfc().eq(plain.chars());
            for c in plain.chars().filter(|&c| invisible(c).is_none()) {
                match typography(c) {
                    Some(plain) => folded.push(plain, start..end),
                    None if c.is_whitespace() => folded.space(start),
                    None => folded.push(c.encode_utf8(&mut [0; 4]), start..end),
                }
            }
            if is_changed {
                folded.changes.push(Change { trick: Trick::Compatibility, range: start..end });
            }
        }
    }
    folded.finish();
    if !folded.text.is_ascii() {
        lookalike::fold(&mut folded);
        folded.changes.sort_by_key(|change| (change.range.start, change.trick));
    }
    folded
}

/// Bytes at the beginning that stay as they are: ASCII with single spaces within, up to what could combine with a mark.
fn plain_run(bytes: &[u8]) -> usize {
    let mut end = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if byte.is_ascii_graphic() {
            if bytes.get(at + 1).is_some_and(|next| !next.is_ascii()) {
                break;
            }
            end = at + 1;
        } else if byte != b' ' || at == 0 || bytes[at - 1] == b' ' {
            break;
        }
    }
    end
}

/// Most bytes of a letter with its marks: what stacks more is cut there.
const LONGEST_CLUSTER: usize = 32;

/// Marks that every typesetter changes.
fn typography(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2b9}' | '\u{2bc}' | '`' | '\u{b4}' => "'",
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' | '\u{300c}' | '\u{300d}' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        '\u{2026}' => "...",
        _ => return None,
    })
}

fn invisible(c: char) -> Option<Trick> {
    match c {
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some(Trick::Direction)
        }
        c => text::is_invisible(c).then_some(Trick::Invisible),
    }
}

/// Whether ASCII letters stand on both sides: joiners belong to emoji and to other scripts, not there.
fn is_between_letters(text: &str, start: usize, end: usize) -> bool {
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    start > 0 && is_letter(text.as_bytes().get(start - 1)) && is_letter(text.as_bytes().get(end))
}

#[cfg(test)]
mod tests;
