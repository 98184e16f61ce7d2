//! Statistics that the lenses share: order statistics, exact tails, combined p-values, false discovery rates,
//! intervals, agreement with what is known, and seeded random numbers.
//!
//! Everything here is a pure function of its arguments. Logarithms and exponentials come from `libm`, not from
//! the platform, so that the same input gives the same bits on every machine.

mod agreement;
mod combine;
mod compound;
mod discovery;
mod interval;
mod order;
mod poisson;
mod random;

pub use agreement::{adjusted_rand_index, average_precision};
pub use combine::cauchy_log10;
pub use compound::CompoundPoisson;
pub use discovery::{log10_q_values, q_values};
pub use interval::{Z_95, Z_99, clopper_pearson, student_quantile, wilson};
pub use order::{median, quantile_type7, robust_scale};
pub use poisson::poisson_upper_log10;
pub use random::{SplitMix64, Xoshiro256};
