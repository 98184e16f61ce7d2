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
