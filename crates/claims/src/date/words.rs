//! Words of time.

use jiff::civil::Weekday;

/// A unit in which time is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Year,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Short names as agencies print them. `mar` and `may` are words and names of their own too.
const SHORT_MONTHS: [(&str, i8); 10] = [
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("aug", 8),
    ("sep", 9),
    ("sept", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// Names of months and days, and the short ones.
pub(crate) fn calendar() -> impl Iterator<Item = &'static str> {
    let days = WEEKDAYS.iter().map(|&(name, _)| name);
    MONTHS.into_iter().chain(SHORT_MONTHS.iter().map(|&(name, _)| name)).chain(days)
}

const NUMBERS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// The number of a month by its full name.
pub(super) fn month(word: &str) -> Option<i8> {
    MONTHS.iter().position(|&name| name == word).map(|at| at as i8 + 1)
}

/// The number of a month by its short name, which only counts beside a day.
pub(super) fn short_month(word: &str) -> Option<i8> {
    SHORT_MONTHS.iter().find(|(name, _)| *name == word).map(|&(_, month)| month)
}

pub(super) fn weekday(word: &str) -> Option<Weekday> {
    // All of them end so; most words of a text do not.
    if !word.ends_with("day") {
        return None;
    }
    WEEKDAYS.iter().find(|(name, _)| *name == word).map(|&(_, day)| day)
}

pub(super) fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "day" | "days" => Unit::Day,
        "week" | "weeks" => Unit::Week,
        "month" | "months" => Unit::Month,
        "year" | "years" => Unit::Year,
        _ => return None,
    })
}

/// A count before a unit: `a`, `two`, `14`.
pub(super) fn count(word: &str) -> Option<i64> {
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.parse().ok().filter(|&count| count < 10_000);
    }
    NUMBERS.iter().position(|&name| name == word).map(|at| at as i64 + 1)
}

/// A day of a month: `4`, `16th`.
pub(super) fn day(word: &str) -> Option<i8> {
    let digits = word.strip_suffix("st").or_else(|| word.strip_suffix("nd")).unwrap_or(word);
    let digits = digits.strip_suffix("rd").or_else(|| digits.strip_suffix("th")).unwrap_or(digits);
    let is_short = matches!(digits.len(), 1 | 2) && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|day| is_short && (1..=31).contains(day))
}

/// Two days of a month in one word: `16-18`.
pub(super) fn days(word: &str) -> Option<(i8, i8)> {
    let (from, to) = word.split_once('-')?;
    Some((day(from)?, day(to)?)).filter(|(from, to)| from < to)
}

/// A year that news may speak of.
pub(super) fn year(word: &str) -> Option<i16> {
    let is_year = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    word.parse().ok().filter(|year| is_year && (1800..=2199).contains(year))
}

/// Words after which four digits are a year and a name of a month is no name of something else.
pub(super) fn leads_to_a_date(word: &str) -> bool {
    matches!(
        word,
        "in" | "since"
            | "by"
            | "until"
            | "till"
            | "before"
            | "after"
            | "during"
            | "from"
            | "of"
            | "early"
            | "late"
            | "mid"
            | "and"
            | "to"
            | "between"
            | "this"
            | "last"
            | "next"
    )
}

/// Words after which an event is yet to come: `will`, `is due`, `plans to`.
pub(super) fn looks_ahead(word: &str) -> bool {
    matches!(
        word,
        "will"
            | "would"
            | "shall"
            | "won't"
            | "won’t"
            | "wouldn't"
            | "wouldn’t"
            | "due"
            | "expected"
            | "expects"
            | "scheduled"
            | "planned"
            | "plans"
            | "plan"
            | "planning"
            | "slated"
            | "upcoming"
            | "coming"
            | "hopes"
            | "intends"
            | "intend"
            | "going"
            | "ahead"
            | "can"
            | "must"
            | "should"
            | "may"
            | "might"
    ) || word.ends_with("'ll")
        || word.ends_with("’ll")
}

/// Past forms that do not end in `-ed`, of the verbs that news uses most.
const PAST: [&str; 58] = [
    "was",
    "were",
    "had",
    "said",
    "told",
    "wrote",
    "did",
    "made",
    "met",
    "held",
    "took",
    "gave",
    "began",
    "found",
    "came",
    "went",
    "saw",
    "heard",
    "left",
    "won",
    "lost",
    "sent",
    "spoke",
    "broke",
    "brought",
    "bought",
    "built",
    "chose",
    "drew",
    "fell",
    "felt",
    "flew",
    "fought",
    "got",
    "grew",
    "kept",
    "knew",
    "laid",
    "led",
    "meant",
    "paid",
    "ran",
    "rose",
    "sat",
    "set",
    "shot",
    "showed",
    "sold",
    "spent",
    "stood",
    "swore",
    "thought",
    "threw",
    "understood",
    "put",
    "struck",
    "became",
    "withdrew",
];

/// Whether a word is, or looks like, the past form of a verb.
pub(super) fn is_past(word: &str) -> bool {
    (word.len() > 4 && word.ends_with("ed")) || PAST.contains(&word)
}

/// What a people votes in: a date beside one of these is a day of election.
pub(super) fn is_vote(word: &str) -> bool {
    matches!(
        word,
        "election" | "elections" | "vote" | "ballot" | "referendum" | "poll" | "polls" | "runoff" | "run-off"
    )
}
