//! Control characters made visible, for formats that people open in other programs.

use std::borrow::Cow;

/// Text with every character that a program may act on instead of showing it written as an escape such as
/// `\u{1b}`: control characters except tab and line breaks, separators of lines and paragraphs, bidirectional embeddings,
/// overrides and isolates, spaces without width, byte order marks, and characters that XML forbids. Joiners stay, as
/// Persian and emoji need them.
///
/// Milder than [`model::inert::terminal`], which also shows most joiners and turns line breaks into spaces.
pub fn visible(text: &str) -> Cow<'_, str> {
    let plain = text.bytes().all(|b| (b' '..0x7f).contains(&b));
    if plain || !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if acts(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Text for HTML and pictures: [`model::inert::terminal`], and characters that markup forbids made visible as well.
pub fn shown(text: &str) -> String {
    visible(&model::inert::terminal(text)).into_owned()
}

pub(crate) fn acts(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_would_act_and_leaves_the_rest() {
        assert_eq!(visible("plain\nü\t👩‍💻"), "plain\nü\t👩‍💻");
        assert_eq!(visible("a\u{1b}[31m\u{0}"), "a\\u{1b}[31m\\u{0}");
        assert_eq!(visible("abc\u{202e}gpj\u{ffff}"), "abc\\u{202e}gpj\\u{ffff}");
        assert_eq!(visible("an\u{200b}na\u{2028}"), "an\\u{200b}na\\u{2028}");
        assert_eq!(visible("می\u{200c}خواهم"), "می\u{200c}خواهم");
    }
}
