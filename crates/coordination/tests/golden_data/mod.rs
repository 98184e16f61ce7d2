//! Finding and reading the inputs and the peers' outputs. They are not part of the repository.

use flate2::read::MultiGzDecoder;
use model::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Folder with the peers' inputs; `None` where it is absent.
pub fn folder() -> Option<PathBuf> {
    let data = std::env::var_os("SCRUTINEER_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from);
    let folder = data.join("coordination");
    if !folder.join("golden").is_dir() {
        println!("skipped: no data");
        return None;
    }
    Some(folder)
}

/// A table as strings by column name.
pub struct Table {
    columns: BTreeMap<String, usize>,
    rows: Vec<csv::StringRecord>,
}

impl Table {
    /// Reads a CSV file, with gzip where the name says so.
    pub fn read(path: &Path) -> Self {
        let file = File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut bytes = Vec::new();
        if path.extension().is_some_and(|end| end == "gz") {
            MultiGzDecoder::new(file).read_to_end(&mut bytes)
        } else {
            { file }.read_to_end(&mut bytes)
        }
        .unwrap();
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        let mut reader = csv::Reader::from_reader(bytes);
        let columns = reader.headers().unwrap().iter().map(String::from).zip(0..).collect();
        Self { columns, rows: reader.records().map(Result::unwrap).collect() }
    }

    /// Whether there is such a column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// Names of the columns, in their order.
    pub fn header(&self) -> Vec<&str> {
        let mut names: Vec<_> = self.columns.iter().collect();
        names.sort_by_key(|(_, at)| **at);
        names.into_iter().map(|(name, _)| name.as_str()).collect()
    }

    /// The rows.
    pub fn iter(&self) -> impl Iterator<Item = Cells<'_>> {
        self.rows.iter().map(|row| Cells { table: self, row })
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }
}

/// One row.
#[derive(Clone, Copy)]
pub struct Cells<'t> {
    table: &'t Table,
    row: &'t csv::StringRecord,
}

impl<'t> Cells<'t> {
    pub fn text(self, column: &str) -> &'t str {
        &self.row[*self.table.columns.get(column).unwrap_or_else(|| panic!("no column {column}"))]
    }

    /// A number; `None` where the cell is empty.
    pub fn number(self, column: &str) -> Option<f64> {
        let text = self.text(column);
        (!text.is_empty()).then(|| text.parse().unwrap_or_else(|_| panic!("{column}: {text}")))
    }

    /// Seconds, perhaps with a fraction.
    pub fn time(self, column: &str) -> Timestamp {
        let (whole, fraction) = self.text(column).split_once('.').unwrap_or((self.text(column), ""));
        let micros = format!("{whole}{fraction:0<6}");
        assert!(fraction.len() <= 6, "finer than microseconds: {}", self.text(column));
        Timestamp(micros.parse().unwrap())
    }
}

/// Names in the golden folder without their ending.
pub fn golden_names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder.join("golden"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .map(|name| name.strip_suffix(".csv.gz").map(String::from).unwrap_or(name))
        .collect()
}

/// A golden table.
pub fn golden(folder: &Path, name: &str) -> Table {
    Table::read(&folder.join(format!("golden/{name}.csv.gz")))
}

/// Whether two numbers agree to the 15 digits that the peers print.
pub fn same(ours: f64, theirs: f64) -> bool {
    (ours - theirs).abs() <= 1e-13 * theirs.abs().max(1.0)
}

/// The header that our rows are written with.
pub fn header_of<R: serde::Serialize>(row: &R) -> Vec<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.serialize(row).unwrap();
    let bytes = writer.into_inner().unwrap();
    let mut reader = csv::Reader::from_reader(&bytes[..]);
    reader.headers().unwrap().iter().map(String::from).collect()
}
