//! The coordination lens: who acts together.

pub mod compat;
