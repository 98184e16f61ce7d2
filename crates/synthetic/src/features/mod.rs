//! What each member looks at.

pub mod chars;
pub mod pattern;
pub mod style;
pub mod surprisal;
pub mod word;
