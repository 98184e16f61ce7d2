//! Evidence: copied once, named by its hash, numbered for good.

use crate::custody;
use crate::error::{CaseError, Result, damaged, io_at, json, sql};
use crate::folder::Case;
use crate::store;
use model::{Category, Evidence, EvidenceNo, Obtained, Sensitivity, Sha256, Timestamp, canonical_json};
use rayon::prelude::*;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// What somebody gives us.
pub struct Incoming<'a> {
    /// The bytes.
    pub source: Source<'a>,
    /// File name, without folders.
    pub name: String,
    /// What the giver says about it.
    pub description: Description,
}

/// Where the bytes come from.
pub enum Source<'a> {
    /// A file.
    File(PathBuf),
    /// Anything that can be read, such as the standard input.
    Reader(Box<dyn Read + Send + 'a>),
}

/// What is known about evidence besides its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// Format, such as `text/csv`.
    pub media_type: String,
    /// When, how and by whom it was obtained.
    pub obtained: Option<Obtained>,
    /// Licence or terms.
    pub licence: Option<String>,
    /// Who may see it.
    pub sensitivity: Sensitivity,
    /// Kind of evidence.
    pub category: Category,
}

impl Default for Description {
    fn default() -> Self {
        Self {
            media_type: "application/octet-stream".to_owned(),
            obtained: None,
            licence: None,
            sensitivity: Sensitivity::default(),
            category: Category::default(),
        }
    }
}

impl<'a> Incoming<'a> {
    /// A file under its own name.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Self { source: Source::File(path), name, description: Description::default() }
    }

    /// Anything that can be read, under `name`.
    pub fn reader(reader: impl Read + Send + 'a, name: impl Into<String>) -> Self {
        Self {
            source: Source::Reader(Box::new(reader)),
            name: name.into(),
            description: Description::default(),
        }
    }

    /// The same with a description.
    #[must_use]
    pub fn described(mut self, description: Description) -> Self {
        self.description = description;
        self
    }
}

/// What became of something that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// Number of the evidence in this case, for good.
    pub no: EvidenceNo,
    /// Hash of its bytes.
    pub hash: Sha256,
    /// Number of bytes.
    pub bytes: u64,
    /// Whether the case did not have these bytes before this call. Of several equal ones in a call all are new.
    pub is_new: bool,
}

/// One piece of evidence in the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceRow {
    /// Its number.
    pub no: EvidenceNo,
    /// What is known about it. Its name is the first one under which it came.
    pub evidence: Evidence,
    /// All names under which the same bytes came, sorted.
    pub names: Vec<String>,
}

impl Case {
    /// Adds one piece of evidence; see [`Case::add_all`].
    pub fn add_evidence(&mut self, incoming: Incoming<'_>, actor: &str, now: Timestamp) -> Result<Added> {
        let mut added = self.add_all(vec![incoming], actor, now)?;
        added.pop().ok_or_else(|| damaged("no row for evidence that was added"))
    }

    /// Copies everything into the case; the answers are in the order of `incoming`.
    ///
    /// Numbers follow the hashes of what is new, so that the order of the arguments does not matter. Bytes that
    /// the case has already are not copied again: an unknown name is noted, the first description stays. Nothing is
    /// added when one of them cannot be read.
    pub fn add_all(
        &mut self,
        incoming: Vec<Incoming<'_>>,
        actor: &str,
        now: Timestamp,
    ) -> Result<Vec<Added>> {
        self.require_writing()?;
        let known = self.known_sizes()?;
        let dir = &self.dir;
        // In parallel, because waiting for the disk to confirm takes longest with many small files.
        let staged: Vec<_> = incoming.into_par_iter().map(|one| stage(dir, one, &known)).collect();
        let staged = staged.into_iter().collect::<Result<Vec<Staged>>>()?;
        let (facts, files) = apart(staged);

        let mut folders = BTreeSet::from([dir.join(store::EVIDENCE)]);
        for (hash, file) in files {
            let at = store::evidence_path(&hash);
            store::place(file, dir, &at)?;
            folders.extend(dir.join(at).parent().map(Path::to_owned));
        }
        for folder in &folders {
            store::sync_dir(folder)?;
        }

        let before = self.next_number()?;
        let mut order: Vec<&Facts> = facts.iter().collect();
        order.sort_by(|a, b| (a.hash, &a.name, &a.rank).cmp(&(b.hash, &b.name, &b.rank)));
        let numbers: BTreeMap<Sha256, EvidenceNo> = self.write("adding evidence", |tx| {
            order.iter().map(|facts| Ok((facts.hash, enter(tx, facts, actor, now)?))).collect()
        })?;
        facts
            .iter()
            .map(|facts| {
                let no =
                    *numbers.get(&facts.hash).ok_or_else(|| damaged("no row for evidence that was added"))?;
                Ok(Added { no, hash: facts.hash, bytes: facts.bytes, is_new: no >= before })
            })
            .collect()
    }

