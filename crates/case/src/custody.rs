//! The custody log: who did what to the case and when, append-only and hash-chained.
//!
//! Each entry carries `hash = SHA-256(canonical JSON of {entry, time, actor, action, details, previous})`, where
//! `entry` and `time` (microseconds since 1970) are strings, `details` is the text as stored (itself canonical JSON)
//! and `previous` is the hash of the entry before, 64 zeros for the first. Any change of an entry, or its loss,
//! breaks the chain. Entries cut off at the end show only against a hash noted elsewhere: that is what
//! [`Head`] is for.

use crate::error::{CaseError, Result, json, sql};
use model::{Sha256, Timestamp, canonical_json};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Number, from 1.
    pub entry: u64,
    /// When.
    pub time: Timestamp,
    /// Who.
    pub actor: String,
    /// What was done, such as `add_evidence`.
    pub action: String,
    /// To what and with what: canonical JSON, as text.
    pub details: String,
    /// Hash of the entry before; zeros in the first.
    pub previous: Sha256,
    /// Hash of this entry.
    pub hash: Sha256,
}

/// The end of the log. Whoever notes it elsewhere can later tell whether entries were cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Head {
    /// Number of the last entry.
    pub entry: u64,
    /// Its hash.
    pub hash: Sha256,
}

/// Actions by which the catalogue changes: `verify` compares it with what they say.
pub(crate) const ADD_EVIDENCE: &str = "add_evidence";
pub(crate) const NAME_EVIDENCE: &str = "name_evidence";
pub(crate) const DESCRIBE_EVIDENCE: &str = "describe_evidence";
pub(crate) const ADD_SEGMENT: &str = "add_segment";
pub(crate) const RUN: &str = "run";
pub(crate) const CREATE: &str = "create";
pub(crate) const ADD_HYPOTHESIS: &str = "add_hypothesis";
pub(crate) const REMOVE_HYPOTHESIS: &str = "remove_hypothesis";
pub(crate) const SET_REFERENCE: &str = "set_reference";
pub(crate) const ASSESS: &str = "assess";
pub(crate) const WITHDRAW: &str = "withdraw_assessment";
pub(crate) const FORGET: &str = "forget";
/// The case was sealed: with which hash, signed by which key.
pub(crate) const SEAL: &str = "seal";
/// Actions that only this crate may write.
pub(crate) const RESERVED: [&str; 13] = [
    CREATE,
    ADD_EVIDENCE,
    NAME_EVIDENCE,
    DESCRIBE_EVIDENCE,
    ADD_SEGMENT,
    RUN,
    SEAL,
    ADD_HYPOTHESIS,
    REMOVE_HYPOTHESIS,
    SET_REFERENCE,
    ASSESS,
    WITHDRAW,
    FORGET,
];

/// A word in the details of an entry.
pub(crate) fn detail(entry: &Entry, name: &str) -> Option<String> {
    let details: serde_json::Value = serde_json::from_str(&entry.details).ok()?;
    details.get(name)?.as_str().map(str::to_owned)
}

const START: Head = Head { entry: 0, hash: Sha256([0; 32]) };
const COLUMNS: &str = "SELECT entry, time, actor, action, details, previous, hash FROM custody";

#[derive(Serialize)]
struct Chained<'a> {
    entry: String,
    time: String,
    actor: &'a str,
    action: &'a str,
    details: &'a str,
    previous: Sha256,
}

impl Entry {
    fn computed_hash(&self) -> Result<Sha256> {
        let chained = Chained {
            entry: self.entry.to_string(),
            time: self.time.0.to_string(),
            actor: &self.actor,
            action: &self.action,
            details: &self.details,
            previous: self.previous,
        };
        let text = canonical_json(&chained).map_err(json("hashing an entry of the custody log"))?;
        Ok(Sha256::of(text.as_bytes()))
    }
}

/// Adds an entry; returns its number. `conn` is in a write transaction, so that no other entry comes between.
pub(crate) fn append(
    conn: &Connection,
    actor: &str,
    action: &str,
    details: &impl Serialize,
    now: Timestamp,
) -> Result<u64> {
    let before = head(conn)?;
    let details = canonical_json(details).map_err(json("writing the details of a log entry"))?;
    let mut entry = Entry {
        entry: before.entry + 1,
        time: now,
        actor: actor.to_owned(),
        action: action.to_owned(),
        details,
        previous: before.hash,
        hash: START.hash,
    };
    entry.hash = entry.computed_hash()?;
    conn.prepare_cached("INSERT INTO custody VALUES (?, ?, ?, ?, ?, ?, ?)")
        .and_then(|mut insert| {
            insert.execute(params![
                entry.entry as i64,
                entry.time.0,
                entry.actor,
                entry.action,
                entry.details,
                entry.previous.hex(),
                entry.hash.hex()
            ])
        })
        .map_err(sql("writing to the custody log"))?;
    Ok(entry.entry)
}

