//! Where the policy of an author's domain stands, and which domain is the organisation's.

use super::{PolicyRecord, Psd};
use crate::dns::{Answer, DnsView, Failure, Record, RecordData, RecordType};
use crate::domain::{DomainName, organisational_domain};
use model::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;

/// Names with this many labels or more are shortened to one label less after the first question, so that no walk asks
/// more than eight (RFC 9989, section 4.10).
const MAX_QUESTIONS: usize = 8;

/// How the organisation's domain is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// By the public suffix list (RFC 7489, section 3.2).
    PublicSuffixList,
    /// By walking up the tree of names (RFC 9989, section 4.10).
    TreeWalk,
}

/// Whose record applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyPlace {
    /// The author's own domain.
    AuthorDomain,
    /// The organisation's domain.
    OrganisationalDomain,
    /// A public suffix above it (RFC 9989).
    PublicSuffix,
}

/// A record with where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub domain: DomainName,
    pub record: Record,
    pub policy: PolicyRecord,
}

/// What is on hand at one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Found(Box<Found>),
    Nothing,
    /// More than one DMARC record: as good as none (both RFCs).
    Several,
    Failed(Failure),
    NotKnown,
}

/// What a walk up the tree found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Walk {
    /// Records from the longest name to the shortest.
    pub found: Vec<Found>,
    /// Names that are not on file, from the longest to the shortest.
    pub not_known: Vec<DomainName>,
    /// The first failure.
    pub failed: Option<Failure>,
}

/// The organisation's domain, as far as it can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Organisation {
    Domain(DomainName),
    /// A public suffix belongs to no organisation.
    Suffix,
    Failed(Failure),
    /// These names are not on file.
    NotKnown(Vec<DomainName>),
}

/// What the search for a policy came to.
pub(super) enum Search {
    Policy(Box<Found>, PolicyPlace),
    Nothing,
    /// More than one record at the author's domain (RFC 7489 ends the search there).
    Several,
    Failed(Failure),
    NotKnown(Vec<DomainName>),
}

/// Asks for policies and remembers walks.
pub(super) struct Discovery<'a> {
    dns: &'a dyn DnsView,
    at: Timestamp,
    walks: BTreeMap<DomainName, Walk>,
}

impl<'a> Discovery<'a> {
    pub fn new(dns: &'a dyn DnsView, at: Timestamp) -> Self {
        Self { dns, at, walks: BTreeMap::new() }
    }

    /// What stands at `_dmarc` below a domain.
    pub fn look(&self, domain: &DomainName) -> Look {
        // A domain so long that nothing can stand below it has no policy.
        let Ok(name) = domain.with_prefix("_dmarc") else { return Look::Nothing };
        let records = match self.dns.get(&name, RecordType::Txt, self.at) {
            Answer::Records(records) => records,
            Answer::NoData(_) | Answer::NoSuchName(_) => return Look::Nothing,
            Answer::Failed(failure, _) => return Look::Failed(failure),
            Answer::NotKnown(_) => return Look::NotKnown,
        };
        let policy = |record: &Record| match &record.data {
            RecordData::Txt(text) => PolicyRecord::parse(text),
            _ => None,
        };
        let mut found = records.into_iter().filter_map(|record| Some((policy(&record)?, record)));
        match (found.next(), found.next()) {
            (None, _) => Look::Nothing,
            (Some((policy, record)), None) => {
                Look::Found(Box::new(Found { domain: domain.clone(), record, policy }))
            }
            (Some(_), Some(_)) => Look::Several,
        }
    }

    /// Walks up from a domain (RFC 9989, section 4.10).
    pub fn walk(&mut self, domain: &DomainName) -> &Walk {
        if !self.walks.contains_key(domain) {
            let walk = self.walk_afresh(domain);
            self.walks.insert(domain.clone(), walk);
        }
        &self.walks[domain]
    }

    fn walk_afresh(&self, domain: &DomainName) -> Walk {
        let mut walk = Walk::default();
        for name in names_to_ask(domain) {
            match self.look(&name) {
                Look::Found(found) => {
                    let stop = found.policy.psd != Psd::Unsaid;
                    walk.found.push(*found);
                    if stop {
                        break;
                    }
                }
                Look::Failed(failure) => walk.failed = walk.failed.or(Some(failure)),
                Look::NotKnown => walk.not_known.push(name),
                Look::Nothing | Look::Several => {}
            }
        }
        walk
    }

