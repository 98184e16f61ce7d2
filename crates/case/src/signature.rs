//! Signatures of seals, in OpenSSH's form (PROTOCOL.sshsig), which `ssh-keygen -Y verify` checks as well.

use crate::error::{CaseError, Result, io_at};
use ssh_key::{Algorithm, HashAlg, LineEnding, PrivateKey, PublicKey, SshSig};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// What a signature is made for: one made for mails or commits does not hold for a seal.
pub const NAMESPACE: &str = "scrutineer-case";

/// Longest key or list of signers that is read.
const MAX_FILE: u64 = 1 << 20;

/// A private key that can sign.
#[derive(Debug)]
pub struct Signer(PrivateKey);

/// What a signature says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    /// It holds under this key.
    Holds(Box<PublicKey>),
    /// It does not hold, or is not written as it has to be.
    Fails(String),
    /// It is of a kind that this program does not know.
    Unknown(String),
}

impl Signer {
    /// Reads a private key in OpenSSH's format: Ed25519 or ECDSA. RSA keys and those with a passphrase are refused: with
    /// them `ssh-keygen` can sign afterwards.
    pub fn read(path: &Path) -> Result<Self> {
        let why = |why: String| CaseError::Key { path: path.to_owned(), why };
        let text = read_text(path)?;
        let key = PrivateKey::from_openssh(text.trim_start()).map_err(|e| {
            why(match text.trim_start().starts_with("ssh-") || text.trim_start().starts_with("ecdsa-") {
                true => "it is a public key: name the private one, without `.pub`".to_owned(),
                false => format!("it is no private key in OpenSSH's format ({e})"),
            })
        })?;
        // The library makes RSA signatures with a prime taken twice (ssh-key 0.6.7): none comes out.
        let hindrance = match key.algorithm() {
            _ if key.is_encrypted() => "it has a passphrase",
            Algorithm::Rsa { .. } => "it is an RSA key, which this program verifies but does not sign with",
            _ => return Ok(Self(key)),
        };
        Err(why(format!(
            "{hindrance}. Seal without `--key`, then run `ssh-keygen -Y sign -n {NAMESPACE} -f KEY \
             DIR/tagmanifest-sha256.txt`"
        )))
    }

    /// Fingerprint of its public key, such as `SHA256:...`.
    pub fn fingerprint(&self) -> String {
        fingerprint(self.0.public_key())
    }

    /// Armored signature of `message`.
    pub(crate) fn sign(&self, message: &[u8], path: &Path) -> Result<String> {
        let why = |e: ssh_key::Error| CaseError::Key { path: path.to_owned(), why: e.to_string() };
        let signature = self.0.sign(NAMESPACE, HashAlg::Sha512, message).map_err(why)?;
        signature.to_pem(LineEnding::LF).map_err(why)
    }
}

/// Fingerprint of a public key, as OpenSSH prints it.
pub(crate) fn fingerprint(key: &PublicKey) -> String {
    key.fingerprint(HashAlg::Sha256).to_string()
}

/// Checks an armored signature of `message`. Only the one way in which OpenSSH writes it is accepted, so that no byte
/// can change unnoticed.
pub(crate) fn check(armor: &[u8], message: &[u8]) -> Checked {
    let signature = match SshSig::from_pem(armor) {
        Ok(signature) => signature,
        Err(e @ (ssh_key::Error::AlgorithmUnknown | ssh_key::Error::AlgorithmUnsupported { .. })) => {
            return Checked::Unknown(e.to_string());
        }
        Err(e) => return Checked::Fails(format!("it is no SSH signature ({e})")),
    };
    match signature.to_pem(LineEnding::LF) {
        Ok(again) if again.as_bytes() == armor => {}
        _ => return Checked::Fails("it is not written as OpenSSH writes it".to_owned()),
    }
    let key = PublicKey::from(signature.public_key().clone());
    match key.verify(NAMESPACE, message, &signature) {
        Ok(()) => Checked::Holds(Box::new(key)),
        Err(e @ (ssh_key::Error::AlgorithmUnknown | ssh_key::Error::AlgorithmUnsupported { .. })) => {
            Checked::Unknown(e.to_string())
        }
        Err(_) => Checked::Fails("it does not hold for these bytes".to_owned()),
    }
}

/// Keys that somebody trusts, in the form of OpenSSH's `allowed_signers`.
#[derive(Clone, Debug, Default)]
pub struct Signers(Vec<Allowed>);

#[derive(Clone, Debug)]
struct Allowed {
    who: String,
    key: PublicKey,
}

impl Signers {
    /// Reads the file. Lines whose options this program does not check (times, authorities) are refused, as they would
    /// say less than they seem to.
    pub fn read(path: &Path) -> Result<Self> {
        let text = read_text(path)?;
        let mut all = Vec::new();
        for (line, n) in text.lines().zip(1..) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let why =
                |why: &str| CaseError::Signers { path: path.to_owned(), why: format!("line {n}: {why}") };
            let (who, rest) =
                line.split_once(char::is_whitespace).ok_or_else(|| why("no key stands in it"))?;
            let (options, key) = split_key(rest.trim_start()).ok_or_else(|| why("no key stands in it"))?;
            let key = PublicKey::from_openssh(key).map_err(|e| why(&e.to_string()))?;
            match options.trim() {
                "" => all.push(Allowed { who: who.trim_matches('"').to_owned(), key }),
                options => match options.strip_prefix("namespaces=") {
                    Some(names) if !names.contains([' ', '*', '?', '!']) => {
                        if names.trim_matches('"').split(',').any(|name| name == NAMESPACE) {
                            all.push(Allowed { who: who.trim_matches('"').to_owned(), key });
                        }
                    }
                    _ => return Err(why("only the option `namespaces` with plain names is understood")),
                },
            }
        }
        Ok(Self(all))
    }

    /// Who has this key.
    pub(crate) fn name(&self, key: &PublicKey) -> Option<&str> {
        self.0.iter().find(|one| one.key.key_data() == key.key_data()).map(|one| one.who.as_str())
    }
}

/// What stands before the type of the key, and the key from there on.
fn split_key(rest: &str) -> Option<(&str, &str)> {
    let is_type = |word: &str| ["ssh-", "ecdsa-", "sk-"].iter().any(|kind| word.starts_with(kind));
    let mut quoted = false;
    let mut before = ' ';
    for (at, c) in rest.char_indices() {
        if !quoted && before.is_whitespace() && is_type(&rest[at..]) {
            return Some(rest.split_at(at));
        }
        quoted ^= c == '"';
        before = c;
    }
    None
}

fn read_text(path: &Path) -> Result<String> {
    let mut text = String::new();
    let file = File::open(path).map_err(io_at("opening", path))?;
    file.take(MAX_FILE).read_to_string(&mut text).map_err(io_at("reading", path))?;
    Ok(text)
}
