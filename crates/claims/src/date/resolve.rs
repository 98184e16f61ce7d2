//! From what the words say to days.

use super::read::{Expression, Part, Time, Which, Words};
use super::words::{self, Unit};
use super::{Basis, DateMention, Sense};
use crate::Analysis;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::ops::Range;

/// On which side of the day of publication something lies, as far as its sentence tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Past,
    Ahead,
    Unknown,
}

/// First and last day.
type Days = (Date, Date);

pub(super) fn resolve(
    analysis: &Analysis<'_>,
    expressions: &[Expression],
    published: Option<Date>,
) -> Vec<DateMention> {
    let words = Words::of(analysis);
    let mut mentions: Vec<DateMention> = Vec::with_capacity(expressions.len());
    // The last date before an expression from which `two days later` counts.
    let mut previous: Option<Days> = None;
    for expression in expressions {
        let days = match expression.time {
            Time::FromPrevious(count, unit) => previous.and_then(|days| moved(days, count, unit)),
            Time::Earlier(count, unit) => {
                let same_sentence = mentions
                    .last()
                    .filter(|last| {
                        sentence_of(analysis, last.range.start)
                            == sentence_of(analysis, expression.range.start)
                    })
                    .and_then(|last| last.from.zip(last.to));
                same_sentence.or(published.map(|day| (day, day))).and_then(|days| moved(days, -count, unit))
            }
            Time::ElectionDay => None,
            time => days(time, published, || side(analysis, &words, expression)),
        };
        let basis = match expression.time {
            Time::Days { year: Some(_), .. } | Time::Month { year: Some(_), .. } | Time::Year(_) => {
                Basis::Stated
            }
            Time::FromPrevious(..) | Time::Earlier(..) | Time::ElectionDay => Basis::OtherDate,
            _ => Basis::Publication,
        };
        // Ages and years of things long past are no days from which a story counts on.
        if let Some(days) = days.filter(|_| !matches!(expression.time, Time::Year(_) | Time::Month { .. })) {
            previous = Some(days);
        }
        mentions.push(DateMention {
            range: expression.range.clone(),
            from: days.map(|(from, _)| from),
            to: days.map(|(_, to)| to),
            basis,
            sense: expression.sense,
        });
    }
    if expressions.iter().any(|expression| expression.time == Time::ElectionDay) {
        date_elections(&words, expressions, &mut mentions);
    }
    mentions
}

fn sentence_of(analysis: &Analysis<'_>, at: usize) -> usize {
    analysis.prose.sentences.partition_point(|sentence| sentence.end <= at)
}

/// The days that a time means; `side` is only asked where it matters.
fn days(time: Time, published: Option<Date>, side: impl Fn() -> Side) -> Option<Days> {
    match time {
        Time::Days { year: Some(year), month, from, to } => days_of(year, month, from, to),
        Time::Month { year: Some(year), month, .. } => month_of(year, month),
        Time::Year(year) => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        _ => relative(time, published?, side),
    }
}

fn relative(time: Time, published: Date, side: impl Fn() -> Side) -> Option<Days> {
    match time {
        Time::Days { year: None, month, from, to } => {
            nearest(published, Side::Unknown, |year| days_of(year, month, from, to))
        }
        Time::Month { month, which, .. } => {
            let side = match which {
                Which::Last => Side::Past,
                Which::Next => Side::Ahead,
                Which::This => return month_of(published.year(), month),
                Which::Open => side(),
            };
            nearest(published, side, |year| month_of(year, month))
        }
        Time::Weekday(day, which) => {
            let date = match which {
                Which::Last => published.nth_weekday(-1, day).ok()?,
                Which::Next => published.nth_weekday(1, day).ok()?,
                Which::This => ahead(published, day)?,
                Which::Open if side() == Side::Ahead => ahead(published, day)?,
                Which::Open if published.weekday() == day => published,
                Which::Open => published.nth_weekday(-1, day).ok()?,
            };
            Some((date, date))
        }
        Time::Day(count) => moved((published, published), count, Unit::Day),
        Time::Period(unit, count) => period(published, unit, count),
        Time::PartOf(unit, part) => {
            let (from, to) = period(published, unit, 0)?;
            Some(match part {
                Part::Earlier => (from, published),
                Part::Later => (published, to),
            })
        }
        Time::Weekend(count) => {
            let (monday, sunday) = period(published, Unit::Week, count)?;
            Some((monday.checked_add(5.days()).ok()?, sunday))
        }
        Time::Ago(count, unit) => {
            let (day, _) = moved((published, published), -count, unit)?;
            // `a year ago` is not meant to the day.
            match unit {
                Unit::Day => Some((day, day)),
                Unit::Week => period(day, Unit::Week, 0),
                Unit::Month | Unit::Year => period(day, Unit::Month, 0),
            }
        }
        _ => None,
    }
}

