//! Segments: immutable Parquet files of records, named by their content.

use crate::custody;
use crate::error::{CaseError, Result, damaged, io_at, sql};
use crate::folder::Case;
use crate::store;
use model::{Sha256, Timestamp};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempPath};

/// One listed segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Table that it is a part of.
    pub table: String,
    /// Version of the table's schema.
    pub schema_version: u32,
    /// Hash of its bytes.
    pub hash: Sha256,
    /// Number of bytes.
    pub bytes: u64,
}

impl Case {
    /// A file inside the case, on the same disk as its final place, to write a segment into. It is removed when
    /// dropped; hand its path to [`Case::add_segment`].
    pub fn partial_file(&self) -> Result<NamedTempFile> {
        self.require_writing()?;
        store::partial(&self.dir)
    }

    /// Takes the finished file `from` into the case as a segment of `table`. The file is moved, or copied when it
    /// lies on another disk. The same content in the same table is listed once.
    pub fn add_segment(
        &mut self,
        table: &str,
        schema_version: u32,
        from: &Path,
        actor: &str,
        now: Timestamp,
    ) -> Result<Sha256> {
        self.require_writing()?;
        check_table(table)?;
        let (staged, hash, bytes) = self.take(from)?;
        let at = store::segment_path(&hash);
        store::place(staged, &self.dir, &at)?;
        store::sync_dir(&self.dir.join(store::RECORDS))?;
        let segment = Segment { table: table.to_owned(), schema_version, hash, bytes };
        self.write("listing a segment", |tx| {
            let doing = "listing a segment";
            let listed = tx
                .query_row(
                    "SELECT table_name, schema_version, hash, bytes FROM segments WHERE table_name = ? AND hash = ?",
                    params![table, hash.hex()],
                    |row| Ok(read(row)),
                )
                .optional()
                .map_err(sql(doing))?
                .transpose()?;
            if listed.as_ref() == Some(&segment) {
                return Ok(());
            }
            tx.execute(
                "INSERT OR REPLACE INTO segments VALUES (?, ?, ?, ?)",
                params![table, schema_version, hash.hex(), bytes as i64],
            )
            .map_err(sql(doing))?;
            custody::append(tx, actor, custody::ADD_SEGMENT, &segment, now).map(drop)
        })?;
        Ok(hash)
    }

    /// Segments of a table, sorted by hash.
    pub fn segments(&self, table: &str) -> Result<Vec<Segment>> {
        Ok(self.all_segments()?.into_iter().filter(|segment| segment.table == table).collect())
    }

    /// All segments, sorted by table and hash.
    pub fn all_segments(&self) -> Result<Vec<Segment>> {
        let doing = "listing segments";
        let mut query = self
            .conn
            .prepare_cached(
                "SELECT table_name, schema_version, hash, bytes FROM segments ORDER BY table_name, hash",
            )
            .map_err(sql(doing))?;
        let mut rows = query.query([]).map_err(sql(doing))?;
        let mut all = Vec::new();
        while let Some(row) = rows.next().map_err(sql(doing))? {
            all.push(read(row)?);
        }
        Ok(all)
    }

    /// Where a segment lies. For reading only: nothing may change it.
    pub fn segment_path(&self, hash: &Sha256) -> PathBuf {
        self.dir.join(store::segment_path(hash))
    }

    /// Hashes `from`, syncs it and moves it into `tmp/`.
    pub(crate) fn take(&self, from: &Path) -> Result<(TempPath, Sha256, u64)> {
        let (hash, bytes) = store::hash_file(from).map_err(io_at("reading", from))?;
        let slot = store::partial(&self.dir)?.into_temp_path();
        if fs::rename(from, &slot).is_ok() {
            // Opened for writing, because Windows syncs no file that is open for reading.
            let file = File::options().write(true).open(&slot).map_err(io_at("opening", &slot))?;
            #[cfg(unix)]
            file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))
                .map_err(io_at("protecting", &slot))?;
            file.sync_all().map_err(io_at("writing to disk", &slot))?;
            return Ok((slot, hash, bytes));
        }
        let mut file = File::open(from).map_err(io_at("opening", from))?;
        store::stage(&self.dir, &mut file, from)
    }
}

fn read(row: &Row<'_>) -> Result<Segment> {
    let doing = "reading a row of segments";
    let table: String = row.get(0).map_err(sql(doing))?;
    let hash: String = row.get(2).map_err(sql(doing))?;
    let bytes: i64 = row.get(3).map_err(sql(doing))?;
    let strange = |what: &str| damaged(format!("the {what} of a segment of `{table}`"));
    Ok(Segment {
        schema_version: row.get(1).map_err(sql(doing))?,
        hash: Sha256::from_hex(&hash).ok_or_else(|| strange("hash"))?,
        bytes: u64::try_from(bytes).map_err(|_| strange("length"))?,
        table,
    })
}

/// Names of tables are names in SQL.
fn check_table(name: &str) -> Result<()> {
    let mut chars = name.chars();
    let ok = chars.next().is_some_and(|c| c.is_ascii_lowercase())
        && chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && name.len() <= 64;
    let rule = "a lower-case letter, then at most 63 lower-case letters, digits and `_`";
    if ok { Ok(()) } else { Err(CaseError::Name { what: "a table", name: name.to_owned(), rule }) }
}
