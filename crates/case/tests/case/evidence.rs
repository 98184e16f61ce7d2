//! Adding evidence: once per content, numbered without regard to order, all or nothing.

use crate::{Fixture, LATER, NOW, WHO};
use model::{Category, EvidenceNo, Obtained, Sensitivity, Sha256};
use proptest::prelude::*;
use scrutineer_case::{CaseError, Description, EvidenceRow, Incoming};
use std::io::Read;

fn given(files: &[(&'static str, &'static [u8])]) -> Vec<Incoming<'static>> {
    files.iter().map(|(name, bytes)| Incoming::reader(*bytes, *name)).collect()
}

#[test]
fn the_copy_is_the_original_and_lies_under_its_hash() {
    let mut fixture = Fixture::new();
    let path = fixture.file("posts.csv", b"id,text\n1,hello\n");
    let added = fixture.case.add_evidence(Incoming::file(&path), WHO, NOW).expect("added");
    let hash = Sha256::of(b"id,text\n1,hello\n");
    assert_eq!((added.no, added.hash, added.bytes, added.is_new), (EvidenceNo(0), hash, 16, true));

    let mut copy = Vec::new();
    fixture.case.open_evidence(&hash).expect("opened").read_to_end(&mut copy).expect("read");
    assert_eq!(copy, b"id,text\n1,hello\n");
    let hex = hash.hex();
    assert_eq!(fixture.case.evidence_path(&hash), fixture.dir().join("evidence").join(&hex[..2]).join(&hex));
    assert!(path.exists(), "the original stays where it was");
    assert!(matches!(fixture.case.open_evidence(&Sha256::of(b"other")), Err(CaseError::NoSuchHash(_))));
    assert!(matches!(fixture.case.evidence_row(EvidenceNo(9)), Err(CaseError::NoEvidence(EvidenceNo(9)))));
}

#[test]
fn the_same_bytes_are_one_piece_with_all_their_names() {
    let mut fixture = Fixture::new();
    let files = given(&[("b.csv", b"same"), ("a.csv", b"same"), ("c.csv", b"other")]);
    let added = fixture.case.add_all(files, WHO, NOW).expect("added");
    assert_eq!(added[0].no, added[1].no);
    assert!(added.iter().all(|one| one.is_new));

    let again =
        fixture.case.add_all(given(&[("z.csv", b"same"), ("a.csv", b"same")]), WHO, LATER).expect("again");
    assert!(again.iter().all(|one| !one.is_new && one.no == added[0].no));
    let row = fixture.case.evidence_row(added[0].no).expect("a row");
    assert_eq!(row.evidence.name, "a.csv", "the smallest of the first call");
    assert_eq!(row.names, ["a.csv", "b.csv", "z.csv"]);
    assert_eq!(fixture.case.evidence().expect("rows").len(), 2);

    // Nothing new about it: nothing to log.
    let entries = fixture.case.custody().expect("log").len();
    fixture.case.add_all(given(&[("a.csv", b"same")]), WHO, LATER).expect("once more");
    assert_eq!(fixture.case.custody().expect("log").len(), entries);
}

#[test]
fn a_file_that_is_known_is_not_copied_and_a_lost_copy_is_replaced() {
    let mut fixture = Fixture::new();
    let path = fixture.file("mail.eml", b"From: a\n");
    let hash = fixture.case.add_evidence(Incoming::file(&path), WHO, NOW).expect("added").hash;
    let copy = fixture.case.evidence_path(&hash);
    std::fs::remove_file(&copy).expect("lost");
    let again = fixture.case.add_evidence(Incoming::file(&path), WHO, LATER).expect("again");
    assert!(!again.is_new);
    assert!(copy.exists());
    assert_eq!(fixture.case.verify().expect("verified"), []);
}

#[test]
fn one_unreadable_file_means_that_nothing_is_added() {
    let mut fixture = Fixture::new();
    let good = fixture.file("good.csv", b"good");
    let missing = fixture.folder.path().join("missing.csv");
    let result = fixture.case.add_all(vec![Incoming::file(&good), Incoming::file(&missing)], WHO, NOW);
    let error = result.expect_err("missing");
    assert!(error.to_string().contains("missing.csv"), "{error}");
    assert!(matches!(
        fixture.case.add_evidence(Incoming::file(fixture.folder.path()), WHO, NOW),
        Err(CaseError::NotAFile(_))
    ));
    assert_eq!(fixture.case.evidence().expect("rows"), []);
    assert_eq!(fixture.case.verify().expect("verified"), []);
    assert_eq!(std::fs::read_dir(fixture.dir().join("tmp")).map_or(0, Iterator::count), 0);
}

