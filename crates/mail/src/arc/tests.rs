//! Chains of our own making, and what relays and forgers may do to them.

use super::sign::seal;
use super::*;
use crate::dkim::sign::Request;
use crate::dkim::testing::{MAIL, NOON, OldKey, Records, ed25519_key, name, other_rsa_key, request, rsa_key};
use crate::dkim::{self, Algorithm};
use crate::limits::Limits;
use crate::message::Message;
use proptest::prelude::*;

/// Adds the set of a relay, whose key is the same for all.
fn relayed(mail: &str, instance: u32, status: ChainStatus) -> String {
    let domain = format!("relay{instance}.example");
    let request = Request { domain: name(&domain), signed_at: Some(NOON), ..request() };
    let results = format!("{domain}; spf=pass smtp.mailfrom=harbour.example");
    let sealed = seal(mail.as_bytes(), instance, &results, status, &request, &rsa_key());
    String::from_utf8(sealed.unwrap()).unwrap()
}

/// The invented mail behind so many relays.
fn chain(relays: u32) -> String {
    (1..=relays).fold(MAIL.to_owned(), |mail, instance| relayed(&mail, instance, status(instance)))
}

fn status(instance: u32) -> ChainStatus {
    if instance == 1 { ChainStatus::None } else { ChainStatus::Pass }
}

fn records() -> Records {
    (1..=4).fold(Records::default(), |records, relay| {
        records.with(&format!("s1._domainkey.relay{relay}.example"), rsa_key().record())
    })
}

fn validated(mail: &[u8], records: &Records) -> Chain {
    let limits = Limits::default();
    validate(&Message::split(mail, &limits), &limits, records, NOON)
}

/// Verdict and reason by their codes, with the instance: `fail: seal 2 signature_mismatch`.
fn told(chain: &Chain) -> String {
    let json = serde_json::to_value(chain).unwrap();
    let mut text = json["verdict"].as_str().unwrap().to_owned();
    let reason = &json["reason"];
    if let Some(code) = reason["code"].as_str() {
        text += &format!(": {code}");
    }
    if let Some(instance) = reason["instance"].as_u64() {
        text += &format!(" {instance}");
    }
    for detail in [&reason["signature"]["code"], &reason["part"]] {
        text += &detail.as_str().map(|detail| format!(" {detail}")).unwrap_or_default();
    }
    text
}

#[track_caller]
fn check(mail: &str, expected: &str) {
    assert_eq!(told(&validated(mail.as_bytes(), &records())), expected, "{mail}");
}

#[test]
fn whole_chains_pass_and_name_their_sealers() {
    check(MAIL, "none");
    for relays in 1..=4 {
        check(&chain(relays), "pass");
        check(&chain(relays).replace("\r\n", "\n"), "pass");
    }
    let chain = validated(chain(3).as_bytes(), &records());
    let sealers: Vec<String> = chain.sealers().map(ToString::to_string).collect();
    assert_eq!(sealers, ["relay1.example", "relay2.example", "relay3.example"]);
    assert_eq!(chain.oldest_pass, Some(1));
    assert_eq!(chain.sets[1].seal.signed_at, None);
    assert_eq!(chain.sets[1].message_signature.signed_at, Some(NOON));
}

#[test]
fn a_relay_may_change_the_message_before_it_seals() {
    let changed = chain(1).replace("Subject: Lights", "Subject: [list] Lights");
    check(&changed, "fail: message_signature 1 signature_mismatch");
    let mail = relayed(&changed, 2, ChainStatus::Pass);
    check(&mail, "pass");
    let chain = validated(mail.as_bytes(), &records());
    assert_eq!(chain.oldest_pass, Some(2));
    assert_eq!(chain.sets[0].message_signature.verdict, dkim::Verdict::Fail);
    assert_eq!(chain.sets[0].seal.verdict, dkim::Verdict::Pass);
}

#[test]
fn changes_break_the_chain() {
    let mail = chain(2);
    check(&mail.replace("The lamp", "The bell"), "fail: message_signature 2 body_hash_mismatch");
    check(&mail.replace("Lights on", "Fire on"), "fail: message_signature 2 signature_mismatch");
    // What the first relay found is under both seals; both name the failure, the newest first.
    let forged = mail.replace("relay1.example; spf=pass", "relay1.example; spf=fail");
    check(&forged, "fail: seal 2 signature_mismatch");
    let sets = validated(forged.as_bytes(), &records()).sets;
    assert!(sets.iter().all(|set| set.seal.verdict == dkim::Verdict::Fail));
}

/// The mail without the lines of the fields whose first line contains `part`.
fn without(mail: &str, part: &str) -> String {
    let mut keep = true;
    mail.split_inclusive("\r\n")
        .filter(|line| {
            if !line.starts_with(' ') {
                keep = !line.contains(part);
            }
            keep
        })
        .collect()
}

/// The lines of the field whose first line contains `part`.
fn only(mail: &str, part: &str) -> String {
    let rest = &mail[mail.find(part).unwrap()..];
    let end = rest.match_indices("\r\n").find(|(i, _)| !rest[i + 2..].starts_with(' ')).unwrap().0;
    rest[..end + 2].to_owned()
}

