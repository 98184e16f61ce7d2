//! The evaluation.

use super::discovery::{Discovery, Found, Organisation, Search};
use super::requested::requested;
use super::{
    Alignment, Candidate, Checked, Evaluation, Mechanism, Method, Mode, PolicyPlace, PolicyRecord, Published,
    Reason, Verdict,
};
use crate::author::Authors;
use crate::dns::DnsView;
use crate::domain::DomainName;
use crate::{dkim, spf};
use model::Timestamp;

/// Results that an evaluation rests on, all for the same time.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// Readings of the author.
    pub authors: &'a Authors,
    /// SPF of the envelope sender; `None` when the envelope is not known.
    pub spf: Option<&'a spf::Outcome>,
    /// The DKIM signatures.
    pub dkim: &'a [dkim::Outcome],
    /// Time for which policies are asked.
    pub at: Timestamp,
}

/// A domain that something authenticated or might have.
struct Identifier<'a> {
    mechanism: Mechanism,
    domain: &'a DomainName,
    result: Result,
    name: &'static str,
}

/// What DMARC makes of a verdict.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Result {
    Pass,
    TempError,
    NotKnown,
    No,
}

/// Evaluates each domain that the author may have, in the order of the readings.
pub fn evaluate(inputs: &Inputs<'_>, dns: &dyn DnsView) -> Vec<Candidate> {
    let mut discovery = Discovery::new(dns, inputs.at);
    let mut candidates: Vec<Candidate> = Vec::new();
    for domain in inputs.authors.readings.iter().filter_map(|reading| reading.address.domain.as_ref()) {
        if !candidates.iter().any(|candidate| candidate.domain == *domain) {
            let mut by = |method| evaluate_by(method, domain, inputs, &mut discovery, dns);
            candidates.push(Candidate {
                domain: domain.clone(),
                by_list: by(Method::PublicSuffixList),
                by_walk: by(Method::TreeWalk),
            });
        }
    }
    candidates
}

fn evaluate_by(
    method: Method,
    author: &DomainName,
    inputs: &Inputs<'_>,
    discovery: &mut Discovery<'_>,
    dns: &dyn DnsView,
) -> Evaluation {
    let organisation = match discovery.organisation(method, author) {
        Organisation::Domain(domain) => Some(domain),
        Organisation::Suffix | Organisation::Failed(_) | Organisation::NotKnown(_) => None,
    };
    let mut evaluation = Evaluation {
        method,
        verdict: Verdict::None,
        reason: None,
        organisation,
        published: None,
        requested: None,
        checked: Vec::new(),
    };
    let (found, place) = match discovery.policy(method, author) {
        Search::Policy(found, place) => (found, place),
        Search::Nothing => return with(evaluation, Verdict::None, Reason::NoPolicy),
        Search::Several => return with(evaluation, Verdict::None, Reason::SeveralPolicies),
        Search::Failed(failure) => {
            return with(evaluation, Verdict::TempError, Reason::PolicyLookupFailed { failure });
        }
        Search::NotKnown(domains) => {
            return with(evaluation, Verdict::NotKnown, Reason::PolicyNotOnFile { domains });
        }
    };
    let policy = found.policy.applies();
    evaluation.published = Some(published(&found, place));
    let Some(policy) = policy else { return with(evaluation, Verdict::None, Reason::UnusablePolicy) };
    evaluation.requested = Some(requested(&found, place, method, author, policy, dns, inputs.at));
    let identifiers = identifiers(inputs);
    evaluation.checked = identifiers
        .iter()
        .map(|identifier| Checked {
            mechanism: identifier.mechanism,
            domain: identifier.domain.clone(),
            result: identifier.name,
            alignment: align(method, author, identifier, &found.policy, discovery),
        })
        .collect();
    let results: Vec<Result> = identifiers.iter().map(|identifier| identifier.result).collect();
    let (verdict, reason) = judge(&evaluation.checked, &results, inputs.spf.is_none());
    Evaluation { verdict, reason, ..evaluation }
}

fn with(evaluation: Evaluation, verdict: Verdict, reason: Reason) -> Evaluation {
    Evaluation { verdict, reason: Some(reason), ..evaluation }
}

