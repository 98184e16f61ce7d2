//! Groups: accounts, mails or texts that a method put together.

use crate::Sha256;
use serde::{Deserialize, Serialize};

/// What one lens hands to another: who belongs together, by which method, from which finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Short name, unique in the run, such as `g1`.
    pub id: String,
    /// Members, sorted: accounts as `platform/id`, mails and texts by hash.
    pub members: Vec<String>,
    /// Method that put them together.
    pub method: String,
    /// Finding that says so; `None` for a group beyond those that are told of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<Sha256>,
}
