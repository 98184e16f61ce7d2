//! TimeStampResp: read, compared with the seal, its signature checked as far as certificates are at hand.

use super::SHA256;
use super::der::{BITS, BYTES, INTEGER, Malformed, NULL, OID, Reader, Result, SEQUENCE, SET, TIME};
use crate::error::{CaseError, io_at};
use model::{Sha256, Timestamp};
use ring::{digest, signature};
use serde::Serialize;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// id-signedData, RFC 5652 section 5.1.
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
/// id-ct-TSTInfo, RFC 3161 section 2.4.2.
const TST_INFO: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x04];
/// id-contentType and id-messageDigest, RFC 5652 section 11.
const CONTENT_TYPE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x03];
const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x04];
/// SHA-384 and SHA-512, RFC 5754 section 2; SHA-256 stands beside the query.
const SHA384: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02];
const SHA512: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03];
/// rsaEncryption and id-RSASSA-PSS (RFC 8017), id-ecPublicKey with its curves (RFC 5480).
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const RSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a];
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const P384: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x22];

/// Longest certificate that is read.
const MAX_FILE: u64 = 1 << 20;

/// A reply that speaks about the seal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stamp {
    /// File in the bag; empty while it is not stored.
    pub file: String,
    /// When the authority says that it saw the seal.
    pub time: Timestamp,
    /// Whose key the signature was checked with.
    pub vouched: Vouched,
}

/// How far the authority's signature was checked. Validity, revocation and purpose of certificates never are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Vouched {
    /// It holds under the certificate that the user gave.
    ByGiven {
        /// SHA-256 of the certificate.
        certificate: Sha256,
    },
    /// It holds under a certificate that the reply brings along, which anybody can make.
    ByItself {
        /// SHA-256 of the certificate.
        certificate: Sha256,
    },
    /// It was not checked.
    Unchecked {
        /// Why.
        why: String,
    },
}

/// Certificate of a time-stamping authority: the one that signs its replies, not that of an issuer.
#[derive(Clone, Debug)]
pub struct Authority(Vec<u8>);

impl Authority {
    /// Reads a certificate (X.509), in DER or PEM.
    pub fn read(path: &Path) -> crate::Result<Self> {
        let bad = |why: &str| CaseError::Reply {
            path: path.to_owned(),
            why: format!("it is no certificate: {why}"),
        };
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(io_at("opening", path))?;
        file.take(MAX_FILE).read_to_end(&mut bytes).map_err(io_at("reading", path))?;
        if let Ok(text) = str::from_utf8(&bytes)
            && let Some((_, rest)) = text.split_once("-----BEGIN CERTIFICATE-----")
        {
            let (body, _) =
                rest.split_once("-----END CERTIFICATE-----").ok_or_else(|| bad("its end is missing"))?;
            bytes = model::TransferEncoding::Base64.decode(body.as_bytes());
        }
        Certificate::read(&bytes).map_err(|e| bad(e.0))?;
        Ok(Self(bytes))
    }
}

/// Reads a reply. An error says why it shows nothing about `seal`.
pub(crate) fn read(
    bytes: &[u8],
    seal: &Sha256,
    authority: Option<&Authority>,
) -> std::result::Result<Stamp, String> {
    let strange = |e: Malformed| format!("it is no reply of a time-stamping authority: {}", e.0);
    let reply = Reply::read(bytes).map_err(strange)?;
    let token = match (reply.status, reply.token) {
        (0 | 1, Some(token)) => token,
        (status, _) => return Err(format!("the authority refused (status {status})")),
    };
    let token = Token::read(token).map_err(strange)?;
    let info = Info::read(token.content).map_err(strange)?;
    if info.algorithm != SHA256 || info.imprint != seal.0 {
        return Err("it speaks about other bytes".to_owned());
    }
    let vouched = token.vouched(authority)?;
    Ok(Stamp { file: String::new(), time: info.time, vouched })
}

/// TimeStampResp.
struct Reply<'d> {
    status: u8,
    token: Option<&'d [u8]>,
}

