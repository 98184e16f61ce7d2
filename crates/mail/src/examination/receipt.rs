//! What the receiver recorded when it took the mail.

use crate::author::Envelope;
use crate::message::Message;
use crate::trace::Trace;
use model::Timestamp;
use serde::Serialize;
use std::ops::Range;

/// The receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// When, by the boundary line.
    pub at: Option<Timestamp>,
    /// What the connecting host called itself. Its own words.
    pub helo: Option<String>,
    /// The envelope sender.
    pub envelope: Option<Envelope>,
    /// Where the envelope sender stands.
    pub envelope_span: Option<Range<usize>>,
    /// Whether the envelope sender stands above the boundary, where only the receiver could have written it.
    pub envelope_recorded: bool,
}

impl Receipt {
    /// Reads it from the boundary line and the first Return-Path field.
    pub fn of(message: &Message<'_>, trace: &Trace) -> Self {
        let line = trace.boundary_hop().map(|hop| &hop.line);
        let path = message.named("Return-Path").next();
        Self {
            at: line.and_then(|line| line.time.as_ref()?.at),
            helo: line.and_then(|line| Some(line.from_claimed.as_ref()?.text.clone())),
            envelope: path.map(|field| Envelope::read(&field.unfolded())),
            envelope_span: path.map(|field| field.span.clone()),
            envelope_recorded: path
                .is_some_and(|field| trace.boundary.is_some() && !trace.could_be_senders(&field.span)),
        }
    }
}
