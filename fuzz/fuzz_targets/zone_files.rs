//! Any bytes as a file of records, in each of the three forms: no panic, and answers to questions.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_mail::dns::{DnsView, FileFacts, RecordType, Source, SourceKind, Zone};
use scrutineer_mail::domain::DomainName;
use scrutineer_model::Timestamp;

fuzz_target!(|bytes: &[u8]| {
    let facts = FileFacts::of(Source { name: "fuzz".into(), kind: SourceKind::Supplied });
    let Ok(name) = DomainName::parse("a.example") else { return };
    for zone in
        [Zone::from_yaml(bytes, &facts), Zone::from_json(bytes, &facts), Zone::from_master(bytes, &facts)]
            .into_iter()
            .flatten()
    {
        for record_type in RecordType::ALL {
            let _ = zone.get(&name, record_type, Timestamp::default());
        }
    }
});
