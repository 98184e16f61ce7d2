//! When an article says it was published.

use crate::value::time::{self, TimeStyle, Zone};
use jiff::civil;
use jiff::fmt::{rfc2822, temporal};
use jiff::tz::{Offset, TimeZone};

/// A time of publication. It is what the publisher writes; nobody has checked it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// As written.
    pub written: String,
    /// The day on the publisher's calendar; `None` where the words were not understood.
    pub date: Option<civil::Date>,
    /// The time of day, where one is stated.
    pub time: Option<civil::Time>,
    /// Its distance from UTC, where one is stated. A zone with a name only (`EST`) is turned into UTC, and this is zero.
    pub offset: Option<Offset>,
    /// Where it was found, such as `JSON-LD datePublished` or `feed pubDate`.
    pub found: &'static str,
}

/// Longest time that is read.
const LONGEST: usize = 100;

impl Published {
    /// Reads `written`; empty text is no time.
    pub(super) fn read(written: &str, found: &'static str) -> Option<Self> {
        let end = written.floor_char_boundary(LONGEST);
        let written = written[..end].split_whitespace().collect::<Vec<_>>().join(" ");
        if written.is_empty() {
            return None;
        }
        let parsed = iso(&written).or_else(|| internet(&written)).or_else(|| words(&written));
        let (date, time, offset) = parsed.map_or((None, None, None), |p| (Some(p.0), p.1, p.2));
        Some(Self { written, date, time, offset, found })
    }
}

type Parsed = (civil::Date, Option<civil::Time>, Option<Offset>);

/// ISO 8601, as in HTML and JSON.
fn iso(written: &str) -> Option<Parsed> {
    static PARSER: temporal::DateTimeParser = temporal::DateTimeParser::new();
    let pieces = PARSER.parse_pieces(written).ok()?;
    Some((pieces.date(), pieces.time(), pieces.to_numeric_offset()))
}

/// RFC 2822 (RFC 822 with years of two digits), as in RSS.
fn internet(written: &str) -> Option<Parsed> {
    static PARSER: rfc2822::DateTimeParser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    let zoned = PARSER.parse_zoned(written).ok()?;
    Some((zoned.date(), Some(zoned.time()), Some(zoned.offset())))
}

/// Anything else that a person may write. `3/4/2024` could be either day and is left alone.
fn words(written: &str) -> Option<Parsed> {
    if written.bytes().all(|b| b.is_ascii_digit()) && !matches!(written.len(), 8 | 14 | 10 | 13) {
        return None;
    }
    let is_ambiguous = written.split(' ').any(|word| {
        let mut parts = word.split('/');
        let number = |part: Option<&str>| part.and_then(|part| part.parse::<u32>().ok());
        matches!((number(parts.next()), number(parts.next())), (Some(1..=12), Some(1..=12)))
    });
    if is_ambiguous {
        return None;
    }
    let (at, precision) = time::parse(written, &TimeStyle::default())?;
    // Read once more with another zone: a time that states its own stays the same.
    let elsewhere = TimeStyle { zone: Zone::Fixed(3600), ..TimeStyle::default() };
    let (other, _) = time::parse(written, &elsewhere)?;
    if !at.is_plausible() {
        return None;
    }
    let there = jiff::Timestamp::from_microsecond(at.0).ok()?.to_zoned(TimeZone::UTC).datetime();
    let is_day = precision == model::Precision::Day;
    let states_zone = at == other && !is_day;
    Some((there.date(), (!is_day).then_some(there.time()), states_zone.then_some(Offset::UTC)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(written: &str, expected: &str) {
        let found = match Published::read(written, "here") {
            None => "nothing".to_owned(),
            Some(Published { date: None, .. }) => "not understood".to_owned(),
            Some(Published { date: Some(date), time, offset, .. }) => {
                let time = time.map_or_else(String::new, |time| format!(" {time}"));
                let offset = offset.map_or_else(String::new, |offset| format!(" {offset}"));
                format!("{date}{time}{offset}")
            }
        };
        assert_eq!(found, expected, "{written}");
    }

    #[test]
    fn times_as_publishers_write_them() {
        check("2024-05-01T12:00:00+02:00", "2024-05-01 12:00:00 +02");
        check("2024-05-01T12:00:00Z", "2024-05-01 12:00:00 +00");
        check("2024-05-01T12:00:00.000+0530", "2024-05-01 12:00:00 +05:30");
        check("2024-05-01 12:00", "2024-05-01 12:00:00");
        check("2024-05-01", "2024-05-01");
        check("Wed, 01 May 2024 12:00:00 -0500", "2024-05-01 12:00:00 -05");
        check("Wed, 01 May 2024 12:00:00 GMT", "2024-05-01 12:00:00 +00");
        // The day of the week is wrong.
        check("Mon, 01 May 2024 12:00:00 +0000", "2024-05-01 12:00:00 +00");
        check("May 1, 2024 8:15 PM", "2024-05-01 20:15:00");
        check("1 May 2024", "2024-05-01");
        check("25/12/2024", "2024-12-25");
        check("3/4/2024", "not understood");
        check("yesterday", "not understood");
        check("2024-13-45", "not understood");
        check(" \n ", "nothing");
        check(&"9".repeat(500), "not understood");
    }
}
