//! Times as sources write them: UNIX seconds to microseconds, ISO 8601 with and without a zone, dates with
//! slashes, month names, zone letters.

use super::zone::Stated;
pub use super::zone::Zone;
use model::digits::eight_digits;
use model::{Precision, Timestamp};

/// How to read times of one column.
#[derive(Clone, Debug)]
pub struct TimeStyle {
    /// Zone of times that do not state one.
    pub zone: Zone,
    /// Order of day and month.
    pub order: DayOrder,
}

impl Default for TimeStyle {
    fn default() -> Self {
        Self { zone: Zone::UTC, order: DayOrder::default() }
    }
}

/// Order of day and month in dates that end in the year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DayOrder {
    /// As the separator says, or the other way round where only that is a date. For single times: a column has one order.
    #[default]
    Any,
    /// Month first with slashes, else day first.
    BySeparator,
    /// `25/12/2024`.
    DayFirst,
    /// `12/25/2024`.
    MonthFirst,
}

impl DayOrder {
    /// The order of a column; `None` where nobody says.
    pub fn of_column(day_first: Option<bool>) -> Self {
        match day_first {
            None => Self::BySeparator,
            Some(true) => Self::DayFirst,
            Some(false) => Self::MonthFirst,
        }
    }
}

/// What one date says about the order of day and month in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderSeen {
    /// What stands between its parts.
    pub separator: char,
    /// Whether the day stands first, where the date can be read in one way only.
    pub day_first: Option<bool>,
}

/// What `text` says about the order of day and month. `None` where it is no date that ends in the year, or where day and
/// month are the same.
pub fn day_order(text: &str) -> Option<OrderSeen> {
    let YearLast { first, separator, second, .. } = YearLast::split(text.trim().trim_start_matches('\''))?;
    let day_first = match (first > 12, second > 12) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ if first == second => return None,
        _ => None,
    };
    Some(OrderSeen { separator, day_first })
}

/// Whether this is a bare number as long as a UNIX time in microseconds, or longer. More often it is an id: those of X
/// look like times in nanoseconds.
pub fn may_be_id(text: &str) -> bool {
    text.len() >= 16 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Reads a time. `None` when it is none; the caller judges whether it is plausible.
#[inline(always)]
pub fn parse(text: &str, style: &TimeStyle) -> Option<(Timestamp, Precision)> {
    // The commonest by far: whole seconds since 1970, of this century.
    if let Some((eight, &[tens, ones])) = text.as_bytes().split_first_chunk()
        && eight[0] != b'0'
        && let Some(number) = eight_digits(u64::from_le_bytes(*eight))
        && tens.is_ascii_digit()
        && ones.is_ascii_digit()
    {
        let seconds = number as i64 * 100 + i64::from(tens - b'0') * 10 + i64::from(ones - b'0');
        return Some((Timestamp(seconds * 1_000_000), Precision::Second));
    }
    any(text, style)
}

fn any(text: &str, style: &TimeStyle) -> Option<(Timestamp, Precision)> {
    let text = text.trim().trim_start_matches('\'');
    let bytes = text.as_bytes();
    let (&first, &last) = (bytes.first()?, bytes.last()?);
    if bytes.len() > 64 || !text.is_ascii() {
        return None;
    }
    if first == b'-'
        || (first.is_ascii_digit()
            && bytes.iter().all(|b| b.is_ascii_digit() || *b == b'.')
            && bytes.iter().filter(|b| **b == b'.').count() <= 1)
    {
        return if last == b'.' { None } else { number(text, style) };
    }
    if first.is_ascii_digit() {
        let run = digits(bytes);
        match (run, bytes.get(run)) {
            (4, Some(b'-' | b'/' | b'.')) => return year_first(text, style),
            (1 | 2, Some(b'/' | b'.' | b'-')) if bytes.get(run + 1).is_some_and(u8::is_ascii_digit) => {
                return year_last(text, style);
            }
            (8, Some(b'T')) => return compact(text, style),
            _ => {}
        }
    }
    words(text, style)
}

/// A plain number: UNIX time by magnitude, or a compact date.
fn number(text: &str, style: &TimeStyle) -> Option<(Timestamp, Precision)> {
    let is_compact = (text.len() == 8 || text.len() == 14) && digits(text.as_bytes()) == text.len();
    let date = if is_compact { compact(text, style) } else { None };
    date.or_else(|| unix(text))
}

/// Seconds since 1970 or, where the number is large, smaller parts of them. `None` for anything but a plain number.
pub fn unix(text: &str) -> Option<(Timestamp, Precision)> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let value: i64 = whole.parse().ok()?;
    let (unit, finest) = match value.unsigned_abs() {
        0..100_000_000_000 => (1_000_000, Precision::Second),
        100_000_000_000..100_000_000_000_000 => (1_000, Precision::Millisecond),
        100_000_000_000_000..100_000_000_000_000_000 => (1, Precision::Microsecond),
        // Nanoseconds; what is finer than a microsecond is dropped.
        _ => return Some((Timestamp(value / 1_000), Precision::Microsecond)),
    };
    let micros = value.checked_mul(unit)?;
    if finest != Precision::Second {
        return Some((Timestamp(micros), finest));
    }
    let (part, precision) = fraction_micros(fraction)?;
    let part = if value < 0 { -part } else { part };
    Some((Timestamp(micros.checked_add(part)?), precision))
}

