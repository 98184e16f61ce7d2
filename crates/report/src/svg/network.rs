//! The network picture.

use super::labels::{self, Spot, Wanted};
use super::palette::Platforms;
use super::{STYLE, mark, text, width};
use crate::graph::Graph;
use crate::layout::Layout;
use std::fmt::Write;

/// Characters of a label.
const LABEL: usize = 22;
/// Nodes that are named at most.
const LABELS: usize = 60;
/// From a mark to the ring around it.
const RING: f64 = 3.5;
const LEGEND_ROW: f64 = 24.0;

/// The picture of `graph` at the places of `layout`, as one SVG element.
///
/// Size of a mark: neighbours in this picture. Colour and shape: platform. Width of a line: common objects.
/// Dashed lines join accounts of different platforms. Nodes of a group, whose number `groups` has for each node, stand in
/// a ring. Labels name members of groups, then the nodes with most neighbours, where there is room.
pub fn network(graph: &Graph, layout: &Layout, groups: &[Option<usize>]) -> String {
    let group = |i: usize| groups.get(i).copied().flatten();
    let platforms = Platforms::of(graph);
    let degrees = graph.degrees();
    let most = degrees.iter().copied().max().unwrap_or(0).max(1);
    let crowd = graph.nodes.len();
    let (smallest, growth, font) = match crowd {
        0..=40 => (6.0, 7.0, 14.0),
        41..=150 => (4.5, 6.5, 13.0),
        _ => (3.4, 5.6, 12.0),
    };
    let at = |i: usize| layout.at.get(i).copied().unwrap_or_default();
    let spots: Vec<Spot> = (0..crowd)
        .map(|i| {
            let share = (f64::from(degrees[i]) / f64::from(most)).sqrt();
            let ring = if group(i).is_some() { RING } else { 0.0 };
            Spot { x: at(i).0, y: at(i).1, r: smallest + growth * share + ring }
        })
        .collect();

    let legend = Legend::new(&platforms, graph, most, (0..crowd).filter_map(group).max());
    let mut out = String::with_capacity(400 * crowd + 200 * graph.edges.len());
    let _ = write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" class="picture network" role="img" aria-label="Network of {crowd} accounts and {} pairs" viewBox="0 0 {:.0} {:.0}">"#,
        graph.valid_edges().count(),
        layout.width,
        layout.height + legend.height(),
    );
    let _ = write!(out, "<style>{STYLE}</style>");
    lines(&mut out, graph, &spots);
    out.push_str("<g class=\"nodes\">");
    // Small marks over large ones: none disappears.
    let mut order: Vec<usize> = (0..crowd).collect();
    order.sort_by(|&i, &j| spots[j].r.total_cmp(&spots[i].r).then(i.cmp(&j)));
    for &i in &order {
        let node = &graph.nodes[i];
        out.push_str("<g>");
        let Spot { x, y, r } = spots[i];
        let own = if let Some(number) = group(i) {
            let _ = write!(out, r#"<circle class="ring" cx="{x:.1}" cy="{y:.1}" r="{r:.1}"/>"#);
            (r - RING, format!(", in group {number}"))
        } else {
            (r, String::new())
        };
        mark(&mut out, platforms.style(&node.platform), x, y, own.0);
        let _ = writeln!(
            out,
            "<title>{} on {}: {} of {} partners shown, {} posts, {} actions{}</title></g>",
            text(&model::inert::shorten(node.label(), 80)),
            text(&node.platform),
            degrees[i],
            node.degree.max(u64::from(degrees[i])),
            node.n_posts,
            node.n_actions,
            own.1,
        );
    }
    out.push_str("</g>");
    let mut order: Vec<usize> = (0..crowd).collect();
    order.sort_by_key(|&i| (group(i).is_none(), std::cmp::Reverse(degrees[i]), i));
    order.truncate(LABELS);
    // Lines to names that stand away would only add to a crowd.
    let is_sparse = crowd <= 150;
    let wanted: Vec<(usize, bool)> =
        order.into_iter().map(|i| (i, is_sparse && group(i).is_some())).collect();
    names(&mut out, graph, &spots, &wanted, font, (layout.width, layout.height));
    legend.draw(&mut out, layout.height);
    out.push_str("</svg>\n");
    out
}

