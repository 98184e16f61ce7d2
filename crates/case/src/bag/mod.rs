//! A sealed case: a BagIt 1.0 bag (RFC 8493) with everything that a case rests on, and no database.
//!
//! ```text
//! bagit.txt  bag-info.txt
//! data/case.json                     what the case says (canonical JSON): evidence, runs, custody log, weighing
//! data/findings.jsonl                all findings, one a line
//! data/prov.json  data/run.toml      provenance (PROV-JSON); what a repetition needs
//! data/evidence/ab/abcd...  data/aids/abcd...  data/records/*.parquet  data/out/...
//! manifest-sha256.txt                a hash of every file in data/
//! tagmanifest-sha256.txt             a hash of every file above: its own hash is the seal
//! tagmanifest-sha256.txt.sig         SSH signature, where somebody signed
//! tagmanifest-sha256.txt.tsq         RFC 3161 query for a time-stamping authority
//! tagmanifest-sha256.txt.<hash>.tsr  its reply, named by the beginning of its own hash
//! ```
//!
//! Every file but those last three follows from the case and the time of sealing, and there is one way to write it. So
//! no byte can change without a difference, signed or not: the query names the seal as well.

mod check;
mod info;
mod listing;
mod manifest;
mod prov;
mod recipe;
mod seal;
mod stamp;

pub use check::{Against, Signature, Verified, verify};
pub use prov::prov;
pub use seal::{SealOptions, Sealed};
pub use stamp::add_stamp;

use crate::contents::{self, Contents, FORMAT};
use crate::error::{CaseError, Result, io_at};
use model::Finding;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Folder of the payload.
pub(crate) const DATA: &str = "data";
const DECLARATION_FILE: &str = "bagit.txt";
const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const INFO: &str = "bag-info.txt";
const MANIFEST: &str = "manifest-sha256.txt";
const TAGS: &str = "tagmanifest-sha256.txt";
const SIGNATURE: &str = "tagmanifest-sha256.txt.sig";
const QUERY: &str = "tagmanifest-sha256.txt.tsq";
/// Files that the tag manifest lists, sorted.
const LISTED_TAGS: [&str; 3] = [INFO, DECLARATION_FILE, MANIFEST];
const CASE: &str = "data/case.json";
const FINDINGS: &str = "data/findings.jsonl";
const PROV: &str = "data/prov.json";
const RECIPE: &str = "data/run.toml";
/// Files of the payload that are made while sealing.
const MADE: [&str; 4] = [CASE, FINDINGS, PROV, RECIPE];

/// Longest file that is held in memory: manifests, the case, its findings.
const MAX_TEXT: u64 = 512 << 20;
/// Longest signature, query or reply.
const MAX_SMALL: u64 = 1 << 20;

/// Whether a folder looks like a sealed case, also one that lost some of its files.
pub fn is_bag(dir: &Path) -> bool {
    [DECLARATION_FILE, MANIFEST, TAGS].iter().any(|name| dir.join(name).symlink_metadata().is_ok())
}

/// Reads what a sealed case says. Nothing is verified.
pub(crate) fn read(dir: &Path) -> Result<(Contents, Vec<Finding>)> {
    let bad = |why: String| CaseError::Bag { dir: dir.to_owned(), why };
    let text = |name: &str| -> Result<String> {
        let bytes = read_within(&dir.join(name), MAX_TEXT).map_err(io_at("reading", &dir.join(name)))?;
        String::from_utf8(bytes).map_err(|_| bad(format!("`{name}` is not text")))
    };
    let contents = parse(&text(CASE)?).map_err(bad)?;
    let findings = contents::read_findings(&text(FINDINGS)?)?;
    Ok((contents, findings))
}

/// Reads `data/case.json`; the error says why that cannot be done.
fn parse(text: &str) -> std::result::Result<Contents, String> {
    #[derive(serde::Deserialize)]
    struct Versioned {
        format: u32,
    }
    let strange = |e| format!("`{CASE}` is not what this program writes ({e})");
    let Versioned { format } = serde_json::from_str(text).map_err(strange)?;
    if format > FORMAT {
        return Err(format!(
            "it has format {format}, this program knows up to {FORMAT}: use a newer Scrutineer"
        ));
    }
    serde_json::from_str(text).map_err(strange)
}

/// Reads a plain file of at most `limit` bytes.
fn read_within(path: &Path, limit: u64) -> std::io::Result<Vec<u8>> {
    let found = path.symlink_metadata()?;
    if !found.is_file() {
        return Err(std::io::Error::other("it is not a plain file"));
    }
    if found.len() > limit {
        return Err(std::io::Error::other(format!("it is longer than {limit} bytes")));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// File name under which a reply is kept: a changed byte makes another name.
fn reply_name(bytes: &[u8]) -> String {
    format!("{TAGS}.{}.tsr", &model::Sha256::of(bytes).hex()[..16])
}

fn is_reply(name: &str) -> bool {
    name.starts_with(TAGS) && name.ends_with(".tsr")
}