impl<'d> Reply<'d> {
    fn read(bytes: &'d [u8]) -> Result<Self> {
        let mut outer = Reader::new(bytes);
        let mut reply = outer.inside(SEQUENCE)?;
        outer.end()?;
        let status = match reply.inside(SEQUENCE)?.take(INTEGER)?.value {
            &[status] => status,
            _ => return Err(Malformed("its status is no small number")),
        };
        let token = reply.maybe(SEQUENCE)?.map(|token| token.whole);
        reply.end()?;
        Ok(Self { status, token })
    }
}

/// SignedData with one signer, as RFC 3161 asks for.
struct Token<'d> {
    content: &'d [u8],
    certificates: Vec<&'d [u8]>,
    /// Issuer and serial number as they stand in certificates, or a key identifier.
    signer: SignerId<'d>,
    digest: &'d [u8],
    /// Content of the signed attributes.
    attributes: &'d [u8],
    is_pss: bool,
    signature: &'d [u8],
}

enum SignerId<'d> {
    IssuerAndSerial { issuer: &'d [u8], serial: &'d [u8] },
    KeyId,
}

impl<'d> Token<'d> {
    fn read(bytes: &'d [u8]) -> Result<Self> {
        let mut info = Reader::new(bytes).inside(SEQUENCE)?;
        expect(info.take(OID)?.value, SIGNED_DATA, "it is not signed")?;
        let mut data = info.inside(0xa0)?.inside(SEQUENCE)?;
        data.take(INTEGER)?;
        data.take(SET)?;
        let mut content = data.inside(SEQUENCE)?;
        expect(content.take(OID)?.value, TST_INFO, "it holds no time-stamp")?;
        let content = content.inside(0xa0)?.take(BYTES)?.value;
        let mut certificates = Vec::new();
        if let Some(all) = data.maybe(0xa0)? {
            let mut all = Reader::new(all.value);
            while !all.is_empty() {
                certificates.push(all.any()?.whole);
            }
        }
        data.maybe(0xa1)?;
        let mut signers = data.inside(SET)?;
        let mut signer = signers.inside(SEQUENCE)?;
        signers.end()?;
        signer.take(INTEGER)?;
        let id = match signer.maybe(SEQUENCE)? {
            Some(named) => {
                let mut named = Reader::new(named.value);
                SignerId::IssuerAndSerial {
                    issuer: named.take(SEQUENCE)?.whole,
                    serial: named.take(INTEGER)?.value,
                }
            }
            None => {
                signer.any()?;
                SignerId::KeyId
            }
        };
        let digest = signer.inside(SEQUENCE)?.take(OID)?.value;
        let attributes = signer.take(0xa0)?.value;
        let is_pss = signer.inside(SEQUENCE)?.take(OID)?.value == RSA_PSS;
        let signature = signer.take(BYTES)?.value;
        Ok(Self { content, certificates, signer: id, digest, attributes, is_pss, signature })
    }

    /// Checks what is signed, and the signature. An error says that it does not hold.
    fn vouched(&self, authority: Option<&Authority>) -> std::result::Result<Vouched, String> {
        let unchecked = |why: &str| Ok(Vouched::Unchecked { why: why.to_owned() });
        let Some(hash) = Hash::of(self.digest) else {
            return unchecked("its hash function is not one of SHA-256, SHA-384 and SHA-512");
        };
        self.attributes_fit(hash).map_err(|e| e.0.to_owned())?;
        let given = authority.map(|authority| authority.0.as_slice());
        let (bytes, is_given) = match given {
            Some(given) if Certificate::read(given).is_ok_and(|c| self.is_signer(&c)) => (given, true),
            Some(_) => return unchecked("the certificate given is not the one that signed it"),
            None => {
                let mut own = self.certificates.iter().copied();
                match own.find(|one| Certificate::read(one).is_ok_and(|c| self.is_signer(&c))) {
                    Some(own) => (own, false),
                    None => return unchecked("it brings no certificate of its signer along"),
                }
            }
        };
        let certificate = Certificate::read(bytes).map_err(|e| e.0.to_owned())?;
        let Some(algorithm) = certificate.algorithm(hash).filter(|_| !self.is_pss) else {
            return unchecked("its key is of a kind that this program does not know");
        };
        // What is signed is the set, whatever it is tagged as in here (RFC 5652, section 5.4).
        let signed = encoded_set(self.attributes);
        signature::UnparsedPublicKey::new(algorithm, certificate.key)
            .verify(&signed, self.signature)
            .map_err(|_| "the signature of the authority does not hold".to_owned())?;
        let certificate = Sha256::of(bytes);
        Ok(match is_given {
            true => Vouched::ByGiven { certificate },
            false => Vouched::ByItself { certificate },
        })
    }

