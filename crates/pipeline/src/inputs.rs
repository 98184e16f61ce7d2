//! Which files are read, in which order.

use crate::ctx::Progress;
use crate::error::{Error, Result};
use model::{EvidenceNo, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Where it is.
    pub path: PathBuf,
    /// Name for people: the file name, without folders; with the beginning of its hash where another input is called
    /// the same.
    pub name: String,
    /// Hash of its bytes, where it had to be known beforehand.
    pub sha256: Option<Sha256>,
    /// Whether several readers take it: each passes over what is another's.
    pub is_shared: bool,
}

impl Input {
    /// Tells that it is being read, with its size, which is handed back.
    pub(crate) fn announce(&self, progress: &dyn Progress) -> Option<u64> {
        let size = std::fs::metadata(&self.path).map(|file| file.len()).ok();
        progress.stage(&format!("reading {}", self.name), size);
        size
    }
}

/// Files that are named or lie in named folders. More than one are put in the order of their hashes, so that
/// results do not depend on the order of arguments or on what folders are called; the same bytes twice are
/// read once. Returns the files and the names of those left out as repeats.
///
/// Hidden files, and files that describe a folder (`README`, `LICENSE`, mapping files), are not data. What lies in a folder
/// and cannot be opened is handed over like a file, without a hash: its reader says why, and goes on with the others.
pub fn gather(paths: &[PathBuf]) -> Result<(Vec<Input>, Vec<String>)> {
    let mut found = Found::default();
    for path in paths {
        let kind = std::fs::metadata(path).map_err(Error::file("open", path))?;
        if kind.is_dir() {
            std::fs::read_dir(path).map_err(Error::file("list", path))?;
            found.folder(path);
        } else {
            found.named.insert(path.clone());
        }
    }
    let Found { named, in_folders, .. } = found;
    let files: BTreeSet<&PathBuf> = named.iter().chain(&in_folders).collect();
    if files.is_empty() {
        let named: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
        return Err(Error::NoInput(named.join(", ")));
    }
    let name = |path: &Path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let mut inputs: Vec<Input> = files
        .into_iter()
        .map(|path| Input { name: name(path), path: path.clone(), sha256: None, is_shared: false })
        .collect();
    let mut repeats = Vec::new();
    if inputs.len() > 1 {
        for input in &mut inputs {
            match intake::hash_file(&input.path) {
                Ok((hash, _)) => input.sha256 = Some(hash),
                Err(error) if named.contains(&input.path) => return Err(error.into()),
                Err(_) => {}
            }
        }
        inputs.sort_by(|x, y| (x.sha256, &x.name).cmp(&(y.sha256, &y.name)));
        inputs.dedup_by(|later, earlier| {
            let same = later.sha256.is_some() && later.sha256 == earlier.sha256;
            if same {
                repeats.push(later.name.clone());
            }
            same
        });
    }
    tell_apart(&mut inputs);
    Ok((inputs, repeats))
}

/// Inputs with their numbers, in the order in which they stand.
pub(crate) fn numbered(inputs: Vec<Input>) -> Vec<(EvidenceNo, Input)> {
    (0..).map(EvidenceNo).zip(inputs).collect()
}

/// Adds the beginning of the hash to names that occur twice.
pub(crate) fn tell_apart<'i>(inputs: impl IntoIterator<Item = &'i mut Input>) {
    let mut by_name: BTreeMap<String, Vec<&mut Input>> = BTreeMap::new();
    for input in inputs {
        by_name.entry(input.name.clone()).or_default().push(input);
    }
    for input in by_name.into_values().filter(|same| same.len() > 1).flatten() {
        if let Some(hash) = input.sha256 {
            input.name = format!("{} ({})", input.name, hash.short());
        }
    }
}

/// `README.md`, `LICENSE` and the like; a mail that somebody saved as `README.eml` is data.
fn describes_a_folder(name: &str) -> bool {
    let (stem, extension) = name.split_once('.').unwrap_or((name, ""));
    (stem.starts_with("README") || stem.starts_with("LICEN"))
        && matches!(extension, "" | "md" | "txt" | "rst")
}