    /// Copies evidence of another case into this one under its number there, with its names and its time. Meant for
    /// a repetition: records name evidence by number. Bytes that do not have their hash are refused.
    pub fn restore_evidence(
        &mut self,
        rows: &[(EvidenceRow, Timestamp)],
        file: impl Fn(&Sha256) -> Option<PathBuf>,
        actor: &str,
    ) -> Result<()> {
        self.require_writing()?;
        for (row, _) in rows {
            let hash = row.evidence.id;
            let path = file(&hash).ok_or(CaseError::NoSuchHash(hash))?;
            let mut from = File::open(&path).map_err(io_at("opening", &path))?;
            let (staged, found, _) = store::stage(&self.dir, &mut from, &path)?;
            if found != hash {
                let why = format!("it has the hash {found}");
                return Err(CaseError::Differs { what: format!("evidence {hash}"), why });
            }
            store::place(staged, &self.dir, &store::evidence_path(&hash))?;
        }
        self.write("restoring evidence", |tx| {
            rows.iter().try_for_each(|(row, came)| {
                put(tx, row)?;
                custody::append(tx, actor, custody::ADD_EVIDENCE, row, *came).map(drop)
            })
        })
    }

    /// Replaces the description of a piece of evidence, such as its media type once a reader has looked at it.
    pub fn describe_evidence(
        &mut self,
        no: EvidenceNo,
        description: &Description,
        actor: &str,
        now: Timestamp,
    ) -> Result<()> {
        self.write("describing evidence", |tx| {
            let mut row = row_of(tx, no)?.ok_or(CaseError::NoEvidence(no))?;
            let before = row.clone();
            let Description { media_type, obtained, licence, sensitivity, category } = description.clone();
            row.evidence = Evidence { media_type, obtained, licence, sensitivity, category, ..row.evidence };
            if row == before {
                return Ok(());
            }
            put(tx, &row)?;
            custody::append(tx, actor, custody::DESCRIBE_EVIDENCE, &row, now).map(drop)
        })
    }

    /// All evidence, by number.
    pub fn evidence(&self) -> Result<Vec<EvidenceRow>> {
        rows(&self.conn)
    }

    /// The piece of evidence with this number.
    pub fn evidence_row(&self, no: EvidenceNo) -> Result<EvidenceRow> {
        row_of(&self.conn, no)?.ok_or(CaseError::NoEvidence(no))
    }

    /// Where the copy lies. For reading only: nothing may change it.
    pub fn evidence_path(&self, hash: &Sha256) -> PathBuf {
        self.dir.join(store::evidence_path(hash))
    }

    /// Opens the copy of a listed piece of evidence. Its bytes are not hashed again; [`Case::verify`] does that.
    pub fn open_evidence(&self, hash: &Sha256) -> Result<File> {
        let listed = self
            .conn
            .prepare_cached("SELECT 1 FROM evidence WHERE hash = ?")
            .and_then(|mut query| query.exists([hash.hex()]))
            .map_err(sql("looking for evidence"))?;
        if !listed {
            return Err(CaseError::NoSuchHash(*hash));
        }
        let path = self.evidence_path(hash);
        File::open(&path).map_err(io_at("opening", &path))
    }

    /// Sizes of the evidence that is listed and whose copy is there: only files of these sizes can be known.
    fn known_sizes(&self) -> Result<BTreeMap<u64, BTreeSet<Sha256>>> {
        let mut sizes = BTreeMap::<u64, BTreeSet<Sha256>>::new();
        for row in rows(&self.conn)? {
            let Evidence { id, bytes, .. } = row.evidence;
            let there =
                fs::symlink_metadata(self.evidence_path(&id)).is_ok_and(|f| f.is_file() && f.len() == bytes);
            if there {
                sizes.entry(bytes).or_default().insert(id);
            }
        }
        Ok(sizes)
    }

