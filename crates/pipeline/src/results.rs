//! A folder of results: it holds all of one run, or all of the run before. A run writes aside, and its files take their
//! places when it is done; what an earlier run left and this one did not write goes.

use crate::error::{Error, Result};
use crate::lens::{self, RUN, Task, Written};
use crate::{Ctx, PROGRAM, outputs};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// How names of what is being written begin.
const ASIDE: &str = ".scrutineer-";

/// A file of a run, as `run.json` lists it.
#[derive(Deserialize)]
struct Listed {
    name: String,
    sha256: String,
}

/// As much of `run.json` as says whose it is and what belongs to it.
#[derive(Deserialize)]
struct Run {
    program: String,
    outputs: Vec<Listed>,
}

/// Runs lenses into the folder `dir`, which is empty, does not exist yet, or holds the results of an earlier run, to which
/// people may have added files of their own.
pub(crate) fn run(dir: &Path, tasks: Vec<Task<'_>>, ctx: &Ctx<'_>) -> Result<Written> {
    let is_new = !dir.exists();
    let before = before(dir)?;
    outputs::make_folder(dir)?;
    let result = write(dir, &before, tasks, ctx);
    if result.is_err() && is_new {
        // Nothing was written: the folder goes, unless somebody else put something there.
        let _ = fs::remove_dir(dir);
    }
    result
}

fn write(dir: &Path, before: &[Listed], tasks: Vec<Task<'_>>, ctx: &Ctx<'_>) -> Result<Written> {
    let aside = tempfile::Builder::new()
        .prefix(ASIDE)
        .tempdir_in(dir)
        .map_err(Error::file("write into the folder", dir))?;
    let mut written = lens::run(aside.path(), tasks, None, ctx)?;
    let names = written.files.iter().map(|file| file.name.as_str());
    for old in before.iter().filter(|old| names.clone().all(|name| name != old.name)) {
        let path = dir.join(&old.name);
        fs::remove_file(&path).or_else(absent).map_err(Error::file("remove the older result", &path))?;
    }
    for name in names {
        let path = dir.join(name);
        fs::rename(aside.path().join(name), &path).map_err(Error::file("put in its place", &path))?;
    }
    written.report = dir.join("report.html");
    Ok(written)
}

/// The files of the run before. Refuses a folder of other things, and results that somebody has changed since.
fn before(dir: &Path) -> Result<Vec<Listed>> {
    let reading = || Error::file("read the folder", dir);
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(reading())?,
    };
    let mut others = false;
    for entry in entries {
        let entry = entry.map_err(reading())?;
        if entry.file_name().to_string_lossy().starts_with(ASIDE) {
            remove(&entry.path())?;
        } else {
            others = true;
        }
    }
    let run = dir.join(RUN);
    if !others && !run.exists() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(&run).unwrap_or_default();
    let run: Run = serde_json::from_str(&text).map_err(|_| Error::NotEmpty { path: dir.to_owned() })?;
    let (ours, _) = PROGRAM.split_once(' ').unwrap_or((PROGRAM, ""));
    // What is listed lies in the folder itself: a list made by somebody else leads nowhere.
    let is_plain = |name: &str| Path::new(name).file_name().is_some_and(|file| file == name);
    if !run.program.starts_with(ours) || !run.outputs.iter().all(|file| is_plain(&file.name)) {
        return Err(Error::NotEmpty { path: dir.to_owned() });
    }
    for file in &run.outputs {
        let path = dir.join(&file.name);
        if path.exists() && intake::hash_file(&path)?.0.hex() != file.sha256 {
            return Err(Error::Changed { path });
        }
    }
    Ok(run.outputs)
}

/// What a run that was interrupted left.
fn remove(path: &PathBuf) -> Result<()> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    removed.or_else(absent).map_err(Error::file("remove", path))
}

fn absent(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}
