//! Hostile and broken files: whatever can be read is read, the rest is a problem with a code.

mod common;

use common::{read_bytes, shown};
use model::EvidenceNo;
use scrutineer_intake::{Limits, PostSink, ReadOptions, read_from};
use std::io::{Read, Write};

const HEADER: &str = "object_id,account_id,content_id,timestamp_share\n";

fn rows(n: usize) -> String {
    (0..n).fold(HEADER.to_owned(), |text, i| text + &format!("o{i},a{},c{i},{}\n", i % 7, 1_700_000_000 + i))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).expect("memory");
    out.finish().expect("memory")
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).expect("memory");
        out.write_all(bytes).expect("memory");
    }
    out.finish().expect("memory").into_inner()
}

#[test]
fn containers_in_containers() {
    let table = format!("{HEADER}o1,a1,c1,1700000000\n");
    let post = "unknown c1 by a1 at=2023-11-14T22:13:20Z/second/stated objects=:o1";
    let zst = zstd::encode_all(table.as_bytes(), 1).expect("memory");
    assert_eq!(shown(&gzip(table.as_bytes())), format!("== coortweet-csv in gz\n{post}"));
    assert_eq!(shown(&zst), format!("== coortweet-csv in zst\n{post}"));
    assert_eq!(shown(&gzip(&gzip(table.as_bytes()))), format!("== coortweet-csv in gz/gz\n{post}"));
    let archive = zip(&[
        ("b.csv.zst", &zst),
        ("__MACOSX/._a.csv", b"\0"),
        (".hidden", b"x"),
        ("a.csv", table.as_bytes()),
        ("note.pdf", b"%PDF-1.7 \0"),
    ]);
    assert_eq!(
        shown(&archive),
        format!(
            "== coortweet-csv in zip:a.csv\n{post}\n== coortweet-csv in zip:b.csv.zst/zst\n{post}\n== unreadable in zip:note.pdf\npassedover not_understood: could not understand `test > note.pdf`: it looks like a pdf document (export the data as csv, xlsx, json or parquet and give that file)\n== unreadable\nnote hidden_members: 1 hidden files of the archive were not read: their names begin with a dot"
        )
    );
}

#[test]
fn the_hash_is_that_of_the_whole_file() {
    for bytes in [rows(10).into_bytes(), gzip(rows(10).as_bytes()), zip(&[("a.csv", rows(10).as_bytes())])] {
        let (_, report) = read_bytes(&bytes, &ReadOptions::default());
        let report = report.expect("readable");
        assert_eq!(report.sha256, model::Sha256::of(&bytes));
        assert_eq!(report.bytes, bytes.len() as u64);
        let mut file = tempfile::NamedTempFile::new().expect("temporary file");
        file.write_all(&bytes).expect("disk");
        assert_eq!(scrutineer_intake::hash_file(file.path()).expect("readable").0, report.sha256);
        let mut sink = common::Recorder::default();
        let again = scrutineer_intake::read(file.path(), EvidenceNo(1), &ReadOptions::default(), &mut sink);
        assert_eq!(again.expect("readable").sha256, report.sha256);
    }
}

#[test]
fn a_cut_file_gives_what_it_holds_and_says_so() {
    let table = rows(50_000);
    let zst = zstd::encode_all(table.as_bytes(), 1).expect("memory");
    for bytes in [gzip(table.as_bytes()), zst, zip(&[("a.csv", table.as_bytes())])] {
        let (sink, report) = read_bytes(&bytes[..bytes.len() * 2 / 3], &ReadOptions::default());
        report.expect("partly readable");
        assert!(sink.posts > 1_000, "{} posts", sink.posts);
        assert!(sink.posts < 50_000);
        assert!(
            sink.codes.iter().all(|c| ["truncated", "truncated_record", "damaged"].contains(c)),
            "{:?}",
            sink.codes
        );
        assert!(sink.codes.contains(&"truncated"), "{:?}", sink.codes);
    }
    assert!(shown(&gzip(b"")[..5]).starts_with("== unreadable in gz\nstop truncated"));
}

#[test]
fn bombs_are_left_alone() {
    let limits = Limits { expansion: 20, expansion_floor: 1 << 20, ..Limits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let mut table = rows(10);
    table.push_str(&"o,a,c,1700000000\n".repeat(1 << 19));
    for bytes in [gzip(table.as_bytes()), zip(&[("a.csv", table.as_bytes())]), gzip(&gzip(table.as_bytes()))]
    {
        let (sink, report) = read_bytes(&bytes, &options);
        report.expect("partly readable");
        assert!(sink.codes.contains(&"expands_too_much"), "{:?}", sink.codes);
        assert!(sink.posts > 10, "nothing already read is lost");
    }
}

#[test]
fn containers_in_containers_share_what_they_may_unpack_to() {
    let limits = Limits { expansion: 20, expansion_floor: 1 << 20, ..Limits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let mut table = rows(10);
    table.push_str(&"\n".repeat(900 << 10));
    // Each of them alone is within the limits.
    let (small, inner) = (gzip(table.as_bytes()), zip(&[("a.csv", table.as_bytes())]));
    assert!(read_bytes(&small, &options).0.codes.is_empty());
    for member in [&small, &inner] {
        let names: Vec<String> = (0..50).map(|n| format!("{n:02}")).collect();
        let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &member[..])).collect();
        let (sink, report) = read_bytes(&zip(&members), &options);
        report.expect("partly readable");
        assert_eq!(sink.codes, ["expands_too_much", "expands_too_much"], "{:?}", sink.lines);
        assert_eq!(sink.posts, 20, "what was read before is kept");
        assert!(
            sink.lines.last().is_some_and(|line| line.contains("48 of 50 files were left")),
            "{:?}",
            sink.lines
        );
    }
}

