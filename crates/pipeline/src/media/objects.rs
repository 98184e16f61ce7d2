//! Which media items of posts are files at hand.
//!
//! An item is joined to a file by its hash (SHA-256, a content id made of one, or a PDQ hash), by the name at the end of a path in an
//! export, or by the name at the end of an address. A name that two files with different pictures have joins nothing.

use super::MediaFile;
use arrow_array::{ArrayRef, RecordBatch, StringArray, UInt32Array, UInt64Array};
use arrow_schema::ArrowError;
use model::schema::{self, Table};
use model::{At, EvidenceNo, Media, Post, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Characters of a name in an address that make it one file's: shorter ones are `image` and `photo1`.
const LEAST_STEM: usize = 10;

/// Files by what posts call them.
#[derive(Debug, Default)]
pub(crate) struct MediaObjects {
    by_hash: HashMap<String, String>,
    /// `None` for a name of different pictures.
    by_name: HashMap<String, Option<String>>,
    by_stem: HashMap<String, Option<String>>,
}

/// By what an item was joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Hash,
    Path,
    Url,
}

impl By {
    fn name(self) -> &'static str {
        match self {
            Self::Hash => "hash",
            Self::Path => "path",
            Self::Url => "url",
        }
    }
}

/// A media item of a post that is a file at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MediaUse {
    platform: String,
    account: String,
    post: String,
    item: String,
    by: By,
    object: String,
    evidence: EvidenceNo,
    at: At,
}

impl MediaObjects {
    /// Of `files`; `names` are all names under which each came.
    pub fn new(files: &[MediaFile], names: &BTreeMap<EvidenceNo, Vec<String>>) -> Self {
        let mut objects = Self::default();
        for file in files {
            objects.by_hash.insert(file.sha256.hex(), file.object.clone());
            if let Ok(picture) = &file.picture {
                objects.by_hash.insert(picture.pdq.hex(), file.object.clone());
            }
            let own = std::slice::from_ref(&file.name);
            for name in names.get(&file.no).map_or(own, Vec::as_slice) {
                enter(&mut objects.by_name, name, &file.object);
                let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
                if stem.chars().count() >= LEAST_STEM {
                    enter(&mut objects.by_stem, stem, &file.object);
                }
            }
        }
        objects
    }

    /// The object that an item is.
    pub fn resolve(&self, item: &Media<'_>) -> Option<(&str, By)> {
        let hashes = [item.hash, item.phash].into_iter().filter(|hash| !hash.is_empty());
        for hash in hashes {
            if let Some(object) = digest(hash).and_then(|hash| self.by_hash.get(&hash)) {
                return Some((object, By::Hash));
            }
        }
        let path = item.url.split(['?', '#']).next().unwrap_or_default();
        let name = path.rsplit(['/', '\\']).next().filter(|name| !name.is_empty())?;
        let (map, key, by) = if item.url.starts_with("http://") || item.url.starts_with("https://") {
            (&self.by_stem, name.rsplit_once('.').map_or(name, |(stem, _)| stem), By::Url)
        } else {
            (&self.by_name, name, By::Path)
        };
        map.get(key)?.as_deref().map(|object| (object, by))
    }

    /// Shows `f` the post with the names of objects in place of its items' own hashes, and lists what was joined.
    pub fn joined<R>(
        &self,
        post: &Post<'_>,
        evidence: EvidenceNo,
        uses: &mut Vec<MediaUse>,
        f: impl FnOnce(&Post<'_>) -> R,
    ) -> R {
        let before = uses.len();
        let items: Vec<Media<'_>> = post
            .media
            .iter()
            .map(|item| match self.resolve(item) {
                None => *item,
                Some((object, by)) => {
                    let stated = [item.url, item.hash, item.phash].into_iter().find(|text| !text.is_empty());
                    uses.push(MediaUse {
                        platform: post.platform.to_owned(),
                        account: post.account_id.to_owned(),
                        post: post.post_id.to_owned(),
                        item: stated.unwrap_or_default().to_owned(),
                        by,
                        object: object.to_owned(),
                        evidence,
                        at: post.at,
                    });
                    Media { hash: object, ..*item }
                }
            })
            .collect();
        if uses.len() == before { f(post) } else { f(&Post { media: &items, ..*post }) }
    }
}

fn enter(map: &mut HashMap<String, Option<String>>, key: &str, object: &str) {
    let known = map.entry(key.to_owned()).or_insert_with(|| Some(object.to_owned()));
    if known.as_deref() != Some(object) {
        *known = None;
    }
}

/// A hash in the form that files are known by: 64 hexadecimal digits.
fn digest(stated: &str) -> Option<String> {
    let bare = stated.strip_prefix("sha256:").or_else(|| stated.strip_prefix("sha256-")).unwrap_or(stated);
    if bare.len() == 64 && bare.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(bare.to_ascii_lowercase());
    }
    content_id(stated).map(|hash| hash.hex())
}

