//! `check_host()` (RFC 7208, section 4).

use super::macros::{self, Letter, MacroText, Place};
use super::outcome::{Effect, Identity, MAX_STEPS, Outcome, Query, Reason, Step, Verdict};
use super::policy::{Directive, Mechanism, Policy, Prefixes, in_network, is_policy};
use super::questions::{MAX_HOSTS, Questions, Stop};
use crate::dns::{DnsView, Record, RecordData, RecordType};
use crate::domain::DomainName;

/// Longest HELO name or envelope sender: four times what SMTP allows (RFC 5321, section 4.5.3.1).
const MAX_IDENTITY: usize = 1_024;
/// Longest explanation that is passed on.
const MAX_EXPLANATION: usize = 4_096;

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
        query,
        local,
        sender_domain: domain_text,
        questions: Questions::new(dns, query.ip, query.at),
        steps: Vec::new(),
        policies: Vec::new(),
    };
    let ended = match &domain {
        _ if too_long => Err(Stop::none(Reason::LongIdentity)),
        None => Err(Stop::none(Reason::NoDomain)),
        Some(domain) => check.host(domain),
    };
    let (verdict, reason, explanation) = match ended {
        Ok(Decision { verdict: Verdict::Fail, exp: Some((exp, domain)), .. }) => {
            (Verdict::Fail, None, check.explanation(&exp, &domain))
        }
        Ok(decision) => (decision.verdict, decision.reason, None),
        Err(stop) => (stop.verdict, Some(stop.reason), None),
    };
    let Check { steps, policies, questions, .. } = check;
    let lookups = questions.lookups;
    Outcome { verdict, reason, identity, domain, explanation, steps, policies, lookups }
}

/// What a policy says.
struct Decision {
    verdict: Verdict,
    reason: Option<Reason>,
    /// Where a failure is explained, and the domain whose policy says so.
    exp: Option<(MacroText, DomainName)>,
}

struct Check<'q> {
    query: &'q Query<'q>,
    local: &'q str,
    sender_domain: &'q str,
    questions: Questions<'q>,
    steps: Vec<Step>,
    policies: Vec<Record>,
}

impl Check<'_> {
    fn host(&mut self, domain: &DomainName) -> Result<Decision, Stop> {
        let record = self.policy_record(domain)?;
        let RecordData::Txt(text) = &record.data else {
            return Err(Stop::none(Reason::NoRecord));
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
        let records = self.questions.ask(domain, RecordType::Txt)?;
        let mut policies =
            records.into_iter().filter(|r| matches!(&r.data, RecordData::Txt(text) if is_policy(text)));
        let policy = policies.next().ok_or(Stop::none(Reason::NoRecord))?;
        match policies.next() {
            None => Ok(policy),
            Some(_) => Err(Stop::perm(Reason::SeveralRecords)),
        }
    }

    fn redirect(&mut self, target: &MacroText, domain: &DomainName) -> Result<Decision, Stop> {
        self.questions.count_term()?;
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
            Mechanism::Network(network, length) => Ok(in_network(self.questions.ip, *network, *length)),
            Mechanism::Include(target) => self.include(target, domain),
            Mechanism::A(target, prefixes) => {
                self.questions.count_term()?;
                let Some(name) = self.target(target.as_ref(), domain)? else { return Ok(false) };
                let records = self.questions.ask_counted(&name, self.questions.address_type())?;
                Ok(self.questions.any_address(&records, *prefixes))
            }
            Mechanism::Mx(target, prefixes) => {
                self.questions.count_term()?;
                let Some(name) = self.target(target.as_ref(), domain)? else { return Ok(false) };
                self.mail_hosts(&name, *prefixes)
            }
            Mechanism::Ptr(target) => {
                self.questions.count_term()?;
                let Some(name) = self.target(target.as_ref(), domain)? else { return Ok(false) };
                let validated = self.questions.validated();
                self.questions.count_void(validated.void)?;
                match (validated.names.iter().any(|n| n.is_at_or_below(&name)), validated.unknown) {
                    (true, _) => Ok(true),
                    (false, Some(stop)) => Err(stop),
                    (false, None) => Ok(false),
                }
            }
            Mechanism::Exists(target) => {
                self.questions.count_term()?;
                let Some(name) = self.target(Some(target), domain)? else { return Ok(false) };
                // The type is A for IPv6 connections too (section 5.7).
                Ok(!self.questions.ask_counted(&name, RecordType::A)?.is_empty())
            }
        }
    }

    fn include(&mut self, target: &MacroText, domain: &DomainName) -> Result<bool, Stop> {
        self.questions.count_term()?;
        let without = Stop::perm(Reason::IncludeWithoutPolicy);
        let target = self.target(Some(target), domain)?.ok_or(without)?;
        match self.host(&target) {
            Ok(decision) => Ok(decision.verdict == Verdict::Pass),
            Err(stop) if stop.verdict == Verdict::None => Err(without),
            Err(stop) => Err(stop),
        }
    }

    fn mail_hosts(&mut self, name: &DomainName, prefixes: Prefixes) -> Result<bool, Stop> {
        let hosts = self.questions.ask_counted(name, RecordType::Mx)?;
        if hosts.len() > MAX_HOSTS {
            return Err(Stop::perm(Reason::TooManyMailHosts));
        }
        for host in hosts {
            let RecordData::Mx { exchange: Some(exchange), .. } = host.data else { continue };
            let records = self.questions.ask(&exchange, self.questions.address_type())?;
            if self.questions.any_address(&records, prefixes) {
                return Ok(true);
            }
        }
        Ok(false)
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
            Letter::Address => macros::dotted(self.questions.ip),
            Letter::ValidatedName => self.validated_name(domain)?,
            Letter::AddressFamily => macros::address_family(self.questions.ip).to_owned(),
            Letter::Helo => self.query.helo.to_owned(),
            Letter::ReadableAddress => self.questions.ip.to_string(),
            Letter::Receiver => self.query.receiver.unwrap_or("unknown").to_owned(),
            Letter::Time => self.query.at.0.div_euclid(1_000_000).to_string(),
        })
    }

    /// Macro `p`: the domain itself before names below it before others (section 7.3).
    fn validated_name(&mut self, domain: &DomainName) -> Result<String, Stop> {
        let validated = self.questions.validated();
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
        let records = self.questions.ask(&name, RecordType::Txt).ok()?;
        let [Record { data: RecordData::Txt(text), .. }] = records.as_slice() else { return None };
        let text = MacroText::parse(std::str::from_utf8(text).ok()?, Place::Explanation).ok()?;
        text.expand(|letter| self.value(letter, domain)).ok().filter(|text| text.len() <= MAX_EXPLANATION)
    }

    fn step(&mut self, domain: &DomainName, term: &str, effect: Effect) {
        // The last one decided, so it is kept in any case.
        if self.steps.len() == MAX_STEPS {
            self.steps.pop();
        }
        self.steps.push(Step { domain: domain.clone(), term: term.to_owned(), effect });
    }
}
