//! Names of algorithms and canonicalisations.

use serde::{Serialize, Serializer};
use std::fmt;

/// How the fields of a signature are signed: tag `a=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Algorithm {
    /// RSA with SHA-1: historic, and by RFC 8301 no reason to believe anything.
    RsaSha1,
    /// RSA with SHA-256.
    RsaSha256,
    /// Ed25519 over a SHA-256 (RFC 8463).
    Ed25519Sha256,
}

/// How the body is hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Hash {
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
}

/// Type of a key: tag `k=` of its record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyType {
    /// RSA.
    #[default]
    Rsa,
    /// Ed25519 (RFC 8463).
    Ed25519,
}

/// What a signer allows a relay to change without breaking the signature (RFC 6376, section 3.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Canon {
    /// Nothing but empty lines at the end of the body.
    #[default]
    Simple,
    /// White space, folding and the case of field names too.
    Relaxed,
}

/// Canonicalisation of header and body: tag `c=`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Canonicalization {
    /// Of the header fields.
    pub header: Canon,
    /// Of the body.
    pub body: Canon,
}

impl Algorithm {
    /// By the name in a signature.
    pub fn from_name(name: &[u8]) -> Option<Self> {
        match name {
            b"rsa-sha1" => Some(Self::RsaSha1),
            b"rsa-sha256" => Some(Self::RsaSha256),
            b"ed25519-sha256" => Some(Self::Ed25519Sha256),
            _ => None,
        }
    }

    /// Name in a signature.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RsaSha1 => "rsa-sha1",
            Self::RsaSha256 => "rsa-sha256",
            Self::Ed25519Sha256 => "ed25519-sha256",
        }
    }

    /// Hash of body and header.
    pub const fn hash(self) -> Hash {
        match self {
            Self::RsaSha1 => Hash::Sha1,
            Self::RsaSha256 | Self::Ed25519Sha256 => Hash::Sha256,
        }
    }

    /// Type of key that it needs.
    pub const fn key_type(self) -> KeyType {
        match self {
            Self::RsaSha1 | Self::RsaSha256 => KeyType::Rsa,
            Self::Ed25519Sha256 => KeyType::Ed25519,
        }
    }
}

impl Hash {
    /// Name in the tag `h=` of a key record.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
        }
    }
}

impl Canon {
    fn from_name(name: &[u8]) -> Option<Self> {
        match name {
            b"simple" => Some(Self::Simple),
            b"relaxed" => Some(Self::Relaxed),
            _ => None,
        }
    }

    /// Name in a signature.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Relaxed => "relaxed",
        }
    }
}

impl Canonicalization {
    /// Relaxed header and body: what most signers use, and what ARC seals always have.
    pub const RELAXED: Self = Self { header: Canon::Relaxed, body: Canon::Relaxed };

    /// By the value of `c=`; a body without a name of its own is `simple`.
    pub fn from_name(name: &[u8]) -> Option<Self> {
        let (header, body) = match name.iter().position(|&b| b == b'/') {
            Some(slash) => (&name[..slash], Canon::from_name(&name[slash + 1..])?),
            None => (name, Canon::Simple),
        };
        Some(Self { header: Canon::from_name(header)?, body })
    }
}

impl fmt::Display for Canonicalization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.header.name(), self.body.name())
    }
}

impl Serialize for Canonicalization {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
