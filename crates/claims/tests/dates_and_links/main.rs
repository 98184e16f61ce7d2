//! Dates and links measured on the open half of the gold set, from its own attributions.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may stop at a wrong fixture, and prints what it measures"
)]

mod dates;
mod gold;
mod links;
mod many;
mod ties;
