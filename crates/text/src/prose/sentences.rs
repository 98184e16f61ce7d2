//! Sentences, by rules for English; other languages of the Latin, Cyrillic and Greek scripts are mostly served by them.

use super::abbreviations::{Dot, dot};
use super::{Token, TokenKind};
use std::ops::Range;

/// Marks that end a sentence.
const ENDS: [char; 7] = ['.', '!', '?', '…', '。', '！', '？'];
/// Those that need no space behind them.
const WIDE_ENDS: [char; 3] = ['。', '！', '？'];
/// Marks that may stand between the end of a sentence and the space behind it.
const CLOSERS: [char; 10] = ['"', '\'', '”', '’', '»', '“', ')', ']', '」', '』'];
/// Marks that may stand before the first word of a sentence.
const OPENERS: [char; 14] = ['"', '\'', '“', '‘', '«', '„', '‚', '(', '[', '「', '—', '–', '-', '•'];

/// Words that begin a sentence more often than a name follows an abbreviation: behind `U.S.` they mean that it ended.
const STARTERS: [&str; 44] = [
    "a",
    "after",
    "all",
    "although",
    "an",
    "and",
    "as",
    "asked",
    "at",
    "but",
    "during",
    "for",
    "he",
    "her",
    "his",
    "however",
    "i",
    "if",
    "in",
    "it",
    "its",
    "last",
    "many",
    "meanwhile",
    "most",
    "no",
    "on",
    "one",
    "others",
    "she",
    "some",
    "that",
    "the",
    "their",
    "there",
    "these",
    "they",
    "this",
    "those",
    "two",
    "we",
    "when",
    "while",
    "you",
];

/// Sentences, each within one of `paragraphs`.
pub(super) fn sentences(text: &str, paragraphs: &[Range<usize>], tokens: &[Token]) -> Vec<Range<usize>> {
    let mut sentences = Vec::with_capacity(tokens.len() / 20 + paragraphs.len());
    let mut at = 0;
    for paragraph in paragraphs {
        let first = at + tokens[at..].partition_point(|token| token.start < paragraph.start);
        at = first + tokens[first..].partition_point(|token| token.start < paragraph.end);
        let tokens = &tokens[first..at];
        let mut start = paragraph.start;
        let mut number = 0;
        // Behind the last run of marks that does not end a sentence: none of its marks does.
        let mut passed = 0;
        while number < tokens.len() {
            let mark = character(text, tokens[number]).filter(|c| ENDS.contains(c));
            let Some(mark) = mark.filter(|c| number >= passed || WIDE_ENDS.contains(c)) else {
                number += 1;
                continue;
            };
            let last = run(text, tokens, number);
            if !is_end(text, tokens, mark, number..last) {
                passed = last + 1;
                number += 1;
                continue;
            }
            sentences.push(start..tokens[last].end);
            number = last + 1;
            start = tokens.get(number).map_or(paragraph.end, |token| token.start);
        }
        if start < paragraph.end {
            sentences.push(start..paragraph.end);
        }
    }
    sentences
}

/// The last of the marks that begin at a token and belong together: `...`, `?!`, and what closes behind them, all without a
/// space between.
fn run(text: &str, tokens: &[Token], number: usize) -> usize {
    let mut last = number;
    while let Some(&next) = tokens.get(last + 1) {
        let is_part = character(text, next).is_some_and(|c| ENDS.contains(&c) || CLOSERS.contains(&c));
        if !is_part || next.start != tokens[last].end {
            break;
        }
        last += 1;
    }
    last
}

/// Whether a sentence ends with a run of marks, from the one that is `mark` to the last one.
fn is_end(text: &str, tokens: &[Token], mark: char, marks: Range<usize>) -> bool {
    let Range { start: number, end: last } = marks;
    let Some(&next) = tokens.get(last + 1) else { return true };
    if WIDE_ENDS.contains(&mark) {
        return true;
    }
    if next.start == tokens[last].end {
        return false;
    }
    // The word behind what opens.
    let mut word = last + 1;
    while tokens.get(word).and_then(|&token| character(text, token)).is_some_and(|c| OPENERS.contains(&c)) {
        word += 1;
    }
    if word == tokens.len() {
        return false;
    }
    let after = tokens[word].text(text);
    let begins_like_one =
        after.chars().next().is_some_and(|c| !c.is_lowercase()) && tokens[word].kind != TokenKind::Mark;
    if !begins_like_one {
        // `“Will it hold?” she asked.` goes on.
        return false;
    }
    if mark == '.' && last == number {
        let before = number.checked_sub(1).map(|before| tokens[before]);
        let word = before.filter(|before| before.end == tokens[number].start && before.is_word());
        match word.map(|word| dot(word.text(text))) {
            Some(Dot::Before) => return false,
            Some(Dot::Either) if !STARTERS.contains(&after.to_lowercase().as_str()) => return false,
            _ => {}
        }
    }
    true
}

/// The character of a mark; `None` for words.
fn character(text: &str, token: Token) -> Option<char> {
    (token.kind == TokenKind::Mark).then(|| token.text(text).chars().next()).flatten()
}