/// Digits behind the point of a second, in microseconds. Zeros alone say nothing about precision: many
/// programs print `.000` behind whole seconds.
fn fraction_micros(digits: &str) -> Option<(i64, Precision)> {
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if digits.bytes().all(|b| b == b'0') {
        return Some((0, Precision::Second));
    }
    let mut micros = 0;
    for n in 0..6 {
        micros = micros * 10 + i64::from(digits.as_bytes().get(n).map_or(0, |b| b - b'0'));
    }
    Some((micros, if digits.len() <= 3 { Precision::Millisecond } else { Precision::Microsecond }))
}

/// `20240501`, `20240501120000`, `20240501T120000Z`.
fn compact(text: &str, style: &TimeStyle) -> Option<(Timestamp, Precision)> {
    let date = Date {
        year: text.get(..4)?.parse().ok()?,
        month: text.get(4..6)?.parse().ok()?,
        day: text.get(6..8)?.parse().ok()?,
    };
    if !(1990..2100).contains(&date.year) {
        return None;
    }
    let rest = text.get(8..)?.trim_start_matches('T');
    if rest.is_empty() {
        return moment(date, Clock::default(), Precision::Day, None, style);
    }
    let clock = Clock {
        hour: rest.get(..2)?.parse().ok()?,
        minute: rest.get(2..4)?.parse().ok()?,
        second: rest.get(4..6)?.parse().ok()?,
        micros: 0,
    };
    let zone = rest.get(6..)?.trim();
    let zone = if zone.is_empty() { None } else { Some(Stated::parse(zone)?) };
    moment(date, clock, Precision::Second, zone, style)
}

/// `2024-05-01`, `2024-05-01 12:00`, `2024-05-01T12:00:00.123Z`.
fn year_first(text: &str, style: &TimeStyle) -> Option<(Timestamp, Precision)> {
    let separator = text.as_bytes()[4];
    let (month, rest) = small(text.get(5..)?)?;
    let rest = rest.strip_prefix(separator as char)?;
    let (day, rest) = small(rest)?;
    let date = Date { year: text.get(..4)?.parse().ok()?, month, day };
    after_date(date, rest, style)
}

/// A date that ends in the year, taken apart.
struct YearLast<'a> {
    first: i64,
    separator: char,
    second: i64,
    year: i64,
    rest: &'a str,
}

