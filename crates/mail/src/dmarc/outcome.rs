//! What comes out of an evaluation.

use super::{Method, Policy, PolicyPlace, PolicyRecord};
use crate::dns::{Failure, Record};
use crate::domain::DomainName;
use serde::Serialize;

/// Result for one reading of the author (after RFC 9989, section 9, and one more).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The domain has no policy.
    None,
    /// A domain that authenticated the message is that of the author, or of the same organisation. Says nothing about
    /// who of that domain wrote it.
    Pass,
    /// None is.
    Fail,
    /// Asking failed when somebody did.
    TempError,
    /// The files on hand do not hold what is needed. Not a statement about the mail.
    #[serde(rename = "not_known")]
    NotKnown,
}

impl Verdict {
    /// Name as in RFC 8601, section 2.7.3; `not_known` for the one that RFC does not have.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::TempError => "temperror",
            Self::NotKnown => "not_known",
        }
    }
}

/// Why a verdict is not simply pass or fail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// No policy at any of the names that were asked for.
    NoPolicy,
    /// More than one record at a name.
    SeveralPolicies,
    /// The record has no readable policy and wants no reports, so it counts as none.
    UnusablePolicy,
    /// Asking for the policy failed.
    PolicyLookupFailed {
        /// How.
        failure: Failure,
    },
    /// The policy may stand at a name that is not on file.
    PolicyNotOnFile {
        /// Domains below which `_dmarc` is not on file.
        domains: Vec<DomainName>,
    },
    /// Nothing passes, and SPF or a signature that could is not known.
    AuthenticationNotKnown,
    /// Nothing passes, and asking for what SPF or a signature needs failed.
    AuthenticationFailedToRun,
    /// Something passes, and whether its domain is of the author's organisation depends on names that are not on file.
    AlignmentNotKnown {
        /// Domains below which `_dmarc` is not on file.
        domains: Vec<DomainName>,
    },
}

/// What authenticated a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mechanism {
    /// SPF, of the envelope sender.
    Spf,
    /// A DKIM signature.
    Dkim {
        /// Number of its field in the message.
        field: usize,
    },
}

/// How an authenticated domain stands to the author's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Alignment {
    /// The same domain.
    Identical,
    /// Another domain of the same organisation.
    SameOrganisation,
    /// Of another organisation.
    Other,
    /// Of the same organisation perhaps, which is not enough: the policy wants the same domain.
    NotStrict,
    /// Asking failed.
    Failed,
    /// Not to be told without the policies below these domains.
    NotKnown(Vec<DomainName>),
}

/// A domain that something authenticated, or might have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// By what.
    pub mechanism: Mechanism,
    /// The domain.
    pub domain: DomainName,
    /// Whether it did: pass, or another verdict of SPF or DKIM by its name.
    pub result: &'static str,
    /// How the domain stands to the author's.
    pub alignment: Alignment,
}

/// The record that applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Published {
    /// Domain below which it stands.
    pub domain: DomainName,
    /// Whose domain that is.
    pub place: PolicyPlace,
    /// What it says.
    pub policy: PolicyRecord,
    /// The record, with its source.
    pub record: Record,
}

/// What the domain's owner asks for when the message fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Requested {
    /// The policy; `None` when it depends on whether the author's domain exists, and that is not on file.
    pub policy: Option<Policy>,
    /// The tag that says so: `p`, `sp` or `np`.
    pub tag: &'static str,
    /// Whether the owner is only testing it.
    pub testing: bool,
}

/// Result of one method for one reading of the author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evaluation {
    /// How the organisation's domain was found.
    pub method: Method,
    /// The result.
    pub verdict: Verdict,
    /// Why it is not simply pass or fail.
    pub reason: Option<Reason>,
    /// The author's organisation, when it can be told.
    pub organisation: Option<DomainName>,
    /// The record that applies.
    pub published: Option<Published>,
    /// What the owner asks for when the message fails.
    pub requested: Option<Requested>,
    /// SPF and signatures, with how each stands to the author.
    pub checked: Vec<Checked>,
}

/// One domain that the author may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// The domain.
    pub domain: DomainName,
    /// By the public suffix list (RFC 7489).
    pub by_list: Evaluation,
    /// By walking up the tree of names (RFC 9989).
    pub by_walk: Evaluation,
}

impl Candidate {
    /// Whether the two methods give different verdicts.
    pub fn methods_differ(&self) -> bool {
        self.by_list.verdict != self.by_walk.verdict
    }
}
