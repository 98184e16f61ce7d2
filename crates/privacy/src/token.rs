//! Pieces of sentences: words, numbers, dates, and what looks like an address or a number to call.

use std::net::IpAddr;

/// Characters of words; ids and handles are words, too.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The letters and digits with which `text` begins.
pub(crate) fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !is_word(c)).unwrap_or(text.len());
    &text[..end]
}

/// Length of the beginning of `text` that is `wanted` in any case.
pub(crate) fn folded_prefix(text: &str, wanted: &str) -> Option<usize> {
    let mut left = text.char_indices();
    for c in wanted.chars() {
        let (_, found) = left.next()?;
        if found != c && !found.to_lowercase().eq(c.to_lowercase()) {
            return None;
        }
    }
    Some(left.next().map_or(text.len(), |(at, _)| at))
}

/// What a piece without spaces is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// A number or a date: says nothing about who.
    Plain,
    Link,
    Address,
    Handle,
    Ip,
    /// Has a dot between letters: a host or a file.
    Dotted,
    /// Digits among other characters, or many digits.
    Id,
    /// Letters, hyphens and the like.
    Words,
}

/// Digits of the longest number that stays as it is.
const LONGEST_NUMBER: usize = 6;

impl Token {
    pub fn of(token: &str) -> Self {
        let has_digit = token.bytes().any(|b| b.is_ascii_digit());
        match token {
            t if t.contains("://") || t.starts_with("www.") => Self::Link,
            t if t.starts_with('@') => Self::Handle,
            t if t.contains('@') => Self::Address,
            t if t.parse::<IpAddr>().is_ok() => Self::Ip,
            t if is_number(t) || is_time(t) => Self::Plain,
            t if has_inner_dot(t) => Self::Dotted,
            t if has_digit || t.contains(['/', '\\']) => Self::Id,
            _ => Self::Words,
        }
    }
}

fn has_inner_dot(token: &str) -> bool {
    let chars: Vec<char> = token.chars().collect();
    chars.windows(3).any(|w| w[1] == '.' && w[0].is_alphanumeric() && w[2].is_alphanumeric())
}

/// `12`, `1,832`, `0.05`, `2e-9`, `-1.5`, `95%`.
fn is_number(token: &str) -> bool {
    let token = token.strip_suffix('%').unwrap_or(token);
    let token = token.strip_prefix(['-', '+']).unwrap_or(token);
    let (mantissa, exponent) = token.split_once('e').unwrap_or((token, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let is_grouped =
        digits(first) && first.len() <= 3 && groups.all(|group| digits(group) && group.len() == 3);
    let is_short = digits(whole) && whole.len() <= LONGEST_NUMBER;
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    (is_grouped || is_short) && digits(fraction) && digits(exponent) && exponent.len() <= 4
}

/// `2024-05-01`, alone or with a time behind it.
fn is_time(token: &str) -> bool {
    let shape: String = token.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    match shape.strip_prefix("0000-00-00") {
        Some("") => true,
        Some(time) => {
            let Some(time) = time.strip_prefix('T') else { return false };
            let time = time.strip_suffix('Z').unwrap_or(time);
            let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
            matches!(time, "00:00" | "00:00:00") && fraction.len() <= 9 && fraction.bytes().all(|b| b == b'0')
        }
        None => matches!(shape.as_str(), "00:00" | "00:00:00"),
    }
}

/// Length of what looks like a number to call at the beginning of `text`: seven digits or more with signs and spaces
/// between them, no date and no plain numbers side by side.
pub(crate) fn phone(text: &str) -> Option<usize> {
    let is_part =
        |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '-' | '.' | '(' | ')' | '+' | '/');
    let end = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    let run = text[..end].trim_end_matches(|c: char| !c.is_ascii_digit());
    // The last piece goes on as a word or a time: it is no part of the number.
    let goes_on = text[run.len()..].chars().next().is_some_and(|c| is_word(c) || c == ':');
    let run = match goes_on {
        true => {
            run.trim_end_matches(|c: char| !c.is_whitespace()).trim_end_matches(|c: char| !c.is_ascii_digit())
        }
        false => run,
    };
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    let first = run.split([' ', '\u{a0}']).next().unwrap_or_default();
    let is_plain = first.parse::<IpAddr>().is_ok()
        || is_time(first)
        || run.split(' ').all(|piece| is_number(piece) && piece.contains('.'));
    (digits >= 7 && !is_plain).then_some(run.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_told_apart() {
        let check = |token: &str, expected: Token| assert_eq!(Token::of(token), expected, "{token}");
        for plain in
            ["12", "1,832", "0.05", "2e-9", "-1.5", "95%", "2024-05-01", "2023-09-13T09:00:00Z", "09:30"]
        {
            check(plain, Token::Plain);
        }
        check("https://lamps.example/~wren", Token::Link);
        check("wren@quay.example", Token::Address);
        check("@wren", Token::Handle);
        check("198.51.100.25", Token::Ip);
        check("2001:db8::1", Token::Ip);
        check("mx.quay.example", Token::Dotted);
        check("wren-list.csv", Token::Dotted);
        check("1200003960224478677", Token::Id);
        check("user50077101", Token::Id);
        check("12,3456", Token::Id);
        check("x/wren", Token::Id);
        check("co-share", Token::Words);
    }

    #[test]
    fn numbers_to_call_are_found() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(phone(text).map(|end| &text[..end]), expected, "{text}");
        };
        check("+44 20 7946 0958 was", Some("+44 20 7946 0958"));
        check("(01632) 960-123.", Some("(01632) 960-123"));
        check("555-0142 or", Some("555-0142"));
        check("2023-09-04 to", None);
        check("2023-09-13T09:00:00Z", None);
        check("198.51.100.25 connected", None);
        check("555 0142 17x", Some("555 0142"));
        check("45 of 77", None);
        check("1,832 actions", None);
    }
}
