//! Finding expressions of time. Each is read from its first word on, so the work is linear.

use super::Sense;
use super::words::{self, Unit};
use crate::Analysis;
use jiff::civil::Weekday;
use std::ops::Range;

/// What the words say, before it is known which day that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    /// `March 16`, `3 to 5 May 2031`: days of one month, both included.
    Days { year: Option<i16>, month: i8, from: i8, to: i8 },
    /// `March`, `March 2031`.
    Month { year: Option<i16>, month: i8, which: Which },
    /// `2029`.
    Year(i16),
    /// `Tuesday`, `next Tuesday`.
    Weekday(Weekday, Which),
    /// Days from the day of publication: `yesterday` is -1.
    Day(i64),
    /// `this week`, `last month`: units from the one of publication.
    Period(Unit, i64),
    /// The part of such a period before or after the day of publication: `earlier this year`.
    PartOf(Unit, Part),
    /// `last weekend`, as weeks from the one of publication.
    Weekend(i64),
    /// `a year ago`.
    Ago(i64, Unit),
    /// `two days later`: from the date before it in the article.
    FromPrevious(i64, Unit),
    /// `a day after the ruling`: when that was which the words go on to name.
    Earlier(i64, Unit),
    /// `Election Day`.
    ElectionDay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Earlier,
    Later,
}

/// Which of the days of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// `last Tuesday`.
    Last,
    /// `this Tuesday`.
    This,
    /// `next Tuesday`.
    Next,
    /// `Tuesday`: the sentence decides.
    Open,
}

/// An expression in its place.
#[derive(Clone, Debug)]
pub(super) struct Expression {
    pub time: Time,
    pub sense: Sense,
    /// Its tokens, by their numbers, with the preposition.
    pub tokens: Range<usize>,
    pub range: Range<usize>,
}

/// The words of a text in small letters.
pub(super) struct Words<'a> {
    analysis: &'a Analysis<'a>,
    lower: String,
}

impl<'a> Words<'a> {
    pub fn of(analysis: &'a Analysis<'a>) -> Self {
        Self { analysis, lower: analysis.text.to_ascii_lowercase() }
    }

    /// A word without its possessive ending; empty beyond the last one.
    pub fn at(&self, token: usize) -> &str {
        let word = self.analysis.prose.tokens.get(token).map_or("", |token| &self.lower[token.range()]);
        word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
    }

    fn before(&self, token: usize) -> &str {
        token.checked_sub(1).map_or("", |token| self.at(token))
    }

    fn is_capital(&self, token: usize) -> bool {
        let start = self.analysis.prose.tokens.get(token).map_or(0, |token| token.start);
        self.analysis.text[start..].starts_with(char::is_uppercase)
    }

    /// Where the words of `tokens` stand, without a possessive ending.
    fn range(&self, tokens: &Range<usize>) -> Range<usize> {
        let all = &self.analysis.prose.tokens;
        let start = all.get(tokens.start).map_or(0, |token| token.start);
        let last = tokens.end.saturating_sub(1);
        start..all.get(last).map_or(start, |token| token.start + self.at(last).len())
    }
}

/// All expressions, in order.
pub(super) fn expressions(analysis: &Analysis<'_>) -> Vec<Expression> {
    let words = Words::of(analysis);
    let mut found = Vec::new();
    let mut at = 0;
    while at < analysis.prose.tokens.len() {
        let Some((end, time)) = time(&words, at) else {
            at += 1;
            continue;
        };
        let (sense, lead) = lead(&words, at, time);
        let tokens = at - lead..end;
        let range = words.range(&tokens);
        found.push(Expression { time, sense, tokens, range });
        at = end;
    }
    found
}

/// What the word before an expression makes of it, and how many words of it belong to the expression.
fn lead(words: &Words<'_>, at: usize, time: Time) -> (Sense, usize) {
    if matches!(time, Time::Earlier(..) | Time::FromPrevious(..)) {
        return (Sense::At, 0);
    }
    match words.before(at) {
        "on" | "in" | "during" | "at" => (Sense::At, 1),
        "since" => (Sense::Since, 1),
        "by" | "until" | "till" | "before" => (Sense::Before, 1),
        "of" if at > 1 && words.before(at - 1) == "ahead" => (Sense::Before, 2),
        "after" => (Sense::After, 1),
        _ => (Sense::At, 0),
    }
}

