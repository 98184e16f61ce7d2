//! The numbers of two published tools, row by row, with corrected values beside them.
//!
//! Somebody who has used CooRTweet 2.1.3 or the Coordination Network Toolkit 1.5.2 can repeat a study here, find the
//! same numbers, and see which of them the tool itself got wrong. Columns with the peer's name hold the peer's number;
//! columns ending in `_corrected` (and `n_content_from`, `n_content_to`) hold what the peer's documentation promises.
//! `docs/peers.md` lists every difference. Neither mode knows chance: for that there is the lens itself.

pub mod cnt;
mod codes;
pub mod coortweet;
mod number;

use std::time::Duration;

/// What the compatibility modes refuse.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    /// Rows are numbered with 32 bits.
    #[error("{rows} rows; this mode takes up to {limit}")]
    TooManyRows {
        /// Rows given.
        rows: usize,
        /// Most that are taken.
        limit: usize,
    },
    /// The list of pairs would not fit; a narrower window or fewer accounts make it shorter.
    #[error("{pairs} pairs of posts lie within the window; the limit is {limit}")]
    TooManyPairs {
        /// Pairs of rows of one object within the window, before any filter.
        pairs: u64,
        /// The limit in force.
        limit: u64,
    },
    /// An edge percentile or a similarity outside 0 to 1.
    #[error("{name} has to lie between 0 and 1")]
    NotAFraction {
        /// Name of the parameter.
        name: &'static str,
    },
    /// The fast network was asked for before the narrower window was flagged.
    #[error("no pair is flagged with a narrower window yet")]
    NoFastWindow,
}

/// Most rows that a mode takes.
const MAX_ROWS: usize = u32::MAX as usize - 1;

fn check_rows(rows: usize) -> Result<(), Error> {
    if rows > MAX_ROWS { Err(Error::TooManyRows { rows, limit: MAX_ROWS }) } else { Ok(()) }
}

fn check_fraction(name: &'static str, value: f64) -> Result<(), Error> {
    if (0.0..=1.0).contains(&value) { Ok(()) } else { Err(Error::NotAFraction { name }) }
}

/// Microseconds of a window; one longer than time itself takes in everything.
fn micros(window: Duration) -> i64 {
    i64::try_from(window.as_micros()).unwrap_or(i64::MAX)
}
