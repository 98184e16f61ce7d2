//! Keys of the invented domains. They protect nothing.

use mail::dkim::sign::{PrivateKey, SignError};
use stats::Xoshiro256;

/// Fixed keys of 2,048 bits, in PKCS #8: making one takes longer than signing with it a hundred times.
const RSA: [&[u8]; 24] = [
    include_bytes!("keys/rsa-01.pk8"),
    include_bytes!("keys/rsa-02.pk8"),
    include_bytes!("keys/rsa-03.pk8"),
    include_bytes!("keys/rsa-04.pk8"),
    include_bytes!("keys/rsa-05.pk8"),
    include_bytes!("keys/rsa-06.pk8"),
    include_bytes!("keys/rsa-07.pk8"),
    include_bytes!("keys/rsa-08.pk8"),
    include_bytes!("keys/rsa-09.pk8"),
    include_bytes!("keys/rsa-10.pk8"),
    include_bytes!("keys/rsa-11.pk8"),
    include_bytes!("keys/rsa-12.pk8"),
    include_bytes!("keys/rsa-13.pk8"),
    include_bytes!("keys/rsa-14.pk8"),
    include_bytes!("keys/rsa-15.pk8"),
    include_bytes!("keys/rsa-16.pk8"),
    include_bytes!("keys/rsa-17.pk8"),
    include_bytes!("keys/rsa-18.pk8"),
    include_bytes!("keys/rsa-19.pk8"),
    include_bytes!("keys/rsa-20.pk8"),
    include_bytes!("keys/rsa-21.pk8"),
    include_bytes!("keys/rsa-22.pk8"),
    include_bytes!("keys/rsa-23.pk8"),
    include_bytes!("keys/rsa-24.pk8"),
];

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// One of the fixed ones.
    Rsa(u8),
    /// Made from a number; there are as many as one likes.
    Ed25519(u64),
}

impl Key {
    /// The key with this number among those of one kind of owner that begin at `first`: RSA while it lasts, and then
    /// Ed25519. No two owners have one key.
    pub fn rsa_or_ed25519(first: u8, number: usize) -> Self {
        match u8::try_from(number).ok().and_then(|number| number.checked_add(first)) {
            Some(key) if usize::from(key) < RSA.len() => Self::Rsa(key),
            _ => Self::Ed25519((1 << 40) + number as u64),
        }
    }
}

/// The fixed keys, read once.
pub struct Keyring {
    rsa: Vec<PrivateKey>,
}

impl Keyring {
    /// Reads them.
    pub fn new() -> Result<Self, SignError> {
        Ok(Self { rsa: RSA.iter().map(|key| PrivateKey::rsa(key)).collect::<Result<_, _>>()? })
    }

    /// Does something with a key.
    pub fn with<T>(&self, key: Key, what: impl FnOnce(&PrivateKey) -> T) -> Result<T, SignError> {
        match key {
            Key::Rsa(number) => self.rsa.get(usize::from(number)).map(what).ok_or(SignError::UnreadableKey),
            Key::Ed25519(number) => {
                let mut random = Xoshiro256::stream(0, number);
                let mut seed = [0; 32];
                seed.chunks_mut(8).for_each(|part| part.copy_from_slice(&random.next_u64().to_be_bytes()));
                PrivateKey::ed25519(&seed).map(|key| what(&key))
            }
        }
    }
}
