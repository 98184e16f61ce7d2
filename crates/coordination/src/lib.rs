//! The coordination lens: who acts together.
//!
//! [`Collector`] takes posts in and turns them into integer columns ([`Actions`]); [`Network`] orders them and
//! scans the co-action network with the [`kernel`]; [`tables`] and [`method`] turn the result into tables and
//! findings. Nothing here reads a file, prints, or knows where a table goes.
//!
//! [`compat`] gives the numbers of two other programs, exactly.

pub mod accounts;
mod acted;
pub mod actions;
pub mod collect;
pub mod compat;
pub mod dictionary;
mod facts;
pub mod groups;
pub mod method;
pub mod network;
pub mod objects;
mod seen;
pub mod sensitivity;
pub mod significance;
mod staging;
pub mod strings;
pub mod tables;
pub mod tags;

pub use actions::Actions;
pub use collect::{Collector, Settings, Taken};
pub use groups::Group;
pub use kernel::{Bound, MOST_ACTIONS, Pair};
pub use network::{Edge, Meeting, Network, Params, Summary};
pub use objects::DEFAULT_LAYERS;
pub use significance::{Calibration, Model, PairSignificance, Significance};
