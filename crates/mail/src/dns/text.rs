//! Values of records as files write them.

use super::{RecordData, RecordType};
use crate::domain::DomainName;

/// Longest text that fits a DNS message.
const MAX_TEXT: usize = 65_535;

/// Reads a value from its words, as in zone files: `10 mx.harbour.example` has two, a text as many as it has strings.
/// `None` when they do not fit the type.
pub(super) fn record(record_type: RecordType, words: &[Vec<u8>]) -> Option<RecordData> {
    if record_type == RecordType::Txt {
        let text = words.concat();
        return (text.len() <= MAX_TEXT).then_some(RecordData::Txt(text));
    }
    let words: Vec<&str> =
        words.iter().map(|word| std::str::from_utf8(word)).collect::<Result<_, _>>().ok()?;
    let name = |word: &str| DomainName::parse(word).ok();
    match (record_type, words.as_slice()) {
        (RecordType::A, [word]) => word.parse().ok().map(RecordData::A),
        (RecordType::Aaaa, [word]) => word.parse().ok().map(RecordData::Aaaa),
        (RecordType::Cname, [word]) => name(word).map(RecordData::Cname),
        (RecordType::Ptr, [word]) => name(word).map(RecordData::Ptr),
        (RecordType::Mx, [preference, exchange]) => {
            let preference = preference.parse().ok()?;
            let exchange = match *exchange {
                "" | "." => None,
                exchange => Some(name(exchange)?),
            };
            Some(RecordData::Mx { preference, exchange })
        }
        _ => None,
    }
}

/// The first characters of a value, for messages.
pub(super) fn cut_short(value: &str) -> String {
    const SHOWN: usize = 60;
    match value.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", &value[..end]),
        None => value.to_owned(),
    }
}
