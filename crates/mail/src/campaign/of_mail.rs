//! The facts of an examined mail.

use super::{Facts, network};
use crate::content::{Addressees, Content};
use crate::dkim::Verdict;
use crate::domain::{DomainName, organisational_domain};
use crate::examination::Examination;
use crate::fingerprint::{Fingerprint, Mark};
use crate::intel::Subject;
use crate::limits::Limits;
use crate::message::Message;

impl Facts {
    /// The facts of a mail, and its text in the form in which texts are compared ([`Texts::add`](super::Texts::add)).
    /// Only keys whose signatures hold count, and only a connecting address that the receiver recorded.
    pub fn of_mail(
        id: String,
        message: &Message<'_>,
        examination: &Examination,
        limits: &Limits,
    ) -> (Self, String) {
        let content = Content::without_attached(message, limits);
        let trace = &examination.trace;
        let below = message.fields.partition_point(|field| !trace.could_be_senders(&field.span));
        let fingerprint = Fingerprint::of(message, below, &content);
        let author = examination.authors.sole();
        let envelope = examination.receipt.envelope.as_ref().and_then(|envelope| envelope.address.as_ref());
        let accounts = author.into_iter().chain(envelope).map(|address| address.to_string().to_lowercase());
        let signatures = &examination.verdicts.first().dkim;
        let keys = signatures.iter().filter(|outcome| outcome.verdict == Verdict::Pass);
        let asn = examination.opinions.iter().find(|opinion| opinion.subject == Subject::Network);
        let organisation =
            |name: &str| DomainName::parse(name).ok().and_then(|name| organisational_domain(&name));
        let message_id = fingerprint.get(Mark::MessageIdDomain).and_then(organisation);
        let own = author.and_then(|author| organisational_domain(author.domain.as_ref()?));
        let facts = Self {
            id,
            text: None,
            keys: keys
                .filter_map(|outcome| outcome.claims.as_ref())
                .map(|claims| format!("{}/{}", claims.domain, claims.selector))
                .collect(),
            accounts: accounts.collect(),
            network: trace.origin.as_ref().ok().map(|origin| network(origin.ip)),
            asn: asn.and_then(|opinion| opinion.value.clone()),
            message_id_domain: message_id
                .filter(|domain| Some(domain) != own.as_ref())
                .map(|d| d.to_string()),
            fingerprint: fingerprint.software(),
            sent: examination.receipt.at,
        };
        (facts, content.comparable(&Addressees::of(message)))
    }
}
