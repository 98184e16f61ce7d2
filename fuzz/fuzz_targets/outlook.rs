//! Any bytes as an Outlook file: no panic, and what comes out is bounded by what went in.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_intake::mail::MailLimits;
use scrutineer_intake::outlook;
use std::io::Cursor;

fuzz_target!(|bytes: &[u8]| {
    outlook::is_message(Cursor::new(bytes));
    for mail_bytes in [150 << 20, 256] {
        let limits = MailLimits { mail_bytes, ..MailLimits::default() };
        let Ok(found) = outlook::read(Cursor::new(bytes), &limits) else { continue };
        let length: usize = found.mails.iter().map(|mail| mail.bytes.len()).sum();
        // UTF-16 grows by half in UTF-8, old code pages to three times; each mail may get a line for want of a header.
        assert!(length <= 3 * bytes.len() + 20 * found.mails.len());
        assert!(found.mails.len() <= 1 + outlook::ATTACHED);
    }
});
