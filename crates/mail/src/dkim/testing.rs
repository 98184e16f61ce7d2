//! Keys, records and messages for the tests.

use super::key::der;
use super::sign::{PrivateKey, Request, SignError, SigningKey, sign};
use super::{Algorithm, Canonicalization, Hash, Outcome, Signatures};
use crate::author::Authors;
use crate::dns::{Answer, DnsView, Record, RecordData, RecordType, Seen, Source, SourceKind, Unknown};
use crate::domain::DomainName;
use crate::limits::Limits;
use crate::message::Message;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use model::Timestamp;
use num_bigint::BigUint;
use std::collections::BTreeMap;

/// A noon in the time of the invented mails.
pub const NOON: Timestamp = Timestamp(1_700_000_000_000_000);

pub fn name(text: &str) -> DomainName {
    DomainName::parse(text).expect(text)
}

/// Records by name; anything else is not known.
#[derive(Clone, Debug, Default)]
pub struct Records {
    pub texts: BTreeMap<DomainName, Vec<String>>,
    /// Names that are known not to be.
    pub absent: Vec<DomainName>,
    pub seen_at: Option<Timestamp>,
}

impl Records {
    pub fn with(mut self, at: &str, text: impl Into<String>) -> Self {
        self.texts.entry(name(at)).or_default().push(text.into());
        self
    }

    pub fn without(mut self, at: &str) -> Self {
        self.absent.push(name(at));
        self
    }

    pub fn seen(&self) -> Seen {
        let source = Source { name: "records".into(), kind: SourceKind::Supplied };
        Seen { seen_at: self.seen_at, ..Seen::undated(source) }
    }
}

impl DnsView for Records {
    fn get(&self, name: &DomainName, record_type: RecordType, _at: Timestamp) -> Answer {
        if self.absent.iter().any(|absent| name.is_at_or_below(absent)) {
            return Answer::NoSuchName(self.seen());
        }
        match self.texts.get(name) {
            Some(texts) if record_type == RecordType::Txt => Answer::Records(
                texts
                    .iter()
                    .map(|text| Record {
                        name: name.clone(),
                        data: RecordData::Txt(text.clone().into_bytes()),
                        seen: self.seen(),
                    })
                    .collect(),
            ),
            Some(_) => Answer::NoData(self.seen()),
            None => Answer::NotKnown(Unknown::NotOnFile),
        }
    }
}

/// An RSA key by plain arithmetic, for sizes and hashes that the library refuses to sign with.
pub struct OldKey {
    n: BigUint,
    d: BigUint,
    algorithm: Algorithm,
}

impl OldKey {
    pub fn of_512_bits() -> Self {
        Self::read(include_str!("../../tests/keys/rsa-512.txt"), Algorithm::RsaSha256)
    }

    pub fn of_1024_bits(algorithm: Algorithm) -> Self {
        Self::read(include_str!("../../tests/keys/rsa-1024.txt"), algorithm)
    }

    fn read(text: &str, algorithm: Algorithm) -> Self {
        let mut numbers =
            text.lines().map(|line| BigUint::parse_bytes(line.as_bytes(), 16).expect("hexadecimal"));
        let mut next = || numbers.next().expect("two numbers");
        Self { n: next(), d: next(), algorithm }
    }

    /// The record, with the bare form of the key.
    pub fn record(&self) -> String {
        let integer = |n: &BigUint| {
            let mut bytes = n.to_bytes_be();
            if bytes[0] >= 0x80 {
                bytes.insert(0, 0);
            }
            der::write(0x02, &bytes)
        };
        let key = der::write(0x30, &[integer(&self.n), integer(&BigUint::from(65_537_u32))].concat());
        format!("v=DKIM1; p={}", BASE64_STANDARD.encode(key))
    }
}

impl SigningKey for OldKey {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    fn sign(&self, data: &[u8]) -> Result<Vec<u8>, SignError> {
        let hash = self.algorithm.hash();
        // RFC 8017, section 9.2: the hash with the name of its algorithm, behind padding.
        let info: &[u8] = match hash {
            Hash::Sha1 => &[0x30, 0x21, 0x30, 9, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 5, 0, 4, 0x14],
            Hash::Sha256 => {
                &[0x30, 0x31, 0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20]
            }
        };
        let digest = hash.digest(data);
        let length = usize::try_from(self.n.bits()).expect("short").div_ceil(8);
        let padding = length - 3 - info.len() - digest.len();
        let padded = [&[0, 1], &vec![0xff; padding][..], &[0], info, &digest].concat();
        let signed = BigUint::from_bytes_be(&padded).modpow(&self.d, &self.n).to_bytes_be();
        Ok([vec![0; length - signed.len()], signed].concat())
    }
}

pub fn rsa_key() -> PrivateKey {
    PrivateKey::rsa(include_bytes!("../../tests/keys/rsa-2048.der")).expect("a key")
}

pub fn other_rsa_key() -> PrivateKey {
    PrivateKey::rsa(include_bytes!("../../tests/keys/rsa-2048-other.der")).expect("a key")
}

pub fn ed25519_key() -> PrivateKey {
    PrivateKey::ed25519(b"a seed for tests of the verifier").expect("a key")
}

/// A request of harbour.example for its selector `s1`, with the usual fields.
pub fn request() -> Request {
    Request {
        domain: name("harbour.example"),
        selector: name("s1"),
        canonicalization: Canonicalization::RELAXED,
        names: ["from", "to", "subject", "date"].map(str::to_owned).to_vec(),
        length: None,
        signed_at: None,
        expires_at: None,
        identity: None,
    }
}

/// An invented mail.
pub const MAIL: &str = "From: Harbour office <desk@harbour.example>\r\n\
    To: Keeper <keeper@lighthouse.example>\r\n\
    Subject: Lights on the  pier\r\n\
    Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n\
    \r\n\
    The lamp on the pier is out.  \r\n\
    Please look at it.\r\n\
    \r\n";

/// The mail with a signature on top.
pub fn signed(mail: &str, request: &Request, key: &dyn SigningKey) -> String {
    let field = sign(mail.as_bytes(), request, key).expect("signed");
    String::from_utf8(field).expect("ASCII") + mail
}

/// Records that publish the key of `s1` of harbour.example.
pub fn published(record: impl Into<String>) -> Records {
    Records::default().with("s1._domainkey.harbour.example", record)
}

/// Verdicts for a mail at [`NOON`].
pub fn verify(mail: &[u8], records: &Records) -> Vec<Outcome> {
    verify_at(mail, records, NOON)
}

pub fn verify_at(mail: &[u8], records: &Records, at: Timestamp) -> Vec<Outcome> {
    let limits = Limits::default();
    let message = Message::split(mail, &limits);
    let authors = Authors::of(&message);
    Signatures::of(&message, &authors, &limits).verify(records, at)
}
