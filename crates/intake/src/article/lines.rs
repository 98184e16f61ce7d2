//! Corpora: one JSON object with a text a line.

use super::found::Found;
use super::places::{Body, Mapped};
use super::{ArticleForm, EncodingBy, Published, Stated, Stream, encoding, plain};
use crate::SinkError;
use model::Severity;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{BufRead, Read};

/// Fields of a line, as they are written there.
type Fields<'a> = BTreeMap<Cow<'a, str>, &'a RawValue>;

/// Fields that posts have and articles of corpora do not.
const OF_POSTS: [&str; 10] = [
    "author",
    "author_id",
    "account",
    "account_id",
    "user",
    "user_id",
    "username",
    "screen_name",
    "created_at",
    "created_utc",
];

/// Whether the first line that begins `text` is an object with a text.
pub(super) fn is_corpus(text: &str) -> bool {
    match first(text) {
        Some(fields) => fields.get("text").is_some_and(|text| text.get().starts_with('"')),
        // A line longer than the head.
        None => !text.contains('\n') && text.contains("\"text\""),
    }
}

/// Whether the first line has a title and names no account.
pub(super) fn is_no_posts(text: &str) -> bool {
    let has = |name: &str| match first(text) {
        Some(fields) => fields.contains_key(name),
        None => text.contains(&format!("\"{name}\"")),
    };
    has("title") && !OF_POSTS.into_iter().any(has)
}

fn first(text: &str) -> Option<Fields<'_>> {
    serde_json::from_str(text.lines().next()?).ok()
}

/// Reads the articles of a stream.
pub(super) fn read(reader: impl Read, stream: &mut Stream<'_>) -> Result<(), SinkError> {
    let limit = stream.limits.article_bytes;
    let mut reader = std::io::BufReader::with_capacity(128 << 10, reader);
    let (mut line, mut at) = (Vec::new(), 0);
    loop {
        line.clear();
        // A read error ends the stream; the guard below keeps the reason.
        let read = reader.by_ref().take(limit as u64 + 1).read_until(b'\n', &mut line).unwrap_or(0);
        if read == 0 {
            return Ok(());
        }
        let start = at;
        at += read as u64;
        if read > limit {
            at += skip_line(&mut reader, line.ends_with(b"\n"));
            stream.too_long(start..at)?;
        } else if !line.trim_ascii().is_empty() {
            object(&line, start, stream)?;
        }
    }
}

/// Passes over the rest of a line and returns its length.
fn skip_line(reader: &mut impl BufRead, mut is_over: bool) -> u64 {
    let mut skipped = 0;
    while !is_over {
        let (taken, ends) = match reader.fill_buf() {
            Ok([]) | Err(_) => return skipped,
            Ok(bytes) => match memchr::memchr(b'\n', bytes) {
                Some(end) => (end + 1, true),
                None => (bytes.len(), false),
            },
        };
        reader.consume(taken);
        skipped += taken as u64;
        is_over = ends;
    }
    skipped
}

fn object(line: &[u8], start: u64, stream: &mut Stream<'_>) -> Result<(), SinkError> {
    let at = start..start + line.trim_ascii_end().len() as u64;
    let (source, encoding) = encoding::decode_utf8(&Body::in_place(line, start), EncodingBy::Json);
    let fields: Fields<'_> = match serde_json::from_str(&source.text) {
        Ok(fields) => fields,
        Err(error) => return stream.problem("bad_json", Severity::Reject, at, error.to_string()),
    };
    let Some(text) = fields.get("text").and_then(|raw| string(&source, raw)) else {
        return stream.problem(
            "missing_text",
            Severity::Reject,
            at,
            "the field `text` is missing".to_owned(),
        );
    };
    let mut found = Found { text: plain::paragraphs(&text, 0..text.text.len()), ..Found::default() };
    let stated = |names: &[(&str, &'static str)]| {
        names.iter().find_map(|(name, found)| {
            let raw = fields.get(*name)?;
            let text = string(&source, raw).map_or_else(|| number(raw), |text| Some(text.text))?;
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty()).then_some(Stated { text, found })
        })
    };
    found.id = stated(&[("id", "JSON id")]);
    found.title = stated(&[("title", "JSON title")]);
    found.author = stated(&[("author", "JSON author")]);
    found.publisher = stated(&[("publisher", "JSON publisher")]);
    found.url = stated(&[("url", "JSON url")]);
    found.language = stated(&[("language", "JSON language"), ("lang", "JSON lang")]);
    let published = stated(&[("published", "JSON published"), ("date", "JSON date")]);
    found.published = published.and_then(|stated| Published::read(&stated.text, stated.found));
    if let Some(title) = fields.get("title").and_then(|raw| string(&source, raw)) {
        found.put_title_first(&title);
    }
    stream.found(found, at, ArticleForm::JsonLine, encoding, None)
}

fn number(raw: &RawValue) -> Option<String> {
    raw.get().starts_with(|c: char| c.is_ascii_digit() || c == '-').then(|| raw.get().to_owned())
}

/// The string that `raw`, a piece of `source`, stands for.
fn string(source: &Mapped, raw: &RawValue) -> Option<Mapped> {
    let inside = raw.get().strip_prefix('"')?.strip_suffix('"')?;
    // Both are pieces of one string.
    let start = (inside.as_ptr() as usize).checked_sub(source.text.as_ptr() as usize)?;
    let mut out = Mapped::default();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &inside.as_bytes()[at..]) {
        let escape = at + found;
        out.push_from(source, start + at..start + escape);
        let (c, length) = escaped(&inside[escape..]);
        let place = source.places.place(start + escape..start + escape + length);
        out.push(c.encode_utf8(&mut [0; 4]), place);
        at = escape + length;
    }
    out.push_from(source, start + at..start + inside.len());
    Some(out)
}

/// The character that an escape stands for (RFC 8259, section 7), and the length of the escape.
fn escaped(text: &str) -> (char, usize) {
    let unit = |at: usize| u32::from_str_radix(text.get(at..at + 4)?, 16).ok();
    let plain = match text.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'u') => {
            let Some(first) = unit(2) else { return ('\u{fffd}', text.len().min(2)) };
            if let (0xd800..0xdc00, Some("\\u"), Some(second @ 0xdc00..0xe000)) =
                (first, text.get(6..8), unit(8))
            {
                let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return (char::from_u32(code).unwrap_or('\u{fffd}'), 12);
            }
            return (char::from_u32(first).unwrap_or('\u{fffd}'), 6);
        }
        Some(b) if b.is_ascii() => *b as char,
        _ => return ('\u{fffd}', 1),
    };
    (plain, 2)
}
