//! Which days the time expressions of an article mean.
//!
//! News names days by the day of publication: `on Tuesday` is the last Tuesday up to that day, the day itself included,
//! unless the words look ahead (`will meet on Tuesday`, `before Tuesday`). A date without its year is the one on that
//! side, or the nearest one where the words do not tell. Some count from another date of the article (`two days
//! later`). Without a day of publication such dates are found, and stay open.
//!
//! ```
//! use jiff::civil::date;
//! use scrutineer_claims::{Analysis, date::{Basis, dates}};
//!
//! let analysis = Analysis::of("The clerk said on Tuesday that the hall will open on Friday.");
//! let found = dates(&analysis, Some(date(2031, 3, 5)));
//! assert_eq!(found[0].from, Some(date(2031, 3, 4)));
//! assert_eq!(found[1].from, Some(date(2031, 3, 7)));
//! assert_eq!(found[0].basis, Basis::Publication);
//! ```

mod read;
mod resolve;
mod said;
mod words;

pub use said::of_statement;
pub(crate) use words::calendar;

use crate::Analysis;
use jiff::civil::Date;
use std::ops::Range;

/// A time expression and the days that it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// The words, with the preposition before them.
    pub range: Range<usize>,
    /// The first day. `None` where the article does not settle it.
    pub from: Option<Date>,
    /// The last day, which belongs to it.
    pub to: Option<Date>,
    /// What the days were worked out from.
    pub basis: Basis,
    /// How what the sentence tells of lies to these days.
    pub sense: Sense,
}

/// What a date was worked out from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The words name the year.
    Stated,
    /// The day of publication.
    Publication,
    /// Another date in the article.
    OtherDate,
}

impl Basis {
    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated in full",
            Self::Publication => "publication date",
            Self::OtherDate => "another date in the article",
        }
    }
}

/// How an event lies to the days named: `since January` names January, and means from then on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sense {
    /// In them.
    At,
    /// From them on.
    Since,
    /// Before them, or no later.
    Before,
    /// After them.
    After,
}

/// All time expressions of an article that name days, in the order in which they stand.
pub fn dates(analysis: &Analysis<'_>, published: Option<Date>) -> Vec<DateMention> {
    let expressions = read::expressions(analysis);
    resolve::resolve(analysis, &expressions, published)
}

#[cfg(test)]
mod tests;
