//! Hypotheses and assessments: what may stand, what the log keeps, and what verification sees.

use crate::runs::{plan, run};
use crate::{Fixture, LATER, NOW, WHO, finding};
use model::{Assessment, Author, Hypothesis, Level, NONE_OF_THESE, Strength, Support};
use scrutineer_case::{Case, CaseError, How};

fn hypothesis(name: &str, level: Level, person: &str) -> Hypothesis {
    Hypothesis {
        name: name.to_owned(),
        statement: format!("What {name} says."),
        level,
        author: Author::Person(person.to_owned()),
    }
}

fn assessment(n: u64, hypothesis: &str, support: Support) -> Assessment {
    Assessment {
        finding: finding(n).id,
        hypothesis: hypothesis.to_owned(),
        support,
        group: None,
        category: None,
        author: Author::Person(WHO.to_owned()),
        reason: "It is seldom seen otherwise.".to_owned(),
    }
}

const FOR: Support = Support::Ordinal(Strength::For);

fn ratio(lo: f64, hi: f64) -> Support {
    Support::LikelihoodRatio { lo, hi, calibration: "quay set".to_owned() }
}

/// Two findings, two hypotheses.
fn begun() -> Fixture {
    let mut fixture = Fixture::new();
    let case = &mut fixture.case;
    case.record_run(&run(vec![]), &[finding(1), finding(2)], WHO).expect("recorded");
    let both = [hypothesis("one-hand", Level::CommonControl, ""), hypothesis("news", Level::Behaviour, "")];
    case.add_hypotheses(&both, WHO, NOW).expect("added");
    fixture
}

#[track_caller]
fn refused<T>(result: Result<T, CaseError>, expected: &str) {
    let error = result.err().expect("refused");
    let text = format!("{error}; {}", error.hint().unwrap_or_default());
    assert!(text.contains(expected), "{text}");
}

#[test]
fn none_of_these_is_always_there_last_and_the_reference() {
    let fixture = begun();
    let standing = fixture.case.weighing().expect("read");
    let names: Vec<&str> = standing.hypotheses.iter().map(|h| h.name.as_str()).collect();
    assert_eq!(names, ["one-hand", "news", NONE_OF_THESE]);
    assert_eq!(standing.reference, NONE_OF_THESE);
    assert_eq!(Fixture::new().case.weighing().expect("read").hypotheses.len(), 1);
}

#[test]
fn what_cannot_stand_is_refused_with_a_hint() {
    let mut fixture = begun();
    let case = &mut fixture.case;
    let mut add = |name: &str, level, who: &str| case.add_hypothesis(&hypothesis(name, level, who), who, NOW);
    refused(add("none", Level::Behaviour, WHO), "cannot name a hypothesis");
    refused(add("two words", Level::Behaviour, WHO), "cannot name a hypothesis");
    refused(add("the-mayor", Level::Actor, ""), "--actor");
    refused(add("the-order", Level::Sponsor, " "), "--actor");
    refused(add("news", Level::CommonControl, WHO), "remove it first");
    add("the-mayor", Level::Actor, WHO).expect("a named person may");
    let mut assess = |assessment: &Assessment| case.assess(assessment, WHO, NOW);
    refused(assess(&assessment(1, "weather", FOR)), "it has one-hand, news, the-mayor, none");
    refused(assess(&assessment(1, NONE_OF_THESE, FOR)), "is the reference");
    refused(assess(&assessment(3, "news", FOR)), "`scrutineer explain CASE` lists");
    for (lo, hi) in [(0.0, 1.0), (3.0, 2.0), (1.0, f64::INFINITY), (f64::NAN, 1.0), (-1.0, 1.0)] {
        refused(assess(&assessment(1, "news", ratio(lo, hi))), "no interval of likelihood ratios");
    }
    refused(
        assess(&Assessment { reason: " ".to_owned(), ..assessment(1, "news", FOR) }),
        "the reason is empty",
    );
    refused(
        assess(&Assessment {
            author: Author::Method("co_url".to_owned()),
            ..assessment(1, "the-mayor", FOR)
        }),
        "only a named person",
    );
    // Nothing of a list stands when one of it cannot.
    let list = [assessment(1, "news", FOR), assessment(3, "news", FOR)];
    refused(case.assess_all(&list, WHO, NOW), "not among those of the last run");
    assert_eq!(case.weighing().expect("read").assessments, []);
    assert_eq!(case.verify().expect("verified"), []);
}

