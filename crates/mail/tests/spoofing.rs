//! Labelled spoofing messages, where they are at hand: each ambiguity is flagged with the reason that the label names.

use model::Timestamp;
use scrutineer_mail::author::{Authors, Envelope, name_reasons, selector_reasons};
use scrutineer_mail::dns::{Coverage, FileFacts, Seen, Source, SourceKind, Zone};
use scrutineer_mail::limits::Limits;
use scrutineer_mail::message::Message;
use scrutineer_mail::spf::{self, Query, Verdict};
use serde_json::Value;
use std::path::PathBuf;

fn cases() -> Option<Vec<Value>> {
    let data = std::env::var_os("SCRUTINEER_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let path = data.join("mail/conformance/spoofing/cases.json");
    if !path.is_file() {
        println!("skipped: no data");
        return None;
    }
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
    let Some(cases) = cases() else { return };
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

/// In the two cases without ambiguity, SPF of the envelope must not become a pass of the From domain: there is none for a
/// name that does not exist, and a missing record is not known.
#[test]
fn envelopes_of_the_others_authenticate_nobody() {
    let Some(cases) = cases() else { return };
    let seen = Seen::undated(Source { name: "zone".into(), kind: SourceKind::Supplied });
    let all = FileFacts { seen: seen.clone(), coverage: Coverage::Complete };
    let some = FileFacts { seen, coverage: Coverage::Partial };
    for case in cases.iter().filter(|case| case["expect_ambiguous"] == false) {
        let raw = bytes(&case["raw"]);
        let authors = Authors::of(&Message::split(&raw, &Limits::default()));
        let from = &authors.sole().expect("one author").domain_text;
        let envelope = Envelope::read(&bytes(&case["mailfrom"])).address.expect("an address").to_string();
        let query = Query {
            ip: "192.0.2.1".parse().expect("an address"),
            helo: "mx.harbour.example",
            mail_from: &envelope,
            receiver: None,
            at: Timestamp::default(),
        };
        for (facts, expected) in [(&all, Verdict::None), (&some, Verdict::NotKnown)] {
            // The domain of the author allows every address; the envelope's is another one.
            let zone = Zone::from_yaml(format!("{from}: v=spf1 +all\n").as_bytes(), facts).expect("YAML");
            assert_eq!(spf::check(&query, &zone).verdict, expected, "{}", case["id"]);
        }
    }
}
