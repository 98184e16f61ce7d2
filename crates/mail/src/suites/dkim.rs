//! Signed sample messages and key records, as dkimpy's tests have them.

use super::Report;
use crate::author::Authors;
use crate::dkim::{Holds, KeyRecord, Outcome, Reason, Signatures, Verdict};
use crate::dns::{Answer, DnsView, Record, RecordData, RecordType, Seen, Source, SourceKind};
use crate::domain::DomainName;
use crate::limits::Limits;
use crate::message::Message;
use model::Timestamp;

/// The Ed25519 key of the example in RFC 8463, appendix A.2, which the samples sign with and do not hold.
const RFC_8463_KEY: &[u8] = b"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

/// The samples do not name their selectors: every key is on hand for every selector.
struct AnyKey(Vec<Vec<u8>>);

impl DnsView for AnyKey {
    fn get(&self, name: &DomainName, _: RecordType, _: Timestamp) -> Answer {
        let seen = Seen::undated(Source { name: "samples".into(), kind: SourceKind::Supplied });
        let record = |text: &Vec<u8>| Record {
            name: name.clone(),
            data: RecordData::Txt(text.clone()),
            seen: seen.clone(),
        };
        Answer::Records(self.0.iter().map(record).collect())
    }
}

/// Checks samples, given by name and content. What is wanted stands in the name:
///
/// - a key record (`.txt`, `.dns`) is usable, with as many bits as its name begins with, unless the name has `bad`;
/// - a signature holds with one of the keys, unless the name has `bad`: then it cannot be read;
/// - `no_t` has lost the tag `t=` that was signed, and the key of `message.mbox` is not among the samples: there the
///   body holds and no key signed;
/// - a message without a signature gives no outcome.
pub fn dkim(files: &[(String, Vec<u8>)]) -> Report {
    let is_key = |name: &str| name.ends_with(".txt") || name.ends_with(".dns");
    let is_message = |name: &str| [".msg", ".message", ".mbox", ".eml"].iter().any(|end| name.ends_with(end));
    let mut keys: Vec<Vec<u8>> =
        files.iter().filter(|(name, _)| is_key(name)).map(|(_, text)| text.trim_ascii().to_vec()).collect();
    keys.push(RFC_8463_KEY.to_vec());
    let keys = AnyKey(keys);
    let mut report = Report::default();
    for (name, content) in files {
        if is_key(name) {
            key(name, content.trim_ascii(), &mut report);
        } else if is_message(name) || content.windows(15).any(|window| window == b"DKIM-Signature:") {
            message(name, content, &keys, &mut report);
        }
    }
    report
}

fn key(name: &str, text: &[u8], report: &mut Report) {
    let bits = name.split('_').next().and_then(|bits| bits.parse::<usize>().ok());
    let key = KeyRecord::parse(text);
    let got = match &key {
        Ok(key) => format!("key of {} bits", key.key.bits()),
        Err(error) => format!("no key: {error}"),
    };
    let (expected, passed) = match (name.contains("bad"), bits) {
        (true, _) => ("no key".to_owned(), key.is_err()),
        (false, Some(bits)) => (format!("key of {bits} bits"), key.is_ok_and(|key| key.key.bits() == bits)),
        (false, None) => ("key".to_owned(), key.is_ok()),
    };
    report.add(name.to_owned(), expected, got, passed);
}

fn message(name: &str, content: &[u8], keys: &AnyKey, report: &mut Report) {
    let limits = Limits::default();
    let message = Message::split(content, &limits);
    let authors = Authors::of(&message);
    let outcomes = Signatures::of(&message, &authors, &limits).verify(keys, Timestamp::default());
    if outcomes.is_empty() {
        let signed = message.named("DKIM-Signature").count();
        report.add(name.to_owned(), "no signature".to_owned(), format!("{signed} signatures"), signed == 0);
    }
    for (number, outcome) in outcomes.iter().enumerate() {
        let (expected, passed) = expectation(name, outcome);
        let got = format!("{} {:?}", outcome.verdict.name(), outcome.reason);
        report.add(format!("{name}/{}", number + 1), expected.to_owned(), got, passed);
    }
}

fn expectation(name: &str, outcome: &Outcome) -> (&'static str, bool) {
    let unreadable = matches!(outcome.reason, Some(Reason::Unreadable { .. }));
    if name.contains("bad") {
        ("cannot be read", unreadable)
    } else if name.contains("no_t") || name == "message.mbox" {
        ("body holds, no key signed", outcome.body == Holds::Yes && outcome.header == Holds::No)
    } else {
        ("pass", outcome.verdict == Verdict::Pass)
    }
}
