//! Arguments of the commands of `scrutineer case` that take in, seal, verify, repeat and compare.

use super::moment;
use super::weighing::{CategoryName, Who};
use clap::{Args as ClapArgs, ValueEnum};
use model::{Sensitivity, Sha256, Timestamp};
use std::path::PathBuf;

/// `scrutineer case add`.
#[derive(Debug, ClapArgs)]
pub struct CaseAdd {
    /// Case folder; made when it is not there.
    pub case: PathBuf,
    /// Files or folders; `-` is the standard input.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Who does this.
    #[command(flatten)]
    pub who: Who,
    /// How the files were obtained, in your own words.
    #[arg(long, value_name = "TEXT", requires_all = ["by", "when"])]
    pub how: Option<String>,
    /// By whom they were obtained.
    #[arg(long, value_name = "NAME", requires_all = ["how", "when"])]
    pub by: Option<String>,
    /// When they were obtained.
    #[arg(long, value_name = "TIME", value_parser = moment, requires_all = ["how", "by"])]
    pub when: Option<Timestamp>,
    /// Licence or terms under which they came.
    #[arg(long, value_name = "TEXT")]
    pub licence: Option<String>,
    /// Who may see them.
    #[arg(long, value_enum, default_value_t = SensitivityName::Personal)]
    pub sensitivity: SensitivityName,
    /// Kind of evidence.
    #[arg(long, value_enum, default_value_t = CategoryName::Behavioural)]
    pub category: CategoryName,
}

/// Who may see evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SensitivityName {
    /// Already public.
    Public,
    /// Holds personal data.
    Personal,
    /// Not to leave the case.
    Restricted,
}

impl From<SensitivityName> for Sensitivity {
    fn from(name: SensitivityName) -> Self {
        match name {
            SensitivityName::Public => Self::Public,
            SensitivityName::Personal => Self::Personal,
            SensitivityName::Restricted => Self::Restricted,
        }
    }
}

/// `scrutineer case seal`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
The folder is a BagIt 1.0 bag. It is complete: evidence with all personal data in it.

Examples:
  scrutineer case seal harbour.case --to harbour.sealed --key ~/.ssh/id_ed25519
  scrutineer case verify harbour.sealed --signers allowed_signers
  ssh-keygen -Y check-novalidate -n scrutineer-case -s harbour.sealed/tagmanifest-sha256.txt.sig < harbour.sealed/tagmanifest-sha256.txt")]
pub struct CaseSeal {
    /// Case folder.
    pub case: PathBuf,
    /// New folder for the sealed case.
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
    /// Private key to sign with, in OpenSSH's format and without a passphrase.
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// Leave the bytes of evidence and of other given files out; their hashes stay. Records and results are kept.
    #[arg(long)]
    pub no_content: bool,
    /// Who does this.
    #[command(flatten)]
    pub who: Who,
}

/// `scrutineer case timestamp`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
`case seal` writes the query, `tagmanifest-sha256.txt.tsq`. Send it to an authority of your choice, such as with
curl -H 'Content-Type: application/timestamp-query' --data-binary @tagmanifest-sha256.txt.tsq ADDRESS > reply.tsr")]
pub struct CaseTimestamp {
    /// Sealed case.
    pub sealed: PathBuf,
    /// The authority's reply.
    pub reply: PathBuf,
    /// Certificate of the authority (DER or PEM) that its signature is checked with.
    #[arg(long, value_name = "FILE")]
    pub authority: Option<PathBuf>,
}

/// `scrutineer case verify`.
#[derive(Debug, ClapArgs)]
pub struct CaseVerify {
    /// Case folder or sealed case.
    pub case: PathBuf,
    /// The seal, noted elsewhere: 64 hexadecimal digits.
    #[arg(long, value_name = "HASH", value_parser = hash)]
    pub expect: Option<Sha256>,
    /// Keys that may have signed it, in the form of OpenSSH's `allowed_signers`.
    #[arg(long, value_name = "FILE")]
    pub signers: Option<PathBuf>,
    /// Certificate of the time-stamping authority (DER or PEM).
    #[arg(long, value_name = "FILE")]
    pub authority: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// `scrutineer case rerun`.
#[derive(Debug, ClapArgs)]
pub struct CaseRerun {
    /// Case folder or sealed case.
    pub case: PathBuf,
    /// File or folder that a run was given and the case does not keep; known by its bytes.
    #[arg(long, value_name = "PATH")]
    pub aid: Vec<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// `scrutineer case diff`.
#[derive(Debug, ClapArgs)]
pub struct CaseDiff {
    /// Case folder or sealed case.
    pub before: PathBuf,
    /// Another one.
    pub after: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

fn hash(text: &str) -> Result<Sha256, String> {
    Sha256::from_hex(text).ok_or_else(|| "a seal has 64 hexadecimal digits".to_owned())
}
