//! Any bytes as a list of tags, a key and a policy: no panic, and spans that lie in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_mail::dkim::KeyRecord;
use scrutineer_mail::dmarc::PolicyRecord;
use scrutineer_mail::tag_list::TagList;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(list) = TagList::parse(bytes) {
        for tag in &list.tags {
            assert_eq!(bytes[tag.span.clone()].trim_ascii(), tag.value);
        }
        assert_eq!(TagList::parse_leniently(bytes), (list, Vec::new()));
    }
    let _ = KeyRecord::parse(bytes);
    let _ = PolicyRecord::parse(bytes);
});
