//! Tables as a query names them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A name in SQL and the files behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Name in SQL. Names with capitals or other signs than letters, digits and `_` need double quotes there.
    pub name: String,
    /// Exactly these files, in this order; never others of the same folder.
    pub files: Vec<PathBuf>,
    /// What is in them.
    pub contents: Contents,
}

/// What is in the files of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    /// Parquet, as in a case.
    Parquet,
    /// Parquet, CSV (with `,`, `;`, tab or `|`), JSON Lines or an array of JSON objects, plain or packed with gzip or
    /// Zstandard: whatever the first bytes say.
    Detect,
}

impl Table {
    /// A table of a case: its Parquet segments.
    pub fn parquet(name: impl Into<String>, files: Vec<PathBuf>) -> Self {
        Self { name: name.into(), files, contents: Contents::Parquet }
    }

    /// A single file, named after itself: `My Posts.csv.gz` is `my_posts`.
    pub fn file(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        Self { name: name_of(path), files: vec![path.to_owned()], contents: Contents::Detect }
    }

    /// Single files, each a table. Of equal names the second becomes `name_2`, and so on.
    pub fn files(paths: &[PathBuf]) -> Vec<Self> {
        let mut taken = BTreeSet::new();
        paths
            .iter()
            .map(|path| {
                let mut table = Self::file(path);
                let plain = table.name.clone();
                let mut n = 2;
                while !taken.insert(table.name.clone()) {
                    table.name = format!("{plain}_{n}");
                    n += 1;
                }
                table
            })
            .collect()
    }
}

/// Extensions that say how a file is packed, not what it is.
const PACKED: [&str; 4] = ["gz", "gzip", "zst", "zstd"];

/// A name that needs no quotes in SQL.
fn name_of(path: &Path) -> String {
    let mut path = path.to_owned();
    if path.extension().is_some_and(|e| PACKED.iter().any(|packed| e.eq_ignore_ascii_case(packed))) {
        path.set_extension("");
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let name: String = stem.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    match name.chars().next() {
        None => "data".to_owned(),
        Some(c) if c.is_numeric() => format!("t{name}"),
        Some(_) => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_name_their_tables() {
        let cases = [
            ("posts.csv", "posts"),
            ("/a/b/My Posts (1).csv.gz", "my_posts__1_"),
            ("2024-05.jsonl.zst", "t2024_05"),
            ("Beiträge.tsv", "beiträge"),
            ("noextension", "noextension"),
            (".gz", "_gz"),
            ("-", "_"),
            ("", "data"),
        ];
        for (path, name) in cases {
            assert_eq!(Table::file(path).name, name, "{path}");
        }
    }

    #[test]
    fn equal_names_are_told_apart() {
        let paths = ["a/x.csv", "b/x.csv", "x_2.csv", "c/X.csv"].map(PathBuf::from);
        let names: Vec<_> = Table::files(&paths).into_iter().map(|table| table.name).collect();
        assert_eq!(names, ["x", "x_2", "x_2_2", "x_3"]);
    }
}