#[test]
fn sets_that_form_no_chain_are_named() {
    let mail = chain(3);
    check(&without(&mail, "ARC-Seal: i=3"), "fail: missing 3 seal");
    check(&without(&mail, "ARC-Message-Signature: i=2"), "fail: missing 2 message_signature");
    check(&without(&mail, "ARC-Authentication-Results: i=1"), "fail: missing 1 authentication_results");
    // A whole set that is gone leaves a gap.
    check(&without(&mail, ": i=2;"), "fail: missing 2 authentication_results");
    let seal = only(&mail, "ARC-Seal: i=2");
    check(&format!("{seal}{mail}"), "fail: duplicate 2 seal");
    check(&mail.replace("ARC-Seal: i=3", "ARC-Seal: i=0"), "fail: no_instance");
    check(&mail.replace("ARC-Seal: i=3", "ARC-Seal: i=51"), "fail: no_instance");
    check(&mail.replace("Results: i=3;", "Results: i=3"), "fail: no_instance");
    check(&mail.replace("Results: i=3;", "Results: x;"), "fail: no_instance");
    // Without the two newest sets the rest is a chain, and only the sealer can tell that they were taken off.
    check(&without(&without(&mail, ": i=3;"), ": i=2;"), "pass");
}

#[test]
fn what_sealers_say_must_fit() {
    let second = |status| relayed(&chain(1), 2, status);
    check(&second(ChainStatus::None), "fail: wrong_status 2");
    check(&relayed(MAIL, 1, ChainStatus::Pass), "fail: wrong_status 1");
    let failed = second(ChainStatus::Fail);
    check(&failed, "fail: sealed_as_failed 2");
    check(&relayed(&failed, 3, ChainStatus::Pass), "fail: sealed_as_failed 2");
}

#[test]
fn fields_that_cannot_be_read_say_why() {
    let mail = chain(1);
    let check = |from: &str, to: &str, expected: &str| {
        assert!(mail.contains(from), "{from}");
        check(&mail.replacen(from, to, 1), expected);
    };
    check("cv=none; ", "", "fail: unreadable 1 missing_tag seal");
    check("cv=none", "cv=whole", "fail: unreadable 1 malformed_tag seal");
    check("cv=none", "cv=none; h=from", "fail: unreadable 1 forbidden_tag seal");
    check("cv=none", "cv=none; cv=none", "fail: no_instance");
    check("Seal: i=1; a=rsa-sha256", "Seal: i=1; a=rsa-sha1", "fail: unreadable 1 unknown_algorithm seal");
    check(
        "Signature: i=1; a=rsa-sha256",
        "Signature: i=1; a=rsa-sha1",
        "fail: unreadable 1 unknown_algorithm message_signature",
    );
    check("h=from", "h=arc-seal:from", "fail: unreadable 1 signs_seal message_signature");
}

#[test]
fn keys_decide_as_in_dkim() {
    let mail = chain(2);
    let with = |records: &Records| told(&validated(mail.as_bytes(), records));
    let first = Records::default().with("s1._domainkey.relay1.example", rsa_key().record());
    assert_eq!(with(&first), "not_known: message_signature 2 key_not_on_file");
    let second = Records::default().with("s1._domainkey.relay2.example", rsa_key().record());
    assert_eq!(with(&second), "not_known: seal 1 key_not_on_file");
    // What is wrong outweighs what is not known.
    let other = second.clone().with("s1._domainkey.relay1.example", other_rsa_key().record());
    assert_eq!(with(&other), "fail: seal 1 signature_mismatch");
    assert_eq!(with(&second.without("relay1.example")), "fail: seal 1 key_absent");
    let revoked = first.with("s1._domainkey.relay2.example", "v=DKIM1; p=");
    assert_eq!(with(&revoked), "fail: message_signature 2 no_usable_key");
}

#[test]
fn other_algorithms_and_short_keys() {
    let sealed = |key: &dyn dkim::sign::SigningKey, record: String| {
        let request = Request { domain: name("relay.example"), ..request() };
        let mail = seal(MAIL.as_bytes(), 1, "relay.example; none", ChainStatus::None, &request, key).unwrap();
        told(&validated(&mail, &Records::default().with("s1._domainkey.relay.example", record)))
    };
    assert_eq!(sealed(&ed25519_key(), ed25519_key().record()), "pass");
    let key = OldKey::of_1024_bits(Algorithm::RsaSha256);
    assert_eq!(sealed(&key, key.record()), "pass");
    let key = OldKey::of_512_bits();
    assert_eq!(sealed(&key, key.record()), "fail: message_signature 1 key_too_short");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end_in_a_verdict(values in prop::collection::vec(("[ -~]{0,40}", 0..3_usize), 0..8)) {
        let fields: String =
            values.iter().map(|(value, kind)| format!("{}: i=1;{value}\r\n", PartKind::ALL[*kind].field_name())).collect();
        let chain = validated(fields.as_bytes(), &Records::default());
        prop_assert!(chain.verdict != Verdict::Pass);
        prop_assert_eq!(chain.verdict == Verdict::None, values.is_empty());
    }

    #[test]
    fn any_change_of_an_arc_field_breaks_the_chain(at in any::<prop::sample::Index>(), byte in "[!-~]") {
        let mail = chain(2);
        let end = mail.find("\r\nFrom:").unwrap();
        let changed = at.index(end);
        let before = &mail[changed..=changed];
        // White space folds, names have no case, and base64 may end in unused bits.
        prop_assume!(!before.trim().is_empty() && !before.eq_ignore_ascii_case(&byte));
        prop_assume!(!mail[changed..].starts_with('=') && !mail[changed + 1..].starts_with('='));
        let mut bytes = mail.into_bytes();
        bytes[changed] = byte.as_bytes()[0];
        let chain = validated(&bytes, &records());
        prop_assert!(chain.verdict != Verdict::Pass, "{}", String::from_utf8_lossy(&bytes));
    }
}
