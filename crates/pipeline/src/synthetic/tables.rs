//! The lens's tables, in the schemas of [`model::schema`].

use super::{SyntheticResult, TextRead, tricks_in_words};
use ::synthetic::answer::Outcome;
use ::synthetic::members::MEMBERS;
use ::synthetic::perplexity::Reading;
use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, UInt32Array, UInt64Array};
use arrow_schema::ArrowError;
use model::schema::{self, Table};
use std::sync::Arc;

/// All tables.
pub(super) fn tables(result: &SyntheticResult) -> Result<Vec<(Table, RecordBatch)>, ArrowError> {
    let mut tables = vec![texts(result)?];
    if !result.accounts.is_empty() {
        tables.push(accounts(result)?);
    }
    Ok(tables)
}

fn strings(values: impl Iterator<Item = Option<String>>) -> ArrayRef {
    Arc::new(StringArray::from_iter(values))
}

fn floats(values: impl Iterator<Item = Option<f64>>) -> ArrayRef {
    Arc::new(Float64Array::from_iter(values))
}

fn counts(values: impl Iterator<Item = Option<u64>>) -> ArrayRef {
    Arc::new(UInt64Array::from_iter(values))
}

/// Texts that were looked at alone.
pub(super) fn texts(result: &SyntheticResult) -> Result<(Table, RecordBatch), ArrowError> {
    let table = schema::machine_texts(result.language_model.is_some());
    let all = &result.texts;
    let mut columns: Vec<ArrayRef> = vec![
        Arc::new(UInt32Array::from_iter_values(1..=all.len() as u32)),
        strings(all.iter().map(|text| Some(text.name.clone()))),
        strings(all.iter().map(|text| Some(text.hash.hex()))),
        counts(all.iter().map(|text| Some(text.words as u64))),
        strings(all.iter().map(|text| Some(text.answer.outcome.name().to_owned()))),
        strings(all.iter().map(|text| match text.answer.outcome {
            Outcome::CannotTell(why) => Some(why.name().to_owned()),
            _ => None,
        })),
        strings(all.iter().map(|text| result.kind(text))),
        floats(all.iter().map(|text| text.answer.p.map(|p| p.p))),
        floats(all.iter().map(|text| text.answer.p.map(|p| p.low))),
        floats(all.iter().map(|text| text.answer.p.map(|p| p.high))),
        counts(all.iter().map(|text| text.answer.p.map(|p| p.above))),
        counts(all.iter().map(|text| text.answer.p.map(|p| p.n))),
        floats(all.iter().map(|text| Some(f64::from(text.answer.score)))),
    ];
    for member in 0..MEMBERS {
        columns.push(floats(all.iter().map(|text| Some(f64::from(text.answer.margins[member])))));
    }
    columns.push(strings(all.iter().map(|text| Some(tricks_in_words(&text.tricks)))));
    columns.push(strings(all.iter().map(|text| {
        let phrases = text.phrases.iter().map(|(_, words)| words.as_str());
        Some(phrases.collect::<Vec<_>>().join("; "))
    })));
    if result.language_model.is_some() {
        columns.extend(perplexities(all));
    }
    let batch = RecordBatch::try_new(table.schema(), columns)?;
    Ok((table, batch))
}

/// What a language model of the user's own finds.
fn perplexities(all: &[TextRead]) -> Vec<ArrayRef> {
    let read = |of: fn(&Reading) -> f64| {
        floats(all.iter().map(move |text| text.perplexity.map(|found| of(&found.reading))))
    };
    let p = || all.iter().map(|text| text.perplexity.and_then(|found| found.p));
    vec![
        counts(all.iter().map(|text| text.perplexity.map(|found| found.reading.tokens))),
        read(|reading| reading.log_prob),
        read(|reading| reading.log_rank),
        read(|reading| reading.entropy),
        read(|reading| reading.curvature),
        strings(all.iter().map(|text| text.perplexity.map(|found| found.state().to_owned()))),
        floats(p().map(|p| p.map(|p| p.p))),
        floats(p().map(|p| p.map(|p| p.low))),
        floats(p().map(|p| p.map(|p| p.high))),
        counts(p().map(|p| p.map(|p| p.above))),
        counts(p().map(|p| p.map(|p| p.n))),
    ]
}

fn accounts(result: &SyntheticResult) -> Result<(Table, RecordBatch), ArrowError> {
    let table = schema::machine_accounts();
    let all = || result.accounts.iter();
    let level = |of: fn(&::synthetic::account::Account) -> f64| {
        floats(all().map(move |(_, account)| account.level.as_ref().map(of)))
    };
    let columns: Vec<ArrayRef> = vec![
        strings(all().map(|((platform, _), _)| Some(platform.clone()))),
        strings(all().map(|((_, name), _)| Some(name.clone()))),
        counts(all().map(|(_, account)| Some(account.scores.len() as u64))),
        counts(all().map(|(_, account)| Some(account.left_out))),
        level(|one| one.level),
        level(|one| one.low),
        level(|one| one.high),
        level(|one| one.spreads),
        level(|one| one.spreads_low),
        level(|one| one.spreads_high),
        counts(all().map(|(_, account)| account.level.map(|one| one.above))),
        counts(all().map(|(_, account)| account.level.map(|one| one.people))),
        level(|one| one.p),
    ];
    let batch = RecordBatch::try_new(table.schema(), columns)?;
    Ok((table, batch))
}
