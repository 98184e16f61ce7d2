//! What comes out of checking a signature.

use super::repair::Repair;
use super::{Algorithm, Canonicalization, Identity, KeyError, SignatureError};
use crate::dns::{Failure, Seen, Unknown};
use crate::domain::DomainName;
use model::Timestamp;
use serde::Serialize;
use std::fmt;
use std::ops::Range;

/// Result for one signature (after RFC 8601, section 2.7.1, and one more).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The holder of a key of the domain signed these bytes.
    Pass,
    /// The bytes are not those that were signed, or the key is not the one that signed.
    Fail,
    /// The mathematics holds, and a rule says that it does not count: see the reason.
    Policy,
    /// Asking for the key failed when somebody did.
    TempError,
    /// The signature cannot be checked as it stands, or the domain has no usable key for it.
    PermError,
    /// The files on hand do not hold the key. Not a statement about the mail.
    #[serde(rename = "not_known")]
    NotKnown,
}

impl Verdict {
    /// Name as in RFC 8601, section 2.7.1; `not_known` for the one that RFC does not have.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Policy => "policy",
            Self::TempError => "temperror",
            Self::PermError => "permerror",
            Self::NotKnown => "not_known",
        }
    }
}

/// Why a signature does not pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// The signature cannot be read.
    Unreadable {
        /// Why.
        signature: SignatureError,
    },
    /// The body is not the one that was signed.
    BodyHashMismatch,
    /// `l=` is more than the body has.
    BodyShorterThanLength {
        /// `l=`.
        length: u64,
        /// Canonical bytes of the body.
        body: u64,
    },
    /// Something is not as it was signed, and the mail was put together from what an Outlook file keeps: its original
    /// bytes are lost, so nothing follows from that.
    OriginalNotKept,
    /// The signed fields, or the signature field itself, are not those that were signed, or another key signed them.
    SignatureMismatch,
    /// The signature holds when this field is left out: it was added below the one that was signed.
    FieldAddedBelow {
        /// Number of the field in the message.
        field: usize,
    },
    /// Made with SHA-1, which does not count since RFC 8301.
    HistoricSha1,
    /// The key has fewer than 1,024 bits, so no signature by it counts (RFC 8301). It was not tried.
    KeyTooShort {
        /// Bits of the key.
        bits: usize,
    },
    /// `x=` was over at the time for which the verdict is given.
    Expired,
    /// No record at the selector can be used; why is told by each in [`Outcome::keys`].
    NoUsableKey {
        /// What is wrong with the first.
        key: KeyError,
    },
    /// The domain had no key at the selector at that time.
    KeyAbsent,
    /// Asking for the key failed.
    KeyLookupFailed {
        /// How.
        failure: Failure,
    },
    /// Nothing on hand tells the key.
    KeyNotOnFile {
        /// Why.
        unknown: Unknown,
    },
    /// The name of the key is longer than names can be.
    KeyNameTooLong,
    /// More signatures than the limit; this one was not looked at.
    OverLimit,
}

/// Whether a part of a signature holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// It could not be checked.
    #[default]
    NotChecked,
}

/// What was known against, or about, a signature besides its verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Caveat {
    /// `d=` is a public suffix: it stands for nobody in particular.
    DomainIsPublicSuffix,
    /// `d=` is above the domain of an author: the signer may be somebody who only runs the zone above.
    DomainAboveAuthor {
        /// Domain of the author.
        author: DomainName,
    },
    /// Fields that a reader sees and that could be added without breaking the signature, since `h=` names them no more
    /// often than they occur.
    FieldsCanBeAdded {
        /// Names in lower case.
        names: Vec<&'static str>,
    },
    /// Fields that a reader sees, that are there and not signed at all.
    FieldsNotSigned {
        /// Numbers of the fields in the message.
        fields: Vec<usize>,
    },
    /// A field with a signed name that the signature does not cover: a second one, above the signed one.
    UncoveredCopies {
        /// Numbers of the fields in the message.
        fields: Vec<usize>,
    },
    /// `l=` is given: text could be added to the body without breaking the signature.
    BodyCanGrow,
    /// Text stands in the body after the part that was signed.
    TextAppended {
        /// Where it stands in the message.
        span: Range<usize>,
    },
    /// The signature holds only after the message was repaired.
    Repaired {
        /// How.
        repair: Repair,
    },
    /// `t=` is after the time for which the verdict is given.
    SignedLater,
    /// The domain says that it is only testing DKIM (`t=y`).
    Testing,
    /// The key has fewer than 2,048 bits.
    WeakKey {
        /// Bits of the key.
        bits: usize,
    },
    /// Several records at the selector; which one a receiver took is not defined.
    SeveralKeys {
        /// How many.
        count: usize,
    },
    /// The source of the key tells no date.
    UndatedKey,
}

