//! `check_host()` (RFC 7208, section 4).

use super::macros::{self, Letter, MacroText, Place};
use super::outcome::{Effect, Found, Identity, Lookup, MAX_STEPS, Outcome, Query, Reason, Step, Verdict};
use super::policy::{Directive, Mechanism, Policy, Prefixes, in_network, is_policy};
use crate::dns::{Answer, DnsView, Record, RecordData, RecordType, Seen};
use crate::domain::DomainName;
use std::net::IpAddr;

/// Terms that ask the DNS (section 4.6.4).
const MAX_LOOKUPS: usize = 10;
/// Terms whose question may bring nothing (section 4.6.4).
const MAX_VOID_LOOKUPS: usize = 2;
/// Mail hosts of a domain, and names of an address, that are looked at (section 4.6.4).
const MAX_HOSTS: usize = 10;
/// Longest HELO name or envelope sender: four times what SMTP allows (RFC 5321, section 4.5.3.1).
const MAX_IDENTITY: usize = 1_024;

/// Checks whether the domain of the envelope sender, or of the HELO name of a bounce, allows the address.
pub fn check(query: &Query<'_>, dns: &dyn DnsView) -> Outcome {
    let identity = if query.mail_from.is_empty() { Identity::Helo } else { Identity::MailFrom };
    let too_long = query.helo.len().max(query.mail_from.len()) > MAX_IDENTITY;
    let (local, domain_text) = match query.mail_from.rsplit_once('@') {
        Some(("", domain)) => ("postmaster", domain),
        Some((local, domain)) => (local, domain),
        None if query.mail_from.is_empty() => ("postmaster", query.helo),
        None => ("postmaster", query.mail_from),
    };
    let domain = DomainName::parse(domain_text).ok().filter(|name| name.is_host() && name.parent().is_some());
    let mut check = Check {
        ip: query.ip.to_canonical(),
        query,
        local,
        sender_domain: domain_text,
        dns,
        terms: 0,
        voids: 0,
        validated: None,
        steps: Vec::new(),
        policies: Vec::new(),
        lookups: Vec::new(),
    };
    let ended = match &domain {
        _ if too_long => Err(Stop { verdict: Verdict::None, reason: Reason::LongIdentity }),
        None => Err(Stop { verdict: Verdict::None, reason: Reason::NoDomain }),
        Some(domain) => check.host(domain),
    };
    let (verdict, reason, explanation) = match ended {
        Ok(Decision { verdict: Verdict::Fail, exp: Some((exp, domain)), .. }) => {
            (Verdict::Fail, None, check.explanation(&exp, &domain))
        }
        Ok(decision) => (decision.verdict, decision.reason, None),
        Err(stop) => (stop.verdict, Some(stop.reason), None),
    };
    let Check { steps, policies, lookups, .. } = check;
    Outcome { verdict, reason, identity, domain, explanation, steps, policies, lookups }
}

/// What a policy says.
struct Decision {
    verdict: Verdict,
    reason: Option<Reason>,
    /// Where a failure is explained, and the domain whose policy says so.
    exp: Option<(MacroText, DomainName)>,
}

/// The check ends without a policy having its say.
#[derive(Clone, Copy)]
struct Stop {
    verdict: Verdict,
    reason: Reason,
}

impl Stop {
    fn perm(reason: Reason) -> Self {
        Self { verdict: Verdict::PermError, reason }
    }
}

struct Check<'q> {
    /// IPv4 even if it was written as mapped into IPv6 (section 5).
    ip: IpAddr,
    query: &'q Query<'q>,
    local: &'q str,
    sender_domain: &'q str,
    dns: &'q dyn DnsView,
    /// Terms so far that asked the DNS, and those among them that got nothing.
    terms: usize,
    voids: usize,
    /// Names of the address, once they were asked for.
    validated: Option<Validated>,
    steps: Vec<Step>,
    policies: Vec<Record>,
    lookups: Vec<Lookup>,
}

/// Names of the connecting address that lead back to it.
#[derive(Clone, Default)]
struct Validated {
    names: Vec<DomainName>,
    /// The DNS has no name for the address.
    void: bool,
    /// A record was missing that might have added a name.
    unknown: Option<Stop>,
}

