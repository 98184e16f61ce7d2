//! The calibration picture: pairs with a p-value at most this small, in the data, over exchanged labels, by chance.

use super::{STYLE, text};
use crate::layout::WIDTH;
use crate::page::Chance;
use std::fmt::Write;

/// Room for labels up to 100,000 at least.
const LEFT: f64 = 62.0;
/// Width of a character of a label; digits are a little wider, commas half as wide.
const DIGIT: f64 = 7.0;
const RIGHT: f64 = 250.0;
const TOP: f64 = 16.0;
const HEIGHT: f64 = 220.0;
const BELOW: f64 = 44.0;

/// Draws the calibration: both axes logarithmic, counts of zero on the ground line. Empty without rows.
pub fn calibration(chance: &Chance) -> String {
    let rows = &chance.rows;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return String::new() };
    let (from, to) = (f64::from(first.digits), f64::from(last.digits).max(f64::from(first.digits) + 1.0));
    let height_of = |n: f64| if n >= 1.0 { libm::log10(n) + 1.0 } else { n };
    let most = rows.iter().map(|row| height_of((row.observed as f64).max(row.by_chance))).fold(2.0, f64::max);
    let most = libm::ceil(most);
    let label = |power: i32| model::words::thousands(10u64.saturating_pow(power as u32));
    let left = LEFT.max(label(most as i32 - 1).len() as f64 * DIGIT + 12.0);
    let x = |digits: f64| left + (digits - from) / (to - from) * (WIDTH - left - RIGHT);
    let y = |n: f64| TOP + HEIGHT * (1.0 - height_of(n) / most);
    let mut svg = String::new();
    let total = TOP + HEIGHT + BELOW;
    let _ = write!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" class="picture calibration" role="img" aria-label="Pairs by p-value: in the data, with exchanged labels, and at most expected by chance" viewBox="0 0 {WIDTH:.0} {total:.0}"><style>{STYLE}</style>"#
    );
    for power in 0..most as i32 {
        let at = y(libm::exp10(f64::from(power)));
        let _ = write!(
            svg,
            r#"<line class="grid" x1="{left}" x2="{:.1}" y1="{at:.1}" y2="{at:.1}"/><text x="{:.1}" y="{:.1}" text-anchor="end" font-size="12">{}</text>"#,
            WIDTH - RIGHT,
            left - 8.0,
            at + 4.0,
            label(power)
        );
    }
    let ground = TOP + HEIGHT;
    let _ = write!(
        svg,
        r#"<line class="base" x1="{left}" x2="{:.1}" y1="{ground:.1}" y2="{ground:.1}"/><text x="{:.1}" y="{:.1}" text-anchor="end" font-size="12">0</text>"#,
        WIDTH - RIGHT,
        left - 8.0,
        ground + 4.0
    );
    for row in rows {
        let _ = write!(
            svg,
            r#"<text x="{:.1}" y="{:.1}" text-anchor="middle" font-size="12">10<tspan dy="-4" font-size="9">-{}</tspan></text>"#,
            x(f64::from(row.digits)),
            ground + 18.0,
            row.digits
        );
    }
    let _ = write!(
        svg,
        r#"<text x="{left}" y="{:.1}" font-size="12">Pairs of accounts with a p-value of at most</text>"#,
        total - 6.0
    );
    let mut line = |class: &str, dash: &str, name: &str, at: f64, value: &dyn Fn(usize) -> f64| {
        let _ = write!(svg, r#"<polyline class="{class}" stroke-dasharray="{dash}" points=""#);
        for (i, row) in rows.iter().enumerate() {
            let gap = if i == 0 { "" } else { " " };
            let _ = write!(svg, "{gap}{:.1},{:.1}", x(f64::from(row.digits)), y(value(i)));
        }
        let key = WIDTH - RIGHT + 16.0;
        let _ = write!(
            svg,
            r#""/><line class="{class}" stroke-dasharray="{dash}" x1="{key:.1}" x2="{:.1}" y1="{at:.1}" y2="{at:.1}"/><text x="{:.1}" y="{:.1}" font-size="13">{}</text>"#,
            key + 30.0,
            key + 38.0,
            at + 4.0,
            text(name)
        );
    };
    line("curve data", "none", "in the data", TOP + 20.0, &|i| rows[i].observed as f64);
    line("curve exchanged", "7 4", "with exchanged labels", TOP + 44.0, &|i| rows[i].exchanged);
    line("curve chance", "2 4", "at most, by chance", TOP + 68.0, &|i| rows[i].by_chance);
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::ChanceRow;

    #[test]
    fn long_labels_have_room() {
        let left_of = |by_chance: f64| {
            let row = |digits| ChanceRow { digits, by_chance, ..ChanceRow::default() };
            let svg = calibration(&Chance { rows: vec![row(3), row(4)], ..Chance::default() });
            let from = svg.split(r#"class="base" x1=""#).nth(1).and_then(|rest| rest.split('"').next());
            from.expect("a ground line").parse::<f64>().expect("a number")
        };
        assert!(left_of(5e4) == LEFT);
        assert!(left_of(5e5) > 70.0);
    }
}
