//! Any text as an article: no panic, and every place that is told lies in it, at character boundaries.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_claims::extract::{Extractor, Mode};
use scrutineer_claims::ledger;

fuzz_target!(|text: &str| {
    let Ok(extractor) = Extractor::built_in() else { return };
    for reading in [ledger::read(extractor, text, None, Mode::Recall), ledger::quotations_only(text)] {
        for entry in &reading.entries {
            let attribution = &entry.attribution;
            let pieces = attribution.source.iter().chain(&attribution.content).chain([&attribution.cue]);
            for piece in pieces.chain(entry.targets.iter().map(|target| &target.range)).chain(&entry.judged.hedges) {
                assert!(text.get(piece.clone()).is_some(), "{piece:?}");
            }
        }
        assert!(reading.dates.iter().all(|date| text.get(date.range.clone()).is_some()));
    }
});
