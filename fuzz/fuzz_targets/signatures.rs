//! Any bytes as the fields of signed and sealed mail: no panic, and a verdict for each signature.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_mail::author::Authors;
use scrutineer_mail::dkim::Signatures;
use scrutineer_mail::dns::{Answer, DnsView, Record, RecordData, RecordType, Seen, Source, SourceKind};
use scrutineer_mail::domain::DomainName;
use scrutineer_mail::limits::Limits;
use scrutineer_mail::message::Message;
use scrutineer_mail::{arc, dmarc};
use scrutineer_model::Timestamp;

/// The same text at every name.
struct Everywhere(Vec<u8>);

impl DnsView for Everywhere {
    fn get(&self, name: &DomainName, _: RecordType, _: Timestamp) -> Answer {
        let seen = Seen::undated(Source { name: "fuzz".into(), kind: SourceKind::Supplied });
        Answer::Records(vec![Record { name: name.clone(), data: RecordData::Txt(self.0.clone()), seen }])
    }
}

fuzz_target!(|input: (&[u8], &[u8])| {
    let (record, mail) = input;
    let (dns, limits, at) = (Everywhere(record.to_vec()), Limits::default(), Timestamp::default());
    let mail = [b"DKIM-Signature: v=1; a=rsa-sha256; ".as_slice(), mail].concat();
    let message = Message::split(&mail, &limits);
    let authors = Authors::of(&message);
    let outcomes = Signatures::of(&message, &authors, &limits).verify(&dns, at);
    assert_eq!(outcomes.len(), message.named("DKIM-Signature").count());
    let chain = arc::validate(&message, &limits, &dns, at);
    assert!(chain.sets.len() <= limits.arc_sets);
    let inputs = dmarc::Inputs { authors: &authors, spf: None, dkim: &outcomes, at };
    assert!(dmarc::evaluate(&inputs, &dns).len() <= authors.readings.len());
});
