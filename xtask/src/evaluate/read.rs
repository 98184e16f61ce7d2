//! From files to numbers.

use super::metrics::{Edges, Found, Truth};
use anyhow::{Context, Result, ensure};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, UInt32Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

/// Numbers for names, in the order of arrival.
#[derive(Default)]
pub struct Names(HashMap<String, u32>);

impl Names {
    fn code(&mut self, name: &str) -> u32 {
        match self.0.get(name) {
            Some(code) => *code,
            None => {
                let code = self.0.len() as u32;
                self.0.insert(name.to_owned(), code);
                code
            }
        }
    }
}

/// The table of labels: columns `account_id` and `group_id`; others are passed over.
pub fn truth(path: &Path, names: &mut Names) -> Result<Truth> {
    let reading = || format!("reading {}", path.display());
    let mut rows = csv::Reader::from_path(path).with_context(reading)?;
    let header = rows.headers().with_context(reading)?.clone();
    let column = |name: &str| {
        let place = header.iter().position(|known| known.trim() == name);
        place.with_context(|| format!("{} has no column {name}", path.display()))
    };
    let (account, group) = (column("account_id")?, column("group_id")?);
    let (mut truth, mut groups) = (Truth::new(), Names::default());
    for row in rows.records() {
        let row = row.with_context(reading)?;
        let name = row[account].trim();
        let label = groups.code(row[group].trim());
        let known = truth.insert(names.code(name), label);
        ensure!(known.is_none_or(|known| known == label), "{}: {name} is in two groups", path.display());
    }
    Ok(truth)
}

/// The table of edges, as the coordination lens writes it.
pub fn edges(path: &Path, names: &mut Names) -> Result<Edges> {
    let mut edges = Edges::default();
    let wanted = ["account_a", "account_b", "n_objects", "q", "surprise"];
    for batch in open(path, &wanted)? {
        let batch = batch.with_context(|| format!("reading {}", path.display()))?;
        edges.a.extend(codes(&batch, "account_a", names)?);
        edges.b.extend(codes(&batch, "account_b", names)?);
        edges.n_objects.extend(numbers(&batch, "n_objects")?);
        edges.q.extend(numbers(&batch, "q")?);
        edges.surprise.extend(numbers(&batch, "surprise")?);
    }
    Ok(edges)
}

/// A table with the columns `account` and `group_id`; an account without a group has a null there.
pub fn groups(path: &Path, names: &mut Names) -> Result<Found> {
    let (mut found, mut labels) = (Found::new(), Names::default());
    for batch in open(path, &["account", "group_id"])? {
        let batch = batch.with_context(|| format!("reading {}", path.display()))?;
        let groups = text(column(&batch, "group_id")?)?;
        let groups = groups.as_string::<i32>();
        for (place, account) in codes(&batch, "account", names)?.into_iter().enumerate() {
            if groups.is_null(place) {
                continue;
            }
            let label = labels.code(groups.value(place));
            let known = found.insert(account, label);
            ensure!(known.is_none_or(|k| k == label), "{}: an account is in two groups", path.display());
        }
    }
    Ok(found)
}

/// Whether a table says which account is in which group.
pub fn has_groups(path: &Path) -> Result<bool> {
    Ok(builder(path)?.schema().column_with_name("group_id").is_some())
}

fn builder(path: &Path) -> Result<ParquetRecordBatchReaderBuilder<File>> {
    let reading = || format!("reading {}", path.display());
    let file = File::open(path).with_context(reading)?;
    ParquetRecordBatchReaderBuilder::try_new(file).with_context(reading)
}

fn open(path: &Path, wanted: &[&str]) -> Result<ParquetRecordBatchReader> {
    let builder = builder(path)?;
    let there: Vec<&str> = builder.schema().fields().iter().map(|field| field.name().as_str()).collect();
    let missing: Vec<&str> = wanted.iter().copied().filter(|name| !there.contains(name)).collect();
    ensure!(
        missing.is_empty(),
        "{} has no column {}; its columns are {}",
        path.display(),
        missing.join(", "),
        there.join(", ")
    );
    let mask = ProjectionMask::columns(builder.parquet_schema(), wanted.iter().copied());
    Ok(builder.with_projection(mask).with_batch_size(1 << 18).build()?)
}

fn column<'b>(batch: &'b RecordBatch, name: &str) -> Result<&'b ArrayRef> {
    batch.column_by_name(name).with_context(|| format!("no column {name}"))
}

fn text(array: &ArrayRef) -> Result<ArrayRef> {
    arrow_cast::cast(array, &DataType::Utf8).context("a column that is not text")
}

/// Names as numbers, whether they are coded by a dictionary or not.
fn codes(batch: &RecordBatch, name: &str, names: &mut Names) -> Result<Vec<u32>> {
    let array = column(batch, name)?;
    ensure!(array.null_count() == 0, "column {name} has empty places");
    if let Some(coded) = array.as_dictionary_opt::<UInt32Type>()
        && let Some(values) = coded.values().as_string_opt::<i32>()
    {
        // A dictionary may hold many names that this batch does not use.
        let mut known = vec![None; values.len()];
        let code = |key: &u32| {
            let key = *key as usize;
            *known[key].get_or_insert_with(|| names.code(values.value(key)))
        };
        return Ok(coded.keys().values().iter().map(code).collect());
    }
    let text = text(array).with_context(|| format!("column {name}"))?;
    let text = text.as_string::<i32>();
    Ok((0..text.len()).map(|place| names.code(text.value(place))).collect())
}

/// Numbers, NaN where there is none.
fn numbers(batch: &RecordBatch, name: &str) -> Result<Vec<f64>> {
    let numbers = arrow_cast::cast(column(batch, name)?, &DataType::Float64)
        .with_context(|| format!("column {name} is no number"))?;
    Ok(numbers.as_primitive::<Float64Type>().iter().map(|value| value.unwrap_or(f64::NAN)).collect())
}
