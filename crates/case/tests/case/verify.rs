//! Verification: whatever changes in a case shows, and nothing else does.

use crate::runs::{plan, run};
use crate::{Fixture, NOW, WHO, finding};
use model::Sha256;
use proptest::prelude::*;
use scrutineer_case::{Case, Difference, How, Incoming, Output};
use std::fs;
use std::path::PathBuf;

/// A case with one of everything.
fn full() -> Fixture {
    let mut fixture = Fixture::new();
    let case = &mut fixture.case;
    case.add_evidence(Incoming::reader(&b"id,text\n1,hello\n"[..], "posts.csv"), WHO, NOW).expect("added");
    case.add_evidence(Incoming::reader(&b"From: a\n\nhello\n"[..], "a.eml"), WHO, NOW).expect("added");
    let mut file = case.partial_file().expect("a file");
    std::io::Write::write_all(&mut file, b"PAR1 rows PAR1").expect("written");
    let hash = case.add_segment("posts", 1, file.path(), WHO, NOW).expect("listed");
    let report = case.write_out("report.html", |out| out.write_all(b"<p>report</p>")).expect("written");
    let outputs = vec![report, Output::segment("posts", hash)];
    case.record_run(&run(outputs), &[finding(1), finding(2)], WHO).expect("recorded");
    fixture
}

fn files(fixture: &Fixture) -> Vec<PathBuf> {
    let evidence = fixture.case.evidence().expect("rows");
    let mut files: Vec<_> = evidence.iter().map(|row| fixture.case.evidence_path(&row.evidence.id)).collect();
    files.push(fixture.case.segment_path(&fixture.case.segments("posts").expect("listed")[0].hash));
    files.push(fixture.case.out_dir().join("report.html"));
    files
}

#[test]
fn an_untouched_case_has_no_differences() {
    let fixture = full();
    assert_eq!(fixture.case.verify().expect("verified"), []);
    let seen = std::sync::atomic::AtomicU64::new(0);
    fixture
        .case
        .verify_with(&|n| {
            seen.fetch_add(n, std::sync::atomic::Ordering::Relaxed);
        })
        .expect("verified");
    assert_eq!(seen.into_inner(), 16 + 15 + 14 + 13);
    let dir = fixture.dir();
    drop(fixture.case);
    assert_eq!(Case::open_read_only(&dir).and_then(|case| case.verify()).expect("verified"), []);
}

#[test]
fn missing_unlisted_and_replaced_files_are_named() {
    let fixture = full();
    let (evidence, other) = (files(&fixture)[0].clone(), files(&fixture)[1].clone());
    fs::remove_file(&evidence).expect("removed");
    fs::write(fixture.dir().join("records/stray.parquet"), "x").expect("stray");
    fs::create_dir(fixture.dir().join("evidence/zz")).expect("folder");
    fs::write(fixture.dir().join("evidence/zz/deep"), "x").expect("stray");
    fs::remove_file(&other).expect("removed");
    fs::create_dir(&other).expect("a folder in its place");
    let found = fixture.case.verify().expect("verified");
    let path =
        |p: &PathBuf| p.strip_prefix(fixture.dir()).expect("inside").to_string_lossy().replace('\\', "/");
    let how = |what: &str| found.iter().find(|d| d.what == what).map(|d| d.how.clone());
    assert_eq!(how(&path(&evidence)), Some(How::Missing));
    assert!(matches!(how(&path(&other)), Some(How::Altered { .. })));
    assert_eq!(how("records/stray.parquet"), Some(How::Unlisted));
    assert_eq!(how("evidence/zz/deep"), Some(How::Unlisted));
    assert_eq!(found.len(), 4, "{found:?}");
}

#[cfg(unix)]
#[test]
fn a_link_to_the_same_bytes_is_not_the_file() {
    let fixture = full();
    let evidence = files(&fixture)[0].clone();
    let elsewhere = fixture.folder.path().join("elsewhere");
    fs::rename(&evidence, &elsewhere).expect("moved");
    std::os::unix::fs::symlink(&elsewhere, &evidence).expect("linked");
    assert!(matches!(
        fixture.case.verify().expect("verified")[..],
        [Difference { how: How::Altered { .. }, .. }]
    ));
}

#[test]
fn files_of_a_crash_between_rename_and_listing_are_reported_and_taken_up_again() {
    let mut fixture = full();
    let hash = Sha256::of(b"late");
    let path = fixture.case.evidence_path(&hash);
    fs::create_dir_all(path.parent().expect("a folder")).expect("folder");
    fs::write(&path, "late").expect("written, never listed");
    let found = fixture.case.verify().expect("verified");
    assert!(matches!(&found[..], [Difference { what, how: How::Unlisted }] if what.ends_with(&hash.hex())));
    let added =
        fixture.case.add_evidence(Incoming::reader(&b"late"[..], "late.csv"), WHO, NOW).expect("added");
    assert!(added.is_new);
    assert_eq!(fixture.case.verify().expect("verified"), []);
}

