//! Pictures of what is weighed: posteriors over priors, what each group does to the lead, how wrong methods may be.

use super::{STYLE, text, width};
use crate::layout::WIDTH;
use crate::page::case::{BarRow, BreakEvenRow, Drawn, HypothesisRow};
use crate::page::limits;
use std::fmt::Write;

const FONT: f64 = 13.0;
const LINE: f64 = 30.0;
const TOP: f64 = 34.0;
/// Room for names on the left.
const NAMES: f64 = 230.0;

fn open(class: &str, label: &str, height: f64) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" class="picture {class}" role="img" aria-label="{}" viewBox="0 0 {WIDTH:.0} {height:.0}"><style>{STYLE}</style>"#,
        text(label)
    )
}

/// A name cut to the room that it has.
fn fitted(name: &str, room: f64) -> String {
    let mut kept = name.to_owned();
    while width(&kept) * FONT > room && kept.chars().count() > 2 {
        kept = kept.chars().take(kept.chars().count() - 2).collect();
        kept.push('…');
    }
    text(&kept)
}

fn write_text(svg: &mut String, (x, y): (f64, f64), anchor: &str, size: f64, escaped: &str) {
    let _ = write!(
        svg,
        r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}" font-size="{size:.0}">{escaped}</text>"#
    );
}

