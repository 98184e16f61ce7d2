//! Problems: what a reader or verifier could not make sense of. They are data, counted and kept.

use crate::RawRef;
use serde::{Deserialize, Serialize};

/// How much a problem cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The record was kept; something about it is worth knowing.
    Note,
    /// The record was lost: a reject.
    Reject,
    /// A whole stream, such as a file in an archive, was passed over: nobody who reads here understands it.
    PassedOver,
    /// The rest of the stream was lost.
    Stop,
}

impl Severity {
    /// What happened, for people.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Note => "noted",
            Self::Reject => "rejected",
            Self::PassedOver => "passed over",
            Self::Stop => "reading stopped",
        }
    }
}

/// One problem, at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Stable code, snake case, such as `wrong_field_count`.
    pub code: &'static str,
    /// How much it cost.
    pub severity: Severity,
    /// Where.
    pub raw: RawRef,
    /// What is wrong, for a person, with the value concerned (cut short).
    pub message: String,
}
