//! From a reference back to the bytes, through every container.

use crate::{Fixture, NOW, WHO};
use model::{At, Container, Encoded, RawRef, TransferEncoding};
use scrutineer_case::{CaseError, Excerpt, Incoming, MAX_EXCERPT};
use std::io::Write;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).expect("in memory")
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("in memory");
        writer.write_all(bytes).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}

fn member(name: &str) -> Container {
    Container::Zip(name.into())
}

/// A mail attached to a mail, decoded from a piece of it where `copy` says so.
fn attached(copy: Option<(u64, u64)>) -> Container {
    let encoding = TransferEncoding::Base64;
    Container::Attached { number: 1, copy: copy.map(|(start, end)| Encoded { start, end, encoding }) }
}

fn read(evidence: &[u8], path: Vec<Container>, at: At) -> Result<Excerpt, CaseError> {
    let mut fixture = Fixture::new();
    let no = fixture.case.add_evidence(Incoming::reader(evidence, "evidence"), WHO, NOW).expect("added").no;
    fixture.case.read_bytes(&RawRef { evidence: no, path, at })
}

#[test]
fn every_way_leads_to_the_same_bytes() {
    let text = b"first line\nsecond line\nthird line\n";
    let two_streams = [gzip(&text[..11]), gzip(&text[11..])].concat();
    let two_frames = [zstd(&text[..20]), zstd(&text[20..])].concat();
    let archive = zip(&[("other.csv", b"nothing"), ("a/b.csv", text)]);
    let nested = zip(&[("inner.zip", &archive)]);
    let encoded = b"\n--b\nZmlyc3QgbGluZQpzZWNvbmQgbGluZQp0aGlyZCBsaW5lCg==\n--b";
    let cases: Vec<(&str, Vec<u8>, Vec<Container>)> = vec![
        ("plain", text.to_vec(), vec![]),
        ("gzip", gzip(text), vec![Container::Gzip]),
        ("gzip in two streams", two_streams, vec![Container::Gzip]),
        ("zstd", zstd(text), vec![Container::Zstd]),
        ("zstd in two frames", two_frames, vec![Container::Zstd]),
        ("zip", archive.clone(), vec![member("a/b.csv")]),
        ("gzip in zip", zip(&[("x.gz", &gzip(text))]), vec![member("x.gz"), Container::Gzip]),
        ("zip in gzip", gzip(&archive), vec![Container::Gzip, member("a/b.csv")]),
        ("zip in zip", nested, vec![member("inner.zip"), member("a/b.csv")]),
        ("attached as it is", text.to_vec(), vec![attached(None)]),
        ("attached in base64", encoded.to_vec(), vec![attached(Some((5, 53)))]),
        ("attached in gzip", gzip(encoded), vec![Container::Gzip, attached(Some((5, 53))), attached(None)]),
        ("gzip in zstd", zstd(&gzip(text)), vec![Container::Zstd, Container::Gzip]),
    ];
    for (what, evidence, path) in cases {
        let excerpt = read(&evidence, path.clone(), At::Bytes(11, 22)).expect(what);
        assert_eq!((&excerpt.bytes[..], excerpt.cut), (&b"second line"[..], false), "{what}");
        assert_eq!(
            read(&evidence, path.clone(), At::Bytes(34, 34)).expect(what).bytes,
            b"",
            "{what}: the end"
        );
        for (start, end) in [(30, 35), (35, 36), (9, 3)] {
            let outside = read(&evidence, path.clone(), At::Bytes(start, end));
            assert!(
                matches!(outside, Err(CaseError::OutOfRange { .. })),
                "{what} {start}..{end}: {outside:?}"
            );
        }
    }
}

#[test]
fn long_ranges_are_cut() {
    let long = vec![b'x'; MAX_EXCERPT as usize + 10];
    for (evidence, path) in [(long.clone(), vec![]), (gzip(&long), vec![Container::Gzip])] {
        let excerpt = read(&evidence, path, At::Bytes(1, MAX_EXCERPT + 10)).expect("read");
        assert_eq!((excerpt.bytes.len() as u64, excerpt.cut), (MAX_EXCERPT, true));
    }
}

#[test]
fn what_has_no_bytes_is_said() {
    assert!(matches!(read(b"x", vec![], At::Row(3)), Err(CaseError::NotBytes(At::Row(3)))));
    let cases = [
        (b"not gzip".to_vec(), vec![Container::Gzip]),
        (b"not zstd".to_vec(), vec![Container::Zstd]),
        (b"not zip".to_vec(), vec![member("a")]),
        (zip(&[("a", b"x")]), vec![member("b")]),
        (zip(&[("a", b"x")]), vec![Container::Sheet("Sheet1".into())]),
        (gzip(b"cut off")[..10].to_vec(), vec![Container::Gzip]),
        (gzip(b"deep"), vec![Container::Gzip; 17]),
        (gzip(b"far"), vec![Container::Gzip]),
        (b"eHg=".to_vec(), vec![attached(Some((0, 5)))]),
        (b"eHg=".to_vec(), vec![attached(Some((0, u64::MAX)))]),
    ];
    for (i, (evidence, path)) in cases.into_iter().enumerate() {
        let end = if i == 7 { u64::MAX } else { 1 };
        let result = read(&evidence, path, At::Bytes(0, end));
        assert!(matches!(result, Err(CaseError::Container { .. })), "{i}: {result:?}");
    }
}
