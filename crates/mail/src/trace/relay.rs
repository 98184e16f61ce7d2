//! Signs that somebody passed a mail on: mailing lists, forwarding services, people who redirect.
//!
//! The receiver's boundary is where it is all the same: the address recorded there is then the forwarder's.

use super::{Hop, Part, Side};
use crate::message::{Field, Message};
use serde::Serialize;
use std::ops::Range;

/// A sign that a mail was passed on. Text of the sender or of the forwarder, except where the receiver's own line is part
/// of it: level R0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RelaySign {
    /// What it is a sign of.
    pub kind: RelayKind,
    /// Where it stands.
    pub span: Range<usize>,
}

/// Who may have passed a mail on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RelayKind {
    /// A mailing list: `List-Id` (RFC 2919), `List-Post` (RFC 2369), `Mailing-List`.
    MailingList,
    /// A forwarding service: `X-Forwarded-To`, `X-Forwarded-For` and the like.
    Forwarder,
    /// A person or program that redirected it: `Resent-From` (RFC 5322, section 3.6.6).
    Resent,
    /// The envelope sender was rewritten to pass SPF (SRS).
    SenderRewritten,
    /// The receiver took the mail for another recipient than the line below says.
    RecipientRewritten,
}

/// Fields and what they are signs of.
const FIELDS: [(&str, RelayKind); 10] = [
    ("List-Id", RelayKind::MailingList),
    ("List-Post", RelayKind::MailingList),
    ("Mailing-List", RelayKind::MailingList),
    ("X-Forwarded-To", RelayKind::Forwarder),
    ("X-Forwarded-For", RelayKind::Forwarder),
    ("X-Forwarded-Encrypted", RelayKind::Forwarder),
    ("X-MS-Exchange-ForwardingLoop", RelayKind::Forwarder),
    ("X-ForwardEmail-Version", RelayKind::Forwarder),
    ("Resent-From", RelayKind::Resent),
    ("Resent-Sender", RelayKind::Resent),
];

/// Signs in the order in which they stand, each kind of field once.
pub(super) fn signs(message: &Message<'_>, hops: &[Hop], below: &Range<usize>) -> Vec<RelaySign> {
    let mut signs = Vec::new();
    for (name, kind) in FIELDS {
        let field = message.named(name).find(|field| field.span.start >= below.start);
        signs.extend(field.map(|field| RelaySign { kind, span: field.span.clone() }));
    }
    let rewritten = message.named("Return-Path").next().filter(|field| is_rewritten(field));
    signs.extend(
        rewritten.map(|field| RelaySign { kind: RelayKind::SenderRewritten, span: field.span.clone() }),
    );
    signs.extend(recipient_rewritten(hops));
    signs.sort_by_key(|sign| (sign.span.start, sign.kind));
    signs
}

/// Whether an envelope sender has the form of the Sender Rewriting Scheme.
fn is_rewritten(field: &Field<'_>) -> bool {
    let value = field.unfolded();
    let address = value.trim_ascii().strip_prefix(b"<").unwrap_or(&value);
    address
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case(b"srs0") || start.eq_ignore_ascii_case(b"srs1"))
}

/// The line below the boundary names another recipient than the receiver's line.
fn recipient_rewritten(hops: &[Hop]) -> Option<RelaySign> {
    let boundary = hops.iter().position(|hop| hop.side == Side::Boundary)?;
    let (above, below) = (&hops[boundary], hops.get(boundary + 1)?);
    let differ = |one: &Part, other: &Part| !one.text.eq_ignore_ascii_case(&other.text);
    let (one, other) = (above.line.recipient.as_ref()?, below.line.recipient.as_ref()?);
    differ(one, other).then(|| RelaySign { kind: RelayKind::RecipientRewritten, span: other.span.clone() })
}
