//! Pieces, size and metadata of any bytes that begin like a media file, and the marks in them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_media::{Source, detect, form};
use scrutineer_provenance::c2pa::Report;
use scrutineer_provenance::{marks, metadata};
use std::io::Cursor;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut file) = Source::new(Cursor::new(bytes)) else { return };
    let Some(kind) = file.head().ok().and_then(|head| detect(&head)) else { return };
    let form = form(&mut file, kind);
    let said = metadata::read(&mut file, kind, &form);
    for entry in &said.entries {
        assert!(entry.start <= entry.end && entry.end <= bytes.len() as u64);
    }
    let _ = marks::marks(&said.entries, &Report::default());
});
