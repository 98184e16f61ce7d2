//! Dates and links measured on the open half of the gold set, from its own attributions.

#![allow(clippy::unwrap_used)]

mod dates;
mod gold;
mod links;
mod ties;