/// The expression that begins with a word, and the token after it.
fn time(words: &Words<'_>, at: usize) -> Option<(usize, Time)> {
    let word = words.at(at);
    let first = word.bytes().next()?;
    if first.is_ascii_digit() {
        return iso(word)
            .map(|time| (at + 1, time))
            .or_else(|| number(words, at))
            .or_else(|| counted(words, at));
    }
    match word {
        "yesterday" => return Some((at + 1, Time::Day(-1))),
        "today" | "tonight" => return Some((at + 1, Time::Day(0))),
        "tomorrow" => return Some((at + 1, Time::Day(1))),
        "last" | "past" | "previous" | "next" | "coming" | "this" | "following" | "same" => {
            return adjective(words, at);
        }
        "earlier" | "later" if words.at(at + 1) == "this" => {
            let part = if word == "earlier" { Part::Earlier } else { Part::Later };
            return words::unit(words.at(at + 2)).map(|unit| (at + 3, Time::PartOf(unit, part)));
        }
        "election" | "polling" if words.at(at + 1) == "day" => return Some((at + 2, Time::ElectionDay)),
        "the" if words.at(at + 1) == "day" => return day_before(words, at),
        _ => {}
    }
    if let Some(day) = words::weekday(word).filter(|_| words.is_capital(at)) {
        return Some((at + 1, Time::Weekday(day, Which::Open)));
    }
    month(words, at).or_else(|| counted(words, at))
}

fn iso(word: &str) -> Option<Time> {
    let mut parts = word.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month = month.parse().ok().filter(|month| month_day(*month, 1))?;
    let day = words::day(day).filter(|&day| month_day(month, day))?;
    let year = Some(words::year(year).filter(|_| parts.next().is_none())?);
    Some(Time::Days { year, month, from: day, to: day })
}

fn month_day(month: i8, day: i8) -> bool {
    let longest = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=longest).contains(&day)
}

/// `March`, `March 2031`, `March 16`, `March 16-18`, `March 16 to 18, 2031`.
fn month(words: &Words<'_>, at: usize) -> Option<(usize, Time)> {
    let word = words.at(at);
    let bare = word.strip_prefix("mid-").unwrap_or(word);
    let full = words::month(bare);
    let month = full.or_else(|| words::short_month(bare))?;
    if !words.is_capital(at) && bare.len() == word.len() {
        return None;
    }
    // `Sept. 4`
    let mut next = at + 1 + usize::from(full.is_none() && words.at(at + 1) == ".");
    let first = words::day(words.at(next)).map(|day| (day, day)).or_else(|| words::days(words.at(next)));
    if let Some((from, mut to)) = first.filter(|&(from, to)| month_day(month, from) && month_day(month, to)) {
        next += 1;
        if from == to
            && matches!(words.at(next), "to" | "and" | "-" | "–" | "through")
            && let Some(last) =
                words::day(words.at(next + 1)).filter(|&day| day > from && month_day(month, day))
        {
            to = last;
            next += 2;
        }
        let (next, year) = year(words, next);
        return Some((next, Time::Days { year, month, from, to }));
    }
    full?;
    let (after, year) = year(words, at + 1);
    // `May` and `March` are other words as well, above all where a sentence begins.
    let is_sure = year.is_some() || bare.len() < word.len() || words::leads_to_a_date(words.before(at));
    let is_name = !matches!(month, 3..=5 | 8) && words.before(at) != "and";
    (is_sure || is_name).then_some((after, Time::Month { year, month, which: Which::Open }))
}

/// A year after a month or day, with or without a comma, and the token after it.
fn year(words: &Words<'_>, at: usize) -> (usize, Option<i16>) {
    for skip in [0, usize::from(words.at(at) == ",")] {
        if let Some(year) = words::year(words.at(at + skip)) {
            return (at + skip + 1, Some(year));
        }
    }
    (at, None)
}

