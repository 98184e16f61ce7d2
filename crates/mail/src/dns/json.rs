//! Captured answers, one JSON object each.

use super::facts::{FileFacts, ZoneError, ZoneProblem};
use super::zone::{Builder, Content, Zone};
use super::{RecordType, text, yaml};
use crate::domain::DomainName;
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::fmt;

/// Longest answer: values take many times the room of their text.
const MAX_ANSWER: usize = 1 << 20;

impl Zone {
    /// Reads captured answers: JSON objects one after the other (as in JSON lines) or in an array, each with `name`,
    /// `type`, `records` (a list; a text of several strings is a list in the list) or `status` (`NXDOMAIN`, `NODATA`,
    /// `TIMEOUT`, `SERVFAIL`), and with `seen_at`, `valid_from` and `valid_until` in RFC 3339 where they are known.
    /// Without `type` a `status` holds for all types. An object without `name` is read as a mapping of names, as in YAML.
    /// An object may have a megabyte.
    pub fn from_json(bytes: &[u8], facts: &FileFacts) -> Result<Self, ZoneError> {
        let text = yaml::utf8(bytes)?;
        let mut zone = Builder::new(facts);
        let (mut rest, mut line) = (text, 0);
        loop {
            let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
            let error = values.find_map(|value| value.map(|value| read(&mut zone, value.get())).err());
            // After an error reading goes on in the line that follows.
            let Some(error) = error else { break };
            line += error.line().max(1);
            zone.note(|| ZoneProblem::Form { place: format!("line {line}"), what: "no JSON".to_owned() });
            match memchr::memchr_iter(b'\n', rest.as_bytes()).nth(error.line().max(1) - 1) {
                Some(newline) => rest = &rest[newline + 1..],
                None => break,
            }
        }
        Ok(zone.finish())
    }
}

/// An answer, or an array of answers.
fn read(zone: &mut Builder, value: &str) {
    if !value.starts_with('[') {
        read_object(zone, value);
        return;
    }
    // That the array is sound is known, so this cannot fail.
    let each = Each(|element: &RawValue| read_object(zone, element.get()));
    let _ = serde_json::Deserializer::from_str(value).deserialize_seq(each);
}

fn read_object(zone: &mut Builder, value: &str) {
    match value {
        _ if value.len() <= MAX_ANSWER && value.starts_with('{') => match serde_json::from_str(value) {
            Ok(answer) => read_answer(zone, &answer),
            Err(error) => {
                zone.note(|| ZoneProblem::Form { place: "JSON".to_owned(), what: error.to_string() })
            }
        },
        _ => zone.note(|| ZoneProblem::Form {
            place: "JSON".to_owned(),
            what: format!("not an answer of at most a megabyte: {}", text::cut_short(value)),
        }),
    }
}

/// Hands on the elements of an array one by one.
struct Each<F>(F);

impl<'de, F: FnMut(&'de RawValue)> Visitor<'de> for Each<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of answers")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<(), A::Error> {
        while let Some(element) = elements.next_element()? {
            self.0(element);
        }
        Ok(())
    }
}

fn read_answer(zone: &mut Builder, answer: &Map<String, Value>) {
    let Some(owner) = answer.get("name").and_then(Value::as_str) else {
        yaml::read_names(zone, answer, yaml::SpfType::Unknown);
        return;
    };
    let name = match DomainName::parse(owner) {
        Ok(name) => name,
        Err(error) => {
            zone.note(|| ZoneProblem::Name { place: text::cut_short(owner), error });
            return;
        }
    };
    if let Err(problem) = read_named(zone, &name, answer) {
        zone.note(|| problem);
    }
}

fn read_named(zone: &mut Builder, name: &DomainName, answer: &Map<String, Value>) -> Result<(), ZoneProblem> {
    let form = |what: String| ZoneProblem::Form { place: name.to_string(), what };
    let seen = yaml::dates(answer, &zone.seen).map_err(form)?;
    let record_type = match answer.get("type").and_then(Value::as_str) {
        None => None,
        Some(type_name) => Some(RecordType::from_name(type_name).ok_or_else(|| ZoneProblem::Type {
            place: name.to_string(),
            record_type: text::cut_short(type_name),
        })?),
    };
    let status = answer.get("status").and_then(Value::as_str).filter(|status| *status != "NOERROR");
    match (record_type, status) {
        (None, None) => Err(form("an answer without a type".to_owned())),
        (record_type, Some(status)) => {
            let content = Content::from_status(status)
                .ok_or_else(|| form(format!("status {}", text::cut_short(status))))?;
            // A name that does not exist has no records of any type.
            let record_type = record_type.filter(|_| content != Content::NoSuchName);
            zone.answer(name, record_type, content, &seen);
            Ok(())
        }
        (Some(record_type), None) => {
            let records = answer.get("records").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            if records.is_empty() {
                zone.answer(name, Some(record_type), Content::NoData, &seen);
            }
            for value in records {
                match yaml::words(record_type, value).and_then(|words| text::record(record_type, &words)) {
                    Some(data) => zone.record(name, data, &seen),
                    None => zone.note(|| ZoneProblem::Value {
                        place: name.to_string(),
                        record_type: record_type.name(),
                        value: text::cut_short(&value.to_string()),
                    }),
                }
            }
            Ok(())
        }
    }
}
