//! The ARC sets of a message.

use super::{PartKind, Reason};
use crate::dkim::signature::digits;
use crate::limits::Limits;
use crate::message::Message;
use crate::tag_list::TagList;
use std::collections::BTreeMap;

/// Highest instance (RFC 8617, section 5.1.1.2).
const MAX_INSTANCE: u64 = 50;

/// Numbers of the fields of a set, in the order of [`PartKind::ALL`].
pub type SetFields = [usize; 3];

/// Sorts the ARC fields of a message into sets, oldest first; none when the message has no ARC field. The first thing
/// that keeps them from being a chain of whole sets from 1 upwards is the reason.
pub fn sets(message: &Message<'_>, limits: &Limits) -> Result<Vec<SetFields>, Reason> {
    let mut found: BTreeMap<u32, [Option<usize>; 3]> = BTreeMap::new();
    for (number, field) in message.fields.iter().enumerate() {
        let Some(part) = PartKind::ALL.into_iter().find(|part| field.is(part.field_name())) else { continue };
        let instance = instance(part, field.value).ok_or(Reason::NoInstance { field: number })?;
        let place = &mut found.entry(instance).or_default()[part as usize];
        if place.replace(number).is_some() {
            return Err(Reason::Duplicate { instance, part });
        }
    }
    let newest = found.keys().next_back().copied().unwrap_or(0);
    if newest as usize > limits.arc_sets {
        return Err(Reason::TooManySets);
    }
    (1..=newest)
        .map(|instance| {
            let fields = found.get(&instance).copied().unwrap_or_default();
            match fields {
                [Some(results), Some(signature), Some(seal)] => Ok([results, signature, seal]),
                _ => {
                    let missing = PartKind::ALL.into_iter().find(|&part| fields[part as usize].is_none());
                    let part = missing.unwrap_or(PartKind::Seal);
                    Err(Reason::Missing { instance, part })
                }
            }
        })
        .collect()
}

/// The instance of a field: its tag `i=`, which in an ARC-Authentication-Results field is the first thing.
fn instance(part: PartKind, value: &[u8]) -> Option<u32> {
    let digits_of = |text: &[u8]| digits(text).filter(|n| (1..=MAX_INSTANCE).contains(n));
    let number = match part {
        PartKind::AuthenticationResults => {
            let end = memchr::memchr(b';', value)?;
            let (name, number) = value[..end].split_at(memchr::memchr(b'=', &value[..end])?);
            digits_of(number[1..].trim_ascii()).filter(|_| name.trim_ascii() == b"i")
        }
        PartKind::MessageSignature | PartKind::Seal => digits_of(TagList::parse(value).ok()?.value("i")?),
    }?;
    u32::try_from(number).ok()
}
