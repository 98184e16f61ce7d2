//! Stable names of values, as they stand in records and tables.

use serde::Serialize;
use serde_json::Value;

/// The name of a value that serialises as a word, or as an object with a `code`; `None` for anything else.
pub(crate) fn of(value: &impl Serialize) -> Option<String> {
    match serde_json::to_value(value).ok()? {
        Value::String(word) => Some(word),
        Value::Object(mut object) => match object.remove("code")? {
            Value::String(word) => Some(word),
            _ => None,
        },
        _ => None,
    }
}
