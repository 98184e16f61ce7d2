//! Verifying a sealed case. It only reads, and believes nothing that the folder says of itself before it is checked.

use super::info::{self, Info};
use super::listing::{self, Listing};
use super::manifest::{self, Manifest};
use super::{
    CASE, DATA, DECLARATION, DECLARATION_FILE, INFO, LISTED_TAGS, MADE, MANIFEST, MAX_SMALL, MAX_TEXT, QUERY,
    SIGNATURE, TAGS, is_reply, parse, read_within, reply_name,
};
use crate::contents::Contents;
use crate::custody;
use crate::signature::{self, Checked, Signers};
use crate::store;
use crate::timestamp::{self, Authority, Stamp};
use crate::verify::{Difference, How, altered, unreadable};
use model::{Sha256, canonical_json};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io;
use std::path::Path;

/// What was found out about a sealed case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// What differs, sorted; nothing when the case is intact.
    pub differences: Vec<Difference>,
    /// The seal: SHA-256 of `tagmanifest-sha256.txt`, where that could be read.
    pub seal: Option<Sha256>,
    /// Who signed it.
    pub signature: Signature,
    /// Time-stamps that speak about this seal.
    pub stamps: Vec<Stamp>,
}

/// Whose signature a sealed case carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Signature {
    /// Nobody's.
    None,
    /// One that holds under the key with this fingerprint.
    Holds {
        /// Fingerprint, as OpenSSH prints it.
        key: String,
        /// Who has that key, by the list of signers.
        who: Option<String>,
    },
    /// One that does not hold, or cannot be checked: the differences say why.
    NotHeld,
}

/// What a sealed case is compared with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Against<'a> {
    /// The seal, noted elsewhere.
    pub seal: Option<Sha256>,
    /// Keys that may have signed it. With them, no signature is a difference.
    pub signers: Option<&'a Signers>,
    /// Certificate of the time-stamping authority.
    pub authority: Option<&'a Authority>,
}

/// Compares a sealed case with its manifests, its signature and its time-stamps. `seen` gets the number of bytes of every
/// chunk hashed.
///
/// Without signature and without a seal noted elsewhere it cannot see a case that was sealed anew as a whole.
pub fn verify(dir: &Path, against: Against<'_>, seen: &(dyn Fn(u64) + Sync)) -> Verified {
    let listing = listing::list(dir);
    let mut check = Check { dir, listing, differences: Vec::new() };
    check.differences.append(&mut check.listing.differences);
    let tags = check.text(TAGS);
    let seal = tags.as_ref().map(|tags| Sha256::of(tags.as_bytes()));
    let listed = tags.as_deref().map(|tags| check.tags(tags));
    let manifest = check.text(MANIFEST).and_then(|text| check.manifest(&text));
    check.declaration();
    let info = check.text(INFO);
    if let Some(manifest) = &manifest {
        check.payload(manifest, info.as_deref().and_then(info::payload), seen);
    }
    // What is not as the manifests say is no ground to compare anything with.
    let is_whole = listed == Some(true) && check.differences.is_empty();
    if let (true, Some(manifest), Some(info)) = (is_whole, &manifest, &info) {
        check.case(manifest, info);
    }
    check.seal(seal, against.seal);
    let signature = check.signature(tags.as_deref(), info.as_deref(), against.signers);
    let stamps = check.stamps(seal, against.authority);
    check.strangers();
    let mut differences = check.differences;
    differences.sort_unstable();
    differences.dedup();
    Verified { differences, seal, signature, stamps }
}

struct Check<'d> {
    dir: &'d Path,
    listing: Listing,
    differences: Vec<Difference>,
}

