//! What lies in a folder that a stranger made: names and lengths, no link followed, nothing opened.

use crate::verify::{Difference, How, altered, unreadable};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Most entries that are looked at.
const MOST: usize = 4_000_000;
/// Deepest folder in folders.
const DEEPEST: usize = 16;

/// Plain files by path with `/`, with their lengths; and what is no plain file.
#[derive(Default)]
pub(super) struct Listing {
    pub files: BTreeMap<String, u64>,
    pub differences: Vec<Difference>,
}

/// Lists everything below `root`.
pub(super) fn list(root: &Path) -> Listing {
    let mut listing = Listing::default();
    let mut folders = vec![(root.to_owned(), String::new(), 0)];
    let mut seen = 0;
    while let Some((dir, name, depth)) = folders.pop() {
        let entries = match fs::read_dir(&dir) {
            Ok(entries) => entries,
            Err(e) => {
                listing.differences.push(unreadable(&shown(&name), &e));
                continue;
            }
        };
        let before = seen;
        for entry in entries {
            seen += 1;
            if seen > MOST {
                listing.differences.push(altered(shown(&name), "there are too many files to look at"));
                return listing;
            }
            if let Err(difference) = visit(entry, &name, depth, &mut listing.files, &mut folders) {
                listing.differences.push(difference);
            }
        }
        // A manifest cannot list a folder, so that an empty one can only have been added.
        if seen == before && !name.is_empty() {
            listing.differences.push(Difference { what: name, how: How::Unlisted });
        }
    }
    clashes(&mut listing);
    listing
}

type Folder = (PathBuf, String, usize);

fn visit(
    entry: std::io::Result<fs::DirEntry>,
    above: &str,
    depth: usize,
    files: &mut BTreeMap<String, u64>,
    folders: &mut Vec<Folder>,
) -> Result<(), Difference> {
    let entry = entry.map_err(|e| unreadable(&shown(above), &e))?;
    let name = entry.file_name();
    let below = |name: &str| if above.is_empty() { name.to_owned() } else { format!("{above}/{name}") };
    let path = below(&name.to_string_lossy());
    if name.to_str().is_none() {
        return Err(Difference { what: path, how: How::Unlisted });
    }
    let found = entry.metadata().map_err(|e| unreadable(&path, &e))?;
    if found.is_file() {
        files.insert(path, found.len());
    } else if !found.is_dir() {
        return Err(altered(path, "it is not a plain file"));
    } else if depth >= DEEPEST {
        return Err(altered(path, "folders are nested too deeply"));
    } else {
        folders.push((entry.path(), path, depth + 1));
    }
    Ok(())
}

/// Names that only case tells apart are one file on some systems.
fn clashes(listing: &mut Listing) {
    let mut lower = BTreeMap::<String, &str>::new();
    for path in listing.files.keys() {
        if let Some(other) = lower.insert(path.to_lowercase(), path) {
            let why = format!("only case tells it from {other}: some systems keep one of them");
            listing.differences.push(altered(path, &why));
        }
    }
}

fn shown(name: &str) -> String {
    if name.is_empty() { "the folder".to_owned() } else { name.to_owned() }
}
