//! What a signature field says.

use super::{Algorithm, Canonicalization};
use crate::domain::DomainName;
use crate::tag_list::{Malformed, TagList, without_white_space};
use base64::Engine;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use model::Timestamp;
use serde::Serialize;
use std::ops::Range;

/// Base64 as it is found in mail: padded or not.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Most names in `h=`. Signers list some dozens; each costs memory for every field that it selects.
const MAX_NAMES: usize = 1_000;

/// Seconds are at most twelve digits (RFC 6376, section 3.5).
const MAX_SECONDS_DIGITS: usize = 12;

/// A signature field, read: a DKIM-Signature, or the ARC-Message-Signature that shares its tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// `a=`.
    pub algorithm: Algorithm,
    /// `c=`.
    pub canonicalization: Canonicalization,
    /// `d=`: the domain that says it signed.
    pub domain: DomainName,
    /// `s=`: which of the domain's keys.
    pub selector: DomainName,
    /// `h=`: names of the signed fields in lower case, in the order in which they were hashed.
    pub names: Vec<String>,
    /// `bh=`: hash of the body.
    pub body_hash: Vec<u8>,
    /// `l=`: number of canonical bytes of the body that were hashed; all when absent.
    pub length: Option<u64>,
    /// `b=`: the signature proper.
    pub value: Vec<u8>,
    /// Where the value of `b=` stands in the value of the field.
    pub value_span: Range<usize>,
    /// `t=`: when it says it was made.
    pub signed_at: Option<Timestamp>,
    /// `x=`: when it says it stops to count.
    pub expires_at: Option<Timestamp>,
    /// `i=`: on whose behalf; the signer's own word. Absent in ARC, where `i=` is the instance.
    pub identity: Option<Identity>,
}

/// `i=`, the agent or user on whose behalf the signer says it signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// As written, white space taken out.
    pub text: String,
    /// What stands after the last `@`; `d=` or a name below it.
    #[serde(skip)]
    pub domain: DomainName,
}

/// Why a signature cannot be checked at all (RFC 6376, section 6.1.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum SignatureError {
    /// It is no list of tags.
    #[error("not a list of tags: {malformed}")]
    NoTagList {
        /// What is wrong with it.
        malformed: Malformed,
    },
    /// A tag that every signature has is not there.
    #[error("tag {tag}= is missing")]
    MissingTag {
        /// Its name.
        tag: &'static str,
    },
    /// The value of a tag does not have the form that it must have.
    #[error("tag {tag}= cannot be read")]
    MalformedTag {
        /// Its name.
        tag: &'static str,
    },
    /// A tag that this kind of field must not have.
    #[error("tag {tag}= has no place here")]
    ForbiddenTag {
        /// Its name.
        tag: &'static str,
    },
    /// `v=` is not 1.
    #[error("version is not 1")]
    UnknownVersion,
    /// `a=` names nothing that is known.
    #[error("unknown algorithm")]
    UnknownAlgorithm,
    /// `c=` names nothing that is known.
    #[error("unknown canonicalisation")]
    UnknownCanonicalization,
    /// `q=` does not offer `dns/txt`.
    #[error("unknown way to get the key")]
    UnknownQueryMethod,
    /// `i=` is not in the domain of `d=`.
    #[error("i= is not in the domain of d=")]
    IdentityOutsideDomain,
    /// `h=` lacks From.
    #[error("From is not signed")]
    FromNotSigned,
    /// `x=` is not after `t=`.
    #[error("expires before it was made")]
    ExpiresBeforeMade,
    /// `h=` of an ARC-Message-Signature names ARC-Seal (RFC 8617, section 4.1.2).
    #[error("signs an ARC-Seal")]
    SignsSeal,
}

impl Signature {
    /// Reads the value of a DKIM-Signature field.
    pub fn parse(value: &[u8]) -> Result<Self, SignatureError> {
        let tags = tags_of(value)?;
        if required(&tags, "v")? != b"1" {
            return Err(SignatureError::UnknownVersion);
        }
        let mut signature = Self::from_tags(&tags, Canonicalization::default())?;
        if !signature.names.iter().any(|name| name == "from") {
            return Err(SignatureError::FromNotSigned);
        }
        if signature.names.iter().any(String::is_empty) {
            return Err(SignatureError::MalformedTag { tag: "h" });
        }
        signature.identity = identity(&tags, &signature.domain)?;
        Ok(signature)
    }

    /// Reads the value of an ARC-Message-Signature field (RFC 8617, section 4.1.2): like DKIM's, without a version, and
    /// From need not be signed. Without `c=` the canonicalisation is relaxed: the RFC does not say so, the suite of its
    /// authors does.
    pub fn parse_arc(value: &[u8]) -> Result<Self, SignatureError> {
        let tags = tags_of(value)?;
        let signature = Self::from_tags(&tags, Canonicalization::RELAXED)?;
        if signature.algorithm == Algorithm::RsaSha1 {
            return Err(SignatureError::UnknownAlgorithm);
        }
        if signature.names.iter().any(|name| name == "arc-seal") {
            return Err(SignatureError::SignsSeal);
        }
        Ok(signature)
    }