/// The first such day from `published` on.
fn ahead(published: Date, day: Weekday) -> Option<Date> {
    if published.weekday() == day { Some(published) } else { published.nth_weekday(1, day).ok() }
}

fn days_of(year: i16, month: i8, from: i8, to: i8) -> Option<Days> {
    Some((Date::new(year, month, from).ok()?, Date::new(year, month, to).ok()?))
}

fn month_of(year: i16, month: i8) -> Option<Days> {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

/// Of the days of three years, those on the side meant and nearest to `published`.
fn nearest(published: Date, side: Side, days: impl Fn(i16) -> Option<Days>) -> Option<Days> {
    let distance = |&(from, to): &Days| {
        if published < from {
            from.duration_since(published).as_hours()
        } else {
            published.duration_since(to).as_hours().max(0)
        }
    };
    (published.year() - 1..=published.year() + 1)
        .filter_map(days)
        .filter(|&(from, to)| match side {
            Side::Past => from <= published,
            Side::Ahead => to >= published,
            Side::Unknown => true,
        })
        .min_by_key(distance)
}

/// The week (from Monday), month or year that lies `count` of them from that of `day`.
fn period(day: Date, unit: Unit, count: i64) -> Option<Days> {
    let (day, _) = moved((day, day), count, unit)
        .filter(|_| unit != Unit::Month && unit != Unit::Year)
        .or_else(|| {
            // From the first of the month, so that 31 March minus a month is in February.
            moved((day.first_of_month(), day.first_of_month()), count, unit)
        })?;
    Some(match unit {
        Unit::Day => (day, day),
        Unit::Week => {
            let monday = day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()?;
            (monday, monday.checked_add(6.days()).ok()?)
        }
        Unit::Month => (day.first_of_month(), day.last_of_month()),
        Unit::Year => (day.first_of_year(), day.last_of_year()),
    })
}

fn moved((from, to): Days, count: i64, unit: Unit) -> Option<Days> {
    let span = match unit {
        Unit::Day => jiff::Span::new().try_days(count),
        Unit::Week => jiff::Span::new().try_weeks(count),
        Unit::Month => jiff::Span::new().try_months(count),
        Unit::Year => jiff::Span::new().try_years(count),
    }
    .ok()?;
    Some((from.checked_add(span).ok()?, to.checked_add(span).ok()?))
}

/// How far the words around a date are read.
const REACH: usize = 12;

/// On which side of the day of publication a date lies, from its preposition and the nearest verb before it in its
/// clause, or after it where it opens the clause.
fn side(analysis: &Analysis<'_>, words: &Words<'_>, expression: &Expression) -> Side {
    match expression.sense {
        Sense::Since | Sense::After => return Side::Past,
        Sense::Before => return Side::Ahead,
        Sense::At => {}
    }
    let sentence = analysis.prose.sentences.get(sentence_of(analysis, expression.range.start));
    let Some(sentence) = sentence else { return Side::Unknown };
    let within =
        |token: usize| analysis.prose.tokens.get(token).is_some_and(|token| sentence.contains(&token.start));
    let is_bound = |token: usize| {
        !within(token) || analysis.prose.tokens.get(token).is_none_or(|token| !token.is_word())
    };
    let told = |mut tokens: &mut dyn Iterator<Item = usize>| {
        (&mut tokens).find_map(|token| {
            let word = words.at(token);
            if words::looks_ahead(word) {
                Some(Side::Ahead)
            } else if words::is_past(word) {
                Some(Side::Past)
            } else {
                None
            }
        })
    };
    let Range { start, end } = expression.tokens.clone();
    let before = start.saturating_sub(REACH)..start;
    let side = told(&mut before.rev().take_while(|&token| !is_bound(token)));
    if let Some(side) = side {
        return side;
    }
    // It opens a clause: what follows, over one comma.
    let skip = usize::from(words.at(end) == ",");
    told(&mut (end + skip..end + skip + REACH).take_while(|&token| !is_bound(token))).unwrap_or(Side::Unknown)
}

/// Gives `Election Day` the date of a vote, where all that the article tells of are the same day.
fn date_elections(words: &Words<'_>, expressions: &[Expression], mentions: &mut [DateMention]) {
    let mut votes: Vec<Days> = Vec::new();
    for (expression, mention) in expressions.iter().zip(mentions.iter()) {
        let Some(days) = mention.from.zip(mention.to).filter(|(from, to)| from == to) else { continue };
        let end = expression.tokens.end;
        let after = (end..end + 3).any(|token| words::is_vote(words.at(token)));
        let start = expression.tokens.start;
        let before = (start.saturating_sub(2)..start)
            .any(|token| words::is_vote(words.at(token)) || words.at(token) == "day");
        if after || before {
            votes.push(days);
        }
    }
    votes.dedup();
    let [day] = votes.as_slice() else { return };
    for (expression, mention) in expressions.iter().zip(mentions) {
        if expression.time == Time::ElectionDay {
            mention.from = Some(day.0);
            mention.to = Some(day.1);
        }
    }
}
