//! Any bytes as a message: no panic, parts that tile the input, authors that point into it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_mail::{author::Authors, limits::Limits, message::Message};

fuzz_target!(|bytes: &[u8]| {
    for limits in
        [Limits::default(), Limits { header_bytes: 64, fields: 4, message_bytes: 256, ..Limits::default() }]
    {
        let message = Message::split(bytes, &limits);
        let mut spans: Vec<_> = message.fields.iter().map(|f| f.span.clone()).collect();
        spans.extend(message.strays.iter().map(|s| s.span.clone()));
        spans.sort_by_key(|span| span.start);
        let mut at = 0;
        for span in spans {
            assert!(span.start == at && span.end > at);
            at = span.end;
        }
        assert_eq!(at, message.header.end);
        assert!(message.body.start >= at && message.body.end == bytes.len());
        for reading in Authors::of(&message).readings {
            assert!(reading.span.end <= bytes.len());
        }
    }
});
