//! What OpenCTI has beyond the standard: the `channel`, with which it models who spreads content, and ids by name, under which
//! it merges what several sources know (`generate_id` of `pycti`).

use super::object::{Channel, Relationship};
use super::{Builder, id};
use crate::Result;
use crate::export::Account;
use serde_json::json;

/// Id of what OpenCTI knows by its name.
pub(super) fn id(kind: &str, name: &str) -> Result<String> {
    id::of_observable(kind, &json!({"name": name.to_lowercase().trim()}))
}

impl Builder<'_> {
    /// The account as a channel, related to `user`, its observable. Platform and handle are its name, so that the same handle
    /// elsewhere is another channel.
    pub(super) fn channel(&mut self, account: &Account, user: &str) -> Result<()> {
        let name = format!("{}/{}", account.platform, account.handle.as_deref().unwrap_or(&account.id));
        let id = id("channel", &name)?;
        let tool = self.tool.clone();
        let channel = self.add_as(&id, Some(&tool), "channel", &Channel { name: &name })?;
        let relationship = Relationship {
            relationship_type: "related-to",
            description: "The channel is this account.",
            source_ref: &channel,
            target_ref: user,
        };
        self.add_domain("relationship", &relationship).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ids that `pycti` 7.261026.0 gives.
    #[test]
    fn ids_are_those_of_opencti() {
        let check =
            |kind: &str, name: &str, expected: &str| assert_eq!(id(kind, name).expect("plain"), expected);
        check("channel", "x/Quay_Jo ", "channel--05ac1cfd-41cb-538b-aebc-ff471b3ff7db");
        check("campaign", "Lamp Petition Ö", "campaign--1370fd39-eb4f-578f-b94f-c1937b22ab1a");
    }
}
