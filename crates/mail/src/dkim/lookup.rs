//! The keys that are on hand for a signature.

use super::{KeyError, KeyRecord, Reason, Verdict, key_name};
use crate::dns::{Answer, DnsView, Record, RecordData, RecordType};
use crate::domain::DomainName;
use model::Timestamp;

/// Most records at one selector that are tried. One is usual, two occur while keys are exchanged.
const MAX_KEYS: usize = 16;

/// A record at a selector, read.
pub type Candidate = (Record, Result<KeyRecord, KeyError>);

/// All records at the selector, or the verdict when there is none. A key that the files do not hold is not known, and
/// never a failure; that a name had no key is said only when the source says that the name was asked for.
pub fn candidates(
    domain: &DomainName,
    selector: &DomainName,
    dns: &dyn DnsView,
    at: Timestamp,
) -> Result<Vec<Candidate>, (Verdict, Reason)> {
    let name = key_name(domain, selector).map_err(|_| (Verdict::PermError, Reason::KeyNameTooLong))?;
    let records = match dns.get(&name, RecordType::Txt, at) {
        Answer::Records(records) => records,
        Answer::NoData(_) | Answer::NoSuchName(_) => return Err((Verdict::PermError, Reason::KeyAbsent)),
        Answer::Failed(failure, _) => return Err((Verdict::TempError, Reason::KeyLookupFailed { failure })),
        Answer::NotKnown(unknown) => return Err((Verdict::NotKnown, Reason::KeyNotOnFile { unknown })),
    };
    let read = |record: Record| match &record.data {
        RecordData::Txt(text) => {
            let key = KeyRecord::parse(text);
            Some((record, key))
        }
        _ => None,
    };
    let candidates: Vec<_> = records.into_iter().take(MAX_KEYS).filter_map(read).collect();
    match candidates.is_empty() {
        true => Err((Verdict::PermError, Reason::KeyAbsent)),
        false => Ok(candidates),
    }
}
