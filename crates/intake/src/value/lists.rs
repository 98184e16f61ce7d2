//! Several values in one cell: JSON, Python's `['a', 'b']`, `[a, b]`, or separated by `|`, `;`, commas or
//! white space.

use crate::mapping::ListSyntax;
use bumpalo::Bump;
use bumpalo::collections::{String as BumpString, Vec as BumpVec};

/// Appends the values of `text` to `out`, at most until `out` holds `most`. Values are trimmed; empty ones
/// and words for nothing are left out, except where the cell is taken [as it stands](ListSyntax::Whole).
pub fn parse<'a>(
    text: &'a str,
    syntax: ListSyntax,
    most: usize,
    bump: &'a Bump,
    out: &mut BumpVec<'a, &'a str>,
) {
    if syntax == ListSyntax::Whole {
        if !text.is_empty() && out.len() < most {
            out.push(text);
        }
        return;
    }
    // What a spreadsheet writes to keep a cell as text.
    let text = if text.starts_with("=\"") { super::tidy(text) } else { text.trim() };
    let text = if syntax == ListSyntax::Single { text } else { printed(text) };
    if super::is_missing(text) {
        return;
    }
    let mut out = Out { values: out, most };
    match syntax {
        ListSyntax::Single | ListSyntax::Whole => out.push(text),
        ListSyntax::Auto
        | ListSyntax::Comma
        | ListSyntax::Space
        | ListSyntax::Pipe
        | ListSyntax::Semicolon
            if bracketed(text).is_some() =>
        {
            let inner = bracketed(text).unwrap_or(text);
            if !(inner.contains('{') && objects(text, bump, &mut out)) {
                items(inner, bump, &mut out);
            }
        }
        ListSyntax::Comma => commas(text, &mut out),
        ListSyntax::Space => text.split_whitespace().for_each(|v| out.push(v)),
        ListSyntax::Pipe => text.split('|').for_each(|v| out.push(v)),
        ListSyntax::Semicolon => text.split(';').for_each(|v| out.push(v)),
        ListSyntax::Auto => auto(text, &mut out),
    }
}

struct Out<'o, 'a> {
    values: &'o mut BumpVec<'a, &'a str>,
    most: usize,
}

impl<'a> Out<'_, 'a> {
    fn push(&mut self, value: &'a str) {
        let value = value.trim();
        if !super::is_missing(value) && self.values.len() < self.most {
            self.values.push(value);
        }
    }

    fn is_full(&self) -> bool {
        self.values.len() >= self.most
    }
}

/// The list in what Python prints of its other collections: `set()`, `array(['a', 'b'], dtype=object)`.
fn printed(text: &str) -> &str {
    let Some((name, rest)) = text.split_once('(') else { return text };
    if !["array", "set", "frozenset", "tuple", "list", "deque"].contains(&name) {
        return text;
    }
    let Some(inner) = rest.strip_suffix(')').map(str::trim) else { return text };
    match inner.rfind([']', '}', ')']) {
        Some(end) if inner.starts_with(['[', '{', '(']) => &inner[..=end],
        None if inner.is_empty() => inner,
        _ => text,
    }
}

/// What stands between brackets around the whole text.
fn bracketed(text: &str) -> Option<&str> {
    [('[', ']'), ('(', ')'), ('{', '}')]
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))
}

/// Without brackets: whatever separates the values.
fn auto<'a>(text: &'a str, out: &mut Out<'_, 'a>) {
    let links = |separator: char| text.split(separator).filter(|v| v.contains("://")).count();
    if text.contains("://") {
        // A link may hold any of the separators, hence the one that gives most links wins, white space first.
        let spaces = text.split_whitespace().filter(|v| v.contains("://")).count();
        let total = text.matches("://").count();
        if spaces == total && total > 1 {
            return text.split_whitespace().for_each(|v| commas(v.trim_end_matches([',', ';', '|']), out));
        }
        for separator in ['|', ';'] {
            if links(separator) == total && total > 1 {
                return text.split(separator).for_each(|v| out.push(v));
            }
        }
        return commas(text, out);
    }
    for separator in [',', '|', ';'] {
        if text.contains(separator) {
            return text.split(separator).for_each(|v| out.push(v));
        }
    }
    text.split_whitespace().for_each(|v| out.push(v));
}

