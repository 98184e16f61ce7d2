use super::*;
use crate::dkim::testing::{OldKey, ed25519_key, rsa_key};
use crate::dkim::{Algorithm, KeyType};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use proptest::prelude::*;

/// Reads a record in which `RSA` and `ED` stand for keys.
fn parse(text: &str) -> Result<KeyRecord, KeyError> {
    let key = |record: String| record.rsplit_once("p=").unwrap().1.to_owned();
    let text = text.replace("RSA", &key(rsa_key().record())).replace("ED", &key(ed25519_key().record()));
    KeyRecord::parse(text.as_bytes())
}

#[track_caller]
fn check_error(text: &str, expected: &str) {
    let code = serde_json::to_value(parse(text).unwrap_err()).unwrap()["code"].clone();
    assert_eq!(code, expected, "{text:?}");
}

#[test]
fn records_that_hold_no_usable_key_say_why() {
    check_error("", "no_tag_list");
    check_error("v=spf1 include:harbour.example -all", "unknown_version");
    check_error("the keeper of this name", "no_tag_list");
    check_error("v=DKIM1; p=RSA; p=RSA", "no_tag_list");
    check_error("v=DKIM2; p=RSA", "unknown_version");
    check_error("v=DKIM1: k=rsa; p=RSA", "unknown_version");
    check_error("k=rsa; v=DKIM1; p=RSA", "unknown_version");
    check_error("v=DKIM1; k=dsa; p=RSA", "unknown_type");
    check_error("v=DKIM1; k=rsa", "no_key");
    check_error("v=DKIM1; k=rsa; p=", "revoked");
    check_error("v=DKIM1; k=rsa; p=lamp", "malformed_key");
    check_error("v=DKIM1; k=rsa; p=!", "malformed_key");
    check_error("v=DKIM1; k=rsa; p=ED", "malformed_key");
    check_error("v=DKIM1; k=ed25519; p=RSA", "malformed_key");
    check_error("v=DKIM1; s=tlsrpt; p=RSA", "not_for_mail");
}

#[test]
fn restrictions_are_read() {
    let record = parse("v=DKIM1; h=sha256 : sha512; s=* ; t=s:y; n=a note; p=RSA").unwrap();
    assert!(record.strict && record.testing);
    assert_eq!(record.allows(Algorithm::RsaSha256), Ok(()));
    assert_eq!(record.allows(Algorithm::RsaSha1), Err(KeyError::HashNotAllowed));
    assert_eq!(record.allows(Algorithm::Ed25519Sha256), Err(KeyError::OtherType));
    let plain = parse("p=RSA").unwrap();
    assert!(!plain.strict && !plain.testing && plain.hashes.is_none());
    assert_eq!(plain.key.key_type(), KeyType::Rsa);
    assert_eq!(parse("v=DKIM1; k=ed25519; p=ED").unwrap().key.bits(), 256);
}

#[test]
fn both_encodings_of_an_rsa_key_give_the_same_key() {
    let bare = OldKey::of_1024_bits(Algorithm::RsaSha256).record();
    let base64 = bare.rsplit_once("p=").unwrap().1;
    let key = BASE64_STANDARD.decode(base64).unwrap();
    let wrapped = BASE64_STANDARD.encode(der::subject_public_key_info(&key));
    let wrapped = format!("v=DKIM1; p={wrapped}");
    let record = KeyRecord::parse(wrapped.as_bytes()).unwrap();
    assert_eq!(KeyRecord::parse(bare.as_bytes()).unwrap(), record);
    assert_eq!(record.key.bits(), 1_024);
    // One byte more or less is another structure.
    for (from, to) in [("v=DKIM1; p=M", "v=DKIM1; p=N"), ("AQAB", "AQA=")] {
        let broken = wrapped.replacen(from, to, 1);
        assert_eq!(KeyRecord::parse(broken.as_bytes()), Err(KeyError::MalformedKey), "{from}");
    }
}

#[test]
fn numbers_that_are_no_rsa_key_are_named() {
    let key = |n: &[u8], e: &[u8]| {
        let key = der::write(0x30, &[der::write(0x02, n), der::write(0x02, e)].concat());
        KeyRecord::parse(format!("p={}", BASE64_STANDARD.encode(key)).as_bytes())
    };
    let n = [&[0x41; 127][..], &[0x43]].concat();
    assert_eq!(key(&n, &[1, 0, 1]).map(|record| record.key.bits()), Ok(1_023));
    for (n, e) in [
        // Anybody signs with an exponent of 1.
        (&n[..], &[1][..]),
        (&n, &[4]),
        (&n, &[3, 0, 0, 0, 1]),
        (&n[..127], &[1, 0, 0]),
        (&[n.clone(), vec![0x42]].concat(), &[1, 0, 1]),
    ] {
        assert_eq!(key(n, e), Err(KeyError::MalformedKey), "{e:?}");
    }
}

proptest! {
    #[test]
    fn no_bytes_of_a_key_make_it_panic(key in prop::collection::vec(any::<u8>(), 0..80), wrap in any::<bool>()) {
        let key = if wrap { der::write(0x30, &key) } else { key };
        for kind in ["rsa", "ed25519"] {
            let text = format!("k={kind}; p={}", BASE64_STANDARD.encode(&key));
            if let Ok(record) = KeyRecord::parse(text.as_bytes()) {
                prop_assert!(record.key.bits() <= 8 * key.len());
            }
        }
    }

    #[test]
    fn no_record_makes_it_panic(text in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = KeyRecord::parse(&text);
    }
}
