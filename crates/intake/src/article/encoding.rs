//! From bytes to characters, with a reason for the choice of the encoding.
//!
//! Declarations are often wrong: pages are saved, converted and served by programs that know nothing of each other.
//! Bytes that are valid UTF-8 beyond ASCII are UTF-8 whatever anybody says, as other text is hardly ever valid by
//! accident. Else a mark counts before the server's word, that before the page's own, and that before a guess, in the
//! order of the WHATWG's standard on HTML (section 13.2.3.2, "Determining the character encoding").

use super::places::{Body, Mapped};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The encoding of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextEncoding {
    /// Its name in the WHATWG's Encoding Standard, such as `windows-1251`.
    pub name: &'static str,
    /// How it was determined.
    pub by: EncodingBy,
    /// Sequences of bytes that mean nothing in it; each became U+FFFD.
    pub malformed: u64,
}

/// How an encoding was determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodingBy {
    /// A byte order mark.
    Mark,
    /// The header `Content-Type` of the server's answer, kept in a WARC file.
    Http,
    /// A `meta` element of the page.
    Meta,
    /// The XML declaration.
    Xml,
    /// JSON is UTF-8 (RFC 8259, section 8.1).
    Json,
    /// Nothing is declared, and the bytes are valid UTF-8.
    Valid,
    /// Something else is declared, but the bytes are not that: valid UTF-8, or a guess where UTF-8 was declared.
    Disagrees,
    /// A guess from the frequencies of bytes (`chardetng`).
    Guess,
}

/// Bytes that are looked at to guess.
const GUESSED_FROM: usize = 256 << 10;
/// Bytes in which a page declares its encoding. The standard says 1,024; some pages are late.
const DECLARED_WITHIN: usize = 8 << 10;

/// Decodes `body`. `http` is the value of the header `Content-Type`, if there is one.
pub(super) fn decode(body: &Body<'_>, http: Option<&str>) -> (Mapped, TextEncoding) {
    let bytes = body.bytes.as_ref();
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(body, mark, encoding, EncodingBy::Mark);
    }
    let declared = http
        .and_then(charset)
        .map(|encoding| (encoding, EncodingBy::Http))
        .or_else(|| declared(&bytes[..bytes.len().min(DECLARED_WITHIN)]));
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    let (encoding, by) = match declared {
        Some((encoding, by)) if encoding == UTF_8 => {
            if is_utf8 || mostly_utf8(bytes) {
                (UTF_8, by)
            } else {
                (guess(bytes), EncodingBy::Disagrees)
            }
        }
        Some(declared) if !is_utf8 || bytes.is_ascii() => declared,
        Some(_) => (UTF_8, EncodingBy::Disagrees),
        None if is_utf8 => (UTF_8, EncodingBy::Valid),
        None if mostly_utf8(bytes) => (UTF_8, EncodingBy::Guess),
        None => (without_mark(bytes).unwrap_or_else(|| guess(bytes)), EncodingBy::Guess),
    };
    decode_as(body, 0, encoding, by)
}

/// Decodes bytes that must be UTF-8.
pub(super) fn decode_utf8(body: &Body<'_>, by: EncodingBy) -> (Mapped, TextEncoding) {
    let mark = if body.bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    decode_as(body, mark, UTF_8, by)
}

fn decode_as(
    body: &Body<'_>,
    mark: usize,
    encoding: &'static Encoding,
    by: EncodingBy,
) -> (Mapped, TextEncoding) {
    let mut out = Mapped::default();
    let malformed =
        if encoding == UTF_8 { utf8(body, mark, &mut out) } else { other(body, mark, encoding, &mut out) };
    (out, TextEncoding { name: encoding.name(), by, malformed })
}

fn utf8(body: &Body<'_>, mark: usize, out: &mut Mapped) -> u64 {
    let mut malformed = 0;
    let mut at = mark;
    for chunk in body.bytes[mark..].utf8_chunks() {
        let valid = chunk.valid();
        out.text.push_str(valid);
        out.places.push_from(&body.places, at..at + valid.len());
        at += valid.len();
        let invalid = chunk.invalid().len();
        if invalid > 0 {
            malformed += 1;
            out.push("\u{fffd}", body.places.place(at..at + invalid));
            at += invalid;
        }
    }
    malformed
}

/// Goes byte by byte where it must, as the decoder does not tell which bytes a character was made of; stretches of
/// ASCII are taken as they are.
fn other(body: &Body<'_>, mark: usize, encoding: &'static Encoding, out: &mut Mapped) -> u64 {
    let bytes = &body.bytes[mark..];
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut malformed = 0;
    // Where the bytes of the character at hand begin, and where the decoder stands.
    let (mut start, mut at) = (0, 0);
    let mut room = [0; 32];
    while at < bytes.len() {
        if start == at && encoding.is_ascii_compatible() {
            let ascii = bytes[at..].iter().position(|b| !b.is_ascii()).unwrap_or(bytes.len() - at);
            if let Ok(text) = std::str::from_utf8(&bytes[at..at + ascii]) {
                out.text.push_str(text);
                out.places.push_from(&body.places, mark + at..mark + at + ascii);
            }
            at += ascii;
            start = at;
            if at == bytes.len() {
                break;
            }
        }
        let last = at + 1 == bytes.len();
        let (_, _, written, replaced) = decoder.decode_to_utf8(&bytes[at..=at], &mut room, last);
        malformed += u64::from(replaced);
        at += 1;
        if written > 0 {
            let text = std::str::from_utf8(&room[..written]).unwrap_or("\u{fffd}");
            out.push(text, body.places.place(mark + start..mark + at));
            start = at;
        }
    }
    malformed
}

