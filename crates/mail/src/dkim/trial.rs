//! Trying the keys at a selector on a signature.

use super::lookup::Candidate;
use super::{Algorithm, Caveat, Holds, KeyError, KeyRecord, KeyResult, KeyTried, Reason, Verdict, crypto};
use crate::dns::Seen;

/// What a key is tried on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Challenge<'a> {
    pub algorithm: Algorithm,
    /// The signature proper.
    pub value: &'a [u8],
    /// Whether `i=` has a domain below `d=`, which some keys forbid.
    pub identity_below_domain: bool,
    /// Forms of the signed bytes, likeliest first.
    pub data: &'a [Vec<u8>],
}

/// How the keys fared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trial<'k> {
    /// All of them, in the order of the records.
    pub keys: Vec<KeyTried>,
    /// Whether one of them signed.
    pub header: Holds,
    /// The first that did, with the number of the form that it signed.
    pub signed: Option<(&'k KeyRecord, usize)>,
}

impl<'k> Trial<'k> {
    /// Tries every key.
    pub fn of(keys: &'k [Candidate], challenge: &Challenge<'_>) -> Self {
        let mut trial = Self::default();
        for (record, key) in keys {
            let (result, bits) = match key {
                Err(key) => (KeyResult::Unusable { key: *key }, None),
                Ok(key) => {
                    let (result, form) = try_key(key, challenge);
                    trial.signed = trial.signed.or(form.map(|form| (key, form)));
                    (result, Some(key.key.bits()))
                }
            };
            trial.header = match (trial.header, result) {
                (Holds::Yes, _) | (_, KeyResult::Signed) => Holds::Yes,
                (_, KeyResult::DidNotSign) => Holds::No,
                (header, _) => header,
            };
            let (name, seen) = (record.name.clone(), record.seen.clone());
            trial.keys.push(KeyTried { name, seen, bits, result });
        }
        trial
    }

    /// The verdict when no record could be used.
    pub fn unusable(&self) -> Option<(Verdict, Reason)> {
        let all = self.keys.iter().all(|key| matches!(key.result, KeyResult::Unusable { .. }));
        match self.keys.first().map(|key| key.result) {
            Some(KeyResult::Unusable { key }) if all => {
                Some((Verdict::PermError, Reason::NoUsableKey { key }))
            }
            _ => None,
        }
    }

    /// The verdict when no key signed.
    pub fn unsigned(&self) -> Option<(Verdict, Reason)> {
        let too_short = self.keys.iter().find(|key| key.result == KeyResult::TooShort);
        match (self.header, too_short.and_then(|key| key.bits)) {
            (Holds::Yes, _) => None,
            (Holds::NotChecked, Some(bits)) => Some((Verdict::Policy, Reason::KeyTooShort { bits })),
            _ => Some((Verdict::Fail, Reason::SignatureMismatch)),
        }
    }

    /// What has to be known about the keys.
    pub fn caveats(&self) -> Vec<Caveat> {
        let mut caveats = Vec::new();
        if self.keys.len() > 1 {
            caveats.push(Caveat::SeveralKeys { count: self.keys.len() });
        }
        let Some((key, _)) = self.signed else { return caveats };
        if key.testing {
            caveats.push(Caveat::Testing);
        }
        if key.key.is_weak() {
            caveats.push(Caveat::WeakKey { bits: key.key.bits() });
        }
        let mut signed = self.keys.iter().filter(|key| key.result == KeyResult::Signed);
        if signed.all(|key| is_undated(&key.seen)) {
            caveats.push(Caveat::UndatedKey);
        }
        caveats
    }
}

/// How a key fares, and which form of the bytes it signed.
fn try_key(key: &KeyRecord, challenge: &Challenge<'_>) -> (KeyResult, Option<usize>) {
    if let Err(key) = usable(key, challenge) {
        return (KeyResult::Unusable { key }, None);
    }
    if key.key.is_too_short() {
        return (KeyResult::TooShort, None);
    }
    let holds = |data: &Vec<u8>| crypto::holds(challenge.algorithm, &key.key, data, challenge.value);
    match challenge.data.iter().position(holds) {
        Some(form) => (KeyResult::Signed, Some(form)),
        None => (KeyResult::DidNotSign, None),
    }
}

/// Whether the key's record lets it be used for this signature.
fn usable(key: &KeyRecord, challenge: &Challenge<'_>) -> Result<(), KeyError> {
    key.allows(challenge.algorithm)?;
    match key.strict && challenge.identity_below_domain {
        true => Err(KeyError::IdentityBelowDomain),
        false => Ok(()),
    }
}

fn is_undated(seen: &Seen) -> bool {
    seen.seen_at.is_none() && seen.valid_from.is_none() && seen.valid_until.is_none()
}
