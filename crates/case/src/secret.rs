//! Secrets of a case: what pseudonyms and commitments are made with. They lie in the case folder, are readable by their
//! owner only, and are listed nowhere, so that nothing that copies what is listed takes them along.

use crate::error::{Result, damaged, io_at};
use crate::folder::Case;
use crate::store;
use model::Sha256;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// What a secret is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    /// Pseudonyms of everything that leaves the case.
    Pseudonyms,
    /// Salts of the commitments in redacted copies.
    Salts,
    /// Salts of the commitments to accounts that the case has forgotten.
    Forgotten,
}

impl Secret {
    /// Name of its file in the case folder. None of them may leave it.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Pseudonyms => "pseudonyms.key",
            Self::Salts => "redaction-salts.key",
            Self::Forgotten => "forgotten-salts.key",
        }
    }

    /// The 32 bytes of the secret that lie in `folder`: that of a case, or one of its own for what is made from a sealed
    /// case, which has none. `fresh` become it when there is none yet.
    pub fn in_folder(self, folder: &Path, fresh: [u8; 32]) -> Result<[u8; 32]> {
        if let Some(known) = self.known_in(folder)? {
            return Ok(known);
        }
        store::private_dir(folder)?;
        let path = folder.join(self.file_name());
        let mut file = tempfile::Builder::new()
            .prefix(".scrutineer-")
            .suffix(".tmp")
            .tempfile_in(folder)
            .map_err(io_at("creating a file in", folder))?;
        writeln!(file, "{}", Sha256(fresh).hex())
            .and_then(|()| file.as_file().sync_all())
            .map_err(io_at("writing", &path))?;
        // Never in the place of one that somebody else made meanwhile.
        file.persist_noclobber(&path).map_err(|e| io_at("naming", &path)(e.error))?;
        store::sync_dir(folder)?;
        Ok(fresh)
    }

    /// The 32 bytes of the secret that lie in `folder` already.
    pub fn known_in(self, folder: &Path) -> Result<Option<[u8; 32]>> {
        let path = folder.join(self.file_name());
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(io_at("reading", &path)(e)),
        };
        // 64 hexadecimal digits, like a hash.
        let bytes = Sha256::from_hex(text.trim()).ok_or_else(|| damaged(format!("`{}`", path.display())))?;
        Ok(Some(bytes.0))
    }
}

impl Case {
    /// The 32 bytes of a secret. `fresh` become it when the case has none yet: they must be such as nobody can guess.
    pub fn secret(&mut self, secret: Secret, fresh: [u8; 32]) -> Result<[u8; 32]> {
        if let Some(known) = self.known_secret(secret)? {
            return Ok(known);
        }
        self.require_writing()?;
        secret.in_folder(&self.dir, fresh)
    }

    /// The 32 bytes of a secret that the case has already.
    pub fn known_secret(&self, secret: Secret) -> Result<Option<[u8; 32]>> {
        secret.known_in(&self.dir)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Timestamp;

    #[test]
    fn a_secret_is_made_once_and_for_its_owner_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let dir = folder.path().join("case");
        let mut case = Case::create(&dir, "", Timestamp(0)).expect("made");
        assert_eq!(case.secret(Secret::Pseudonyms, [1; 32]).expect("made"), [1; 32]);
        assert_eq!(case.secret(Secret::Pseudonyms, [2; 32]).expect("kept"), [1; 32]);
        assert_eq!(case.secret(Secret::Salts, [3; 32]).expect("made"), [3; 32]);
        assert!(case.verify().expect("verified").is_empty());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let file = fs::metadata(dir.join("pseudonyms.key")).expect("there");
            assert_eq!(file.permissions().mode() & 0o777, 0o600);
        }
        fs::write(dir.join("pseudonyms.key"), "short").expect("writable");
        assert!(case.secret(Secret::Pseudonyms, [2; 32]).is_err(), "a damaged key is not replaced");
    }
}
