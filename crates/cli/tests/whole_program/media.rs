//! Media files, from bytes to findings, and the posts that show them.

use super::run::Place;
use serde_json::Value;
use std::io::Write;

/// Chunks of a PNG file: name and content.
type Chunk<'c> = (&'c [u8; 4], &'c [u8]);

/// A PNG file with these pixels (grey) and further chunks.
fn png(width: u32, height: u32, grey: impl Fn(f32, f32) -> u8, chunks: &[Chunk<'_>]) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([8, 0, 0, 0, 0]);
    let mut rows = Vec::new();
    for y in 0..height {
        rows.push(0);
        rows.extend((0..width).map(|x| grey(x as f32 / width as f32, y as f32 / height as f32)));
    }
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(&rows).expect("written");
    let packed = packer.finish().expect("whole");
    let all = [&[(b"IHDR", header.as_slice())], chunks, &[(b"IDAT", &packed), (b"IEND", &[])]].concat();
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, content) in all {
        let mut sum = flate2::Crc::new();
        sum.update(name);
        sum.update(content);
        bytes.extend((content.len() as u32).to_be_bytes());
        bytes.extend(name);
        bytes.extend(content);
        bytes.extend(sum.sum().to_be_bytes());
    }
    bytes
}

/// Discs at places without a pattern, others for each seed.
fn discs(seed: u32) -> impl Fn(f32, f32) -> u8 {
    let mut state = seed.wrapping_mul(0x9e37_79b9).wrapping_add(1);
    let mut next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 24) as f32
    };
    let discs: Vec<[f32; 4]> = (0..60).map(|_| [next(), next(), next() / 6.0, next()]).collect();
    move |x, y| {
        let inside = |[across, down, size, _]: &&[f32; 4]| {
            (x - across) * (x - across) + (y - down) * (y - down) < size * size
        };
        (discs.iter().rev().find(inside).map_or(0.5, |disc| disc[3]) * 255.0) as u8
    }
}

const SETTINGS: &[u8] =
    b"parameters\0a pier at night\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 320x240";

fn place() -> Place {
    let place = Place::new();
    let claims_much = {
        let mut bytes = png(8, 8, |_, _| 9, &[]);
        bytes[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
        let mut sum = flate2::Crc::new();
        sum.update(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&sum.sum().to_be_bytes());
        bytes
    };
    let nested = (0..1000).fold(Vec::new(), |inner: Vec<u8>, _| {
        [&(inner.len() as u32 + 8).to_be_bytes(), b"moov".as_slice(), &inner].concat()
    });
    let whole = png(320, 240, discs(3), &[]);
    place
        .file("in/planted.png", png(320, 240, discs(1), &[(b"tEXt", SETTINGS)]))
        .file("in/smaller.png", png(200, 150, discs(1), &[]))
        .file("in/called.jpg", png(320, 240, discs(2), &[]))
        .file("in/cut.png", &whole[..whole.len() / 2])
        .file("in/claims-much.png", claims_much)
        .file("in/nested.mp4", [b"\0\0\0\x10ftypisom\0\0\0\0".as_slice(), &nested].concat())
        .file("in/letter.txt", "No picture.");
    place
}

fn rows(json: &str) -> Vec<Value> {
    serde_json::from_str(json).expect("JSON")
}

fn row<'r>(rows: &'r [Value], name: &str) -> &'r Value {
    rows.iter().find(|row| row["name"] == name).expect("a row")
}

#[cfg(feature = "c2pa")]
#[test]
fn what_files_say_is_listed_with_what_is_odd() {
    let ran = place().run("media in").ok();
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("media_list", ran.all());
    });
}

#[test]
fn nearly_the_same_pictures_have_one_name() {
    let place = place();
    let rows = rows(&place.run("media in --format json").ok().out);
    assert_eq!(row(&rows, "planted.png")["object"], row(&rows, "smaller.png")["object"]);
    assert_ne!(row(&rows, "planted.png")["object"], row(&rows, "called.jpg")["object"]);
    assert_eq!(row(&rows, "called.jpg")["name_fits"], false);
    assert_eq!(row(&rows, "called.jpg")["mime"], "image/png");
    let marks = &row(&rows, "planted.png")["marks"];
    assert!(marks[0].as_str().is_some_and(|mark| mark.ends_with("(parameters, unsigned)")), "{marks}");
    for format in ["jsonl", "csv", "parquet", "xlsx"] {
        let ran = place.command().args(["media", "in", "--format", format]).output().expect("it runs");
        assert!(ran.status.success() && !ran.stdout.is_empty(), "{format}");
    }
}

/// The same bytes for any number of threads.
#[test]
fn a_folder_of_results_does_not_depend_on_threads() {
    let place = place();
    place.run("media in --out one --threads 1 --also csv").ok();
    place.run("media in --out two --threads 4 --also csv").ok();
    let [one, two] = ["one", "two"].map(|folder| {
        let mut files = place.files(folder);
        // The command line stands in the report, and the report's hash in the list of outputs.
        files.retain(|(name, _)| name != "report.html" && name != "run.json");
        files
    });
    assert_eq!(one, two);
    let names: Vec<&str> = one.iter().map(|(name, _)| name.as_str()).collect();
    let expected = [
        "findings.jsonl",
        "media.csv",
        "media.parquet",
        "media_marks.csv",
        "media_marks.parquet",
        "media_reports.jsonl",
        "media_tags.csv",
        "media_tags.parquet",
        "rejects.jsonl",
    ];
    assert_eq!(names, expected);
    let report = place.read("one/report.html");
    for part in ["id=\"media\"", "id=\"pictures\"", "unsigned", "generator_mark@1", "c2pa_manifest@1"] {
        assert!(report.contains(part), "{part}");
    }
}