fn lines(out: &mut String, graph: &Graph, spots: &[Spot]) {
    let heaviest = graph.valid_edges().map(|edge| edge.n_objects).max().unwrap_or(1).max(1);
    let (faint, thin) = if graph.edges.len() > 400 { (" faint", 0.7) } else { ("", 1.1) };
    let _ = write!(out, r#"<g class="lines{faint}">"#);
    for edge in graph.valid_edges() {
        let (a, b) = (edge.a as usize, edge.b as usize);
        let class = if edge.cross_platform { r#" class="across""# } else { "" };
        let share = f64::from(edge.n_objects.max(1) - 1) / f64::from((heaviest - 1).max(1));
        let _ = writeln!(
            out,
            r#"<line{class} x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}" stroke-width="{:.1}"><title>{} and {}: {} common object{} ({})</title></line>"#,
            spots[a].x,
            spots[a].y,
            spots[b].x,
            spots[b].y,
            thin + (4.4 - thin) * share.sqrt(),
            text(&model::inert::shorten(graph.nodes[a].label(), 40)),
            text(&model::inert::shorten(graph.nodes[b].label(), 40)),
            edge.n_objects,
            if edge.n_objects == 1 { "" } else { "s" },
            text(&edge.layers),
        );
    }
    out.push_str("</g>");
}

/// Names of nodes in their order, each with whether it may stand away from its node.
fn names(
    out: &mut String,
    graph: &Graph,
    spots: &[Spot],
    order: &[(usize, bool)],
    font: f64,
    frame: (f64, f64),
) {
    let shown: Vec<String> = graph
        .nodes
        .iter()
        .map(|node| model::inert::shorten(&model::inert::terminal(node.label()), LABEL).into_owned())
        .collect();
    let wanted: Vec<Wanted> =
        order.iter().map(|&(node, far)| Wanted { node, width: width(&shown[node]) * font, far }).collect();
    let _ = write!(out, r#"<g class="names" font-size="{font:.0}">"#);
    for (&Wanted { node: i, .. }, place) in wanted.iter().zip(labels::place(spots, &wanted, font, frame)) {
        if let Some(place) = place {
            if let Some((x, y)) = place.line {
                let Spot { x: at_x, y: at_y, r } = spots[i];
                let (dx, dy) = (x - at_x, y - at_y);
                let share = r / (dx * dx + dy * dy).sqrt().max(r);
                let _ = write!(
                    out,
                    r#"<line x1="{:.1}" y1="{:.1}" x2="{x:.1}" y2="{y:.1}"/>"#,
                    at_x + dx * share,
                    at_y + dy * share
                );
            }
            let anchor = if place.anchor == "start" {
                String::new()
            } else {
                format!(r#" text-anchor="{}""#, place.anchor)
            };
            let _ = write!(
                out,
                r#"<text x="{:.1}" y="{:.1}"{anchor}>{}</text>"#,
                place.x,
                place.y,
                text(&shown[i])
            );
            out.push('\n');
        }
    }
    out.push_str("</g>");
}

/// What the marks and lines mean, in rows below the picture.
struct Legend {
    /// Mark (index into the palette or a line) and words, with their width.
    rows: Vec<Vec<(Sign, String, f64)>>,
}

#[derive(Clone, Copy)]
enum Sign {
    Mark(super::palette::Style),
    Ring,
    Line,
    Across,
    Words,
}

impl Legend {
    fn new(platforms: &Platforms, graph: &Graph, most: u32, last_group: Option<usize>) -> Self {
        const FONT: f64 = 13.0;
        let mut signs: Vec<(Sign, String)> = Vec::new();
        let mut others = 0;
        for (i, (name, style, count)) in platforms.iter().enumerate() {
            if i < super::palette::styles().len() - 1
                || platforms.iter().count() == super::palette::styles().len()
            {
                signs.push((Sign::Mark(style), format!("{} ({count})", model::inert::shorten(name, LABEL))));
            } else {
                others += count;
            }
        }
        if others > 0 {
            signs.push((Sign::Mark(super::palette::styles()[6]), format!("other platforms ({others})")));
        }
        match last_group {
            None => {}
            Some(1) => signs.push((Sign::Ring, "in the group that was found".into())),
            Some(_) => signs.push((Sign::Ring, "in a group that was found".into())),
        }
        if graph.valid_edges().any(|edge| !edge.cross_platform) {
            signs.push((Sign::Line, "same platform".into()));
        }
        if graph.valid_edges().any(|edge| edge.cross_platform) {
            signs.push((Sign::Across, "across platforms".into()));
        }
        let objects = || graph.valid_edges().map(|edge| edge.n_objects);
        if let (Some(low), Some(high)) = (objects().min(), objects().max()) {
            let range = if low == high { format!("{low}") } else { format!("{low} to {high}") };
            signs.push((Sign::Words, format!("wider line: more common objects ({range})")));
            signs.push((Sign::Words, format!("larger mark: more partners (up to {most})")));
        }
        let mut rows: Vec<Vec<(Sign, String, f64)>> = vec![vec![]];
        let mut used = 0.0;
        for (sign, words) in signs {
            let room = width(&words) * FONT + if matches!(sign, Sign::Words) { 22.0 } else { 50.0 };
            if used + room > crate::layout::WIDTH - 20.0 && used > 0.0 {
                rows.push(vec![]);
                used = 0.0;
            }
            used += room;
            if let Some(row) = rows.last_mut() {
                row.push((sign, words, room));
            }
        }
        Self { rows }
    }

    fn height(&self) -> f64 {
        self.rows.len() as f64 * LEGEND_ROW + 14.0
    }

    fn draw(&self, out: &mut String, top: f64) {
        out.push_str(r#"<g class="legend" font-size="13">"#);
        for (i, row) in self.rows.iter().enumerate() {
            let y = top + 20.0 + i as f64 * LEGEND_ROW;
            let mut x = 12.0;
            for (sign, words, room) in row {
                let gap = match sign {
                    Sign::Mark(style) => {
                        mark(out, *style, x + 8.0, y - 4.5, 6.5);
                        22.0
                    }
                    Sign::Ring => {
                        let _ = write!(
                            out,
                            r#"<circle class="ring" cx="{:.1}" cy="{:.1}" r="7.5"/>"#,
                            x + 8.0,
                            y - 4.5
                        );
                        22.0
                    }
                    Sign::Line | Sign::Across => {
                        let class = if matches!(sign, Sign::Across) { "across" } else { "same" };
                        let _ = write!(
                            out,
                            r#"<line class="{class}" x1="{x:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}" stroke-width="2"/>"#,
                            y - 4.5,
                            x + 26.0,
                            y - 4.5
                        );
                        32.0
                    }
                    Sign::Words => 0.0,
                };
                let _ = write!(out, r#"<text x="{:.1}" y="{y:.1}">{}</text>"#, x + gap, text(words));
                x += room;
            }
        }
        out.push_str("</g>");
    }
}
