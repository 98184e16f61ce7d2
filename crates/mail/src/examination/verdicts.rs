//! What we find, for the time of receipt and for now.

use super::{Context, Receipt};
use crate::author::Authors;
use crate::dkim::Signatures;
use crate::message::Message;
use crate::trace::Trace;
use crate::{arc, dkim, dmarc, spf};
use model::Timestamp;
use serde::Serialize;

/// Verdicts for both times.
#[derive(Clone, Debug, Serialize)]
pub struct Verdicts {
    /// For the time that the receiver recorded; `None` where it recorded none.
    pub at_receipt: Option<VerdictsAt>,
    /// For now.
    pub now: VerdictsAt,
}

/// Verdicts for one time.
#[derive(Clone, Debug, Serialize)]
pub struct VerdictsAt {
    /// The time.
    pub at: Timestamp,
    /// SPF of the envelope sender or the HELO name; `None` where the connecting address is not known.
    pub spf: Option<spf::Outcome>,
    /// Signatures, in the order of their fields.
    pub dkim: Vec<dkim::Outcome>,
    /// The ARC chain.
    pub arc: arc::Chain,
    /// DMARC for each domain that the author may have.
    pub dmarc: Vec<dmarc::Candidate>,
}

impl Verdicts {
    pub(super) fn of(
        message: &Message<'_>,
        trace: &Trace,
        receipt: &Receipt,
        authors: &Authors,
        context: &Context<'_>,
    ) -> Self {
        let signatures = Signatures::of(message, authors, &context.limits);
        let at = |at: Timestamp| {
            let spf = spf_at(trace, receipt, context, at);
            let dkim = signatures.verify(context.dns, at);
            let arc = arc::validate(message, &context.limits, context.dns, at);
            // Without an envelope sender that the receiver recorded, SPF says nothing about the author.
            let aligned = spf.as_ref().filter(|_| receipt.envelope_recorded);
            let inputs = dmarc::Inputs { authors, spf: aligned, dkim: &dkim, at };
            let dmarc = dmarc::evaluate(&inputs, context.dns);
            VerdictsAt { at, spf, dkim, arc, dmarc }
        };
        Self { at_receipt: receipt.at.map(at), now: at(context.now) }
    }

    /// The verdicts that count most: at receipt, else now.
    pub fn first(&self) -> &VerdictsAt {
        self.at_receipt.as_ref().unwrap_or(&self.now)
    }
}

fn spf_at(trace: &Trace, receipt: &Receipt, context: &Context<'_>, at: Timestamp) -> Option<spf::Outcome> {
    let origin = trace.origin.as_ref().ok()?;
    let sender = receipt.envelope.as_ref().and_then(|envelope| envelope.address.as_ref());
    let sender = sender.map(ToString::to_string).unwrap_or_default();
    let host = trace.boundary.as_ref().and_then(|boundary| Some(boundary.host.as_ref()?.text.as_str()));
    let query = spf::Query {
        ip: origin.ip,
        helo: receipt.helo.as_deref().unwrap_or_default(),
        mail_from: &sender,
        receiver: host,
        at,
    };
    Some(spf::check(&query, context.dns))
}
