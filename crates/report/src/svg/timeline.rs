//! The timeline: posts by platform above, pairs of actions on common objects below, over one axis in UTC.

use super::palette::Platforms;
use super::{STYLE, mark, text, width};
use crate::layout::WIDTH;
use crate::page::{Bin, Timeline};
use model::Timestamp;
use std::fmt::Write;

const LEFT: f64 = 62.0;
const RIGHT: f64 = 12.0;
const POSTS_HEIGHT: f64 = 150.0;
const PAIRS_HEIGHT: f64 = 110.0;
const TITLE: f64 = 26.0;
const AXIS: f64 = 30.0;
const LEGEND: f64 = 26.0;

/// A timeline ready to be shown.
#[derive(Clone, Debug, Default)]
pub struct Plot {
    /// The picture; empty when there is nothing to show.
    pub svg: String,
    /// Bins as drawn, neighbours merged where there were too many; empty ones left out.
    pub bins: Vec<Bin>,
    /// Width of a drawn bin, in seconds.
    pub bin_s: u64,
}

/// Draws the timeline with at most `most` bins.
pub fn timeline(timeline: &Timeline, most: usize) -> Plot {
    let (bins, bin_s) = merged(timeline, most);
    let (Some(first), Some(last)) = (bins.first(), bins.last()) else { return Plot::default() };
    let platforms = Platforms::ranked(
        bins.iter().flat_map(|bin| bin.posts.iter().map(|(name, count)| (name.as_str(), *count))),
    );
    let bin_us = (bin_s as i64).saturating_mul(1_000_000);
    let scale = Scale { from: first.start.0, until: last.start.0.saturating_add(bin_us) };
    let sum = |bin: &Bin| bin.posts.iter().map(|(_, count)| *count).fold(0, u64::saturating_add);
    let top_posts = bins.iter().map(sum).max().unwrap_or(0);
    let top_pairs = bins.iter().map(|bin| bin.co_actions).max().unwrap_or(0);

    let posts = Panel { top: TITLE, height: POSTS_HEIGHT, most: nice(top_posts) };
    let pairs =
        Panel { top: TITLE + POSTS_HEIGHT + TITLE + 8.0, height: PAIRS_HEIGHT, most: nice(top_pairs) };
    let bottom = pairs.top + pairs.height;
    let height = bottom + AXIS + LEGEND;
    let mut svg = String::new();
    let _ = write!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" class="picture timeline" role="img" aria-label="Posts, and actions with company, over time" viewBox="0 0 {WIDTH:.0} {height:.0}"><style>{STYLE}</style>"#
    );
    posts.grid(&mut svg, "Posts");
    pairs.grid(&mut svg, "Actions that have company: another account on the same object within the window");
    let thickness = (scale.x(first.start.0.saturating_add(bin_us)) - LEFT).max(1.0);
    for bin in &bins {
        let x = scale.x(bin.start.0);
        let mut stacked = 0u64;
        let when = bin.start.rfc3339();
        for (name, style, _) in platforms.iter() {
            let Some((_, count)) = bin.posts.iter().find(|(platform, count)| platform == name && *count > 0)
            else {
                continue;
            };
            let low = posts.y(stacked);
            stacked = stacked.saturating_add(*count);
            let high = posts.y(stacked);
            let _ = writeln!(
                svg,
                "<rect class=\"p{}\" x=\"{x:.2}\" y=\"{high:.2}\" width=\"{thickness:.2}\" height=\"{:.2}\"><title>{when}: {count} posts on {}</title></rect>",
                style.index,
                low - high,
                text(name)
            );
        }
        if bin.co_actions > 0 {
            let high = pairs.y(bin.co_actions);
            let _ = writeln!(
                svg,
                "<rect class=\"pairs\" x=\"{x:.2}\" y=\"{high:.2}\" width=\"{thickness:.2}\" height=\"{:.2}\"><title>{when}: {} actions with company</title></rect>",
                pairs.y(0) - high,
                bin.co_actions
            );
        }
    }
    scale.axis(&mut svg, bottom);
    legend(&mut svg, &platforms, bottom + AXIS + 16.0);
    svg.push_str("</svg>\n");
    Plot { svg, bins, bin_s }
}

