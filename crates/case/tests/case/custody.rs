//! The custody log: append-only, chained; whatever is changed in it shows.

use crate::{Fixture, LATER, NOW, WHO};
use model::{Sha256, canonical_json};
use proptest::prelude::*;
use scrutineer_case::{Case, CaseError, Incoming};
use serde_json::json;

fn logged() -> Fixture {
    let mut fixture = Fixture::new();
    fixture.case.add_evidence(Incoming::reader(&b"x"[..], "x.csv"), WHO, NOW).expect("added");
    fixture.case.log("B. Clerk", "note", &json!({"text": "looked at it", "n": 1}), LATER).expect("logged");
    fixture.case.log(WHO, "note", &json!({"text": "ünïcode"}), LATER).expect("logged");
    fixture
}

fn broken_at(case: &Case) -> Option<u64> {
    match case.check_log() {
        Ok(_) => None,
        Err(CaseError::LogBroken { at, .. }) => Some(at),
        Err(other) => panic!("broken, not {other}"),
    }
}

#[test]
fn entries_stand_in_order_and_chain() {
    let fixture = logged();
    let log = fixture.case.custody().expect("log");
    let actions: Vec<&str> = log.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["create", "add_evidence", "note", "note"]);
    assert_eq!(log[0].previous, Sha256([0; 32]));
    assert!(
        log.windows(2).all(|pair| pair[1].previous == pair[0].hash && pair[1].entry == pair[0].entry + 1)
    );
    assert_eq!(log[2].details, r#"{"n":1,"text":"looked at it"}"#);
    let head = fixture.case.check_log().expect("whole");
    assert_eq!((head.entry, head.hash), (4, log[3].hash));
    assert_eq!(fixture.case.id().expect("id"), log[0].hash);
}

/// The recipe of the module's documentation, followed by somebody else.
#[test]
fn others_can_compute_the_hashes() {
    let log = logged().case.custody().expect("log");
    for entry in log {
        let fields = json!({
            "entry": entry.entry.to_string(), "time": entry.time.0.to_string(), "actor": entry.actor,
            "action": entry.action, "details": entry.details, "previous": entry.previous.hex(),
        });
        assert_eq!(Sha256::of(canonical_json(&fields).expect("json").as_bytes()), entry.hash);
    }
}

#[test]
fn sql_cannot_change_or_remove_entries() {
    let fixture = logged();
    let conn = rusqlite::Connection::open(fixture.dir().join("case.sqlite")).expect("the catalogue");
    for statement in ["UPDATE custody SET actor = 'x'", "DELETE FROM custody WHERE entry = 3"] {
        let error = conn.execute(statement, []).expect_err("refused");
        assert!(error.to_string().contains("append-only"), "{error}");
    }
}

#[test]
fn the_names_of_the_cases_own_entries_are_reserved() {
    let mut fixture = Fixture::new();
    for action in ["create", "add_evidence", "add_segment", "run"] {
        let result = fixture.case.log(WHO, action, &json!({}), NOW);
        assert!(matches!(result, Err(CaseError::Name { .. })), "{action}");
    }
}

#[test]
fn removed_moved_and_inserted_entries_break_the_chain() {
    let insert = format!("INSERT INTO custody VALUES (5, 0, 'a', 'b', '{{}}', '{0}', '{0}')", "0".repeat(64));
    let cases: [(&str, u64); 6] = [
        ("DELETE FROM custody WHERE entry = 1", 2),
        ("DELETE FROM custody WHERE entry = 3", 4),
        ("DELETE FROM custody", 1),
        ("UPDATE custody SET entry = entry + 1 WHERE entry = 4", 5),
        (
            "UPDATE custody SET entry = 9 WHERE entry = 3; UPDATE custody SET entry = 3 WHERE entry = 4;
             UPDATE custody SET entry = 4 WHERE entry = 9",
            3,
        ),
        (&insert, 5),
    ];
    for (statements, at) in cases {
        let fixture = logged().tamper(statements);
        assert_eq!(broken_at(&fixture.case), Some(at), "{statements}");
        assert!(!fixture.case.verify().expect("verified").is_empty(), "{statements}");
    }
}

#[test]
fn a_log_that_was_cut_off_shows_against_a_noted_head() {
    let fixture = logged();
    let noted = fixture.case.check_log().expect("whole");
    let fixture = fixture.tamper("DELETE FROM custody WHERE entry = 4");
    assert_ne!(fixture.case.check_log().expect("whole again"), noted);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any change of any byte of any column is noticed, at its entry.
    #[test]
    fn every_byte_counts(entry in 1u64..5, column in 0usize..6, at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let fixture = logged();
        let column = ["time", "actor", "action", "details", "previous", "hash"][column];
        let statement = if column == "time" {
            format!("UPDATE custody SET time = time + {} WHERE entry = {entry}", 1u64 << bit)
        } else {
            let conn = rusqlite::Connection::open(fixture.dir().join("case.sqlite")).expect("the catalogue");
            let mut bytes: Vec<u8> = conn
                .query_row(&format!("SELECT CAST({column} AS BLOB) FROM custody WHERE entry = {entry}"), [], |r| r.get(0))
                .expect("a value");
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
            format!("UPDATE custody SET {column} = CAST(X'{hex}' AS TEXT) WHERE entry = {entry}")
        };
        let fixture = fixture.tamper(&statement);
        prop_assert_eq!(broken_at(&fixture.case), Some(entry), "{}", statement);
        prop_assert!(!fixture.case.verify().expect("verified").is_empty());
    }
}
