//! What stands in one cell: an id, a time, a list, a piece of text. Used by every table and by JSON.

pub mod ends;
pub mod html;
pub mod ids;
pub mod lists;
pub mod snowflake;
pub mod time;
pub mod zone;

use ends::Ends;

/// Takes off white space, and what is put around text so that a spreadsheet does not take it for a number: the apostrophe
/// before it, or `="..."`.
#[inline]
pub fn tidy(value: &str) -> &str {
    if Ends::of(value.as_bytes()).is_none_or(Ends::are_tidy) {
        return value;
    }
    let value = value.trim();
    if let Some(formula) = value.strip_prefix('=') {
        let inner = ids::unquoted(formula);
        return if inner.len() < formula.len() { inner.trim() } else { value };
    }
    match value.strip_prefix('\'') {
        Some(rest) if !rest.ends_with('\'') => rest.trim_start(),
        _ => value,
    }
}

/// Shortens a value for a message: at most 60 characters, control characters made visible.
pub fn cut(value: &str) -> String {
    let mut out = String::new();
    for (n, c) in value.chars().enumerate() {
        if n == 60 {
            out.push('…');
            break;
        }
        if c.is_control() { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}

/// Whether a cell says "nothing here" in the words of R, pandas, JSON or a database dump.
#[inline(always)]
pub fn is_missing(value: impl AsRef<[u8]>) -> bool {
    let value = value.as_ref();
    Ends::of(value).is_none_or(|ends| ends.may_be_missing() && is_word_for_nothing(value))
}

fn is_word_for_nothing(value: &[u8]) -> bool {
    let words: [&[u8]; 11] =
        [b"NA", b"N/A", b"NaN", b"nan", b"null", b"NULL", b"None", b"none", b"NONE", b"nil", b"\\N"];
    value == b"absent" || value.len() <= 4 && words.contains(&value)
}

/// Whether a cell says yes. Anything that is neither empty nor a no counts as yes, as archives put the id
/// of the original post into columns that ask whether there is one.
pub fn is_yes(value: &str) -> bool {
    let value = value.trim();
    !is_missing(value)
        && !["0", "0.0", "false", "no", "n", "f", "-1"].iter().any(|no| value.eq_ignore_ascii_case(no))
}

/// A counter such as `12`, `12.0` or `1,234`; `None` for anything else.
pub fn count(value: &str) -> Option<i64> {
    let value = value.trim();
    if let Ok(n) = value.parse() {
        return Some(n);
    }
    if let Some((whole, fraction)) = value.split_once('.') {
        if !fraction.is_empty() && fraction.bytes().all(|b| b == b'0') {
            return whole.parse().ok();
        }
        return None;
    }
    let grouped = value.split(',').enumerate().all(|(n, part)| {
        part.bytes().all(|b| b.is_ascii_digit())
            && if n == 0 { (1..=3).contains(&part.len()) } else { part.len() == 3 }
    });
    if grouped { value.replace(',', "").parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters() {
        assert_eq!(count("12"), Some(12));
        assert_eq!(count("0.0"), Some(0));
        assert_eq!(count("1,234,567"), Some(1_234_567));
        assert_eq!(count("1.5"), None);
        assert_eq!(count("1,23"), None);
        assert_eq!(count("many"), None);
    }

    #[test]
    fn what_spreadsheets_need_is_taken_off() {
        let check = |value, expected| assert_eq!(tidy(value), expected);
        check(" a b ", "a b");
        check("'12", "12");
        check("'quoted'", "'quoted'");
        check("=\"12\"", "12");
        check("=A1", "=A1");
        check("=\"a\"&\"b\"", "=\"a\"&\"b\"");
        check("\"said she\"", "\"said she\"");
        check("=", "=");
        check("abc=", "abc=");
    }

    #[test]
    fn yes_no_and_nothing() {
        for no in ["", "0", "False", "no", "NA", "None"] {
            assert!(!is_yes(no), "{no}");
        }
        for yes in ["1", "true", "yes", "914580356430536707"] {
            assert!(is_yes(yes), "{yes}");
        }
    }

    #[test]
    fn messages_show_values_cut_and_inert() {
        assert_eq!(cut("a\u{1b}[31m"), "a\\u{1b}[31m");
        assert_eq!(cut(&"x".repeat(100)).chars().count(), 61);
    }
}
