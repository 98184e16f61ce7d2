//! One signature against one message: shared by DKIM and by the message signatures of ARC.

use super::body_hash::{BodyHash, BodyHashes, Wanted};
use super::canonical::{canonical_field, canonical_signature};
use super::lookup::{Candidate, candidates};
use super::select::{FieldIndex, Selection};
use super::trial::{Challenge, Trial};
use super::{Algorithm, Caveat, Coverage, Covered, Holds, KeyTried, Reason, Repair, Signature, Verdict};
use crate::dns::DnsView;
use crate::message::{LineEnding, Message};
use model::Timestamp;

/// Most fields that are left out one at a time to see whether one was added below the signed one, and the longest header in
/// which that is tried: every try hashes the signed fields anew.
const MAX_LEFT_OUT: usize = 8;
const MAX_TRIED_AGAIN: usize = 128 << 10;

/// A message with everything about it that does not depend on keys and time.
#[derive(Clone, Debug)]
pub(crate) struct Prepared<'m> {
    pub message: &'m Message<'m>,
    pub index: FieldIndex,
    /// Hashes of the body under each repair, in the order in which they were tried.
    bodies: Vec<(Repair, BodyHashes)>,
}

/// What is found out about one signature.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    pub verdict: Verdict,
    pub reason: Option<Reason>,
    pub header: Holds,
    pub body: Holds,
    pub covers: Coverage,
    pub keys: Vec<KeyTried>,
    pub caveats: Vec<Caveat>,
}

/// The hash of the body that a signature is compared with.
struct Body<'a> {
    repair: Repair,
    hash: &'a BodyHash,
    holds: bool,
}

/// A signature with what it selects.
struct Target<'a> {
    /// Number of its own field.
    field: usize,
    signature: &'a Signature,
    selection: Selection,
    /// Repair under which the body is compared.
    repair: Repair,
}

impl<'a> Target<'a> {
    fn challenge<'b>(&self, data: &'b [Vec<u8>]) -> Challenge<'b>
    where
        'a: 'b,
    {
        let identity = self.signature.identity.as_ref();
        Challenge {
            algorithm: self.signature.algorithm,
            value: &self.signature.value,
            identity_below_domain: identity.is_some_and(|i| i.domain != self.signature.domain),
            data,
        }
    }
}

impl<'m> Prepared<'m> {
    /// Hashes the body as the signatures want it, and again under a repair as long as one of them does not hold.
    pub fn new(message: &'m Message<'m>, signatures: &[&Signature]) -> Self {
        let mut prepared = Self { message, index: FieldIndex::of(message), bodies: Vec::new() };
        for repair in Repair::candidates(message) {
            let open = signatures.iter().filter(|s| !prepared.body(s).is_some_and(|body| body.holds));
            let wanted: Vec<Wanted> = open.map(|signature| wanted(signature)).collect();
            if wanted.is_empty() {
                break;
            }
            let hashes = BodyHashes::of(&repair.body(message.body()), wanted);
            prepared.bodies.push((repair, hashes));
        }
        prepared
    }

