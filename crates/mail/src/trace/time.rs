//! Times as Received and Date fields state them.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use model::time::Timestamp;
use serde::Serialize;
use std::ops::Range;

/// A time as it is stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatedTime {
    /// The moment; `None` when the text cannot be read or its zone is not known.
    pub at: Option<Timestamp>,
    /// The zone as stated.
    pub zone: Zone,
    /// Where the text stands in the message.
    pub span: Range<usize>,
}

/// The zone that a time is stated in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// Minutes ahead of UTC.
    Offset(i16),
    /// `-0000`: UTC, with nothing said about the local zone (RFC 5322, section 3.3).
    Unstated,
    /// A name that does not tell the offset, or an offset that no place has.
    Unknown,
    /// None at all.
    Missing,
    /// The text is no time.
    Unreadable,
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Names of RFC 5322, section 4.3; minutes ahead of UTC. Other names are used for several zones.
const ZONES: [(&str, i16); 12] = [
    ("gmt", 0),
    ("ut", 0),
    ("utc", 0),
    ("z", 0),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
];

/// Reads the forms of RFC 5322 and its obsolete ones, of `asctime`, and `2024-11-05 09:14:02 +0000`.
///
/// `at` is the place of the text in the message.
pub(super) fn read(text: &[u8], at: usize) -> StatedTime {
    const LONGEST: usize = 200;
    let start = text.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let end = start + text[start..].trim_ascii_end().len();
    let seen = &text[start..end.min(start + LONGEST)];
    let mut parts = Parts::default();
    for word in String::from_utf8_lossy(seen)
        .split('(')
        .next()
        .unwrap_or_default()
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
    {
        parts.take(word);
    }
    let span = at + start..at + end;
    match parts.civil() {
        Some(civil) => {
            StatedTime { at: parts.moment(civil), zone: parts.zone.unwrap_or(Zone::Missing), span }
        }
        None => StatedTime { at: None, zone: Zone::Unreadable, span },
    }
}

/// Whether a word can begin a date.
pub(super) fn begins_date(word: &[u8], next: Option<&[u8]>) -> bool {
    let Ok(word) = std::str::from_utf8(word) else { return false };
    let is_day = |text: &str| text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    let month_next =
        next.and_then(|next| std::str::from_utf8(next).ok()).is_some_and(|next| month(next).is_some());
    (word.ends_with(',') && is_weekday(word.trim_end_matches(','))) || (is_day(word) && month_next)
}

#[derive(Default)]
struct Parts {
    day: Option<i8>,
    month: Option<i8>,
    year: Option<i16>,
    clock: Option<(i8, i8, i8)>,
    zone: Option<Zone>,
}

impl Parts {
    /// Words tell by their form what they are, so their order does not matter.
    fn take(&mut self, word: &str) {
        if let Some(number) = month(word) {
            self.month.get_or_insert(number);
        } else if is_weekday(word) {
        } else if self.clock.is_some() && word.starts_with(['+', '-']) {
            self.zone.get_or_insert(offset(word));
        } else if word.contains(':') {
            self.clock = self.clock.or_else(|| clock(word));
        } else if let [year, month, day] = word.split('-').collect::<Vec<_>>()[..] {
            self.year = year.parse().ok();
            self.month = month.parse().ok();
            self.day = day.parse().ok();
        } else if word.bytes().all(|b| b.is_ascii_digit()) {
            if self.day.is_none() {
                self.day = word.parse().ok();
            } else if self.year.is_none() {
                self.year = year(word);
            }
        } else if self.clock.is_some() && word.bytes().all(|b| b.is_ascii_alphabetic()) {
            self.zone.get_or_insert_with(|| named(word));
        }
    }

    fn civil(&self) -> Option<DateTime> {
        let (hour, minute, second) = self.clock?;
        // A leap second is counted as the one before it.
        DateTime::new(self.year?, self.month?, self.day?, hour, minute, second.min(59), 0).ok()
    }

    fn moment(&self, civil: DateTime) -> Option<Timestamp> {
        let ahead = match self.zone? {
            Zone::Offset(minutes) => minutes,
            Zone::Unstated => 0,
            Zone::Unknown | Zone::Missing | Zone::Unreadable => return None,
        };
        let local = civil.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second();
        Timestamp::from_seconds(local - i64::from(ahead) * 60).filter(|at| at.is_plausible())
    }
}

fn month(word: &str) -> Option<i8> {
    let place = MONTHS.iter().position(|month| has_prefix(word, month))?;
    Some(place as i8 + 1)
}

fn is_weekday(word: &str) -> bool {
    WEEKDAYS.iter().any(|day| has_prefix(word, day))
}

/// Whether a word is a name of which three letters are given, or that name in full.
fn has_prefix(word: &str, short: &str) -> bool {
    word.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(short))
        && word.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Years of two and three digits are those of RFC 5322, section 4.3.
fn year(word: &str) -> Option<i16> {
    let year: i16 = word.parse().ok()?;
    Some(match (word.len(), year) {
        (2, 0..=49) => year + 2_000,
        (2 | 3, _) => year + 1_900,
        _ => year,
    })
}

/// `hour:minute`, `hour:minute:second`, with a fraction or without.
fn clock(word: &str) -> Option<(i8, i8, i8)> {
    let mut numbers = word.split(':');
    let hour = numbers.next()?.parse().ok()?;
    let minute = numbers.next()?.parse().ok()?;
    let second = numbers.next().unwrap_or("0").split('.').next()?.parse().ok()?;
    let holds = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..=60).contains(&second);
    (holds && numbers.next().is_none()).then_some((hour, minute, second))
}

fn offset(word: &str) -> Zone {
    let digits: String = word[1..].chars().filter(|&c| c != ':').collect();
    if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Zone::Unknown;
    }
    if word.starts_with('-') && digits == "0000" {
        return Zone::Unstated;
    }
    let number: i16 = digits.parse().unwrap_or(i16::MAX);
    let minutes = number / 100 * 60 + number % 100;
    // From Baker Island to the Line Islands.
    let signed = if word.starts_with('-') { -minutes } else { minutes };
    if number % 100 < 60 && (-720..=840).contains(&signed) { Zone::Offset(signed) } else { Zone::Unknown }
}

fn named(word: &str) -> Zone {
    let known = ZONES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name));
    known.map_or(Zone::Unknown, |&(_, minutes)| Zone::Offset(minutes))
}