fn write_line(svg: &mut String, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
    let _ = write!(svg, r#"<line class="{class}" x1="{x1:.1}" x2="{x2:.1}" y1="{y1:.1}" y2="{y2:.1}"/>"#);
}

/// A panel for each hypothesis: the range of its posterior over all priors, and the line on which the findings say
/// nothing. Empty where there are no numbers.
pub fn posteriors(hypotheses: &[HypothesisRow]) -> String {
    const ACROSS: usize = 3;
    const SIDE: f64 = 210.0;
    const ROW: f64 = SIDE + 84.0;
    let drawn: Vec<&HypothesisRow> =
        hypotheses.iter().filter(|row| !row.curve.is_empty()).take(limits::CURVES).collect();
    if drawn.is_empty() {
        return String::new();
    }
    let rows = drawn.len().div_ceil(ACROSS);
    let label = "How likely each hypothesis is after the findings, over how likely it was held to be before";
    let mut svg = open("posteriors", label, ROW * rows as f64);
    for (i, row) in drawn.into_iter().enumerate() {
        let left = 46.0 + (i % ACROSS) as f64 * ((WIDTH - 30.0) / ACROSS as f64);
        let top = 30.0 + (i / ACROSS) as f64 * ROW;
        let at = |before: f64, after: f64| (left + before * SIDE, top + (1.0 - after) * SIDE);
        write_text(&mut svg, (left, top - 10.0), "start", 14.0, &fitted(&row.name, SIDE));
        for percent in [0, 25, 50, 75, 100] {
            let p = f64::from(percent) / 100.0;
            write_line(&mut svg, "grid", at(0.0, p), at(1.0, p));
            write_text(&mut svg, (left - 6.0, at(0.0, p).1 + 4.0), "end", 11.0, &format!("{percent}"));
            write_text(&mut svg, (at(p, 0.0).0, top + SIDE + 16.0), "middle", 11.0, &format!("{percent}"));
        }
        let points = row.curve.iter().map(|&(prior, lo, _)| at(prior, lo));
        let back = row.curve.iter().rev().map(|&(prior, _, hi)| at(prior, hi));
        svg.push_str(r#"<polygon class="range" points=""#);
        for (x, y) in points.chain(back) {
            let _ = write!(svg, "{x:.1},{y:.1} ");
        }
        svg.push_str(r#""/>"#);
        write_line(&mut svg, "base", at(0.0, 0.0), at(1.0, 0.0));
        write_line(&mut svg, "curve chance dotted", at(0.0, 0.0), at(1.0, 1.0));
        if i % ACROSS == 0 {
            let below = top + SIDE + 38.0;
            write_text(
                &mut svg,
                (left, below),
                "start",
                12.0,
                "across: % before the findings; up: % after them",
            );
        }
    }
    svg.push_str("</svg>");
    svg
}

/// What each dependence group does to the lead: a bar from the least to the most that the lead may be, a mark for the
/// lead without the group. Where there is no number, blocks for strong and weak supports; as no number of weak ones comes
/// up to a strong one, a strong one is longer than all weak ones of any group.
pub fn bars(rows: &[BarRow]) -> String {
    let rows = &rows[..rows.len().min(limits::BARS)];
    if rows.is_empty() {
        return String::new();
    }
    let height = TOP + LINE * rows.len() as f64 + 30.0;
    let mut svg = open("bars", "What each group of findings does to the lead", height);
    let weakest = rows.iter().map(|row| match row.drawn {
        Drawn::Ratio { .. } => 0,
        Drawn::Order { weak, .. } => weak.unsigned_abs(),
    });
    let strong_length = 1.0 + weakest.max().unwrap_or(0) as f64;
    let ends = rows.iter().flat_map(|row| match row.drawn {
        Drawn::Ratio { lo, hi, without } => vec![lo, hi, without],
        Drawn::Order { strong, weak } => {
            let most = (strong.unsigned_abs() as f64 * strong_length).max(weak.unsigned_abs() as f64);
            vec![most, -most]
        }
    });
    let (least, most) = ends.fold((0.0_f64, 0.0_f64), |(least, most), end| (least.min(end), most.max(end)));
    let (least, most) = (libm::floor(least), libm::ceil(most).max(libm::floor(least) + 1.0));
    let x = |value: f64| NAMES + (value - least) / (most - least) * (WIDTH - NAMES - 40.0);
    let bottom = height - 26.0;
    let is_order = matches!(rows[0].drawn, Drawn::Order { .. });
    if !is_order {
        let step = libm::ceil((most - least) / 8.0).max(1.0);
        let mut tick = least;
        while tick <= most {
            write_line(&mut svg, "grid", (x(tick), TOP - 8.0), (x(tick), bottom));
            let label = match tick {
                t if t < 0.0 => format!("1/{}", power(-t)),
                t => power(t),
            };
            write_text(&mut svg, (x(tick), bottom + 17.0), "middle", 11.0, &label);
            tick += step;
        }
        write_text(
            &mut svg,
            (NAMES, 16.0),
            "start",
            12.0,
            "Lead over the strongest rival, as a ratio; at 1 they are level",
        );
    } else {
        write_text(&mut svg, (x(0.0), 16.0), "middle", 12.0, "against the leader · for the leader");
    }
    write_line(&mut svg, "base", (x(0.0), TOP - 8.0), (x(0.0), bottom));
    for (i, row) in rows.iter().enumerate() {
        let middle = TOP + LINE * (i as f64 + 0.5);
        write_text(&mut svg, (NAMES - 12.0, middle + 4.0), "end", FONT, &fitted(&row.group, NAMES - 20.0));
        match row.drawn {
            Drawn::Ratio { lo, hi, without } => {
                let (from, to) = (x(lo.min(hi)), x(lo.max(hi)));
                let _ = write!(
                    svg,
                    r#"<rect class="p0" x="{from:.1}" y="{:.1}" width="{:.1}" height="14"/>"#,
                    middle - 7.0,
                    (to - from).max(2.0)
                );
                let at = x(without);
                let _ = write!(
                    svg,
                    r#"<polygon class="p5" points="{at:.1},{:.1} {:.1},{middle:.1} {at:.1},{:.1} {:.1},{middle:.1}"/>"#,
                    middle - 8.0,
                    at + 8.0,
                    middle + 8.0,
                    at - 8.0
                );
            }
            Drawn::Order { strong, weak } => {
                for (n, length, height, offset) in
                    [(strong, strong_length, 12.0, -13.0), (weak, 1.0, 6.0, 3.0)]
                {
                    if n != 0 {
                        let end = x(n as f64 * length);
                        let (from, to) = (x(0.0).min(end), x(0.0).max(end));
                        let class = if n > 0 { "p0" } else { "p5" };
                        let _ = write!(
                            svg,
                            r#"<rect class="{class}" x="{from:.1}" y="{:.1}" width="{:.1}" height="{height}"/>"#,
                            middle + offset,
                            to - from
                        );
                    }
                }
            }
        }
    }
    svg.push_str("</svg>");
    svg
}

/// By how much each method's ratios would have to be too strong, on a logarithmic scale. Empty without factors.
pub fn break_even(rows: &[BreakEvenRow]) -> String {
    let rows: Vec<(&BreakEvenRow, f64)> = rows
        .iter()
        .filter_map(|row| Some((row, row.factor.filter(|factor| factor.is_finite() && *factor >= 1.0)?)))
        .take(limits::BARS)
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let height = TOP + LINE * rows.len() as f64 + 30.0;
    let mut svg = open("bars", "How many times too strong each method would have to be", height);
    let most = rows.iter().map(|(_, factor)| libm::log10(*factor)).fold(1.0, f64::max);
    let most = libm::ceil(most);
    let x = |value: f64| NAMES + value / most * (WIDTH - NAMES - 80.0);
    let bottom = height - 26.0;
    write_text(
        &mut svg,
        (NAMES, 16.0),
        "start",
        12.0,
        "The order changes from this many times too strong on",
    );
    for tick in 0..=most as i32 {
        let at = x(f64::from(tick));
        write_line(&mut svg, if tick == 0 { "base" } else { "grid" }, (at, TOP - 8.0), (at, bottom));
        write_text(&mut svg, (at, bottom + 17.0), "middle", 11.0, &power(f64::from(tick)));
    }
    for (i, (row, factor)) in rows.into_iter().enumerate() {
        let middle = TOP + LINE * (i as f64 + 0.5);
        write_text(&mut svg, (NAMES - 12.0, middle + 4.0), "end", FONT, &fitted(&row.method, NAMES - 20.0));
        let end = x(libm::log10(factor));
        let _ = write!(
            svg,
            r#"<rect class="p2" x="{NAMES:.1}" y="{:.1}" width="{:.1}" height="14"/>"#,
            middle - 7.0,
            (end - NAMES).max(1.0)
        );
        write_text(&mut svg, (end + 8.0, middle + 4.0), "start", 12.0, &text(&model::words::plain(factor)));
    }
    svg.push_str("</svg>");
    svg
}

/// Ten to this power, for people.
fn power(exponent: f64) -> String {
    model::words::thousands(10_u64.saturating_pow(exponent.clamp(0.0, 18.0) as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A strong support outweighs any number of weak ones, and so it looks.
    #[test]
    fn a_strong_support_is_longer_than_all_weak_ones() {
        let row = |strong, weak| BarRow {
            group: "posts".into(),
            kinds: String::new(),
            findings: vec![],
            part: String::new(),
            range: String::new(),
            without: String::new(),
            drawn: Drawn::Order { strong, weak },
        };
        let picture = bars(&[row(1, -4), row(0, 2)]);
        let widths: Vec<f64> = picture
            .split(" width=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next()?.parse().ok())
            .collect();
        let [strong, four, two] = widths[..] else { panic!("{widths:?}") };
        assert!(strong > four && (four - 2.0 * two).abs() < 0.2, "{widths:?}");
    }
}