fn published(found: &Found, place: PolicyPlace) -> Published {
    Published {
        domain: found.domain.clone(),
        place,
        policy: found.policy.clone(),
        record: found.record.clone(),
    }
}

/// SPF first, then the signatures from top to bottom; what has no domain authenticates nothing.
fn identifiers<'a>(inputs: &Inputs<'a>) -> Vec<Identifier<'a>> {
    let spf = inputs.spf.and_then(|outcome| {
        let result = match outcome.verdict {
            spf::Verdict::Pass => Result::Pass,
            spf::Verdict::TempError => Result::TempError,
            spf::Verdict::NotKnown => Result::NotKnown,
            _ => Result::No,
        };
        let (mechanism, name) = (Mechanism::Spf, outcome.verdict.name());
        Some(Identifier { mechanism, domain: outcome.domain.as_ref()?, result, name })
    });
    let dkim = inputs.dkim.iter().filter_map(|outcome| {
        let result = match outcome.verdict {
            dkim::Verdict::Pass => Result::Pass,
            dkim::Verdict::TempError => Result::TempError,
            dkim::Verdict::NotKnown => Result::NotKnown,
            dkim::Verdict::Fail | dkim::Verdict::Policy | dkim::Verdict::PermError => Result::No,
        };
        let mechanism = Mechanism::Dkim { field: outcome.field };
        let domain = &outcome.claims.as_ref()?.domain;
        Some(Identifier { mechanism, domain, result, name: outcome.verdict.name() })
    });
    spf.into_iter().chain(dkim).collect()
}

fn align(
    method: Method,
    author: &DomainName,
    identifier: &Identifier<'_>,
    policy: &PolicyRecord,
    discovery: &mut Discovery<'_>,
) -> Alignment {
    if identifier.domain == author {
        return Alignment::Identical;
    }
    let mode = match identifier.mechanism {
        Mechanism::Spf => policy.spf_mode,
        Mechanism::Dkim { .. } => policy.dkim_mode,
    };
    if mode == Mode::Strict {
        return Alignment::NotStrict;
    }
    let organisations =
        (discovery.organisation(method, author), discovery.organisation(method, identifier.domain));
    match organisations {
        (Organisation::Domain(a), Organisation::Domain(b)) if a == b => Alignment::SameOrganisation,
        (Organisation::NotKnown(mut names), other) | (other, Organisation::NotKnown(mut names)) => {
            if let Organisation::NotKnown(more) = other {
                names.extend(more);
            }
            names.sort();
            names.dedup();
            Alignment::NotKnown(names)
        }
        (Organisation::Failed(_), _) | (_, Organisation::Failed(_)) => Alignment::Failed,
        _ => Alignment::Other,
    }
}

/// The verdict: one aligned pass is enough. A fail is said only when nothing that is not known could be one.
fn judge(checked: &[Checked], results: &[Result], no_envelope: bool) -> (Verdict, Option<Reason>) {
    let aligned = |a: &Alignment| matches!(a, Alignment::Identical | Alignment::SameOrganisation);
    let impossible = |a: &Alignment| matches!(a, Alignment::Other | Alignment::NotStrict);
    let both = || checked.iter().zip(results);
    if both().any(|(c, &result)| result == Result::Pass && aligned(&c.alignment)) {
        return (Verdict::Pass, None);
    }
    let unknown_alignment = both().find_map(|(c, result)| match (&c.alignment, result) {
        (Alignment::NotKnown(domains), Result::Pass) => Some(domains.clone()),
        _ => None,
    });
    if let Some(domains) = unknown_alignment {
        return (Verdict::NotKnown, Some(Reason::AlignmentNotKnown { domains }));
    }
    if no_envelope || both().any(|(c, &r)| r == Result::NotKnown && !impossible(&c.alignment)) {
        return (Verdict::NotKnown, Some(Reason::AuthenticationNotKnown));
    }
    let failed = both().any(|(c, &result)| match result {
        Result::TempError => !impossible(&c.alignment),
        Result::Pass => c.alignment == Alignment::Failed,
        Result::NotKnown | Result::No => false,
    });
    match failed {
        true => (Verdict::TempError, Some(Reason::AuthenticationFailedToRun)),
        false => (Verdict::Fail, None),
    }
}
