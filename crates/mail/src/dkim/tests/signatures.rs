//! Signatures and keys that cannot be used, or not for this, and verdicts over time.

use super::*;
use crate::dkim::sign::Request;
use crate::dkim::{Holds, KeyResult};
use model::Timestamp;

const HOUR: i64 = 3_600_000_000;

fn hours(n: i64) -> Timestamp {
    Timestamp(NOON.0 + n * HOUR)
}

#[test]
fn signatures_that_cannot_be_read_say_why() {
    let key = rsa_key();
    let mail = signed(MAIL, &request(), &key);
    let unreadable = |from: &str, to: &str, expected: &str| {
        assert!(mail.contains(from), "{from}");
        let outcome = &verify(mail.replacen(from, to, 1).as_bytes(), &published(key.record()))[0];
        let json = serde_json::to_value(outcome).unwrap();
        let error = &json["reason"]["signature"];
        let tag = error["tag"].as_str().map(|tag| format!(" {tag}")).unwrap_or_default();
        let told = format!("{} {}{tag}", json["verdict"].as_str().unwrap(), error["code"].as_str().unwrap());
        assert_eq!(told, format!("permerror {expected}"), "{to}");
    };
    unreadable("v=1", "v=2", "unknown_version");
    unreadable("v=1; ", "", "missing_tag v");
    unreadable("a=rsa-sha256", "a=rsa-md5", "unknown_algorithm");
    unreadable("a=rsa-sha256; ", "", "missing_tag a");
    unreadable("c=relaxed/relaxed", "c=relaxed/loose", "unknown_canonicalization");
    unreadable("d=harbour.example; ", "", "missing_tag d");
    unreadable("d=harbour.example", "d=harbour.example(.other.example", "malformed_tag d");
    unreadable("d=harbour.example", "d=harbour..example", "malformed_tag d");
    unreadable("d=harbour.example", "d=", "malformed_tag d");
    unreadable("s=s1;", "s=;", "malformed_tag s");
    unreadable("s=s1;", "d=other.example; s=s1;", "no_tag_list");
    unreadable("s=s1;", "s=s1; q=dns/other;", "unknown_query_method");
    unreadable("s=s1;", "s=s1; i=@other.example;", "identity_outside_domain");
    unreadable("s=s1;", "s=s1; i=keeper;", "malformed_tag i");
    unreadable("s=s1;", "s=s1; l=ten;", "malformed_tag l");
    unreadable("s=s1;", "s=s1; t=yesterday;", "malformed_tag t");
    unreadable("s=s1;", "s=s1; t=1234567890123;", "malformed_tag t");
    unreadable("s=s1;", "s=s1; t=100; x=100;", "expires_before_made");
    unreadable("h=from:to", "h=to", "from_not_signed");
    unreadable("h=from:to", "h=from::to", "malformed_tag h");
    unreadable("h=from:to", &format!("h=from{}:to", ":x".repeat(1_000)), "malformed_tag h");
    unreadable("bh=", "bh=!", "malformed_tag bh");
    unreadable("bh=", "body=", "missing_tag bh");
    unreadable("b=\r\n", "value=\r\n", "missing_tag b");
}

#[test]
fn keys_that_cannot_be_used_say_why() {
    let key = rsa_key();
    let record = key.record();
    let mail = signed(MAIL, &request(), &key);
    let unusable = |record: String, expected: &str| {
        check(&mail, &published(record.clone()), "permerror: no_usable_key");
        let json = serde_json::to_value(&verify(mail.as_bytes(), &published(record))[0]).unwrap();
        assert_eq!(json["reason"]["key"]["code"], expected);
    };
    unusable("v=DKIM1; p=".to_owned(), "revoked");
    unusable(record.replace("k=rsa", "k=dsa"), "unknown_type");
    unusable(record.replace("k=rsa", "k=rsa; h=sha1"), "hash_not_allowed");
    unusable(record.replace("k=rsa", "k=rsa; s=tlsrpt"), "not_for_mail");
    unusable(ed25519_key().record(), "other_type");
    check(&mail, &published(record.replace("k=rsa", "k=rsa; t=y")), "pass; testing");
    check(&mail, &published(other_rsa_key().record()), "fail: signature_mismatch");
}

