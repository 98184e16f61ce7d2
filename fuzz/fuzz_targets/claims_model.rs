//! Any bytes as a model file: refused by name, or sections within them, of which a whole model reads a text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_claims::extract::{Extractor, Mode};
use scrutineer_claims::{ledger, model_file};

fuzz_target!(|bytes: &[u8]| {
    let bytes = model_file::Bytes::from(bytes.to_vec());
    let Ok(sections) = model_file::read(&bytes) else { return };
    assert!(sections.values().map(|section| section.len()).sum::<usize>() <= bytes.len());
    if let Ok(extractor) = Extractor::read(bytes) {
        ledger::read(&extractor, "“No,” the mayor said on Monday.", None, Mode::Recall);
    }
});
