//! Perceptual hashes of any bytes that begin like a picture.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_media::{Source, detect, hash};
use std::io::Cursor;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut file) = Source::new(Cursor::new(bytes)) else { return };
    if let Some(kind) = file.head().ok().and_then(|head| detect(&head)) {
        let _ = hash(&mut file, kind);
    }
});
