//! Questions to SPF, and what comes out.

use crate::dns::Record;
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

/// Result of one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// The result.
    pub verdict: Verdict,
    /// Why, when it is not what a mechanism says.
    pub reason: Option<Reason>,
    /// Which identity was checked.
    pub identity: Identity,
    /// Domain of the identity; `None` when it is no name.
    pub domain: Option<DomainName>,
    /// What the domain says about a failure. Written by the domain's owner: text to show as theirs, not ours.
    pub explanation: Option<String>,
    /// Records that were used, in the order of asking.
    pub records: Vec<Record>,
}

/// Why a verdict is not simply what a mechanism says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// No record begins with `v=spf1`.
    NoRecord,
}