/// Last entry as the log states it.
pub(crate) fn head(conn: &Connection) -> Result<Head> {
    let last = conn
        .prepare_cached(&format!("{COLUMNS} ORDER BY entry DESC LIMIT 1"))
        .and_then(|mut query| query.query_row([], |row| Ok(read(row))).optional())
        .map_err(sql("reading the end of the custody log"))?;
    match last {
        None => Ok(START),
        Some(Ok(entry)) => Ok(Head { entry: entry.entry, hash: entry.hash }),
        Some(Err((at, why))) => Err(CaseError::LogBroken { at, why }),
    }
}

/// All entries, first to last, unchecked.
pub(crate) fn entries(conn: &Connection) -> Result<Vec<Entry>> {
    let mut all = Vec::new();
    each(conn, |entry| {
        all.push(entry.map_err(|(at, why)| CaseError::LogBroken { at, why })?);
        Ok(())
    })?;
    Ok(all)
}

/// Walks the chain. `good` gets every entry before the first that does not fit.
pub(crate) fn check(conn: &Connection, mut good: impl FnMut(&Entry)) -> Result<Head> {
    let mut before = START;
    each(conn, |entry| {
        let entry = entry.map_err(|(at, why)| CaseError::LogBroken { at, why })?;
        before = follow(before, &entry)?;
        good(&entry);
        Ok(())
    })?;
    ended(before)
}

/// [`check`] for entries that are at hand, such as those of a sealed case.
pub(crate) fn check_entries(entries: &[Entry]) -> Result<Head> {
    ended(entries.iter().try_fold(START, follow)?)
}

/// The end of the chain once `entry` is added, if it fits.
fn follow(before: Head, entry: &Entry) -> Result<Head> {
    let broken = |why: &str| CaseError::LogBroken { at: entry.entry, why: why.to_owned() };
    if Some(entry.entry) != before.entry.checked_add(1) {
        return Err(broken(&format!("it follows entry {}", before.entry)));
    }
    if entry.previous != before.hash {
        return Err(broken("it does not name the hash of the entry before"));
    }
    if entry.computed_hash()? != entry.hash {
        return Err(broken("its content does not have its hash"));
    }
    Ok(Head { entry: entry.entry, hash: entry.hash })
}

fn ended(head: Head) -> Result<Head> {
    match head == START {
        true => Err(CaseError::LogBroken { at: 1, why: "the log is empty".to_owned() }),
        false => Ok(head),
    }
}

type Unreadable = (u64, String);

fn each(
    conn: &Connection,
    mut visit: impl FnMut(std::result::Result<Entry, Unreadable>) -> Result<()>,
) -> Result<()> {
    let doing = "reading the custody log";
    let mut query = conn.prepare(&format!("{COLUMNS} ORDER BY entry")).map_err(sql(doing))?;
    let mut rows = query.query([]).map_err(sql(doing))?;
    while let Some(row) = rows.next().map_err(sql(doing))? {
        visit(read(row))?;
    }
    Ok(())
}

/// A row that was tampered with may hold anything, so that every column is looked at with care.
fn read(row: &Row<'_>) -> std::result::Result<Entry, Unreadable> {
    let number = |i| match row.get_ref(i) {
        Ok(ValueRef::Integer(n)) => Some(n),
        _ => None,
    };
    let text = |i| match row.get_ref(i) {
        Ok(ValueRef::Text(bytes)) => std::str::from_utf8(bytes).ok().map(str::to_owned),
        _ => None,
    };
    let entry = number(0).and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
    // Only the digits that we write: another spelling of the same hash is a change, too.
    let hash = |i| text(i).and_then(|hex| Sha256::from_hex(&hex).filter(|hash| hash.hex() == hex));
    let whole = || {
        Some(Entry {
            entry,
            time: Timestamp(number(1)?),
            actor: text(2)?,
            action: text(3)?,
            details: text(4)?,
            previous: hash(5)?,
            hash: hash(6)?,
        })
    };
    whole().ok_or_else(|| (entry, "it cannot be read".to_owned()))
}
