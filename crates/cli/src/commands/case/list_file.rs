//! Lists that a user wrote, so that a case can be scripted: CSV, or TOML with a table a line.

use anyhow::{Context, Result, anyhow, bail};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Most bytes of such a list.
const MOST: u64 = 64 << 20;

/// One line, and where it stands.
pub struct Line<T> {
    /// For messages, such as "line 3 of `a.csv`".
    pub place: String,
    /// What it says.
    pub line: T,
}

/// Reads `path` (`-` is the standard input): TOML when it is called so, with the lines under `table`; else CSV.
pub fn read<T: DeserializeOwned>(path: &Path, table: &str) -> Result<Vec<Line<T>>> {
    let reading = || format!("reading `{}`", path.display());
    let mut text = String::new();
    let from: Box<dyn Read> = if path.as_os_str() == "-" {
        Box::new(std::io::stdin())
    } else {
        Box::new(File::open(path).with_context(|| format!("opening `{}`", path.display()))?)
    };
    let bytes = from.take(MOST + 1).read_to_string(&mut text).with_context(reading)?;
    if bytes as u64 > MOST {
        bail!("`{}` is larger than {} MiB", path.display(), MOST >> 20);
    }
    let place = |n: usize, what: &str| format!("{what} {n} of `{}`", path.display());
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml")) {
        let mut tables: BTreeMap<String, Vec<T>> = toml::from_str(&text).with_context(reading)?;
        let lines = tables.remove(table);
        if let Some(other) = tables.keys().next() {
            bail!("`{}` has a table `{other}`, where `[[{table}]]` is known", path.display());
        }
        let lines = lines.unwrap_or_default().into_iter().enumerate();
        return Ok(lines.map(|(i, line)| Line { place: place(i + 1, table), line }).collect());
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut rows = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = rows.headers().with_context(reading)?.clone();
    let lines = rows.records().map(|row| {
        let row = row.with_context(reading)?;
        let place = place(row.position().map_or(0, |at| at.line() as usize), "line");
        let line =
            row.deserialize(Some(&headers)).map_err(plainly).with_context(|| format!("reading {place}"))?;
        Ok(Line { place, line })
    });
    lines.collect()
}

/// Without the places that the reader of CSV adds, which are said already.
fn plainly(error: csv::Error) -> anyhow::Error {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => anyhow!("{}", err.kind()),
        _ => error.into(),
    }
}
