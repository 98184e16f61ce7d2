//! A case of posts and mails: each lens reads its own, and all of it stands in one report.

use super::mail::{MAIL, ZONE};
use super::run::{Place, SHARES, TALK};
use std::io::Write;

const OPTIONS: &str = "--own-host .county.example --dns zone.txt --counts-only --now 2025-01-01";

fn place() -> Place {
    let place = Place::new();
    let other = MAIL.replace("203.0.113.7", "203.0.113.8").replace("14:02", "15:02");
    place
        .file("quay/posts.csv", SHARES)
        .file("quay/result.json", TALK)
        .file("quay/one/1.eml", MAIL)
        .file("quay/two/1.eml", other)
        .file("zone.txt", ZONE);
    place
}

/// Ids and statements of the findings of a method.
fn findings(place: &Place, method: &str) -> Vec<(String, String)> {
    let text = place.read("quay.case/out/findings.jsonl");
    let all = text.lines().map(|line| serde_json::from_str(line).expect("a finding"));
    let of_method = all.filter(|finding: &serde_json::Value| finding["method"] == method);
    let word = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    of_method.map(|finding| (word(&finding["id"]), word(&finding["statement"]))).collect()
}

#[test]
fn posts_and_mails_stand_in_one_case() {
    let place = place();
    let ran = place.run(&format!("examine quay {OPTIONS}")).ok();
    assert!(ran.err.contains("holds 4 pieces of evidence, 4 new"), "{}", ran.err);
    assert!(ran.err.contains("2 mails from 2 files."), "{}", ran.err);
    let report = place.read("quay.case/out/report.html");
    for part in ["id=\"network\"", "id=\"mails\"", "id=\"mail-1\"", "203.0.113.7", "mail_origin@1"] {
        assert!(report.contains(part), "{part}");
    }
    let run: serde_json::Value = serde_json::from_str(&place.read("quay.case/out/run.json")).expect("JSON");
    assert!(run["lenses"]["coordination"].is_object() && run["lenses"]["mail"].is_object());
    assert_eq!(run["inputs"].as_array().map(Vec::len), Some(4));
    // Two files of one name are told apart.
    let names = place.read("quay.case/out/mails.jsonl");
    let paths: Vec<String> = names
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["path"].to_string())
        .collect();
    assert!(
        paths.len() == 2 && paths[0] != paths[1] && paths.iter().all(|p| p.contains("1.eml")),
        "{paths:?}"
    );

    let again = place.run(&format!("examine quay {OPTIONS}")).ok();
    assert!(again.err.contains("Nothing has changed since the last run."), "{}", again.err);
    place.run("case verify quay.case").ok();
    for more in ["--protect county.example", "--also csv", "--graph-edges 3"] {
        let changed = place.run(&format!("examine quay {OPTIONS} {more}")).ok();
        assert!(!changed.err.contains("Nothing has changed"), "{more}: {}", changed.err);
    }
    place.run(&format!("examine quay {OPTIONS} --also csv")).ok();
    assert!(place.read("quay.case/out/mails.csv").contains("203.0.113.7"));
}

#[test]
fn without_a_stated_time_a_second_run_is_the_same() {
    let place = place();
    place.run("examine quay --counts-only").ok();
    let again = place.run("examine quay --counts-only").ok();
    assert!(again.err.contains("Nothing has changed since the last run."), "{}", again.err);
}

#[test]
fn a_finding_about_a_mail_leads_to_the_line_that_says_it() {
    let place = place();
    place.run(&format!("examine quay {OPTIONS}")).ok();
    let of_mails = findings(&place, "mail_origin");
    let (id, statement) = of_mails.iter().find(|(_, text)| text.contains("203.0.113.7")).expect("a mail");
    assert!(statement.starts_with("mx.county.example recorded that 203.0.113.7 connected"), "{statement}");
    let explained = place.run(&format!("explain quay.case {}", &id[..12])).ok().out;
    assert!(explained.contains("Received: from relay.harbour.example"), "{explained}");
    assert!(!explained.contains("198.51.100.77"), "{explained}");
    let results = findings(&place, "mail_authentication");
    assert!(results.iter().any(|(_, text)| text.contains("SPF pass for harbour.example")), "{results:?}");
}

#[test]
fn an_archive_may_hold_both_and_more() {
    let place = Place::new();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in [
        ("posts.csv", SHARES.as_bytes()),
        ("a.eml", MAIL.as_bytes()),
        ("b.pdf", b"%PDF-1.7\n\x00\x01".as_slice()),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a member");
        zip.write_all(content).expect("writable");
    }
    place.file("quay.zip", zip.finish().expect("an archive").into_inner());
    let ran = place.run("examine quay.zip --counts-only").ok();
    assert!(ran.err.contains("1 mail from 1 file."), "{}", ran.err);
    let rejects = place.read("quay.case/out/rejects.jsonl");
    let lost: Vec<&str> = rejects.lines().filter(|line| line.contains("not_understood")).collect();
    assert!(lost.len() == 1 && lost[0].contains("b.pdf"), "{rejects}");
    assert!(!rejects.contains("a.eml") && !rejects.contains("no_mail"), "{rejects}");
}

#[test]
fn a_folder_of_mails_alone_is_a_case_too() {
    let place = Place::new();
    place.file("letters/a.eml", MAIL).file("letters/b.bin", b"\x7fELF\x00\x01\x02\x00");
    let ran = place.run("examine letters").ok();
    assert!(ran.err.contains("1 mail from 1 file."), "{}", ran.err);
    assert!(ran.err.contains("not read: b.bin"), "{}", ran.err);
    let report = place.read("letters.case/out/report.html");
    assert!(report.contains("id=\"mail-1\"") && !report.contains("id=\"network\""));
    assert!(place.read("letters.case/out/rejects.jsonl").contains("not_read"));
}

#[test]
fn what_no_lens_can_read_is_named_beside_mails() {
    let place = Place::new();
    place
        .file("letters/README.eml", MAIL)
        .file("letters/README.md", "what is here")
        .file("letters/hello.txt", "neither a table nor a mail");
    let ran = place.run("examine letters").ok();
    assert!(ran.err.contains("holds 2 pieces of evidence, 2 new"), "{}", ran.err);
    assert!(ran.err.contains("1 mail from 1 file."), "{}", ran.err);
    assert!(ran.err.contains("not read: hello.txt"), "{}", ran.err);
    assert!(place.read("letters.case/out/report.html").contains("hello.txt could not be read at all"));
}

#[test]
fn a_run_over_both_is_the_same_for_any_number_of_threads_and_order() {
    let place = place();
    for (threads, paths) in [(1, "quay/posts.csv quay/one quay/two"), (2, "quay/two quay/one quay/posts.csv")]
    {
        place.run(&format!("examine {paths} {OPTIONS} --threads {threads} --case c{threads}.case")).ok();
    }
    for file in
        ["findings.jsonl", "mails.jsonl", "mails.parquet", "groups.jsonl", "campaigns.json", "edges.parquet"]
    {
        let bytes = |n: u8| std::fs::read(place.path(&format!("c{n}.case/out/{file}"))).ok();
        assert_eq!(bytes(1), bytes(2), "{file}");
    }
}
