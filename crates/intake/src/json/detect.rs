//! Naming the format of a stream from its first bytes.

use super::parse::{parse_cut, parse_sound};
use super::read::{elements, unwrapped};
use super::record::Format;
use super::value::Json;
use super::{FORMATS, GENERIC};
use bumpalo::Bump;
use std::borrow::Cow;

/// Records that are looked at.
const ENOUGH: usize = 32;
const DEPTH: usize = 64;

/// The format of the stream that begins with `head`, which may end anywhere: the one that recognises most of
/// the first records; `json` when it is JSON of no known format, or too damaged to tell, `None` when it is none.
pub fn detect(head: &[u8]) -> Option<&'static str> {
    let text = beginning(head);
    let bump = Bump::new();
    let values = first_values(&text, &bump);
    // Of equal counts the earlier format wins, being the more particular.
    let best = FORMATS
        .iter()
        .rev()
        .map(|format| (hits(format, &values), format.id))
        .max_by_key(|(hits, _)| *hits)?;
    if best.0 > 0 {
        return Some(best.1);
    }
    values
        .iter()
        .any(|value| !value.is_empty() && value.is_object() || !elements(*value, &GENERIC.layout).is_empty())
        .then_some(GENERIC.id)
        .or_else(|| begins_records(&text).then_some(GENERIC.id))
}

/// Whether text begins with an object, or an array of such, which nothing else does.
fn begins_records(text: &str) -> bool {
    let text = text.trim_ascii_start();
    let inside = text.strip_prefix('[').map_or(text, str::trim_ascii_start);
    inside.strip_prefix('{').is_some_and(|fields| fields.trim_ascii_start().starts_with('"'))
}

/// The first bytes of a stream as text, without the byte order mark that editors leave.
pub(super) fn beginning(head: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head))
}

pub(super) fn first_values<'a>(text: &'a str, bump: &'a Bump) -> Vec<Json<'a>> {
    let mut values = Vec::new();
    let mut rest = text;
    let mut misses = 0;
    while values.len() < ENOUGH && misses < ENOUGH {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '\0' | '\u{1e}'));
        if !rest.starts_with(['{', '[']) {
            // Something else than JSON, or the rest of a broken line.
            match rest.split_once('\n') {
                Some((_, next)) if !values.is_empty() || misses > 0 => rest = next,
                _ => break,
            }
            misses += 1;
            continue;
        }
        match parse_cut(rest, bump, DEPTH) {
            Ok(parsed) => {
                add(parsed.value, &mut values);
                rest = &rest[parsed.end..];
            }
            Err(_) => {
                // What stands before the mistake tells the format as well.
                parse_sound(rest, bump, DEPTH).into_iter().for_each(|value| add(value, &mut values));
                misses += 1;
                match rest.split_once('\n') {
                    Some((_, next)) => rest = next,
                    None => break,
                }
            }
        }
    }
    values
}

fn add<'a>(value: Json<'a>, values: &mut Vec<Json<'a>>) {
    match value {
        Json::Array(items) => values.extend(items.iter().copied().take(ENOUGH)),
        value => values.push(value),
    }
}

fn hits(format: &Format, values: &[Json<'_>]) -> usize {
    let mut hits = 0;
    for value in values {
        let (value, _) = unwrapped(*value);
        let inside = elements(value, &format.layout);
        let found = inside
            .iter()
            .flat_map(|group| group.records)
            .take(ENOUGH)
            .filter(|r| (format.recognises)(unwrapped(**r).0))
            .count();
        hits += found + usize::from((format.recognises)(value)) + usize::from((format.document)(value));
    }
    hits
}