/// The SHA-256 in a content id of version 1 over raw bytes, in base 32, as Bluesky names pictures.
fn content_id(text: &str) -> Option<Sha256> {
    let digits = text.strip_prefix('b').filter(|digits| digits.len() == 58)?;
    let (mut bits, mut held, mut bytes) = (0u32, 0u32, Vec::with_capacity(36));
    for digit in digits.bytes() {
        let value = match digit {
            b'a'..=b'z' => digit - b'a',
            b'2'..=b'7' => digit - b'2' + 26,
            _ => return None,
        };
        bits = bits << 5 | u32::from(value);
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    // Version 1, raw bytes, SHA-256, 32 bytes.
    let hash = bytes.strip_prefix(&[0x01, 0x55, 0x12, 0x20])?;
    Some(Sha256(hash.try_into().ok()?))
}

/// The table of joined items.
pub(crate) fn uses_table(uses: &[MediaUse]) -> Result<(Table, RecordBatch), ArrowError> {
    let table = schema::media_uses();
    let texts = |of: fn(&MediaUse) -> &str| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(uses.iter().map(of)))
    };
    let columns: Vec<ArrayRef> = vec![
        texts(|one| &one.platform),
        texts(|one| &one.account),
        texts(|one| &one.post),
        texts(|one| &one.item),
        texts(|one| one.by.name()),
        texts(|one| &one.object),
        Arc::new(UInt32Array::from_iter_values(uses.iter().map(|one| one.evidence.0))),
        Arc::new(UInt64Array::from_iter_values(uses.iter().map(|one| match one.at {
            At::Bytes(start, _) => start,
            At::Row(row) => row,
        }))),
    ];
    let batch = RecordBatch::try_new(table.schema(), columns)?;
    Ok((table, batch))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::media::{Container, NotHashed};
    use provenance::c2pa::Report;

    fn file(no: u32, name: &str, object: &str) -> MediaFile {
        MediaFile {
            no: EvidenceNo(no),
            name: name.to_owned(),
            sha256: Sha256([no as u8; 32]),
            bytes: 1,
            container: Container::Jpeg,
            name_fits: None,
            size: None,
            picture: Err(NotHashed::TooSmall),
            object: object.to_owned(),
            c2pa: Report::default(),
            marks: Vec::new(),
            tags: Vec::new(),
        }
    }

    #[test]
    fn items_are_joined_by_hash_path_and_address() {
        let files = [
            file(1, "photo_1.jpg", "pdq:a"),
            file(2, "GaBcDeFgHiJk.jpg", "pdq:b"),
            file(3, "photo_2.jpg", "pdq:c"),
            file(4, "photo_2.jpg", "pdq:d"),
        ];
        let names = BTreeMap::from([(EvidenceNo(1), vec!["copy.jpg".to_owned(), "photo_1.jpg".to_owned()])]);
        let objects = MediaObjects::new(&files, &names);
        let check = |url: &str, hash: &str, expected: Option<(&str, By)>| {
            let item = Media { url, hash, ..Media::default() };
            assert_eq!(objects.resolve(&item), expected, "{url} {hash}");
        };
        check("photos/photo_1.jpg", "", Some(("pdq:a", By::Path)));
        check("copy.jpg", "", Some(("pdq:a", By::Path)));
        check("photos/photo_2.jpg", "", None);
        check("https://pics.example/media/GaBcDeFgHiJk?format=jpg", "", Some(("pdq:b", By::Url)));
        check("https://pics.example/photo_1.jpg", "", None);
        check("", &"03".repeat(32), Some(("pdq:c", By::Hash)));
        check("photos/photo_1.jpg", &format!("sha256:{}", "04".repeat(32)), Some(("pdq:d", By::Hash)));
        check("photos/", "", None);
        check("", "", None);
    }

    #[test]
    fn content_ids_hold_hashes() {
        // Version 1, raw, SHA-256 of nothing.
        let id = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
        assert_eq!(content_id(id), Some(Sha256::of(b"")));
        assert_eq!(content_id("bafy"), None);
        assert_eq!(content_id(&format!("b{}", "1".repeat(58))), None);
    }
}
