//! The DKIM signatures of a message.

use super::check::{Checked, Prepared};
use super::{Caveat, Claims, Coverage, Holds, Outcome, Reason, Signature, SignatureError, Verdict};
use crate::author::Authors;
use crate::dns::DnsView;
use crate::domain::is_public_suffix;
use crate::limits::Limits;
use crate::message::Message;
use model::Timestamp;

/// Fields that programs show to a reader, or that decide what they show.
const SHOWN: [&str; 11] = [
    "from",
    "sender",
    "reply-to",
    "to",
    "cc",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
];

/// Everything about the signatures of a message that does not depend on keys and time. Bodies are hashed here, once;
/// verdicts for several times cost little more than one.
#[derive(Clone, Debug)]
pub struct Signatures<'m> {
    prepared: Prepared<'m>,
    authors: &'m Authors,
    /// By field, from top to bottom.
    read: Vec<(usize, Result<Signature, SignatureError>)>,
    /// Fields beyond the limit.
    over_limit: Vec<usize>,
}

impl<'m> Signatures<'m> {
    /// Reads the DKIM-Signature fields of a message and hashes its body as they want it.
    pub fn of(message: &'m Message<'m>, authors: &'m Authors, limits: &Limits) -> Self {
        let fields = || (0..message.fields.len()).filter(|&i| message.fields[i].is("DKIM-Signature"));
        let read: Vec<_> = fields()
            .take(limits.signatures)
            .map(|field| (field, Signature::parse(message.fields[field].value)))
            .collect();
        let signatures: Vec<&Signature> = read.iter().filter_map(|(_, s)| s.as_ref().ok()).collect();
        let prepared = Prepared::new(message, &signatures);
        Self { prepared, authors, read, over_limit: fields().skip(limits.signatures).collect() }
    }

    /// Verdicts for a time, one for each DKIM-Signature field from top to bottom: keys are those of that time, and a
    /// signature that had expired by then does not count.
    pub fn verify(&self, dns: &dyn DnsView, at: Timestamp) -> Vec<Outcome> {
        let read = self.read.iter().map(|(field, signature)| match signature {
            Ok(signature) => self.outcome(*field, signature, dns, at),
            Err(error) => {
                let reason = Reason::Unreadable { signature: error.clone() };
                self.without_check(*field, Verdict::PermError, reason, at)
            }
        });
        let over = |&field: &usize| self.without_check(field, Verdict::NotKnown, Reason::OverLimit, at);
        read.chain(self.over_limit.iter().map(over)).collect()
    }

    fn outcome(&self, field: usize, signature: &Signature, dns: &dyn DnsView, at: Timestamp) -> Outcome {
        let Checked { verdict, reason, header, body, covers, keys, mut caveats } =
            self.prepared.check(field, signature, dns, at);
        self.add_caveats(&mut caveats, signature, &covers);
        Outcome {
            field,
            span: self.prepared.message.fields[field].span.clone(),
            at,
            verdict,
            reason,
            claims: Some(claims(signature)),
            header,
            body,
            covers,
            keys,
            caveats,
        }
    }

    fn without_check(&self, field: usize, verdict: Verdict, reason: Reason, at: Timestamp) -> Outcome {
        Outcome {
            field,
            span: self.prepared.message.fields[field].span.clone(),
            at,
            verdict,
            reason: Some(reason),
            claims: None,
            header: Holds::NotChecked,
            body: Holds::NotChecked,
            covers: Coverage::default(),
            keys: Vec::new(),
            caveats: Vec::new(),
        }
    }

    /// What the relation of the signature to the authors and to the fields that a reader sees adds.
    fn add_caveats(&self, caveats: &mut Vec<Caveat>, signature: &Signature, covers: &Coverage) {
        if is_public_suffix(&signature.domain) {
            caveats.push(Caveat::DomainIsPublicSuffix);
        }
        for reading in &self.authors.readings {
            if let Some(author) = &reading.address.domain
                && *author != signature.domain
                && author.is_at_or_below(&signature.domain)
            {
                caveats.push(Caveat::DomainAboveAuthor { author: author.clone() });
            }
        }
        let is_signed = |name: &&str| signature.names.iter().any(|signed| signed == name);
        let can_be_added =
            |name: &&str| is_signed(name) && !covers.absent.iter().any(|absent| absent == name);
        let names: Vec<_> = SHOWN.into_iter().filter(can_be_added).collect();
        if !names.is_empty() {
            caveats.push(Caveat::FieldsCanBeAdded { names });
        }
        let mut fields: Vec<usize> = SHOWN
            .into_iter()
            .filter(|name| !is_signed(name))
            .flat_map(|name| self.prepared.index.named(name).iter().copied())
            .collect();
        fields.sort_unstable();
        if !fields.is_empty() {
            caveats.push(Caveat::FieldsNotSigned { fields });
        }
    }
}

fn claims(signature: &Signature) -> Claims {
    Claims {
        domain: signature.domain.clone(),
        selector: signature.selector.clone(),
        identity: signature.identity.clone(),
        algorithm: signature.algorithm,
        canonicalization: signature.canonicalization,
        signed_at: signature.signed_at,
        expires_at: signature.expires_at,
    }
}
