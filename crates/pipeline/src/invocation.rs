//! How a run was asked for: options in one form, and the files that were given besides evidence.

use crate::error::{Error, Result};
use case::{Case, Output};
use model::Sha256;
use std::path::{Path, PathBuf};

/// Options of a command that decide results, as words that the command line understands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invocation {
    /// `--name` or `--name=value`, in the order of the manual. A file is `file:<sha256>:<name>`, a folder
    /// `folder:<sha256>:<name>` with the hash over the sorted hashes of its files.
    pub options: Vec<String>,
    /// The files, once each.
    pub aids: Vec<Aid>,
}

/// A file that was given besides evidence, such as a table of networks or a list of accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aid {
    /// Name, without folders.
    pub name: String,
    /// Hash of its bytes; of a folder over those of its files.
    pub sha256: Sha256,
    /// Where it is.
    pub path: PathBuf,
}

/// Longest file that a case keeps a copy of. Tables of networks are larger than most evidence, and often may not be
/// handed on: a repetition asks for them.
const LONGEST_KEPT: u64 = 64 << 20;

impl Aid {
    /// What stands at `path`.
    pub fn read(path: &Path) -> Result<Self> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let sha256 = match path.is_dir() {
            true => folder_hash(path)?,
            false => intake::hash_file(path)?.0,
        };
        Ok(Self { name, sha256, path: path.to_owned() })
    }

    /// How an option names it.
    pub fn word(&self) -> String {
        let kind = if self.path.is_dir() { "folder" } else { "file" };
        format!("{kind}:{}:{}", self.sha256, self.name)
    }

    /// Hash and name out of an option's value.
    pub(crate) fn named(value: &str) -> Option<(Sha256, &str)> {
        let (hash, name) =
            value.strip_prefix("file:").or_else(|| value.strip_prefix("folder:"))?.split_once(':')?;
        Some((Sha256::from_hex(hash)?, name))
    }
}

fn folder_hash(folder: &Path) -> Result<Sha256> {
    let (inputs, _) = crate::gather(&[folder.to_owned()])?;
    let mut hashes = Vec::with_capacity(inputs.len());
    for input in inputs {
        hashes.push(match input.sha256 {
            Some(hash) => hash,
            None => intake::hash_file(&input.path)?.0,
        });
    }
    hashes.sort_unstable();
    Ok(Sha256::of(&hashes.iter().flat_map(|hash| hash.0).collect::<Vec<u8>>()))
}

impl Invocation {
    /// Copies the files into the case, but not folders and what is too long.
    pub(crate) fn keep(&self, case: &mut Case) -> Result<Vec<Output>> {
        let mut kept = Vec::new();
        for aid in &self.aids {
            let found = std::fs::metadata(&aid.path).map_err(Error::file("open", &aid.path))?;
            if found.is_dir() || found.len() > LONGEST_KEPT {
                continue;
            }
            let output = case.add_aid(&aid.name, &aid.path)?;
            if output.hash != aid.sha256 {
                return Err(Error::Option {
                    message: format!("`{}` changed while it was read", aid.path.display()),
                    hint: "run it again once nothing writes to that file".to_owned(),
                });
            }
            kept.push(output);
        }
        Ok(kept)
    }

    /// How to repeat it, for people: where evidence and case lie is theirs to fill in.
    pub(crate) fn command(&self) -> String {
        let words = self.options.iter().map(|option| match option.split_once('=') {
            Some((name, value)) => {
                let value = Aid::named(value).map_or(value, |(_, name)| name);
                format!(" {}", quoted(&format!("{name}={value}")))
            }
            None => format!(" {option}"),
        });
        format!(
            "scrutineer examine EVIDENCE... --case CASE{}\nscrutineer case rerun CASE",
            words.collect::<String>()
        )
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=,@+%".contains(c);
    match word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", model::inert::terminal(&word.replace('\'', r"'\''"))),
    }
}
