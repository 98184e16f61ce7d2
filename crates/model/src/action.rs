//! Actions: one account acting on one object at one time in one layer.

use crate::{RawRef, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What kind of thing two accounts have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Layer {
    /// Passing on the same post.
    Repost,
    /// Linking to the same page (canonical form).
    Url,
    /// Linking to the same registrable domain.
    Domain,
    /// Using the same hashtag.
    Hashtag,
    /// Using the same hashtags in the same order (two or more).
    HashtagSequence,
    /// The same text after folding.
    Text,
    /// Nearly the same text: same cluster of near duplicates.
    NearText,
    /// Answering the same post.
    Reply,
    /// Mentioning the same account.
    Mention,
    /// Showing the same media item.
    Media,
    /// Passing on posts of the same account within seconds of their publication.
    RapidRepost,
    /// A bare object of a table.
    Object,
}

impl Layer {
    /// All layers, in their fixed order.
    pub const ALL: [Self; 12] = [
        Self::Repost,
        Self::Url,
        Self::Domain,
        Self::Hashtag,
        Self::HashtagSequence,
        Self::Text,
        Self::NearText,
        Self::Reply,
        Self::Mention,
        Self::Media,
        Self::RapidRepost,
        Self::Object,
    ];

    /// Stable name, as in tables and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Repost => "repost",
            Self::Url => "url",
            Self::Domain => "domain",
            Self::Hashtag => "hashtag",
            Self::HashtagSequence => "hashtag_sequence",
            Self::Text => "text",
            Self::NearText => "near_text",
            Self::Reply => "reply",
            Self::Mention => "mention",
            Self::Media => "media",
            Self::RapidRepost => "rapid_repost",
            Self::Object => "object",
        }
    }

    /// The layer of that name; `image` is read as media, and `-` as `_`.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase().replace('-', "_");
        match name.as_str() {
            "image" | "phash" => Some(Self::Media),
            "link" => Some(Self::Url),
            "retweet" => Some(Self::Repost),
            _ => Self::ALL.into_iter().find(|layer| layer.name() == name),
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of layers. Prints as names joined by `+`, in the fixed order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Layers(pub u16);

impl Layers {
    /// Every layer.
    pub const ALL: Self = Self((1 << Layer::ALL.len()) - 1);

    /// Whether `layer` is in the set.
    pub const fn contains(self, layer: Layer) -> bool {
        self.0 >> layer as u8 & 1 == 1
    }

    /// The set with `layer` added.
    #[must_use]
    pub const fn with(self, layer: Layer) -> Self {
        Self(self.0 | 1 << layer as u8)
    }

    /// The set without `layer`.
    #[must_use]
    pub const fn without(self, layer: Layer) -> Self {
        Self(self.0 & !(1 << layer as u8))
    }

    /// Union.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether nothing is in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Members in the fixed order.
    pub fn iter(self) -> impl Iterator<Item = Layer> {
        Layer::ALL.into_iter().filter(move |&layer| self.contains(layer))
    }
}

impl FromIterator<Layer> for Layers {
    fn from_iter<I: IntoIterator<Item = Layer>>(layers: I) -> Self {
        layers.into_iter().fold(Self::default(), Self::with)
    }
}

impl fmt::Display for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, layer) in self.iter().enumerate() {
            if i > 0 {
                f.write_str("+")?;
            }
            f.write_str(layer.name())?;
        }
        Ok(())
    }
}

/// One account acting on one object at one time, as it passes between lenses and to `explain`.
/// (Inside the coordination lens the same thing is a row of integer columns.)
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Action {
    /// Kind of object.
    pub layer: Layer,
    /// The object: a link, a post id, a text cluster, ...
    pub object: String,
    /// Platform of the account.
    pub platform: String,
    /// Account id.
    pub account: String,
    /// Post that did it.
    pub post: String,
    /// When.
    pub time: Timestamp,
    /// Where it stands in the evidence.
    pub raw: RawRef,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for layer in Layer::ALL {
            assert_eq!(Layer::from_name(layer.name()), Some(layer));
        }
        assert_eq!(Layer::from_name("Hashtag-Sequence"), Some(Layer::HashtagSequence));
        assert_eq!(Layer::from_name("emoji"), None);
    }

    #[test]
    fn sets_print_in_fixed_order() {
        let set: Layers = [Layer::Url, Layer::Repost].into_iter().collect();
        assert_eq!(set.to_string(), "repost+url");
        assert_eq!(Layers::ALL.iter().count(), 12);
    }
}
