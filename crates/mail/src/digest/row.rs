//! One line of a digest.

use super::secret::{Secret, hex, unhex};
use super::sketch::Sketch;
use crate::campaign::Facts;
use model::Timestamp;
use serde::{Deserialize, Serialize};

/// Version of the format. Others are refused.
pub const VERSION: u32 = 1;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Header {
    pub scrutineer_mail_digest: u32,
    /// Tells two secrets apart without telling what they are.
    pub check: String,
}

impl Header {
    pub fn of(secret: &Secret) -> Self {
        Self { scrutineer_mail_digest: VERSION, check: secret.hex("check", "") }
    }
}

/// Facts of one mail under a secret. Hashes have 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    id: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    keys: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    accounts: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    network: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asn: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message_id_domain: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
    /// Microseconds since 1970 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sent: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    minhash: Option<String>,
}

/// A line, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Everything but the text.
    pub(super) facts: Facts,
    pub(super) text: Option<([u8; 16], Sketch)>,
}

impl Row {
    /// Name of the mail under the secret; see [`Exporter::id`](super::Exporter::id).
    pub fn id(&self) -> &str {
        &self.facts.id
    }
}

impl Line {
    pub fn of(facts: &Facts, comparable: Option<&str>, secret: &Secret) -> Self {
        let all = |kind, values: &[String]| {
            let mut hashes: Vec<String> = values.iter().map(|value| secret.hex(kind, value)).collect();
            // In the order of the hashes: that of the values would say something about them.
            hashes.sort_unstable();
            hashes
        };
        let one = |kind, value: &Option<String>| value.as_ref().map(|value| secret.hex(kind, value));
        let sketch = comparable.and_then(|text| Some((text, Sketch::of(text, secret)?)));
        Self {
            id: secret.hex("id", &facts.id),
            keys: all("key", &facts.keys),
            accounts: all("account", &facts.accounts),
            network: one("network", &facts.network),
            asn: one("asn", &facts.asn),
            message_id_domain: one("message_id_domain", &facts.message_id_domain),
            fingerprint: one("fingerprint", &facts.fingerprint),
            sent: facts.sent.map(|sent| sent.0),
            text: sketch.as_ref().map(|(text, _)| secret.hex("text", text)),
            minhash: sketch.map(|(_, sketch)| sketch.to_hex()),
        }
    }

    fn has_only_hashes(&self) -> bool {
        let single = [&self.network, &self.asn, &self.message_id_domain, &self.fingerprint];
        let mut hashes =
            single.into_iter().flatten().chain(&self.keys).chain(&self.accounts).chain([&self.id]);
        hashes.all(|hash| parse_hash(hash).is_some())
    }

    /// `None` when a hash has another form than ours.
    pub fn into_row(self) -> Option<Row> {
        if !self.has_only_hashes() {
            return None;
        }
        let text = match (&self.text, &self.minhash) {
            (Some(exact), Some(sketch)) => Some((parse_hash(exact)?, Sketch::from_hex(sketch)?)),
            (None, None) => None,
            _ => return None,
        };
        let facts = Facts {
            id: self.id,
            text: None,
            keys: self.keys,
            accounts: self.accounts,
            network: self.network,
            asn: self.asn,
            message_id_domain: self.message_id_domain,
            fingerprint: self.fingerprint,
            sent: self.sent.map(Timestamp),
        };
        Some(Row { facts, text })
    }
}

/// In the one form in which hashes are written, so that equal ones are equal as texts.
fn parse_hash(hash: &str) -> Option<[u8; 16]> {
    let bytes: [u8; 16] = unhex(hash)?.try_into().ok()?;
    (hex(&bytes) == hash).then_some(bytes)
}
