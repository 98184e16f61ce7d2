//! A server's answer as a web archive keeps it (RFC 9112).

use super::places::{Body, Places};
use std::borrow::Cow;
use std::io::Read;

/// An answer taken apart.
pub(super) struct Answer<'a> {
    /// The number in its first line; `None` where there is no header.
    pub(super) status: Option<u16>,
    pub(super) content_type: Option<String>,
    pub(super) content_language: Option<String>,
    pub(super) body: Body<'a>,
}

/// Why the body of an answer cannot be read.
pub(super) struct Unreadable(pub(super) &'static str, pub(super) String);

/// Longest header in bytes.
const HEADER: usize = 256 << 10;

/// Takes `block` apart, which stands at `start`. A body may unpack to `limit` bytes.
pub(super) fn read(block: &[u8], start: u64, limit: usize) -> Result<Answer<'_>, Unreadable> {
    let (header, body) = split(block);
    let mut lines = header.split(|b| *b == b'\n');
    let status = header.starts_with(b"HTTP/").then(|| lines.next()).flatten().and_then(|line| {
        let code = line.split(|b| *b == b' ').find(|part| part.len() == 3)?;
        std::str::from_utf8(code).ok()?.parse().ok()
    });
    let fields = fields(lines);
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let mut body = Body::in_place(body, start + (block.len() - body.len()) as u64);
    if field("transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked")) {
        body = unchunked(body);
    }
    if let Some(coding) = field("content-encoding") {
        body = unpacked(body, &coding.to_ascii_lowercase(), limit)?;
    }
    Ok(Answer {
        status,
        content_type: field("content-type"),
        content_language: field("content-language"),
        body,
    })
}

/// Header and body; what does not begin like an answer is all body.
fn split(block: &[u8]) -> (&[u8], &[u8]) {
    if !block.starts_with(b"HTTP/") {
        return (&[], block);
    }
    let head = &block[..block.len().min(HEADER)];
    match end_of_header(head) {
        Some((end, length)) => (&block[..end], &block[end + length..]),
        None => (&[], block),
    }
}

/// The empty line that ends a header: where it begins, and its length with the line end before it.
pub(super) fn end_of_header(head: &[u8]) -> Option<(usize, usize)> {
    memchr::memchr_iter(b'\n', head).find_map(|at| match &head[at + 1..] {
        [b'\n', ..] => Some((at, 2)),
        [b'\r', b'\n', ..] => Some((at, 3)),
        _ => None,
    })
}

/// Names in small letters and values of header lines.
pub(super) fn fields<'h>(lines: impl Iterator<Item = &'h [u8]>) -> Vec<(String, String)> {
    let fields = lines.filter_map(|line| {
        let colon = memchr::memchr(b':', line)?;
        let name = String::from_utf8_lossy(line[..colon].trim_ascii()).to_ascii_lowercase();
        Some((name, String::from_utf8_lossy(line[colon + 1..].trim_ascii()).into_owned()))
    });
    fields.take(1000).collect()
}

/// Joins chunks (RFC 9112, section 7.1). Archives often keep the header of a chunked answer with a body that is
/// joined already; then it stays as it is.
fn unchunked(body: Body<'_>) -> Body<'_> {
    let bytes = body.bytes.as_ref();
    let mut joined = Vec::new();
    let mut places = Places::default();
    let mut at = 0;
    let mut chunks = 0;
    while let Some((length, start)) = chunk(bytes, at).filter(|(length, _)| *length > 0) {
        let end = start.saturating_add(length).min(bytes.len());
        joined.extend_from_slice(&bytes[start..end]);
        places.push_from(&body.places, start..end);
        at = if bytes[end..].starts_with(b"\r\n") { end + 2 } else { end };
        chunks += 1;
    }
    if chunks == 0 { body } else { Body { bytes: Cow::Owned(joined), places } }
}

/// Length of the chunk whose line begins at `at`, and where its bytes begin.
fn chunk(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let line = bytes.get(at..)?;
    let end = memchr::memchr(b'\n', &line[..line.len().min(200)])?;
    let digits = line[..end].split(|b| *b == b';').next()?.trim_ascii();
    let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.len() <= 8)?;
    Some((usize::from_str_radix(digits, 16).ok()?, at + end + 1))
}

/// Undoes a compression. Of what comes out only the whole has a place. Archives often keep the header with a body that
/// is unpacked already.
fn unpacked<'a>(body: Body<'a>, coding: &str, limit: usize) -> Result<Body<'a>, Unreadable> {
    let bytes = body.bytes.as_ref();
    let reader: Box<dyn Read + '_> = if bytes.starts_with(&[0x1f, 0x8b]) {
        Box::new(flate2::read::MultiGzDecoder::new(bytes))
    } else if bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        match zstd::stream::read::Decoder::new(bytes) {
            Ok(decoder) => Box::new(decoder),
            Err(error) => return Err(Unreadable("damaged", error.to_string())),
        }
    } else if coding.contains("deflate") && matches!(bytes, [0x78, ..]) {
        Box::new(flate2::read::ZlibDecoder::new(bytes))
    } else if coding.contains("br") && std::str::from_utf8(bytes).is_err() {
        let message = "the page is packed with Brotli, which is not read";
        return Err(Unreadable("unsupported_compression", message.to_owned()));
    } else {
        return Ok(body);
    };
    let mut out = Vec::new();
    // What came out before the data turned out to be damaged is kept.
    let _ = reader.take(limit as u64 + 1).read_to_end(&mut out);
    if out.len() > limit {
        return Err(Unreadable("article_too_long", format!("a page of more than {} MiB", limit >> 20)));
    }
    if out.is_empty() {
        return Err(Unreadable("damaged", "the packed page is damaged".to_owned()));
    }
    let mut places = Places::default();
    places.push(out.len(), body.places.place(0..bytes.len()));
    Ok(Body { bytes: Cow::Owned(out), places })
}
