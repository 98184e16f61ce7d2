//! JSON of no known format, as a table whose columns are dotted paths (`user.id`).
//!
//! A path may lead through arrays: `entities.hashtags.text` is the list of the texts.

use super::GENERIC;
use super::detect::{beginning, first_values};
use super::read::{elements, unwrapped};
use super::value::Json;
use crate::draft::draft;
use crate::mapping::apply::Mapper;
use crate::mapping::guess::{Sample, guess};
use crate::mapping::plan::{Plan, like};
use crate::mapping::{Mapping, builtin, day_order};
use crate::table::row::RowBuffer;
use crate::table::{TableObserver, settled};
use crate::{Context, IntakeError, JsonOptions, SinkError};
use bumpalo::Bump;
use model::At;

/// Deepest path that becomes a column of its own accord.
const DEPTH: usize = 4;
/// Most columns that are found of their own accord.
const COLUMNS: usize = 1024;

/// A mapping over paths, ready to run.
pub(super) struct Mapped {
    mapping: Mapping,
    /// What keeps the mapping from reading anything, where records are only looked at.
    lacks: Option<IntakeError>,
    paths: Vec<String>,
    used: Vec<bool>,
    mapper: Mapper,
    row: RowBuffer,
}

impl Mapped {
    /// With the mapping of the user, or one that fits or is guessed from the first records in `head`. Where records are
    /// only looked at, all that they hold is, and the mapping need not find account and time.
    pub(super) fn new(options: &JsonOptions, head: &[u8], is_observed: bool) -> Result<Self, IntakeError> {
        let (text, bump) = (beginning(head), Bump::new());
        let records = records(&first_values(&text, &bump));
        let found = paths(&records);
        let (mut paths, mut mapping) = match &options.mapping {
            Some(own) if records.is_empty() || own.is_about(|path| is_there(&records, &found, path)) => {
                (named(own), own.clone())
            }
            // It does not fit: compiling it for the fields that are there says why.
            Some(own) => (found.clone(), own.clone()),
            None => {
                let mapping = builtin::detect(&found).cloned();
                let mapping = mapping.unwrap_or_else(|| guess(&found, &samples(&records, &found)));
                (found.clone(), mapping)
            }
        };
        if is_observed {
            let others: Vec<String> = found.into_iter().filter(|path| !paths.contains(path)).collect();
            paths.extend(others);
        }
        let mut notes = day_order::settle(&mut mapping, &paths, &samples(&records, &paths));
        let platform = options.platform.as_deref();
        let (mut plan, lacks) =
            settled(Plan::compile(&mapping, &paths, platform), &mapping, &paths, platform);
        let lacks = match lacks {
            Some(error) if !is_observed => return Err(error),
            lacks => lacks,
        };
        if options.mapping.is_some() {
            notes.extend(absent(&mapping, &records));
        }
        plan.notes.splice(0..0, notes);
        // Records leave fields out at will: `inspect` counts which were filled.
        plan.absent.clear();
        let mut used = vec![is_observed; paths.len()];
        for column in plan.used() {
            if let Some(used) = used.get_mut(column) {
                *used = true;
            }
        }
        Ok(Self { mapping, lacks, paths, used, mapper: Mapper::of_parts(plan), row: RowBuffer::default() })
    }

    /// The mapping in force, as a file that can be edited.
    pub(super) fn mapping(&self) -> Option<String> {
        draft(&self.mapping, self.lacks.as_ref())
    }

    /// Tells which paths are looked at.
    pub(super) fn show(&self, observer: &mut dyn TableObserver) {
        observer.table(&self.paths, &self.mapping);
    }

