use super::stix::{Framework, Profile, StixOptions, Tlp};
use super::*;
use crate::table::Format;
use model::{
    Assessment, At, Author, EvidenceNo, Hypothesis, Layer, Level, RawRef, RecordRef, Sha256, Strength,
    Support,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One group of two accounts on two platforms and a mail, weighed by a person.
fn material() -> Material {
    let record = |platform: &str, account: &str, post: &str, time: i64| RecordRef {
        platform: platform.to_owned(),
        account: account.to_owned(),
        post: post.to_owned(),
        object: Some((Layer::Url, "https://lamps.example/a".to_owned())),
        time: Some(Timestamp(time)),
        raw: RawRef { evidence: EvidenceNo(0), path: Vec::new(), at: At::Bytes(3, 9) },
    };
    let finding = |statement: &str, records: Vec<RecordRef>| Finding {
        id: Sha256::of(statement.as_bytes()),
        lens: "coordination".to_owned(),
        method: "co_group".to_owned(),
        version: 1,
        parameters: BTreeMap::new(),
        seed: None,
        inputs: vec![Sha256::of(b"posts")],
        about: vec!["telegram/lev".to_owned(), "x/12".to_owned()],
        statement: statement.to_owned(),
        statistic: BTreeMap::from([("p".to_owned(), 0.5), ("span".to_owned(), f64::INFINITY)]),
        null_model: None,
        log10_p: Some(-3.0),
        q: Some(0.01),
        n: 2,
        error_rates: Vec::new(),
        support: Support::None { why: "nothing is calibrated".to_owned() },
        innocent_explanations: vec!["They read the same page.".to_owned()],
        techniques: vec!["T0119.002".to_owned(), "T0135.001".to_owned()],
        records,
    };
    let mail = Sha256::of(b"mail").hex();
    let told = finding(
        "=2 accounts acted together.",
        vec![
            record("x", "12", "1", 1_714_557_610_123_456),
            record("telegram", "lev", "2", 1_714_557_600_000_000),
            record("mail", "ida@quay.example", &mail, 1_714_557_605_000_000),
        ],
    );
    let assessment = Assessment {
        finding: told.id,
        hypothesis: "one-hand".to_owned(),
        support: Support::Ordinal(Strength::For),
        group: None,
        category: None,
        author: Author::Person("Ada".to_owned()),
        reason: "They answer within seconds.".to_owned(),
    };
    let hypothesis = |name: &str| Hypothesis {
        name: name.to_owned(),
        statement: "One person runs both.".to_owned(),
        level: Level::CommonControl,
        author: Author::Person("Ada".to_owned()),
    };
    let account = |platform: &str, id: &str| Account {
        key: format!("{platform}/{id}"),
        platform: platform.to_owned(),
        id: id.to_owned(),
        ..Account::default()
    };
    Material {
        program: "Scrutineer".to_owned(),
        title: "Case".to_owned(),
        made: Timestamp(1_714_600_000_000_007),
        evidence: vec![EvidenceItem {
            no: 0,
            id: Sha256::of(b"posts"),
            bytes: 5,
            media_type: "text/csv".to_owned(),
            name: None,
            category: Category::Behavioural,
        }],
        accounts: vec![account("telegram", "lev"), account("x", "12")],
        mails: vec![Mail {
            sha256: mail,
            from: Some("ida@quay.example".to_owned()),
            connecting_ip: Some("203.0.113.7".to_owned()),
            ..Mail::default()
        }],
        groups: vec![Group {
            id: "g1".to_owned(),
            members: vec!["telegram/lev".to_owned(), "x/12".to_owned()],
            method: "co_group".to_owned(),
            finding: Some(told.id),
        }],
        findings: vec![told, finding("Nothing was found.", Vec::new())],
        weighing: Weighing {
            hypotheses: vec![hypothesis("one-hand"), hypothesis("none")],
            reference: "none".to_owned(),
            assessments: vec![assessment],
        },
        campaigns: Vec::new(),
        left_out: Vec::new(),
    }
}

fn bundle(framework: Option<&Framework>) -> Vec<Value> {
    written(&material(), StixOptions { tlp: Tlp::Green, framework, ..StixOptions::default() })
}

fn written(material: &Material, options: StixOptions<'_>) -> Vec<Value> {
    let mut out = Vec::new();
    stix::stix(material, options, &mut out).expect("written");
    let bundle: Value = serde_json::from_slice(&out).expect("JSON");
    bundle["objects"].as_array().expect("a list").clone()
}

#[test]
fn a_campaign_is_the_word_of_the_person_who_names_it() {
    let mut material = material();
    let told = material.findings[0].id;
    material.campaigns =
        vec![Campaign { name: "Lamp Petition".to_owned(), by: Some("Ada".to_owned()), findings: vec![told] }];
    let objects = written(&material, StixOptions::default());
    let one = |kind: &str| objects.iter().find(|object| object["type"] == kind).expect("there");
    let campaign = one("campaign");
    assert_eq!(
        (&campaign["name"], &campaign["first_seen"]),
        (&json!("Lamp Petition"), &json!("2024-05-01T10:00:00.000Z"))
    );
    let person = objects.iter().find(|object| object["id"] == campaign["created_by_ref"]).expect("there");
    assert_eq!((&person["name"], &person["identity_class"]), (&json!("Ada"), &json!("individual")));
    let related: Vec<&Value> =
        objects.iter().filter(|object| object["source_ref"] == campaign["id"]).collect();
    assert_eq!(related.len(), 2, "the two accounts of the group");
    assert!(related.iter().all(|object| object["created_by_ref"] == person["id"]));
    assert_eq!(counts(&objects)["note"], 3);
    // Without group and names, by what its records name: two accounts, a mail as file and message, and its address.
    material.groups.clear();
    material.findings[0].about.clear();
    let objects = written(&material, StixOptions::default());
    let id = &objects.iter().find(|object| object["type"] == "campaign").expect("there")["id"];
    assert_eq!(objects.iter().filter(|object| object["source_ref"] == *id).count(), 5);
}

#[test]
fn opencti_gets_channels_under_its_own_ids() {
    let mut material = material();
    let options = StixOptions { profile: Profile::OpenCti, ..StixOptions::default() };
    let objects = written(&material, options);
    let mut expected = counts(&objects);
    assert_eq!((expected.remove("channel"), expected.remove("relationship")), (Some(2), Some(2)));
    assert_eq!(expected, counts(&written(&material, StixOptions::default())), "everything else is the same");
    let named = |name: &str| objects.iter().any(|o| o["type"] == "channel" && o["name"] == name);
    assert!(named("x/12") && named("telegram/lev"));
    material.campaigns = vec![Campaign { name: "Lamps".to_owned(), ..Campaign::default() }];
    let before = written(&material, options);
    material.made = Timestamp(material.made.0 + 1_000_000);
    let after = written(&material, options);
    let id =
        |objects: &[Value]| objects.iter().find(|o| o["type"] == "campaign").expect("there")["id"].clone();
    assert_eq!(id(&before), id(&after), "it is the same campaign there");
}

fn counts(objects: &[Value]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for object in objects {
        *counts.entry(object["type"].as_str().expect("a type")).or_default() += 1;
    }
    counts
}

#[test]
fn everything_has_its_place_in_stix() {
    let objects = bundle(None);
    let expected = [
        ("email-addr", 1),
        ("email-message", 1),
        ("extension-definition", 1),
        ("file", 2),
        ("grouping", 3),
        ("identity", 1),
        ("ipv4-addr", 1),
        ("marking-definition", 1),
        ("note", 2),
        ("observed-data", 1),
        ("opinion", 1),
        ("report", 1),
        ("user-account", 2),
    ];
    assert_eq!(counts(&objects), BTreeMap::from(expected));
    let of = |kind: &str| objects.iter().find(|object| object["type"] == kind).expect("there");
    assert_eq!(of("opinion")["opinion"], "agree");
    assert_eq!(of("observed-data")["first_observed"], "2024-05-01T10:00:00.000Z");
    assert_eq!(of("observed-data")["last_observed"], "2024-05-01T10:00:10.123Z");
    assert_eq!(of("marking-definition")["definition"]["tlp"], "green");
    let unmarked: Vec<_> = objects
        .iter()
        .filter(|object| {
            object["type"] != "marking-definition" && object.get("object_marking_refs").is_none()
        })
        .collect();
    assert!(unmarked.is_empty(), "{unmarked:?}");
    assert!(objects.iter().all(|object| object.get("confidence").is_none()), "likelihood is no confidence");
    assert_eq!(objects, bundle(None));
}

#[test]
fn techniques_are_the_frameworks_own_and_circumstances_are_none() {
    let pattern = |n: u32, technique: &str| {
        json!({
            "type": "attack-pattern", "spec_version": "2.1", "name": "Invented",
            "id": format!("attack-pattern--00000000-0000-4000-8000-00000000000{n}"),
            "created": "2024-01-01T00:00:00.000Z", "modified": "2024-01-01T00:00:00.000Z",
            "external_references": [{"source_name": "invented", "external_id": technique}],
        })
    };
    let file = json!({"type": "bundle", "objects": [pattern(1, "T0119.002"), pattern(2, "T0135.001"), pattern(3, "T9999")]});
    let framework = Framework::read(file.to_string().as_bytes()).expect("a bundle");
    assert_eq!(framework.len(), 2, "T9999 is in no table");
    let objects = bundle(Some(&framework));
    let patterns: Vec<_> = objects.iter().filter(|object| object["type"] == "attack-pattern").collect();
    assert_eq!(patterns.len(), 1, "{patterns:?}");
    let relationship = objects.iter().find(|object| object["type"] == "relationship").expect("one each");
    assert_eq!(relationship["target_ref"], patterns[0]["id"]);

    let mut layer = Vec::new();
    navigator(&material(), &mut layer).expect("written");
    let layer: Value = serde_json::from_slice(&layer).expect("JSON");
    let named: Vec<&Value> =
        layer["techniques"].as_array().expect("a list").iter().map(|t| &t["techniqueID"]).collect();
    assert_eq!(named, ["T0119.002"]);
}

#[test]
fn a_timeline_is_in_order_and_its_cells_are_inert() {
    let mut out = Vec::new();
    assert_eq!(timesketch(&material(), &mut out).expect("written"), 3);
    let text = String::from_utf8(out).expect("UTF-8");
    assert!(text.starts_with("message,datetime,timestamp_desc,"), "{text}");
    let times: Vec<&str> = text.lines().skip(1).filter_map(|line| line.split(",2024").nth(1)).collect();
    assert!(times.len() == 3 && times.is_sorted(), "{times:?}");
    let mut out = Vec::new();
    assert_eq!(dossier(&material(), Format::Csv, &mut out).expect("written"), 2);
    assert!(String::from_utf8(out).expect("UTF-8").contains("'=2 accounts acted together."));
}
