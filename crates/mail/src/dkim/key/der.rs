//! The two encodings of RSA keys: bare (`RSAPublicKey`, RFC 8017, appendix A.1.1), as RFC 6376 wants it, and wrapped
//! (`SubjectPublicKeyInfo`, RFC 5280), as everybody writes it.

/// Object identifier of RSA keys, 1.2.840.113549.1.1.1.
const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OBJECT_IDENTIFIER: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

/// Modulus and exponent of an RSA key, without leading zeros, most significant byte first.
pub fn rsa_key(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (content, rest) = element(der, SEQUENCE)?;
    if !rest.is_empty() {
        return None;
    }
    match content.first() {
        Some(&INTEGER) => modulus_and_exponent(content),
        _ => {
            let (algorithm, rest) = element(content, SEQUENCE)?;
            let (oid, _) = element(algorithm, OBJECT_IDENTIFIER)?;
            let (bits, rest) =
                element(rest, BIT_STRING).filter(|_| oid == RSA_ENCRYPTION).map(|e| (e.0, e.1))?;
            let (content, after) = element(bits.strip_prefix(&[0])?, SEQUENCE)?;
            (rest.is_empty() && after.is_empty()).then_some(content).and_then(modulus_and_exponent)
        }
    }
}

fn modulus_and_exponent(content: &[u8]) -> Option<(&[u8], &[u8])> {
    let (modulus, rest) = element(content, INTEGER)?;
    let (exponent, rest) = element(rest, INTEGER)?;
    Some((positive(modulus)?, positive(exponent)?)).filter(|_| rest.is_empty())
}

fn positive(integer: &[u8]) -> Option<&[u8]> {
    match integer {
        [0, rest @ ..] if !rest.is_empty() => Some(rest).filter(|rest| rest[0] >= 0x80),
        [first, ..] if (1..0x80).contains(first) => Some(integer),
        _ => None,
    }
}

/// Content of the element with this tag at the front, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&[found, first], rest) = der.split_first_chunk::<2>()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81 => (usize::from(*rest.first()?), &rest[1..]),
        0x82 => {
            let (length, rest) = rest.split_first_chunk::<2>()?;
            (usize::from(u16::from_be_bytes(*length)), rest)
        }
        _ => return None,
    };
    (found == tag && length <= rest.len()).then(|| rest.split_at(length))
}

/// An element with this tag; content of 64 kB or more, which no key has, is cut off.
pub fn write(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap_or(u16::MAX);
    let [high, low] = length.to_be_bytes();
    let head = match length {
        0..=0x7f => vec![tag, low],
        0x80..=0xff => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    [&head, &content[..usize::from(length)]].concat()
}

/// Wraps a bare RSA key as `SubjectPublicKeyInfo`.
pub fn subject_public_key_info(rsa_public_key: &[u8]) -> Vec<u8> {
    const NULL: &[u8] = &[0x05, 0x00];
    let algorithm = write(SEQUENCE, &[&write(OBJECT_IDENTIFIER, RSA_ENCRYPTION), NULL].concat());
    let bits = write(BIT_STRING, &[&[0], rsa_public_key].concat());
    write(SEQUENCE, &[algorithm, bits].concat())
}
