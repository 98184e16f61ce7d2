//! Any text as a time: no panic, and what is plausible prints.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_intake::value::time::{DayOrder, TimeStyle, Zone, parse};

fuzz_target!(|text: &str| {
    let local = TimeStyle { zone: Zone::parse("Europe/Berlin").unwrap_or(Zone::UTC), order: DayOrder::DayFirst };
    for style in [TimeStyle::default(), local] {
        if let Some((at, _)) = parse(text, &style)
            && at.is_plausible()
        {
            assert!(!at.rfc3339().ends_with("µs"));
        }
    }
});
