//! Opening commitments: the owner of a case shows one item, and whoever has a copy checks it.

use super::item::Item;
use super::table::{COMMITMENT, removed};
use super::{EVIDENCE, EvidenceOf, WEIGHING, sources, weighing};
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::sharing::{Origin, each, existing};
use case::{Recorded, Secret};
use model::{Sha256, canonical_json};
use privacy::{Commitment, Key, Salts};
use serde::{Deserialize, Serialize};
use std::io::Read;
use std::path::Path;

/// One item of a case with its salt: enough to check its commitment, and of no use for the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Its name, such as `posts-0#17`.
    pub item: String,
    /// Its salt: 64 hexadecimal digits.
    pub salt: Sha256,
    /// Its content, where that is text: canonical JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// SHA-256 of its content, where that is a file to be handed over beside this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Sha256>,
    /// The commitment to it.
    pub commitment: Commitment,
}

/// Shows the item `name` of the case, or sealed case, at `place`; the custody log of a case says so. `keys` is the folder
/// with the secrets that the copy was made with, where that is not the case itself.
pub fn open_commitment(place: &Path, name: &str, keys: Option<&Path>, ctx: &Ctx<'_>) -> Result<Opened> {
    let item: Item = name.parse().map_err(|_| no_item(name, "the case"))?;
    let mut origin = Origin::open(place, keys, ctx)?;
    let Some(secret) = origin.known_secret(Secret::Salts)? else {
        return Err(Error::Option {
            message: format!("no copy of `{}` was made with keys that lie here", place.display()),
            hint: "`scrutineer case redact` makes one; with `--keys` it was made with others".to_owned(),
        });
    };
    let salt = Salts::new(Key::new(secret)).of(name);
    let opened = match content(&origin.recorded, &item)?.ok_or_else(|| no_item(name, "the case"))? {
        Content::Text(text) => Opened {
            item: name.to_owned(),
            salt: Sha256(salt),
            commitment: Commitment::of(&salt, text.as_bytes()),
            content: Some(text),
            sha256: None,
        },
        Content::File(path, sha256) => Opened {
            item: name.to_owned(),
            salt: Sha256(salt),
            commitment: of_file(&salt, &path)?,
            content: None,
            sha256: Some(sha256),
        },
    };
    let details = serde_json::json!({"item": name, "commitment": opened.commitment});
    origin.log("open_commitment", &details, ctx)?;
    Ok(opened)
}

/// Whether the redacted copy in the folder `copy` committed to what is shown. `content` is the file that an item of
/// evidence is; it takes the place of a content in `opened`.
pub fn check_commitment(copy: &Path, opened: &Opened, content: Option<&Path>) -> Result<bool> {
    if !copy.join(EVIDENCE).is_file() {
        return Err(Error::Option {
            message: format!("`{}` is no redacted copy: it has no `{EVIDENCE}`", copy.display()),
            hint: "name the folder that `scrutineer case redact` made".to_owned(),
        });
    }
    let item: Item = opened.item.parse().map_err(|_| no_item(&opened.item, "the copy"))?;
    let listed = listed(copy, &item)?.ok_or_else(|| no_item(&opened.item, "the copy"))?;
    let salt = opened.salt.0;
    let given = match (content, &opened.content) {
        (Some(path), _) => of_file(&salt, path)?,
        (None, Some(text)) => Commitment::of(&salt, text.as_bytes()),
        (None, None) => {
            return Err(Error::Option {
                message: format!("the content of `{}` is a file", opened.item),
                hint: "ask for it, and name it with `--content FILE`".to_owned(),
            });
        }
    };
    Ok(given == listed)
}

enum Content {
    Text(String),
    File(std::path::PathBuf, Sha256),
}

