//! Invented sets with known answers, on which methods are measured: [`posts`] and [`mails`].
//!
//! The page of each module is its model. Draws come from seeded streams and functions from `libm`, so the same options
//! give the same bytes on every machine.

mod draw;
mod mails;
mod options;
mod posts;

pub use mails::{Receiver, SimulateMailOptions, SimulatedMail, simulate_mail};
pub use posts::{SimulateOptions, Simulated, simulate_posts};

/// 2024-01-01T00:00:00Z, when every set begins.
const BEGINNING: u64 = 1_704_067_200;
