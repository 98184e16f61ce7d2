//! `bag-info.txt`: what the bag is, when it was made, and which key is to sign it.

use crate::contents::Contents;
use model::{Sha256, Timestamp};

/// What the file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Info {
    pub program: String,
    pub sealed: Timestamp,
    pub case: Sha256,
    /// Bytes and files of the payload.
    pub payload: (u64, u64),
    /// Fingerprint of the key that signs it. As it stands under the seal, the signature cannot be taken away unnoticed.
    pub key: Option<String>,
}

const KEY: &str = "Scrutineer-Signing-Key: ";
const OXUM: &str = "Payload-Oxum: ";

impl Info {
    pub fn of(contents: &Contents, sealed: Timestamp, payload: (u64, u64), key: Option<String>) -> Self {
        Self { program: contents.program.clone(), sealed, case: contents.case, payload, key }
    }

    pub fn text(&self) -> String {
        let time = self.sealed.rfc3339();
        let date = time.split('T').next().unwrap_or_default();
        let (bytes, files) = self.payload;
        let mut text = format!(
            "Bag-Software-Agent: {}\nBagging-Date: {date}\nExternal-Identifier: sha256:{}\n{OXUM}{bytes}.{files}\n\
             Scrutineer-Sealed-At: {time}\n",
            self.program, self.case
        );
        if let Some(key) = &self.key {
            text.push_str(&format!("{KEY}{key}\n"));
        }
        text
    }
}

/// Fingerprint of the promised key, read before anything else is known to be whole.
pub(super) fn key(text: &str) -> Option<&str> {
    text.lines().find_map(|line| line.strip_prefix(KEY))
}

/// Bytes and files of the payload as stated.
pub(super) fn payload(text: &str) -> Option<(u64, u64)> {
    let (bytes, files) = text.lines().find_map(|line| line.strip_prefix(OXUM))?.split_once('.')?;
    Some((bytes.parse().ok()?, files.parse().ok()?))
}
