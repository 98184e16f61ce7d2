//! What signatures and policies say, and what others found.

use super::wording::{self as w};
use super::{Kind, Statement, Writer};
use crate::examination::{Examination, Standing, Theirs, code};
use crate::trace::Level;
use crate::{arc, dkim, dmarc, spf};

pub(super) fn add(examination: &Examination, statements: &mut Vec<Statement>) {
    let first = examination.verdicts.first();
    for (number, outcome) in first.dkim.iter().enumerate() {
        let now = &examination.verdicts.now.dkim;
        statements.extend(signature(outcome, now.get(number)));
    }
    statements.extend(first.spf.as_ref().and_then(|outcome| policy(outcome, examination)));
    statements.extend(first.dmarc.iter().filter_map(|candidate| alignment(candidate, first)));
    statements.extend(examination.theirs.iter().flat_map(their_results));
    if first.arc.verdict == arc::Verdict::Pass {
        let sealers = first.arc.sealers().map(|domain| domain.as_str()).collect::<Vec<_>>().join(", ");
        let basis = first.arc.sets.iter().map(|set| set.seal.part.span.clone());
        statements.push(
            Statement::new(Level::R4, Kind::SignatureHolds, w::SEALED, &[("sealers", &sealers)])
                .resting_on(basis)
                .written_by(Writer::KeyHolder { domain: sealers.clone() })
                .dated(Some(first.arc.at))
                .with(w::SEAL_IS_NO_TRUTH),
        );
    }
}

fn signature(outcome: &dkim::Outcome, now: Option<&dkim::Outcome>) -> Option<Statement> {
    let claims = outcome.claims.as_ref()?;
    let domain = claims.domain.as_str();
    let selector = claims.selector.as_str();
    let values = |rest: &'static str| [("domain", domain), ("selector", selector), ("rest", rest)];
    let statement = match outcome.verdict {
        dkim::Verdict::Pass => {
            let fields: Vec<&str> = outcome.covers.fields.iter().map(|field| field.name.as_str()).collect();
            let body = if outcome.covers.body.is_empty() { "" } else { " and the body" };
            let fields = fields.join(", ");
            let values = [("domain", domain), ("selector", selector), ("fields", &fields), ("body", body)];
            let key = outcome.keys.iter().find(|key| key.result == dkim::KeyResult::Signed);
            let as_of = key.and_then(|key| key.seen.seen_at);
            let statement = Statement::new(Level::R4, Kind::SignatureHolds, w::SIGNED, &values)
                .written_by(Writer::KeyHolder { domain: domain.to_owned() })
                .dated(as_of)
                .with(w::KEY_HOLDER_ONLY);
            match now.filter(|now| now.verdict != dkim::Verdict::Pass) {
                Some(now) => statement.with(format!("Checked for now the result is {}.", now.verdict.name())),
                None => statement,
            }
        }
        dkim::Verdict::NotKnown => {
            let statement = Statement::new(Level::R0, Kind::SignatureUnchecked, w::UNCHECKED, &values(""));
            match (&outcome.reason, outcome.header, outcome.body) {
                (Some(dkim::Reason::OriginalNotKept), dkim::Holds::Yes, _) => {
                    statement.with(w::ORIGINAL_NOT_KEPT).with(w::FIELDS_HOLD)
                }
                (Some(dkim::Reason::OriginalNotKept), ..) => statement.with(w::ORIGINAL_NOT_KEPT),
                (.., dkim::Holds::Yes) => statement.with(w::BODY_UNCHANGED),
                _ => statement.with(w::NO_KEY),
            }
        }
        dkim::Verdict::TempError => {
            Statement::new(Level::R0, Kind::SignatureUnchecked, w::UNCHECKED, &values(""))
                .with(w::ASKING_FAILED)
        }
        dkim::Verdict::Fail | dkim::Verdict::Policy | dkim::Verdict::PermError => {
            let statement = Statement::new(Level::R1, Kind::SignatureBroken, w::NOT_HOLDING, &values(""));
            let reason = outcome.reason.as_ref().map(dkim_reason);
            statement.with(reason.unwrap_or(w::NO_REASON)).with(w::BREAKS_ON_THE_WAY)
        }
    };
    let statement = statement.resting_on([outcome.span.clone()]);
    Some(outcome.caveats.iter().fold(statement, |statement, caveat| statement.with(dkim_caveat(caveat))))
}

