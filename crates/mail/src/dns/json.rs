//! Captured answers, one JSON object each.

use super::facts::{FileFacts, ZoneError, ZoneProblem};
use super::zone::{Content, Zone};
use super::{RecordType, text, yaml};
use crate::domain::DomainName;
use serde_json::{Map, Value};

impl Zone {
    /// Reads captured answers: JSON objects one after the other (as in JSON lines) or in an array, each with `name`,
    /// `type`, `records` (a list; a text of several strings is a list in the list) or `status` (`NXDOMAIN`, `NODATA`,
    /// `TIMEOUT`, `SERVFAIL`), and with `seen_at`, `valid_from` and `valid_until` in RFC 3339 where they are known. Without `type` a
    /// `status` holds for all types. An object without `name` is read as a mapping of names, as in YAML.
    pub fn from_json(bytes: &[u8], facts: &FileFacts) -> Result<Self, ZoneError> {
        let text = yaml::utf8(bytes)?;
        let mut zone = Self::for_file(facts);
        let (mut rest, mut line) = (text, 0);
        loop {
            let mut answers = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
            let error = answers.find_map(|answer| match answer {
                Ok(Value::Array(answers)) => {
                    answers.iter().for_each(|answer| read(&mut zone, answer, facts));
                    None
                }
                Ok(answer) => {
                    read(&mut zone, &answer, facts);
                    None
                }
                Err(error) => Some(error),
            });
            // After an error reading goes on in the line that follows.
            let Some(error) = error else { break };
            line += error.line().max(1);
            zone.note(ZoneProblem::Form { place: format!("line {line}"), what: "no JSON".to_owned() });
            match memchr::memchr_iter(b'\n', rest.as_bytes()).nth(error.line().max(1) - 1) {
                Some(newline) => rest = &rest[newline + 1..],
                None => break,
            }
        }
        Ok(zone)
    }
}

fn read(zone: &mut Zone, answer: &Value, facts: &FileFacts) {
    let Value::Object(answer) = answer else {
        let what = format!("not an answer: {}", text::cut_short(&answer.to_string()));
        zone.note(ZoneProblem::Form { place: "JSON".to_owned(), what });
        return;
    };
    let Some(owner) = answer.get("name").and_then(Value::as_str) else {
        zone.merge(Zone::from_names(answer, facts, yaml::SpfType::Unknown));
        return;
    };
    match DomainName::parse(owner) {
        Ok(name) => read_answer(zone, &name, answer, facts),
        Err(error) => zone.note(ZoneProblem::Name { place: text::cut_short(owner), error }),
    }
}

fn read_answer(zone: &mut Zone, name: &DomainName, answer: &Map<String, Value>, facts: &FileFacts) {
    let place = name.to_string();
    let type_name = answer.get("type").and_then(Value::as_str);
    let record_type = type_name.and_then(RecordType::from_name);
    if let (Some(type_name), None) = (type_name, record_type) {
        zone.note(ZoneProblem::Type { place, record_type: text::cut_short(type_name) });
        return;
    }
    let seen = match yaml::dates(answer, &facts.seen) {
        Ok(seen) => seen,
        Err(what) => {
            zone.note(ZoneProblem::Form { place, what });
            return;
        }
    };
    let records = answer.get("records").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    match (record_type, answer.get("status").and_then(Value::as_str)) {
        (Some(record_type), None | Some("NOERROR")) if records.is_empty() => {
            zone.add_answer(name, Some(record_type), Content::NoData, &seen);
        }
        (Some(record_type), None | Some("NOERROR")) => {
            for value in records {
                match yaml::words(record_type, value).and_then(|words| text::record(record_type, &words)) {
                    Some(data) => zone.add_record(name, data, &seen),
                    None => zone.note(ZoneProblem::Value {
                        place: place.clone(),
                        record_type: record_type.name(),
                        value: text::cut_short(&value.to_string()),
                    }),
                }
            }
        }
        (record_type, Some(status)) => match Content::from_status(status) {
            // A name that does not exist has no records of any type.
            Some(Content::NoSuchName) => zone.add_answer(name, None, Content::NoSuchName, &seen),
            Some(content) => zone.add_answer(name, record_type, content, &seen),
            None => {
                zone.note(ZoneProblem::Form { place, what: format!("status {}", text::cut_short(status)) })
            }
        },
        (None, None) => zone.note(ZoneProblem::Form { place, what: "an answer without a type".to_owned() }),
    }
}
