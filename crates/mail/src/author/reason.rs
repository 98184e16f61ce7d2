//! Why programs may disagree.

use serde::Serialize;

/// Why an author or another identity may be read in several ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// More than one From field.
    MultipleFrom,
}

impl Reason {
    /// Whether this alone makes the author ambiguous.
    pub const fn makes_ambiguous(self) -> bool {
        match self {
            Self::MultipleFrom => true,
        }
    }
}