#[test]
fn what_a_run_that_was_cut_off_left_behind_does_not_count() {
    let fixture = full();
    let dir = fixture.dir();
    let file = |path: &str, text: &str| {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    };
    // Outputs that were being made, a copy that was being made, and an output of a recorded run that is not in its place.
    let left = ["tmp/run/.scrutineer-a1b2.tmp", "tmp/run/edges.parquet", "tmp/c3d4.partial"];
    left.iter().for_each(|path| file(path, "half"));
    file("tmp/run/report.html", "<p>report</p>");
    fs::write(dir.join("out/report.html"), "<p>the one before</p>").expect("written");
    let found = fixture.case.verify().expect("verified");
    let named: Vec<&str> = found.iter().map(|one| one.what.as_str()).collect();
    let expected = ["out/report.html", left[2], left[0], left[1], "tmp/run/report.html"];
    assert_eq!(named, expected);
    assert!(found.iter().all(|one| one.how == How::Unfinished && !one.counts()), "{found:?}");
    // Whoever writes next takes up what is recorded, and removes the rest.
    let fixture = fixture.reopen_after(|_| {});
    assert_eq!(fixture.case.verify().expect("verified"), []);
    // An output that is nowhere as it was recorded was altered, and what somebody else put there is not the program's.
    fs::write(dir.join("out/report.html"), "<p>another</p>").expect("written");
    file("tmp/run/report.html", "<p>half</p>");
    file("tmp/notes.txt", "mine");
    let found = fixture.case.verify().expect("verified");
    let counting: Vec<&str> = found.iter().filter(|one| one.counts()).map(|one| one.what.as_str()).collect();
    assert_eq!(counting, ["out/report.html", "tmp/notes.txt"]);
}

/// The catalogue has to say what the log says went into it.
#[test]
fn changes_of_the_catalogue_show() {
    let id = plan().id().expect("id");
    let changes = [
        "UPDATE evidence SET name = 'b.csv' WHERE no = 0".to_owned(),
        "UPDATE evidence SET licence = 'none' WHERE no = 0".to_owned(),
        "UPDATE evidence SET sensitivity = 'public' WHERE no = 1".to_owned(),
        "UPDATE evidence SET sensitivity = 'nonsense' WHERE no = 1".to_owned(),
        "UPDATE evidence SET no = 7 WHERE no = 1; UPDATE evidence_names SET no = 7 WHERE no = 1".to_owned(),
        "DELETE FROM evidence_names WHERE no = 0; DELETE FROM evidence WHERE no = 0".to_owned(),
        "INSERT INTO evidence_names VALUES (0, 'extra')".to_owned(),
        "INSERT INTO evidence_names VALUES (5, 'of nothing')".to_owned(),
        "UPDATE segments SET schema_version = 2".to_owned(),
        "DELETE FROM segments".to_owned(),
        "UPDATE runs SET started = started + 1".to_owned(),
        "UPDATE runs SET plan = replace(plan, '60', '61')".to_owned(),
        "UPDATE runs SET outputs = '[]'".to_owned(),
        "UPDATE runs SET outputs = 'nonsense'".to_owned(),
        "DELETE FROM run_findings; DELETE FROM runs".to_owned(),
        format!("DELETE FROM run_findings WHERE position = 0 AND run = '{id}'"),
        "UPDATE run_findings SET position = position + 2".to_owned()
            + "; UPDATE run_findings SET position = 1 WHERE position = 2; UPDATE run_findings SET position = 0 WHERE position = 3",
        "UPDATE findings SET body = replace(body, '\"n\":1', '\"n\":9')".to_owned(),
        "UPDATE findings SET body = CAST(X'ff' AS TEXT)".to_owned(),
        "CREATE TABLE extra (x)".to_owned(),
        "CREATE TRIGGER extra AFTER INSERT ON evidence BEGIN DELETE FROM findings; END".to_owned(),
    ];
    for change in changes {
        let fixture = full().tamper(&change);
        assert_ne!(fixture.case.verify().expect("verified"), [], "{change}");
    }
    // Without the hand of `tamper`, which puts the triggers back:
    let fixture = full().reopen_after(|dir| {
        let conn = rusqlite::Connection::open(dir.join("case.sqlite")).expect("the catalogue");
        conn.execute_batch("DROP TRIGGER custody_loses_no_rows").expect("dropped");
    });
    assert_eq!(fixture.case.verify().expect("verified").len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any byte of evidence, segment or report that is changed, cut off or added is noticed, and only that file is named.
    #[test]
    fn every_byte_counts(which in 0usize..4, at in any::<prop::sample::Index>(), mask in 1u8.., kind in 0u8..3) {
        let fixture = full();
        let path = &files(&fixture)[which];
        let mut bytes = fs::read(path).expect("read");
        let i = at.index(bytes.len());
        match kind {
            0 => bytes[i] ^= mask,
            1 => drop(bytes.remove(i)),
            _ => bytes.insert(i, mask),
        }
        fs::write(path, bytes).expect("written");
        let found = fixture.case.verify().expect("verified");
        prop_assert_eq!(found.len(), 1);
        prop_assert!(path.ends_with(&found[0].what) && matches!(found[0].how, How::Altered { .. }), "{:?}", found);
    }

    /// A damaged catalogue is refused or reported or without meaning, but never a panic.
    #[test]
    fn a_damaged_catalogue_never_panics(at in any::<prop::sample::Index>(), mask in 1u8.., n in 1usize..64) {
        let fixture = full();
        let dir = fixture.dir();
        drop(fixture.case);
        let path = dir.join("case.sqlite");
        let mut bytes = fs::read(&path).expect("read");
        let i = at.index(bytes.len());
        bytes.iter_mut().skip(i).take(n).for_each(|byte| *byte ^= mask);
        fs::write(&path, bytes).expect("written");
        if let Ok(case) = Case::open_read_only(&dir) {
            let _ = (case.verify(), case.findings(), case.evidence(), case.runs(), case.custody());
        }
    }
}
