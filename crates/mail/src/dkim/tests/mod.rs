//! The verifier against signers and against attacks on signed mail.

mod attacks;
mod properties;
mod signatures;

use super::testing::*;
use super::{Algorithm, Canon, Canonicalization, Outcome};
use serde_json::Value;

/// Verdict, reason and caveats of an outcome by their codes: `pass`, `fail: body_hash_mismatch; body_can_grow`.
/// Two caveats of every plain case are left out: that fields could be added, and that the test's records have no date.
fn told(outcome: &Outcome) -> String {
    let json = serde_json::to_value(outcome).unwrap();
    let code = |value: &Value| value["code"].as_str().unwrap().to_owned();
    let mut text = json["verdict"].as_str().unwrap().to_owned();
    if !json["reason"].is_null() {
        text += &format!(": {}", code(&json["reason"]));
    }
    for caveat in json["caveats"].as_array().unwrap() {
        match code(caveat).as_str() {
            "fields_can_be_added" | "undated_key" => {}
            caveat => text += &format!("; {caveat}"),
        }
    }
    text
}

/// Checks what is told about the only signature of a mail.
#[track_caller]
fn check(mail: &str, records: &Records, expected: &str) {
    let outcomes = verify(mail.as_bytes(), records);
    assert_eq!(outcomes.iter().map(told).collect::<Vec<_>>(), [expected], "{mail}");
}

/// The invented mail, signed with the RSA key, after a change.
#[track_caller]
fn check_changed(change: impl Fn(&str) -> String, expected: &str) {
    let key = rsa_key();
    check(&change(&signed(MAIL, &request(), &key)), &published(key.record()), expected);
}

#[test]
fn what_was_signed_passes_in_every_canonicalisation() {
    let (rsa, ed25519) = (rsa_key(), ed25519_key());
    for (key, record) in [(&rsa, rsa.record()), (&ed25519, ed25519.record())] {
        for header in [Canon::Simple, Canon::Relaxed] {
            for body in [Canon::Simple, Canon::Relaxed] {
                let request =
                    super::sign::Request { canonicalization: Canonicalization { header, body }, ..request() };
                check(&signed(MAIL, &request, key), &published(record.clone()), "pass");
                check(
                    &signed("From: a@b.example\r\n\r\n", &request, key),
                    &published(record.clone()),
                    "pass",
                );
            }
        }
    }
}

#[test]
fn a_pass_states_who_signed_what() {
    let key = rsa_key();
    let mail = signed(MAIL, &request(), &key);
    let outcome = &verify(mail.as_bytes(), &published(key.record()))[0];
    let covered: Vec<&str> =
        outcome.covers.fields.iter().map(|covered| &mail[covered.span.clone()]).collect();
    assert_eq!(covered[0], "From: Harbour office <desk@harbour.example>\r\n");
    assert_eq!(covered.len(), 4);
    assert!(mail[outcome.covers.body.clone()].starts_with("The lamp"));
    let body = &outcome.covers.body;
    assert_eq!(
        outcome.statement().unwrap().to_string(),
        format!(
            "the key holder of harbour.example signed these headers: from, to, subject, date; and the body, \
             bytes {} to {}",
            body.start, body.end
        )
    );
    // Nothing else than a pass makes the sentence.
    let unknown = &verify(mail.as_bytes(), &Records::default())[0];
    assert!(unknown.statement().is_none());
}

#[test]
fn sha_1_is_computed_and_does_not_count() {
    let key = OldKey::of_1024_bits(Algorithm::RsaSha1);
    let mail = signed(MAIL, &request(), &key);
    check(&mail, &published(key.record()), "policy: historic_sha1; weak_key");
    check(&mail.replace("lamp", "bell"), &published(key.record()), "fail: body_hash_mismatch; weak_key");
    check(
        &mail.replace("pier\r\nDate", "quay\r\nDate"),
        &published(key.record()),
        "fail: signature_mismatch",
    );
}