fn dkim_reason(reason: &dkim::Reason) -> &'static str {
    match reason {
        dkim::Reason::Unreadable { .. } => "The field cannot be read.",
        dkim::Reason::BodyHashMismatch => "The body is not the one that was signed.",
        dkim::Reason::BodyShorterThanLength { .. } => "The body is shorter than what was signed.",
        dkim::Reason::OriginalNotKept => w::ORIGINAL_NOT_KEPT,
        dkim::Reason::SignatureMismatch => {
            "The signed fields are not those that were signed, or another key signed."
        }
        dkim::Reason::FieldAddedBelow { .. } => {
            "It holds without a field that was added below the signed one."
        }
        dkim::Reason::HistoricSha1 => "It is made with SHA-1, which no longer counts (RFC 8301).",
        dkim::Reason::KeyTooShort { .. } => "Its key is too short to count (RFC 8301).",
        dkim::Reason::Expired => "It had expired.",
        dkim::Reason::NoUsableKey { .. } => "No record at the selector can be used.",
        dkim::Reason::KeyAbsent => "The domain had no key at the selector.",
        dkim::Reason::KeyLookupFailed { .. } => "Asking for the key failed.",
        dkim::Reason::KeyNotOnFile { .. } => "The key is not on file.",
        dkim::Reason::KeyNameTooLong => "The name of the key is longer than names can be.",
        dkim::Reason::OverLimit => "There are more signatures than are looked at.",
    }
}

fn dkim_caveat(caveat: &dkim::Caveat) -> String {
    match caveat {
        dkim::Caveat::DomainIsPublicSuffix => {
            "The domain is a public suffix and stands for nobody in particular.".to_owned()
        }
        dkim::Caveat::DomainAboveAuthor { author } => {
            format!("The domain lies above {author}; the signer may only run the zone above.")
        }
        dkim::Caveat::FieldsCanBeAdded { names } => {
            format!("Fields could be added without breaking it: {}.", names.join(", "))
        }
        dkim::Caveat::FieldsNotSigned { .. } => "Fields that a reader sees are not signed.".to_owned(),
        dkim::Caveat::UncoveredCopies { .. } => {
            "A second field of a signed name stands above the signed one and is not covered.".to_owned()
        }
        dkim::Caveat::BodyCanGrow => "Text could be added to the body without breaking it.".to_owned(),
        dkim::Caveat::TextAppended { .. } => "Text stands in the body behind the signed part.".to_owned(),
        dkim::Caveat::Repaired { .. } => {
            "It holds only after damage by storage or export was undone.".to_owned()
        }
        dkim::Caveat::SignedLater => "It says that it was made after that time.".to_owned(),
        dkim::Caveat::Testing => "The domain says that it is only testing signatures.".to_owned(),
        dkim::Caveat::WeakKey { bits } => format!("The key has {bits} bits only."),
        dkim::Caveat::SeveralKeys { count } => format!("There are {count} keys at the selector."),
        dkim::Caveat::UndatedKey => {
            "The source of the key tells no date; that it was the domain's key then is not known.".to_owned()
        }
    }
}

fn policy(outcome: &spf::Outcome, examination: &Examination) -> Option<Statement> {
    let origin = examination.trace.origin.as_ref().ok()?;
    let domain = outcome.domain.as_ref()?.as_str();
    let ip = origin.ip.to_string();
    let template = match outcome.verdict {
        spf::Verdict::Pass => w::SPF_PASS,
        spf::Verdict::Fail | spf::Verdict::SoftFail => w::SPF_FAIL,
        _ => return None,
    };
    let recorded = examination.receipt.envelope_recorded || outcome.identity == spf::Identity::Helo;
    let dates: Vec<_> = outcome.policies.iter().filter_map(|record| record.seen.seen_at).collect();
    let date = dates.into_iter().min();
    // The domain's policy is no stronger than the record of what was checked against it.
    let level = if recorded { Level::R2 } else { Level::R0 };
    let statement = Statement::new(level, Kind::SendingPolicy, template, &[("domain", domain), ("ip", &ip)])
        .resting_on([origin.bytes.clone()])
        .resting_on(examination.receipt.envelope_span.clone())
        .written_by(Writer::Zone { domain: domain.to_owned() })
        .dated(date)
        .with(w::POLICY_IS_OF_DOMAIN)
        .with(match date {
            None => w::UNDATED_POLICY.to_owned(),
            Some(date) => format!("As the domain's record was seen at {}.", date.rfc3339()),
        });
    Some(if recorded { statement } else { statement.with(w::ENVELOPE_NOT_RECORDED) })
}

