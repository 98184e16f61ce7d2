//! Paragraphs: what stands between line breaks, or between empty lines where lines were broken to fit a width.

use std::ops::Range;

/// Fewest lines that say anything about how a text was broken.
const LEAST_LINES: usize = 6;
/// Widths, in characters, to which programs break lines.
const WIDTHS: Range<usize> = 55..101;

/// Paragraphs without the white space around them.
///
/// A line break ends a paragraph, unless the text looks as if it had been broken to fit a width: then only an empty line
/// does. That is so where there are empty lines, and most lines that another one follows have a length in `WIDTHS`.
pub(super) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let is_broken = is_broken_to_width(text);
    // Whether the line before belongs to the same paragraph.
    let mut is_open = false;
    for line in lines(text) {
        let Some(range) = trimmed(text, line) else {
            is_open = false;
            continue;
        };
        match paragraphs.last_mut() {
            Some(last) if is_open && is_broken => last.end = range.end,
            _ => paragraphs.push(range),
        }
        is_open = true;
    }
    paragraphs
}

/// Lines without their endings.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive(['\n', '\u{2028}', '\u{2029}']).map(move |line| {
        let range = start..start + line.len();
        start = range.end;
        range
    })
}

/// The range without white space at its ends; `None` where nothing else is in it.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let line = &text[range.clone()];
    let start = range.start + (line.len() - line.trim_start().len());
    let end = start + line.trim().len();
    (start < end).then_some(start..end)
}

fn is_broken_to_width(text: &str) -> bool {
    let (mut followed, mut fitting, mut empty) = (0, 0, 0);
    let mut before: Option<usize> = None;
    for line in text.lines() {
        let length = line.trim_end().chars().take(WIDTHS.end).count();
        if length == 0 {
            empty += 1;
        } else if let Some(before) = before {
            followed += 1;
            fitting += usize::from(WIDTHS.contains(&before));
        }
        before = Some(length).filter(|&length| length > 0);
    }
    empty > 0 && followed >= LEAST_LINES && fitting * 10 >= followed * 7
}
