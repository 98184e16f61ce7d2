//! Any bytes as a mail with mails attached: no panic, and pieces that lie behind each other in its body.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_mail::content::attached;
use scrutineer_mail::limits::Limits;
use scrutineer_mail::message::Message;

fuzz_target!(|bytes: &[u8]| {
    for limits in [Limits::default(), Limits { parts: 3, depth: 2, header_bytes: 64, ..Limits::default() }] {
        let message = Message::split(bytes, &limits);
        let mut at = message.body.start;
        for found in attached(&message, &limits).mails {
            assert!(at <= found.span.start && found.span.start < found.span.end && found.span.end <= bytes.len());
            at = found.span.end;
            if let Some(encoding) = found.encoding {
                assert!(encoding.decode(&bytes[found.span]).len() <= bytes.len());
            }
        }
    }
});
