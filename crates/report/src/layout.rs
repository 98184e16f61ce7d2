//! Places for the nodes of a network picture: force-directed, the same for the same graph on every machine.
//!
//! Each component is laid out by itself and packed beside the others. The forces are those of ForceAtlas2
//! (Jacomy et al. 2014): nodes repel by the product of their degrees, so that hubs get room, and edges attract in
//! proportion to their length. Only `+ - * /` and square roots are used, which IEEE 754 rounds the same everywhere;
//! there is no random number, and nothing depends on anything but the order of nodes and edges.

mod pack;

use crate::graph::Graph;
use pack::pack;

/// Where each node stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Width of the picture: always [`WIDTH`].
    pub width: f64,
    /// Height of the picture, at most [`MAX_HEIGHT`].
    pub height: f64,
    /// Centre of each node, in the order of [`Graph::nodes`]; y grows downwards.
    pub at: Vec<(f64, f64)>,
}

/// Width of a picture.
pub const WIDTH: f64 = 1000.0;
/// Greatest height: with [`WIDTH`] it still fits on a printed page.
pub const MAX_HEIGHT: f64 = 900.0;
/// Components of more nodes keep their first places, a spiral in the order of a breadth-first walk.
pub const MAX_FORCED: usize = 5_000;

/// Room of a node: the side of its square, in picture units.
const ROOM: f64 = 56.0;
/// Room around a component.
const MARGIN: f64 = 26.0;
/// Centres of nodes are pushed at least this far apart.
const APART: f64 = 15.0;
/// Repulsions computed at most for one component, which bounds the time at a fraction of a second.
const BUDGET: usize = 8_000_000;

/// Computes the layout. Time grows with the square of the largest component's nodes, up to [`MAX_FORCED`].
pub fn layout(graph: &Graph) -> Layout {
    let mut at = vec![(0.0, 0.0); graph.nodes.len()];
    let components = components(graph);
    let mut boxes = Vec::with_capacity(components.len());
    for component in &components {
        let mut places = component.place();
        let size = component.fit(&mut places);
        for (&node, place) in component.nodes.iter().zip(&places) {
            at[node as usize] = *place;
        }
        boxes.push(size);
    }
    let packed = pack(&boxes, WIDTH / MAX_HEIGHT * 1.25);
    let scale = (WIDTH / packed.width).min(MAX_HEIGHT / packed.height).min(1.0);
    let left = (WIDTH - packed.width * scale) / 2.0;
    for (component, &(x, y)) in components.iter().zip(&packed.at) {
        for &node in &component.nodes {
            let place = &mut at[node as usize];
            *place = ((place.0 + x) * scale + left, (place.1 + y) * scale);
        }
    }
    let height = (packed.height * scale).max(1.0);
    push_apart(&mut at, height);
    Layout { width: WIDTH, height, at }
}

/// A connected part: its nodes, and its edges as indexes into them.
struct Component {
    nodes: Vec<u32>,
    edges: Vec<(u32, u32)>,
}

/// Components, largest first; equal ones in the order of their first nodes.
fn components(graph: &Graph) -> Vec<Component> {
    let number = graph.components();
    let n = number.iter().max().map_or(0, |&max| max as usize + 1);
    let mut components: Vec<Component> = (0..n).map(|_| Component { nodes: vec![], edges: vec![] }).collect();
    let mut local = vec![0; number.len()];
    for (node, &number) in number.iter().enumerate() {
        let nodes = &mut components[number as usize].nodes;
        local[node] = nodes.len() as u32;
        nodes.push(node as u32);
    }
    for edge in graph.valid_edges() {
        let ends = (local[edge.a as usize], local[edge.b as usize]);
        components[number[edge.a as usize] as usize].edges.push(ends);
    }
    components.sort_by_key(|component| std::cmp::Reverse(component.nodes.len()));
    components
}