/// What was named, and what lies in folders.
#[derive(Default)]
struct Found {
    named: BTreeSet<PathBuf>,
    in_folders: BTreeSet<PathBuf>,
    /// Folders that were searched, each once: links may go in circles.
    searched: HashSet<PathBuf>,
}

impl Found {
    /// Adds what lies in a folder and in folders inside it.
    fn folder(&mut self, folder: &Path) {
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let mut waiting = vec![(folder.to_owned(), real(folder))];
        while let Some((folder, real_folder)) = waiting.pop() {
            if !self.searched.insert(real_folder.clone()) {
                continue;
            }
            let Ok(entries) = std::fs::read_dir(&folder) else {
                self.in_folders.insert(folder);
                continue;
            };
            for entry in entries {
                let Ok(entry) = entry else {
                    self.in_folders.insert(folder.clone());
                    break;
                };
                let path = entry.path();
                let name = entry.file_name().to_string_lossy().into_owned();
                if name.starts_with('.') || describes_a_folder(&name) || name.ends_with(".mapping.toml") {
                    continue;
                }
                match std::fs::metadata(&path) {
                    Ok(kind) if kind.is_dir() => {
                        // Only a link can lead elsewhere: asking of each folder costs time by the square of the depth.
                        let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
                        let real = if is_link { real(&path) } else { real_folder.join(entry.file_name()) };
                        waiting.push((path, real));
                    }
                    Ok(kind) if !kind.is_file() => {}
                    // What cannot be opened is an input all the same: its reader says so.
                    Ok(_) | Err(_) => {
                        self.in_folders.insert(path);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_repeats_do_not_depend_on_names_or_arguments() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("writable");
            path
        };
        let (a, b, c) = (file("a.csv", "one"), file("b.csv", "two"), file("c.csv", "one"));
        file("README.md", "words");
        let (forward, repeats) = gather(&[a.clone(), b.clone(), c.clone()]).expect("readable");
        let (backward, _) = gather(&[c, b, a]).expect("readable");
        let (whole, _) = gather(&[folder.path().to_owned()]).expect("readable");
        assert_eq!(forward, backward);
        assert_eq!(forward, whole);
        assert_eq!((forward.len(), repeats.as_slice()), (2, &["c.csv".to_owned()][..]));
    }

    #[test]
    fn inputs_of_one_name_are_told_apart() {
        let folder = tempfile::tempdir().expect("a folder");
        for (place, text) in [("one", "first"), ("two", "second")] {
            std::fs::create_dir(folder.path().join(place)).expect("writable");
            std::fs::write(folder.path().join(place).join("1.eml"), text).expect("writable");
        }
        let (inputs, _) = gather(&[folder.path().to_owned()]).expect("readable");
        let names: Vec<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
        assert!(names[0] != names[1] && names.iter().all(|name| name.starts_with("1.eml (")), "{names:?}");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_once_and_what_cannot_be_opened_stops_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let link = |to: &str, name: &str| {
            std::os::unix::fs::symlink(to, folder.path().join(name)).expect("writable");
        };
        // As many ways through the folder as there are words of three letters.
        for name in ["one", "two", "three"] {
            link(".", name);
        }
        let mut deep = folder.path().to_owned();
        for _ in 0..40 {
            deep.push("in");
            std::fs::create_dir(&deep).expect("writable");
        }
        std::fs::write(deep.join("deep.csv"), "text").expect("writable");
        std::fs::write(folder.path().join("near.csv"), "other text").expect("writable");
        link("nowhere", "dangling");
        link("itself", "itself");
        let (inputs, repeats) = gather(&[folder.path().to_owned()]).expect("readable");
        let mut names: Vec<(&str, bool)> =
            inputs.iter().map(|input| (input.name.as_str(), input.sha256.is_some())).collect();
        names.sort_unstable();
        assert_eq!(names, [("dangling", false), ("deep.csv", true), ("itself", false), ("near.csv", true)]);
        assert!(repeats.is_empty());
        assert!(gather(&[folder.path().join("dangling")]).is_err(), "what was named must be there");
    }

    #[test]
    fn an_empty_folder_is_said_so() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(matches!(gather(&[folder.path().to_owned()]), Err(Error::NoInput(_))));
    }
}