    /// The hash that holds, else the first one that was tried.
    fn body(&self, signature: &Signature) -> Option<Body<'_>> {
        let wanted = wanted(signature);
        let mut bodies = self.bodies.iter().filter_map(|(repair, hashes)| {
            let hash = hashes.get(&wanted)?;
            let reached = signature.length.is_none_or(|length| length <= hash.canonical_length);
            let holds = reached && hash.digest == signature.body_hash;
            Some(Body { repair: *repair, hash, holds })
        });
        let first = bodies.next()?;
        match first.holds {
            true => Some(first),
            false => Some(bodies.find(|body| body.holds).unwrap_or(first)),
        }
    }

    /// Checks a signature that was read from a field of the message.
    pub fn check(&self, field: usize, signature: &Signature, dns: &dyn DnsView, at: Timestamp) -> Checked {
        let body = self.body(signature);
        let target = Target {
            field,
            signature,
            selection: self.index.select(&signature.names, &[field]),
            repair: body.as_ref().map_or(Repair::default(), |body| body.repair),
        };
        let mut checked = Checked {
            verdict: Verdict::Pass,
            reason: None,
            header: Holds::NotChecked,
            body: body.as_ref().map_or(Holds::NotChecked, |b| if b.holds { Holds::Yes } else { Holds::No }),
            covers: self.coverage(&target.selection, body.as_ref()),
            keys: Vec::new(),
            caveats: Vec::new(),
        };
        match candidates(&signature.domain, &signature.selector, dns, at) {
            Ok(keys) => self.check_header(&mut checked, &target, body.as_ref(), &keys, at),
            Err((verdict, reason)) => (checked.verdict, checked.reason) = (verdict, Some(reason)),
        }
        self.add_caveats(&mut checked, signature, target.selection, body.as_ref(), at);
        checked
    }

    /// Tries the keys and gives the verdict.
    fn check_header(
        &self,
        checked: &mut Checked,
        target: &Target<'_>,
        body: Option<&Body<'_>>,
        keys: &[Candidate],
        at: Timestamp,
    ) {
        let repairs = self.header_repairs(target.repair);
        let data: Vec<Vec<u8>> =
            repairs.iter().map(|&repair| self.signed_data(target, &target.selection, repair)).collect();
        let trial = Trial::of(keys, &target.challenge(&data));
        checked.header = trial.header;
        checked.caveats.extend(trial.caveats());
        if let Some((_, form)) = trial.signed {
            let line_endings = target.repair.line_endings || repairs[form].line_endings;
            let repair = Repair { line_endings, ..target.repair };
            if repair.is_any() {
                checked.caveats.push(Caveat::Repaired { repair });
            }
        }
        (checked.verdict, checked.reason) = match judge(&trial, target.signature, body, at) {
            Some((verdict, Reason::SignatureMismatch)) => {
                let is_short = self.message.header.len() <= MAX_TRIED_AGAIN;
                let added = if is_short { self.field_added_below(target, keys) } else { None };
                (
                    verdict,
                    Some(added.map_or(Reason::SignatureMismatch, |field| Reason::FieldAddedBelow { field })),
                )
            }
            Some((verdict, reason)) => (verdict, Some(reason)),
            None => (Verdict::Pass, None),
        };
        checked.keys = trial.keys;
        if let Some((verdict, reason)) = not_kept(self.message, checked.reason.as_ref()) {
            (checked.verdict, checked.reason) = (verdict, Some(reason));
            for holds in [&mut checked.header, &mut checked.body] {
                *holds = if *holds == Holds::No { Holds::NotChecked } else { *holds };
            }
        }
    }

    /// Line endings under which the header is hashed: first those under which the body holds.
    fn header_repairs(&self, body: Repair) -> Vec<Repair> {
        let other = Repair { line_endings: !body.line_endings, ..body };
        match self.message.line_ending {
            LineEnding::Crlf => vec![body],
            LineEnding::Lf | LineEnding::Mixed => vec![body, other],
        }
    }

    /// The bytes that are signed: the selected fields, then the signature's own.
    fn signed_data(&self, target: &Target<'_>, selection: &Selection, repair: Repair) -> Vec<u8> {
        let canon = target.signature.canonicalization.header;
        let mut data = Vec::with_capacity(2_048);
        for &field in &selection.fields {
            canonical_field(&mut data, &self.message.fields[field], canon, repair);
        }
        let own = &self.message.fields[target.field];
        canonical_signature(&mut data, own, &target.signature.value_span, canon, repair);
        data
    }

    /// The field without which a broken signature holds: the lowest of several with a signed name.
    fn field_added_below(&self, target: &Target<'_>, keys: &[Candidate]) -> Option<usize> {
        let mut lowest: Vec<usize> = target
            .selection
            .uncovered
            .iter()
            .filter_map(|&field| self.index.lowest_like(&self.message.fields[field]))
            .collect();
        lowest.sort_unstable();
        lowest.dedup();
        lowest.into_iter().take(MAX_LEFT_OUT).find(|&field| {
            let without = self.index.select(&target.signature.names, &[target.field, field]);
            let data = [self.signed_data(target, &without, target.repair)];
            Trial::of(keys, &target.challenge(&data)).header == Holds::Yes
        })
    }

    fn coverage(&self, selection: &Selection, body: Option<&Body<'_>>) -> Coverage {
        let start = self.message.body.start;
        let end = body
            .map_or(start, |body| start + body.repair.original_offset(self.message.body(), body.hash.end));
        let covered = |&field: &usize| {
            let (name, span) = (self.message.fields[field].name, self.message.fields[field].span.clone());
            Covered { field, name: String::from_utf8_lossy(&name.to_ascii_lowercase()).into_owned(), span }
        };
        Coverage {
            fields: selection.fields.iter().map(covered).collect(),
            absent: selection.absent.clone(),
            body: start..end,
        }
    }

    fn add_caveats(
        &self,
        checked: &mut Checked,
        signature: &Signature,
        selection: Selection,
        body: Option<&Body<'_>>,
        at: Timestamp,
    ) {
        if !selection.uncovered.is_empty() {
            checked.caveats.push(Caveat::UncoveredCopies { fields: selection.uncovered });
        }
        if let Some((length, body)) = signature.length.zip(body) {
            checked.caveats.push(Caveat::BodyCanGrow);
            if body.holds && length < body.hash.canonical_length {
                let span = checked.covers.body.end..self.message.body.end;
                checked.caveats.push(Caveat::TextAppended { span });
            }
        }
        if signature.signed_at.is_some_and(|made| made > at) {
            checked.caveats.push(Caveat::SignedLater);
        }
    }
}

/// The verdict on a message whose original bytes its container lost, in place of one that differing bytes gave. What
/// holds over such a message holds; what does not hold says something about the container.
pub(crate) fn not_kept(message: &Message<'_>, reason: Option<&Reason>) -> Option<(Verdict, Reason)> {
    let differs = matches!(
        reason?,
        Reason::BodyHashMismatch | Reason::BodyShorterThanLength { .. } | Reason::SignatureMismatch
    );
    (differs && message.form.rebuilt.is_some()).then_some((Verdict::NotKnown, Reason::OriginalNotKept))
}

fn wanted(signature: &Signature) -> Wanted {
    (signature.canonicalization.body, signature.algorithm.hash(), signature.length)
}

/// The verdict when it is not a pass: what cannot be used, then what does not hold, then what holds and does not count.
fn judge(
    trial: &Trial<'_>,
    signature: &Signature,
    body: Option<&Body<'_>>,
    at: Timestamp,
) -> Option<(Verdict, Reason)> {
    if let Some(unusable) = trial.unusable() {
        return Some(unusable);
    }
    if let Some(body) = body.filter(|body| !body.holds) {
        let reached = body.hash.canonical_length;
        let reason = match signature.length {
            Some(length) if length > reached => Reason::BodyShorterThanLength { length, body: reached },
            _ => Reason::BodyHashMismatch,
        };
        return Some((Verdict::Fail, reason));
    }
    if let Some(unsigned) = trial.unsigned() {
        return Some(unsigned);
    }
    if signature.algorithm == Algorithm::RsaSha1 {
        return Some((Verdict::Policy, Reason::HistoricSha1));
    }
    let expired = signature.expires_at.is_some_and(|expires| at > expires);
    expired.then_some((Verdict::Policy, Reason::Expired))
}