    /// Reads one record.
    pub(super) fn record(
        &mut self,
        cx: &mut Context<'_>,
        json: Json<'_>,
        at: At,
        observer: Option<&mut (dyn TableObserver + '_)>,
    ) -> Result<(), SinkError> {
        self.row.clear();
        for (path, used) in self.paths.iter().zip(&self.used) {
            if *used {
                cell(json, path, &mut self.row.text);
            }
            self.row.end_cell();
        }
        if let Some(observer) = observer {
            observer.row(&self.row.row());
        }
        self.mapper.row(cx, &self.row.row(), at)
    }

    /// Hands on the records that wait, so that what comes by another way stands behind them.
    pub(super) fn hand_on(&mut self, cx: &mut Context<'_>) -> Result<(), SinkError> {
        self.mapper.hand_on(cx)
    }

    /// Says what only shows at the end.
    pub(super) fn finish(self, cx: &mut Context<'_>) -> Result<(), SinkError> {
        self.mapper.finish(cx)
    }
}

/// What to note of fields that a mapping of the user's fills from nothing that the first records have.
fn absent(mapping: &Mapping, records: &[Json<'_>]) -> Option<(&'static str, String)> {
    let found = paths(records);
    let absent: Vec<String> = mapping
        .fields
        .values()
        .filter(|rule| !rule.from.iter().any(|path| is_there(records, &found, path)))
        .flat_map(|rule| rule.from.iter().map(|path| like(path, &found)))
        .collect();
    let message = "the mapping names fields that no record looked at has: ";
    (!absent.is_empty()).then(|| ("columns_absent", format!("{message}{}", absent.join(", "))))
}

/// All paths that a mapping names.
fn named(mapping: &Mapping) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    for rule in mapping.fields.values() {
        paths.extend(rule.from.iter().chain(&rule.only_if).cloned());
        paths.extend(rule.repair.iter().flat_map(|repair| repair.from.iter().cloned()));
    }
    paths.extend(mapping.platform.column.clone());
    paths.extend(mapping.metrics.values().cloned());
    paths.extend(mapping.media.iter().map(|rule| rule.from.clone()));
    paths.extend(
        mapping.objects.iter().flat_map(|rule| std::iter::once(&rule.from).chain(&rule.layer_from)).cloned(),
    );
    paths.sort_unstable();
    paths.dedup();
    paths
}

/// Whether a mapping of the user's is about the records at the beginning of a stream.
pub(super) fn is_about(mapping: &Mapping, head: &[u8]) -> bool {
    let (text, bump) = (beginning(head), Bump::new());
    let records = records(&first_values(&text, &bump));
    let found = paths(&records);
    mapping.is_about(|path| is_there(&records, &found, path))
}

/// The first records, out of their wrappers and arrays.
fn records<'a>(values: &[Json<'a>]) -> Vec<Json<'a>> {
    let mut records: Vec<Json<'a>> = Vec::new();
    for value in values {
        let (value, _) = unwrapped(*value);
        let groups = elements(value, &GENERIC.layout);
        let inside = groups.iter().flat_map(|group| group.records.iter().copied());
        let before = records.len();
        records.extend(inside.filter(|record| record.is_object()));
        if records.len() == before {
            records.push(value);
        }
    }
    records
}

/// Paths of records in the order of their appearance.
fn paths(records: &[Json<'_>]) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    for record in records {
        collect(*record, "", DEPTH, &mut paths);
    }
    paths
}

/// Whether any of `records`, which have the paths `found`, has something at `path`.
fn is_there(records: &[Json<'_>], found: &[String], path: &str) -> bool {
    let mut text = String::new();
    found.iter().any(|known| known == path)
        || records.iter().any(|record| {
            cell(*record, path, &mut text);
            !text.is_empty()
        })
}

/// What stands at each of `paths`.
fn samples(records: &[Json<'_>], paths: &[String]) -> Vec<Sample> {
    let mut samples: Vec<Sample> = paths.iter().map(|_| Sample::default()).collect();
    let mut text = String::new();
    for record in records {
        for (path, sample) in paths.iter().zip(&mut samples) {
            text.clear();
            cell(*record, path, &mut text);
            sample.add(&text);
        }
    }
    samples
}

fn collect(json: Json<'_>, outer: &str, depth: usize, paths: &mut Vec<String>) {
    for (name, value) in json.entries() {
        let path = if outer.is_empty() { (*name).to_owned() } else { format!("{outer}.{name}") };
        if value.is_object() && depth > 1 {
            collect(*value, &path, depth - 1, paths);
        } else if paths.len() < COLUMNS && !paths.contains(&path) {
            paths.push(path);
        }
    }
}

/// What stands at a path, as the text of a cell: lists as JSON.
fn cell(json: Json<'_>, path: &str, out: &mut String) {
    let exact = json.get(path);
    let found = if exact == Json::Null { json.path(path) } else { exact };
    match found {
        Json::Null => {
            let mut list = Vec::new();
            through(json, path, &mut list);
            if !list.is_empty() {
                array(&list, out);
            }
        }
        Json::Text(text) | Json::Number(text) => out.push_str(text),
        other => print(other, out),
    }
}

/// Follows a path that may lead through arrays.
fn through<'a>(json: Json<'a>, path: &str, out: &mut Vec<Json<'a>>) {
    if json.is_array() {
        return json.items().iter().for_each(|item| through(*item, path, out));
    }
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    match (json.get(name), rest) {
        (Json::Null, _) => {}
        (found, Some(rest)) => through(found, rest, out),
        (found, None) => out.push(found),
    }
}

fn print(json: Json<'_>, out: &mut String) {
    match json {
        Json::Null => out.push_str("null"),
        Json::Bool(true) => out.push_str("true"),
        Json::Bool(false) => out.push_str("false"),
        Json::Number(digits) => out.push_str(digits),
        Json::Text(text) => quoted(text, out),
        Json::Array(items) => array(items, out),
        Json::Object(fields) => {
            out.push('{');
            for (n, (name, value)) in fields.entries.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                quoted(name, out);
                out.push(':');
                print(*value, out);
            }
            out.push('}');
        }
    }
}

fn array(items: &[Json<'_>], out: &mut String) {
    out.push('[');
    for (n, item) in items.iter().enumerate() {
        if n > 0 {
            out.push(',');
        }
        print(*item, out);
    }
    out.push(']');
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}
