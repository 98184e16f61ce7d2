//! Captured answers, one JSON object each.

use super::facts::{FileFacts, ZoneError, ZoneProblem};
use super::zone::{Builder, Content, Zone};
use super::{RecordType, text, yaml};
use crate::domain::DomainName;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

impl Zone {
    /// Reads captured answers: JSON objects one after the other (as in JSON lines) or in an array, each with `name`,
    /// `type`, `records` (a list; a text of several strings is a list in the list) or `status` (`NXDOMAIN`, `NODATA`,
    /// `TIMEOUT`, `SERVFAIL`), and with `seen_at`, `valid_from` and `valid_until` in RFC 3339 where they are known.
    /// Without `type` a `status` holds for all types. An object without `name` is read as a mapping of names, as in YAML.
    pub fn from_json(bytes: &[u8], facts: &FileFacts) -> Result<Self, ZoneError> {
        let text = yaml::utf8(bytes)?;
        let mut zone = Builder::new(facts);
        let (mut rest, mut line) = (text, 0);
        loop {
            let mut items = serde_json::Deserializer::from_str(rest).into_iter::<Item>();
            let error = items.find_map(|item| item.map(|item| read(&mut zone, item)).err());
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

/// A value where answers are expected. What is none is not kept.
enum Item {
    Answer(Map<String, Value>),
    Many(Vec<Self>),
    Other,
}

fn read(zone: &mut Builder, item: Item) {
    match item {
        Item::Answer(answer) => read_answer(zone, &answer),
        Item::Many(items) => items.into_iter().for_each(|item| read(zone, item)),
        Item::Other => zone.note(|| ZoneProblem::Form {
            place: "JSON".to_owned(),
            what: "a value that is no answer".to_owned(),
        }),
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

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ItemVisitor)
    }
}

struct ItemVisitor;

impl<'de> Visitor<'de> for ItemVisitor {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an answer or a list of answers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item, A::Error> {
        let mut answer = Map::new();
        while let Some((key, value)) = map.next_entry()? {
            answer.insert(key, value);
        }
        Ok(Item::Answer(answer))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Item, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Item::Many(items))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Item, E> {
        Ok(Item::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Item, E> {
        Ok(Item::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Item, E> {
        Ok(Item::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Item, E> {
        Ok(Item::Other)
    }

    fn visit_str<E>(self, _: &str) -> Result<Item, E> {
        Ok(Item::Other)
    }

    fn visit_unit<E>(self) -> Result<Item, E> {
        Ok(Item::Other)
    }
}
