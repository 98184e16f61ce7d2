//! The mathematics, done by `ring`.

use super::{Algorithm, Hash, PublicKey};
use ring::signature::{self, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey};

/// Whether `value` is a signature of `data` by the holder of `key`. RSA keys below 1,024 bits are not tried: ring does
/// not take them, and no signature by such a key counts.
pub fn holds(algorithm: Algorithm, key: &PublicKey, data: &[u8], value: &[u8]) -> bool {
    match (algorithm, key) {
        (Algorithm::RsaSha1, PublicKey::Rsa { n, e }) => {
            rsa(&signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, n, e, data, value)
        }
        (Algorithm::RsaSha256, PublicKey::Rsa { n, e }) => {
            rsa(&signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, n, e, data, value)
        }
        (Algorithm::Ed25519Sha256, PublicKey::Ed25519(key)) => {
            // RFC 8463, section 3: Ed25519 signs the SHA-256 of the data.
            let digest = Hash::Sha256.digest(data);
            UnparsedPublicKey::new(&signature::ED25519, key).verify(&digest, value).is_ok()
        }
        _ => false,
    }
}

fn rsa(parameters: &RsaParameters, n: &[u8], e: &[u8], data: &[u8], value: &[u8]) -> bool {
    RsaPublicKeyComponents { n, e }.verify(parameters, data, value).is_ok()
}