/// `16 March`, `16th of March 2031`, `3 and 5 May`, `3-5 May`, and `2029` after a preposition.
fn number(words: &Words<'_>, at: usize) -> Option<(usize, Time)> {
    let word = words.at(at);
    if let Some(year) = words::year(word) {
        let is_led = words::leads_to_a_date(words.before(at)) && words::unit(words.at(at + 1)).is_none();
        return is_led.then_some((at + 1, Time::Year(year)));
    }
    let (from, mut to) = words::day(word).map(|day| (day, day)).or_else(|| words::days(word))?;
    let mut next = at + 1;
    if from == to
        && matches!(words.at(next), "to" | "and" | "-" | "–")
        && let Some(last) = words::day(words.at(next + 1)).filter(|&day| day > from)
    {
        to = last;
        next += 2;
    }
    next += usize::from(words.at(next) == "of");
    let name = words.at(next);
    let month = words::month(name).or_else(|| words::short_month(name)).filter(|_| words.is_capital(next))?;
    let (next, year) = year(words, next + 1);
    (month_day(month, from) && month_day(month, to)).then_some((next, Time::Days { year, month, from, to }))
}

/// `a year ago`, `two days later`, `a day after`.
fn counted(words: &Words<'_>, at: usize) -> Option<(usize, Time)> {
    let count = words::count(words.at(at))?;
    let unit = words::unit(words.at(at + 1))?;
    let time = match words.at(at + 2) {
        "ago" => Time::Ago(count, unit),
        "later" => Time::FromPrevious(count, unit),
        "earlier" => Time::FromPrevious(-count, unit),
        // `a day after` something: that is so much earlier. `for two days before the vote` says nothing of the kind.
        "after" if !matches!(words.before(at), "for" | "the" | "within" | "in") => Time::Earlier(count, unit),
        _ => return None,
    };
    Some((at + 3, time))
}

/// `last Tuesday`, `this month`, `the following day`, `next March`.
fn adjective(words: &Words<'_>, at: usize) -> Option<(usize, Time)> {
    let noun = words.at(at + 1);
    let which = match words.at(at) {
        "last" | "past" | "previous" => Which::Last,
        "next" | "coming" | "following" => Which::Next,
        _ => Which::This,
    };
    let end = at + 2;
    // `the next day`, `the same week`: counted from a date in the text.
    let counts_from_text =
        words.at(at) == "following" || (words.before(at) == "the" && matches!(noun, "day" | "night"));
    let step = match which {
        Which::Last => -1,
        Which::Next => 1,
        Which::This | Which::Open => 0,
    };
    if let Some(unit) = words::unit(noun).filter(|_| !noun.ends_with('s')) {
        if counts_from_text || words.at(at) == "same" {
            return Some((end, Time::FromPrevious(step, unit)));
        }
        if unit == Unit::Day || (words.before(at) == "the" && words.at(at) != "coming") {
            // `the past year` reaches up to now, `the last week of May` is in May.
            return None;
        }
        return Some((end, Time::Period(unit, step)));
    }
    if words.at(at) == "same" {
        return None;
    }
    match noun {
        "night" if which == Which::Last => return Some((end, Time::Day(-1))),
        "morning" | "afternoon" | "evening" if which == Which::This => return Some((end, Time::Day(0))),
        "weekend" => return Some((end, Time::Weekend(step))),
        _ => {}
    }
    if !words.is_capital(at + 1) {
        return None;
    }
    if let Some(day) = words::weekday(noun) {
        return Some((end, Time::Weekday(day, which)));
    }
    // `last March 16` is left to the day itself.
    let month = words::month(noun).filter(|_| words::day(words.at(end)).is_none())?;
    Some((end, Time::Month { year: None, month, which }))
}

/// `the day before yesterday`, `the day before`, `the day after`.
fn day_before(words: &Words<'_>, at: usize) -> Option<(usize, Time)> {
    let step = match words.at(at + 2) {
        "before" => -1,
        "after" => 1,
        _ => return None,
    };
    match words.at(at + 3) {
        "yesterday" if step < 0 => Some((at + 4, Time::Day(-2))),
        "tomorrow" if step > 0 => Some((at + 4, Time::Day(2))),
        // `the day before the vote` is a day of its own, which needs the date of the vote.
        "." | "," | ";" | "" => Some((at + 3, Time::FromPrevious(step, Unit::Day))),
        _ => None,
    }
}
