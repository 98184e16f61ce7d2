//! Labels beside nodes, greedily: the most important first, each where it covers neither a label nor a node.

/// A node as far as labels care.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    pub x: f64,
    pub y: f64,
    pub r: f64,
}

/// A label's place: where its text is anchored and its baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub x: f64,
    pub y: f64,
    /// `start`, `middle` or `end`.
    pub anchor: &'static str,
    /// Where a line to the node begins, if the label stands away from it.
    pub line: Option<(f64, f64)>,
}

/// A label that is to be placed.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Index of its node.
    pub node: usize,
    /// Width of its text.
    pub width: f64,
    /// Whether it may stand away from its node when there is no room beside it.
    pub far: bool,
}

#[derive(Clone, Copy, Debug)]
struct Area {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Area {
    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn covers(&self, spot: &Spot) -> bool {
        let dx = spot.x - spot.x.clamp(self.left, self.right);
        let dy = spot.y - spot.y.clamp(self.top, self.bottom);
        dx * dx + dy * dy < spot.r * spot.r
    }
}

/// Places for the labels of `wanted` in their order; `None` where a label has no room.
pub fn place(spots: &[Spot], wanted: &[Wanted], font: f64, frame: (f64, f64)) -> Vec<Option<Place>> {
    let mut taken: Vec<Area> = Vec::new();
    let mut places = Vec::with_capacity(wanted.len());
    for &Wanted { node, width, far } in wanted {
        let spot = spots[node];
        let beside = candidates(spot, width, font);
        let away = AWAY.into_iter().filter(|_| far).flat_map(|lines| {
            let wide = Spot { r: spot.r + lines * font, ..spot };
            candidates(wide, width, font).map(move |(place, area)| {
                let end = (spot.x.clamp(area.left, area.right), (area.top + area.bottom) / 2.0);
                (Place { line: Some(end), ..place }, area)
            })
        });
        let others = || spots.iter().enumerate().filter(|&(i, _)| i != node).map(|(_, other)| other);
        let free = beside.chain(away).find(|(place, area)| {
            let inside =
                area.left >= 0.0 && area.top >= 0.0 && area.right <= frame.0 && area.bottom <= frame.1;
            inside
                && !taken.iter().any(|other| area.meets(other))
                && !others().any(|other| area.covers(other))
                && place.line.is_none_or(|end| !others().any(|other| crosses(spot, end, other)))
        });
        places.push(free.map(|(place, area)| {
            taken.push(area);
            place
        }));
    }
    places
}

/// Whether the line from a node to `end` passes over another node.
fn crosses(from: Spot, end: (f64, f64), other: &Spot) -> bool {
    let (dx, dy) = (end.0 - from.x, end.1 - from.y);
    let (ox, oy) = (other.x - from.x, other.y - from.y);
    let along = ((ox * dx + oy * dy) / (dx * dx + dy * dy).max(1e-9)).clamp(0.0, 1.0);
    let (px, py) = (ox - along * dx, oy - along * dy);
    px * px + py * py < (other.r + 2.0) * (other.r + 2.0)
}

/// How far a label may stand away, in lines of text.
const AWAY: [f64; 4] = [1.0, 2.0, 3.0, 4.0];

/// Right, left, above, below, then the corners.
fn candidates(spot: Spot, width: f64, font: f64) -> impl Iterator<Item = (Place, Area)> {
    let side = spot.r + 3.0;
    let corner = spot.r * 0.7 + 2.0;
    // Horizontal anchor, its distance, and how far the baseline lies below the centre.
    let options = [
        ("start", side, font * 0.35),
        ("end", -side, font * 0.35),
        ("middle", 0.0, -side - font * 0.1),
        ("middle", 0.0, side + font * 0.8),
        ("start", corner, -corner),
        ("end", -corner, -corner),
        ("start", corner, corner + font * 0.7),
        ("end", -corner, corner + font * 0.7),
    ];
    options.into_iter().map(move |(anchor, dx, dy)| {
        let (x, y) = (spot.x + dx, spot.y + dy);
        let left = match anchor {
            "start" => x,
            "end" => x - width,
            _ => x - width / 2.0,
        };
        let area = Area {
            left: left - 1.0,
            right: left + width + 1.0,
            top: y - font * 0.85,
            bottom: y + font * 0.25,
        };
        (Place { x, y, anchor, line: None }, area)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_label_moves_aside_and_the_third_stays_out() {
        let spots = [(50.0, 50.0), (70.0, 50.0), (60.0, 50.0)].map(|(x, y)| Spot { x, y, r: 4.0 });
        let wanted = |node, width, far| Wanted { node, width, far };
        let all = [wanted(0, 40.0, false), wanted(1, 40.0, false), wanted(2, 300.0, true)];
        let places = place(&spots, &all, 10.0, (200.0, 100.0));
        assert_eq!(places[0].map(|p| p.anchor), Some("end"));
        assert_eq!(places[1].map(|p| p.anchor), Some("start"));
        assert_eq!(places[2], None);
        // Between two others there is no room beside the node, but there is some away from it.
        let spots = [(40.0, 50.0), (50.0, 50.0), (60.0, 50.0), (50.0, 40.0), (50.0, 60.0)];
        let spots = spots.map(|(x, y)| Spot { x, y, r: 4.0 });
        assert_eq!(place(&spots, &[wanted(1, 40.0, false)], 10.0, (200.0, 100.0)), [None]);
        let away = place(&spots, &[wanted(1, 40.0, true)], 10.0, (200.0, 100.0));
        assert!(away[0].is_some_and(|place| place.line.is_some()), "{away:?}");
    }
}
