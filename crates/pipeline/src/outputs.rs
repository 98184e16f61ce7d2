//! The files of one run, in one folder: each whole or absent, hashed, and listed for the report.

use crate::error::{Error, Result};
use crate::lens::GROUPS;
use arrow_array::RecordBatch;
use model::schema::Table;
use model::{EvidenceNo, Problem};
use report::output::{self, HashedFile, Written};
use report::page::OutputFile;
use report::{Format, ParquetTable};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A folder that a run writes into.
pub(crate) struct Outputs {
    dir: PathBuf,
    written: Vec<OutputFile>,
}

impl Outputs {
    /// Makes the folder.
    pub fn new(dir: &Path) -> Result<Self> {
        make_folder(dir)?;
        Ok(Self { dir: dir.to_owned(), written: Vec::new() })
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Opens `<table>.parquet` for writing batch by batch.
    pub fn table(&self, table: &Table) -> Result<ParquetTable> {
        Ok(ParquetTable::create(&self.path(&format!("{}.parquet", table.name)), table)?)
    }

    /// Completes a table.
    pub fn finish(&mut self, table: &Table, file: ParquetTable) -> Result<()> {
        let written = file.finish()?;
        self.list(&format!("{}.parquet", table.name), table.meaning, written, true);
        Ok(())
    }

    /// Completes a table of columns of its own.
    pub fn finish_as(&mut self, name: &str, meaning: &str, file: ParquetTable) -> Result<()> {
        let written = file.finish()?;
        self.list(&format!("{name}.parquet"), meaning, written, true);
        Ok(())
    }

    /// Writes a whole table at once.
    pub fn whole_table<E>(
        &mut self,
        table: &Table,
        batches: impl IntoIterator<Item = Result<RecordBatch, E>>,
    ) -> Result<()>
    where
        Error: From<E>,
    {
        let mut file = self.table(table)?;
        for batch in batches {
            file.write(&batch?)?;
        }
        self.finish(table, file)
    }

    /// Writes `name` through `write`, which returns the number of rows.
    pub fn file(
        &mut self,
        name: &str,
        meaning: &str,
        write: impl FnOnce(&mut (dyn Write + Send)) -> report::Result<u64>,
    ) -> Result<()> {
        let written = output::write_file(&self.path(name), write)?;
        self.list(name, meaning, written, written.rows > 0);
        Ok(())
    }

    /// Opens `name` for writing bit by bit.
    pub fn open(&self, name: &str) -> Result<HashedFile> {
        Ok(HashedFile::create(&self.path(name))?)
    }

    /// Completes a file that was opened.
    pub fn close(&mut self, name: &str, meaning: &str, file: HashedFile, rows: u64) -> Result<()> {
        let written = file.keep(rows)?;
        self.list(name, meaning, written, rows > 0);
        Ok(())
    }

    /// Completes the list of rejects.
    pub fn close_rejects(&mut self, mut rejects: Rejects) -> Result<()> {
        rejects.tell_unlisted()?;
        let meaning = "Records that could not be read, one a line, with code and place.";
        self.close(REJECTS, meaning, rejects.file, rejects.rows)
    }

    /// Rewrites a Parquet table that is there already in another format beside it.
    pub fn convert(&mut self, table: &Table, format: Format) -> Result<()> {
        let parquet = self.path(&format!("{}.parquet", table.name));
        let mut name = format!("{}.{}", table.name, format.name());
        if name == GROUPS {
            // Other lenses look for whole groups under that name.
            name = format!("{}_table.{}", table.name, format.name());
        }
        let batches = report::table::read_parquet(&parquet)?;
        let written = report::write_path(format, &table.schema(), batches, &self.path(&name))?;
        self.list(&name, table.meaning, written, true);
        Ok(())
    }

    /// Files written so far.
    pub fn list_files(&self) -> &[OutputFile] {
        &self.written
    }

    fn list(&mut self, name: &str, meaning: &str, written: Written, has_rows: bool) {
        self.written.push(OutputFile {
            name: name.to_owned(),
            meaning: meaning.to_owned(),
            rows: has_rows.then_some(written.rows),
            bytes: written.bytes,
            sha256: written.sha256.hex(),
        });
    }
}

/// Refuses a folder that holds something.
pub fn check_empty(dir: &Path) -> Result<()> {
    if std::fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Error::NotEmpty { path: dir.to_owned() });
    }
    Ok(())
}

/// Makes a folder, readable by its owner only, unless it is there.
pub(crate) fn make_folder(dir: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(Error::file("make the folder", dir))
}

const REJECTS: &str = "rejects.jsonl";

/// Problems of one code that are listed of one file; the others are counted. A file of a few kilobytes may hold millions.
const MOST_LISTED: u64 = 100_000;

/// What could not be read, one JSON object a line.
pub(crate) struct Rejects {
    file: HashedFile,
    rows: u64,
    /// Problems by file and code.
    counts: BTreeMap<(EvidenceNo, &'static str), u64>,
}

impl Rejects {
    pub fn create(outputs: &Outputs) -> Result<Self> {
        Ok(Self { file: outputs.open(REJECTS)?, rows: 0, counts: BTreeMap::new() })
    }

    /// Adds a problem of a file, unless it has had very many of its kind.
    pub fn problem(&mut self, problem: &Problem) -> std::io::Result<()> {
        let count = self.counts.entry((problem.raw.evidence, problem.code)).or_default();
        *count += 1;
        if *count <= MOST_LISTED { self.add(problem) } else { Ok(()) }
    }

    pub fn add(&mut self, reject: &impl Serialize) -> std::io::Result<()> {
        self.rows += 1;
        serde_json::to_writer(&mut self.file, reject)?;
        self.file.write_all(b"\n")
    }

    /// One line for those of each kind that were counted only.
    fn tell_unlisted(&mut self) -> std::io::Result<()> {
        for ((evidence, code), count) in std::mem::take(&mut self.counts) {
            if let Some(more) = count.checked_sub(MOST_LISTED).filter(|more| *more > 0) {
                let message = format!("{more} more of these in this file are not listed");
                self.add(&serde_json::json!({"code": code, "evidence": evidence, "unlisted": more, "message": message}))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{At, RawRef, Severity};

    #[test]
    fn very_many_rejects_of_a_kind_are_counted() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut outputs = Outputs::new(folder.path()).expect("writable");
        let mut rejects = Rejects::create(&outputs).expect("writable");
        let mut add = |evidence, code, times: u64| {
            let raw = RawRef { evidence: EvidenceNo(evidence), path: Vec::new(), at: At::Row(1) };
            let problem = Problem { code, severity: Severity::Reject, raw, message: String::new() };
            for _ in 0..times {
                rejects.problem(&problem).expect("writable");
            }
        };
        add(0, "bad_time", MOST_LISTED + 7);
        add(1, "bad_time", MOST_LISTED);
        add(0, "missing_id", 1);
        outputs.close_rejects(rejects).expect("writable");
        let text = std::fs::read_to_string(outputs.path(REJECTS)).expect("readable");
        assert_eq!(text.lines().count() as u64, 2 * MOST_LISTED + 2);
        let last: serde_json::Value =
            serde_json::from_str(text.lines().next_back().expect("a line")).expect("JSON");
        assert_eq!(
            (&last["code"], &last["evidence"], &last["unlisted"]),
            (&"bad_time".into(), &0.into(), &7.into())
        );
    }
}
