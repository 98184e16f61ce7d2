//! Writing a sealed case: a new folder, whole or not there.

use super::info::Info;
use super::manifest::{self, Manifest};
use super::{
    CASE, DATA, DECLARATION, DECLARATION_FILE, FINDINGS, INFO, LISTED_TAGS, MADE, MANIFEST, PROV, QUERY,
    RECIPE, SIGNATURE, TAGS, prov, recipe,
};
use crate::contents::{self, Contents};
use crate::custody;
use crate::error::{CaseError, Result, io_at, json};
use crate::folder::Case;
use crate::signature::Signer;
use crate::store;
use crate::timestamp;
use crate::verify::How;
use model::{Sha256, Timestamp, canonical_json};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// How a case is sealed.
#[derive(Debug)]
pub struct SealOptions<'a> {
    /// New folder; an empty one may be there.
    pub to: &'a Path,
    /// Who signs.
    pub signer: Option<(&'a Signer, &'a Path)>,
    /// Whether the bytes of evidence and aids come along; else their hashes only.
    pub with_content: bool,
    /// Name and version of the program.
    pub program: &'a str,
}

/// A case that was sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sealed {
    /// The seal: SHA-256 of `tagmanifest-sha256.txt`. Worth noting elsewhere.
    pub seal: Sha256,
    /// Fingerprint of the key that signed it.
    pub key: Option<String>,
    /// Files of the payload.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Whether the bytes of evidence came along.
    pub with_content: bool,
}

impl Case {
    /// Writes a sealed copy of the case into a new folder, and notes that in the custody log of this one.
    ///
    /// Every file is hashed while it is copied; one that is not what the catalogue lists ends the work, and nothing is
    /// left. `seen` gets the number of bytes of every chunk.
    pub fn seal(
        &mut self,
        options: &SealOptions<'_>,
        actor: &str,
        now: Timestamp,
        seen: &(dyn Fn(u64) + Sync),
    ) -> Result<Sealed> {
        self.require_writing()?;
        if let Some(first) = self.verify_catalogue()?.into_iter().next() {
            return Err(CaseError::Differs { what: first.what, why: words(&first.how) });
        }
        let to = std::path::absolute(options.to).map_err(io_at("finding", options.to))?;
        if to.symlink_metadata().is_ok() && !fs::read_dir(&to).is_ok_and(|mut all| all.next().is_none()) {
            return Err(CaseError::NotEmpty(options.to.to_owned()));
        }
        let above = to.parent().unwrap_or(Path::new("/")).to_owned();
        store::private_dir(&above)?;
        let work = tempfile::Builder::new()
            .prefix(".scrutineer-seal-")
            .tempdir_in(&above)
            .map_err(io_at("creating a folder in", &above))?;
        let sealed = write(self, options, work.path(), now, seen)?;
        if to.is_dir() {
            // Only Unix renames over an empty folder.
            fs::remove_dir(&to).map_err(io_at("replacing the empty folder", &to))?;
        }
        fs::rename(work.path(), &to).map_err(io_at("naming", &to))?;
        store::sync_dir(&above)?;
        self.write("noting the seal", |tx| {
            custody::append(tx, actor, custody::SEAL, &sealed, now).map(drop)
        })?;
        Ok(sealed)
    }
}

fn write(
    case: &Case,
    options: &SealOptions<'_>,
    dir: &Path,
    now: Timestamp,
    seen: &(dyn Fn(u64) + Sync),
) -> Result<Sealed> {
    let contents = Contents {
        sealed: Some(now),
        has_content: options.with_content,
        ..Contents::of(case, options.program)?
    };
    let mut manifest = Manifest::new();
    let mut bytes = 0;
    let listed: Vec<(String, Sha256)> = contents.files().into_iter().collect();
    let folders: BTreeSet<PathBuf> =
        listed.iter().filter_map(|(path, _)| Some(dir.join(DATA).join(path).parent()?.to_owned())).collect();
    store::private_dir(&dir.join(DATA))?;
    folders.iter().try_for_each(|folder| store::private_dir(folder))?;
    let from = &case.dir;
    let copied: Vec<Result<u64>> = listed
        .par_iter()
        .map(|(path, hash)| copy(&from.join(path), &dir.join(DATA).join(path), path, hash, seen))
        .collect();
    for ((path, hash), copied) in listed.into_iter().zip(copied) {
        bytes += copied?;
        manifest.insert(format!("{DATA}/{path}"), hash);
    }
    let made = [
        (CASE, canonical_json(&contents).map_err(json("writing the case"))?),
        (FINDINGS, contents::finding_lines(case)?),
        (PROV, prov::prov(&contents)?),
        (RECIPE, recipe::text(&contents)?),
    ];
    debug_assert_eq!(made.each_ref().map(|(name, _)| *name), MADE);
    for (name, text) in &made {
        bytes += text.len() as u64;
        manifest.insert((*name).to_owned(), put(dir, name, text.as_bytes())?);
    }
    let files = manifest.len() as u64;
    let key = options.signer.map(|(signer, _)| signer.fingerprint());
    let info = Info::of(&contents, now, (bytes, files), key.clone()).text();
    let texts = [info, DECLARATION.to_owned(), manifest::text(&manifest)];
    let mut tags = Manifest::new();
    for (name, text) in LISTED_TAGS.into_iter().zip(&texts) {
        tags.insert(name.to_owned(), put(dir, name, text.as_bytes())?);
    }
    debug_assert_eq!(LISTED_TAGS, [INFO, DECLARATION_FILE, MANIFEST]);
    let tags = manifest::text(&tags);
    let seal = put(dir, TAGS, tags.as_bytes())?;
    put(dir, QUERY, &timestamp::query(&seal))?;
    if let Some((signer, path)) = options.signer {
        put(dir, SIGNATURE, signer.sign(tags.as_bytes(), path)?.as_bytes())?;
    }
    for folder in folders.iter().map(PathBuf::as_path).chain([&*dir.join(DATA), dir]) {
        store::sync_dir(folder)?;
    }
    Ok(Sealed { seal, key, files, bytes, with_content: options.with_content })
}

/// Copies a listed file, hashing what is written; returns its length.
fn copy(from: &Path, to: &Path, path: &str, hash: &Sha256, seen: &(dyn Fn(u64) + Sync)) -> Result<u64> {
    let differs = |why: String| CaseError::Differs { what: path.to_owned(), why };
    match from.symlink_metadata() {
        Ok(found) if !found.is_file() => return Err(differs("it is not a plain file".to_owned())),
        Err(e) => return Err(differs(e.to_string())),
        Ok(_) => {}
    }
    let mut source = File::open(from).map_err(io_at("opening", from))?;
    let mut target = store::private_file(to)?;
    let (found, bytes) =
        store::copy_hashing(&mut source, &mut target, seen).map_err(io_at("copying", from))?;
    if found != *hash {
        return Err(differs(format!("it has the hash {found}")));
    }
    target.sync_all().map_err(io_at("writing to disk", to))?;
    Ok(bytes)
}

fn put(dir: &Path, name: &str, bytes: &[u8]) -> Result<Sha256> {
    let path = dir.join(name);
    let mut file = store::private_file(&path)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(io_at("writing", &path))?;
    Ok(Sha256::of(bytes))
}

fn words(how: &How) -> String {
    match how {
        How::Missing => "it is missing".to_owned(),
        How::Unlisted | How::Unfinished => "nothing lists it".to_owned(),
        How::Renamed { to } => format!("it is called {to}"),
        How::Altered { why } | How::Unreadable { why } => why.clone(),
    }
}