impl<'a> YearLast<'a> {
    fn split(text: &'a str) -> Option<Self> {
        let (first, rest) = small(text)?;
        let separator = rest.chars().next().filter(|c| matches!(c, '/' | '.' | '-'))?;
        let (second, rest) = small(&rest[1..])?;
        let rest = rest.strip_prefix(separator)?;
        let run = digits(rest.as_bytes());
        let year: i64 = rest.get(..run)?.parse().ok()?;
        let year = match run {
            4 => year,
            2 => 2000 + year - if year >= 90 { 100 } else { 0 },
            _ => return None,
        };
        Some(Self { first, separator, second, year, rest: &rest[run..] })
    }
}

/// `5/1/24 12:00`, `01.05.2024 12:00:00`, `5/1/2024, 12:00:00 PM`.
fn year_last(text: &str, style: &TimeStyle) -> Option<(Timestamp, Precision)> {
    let YearLast { first, separator, second, year, rest } = YearLast::split(text)?;
    let by_separator = separator != '/';
    let day_first = match style.order {
        DayOrder::DayFirst => true,
        DayOrder::MonthFirst => false,
        DayOrder::Any if first > 12 => true,
        DayOrder::Any if second > 12 => false,
        DayOrder::Any | DayOrder::BySeparator => by_separator,
    };
    let (day, month) = if day_first { (first, second) } else { (second, first) };
    after_date(Date { year, month, day }, rest, style)
}

fn after_date(date: Date, rest: &str, style: &TimeStyle) -> Option<(Timestamp, Precision)> {
    let rest = rest.trim_start_matches(['T', 't', ',', ' ', '_']);
    if rest.is_empty() {
        return moment(date, Clock::default(), Precision::Day, None, style);
    }
    // A bare zone behind a date, as in XML: the day stays a day.
    if !rest.as_bytes()[0].is_ascii_digit() {
        return moment(date, Clock::default(), Precision::Day, Some(Stated::parse(rest)?), style);
    }
    let (mut clock, precision, rest) = clock(rest)?;
    let rest = noon(&mut clock, rest.trim())?;
    let zone = if rest.is_empty() { None } else { Some(Stated::parse(rest)?) };
    moment(date, clock, precision, zone, style)
}

/// `Wed Oct 10 20:19:24 +0000 2018`, `Wed, 10 Oct 2018 20:19:24 GMT`, `October 10, 2018 8:19 PM`.
fn words(text: &str, style: &TimeStyle) -> Option<(Timestamp, Precision)> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let (mut year, mut month, mut day) = (None, None, None);
    let (mut time, mut zone) = (None, None);
    for word in text.split([' ', ',']).filter(|w| !w.is_empty()) {
        let run = digits(word.as_bytes());
        if run == 0 {
            let head = word.get(..3).map(str::to_ascii_lowercase);
            let head = head.as_deref();
            if let Some(n) = MONTHS.iter().position(|m| Some(*m) == head) {
                month = Some(n as i64 + 1);
            } else if DAYS.iter().any(|d| Some(*d) == head) {
                continue;
            } else if word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm") {
                let (clock, _) = time.as_mut()?;
                noon(clock, word)?;
            } else if let Some(stated) = Stated::parse(word) {
                zone = Some(stated);
            } else if !matches!(word, "at" | "·" | "-" | "um") {
                return None;
            }
        } else if word.contains(':') {
            let (found, precision, rest) = clock(word)?;
            let mut found = found;
            let rest = noon(&mut found, rest)?;
            if !rest.is_empty() {
                zone = Some(Stated::parse(rest)?);
            }
            time = Some((found, precision));
        } else if run == word.len() && run == 4 {
            year = Some(word.parse().ok()?);
        } else if run <= 2 && matches!(&word[run..], "" | "." | "st" | "nd" | "rd" | "th") && day.is_none() {
            day = Some(word[..run].parse().ok()?);
        } else {
            return None;
        }
    }
    let date = Date { year: year?, month: month?, day: day? };
    let (clock, precision) = time.unwrap_or((Clock::default(), Precision::Day));
    moment(date, clock, precision, zone, style)
}

