//! What the readers understand of a file: format, columns, mapping, precision of times, problems.

use crate::mapping::day_order::TIMES;
use crate::mapping::{Mapping, plan};
use crate::source::{self, Input};
use crate::table::TableObserver;
use crate::table::row::Row;
use crate::value::{cut, is_missing, time};
use crate::{Counts, IntakeError, PostSink, ReadOptions, SinkError, Source};
use model::{Container, EvidenceNo, Post, Problem, Severity, Sha256, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Examples of problems that are kept for each code.
const EXAMPLES: usize = 3;
/// Distinct platforms and languages that are counted one by one.
const DISTINCT: usize = 200;

/// What is in a file.
#[derive(Clone, Debug, Serialize)]
pub struct Inspection {
    /// Name of the file.
    pub name: String,
    /// Hash of its bytes.
    pub sha256: Sha256,
    /// Their number.
    pub bytes: u64,
    /// Type of the file.
    pub media_type: String,
    /// Its streams.
    pub streams: Vec<StreamInspection>,
}

/// What is in one stream.
#[derive(Clone, Debug, Serialize)]
pub struct StreamInspection {
    /// From the file's bytes to the stream.
    pub path: Vec<Container>,
    /// Id of the format.
    pub format: String,
    /// For tables, and JSON of no known format: the mapping in use (TOML), to be saved, corrected and given back.
    pub mapping: Option<String>,
    /// For these: their columns, or paths.
    pub columns: Vec<ColumnInspection>,
    /// Fields of posts: how many posts have them.
    pub fields: Vec<FieldInspection>,
    /// Records seen.
    pub records: u64,
    /// Posts read.
    pub posts: u64,
    /// Records that are no posts.
    pub skipped: u64,
    /// Records lost.
    pub rejects: u64,
    /// Notes about records that were kept.
    pub notes: u64,
    /// Problems by code.
    pub problems: Vec<ProblemInspection>,
    /// Earliest and latest post.
    pub time_range: Option<(Timestamp, Timestamp)>,
    /// Posts by precision of their time, finest first.
    pub precisions: BTreeMap<String, u64>,
    /// Posts by who states their time.
    pub time_origins: BTreeMap<String, u64>,
    /// All times are at full minutes, although they are stated in seconds: the source has probably cut them.
    pub seconds_always_zero: bool,
    /// Posts by platform.
    pub platforms: BTreeMap<String, u64>,
    /// Posts by language, as the source states it.
    pub languages: BTreeMap<String, u64>,
}

/// One column of a table.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ColumnInspection {
    /// Its name.
    pub name: String,
    /// Rows in which it is not empty.
    pub filled: u64,
    /// The same as a share of the rows, in percent.
    pub filled_percent: f64,
    /// The first value that is not empty, cut short.
    pub example: String,
    /// What its values are: `number`, `decimal`, `time`, `link`, `list`, `text`, `mixed` or `empty`.
    pub kind: &'static str,
    /// For times: the finest precision seen.
    pub precision: Option<&'static str>,
    /// Values that look like ids which a spreadsheet has rounded.
    pub damaged: u64,
}

/// One field of posts.
#[derive(Clone, Debug, Serialize)]
pub struct FieldInspection {
    /// Its name, as in the table of posts.
    pub name: &'static str,
    /// Posts that have it.
    pub filled: u64,
    /// The first value, cut short.
    pub example: String,
}

/// Problems of one code.
#[derive(Clone, Debug, Serialize)]
pub struct ProblemInspection {
    /// The code.
    pub code: &'static str,
    /// How much they cost.
    pub severity: Severity,
    /// How many were spelled out.
    pub count: u64,
    /// The first ones.
    pub examples: Vec<Problem>,
}

/// Reads the file at `path` and says what is in it; no post is kept.
pub fn inspect(path: &Path, options: &ReadOptions<'_>) -> Result<Inspection, IntakeError> {
    let file = source::open(path)?;
    let name = crate::read::file_name(path);
    let mut sink = Sink::default();
    let mut tables = Tables::default();
    let report =
        crate::read::run(&name, Input::File(file), EvidenceNo(0), options, &mut sink, Some(&mut tables))?;
    let mut tables = tables.0.into_iter();
    let streams = report
        .streams
        .into_iter()
        .zip(sink.streams)
        .map(|(stream, seen)| {
            let table = if stream.mapping.is_some() { tables.next() } else { None };
            seen.finish(&stream.source, stream.counts, stream.mapping, table)
        })
        .collect();
    Ok(Inspection {
        name,
        sha256: report.sha256,
        bytes: report.bytes,
        media_type: report.media_type,
        streams,
    })
}

/// Looks at posts and problems.
#[derive(Default)]
struct Sink {
    streams: Vec<Seen>,
}