/// Two accounts show the same picture in two files; posts and files lie in one export.
#[test]
fn accounts_meet_on_nearly_the_same_picture() {
    let message = |id: u32, from: &str, photo: &str, time: u32| {
        format!(
            r#"{{"id":{id},"type":"message","date":"2024-05-01T12:00:10","date_unixtime":"{time}","from":"{from}","from_id":"{from}","photo":"photos/{photo}","text":""}}"#
        )
    };
    let messages = [
        message(1, "user1", "first.png", 1_714_557_610),
        message(2, "user2", "second.png", 1_714_557_620),
        message(3, "user3", "other.png", 1_714_557_630),
    ];
    let talk = format!(
        r#"{{"name":"Quay Talk","type":"public_supergroup","id":77,"messages":[{}]}}"#,
        messages.join(",")
    );
    let place = Place::new();
    place
        .file("talk/result.json", talk)
        .file("talk/photos/first.png", png(320, 240, discs(1), &[(b"tEXt", SETTINGS)]))
        .file("talk/photos/second.png", png(200, 150, discs(1), &[]))
        .file("talk/photos/other.png", png(200, 150, discs(2), &[]));
    let ran = place.run("examine talk --case quay.case --counts-only --also json").ok();
    assert!(ran.err.contains("3 media files."), "{}", ran.err);
    let edges = rows(&place.read("quay.case/out/edges.json"));
    assert_eq!(edges.len(), 1, "{edges:?}");
    assert_eq!(edges[0]["layers"], "media");
    assert_eq!((&edges[0]["account_a"], &edges[0]["account_b"]), (&"user1".into(), &"user2".into()));
    let finding = place
        .read("quay.case/out/findings.jsonl")
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .find(|finding| {
            finding["method"] == "generator_mark" && finding["records"] != Value::Array(Vec::new())
        })
        .expect("a finding about a mark");
    let explained = place.run(&format!("explain quay.case {}", finding["id"].as_str().expect("an id"))).ok();
    assert!(explained.out.contains("media file "), "{}", explained.out);
    assert!(explained.out.contains("Steps: 20, Sampler: Euler a"), "{}", explained.out);
    let again = place.run("examine talk --case quay.case --counts-only --also json").ok();
    assert!(again.err.contains("Nothing has changed"), "{}", again.err);
}

#[test]
fn what_is_no_media_file_is_an_error_with_a_hint() {
    let place = Place::new();
    place.file("letter.txt", "No picture.");
    let ran = place.run("media letter.txt");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no media file that is known") && ran.err.contains("hint: JPEG"), "{}", ran.err);
    place.file("picture.png", png(64, 64, discs(1), &[]));
    let ran = place.run("media picture.png --trust-anchors none.pem");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("opening the anchors"), "{}", ran.err);
}

/// Files with manifests, where they are at hand: states and codes, and an end to what does not end.
#[cfg(feature = "c2pa")]
#[test]
fn manifests_are_checked_within_limits() {
    let Some(data) = std::env::var_os("SCRUTINEER_DATA").map(std::path::PathBuf::from) else {
        return println!("skipped: no data");
    };
    let place = Place::new();
    let names = ["C.jpg", "E-sig-CA.jpg", "XCA.jpg", "cloud.jpg", "ocsp.jpg", "tiff_poc.tiff", "sample1.png"];
    for name in names {
        match std::fs::read(data.join("media").join(name)) {
            Ok(bytes) => place.file(&format!("in/{name}"), bytes),
            Err(_) => return println!("skipped: no data"),
        };
    }
    let ran = place.run("media in --format json --time-limit 8s").ok();
    let rows = rows(&ran.out);
    let check = |name: &str, state: &str, failures: &[&str]| {
        let row = row(&rows, name);
        assert_eq!(row["c2pa"], state, "{row}");
        let found: Vec<&str> =
            row["c2pa_failures"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        assert_eq!(found, failures, "{name}");
    };
    check("C.jpg", "valid", &["signingCredential.untrusted"]);
    check("E-sig-CA.jpg", "invalid", &["signingCredential.untrusted", "claimSignature.mismatch"]);
    check("XCA.jpg", "invalid", &["signingCredential.untrusted", "assertion.dataHash.mismatch"]);
    check("cloud.jpg", "remote", &[]);
    check("sample1.png", "none", &[]);
    check("tiff_poc.tiff", "not_checked", &[]);
    assert!(ran.err.contains("c2pa_time_limit, tiff_poc.tiff"), "{}", ran.err);
    let marks = row(&rows, "ocsp.jpg")["marks"].to_string();
    assert!(marks.contains("trained model") && marks.contains("signed"), "{marks}");
}
