//! What an ARC-Seal says (RFC 8617, section 4.1.3).

use crate::dkim::signature::{algorithm, base64, name, required, seconds, tags_of};
use crate::dkim::{Algorithm, SignatureError};
use crate::domain::DomainName;
use model::Timestamp;
use serde::Serialize;
use std::ops::Range;

/// What a sealer says about the chain as it got it: tag `cv=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChainStatus {
    /// There was none.
    None,
    /// It was broken.
    Fail,
    /// It was whole.
    Pass,
}

/// An ARC-Seal field, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// `a=`.
    pub algorithm: Algorithm,
    /// `d=`: the sealer.
    pub domain: DomainName,
    /// `s=`.
    pub selector: DomainName,
    /// `cv=`.
    pub status: ChainStatus,
    /// `t=`.
    pub signed_at: Option<Timestamp>,
    /// `b=`.
    pub value: Vec<u8>,
    /// Where the value of `b=` stands in the value of the field.
    pub value_span: Range<usize>,
}

impl Seal {
    /// Reads the value of an ARC-Seal field.
    pub fn parse(value: &[u8]) -> Result<Self, SignatureError> {
        let tags = tags_of(value)?;
        // A seal covers fixed fields; a list of others would claim what is not so.
        if tags.value("h").is_some() {
            return Err(SignatureError::ForbiddenTag { tag: "h" });
        }
        let algorithm = algorithm(&tags)?;
        if algorithm == Algorithm::RsaSha1 {
            return Err(SignatureError::UnknownAlgorithm);
        }
        let status = match required(&tags, "cv")? {
            b"none" => ChainStatus::None,
            b"fail" => ChainStatus::Fail,
            b"pass" => ChainStatus::Pass,
            _ => return Err(SignatureError::MalformedTag { tag: "cv" }),
        };
        Ok(Self {
            algorithm,
            domain: name(&tags, "d")?,
            selector: name(&tags, "s")?,
            status,
            signed_at: seconds(&tags, "t")?,
            value: base64(&tags, "b")?,
            value_span: tags.get("b").map(|tag| tag.span.clone()).unwrap_or_default(),
        })
    }
}
