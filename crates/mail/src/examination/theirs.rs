//! What others say that they found: Authentication-Results, by where they stand and who signs them.

use super::{Context, Verdicts};
use crate::arc;
use crate::authentication_results::{AuthenticationResults, Problem, ProblemKind};
use crate::domain::{DomainName, organisational_domain};
use crate::message::Message;
use crate::trace::{Profile, Trace};
use serde::Serialize;
use std::ops::Range;

/// Fields with results that are read. The receiver's own stand on top; of those beyond it is said that they are there.
const MAX_READ: usize = 100;

/// A field with results, and what its word is worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Theirs {
    /// What it says.
    pub results: AuthenticationResults,
    /// Where it stands.
    pub span: Range<usize>,
    /// Whose word it is.
    pub standing: Standing,
}

/// Whose word a field with results is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Standing {
    /// The receiver's: it stands above the boundary, and the receiver's name is the user's own or that of the host that
    /// took the mail.
    Receiver {
        /// The boundary, and with it this, is inferred.
        assumed: bool,
    },
    /// Under a valid chain of seals, of a sealer whose word the user takes.
    TrustedSealer {
        /// The sealer.
        sealer: DomainName,
    },
    /// Under a valid chain of seals, of a sealer of whom the user says nothing.
    Sealer {
        /// The sealer.
        sealer: DomainName,
    },
    /// Text that the sender could have written.
    Text,
}

/// Reads all fields with results, from top to bottom.
pub(super) fn read(
    message: &Message<'_>,
    trace: &Trace,
    context: &Context<'_>,
    verdicts: &Verdicts,
) -> Vec<Theirs> {
    let chain = &verdicts.first().arc;
    let mut found = Vec::new();
    for field in &message.fields {
        let is_over = found.len() >= MAX_READ;
        let theirs = if field.is("Authentication-Results") {
            let results = if is_over { unread() } else { AuthenticationResults::parse(&field.unfolded()) };
            let standing = of_receiver(&results, &field.span, trace, context);
            Theirs { results, span: field.span.clone(), standing }
        } else if field.is("ARC-Authentication-Results") {
            let results =
                if is_over { unread() } else { AuthenticationResults::parse_arc(&field.unfolded()) };
            let standing = of_sealer(&field.span, chain, context);
            Theirs { results, span: field.span.clone(), standing }
        } else {
            continue;
        };
        found.push(theirs);
    }
    found
}

fn unread() -> AuthenticationResults {
    let problems = vec![Problem { kind: ProblemKind::TooMany, at: 0 }];
    AuthenticationResults { problems, ..AuthenticationResults::default() }
}

fn of_receiver(
    results: &AuthenticationResults,
    span: &Range<usize>,
    trace: &Trace,
    context: &Context<'_>,
) -> Standing {
    let Some(boundary) = trace.boundary.as_ref().filter(|_| !trace.could_be_senders(span)) else {
        return Standing::Text;
    };
    let is_own = match &results.receiver {
        Some(name) if !context.own.authserv_ids.is_empty() => {
            context.own.authserv_ids.iter().any(|own| own.eq_ignore_ascii_case(name))
        }
        Some(name) => {
            let organisation =
                |name: &str| DomainName::parse(name).ok().and_then(|n| organisational_domain(&n));
            let host = boundary.host.as_ref().and_then(|host| organisation(&host.text));
            host.is_some() && host == organisation(name)
        }
        // Microsoft's form has no name; its place is all that it has.
        None => boundary.profile == Profile::ExchangeOnline,
    };
    if is_own { Standing::Receiver { assumed: boundary.assumed } } else { Standing::Text }
}

fn of_sealer(span: &Range<usize>, chain: &arc::Chain, context: &Context<'_>) -> Standing {
    let set = chain.sets.iter().find(|set| set.results.span == *span);
    match set.filter(|_| chain.verdict == arc::Verdict::Pass) {
        None => Standing::Text,
        Some(set) => {
            let sealer = set.seal.domain.clone();
            // A later sealer could have kept or dropped what an earlier one said, but not changed it: each is its own.
            if context.trusted_sealers.contains(&sealer) {
                Standing::TrustedSealer { sealer }
            } else {
                Standing::Sealer { sealer }
            }
        }
    }
}
