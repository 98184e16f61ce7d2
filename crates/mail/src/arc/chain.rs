//! Validation of a chain (RFC 8617, section 5.2).

use super::sets::{SetFields, sets};
use super::{Chain, ChainStatus, Part, PartCheck, PartKind, Reason, Seal, SetOutcome, Verdict};
use crate::dkim::canonical::{canonical_field, canonical_signature};
use crate::dkim::check::{Checked, Prepared, not_kept};
use crate::dkim::lookup::candidates;
use crate::dkim::trial::{Challenge, Trial};
use crate::dkim::{self, Canon, Coverage, Repair, Signature, SignatureError};
use crate::dns::DnsView;
use crate::limits::Limits;
use crate::message::{LineEnding, Message};
use model::Timestamp;

/// A set with its fields read.
struct Set {
    fields: SetFields,
    signature: Signature,
    seal: Seal,
}

/// Validates the chain of a message with the keys of a time. Every set is checked, also those behind the first that
/// fails; the reason names the first failure in the order of the RFC.
pub fn validate(message: &Message<'_>, limits: &Limits, dns: &dyn DnsView, at: Timestamp) -> Chain {
    let broken = |reason| Chain { verdict: Verdict::Fail, reason: Some(reason), at, ..Chain::default() };
    let sets = match sets(message, limits) {
        Ok(sets) if sets.is_empty() => return Chain { at, ..Chain::default() },
        Ok(fields) => match read(message, &fields) {
            Ok(sets) => sets,
            Err(reason) => return broken(reason),
        },
        Err(reason) => return broken(reason),
    };
    let signatures: Vec<&Signature> = sets.iter().map(|set| &set.signature).collect();
    let prepared = Prepared::new(message, &signatures);
    let outcomes: Vec<SetOutcome> = (0..sets.len())
        .map(|newest| SetOutcome {
            instance: instance(newest),
            results: part(message, sets[newest].fields[PartKind::AuthenticationResults as usize]),
            message_signature: check_message_signature(&prepared, &sets[newest], dns, at),
            seal: check_seal(message, &sets[..=newest], dns, at),
            status: sets[newest].seal.status,
        })
        .collect();
    let (verdict, reason) = judge(&outcomes);
    Chain { verdict, reason, at, oldest_pass: oldest_pass(&outcomes), sets: outcomes }
}