#[test]
fn the_log_keeps_what_no_longer_stands() {
    let mut fixture = begun();
    let case = &mut fixture.case;
    case.assess(&assessment(1, "news", FOR), WHO, NOW).expect("entered");
    case.assess(&assessment(1, "news", FOR), WHO, LATER).expect("the same again changes nothing");
    let other = Assessment { reason: "A second look.".to_owned(), ..assessment(1, "news", ratio(0.1, 2.5)) };
    case.assess(&other, WHO, LATER).expect("entered");
    assert_eq!(case.weighing().expect("read").assessments, [other]);
    refused(case.set_reference("news", WHO, LATER), "1 assessments compare with `none`");
    case.withdraw_assessment(&finding(1).id, "news", "It was another file.", WHO, LATER).expect("withdrawn");
    refused(case.withdraw_assessment(&finding(1).id, "news", "Again.", WHO, LATER), "is not assessed");
    case.set_reference("news", WHO, LATER).expect("chosen");
    refused(case.remove_hypothesis("news", "Gone.", WHO, LATER), "is the reference");
    case.assess(&assessment(2, "one-hand", FOR), WHO, LATER).expect("entered");
    case.remove_hypothesis("one-hand", "Nobody holds it.", WHO, LATER).expect("removed");
    let standing = case.weighing().expect("read");
    assert_eq!((standing.hypotheses.len(), standing.assessments.len()), (2, 0));
    let log = case.custody().expect("read");
    let actions: Vec<&str> = log.iter().skip(4).map(|entry| entry.action.as_str()).collect();
    let (assess, withdraw) = ("assess", "withdraw_assessment");
    assert_eq!(actions, [assess, assess, withdraw, "set_reference", assess, withdraw, "remove_hypothesis"]);
    assert!(
        log[4].details.contains("It is seldom seen otherwise.") && log[6].details.contains("another file")
    );
    assert_eq!(case.verify().expect("verified"), []);
    refused(case.log(WHO, "assess", &1, NOW), "the case writes entries of that name itself");
}

#[test]
fn an_assessment_of_an_earlier_run_stands_and_is_not_current() {
    let mut fixture = begun();
    let case = &mut fixture.case;
    case.assess(&assessment(1, "news", FOR), WHO, NOW).expect("entered");
    case.record_run(&run(vec![]), &[finding(2)], WHO).expect("recorded");
    assert_eq!(case.weighing().expect("read").assessments.len(), 1);
    let current: Vec<_> = case.current_findings().expect("read").into_iter().map(|f| f.id).collect();
    assert_eq!(current, [finding(2).id]);
    case.withdraw_assessment(&finding(1).id, "news", "Of an earlier run.", WHO, NOW).expect("withdrawn");
    assert_eq!(case.verify().expect("verified"), []);
    assert!(case.find_run(&plan()).expect("read").is_some());
}

#[test]
fn changes_behind_the_back_of_the_case_show() {
    for (statement, what) in [
        ("UPDATE assessments SET body = replace(body, '\"for\"', '\"strong_for\"')", "assessment of"),
        ("DELETE FROM assessments", "assessment of"),
        (
            "UPDATE hypotheses SET body = replace(body, 'What news', 'What no news') WHERE name = 'news'",
            "hypothesis news",
        ),
        ("UPDATE hypotheses SET position = 9 WHERE name = 'one-hand'", "hypothesis one-hand"),
        ("INSERT OR REPLACE INTO reference VALUES (1, 'news')", "reference hypothesis"),
    ] {
        let mut fixture = begun();
        fixture.case.assess(&assessment(1, "news", FOR), WHO, NOW).expect("entered");
        let found = fixture.tamper(statement).case.verify().expect("verified");
        assert_eq!(found.len(), 1, "{statement}: {found:?}");
        assert!(found[0].what.contains(what), "{statement}: {found:?}");
        assert!(!matches!(found[0].how, How::Unreadable { .. }), "{statement}: {found:?}");
    }
}

#[test]
fn a_case_of_the_first_schema_is_raised() {
    let fixture = Fixture::new().tamper(
        "DROP TABLE hypotheses; DROP TABLE assessments; DROP TABLE reference; PRAGMA user_version = 1",
    );
    assert_eq!(fixture.case.verify().expect("verified"), []);
    let dir = fixture.dir();
    drop(fixture.case);
    assert_eq!(Case::open_read_only(&dir).expect("opens").weighing().expect("read").hypotheses.len(), 1);
}

/// A finding is gone with the file that holds half of its records, and with no other.
#[test]
fn sources_are_where_half_of_the_records_stand() {
    use model::{At, EvidenceNo, RawRef, RecordRef, Sha256};
    let mut fixture = Fixture::new();
    let case = &mut fixture.case;
    let files = ["a", "b", "c"];
    for name in files {
        case.add_evidence(scrutineer_case::Incoming::reader(name.as_bytes(), name), WHO, NOW).expect("added");
    }
    let record = |file: u32| RecordRef {
        platform: "tern".to_owned(),
        account: "ada".to_owned(),
        post: String::new(),
        object: None,
        time: None,
        raw: RawRef { evidence: EvidenceNo(file), path: vec![], at: At::Row(0) },
    };
    let hash = |file: usize| Sha256::of(files[file].as_bytes());
    let all: Vec<Sha256> = (0..3).map(hash).collect();
    for (records, expected) in
        [(&[][..], &[0, 1, 2][..]), (&[0, 0, 1], &[0]), (&[1, 2, 1, 2], &[1, 2]), (&[0, 1, 2], &[])]
    {
        let mut found = finding(records.len() as u64);
        found.inputs = all.clone();
        found.records = records.iter().map(|&file| record(file)).collect();
        let found = found.seal().expect("plain values");
        case.record_run(&run(vec![]), &[found], WHO).expect("recorded");
        let mut expected: Vec<Sha256> = expected.iter().map(|&file| hash(file)).collect();
        let mut sources = case.items().expect("read").remove(0).sources;
        expected.sort_unstable();
        sources.sort_unstable();
        assert_eq!(sources, expected, "{records:?}");
    }
}