/// Splits at commas, but inside a link only where another link begins.
fn commas<'a>(text: &'a str, out: &mut Out<'_, 'a>) {
    let mut start = 0;
    for (at, _) in text.match_indices(',') {
        if at < start {
            continue;
        }
        let (value, rest) = (&text[start..at], text[at + 1..].trim_start());
        if value.contains("://") && !begins_link(rest) && !rest.is_empty() {
            continue;
        }
        out.push(value);
        start = at + 1;
    }
    out.push(&text[start..]);
}

fn begins_link(text: &str) -> bool {
    let scheme = text.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
    (scheme > 0 && text[scheme..].starts_with("://")) || text.starts_with("www.")
}

/// A JSON list of objects, as dumps of API entities: the value that names the thing is taken out of each.
fn objects<'a>(text: &str, bump: &'a Bump, out: &mut Out<'_, 'a>) -> bool {
    const KEYS: [&str; 15] = [
        "expanded_url",
        "unwound_url",
        "expanded",
        "url",
        "uri",
        "href",
        "link",
        "tag",
        "hashtag_name",
        "hashtagName",
        "username",
        "screen_name",
        "text",
        "preview_image_url",
        "media_key",
    ];
    let Ok(serde_json::Value::Array(values)) = serde_json::from_str(text) else { return false };
    for value in &values {
        let found = match value {
            serde_json::Value::String(text) => Some(text.as_str()),
            serde_json::Value::Object(map) => KEYS.iter().find_map(|key| map.get(*key)?.as_str()),
            _ => None,
        };
        if let Some(found) = found {
            if out.is_full() {
                break;
            }
            out.push(bump.alloc_str(found));
        }
    }
    true
}

/// The inside of brackets: quoted values with escapes of JSON and Python, or bare ones.
fn items<'a>(inner: &'a str, bump: &'a Bump, out: &mut Out<'_, 'a>) {
    let mut rest = inner;
    while !out.is_full() {
        rest = rest.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
        if rest.is_empty() {
            return;
        }
        // Python 2 wrote u'...' and b'...'.
        let body = match rest.as_bytes() {
            [b'u' | b'b', b'\'' | b'"', ..] => &rest[1..],
            _ => rest,
        };
        match body.as_bytes().first() {
            Some(quote @ (b'\'' | b'"')) => rest = quoted(body, *quote, bump, out),
            _ => {
                let end = bare_end(rest);
                out.push(&rest[..end]);
                rest = &rest[end..];
            }
        }
    }
}

/// End of a value without quotes: the next comma, or inside a link the next comma before another link.
fn bare_end(text: &str) -> usize {
    for (at, _) in text.match_indices(',') {
        let next = text[at + 1..].trim_start();
        if !text[..at].contains("://")
            || begins_link(next)
            || next.is_empty()
            || next.starts_with(['\'', '"'])
        {
            return at;
        }
    }
    text.len()
}

/// A quoted value at the start of `text`; returns what follows it. An open quote takes the rest.
fn quoted<'a>(text: &'a str, quote: u8, bump: &'a Bump, out: &mut Out<'_, 'a>) -> &'a str {
    let body = &text[1..];
    match memchr::memchr2(quote, b'\\', body.as_bytes()) {
        None => {
            out.push(body);
            return "";
        }
        Some(end) if body.as_bytes()[end] == quote => {
            out.push(&body[..end]);
            return &body[end + 1..];
        }
        Some(_) => {}
    }
    let mut value = BumpString::new_in(bump);
    let mut chars = body.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == quote as char {
            out.push(value.into_bump_str());
            return &body[at + 1..];
        }
        if c != '\\' {
            value.push(c);
            continue;
        }
        match chars.next() {
            Some((_, 'n')) => value.push('\n'),
            Some((_, 't')) => value.push('\t'),
            Some((_, 'r')) => value.push('\r'),
            Some((at, kind @ ('u' | 'x' | 'U'))) => {
                let digits = match kind {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let (decoded, used) = escape(&body[at + 1..], digits);
                value.push(decoded);
                for _ in 0..used {
                    chars.next();
                }
            }
            Some((_, other)) => value.push(other),
            None => {}
        }
    }
    out.push(value.into_bump_str());
    ""
}

