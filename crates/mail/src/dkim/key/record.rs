//! Key records.

use super::der::rsa_key;
use crate::dkim::signature::decode_base64;
use crate::dkim::{Algorithm, Hash, KeyType};
use crate::tag_list::{Malformed, TagList};
use serde::Serialize;

/// Least bits of an RSA key that counts (RFC 8301, section 3.2).
pub const MIN_RSA_BITS: usize = 1024;
/// Bits below which an RSA key was no longer thought strong when RFC 8301 was written.
pub const STRONG_RSA_BITS: usize = 2048;
/// Most bits of an RSA key that are looked at.
const MAX_RSA_BITS: usize = 8192;

/// A key with its restrictions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRecord {
    /// `p=`.
    pub key: PublicKey,
    /// `h=`: hashes that signatures may use; all when absent.
    pub hashes: Option<Vec<Hash>>,
    /// `t=y`: the domain says that it is only testing.
    pub testing: bool,
    /// `t=s`: `i=` must have the very domain of `d=`.
    pub strict: bool,
}

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicKey {
    /// RSA: most significant bytes first, without leading zeros.
    Rsa {
        /// Modulus.
        n: Vec<u8>,
        /// Exponent.
        e: Vec<u8>,
    },
    /// Ed25519.
    Ed25519([u8; 32]),
}

/// Why a record is no key that a signature could be checked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum KeyError {
    /// It is no list of tags: often another record at the same name.
    #[error("not a list of tags: {malformed}")]
    NoTagList {
        /// What is wrong with it.
        malformed: Malformed,
    },
    /// `v=` is there and not DKIM1, or not the first tag.
    #[error("version is not DKIM1")]
    UnknownVersion,
    /// `k=` names no known type.
    #[error("unknown type of key")]
    UnknownType,
    /// `p=` is missing.
    #[error("no key in the record")]
    NoKey,
    /// `p=` is empty: the domain took the key back.
    #[error("the key was revoked")]
    Revoked,
    /// `p=` is no key of its type, or an RSA key of numbers that are none.
    #[error("the key cannot be read")]
    MalformedKey,
    /// More bits than are looked at.
    #[error("the key has {bits} bits, too many")]
    TooLong {
        /// Bits of the modulus.
        bits: usize,
    },
    /// `s=` does not allow mail.
    #[error("the key is not for mail")]
    NotForMail,
    /// `h=` does not allow the hash of the signature.
    #[error("the key does not allow this hash")]
    HashNotAllowed,
    /// The key is of another type than the signature's algorithm.
    #[error("the key is of another type than the signature")]
    OtherType,
    /// `t=s`, and `i=` has a domain below `d=`.
    #[error("the key does not allow i= below d=")]
    IdentityBelowDomain,
}

impl KeyRecord {
    /// Reads the text of a TXT record.
    pub fn parse(text: &[u8]) -> Result<Self, KeyError> {
        let tags = TagList::parse(text).map_err(|malformed| KeyError::NoTagList { malformed })?;
        let version = tags.tags.iter().position(|tag| tag.name == "v");
        if version.is_some_and(|at| at != 0 || tags.tags[at].value != b"DKIM1") {
            return Err(KeyError::UnknownVersion);
        }
        let key_type = match tags.value("k") {
            None | Some(b"rsa") => KeyType::Rsa,
            Some(b"ed25519") => KeyType::Ed25519,
            Some(_) => return Err(KeyError::UnknownType),
        };
        let items = |tag| tags.value(tag).map(|list| list.split(|&b| b == b':').map(<[u8]>::trim_ascii));
        if items("s").is_some_and(|mut services| !services.any(|s| s == b"*" || s == b"email")) {
            return Err(KeyError::NotForMail);
        }
        let key = match tags.value("p") {
            None => return Err(KeyError::NoKey),
            Some(b"") => return Err(KeyError::Revoked),
            Some(base64) => PublicKey::parse(key_type, base64)?,
        };
        let has_flag = |flag: &[u8]| items("t").is_some_and(|mut flags| flags.any(|f| f == flag));
        Ok(Self {
            key,
            hashes: items("h").map(|names| names.filter_map(hash).collect()),
            testing: has_flag(b"y"),
            strict: has_flag(b"s"),
        })
    }

    /// Whether the record lets its key be used with this algorithm.
    pub fn allows(&self, algorithm: Algorithm) -> Result<(), KeyError> {
        if self.key.key_type() != algorithm.key_type() {
            return Err(KeyError::OtherType);
        }
        match &self.hashes {
            Some(hashes) if !hashes.contains(&algorithm.hash()) => Err(KeyError::HashNotAllowed),
            _ => Ok(()),
        }
    }
}

fn hash(name: &[u8]) -> Option<Hash> {
    [Hash::Sha1, Hash::Sha256].into_iter().find(|hash| hash.name().as_bytes() == name)
}

/// Whether modulus and exponent are odd, and the exponent from 3 to 2^33 as the library takes it: another key could not
/// have signed, or anybody could have.
fn can_be_rsa((n, e): &(&[u8], &[u8])) -> bool {
    let is_odd = |number: &[u8]| number.last().is_some_and(|low| low % 2 == 1);
    let value = e.iter().fold(0_u64, |value, &byte| value.saturating_mul(256).saturating_add(byte.into()));
    is_odd(n) && is_odd(e) && (3..1 << 33).contains(&value)
}

impl PublicKey {
    fn parse(key_type: KeyType, base64: &[u8]) -> Result<Self, KeyError> {
        let bytes = decode_base64(base64).ok_or(KeyError::MalformedKey)?;
        let key = match key_type {
            KeyType::Ed25519 => Self::Ed25519(bytes.try_into().map_err(|_| KeyError::MalformedKey)?),
            KeyType::Rsa => {
                let (n, e) = rsa_key(&bytes).filter(can_be_rsa).ok_or(KeyError::MalformedKey)?;
                Self::Rsa { n: n.to_vec(), e: e.to_vec() }
            }
        };
        match key.bits() {
            bits if bits > MAX_RSA_BITS => Err(KeyError::TooLong { bits }),
            _ => Ok(key),
        }
    }

    /// Type of the key.
    pub const fn key_type(&self) -> KeyType {
        match self {
            Self::Rsa { .. } => KeyType::Rsa,
            Self::Ed25519(_) => KeyType::Ed25519,
        }
    }

    /// Bits of the modulus, or 256.
    pub fn bits(&self) -> usize {
        match self {
            Self::Rsa { n, .. } => n.first().map_or(0, |top| 8 * n.len() - top.leading_zeros() as usize),
            Self::Ed25519(key) => 8 * key.len(),
        }
    }

    /// Whether the key is too short to count (RFC 8301, section 3.2).
    pub fn is_too_short(&self) -> bool {
        self.key_type() == KeyType::Rsa && self.bits() < MIN_RSA_BITS
    }

    /// Whether the key is shorter than what RFC 8301 tells signers to use.
    pub fn is_weak(&self) -> bool {
        self.key_type() == KeyType::Rsa && self.bits() < STRONG_RSA_BITS
    }
}