/// The content of an item of a case; `None` when it has none such.
fn content(case: &Recorded, item: &Item) -> Result<Option<Content>> {
    let evidence = |no: &u32| case.contents.evidence.iter().find(|row| row.no.0 == *no);
    let text = match item {
        Item::Content(no) => {
            let file = |id: Sha256| Some(Content::File(case.evidence_file(&id)?, id));
            return Ok(evidence(no).and_then(|row| file(row.evidence.id)));
        }
        Item::Names(no) => evidence(no).map(|row| canonical_json(&row.names)).transpose()?,
        Item::Hypothesis(n) => nth(&case.weighing().hypotheses, *n).map(canonical_json).transpose()?,
        Item::Assessment(n) => nth(&case.weighing().assessments, *n).map(canonical_json).transpose()?,
        Item::Row(table, row) => self::row(case, table, *row)?,
    };
    Ok(text.map(Content::Text))
}

fn nth<T>(all: &[T], n: usize) -> Option<&T> {
    all.get(n.checked_sub(1)?)
}

/// What a copy leaves out of a row.
fn row(case: &Recorded, table: &str, row: u64) -> Result<Option<String>> {
    let Some(source) = sources(case).into_iter().find(|source| source.name == table) else { return Ok(None) };
    let mut left = row;
    for batch in report::table::read_parquet(&source.path)? {
        let batch = batch?;
        match usize::try_from(left) {
            Ok(at) if at < batch.num_rows() => {
                return Ok(removed(&batch.slice(at, 1), source.columns)?.into_iter().next());
            }
            _ => left -= batch.num_rows() as u64,
        }
    }
    Ok(None)
}

/// The commitment to an item as the copy lists it.
fn listed(copy: &Path, item: &Item) -> Result<Option<Commitment>> {
    #[derive(Deserialize)]
    struct Manifest {
        evidence: Vec<EvidenceOf>,
    }
    let evidence = |no: &u32| -> Result<Option<EvidenceOf>> {
        let manifest: Manifest = read(copy, EVIDENCE)?;
        Ok(manifest.evidence.into_iter().find(|row| row.no == *no))
    };
    let commits = |all: Vec<weighing::Commits>| {
        all.into_iter().find(|one| one.item == item.to_string()).map(|one| one.commitment)
    };
    Ok(match item {
        Item::Content(no) => evidence(no)?.and_then(|row| row.content),
        Item::Names(no) => evidence(no)?.map(|row| row.names),
        Item::Hypothesis(_) => commits(read::<weighing::Read>(copy, WEIGHING)?.hypotheses),
        Item::Assessment(_) => commits(read::<weighing::Read>(copy, WEIGHING)?.assessments),
        Item::Row(table, row) => {
            let (mut left, mut found) = (*row, None);
            for batch in existing(Some(&copy.join(format!("{table}.parquet"))))? {
                let batch = batch?;
                each(&batch, COMMITMENT, |at, text| {
                    if at as u64 == left && found.is_none() {
                        found = Sha256::from_hex(text).map(Commitment);
                    }
                });
                let rows = batch.num_rows() as u64;
                if left < rows {
                    break;
                }
                left -= rows;
            }
            found
        }
    })
}

fn read<T: for<'de> Deserialize<'de>>(copy: &Path, name: &str) -> Result<T> {
    let path = copy.join(name);
    let bytes = std::fs::read(&path).map_err(Error::file("read", &path))?;
    serde_json::from_slice(&bytes).map_err(|e| Error::Option {
        message: format!("`{}` is not what a redacted copy has there: {e}", path.display()),
        hint: "name the folder that `scrutineer case redact` made".to_owned(),
    })
}

fn no_item(name: &str, place: &str) -> Error {
    Error::Option {
        message: format!("there is no item `{name}` in {place}"),
        hint: "items are `evidence/NO/content`, `evidence/NO/names`, `hypothesis/N`, `assessment/N` and `TABLE#ROW`, such \
               as `posts-0#17` for the row 17, from 0, of `posts-0.parquet` of the copy"
            .to_owned(),
    }
}

/// The commitment to the content of a file.
pub(super) fn of_file(salt: &[u8; 32], path: &Path) -> Result<Commitment> {
    let mut content = Commitment::begin(salt);
    let mut file = std::fs::File::open(path).map_err(Error::file("open", path))?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer).map_err(Error::file("read", path))? {
            0 => return Ok(content.finish()),
            n => content.update(&buffer[..n]),
        }
    }
}
