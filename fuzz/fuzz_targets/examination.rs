//! Any bytes as a mail, examined with nothing on file: no panic, statements that rest on its bytes, and nothing that is
//! verified.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_mail::campaign::Facts;
use scrutineer_mail::dns::Zone;
use scrutineer_mail::examination::{Context, examine};
use scrutineer_mail::intel::Intel;
use scrutineer_mail::limits::Limits;
use scrutineer_mail::message::Message;
use scrutineer_mail::trace::{Level, Own};
use scrutineer_model::Timestamp;

fuzz_target!(|bytes: &[u8]| {
    let context = Context {
        own: &Own::default(),
        trusted_sealers: &[],
        dns: &Zone::default(),
        intel: &Intel::default(),
        limits: Limits::default(),
        now: Timestamp(1_764_000_000_000_000),
    };
    let message = Message::split(bytes, &context.limits);
    let examination = examine(&message, &context);
    for statement in &examination.ladder {
        assert!(statement.level < Level::R4, "no key is on file: {statement:?}");
        assert!(statement.basis.iter().all(|span| bytes.get(span.clone()).is_some()));
    }
    assert!(examination.damage.iter().all(|damage| damage.first <= bytes.len()));
    if let Ok(origin) = &examination.trace.origin {
        assert!(!examination.trace.could_be_senders(&origin.bytes));
    }
    let (facts, _) = Facts::of_mail(String::new(), &message, &examination, &context.limits);
    assert!(facts.keys.is_empty());
});
