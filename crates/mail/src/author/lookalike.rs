//! Text that some programs take for a From field and others do not.

use crate::message::{Message, Stray};
use std::ops::Range;

/// Longest text before the colon that is compared with `From`.
const MAX_NAME: usize = 64;
/// How far a line behind a bare CR is read.
const MAX_LINE: usize = 1_000;
/// Such texts that are read.
const MAX_FOUND: usize = 20;

/// Places of the values of such texts: lines with a space in front or a strange character in the name, lines behind a
/// bare CR, and folded lines of trace fields, which MTAs put in front of a line with a space.
pub(super) fn find(message: &Message<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for Stray { span, .. } in &message.strays {
        lines(message.bytes, span.clone(), &mut found);
    }
    for field in &message.fields {
        if is_from(field.name) && !field.is("From") {
            found.push(field.value_span.clone());
        }
        // Signatures list names of fields, subjects are free text.
        let is_list = field.name.to_ascii_lowercase().ends_with(b"signature") || field.is("Subject");
        let value = field.value_span.clone();
        if !is_list && let Some(newline) = memchr::memchr(b'\n', field.value) {
            lines(message.bytes, value.start + newline + 1..value.end, &mut found);
        }
        behind_bare_cr(field.value, field.value_span.start, &mut found);
    }
    found.truncate(MAX_FOUND);
    found
}

/// Lines of a range that begin like a From field and hold an address.
fn lines(bytes: &[u8], range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut start = range.start;
    for line in bytes[range].split_inclusive(|&b| b == b'\n') {
        push_value(line, start, found);
        start += line.len();
    }
}

/// Text behind each CR that ends no line.
fn behind_bare_cr(text: &[u8], start: usize, found: &mut Vec<Range<usize>>) {
    for cr in memchr::memchr_iter(b'\r', text) {
        let rest = &text[cr + 1..];
        if rest.first().is_some_and(|b| !b"\r\n".contains(b)) && found.len() < MAX_FOUND {
            let end = rest.iter().take(MAX_LINE).position(|b| b"\r\n".contains(b));
            push_value(&rest[..end.unwrap_or(rest.len().min(MAX_LINE))], start + cr + 1, found);
        }
    }
}

fn push_value(line: &[u8], start: usize, found: &mut Vec<Range<usize>>) {
    let Some(colon) = line.iter().take(MAX_NAME).position(|&b| b == b':') else { return };
    if found.len() < MAX_FOUND && is_from(&line[..colon]) && line.contains(&b'@') {
        found.push(start + colon + 1..start + line.trim_ascii_end().len());
    }
}

/// Whether the letters of a name are those of `From`.
fn is_from(name: &[u8]) -> bool {
    let letters = name.iter().filter(|b| b.is_ascii_alphabetic());
    name.len() <= MAX_NAME && letters.map(u8::to_ascii_lowercase).eq(*b"from")
}