struct Date {
    year: i64,
    month: i64,
    day: i64,
}

#[derive(Default)]
struct Clock {
    hour: i64,
    minute: i64,
    second: i64,
    micros: i64,
}

fn digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| b.is_ascii_digit()).count()
}

/// One or two digits and what follows.
fn small(text: &str) -> Option<(i64, &str)> {
    let run = digits(text.as_bytes());
    if !(1..=2).contains(&run) {
        return None;
    }
    Some((text[..run].parse().ok()?, &text[run..]))
}

/// `H:MM`, `HH:MM:SS`, `HH:MM:SS.fff` and what follows.
fn clock(text: &str) -> Option<(Clock, Precision, &str)> {
    let (hour, rest) = small(text)?;
    let (minute, rest) = small(rest.strip_prefix(':')?)?;
    let Some(rest_seconds) = rest.strip_prefix(':') else {
        return Some((Clock { hour, minute, ..Clock::default() }, Precision::Minute, rest));
    };
    let (second, rest) = small(rest_seconds)?;
    let Some(fraction) = rest.strip_prefix(['.', ',']) else {
        return Some((Clock { hour, minute, second, micros: 0 }, Precision::Second, rest));
    };
    let run = digits(fraction.as_bytes());
    let (micros, precision) = fraction_micros(&fraction[..run])?;
    Some((Clock { hour, minute, second, micros }, precision, &fraction[run..]))
}

/// Applies AM or PM at the start of `rest`; returns what follows. `None` when it does not fit the hour.
fn noon<'a>(clock: &mut Clock, rest: &'a str) -> Option<&'a str> {
    let word = rest.get(..2).unwrap_or("");
    let (am, pm) = (word.eq_ignore_ascii_case("am"), word.eq_ignore_ascii_case("pm"));
    if !(am || pm) || rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) {
        return Some(rest);
    }
    if !(1..=12).contains(&clock.hour) {
        return None;
    }
    clock.hour = clock.hour % 12 + if pm { 12 } else { 0 };
    Some(rest[2..].trim_start())
}

/// Puts date, clock and zone together.
fn moment(
    date: Date,
    clock: Clock,
    precision: Precision,
    zone: Option<Stated<'_>>,
    style: &TimeStyle,
) -> Option<(Timestamp, Precision)> {
    let Date { year, month, day } = date;
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let last = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    // 23:59:60 is a leap second: it counts as the first of the next minute, as in UNIX time.
    if !(1..=last).contains(&day) || clock.hour > 23 || clock.minute > 59 || clock.second > 60 {
        return None;
    }
    let seconds = days(year, month, day) * 86_400 + clock.hour * 3_600 + clock.minute * 60 + clock.second;
    let local = || {
        let date = jiff::civil::date(i16::try_from(year).ok()?, month as i8, day as i8);
        Some(date.at(clock.hour as i8, clock.minute as i8, clock.second.min(59) as i8, 0))
    };
    let seconds = match (zone, &style.zone) {
        (Some(Stated::Offset(east)), _) => seconds - i64::from(east),
        (None, Zone::Fixed(east)) => seconds - i64::from(*east),
        (Some(Stated::Name(name)), zone) => zone.seconds_called(name, local()?)?,
        (None, zone) => zone.seconds(local()?)?,
    };
    Some((Timestamp(seconds * 1_000_000 + clock.micros), precision))
}

