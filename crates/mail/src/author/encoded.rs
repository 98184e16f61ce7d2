//! Encoded words (RFC 2047), decoded as far as an address in them can be told.

use base64::Engine;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use mail_parser::decoders::charsets::map::charset_decoder;

/// Padding may be missing, as in many hand-made headers.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Text of an encoded word `=?charset?B?...?=` or `=?charset?Q?...?=`, in UTF-8 where the charset is known; `None` when it
/// is none.
pub(super) fn decode(word: &[u8]) -> Option<Vec<u8>> {
    let inner = word.strip_prefix(b"=?")?.strip_suffix(b"?=")?;
    let mut parts = inner.splitn(3, |&b| b == b'?');
    let (charset, encoding, text) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes = match encoding {
        b"B" | b"b" => BASE64.decode(text).ok()?,
        b"Q" | b"q" => quoted_printable(text),
        _ => return None,
    };
    Some(in_charset(charset, bytes))
}

/// Most charsets write an address as ASCII does. UTF-7 and UTF-16 do not, and hide it from who does not decode them.
fn in_charset(charset: &[u8], bytes: Vec<u8>) -> Vec<u8> {
    // A language may follow behind an asterisk (RFC 2231, section 5).
    let name = charset.split(|&b| b == b'*').next().unwrap_or_default().to_ascii_lowercase();
    match charset_decoder(&name) {
        Some(decoder) => decoder(&bytes).into_bytes(),
        None => bytes,
    }
}

fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        rest = after;
        let escaped =
            after.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match (byte, escaped) {
            (b'_', _) => plain.push(b' '),
            (b'=', Some(byte)) => {
                plain.push(byte);
                rest = &after[2..];
            }
            (byte, _) => plain.push(*byte),
        }
    }
    plain
}
