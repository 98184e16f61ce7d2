//! From encoded bytes to characters.

use super::flaw::{Flaw, Flaws};
use super::part::Text;
use mail_parser::HeaderValue;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::parsers::MessageStream;
use std::borrow::Cow;

/// The characters of a piece of text. What cannot be decoded stays as it stands, and is noted.
pub(super) fn decode(encoded: &[u8], text: &Text, flaws: &mut Flaws) -> String {
    let bytes = match text.encoding.as_deref() {
        Some("base64") => Cow::Owned(base64(encoded, flaws)),
        Some("quoted-printable") => Cow::Owned(quoted_printable(encoded, flaws)),
        None | Some("7bit" | "8bit" | "binary" | "") => Cow::Borrowed(encoded),
        Some(_) => {
            flaws.note(Flaw::UnknownTransferEncoding);
            Cow::Borrowed(encoded)
        }
    };
    match &text.charset {
        Some(name) if !matches!(name.as_str(), "utf-8" | "utf8" | "us-ascii" | "") => {
            if let Some(decoder) = charset_decoder(name.as_bytes()) {
                return decoder(&bytes);
            }
            flaws.note(Flaw::UnknownCharset);
        }
        _ => {}
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn base64(encoded: &[u8], flaws: &mut Flaws) -> Vec<u8> {
    if let Some(bytes) = base64_decode(encoded) {
        return bytes;
    }
    flaws.note(Flaw::BadTransferEncoding);
    // As mail programs do (RFC 2045, section 6.8): other characters are passed over.
    let known: Vec<u8> =
        encoded.iter().copied().filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/')).collect();
    base64_decode(&known).unwrap_or_default()
}

fn quoted_printable(encoded: &[u8], flaws: &mut Flaws) -> Vec<u8> {
    if let Some(bytes) = quoted_printable_decode(encoded) {
        return bytes;
    }
    flaws.note(Flaw::BadTransferEncoding);
    let lines = encoded.split_inclusive(|&b| b == b'\n');
    lines.flat_map(|line| quoted_printable_decode(line).unwrap_or_else(|| line.to_vec())).collect()
}

/// The value of a field of free text, such as Subject, with encoded words decoded.
pub(super) fn free_text(value: &[u8]) -> String {
    let mut line = value.to_vec();
    line.push(b'\n');
    match MessageStream::new(&line).parse_unstructured() {
        HeaderValue::Text(text) => text.trim().to_owned(),
        _ => String::new(),
    }
}
