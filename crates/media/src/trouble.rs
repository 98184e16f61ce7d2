//! What could not be read, or is odd, in a file.

use serde::Serialize;

/// One problem at one place of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// Stable code, snake case.
    pub code: &'static str,
    /// Byte of the file.
    pub at: u64,
    /// What is wrong, for a person.
    pub message: String,
}

impl Trouble {
    /// A problem.
    pub fn new(code: &'static str, at: u64, message: impl Into<String>) -> Self {
        Self { code, at, message: message.into() }
    }

    /// The file could not be read on: what the operating system said.
    pub fn io(at: u64, error: &std::io::Error) -> Self {
        Self::new("io", at, format!("the file could not be read on: {error}"))
    }
}
