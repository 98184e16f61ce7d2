//! The DISARM framework's own bundle, read from the user's file: its texts are not ours to ship.

use super::super::disarm::TECHNIQUES;
use crate::{Error, Result};
use serde_json::Value;
use std::collections::BTreeMap;

/// Attack patterns of the framework by technique, and what they refer to.
#[derive(Clone, Debug, Default)]
pub struct Framework {
    /// Technique -> attack pattern.
    patterns: BTreeMap<&'static str, Value>,
    /// Identities and markings by id.
    others: BTreeMap<String, Value>,
}

impl Framework {
    /// Reads the bundle; what it says of techniques outside our table is passed over.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let bundle: Value =
            serde_json::from_slice(bytes).map_err(|source| Error::Json { line: 0, source })?;
        let mut framework = Self::default();
        for object in bundle.get("objects").and_then(Value::as_array).into_iter().flatten() {
            match (text(object, "type"), text(object, "id")) {
                (Some("attack-pattern"), Some(_)) => {
                    let external = object.get("external_references").and_then(Value::as_array);
                    let external =
                        external.into_iter().flatten().filter_map(|reference| text(reference, "external_id"));
                    for id in external {
                        if let Some(technique) = TECHNIQUES.iter().find(|technique| technique.id == id) {
                            framework.patterns.insert(technique.id, object.clone());
                        }
                    }
                }
                (Some("identity" | "marking-definition"), Some(id)) => {
                    framework.others.insert(id.to_owned(), object.clone());
                }
                _ => {}
            }
        }
        Ok(framework)
    }

    /// Number of techniques of our table that it has.
    pub fn len(&self) -> usize {
        self.patterns.len()
    }

    /// Whether it has none: then it is another file.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Id of the technique's attack pattern, and the objects that have to come along.
    pub(super) fn pattern(&self, technique: &str) -> Option<(String, Vec<(String, Value)>)> {
        let pattern = self.patterns.get(technique)?;
        let id = text(pattern, "id")?.to_owned();
        let mut objects = vec![(id.clone(), pattern.clone())];
        let creator = text(pattern, "created_by_ref").into_iter();
        let markings = pattern.get("object_marking_refs").and_then(Value::as_array).into_iter().flatten();
        for other in creator.chain(markings.filter_map(Value::as_str)) {
            objects.extend(self.others.get(other).map(|object| (other.to_owned(), object.clone())));
        }
        Some((id, objects))
    }
}

fn text<'v>(object: &'v Value, name: &str) -> Option<&'v str> {
    object.get(name)?.as_str()
}
