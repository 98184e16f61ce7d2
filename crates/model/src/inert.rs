//! Making text from evidence safe to show: it is hostile wherever it lands.

use std::borrow::Cow;

/// Text for a terminal or a log: control characters, bidirectional overrides and zero-width characters
/// become visible escapes such as `\u{1b}`; line breaks and tabs become spaces. A joiner stays between characters of
/// scripts that are written with it and between emoji; anywhere else it only hides a difference.
pub fn terminal(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| is_active(c) || matches!(c, '\n' | '\r' | '\t')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '\u{200c}' | '\u{200d}'
                if takes_joiners(before) && chars.peek().is_some_and(|&next| takes_joiners(next)) =>
            {
                out.push(c);
            }
            c if is_active(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
        before = c;
    }
    Cow::Owned(out)
}

/// Arabic and its relatives, the scripts of South and South-East Asia, Mongolian; symbols and emoji with their modifiers.
fn takes_joiners(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}' | '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

/// Whether a terminal, browser or reader may act on the character instead of showing it.
pub fn is_active(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Text for a spreadsheet cell or CSV field: a cell that starts with `=`, `+`, `-`, `@`, a tab or a line
/// break would be run as a formula, so it gets a leading apostrophe. Plain numbers stay as they are.
pub fn cell(text: &str) -> Cow<'_, str> {
    let active = matches!(text.as_bytes().first(), Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r' | b'\n'))
        || text.starts_with(['＝', '＋', '－', '＠']);
    if active && text.parse::<f64>().is_err() { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// At most `limit` characters, with an ellipsis where something was cut.
pub fn shorten(text: &str, limit: usize) -> Cow<'_, str> {
    match text.char_indices().nth(limit) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_shows_escapes() {
        assert_eq!(terminal("plain ü"), "plain ü");
        assert_eq!(terminal("a\u{1b}[31mb\nc"), "a\\u{1b}[31mb c");
        assert_eq!(terminal("a\u{2028}b"), "a\\u{2028}b");
        assert_eq!(terminal("abc\u{202e}def"), "abc\\u{202e}def");
        assert_eq!(terminal("می\u{200c}خواهم 👩\u{200d}💻"), "می\u{200c}خواهم 👩\u{200d}💻");
        assert_eq!(terminal("ann\u{200d}a Ив\u{200c}ан"), "ann\\u{200d}a Ив\\u{200c}ан");
    }

    #[test]
    fn cells_do_not_compute() {
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(cell("-12.5"), "-12.5");
        assert_eq!(cell("＝1"), "'＝1");
        assert_eq!(cell("a=b"), "a=b");
    }

    #[test]
    fn shorten_counts_characters() {
        assert_eq!(shorten("äöü", 3), "äöü");
        assert_eq!(shorten("äöüß", 3), "äöü…");
    }
}
