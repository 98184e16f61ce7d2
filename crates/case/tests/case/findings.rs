//! Findings: stored with their run, found by the beginning of their id, refused when not what their id says.

use crate::runs::{plan, run};
use crate::{Fixture, LATER, WHO, finding};
use model::{Finding, Sha256};
use scrutineer_case::{CaseError, Plan, Run};
use std::collections::BTreeMap;

#[test]
fn findings_come_back_bit_for_bit_in_their_order() {
    let mut fixture = Fixture::new();
    let findings = [finding(3), finding(1), finding(2)];
    let id = fixture.case.record_run(&run(vec![]), &findings, WHO).expect("recorded");
    assert_eq!(fixture.case.findings_of(&id).expect("read"), findings);
    let all = fixture.case.findings().expect("read");
    assert!(all.is_sorted_by_key(|finding| finding.id));
    for finding in all {
        assert_eq!(finding.clone().seal().expect("sealed").id, finding.id, "still hashes to its id");
    }
    assert_eq!(fixture.case.verify().expect("verified"), []);
}

#[test]
fn a_repeated_run_replaces_its_findings_and_shares_those_of_others() {
    let mut fixture = Fixture::new();
    let case = &mut fixture.case;
    let other = Run { plan: Plan { seed: None, ..plan() }, ..run(vec![]) };
    let a = case.record_run(&run(vec![]), &[finding(1), finding(2)], WHO).expect("recorded");
    let b = case.record_run(&other, &[finding(2), finding(3)], WHO).expect("recorded");
    case.record_run(&Run { finished: LATER, ..run(vec![]) }, &[finding(4)], WHO).expect("again");
    assert_eq!(case.findings_of(&a).expect("read"), [finding(4)]);
    assert_eq!(case.findings_of(&b).expect("read"), [finding(2), finding(3)]);
    assert_eq!(case.findings().expect("read").len(), 3, "the first is in no run any more");
    assert_eq!(case.verify().expect("verified"), []);
}

#[test]
fn a_prefix_names_a_finding_when_it_is_unambiguous() {
    let mut fixture = Fixture::new();
    // Enough of them that two ids share four digits, whatever the hash does: found, not assumed.
    let many: Vec<Finding> = (0..700).map(finding).collect();
    let mut prefixes = BTreeMap::<String, Vec<Sha256>>::new();
    for finding in &many {
        prefixes.entry(finding.id.hex()[..4].to_owned()).or_default().push(finding.id);
    }
    let (shared, mut ids) =
        prefixes.into_iter().find(|(_, ids)| ids.len() > 1).expect("two of 700 in 65,536");
    ids.sort_unstable();
    fixture.case.record_run(&run(vec![]), &many, WHO).expect("recorded");

    let id = ids[0].hex();
    assert_eq!(fixture.case.finding(&id).expect("by the whole id").id, ids[0]);
    let longer = (5..64).find(|&n| !ids[1].hex().starts_with(&id[..n])).expect("they differ");
    assert_eq!(fixture.case.finding(&id[..longer].to_uppercase()).expect("by a prefix").id, ids[0]);

    match fixture.case.finding(&shared) {
        Err(CaseError::Ambiguous { candidates, total, .. }) => {
            assert_eq!((candidates, total), (ids.clone(), ids.len()));
        }
        other => panic!("ambiguous, not {other:?}"),
    }
    let message = fixture.case.finding(&shared).expect_err("ambiguous").to_string();
    assert!(message.contains(&ids[0].short()) && message.contains(&ids[1].short()), "{message}");

    for bad in ["", "abc", "xyz1", "ab%_", &"0".repeat(65)] {
        assert!(matches!(fixture.case.finding(bad), Err(CaseError::Prefix(_))), "{bad:?}");
    }
    assert!(matches!(fixture.case.finding(&"0".repeat(63)), Err(CaseError::NoFinding(_))));
}

#[test]
fn a_method_and_a_number_name_a_finding_of_the_last_examination() {
    let mut fixture = Fixture::new();
    let case = &mut fixture.case;
    let earlier = Run { plan: Plan { seed: None, ..plan() }, ..run(vec![]) };
    case.record_run(&earlier, &[finding(9)], WHO).expect("recorded");
    let other = Finding { method: "co_tag".into(), ..finding(5) }.seal().expect("sealed");
    let last = Run { finished: LATER, ..run(vec![]) };
    case.record_run(&last, &[finding(3), other, finding(1)], WHO).expect("recorded");
    for (name, expected) in [
        ("co_url#1", Some(3)),
        ("co_url#2", Some(1)),
        (" co_url#2 ", Some(1)),
        ("co_url#3", None),
        ("co_url#0", None),
        ("co_url#x", None),
        ("co_text#1", None),
    ] {
        let found = case.finding(name);
        assert_eq!(found.as_ref().ok().map(|found| found.id), expected.map(|n| finding(n).id), "{name}");
        assert!(expected.is_some() || matches!(found, Err(CaseError::NoFinding(_))), "{name}");
    }
}

#[test]
fn what_is_not_sealed_or_not_portable_is_refused() {
    let changed = Finding { n: 99, ..finding(1) };
    let endless = Finding { q: Some(f64::INFINITY), ..finding(1) }.seal().expect("serde writes null");
    let not_a_number =
        Finding { statistic: BTreeMap::from([("x".into(), f64::NAN)]), ..finding(1) }.seal().expect("null");
    for bad in [changed, endless, not_a_number] {
        let mut fixture = Fixture::new();
        let result = fixture.case.record_run(&run(vec![]), &[finding(2), bad], WHO);
        assert!(matches!(result, Err(CaseError::Unsealed { .. })), "{result:?}");
        assert_eq!(fixture.case.runs().expect("runs"), [], "nothing of the run is recorded");
        assert_eq!(fixture.case.findings().expect("findings"), []);
    }
}
