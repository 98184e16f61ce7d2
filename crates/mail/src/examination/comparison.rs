//! What others found beside what is found here, check by check.
//!
//! Both can be right: others checked the mail as it came in, against the DNS of that hour; here a file is checked, against
//! the records that somebody kept. Each row says which of the usual reasons explains a difference.

use super::{Examination, Standing, Theirs, VerdictsAt};
use crate::authentication_results::{Code, MethodResult};
use crate::{dkim, dmarc, spf, word};
use serde::Serialize;
use std::collections::BTreeSet;

/// One check, theirs and ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// What was checked.
    pub check: Check,
    /// Domain that it is about, in lower case; empty where none is named.
    pub domain: String,
    /// What others say.
    pub theirs: Vec<TheirWord>,
    /// Our verdict for the time of receipt, by its name; `None` where there is none.
    pub at_receipt: Option<String>,
    /// Our verdict for now.
    pub now: Option<String>,
    /// How they differ.
    pub difference: Difference,
}

impl Comparison {
    /// What was checked, in words, such as `DKIM of harbour.example`.
    pub fn title(&self) -> String {
        let check = match self.check {
            Check::Spf => "SPF",
            Check::Dkim => "DKIM",
            Check::Dmarc => "DMARC",
            Check::Arc => "ARC",
        };
        if self.domain.is_empty() { check.to_owned() } else { format!("{check} of {}", self.domain) }
    }
}

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Check {
    /// Whether the domain lists the connecting address.
    Spf,
    /// Whether a key of the domain signed.
    Dkim,
    /// Whether what authenticated belongs to the author's domain.
    Dmarc,
    /// Whether the chain of seals holds.
    Arc,
}

/// A result in somebody's field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TheirWord {
    /// Who says it; the receiver where the field has no name.
    pub who: String,
    /// What it says.
    pub code: String,
    /// Whether the sender could have written it.
    pub is_text: bool,
}

/// How theirs and ours differ, and what usually explains it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// They do not.
    Agree,
    /// Nobody else says anything.
    OursOnly,
    /// We have nothing of the kind in the file.
    TheirsOnly,
    /// Only text that the sender could have written says something.
    OnlyText,
    /// The files on hand do not hold the record or key.
    NotOnFile,
    /// The mathematics holds, and a rule that we follow does not count it.
    NotCounted,
    /// The signed bytes are not in the file as they were signed.
    BytesDiffer,
    /// The record on file says something else than what they saw.
    RecordDiffers,
    /// At receipt they agree; the key or record has changed since, or the signature has run out.
    ChangedSince,
    /// They disagree among themselves.
    TheyDisagree,
}

impl Difference {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Agree => "they agree",
            Self::OursOnly => "nobody else says anything about it",
            Self::TheirsOnly => {
                "the file has nothing of the kind to check: it was taken out on the way, or the field is of another mail"
            }
            Self::OnlyText => "only text that the sender could have written says something about it",
            Self::NotOnFile => {
                "the record or key is not on file here; nothing is said for or against what they found"
            }
            Self::NotCounted => "the mathematics holds; a rule that is followed here does not count it",
            Self::BytesDiffer => {
                "what was signed is not in the file as it was signed: changed on the way, in storage or since, or they did not check it as RFC 6376 asks"
            }
            Self::RecordDiffers => {
                "the record on file says something else: it is of another time, or they checked another address or name"
            }
            Self::ChangedSince => {
                "at receipt they agree; the key or record has changed since, or the signature has run out"
            }
            Self::TheyDisagree => {
                "they disagree with each other: each checked where it stood, and what stood between may have changed the mail"
            }
        }
    }
}

