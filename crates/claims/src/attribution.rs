//! Attributions: that somebody says something, as the words of an article have it.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// That a source says (thinks, demands, denies ...) a content, by the words of a cue.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Who says it: the words of the article. Empty where it names nobody.
    pub source: Vec<Range<usize>>,
    /// The words that tie the two: `said`, `according to`, `has never denied`.
    pub cue: Range<usize>,
    /// What is said, in order; several ranges where other words stand between.
    pub content: Vec<Range<usize>>,
    /// How probable it is that a careful reader marks the same attribution with at least half of the same words.
    pub probability: f64,
    /// What found it.
    pub by: Producer,
    /// Whether it stands inside another attribution's content.
    pub level: Level,
}

/// What found an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Producer {
    /// The trained models.
    Model,
    /// A rule, by its stable name.
    Rule(&'static str),
}

impl Producer {
    /// `model`, or the rule's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Rule(rule) => rule,
        }
    }
}

/// Where an attribution stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The article itself makes it.
    Main,
    /// It is inside the content of another one: what somebody says that somebody said.
    Nested,
}

/// What kind of statement an attribution reports. From the words of the article only, whoever speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Says that somebody did something wrong.
    Accuse,
    /// States something as so, without accusing or denying.
    Assert,
    /// Is reported not to speak: `declined to comment`.
    Decline,
    /// Wants somebody to do something.
    Demand,
    /// Says that something is not so.
    Deny,
    /// Speaks well of somebody.
    Praise,
    /// States what will be.
    Predict,
    /// Says that something may be so, or that it is not known.
    Uncertain,
}

impl Act {
    /// All of them, in the order of their names.
    pub const ALL: [Self; 8] = [
        Self::Accuse,
        Self::Assert,
        Self::Decline,
        Self::Demand,
        Self::Deny,
        Self::Praise,
        Self::Predict,
        Self::Uncertain,
    ];

    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accuse => "accuse",
            Self::Assert => "assert",
            Self::Decline => "decline",
            Self::Demand => "demand",
            Self::Deny => "deny",
            Self::Praise => "praise",
            Self::Predict => "predict",
            Self::Uncertain => "uncertain",
        }
    }
}