impl Check<'_> {
    fn altered(&mut self, what: &str, why: &str) {
        self.differences.push(altered(what, why));
    }

    fn missing(&mut self, what: &str) {
        self.differences.push(Difference { what: what.to_owned(), how: How::Missing });
    }

    /// A file that has to be there.
    fn bytes(&mut self, name: &str, limit: u64) -> Option<Vec<u8>> {
        // Only what the listing knows is a plain file below plain folders.
        let Some(&length) = self.listing.files.get(name) else {
            self.missing(name);
            return None;
        };
        if length > limit {
            self.altered(name, "it is longer than it can be");
            return None;
        }
        match read_within(&self.dir.join(name), limit) {
            Ok(bytes) => Some(bytes),
            Err(e) => {
                self.differences.push(unreadable(name, &e));
                None
            }
        }
    }

    fn text(&mut self, name: &str) -> Option<String> {
        let text = String::from_utf8(self.bytes(name, MAX_TEXT)?);
        if text.is_err() {
            self.altered(name, "it is not text");
        }
        text.ok()
    }

    /// The files that the tag manifest has to list, and nothing else. Whether all is well.
    fn tags(&mut self, tags: &str) -> bool {
        let before = self.differences.len();
        match manifest::parse(tags) {
            Ok(tags) => {
                if !tags.keys().map(String::as_str).eq(LISTED_TAGS) {
                    self.altered(TAGS, "it does not list the files that it has to");
                }
                for (name, hash) in tags.iter().filter(|(name, _)| LISTED_TAGS.contains(&name.as_str())) {
                    if let Some(bytes) = self.bytes(name, MAX_TEXT)
                        && Sha256::of(&bytes) != *hash
                    {
                        self.altered(name, &other_hash(&Sha256::of(&bytes)));
                    }
                }
            }
            Err(why) => self.altered(TAGS, &why),
        }
        self.differences.len() == before
    }

    fn manifest(&mut self, text: &str) -> Option<Manifest> {
        match manifest::parse(text) {
            Ok(manifest) => Some(manifest),
            Err(why) => {
                self.altered(MANIFEST, &why);
                None
            }
        }
    }

    fn declaration(&mut self) {
        if let Some(text) = self.text(DECLARATION_FILE)
            && text != DECLARATION
        {
            self.altered(DECLARATION_FILE, "it is not the declaration of a bag of version 1.0");
        }
    }

    /// Every listed file, and every other one in its place.
    fn payload(&mut self, manifest: &Manifest, stated: Option<(u64, u64)>, seen: &(dyn Fn(u64) + Sync)) {
        let below = format!("{DATA}/");
        let there = self.listing.files.iter().filter(|(path, _)| path.starts_with(&below));
        let there: BTreeMap<&str, u64> = there.map(|(path, bytes)| (path.as_str(), *bytes)).collect();
        // A sparse file costs whoever adds it nothing, but a day to hash.
        let most = stated.map_or(u64::MAX, |(bytes, _)| bytes);
        let dir = self.dir;
        let hash = |path: &str| hash_file(&dir.join(path), seen);
        let checked: Vec<Option<Difference>> = manifest
            .par_iter()
            .map(|(path, expected)| match there.get(path.as_str()) {
                _ if !path.starts_with(&below) => {
                    Some(altered(MANIFEST, "it lists a file that is not in `data/`"))
                }
                None => Some(Difference { what: path.clone(), how: How::Missing }),
                Some(&bytes) if bytes > most => Some(altered(path, "it is longer than the whole case")),
                Some(_) => match hash(path) {
                    Ok(found) if found == *expected => None,
                    Ok(found) => Some(altered(path, &other_hash(&found))),
                    Err(e) => Some(unreadable(path, &e)),
                },
            })
            .collect();
        let mut differences: Vec<Difference> = checked.into_iter().flatten().collect();
        let unlisted: Vec<&str> =
            there.keys().copied().filter(|path| !manifest.contains_key(*path)).collect();
        let is_missing = |d: &Difference| d.how == How::Missing;
        let mut moved = BTreeMap::new();
        if differences.iter().any(is_missing) {
            let hashed = unlisted.par_iter().filter(|path| there[*path] <= most);
            let hashed: Vec<_> = hashed.filter_map(|path| Some((hash(path).ok()?, *path))).collect();
            moved.extend(hashed);
        }
        let mut renamed = BTreeSet::new();
        for difference in differences.iter_mut().filter(|d| is_missing(d)) {
            if let Some(to) = moved.remove(&manifest[&difference.what]) {
                renamed.insert(to);
                difference.how = How::Renamed { to: to.to_owned() };
            }
        }
        let unlisted = unlisted.into_iter().filter(|path| !renamed.contains(path));
        differences.extend(unlisted.map(|path| Difference { what: path.to_owned(), how: How::Unlisted }));
        self.differences.extend(differences);
    }

    /// The case itself: what it lists is what the manifest lists, and its log is unbroken.
    fn case(&mut self, manifest: &Manifest, info: &str) {
        let Some(text) = self.text(CASE) else { return };
        let contents = match parse(&text) {
            Ok(contents) => contents,
            Err(why) => {
                self.differences.push(Difference { what: CASE.to_owned(), how: How::Unreadable { why } });
                return;
            }
        };
        if canonical_json(&contents).ok().as_deref() != Some(text.as_str()) {
            self.altered(CASE, "it is not in its one form");
        }
        if let Err(e) = custody::check_entries(&contents.custody) {
            self.altered(CASE, &e.to_string());
        }
        let mut listed: Manifest =
            contents.files().into_iter().map(|(path, hash)| (format!("{DATA}/{path}"), hash)).collect();
        listed.extend(MADE.iter().filter_map(|name| Some(((*name).to_owned(), *manifest.get(*name)?))));
        if listed != *manifest || MADE.iter().any(|name| !manifest.contains_key(*name)) {
            self.altered(MANIFEST, "it does not list what the case lists");
        }
        self.info(&contents, info);
    }

    /// What the bag says of itself follows from the case and the payload.
    fn info(&mut self, contents: &Contents, text: &str) {
        let payload = self.listing.files.iter().filter(|(path, _)| path.starts_with("data/"));
        let payload =
            payload.fold((0u64, 0), |(bytes, files), (_, &length)| (bytes.saturating_add(length), files + 1));
        let expected = contents
            .sealed
            .map(|sealed| Info::of(contents, sealed, payload, info::key(text).map(str::to_owned)).text());
        if expected.as_deref() != Some(text) {
            self.altered(INFO, "it does not say what the case says");
        }
    }

    fn seal(&mut self, seal: Option<Sha256>, noted: Option<Sha256>) {
        if let (Some(seal), Some(noted)) = (seal, noted)
            && seal != noted
        {
            self.altered("seal", &format!("it is {seal}, not the one that was noted"));
        }
        if let Some(query) = self.bytes(QUERY, MAX_SMALL)
            && seal.is_some_and(|seal| query != timestamp::query(&seal))
        {
            self.altered(QUERY, "it does not ask about this seal");
        }
    }

    fn signature(&mut self, tags: Option<&str>, info: Option<&str>, signers: Option<&Signers>) -> Signature {
        let promised = info.and_then(info::key);
        if !self.listing.files.contains_key(SIGNATURE) {
            if promised.is_some() {
                self.missing(SIGNATURE);
            } else if signers.is_some() {
                self.altered(SIGNATURE, "nobody signed the case, and a list of signers was given");
            }
            return Signature::None;
        }
        let (Some(armor), Some(tags)) = (self.bytes(SIGNATURE, MAX_SMALL), tags) else {
            return Signature::NotHeld;
        };
        let key = match signature::check(&armor, tags.as_bytes()) {
            Checked::Holds(key) => key,
            Checked::Fails(why) => {
                self.altered(SIGNATURE, &why);
                return Signature::NotHeld;
            }
            Checked::Unknown(why) => {
                self.differences
                    .push(Difference { what: SIGNATURE.to_owned(), how: How::Unreadable { why } });
                return Signature::NotHeld;
            }
        };
        let fingerprint = signature::fingerprint(&key);
        if promised.is_some_and(|promised| promised != fingerprint) {
            self.altered(
                SIGNATURE,
                &format!("it is by the key {fingerprint}, not by the one that the seal names"),
            );
        }
        let who = signers.and_then(|signers| signers.name(&key)).map(str::to_owned);
        if signers.is_some() && who.is_none() {
            self.altered(
                SIGNATURE,
                &format!("it is by the key {fingerprint}, which the list of signers does not name"),
            );
        }
        Signature::Holds { key: fingerprint, who }
    }

    fn stamps(&mut self, seal: Option<Sha256>, authority: Option<&Authority>) -> Vec<Stamp> {
        let names: Vec<String> = self.listing.files.keys().filter(|name| is_reply(name)).cloned().collect();
        let mut stamps = Vec::new();
        for name in names {
            let (Some(bytes), Some(seal)) = (self.bytes(&name, MAX_SMALL), seal) else { continue };
            if reply_name(&bytes) != name {
                self.altered(&name, "its name is not that of its content");
                continue;
            }
            match timestamp::read(&bytes, &seal, authority) {
                Ok(stamp) => stamps.push(Stamp { file: name, ..stamp }),
                Err(why) => self.altered(&name, &why),
            }
        }
        stamps
    }

    /// Files outside `data/` that no sealed case has.
    fn strangers(&mut self) {
        let known = |path: &str| {
            path.starts_with("data/")
                || LISTED_TAGS.contains(&path)
                || [TAGS, SIGNATURE, QUERY].contains(&path)
                || (is_reply(path) && !path.contains('/'))
        };
        let strange = self.listing.files.keys().filter(|path| !known(path));
        self.differences.extend(strange.map(|path| Difference { what: path.clone(), how: How::Unlisted }));
    }
}

fn hash_file(path: &Path, seen: &(dyn Fn(u64) + Sync)) -> io::Result<Sha256> {
    store::copy_hashing(&mut File::open(path)?, &mut io::sink(), seen).map(|(hash, _)| hash)
}

fn other_hash(found: &Sha256) -> String {
    format!("it has the hash {found}")
}