#[derive(Default)]
struct Seen {
    fields: Vec<FieldInspection>,
    problems: BTreeMap<(Severity, &'static str), (u64, Vec<Problem>)>,
    range: Option<(Timestamp, Timestamp)>,
    precisions: BTreeMap<String, u64>,
    origins: BTreeMap<String, u64>,
    stated_seconds: u64,
    full_minutes: u64,
    platforms: BTreeMap<String, u64>,
    languages: BTreeMap<String, u64>,
}

impl PostSink for Sink {
    fn source(&mut self, _source: &Source) -> Result<(), SinkError> {
        self.streams.push(Seen::default());
        Ok(())
    }

    fn post(&mut self, post: &Post<'_>) -> Result<(), SinkError> {
        if let Some(seen) = self.streams.last_mut() {
            seen.post(post);
        }
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        if let Some(seen) = self.streams.last_mut() {
            let (count, examples) = seen.problems.entry((problem.severity, problem.code)).or_default();
            *count += 1;
            if examples.len() < EXAMPLES {
                examples.push(problem);
            }
        }
        Ok(())
    }
}

impl Seen {
    fn post(&mut self, post: &Post<'_>) {
        let first = |values: &[&str]| values.first().map(|v| (*v).to_owned()).unwrap_or_default();
        let at = |value: Option<Timestamp>| value.map(Timestamp::rfc3339).unwrap_or_default();
        // Values are only spelled out while a field lacks an example.
        let fields: [(&'static str, bool, &dyn Fn() -> String); 21] = [
            ("post_id", !post.post_id.is_empty(), &|| post.post_id.to_owned()),
            ("account_id", !post.account_id.is_empty(), &|| post.account_id.to_owned()),
            ("account_name", !post.account_name.is_empty(), &|| post.account_name.to_owned()),
            ("account_display_name", !post.account_display_name.is_empty(), &|| {
                post.account_display_name.to_owned()
            }),
            ("text", !post.text.is_empty(), &|| post.text.to_owned()),
            ("created_at", post.created_at.is_some(), &|| at(post.created_at)),
            ("observed_at", post.observed_at.is_some(), &|| at(post.observed_at)),
            ("edited_at", post.edited_at.is_some(), &|| at(post.edited_at)),
            ("lang", !post.lang.is_empty(), &|| post.lang.to_owned()),
            ("urls", !post.urls.is_empty(), &|| first(post.urls)),
            ("hashtags", !post.hashtags.is_empty(), &|| first(post.hashtags)),
            ("mentions", !post.mentions.is_empty(), &|| first(post.mentions)),
            ("reply_to_id", !post.reply_to_id.is_empty(), &|| post.reply_to_id.to_owned()),
            ("repost_of_id", !post.repost_of_id.is_empty(), &|| post.repost_of_id.to_owned()),
            ("is_repost", post.is_repost(), &|| "yes".to_owned()),
            ("quote_of_id", !post.quote_of_id.is_empty(), &|| post.quote_of_id.to_owned()),
            ("thread_id", !post.thread_id.is_empty(), &|| post.thread_id.to_owned()),
            ("channel_id", !post.channel_id.is_empty(), &|| post.channel_id.to_owned()),
            ("media", !post.media.is_empty(), &|| {
                post.media.first().map(|m| m.url.to_owned()).unwrap_or_default()
            }),
            ("objects", !post.objects.is_empty(), &|| {
                post.objects.first().map(|o| o.id.to_owned()).unwrap_or_default()
            }),
            ("account_created_at", post.account_created_at.is_some(), &|| at(post.account_created_at)),
        ];
        if self.fields.is_empty() {
            self.fields = fields
                .iter()
                .map(|(name, ..)| FieldInspection { name, filled: 0, example: String::new() })
                .collect();
        }
        for (known, (_, has, value)) in self.fields.iter_mut().zip(fields) {
            if has {
                known.filled += 1;
                if known.example.is_empty() {
                    known.example = cut(&value());
                }
            }
        }
        if let Some(at) = post.created_at {
            let (first, last) = self.range.unwrap_or((at, at));
            self.range = Some((first.min(at), last.max(at)));
            count(&mut self.precisions, post.created_precision.name());
            count(&mut self.origins, post.created_from.name());
            if post.created_precision == model::Precision::Second {
                self.stated_seconds += 1;
                self.full_minutes += u64::from(at.0 % 60_000_000 == 0);
            }
        }
        count(&mut self.platforms, post.platform);
        post.languages().for_each(|code| count(&mut self.languages, code));
    }

    fn finish(
        self,
        source: &Source,
        counts: Counts,
        mapping: Option<String>,
        table: Option<TableProfile>,
    ) -> StreamInspection {
        let problems = self
            .problems
            .into_iter()
            .map(|((severity, code), (count, examples))| ProblemInspection {
                code,
                severity,
                count,
                examples,
            })
            .collect();
        StreamInspection {
            path: source.path.clone(),
            format: source.format.clone(),
            mapping,
            columns: table.map(TableProfile::finish).unwrap_or_default(),
            fields: self.fields,
            records: counts.records,
            posts: counts.posts,
            skipped: counts.skipped,
            rejects: counts.rejects,
            notes: counts.notes,
            problems,
            time_range: self.range,
            precisions: self.precisions,
            time_origins: self.origins,
            seconds_always_zero: self.stated_seconds >= 20 && self.stated_seconds == self.full_minutes,
            platforms: self.platforms,
            languages: self.languages,
        }
    }
}

/// Counts a value; beyond [`DISTINCT`] values all others together.
fn count(counts: &mut BTreeMap<String, u64>, value: &str) {
    if let Some(n) = counts.get_mut(value) {
        *n += 1;
    } else if counts.len() < DISTINCT {
        counts.insert(cut(value), 1);
    } else {
        *counts.entry("(others)".to_owned()).or_default() += 1;
    }
}

/// Looks at the raw rows of all tables of a file.
#[derive(Default)]
struct Tables(Vec<TableProfile>);

struct TableProfile {
    rows: u64,
    columns: Vec<(ColumnInspection, Kinds)>,
}

#[derive(Default)]
struct Kinds {
    /// The mapping takes the column for times, so that long numbers in it are no ids.
    is_time: bool,
    seen: BTreeMap<&'static str, u64>,
    finest: Option<model::Precision>,
}

impl TableObserver for Tables {
    fn table(&mut self, header: &[String], mapping: &Mapping) {
        let times: Vec<usize> = TIMES
            .iter()
            .filter_map(|field| mapping.fields.get(field))
            .flat_map(|rule| rule.from.iter().filter_map(|name| plan::find(header, name)))
            .collect();
        let columns = header
            .iter()
            .enumerate()
            .map(|(n, name)| {
                let kinds = Kinds { is_time: times.contains(&n), ..Kinds::default() };
                (ColumnInspection { name: cut(name), ..ColumnInspection::default() }, kinds)
            })
            .collect();
        self.0.push(TableProfile { rows: 0, columns });
    }

