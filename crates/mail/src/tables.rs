//! The lens's tables as Arrow batches, in the schemas of [`model::schema`].

use crate::examination::Examination;
use crate::word;
use arrow_array::{
    ArrayRef, BooleanArray, RecordBatch, StringArray, TimestampMicrosecondArray, UInt32Array, UInt64Array,
};
use arrow_schema::ArrowError;
use model::schema::{self, Table};
use model::{At, Sha256};
use std::sync::Arc;

/// Rows of all tables, mail by mail.
#[derive(Default)]
pub struct Rows {
    mails: Columns,
    hops: Columns,
    signatures: Columns,
    statements: Columns,
    n: u32,
}

/// Values of a table, column by column.
#[derive(Default)]
struct Columns(Vec<Column>);

enum Column {
    Text(Vec<Option<String>>),
    Number(Vec<u32>),
    Wide(Vec<u64>),
    Flag(Vec<bool>),
    Time(Vec<Option<i64>>),
}

/// One cell.
enum Cell {
    Text(Option<String>),
    Number(u32),
    Wide(u64),
    Flag(bool),
    Time(Option<i64>),
}

impl Columns {
    fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        for (at, cell) in cells.into_iter().enumerate() {
            if self.0.len() == at {
                self.0.push(match cell {
                    Cell::Text(_) => Column::Text(Vec::new()),
                    Cell::Number(_) => Column::Number(Vec::new()),
                    Cell::Wide(_) => Column::Wide(Vec::new()),
                    Cell::Flag(_) => Column::Flag(Vec::new()),
                    Cell::Time(_) => Column::Time(Vec::new()),
                });
            }
            match (&mut self.0[at], cell) {
                (Column::Text(column), Cell::Text(value)) => column.push(value),
                (Column::Number(column), Cell::Number(value)) => column.push(value),
                (Column::Wide(column), Cell::Wide(value)) => column.push(value),
                (Column::Flag(column), Cell::Flag(value)) => column.push(value),
                (Column::Time(column), Cell::Time(value)) => column.push(value),
                // Each table has one place that makes its rows, so a column has one type.
                _ => {}
            }
        }
    }

    fn batch(self, table: &Table) -> Result<RecordBatch, ArrowError> {
        if self.0.is_empty() {
            return Ok(RecordBatch::new_empty(table.schema()));
        }
        let column = |column: Column| -> ArrayRef {
            match column {
                Column::Text(values) => Arc::new(StringArray::from_iter(values)),
                Column::Number(values) => Arc::new(UInt32Array::from_iter_values(values)),
                Column::Wide(values) => Arc::new(UInt64Array::from_iter_values(values)),
                Column::Flag(values) => Arc::new(BooleanArray::from(values)),
                Column::Time(values) => {
                    Arc::new(TimestampMicrosecondArray::from_iter(values).with_timezone("UTC"))
                }
            }
        };
        RecordBatch::try_new(table.schema(), self.0.into_iter().map(column).collect())
    }
}

/// The table of campaigns: for each of their mails the campaign, from 1, the number of the mail and its name.
pub fn campaigns(
    members: impl IntoIterator<Item = (u32, u32, String)>,
) -> Result<(Table, RecordBatch), ArrowError> {
    let mut rows = Columns::default();
    for (campaign, mail, name) in members {
        rows.row([Cell::Number(campaign), Cell::Number(mail), text(name)]);
    }
    let table = schema::mail_campaigns();
    let batch = rows.batch(&table)?;
    Ok((table, batch))
}

fn text(value: impl Into<String>) -> Cell {
    Cell::Text(Some(value.into()))
}

impl Rows {
    /// Adds a mail.
    pub fn add(&mut self, path: &str, sha256: Sha256, at: At, examination: &Examination) {
        let mail = self.n;
        self.n += 1;
        let trace = &examination.trace;
        let boundary = trace.boundary.as_ref();
        let (start, end) = match at {
            At::Bytes(start, end) => (start, end),
            At::Row(row) => (row, row),
        };
        let first = examination.verdicts.first();
        let authors: Vec<String> =
            examination.authors.readings.iter().map(|reading| reading.address.to_string()).collect();
        self.mails.row([
            Cell::Number(mail),
            text(path),
            Cell::Wide(start),
            Cell::Wide(end),
            text(sha256.hex()),
            Cell::Time(examination.receipt.at.map(|at| at.0)),
            Cell::Text(boundary.and_then(|boundary| Some(boundary.host.as_ref()?.text.clone()))),
            Cell::Flag(boundary.is_some_and(|boundary| boundary.assumed)),
            Cell::Text(boundary.and_then(|boundary| word::of(&boundary.profile))),
            Cell::Text(trace.origin.as_ref().ok().map(|origin| origin.ip.to_string())),
            Cell::Text(trace.origin.as_ref().err().and_then(word::of)),
            text(authors.join(", ")),
            Cell::Flag(examination.authors.is_ambiguous()),
            Cell::Text(first.spf.as_ref().map(|spf| spf.verdict.name().to_owned())),
            Cell::Text(word::of(&first.arc.verdict)),
            Cell::Text(first.dmarc.first().and_then(|candidate| word::of(&candidate.by_walk.verdict))),
        ]);
        for (number, hop) in trace.hops.iter().enumerate() {
            let line = &hop.line;
            let part = |part: &Option<crate::trace::Part>| Cell::Text(part.as_ref().map(|p| p.text.clone()));
            self.hops.row([
                Cell::Number(mail),
                Cell::Number(number as u32 + 1),
                Cell::Text(word::of(&hop.side)),
                part(&line.from_claimed),
                part(&line.from_name),
                Cell::Text(line.from_ip.as_ref().map(|from| from.ip.to_string())),
                part(&line.by_host),
                part(&line.protocol),
                Cell::Time(line.time.as_ref().and_then(|time| time.at).map(|at| at.0)),
                Cell::Wide(hop.span.start as u64),
                Cell::Wide(hop.span.end as u64),
            ]);
        }
        for (outcome, now) in first.dkim.iter().zip(&examination.verdicts.now.dkim) {
            let claims = outcome.claims.as_ref();
            self.signatures.row([
                Cell::Number(mail),
                Cell::Number(outcome.field as u32),
                Cell::Text(claims.map(|claims| claims.domain.to_string())),
                Cell::Text(claims.map(|claims| claims.selector.to_string())),
                text(outcome.verdict.name()),
                text(now.verdict.name()),
                Cell::Text(outcome.reason.as_ref().and_then(word::of)),
                Cell::Text(word::of(&outcome.body)),
            ]);
        }
        for (number, statement) in examination.ladder.iter().enumerate() {
            self.statements.row([
                Cell::Number(mail),
                Cell::Number(number as u32 + 1),
                Cell::Text(word::of(&statement.level)),
                Cell::Text(word::of(&statement.kind)),
                text(statement.text.as_str()),
                Cell::Time(statement.as_of.map(|at| at.0)),
                text(statement.caveats.join(" ")),
            ]);
        }
    }

    /// The tables.
    pub fn tables(self) -> Result<Vec<(Table, RecordBatch)>, ArrowError> {
        [
            (schema::mails(), self.mails),
            (schema::mail_hops(), self.hops),
            (schema::mail_signatures(), self.signatures),
            (schema::mail_statements(), self.statements),
        ]
        .into_iter()
        .map(|(table, columns)| {
            let batch = columns.batch(&table)?;
            Ok((table, batch))
        })
        .collect()
    }
}
