//! Any bytes as the parts of a mail: no panic, within the limits, and a form for comparing that is its own.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_mail::content::{Addressees, Content, MAX_LINKS, MAX_TEXT};
use scrutineer_mail::{limits::Limits, message::Message};

fuzz_target!(|bytes: &[u8]| {
    for limits in
        [Limits::default(), Limits { parts: 4, depth: 2, header_bytes: 64, message_bytes: 512, ..Limits::default() }]
    {
        let message = Message::split(bytes, &limits);
        let content = Content::of(&message, &limits);
        assert!(content.parts <= limits.parts);
        assert!(content.text.len() <= 3 * MAX_TEXT);
        assert!(content.link_domains.len() <= MAX_LINKS);
        assert!(content.flaws.is_sorted());
        let addressees = Addressees::of(&message);
        let comparable = content.comparable(&addressees);
        let again = Content { text: comparable.clone(), ..Content::default() };
        assert_eq!(again.comparable(&addressees), comparable);
    }
});
