//! HTML entities in text: archives hold `&amp;` where the author wrote `&`.

use std::borrow::Cow;

/// Entities that occur in posts; numeric ones are computed.
const NAMED: [(&str, &str); 24] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("hellip", "…"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("bull", "•"),
    ("euro", "€"),
    ("pound", "£"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("deg", "°"),
    ("middot", "·"),
    ("shy", "\u{ad}"),
];

/// Decodes entities once: `&amp;lt;` becomes `&lt;`. Text without `&` is returned as it is.
pub fn decode_entities(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match entity(rest) {
            Some((decoded, length)) => {
                decoded.push_to(&mut out);
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

enum Decoded {
    Text(&'static str),
    Char(char),
}

impl Decoded {
    fn push_to(&self, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(text),
            Self::Char(c) => out.push(*c),
        }
    }
}

/// The entity at the start of `text`, which begins with `&`, and its length.
fn entity(text: &str) -> Option<(Decoded, usize)> {
    let end = text.bytes().take(12).position(|b| b == b';')?;
    let name = text.get(1..end)?;
    let decoded = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            Decoded::Char(char::from_u32(code).filter(|c| *c != '\0')?)
        }
        None => Decoded::Text(NAMED.iter().find(|(known, _)| *known == name)?.1),
    };
    Some((decoded, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities() {
        let check = |text: &str, expected: &str| assert_eq!(decode_entities(text), expected);
        check("plain", "plain");
        check("salt &amp; pepper", "salt & pepper");
        check("&lt;3 &#39;a&#39; &#x1F600;", "<3 'a' 😀");
        check("&amp;lt;", "&lt;");
        check("A&B; & &unknown; &#0; &#xD800; &", "A&B; & &unknown; &#0; &#xD800; &");
    }
}