#[test]
fn names_of_members_are_labels_only() {
    let post = |n| format!("unknown c1 by a{n} at=2023-11-14T22:13:20Z/second/stated objects=:o1");
    let table = |n: usize| format!("{HEADER}o1,a{n},c1,1700000000\n");
    let archive = zip(&[("../../a.csv", table(1).as_bytes()), ("./b.csv", table(2).as_bytes())]);
    assert_eq!(
        shown(&archive),
        format!(
            "== coortweet-csv in zip:../../a.csv\n{}\n== coortweet-csv in zip:./b.csv\n{}",
            post(1),
            post(2)
        )
    );
    assert_eq!(
        shown(&zip(&[(".a.csv", b"x")])),
        "== unreadable\nnote hidden_members: 1 hidden files of the archive were not read: their names begin with a dot\n== unreadable\nstop no_members: the archive holds hidden files only"
    );
    // Two members of one name: packed and stored; of three bytes in the name one tells them apart until it is changed.
    for method in [zip::CompressionMethod::Deflated, zip::CompressionMethod::Stored] {
        let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, n) in [("1.csv", 1), ("2.csv", 2), ("3.csv", 3)] {
            let options = zip::write::SimpleFileOptions::default().compression_method(method);
            out.start_file(name, options).expect("memory");
            out.write_all(table(n).as_bytes()).expect("memory");
        }
        let mut archive = out.finish().expect("memory").into_inner();
        for name in [b"2.csv", b"3.csv"] {
            while let Some(at) = archive.windows(5).position(|window| window == name) {
                archive[at] = b'1';
            }
        }
        let one = |n| format!("== coortweet-csv in zip:1.csv\n{}", post(n));
        assert_eq!(shown(&archive), [one(1), one(2), one(3)].join("\n"));
    }
}

#[test]
fn a_cut_archive_that_was_written_as_a_stream_gives_what_it_holds() {
    let mut out = zip::ZipWriter::new_stream(Vec::new());
    for name in ["a.csv", "b.csv"] {
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory");
        out.write_all(rows(5_000).as_bytes()).expect("memory");
    }
    let bytes = out.finish().expect("memory").into_inner();
    // The directory is missing; then half of the second file.
    let (sink, _) = read_bytes(&bytes[..bytes.len() - 60], &ReadOptions::default());
    assert_eq!((sink.posts, sink.codes), (10_000, vec!["truncated"]));
    let (sink, _) = read_bytes(&bytes[..bytes.len() * 3 / 4], &ReadOptions::default());
    assert!(sink.posts > 6_000 && sink.posts < 10_000, "{} posts", sink.posts);
    assert_eq!(sink.codes, ["truncated_record", "truncated", "truncated"]);
}

#[test]
fn headers_longer_than_what_is_looked_at() {
    let names: Vec<String> = (0..3_000).map(|n| format!("a_column_with_a_very_long_name_{n}")).collect();
    let table =
        format!("{},{}\no1,a1,c1,1700000000,{}\n", HEADER.trim_end(), names.join(","), "x,".repeat(2_999));
    let (sink, report) = read_bytes(table.as_bytes(), &ReadOptions::default());
    report.expect("readable");
    assert_eq!((sink.posts, sink.rejects), (1, 0), "{:?}", sink.lines);
    let wide = format!("{},{}\n", HEADER.trim_end(), "x,".repeat(5_000));
    assert_eq!(
        shown(wide.as_bytes()),
        "error: could not understand `test`: it looks like a table of more than 4096 columns"
    );
}

#[test]
fn zeros_and_line_ends_of_other_kinds_in_texts() {
    let post = |id: &str| format!("unknown {id} by a1 at=2023-11-14T22:13:20Z/second/stated objects=:o1");
    assert_eq!(
        shown(format!("{HEADER}o1,a1,c1,1700000000\n\0\0\0,,,\no1,a1,c2,1700000000\n").as_bytes())
            .lines()
            .next_back(),
        Some(post("c2").as_str())
    );
    let old = format!("{HEADER}\"o1\",a1,c1,1700000000\n\"o\n1\",a1,c2,1700000000\n");
    let old = old.replace("\n1", "|").replace('\n', "\r").replace('|', "\n1");
    assert!(shown(old.as_bytes()).contains(&post("c1")), "{}", shown(old.as_bytes()));
}