/// UTF-8 with some damage: a text that was cut, or pieces of another encoding in it.
fn mostly_utf8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none()) {
        return true;
    }
    let (mut good, mut bad) = (0_u64, 0_u64);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xc0).count() as u64;
        bad += u64::from(!chunk.invalid().is_empty());
    }
    good > 0 && bad * 20 <= good
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(GUESSED_FROM)], bytes.len() <= GUESSED_FROM);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-16 without a mark: zeros in every other place.
fn without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let half = head.len() / 2;
    match (zeros(0), zeros(1)) {
        (first, second) if half > 8 && first * 2 > half && second * 8 < half => Some(UTF_16BE),
        (first, second) if half > 8 && second * 2 > half && first * 8 < half => Some(UTF_16LE),
        _ => None,
    }
}

/// The encoding named in a value of `Content-Type`.
fn charset(content_type: &str) -> Option<&'static Encoding> {
    named(content_type.as_bytes(), b"charset=")
}

/// What a page or an XML document says of itself in its beginning.
fn declared(head: &[u8]) -> Option<(&'static Encoding, EncodingBy)> {
    let head = head.to_ascii_lowercase();
    let found = match memchr::memmem::find(&head, b"<?xml") {
        Some(at) if head[..at].trim_ascii().is_empty() => {
            let end = memchr::memchr(b'>', &head[at..]).map_or(head.len(), |end| at + end);
            named(&head[at..end], b"encoding=").map(|encoding| (encoding, EncodingBy::Xml))
        }
        _ => None,
    };
    let (encoding, by) = found.or_else(|| {
        memchr::memmem::find_iter(&head, b"<meta").find_map(|at| {
            let end = memchr::memchr(b'>', &head[at..]).map_or(head.len(), |end| at + end);
            named(&head[at..end], b"charset=").map(|encoding| (encoding, EncodingBy::Meta))
        })
    })?;
    // A declaration that could be read as ASCII is not in UTF-16: the standard makes it UTF-8.
    Some((if encoding.is_ascii_compatible() { encoding } else { UTF_8 }, by))
}

fn named(text: &[u8], before: &[u8]) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let at = memchr::memmem::find(&lower, before)? + before.len();
    let value = lower[at..].trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let end = value
        .iter()
        .position(|b| matches!(b, b'"' | b'\'' | b';' | b' ' | b'>' | b'/' | b'?' | b','))
        .unwrap_or(value.len());
    Encoding::for_label(&value[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], http: Option<&str>, expected: (&str, &str, EncodingBy)) {
        let body = Body::in_place(bytes, 7);
        let (mapped, encoding) = decode(&body, http);
        assert_eq!((mapped.text.as_str(), encoding.name, encoding.by), expected);
        assert_eq!(mapped.places.len(), mapped.text.len());
        // Each character stands in bytes of the evidence.
        for (at, c) in mapped.text.char_indices() {
            let place = mapped.places.place(at..at + c.len_utf8());
            assert!(place.start >= 7 && place.end <= 7 + bytes.len() as u64 && !place.is_empty(), "{c}");
        }
    }

    #[test]
    fn declarations_in_their_order() {
        use EncodingBy::{Disagrees, Guess, Http, Mark, Meta, Valid, Xml};
        check("Kälte".as_bytes(), None, ("Kälte", "UTF-8", Valid));
        check(b"\xef\xbb\xbfK\xc3\xa4lte", Some("text/html; charset=koi8-r"), ("Kälte", "UTF-8", Mark));
        check(b"\xff\xfeK\0\xe4\0", None, ("Kä", "UTF-16LE", Mark));
        check(b"K\xe4lte", Some("text/html; Charset=\"ISO-8859-1\""), ("Kälte", "windows-1252", Http));
        check(
            b"<meta charset='windows-1251'>\xcb\xe5\xe4",
            None,
            ("<meta charset='windows-1251'>Лед", "windows-1251", Meta),
        );
        check(
            b"<?xml version='1.0' encoding='koi8-r'?>\xec\xc5\xc4",
            None,
            ("<?xml version='1.0' encoding='koi8-r'?>Лед", "KOI8-R", Xml),
        );
        // Nobody says anything.
        let windows = b"\xcf\xee\xf0\xf2 \xee\xf2\xea\xf0\xfb\xf2 \xe4\xeb\xff \xf1\xf3\xe4\xee\xe2";
        check(windows, None, ("Порт открыт для судов", "windows-1251", Guess));
        // The declaration is wrong, either way round.
        check("Kälte".as_bytes(), Some("text/html; charset=windows-1251"), ("Kälte", "UTF-8", Disagrees));
        check(
            windows,
            Some("text/html; charset=utf-8"),
            ("Порт открыт для судов", "windows-1251", Disagrees),
        );
    }

    #[test]
    fn damage_is_counted() {
        let text = ["é".repeat(30).as_bytes(), b"\xe2\x82"].concat();
        let (mapped, encoding) = decode(&Body::in_place(&text, 0), Some("text/html; charset=utf-8"));
        assert_eq!((encoding.name, encoding.malformed), ("UTF-8", 1));
        assert!(mapped.text.ends_with("é\u{fffd}"));
        assert_eq!(mapped.places.place(60..63), 60..62);
    }

    #[test]
    fn letters_of_several_bytes_know_their_bytes() {
        // Shift_JIS: the second byte of a letter may look like ASCII.
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode("a表b港c");
        let (mapped, _) = decode(&Body::in_place(&bytes, 0), Some("text/plain; charset=shift_jis"));
        assert_eq!(mapped.text, "a表b港c");
        assert_eq!(mapped.places.place(1..4), 1..3);
        assert_eq!(mapped.places.place(4..8), 3..6);
    }
}
