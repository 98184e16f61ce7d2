//! What the assessments add up to, and what would change that. Pure arithmetic: no I/O, no clock, no chance.
//!
//! - **Support.** A ratio is the interval of log10(P(finding | hypothesis) / P(finding | reference)); the reference has
//!   0. A finding that is not assessed for a hypothesis says nothing about it: 0.
//! - **Dependence.** Findings are put in groups ([`Group`]). Within one only the strongest support for and the strongest
//!   against count, groups add. With intervals this is the exact range of the sum of the two while each ratio runs
//!   through its interval.
//! - **Order.** As soon as one support in use is ordinal, no number is given. Each hypothesis has a pair (strong, weak),
//!   compared by the first and then by the second: no number of weak ones outweighs a strong one. A ratio then counts by
//!   the end of its interval that is nearer to 1: strong from 10 times on, weak above 1.
//! - **Leader.** The hypothesis with the largest middle of its interval, or the largest pair; none when two share it. A
//!   lead is *clear* when it holds at every point of the intervals, or whatever number of weak supports a strong one is worth.
//! - **Posterior.** For a prior p of a hypothesis the others share 1 - p equally; then
//!   logit(posterior) = logit(p) + ln(B), where B is the ratio of the hypothesis over the mean ratio of the others. Its lower
//!   end takes the lower end of the hypothesis and the upper ends of the others, its upper end the reverse.
//!
//! All sums are of integers (1e-9 of log10), so that they are exact and do not depend on an order.

mod balance;
mod bands;
mod break_even;
mod confidence;
mod flip;
mod groups;
mod item;
mod judgement;
mod missing;
mod pool;
mod posterior;
mod sensitivity;
mod weight;

pub use bands::{BANDS, Band, percent, percents};
pub use break_even::BreakEven;
pub use confidence::{Confidence, Grade, Rule};
pub use flip::Flip;
pub use groups::Group;
pub use item::{Item, lens_category};
pub use judgement::{Judgement, likelihood};
pub use missing::Missing;
pub use posterior::{DEFAULT_PRIORS, Posterior, Prior};
pub use sensitivity::{
    Bar, Diagnosticity, Discriminates, Lead, Sensitivity, Standing, Supported, Without, weigh,
};
pub use weight::{Amount, Scale, Span};