fn alignment(candidate: &dmarc::Candidate, verdicts: &crate::examination::VerdictsAt) -> Option<Statement> {
    let domain = candidate.domain.as_str();
    let (template, kind) = match candidate.by_walk.verdict {
        dmarc::Verdict::Pass => (w::DMARC_PASS, Kind::Alignment),
        dmarc::Verdict::Fail => (w::DMARC_FAIL, Kind::Alignment),
        _ => return None,
    };
    let aligned = |checked: &&dmarc::Checked| {
        checked.result == "pass"
            && matches!(checked.alignment, dmarc::Alignment::Identical | dmarc::Alignment::SameOrganisation)
    };
    let by_signature = candidate
        .by_walk
        .checked
        .iter()
        .filter(aligned)
        .any(|checked| matches!(checked.mechanism, dmarc::Mechanism::Dkim { .. }));
    let level = match candidate.by_walk.verdict {
        dmarc::Verdict::Pass if by_signature => Level::R4,
        dmarc::Verdict::Pass => Level::R2,
        _ => Level::R1,
    };
    let statement = Statement::new(level, kind, template, &[("domain", domain)])
        .dated(Some(verdicts.at))
        .with(w::DOMAIN_IS_NO_PERSON);
    Some(if candidate.methods_differ() { statement.with(w::METHODS_DIFFER) } else { statement })
}

fn their_results(theirs: &Theirs) -> Vec<Statement> {
    let (level, kind, writer, template) = match &theirs.standing {
        Standing::Receiver { .. } => (Level::R3, Kind::TheirResult, Writer::Receiver, w::THEY_FOUND),
        Standing::TrustedSealer { sealer } => {
            (Level::R3, Kind::TheirResult, Writer::Sealer { domain: sealer.to_string() }, w::SEALER_FOUND)
        }
        Standing::Sealer { sealer } => {
            (Level::R0, Kind::ClaimedResult, Writer::Sealer { domain: sealer.to_string() }, w::SEALER_FOUND)
        }
        Standing::Text => (Level::R0, Kind::ClaimedResult, Writer::Sender, w::CLAIMED),
    };
    let who = match &theirs.standing {
        Standing::TrustedSealer { sealer } | Standing::Sealer { sealer } => sealer.to_string(),
        // Microsoft's form has no name.
        Standing::Receiver { .. } => {
            theirs.results.receiver.clone().unwrap_or_else(|| "The receiver".to_owned())
        }
        Standing::Text => theirs.results.receiver.clone().unwrap_or_else(|| "nobody".to_owned()),
    };
    let results: Vec<String> = theirs
        .results
        .results
        .iter()
        .take(RESULTS)
        .map(|result| {
            let about = ["mailfrom", "d", "from", "i"]
                .iter()
                .find_map(|name| ["smtp", "header"].iter().find_map(|kind| result.property(kind, name)));
            match about {
                Some(about) => format!("{}={} for {about}", result.method, code(&result.code)),
                None => format!("{}={}", result.method, code(&result.code)),
            }
        })
        .collect();
    if results.is_empty() {
        return Vec::new();
    }
    let results = results.join(", ");
    let statement = Statement::new(level, kind, template, &[("who", &who), ("results", &results)])
        .resting_on([theirs.span.clone()])
        .written_by(writer)
        .with(w::PASS_IS_A_DOMAIN);
    vec![match &theirs.standing {
        Standing::Receiver { assumed: true } => statement.with(w::ASSUMED),
        Standing::Sealer { .. } => statement.with(w::SEALER_NOT_TRUSTED),
        _ => statement,
    }]
}

/// Results of one field that a statement names.
const RESULTS: usize = 12;