    /// The policy that applies to an author's domain.
    pub fn policy(&mut self, method: Method, author: &DomainName) -> Search {
        match (self.look(author), method) {
            (Look::Found(found), _) => Search::Policy(found, PolicyPlace::AuthorDomain),
            (Look::Failed(failure), _) => Search::Failed(failure),
            (Look::NotKnown, _) => Search::NotKnown(vec![author.clone()]),
            (Look::Several, Method::PublicSuffixList) => Search::Several,
            (Look::Nothing, Method::PublicSuffixList) => self.policy_by_list(author),
            (Look::Nothing | Look::Several, Method::TreeWalk) => self.policy_by_walk(author),
        }
    }

    fn policy_by_list(&self, author: &DomainName) -> Search {
        match organisational_domain(author).filter(|organisation| organisation != author) {
            None => Search::Nothing,
            Some(organisation) => match self.look(&organisation) {
                Look::Found(found) => Search::Policy(found, PolicyPlace::OrganisationalDomain),
                Look::Nothing => Search::Nothing,
                Look::Several => Search::Several,
                Look::Failed(failure) => Search::Failed(failure),
                Look::NotKnown => Search::NotKnown(vec![organisation]),
            },
        }
    }

    fn policy_by_walk(&mut self, author: &DomainName) -> Search {
        let walk = self.walk(author);
        let organisation = match organisation_of(walk, author) {
            Organisation::Domain(domain) => domain,
            Organisation::Suffix => return Search::Nothing,
            Organisation::Failed(failure) => return Search::Failed(failure),
            Organisation::NotKnown(names) => return Search::NotKnown(names),
        };
        let at_organisation = walk.found.iter().find(|found| found.domain == organisation);
        match (at_organisation, walk.found.last()) {
            (Some(found), _) => Search::Policy(Box::new(found.clone()), PolicyPlace::OrganisationalDomain),
            (None, Some(found)) => Search::Policy(Box::new(found.clone()), PolicyPlace::PublicSuffix),
            (None, None) => Search::Nothing,
        }
    }

    /// The organisation's domain of a domain.
    pub fn organisation(&mut self, method: Method, domain: &DomainName) -> Organisation {
        match method {
            Method::PublicSuffixList => {
                organisational_domain(domain).map_or(Organisation::Suffix, Organisation::Domain)
            }
            Method::TreeWalk => organisation_of(self.walk(domain), domain),
        }
    }
}

/// Names that a walk asks for, longest first.
fn names_to_ask(domain: &DomainName) -> impl Iterator<Item = DomainName> {
    let mut next = Some(domain.clone());
    std::iter::from_fn(move || {
        let name = next.take()?;
        let mut parent = name.parent();
        while let Some(long) = parent.take_if(|parent| parent.labels().count() >= MAX_QUESTIONS) {
            parent = long.parent();
        }
        next = parent;
        Some(name)
    })
}

/// Selects the organisation's domain from what a walk found (RFC 9989, section 4.10.2). A name that is not on file could
/// hold a record that decides otherwise, so it leaves the answer open.
fn organisation_of(walk: &Walk, start: &DomainName) -> Organisation {
    if let Some(failure) = walk.failed {
        return Organisation::Failed(failure);
    }
    if !walk.not_known.is_empty() {
        return Organisation::NotKnown(walk.not_known.clone());
    }
    Organisation::Domain(match walk.found.last() {
        None => start.clone(),
        Some(found) if found.policy.psd == Psd::Yes && found.domain != *start => {
            one_label_below(&found.domain, start)
        }
        Some(found) => found.domain.clone(),
    })
}

/// The name one label below `above` on the way to `start`.
fn one_label_below(above: &DomainName, start: &DomainName) -> DomainName {
    let mut name = start.clone();
    while let Some(parent) = name.parent().filter(|parent| parent != above) {
        name = parent;
    }
    name
}
