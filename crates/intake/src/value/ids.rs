//! Ids are text. A spreadsheet that opened and saved a file has turned long ones into numbers of 15 or 16
//! digits, so that different posts and accounts share one id: such ids are found here, and never used.

/// What is wrong with an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// `914.0`: a whole number small enough (up to 2^53) to be exact in spite of the `.0`.
    Suffix,
    /// `9.1458E+17`, or `.0` behind a number that is too long: digits are lost.
    Rounded,
}

/// Looks for damage. Hexadecimal ids such as `60e19015` are sound.
#[inline]
pub fn damage(id: &str) -> Option<Damage> {
    if looks_sound(id.as_bytes()) { None } else { slow(id) }
}

/// Whether it takes no more than a glance: damaged ids begin as numbers do, and have a point, a decimal comma or `E+`.
#[inline]
pub fn looks_sound(id: &[u8]) -> bool {
    !matches!(id.first(), Some(b'0'..=b'9' | b'-')) || !id.iter().any(|b| matches!(b, b'.' | b',' | b'+'))
}

#[cold]
fn slow(id: &str) -> Option<Damage> {
    let id = id.strip_prefix('-').unwrap_or(id);
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let number = |s: &str| match s.split_once(['.', ',']) {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(s),
    };
    if let Some((mantissa, exponent)) = id.split_once(['e', 'E']) {
        let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
        return (number(mantissa) && digits(exponent) && exponent.len() <= 3).then_some(Damage::Rounded);
    }
    let (whole, fraction) = id.split_once('.')?;
    if !digits(whole) || fraction.is_empty() || !fraction.bytes().all(|b| b == b'0') {
        return None;
    }
    let exact = whole.len() <= 16 && whole.parse::<u64>().is_ok_and(|n| n <= 1 << 53);
    Some(if exact { Damage::Suffix } else { Damage::Rounded })
}

/// Whether an id of 16 digits or more ends in at least `len - 15` zeros, as numbers do that went through a
/// spreadsheet. One id in a thousand or so does by chance: judge the share, not the single id.
#[inline]
pub fn ends_rounded(id: &str) -> bool {
    let bytes = id.as_bytes();
    (18..=20).contains(&bytes.len()) && bytes[15..].iter().all(|b| *b == b'0') && bytes[0].is_ascii_digit()
}

/// The id that follows one of `markers` in a link: the longest run of digits, or of letters, digits, `_`
/// and `-` where the marker ends in `=` or `/` and no digit follows. An empty marker stands for the last
/// part of the path.
pub fn after_marker<'a>(link: &'a str, markers: &[String]) -> Option<&'a str> {
    for marker in markers {
        if marker.is_empty() {
            let path = link.split(['?', '#']).next().unwrap_or(link).trim_end_matches('/');
            let last = path.rsplit('/').next().unwrap_or(path);
            if !last.is_empty() && path.len() > last.len() {
                return Some(last);
            }
            continue;
        }
        if let Some(at) = link.find(marker.as_str()) {
            let rest = &link[at + marker.len()..];
            let end = rest
                .bytes()
                .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')))
                .unwrap_or(rest.len());
            if end > 0 {
                return Some(&rest[..end]);
            }
        }
    }
    None
}

/// An id without the quotes that were put around it, beyond those of the file's format, to keep it text.
#[inline]
pub fn unquoted(id: &str) -> &str {
    if !id.starts_with('"') {
        return id;
    }
    let inner = id.strip_prefix('"').and_then(|id| id.strip_suffix('"'));
    inner.filter(|id| !id.contains('"')).unwrap_or(id)
}

/// Whether `link` leads to `host` or to a part of it, such as `www.` and `mobile.` before its name.
pub fn links_to(link: &str, host: &str) -> bool {
    let rest = link.trim().split_once("://").map_or(link.trim(), |(_, rest)| rest);
    let found = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let Some(at) = found.len().checked_sub(host.len()) else { return false };
    found.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(host))
        && (at == 0 || found.as_bytes()[at - 1] == b'.')
}

/// A number as the text of an id: whole numbers up to 2^53 exactly, anything else in scientific notation,
/// which [`damage`] then refuses.
pub fn from_float(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0 {
        format!("{}", value as i64)
    } else {
        let text = format!("{value:E}");
        match text.split_once('E') {
            Some((mantissa, exponent)) if value.abs() >= 1.0 && value.fract() == 0.0 => {
                format!("{mantissa}E+{exponent}")
            }
            _ => format!("{value}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_told_from_odd_but_sound_ids() {
        let check = |id: &str, expected: Option<Damage>| assert_eq!(damage(id), expected, "{id}");
        check("914580356430536707", None);
        check("9.1458E+17", Some(Damage::Rounded));
        check("9,1458E+17", Some(Damage::Rounded));
        check("9.06e17", Some(Damage::Rounded));
        check("9E+17", Some(Damage::Rounded));
        check("914580356430536707.0", Some(Damage::Rounded));
        check("12345.0", Some(Damage::Suffix));
        check("9007199254740992.0", Some(Damage::Suffix));
        check("9007199254740993.0", Some(Damage::Rounded));
        // hexadecimal, versions, dates, handles and addresses are ids too
        for sound in [
            "60e19015",
            "1e5",
            "114e22f1b2b648528277b76f0b0224e7",
            "3.14",
            "1.2.3",
            "2024-05-01",
            "0a.b",
            "7,8",
            "",
        ] {
            check(sound, None);
        }
    }

    #[test]
    fn ids_out_of_links() {
        let markers = ["/statuses/".to_owned(), "/status/".to_owned()];
        let check = |link, expected| assert_eq!(after_marker(link, &markers), expected);
        check("https://twitter.com/1/statuses/914580356430536707", Some("914580356430536707"));
        check("https://x.com/a/status/12?s=20", Some("12"));
        check("https://example.org/", None);
        assert_eq!(after_marker("https://example.org/p/AbC_1/", &[String::new()]), Some("AbC_1"));
    }

    #[test]
    fn quotes_around_ids() {
        let check = |id, expected| assert_eq!(unquoted(id), expected);
        check("\"12\"", "12");
        check("\"12", "\"12");
        check("\"", "\"");
        check("\"a\"b\"", "\"a\"b\"");
        check("12", "12");
    }

    #[test]
    fn links_lead_to_hosts() {
        let check = |link, expected| assert_eq!(links_to(link, "x.com"), expected, "{link}");
        check("https://x.com/a/status/12", true);
        check("HTTP://www.X.com", true);
        check("x.com/a", true);
        check("https://x.com:443/a", true);
        check("https://fax.com/a", false);
        check("https://news.example/x.com/status/1", false);
        check("https://x.com@news.example/status/1", false);
        check("https://x.com.news.example/", false);
        check("", false);
    }

    #[test]
    fn floats_are_exact_or_refused() {
        assert_eq!(from_float(12.0), "12");
        assert_eq!(from_float(9_007_199_254_740_992.0), "9007199254740992");
        assert_eq!(damage(&from_float(914_580_356_430_536_707.0)), Some(Damage::Rounded));
        assert_eq!(from_float(1.5), "1.5");
    }

    #[test]
    fn rounded_endings() {
        assert!(ends_rounded("914580356430536000"));
        assert!(!ends_rounded("914580356430536707"));
        assert!(!ends_rounded("1000000000000000"));
    }
}