/// What a signature covers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Signed fields, in the order in which they are hashed.
    pub fields: Vec<Covered>,
    /// Names that were signed as not being there: a field with such a name cannot be added.
    pub absent: Vec<String>,
    /// Where the signed part of the body stands in the message.
    pub body: Range<usize>,
}

/// A field that a signature covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Covered {
    /// Number of the field in the message.
    pub field: usize,
    /// Name in lower case.
    pub name: String,
    /// Where it stands.
    pub span: Range<usize>,
}

/// What the signature says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Claims {
    /// `d=`.
    pub domain: DomainName,
    /// `s=`.
    pub selector: DomainName,
    /// `i=`.
    pub identity: Option<Identity>,
    /// `a=`.
    pub algorithm: Algorithm,
    /// `c=`.
    pub canonicalization: Canonicalization,
    /// `t=`.
    pub signed_at: Option<Timestamp>,
    /// `x=`.
    pub expires_at: Option<Timestamp>,
}

/// A record at the selector, and how it fared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyTried {
    /// Name that holds the record, aliases followed.
    pub name: DomainName,
    /// Who says so, and for which time.
    pub seen: Seen,
    /// Bits of the key, when it could be read.
    pub bits: Option<usize>,
    /// Whether it is the key that signed, or why it could not be tried.
    pub result: KeyResult,
}

/// How a key fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum KeyResult {
    /// The signature holds with it.
    Signed,
    /// It does not.
    DidNotSign,
    /// The key is too short to count and was not tried.
    TooShort,
    /// It cannot be used for this signature.
    Unusable {
        /// Why.
        key: KeyError,
    },
}

/// Result of checking one signature for one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Number of the signature's field in the message.
    pub field: usize,
    /// Where the field stands.
    pub span: Range<usize>,
    /// Time for which keys were asked and `x=` was looked at.
    pub at: Timestamp,
    /// The result.
    pub verdict: Verdict,
    /// Why it is not a pass.
    pub reason: Option<Reason>,
    /// What the signature says; `None` when it cannot be read.
    pub claims: Option<Claims>,
    /// Whether the signed fields are those that the key signed. They may be although the body is not.
    pub header: Holds,
    /// Whether the body has the signed hash. It may although the key is not known.
    pub body: Holds,
    /// What was signed, if the signature holds.
    pub covers: Coverage,
    /// Records at the selector.
    pub keys: Vec<KeyTried>,
    /// What else has to be known.
    pub caveats: Vec<Caveat>,
}

impl Outcome {
    /// What a pass states; nothing otherwise.
    pub fn statement(&self) -> Option<KeyHolderSigned<'_>> {
        let claims = self.claims.as_ref().filter(|_| self.verdict == Verdict::Pass)?;
        Some(KeyHolderSigned { domain: &claims.domain, covers: &self.covers })
    }
}

/// All that a pass states: that whoever held a key of the domain signed these fields. Who that was, who wrote the mail
/// and whether what it says is so, it does not state; no other sentence can be made from a pass.
#[derive(Clone, Copy, Debug)]
pub struct KeyHolderSigned<'a> {
    domain: &'a DomainName,
    covers: &'a Coverage,
}

impl fmt::Display for KeyHolderSigned<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the key holder of {} signed these headers: ", self.domain)?;
        for (i, covered) in self.covers.fields.iter().enumerate() {
            let separator = if i == 0 { "" } else { ", " };
            write!(f, "{separator}{}", covered.name)?;
        }
        match self.covers.body.is_empty() {
            true => Ok(()),
            false => {
                let Range { start, end } = self.covers.body;
                write!(f, "; and the body, bytes {start} to {end}")
            }
        }
    }
}
