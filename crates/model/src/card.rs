//! Method cards: what a method asks, computes, assumes, and how it fails.

use serde::Serialize;

/// Description of one named, versioned method of a lens. Printed by `scrutineer methods` and in reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MethodCard {
    /// Stable name, snake case.
    pub id: &'static str,
    /// Raised whenever a number that the method prints can change.
    pub version: u32,
    /// Lens it belongs to.
    pub lens: &'static str,
    /// The question it answers.
    pub question: &'static str,
    /// What it computes.
    pub statistic: &'static str,
    /// What it compares with; says so when there is none.
    pub null_model: &'static str,
    /// What has to hold for the numbers to mean what they say.
    pub assumptions: &'static [&'static str],
    /// Ordinary ways in which innocent people produce the same finding.
    pub innocent_explanations: &'static [&'static str],
    /// When it goes wrong.
    pub known_failures: &'static [&'static str],
    /// Papers and documents.
    pub references: &'static [&'static str],
}
