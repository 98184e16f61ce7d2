//! Any text as a policy, any text as a sender: no panic, and a verdict.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_mail::dns::{Answer, DnsView, Record, RecordData, RecordType, Seen, Source, SourceKind};
use scrutineer_mail::domain::DomainName;
use scrutineer_mail::spf::{MAX_STEPS, Query, check};
use scrutineer_model::Timestamp;
use std::net::{IpAddr, Ipv4Addr};

/// The same policy at every name.
struct Everywhere(Vec<u8>);

impl DnsView for Everywhere {
    fn get(&self, name: &DomainName, record_type: RecordType, _: Timestamp) -> Answer {
        let seen = Seen::undated(Source { name: "fuzz".into(), kind: SourceKind::Supplied });
        let data = match record_type {
            RecordType::Txt => RecordData::Txt(self.0.clone()),
            RecordType::Ptr => RecordData::Ptr(name.clone()),
            RecordType::Mx => RecordData::Mx { preference: 1, exchange: Some(name.clone()) },
            _ => return Answer::NoData(seen),
        };
        Answer::Records(vec![Record { name: name.clone(), data, seen }])
    }
}

fuzz_target!(|input: (&[u8], &str)| {
    let (policy, mail_from) = input;
    let dns = Everywhere([b"v=spf1 ", policy].concat());
    let query = Query {
        ip: IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)),
        helo: "mx.a.example",
        mail_from: &format!("{mail_from}@a.example"),
        receiver: None,
        at: Timestamp::default(),
    };
    assert!(check(&query, &dns).steps.len() <= MAX_STEPS);
});
