//! The co-action kernel: which accounts acted on the same objects within a window, how often and how fast.
//!
//! For every object, each unordered pair of actions by *different* accounts whose times differ by at most
//! the window (inclusive) is one pair. Pairs are aggregated per two accounts and never all held at once:
//!
//! 1. [`Grouped::new`] orders the actions by object and time (counting sort).
//! 2. [`Live::new`] finds the actions that have another account within the widest window (exact: all others can be
//!    in no pair), lists those that start pairs by account, and counts the pairs of each object, so that hubs can be
//!    named.
//! 3. [`Scan`] goes through the accounts in order. For one account it walks the neighbours in time of each of
//!    its actions, lists them and adds them up by partner (Gustavson's sparse product, row by row; a long list is
//!    added up in between, so that memory follows the number of partners). Rows come out sorted by (account,
//!    partner) and independent of each other, so blocks of rows run in parallel, memory holds a few blocks only, and
//!    nothing has to be sorted, merged or spilled afterwards.
//!
//! What comes out is a network, and networks are taken apart here too: [`components`] and [`leiden`] give each
//! node of a [`Graph`] its connected component or its community, without randomness, [`modularity`] says how good
//! a partition is. They serve account-account networks and account-object graphs alike; weights are floating
//! point there, added in a fixed order.
//!
//! Integers only; means are taken by whoever prints. Partitions with disjoint objects merge by addition
//! ([`merge`], [`Totals::merge`]).
//!
//! ```
//! use scrutineer_kernel::{Grouped, Live, Scan};
//! // Two accounts share object 0 five seconds apart; a third one comes a day later.
//! let grouped = Grouped::new(&[0, 0, 0], &[7, 3, 5], &[100, 105, 86_400], 1);
//! let live = Live::new(&grouped, 60, 8);
//! let pairs: Vec<_> = Scan::new(&grouped, &live, &[60], &[]).collect();
//! assert_eq!((pairs[0].a, pairs[0].b, pairs[0].n_objects, pairs[0].n_pairs, pairs[0].sum_dt), (3, 7, 1, 1, 5));
//! ```

mod counting;
mod grouped;
mod live;
mod pair;
mod partition;
mod scan;
mod totals;

pub use grouped::{Act, Grouped, MOST_ACTIONS};
pub use live::{Bound, ByAccount, LeftOut, Live, ObjectLoad, Place};
pub use pair::{Pair, merge};
pub use partition::{Graph, LeidenOptions, components, leiden, modularity};
pub use scan::{Scan, Visitor};
pub use totals::Totals;
