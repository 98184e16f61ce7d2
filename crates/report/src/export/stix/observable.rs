//! Cyber-observable objects, with the ids that the standard gives them.

use super::id;
use crate::{Error, Result};
use serde::Serialize;
use serde_json::{Value, json};

#[derive(Serialize)]
pub struct Hashes {
    #[serde(rename = "SHA-256")]
    pub sha256: String,
}

#[derive(Serialize)]
pub struct File<'o> {
    pub hashes: Hashes,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'o str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<&'o str>,
}

#[derive(Serialize)]
pub struct UserAccount<'o> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_type: Option<&'o str>,
    pub user_id: &'o str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_login: Option<&'o str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<&'o str>,
}

#[derive(Serialize)]
pub struct EmailAddr<'o> {
    pub value: &'o str,
}

#[derive(Serialize)]
pub struct IpAddr<'o> {
    pub value: &'o str,
}

#[derive(Serialize)]
pub struct EmailMessage<'o> {
    pub is_multipart: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_ref: Option<&'o str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<&'o str>,
}

/// The word of the standard's vocabulary for a platform (section 10.1), else the platform's own name.
pub fn account_type(platform: &str) -> Option<&str> {
    match platform {
        "" | "unknown" => None,
        "x" => Some("twitter"),
        other => Some(other),
    }
}

/// The whole object with its id, which is made from the properties `contributing`.
pub fn sealed(
    kind: &'static str,
    contributing: &[&str],
    body: &impl Serialize,
    marking: &str,
) -> Result<(String, Value)> {
    let body = serde_json::to_value(body).map_err(|source| Error::Json { line: 0, source })?;
    let parts = contributing.iter().filter_map(|&name| Some((name.to_owned(), body.get(name)?.clone())));
    let id = id::of_observable(kind, &Value::Object(parts.collect()))?;
    let mut object = json!({
        "type": kind,
        "spec_version": "2.1",
        "id": id,
        "object_marking_refs": [marking],
    });
    if let (Some(object), Value::Object(body)) = (object.as_object_mut(), body) {
        object.extend(body);
    }
    Ok((id, object))
}
