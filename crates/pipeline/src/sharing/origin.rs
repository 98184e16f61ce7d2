//! What something is shared out of: a case, or a sealed case, which is only read.

use crate::ctx::Ctx;
use crate::error::{Error, Result};
use case::{Against, Case, Recorded, Secret};
use model::Sha256;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// A case or a sealed case, and where its secrets lie.
pub(crate) struct Origin {
    /// What it says.
    pub recorded: Recorded,
    /// The seal, where it is a sealed case.
    pub seal: Option<Sha256>,
    /// The case, open for writing; `None` where it is a sealed one.
    case: Option<Case>,
    keys: PathBuf,
}

/// A sealed case where only a case folder can be shared from.
pub(crate) fn refuse_sealed(place: &Path) -> Result<()> {
    if !case::is_bag(place) {
        return Ok(());
    }
    Err(Error::Option {
        message: format!("`{}` is a sealed case, and this takes a case folder", place.display()),
        hint: "`scrutineer case redact` makes a copy for others out of a sealed case, with the report"
            .to_owned(),
    })
}

impl Origin {
    /// Opens a case for writing, or verifies and reads a sealed one. `keys` is the folder of the secrets for a sealed
    /// case, which has none itself.
    pub fn open(place: &Path, keys: Option<&Path>, ctx: &Ctx<'_>) -> Result<Self> {
        if !case::is_bag(place) {
            let case = Case::open(place)?;
            case.check_log()?;
            let keys = keys.unwrap_or(place).to_owned();
            let recorded = Recorded::of(&case, crate::PROGRAM)?;
            return Ok(Self { recorded, seal: None, case: Some(case), keys });
        }
        let Some(keys) = keys else {
            return Err(Error::Option {
                message: format!("`{}` is a sealed case, which holds no keys for pseudonyms and salts", place.display()),
                hint: "name the folder of the original case with `--keys DIR`, so that pseudonyms are the same; or a new \
                       folder, and keep it"
                    .to_owned(),
            });
        };
        ctx.progress.stage("verifying the sealed case", None);
        let verified = case::verify_bag(place, Against::default(), &|_| {});
        if let Some(first) = verified.differences.first() {
            return Err(Error::Option {
                message: format!(
                    "the sealed case `{}` is not as it was sealed: `{}` differs",
                    place.display(),
                    first.what
                ),
                hint: "`scrutineer case verify` lists everything that differs".to_owned(),
            });
        }
        let recorded = Recorded::open(place, crate::PROGRAM)?;
        Ok(Self { recorded, seal: verified.seal, case: None, keys: keys.to_owned() })
    }

    /// The 32 bytes of a secret; `fresh` become it when there is none yet.
    pub fn secret(&self, secret: Secret, fresh: [u8; 32]) -> Result<[u8; 32]> {
        Ok(secret.in_folder(&self.keys, fresh)?)
    }

    /// The 32 bytes of a secret that is there already.
    pub fn known_secret(&self, secret: Secret) -> Result<Option<[u8; 32]>> {
        Ok(secret.known_in(&self.keys)?)
    }

    /// Notes in the custody log of a case what left it. A sealed case stays as it is.
    pub fn log(&mut self, action: &str, details: &impl Serialize, ctx: &Ctx<'_>) -> Result<()> {
        if let Some(case) = &mut self.case {
            case.log(&ctx.actor, action, details, ctx.now)?;
        }
        Ok(())
    }
}