/// Bins merged so that the span holds no more than `most`.
fn merged(timeline: &Timeline, most: usize) -> (Vec<Bin>, u64) {
    let bin_s = timeline.bin_s.max(1);
    let (Some(from), Some(until)) = (
        timeline.bins.iter().map(|bin| bin.start.0).min(),
        timeline.bins.iter().map(|bin| bin.start.0).max(),
    ) else {
        return (vec![], bin_s);
    };
    let step = i128::from(bin_s) * 1_000_000;
    let span = (i128::from(until) - i128::from(from)) / step + 1;
    let factor = span.div_euclid(most.max(1) as i128) + i128::from(span.rem_euclid(most.max(1) as i128) > 0);
    let mut bins: std::collections::BTreeMap<i128, Bin> = std::collections::BTreeMap::new();
    for bin in &timeline.bins {
        let slot = (i128::from(bin.start.0) - i128::from(from)) / (step * factor);
        let start = Timestamp((i128::from(from) + slot * step * factor) as i64);
        let merged = bins.entry(slot).or_insert_with(|| Bin { start, ..Bin::default() });
        merged.co_actions = merged.co_actions.saturating_add(bin.co_actions);
        for (platform, count) in &bin.posts {
            match merged.posts.binary_search_by(|(name, _)| name.cmp(platform)) {
                Ok(at) => merged.posts[at].1 = merged.posts[at].1.saturating_add(*count),
                Err(at) => merged.posts.insert(at, (platform.clone(), *count)),
            }
        }
    }
    (bins.into_values().collect(), u64::try_from(i128::from(bin_s) * factor).unwrap_or(u64::MAX))
}

/// The smallest of 1, 2, 4, 5, 6, 8, 10 times a power of ten that is not below `value`: halves stay round.
fn nice(value: u64) -> u64 {
    let mut power: u64 = 1;
    loop {
        for step in [2, 4, 6, 8, 10] {
            if power.saturating_mul(step) >= value {
                return power.saturating_mul(step);
            }
        }
        power = power.saturating_mul(10);
    }
}

struct Panel {
    top: f64,
    height: f64,
    most: u64,
}

impl Panel {
    fn y(&self, value: u64) -> f64 {
        self.top + self.height * (1.0 - value as f64 / self.most as f64)
    }

    fn grid(&self, out: &mut String, title: &str) {
        let _ = write!(
            out,
            r#"<text class="title" x="{LEFT}" y="{:.1}" font-size="14">{title}</text>"#,
            self.top - 9.0
        );
        for value in [0, self.most / 2, self.most] {
            let y = self.y(value);
            let class = if value == 0 { "base" } else { "grid" };
            let _ = write!(
                out,
                r#"<line class="{class}" x1="{LEFT}" y1="{y:.1}" x2="{:.1}" y2="{y:.1}"/>"#,
                WIDTH - RIGHT
            );
            let _ = write!(
                out,
                r#"<text x="{:.1}" y="{:.1}" text-anchor="end" font-size="12">{}</text>"#,
                LEFT - 7.0,
                y + 4.0,
                model::words::thousands(value)
            );
        }
    }
}

struct Scale {
    from: i64,
    until: i64,
}

impl Scale {
    fn x(&self, time: i64) -> f64 {
        let span = (i128::from(self.until) - i128::from(self.from)).max(1) as f64;
        LEFT + (WIDTH - LEFT - RIGHT) * ((i128::from(time) - i128::from(self.from)) as f64 / span)
    }

