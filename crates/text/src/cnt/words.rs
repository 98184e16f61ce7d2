//! The split `\b\p{Word_Break=WSegSpace}*'?` of Python's `regex` with its flags WORD and V1.

use super::word_break::{PICTURES, WORD_BREAK};
use WordBreak::*;

/// Word_Break property of UAX 29. Format is counted as Extend and LF kept apart, as the rules need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WordBreak {
    Other,
    Letter,
    Hebrew,
    Katakana,
    Numeric,
    ExtendNumLet,
    MidLetter,
    MidNum,
    MidNumLet,
    SingleQuote,
    DoubleQuote,
    Cr,
    Lf,
    Newline,
    Space,
    Extend,
    Joiner,
    Regional,
}

/// Pieces of `text` between the matches; empty ones are left out.
pub(super) fn split(text: &[char]) -> Vec<&[char]> {
    let properties: Vec<WordBreak> = text.iter().map(|&c| property(c)).collect();
    let flags = flags_before(&properties);
    let mut pieces = Vec::new();
    let (mut begin, mut at) = (0, 0);
    while at <= text.len() {
        if !is_boundary(text, &properties, &flags, at) {
            at += 1;
            continue;
        }
        let mut end = at;
        while properties.get(end) == Some(&Space) {
            end += 1;
        }
        if text.get(end) == Some(&'\'') {
            end += 1;
        }
        pieces.push(&text[begin..at]);
        begin = end;
        at = end.max(at + 1);
    }
    pieces.push(&text[begin..]);
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// How many regional indicators stand in a row up to and including each position. Counted once: counting them anew at
/// each position would take quadratic time on a long row of flags.
fn flags_before(properties: &[WordBreak]) -> Vec<u32> {
    let mut run = 0;
    properties
        .iter()
        .map(|&p| {
            run = if p == Regional { run + 1 } else { 0 };
            run
        })
        .collect()
}

/// Whether `text` breaks before position `at`. Where the module deviates from UAX 29 so does this: rules that look
/// two characters away do not skip Extend, no break follows an apostrophe before a vowel, and text that begins with
/// Extend has no break behind it.
fn is_boundary(text: &[char], properties: &[WordBreak], flags: &[u32], at: usize) -> bool {
    if at == 0 || at >= text.len() {
        return !text.is_empty();
    }
    let (mut left, right) = (at - 1, properties[at]);
    match (properties[left], right) {
        (Cr, Lf) => return false,
        (Newline | Cr | Lf, _) | (_, Newline | Cr | Lf) => return true,
        (Joiner, _) if is_picture(text[at]) => return false,
        (Space, Space) | (_, Extend | Joiner) => return false,
        _ => {}
    }
    while matches!(properties[left], Extend | Joiner) {
        if left == 0 {
            return false;
        }
        left -= 1;
    }
    let here = properties[left];
    let left_left = left.checked_sub(1).map(|i| properties[i]);
    let right_right = properties.get(at + 1).copied();
    let is_letter = |p: WordBreak| matches!(p, Letter | Hebrew);
    let joins_letters = |p: WordBreak| matches!(p, MidLetter | MidNumLet | SingleQuote);
    let joins_digits = |p: WordBreak| matches!(p, MidNum | MidNumLet | SingleQuote);

    let joined = (is_letter(here) && is_letter(right))
        || (is_apostrophe(text[left]) && is_vowel(text[at]))
        || (is_letter(here) && joins_letters(right) && right_right.is_some_and(is_letter))
        || (left_left.is_some_and(is_letter) && joins_letters(here) && is_letter(right))
        || (here == Hebrew && right == SingleQuote)
        || (here == Hebrew && right == DoubleQuote && right_right == Some(Hebrew))
        || (left_left == Some(Hebrew) && here == DoubleQuote && right == Hebrew)
        || (here == Numeric && (right == Numeric || is_letter(right)))
        || (is_letter(here) && right == Numeric)
        || (left_left == Some(Numeric) && joins_digits(here) && right == Numeric)
        || (here == Numeric && joins_digits(right) && right_right == Some(Numeric))
        || (here == Katakana && right == Katakana)
        || ((is_letter(here) || matches!(here, Numeric | Katakana | ExtendNumLet)) && right == ExtendNumLet)
        || (here == ExtendNumLet && (is_letter(right) || matches!(right, Numeric | Katakana)));
    // The module asks only for an odd row of flags on the left, not for a flag on the right.
    !joined && flags[left].is_multiple_of(2)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}')
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'à'..='â' | 'e' | 'è'..='ê' | 'i' | 'ì'..='î' | 'o' | 'ò'..='ô' | 'u' | 'ù'..='û')
}

fn property(c: char) -> WordBreak {
    let code = u32::from(c);
    let after = WORD_BREAK.partition_point(|range| range.0 <= code);
    match after.checked_sub(1).map(|i| WORD_BREAK[i]) {
        Some((_, last, property)) if code <= last => property,
        _ => Other,
    }
}

fn is_picture(c: char) -> bool {
    let code = u32::from(c);
    let after = PICTURES.partition_point(|range| range.0 <= code);
    after > 0 && code <= PICTURES[after - 1].1
}
