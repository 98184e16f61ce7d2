//! A mail on its way: fields above, body below.

use super::keys::{Key, Keyring};
use super::receiver::Signed;
use mail::dkim::sign::{Request, SignError, SigningKey, sign};
use mail::dkim::{Canon, Canonicalization};
use mail::domain::DomainName;
use model::Timestamp;

/// Fields that signatures cover, in lower case. A name once more than it occurs keeps another author from being added.
const SIGNED: [&str; 8] =
    ["from", "from", "to", "subject", "date", "message-id", "mime-version", "content-type"];

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Without the line ending of the last line.
    pub fields: Vec<String>,
    /// Lines end in CR LF.
    pub body: String,
}

/// Who signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// `d=`.
    pub domain: String,
    /// `s=`.
    pub selector: &'static str,
    /// The key, which is published there.
    pub key: Key,
}

impl Letter {
    /// Puts fields on top, in their order.
    pub fn put_on_top(&mut self, fields: impl IntoIterator<Item = String>) {
        self.fields.splice(0..0, fields);
    }

    /// All of it.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for field in &self.fields {
            bytes.extend_from_slice(field.as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(self.body.as_bytes());
        bytes
    }

    /// Signs it as it is.
    pub fn sign(&mut self, signer: &Signer, at: u64, keys: &Keyring) -> Result<Signed, SignError> {
        let name = |text: &str| DomainName::parse(text).map_err(|_| SignError::Refused);
        let request = Request {
            domain: name(&signer.domain)?,
            selector: name(signer.selector)?,
            canonicalization: Canonicalization { header: Canon::Relaxed, body: Canon::Relaxed },
            names: SIGNED.map(str::to_owned).to_vec(),
            length: None,
            signed_at: i64::try_from(at).ok().and_then(Timestamp::from_seconds),
            expires_at: None,
            identity: None,
        };
        let bytes = self.bytes();
        let made = keys.with(signer.key, |key| Ok((sign(&bytes, &request, key)?, key.algorithm())))?;
        let (field, algorithm) = made?;
        let field = String::from_utf8(field).map_err(|_| SignError::Refused)?;
        let field = field.trim_end().to_owned();
        let start = field.rsplit_once(" b=").map_or("", |(_, value)| value.trim_start());
        let start = start.chars().take(8).collect();
        self.put_on_top([field]);
        Ok(Signed {
            domain: signer.domain.clone(),
            selector: signer.selector.to_owned(),
            algorithm,
            start,
            holds: true,
        })
    }
}