    fn from_tags(tags: &TagList<'_>, without_c: Canonicalization) -> Result<Self, SignatureError> {
        let signature = Self {
            algorithm: algorithm(tags)?,
            canonicalization: match tags.value("c") {
                Some(name) => {
                    Canonicalization::from_name(name).ok_or(SignatureError::UnknownCanonicalization)?
                }
                None => without_c,
            },
            domain: name(tags, "d")?,
            selector: name(tags, "s")?,
            names: field_names(required(tags, "h")?)?,
            body_hash: base64(tags, "bh")?,
            length: tags.value("l").map(length).transpose()?,
            value: base64(tags, "b")?,
            value_span: tags.get("b").map(|tag| tag.span.clone()).unwrap_or_default(),
            signed_at: seconds(tags, "t")?,
            expires_at: seconds(tags, "x")?,
            identity: None,
        };
        let methods = tags.value("q").unwrap_or(b"dns/txt");
        if !methods.split(|&b| b == b':').any(|method| method.trim_ascii() == b"dns/txt") {
            return Err(SignatureError::UnknownQueryMethod);
        }
        match (signature.signed_at, signature.expires_at) {
            (Some(made), Some(expires)) if expires <= made => Err(SignatureError::ExpiresBeforeMade),
            _ => Ok(signature),
        }
    }

    /// Name under which the key is published.
    pub fn key_name(&self) -> Result<DomainName, crate::domain::NameError> {
        key_name(&self.domain, &self.selector)
    }
}

/// Name under which a domain publishes the key of a selector (RFC 6376, section 3.6.2.1).
pub fn key_name(domain: &DomainName, selector: &DomainName) -> Result<DomainName, crate::domain::NameError> {
    domain.with_prefix(&format!("{selector}._domainkey"))
}

pub(crate) fn tags_of(value: &[u8]) -> Result<TagList<'_>, SignatureError> {
    TagList::parse(value).map_err(|malformed| SignatureError::NoTagList { malformed })
}

pub(crate) fn required<'a>(tags: &TagList<'a>, tag: &'static str) -> Result<&'a [u8], SignatureError> {
    tags.value(tag).ok_or(SignatureError::MissingTag { tag })
}

pub(crate) fn algorithm(tags: &TagList<'_>) -> Result<Algorithm, SignatureError> {
    Algorithm::from_name(required(tags, "a")?).ok_or(SignatureError::UnknownAlgorithm)
}

/// A domain or selector: a name of letters, digits, hyphens and underscores. Anything else could be read as part of
/// another name by whoever asks the DNS.
pub(crate) fn name(tags: &TagList<'_>, tag: &'static str) -> Result<DomainName, SignatureError> {
    let name = DomainName::from_bytes(required(tags, tag)?);
    name.ok().filter(DomainName::is_host).ok_or(SignatureError::MalformedTag { tag })
}

pub(crate) fn base64(tags: &TagList<'_>, tag: &'static str) -> Result<Vec<u8>, SignatureError> {
    decode_base64(required(tags, tag)?)
        .filter(|bytes| !bytes.is_empty())
        .ok_or(SignatureError::MalformedTag { tag })
}

/// Base64 with white space anywhere.
pub(crate) fn decode_base64(value: &[u8]) -> Option<Vec<u8>> {
    BASE64.decode(without_white_space(value)).ok()
}

/// Seconds since 1970.
pub(crate) fn seconds(tags: &TagList<'_>, tag: &'static str) -> Result<Option<Timestamp>, SignatureError> {
    let Some(value) = tags.value(tag) else { return Ok(None) };
    let seconds = (value.len() <= MAX_SECONDS_DIGITS).then(|| digits(value)).flatten();
    let micros = seconds.and_then(|s| i64::try_from(s).ok()?.checked_mul(1_000_000));
    micros.map(|m| Some(Timestamp(m))).ok_or(SignatureError::MalformedTag { tag })
}

/// A number of digits only; more than 64 bits count as the greatest number.
pub(crate) fn digits(value: &[u8]) -> Option<u64> {
    let all_digits = !value.is_empty() && value.iter().all(u8::is_ascii_digit);
    all_digits.then(|| {
        value.iter().fold(0_u64, |n, digit| n.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
    })
}

fn length(value: &[u8]) -> Result<u64, SignatureError> {
    digits(value).ok_or(SignatureError::MalformedTag { tag: "l" })
}

/// Names between colons, in lower case. A name that stands for no field may be empty in ARC.
fn field_names(value: &[u8]) -> Result<Vec<String>, SignatureError> {
    let name = |bytes: &[u8]| {
        let name = bytes.trim_ascii().to_ascii_lowercase();
        let is_name = name.iter().all(u8::is_ascii_graphic);
        String::from_utf8(name).ok().filter(|_| is_name)
    };
    let names: Option<Vec<String>> = value.split(|&b| b == b':').take(MAX_NAMES + 1).map(name).collect();
    names.filter(|names| names.len() <= MAX_NAMES).ok_or(SignatureError::MalformedTag { tag: "h" })
}

fn identity(tags: &TagList<'_>, signer: &DomainName) -> Result<Option<Identity>, SignatureError> {
    const MALFORMED: SignatureError = SignatureError::MalformedTag { tag: "i" };
    let Some(value) = tags.value("i") else { return Ok(None) };
    let text = String::from_utf8(without_white_space(value)).map_err(|_| MALFORMED)?;
    let (_, domain) = text.rsplit_once('@').ok_or(MALFORMED)?;
    let domain = DomainName::parse(domain).ok().filter(DomainName::is_host).ok_or(MALFORMED)?;
    match domain.is_at_or_below(signer) {
        true => Ok(Some(Identity { text, domain })),
        false => Err(SignatureError::IdentityOutsideDomain),
    }
}
