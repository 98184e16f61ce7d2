//! Labels beside nodes, greedily: the most important first, each where it covers neither a label nor many nodes.

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

/// Places for the labels of `wanted` (index into `spots`, width of the text) in their order;
/// `None` where a label has no room. Covering one node is allowed when nothing better is free.
pub fn place(spots: &[Spot], wanted: &[(usize, f64)], font: f64, frame: (f64, f64)) -> Vec<Option<Place>> {
    let mut taken: Vec<Area> = Vec::new();
    let mut places = Vec::with_capacity(wanted.len());
    for &(node, width) in wanted {
        let spot = spots[node];
        let mut best: Option<(usize, Place, Area)> = None;
        for (place, area) in candidates(spot, width, font) {
            let inside =
                area.left >= 0.0 && area.top >= 0.0 && area.right <= frame.0 && area.bottom <= frame.1;
            if !inside || taken.iter().any(|other| area.meets(other)) {
                continue;
            }
            let covered =
                spots.iter().enumerate().filter(|&(i, other)| i != node && area.covers(other)).count();
            if covered < best.map_or(2, |(least, ..)| least) {
                best = Some((covered, place, area));
            }
        }
        places.push(best.map(|(_, place, area)| {
            taken.push(area);
            place
        }));
    }
    places
}

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
        (Place { x, y, anchor }, area)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_label_moves_aside_and_the_third_stays_out() {
        let spots = [(50.0, 50.0), (70.0, 50.0), (60.0, 50.0)].map(|(x, y)| Spot { x, y, r: 4.0 });
        let places = place(&spots, &[(0, 40.0), (1, 40.0), (2, 300.0)], 10.0, (200.0, 100.0));
        assert_eq!(places[0].map(|p| p.anchor), Some("end"));
        assert_eq!(places[1].map(|p| p.anchor), Some("start"));
        assert_eq!(places[2], None);
    }
}