impl Check<'_> {
    fn host(&mut self, domain: &DomainName) -> Result<Decision, Stop> {
        let record = self.policy_record(domain)?;
        let RecordData::Txt(text) = &record.data else {
            return Err(Stop { verdict: Verdict::None, reason: Reason::NoRecord });
        };
        self.policies.push(record.clone());
        let policy = Policy::parse(text).map_err(|mistake| {
            self.step(domain, mistake.term, Effect::Stop(mistake.reason));
            Stop::perm(mistake.reason)
        })?;
        for directive in &policy.directives {
            if self.directive(directive, domain)? {
                let exp = policy.exp.map(|exp| (exp, domain.clone()));
                return Ok(Decision { verdict: directive.verdict, reason: None, exp });
            }
        }
        match &policy.redirect {
            Some((target, term)) => {
                self.step(domain, term, Effect::Follow);
                self.redirect(target, domain)
            }
            None => {
                Ok(Decision { verdict: Verdict::Neutral, reason: Some(Reason::NothingMatched), exp: None })
            }
        }
    }

    /// The one policy of a domain (sections 4.4 and 4.5).
    fn policy_record(&mut self, domain: &DomainName) -> Result<Record, Stop> {
        let none = Stop { verdict: Verdict::None, reason: Reason::NoRecord };
        let records = self.ask(domain, RecordType::Txt)?;
        let mut policies =
            records.into_iter().filter(|r| matches!(&r.data, RecordData::Txt(text) if is_policy(text)));
        let policy = policies.next().ok_or(none)?;
        match policies.next() {
            None => Ok(policy),
            Some(_) => Err(Stop::perm(Reason::SeveralRecords)),
        }
    }

    fn redirect(&mut self, target: &MacroText, domain: &DomainName) -> Result<Decision, Stop> {
        self.count_term()?;
        let without = Stop::perm(Reason::RedirectWithoutPolicy);
        let target = self.target(Some(target), domain)?.ok_or(without)?;
        match self.host(&target) {
            Err(stop) if stop.verdict == Verdict::None => Err(without),
            decision => decision,
        }
    }

    fn directive(&mut self, directive: &Directive<'_>, domain: &DomainName) -> Result<bool, Stop> {
        if matches!(directive.mechanism, Mechanism::Include(_)) {
            self.step(domain, directive.term, Effect::Follow);
        }
        let matched = self.matches(&directive.mechanism, domain);
        self.step(
            domain,
            directive.term,
            match matched {
                Ok(true) => Effect::Match,
                Ok(false) => Effect::NoMatch,
                Err(stop) => Effect::Stop(stop.reason),
            },
        );
        matched
    }

    fn matches(&mut self, mechanism: &Mechanism, domain: &DomainName) -> Result<bool, Stop> {
        match mechanism {
            Mechanism::All => Ok(true),
            Mechanism::Network(network, length) => Ok(in_network(self.ip, *network, *length)),
            Mechanism::Include(target) => self.include(target, domain),
            Mechanism::A(target, prefixes) => {
                self.count_term()?;
                let Some(name) = self.target(target.as_ref(), domain)? else { return Ok(false) };
                let records = self.ask_counted(&name, self.address_type())?;
                Ok(self.any_address(&records, *prefixes))
            }
            Mechanism::Mx(target, prefixes) => {
                self.count_term()?;
                let Some(name) = self.target(target.as_ref(), domain)? else { return Ok(false) };
                self.mail_hosts(&name, *prefixes)
            }
            Mechanism::Ptr(target) => {
                self.count_term()?;
                let Some(name) = self.target(target.as_ref(), domain)? else { return Ok(false) };
                let validated = self.validated();
                self.count_void(validated.void)?;
                match (validated.names.iter().any(|n| n.is_at_or_below(&name)), validated.unknown) {
                    (true, _) => Ok(true),
                    (false, Some(stop)) => Err(stop),
                    (false, None) => Ok(false),
                }
            }
            Mechanism::Exists(target) => {
                self.count_term()?;
                let Some(name) = self.target(Some(target), domain)? else { return Ok(false) };
                // The type is A for IPv6 connections too (section 5.7).
                Ok(!self.ask_counted(&name, RecordType::A)?.is_empty())
            }
        }
    }

    fn include(&mut self, target: &MacroText, domain: &DomainName) -> Result<bool, Stop> {
        self.count_term()?;
        let without = Stop::perm(Reason::IncludeWithoutPolicy);
        let target = self.target(Some(target), domain)?.ok_or(without)?;
        match self.host(&target) {
            Ok(decision) => Ok(decision.verdict == Verdict::Pass),
            Err(stop) if stop.verdict == Verdict::None => Err(without),
            Err(stop) => Err(stop),
        }
    }

    fn mail_hosts(&mut self, name: &DomainName, prefixes: Prefixes) -> Result<bool, Stop> {
        let hosts = self.ask_counted(name, RecordType::Mx)?;
        if hosts.len() > MAX_HOSTS {
            return Err(Stop::perm(Reason::TooManyMailHosts));
        }
        for host in hosts {
            let RecordData::Mx { exchange: Some(exchange), .. } = host.data else { continue };
            let records = self.ask(&exchange, self.address_type())?;
            if self.any_address(&records, prefixes) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn address_type(&self) -> RecordType {
        if self.ip.is_ipv4() { RecordType::A } else { RecordType::Aaaa }
    }

    fn any_address(&self, records: &[Record], prefixes: Prefixes) -> bool {
        records.iter().any(|record| match record.data {
            RecordData::A(address) => in_network(self.ip, address.into(), prefixes.v4),
            RecordData::Aaaa(address) => in_network(self.ip, address.into(), prefixes.v6),
            _ => false,
        })
    }

    /// Names that the DNS has for the address and that have it as an address (section 5.5). Failures to ask leave names
    /// out; what is not on file is remembered.
    fn validated(&mut self) -> Validated {
        if let Some(validated) = &self.validated {
            return validated.clone();
        }
        let mut validated = Validated::default();
        let pointers = DomainName::parse(&macros::reverse_name(self.ip))
            .map_or(Ok(Vec::new()), |name| self.ask(&name, RecordType::Ptr));
        validated.note(pointers.as_ref().err());
        validated.void = matches!(&pointers, Ok(pointers) if pointers.is_empty());
        let exact = Prefixes { v4: 32, v6: 128 };
        for pointer in pointers.unwrap_or_default().into_iter().take(MAX_HOSTS) {
            let RecordData::Ptr(name) = pointer.data else { continue };
            match self.ask(&name, self.address_type()) {
                Ok(records) if self.any_address(&records, exact) => validated.names.push(name),
                Ok(_) => {}
                Err(stop) => validated.note(Some(&stop)),
            }
        }
        self.validated.insert(validated).clone()
    }

    /// The name a term is about; `None` when it is no name.
    fn target(
        &mut self,
        target: Option<&MacroText>,
        domain: &DomainName,
    ) -> Result<Option<DomainName>, Stop> {
        match target {
            None => Ok(Some(domain.clone())),
            Some(text) => Ok(macros::target_name(&text.expand(|letter| self.value(letter, domain))?)),
        }
    }

    /// What a macro stands for (section 7.2).
    fn value(&mut self, letter: Letter, domain: &DomainName) -> Result<String, Stop> {
        Ok(match letter {
            Letter::Sender => format!("{}@{}", self.local, self.sender_domain),
            Letter::LocalPart => self.local.to_owned(),
            Letter::SenderDomain => self.sender_domain.to_owned(),
            Letter::Domain => domain.to_string(),
            Letter::Address => macros::dotted(self.ip),
            Letter::ValidatedName => self.validated_name(domain)?,
            Letter::AddressFamily => macros::address_family(self.ip).to_owned(),
            Letter::Helo => self.query.helo.to_owned(),
            Letter::ReadableAddress => self.ip.to_string(),
            Letter::Receiver => self.query.receiver.unwrap_or("unknown").to_owned(),
            Letter::Time => self.query.at.0.div_euclid(1_000_000).to_string(),
        })
    }

    /// Macro `p`: the domain itself before names below it before others (section 7.3).
    fn validated_name(&mut self, domain: &DomainName) -> Result<String, Stop> {
        let validated = self.validated();
        let best = validated.names.iter().min_by_key(|&name| (name != domain, !name.is_at_or_below(domain)));
        match (best, validated.unknown) {
            (Some(name), _) if name == domain => Ok(name.to_string()),
            // A name that is not on file might be the better one.
            (_, Some(stop)) => Err(stop),
            (Some(name), None) => Ok(name.to_string()),
            (None, None) => Ok("unknown".to_owned()),
        }
    }

    /// What a domain says about a failure; nothing when anything about it is not as it should be (section 6.2).
    fn explanation(&mut self, exp: &MacroText, domain: &DomainName) -> Option<String> {
        let name = self.target(Some(exp), domain).ok()??;
        let records = self.ask(&name, RecordType::Txt).ok()?;
        let [Record { data: RecordData::Txt(text), .. }] = records.as_slice() else { return None };
        let text = MacroText::parse(std::str::from_utf8(text).ok()?, Place::Explanation).ok()?;
        text.expand(|letter| self.value(letter, domain)).ok()
    }

    fn count_term(&mut self) -> Result<(), Stop> {
        self.terms += 1;
        if self.terms > MAX_LOOKUPS { Err(Stop::perm(Reason::TooManyLookups)) } else { Ok(()) }
    }

    /// Asks the question of a term, which may bring nothing only twice.
    fn ask_counted(&mut self, name: &DomainName, record_type: RecordType) -> Result<Vec<Record>, Stop> {
        let records = self.ask(name, record_type)?;
        self.count_void(records.is_empty())?;
        Ok(records)
    }

    fn count_void(&mut self, is_void: bool) -> Result<(), Stop> {
        self.voids += usize::from(is_void);
        if self.voids > MAX_VOID_LOOKUPS { Err(Stop::perm(Reason::TooManyVoidLookups)) } else { Ok(()) }
    }

    /// Records of a name; none when there are none.
    fn ask(&mut self, name: &DomainName, record_type: RecordType) -> Result<Vec<Record>, Stop> {
        let answer = self.dns.get(name, record_type, self.query.at);
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

    fn step(&mut self, domain: &DomainName, term: &str, effect: Effect) {
        // The last one decided, so it is kept in any case.
        if self.steps.len() == MAX_STEPS {
            self.steps.pop();
        }
        self.steps.push(Step { domain: domain.clone(), term: term.to_owned(), effect });
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