    /// The signed attributes name the content by its kind and its hash.
    fn attributes_fit(&self, hash: Hash) -> Result<()> {
        let (mut kind, mut value) = (None, None);
        let mut all = Reader::new(self.attributes);
        while !all.is_empty() {
            let mut one = all.inside(SEQUENCE)?;
            let name = one.take(OID)?.value;
            let mut values = one.inside(SET)?;
            if name == CONTENT_TYPE {
                kind = Some(values.take(OID)?.value);
            } else if name == MESSAGE_DIGEST {
                value = Some(values.take(BYTES)?.value);
            }
        }
        match (kind, value) {
            (Some(TST_INFO), Some(value))
                if value == digest::digest(hash.digest(), self.content).as_ref() =>
            {
                Ok(())
            }
            _ => Err(Malformed("what is signed is not what it says")),
        }
    }

    fn is_signer(&self, certificate: &Certificate<'_>) -> bool {
        match &self.signer {
            SignerId::IssuerAndSerial { issuer, serial } => {
                certificate.issuer == *issuer && certificate.serial == *serial
            }
            // The signature itself decides.
            SignerId::KeyId => true,
        }
    }
}

/// TSTInfo.
struct Info<'d> {
    algorithm: &'d [u8],
    imprint: &'d [u8],
    time: Timestamp,
}

impl<'d> Info<'d> {
    fn read(bytes: &'d [u8]) -> Result<Self> {
        let mut outer = Reader::new(bytes);
        let mut info = outer.inside(SEQUENCE)?;
        outer.end()?;
        info.take(INTEGER)?;
        info.take(OID)?;
        let mut imprint = info.inside(SEQUENCE)?;
        let mut algorithm = imprint.inside(SEQUENCE)?;
        let named = algorithm.take(OID)?.value;
        algorithm.maybe(NULL)?;
        let imprint = imprint.take(BYTES)?.value;
        info.take(INTEGER)?;
        let time = time(info.take(TIME)?.value).ok_or(Malformed("its time is not written in UTC"))?;
        Ok(Self { algorithm: named, imprint, time })
    }
}

/// GeneralizedTime as RFC 3161 allows it: `20240501120000Z`, or with a fraction.
fn time(text: &[u8]) -> Option<Timestamp> {
    let text = str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if whole.len() != 14 || !digits(whole) || !digits(fraction) || fraction.len() > 9 {
        return None;
    }
    let part = |from: usize, to: usize| &whole[from..to];
    Timestamp::parse_rfc3339(&format!(
        "{}-{}-{}T{}:{}:{}.{fraction}Z",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(8, 10),
        part(10, 12),
        part(12, 14)
    ))
}

/// What is needed of an X.509 certificate.
struct Certificate<'d> {
    serial: &'d [u8],
    issuer: &'d [u8],
    kind: &'d [u8],
    curve: Option<&'d [u8]>,
    key: &'d [u8],
}

impl<'d> Certificate<'d> {
    fn read(bytes: &'d [u8]) -> Result<Self> {
        let mut outer = Reader::new(bytes);
        let mut certificate = outer.inside(SEQUENCE)?;
        outer.end()?;
        let mut body = certificate.inside(SEQUENCE)?;
        body.maybe(0xa0)?;
        let serial = body.take(INTEGER)?.value;
        body.take(SEQUENCE)?;
        let issuer = body.take(SEQUENCE)?.whole;
        body.take(SEQUENCE)?;
        body.take(SEQUENCE)?;
        let mut info = body.inside(SEQUENCE)?;
        let mut algorithm = info.inside(SEQUENCE)?;
        let kind = algorithm.take(OID)?.value;
        let curve = algorithm.maybe(OID)?.map(|curve| curve.value);
        let key = match info.take(BITS)?.value.split_first() {
            Some((0, key)) => key,
            _ => return Err(Malformed("its key is no whole number of bytes")),
        };
        Ok(Self { serial, issuer, kind, curve, key })
    }