impl Component {
    /// Places in units of an edge's natural length, centred nowhere in particular.
    fn place(&self) -> Vec<(f64, f64)> {
        let n = self.nodes.len();
        let mut at = self.spiral();
        if !(3..=MAX_FORCED).contains(&n) {
            return at;
        }
        let mut degree = vec![1.0; n];
        for &(a, b) in &self.edges {
            degree[a as usize] += 1.0;
            degree[b as usize] += 1.0;
        }
        let rounds = (BUDGET / (n * n / 2)).clamp(40, 500);
        let mut force = vec![(0.0, 0.0); n];
        let reach = (n as f64).sqrt() * 2.0;
        for round in 0..rounds {
            force.fill((0.0, 0.0));
            for i in 0..n {
                let (xi, yi) = at[i];
                let (mut fx, mut fy) = (0.0, 0.0);
                for j in i + 1..n {
                    let (dx, dy) = (xi - at[j].0, yi - at[j].1);
                    let push = degree[i] * degree[j] / (dx * dx + dy * dy + 0.01);
                    fx += dx * push;
                    fy += dy * push;
                    force[j].0 -= dx * push;
                    force[j].1 -= dy * push;
                }
                force[i].0 += fx;
                force[i].1 += fy;
            }
            for &(a, b) in &self.edges {
                let (a, b) = (a as usize, b as usize);
                let (dx, dy) = (at[b].0 - at[a].0, at[b].1 - at[a].1);
                force[a].0 += dx;
                force[a].1 += dy;
                force[b].0 -= dx;
                force[b].1 -= dy;
            }
            // Steps shrink to nothing, so the picture comes to rest.
            let left = 1.0 - round as f64 / rounds as f64;
            let longest = reach * 0.1 * left * left;
            for (i, place) in at.iter_mut().enumerate() {
                // Gravity keeps far ends in the frame.
                let (fx, fy) =
                    (force[i].0 - place.0 * degree[i] * 0.2, force[i].1 - place.1 * degree[i] * 0.2);
                let length = (fx * fx + fy * fy).sqrt();
                let step = (length / degree[i]).min(longest);
                if length > 1e-9 {
                    *place = (place.0 + fx / length * step, place.1 + fy / length * step);
                }
            }
        }
        at
    }

    /// Sunflower spiral in breadth-first order from the node with most edges: neighbours start near each other.
    fn spiral(&self) -> Vec<(f64, f64)> {
        let n = self.nodes.len();
        let mut neighbours = vec![Vec::new(); n];
        for &(a, b) in &self.edges {
            neighbours[a as usize].push(b);
            neighbours[b as usize].push(a);
        }
        let start = (0..n).rev().max_by_key(|&i| neighbours[i].len()).unwrap_or(0);
        let mut order = Vec::with_capacity(n);
        let mut seen = vec![false; n];
        for first in std::iter::once(start).chain(0..n) {
            if !std::mem::replace(&mut seen[first], true) {
                order.push(first as u32);
            }
            let mut next = order.len().saturating_sub(1);
            while let Some(&node) = order.get(next) {
                next += 1;
                for &other in &neighbours[node as usize] {
                    if !std::mem::replace(&mut seen[other as usize], true) {
                        order.push(other);
                    }
                }
            }
        }
        // Cosine and sine of the golden angle: turning by multiplication needs no platform's own sine.
        const TURN: (f64, f64) = (-0.737_368_878_078_320_1, 0.675_490_294_261_523_8);
        let mut at = vec![(0.0, 0.0); n];
        let mut unit = (1.0, 0.0);
        for (i, &node) in order.iter().enumerate() {
            let radius = (i as f64 + 0.5).sqrt();
            at[node as usize] = (unit.0 * radius, unit.1 * radius);
            unit = (unit.0 * TURN.0 - unit.1 * TURN.1, unit.0 * TURN.1 + unit.1 * TURN.0);
        }
        at
    }

    /// Turns the longer axis level, scales to the room that the nodes need, and moves the corner to the origin.
    /// Returns width and height with the margin.
    fn fit(&self, at: &mut [(f64, f64)]) -> (f64, f64) {
        let n = at.len() as f64;
        let (cx, cy) = at.iter().fold((0.0, 0.0), |sum, p| (sum.0 + p.0 / n, sum.1 + p.1 / n));
        let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
        for p in at.iter_mut() {
            *p = (p.0 - cx, p.1 - cy);
            xx += p.0 * p.0;
            yy += p.1 * p.1;
            xy += p.0 * p.1;
        }
        let axis = (xx - yy + ((xx - yy) * (xx - yy) + 4.0 * xy * xy).sqrt(), 2.0 * xy);
        let length = (axis.0 * axis.0 + axis.1 * axis.1).sqrt();
        let (cos, sin) = if length > 1e-9 { (axis.0 / length, axis.1 / length) } else { (1.0, 0.0) };
        for p in at.iter_mut() {
            *p = (p.0 * cos + p.1 * sin, p.1 * cos - p.0 * sin);
        }
        let (low, high) = bounds(at);
        let (width, height) = (high.0 - low.0, high.1 - low.1);
        // A chain has no area: give it at least a narrow band.
        let area = width.max(height / 4.0) * height.max(width / 4.0);
        // Large components have crowded middles and get more room for each node.
        let room = ROOM * (0.7 + 0.16 * n.sqrt().sqrt());
        let scale = if area > 1e-9 { room * (n / area).sqrt() } else { 1.0 };
        for p in at.iter_mut() {
            *p = ((p.0 - low.0) * scale + MARGIN, (p.1 - low.1) * scale + MARGIN);
        }
        (width * scale + 2.0 * MARGIN, height * scale + 2.0 * MARGIN)
    }
}