/// Decodes `digits` hexadecimal digits, with a low surrogate behind a high one; returns the character and
/// how many characters were used. What cannot be decoded becomes U+FFFD.
fn escape(text: &str, digits: usize) -> (char, usize) {
    let hex = |from: usize| text.get(from..from + digits).and_then(|h| u32::from_str_radix(h, 16).ok());
    let Some(code) = hex(0) else { return (char::REPLACEMENT_CHARACTER, 0) };
    if (0xd800..0xdc00).contains(&code)
        && digits == 4
        && text.get(4..6) == Some("\\u")
        && let Some(low @ 0xdc00..0xe000) = hex(6)
    {
        let joined = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        return (char::from_u32(joined).unwrap_or(char::REPLACEMENT_CHARACTER), 10);
    }
    (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str, syntax: ListSyntax) -> Vec<String> {
        let bump = Bump::new();
        let text = bump.alloc_str(text);
        let mut out = BumpVec::new_in(&bump);
        parse(text, syntax, 100, &bump, &mut out);
        out.iter().map(|v| (*v).to_owned()).collect()
    }

    #[test]
    fn every_way_to_write_a_list() {
        let check =
            |text: &str, expected: &[&str]| assert_eq!(list(text, ListSyntax::Auto), expected, "{text}");
        check("", &[]);
        check("[]", &[]);
        check("NA", &[]);
        check("a", &["a"]);
        check(r#"["a", "b\u00e9\ud83d\ude00"]"#, &["a", "bé😀"]);
        check("['a', \"b's\", 'c\\'s']", &["a", "b's", "c's"]);
        check("[u'a', u'b']", &["a", "b"]);
        check("[a, b]", &["a", "b"]);
        check("a,b , c", &["a", "b", "c"]);
        check("a|b", &["a", "b"]);
        check("a;b", &["a", "b"]);
        check("#a #b", &["#a", "#b"]);
        check("=\"https://a.example/\"", &["https://a.example/"]);
        check("set()", &[]);
        check("{'a', 'b'}", &["a", "b"]);
        check("frozenset({'a', 'b'})", &["a", "b"]);
        check("array(['a', 'b'], dtype=object)", &["a", "b"]);
        check("array([], dtype=object)", &[]);
        check("['a' 'b']", &["a", "b"]);
        check("array(x)", &["array(x)"]);
        check("a (b)", &["a", "(b)"]);
        check(r#"[{"start": 1, "tag": "a"}, {"tag": "b"}]"#, &["a", "b"]);
        check(
            r#"[{"expanded": "https://a.example/"}, "https://b.example/"]"#,
            &["https://a.example/", "https://b.example/"],
        );
    }

    #[test]
    fn a_whole_cell_is_left_as_it_is() {
        for cell in ["https://a.example/ ", " ", "  a  b ", "[a, b]", "NA", "\n"] {
            assert_eq!(list(cell, ListSyntax::Whole), [cell]);
        }
        assert!(list("", ListSyntax::Whole).is_empty());
        assert_eq!(list(" a  b ", ListSyntax::Single), ["a  b"]);
    }

    #[test]
    fn links_keep_their_commas() {
        let check =
            |text: &str, expected: &[&str]| assert_eq!(list(text, ListSyntax::Auto), expected, "{text}");
        check("https://a.example/1,2,3.html", &["https://a.example/1,2,3.html"]);
        check("https://a.example/1,2,https://b.example/", &["https://a.example/1,2", "https://b.example/"]);
        check("https://a.example/ https://b.example/x,y", &["https://a.example/", "https://b.example/x,y"]);
        check("https://a.example/;https://b.example/", &["https://a.example/", "https://b.example/"]);
        check(
            "[https://a.example/1,2, https://b.example/]",
            &["https://a.example/1,2", "https://b.example/"],
        );
        check(
            "['https://a.example/1,2', 'https://b.example/']",
            &["https://a.example/1,2", "https://b.example/"],
        );
    }

    #[test]
    fn broken_lists_give_what_they_hold() {
        let check =
            |text: &str, expected: &[&str]| assert_eq!(list(text, ListSyntax::Auto), expected, "{text}");
        check("['a', 'b]", &["a", "b"]);
        check("[,,]", &[]);
        check(r#"["\ud800"]"#, &["\u{fffd}"]);
        check(r#"["\u00"]"#, &["\u{fffd}00"]);
        assert_eq!(list(&"a,".repeat(1000), ListSyntax::Auto).len(), 100);
    }
}
