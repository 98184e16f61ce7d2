//! The SQLite catalogue: schema, versions, and how it is opened.
//!
//! STRICT tables, foreign keys, write-ahead log. A case may come from a stranger, so nothing in its schema is
//! trusted: no functions run from it and it cannot be rewritten through SQL.

use crate::error::{CaseError, Result, sql};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use std::path::Path;
use std::time::Duration;

/// File name of the catalogue in the case folder.
pub(crate) const FILE: &str = "case.sqlite";

/// One thread uses a connection at a time; Rust sees to it.
const FLAGS: OpenFlags = OpenFlags::SQLITE_OPEN_NO_MUTEX;

/// Marks a SQLite file as a case of ours ("Scru").
const APPLICATION_ID: i64 = 0x5363_7275;

/// How long a write waits for another connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// Step `n` raises the schema from version `n` to `n + 1`. Steps that were released are never edited.
const MIGRATIONS: &[&str] = &[
    "
CREATE TABLE evidence (
    no          INTEGER PRIMARY KEY,
    hash        TEXT NOT NULL UNIQUE,
    bytes       INTEGER NOT NULL,
    name        TEXT NOT NULL,
    media_type  TEXT NOT NULL,
    obtained    TEXT,
    licence     TEXT,
    sensitivity TEXT NOT NULL,
    category    TEXT NOT NULL
) STRICT;
CREATE TABLE evidence_names (
    no   INTEGER NOT NULL REFERENCES evidence,
    name TEXT NOT NULL,
    PRIMARY KEY (no, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE segments (
    table_name     TEXT NOT NULL,
    schema_version INTEGER NOT NULL,
    hash           TEXT NOT NULL,
    bytes          INTEGER NOT NULL,
    PRIMARY KEY (table_name, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE runs (
    id       TEXT PRIMARY KEY,
    command  TEXT NOT NULL,
    plan     TEXT NOT NULL,
    started  INTEGER NOT NULL,
    finished INTEGER NOT NULL,
    outputs  TEXT NOT NULL,
    entry    INTEGER NOT NULL REFERENCES custody
) STRICT;
CREATE TABLE findings (
    id   TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;
CREATE TABLE run_findings (
    run      TEXT NOT NULL REFERENCES runs,
    position INTEGER NOT NULL,
    finding  TEXT NOT NULL REFERENCES findings,
    PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE custody (
    entry    INTEGER PRIMARY KEY,
    time     INTEGER NOT NULL,
    actor    TEXT NOT NULL,
    action   TEXT NOT NULL,
    details  TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash     TEXT NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER custody_keeps_its_rows BEFORE UPDATE ON custody
BEGIN SELECT RAISE(ABORT, 'the custody log is append-only'); END;
CREATE TRIGGER custody_loses_no_rows BEFORE DELETE ON custody
BEGIN SELECT RAISE(ABORT, 'the custody log is append-only'); END;
",
    "
CREATE TABLE hypotheses (
    name     TEXT PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    body     TEXT NOT NULL
) STRICT;
CREATE TABLE assessments (
    finding    TEXT NOT NULL,
    hypothesis TEXT NOT NULL,
    body       TEXT NOT NULL,
    PRIMARY KEY (finding, hypothesis)
) STRICT, WITHOUT ROWID;
CREATE TABLE reference (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    hypothesis TEXT NOT NULL
) STRICT;
",
];

/// Latest schema version.
pub(crate) const VERSION: i64 = MIGRATIONS.len() as i64;

/// Whether a catalogue may be changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

/// Opens the catalogue in `dir` and sees to it that it is ours and of the latest version.
pub(crate) fn open(dir: &Path, access: Access) -> Result<Connection> {
    let path = dir.join(FILE);
    if !path.is_file() {
        return Err(CaseError::NotACase(dir.to_owned()));
    }
    let mut conn = match access {
        Access::Write => Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_WRITE | FLAGS)
            .and_then(|conn| harden(&conn).map(|()| conn)),
        Access::Read => connect_for_reading(&path),
    }
    .map_err(not_ours(dir))?;
    let application = pragma(&conn, "application_id").map_err(not_ours(dir))?;
    if application != APPLICATION_ID {
        return Err(CaseError::NotACase(dir.to_owned()));
    }
    let found = pragma(&conn, "user_version").map_err(sql("reading the schema version"))?;
    if found > VERSION {
        return Err(CaseError::Newer { dir: dir.to_owned(), found, known: VERSION });
    }
    if access == Access::Write {
        // Not before it is known to be ours. Where the file system cannot do it SQLite keeps its rollback journal:
        // as safe, only slower.
        conn.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).map_err(sql("choosing the journal"))?;
    }
    if found < VERSION {
        if access == Access::Read {
            return Err(CaseError::Older { dir: dir.to_owned(), found, known: VERSION });
        }
        let tx = begin(&mut conn, dir)?;
        migrate(&tx, found).map_err(sql("raising the schema version"))?;
        tx.commit().map_err(sql("raising the schema version"))?;
    }
    Ok(conn)
}

/// Writes a new catalogue into the empty file `at`; `first` writes its first rows. The caller gives the file its
/// final name, so that a catalogue is whole or not there.
pub(crate) fn create(at: &Path, first: impl FnOnce(&Transaction<'_>) -> Result<()>) -> Result<()> {
    let doing = "creating the tables";
    let mut conn =
        Connection::open_with_flags(at, OpenFlags::SQLITE_OPEN_READ_WRITE | FLAGS).map_err(sql(doing))?;
    harden(&conn).map_err(sql(doing))?;
    let tx = conn.transaction().map_err(sql(doing))?;
    migrate(&tx, 0).map_err(sql(doing))?;
    first(&tx)?;
    tx.commit().map_err(sql(doing))?;
    conn.close().map_err(|(_, e)| sql(doing)(e))
}

/// Starts a write transaction, so that nothing is half done.
pub(crate) fn begin<'c>(conn: &'c mut Connection, dir: &Path) -> Result<Transaction<'c>> {
    conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|source| {
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => CaseError::InUse(dir.to_owned()),
            _ => CaseError::Catalogue { doing: "starting to write", source },
        }
    })
}

/// What the schema should look like, and what it does: `(name, definition)`, sorted.
pub(crate) fn schema(conn: &Connection) -> rusqlite::Result<Vec<(String, Option<String>)>> {
    let mut statement = conn.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name, sql")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

/// The schema of an untouched case.
pub(crate) fn expected_schema() -> rusqlite::Result<Vec<(String, Option<String>)>> {
    let mut conn = Connection::open_in_memory()?;
    let tx = conn.transaction()?;
    migrate(&tx, 0)?;
    schema(&tx)
}

fn migrate(tx: &Transaction<'_>, from: i64) -> rusqlite::Result<()> {
    for step in MIGRATIONS.iter().skip(usize::try_from(from).unwrap_or(0)) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", VERSION)
}

/// Reading must work from a write-protected medium too, where SQLite cannot make its shared-memory file.
/// There the file is opened as immutable, unless a journal says that its last changes are not in it yet.
fn connect_for_reading(path: &Path) -> rusqlite::Result<Connection> {
    let open = |conn: Connection| {
        harden(&conn)?;
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(conn)
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | FLAGS;
    let error = match Connection::open_with_flags(path, flags).and_then(open) {
        Ok(conn) => return Ok(conn),
        Err(error) => error,
    };
    let refused = matches!(error.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly));
    match immutable_uri(path) {
        Some(uri) if refused && !has_pending_journal(path) => {
            Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI).and_then(open)
        }
        _ => Err(error),
    }
}

fn has_pending_journal(path: &Path) -> bool {
    let mut wal = path.as_os_str().to_owned();
    wal.push("-wal");
    std::fs::metadata(wal).is_ok_and(|file| file.len() > 0)
}

/// `file:` URI of SQLite; `None` when the path is not UTF-8.
fn immutable_uri(path: &Path) -> Option<String> {
    let path = std::path::absolute(path).ok()?;
    let text = path.to_str()?.replace('\\', "/");
    let mut uri = String::from("file://");
    if !text.starts_with('/') {
        uri.push('/');
    }
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' | b':' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    Some(uri)
}

fn harden(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(PATIENCE)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.execute_batch("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON;")
}

fn pragma(conn: &Connection, name: &str) -> rusqlite::Result<i64> {
    conn.pragma_query_value(None, name, |row| row.get(0))
}

fn not_ours(dir: &Path) -> impl FnOnce(rusqlite::Error) -> CaseError {
    let dir = dir.to_owned();
    move |source| match source.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => CaseError::NotACase(dir),
        _ => CaseError::Catalogue { doing: "opening `case.sqlite`", source },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stands for a write-protected medium, which a test that may run with all rights cannot make.
    #[test]
    fn an_immutable_catalogue_opens_under_any_name() {
        let folder = tempfile::tempdir().expect("folder");
        for name in ["plain", "with space", "50% ?#&=", "ünï"] {
            let path = folder.path().join(name);
            std::fs::write(&path, "").expect("a file");
            create(&path, |_| Ok(())).expect("a catalogue");
            let uri = immutable_uri(&path).expect("a UTF-8 path");
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | FLAGS;
            let conn = Connection::open_with_flags(uri, flags).expect("opens");
            assert_eq!(schema(&conn).expect("read"), expected_schema().expect("made"), "{name}");
        }
    }
}
