//! Colours and shapes of platforms: told apart by colour-blind readers and in black and white print.

use crate::graph::Graph;
use std::collections::BTreeMap;

/// Shape of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Shape {
    Circle,
    Square,
    Triangle,
    Diamond,
    Hexagon,
    TriangleDown,
    Ring,
}

/// How a platform looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Place in the palette; the class name `p0`, `p1`, ... in pictures.
    pub index: usize,
    /// Fill.
    pub rgb: [u8; 3],
    /// Shape.
    pub shape: Shape,
}

/// The colours of Okabe and Ito (2008), without yellow and black, which vanish on white or dark grounds.
/// Seventh and later platforms share a grey ring.
const STYLES: [Style; 7] = [
    Style { index: 0, rgb: [0x00, 0x72, 0xb2], shape: Shape::Circle },
    Style { index: 1, rgb: [0xe6, 0x9f, 0x00], shape: Shape::Square },
    Style { index: 2, rgb: [0x00, 0x9e, 0x73], shape: Shape::Triangle },
    Style { index: 3, rgb: [0xcc, 0x79, 0xa7], shape: Shape::Diamond },
    Style { index: 4, rgb: [0x56, 0xb4, 0xe9], shape: Shape::Hexagon },
    Style { index: 5, rgb: [0xd5, 0x5e, 0x00], shape: Shape::TriangleDown },
    Style { index: 6, rgb: [0x80, 0x80, 0x80], shape: Shape::Ring },
];

/// Styles of the platforms of one report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Platforms {
    /// Platform and weight, heaviest first.
    ranked: Vec<(String, u64)>,
}

impl Platforms {
    /// Styles by number of nodes, then by name: no platform has a colour of its own.
    pub fn of(graph: &Graph) -> Self {
        Self::ranked(graph.nodes.iter().map(|node| (node.platform.as_str(), 1)))
    }

    /// Styles by weight, then by name.
    pub fn ranked<'a>(weights: impl IntoIterator<Item = (&'a str, u64)>) -> Self {
        let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
        for (platform, weight) in weights {
            let sum = sums.entry(platform).or_default();
            *sum = sum.saturating_add(weight);
        }
        let mut ranked: Vec<(String, u64)> =
            sums.into_iter().map(|(name, sum)| (name.to_owned(), sum)).collect();
        // Stable: equal weights stay in the order of their names.
        ranked.sort_by_key(|&(_, weight)| std::cmp::Reverse(weight));
        Self { ranked }
    }

    /// Style of a platform; the last one for platforms beyond the palette or unknown.
    pub fn style(&self, platform: &str) -> Style {
        let rank = self.ranked.iter().position(|(name, _)| name == platform);
        STYLES[rank.unwrap_or(usize::MAX).min(STYLES.len() - 1)]
    }

    /// Platforms with style and weight, in the order of the legend.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Style, u64)> {
        self.ranked
            .iter()
            .enumerate()
            .map(|(i, (name, weight))| (name.as_str(), STYLES[i.min(STYLES.len() - 1)], *weight))
    }
}

/// The whole palette.
pub fn styles() -> [Style; 7] {
    STYLES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_follow_weight_then_name() {
        let platforms = Platforms::ranked([("b", 1), ("a", 1), ("c", 5)]);
        assert_eq!(["c", "a", "b", "none"].map(|name| platforms.style(name).index), [0, 1, 2, 6]);
    }
}