/// Days from 1970-01-01 to a date of the Gregorian calendar (Hinnant, "chrono-compatible low-level date
/// algorithms", 2013).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_with(text: &str, style: &TimeStyle, expected: &str) {
        let found = match parse(text, style) {
            Some((at, precision)) => format!("{} {}", at.rfc3339(), precision.name()),
            None => "no time".to_owned(),
        };
        assert_eq!(found, expected, "{text}");
    }

    fn style(zone: &str) -> TimeStyle {
        TimeStyle { zone: Zone::parse(zone).expect("known"), ..TimeStyle::default() }
    }

    fn check(text: &str, expected: &str) {
        check_with(text, &TimeStyle::default(), expected);
    }

    #[test]
    fn unix_times_by_magnitude() {
        check("1606451170", "2020-11-27T04:26:10Z second");
        check("1606451170.518101", "2020-11-27T04:26:10.518101Z microsecond");
        check("1606451170.5", "2020-11-27T04:26:10.5Z millisecond");
        check("1606451170.0", "2020-11-27T04:26:10Z second");
        check("1606451170518", "2020-11-27T04:26:10.518Z millisecond");
        check("1606451170518101", "2020-11-27T04:26:10.518101Z microsecond");
        check("1606451170518101999", "2020-11-27T04:26:10.518101Z microsecond");
        check("59", "1970-01-01T00:00:59Z second");
        check("1.6064E+09", "no time");
    }

    #[test]
    fn iso() {
        check("2020-11-27T04:26:10Z", "2020-11-27T04:26:10Z second");
        check("2020-11-27T04:26:10.000Z", "2020-11-27T04:26:10Z second");
        check("2020-11-27T04:26:10.123+02:00", "2020-11-27T02:26:10.123Z millisecond");
        check("2020-11-27 04:26:10 UTC", "2020-11-27T04:26:10Z second");
        check("2020-11-27 04:26", "2020-11-27T04:26:00Z minute");
        check("2020-11-27", "2020-11-27T00:00:00Z day");
        check("2020/11/27 04:26:10", "2020-11-27T04:26:10Z second");
        check("20201127T042610Z", "2020-11-27T04:26:10Z second");
        check("20201127042610", "2020-11-27T04:26:10Z second");
        check("20201127", "2020-11-27T00:00:00Z day");
        check("2021-02-29 00:00", "no time");
        check("2020-13-01", "no time");
        check("2020-11-27 25:00", "no time");
    }

    #[test]
    fn spreadsheet_dates() {
        check("10/1/17 19:58", "2017-10-01T19:58:00Z minute");
        check("10/1/2017 7:58:01 PM", "2017-10-01T19:58:01Z second");
        check("25/12/2017 19:58", "2017-12-25T19:58:00Z minute");
        check("01.10.2017 19:58", "2017-10-01T19:58:00Z minute");
        check("'10/1/17 19:58", "2017-10-01T19:58:00Z minute");
        check_with(
            "1/10/17 19:58",
            &TimeStyle { zone: Zone::UTC, order: DayOrder::DayFirst },
            "2017-10-01T19:58:00Z minute",
        );
    }

    #[test]
    fn words_and_zones() {
        check("Wed Oct 10 20:19:24 +0000 2018", "2018-10-10T20:19:24Z second");
        check("Wed, 10 Oct 2018 20:19:24 GMT", "2018-10-10T20:19:24Z second");
        check("Oct 10, 2018 8:19 PM", "2018-10-10T20:19:00Z minute");
        check("2020-07-01 12:00:00 EDT", "2020-07-01T16:00:00Z second");
        check("2020-01-01 12:00:00 EST", "2020-01-01T17:00:00Z second");
        check("2020-01-01 12:00:00 UTC+2", "2020-01-01T10:00:00Z second");
        check("2020-01-01 12:00:00 XYZ", "no time");
        let berlin = style("Europe/Berlin");
        check_with("2020-07-01 12:00:00", &berlin, "2020-07-01T10:00:00Z second");
        check_with("2020-01-01 12:00:00.25", &berlin, "2020-01-01T11:00:00.25Z millisecond");
        check_with("2020-01-01 12:00:00Z", &berlin, "2020-01-01T12:00:00Z second");
    }

    #[test]
    fn a_column_has_one_order_of_day_and_month() {
        let ordered = |order, text, expected: &str| {
            check_with(text, &TimeStyle { order, ..TimeStyle::default() }, expected);
        };
        let (third_of_april, fourth_of_march) =
            ("2024-04-03T08:00:00Z minute", "2024-03-04T08:00:00Z minute");
        ordered(DayOrder::Any, "25/04/2024 08:00", "2024-04-25T08:00:00Z minute");
        ordered(DayOrder::Any, "04/25/2024 08:00", "2024-04-25T08:00:00Z minute");
        ordered(DayOrder::DayFirst, "03/04/2024 08:00", third_of_april);
        ordered(DayOrder::DayFirst, "04/25/2024 08:00", "no time");
        ordered(DayOrder::MonthFirst, "03.04.2024 08:00", fourth_of_march);
        ordered(DayOrder::MonthFirst, "25/04/2024 08:00", "no time");
        ordered(DayOrder::BySeparator, "03/04/2024 08:00", fourth_of_march);
        ordered(DayOrder::BySeparator, "03.04.2024 08:00", third_of_april);
        ordered(DayOrder::BySeparator, "25/04/2024 08:00", "no time");
        let seen = |text| day_order(text).map(|seen| (seen.separator, seen.day_first));
        assert_eq!(seen("25/04/2024 08:00"), Some(('/', Some(true))));
        assert_eq!(seen("'4/25/24"), Some(('/', Some(false))));
        assert_eq!(seen("03-04-2024"), Some(('-', None)));
        assert_eq!(seen("04/04/2024"), None);
        assert_eq!(seen("2024-04-03"), None);
        assert_eq!(seen("10:20"), None);
    }

    #[test]
    fn abbreviations_that_several_places_use_are_settled_by_the_zone_of_the_column() {
        check("2021-07-05 10:00:10 BST", "2021-07-05T09:00:10Z second");
        check("2021-07-05 10:00:10 SAST", "2021-07-05T08:00:10Z second");
        check("2021-07-05 10:00:10 ACST", "2021-07-05T00:30:10Z second");
        check("2021-07-05 10:00:10 IST", "no time");
        check("2021-07-05 10:00:10 CST", "2021-07-05T16:00:10Z second");
        check_with("2021-07-05 10:00:10 IST", &style("Asia/Kolkata"), "2021-07-05T04:30:10Z second");
        check_with("2021-07-05 10:00:10 IST", &style("Europe/Dublin"), "2021-07-05T09:00:10Z second");
        check_with("2021-07-05 10:00:10 IST", &style("America/New_York"), "no time");
        check_with("2021-07-05 10:00:10 CST", &style("Asia/Shanghai"), "2021-07-05T02:00:10Z second");
        // Clocks are put back: the same hour twice, under two names.
        check_with("2021-11-07 01:30:00 EDT", &style("America/New_York"), "2021-11-07T05:30:00Z second");
        check_with("2021-11-07 01:30:00 EST", &style("America/New_York"), "2021-11-07T06:30:00Z second");
    }

    #[test]
    fn far_years_and_nonsense() {
        assert_eq!(parse("2020-11-27T04:26:10+999999999:00", &TimeStyle::default()), None);
        let far = parse("30000-01-01", &TimeStyle::default());
        assert!(far.is_none_or(|(at, _)| !at.is_plausible()));
        for text in [
            "",
            " ",
            "-",
            ".",
            "--",
            "9999999999999999999999",
            "noon",
            "1/2",
            "2020-",
            "2020-1",
            "٢٠٢٠-٠١-٠١",
            "10:00",
            "-9223372036854775808",
        ] {
            assert!(parse(text, &TimeStyle::default()).is_none_or(|(at, _)| !at.is_plausible()), "{text}");
        }
    }

    #[test]
    fn days_agree_with_the_calendar() {
        for (year, month, day) in [(1970, 1, 1), (2000, 2, 29), (2024, 12, 31), (1990, 3, 1), (2099, 6, 15)] {
            let date = jiff::civil::date(year, month, day);
            let since = jiff::civil::date(1970, 1, 1).until(date).expect("in range").get_days();
            assert_eq!(days(i64::from(year), i64::from(month), i64::from(day)), i64::from(since));
        }
    }
}