/// Lower and upper corner; the origin twice when there are no points.
fn bounds(at: &[(f64, f64)]) -> ((f64, f64), (f64, f64)) {
    let Some(&first) = at.first() else { return ((0.0, 0.0), (0.0, 0.0)) };
    at.iter().fold((first, first), |(low, high), p| {
        ((low.0.min(p.0), low.1.min(p.1)), (high.0.max(p.0), high.1.max(p.1)))
    })
}

/// Separates nodes that lie on each other.
fn push_apart(at: &mut [(f64, f64)], height: f64) {
    if at.len() > MAX_FORCED {
        return;
    }
    // When the picture is full, less distance has to do.
    let apart = APART.min((WIDTH * height / at.len().max(1) as f64).sqrt() * 0.62);
    let columns = (WIDTH / apart) as usize + 1;
    let cell = |p: (f64, f64)| ((p.0 / apart) as usize).min(columns - 1) + (p.1 / apart) as usize * columns;
    for _ in 0..60 {
        let mut moved = false;
        let mut cells: Vec<(usize, usize)> = at.iter().enumerate().map(|(i, &p)| (cell(p), i)).collect();
        cells.sort_unstable();
        let of_cells = |first: usize, last: usize| {
            let start = cells.partition_point(|&(cell, _)| cell < first);
            cells[start..].iter().take_while(move |&&(cell, _)| cell <= last).map(|&(_, node)| node)
        };
        for i in 0..at.len() {
            // Cells are as wide as nodes have to be apart: only the nine around can hold one that is too near. They are
            // those of the start of the pass; what moved in it, the next pass finds.
            let own = cell(at[i]);
            for row in [own.checked_sub(columns), Some(own), own.checked_add(columns)].into_iter().flatten() {
                for j in of_cells(row.saturating_sub(1), row + 1).filter(|&j| j > i) {
                    let (dx, dy) = (at[j].0 - at[i].0, at[j].1 - at[i].1);
                    let d = (dx * dx + dy * dy).sqrt();
                    if d >= apart {
                        continue;
                    }
                    moved = true;
                    let (ux, uy) = if d > 1e-6 { (dx / d, dy / d) } else { (1.0, 0.0) };
                    let push = (apart - d) / 2.0 + 1e-3;
                    at[i] = (at[i].0 - ux * push, at[i].1 - uy * push);
                    at[j] = (at[j].0 + ux * push, at[j].1 + uy * push);
                }
            }
        }
        for p in at.iter_mut() {
            *p = (p.0.clamp(APART, WIDTH - APART), p.1.clamp(APART, (height - APART).max(APART)));
        }
        if !moved {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Edge, Node};
    use proptest::prelude::*;

    fn graph(n: usize, edges: &[(u32, u32)]) -> Graph {
        let nodes = (0..n).map(|i| Node { key: format!("x/{i}"), ..Node::default() }).collect();
        Graph { nodes, edges: edges.iter().map(|&(a, b)| Edge { a, b, ..Edge::default() }).collect() }
    }

    #[test]
    fn the_turn_is_the_golden_angle() {
        let angle = std::f64::consts::PI * (3.0 - 5f64.sqrt());
        assert!((angle.cos() + 0.737_368_878_078_320_1).abs() < 1e-12);
        assert!((angle.sin() - 0.675_490_294_261_523_8).abs() < 1e-12);
    }

    #[test]
    fn two_cliques_joined_by_one_edge_stand_apart() {
        let clique = |from: u32| (from..from + 6).flat_map(move |a| (a + 1..from + 6).map(move |b| (a, b)));
        let edges: Vec<_> = clique(0).chain(clique(6)).chain([(0, 6)]).collect();
        let layout = layout(&graph(12, &edges));
        let mean = |range: std::ops::Range<usize>| layout.at[range].iter().map(|p| p.0 / 6.0).sum::<f64>();
        assert!((mean(0..6) - mean(6..12)).abs() > 60.0, "{:?}", layout.at);
    }

    #[test]
    fn nothing_and_little_have_a_layout() {
        assert_eq!(layout(&graph(0, &[])).at, []);
        assert_eq!(layout(&graph(1, &[])).at.len(), 1);
        let pair = layout(&graph(2, &[(0, 1)]));
        assert!((pair.at[0].0 - pair.at[1].0).abs() > APART, "{pair:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn every_node_stands_inside_and_again_in_the_same_place(
            n in 1usize..40, edges in prop::collection::vec((0u32..45, 0u32..45), 0..80)
        ) {
            let graph = graph(n, &edges);
            let once = layout(&graph);
            prop_assert_eq!(&once, &layout(&graph));
            prop_assert!(once.height <= MAX_HEIGHT + 1e-6);
            for (x, y) in once.at {
                prop_assert!((0.0..=WIDTH).contains(&x) && (0.0..=once.height.max(APART)).contains(&y), "{} {}", x, y);
            }
        }
    }
}