/// Our side of a check.
struct Ours {
    at_receipt: Option<(&'static str, Why)>,
    now: Option<(&'static str, Why)>,
}

/// What a verdict of ours rests on, as far as it explains a difference.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    Record,
    Bytes,
    Rule,
    NotOnFile,
}

/// All checks that anybody made, in the order of [`Check`], then by domain.
pub fn comparisons(examination: &Examination) -> Vec<Comparison> {
    let mut rows: BTreeSet<(Check, String)> = BTreeSet::new();
    let first = examination.verdicts.first();
    rows.extend(first.spf.as_ref().map(|spf| (Check::Spf, domain_of_spf(spf))));
    rows.extend(signed(first).map(|outcome| (Check::Dkim, domain_of_dkim(outcome))));
    rows.extend(first.dmarc.iter().map(|candidate| (Check::Dmarc, candidate.domain.to_string())));
    if !first.arc.sets.is_empty() {
        rows.insert((Check::Arc, String::new()));
    }
    for result in examination.theirs.iter().flat_map(|theirs| &theirs.results.results) {
        rows.extend(key(result));
    }
    rows.into_iter().map(|(check, domain)| compare(examination, check, domain)).collect()
}

fn signed(verdicts: &VerdictsAt) -> impl Iterator<Item = &dkim::Outcome> {
    verdicts.dkim.iter().filter(|outcome| outcome.claims.is_some())
}

fn domain_of_spf(outcome: &spf::Outcome) -> String {
    outcome.domain.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn domain_of_dkim(outcome: &dkim::Outcome) -> String {
    outcome.claims.as_ref().map(|claims| claims.domain.to_string()).unwrap_or_default()
}

/// The check and domain of somebody's result; `None` for methods that are not checked here, and where nothing was found.
fn key(result: &MethodResult) -> Option<(Check, String)> {
    if result.code == Code::None {
        return None;
    }
    let domain = |names: &[(&str, &str)]| {
        let found = names.iter().find_map(|(kind, name)| result.property(kind, name)).unwrap_or_default();
        let domain = found.rsplit('@').next().unwrap_or_default();
        domain.trim_matches(['<', '>', '.']).to_ascii_lowercase()
    };
    Some(match result.method.as_str() {
        "spf" => (Check::Spf, domain(&[("smtp", "mailfrom"), ("smtp", "helo")])),
        "dkim" => (Check::Dkim, domain(&[("header", "d"), ("header", "i")])),
        "dmarc" => (Check::Dmarc, domain(&[("header", "from")])),
        "arc" => (Check::Arc, String::new()),
        _ => return None,
    })
}

fn compare(examination: &Examination, check: Check, domain: String) -> Comparison {
    let theirs: Vec<TheirWord> = examination
        .theirs
        .iter()
        .flat_map(|theirs| theirs.results.results.iter().map(move |result| (theirs, result)))
        .filter(|(_, result)| key(result).is_some_and(|key| key == (check, domain.clone())))
        .map(|(theirs, result)| TheirWord {
            who: who(theirs),
            code: code(&result.code),
            is_text: theirs.standing == Standing::Text,
        })
        .collect();
    let of = |verdicts: &VerdictsAt| match check {
        Check::Spf => verdicts.spf.as_ref().filter(|spf| domain_of_spf(spf) == domain).map(spf_verdict),
        Check::Dkim => dkim_verdict(verdicts, &domain),
        Check::Dmarc => {
            let candidate = verdicts.dmarc.iter().find(|candidate| candidate.domain.as_str() == domain)?;
            Some(dmarc_verdict(candidate))
        }
        Check::Arc => (!verdicts.arc.sets.is_empty()).then(|| arc_verdict(verdicts)),
    };
    let ours = Ours {
        at_receipt: examination.verdicts.at_receipt.as_ref().and_then(of),
        now: of(&examination.verdicts.now),
    };
    let difference = difference(&theirs, &ours);
    let name = |verdict: Option<(&'static str, Why)>| verdict.map(|(name, _)| name.to_owned());
    Comparison { check, domain, theirs, at_receipt: name(ours.at_receipt), now: name(ours.now), difference }
}

fn who(theirs: &Theirs) -> String {
    match &theirs.standing {
        Standing::TrustedSealer { sealer } | Standing::Sealer { sealer } => sealer.to_string(),
        _ => theirs.results.receiver.clone().unwrap_or_else(|| "the receiver".to_owned()),
    }
}

/// A result by its name, or the word in its place that no standard knows.
pub(crate) fn code(code: &Code) -> String {
    match code {
        Code::Other(word) => word.clone(),
        known => word::of(known).unwrap_or_default(),
    }
}

fn spf_verdict(outcome: &spf::Outcome) -> (&'static str, Why) {
    let why = if outcome.verdict == spf::Verdict::NotKnown { Why::NotOnFile } else { Why::Record };
    (outcome.verdict.name(), why)
}

/// Of several signatures of a domain one that holds suffices.
fn dkim_verdict(verdicts: &VerdictsAt, domain: &str) -> Option<(&'static str, Why)> {
    let of_domain = || signed(verdicts).filter(|outcome| domain_of_dkim(outcome) == domain);
    let best =
        of_domain().find(|outcome| outcome.verdict == dkim::Verdict::Pass).or_else(|| of_domain().next());
    let outcome = best?;
    let why = match (&outcome.reason, outcome.verdict) {
        (_, dkim::Verdict::NotKnown | dkim::Verdict::TempError) => Why::NotOnFile,
        (
            Some(
                dkim::Reason::BodyHashMismatch
                | dkim::Reason::BodyShorterThanLength { .. }
                | dkim::Reason::SignatureMismatch
                | dkim::Reason::FieldAddedBelow { .. },
            ),
            _,
        ) => Why::Bytes,
        (
            Some(
                dkim::Reason::HistoricSha1
                | dkim::Reason::KeyTooShort { .. }
                | dkim::Reason::Expired
                | dkim::Reason::OverLimit,
            ),
            _,
        ) => Why::Rule,
        _ => Why::Record,
    };
    Some((outcome.verdict.name(), why))
}

fn dmarc_verdict(candidate: &dmarc::Candidate) -> (&'static str, Why) {
    let verdict = candidate.by_walk.verdict;
    let known = !matches!(verdict, dmarc::Verdict::TempError | dmarc::Verdict::NotKnown);
    (verdict.name(), if known { Why::Record } else { Why::NotOnFile })
}

fn arc_verdict(verdicts: &VerdictsAt) -> (&'static str, Why) {
    use crate::arc::Verdict;
    match verdicts.arc.verdict {
        Verdict::Pass => ("pass", Why::Bytes),
        Verdict::Fail => ("fail", Why::Bytes),
        Verdict::None => ("none", Why::Record),
        _ => ("not_known", Why::NotOnFile),
    }
}

fn difference(theirs: &[TheirWord], ours: &Ours) -> Difference {
    let mut words: Vec<&str> =
        theirs.iter().filter(|word| !word.is_text).map(|word| word.code.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    let Some((first, why)) = ours.at_receipt.or(ours.now) else { return Difference::TheirsOnly };
    match words.as_slice() {
        [] if theirs.is_empty() => Difference::OursOnly,
        [] => Difference::OnlyText,
        _ if why == Why::NotOnFile => Difference::NotOnFile,
        [theirs] if same(theirs, first) => match ours.now {
            Some((now, why)) if now != first && why != Why::NotOnFile => Difference::ChangedSince,
            _ => Difference::Agree,
        },
        [_] => match why {
            Why::Rule => Difference::NotCounted,
            Why::Bytes => Difference::BytesDiffer,
            Why::Record | Why::NotOnFile => Difference::RecordDiffers,
        },
        _ => Difference::TheyDisagree,
    }
}

/// Exchange Online and others write `bestguesspass` where a domain has no policy.
fn same(theirs: &str, ours: &str) -> bool {
    theirs == ours || (theirs == "bestguesspass" && ours == "none")
}
