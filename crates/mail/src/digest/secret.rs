//! The secret that offices share, and what it makes of values.

use ring::hmac;

/// Fewest bytes of a secret. Shorter ones can be guessed.
pub const MIN_SECRET: usize = 16;

/// A secret that two offices have agreed on.
#[derive(Clone)]
pub struct Secret(hmac::Key);

/// The secret is shorter than [`MIN_SECRET`] bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the secret has {0} bytes; 16 are needed")]
pub struct ShortSecret(pub usize);

impl Secret {
    /// Takes the bytes as a key for HMAC-SHA-256 (RFC 2104). They should be drawn at random.
    pub fn new(bytes: &[u8]) -> Result<Self, ShortSecret> {
        match bytes.len() {
            0..MIN_SECRET => Err(ShortSecret(bytes.len())),
            _ => Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, bytes))),
        }
    }

    /// 16 bytes that only holders of the secret can compute. Equal values of different kinds differ.
    pub(super) fn tag(&self, kind: &str, value: &[u8]) -> [u8; 16] {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(kind.as_bytes());
        context.update(&[0]);
        context.update(value);
        let mut tag = [0; 16];
        tag.copy_from_slice(&context.sign().as_ref()[..16]);
        tag
    }

    /// The same in hexadecimal digits.
    pub(super) fn hex(&self, kind: &str, value: &str) -> String {
        hex(&self.tag(kind, value.as_bytes()))
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes from hexadecimal digits; `None` for anything else.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || text.len() % 2 == 1 {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}