    /// Ticks at round times, at most nine or so; days carry the date, shorter steps date and time.
    fn axis(&self, out: &mut String, y: f64) {
        const MINUTE: i64 = 60_000_000;
        const DAY: i64 = 1440 * MINUTE;
        const STEPS: [i64; 20] = [
            MINUTE / 60,
            MINUTE / 12,
            MINUTE / 4,
            MINUTE,
            5 * MINUTE,
            15 * MINUTE,
            30 * MINUTE,
            60 * MINUTE,
            180 * MINUTE,
            360 * MINUTE,
            720 * MINUTE,
            DAY,
            2 * DAY,
            7 * DAY,
            14 * DAY,
            30 * DAY,
            90 * DAY,
            180 * DAY,
            365 * DAY,
            3650 * DAY,
        ];
        let span = self.until.saturating_sub(self.from);
        let step = STEPS.into_iter().find(|step| span / step <= 8).unwrap_or(span / 6);
        let mut tick = self.from.div_euclid(step).saturating_mul(step);
        if tick < self.from {
            tick = tick.saturating_add(step);
        }
        while tick <= self.until {
            let x = self.x(tick);
            let stated = Timestamp(tick).rfc3339();
            let date = stated.get(..10).unwrap_or_default();
            let label = if step >= DAY {
                date.to_owned()
            } else {
                let clock = stated.get(11..if step >= MINUTE { 16 } else { 19 }).unwrap_or_default();
                format!("{} {clock}", date.get(5..).unwrap_or_default())
            };
            let _ = write!(
                out,
                r#"<line class="base" x1="{x:.1}" y1="{y:.1}" x2="{x:.1}" y2="{:.1}"/>"#,
                y + 5.0
            );
            let half = width(&label) * 6.0;
            let (at, anchor) = if x + half > WIDTH { (WIDTH - 2.0, "end") } else { (x, "middle") };
            let _ = write!(
                out,
                r#"<text x="{at:.1}" y="{:.1}" text-anchor="{anchor}" font-size="12">{label}</text>"#,
                y + 19.0
            );
            tick = match tick.checked_add(step) {
                Some(next) => next,
                None => break,
            };
        }
    }
}

fn legend(out: &mut String, platforms: &Platforms, y: f64) {
    out.push_str(r#"<g class="legend" font-size="13">"#);
    let mut x = LEFT;
    for (name, style, count) in platforms.iter().take(super::palette::styles().len()) {
        let words = format!("{} ({})", model::inert::shorten(name, 22), model::words::thousands(count));
        mark(out, style, x + 6.0, y - 4.5, 6.0);
        let _ = write!(out, r#"<text x="{:.1}" y="{y:.1}">{}</text>"#, x + 19.0, text(&words));
        x += 42.0 + width(&words) * 13.0;
        if x > WIDTH - 160.0 {
            break;
        }
    }
    out.push_str("</g>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bin(hour: i64, posts: u64) -> Bin {
        Bin {
            start: Timestamp(hour * 3_600_000_000),
            posts: vec![("x".into(), posts)],
            co_actions: posts / 2,
        }
    }

    #[test]
    fn too_many_bins_are_merged_and_nothing_is_lost() {
        let timeline = Timeline { bin_s: 3600, bins: (0..100).map(|hour| bin(hour, 3)).collect() };
        let (bins, bin_s) = merged(&timeline, 30);
        assert_eq!((bins.len(), bin_s), (25, 4 * 3600));
        assert_eq!(bins.iter().map(|bin| bin.posts[0].1).sum::<u64>(), 300);
        assert_eq!(merged(&timeline, 100).1, 3600);
    }

    #[test]
    fn far_apart_bins_do_not_overflow() {
        let ends = [i64::MIN, 0, i64::MAX].map(|start| Bin { start: Timestamp(start), ..bin(0, 1) });
        let plot = super::timeline(&Timeline { bin_s: 1, bins: ends.into() }, 10);
        assert!(plot.bins.len() <= 10 && plot.svg.ends_with("</svg>\n"));
    }

    #[test]
    fn round_tops() {
        assert_eq!([0, 1, 3, 9, 11, 250, 999].map(nice), [2, 2, 4, 10, 20, 400, 1000]);
    }
}
