//! CooRTweet 2.1.3 (R): pairs of shares, network, account and object statistics.
//!
//! Method: Kulichkina, Righetti and Waldherr 2024; semantics read from the package's source and checked against its
//! outputs. Call [`detect_groups`], [`Pairs::flag_speed_share`] for a narrower window, [`network()`],
//! [`account_stats`] and [`group_stats`], as in the package.
//!
//! ```
//! use scrutineer_coordination::compat::coortweet::{Params, Share, detect_groups, network};
//! use model::Timestamp;
//! use std::time::Duration;
//!
//! let share = |account, content, seconds: i64| Share {
//!     object: "poster",
//!     account,
//!     content,
//!     time: Timestamp(seconds * 1_000_000),
//! };
//! let shares = [share("bo", "1", 0), share("al", "2", 60), share("cy", "3", 200)];
//! let params = Params { window: Duration::from_secs(60), min_participation: 1, ..Params::default() };
//! let pairs = detect_groups(&shares, &params)?;
//! let rows = network(&pairs, 0.5)?.rows();
//! assert_eq!((rows[0].from, rows[0].to, rows[0].weight, rows[0].avg_time_delta), ("al", "bo", 1, 60.0));
//! # Ok::<(), scrutineer_coordination::compat::Error>(())
//! ```

mod network;
mod pairs;
mod rows;
mod stats;

pub use network::{Edge, Measures, Network, fast_network, network};
pub use pairs::{Pair, Pairs, detect_groups};
pub use rows::{AccountRow, EdgeRow, FastAccountRow, FastEdgeRow, GroupRow, PairRow};
pub use stats::{Threshold, account_stats, fast_account_stats, group_stats};

use model::Timestamp;
use std::time::Duration;

/// One account sharing one object: a row of the package's input. The order of rows decides which of two shares at
/// the same time is listed first, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share<'a> {
    /// What was shared (`object_id`).
    pub object: &'a str,
    /// Who shared it (`account_id`).
    pub account: &'a str,
    /// The post that did it (`content_id`).
    pub content: &'a str,
    /// When (`timestamp_share`).
    pub time: Timestamp,
}

/// Arguments of [`detect_groups`], with the package's defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Params {
    /// Two shares of one object belong together when they are at most this far apart.
    pub window: Duration,
    /// Accounts need this many rows in the whole input, and this many rows with a paired content.
    pub min_participation: u32,
    /// Leave out an account's pairs with itself, and pairs with the shared post itself.
    pub remove_loops: bool,
    /// More pairs than this are refused: the list of pairs is this mode's output and is held in memory (8 bytes each).
    pub max_pairs: u64,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            window: Duration::from_secs(10),
            min_participation: 2,
            remove_loops: true,
            max_pairs: 200_000_000,
        }
    }
}