#[test]
fn files_that_are_no_posts() {
    let check = |bytes: &[u8], expected: &str| assert_eq!(shown(bytes), expected);
    check(b"", "error: `test` is empty (0 bytes)");
    check(b"%PDF-1.4\n1 0 obj", "error: could not understand `test`: it looks like a PDF document");
    check(
        b"\x7fELF\x02\x01\x01\0\0",
        "error: could not understand `test`: it looks like an executable program",
    );
    check(
        b"one word\n",
        "error: could not understand `test`: it looks like text that is neither a table nor JSON",
    );
    let (_, report) = read_bytes(b"%PDF-1.4", &ReadOptions::default());
    assert!(report.expect_err("no posts").hint().expect("a hint").contains("CSV"));
    let missing = scrutineer_intake::hash_file("/nowhere/at/all".as_ref()).expect_err("missing");
    assert!(missing.to_string().starts_with("could not open `/nowhere/at/all`"));
    assert!(missing.hint().is_some());
}

#[test]
fn rows_gone_wrong_are_rejected_one_by_one() {
    let table = format!(
        "{HEADER}o1,a1,c1,1700000000\nshifted,o1,a1,c1,1700000000\no1,,c1,1700000000\no1,a1,c1,\no1,a1,c1,30000-01-01\n,,,\no1,a1,9.1E+17,1700000000\no1,a1,12.0,1700000000\nNA,a1,c2,1700000000\n\"open,a1,c1,1\no1,a1,c3,1700000000\n"
    );
    let codes: Vec<_> = read_bytes(table.as_bytes(), &ReadOptions::default()).0.codes;
    assert_eq!(
        codes,
        [
            "wrong_field_count",
            "missing_account",
            "missing_time",
            "bad_time",
            "id_damaged",
            "id_repaired",
            "quote_not_closed"
        ]
    );
    let report = read_bytes(table.as_bytes(), &ReadOptions::default()).1.expect("readable");
    let counts = report.streams[0].counts;
    assert_eq!(
        (counts.records, counts.posts, counts.skipped, counts.rejects, counts.notes),
        (11, 4, 1, 6, 1)
    );
}

#[test]
fn a_giant_line_costs_one_reject() {
    let giant = 40u64 << 20;
    let input =
        HEADER.as_bytes().chain(std::io::repeat(b'x').take(giant)).chain(&b"\no1,a1,c1,1700000000\n"[..]);
    let mut sink = common::Recorder::default();
    let report =
        read_from("giant", input, EvidenceNo(0), &ReadOptions::default(), &mut sink).expect("readable");
    assert_eq!((sink.posts, sink.codes), (1, vec!["record_too_long"]));
    assert_eq!(report.bytes, giant + 48 + 21);
}

#[test]
fn encodings() {
    let table = "author,text,date\nann,caf\u{e9} \u{4e16},2024-05-01\n";
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(table.encode_utf16().flat_map(u16::to_le_bytes));
    let post = "unknown  by ann at=2024-05-01T00:00:00Z/day/stated text=café 世";
    // With its mark and without.
    for utf16 in [&utf16[..], &utf16[2..]] {
        assert_eq!(
            shown(utf16),
            format!(
                "== guessed-csv\nnote transcoded: the file is utf-16; places are counted in its text as utf-8\n{post}"
            )
        );
    }
    let line = "{\"user\":\"ann\",\"date\":\"2024-05-01\",\"text\":\"café\"}";
    assert_eq!(
        shown(format!("\u{feff}{line}").as_bytes()),
        "== json\nunknown  by ann at=2024-05-01T00:00:00Z/day/stated text=café"
    );
    assert_eq!(shown(format!("\u{feff}{table}").as_bytes()), format!("== guessed-csv\n{post}"));
    assert_eq!(
        shown(b"author,text,date\nann,caf\xe9,2024-05-01\n"),
        "== guessed-csv\nunknown  by ann at=2024-05-01T00:00:00Z/day/stated text=café\nnote invalid_utf8: the row holds bytes that are no utf-8; it was read as windows-1252"
    );
    assert_eq!(
        shown(b"author,text,date\nann,caf\xc3\xa9,2024-05-01\nbob,b\xff,2024-05-01\n"),
        "== guessed-csv\nunknown  by ann at=2024-05-01T00:00:00Z/day/stated text=café\nunknown  by bob at=2024-05-01T00:00:00Z/day/stated text=b\u{fffd}\nnote invalid_utf8: the row holds bytes that are no utf-8; these became u+fffd"
    );
}

#[test]
fn a_sink_that_fails_stops_the_reading() {
    struct Full;
    impl PostSink for Full {
        fn source(&mut self, _: &scrutineer_intake::Source) -> Result<(), scrutineer_intake::SinkError> {
            Ok(())
        }
        fn post(&mut self, _: &model::Post<'_>) -> Result<(), scrutineer_intake::SinkError> {
            Err("disk full".into())
        }
        fn problem(&mut self, _: model::Problem) -> Result<(), scrutineer_intake::SinkError> {
            Ok(())
        }
    }
    let failed = read_from("t", rows(3).as_bytes(), EvidenceNo(0), &ReadOptions::default(), &mut Full);
    assert!(matches!(failed, Err(scrutineer_intake::IntakeError::Sink(_))));
}
