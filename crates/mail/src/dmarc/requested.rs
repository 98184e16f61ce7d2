//! What the owner of the policy asks for.

use super::discovery::Found;
use super::{Method, Policy, PolicyPlace, Requested};
use crate::dns::{Answer, DnsView, RecordType};
use crate::domain::DomainName;
use model::Timestamp;

/// The policy for the author's domain: `p` when it stands there, else `sp`, or `np` when RFC 9989 is followed and the
/// author's domain does not exist.
pub(super) fn requested(
    found: &Found,
    place: PolicyPlace,
    method: Method,
    author: &DomainName,
    policy: Policy,
    dns: &dyn DnsView,
    at: Timestamp,
) -> Requested {
    let record = &found.policy;
    let with = |policy, tag| Requested { policy, tag, testing: record.testing };
    if place == PolicyPlace::AuthorDomain || record.invalid_policy || record.policy.is_none() {
        return with(Some(policy), "p");
    }
    let existing = match record.subdomains {
        Some(policy) => with(Some(policy), "sp"),
        None => with(Some(policy), "p"),
    };
    match record.non_existent {
        Some(policy) if method == Method::TreeWalk => match exists(author, dns, at) {
            Some(true) => existing,
            Some(false) => with(Some(policy), "np"),
            None if existing.policy == Some(policy) => existing,
            None => with(None, "np"),
        },
        _ => existing,
    }
}

/// Whether a name exists: it does unless the answer is that it does not (RFC 8020).
fn exists(name: &DomainName, dns: &dyn DnsView, at: Timestamp) -> Option<bool> {
    let answer = |record_type| match dns.get(name, record_type, at) {
        Answer::Records(_) | Answer::NoData(_) => Some(true),
        Answer::NoSuchName(_) => Some(false),
        Answer::Failed(..) | Answer::NotKnown(_) => None,
    };
    [RecordType::A, RecordType::Aaaa, RecordType::Mx, RecordType::Txt].into_iter().find_map(answer)
}