    fn row(&mut self, row: &Row<'_>) {
        let Some(table) = self.0.last_mut() else { return };
        table.rows += 1;
        for ((column, kinds), value) in table.columns.iter_mut().zip(row.cells()) {
            let value = value.trim();
            if is_missing(value) {
                continue;
            }
            column.filled += 1;
            if column.example.is_empty() {
                column.example = cut(value);
            }
            column.damaged +=
                u64::from(crate::value::ids::damage(value) == Some(crate::value::ids::Damage::Rounded));
            // The kind is told from the first rows; damage is counted in all.
            if table.rows <= 10_000 {
                kinds.add(value);
            }
        }
    }
}

impl Kinds {
    fn add(&mut self, value: &str) {
        let found = time::parse(value, &time::TimeStyle::default())
            .filter(|(at, _)| at.is_plausible() && (self.is_time || !time::may_be_id(value)));
        let kind = if let Some((_, precision)) = found {
            self.finest = Some(self.finest.map_or(precision, |known| known.min(precision)));
            "time"
        } else if value.bytes().all(|b| b.is_ascii_digit()) {
            "number"
        } else if value.parse::<f64>().is_ok() {
            "decimal"
        } else if value.starts_with('[') && value.ends_with(']') {
            "list"
        } else if value.contains("://") && !value.contains(' ') {
            "link"
        } else {
            "text"
        };
        *self.seen.entry(kind).or_default() += 1;
    }
}

impl TableProfile {
    fn finish(self) -> Vec<ColumnInspection> {
        let rows = self.rows.max(1);
        self.columns
            .into_iter()
            .map(|(mut column, kinds)| {
                column.filled_percent = (column.filled as f64 * 1_000.0 / rows as f64).round() / 10.0;
                let kinds_seen: Vec<&str> = kinds.seen.keys().copied().collect();
                let times = kinds.seen.get("time").copied().unwrap_or(0);
                // A time or two that nobody can read do not make it another column.
                let mostly_time = times * 5 >= kinds.seen.values().sum::<u64>() * 4;
                column.kind = match kinds_seen[..] {
                    [] => "empty",
                    ["decimal"] | ["decimal", "number"] => "decimal",
                    [one] => match one {
                        "number" => "number",
                        "time" => "time",
                        "link" => "link",
                        "list" => "list",
                        _ => "text",
                    },
                    _ if kinds_seen.contains(&"text") && mostly_time => "mostly time",
                    _ if kinds_seen.contains(&"text") => "text",
                    // Some ids happen to look like times.
                    ["number", "time"] => "number",
                    _ => "mixed",
                };
                if column.kind.ends_with("time") {
                    column.precision = kinds.finest.map(model::Precision::name);
                }
                column
            })
            .collect()
    }
}
