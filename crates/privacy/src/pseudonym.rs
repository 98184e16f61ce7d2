//! Keyed pseudonyms: the same thing has the same one within a case, and nobody without the key can test a guess.

use hmac::{Hmac, KeyInit, Mac};
use model::Sha256;
use std::fmt;

/// Secret of a case from which its pseudonyms are made.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

/// What a pseudonym stands for; its first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Kind {
    Account,
    Platform,
    Name,
    Address,
    Site,
    Link,
    Ip,
    File,
    Post,
    Object,
    Hypothesis,
    Id,
    Number,
}

impl Kind {
    /// The first word of its pseudonyms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Platform => "platform",
            Self::Name => "name",
            Self::Address => "address",
            Self::Site => "site",
            Self::Link => "link",
            Self::Ip => "ip",
            Self::File => "file",
            Self::Post => "post",
            Self::Object => "object",
            Self::Hypothesis => "hypothesis",
            Self::Id => "id",
            Self::Number => "number",
        }
    }
}

impl Key {
    /// A key of 32 bytes that nobody can guess.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// `account-3fa2c19b0d7e`: the first 48 bits of HMAC-SHA-256 (RFC 2104) over kind and value. Two of a million things of
    /// a kind share one in 1 of 560 cases.
    pub fn pseudonym(&self, kind: Kind, value: &str) -> String {
        let mac = self.mac(&[kind.word(), value]);
        format!("{}-{}", kind.word(), Sha256(mac).short())
    }

    /// HMAC-SHA-256 over `parts`, each ended by a zero byte.
    pub(crate) fn mac(&self, parts: &[&str]) -> [u8; 32] {
        // A key of any length is fine for HMAC.
        let Ok(mut mac) = <Hmac<sha2::Sha256> as KeyInit>::new_from_slice(&self.0) else { return [0; 32] };
        for part in parts {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pseudonyms_depend_on_key_kind_and_value() {
        let (one, other) = (Key::new([1; 32]), Key::new([2; 32]));
        let name = one.pseudonym(Kind::Account, "x/1");
        assert_eq!(name, one.pseudonym(Kind::Account, "x/1"));
        assert!(name.starts_with("account-") && name.len() == "account-".len() + 12, "{name}");
        for different in [
            other.pseudonym(Kind::Account, "x/1"),
            one.pseudonym(Kind::Name, "x/1"),
            one.pseudonym(Kind::Account, "x/2"),
        ] {
            assert_ne!(different[different.len() - 12..], name[name.len() - 12..]);
        }
    }

    #[test]
    fn the_key_is_not_printed() {
        assert_eq!(format!("{:?}", Key::new([42; 32])), "Key(..)");
    }
}
