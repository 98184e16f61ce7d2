//! From the columns of a table to the fields of a post.
//!
//! A [`Mapping`] is data that users can edit; [`plan::Plan`] is it compiled for one table; [`apply::Mapper`]
//! runs it over the rows. Known tables have shipped mappings ([`builtin`]); for others one is guessed
//! ([`guess`]) from names and values.

pub mod apply;
mod bare;
pub mod builtin;
pub mod day_order;
pub mod guess;
pub mod plan;
mod spec;

pub use spec::{Field, ListSyntax, Mapping, MediaRule, ObjectRule, PlatformRule, Repair, Rule};