    fn next_number(&self) -> Result<EvidenceNo> {
        next_number(&self.conn)
    }
}

/// What was found out about one incoming file.
struct Facts {
    hash: Sha256,
    bytes: u64,
    name: String,
    description: Description,
    /// Canonical form of the description: decides between equal bytes of equal names.
    rank: String,
}

struct Staged {
    facts: Facts,
    /// The copy; `None` when the case has these bytes.
    file: Option<TempPath>,
}

fn stage(case: &Path, incoming: Incoming<'_>, known: &BTreeMap<u64, BTreeSet<Sha256>>) -> Result<Staged> {
    let Incoming { source, name, description } = incoming;
    let rank = canonical_json(&description).map_err(json("reading the description of evidence"))?;
    let (file, hash, bytes) = match source {
        Source::Reader(mut reader) => {
            let (file, hash, bytes) = store::stage(case, &mut *reader, Path::new(&name))?;
            (Some(file), hash, bytes)
        }
        Source::File(path) => {
            let metadata = fs::metadata(&path).map_err(io_at("reading", &path))?;
            // A named pipe or device is fine; it has no size to compare.
            if metadata.is_dir() {
                return Err(CaseError::NotAFile(path));
            }
            let seen = match known.get(&metadata.len()).filter(|_| metadata.is_file()) {
                Some(hashes) => {
                    let (hash, bytes) = store::hash_file(&path).map_err(io_at("reading", &path))?;
                    hashes.contains(&hash).then_some((hash, bytes))
                }
                None => None,
            };
            match seen {
                Some((hash, bytes)) => (None, hash, bytes),
                None => {
                    let mut from = File::open(&path).map_err(io_at("opening", &path))?;
                    let (file, hash, bytes) = store::stage(case, &mut from, &path)?;
                    (Some(file), hash, bytes)
                }
            }
        }
    };
    Ok(Staged { facts: Facts { hash, bytes, name, description, rank }, file })
}

/// Facts in the order given; copies by hash, one of each.
fn apart(staged: Vec<Staged>) -> (Vec<Facts>, BTreeMap<Sha256, TempPath>) {
    let mut files = BTreeMap::new();
    let facts = staged
        .into_iter()
        .map(|Staged { facts, file }| {
            files.extend(file.map(|file| (facts.hash, file)));
            facts
        })
        .collect();
    (facts, files)
}

/// Lists what is not listed yet; returns the number.
fn enter(conn: &Connection, facts: &Facts, actor: &str, now: Timestamp) -> Result<EvidenceNo> {
    let no = conn
        .prepare_cached("SELECT no FROM evidence WHERE hash = ?")
        .and_then(|mut query| query.query_row([facts.hash.hex()], |row| row.get(0)).optional())
        .map_err(sql("looking for evidence"))?
        .map(EvidenceNo);
    if let Some(no) = no {
        let mut row = row_of(conn, no)?.ok_or(CaseError::NoEvidence(no))?;
        if let Err(at) = row.names.binary_search(&facts.name) {
            row.names.insert(at, facts.name.clone());
            put(conn, &row)?;
            custody::append(conn, actor, custody::NAME_EVIDENCE, &row, now)?;
        }
        return Ok(no);
    }
    let no = next_number(conn)?;
    let Description { media_type, obtained, licence, sensitivity, category } = facts.description.clone();
    let (id, bytes, name) = (facts.hash, facts.bytes, facts.name.clone());
    let names = vec![name.clone()];
    let evidence = Evidence { id, bytes, media_type, name, obtained, licence, sensitivity, category };
    let row = EvidenceRow { no, evidence, names };
    put(conn, &row)?;
    custody::append(conn, actor, custody::ADD_EVIDENCE, &row, now)?;
    Ok(no)
}

fn next_number(conn: &Connection) -> Result<EvidenceNo> {
    conn.query_row("SELECT coalesce(max(no) + 1, 0) FROM evidence", [], |row| row.get(0))
        .map(EvidenceNo)
        .map_err(sql("numbering evidence"))
}

/// Takes a row away.
pub(crate) fn remove(conn: &Connection, no: EvidenceNo) -> Result<()> {
    let doing = "removing evidence from the list";
    conn.execute("DELETE FROM evidence_names WHERE no = ?", [no.0]).map_err(sql(doing))?;
    conn.execute("DELETE FROM evidence WHERE no = ?", [no.0]).map(drop).map_err(sql(doing))
}

