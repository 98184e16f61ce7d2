//! One mail, seen through all parts of the lens.
//!
//! [`examine`] puts them together: the trust boundary first, then what the receiver recorded, what signatures and
//! policies say at receipt and now, what others claim to have found, and what the user's tables say about the
//! connecting address. The [`ladder`](crate::ladder) turns it into statements.

mod comparison;
mod receipt;
mod theirs;
mod verdicts;

pub(crate) use comparison::code;
pub use comparison::{Check, Comparison, Difference, TheirWord, comparisons};
pub use receipt::Receipt;
pub use theirs::{Standing, Theirs};
pub use verdicts::{Verdicts, VerdictsAt};

use crate::author::Authors;
use crate::dns::DnsView;
use crate::domain::DomainName;
use crate::intel::{Intel, LookAlike, Opinion, look_alikes};
use crate::ladder::{self, Statement};
use crate::limits::Limits;
use crate::message::{Damage, LineEnding, Message};
use crate::trace::{Own, Trace};
use model::Timestamp;
use serde::Serialize;

/// What a mail is examined with. The same for all mails of a run.
pub struct Context<'a> {
    /// What the user says is theirs.
    pub own: &'a Own,
    /// Domains of sealers (ARC) whose word the user takes.
    pub trusted_sealers: &'a [DomainName],
    /// What was in the DNS.
    pub dns: &'a (dyn DnsView + Sync),
    /// Tables and lists of the user's.
    pub intel: &'a Intel,
    /// Limits on a message.
    pub limits: Limits,
    /// The time for which verdicts "now" are given.
    pub now: Timestamp,
}

/// What is known of one mail.
#[derive(Clone, Debug, Serialize)]
pub struct Examination {
    /// The way of the mail, and the boundary.
    pub trace: Trace,
    /// What the receiver recorded when it took the mail.
    pub receipt: Receipt,
    /// Who it says it is from.
    pub authors: Authors,
    /// What we find: at receipt, where that time is known, and now.
    pub verdicts: Verdicts,
    /// What others say that they found.
    pub theirs: Vec<Theirs>,
    /// What the user's tables say about the connecting address.
    pub opinions: Vec<Opinion>,
    /// Lists of the user's that hold the domain of an author: list and domain.
    pub listed: Vec<(String, DomainName)>,
    /// Authors' domains that look like protected ones.
    pub look_alikes: Vec<LookAlike>,
    /// Line endings of the message.
    pub line_ending: LineEnding,
    /// Damage to its form.
    pub damage: Vec<Damage>,
    /// Statements, the strongest first.
    pub ladder: Vec<Statement>,
}

/// Examines one mail.
pub fn examine(message: &Message<'_>, context: &Context<'_>) -> Examination {
    let trace = Trace::of(message, context.own);
    let receipt = Receipt::of(message, &trace);
    let authors = Authors::of(message);
    let verdicts = Verdicts::of(message, &trace, &receipt, &authors, context);
    let theirs = theirs::read(message, &trace, context, &verdicts);
    let opinions = trace.origin.as_ref().map_or_else(|_| Vec::new(), |origin| context.intel.about(origin.ip));
    let mut domains: Vec<&DomainName> =
        authors.readings.iter().filter_map(|reading| reading.address.domain.as_ref()).collect();
    domains.sort_unstable();
    domains.dedup();
    let listed = domains.iter().flat_map(|&domain| {
        context.intel.listed(domain).into_iter().map(move |list| (list.to_owned(), domain.clone()))
    });
    let listed = listed.collect();
    let mut examination = Examination {
        listed,
        look_alikes: domains
            .iter()
            .flat_map(|domain| look_alikes(domain, &context.intel.protected))
            .collect(),
        line_ending: message.line_ending,
        damage: message.damage.clone(),
        trace,
        receipt,
        authors,
        verdicts,
        theirs,
        opinions,
        ladder: Vec::new(),
    };
    examination.ladder = ladder::statements(message, &examination);
    examination
}

#[cfg(test)]
mod tests;
