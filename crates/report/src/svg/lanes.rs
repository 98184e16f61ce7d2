//! Accusations and answers over time: a lane for each accused, accusations above its line and answers below.

use super::palette::styles;
use super::{STYLE, mark, text, width};
use crate::layout::WIDTH;
use crate::page::{Exchange, Quote, UnansweredRow, limits};
use model::Timestamp;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const LEFT: f64 = 190.0;
const RIGHT: f64 = 50.0;
const TOP: f64 = 12.0;
const AXIS: f64 = 30.0;
/// Height of a row of the legend: one has accusations, one answers.
const LEGEND: f64 = 24.0;
/// Height of a mark with its number.
const STEP: f64 = 17.0;
/// Marks of one day on one side of a lane; more are counted only.
const STACK: usize = 6;
/// A day in microseconds.
const DAY: i64 = 86_400_000_000;

/// Lanes ready to be shown.
#[derive(Clone, Debug, Serialize)]
pub struct Lanes {
    /// The picture.
    pub svg: String,
    /// Accused actors without a lane.
    pub more: usize,
    /// Accusations and answers without a day, which no picture shows.
    pub undated: usize,
}

/// A mark of a lane.
struct Sign<'a> {
    quote: &'a Quote,
    /// Anchor of the exchange on the page, such as `exchange-1`.
    anchor: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Accusation,
    Open,
    Unanswered,
    Answer,
    MaybeAnswer,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Accusation, Self::Open, Self::Unanswered, Self::Answer, Self::MaybeAnswer];

    fn words(self) -> &'static str {
        match self {
            Self::Accusation => "accusation with an answer",
            Self::Open => "no answer found but a possible one",
            Self::Unanswered => "no answer found",
            Self::Answer => "answer",
            Self::MaybeAnswer => "denial in general words, or possible answer",
        }
    }

    fn is_accusation(self) -> bool {
        matches!(self, Self::Accusation | Self::Open | Self::Unanswered)
    }

    /// Place in the palette.
    fn style(self) -> usize {
        match self {
            Self::Accusation => 1,
            Self::Open => 3,
            Self::Unanswered => 5,
            Self::Answer => 0,
            Self::MaybeAnswer => 6,
        }
    }
}

/// Draws the lanes of the most accused; `None` where nothing has a day.
pub fn lanes(exchanges: &[Exchange], unanswered: &[UnansweredRow]) -> Option<Lanes> {
    let mut lanes: BTreeMap<&str, Vec<Sign<'_>>> = BTreeMap::new();
    for (exchange, number) in exchanges.iter().zip(1..) {
        let lane = lanes.entry(&exchange.accused).or_default();
        let mut put = |quote, kind| lane.push(Sign { quote, anchor: format!("exchange-{number}"), kind });
        let is_answered = exchange.answers.iter().any(|answer| answer.kind != "possible_answer");
        put(&exchange.accusation, if is_answered { Kind::Accusation } else { Kind::Open });
        for answer in exchange.answers.iter().take(limits::ANSWERS) {
            put(&answer.quote, if answer.kind == "answers" { Kind::Answer } else { Kind::MaybeAnswer });
        }
    }
    // What may have an answer stands among the exchanges already.
    let drawn: BTreeSet<u64> = exchanges.iter().map(|exchange| exchange.accusation.statement).collect();
    let is_new = |row: &UnansweredRow| !drawn.contains(&row.accusation.statement);
    for (row, number) in unanswered.iter().zip(1..).filter(|(row, _)| is_new(row)) {
        let sign =
            Sign { quote: &row.accusation, anchor: format!("unanswered-{number}"), kind: Kind::Unanswered };
        lanes.entry(&row.accused).or_default().push(sign);
    }
    let signs = || lanes.values().flatten();
    let undated = signs().filter(|sign| sign.quote.day.is_none()).count();
    let mut days: Vec<i64> = signs().filter_map(|sign| day(sign.quote)).collect();
    days.sort_unstable();
    days.dedup();
    let axis = Axis { from: *days.first()?, until: *days.last()? };
    let mut ranked: Vec<(&str, Vec<Sign<'_>>)> =
        lanes.into_iter().filter(|(_, signs)| signs.iter().any(|sign| sign.quote.day.is_some())).collect();
    ranked.sort_by_key(|(_, signs)| std::cmp::Reverse(signs.len()));
    let more = ranked.len().saturating_sub(limits::LANES);
    ranked.truncate(limits::LANES);

    let mut body = String::new();
    let mut y = TOP;
    for (name, signs) in &ranked {
        y = lane(&mut body, name, signs, &axis, y);
    }
    axis.draw(&mut body, &days, y);
    legend(&mut body, y + AXIS + 14.0);
    let height = y + AXIS + 2.0 * LEGEND;
    let svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" class="picture lanes" role="group" aria-label="Accusations and answers over time, by accused" viewBox="0 0 {WIDTH:.0} {height:.0}"><style>{STYLE}</style>{body}</svg>
"#
    );
    Some(Lanes { svg, more, undated })
}

