//! Questions to SPF, and what comes out.

use crate::dns::{Failure, Record, RecordType, Seen, Unknown};
use crate::domain::DomainName;
use model::Timestamp;
use serde::Serialize;
use std::net::IpAddr;

/// What is checked.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// Address that connected. One that is mapped into IPv6 counts as IPv4.
    pub ip: IpAddr,
    /// Name given in HELO or EHLO.
    pub helo: &'a str,
    /// Envelope sender without angle brackets; empty for bounces, where the HELO name is checked instead.
    pub mail_from: &'a str,
    /// Host that received the mail: macro `r` of explanations.
    pub receiver: Option<&'a str>,
    /// Time for which records are asked: that of receipt, or now.
    pub at: Timestamp,
}

/// Which identity was checked (RFC 7208, section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// The HELO name, since there is no envelope sender.
    Helo,
    /// The envelope sender.
    MailFrom,
}

/// Results of RFC 7208, section 2.6, and one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No domain to check, or no policy.
    None,
    /// The domain does not say.
    Neutral,
    /// The domain lists the address.
    Pass,
    /// The domain says that the address is not its own.
    Fail,
    /// The domain says so without being sure.
    SoftFail,
    /// Asking failed when it was done.
    TempError,
    /// The policy cannot be read or followed.
    PermError,
    /// The files on hand do not hold what is needed. Not a statement about the mail.
    #[serde(rename = "not_known")]
    NotKnown,
}

impl Verdict {
    /// Name as in RFC 8601, section 2.7.2; `not_known` for the one that RFC does not have.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Neutral => "neutral",
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::SoftFail => "softfail",
            Self::TempError => "temperror",
            Self::PermError => "permerror",
            Self::NotKnown => "not_known",
        }
    }
}

/// Result of one check, with the way to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// The result.
    pub verdict: Verdict,
    /// Why, when no mechanism says so.
    pub reason: Option<Reason>,
    /// Which identity was checked.
    pub identity: Identity,
    /// Domain of the identity; `None` when it is no name.
    pub domain: Option<DomainName>,
    /// What the domain says about a failure. Written by the domain's owner: text to show as theirs, not ours.
    pub explanation: Option<String>,
    /// Terms in the order in which they were looked at; the last one decided. At most [`MAX_STEPS`].
    pub steps: Vec<Step>,
    /// Policies in the order in which they were read.
    pub policies: Vec<Record>,
    /// Questions to the DNS in the order in which they were asked.
    pub lookups: Vec<Lookup>,
}

/// Steps that an outcome lists.
pub const MAX_STEPS: usize = 500;

/// One term of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Domain whose policy holds the term.
    pub domain: DomainName,
    /// The term as written.
    pub term: String,
    /// What came of it.
    pub effect: Effect,
}

/// What came of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It matched and decided.
    Match,
    /// It did not match.
    NoMatch,
    /// The policy of another domain is followed: its steps come next.
    Follow,
    /// It ended the check.
    Stop(Reason),
}

/// One question to the DNS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lookup {
    /// Name asked for.
    pub name: DomainName,
    /// Type asked for.
    pub record_type: RecordType,
    /// Number of records, or why there are none.
    pub found: Found,
    /// Who says so; `None` when nothing is on file.
    pub seen: Option<Seen>,
}

/// What a question brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// So many records.
    Records(usize),
    /// The name has none of the type.
    NoData,
    /// The name does not exist.
    NoSuchName,
    /// Asking failed.
    Failed(Failure),
    /// The files do not say.
    NotKnown(Unknown),
}

/// Why a verdict is not simply what a mechanism says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The identity's domain is no host name of two or more labels.
    NoDomain,
    /// HELO name or envelope sender of more than 1,024 bytes.
    LongIdentity,
    /// No record begins with `v=spf1`.
    NoRecord,
    /// More than one does.
    SeveralRecords,
    /// No mechanism matched, and there is no redirect.
    NothingMatched,
    /// A byte that is not printable ASCII.
    NotPrintable,
    /// A mechanism that RFC 7208 does not have.
    UnknownMechanism,
    /// A modifier whose name is none.
    ModifierName,
    /// `redirect` or `exp` more than once.
    DuplicateModifier,
    /// A mechanism with too much or too little behind its name.
    Arguments,
    /// A domain that does not end in a top label or macro.
    DomainSpec,
    /// A `%` that begins no macro, or a macro with a letter, number or delimiter that it may not have.
    Macro,
    /// A network that is no address.
    Network,
    /// A prefix length that is too long or begins with 0.
    PrefixLength,
    /// More than ten terms that ask the DNS.
    TooManyLookups,
    /// More than two terms whose question brought nothing.
    TooManyVoidLookups,
    /// A domain with more than ten mail hosts.
    TooManyMailHosts,
    /// The domain of an `include` has no policy.
    IncludeWithoutPolicy,
    /// The domain of a `redirect` has no policy.
    RedirectWithoutPolicy,
    /// Asking failed.
    LookupFailed(Failure),
    /// A record that is needed is not on file.
    NotOnFile(Unknown),
}
