//! How strongly a statement about a mail holds.

use serde::Serialize;

/// The provenance ladder: who could have written what a statement rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Level {
    /// Text that the sender could have written.
    R0,
    /// Such text, held against other parts of the mail. Can lower a statement, never lift it.
    R1,
    /// Written by the receiver at or above the boundary. Worth as much as the custody of the file.
    R2,
    /// A verdict of a trusted party that received the mail.
    R3,
    /// A signature that was verified again.
    R4,
}

impl Level {
    /// Its name: `R0` to `R4`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::R0 => "R0",
            Self::R1 => "R1",
            Self::R2 => "R2",
            Self::R3 => "R3",
            Self::R4 => "R4",
        }
    }

    /// Its place on the ladder, from 0.
    pub const fn number(self) -> u8 {
        self as u8
    }
}
