//! Files that a run makes: which they are, and how derived ones are written.

use crate::error::{CaseError, Result, io_at};
use crate::folder::Case;
use crate::store;
use model::Sha256;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Folder in which a run makes its outputs, from the case folder.
pub(crate) const STAGED: &str = "tmp/run";

/// A file that a run made or used as its result.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Output {
    /// Where it lies.
    pub place: Place,
    /// Table of a segment, or name of a file in `out/`.
    pub name: String,
    /// Hash of its bytes.
    pub hash: Sha256,
}

/// Where an output lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A segment in `records/`, under its hash.
    Records,
    /// A file in `out/`, under its name; the next run may replace it.
    Out,
    /// A file that the run was given besides evidence, such as a table of networks, under its hash.
    Aids,
}

impl Output {
    /// A segment of `table`.
    pub fn segment(table: impl Into<String>, hash: Sha256) -> Self {
        Self { place: Place::Records, name: table.into(), hash }
    }
}

impl Case {
    /// The folder of derived files.
    pub fn out_dir(&self) -> PathBuf {
        self.dir.join(store::OUT)
    }

    /// Writes `out/name` through `write`: all of it or nothing. Returns what a run lists as its output.
    pub fn write_out(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
    ) -> Result<Output> {
        self.require_writing()?;
        check_name(name)?;
        let path = self.out_dir().join(name);
        let mut file = store::partial(&self.dir)?;
        let mut buffered = BufWriter::with_capacity(1 << 16, file.as_file_mut());
        write(&mut buffered).and_then(|()| buffered.flush()).map_err(io_at("writing", &path))?;
        drop(buffered);
        file.as_file().sync_all().map_err(io_at("writing to disk", &path))?;
        let staged = file.into_temp_path();
        let (hash, _) = store::hash_file(&staged).map_err(io_at("reading back", &path))?;
        let output = Output { place: Place::Out, name: name.to_owned(), hash };
        store::place(staged, &self.dir, &output.path())?;
        store::sync_dir(&self.out_dir())?;
        Ok(output)
    }

    /// Takes the finished file `from` into the case as `out/name`, for writers that need a file of their own
    /// ([`Case::partial_file`]). The file is moved, or copied when it lies on another disk.
    pub fn add_output(&mut self, name: &str, from: &Path) -> Result<Output> {
        self.require_writing()?;
        check_name(name)?;
        let (staged, hash, _) = self.take(from)?;
        let output = Output { place: Place::Out, name: name.to_owned(), hash };
        store::place(staged, &self.dir, &output.path())?;
        store::sync_dir(&self.out_dir())?;
        Ok(output)
    }

    /// Copies the file `from` into the case as something that a run was given besides evidence. `name` is the one that
    /// it was given under.
    pub fn add_aid(&mut self, name: &str, from: &Path) -> Result<Output> {
        self.require_writing()?;
        let mut file = File::open(from).map_err(io_at("opening", from))?;
        let (staged, hash, _) = store::stage(&self.dir, &mut file, from)?;
        let output = Output { place: Place::Aids, name: name.to_owned(), hash };
        store::place(staged, &self.dir, &output.path())?;
        store::sync_dir(&self.dir.join(store::AIDS))?;
        Ok(output)
    }

    /// A new, empty folder for the outputs of the run that is being made; see [`Case::record_staged_run`].
    pub fn stage_outputs(&self) -> Result<PathBuf> {
        self.require_writing()?;
        let staged = self.dir.join(STAGED);
        if staged.exists() {
            fs::remove_dir_all(&staged).map_err(io_at("emptying", &staged))?;
        }
        store::private_dir(&staged)?;
        Ok(staged)
    }

    /// Moves staged outputs that a recorded run lists to their places, and removes what else was staged.
    pub(crate) fn take_up_outputs(&mut self) -> Result<()> {
        let staged = self.dir.join(STAGED);
        if !staged.symlink_metadata().is_ok_and(|found| found.is_dir()) {
            return Ok(());
        }
        let mut listed = BTreeMap::new();
        for output in self.runs()?.into_iter().flat_map(|run| run.outputs) {
            if output.place == Place::Out {
                listed.insert(output.name, output.hash);
            }
        }
        for (name, hash) in listed {
            let from = staged.join(&name);
            let is_it = || store::hash_file(&from).is_ok_and(|(found, _)| found == hash);
            if from.symlink_metadata().is_ok_and(|found| found.is_file()) && is_it() {
                let to = self.out_dir().join(&name);
                fs::rename(&from, &to).map_err(io_at("naming", &to))?;
            }
        }
        store::sync_dir(&self.out_dir())?;
        fs::remove_dir_all(&staged).map_err(io_at("removing", &staged))
    }

    /// Whether an output is there and unchanged. Others are not hashed, as their names are their hashes.
    pub fn has_output(&self, output: &Output) -> Result<bool> {
        let path = self.dir.join(output.path());
        if output.place != Place::Out || !path.is_file() {
            return Ok(fs::symlink_metadata(&path).is_ok_and(|file| file.is_file()));
        }
        let (hash, _) = store::hash_file(&path).map_err(io_at("reading", &path))?;
        Ok(hash == output.hash)
    }
}

impl Output {
    /// Where it lies, from the case folder.
    pub fn path(&self) -> PathBuf {
        match self.place {
            Place::Records => store::segment_path(&self.hash),
            Place::Out => [store::OUT, &self.name].iter().collect(),
            Place::Aids => store::aid_path(&self.hash),
        }
    }
}

/// One plain name that means the same on every system and cannot leave `out/`.
pub(crate) fn check_name(name: &str) -> Result<()> {
    let ok = !name.is_empty()
        && name.len() <= 128
        && !name.starts_with('.')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    let rule = "at most 128 letters, digits, `.`, `_` and `-`, not beginning with `.`";
    if ok { Ok(()) } else { Err(CaseError::Name { what: "an output", name: name.to_owned(), rule }) }
}
