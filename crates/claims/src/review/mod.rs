//! Reviews of claims that others have published, read as they are, and claims of the ledger for others to read.
//!
//! A [`Review`] is a `ClaimReview` of schema.org, from a file of JSON-LD, a data feed or the script blocks of a page. Its
//! rating is kept as the publisher gave it, with the bounds of its scale: publishers use scales upside down, so nothing
//! is compared or turned into a number of our own.
//!
//! [`export`] writes `Claim`s and never a rating.
//!
//! ```
//! use scrutineer_claims::review::{Limits, reviews};
//!
//! let page = r#"<script type="application/ld+json">{"@context": "https://schema.org", "@type": "ClaimReview",
//!     "claimReviewed": "The mill is closed", "reviewRating": {"ratingValue": 2, "alternateName": "Half so"}}</script>"#;
//! let read = reviews(page, &Limits::default());
//! assert_eq!(read.reviews[0].claim_reviewed.as_deref(), Some("The mill is closed"));
//! assert_eq!(read.reviews[0].rating.as_ref().unwrap().value.as_deref(), Some("2"));
//! ```

mod export;
mod import;
mod json_ld;

pub use export::{Appearance, AuthorKind, Claim, export};
pub use import::reviews;

use jiff::civil::Date;

/// A review of a claim, as its publisher gives it. Nothing in it is judged here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// Where the review is.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When, as given.
    pub published: Option<String>,
    /// The day of it, where that can be read.
    pub day: Option<Date>,
    /// The claim in the publisher's words.
    pub claim_reviewed: Option<String>,
    /// Who is said to have made it.
    pub claimant: Option<String>,
    /// Where it is said to have been made: addresses, or names of works without one.
    pub appearances: Vec<String>,
    /// What the publisher says of it.
    pub rating: Option<Rating>,
    /// The whole object as it was read, in JSON.
    pub raw: String,
}

/// A rating, in the very words and numbers of its publisher. Which end of the scale is the better one is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rating {
    /// `ratingValue`.
    pub value: Option<String>,
    /// `bestRating`.
    pub best: Option<String>,
    /// `worstRating`.
    pub worst: Option<String>,
    /// `alternateName`: the rating in words.
    pub alternate_name: Option<String>,
}

/// What is read of one input at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the input; a longer one is not read at all.
    pub bytes: usize,
    /// Objects within objects.
    pub depth: usize,
    /// Reviews.
    pub reviews: usize,
    /// Appearances of one claim.
    pub appearances: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 64 << 20, depth: 64, reviews: 100_000, appearances: 1000 }
    }
}

/// What an input holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The reviews, in the order in which they stand.
    pub reviews: Vec<Review>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// A part of an input that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The byte at which the part begins.
    pub at: usize,
    /// What is the matter.
    pub kind: ProblemKind,
}

/// What is the matter with a part of an input.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProblemKind {
    /// It is too long.
    #[error("the input has {bytes} bytes, more than the limit")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// It is no JSON.
    #[error("the JSON cannot be read: {0}")]
    Json(String),
    /// Objects lie deeper than the limit.
    #[error("objects lie too deep within others")]
    TooDeep,
    /// There are more reviews than the limit.
    #[error("there are more reviews than the limit")]
    TooMany,
}

#[cfg(test)]
mod tests;