/// Writes a row, new or changed.
fn put(conn: &Connection, row: &EvidenceRow) -> Result<()> {
    let doing = "listing evidence";
    let Evidence { id, bytes, media_type, name, obtained, licence, sensitivity, category } = &row.evidence;
    let obtained = obtained.as_ref().map(canonical_json).transpose().map_err(json(doing))?;
    let bytes = i64::try_from(*bytes).map_err(|_| damaged(format!("evidence of {bytes} bytes")))?;
    let (sensitivity, category) = (word(sensitivity)?, word(category)?);
    conn.execute(
        "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (no) DO UPDATE SET
             media_type = excluded.media_type, obtained = excluded.obtained, licence = excluded.licence,
             sensitivity = excluded.sensitivity, category = excluded.category",
        params![row.no.0, id.hex(), bytes, name, media_type, obtained, licence, sensitivity, category],
    )
    .map_err(sql(doing))?;
    let mut insert = conn
        .prepare_cached("INSERT INTO evidence_names VALUES (?, ?) ON CONFLICT DO NOTHING")
        .map_err(sql(doing))?;
    for name in &row.names {
        insert.execute(params![row.no.0, name]).map_err(sql(doing))?;
    }
    Ok(())
}

const COLUMNS: &str =
    "SELECT no, hash, bytes, name, media_type, obtained, licence, sensitivity, category FROM evidence";

fn rows(conn: &Connection) -> Result<Vec<EvidenceRow>> {
    let doing = "listing evidence";
    let mut query = conn.prepare_cached(&format!("{COLUMNS} ORDER BY no")).map_err(sql(doing))?;
    let mut found = query.query([]).map_err(sql(doing))?;
    let mut all = Vec::new();
    while let Some(row) = found.next().map_err(sql(doing))? {
        all.push(read(conn, row)?);
    }
    Ok(all)
}

fn row_of(conn: &Connection, no: EvidenceNo) -> Result<Option<EvidenceRow>> {
    let doing = "looking for evidence";
    let mut query = conn.prepare_cached(&format!("{COLUMNS} WHERE no = ?")).map_err(sql(doing))?;
    let mut found = query.query([no.0]).map_err(sql(doing))?;
    match found.next().map_err(sql(doing))? {
        Some(row) => read(conn, row).map(Some),
        None => Ok(None),
    }
}

fn read(conn: &Connection, row: &Row<'_>) -> Result<EvidenceRow> {
    let doing = "reading a row of evidence";
    let no: u32 = row.get(0).map_err(sql(doing))?;
    let strange = |what: &str| damaged(format!("the {what} of evidence {no}"));
    let text = |i| row.get::<_, String>(i).map_err(sql(doing));
    let optional = |i| row.get::<_, Option<String>>(i).map_err(sql(doing));
    let bytes: i64 = row.get(2).map_err(sql(doing))?;
    let obtained: Option<Obtained> =
        optional(5)?.map(|text| serde_json::from_str(&text)).transpose().map_err(|_| strange("custody"))?;
    let evidence = Evidence {
        id: Sha256::from_hex(&text(1)?).ok_or_else(|| strange("hash"))?,
        bytes: u64::try_from(bytes).map_err(|_| strange("length"))?,
        name: text(3)?,
        media_type: text(4)?,
        obtained,
        licence: optional(6)?,
        sensitivity: from_word(text(7)?).ok_or_else(|| strange("sensitivity"))?,
        category: from_word(text(8)?).ok_or_else(|| strange("category"))?,
    };
    let names = conn
        .prepare_cached("SELECT name FROM evidence_names WHERE no = ? ORDER BY name")
        .and_then(|mut query| query.query_map([no], |row| row.get(0))?.collect())
        .map_err(sql(doing))?;
    Ok(EvidenceRow { no: EvidenceNo(no), evidence, names })
}

/// The name of a value, as serde gives it.
fn word(value: &impl Serialize) -> Result<String> {
    match serde_json::to_value(value).map_err(json("listing evidence"))? {
        serde_json::Value::String(word) => Ok(word),
        other => Err(damaged(format!("`{other}` where a word belongs"))),
    }
}

fn from_word<T: for<'de> Deserialize<'de>>(word: String) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word)).ok()
}
