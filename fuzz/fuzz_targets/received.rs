//! Any bytes as the value of a Received field: no panic, parts that lie in it, and an origin that no lines below change.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_mail::limits::Limits;
use scrutineer_mail::message::Message;
use scrutineer_mail::trace::{Own, Received, Trace, parse_ip};

const BELOW: &[u8] = b"\r\nReceived: from a.invented.example ([203.0.113.66]) by mx.county.example; soon\r\n\r\n";

fuzz_target!(|bytes: &[u8]| {
    let line = Received::parse(bytes, 0);
    for part in [&line.from_claimed, &line.from_name, &line.by_host, &line.protocol, &line.id].into_iter().flatten() {
        assert!(part.span.end <= bytes.len());
    }
    if let Some(ip) = &line.from_ip {
        assert_eq!(parse_ip(&bytes[ip.span.clone()]), Some(ip.ip));
    }
    let origin = |below: &[u8]| {
        let message = [b"Received: ", bytes, below].concat();
        Trace::of(&Message::split(&message, &Limits::default()), &Own::default()).origin
    };
    // Bytes with an empty line in them end the header themselves.
    if let Ok(alone) = origin(b"\r\n\r\n") {
        assert_eq!(origin(BELOW), Ok(alone));
    }
});
