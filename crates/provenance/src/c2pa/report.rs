//! What a look at a file's manifests gave.

use serde::{Deserialize, Serialize};

/// Whether manifests hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The file was not looked at: see the failure.
    #[default]
    NotChecked,
    /// The file carries no manifest.
    None,
    /// The file only names an address where its manifest is kept. It is not fetched.
    Remote,
    /// A signature or a hash does not hold, or a rule is broken. This is not the same as tampering: see the codes.
    Invalid,
    /// Signature and hashes hold. Nothing is known of the signer: his certificate leads to no anchor that was given.
    Valid,
    /// Signature and hashes hold, and the signer's certificate leads to an anchor that was given.
    Trusted,
    /// The kind of file cannot carry a manifest, or is not known to.
    Unsupported,
    /// The file, or the manifest in it, could not be read: see the failure.
    Unreadable,
}

impl State {
    /// Stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotChecked => "not_checked",
            Self::None => "none",
            Self::Remote => "remote",
            Self::Invalid => "invalid",
            Self::Valid => "valid",
            Self::Trusted => "trusted",
            Self::Unsupported => "unsupported",
            Self::Unreadable => "unreadable",
        }
    }

    /// Whether signature and hashes hold.
    pub fn holds(self) -> bool {
        matches!(self, Self::Valid | Self::Trusted)
    }

    /// Whether a manifest was read.
    pub fn has_manifest(self) -> bool {
        matches!(self, Self::Invalid | Self::Valid | Self::Trusted)
    }
}

/// Why a file could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Stable code.
    pub code: String,
    /// In words.
    pub message: String,
}

impl Failure {
    /// A failure.
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into() }
    }
}

/// Kind of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum CodeKind {
    Success,
    Informational,
    Failure,
}

/// One result of validation, by the C2PA specification's codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The code, such as `assertion.dataHash.mismatch`.
    pub code: String,
    /// Kind.
    pub kind: CodeKind,
    /// Part of the manifest that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Whether it is about an ingredient: another file that went into this one.
    #[serde(default)]
    pub of_ingredient: bool,
}

/// A kind of source that a signed claim states (IPTC NewsCodes or C2PA).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourceType {
    /// The vocabulary's address of the kind, as stated.
    pub uri: String,
    /// Action that states it, such as `c2pa.created`; empty where none does.
    pub action: String,
    /// Program that did it, as stated; may be empty.
    pub agent: String,
}

/// One manifest: what one signer signed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Its name in the file.
    pub label: String,
    /// Whether it is the file's own, and not that of something that went into it.
    pub is_active: bool,
    /// Program that made the claim, as it calls itself.
    pub generator: Option<String>,
    /// Title of the file, as stated.
    pub title: Option<String>,
    /// Organisation in the signer's certificate.
    pub signer: Option<String>,
    /// Common name in it.
    pub signer_name: Option<String>,
    /// Serial number of it.
    pub serial: Option<String>,
    /// Time of signing by a time stamp, as stated (RFC 3339).
    pub signed_at: Option<String>,
    /// Kinds of sources.
    pub sources: Vec<SourceType>,
    /// Other programs that it names.
    pub agents: Vec<String>,
    /// Titles of what went into the file.
    pub ingredients: Vec<String>,
}

/// What a look at a file's manifests gave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Whether they hold.
    pub state: State,
    /// Why not, where nothing could be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// Results of validation: those of the file's own manifest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Code>,
    /// Manifests: the file's own first, then by their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub manifests: Vec<Manifest>,
    /// Address of a manifest that is kept elsewhere. It is not fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote_url: Option<String>,
}

impl Report {
    /// One that says only why nothing was looked at.
    pub fn not_checked(code: &str, message: impl Into<String>) -> Self {
        Self { failure: Some(Failure::new(code, message)), ..Self::default() }
    }

    /// The file's own manifest.
    pub fn active(&self) -> Option<&Manifest> {
        self.manifests.iter().find(|manifest| manifest.is_active)
    }

    /// Codes of failures, in their order, those of ingredients last.
    pub fn failures(&self) -> impl Iterator<Item = &Code> {
        self.codes.iter().filter(|code| code.kind == CodeKind::Failure)
    }

    /// Whether what `manifest` says is signed: all holds, and nothing failed in this manifest but that its signer is not
    /// known.
    pub fn vouches_for(&self, manifest: &Manifest) -> bool {
        let of_this = |code: &&Code| {
            code.code != UNKNOWN_SIGNER
                && code.about.as_ref().is_some_and(|about| about.contains(&manifest.label))
        };
        self.state.holds() && !self.failures().any(|code| of_this(&code))
    }
}

/// The code that says that a certificate leads to no anchor.
const UNKNOWN_SIGNER: &str = "signingCredential.untrusted";
