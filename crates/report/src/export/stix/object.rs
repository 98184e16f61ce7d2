//! Domain and relationship objects, and the extension that holds what STIX has no place for.

use super::id;
use crate::{Error, Result};
use model::{Finding, Sha256};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Serialize)]
pub struct Identity<'o> {
    pub name: &'o str,
    pub identity_class: &'static str,
}

#[derive(Serialize)]
pub struct Note<'o> {
    pub r#abstract: &'o str,
    pub content: &'o str,
    pub object_refs: &'o [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extensions: Option<&'o BTreeMap<String, Extended<'o>>>,
}

#[derive(Serialize)]
pub struct CampaignObject<'o> {
    pub name: &'o str,
    pub description: &'o str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<&'o str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_seen: Option<&'o str>,
}

#[derive(Serialize)]
pub struct Channel<'o> {
    pub name: &'o str,
}

#[derive(Serialize)]
pub struct ObservedData<'o> {
    pub first_observed: &'o str,
    pub last_observed: &'o str,
    pub number_observed: usize,
    pub object_refs: &'o BTreeSet<String>,
}

#[derive(Serialize)]
pub struct Relationship<'o> {
    pub relationship_type: &'static str,
    pub description: &'o str,
    pub source_ref: &'o str,
    pub target_ref: &'o str,
}

#[derive(Serialize)]
pub struct Grouping<'o> {
    pub name: &'o str,
    pub description: &'o str,
    pub context: &'static str,
    pub object_refs: &'o BTreeSet<String>,
}

#[derive(Serialize)]
pub struct Opinion<'o> {
    pub explanation: &'o str,
    pub opinion: &'static str,
    pub object_refs: &'o [String],
}

#[derive(Serialize)]
pub struct Report<'o> {
    pub name: &'o str,
    pub description: &'o str,
    pub report_types: [&'static str; 1],
    pub published: &'o str,
    pub object_refs: &'o [String],
}

#[derive(Serialize)]
pub struct ExtensionDefinition<'o> {
    name: &'static str,
    description: &'static str,
    schema: &'static str,
    version: &'static str,
    extension_types: [&'static str; 1],
    created_by_ref: &'o str,
}

/// What the extension of our notes is.
pub fn extension_definition(tool: &str) -> ExtensionDefinition<'_> {
    ExtensionDefinition {
        name: "Scrutineer finding",
        description: "What a method found, with everything needed to weigh it and to repeat it.",
        schema: "Properties: finding (SHA-256 of the finding), lens, method, method_version, n_used (records the \
                 statistic rests on), statistic (names and numbers), null_model, log10_p, q_value, error_rates, support, innocent_explanations, \
                 techniques (DISARM ids with which the finding is consistent), inputs (SHA-256 of the evidence read). \
                 Likelihood is never in the confidence property.",
        version: "1.0.0",
        extension_types: ["property-extension"],
        created_by_ref: tool,
    }
}

/// A finding within the extension.
#[derive(Serialize)]
pub struct Extended<'o> {
    extension_type: &'static str,
    finding: Sha256,
    lens: &'o str,
    method: &'o str,
    method_version: u32,
    n_used: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    statistic: Vec<Named<'o>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    null_model: Option<&'o str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log10_p: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    q_value: Option<Number>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    error_rates: &'o [String],
    support: String,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    innocent_explanations: &'o [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    techniques: &'o [String],
    #[serde(skip_serializing_if = "<[Sha256]>::is_empty")]
    inputs: &'o [Sha256],
}

/// A number with its name. A list of them and no dictionary, whose keys the standard wants to have three letters.
#[derive(Serialize)]
struct Named<'o> {
    name: &'o str,
    value: Number,
}

/// A number; what JSON has none for is text.
#[derive(Serialize)]
#[serde(untagged)]
enum Number {
    Finite(f64),
    Other(String),
}

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        if value.is_finite() { Self::Finite(value) } else { Self::Other(value.to_string()) }
    }
}

impl<'o> Extended<'o> {
    pub fn of(finding: &'o Finding, support: String) -> Self {
        Self {
            extension_type: "property-extension",
            finding: finding.id,
            lens: &finding.lens,
            method: &finding.method,
            method_version: finding.version,
            n_used: finding.n,
            statistic: finding
                .statistic
                .iter()
                .map(|(name, &value)| Named { name, value: value.into() })
                .collect(),
            null_model: finding.null_model.as_deref(),
            log10_p: finding.log10_p.map(Number::from),
            q_value: finding.q.map(Number::from),
            error_rates: &finding.error_rates,
            support,
            innocent_explanations: &finding.innocent_explanations,
            techniques: &finding.techniques,
            inputs: &finding.inputs,
        }
    }
}

/// The whole object with its id, which is made from all the rest.
pub fn sealed(
    kind: &'static str,
    body: &impl Serialize,
    creator: Option<&str>,
    made: &str,
    marking: &str,
) -> Result<(String, Value)> {
    let mut object = json!({
        "type": kind,
        "spec_version": "2.1",
        "created": made,
        "modified": made,
        "object_marking_refs": [marking],
    });
    let body = serde_json::to_value(body).map_err(|source| Error::Json { line: 0, source })?;
    if let (Some(object), Value::Object(body)) = (object.as_object_mut(), body) {
        if let Some(creator) = creator {
            object.insert("created_by_ref".to_owned(), creator.into());
        }
        object.extend(body);
    }
    let id = id::of_content(kind, &object)?;
    if let Some(object) = object.as_object_mut() {
        object.insert("id".to_owned(), id.clone().into());
    }
    Ok((id, object))
}
