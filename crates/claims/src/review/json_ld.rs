//! The little of JSON-LD that publishers of reviews use: types and names with or without the address of schema.org, lists
//! where one value is meant, and references by `@id`.

use hashbrown::HashMap;
use serde_json::{Map, Value};

/// Beginnings that mean the vocabulary of schema.org.
const VOCABULARY: [&str; 5] = [
    "http://schema.org/",
    "https://schema.org/",
    "http://www.schema.org/",
    "https://www.schema.org/",
    "schema:",
];

/// A name without the address of the vocabulary.
fn short(name: &str) -> &str {
    VOCABULARY.iter().find_map(|start| name.strip_prefix(start)).unwrap_or(name)
}

/// Whether an object is of a type.
pub(super) fn is_a(object: &Map<String, Value>, kind: &str) -> bool {
    object.get("@type").is_some_and(|types| {
        values(types).any(|value| value.as_str().is_some_and(|name| short(name) == kind))
    })
}

/// A property, by its short name.
pub(super) fn property<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    object.get(name).or_else(|| object.iter().find(|(key, _)| short(key) == name).map(|(_, value)| value))
}

/// The values of a property: those of a list, or the one.
pub(super) fn values(value: &Value) -> impl Iterator<Item = &Value> {
    let value = match value {
        Value::Object(object) => object.get("@list").or_else(|| object.get("@set")).unwrap_or(value),
        _ => value,
    };
    let list = match value {
        Value::Array(list) => list.as_slice(),
        value => std::slice::from_ref(value),
    };
    list.iter()
}

/// A text or number, as it is written.
pub(super) fn text(value: &Value) -> Option<String> {
    values(value).find_map(|value| match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Object(object) => object.get("@value").filter(|value| !value.is_object()).and_then(text),
        _ => None,
    })
}

/// A property as text.
pub(super) fn property_text(object: &Map<String, Value>, name: &str) -> Option<String> {
    property(object, name).and_then(text)
}

/// The objects of a document that have an `@id` and more than that.
#[derive(Debug, Default)]
pub(super) struct Named<'v>(HashMap<&'v str, &'v Map<String, Value>>);

impl<'v> Named<'v> {
    /// Adds an object; the first of a name counts.
    pub fn add(&mut self, object: &'v Map<String, Value>) {
        if object.len() > 1
            && let Some(id) = object.get("@id").and_then(Value::as_str)
        {
            self.0.entry(id).or_insert(object);
        }
    }

    /// The object that is meant: itself, or what it refers to.
    pub fn meant(&self, object: &'v Map<String, Value>) -> &'v Map<String, Value> {
        match object.get("@id").and_then(Value::as_str) {
            Some(id) if object.len() == 1 => self.0.get(id).copied().unwrap_or(object),
            _ => object,
        }
    }

    /// The objects of a property.
    pub fn objects(
        &self,
        object: &'v Map<String, Value>,
        name: &str,
    ) -> impl Iterator<Item = &'v Map<String, Value>> {
        let values = property(object, name).into_iter().flat_map(values);
        values.filter_map(Value::as_object).map(|object| self.meant(object))
    }

    /// The name of whom or what a property holds: its text, or the name of its first object that has one.
    pub fn name(&self, object: &'v Map<String, Value>, name: &str) -> Option<String> {
        let named = || self.objects(object, name).find_map(|object| property_text(object, "name"));
        property_text(object, name).or_else(named)
    }
}