#[test]
fn hostile_names_are_only_names() {
    let mut fixture = Fixture::new();
    for (name, bytes) in
        [("../../escape", &b"1"[..]), ("=cmd()", b"2"), ("'; DROP TABLE evidence; --", b"3"), ("", b"4")]
    {
        let no = fixture.case.add_evidence(Incoming::reader(bytes, name), WHO, NOW).expect("added").no;
        assert_eq!(fixture.case.evidence_row(no).expect("a row").evidence.name, name);
    }
    assert!(!fixture.folder.path().join("escape").exists());
    assert_eq!(fixture.case.verify().expect("verified"), []);
}

#[test]
fn the_description_is_kept_and_can_be_corrected() {
    let mut fixture = Fixture::new();
    let description = Description {
        media_type: "message/rfc822".into(),
        obtained: Some(Obtained { when: NOW, how: "handed over on a disk".into(), by: "B. Clerk".into() }),
        licence: Some("for this inquiry".into()),
        sensitivity: Sensitivity::Restricted,
        category: Category::Technical,
    };
    let mail = || Incoming::reader(&b"From: a\n"[..], "a.eml");
    let no = fixture.case.add_evidence(mail().described(description.clone()), WHO, NOW).expect("added").no;
    fixture.case.add_evidence(mail(), WHO, NOW).expect("the same without description");
    let evidence = fixture.case.evidence_row(no).expect("a row").evidence;
    assert_eq!(evidence.obtained, description.obtained);
    assert_eq!((evidence.sensitivity, evidence.category), (Sensitivity::Restricted, Category::Technical));

    let corrected = Description { media_type: "text/plain".into(), ..description };
    fixture.case.describe_evidence(no, &corrected, WHO, LATER).expect("corrected");
    assert_eq!(fixture.case.evidence_row(no).expect("a row").evidence.media_type, "text/plain");
    let last = fixture.case.custody().expect("log").pop().expect("an entry");
    assert_eq!((last.action.as_str(), last.time), ("describe_evidence", LATER));
    assert_eq!(fixture.case.verify().expect("verified"), []);
}

/// Rows without the case that they lie in.
fn add_in_order(files: &[(String, Vec<u8>)], batches: usize) -> (Vec<EvidenceRow>, Vec<EvidenceNo>) {
    let mut fixture = Fixture::new();
    let mut numbers = Vec::new();
    for batch in files.chunks(files.len().div_ceil(batches).max(1)) {
        let incoming = batch.iter().map(|(name, bytes)| Incoming::reader(&bytes[..], name.clone())).collect();
        numbers.extend(fixture.case.add_all(incoming, WHO, NOW).expect("added").iter().map(|one| one.no));
    }
    assert_eq!(fixture.case.verify().expect("verified"), []);
    (fixture.case.evidence().expect("rows"), numbers)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The order of the arguments of one call decides nothing.
    #[test]
    fn order_does_not_matter(
        (files, shuffled) in prop::collection::vec(("[ab]", prop::collection::vec(0u8..3, 0..2)), 1..8)
            .prop_flat_map(|files| (Just(files.clone()), Just(files).prop_shuffle()))
    ) {
        let (rows, _) = add_in_order(&files, 1);
        let (other, _) = add_in_order(&shuffled, 1);
        prop_assert_eq!(&rows, &other);
        prop_assert!(rows.windows(2).all(|pair| pair[0].evidence.id < pair[1].evidence.id));
    }

    /// A number once given stays, whatever comes later.
    #[test]
    fn numbers_are_for_good(files in prop::collection::vec(("[ab]", prop::collection::vec(0u8..3, 0..3)), 2..8)) {
        let (rows, numbers) = add_in_order(&files, 2);
        for ((_, bytes), no) in files.iter().zip(numbers) {
            prop_assert_eq!(rows[no.0 as usize].evidence.id, Sha256::of(bytes));
        }
    }
}
