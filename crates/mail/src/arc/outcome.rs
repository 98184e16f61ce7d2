//! What comes out of validating a chain.

use super::ChainStatus;
use crate::dkim;
use crate::domain::DomainName;
use model::Timestamp;
use serde::Serialize;
use std::ops::Range;

/// Result for a chain (RFC 8617, section 4.4, and two more).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No ARC fields.
    #[default]
    None,
    /// Every seal holds, and so does the newest message signature.
    Pass,
    /// Something is wrong; see the reason.
    Fail,
    /// Asking for a key failed when somebody did.
    TempError,
    /// Nothing is found wrong, and a key is not on hand.
    #[serde(rename = "not_known")]
    NotKnown,
}

/// Which of the three fields of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// ARC-Authentication-Results: what the relay found.
    AuthenticationResults,
    /// ARC-Message-Signature: over the message as the relay left it.
    MessageSignature,
    /// ARC-Seal: over the ARC fields so far.
    Seal,
}

impl PartKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::AuthenticationResults, Self::MessageSignature, Self::Seal];

    /// Name of the field.
    pub const fn field_name(self) -> &'static str {
        match self {
            Self::AuthenticationResults => "ARC-Authentication-Results",
            Self::MessageSignature => "ARC-Message-Signature",
            Self::Seal => "ARC-Seal",
        }
    }
}

/// Why a chain does not pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// A field without an instance from 1 to 50.
    NoInstance {
        /// Number of the field in the message.
        field: usize,
    },
    /// A set has two fields of a kind.
    Duplicate {
        /// The set.
        instance: u32,
        /// The kind.
        part: PartKind,
    },
    /// A set lacks a field, or a whole set is missing below the newest.
    Missing {
        /// The set.
        instance: u32,
        /// The first kind that is missing.
        part: PartKind,
    },
    /// More sets than the limit.
    TooManySets,
    /// A field cannot be read.
    Unreadable {
        /// The set.
        instance: u32,
        /// The kind.
        part: PartKind,
        /// Why.
        signature: dkim::SignatureError,
    },
    /// `cv=` of the oldest seal is not `none`, or that of a later one not `pass`.
    WrongStatus {
        /// The set.
        instance: u32,
        /// What it says.
        status: ChainStatus,
    },
    /// A sealer had already declared the chain failed.
    SealedAsFailed {
        /// The set.
        instance: u32,
    },
    /// The newest message signature does not hold, or cannot be checked.
    MessageSignature {
        /// The set.
        instance: u32,
        /// Why.
        signature: dkim::Reason,
    },
    /// A seal does not hold, or cannot be checked.
    Seal {
        /// The set.
        instance: u32,
        /// Why.
        signature: dkim::Reason,
    },
}

/// A field of a set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Number of the field in the message.
    pub field: usize,
    /// Where it stands.
    pub span: Range<usize>,
}

/// How the signature in a field fared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartCheck {
    /// The field.
    pub part: Part,
    /// `d=`.
    pub domain: DomainName,
    /// `s=`.
    pub selector: DomainName,
    /// When it says it was made.
    pub signed_at: Option<Timestamp>,
    /// The result.
    pub verdict: dkim::Verdict,
    /// Why it is not a pass.
    pub reason: Option<dkim::Reason>,
    /// Records at the selector.
    pub keys: Vec<dkim::KeyTried>,
    /// What was signed, if it holds; nothing for seals, which cover the ARC fields up to their set.
    pub covers: dkim::Coverage,
    /// What else has to be known.
    pub caveats: Vec<dkim::Caveat>,
}

/// One set of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetOutcome {
    /// `i=`.
    pub instance: u32,
    /// The ARC-Authentication-Results field.
    pub results: Part,
    /// The message signature. Those of older sets break when a later relay changes the message; only the newest has to
    /// hold.
    pub message_signature: PartCheck,
    /// The seal, whose domain is the sealer.
    pub seal: PartCheck,
    /// What the sealer says about the chain as it got it.
    pub status: ChainStatus,
}

/// Result for the chain of a message, for one time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Chain {
    /// The result.
    pub verdict: Verdict,
    /// Why it is not a pass.
    pub reason: Option<Reason>,
    /// Time for which keys were asked.
    pub at: Timestamp,
    /// The sets from the oldest to the newest; none when they do not form a chain.
    pub sets: Vec<SetOutcome>,
    /// The oldest instance from which on all message signatures hold: nobody changed since then what they cover.
    pub oldest_pass: Option<u32>,
}

impl Chain {
    /// Domains of the sealers from the oldest to the newest. Only what a valid chain says may be laid at their door.
    pub fn sealers(&self) -> impl Iterator<Item = &DomainName> {
        self.sets.iter().map(|set| &set.seal.domain)
    }
}
