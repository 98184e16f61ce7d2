//! Any bytes split into records: no panic, and ranges that lie one behind the other.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_intake::table::split::{Dialect, Event, Splitter};

fuzz_target!(|bytes: &[u8]| {
    let mut splitter = Splitter::new(bytes, Dialect { delimiter: b',', newline: b'\n' }, 0, 128, 16);
    let mut last = 0;
    loop {
        match splitter.advance() {
            Event::Record { start, end } => {
                assert!(last <= start && start <= end && end <= bytes.len() as u64);
                last = end;
                let (row, _) = splitter.row(start % 2 == 0);
                assert!(row.cells().map(str::len).sum::<usize>() <= 3 * (end - start) as usize);
            }
            Event::TooLong { start, end } | Event::OpenQuote { start, end } => {
                assert!(last <= start && start <= end);
                last = end;
            }
            Event::Blank => {}
            Event::End => return,
        }
    }
});