/// Instance of the set at an index.
fn instance(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

fn read(message: &Message<'_>, sets: &[SetFields]) -> Result<Vec<Set>, Reason> {
    let read = |(index, &fields): (usize, &SetFields)| {
        let value = |part: PartKind| message.fields[fields[part as usize]].value;
        let unreadable = |part: PartKind| {
            move |signature: SignatureError| Reason::Unreadable { instance: instance(index), part, signature }
        };
        let signature = Signature::parse_arc(value(PartKind::MessageSignature))
            .map_err(unreadable(PartKind::MessageSignature))?;
        let seal = Seal::parse(value(PartKind::Seal)).map_err(unreadable(PartKind::Seal))?;
        Ok(Set { fields, signature, seal })
    };
    sets.iter().enumerate().map(read).collect()
}

fn part(message: &Message<'_>, field: usize) -> Part {
    Part { field, span: message.fields[field].span.clone() }
}

fn check_message_signature(
    prepared: &Prepared<'_>,
    set: &Set,
    dns: &dyn DnsView,
    at: Timestamp,
) -> PartCheck {
    let field = set.fields[PartKind::MessageSignature as usize];
    let Checked { verdict, reason, covers, keys, caveats, .. } =
        prepared.check(field, &set.signature, dns, at);
    PartCheck {
        part: part(prepared.message, field),
        domain: set.signature.domain.clone(),
        selector: set.signature.selector.clone(),
        signed_at: set.signature.signed_at,
        verdict,
        reason,
        keys,
        covers,
        caveats,
    }
}

/// Checks the seal of the last of these sets, which covers the ARC fields of all of them.
fn check_seal(message: &Message<'_>, sets: &[Set], dns: &dyn DnsView, at: Timestamp) -> PartCheck {
    let Set { fields, seal, .. } = &sets[sets.len() - 1];
    let mut check = PartCheck {
        part: part(message, fields[PartKind::Seal as usize]),
        domain: seal.domain.clone(),
        selector: seal.selector.clone(),
        signed_at: seal.signed_at,
        verdict: dkim::Verdict::Pass,
        reason: None,
        keys: Vec::new(),
        covers: Coverage::default(),
        caveats: Vec::new(),
    };
    let judged = match candidates(&seal.domain, &seal.selector, dns, at) {
        Err(judged) => Some(judged),
        Ok(keys) => {
            let data = sealed_data(message, sealed_sets(sets));
            let (algorithm, value) = (seal.algorithm, seal.value.as_slice());
            let challenge = Challenge { algorithm, value, identity_below_domain: false, data: &data };
            let trial = Trial::of(&keys, &challenge);
            check.caveats = trial.caveats();
            let judged = trial.unusable().or_else(|| trial.unsigned());
            let lost = judged.as_ref().and_then(|(_, reason)| not_kept(message, Some(reason)));
            let judged = lost.or(judged);
            check.keys = trial.keys;
            judged
        }
    };
    if let Some((verdict, reason)) = judged {
        (check.verdict, check.reason) = (verdict, Some(reason));
    }
    check
}

/// The sets that the last one's seal covers: all of them, but only its own when it declares the chain failed, since a
/// broken chain may have no order to hash it in (section 5.1.2).
fn sealed_sets(sets: &[Set]) -> &[Set] {
    match sets {
        [.., last] if last.seal.status == ChainStatus::Fail => std::slice::from_ref(last),
        _ => sets,
    }
}

/// The bytes that a seal signs (section 5.1.1): the fields of all sets up to its own, the seal last and without its
/// value; once more with line endings repaired when the message has others than CR LF.
fn sealed_data(message: &Message<'_>, sets: &[Set]) -> Vec<Vec<u8>> {
    let line_endings: &[bool] = match message.line_ending {
        LineEnding::Crlf => &[false],
        LineEnding::Lf | LineEnding::Mixed => &[true, false],
    };
    line_endings
        .iter()
        .map(|&line_endings| {
            let repair = Repair { line_endings, ..Repair::default() };
            let mut data = Vec::new();
            let fields: Vec<usize> = sets.iter().flat_map(|set| set.fields).collect();
            for &field in &fields[..fields.len() - 1] {
                canonical_field(&mut data, &message.fields[field], Canon::Relaxed, repair);
            }
            let Set { fields, seal, .. } = &sets[sets.len() - 1];
            let own = &message.fields[fields[PartKind::Seal as usize]];
            canonical_signature(&mut data, own, &seal.value_span, Canon::Relaxed, repair);
            data
        })
        .collect()
}

/// The verdict and the reason in the order of section 5.2: what sealers say, the newest message signature, the seals.
/// What is wrong outweighs what is not known.
fn judge(sets: &[SetOutcome]) -> (Verdict, Option<Reason>) {
    if let Some(set) = sets.iter().rev().find(|set| set.status == ChainStatus::Fail) {
        return (Verdict::Fail, Some(Reason::SealedAsFailed { instance: set.instance }));
    }
    let expected = |set: &SetOutcome| if set.instance == 1 { ChainStatus::None } else { ChainStatus::Pass };
    if let Some(set) = sets.iter().find(|set| set.status != expected(set)) {
        let SetOutcome { instance, status, .. } = *set;
        return (Verdict::Fail, Some(Reason::WrongStatus { instance, status }));
    }
    let newest = sets.last().map(|set| (PartKind::MessageSignature, set.instance, &set.message_signature));
    let seals = sets.iter().rev().map(|set| (PartKind::Seal, set.instance, &set.seal));
    let failures: Vec<(Verdict, Reason)> = newest.into_iter().chain(seals).filter_map(failure).collect();
    for verdict in [Verdict::Fail, Verdict::TempError, Verdict::NotKnown] {
        if let Some((verdict, reason)) = failures.iter().find(|(found, _)| *found == verdict) {
            return (*verdict, Some(reason.clone()));
        }
    }
    (Verdict::Pass, None)
}

fn failure((part, instance, check): (PartKind, u32, &PartCheck)) -> Option<(Verdict, Reason)> {
    let signature = check.reason.clone()?;
    let reason = match part {
        PartKind::Seal => Reason::Seal { instance, signature },
        _ => Reason::MessageSignature { instance, signature },
    };
    let verdict = match check.verdict {
        dkim::Verdict::Pass => return None,
        dkim::Verdict::TempError => Verdict::TempError,
        dkim::Verdict::NotKnown => Verdict::NotKnown,
        dkim::Verdict::Fail | dkim::Verdict::Policy | dkim::Verdict::PermError => Verdict::Fail,
    };
    Some((verdict, reason))
}

fn oldest_pass(sets: &[SetOutcome]) -> Option<u32> {
    let passing = sets.iter().rev().take_while(|set| set.message_signature.verdict == dkim::Verdict::Pass);
    passing.last().map(|set| set.instance)
}