/// The day of a quote, counted from the epoch.
fn day(quote: &Quote) -> Option<i64> {
    quote.day.map(|time| time.0.div_euclid(DAY))
}

/// Draws a lane from `top` and returns where it ends.
fn lane(out: &mut String, name: &str, signs: &[Sign<'_>], axis: &Axis, top: f64) -> f64 {
    let mut stacks: BTreeMap<(bool, i64), Vec<&Sign<'_>>> = BTreeMap::new();
    for sign in signs {
        if let Some(day) = day(sign.quote) {
            stacks.entry((sign.kind.is_accusation(), day)).or_default().push(sign);
        }
    }
    let tallest = |above: bool| {
        let heights = stacks.iter().filter(|((side, _), _)| *side == above).map(|(_, stack)| stack.len());
        // What is left out takes a line of its own.
        heights.map(|height| height.min(STACK + 1)).max().unwrap_or(0).max(1) as f64 * STEP
    };
    let line = top + tallest(true) + 5.0;
    let bottom = line + tallest(false) + 7.0;
    let label = model::inert::shorten(name, 24);
    let _ = write!(
        out,
        r#"<line class="base" x1="{LEFT}" x2="{:.1}" y1="{line:.1}" y2="{line:.1}"/><text x="{:.1}" y="{:.1}" text-anchor="end" font-size="13">{}</text>"#,
        WIDTH - RIGHT + 30.0,
        LEFT - 14.0,
        line + 4.5,
        text(&label)
    );
    for ((above, day), stack) in &stacks {
        let x = axis.x(*day);
        let at = |i: usize| {
            let away = STEP * (i as f64 + 0.5) + 2.0;
            if *above { line - away } else { line + away }
        };
        for (i, sign) in stack.iter().take(STACK).enumerate() {
            draw(out, sign, x, at(i));
        }
        if stack.len() > STACK {
            let (y, left_out) = (at(STACK) + 4.0, stack.len() - STACK);
            let _ = write!(
                out,
                r#"<text x="{x:.1}" y="{y:.1}" text-anchor="middle" font-size="11">+{left_out}</text>"#
            );
        }
    }
    bottom
}

/// A mark with the number of its statement, as a link to its exchange.
fn draw(out: &mut String, sign: &Sign<'_>, x: f64, y: f64) {
    let quote = sign.quote;
    let speaker = quote.speaker.as_deref().unwrap_or("speaker unresolved");
    let words = model::inert::shorten(&quote.text, limits::TEXT);
    let _ = write!(
        out,
        r##"<a href="#{}"><title>{}. {}: {}</title>"##,
        sign.anchor,
        quote.statement,
        text(speaker),
        text(&words)
    );
    mark(out, styles()[sign.kind.style()], x, y, 5.5);
    let _ = writeln!(
        out,
        r#"<text x="{:.1}" y="{:.1}" font-size="11">{}</text></a>"#,
        x + 9.0,
        y + 4.0,
        quote.statement
    );
}

/// Days from left to right.
struct Axis {
    from: i64,
    until: i64,
}

impl Axis {
    fn x(&self, day: i64) -> f64 {
        let span = i128::from(self.until) - i128::from(self.from);
        if span == 0 {
            return LEFT + (WIDTH - LEFT - RIGHT) / 2.0;
        }
        LEFT + 24.0
            + (WIDTH - LEFT - RIGHT - 24.0) * ((i128::from(day) - i128::from(self.from)) as f64 / span as f64)
    }

    /// A tick at each day that occurs; its name where there is room.
    fn draw(&self, out: &mut String, days: &[i64], y: f64) {
        let mut free = f64::MIN;
        for &day in days {
            let x = self.x(day);
            let stated = Timestamp(day.saturating_mul(DAY)).rfc3339();
            let label = stated.split('T').next().unwrap_or_default();
            let half = width(label) * 6.0;
            let _ = write!(
                out,
                r#"<line class="base" x1="{x:.1}" y1="{y:.1}" x2="{x:.1}" y2="{:.1}"/>"#,
                y + 5.0
            );
            if x - half > free {
                let _ = write!(
                    out,
                    r#"<text x="{x:.1}" y="{:.1}" text-anchor="middle" font-size="12">{label}</text>"#,
                    y + 19.0
                );
                free = x + half + 8.0;
            }
        }
        let _ = write!(
            out,
            r#"<line class="grid" x1="{LEFT}" x2="{:.1}" y1="{y:.1}" y2="{y:.1}"/>"#,
            WIDTH - RIGHT + 30.0
        );
    }
}

fn legend(out: &mut String, y: f64) {
    out.push_str(r#"<g class="legend" font-size="13">"#);
    for (row, are_accusations) in [true, false].into_iter().enumerate() {
        let (mut x, y) = (12.0, y + row as f64 * LEGEND);
        for kind in Kind::ALL.into_iter().filter(|kind| kind.is_accusation() == are_accusations) {
            mark(out, styles()[kind.style()], x + 6.0, y - 4.5, 5.5);
            let _ = write!(out, r#"<text x="{:.1}" y="{y:.1}">{}</text>"#, x + 18.0, kind.words());
            x += 40.0 + width(kind.words()) * 13.0;
        }
    }
    out.push_str("</g>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::AnswerRow;

    fn quote(statement: u64, day: Option<i64>) -> Quote {
        Quote { statement, day: day.map(|day| Timestamp(day * DAY)), ..Quote::default() }
    }

    #[test]
    fn nothing_without_days() {
        assert!(lanes(&[], &[]).is_none());
        let undated = UnansweredRow { accusation: quote(1, None), ..UnansweredRow::default() };
        assert!(lanes(&[], &[undated]).is_none());
    }

    #[test]
    fn the_most_accused_have_lanes_and_the_rest_is_counted() {
        let row = |accused: usize, day| UnansweredRow {
            accused: format!("actor {accused}"),
            accusation: quote(7, day),
            ..UnansweredRow::default()
        };
        let mut rows: Vec<_> = (0..limits::LANES + 3).map(|i| row(i, Some(i as i64))).collect();
        rows.extend((0..STACK + 4).map(|_| row(limits::LANES + 1, Some(3))));
        rows.push(row(0, None));
        let lanes = lanes(&[], &rows).expect("days");
        assert_eq!((lanes.more, lanes.undated), (3, 1));
        assert!(lanes.svg.contains(">actor 13<") && lanes.svg.contains(">+4<"), "{}", lanes.svg);
    }

    /// What the picture calls unanswered is what the list counts: an accusation with a possible answer is neither.
    #[test]
    fn a_possible_answer_has_a_mark_of_its_own() {
        let exchange = |kind: &str| Exchange {
            accused: "mayor".into(),
            accusation: quote(1, Some(1)),
            answers: vec![AnswerRow { kind: kind.into(), quote: quote(2, Some(2)), ..AnswerRow::default() }],
        };
        let marks = |kind: &str| {
            let svg = lanes(&[exchange(kind)], &[]).expect("days").svg;
            let lanes = svg.split("class=\"legend\"").next().expect("lanes").to_owned();
            ["p1", "p3", "p5"].map(|class| lanes.contains(&format!("<polygon class=\"{class}\"")))
        };
        assert_eq!(marks("answers"), [true, false, false]);
        assert_eq!(marks("possible_answer"), [false, true, false]);
    }

    #[test]
    fn far_apart_days_do_not_overflow() {
        let rows = [i64::MIN, 0, i64::MAX].map(|at| UnansweredRow {
            accusation: Quote { day: Some(Timestamp(at)), ..Quote::default() },
            ..UnansweredRow::default()
        });
        assert!(lanes(&[], &rows).expect("days").svg.ends_with("</svg>\n"));
    }
}
