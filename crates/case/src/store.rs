//! Files of a case: written to a temporary name, synced, renamed; named by their content.

use crate::error::{Result, io_at};
use model::Sha256;
use sha2::Digest;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempPath};

/// Folder of the evidence copies.
pub(crate) const EVIDENCE: &str = "evidence";
/// Folder of the Parquet segments.
pub(crate) const RECORDS: &str = "records";
/// Folder of derived files.
pub(crate) const OUT: &str = "out";
/// Folder of files that runs were given besides evidence.
pub(crate) const AIDS: &str = "aids";
/// Folder of files that are being written.
pub(crate) const PARTIAL: &str = "tmp";

const BUFFER: usize = 1 << 20;

/// Where the copy of the evidence with this hash lies, from the case folder.
pub(crate) fn evidence_path(hash: &Sha256) -> PathBuf {
    let hex = hash.hex();
    [EVIDENCE, &hex[..2], &hex].iter().collect()
}

/// Where the segment with this hash lies, from the case folder.
pub(crate) fn segment_path(hash: &Sha256) -> PathBuf {
    [RECORDS, &format!("{hash}.parquet")].iter().collect()
}

/// Where the copy of the aid with this hash lies, from the case folder.
pub(crate) fn aid_path(hash: &Sha256) -> PathBuf {
    [AIDS, &hash.hex()].iter().collect()
}

/// Hash and length of all that `from` yields, which is handed on to `to`. `seen` learns of every chunk.
pub(crate) fn copy_hashing(
    from: &mut dyn Read,
    to: &mut dyn Write,
    seen: &dyn Fn(u64),
) -> io::Result<(Sha256, u64)> {
    let mut hasher = sha2::Sha256::new();
    let mut buffer = vec![0; BUFFER];
    let mut bytes = 0;
    loop {
        let n = match from.read(&mut buffer) {
            Ok(0) => return Ok((Sha256(hasher.finalize().into()), bytes)),
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        hasher.update(&buffer[..n]);
        to.write_all(&buffer[..n])?;
        bytes += n as u64;
        seen(n as u64);
    }
}

/// Hash and length of a file.
pub(crate) fn hash_file(path: &Path) -> io::Result<(Sha256, u64)> {
    copy_hashing(&mut File::open(path)?, &mut io::sink(), &|_| {})
}

/// A new file in the folder for unfinished ones, readable by its owner only; it vanishes when dropped.
pub(crate) fn partial(case: &Path) -> Result<NamedTempFile> {
    let dir = case.join(PARTIAL);
    private_dir(&dir)?;
    tempfile::Builder::new().suffix(".partial").tempfile_in(&dir).map_err(io_at("creating a file in", &dir))
}

/// Copies `from` into a file without a final name yet. `name` is for errors.
pub(crate) fn stage(case: &Path, from: &mut dyn Read, name: &Path) -> Result<(TempPath, Sha256, u64)> {
    let mut file = partial(case)?;
    let (hash, bytes) = copy_hashing(from, file.as_file_mut(), &|_| {}).map_err(io_at("copying", name))?;
    file.as_file().sync_all().map_err(io_at("writing to disk the copy of", name))?;
    Ok((file.into_temp_path(), hash, bytes))
}

/// Gives a staged file its final name, replacing what stands there. The folder is not synced yet.
pub(crate) fn place(staged: TempPath, case: &Path, at: &Path) -> Result<()> {
    let path = case.join(at);
    if let Some(dir) = path.parent() {
        private_dir(dir)?;
    }
    staged.persist(&path).map_err(|e| io_at("naming", &path)(e.error))
}

/// Makes renames in a folder last. Windows has no such thing for folders and needs none.
pub(crate) fn sync_dir(dir: &Path) -> Result<()> {
    #[cfg(unix)]
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(io_at("writing to disk the folder", dir))?;
    let _ = dir;
    Ok(())
}

/// A folder that only its owner can enter, with its parents.
pub(crate) fn private_dir(dir: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(io_at("creating the folder", dir))
}

/// Opens a file for writing that only its owner can read, creating it when it is not there.
pub(crate) fn private_file(path: &Path) -> Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(io_at("opening", path))
}

/// Makes what was written into a file last.
pub(crate) fn sync_file(path: &Path) -> Result<()> {
    // Opened for writing, because Windows syncs no file that is open for reading.
    let file = File::options().write(true).open(path).map_err(io_at("opening", path))?;
    file.sync_all().map_err(io_at("writing to disk", path))
}

/// Whether a file in the folder for unfinished ones is called as those are that [`partial`] makes, or that writers of
/// tables make beside it until they are done.
pub(crate) fn is_partial_name(name: &str) -> bool {
    name.ends_with(".partial") || (name.starts_with(".scrutineer-") && name.ends_with(".tmp"))
}

/// Removes what an interrupted write left behind. Only for the one process that may write.
pub(crate) fn clear_partial(case: &Path) -> Result<()> {
    let dir = case.join(PARTIAL);
    let entries = match fs::read_dir(&dir) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(io_at("listing", &dir)(e)),
    };
    for entry in entries {
        let entry = entry.map_err(io_at("listing", &dir))?;
        let path = entry.path();
        // Whatever else somebody put there is not ours to delete.
        let ours = is_partial_name(&entry.file_name().to_string_lossy())
            && entry.file_type().is_ok_and(|kind| kind.is_file() || kind.is_symlink());
        if ours {
            fs::remove_file(&path).map_err(io_at("removing the unfinished", &path))?;
        }
    }
    Ok(())
}

/// Everything below `case/top` that is not a folder, as paths from the case folder with `/`, sorted.
pub(crate) fn walk(case: &Path, top: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![(case.join(top), top.to_owned())];
    while let Some((dir, name)) = folders.pop() {
        let entries = match fs::read_dir(&dir) {
            Ok(entries) => entries,
            Err(e) if e.kind() == io::ErrorKind::NotFound && name == top => continue,
            Err(e) => return Err(io_at("listing", &dir)(e)),
        };
        for entry in entries {
            let entry = entry.map_err(io_at("listing", &dir))?;
            let kind = entry.file_type().map_err(io_at("listing", &dir))?;
            let below = format!("{name}/{}", entry.file_name().to_string_lossy());
            if kind.is_dir() {
                folders.push((entry.path(), below));
            } else {
                found.push(below);
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// A path from the case folder as it is listed: with `/` everywhere.
pub(crate) fn listed(path: &Path) -> String {
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}
