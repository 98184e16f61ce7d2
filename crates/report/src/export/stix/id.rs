//! Identifiers (section 2.9 of the standard): UUIDs of version 5, made from what an object says.

use crate::{Error, Result};
use model::canonical_json;
use serde_json::Value;
use uuid::Uuid;

/// Namespace of the standard for observables.
const OBSERVABLES: Uuid = Uuid::from_u128(0x00abedb4_aa42_466c_9c01_fed23315a9b7);
/// Namespace of this program for everything else.
const OURS: Uuid = Uuid::from_u128(0x6ab1f0d3_9f52_5d0e_8d7c_2b9c5e1f4a07);

/// Id of an observable from its contributing properties.
pub fn of_observable(kind: &str, contributing: &Value) -> Result<String> {
    named(OBSERVABLES, kind, contributing)
}

/// Id of any other object, from all of it: another content has another id, as nothing here is a later version.
pub fn of_content(kind: &str, content: &Value) -> Result<String> {
    named(OURS, kind, content)
}

fn named(namespace: Uuid, kind: &str, content: &Value) -> Result<String> {
    let name = canonical_json(content).map_err(|source| Error::Json { line: 0, source })?;
    Ok(format!("{kind}--{}", Uuid::new_v5(&namespace, name.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Ids that Python's `stix2` gives.
    #[test]
    fn ids_of_observables_are_those_of_others() {
        let check = |kind: &str, contributing: Value, expected: &str| {
            assert_eq!(of_observable(kind, &contributing).expect("plain"), format!("{kind}--{expected}"));
        };
        check("email-addr", json!({"value": "lamp@quay.example"}), "684e4cb3-3089-59e0-aef2-195d9d73aa9a");
        check(
            "user-account",
            json!({"account_login": "quay_jo", "account_type": "twitter", "user_id": "1200003999394188964"}),
            "aa5ff763-a73c-58d5-b9ce-c2c3ea5698bb",
        );
        check(
            "file",
            json!({"hashes": {"SHA-256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}}),
            "22f8ff52-8f62-5f03-a53a-6f50f54fd74c",
        );
    }
}
