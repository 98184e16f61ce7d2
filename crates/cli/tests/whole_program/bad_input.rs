//! Broken and hostile files through the binary: a clear message or counted rejects, never a panic.

use super::run::{Place, Ran, SHARES};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

/// Fails when the program panicked, whatever else it did.
#[track_caller]
fn calm(ran: Ran) -> Ran {
    assert!(!ran.err.contains("panicked"), "{}", ran.all());
    assert!(matches!(ran.code, 0 | 2), "{}", ran.all());
    ran
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

/// Many rows, so that a file that is cut still holds whole ones.
fn many_rows(n: usize) -> String {
    let mut rows = String::from("post_id,account_id,created_at,urls\n");
    for i in 0..n {
        rows.push_str(&format!(
            "{i},account{},2024-05-01T10:00:{:02}Z,https://a.example/{}\n",
            i * 7919 % 501,
            i % 60,
            i * 31 % 997
        ));
    }
    rows
}

#[test]
fn a_truncated_archive_keeps_what_came_before() {
    let place = Place::new();
    let whole = gzip(many_rows(5000).as_bytes());
    place.file("posts.csv.gz", &whole[..whole.len() * 2 / 3]);
    let ran = calm(place.run("coordination posts.csv.gz")).ok();
    assert!(ran.err.contains("reading stopped: 1 truncated"), "{}", ran.err);
    assert!(ran.err.contains("cut short"), "{}", ran.err);
    assert!(ran.err.contains("actions on objects"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn what_comes_through_a_pipe_is_read_like_a_file() {
    let place = Place::new();
    place.file(
        "other.csv",
        "post_id,account_id,created_at,urls\n9,nils,2024-05-01T10:00:00Z,https://b.example/1\n",
    );
    let pipe = place.path("posts.csv");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("a pipe").success());
    let writer = std::thread::spawn(move || std::fs::write(pipe, SHARES));
    let ran = calm(place.run("coordination posts.csv other.csv")).ok();
    writer.join().expect("no panic").expect("read to the end");
    assert!(ran.out.contains("ida"), "{}", ran.all());
}

#[cfg(unix)]
#[test]
fn one_bad_entry_of_a_folder_stops_nothing() {
    let place = Place::new();
    place.file("posts/posts.csv", SHARES);
    std::os::unix::fs::symlink("nowhere", place.path("posts/gone.csv")).expect("a link");
    std::os::unix::fs::symlink(".", place.path("posts/again")).expect("a link");
    let ran = calm(place.run("coordination posts")).ok();
    assert!(ran.out.contains("ida"), "{}", ran.all());
    assert!(ran.err.contains("gone.csv"), "{}", ran.err);
}

#[test]
fn a_zip_bomb_is_left_where_it_grows() {
    let place = Place::new();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(SHARES.as_bytes()).expect("in memory");
    let zeros = vec![b'0'; 1 << 20];
    for _ in 0..300 {
        encoder.write_all(&zeros).expect("in memory");
    }
    place.file("bomb.csv.gz", encoder.finish().expect("in memory"));
    let ran = calm(place.run("coordination bomb.csv.gz")).ok();
    assert!(ran.err.contains("expands_too_much") || ran.err.contains("record_too_long"), "{}", ran.err);
    assert!(ran.out.contains("ida"), "what came before is kept: {}", ran.all());
}

#[test]
fn a_long_line_is_one_reject() {
    let place = Place::new();
    let long = "x".repeat(20 << 20);
    let (head, tail) = SHARES.split_at(SHARES.find("3,ida").expect("a row"));
    place.file("posts.csv", format!("{head}9,long,2024-05-01T10:00:00Z,{long},\n{tail}"));
    let ran = calm(place.run("coordination posts.csv")).ok();
    assert!(ran.err.contains("rejected: 1 record_too_long"), "{}", ran.err);
    assert!(ran.out.contains("ida"), "{}", ran.all());
}

#[test]
fn damaged_values_are_refused_by_name() {
    let place = Place::new();
    for (code, row) in [
        ("id_damaged", "1.70E+18,ida,2024-05-01T10:00:00Z,https://a.example/1"),
        ("id_damaged", "1704157600000000000.0,ida,2024-05-01T10:00:00Z,https://a.example/1"),
        ("bad_time", "7,ida,30000-05-01T10:00:00Z,https://a.example/1"),
        ("wrong_field_count", "7,ida"),
        ("missing_account", "7,,2024-05-01T10:00:00Z,https://a.example/1"),
        ("missing_time", "7,ida,,https://a.example/1"),
    ] {
        place.file("posts.csv", format!("{}{row}\n", many_rows(20)));
        let ran = calm(place.run("coordination posts.csv")).ok();
        assert!(ran.err.contains(&format!("rejected: 1 {code}")), "{row}: {}", ran.all());
    }
}

#[test]
fn broken_text_and_broken_json_are_counted() {
    let place = Place::new();
    let mut bytes = SHARES.as_bytes().to_vec();
    let at = SHARES.find("See here").expect("a text");
    bytes[at] = 0xff;
    place.file("posts.csv", &bytes);
    let ran = calm(place.run("inspect posts.csv"));
    assert_eq!(ran.code, 0, "{}", ran.all());

    let post = |id: u32| {
        format!(
            r#"{{"id":"{id}","author_id":"{id}","text":"t","created_at":"2024-05-01T10:00:00.000Z","conversation_id":"{id}"}}"#
        )
    };
    let nested = "[".repeat(100_000);
    place.file("posts.jsonl", format!("{}\n{{\"id\": 12\n{nested}\n{}\n", post(100), post(101)));
    let ran = calm(place.run("inspect posts.jsonl")).ok();
    assert!(ran.out.contains("2 posts") && ran.out.contains("2 rejected"), "{}", ran.out);
}

#[test]
fn anything_at_all_is_answered_calmly() {
    let place = Place::new();
    let pieces: [&[u8]; 12] = [
        b"",
        b"\n",
        b"\xef\xbb\xbf",
        b"{",
        b"[]",
        b"[{}]",
        b"PK\x03\x04",
        b"PAR1PAR1",
        b"\x1f\x8b\x08",
        b"\x28\xb5\x2f\xfd",
        b"a,b\n\"",
        b"\xff\xfea\0,\0",
    ];
    for (i, piece) in pieces.iter().enumerate() {
        let name = format!("piece{i}");
        place.file(&name, piece);
        let ran = calm(place.run(&format!("coordination {name}")));
        assert!(ran.code == 0 || ran.err.starts_with("error: "), "{}", ran.all());
        calm(place.run(&format!("inspect {name}")));
    }
}

/// The same code costs one post, and of another only what it answers.
#[test]
fn what_is_noted_is_not_counted_as_rejected() {
    let place = Place::new();
    let tweet = |id: &str, answered: &str| {
        format!(
            r#"{{"id":{id},"author_id":"1","text":"t","created_at":"2024-05-01T10:00:00.000Z","conversation_id":"1","referenced_tweets":[{{"type":"replied_to","id":{answered}}}]}}"#
        ) + "\n"
    };
    place.file(
        "posts.jsonl",
        [tweet("1.7e18", "5"), tweet("\"7\"", "1.7e18"), tweet("\"8\"", "1.7e18")].concat(),
    );
    let ran = calm(place.run("coordination posts.jsonl --counts-only --layers reply")).ok();
    assert!(
        ran.err.contains("noted: 2 id_damaged") && ran.err.contains("rejected: 1 id_damaged"),
        "{}",
        ran.err
    );
}

#[test]
fn that_no_post_could_be_used_is_no_finding() {
    let place = Place::new();
    let dated = "object_id,account_id,content_id,timestamp_share\na,ida,1,someday\na,jon,2,never\n";
    place.file("dated.csv", dated).file("posts.csv", SHARES);
    let check = |args: &str, expected: &str| {
        let ran = calm(place.run(args));
        assert!(ran.code == 2 && ran.err.starts_with(&format!("error: {expected}")), "{args}: {}", ran.all());
        assert!(ran.err.contains("hint: "), "{args}: {}", ran.all());
    };
    check("coordination dated.csv", "no post could be used: 2 rejected bad_time, such as dated.csv, byte ");
    check("coordination dated.csv --out results", "no post could be used: 2 rejected bad_time, such as ");
    check(
        "coordination posts.csv --default-platform x --platform telegram",
        "all 5 posts were left out by --platform telegram (no post has the platform telegram: there are x)",
    );
    check(
        "coordination posts.csv --since 2025-01-01",
        "all 5 posts were left out by --since 2025-01-01T00:00:00Z",
    );
    // Other lenses have their part: the run goes on, and says it.
    let ran = calm(place.run("examine dated.csv --case a.case")).ok();
    assert!(ran.err.contains("No post could be used: 2 rejected bad_time"), "{}", ran.err);
    assert!(!ran.err.contains("No two accounts"), "{}", ran.err);
    assert!(place.read("a.case/out/report.html").contains("No post could be used"));
}

#[test]
fn platforms_are_asked_for_by_any_of_their_names() {
    let place = Place::new();
    place.file("posts.csv", SHARES);
    let ran = calm(place.run("coordination posts.csv --default-platform Twitter --platform twitter,vk")).ok();
    assert!(
        ran.err.contains("0 left out by --platform twitter,vk (no post has the platform vk: there are x)"),
        "{}",
        ran.err
    );
    assert!(ran.out.contains("x/ida"), "{}", ran.out);
}

/// Whoever is sent to `inspect` is shown more there than the same error.
#[test]
fn what_no_mapping_fits_is_shown_by_inspect() {
    let place = Place::new();
    place.file("odd.json", r#"{"payload":"p","who":{"nobody":"a"},"ts":1714564800}"#);
    let ran = calm(place.run("coordination odd.json"));
    assert!(
        ran.err.contains("the mapping `guessed for odd.json`") && ran.err.contains("scrutineer inspect"),
        "{}",
        ran.err
    );
    let ran = calm(place.run("inspect odd.json")).ok();
    assert!(
        ran.out.contains("who.nobody") && ran.out.contains("# no column is known to hold the account"),
        "{}",
        ran.out
    );
    // A case keeps it under its hash, and calls it by its name.
    place.file("posts.csv", SHARES);
    let ran = calm(place.run("examine odd.json posts.csv --case a.case")).ok();
    assert!(ran.err.contains("the mapping `guessed for odd.json`"), "{}", ran.err);
}

#[test]
fn what_is_no_evidence_of_posts_is_passed_over_and_said() {
    let place = Place::new();
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0";
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [("posts.csv", SHARES.as_bytes()), ("photo.png", png)] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("in memory");
        archive.write_all(bytes).expect("in memory");
    }
    place.file("all.zip", archive.finish().expect("in memory").into_inner()).file("photo.png", png);
    let ran = calm(place.run("coordination all.zip")).ok();
    assert!(ran.err.contains("passed over: 1 not_understood") && !ran.err.contains("stopped"), "{}", ran.err);
    let ran = calm(place.run("coordination photo.png"));
    assert!(ran.code == 2 && ran.err.contains("`scrutineer media`"), "{}", ran.all());
    let ran = calm(place.run("examine photo.png --case a.case")).ok();
    assert!(ran.err.contains("No posts, mails or articles were read."), "{}", ran.err);
}
