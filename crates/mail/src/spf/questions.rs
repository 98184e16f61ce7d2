//! Questions to the DNS, and how many of them a check may ask (RFC 7208, section 4.6.4).

use super::macros;
use super::outcome::{Found, Lookup, Reason, Verdict};
use super::policy::{Prefixes, in_network};
use crate::dns::{Answer, DnsView, Record, RecordData, RecordType, Seen};
use crate::domain::DomainName;
use model::Timestamp;
use std::net::IpAddr;

/// Terms that ask the DNS.
const MAX_TERMS: usize = 10;
/// Terms whose question may bring nothing.
const MAX_VOIDS: usize = 2;
/// Mail hosts of a domain, and names of an address, that are looked at.
pub(super) const MAX_HOSTS: usize = 10;

/// The check ends without a policy having its say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stop {
    pub verdict: Verdict,
    pub reason: Reason,
}

impl Stop {
    pub fn perm(reason: Reason) -> Self {
        Self { verdict: Verdict::PermError, reason }
    }

    pub fn none(reason: Reason) -> Self {
        Self { verdict: Verdict::None, reason }
    }
}

/// Asks on behalf of one check, and counts.
pub(super) struct Questions<'d> {
    dns: &'d dyn DnsView,
    /// The connecting address: IPv4 even if it was written as mapped into IPv6 (section 5).
    pub ip: IpAddr,
    at: Timestamp,
    terms: usize,
    voids: usize,
    /// Names of the address, once they were asked for.
    validated: Option<Validated>,
    /// All questions so far.
    pub lookups: Vec<Lookup>,
}

/// Names of the connecting address that lead back to it.
#[derive(Clone, Default)]
pub(super) struct Validated {
    pub names: Vec<DomainName>,
    /// The DNS has no name for the address.
    pub void: bool,
    /// A record was not on file that might have added a name.
    pub unknown: Option<Stop>,
}

impl<'d> Questions<'d> {
    pub fn new(dns: &'d dyn DnsView, ip: IpAddr, at: Timestamp) -> Self {
        Self { dns, ip: ip.to_canonical(), at, terms: 0, voids: 0, validated: None, lookups: Vec::new() }
    }

    /// Counts a term that asks.
    pub fn count_term(&mut self) -> Result<(), Stop> {
        self.terms += 1;
        if self.terms > MAX_TERMS { Err(Stop::perm(Reason::TooManyLookups)) } else { Ok(()) }
    }

    /// Counts the question of a term when it brought nothing.
    pub fn count_void(&mut self, is_void: bool) -> Result<(), Stop> {
        self.voids += usize::from(is_void);
        if self.voids > MAX_VOIDS { Err(Stop::perm(Reason::TooManyVoidLookups)) } else { Ok(()) }
    }

    /// Asks the question of a term.
    pub fn ask_counted(&mut self, name: &DomainName, record_type: RecordType) -> Result<Vec<Record>, Stop> {
        let records = self.ask(name, record_type)?;
        self.count_void(records.is_empty())?;
        Ok(records)
    }

    /// Records of a name; none when there are none.
    pub fn ask(&mut self, name: &DomainName, record_type: RecordType) -> Result<Vec<Record>, Stop> {
        let answer = self.dns.get(name, record_type, self.at);
        let (found, seen) = found(&answer);
        self.lookups.push(Lookup { name: name.clone(), record_type, found, seen: seen.cloned() });
        match answer {
            Answer::Records(records) => Ok(records),
            Answer::NoData(_) | Answer::NoSuchName(_) => Ok(Vec::new()),
            Answer::Failed(failure, _) => {
                Err(Stop { verdict: Verdict::TempError, reason: Reason::LookupFailed(failure) })
            }
            Answer::NotKnown(unknown) => {
                Err(Stop { verdict: Verdict::NotKnown, reason: Reason::NotOnFile(unknown) })
            }
        }
    }

    /// Type of the records that hold addresses of the connecting address's family.
    pub fn address_type(&self) -> RecordType {
        if self.ip.is_ipv4() { RecordType::A } else { RecordType::Aaaa }
    }

    /// Whether one of the addresses is the connecting one, as far as the prefixes go.
    pub fn any_address(&self, records: &[Record], prefixes: Prefixes) -> bool {
        records.iter().any(|record| match record.data {
            RecordData::A(address) => in_network(self.ip, address.into(), prefixes.v4),
            RecordData::Aaaa(address) => in_network(self.ip, address.into(), prefixes.v6),
            _ => false,
        })
    }

    /// Names that the DNS has for the address and that have it as an address (section 5.5). Failures to ask leave names
    /// out; what is not on file is remembered.
    pub fn validated(&mut self) -> Validated {
        if let Some(validated) = &self.validated {
            return validated.clone();
        }
        let mut validated = Validated::default();
        let pointers = DomainName::parse(&macros::reverse_name(self.ip))
            .map_or(Ok(Vec::new()), |name| self.ask(&name, RecordType::Ptr));
        validated.note(pointers.as_ref().err());
        validated.void = matches!(&pointers, Ok(pointers) if pointers.is_empty());
        for pointer in pointers.unwrap_or_default().into_iter().take(MAX_HOSTS) {
            let RecordData::Ptr(name) = pointer.data else { continue };
            match self.ask(&name, self.address_type()) {
                Ok(records) if self.any_address(&records, Prefixes::EXACT) => validated.names.push(name),
                Ok(_) => {}
                Err(stop) => validated.note(Some(&stop)),
            }
        }
        self.validated.insert(validated).clone()
    }
}

impl Validated {
    fn note(&mut self, stop: Option<&Stop>) {
        if let Some(stop) = stop.filter(|stop| stop.verdict == Verdict::NotKnown) {
            self.unknown.get_or_insert(*stop);
        }
    }
}

fn found(answer: &Answer) -> (Found, Option<&Seen>) {
    match answer {
        Answer::Records(records) => (Found::Records(records.len()), records.first().map(|r| &r.seen)),
        Answer::NoData(seen) => (Found::NoData, Some(seen)),
        Answer::NoSuchName(seen) => (Found::NoSuchName, Some(seen)),
        Answer::Failed(failure, seen) => (Found::Failed(*failure), Some(seen)),
        Answer::NotKnown(unknown) => (Found::NotKnown(*unknown), None),
    }
}
