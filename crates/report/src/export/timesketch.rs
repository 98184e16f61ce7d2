//! A timeline for Timesketch: CSV with `message`, `datetime` and `timestamp_desc`, one row a record of a finding.

use super::{Material, is_post, place};
use crate::Result;
use crate::table::{Format, write_batches};
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use model::{Finding, RecordRef};
use std::io::Write;
use std::sync::Arc;

const COLUMNS: [&str; 12] = [
    "message",
    "datetime",
    "timestamp_desc",
    "finding",
    "lens",
    "method",
    "platform",
    "account",
    "post",
    "layer",
    "object",
    "place",
];

/// Writes all records that have a time, by time; returns their number.
pub fn timesketch(material: &Material, out: &mut (dyn Write + Send)) -> Result<u64> {
    let mut rows: Vec<(&RecordRef, &Finding)> = material
        .findings
        .iter()
        .flat_map(|finding| finding.records.iter().map(move |record| (record, finding)))
        .filter(|(record, _)| record.time.is_some())
        .collect();
    rows.sort_by(|x, y| (x.0.time, x.0, x.1.id).cmp(&(y.0.time, y.0, y.1.id)));
    let cells: Vec<[String; 12]> =
        rows.iter().map(|(record, finding)| row(material, record, finding)).collect();
    let columns = COLUMNS.iter().enumerate().map(|(i, name)| {
        let column = StringArray::from_iter_values(cells.iter().map(|row| row[i].as_str()));
        (*name, Arc::new(column) as ArrayRef)
    });
    let batch = RecordBatch::try_from_iter(columns)?;
    write_batches(Format::Csv, &batch.schema(), [Ok(batch)], out)
}

fn row(material: &Material, record: &RecordRef, finding: &Finding) -> [String; 12] {
    let what = match record.platform.as_str() {
        "mail" => "Mail received",
        "article" => "Article published",
        "media" => "Media file",
        _ if is_post(record) => "Posted",
        _ => "Written",
    };
    let (layer, object) =
        record.object.as_ref().map(|(layer, object)| (layer.to_string(), object.clone())).unwrap_or_default();
    let acted = if object.is_empty() { String::new() } else { format!(", {layer} {object}") };
    let message = format!("{}/{}{acted}: {}", record.platform, record.account, finding.statement);
    [
        message,
        record.time.map(model::Timestamp::rfc3339).unwrap_or_default(),
        what.to_owned(),
        finding.id.hex(),
        finding.lens.clone(),
        finding.method.clone(),
        record.platform.clone(),
        record.account.clone(),
        record.post.clone(),
        layer,
        object,
        place(material, record),
    ]
}
