//! Who acts together more than chance explains.
//!
//! [`rarity`] weighs each meeting by how unusual its moment is on its object; [`null`] says how often two given
//! accounts meet by chance; [`evidence`] adds up the weights of each pair, layer by layer and window by window,
//! takes the exact tails, fuses them and controls the false discovery rate over all pairs.

mod calibration;
mod evidence;
mod interest;
mod null;
mod partners;
mod rarity;
mod strata;

pub use calibration::{Calibration, DIGITS};
pub use evidence::{Candidate, Circumstances, Model, PairSignificance, Part, Significance};

/// Most windows of a run with significance.
pub const MOST_WINDOWS: usize = 8;
