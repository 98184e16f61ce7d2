//! Runs, segments and outputs: what was made from what.

use crate::{Fixture, LATER, NOW, WHO};
use model::Sha256;
use scrutineer_case::{Case, CaseError, Output, Place, Plan, Run};
use serde_json::json;
use std::collections::BTreeMap;

pub fn plan() -> Plan {
    Plan {
        command: "examine".into(),
        version: "0.1.0".into(),
        parameters: BTreeMap::from([("window_s".into(), json!(60)), ("layers".into(), json!(["url"]))]),
        seed: Some(u64::MAX),
        inputs: vec![Sha256::of(b"b"), Sha256::of(b"a")],
    }
}

pub fn run(outputs: Vec<Output>) -> Run {
    Run { plan: plan(), started: NOW, finished: LATER, outputs }
}

fn segment(case: &mut Case, table: &str, bytes: &[u8]) -> Sha256 {
    use std::io::Write;
    let mut file = case.partial_file().expect("a file");
    file.write_all(bytes).expect("written");
    case.add_segment(table, 1, file.path(), WHO, NOW).expect("listed")
}

#[test]
fn the_plan_names_the_run_and_nothing_else_does() {
    let id = plan().id().expect("an id");
    let mut turned = plan();
    turned.inputs.reverse();
    turned.inputs.push(Sha256::of(b"a"));
    assert_eq!(turned.id().expect("an id"), id, "the order of inputs does not matter");
    let others = [
        Plan { command: "coordination".into(), ..plan() },
        Plan { version: "0.1.1".into(), ..plan() },
        Plan { seed: Some(u64::MAX - 1), ..plan() },
        Plan { seed: None, ..plan() },
        Plan { inputs: vec![Sha256::of(b"a")], ..plan() },
        Plan { parameters: BTreeMap::new(), ..plan() },
    ];
    for other in others {
        assert_ne!(other.id().expect("an id"), id, "{other:?}");
    }
}

#[test]
fn a_second_call_finds_the_run_and_what_it_made() {
    let mut fixture = Fixture::new();
    let case = &mut fixture.case;
    assert_eq!(case.find_run(&plan()).expect("none"), None);
    let hash = segment(case, "posts", b"PAR1 one PAR1");
    let report = case.write_out("report.html", |out| out.write_all(b"<p>")).expect("written");
    let mut made = run(vec![report, Output::segment("posts", hash)]);
    let id = case.record_run(&made, &[], WHO).expect("recorded");
    assert_eq!(id, plan().id().expect("an id"));

    made.plan.inputs.sort_unstable();
    made.outputs.sort_unstable();
    let found = case.find_run(&plan()).expect("found").expect("found");
    assert_eq!(found, made);
    assert_eq!(case.latest_run("examine").expect("found"), Some(made.clone()));
    assert_eq!(case.latest_run("mail").expect("none"), None);
    assert!(case.is_complete(&found).expect("looked"));
    assert_eq!(case.verify().expect("verified"), []);

    std::fs::write(case.out_dir().join("report.html"), "<b>").expect("changed");
    assert!(!case.is_complete(&found).expect("looked"));
    std::fs::remove_file(case.out_dir().join("report.html")).expect("removed");
    assert!(!case.is_complete(&found).expect("looked"));
    case.write_out("report.html", |out| out.write_all(b"<p>")).expect("written");
    case.record_run(&found, &[], WHO).expect("again");
    assert_eq!(case.runs().expect("runs").len(), 1);
    std::fs::remove_file(case.segment_path(&hash)).expect("removed");
    assert!(!case.is_complete(&found).expect("looked"));
}

#[test]
fn segments_are_listed_once_per_table() {
    let mut fixture = Fixture::new();
    let case = &mut fixture.case;
    let one = segment(case, "posts", b"one");
    assert_eq!(segment(case, "posts", b"one"), one);
    segment(case, "posts", b"two");
    segment(case, "actions", b"one");
    let hashes: Vec<_> = case.segments("posts").expect("listed").into_iter().map(|s| s.hash).collect();
    assert_eq!(hashes.len(), 2);
    assert!(hashes.is_sorted());
    assert_eq!(case.segments("actions").expect("listed")[0].hash, one);
    assert_eq!(case.segments("edges").expect("listed"), []);
    assert_eq!(std::fs::read(case.segment_path(&one)).expect("there"), b"one");
    assert_eq!(case.verify().expect("verified"), []);
}

#[test]
fn a_segment_comes_from_anywhere() {
    let mut fixture = Fixture::new();
    let path = fixture.file("made elsewhere.parquet", b"elsewhere");
    let hash = fixture.case.add_segment("posts", 3, &path, WHO, NOW).expect("listed");
    let listed = fixture.case.segments("posts").expect("listed");
    assert_eq!((listed[0].schema_version, listed[0].bytes, listed[0].hash), (3, 9, hash));
    assert!(!path.exists(), "moved");
    assert!(fixture.case.add_segment("posts", 3, &path, WHO, NOW).is_err());
}

#[test]
fn an_output_is_written_or_brought() {
    let mut fixture = Fixture::new();
    let brought = fixture.file("made elsewhere.xlsx", b"same");
    let brought = fixture.case.add_output("b.xlsx", &brought).expect("moved");
    let written = fixture.case.write_out("a.csv", |out| out.write_all(b"same")).expect("written");
    assert_eq!(brought.hash, written.hash);
    assert_eq!(std::fs::read(fixture.case.out_dir().join("b.xlsx")).expect("there"), b"same");
    fixture.case.record_run(&run(vec![brought, written]), &[], WHO).expect("recorded");
    assert_eq!(fixture.case.verify().expect("verified"), []);
}

#[test]
fn names_cannot_leave_their_folder() {
    let mut fixture = Fixture::new();
    for name in ["", "../x", "a/b", "a\\b", ".hidden", "C:x", "nul\0", "tür.csv"] {
        let result = fixture.case.write_out(name, |out| out.write_all(b"x"));
        assert!(matches!(result, Err(CaseError::Name { .. })), "{name:?}");
        let output = Output { place: Place::Out, name: name.into(), hash: Sha256::of(b"x") };
        assert!(matches!(fixture.case.record_run(&run(vec![output]), &[], WHO), Err(CaseError::Name { .. })));
    }
    let path = fixture.file("x", b"x");
    for table in ["", "Posts", "1st", "a b", "a;b", "_x"] {
        let result = fixture.case.add_segment(table, 1, &path, WHO, NOW);
        assert!(matches!(result, Err(CaseError::Name { .. })), "{table:?}");
    }
}

#[test]
fn an_output_that_fails_leaves_the_one_before() {
    let mut fixture = Fixture::new();
    fixture.case.write_out("a.csv", |out| out.write_all(b"old")).expect("written");
    let failed = fixture.case.write_out("a.csv", |out| {
        out.write_all(b"ne")?;
        Err(std::io::Error::other("no more"))
    });
    assert!(failed.expect_err("failed").to_string().contains("a.csv"));
    assert_eq!(std::fs::read(fixture.case.out_dir().join("a.csv")).expect("there"), b"old");
}
