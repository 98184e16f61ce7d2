//! Records as a mapping of names: the form of the RFC 7208 test suite's `zonedata`, in YAML or JSON.
//!
//! ```yaml
//! harbour.example:
//!   - MX: [10, mx.harbour.example]
//!   - TXT: v=spf1 mx -all
//! s1._domainkey.harbour.example:
//!   - TXT: v=DKIM1; p=...
//!     seen_at: 2024-05-01T12:00:00Z
//! gone.harbour.example: NXDOMAIN
//! mx.harbour.example:
//!   - A: 192.0.2.1
//!   - AAAA: TIMEOUT
//! ```

use super::facts::{FileFacts, ZoneError, ZoneProblem};
use super::zone::{Builder, Content, MAX_FILE, Zone};
use super::{RecordType, Seen, text};
use crate::domain::DomainName;
use model::Timestamp;
use serde_json::{Map, Value};
use std::sync::Arc;

impl Zone {
    /// Reads records from a mapping of names in YAML. Beside the type of a record may stand `seen_at`, `valid_from` and
    /// `valid_until`; in place of a value or list the words `NONE`, `NXDOMAIN`, `TIMEOUT`, `SERVFAIL`. The parser's
    /// budget (250,000 nodes) ends larger files: those are better written as JSON lines.
    pub fn from_yaml(bytes: &[u8], facts: &FileFacts) -> Result<Self, ZoneError> {
        let mut names: Value =
            serde_saphyr::from_str(utf8(bytes)?).map_err(|e| ZoneError::Yaml(e.to_string()))?;
        // Problems are told in the order of the names, whatever that of the file.
        names.sort_all_objects();
        match names {
            Value::Object(names) => Ok(Self::from_names(&names, facts, SpfType::Unknown)),
            Value::Null => Ok(Builder::new(facts).finish()),
            _ => Err(ZoneError::Shape),
        }
    }

    /// Reads the mapping itself.
    pub(crate) fn from_names(names: &Map<String, Value>, facts: &FileFacts, spf: SpfType) -> Self {
        let mut zone = Builder::new(facts);
        read_names(&mut zone, names, spf);
        zone.finish()
    }
}

pub(super) fn read_names(zone: &mut Builder, names: &Map<String, Value>, spf: SpfType) {
    for (owner, entries) in names {
        match DomainName::parse(owner) {
            Ok(name) => read_name(zone, &name, entries, spf),
            Err(error) => zone.note(|| ZoneProblem::Name { place: text::cut_short(owner), error }),
        }
    }
}

/// What records of the abandoned type SPF (RFC 7208, section 3.1) mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SpfType {
    /// Nothing.
    Unknown,
    /// Texts, unless the name has any `TXT` entry, and be it `NONE`: the shorthand of the test suite.
    AsText,
}

pub(super) fn utf8(bytes: &[u8]) -> Result<&str, ZoneError> {
    if bytes.len() > MAX_FILE {
        return Err(ZoneError::TooLarge { bytes: bytes.len(), limit: MAX_FILE });
    }
    std::str::from_utf8(bytes).map_err(|e| ZoneError::NotUtf8 { offset: e.valid_up_to() })
}

fn read_name(zone: &mut Builder, name: &DomainName, entries: &Value, spf: SpfType) {
    let file = zone.seen.clone();
    let one = std::slice::from_ref(entries);
    let entries = entries.as_array().map_or(one, Vec::as_slice);
    let has_text = entries.iter().any(|entry| entry.get("TXT").is_some());
    for entry in entries {
        match entry {
            Value::Object(entry) => {
                let seen = match dates(entry, &file) {
                    Ok(seen) => seen,
                    Err(what) => {
                        zone.note(|| ZoneProblem::Form { place: name.to_string(), what });
                        continue;
                    }
                };
                for (key, value) in entry {
                    let key = match (key.as_str(), spf) {
                        ("SPF", SpfType::AsText) if has_text => continue,
                        ("SPF", SpfType::AsText) => "TXT",
                        ("TXT", SpfType::AsText) if value == "NONE" => continue,
                        ("seen_at" | "valid_from" | "valid_until", _) => continue,
                        (key, _) => key,
                    };
                    read_entry(zone, name, key, value, &seen);
                }
            }
            Value::String(word) => match Content::from_status(word) {
                Some(content) => zone.answer(name, None, content, &file),
                None => read_entry(zone, name, "TXT", entry, &file),
            },
            Value::Null => {}
            other => zone.note(|| ZoneProblem::Form {
                place: name.to_string(),
                what: format!("not a record: {}", text::cut_short(&other.to_string())),
            }),
        }
    }
}

fn read_entry(zone: &mut Builder, name: &DomainName, key: &str, value: &Value, seen: &Arc<Seen>) {
    let Some(record_type) = RecordType::from_name(key) else {
        zone.note(|| ZoneProblem::Type { place: name.to_string(), record_type: text::cut_short(key) });
        return;
    };
    if let Some(content) = value.as_str().and_then(Content::from_status) {
        zone.answer(name, Some(record_type), content, seen);
        return;
    }
    match words(record_type, value).and_then(|words| text::record(record_type, &words)) {
        Some(data) => zone.record(name, data, seen),
        None => zone.note(|| ZoneProblem::Value {
            place: name.to_string(),
            record_type: record_type.name(),
            value: text::cut_short(&value.to_string()),
        }),
    }
}

/// The words of a value: a list, or a text that all types but TXT have split at its spaces.
pub(super) fn words(record_type: RecordType, value: &Value) -> Option<Vec<Vec<u8>>> {
    let word = |value: &Value| match value {
        Value::String(text) => Some(text.clone().into_bytes()),
        Value::Number(number) => Some(number.to_string().into_bytes()),
        Value::Bool(value) => Some(value.to_string().into_bytes()),
        _ => None,
    };
    match value {
        Value::Array(values) => values.iter().map(word).collect(),
        Value::String(text) if record_type == RecordType::Mx => {
            Some(text.split_ascii_whitespace().map(|word| word.as_bytes().to_vec()).collect())
        }
        Value::Null => Some(Vec::new()),
        value => Some(vec![word(value)?]),
    }
}

/// Dates of an entry; those of the file where it has none. An error is a date that cannot be read: an answer without its
/// date would hold for all times.
pub(super) fn dates(entry: &Map<String, Value>, file: &Arc<Seen>) -> Result<Arc<Seen>, String> {
    if !["seen_at", "valid_from", "valid_until"].iter().any(|key| entry.contains_key(*key)) {
        return Ok(file.clone());
    }
    let date = |key: &str, file: Option<Timestamp>| match entry.get(key) {
        None | Some(Value::Null) => Ok(file),
        Some(value) => match value.as_str().and_then(Timestamp::parse_rfc3339) {
            Some(date) => Ok(Some(date)),
            None => Err(format!("{key} is no time in RFC 3339: {}", text::cut_short(&value.to_string()))),
        },
    };
    Ok(Arc::new(Seen {
        source: file.source.clone(),
        seen_at: date("seen_at", file.seen_at)?,
        valid_from: date("valid_from", file.valid_from)?,
        valid_until: date("valid_until", file.valid_until)?,
    }))
}
