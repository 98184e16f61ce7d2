//! Mails attached to a mail, as ways to their bytes: whoever examines one examines it as a mail of its own.

use super::flaw::Flaws;
use super::walk::walk;
use crate::limits::Limits;
use crate::message::Message;
use model::TransferEncoding;
use std::ops::Range;

/// A mail in a part of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachedMail {
    /// Where it stands in the message, encoded.
    pub span: Range<usize>,
    /// How it is encoded. RFC 2046, section 5.2.1 forbids it, and some large providers do it.
    pub encoding: Option<TransferEncoding>,
}

/// The mails in the parts of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// In the order in which they stand, without those in attached ones.
    pub mails: Vec<AttachedMail>,
    /// Whether all parts were looked at: there is a limit on their number.
    pub is_whole: bool,
}

/// Finds the mails attached to a message.
pub fn attached(message: &Message<'_>, limits: &Limits) -> Attached {
    let structure = walk(message, limits, &mut Flaws::default());
    let mails = structure.messages.into_iter().filter(|found| !found.span.is_empty()).map(|found| {
        let encoding = found.encoding.as_deref().and_then(TransferEncoding::by_name);
        AttachedMail { span: found.span, encoding }
    });
    Attached { mails: mails.collect(), is_whole: structure.is_whole }
}