    fn algorithm(&self, hash: Hash) -> Option<&'static dyn signature::VerificationAlgorithm> {
        let is_rsa = self.kind == RSA;
        Some(match (hash, self.curve) {
            (Hash::Sha256, _) if is_rsa => &signature::RSA_PKCS1_2048_8192_SHA256,
            (Hash::Sha384, _) if is_rsa => &signature::RSA_PKCS1_2048_8192_SHA384,
            (Hash::Sha512, _) if is_rsa => &signature::RSA_PKCS1_2048_8192_SHA512,
            (Hash::Sha256, Some(P256)) if self.kind == EC => &signature::ECDSA_P256_SHA256_ASN1,
            (Hash::Sha384, Some(P256)) if self.kind == EC => &signature::ECDSA_P256_SHA384_ASN1,
            (Hash::Sha256, Some(P384)) if self.kind == EC => &signature::ECDSA_P384_SHA256_ASN1,
            (Hash::Sha384, Some(P384)) if self.kind == EC => &signature::ECDSA_P384_SHA384_ASN1,
            _ => return None,
        })
    }
}

#[derive(Clone, Copy)]
enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    fn of(oid: &[u8]) -> Option<Self> {
        match oid {
            _ if oid == SHA256 => Some(Self::Sha256),
            _ if oid == SHA384 => Some(Self::Sha384),
            _ if oid == SHA512 => Some(Self::Sha512),
            _ => None,
        }
    }

    fn digest(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        }
    }
}

fn encoded_set(value: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = value.len().to_be_bytes().into_iter().skip_while(|&digit| digit == 0).collect();
    let mut bytes = vec![SET];
    if value.len() < 0x80 {
        bytes.push(value.len() as u8);
    } else {
        bytes.push(0x80 | digits.len() as u8);
        bytes.extend(digits);
    }
    bytes.extend(value);
    bytes
}

fn expect(found: &[u8], wanted: &[u8], why: &'static str) -> Result<()> {
    if found == wanted { Ok(()) } else { Err(Malformed(why)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Replies of an invented authority, made with `openssl ts -reply`, about the hash of 32 sevens.
    const RSA_REPLY: &[u8] = include_bytes!("../../tests/data/stamp-rsa.tsr");
    const EC_REPLY: &[u8] = include_bytes!("../../tests/data/stamp-ec.tsr");
    const SEAL: Sha256 = Sha256([7; 32]);

    fn authority(kind: &str) -> Authority {
        let name = format!("{}/tests/data/stamp-{kind}.pem", env!("CARGO_MANIFEST_DIR"));
        Authority::read(Path::new(&name)).expect("a certificate")
    }

    #[test]
    fn a_reply_holds_for_its_hash_and_its_certificate_only() {
        for (kind, reply, other) in [("rsa", RSA_REPLY, "ec"), ("ec", EC_REPLY, "rsa")] {
            let own = read(reply, &SEAL, None).expect("about this hash");
            assert!(matches!(own.vouched, Vouched::ByItself { .. }), "{own:?}");
            assert!(own.time.rfc3339().starts_with("20"), "{own:?}");
            let given = read(reply, &SEAL, Some(&authority(kind))).expect("about this hash");
            assert!(matches!(given.vouched, Vouched::ByGiven { .. }), "{given:?}");
            let wrong = read(reply, &SEAL, Some(&authority(other))).expect("about this hash");
            assert!(matches!(wrong.vouched, Vouched::Unchecked { .. }), "{wrong:?}");
            assert_eq!(read(reply, &Sha256([8; 32]), None), Err("it speaks about other bytes".to_owned()));
        }
    }

    proptest! {
        #[test]
        fn a_damaged_reply_never_panics(at in any::<prop::sample::Index>(), mask in 1u8.., cut in any::<prop::sample::Index>()) {
            for reply in [RSA_REPLY, EC_REPLY] {
                let mut bytes = reply.to_vec();
                let at = at.index(bytes.len());
                bytes[at] ^= mask;
                let _ = read(&bytes, &SEAL, None);
                let _ = read(&reply[..cut.index(reply.len())], &SEAL, None);
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(read(&bytes, &SEAL, None).is_err());
        }
    }
}
