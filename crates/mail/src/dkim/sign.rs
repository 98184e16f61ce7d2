//! Signing, for simulated mail and for tests of the verifier. The lens itself signs nothing.

use super::body_hash::BodyHashes;
use super::canonical::{canonical_field, canonical_signature};
use super::key::der::subject_public_key_info;
use super::select::FieldIndex;
use super::{Algorithm, Canonicalization, Hash, Repair};
use crate::domain::DomainName;
use crate::limits::Limits;
use crate::message::Message;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use model::Timestamp;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};

/// Something that signs.
pub trait SigningKey {
    /// Algorithm of its signatures.
    fn algorithm(&self) -> Algorithm;

    /// A signature of the data.
    fn sign(&self, data: &[u8]) -> Result<Vec<u8>, SignError>;
}

/// Why nothing was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The key is not in the form that it must have: PKCS #8 for RSA, of 2,048 to 4,096 bits.
    #[error("the private key cannot be read")]
    UnreadableKey,
    /// The library refused.
    #[error("signing failed")]
    Refused,
}

/// A private key.
#[derive(Debug)]
pub enum PrivateKey {
    /// RSA, used with SHA-256.
    Rsa(RsaKeyPair),
    /// Ed25519.
    Ed25519(Ed25519KeyPair),
}

/// What a signature is to say.
#[derive(Clone, Debug)]
pub struct Request {
    /// `d=`.
    pub domain: DomainName,
    /// `s=`.
    pub selector: DomainName,
    /// `c=`.
    pub canonicalization: Canonicalization,
    /// `h=`: a name once more than it occurs keeps a field from being added.
    pub names: Vec<String>,
    /// `l=`.
    pub length: Option<u64>,
    /// `t=`.
    pub signed_at: Option<Timestamp>,
    /// `x=`.
    pub expires_at: Option<Timestamp>,
    /// `i=`.
    pub identity: Option<String>,
}

impl PrivateKey {
    /// An RSA key from PKCS #8 in DER.
    pub fn rsa(pkcs8: &[u8]) -> Result<Self, SignError> {
        RsaKeyPair::from_pkcs8(pkcs8).map(Self::Rsa).map_err(|_| SignError::UnreadableKey)
    }

    /// The Ed25519 key of a seed.
    pub fn ed25519(seed: &[u8; 32]) -> Result<Self, SignError> {
        Ed25519KeyPair::from_seed_unchecked(seed).map(Self::Ed25519).map_err(|_| SignError::UnreadableKey)
    }

    /// Text of the record that publishes the public key, RSA in the wrapped form that every verifier takes.
    pub fn record(&self) -> String {
        let (name, key) = match self {
            Self::Rsa(key) => ("rsa", subject_public_key_info(key.public_key().as_ref())),
            Self::Ed25519(key) => ("ed25519", key.public_key().as_ref().to_vec()),
        };
        format!("v=DKIM1; k={name}; p={}", BASE64_STANDARD.encode(key))
    }
}

impl SigningKey for PrivateKey {
    fn algorithm(&self) -> Algorithm {
        match self {
            Self::Rsa(_) => Algorithm::RsaSha256,
            Self::Ed25519(_) => Algorithm::Ed25519Sha256,
        }
    }

    fn sign(&self, data: &[u8]) -> Result<Vec<u8>, SignError> {
        match self {
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                // The randomness only blinds the computation; the signature is the same every time.
                key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), data, &mut signature)
                    .map_err(|_| SignError::Refused)?;
                Ok(signature)
            }
            Self::Ed25519(key) => Ok(key.sign(&Hash::Sha256.digest(data)).as_ref().to_vec()),
        }
    }
}

/// The DKIM-Signature field, line ending included, that belongs on top of a message whose lines end in CR LF.
pub fn sign(message: &[u8], request: &Request, key: &dyn SigningKey) -> Result<Vec<u8>, SignError> {
    sign_as("DKIM-Signature: v=1", message, request, key)
}

/// A signature field that begins with `head`: DKIM's, or the message signature of an ARC set.
pub(crate) fn sign_as(
    head: &str,
    message: &[u8],
    request: &Request,
    key: &dyn SigningKey,
) -> Result<Vec<u8>, SignError> {
    let message = Message::split(message, &Limits::default());
    let wanted = (request.canonicalization.body, key.algorithm().hash(), request.length);
    let hashes = BodyHashes::of(message.body(), [wanted]);
    let body_hash = hashes.get(&wanted).map(|hash| hash.digest.clone()).unwrap_or_default();
    let optional =
        |tag: &str, value: Option<String>| value.map(|v| format!("; {tag}={v}")).unwrap_or_default();
    let seconds = |at: Option<Timestamp>| at.map(|at| (at.0 / 1_000_000).to_string());
    let field = format!(
        "{head}; a={}; c={}; d={}; s={}{}{}{}{};\r\n h={};\r\n bh={}; b=",
        key.algorithm().name(),
        request.canonicalization,
        request.domain,
        request.selector,
        optional("i", request.identity.clone()),
        optional("l", request.length.map(|length| length.to_string())),
        optional("t", seconds(request.signed_at)),
        optional("x", seconds(request.expires_at)),
        request.names.join(":"),
        BASE64_STANDARD.encode(body_hash),
    );
    let canon = request.canonicalization.header;
    let mut data = Vec::new();
    for field in FieldIndex::of(&message).select(&request.names, &[]).fields {
        canonical_field(&mut data, &message.fields[field], canon, Repair::default());
    }
    finish_field(field, data, canon, key)
}

/// Signs `data` and the field, which ends in `b=`, and puts the signature behind it.
pub(crate) fn finish_field(
    mut field: String,
    mut data: Vec<u8>,
    canon: super::Canon,
    key: &dyn SigningKey,
) -> Result<Vec<u8>, SignError> {
    let own = format!("{field}\r\n");
    let own = Message::split(own.as_bytes(), &Limits::default());
    for field in &own.fields {
        let end = field.value.len();
        canonical_signature(&mut data, field, &(end..end), canon, Repair::default());
    }
    let signature = BASE64_STANDARD.encode(key.sign(&data)?);
    for (i, byte) in signature.chars().enumerate() {
        if i % 72 == 0 {
            field.push_str("\r\n ");
        }
        field.push(byte);
    }
    field.push_str("\r\n");
    Ok(field.into_bytes())
}
