//! Names of layers and platforms.

use model::Layer;

/// Layers in the order in which sets get them. All belong to those that the coordination lens looks at unasked.
pub const LAYERS: [Layer; 5] =
    [Layer::Url, Layer::Repost, Layer::Media, Layer::Reply, Layer::HashtagSequence];

/// Names of platforms that do not exist.
pub const PLATFORMS: [&str; 8] = ["alder", "birch", "cedar", "elm", "hazel", "larch", "maple", "rowan"];

/// Whether objects of the layer with this number are posts, which stand on one platform only.
pub fn is_of_one_platform(layer: u8) -> bool {
    matches!(LAYERS[usize::from(layer)], Layer::Repost | Layer::Reply)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_are_looked_at_unasked() {
        assert!(LAYERS.iter().all(|layer| coordination::DEFAULT_LAYERS.contains(*layer)));
        assert!(!is_of_one_platform(0), "campaigns over several platforms need one layer that they share");
    }
}
