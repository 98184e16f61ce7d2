//! Any lines behind a right first one, as another office may send them: no panic, and each line is a mail or a problem.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_mail::digest::{Digest, Exporter, Secret, facts};

fuzz_target!(|bytes: &[u8]| {
    let Ok(secret) = Secret::new(b"a secret of two harbours") else { return };
    let lines = || bytes.split(|&b| b == b'\n');
    // As it is: the first line is hardly ever right.
    let _ = Digest::read(lines(), &secret);
    let Ok(header) = Exporter::new(&secret).header() else { return };
    let Ok(digest) = Digest::read(std::iter::once(header.as_bytes()).chain(lines()), &secret) else {
        panic!("the first line is right")
    };
    let written = lines().filter(|line| !line.trim_ascii().is_empty()).count();
    assert_eq!(digest.rows.len() + digest.problems.len(), written);
    let facts = facts(&digest.rows);
    assert!(facts.len() <= digest.rows.len());
    assert!(facts.is_sorted_by(|a, b| a.id < b.id), "each mail once");
});