#[test]
fn a_key_that_is_not_on_hand_is_not_known_and_never_a_failure() {
    let key = rsa_key();
    let mail = signed(MAIL, &request(), &key);
    check(&mail, &Records::default(), "not_known: key_not_on_file");
    check(&mail.replace("lamp", "bell"), &Records::default(), "not_known: key_not_on_file");
    // The body can be compared without a key.
    let holds = |mail: &str| verify(mail.as_bytes(), &Records::default())[0].body;
    assert_eq!(holds(&mail), Holds::Yes);
    assert_eq!(holds(&mail.replace("lamp", "bell")), Holds::No);
    // That the name did not exist is another thing, and has to be on file.
    check(&mail, &Records::default().without("harbour.example"), "permerror: key_absent");
}

#[test]
fn strict_keys_want_the_very_domain() {
    let key = rsa_key();
    let strict = key.record().replace("k=rsa", "k=rsa; t=s");
    for (identity, expected) in [
        (None, "pass"),
        (Some("@harbour.example"), "pass"),
        (Some("desk@harbour.example"), "pass"),
        (Some("desk@pier.harbour.example"), "permerror: no_usable_key"),
    ] {
        let request = Request { identity: identity.map(str::to_owned), ..request() };
        check(&signed(MAIL, &request, &key), &published(strict.clone()), expected);
        check(&signed(MAIL, &request, &key), &published(key.record()), "pass");
    }
}

#[test]
fn short_keys_are_named() {
    let key = OldKey::of_512_bits();
    check(&signed(MAIL, &request(), &key), &published(key.record()), "policy: key_too_short");
    let key = OldKey::of_1024_bits(Algorithm::RsaSha256);
    check(&signed(MAIL, &request(), &key), &published(key.record()), "pass; weak_key");
}

#[test]
fn of_several_keys_at_a_selector_each_is_tried() {
    let key = rsa_key();
    let mail = signed(MAIL, &request(), &key);
    let records = published("v=DKIM1; p=")
        .with("s1._domainkey.harbour.example", "another record")
        .with("s1._domainkey.harbour.example", other_rsa_key().record())
        .with("s1._domainkey.harbour.example", key.record());
    check(&mail, &records, "pass; several_keys");
    let keys = &verify(mail.as_bytes(), &records)[0].keys;
    let results: Vec<bool> = keys.iter().map(|key| key.result == KeyResult::Signed).collect();
    assert_eq!(results, [false, false, false, true]);
    assert!(matches!(keys[0].result, KeyResult::Unusable { .. }));
    assert_eq!(keys[2].result, KeyResult::DidNotSign);
}

#[test]
fn a_signature_may_count_at_receipt_and_not_now() {
    let key = rsa_key();
    let request = Request { signed_at: Some(NOON), expires_at: Some(hours(24)), ..request() };
    let mail = signed(MAIL, &request, &key);
    for (at, expected) in [
        (hours(-1), "pass; signed_later"),
        (NOON, "pass"),
        (hours(24), "pass"),
        (hours(25), "policy: expired"),
    ] {
        let outcomes = verify_at(mail.as_bytes(), &published(key.record()), at);
        assert_eq!(told(&outcomes[0]), expected, "{at:?}");
    }
}

#[test]
fn a_key_without_a_date_is_named() {
    let key = rsa_key();
    let mail = signed(MAIL, &request(), &key);
    let undated = |records: &Records| {
        let json = serde_json::to_value(&verify(mail.as_bytes(), records)[0].caveats).unwrap();
        json.as_array().unwrap().iter().any(|caveat| caveat["code"] == "undated_key")
    };
    assert!(undated(&published(key.record())));
    assert!(!undated(&Records { seen_at: Some(NOON), ..published(key.record()) }));
}

#[test]
fn signatures_beyond_the_limit_are_named_and_not_looked_at() {
    let key = rsa_key();
    let field = signed("", &request(), &key);
    let mail = field.repeat(101) + MAIL;
    let outcomes = verify(mail.as_bytes(), &published(key.record()));
    assert_eq!(outcomes.len(), 101);
    assert_eq!(told(&outcomes[100]), "not_known: over_limit");
}
