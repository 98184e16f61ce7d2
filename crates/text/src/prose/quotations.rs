//! Quotations, as the marks in the text have them: nested, unpaired, over several paragraphs.
//!
//! Marks of different languages open and close differently: `“ ”` in English, `„ “` in German, `« »` in French and `» «` in
//! German books, `「 」` in Japanese. `“` closes a quotation that `„` opened and opens one elsewhere. A straight mark opens
//! where white space or an opening mark stands before it. An apostrophe opens or closes nothing.
//!
//! A quotation that is still open at the end of its paragraph ends there, unless the next paragraph begins with the same
//! mark: then it goes on, as newspapers print long quotations.

use super::Prose;
use std::ops::Range;

/// Quotations within quotations that are told apart. Deeper ones are part of the innermost.
pub const MAX_DEPTH: usize = 8;

/// The kind of mark by which a quotation was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// `"`
    Straight,
    /// `'`
    StraightSingle,
    /// `“ ”`
    Curly,
    /// `‘ ’`
    CurlySingle,
    /// `„ “`
    Low,
    /// `‚ ‘`
    LowSingle,
    /// `« »`
    Angle,
    /// `» «`
    AngleInward,
    /// `「 」` and `『 』`
    Corner,
}

/// A quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Its parts with their marks, one for each paragraph that it goes through.
    pub pieces: Vec<Range<usize>>,
    /// Quotations around it.
    pub depth: usize,
    /// Whether a mark closes it.
    pub is_closed: bool,
    /// The kind of its marks.
    pub mark: Mark,
}

impl Quotation {
    /// From its first mark to its last byte.
    pub fn range(&self) -> Range<usize> {
        let start = self.pieces.first().map_or(0, |piece| piece.start);
        start..self.pieces.last().map_or(start, |piece| piece.end)
    }

    /// What stands between the marks of a piece.
    pub fn inside(&self, text: &str, piece: usize) -> Range<usize> {
        let Some(range) = self.pieces.get(piece).cloned() else { return 0..0 };
        let inner = &text[range.clone()];
        let open = inner.chars().next().map_or(0, char::len_utf8);
        let is_last = piece + 1 == self.pieces.len();
        let close =
            if is_last && self.is_closed { inner.chars().next_back().map_or(0, char::len_utf8) } else { 0 };
        let end = range.end.saturating_sub(close).max(range.start + open);
        range.start + open..end
    }
}

/// A quotation that has not been closed.
struct Open {
    /// Its number in the result.
    number: usize,
    mark: Mark,
    start: usize,
}

/// All quotations, in the order in which they begin.
pub fn quotations(text: &str, prose: &Prose) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    // Open at the end of the paragraph before.
    let mut going_on: Vec<Open> = Vec::new();
    for paragraph in &prose.paragraphs {
        let mut open: Vec<Open> = Vec::new();
        let mut before: Option<char> = None;
        let mut waiting = std::mem::take(&mut going_on).into_iter().peekable();
        let mut is_beginning = true;
        for (offset, c) in text[paragraph.clone()].char_indices() {
            let at = paragraph.start + offset;
            let end = at + c.len_utf8();
            let after = text[end..paragraph.end].chars().next();
            if let Some(mark) = opens(c, before, after, &open) {
                // The marks that a paragraph begins with take up what was open.
                match waiting.next_if(|waiting| is_beginning && waiting.mark == mark) {
                    Some(last) => {
                        found[last.number].depth = open.len();
                        open.push(Open { start: at, ..last });
                    }
                    None if open.len() < MAX_DEPTH => {
                        is_beginning = false;
                        open.push(Open { number: found.len(), mark, start: at });
                        found.push(Quotation {
                            pieces: Vec::new(),
                            depth: open.len() - 1,
                            is_closed: false,
                            mark,
                        });
                    }
                    None => {}
                }
            } else if let Some(mark) = closes(c, before, after, &open)
                && let Some(place) = open.iter().rposition(|open| open.mark == mark)
            {
                // What was opened inside and not closed ends where the quotation around it does, before its mark.
                for inner in open.drain(place + 1..) {
                    found[inner.number].pieces.push(inner.start..at);
                }
                if let Some(closed) = open.pop() {
                    found[closed.number].pieces.push(closed.start..end);
                    found[closed.number].is_closed = true;
                }
                is_beginning = false;
            } else if !c.is_whitespace() {
                is_beginning = false;
            }
            before = Some(c);
        }
        for open in open {
            found[open.number].pieces.push(open.start..paragraph.end);
            going_on.push(open);
        }
    }
    // A mark at the very end of a paragraph opens nothing.
    found.retain(|quotation| {
        quotation.pieces.iter().any(|piece| text[piece.clone()].chars().nth(1).is_some())
    });
    found
}

/// The kind of quotation that `c` opens here.
fn opens(c: char, before: Option<char>, after: Option<char>, open: &[Open]) -> Option<Mark> {
    let is_free = before.is_none_or(|c| c.is_whitespace() || is_opener(c));
    let has_text = after.is_some_and(|c| !c.is_whitespace());
    let is_open = |mark| open.iter().any(|open| open.mark == mark);
    match c {
        '"' if is_free && has_text && open.last().is_none_or(|open| open.mark != Mark::Straight) => {
            Some(Mark::Straight)
        }
        // `'90s` and `'Tis` open nothing that is closed; a word that is not closed stays text by `closes`.
        '\'' if is_free && after.is_some_and(char::is_alphabetic) && !is_open(Mark::StraightSingle) => {
            Some(Mark::StraightSingle)
        }
        '“' if !is_open(Mark::Low) => Some(Mark::Curly),
        '‘' if is_free && has_text && !is_open(Mark::LowSingle) => Some(Mark::CurlySingle),
        '„' => Some(Mark::Low),
        '‚' if is_free && has_text => Some(Mark::LowSingle),
        '«' if !is_open(Mark::AngleInward) => Some(Mark::Angle),
        '»' if is_free && has_text && !is_open(Mark::Angle) => Some(Mark::AngleInward),
        '「' | '『' => Some(Mark::Corner),
        _ => None,
    }
}

/// The kind of quotation that `c` closes here.
fn closes(c: char, before: Option<char>, after: Option<char>, open: &[Open]) -> Option<Mark> {
    let is_open = |mark: Mark| open.iter().any(|open| open.mark == mark);
    let in_word = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
    let mark = match c {
        '"' => Mark::Straight,
        '\'' if !in_word => Mark::StraightSingle,
        '”' if is_open(Mark::Curly) => Mark::Curly,
        // As some write in German: „so”.
        '”' | '“' => Mark::Low,
        '’' if !in_word && is_open(Mark::CurlySingle) => Mark::CurlySingle,
        '’' | '‘' if !in_word => Mark::LowSingle,
        '»' => Mark::Angle,
        '«' => Mark::AngleInward,
        '」' | '』' => Mark::Corner,
        _ => return None,
    };
    is_open(mark).then_some(mark)
}

/// Marks behind which a quotation may begin.
fn is_opener(c: char) -> bool {
    matches!(
        c,
        '(' | '[' | '—' | '–' | '-' | '/' | ':' | '“' | '‘' | '„' | '‚' | '«' | '»' | '「' | '"' | '\''
    )
}
