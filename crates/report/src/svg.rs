//! Pictures as SVG: the network, the timeline, the calibration, the lanes of accusations, what is weighed. Deterministic, self-contained, without scripts.
//!
//! Each picture carries [`STYLE`]; it is light or dark as the reader prefers and light in print.

mod calibration;
mod labels;
mod lanes;
mod network;
pub mod palette;
mod timeline;
mod weighing;

use palette::{Shape, Style};
use std::fmt::Write;

pub use calibration::calibration;
pub use lanes::{Lanes, lanes};
pub use network::network;
pub use timeline::{Plot, timeline};
pub use weighing::{bars, break_even, posteriors};

/// Style sheet inside every picture. Its text is fixed, so that a page can allow it by its hash.
pub const STYLE: &str = include_str!("../templates/picture.css");

/// Text ready to stand in a picture: nothing acts, nothing is markup.
fn text(text: &str) -> String {
    crate::graph::escaped(&model::inert::terminal(text)).to_string()
}

/// A mark of the given style, of about the same area for every shape.
fn mark(out: &mut String, style: Style, x: f64, y: f64, r: f64) {
    let class = style.index;
    let polygon = |out: &mut String, points: &[(f64, f64)]| {
        let _ = write!(out, r#"<polygon class="p{class}" points=""#);
        for (i, (dx, dy)) in points.iter().enumerate() {
            let gap = if i == 0 { "" } else { " " };
            let _ = write!(out, "{gap}{:.1},{:.1}", x + dx * r, y + dy * r);
        }
        out.push_str(r#""/>"#);
    };
    match style.shape {
        Shape::Circle | Shape::Ring => {
            let _ = write!(out, r#"<circle class="p{class}" cx="{x:.1}" cy="{y:.1}" r="{r:.1}"/>"#);
        }
        Shape::Square => polygon(out, &[(-0.89, -0.89), (0.89, -0.89), (0.89, 0.89), (-0.89, 0.89)]),
        Shape::Triangle => polygon(out, &[(0.0, -1.35), (1.2, 0.75), (-1.2, 0.75)]),
        Shape::Diamond => polygon(out, &[(0.0, -1.3), (1.2, 0.0), (0.0, 1.3), (-1.2, 0.0)]),
        Shape::Hexagon => {
            polygon(
                out,
                &[(-1.1, 0.0), (-0.55, -0.95), (0.55, -0.95), (1.1, 0.0), (0.55, 0.95), (-0.55, 0.95)],
            );
        }
        Shape::TriangleDown => polygon(out, &[(0.0, 1.35), (1.2, -0.75), (-1.2, -0.75)]),
    }
}

/// Width of a text in units of its font size: a guess on the generous side, as no font is at hand.
fn width(text: &str) -> f64 {
    let each = |c: char| match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '|' | '\'' | '!' => 0.32,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.92,
        c if c.is_ascii_uppercase() => 0.7,
        c if c.is_ascii() => 0.58,
        c if c >= '\u{1100}' => 1.05,
        _ => 0.66,
    };
    text.chars().map(each).sum()
}
