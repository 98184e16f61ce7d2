//! The rules one by one, and agreement with the open gold set.

mod gold;
mod rules;
