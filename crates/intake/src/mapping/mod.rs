//! From the columns of a table to the fields of a post.

mod spec;

pub use spec::{Field, ListSyntax, Mapping, MediaRule, ObjectRule, PlatformRule, Repair, Rule};
