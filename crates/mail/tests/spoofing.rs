//! Labelled spoofing messages, where they are at hand: each ambiguity is flagged with the reason that the label names.

mod common;

use model::Timestamp;
use scrutineer_mail::author::{Authors, Envelope, name_reasons, selector_reasons};
use scrutineer_mail::dns::{Coverage, FileFacts, Seen, Source, SourceKind, Zone};
use scrutineer_mail::limits::Limits;
use scrutineer_mail::message::Message;
use scrutineer_mail::spf::{self, Query, Verdict};
use serde_json::Value;

fn cases() -> Option<Vec<Value>> {
    let path = common::conformance("spoofing/cases.json")?;
    Some(serde_json::from_slice(&std::fs::read(path).expect("cases")).expect("JSON"))
}

/// One character a byte.
fn bytes(text: &Value) -> Vec<u8> {
    text.as_str().unwrap_or_default().chars().map(|c| u8::try_from(c).expect("Latin-1")).collect()
}

/// Names of all reasons for doubt in message, envelope and signature.
fn reasons(case: &Value) -> (Vec<String>, bool) {
    let raw = bytes(&case["raw"]);
    let authors = Authors::of(&Message::split(&raw, &Limits::default()));
    let envelope = Envelope::read(&bytes(&case["mailfrom"]));
    let mut reasons = authors.reasons();
    reasons.extend(envelope.reasons);
    reasons.extend(name_reasons(&bytes(&case["dkim"]["d"])));
    reasons.extend(selector_reasons(&bytes(&case["dkim"]["s"])));
    let ambiguous = authors.is_ambiguous() || reasons.iter().any(|reason| reason.makes_ambiguous());
    let names =
        reasons.iter().map(|r| serde_json::to_value(r).expect("a name").as_str().expect("text").to_owned());
    (names.collect(), ambiguous)
}

#[test]
fn labelled_ambiguities_are_flagged_with_their_reason() {
    let Some(cases) = cases() else {
        println!("skipped: no data");
        return;
    };
    assert_eq!(cases.len(), 22);
    let mut flagged = 0;
    for case in &cases {
        let (reasons, ambiguous) = reasons(case);
        assert_eq!(ambiguous, case["expect_ambiguous"] == true, "{} {reasons:?}", case["id"]);
        let expected = case["expect"].as_str().expect("a label");
        assert_eq!(reasons.iter().any(|r| r == expected), ambiguous, "{} {reasons:?}", case["id"]);
        flagged += usize::from(ambiguous);
    }
    assert_eq!(flagged, 20);
}

/// In the two cases without ambiguity the envelope is another mailbox than the author. Even where the author's domain
/// allows every address, SPF passes for the envelope's own domain only, and never says anything about the author.
#[test]
fn envelopes_of_the_others_authenticate_nobody() {
    let Some(cases) = cases() else {
        println!("skipped: no data");
        return;
    };
    let seen = Seen::undated(Source { name: "zone".into(), kind: SourceKind::Supplied });
    let mut passes = 0;
    for case in cases.iter().filter(|case| case["expect_ambiguous"] == false) {
        let raw = bytes(&case["raw"]);
        let authors = Authors::of(&Message::split(&raw, &Limits::default()));
        let author = authors.sole().expect("one author");
        let envelope = Envelope::read(&bytes(&case["mailfrom"])).address.expect("an address");
        assert!(!envelope.is_same(author), "{}", case["id"]);
        let mail_from = envelope.to_string();
        let query = Query {
            ip: "192.0.2.1".parse().expect("an address"),
            helo: "mx.harbour.example",
            mail_from: &mail_from,
            receiver: None,
            at: Timestamp::default(),
        };
        for (coverage, otherwise) in
            [(Coverage::Complete, Verdict::None), (Coverage::Partial, Verdict::NotKnown)]
        {
            let facts = FileFacts { seen: seen.clone(), coverage };
            let yaml = format!("{}: v=spf1 +all\n", author.domain_text);
            let zone = Zone::from_yaml(yaml.as_bytes(), &facts).expect("YAML");
            let verdict = spf::check(&query, &zone).verdict;
            let same_domain = envelope.domain == author.domain;
            assert_eq!(verdict, if same_domain { Verdict::Pass } else { otherwise }, "{}", case["id"]);
            passes += usize::from(same_domain);
        }
    }
    assert_eq!(passes, 2);
}
