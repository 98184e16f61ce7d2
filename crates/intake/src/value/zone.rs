//! Time zones: of a column, and as they stand behind a time.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A time zone for times that do not state one.
#[derive(Clone, Debug)]
pub enum Zone {
    /// Seconds east of UTC.
    Fixed(i32),
    /// A zone with summer time.
    Named(Box<TimeZone>),
}

impl Zone {
    /// UTC.
    pub const UTC: Self = Self::Fixed(0);

    /// Reads `UTC`, `EST`, `+02:00` or an IANA name such as `Europe/Berlin`.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim();
        let seconds = match Stated::parse(name) {
            Some(Stated::Offset(seconds)) => Some(seconds),
            Some(Stated::Name(name)) => abbreviated(name),
            None => None,
        };
        if let Some(seconds) = seconds {
            return Some(Self::Fixed(seconds));
        }
        TimeZone::get(name).ok().map(|zone| Self::Named(Box::new(zone)))
    }

    /// Seconds since 1970 when clocks of this zone show `local`; the first time where they show it twice.
    pub(super) fn seconds(&self, local: DateTime) -> Option<i64> {
        match self {
            Self::Fixed(east) => {
                let utc = TimeZone::UTC.to_timestamp(local).ok()?.as_second();
                Some(utc - i64::from(*east))
            }
            Self::Named(zone) => Some(zone.to_ambiguous_timestamp(local).compatible().ok()?.as_second()),
        }
    }

    /// Seconds since 1970 when clocks of a place that calls its time `name` show `local`. Where this zone calls its own
    /// time so then, it is that one; hence a zone settles what `CST` and `IST` mean.
    pub(super) fn seconds_called(&self, name: &str, local: DateTime) -> Option<i64> {
        if let Self::Named(zone) = self {
            let twice = zone.to_ambiguous_timestamp(local);
            let own = [twice.earlier(), twice.later()]
                .into_iter()
                .flatten()
                .find(|at| zone.to_offset_info(*at).abbreviation().eq_ignore_ascii_case(name));
            if let Some(own) = own {
                return Some(own.as_second());
            }
        }
        Self::Fixed(abbreviated(name)?).seconds(local)
    }
}

/// A zone as it stands behind a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stated<'a> {
    /// Seconds east of UTC.
    Offset(i32),
    /// An abbreviation.
    Name(&'a str),
}

impl<'a> Stated<'a> {
    /// Reads `Z`, `UTC`, `+0200`, `-05:00`, `UTC+2`, `EST`, ...
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let text = text.trim().trim_start_matches('(').trim_end_matches(')');
        if ["Z", "UTC", "GMT"].iter().any(|name| name.eq_ignore_ascii_case(text)) {
            return Some(Self::Offset(0));
        }
        let is_name = (2..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphabetic());
        if is_name && (abbreviated(text).is_some() || text.bytes().all(|b| b.is_ascii_uppercase())) {
            return Some(Self::Name(text));
        }
        let rest = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT")).unwrap_or(text);
        signed(rest).map(Self::Offset)
    }
}

/// `+02:00`, `-0500`, `+2`.
fn signed(text: &str) -> Option<i32> {
    let (sign, rest) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some((h, m)) => (h, m),
        None if rest.len() == 4 => (rest.get(..2)?, rest.get(2..)?),
        None => (rest, "0"),
    };
    let (h, m): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let plain = hours.bytes().chain(minutes.bytes()).all(|b| b.is_ascii_digit());
    ((0..=14).contains(&h) && (0..60).contains(&m) && plain).then(|| sign * (h * 3600 + m * 60))
}

/// Abbreviations with one common meaning, in minutes east of UTC: those of the IANA database that it gives to one offset,
/// and older ones of large places that it no longer has (`BRT`, `GST`). `CST` and `PST` are North America's here;
/// a column's own zone goes before this table.
const NAMES: [(&str, i32); 58] = [
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("AKST", -540),
    ("AKDT", -480),
    ("HST", -600),
    ("AST", -240),
    ("ADT", -180),
    ("NST", -210),
    ("NDT", -150),
    ("BRT", -180),
    ("BRST", -120),
    ("ART", -180),
    ("CLT", -240),
    ("CLST", -180),
    ("COT", -300),
    ("PET", -300),
    ("VET", -240),
    ("UYT", -180),
    ("WET", 0),
    ("WEST", 60),
    ("BST", 60),
    ("CET", 60),
    ("CEST", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("TRT", 180),
    ("IDT", 180),
    ("WAT", 60),
    ("CAT", 120),
    ("SAST", 120),
    ("EAT", 180),
    ("GST", 240),
    ("PKT", 300),
    ("NPT", 345),
    ("ICT", 420),
    ("WIB", 420),
    ("WITA", 480),
    ("WIT", 540),
    ("HKT", 480),
    ("SGT", 480),
    ("MYT", 480),
    ("PHT", 480),
    ("AWST", 480),
    ("JST", 540),
    ("KST", 540),
    ("ACST", 570),
    ("ACDT", 630),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
    ("NZDT", 780),
];

/// Abbreviations of large places that are hours apart: only a column's own zone can say which is meant.
const AMBIGUOUS: [(&str, &str); 1] = [("IST", "India, Ireland and Israel")];

/// Seconds east of UTC of an abbreviation.
fn abbreviated(name: &str) -> Option<i32> {
    let (_, minutes) = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some(minutes * 60)
}

/// The abbreviation at the end of `text` that is used by several places, and which those are.
pub fn ambiguous(text: &str) -> Option<(&'static str, &'static str)> {
    let last = text.trim_end().trim_end_matches(')').rsplit([' ', '(']).next()?;
    AMBIGUOUS.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(last))
}
