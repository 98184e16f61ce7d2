//! What holds for every mail.

use super::*;
use crate::dkim::Verdict;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end_in_a_verdict(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mail = [b"DKIM-Signature: ".as_slice(), &bytes].concat();
        for outcome in verify(&mail, &Records::default()) {
            prop_assert!(outcome.verdict != Verdict::Pass);
        }
    }

    #[test]
    fn any_change_of_a_signed_byte_breaks_a_simple_signature(at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let key = ed25519_key();
        let request =
            super::super::sign::Request { canonicalization: Canonicalization::default(), ..request() };
        let mail = signed(MAIL, &request, &key);
        let records = published(key.record());
        let outcome = &verify(mail.as_bytes(), &records)[0];
        // All signed bytes of header and body; the trailing empty line of the body is not signed.
        let mut signed_bytes: Vec<usize> =
            outcome.covers.fields.iter().flat_map(|covered| covered.span.clone()).collect();
        let body = outcome.covers.body.clone();
        signed_bytes.extend(body.start..mail.trim_end().len());
        let mut bytes = mail.clone().into_bytes();
        let changed = *at.get(&signed_bytes);
        bytes[changed] ^= 1 << bit;
        let outcomes = verify(&bytes, &records);
        prop_assert!(outcomes.iter().all(|outcome| outcome.verdict != Verdict::Pass), "byte {} of {}", changed, mail);
    }

    #[test]
    fn any_change_of_the_signature_field_breaks_it(at in any::<prop::sample::Index>(), byte in "[!-~]") {
        let key = ed25519_key();
        let mail = signed(MAIL, &request(), &key);
        let end = mail.find("\r\nFrom:").unwrap();
        let changed = at.index(end);
        let before = &mail[changed..=changed];
        // White space folds; the names of field and algorithm have no other spelling; base64 may end in unused bits.
        prop_assume!(!before.trim().is_empty() && !before.eq_ignore_ascii_case(&byte));
        prop_assume!(!mail[changed..end].trim_end_matches('=').is_empty() && changed + 4 < end);
        let mut bytes = mail.clone().into_bytes();
        bytes[changed] = byte.as_bytes()[0];
        let outcomes = verify(&bytes, &published(key.record()));
        prop_assert!(outcomes.iter().all(|outcome| outcome.verdict != Verdict::Pass), "{:?}", outcomes);
    }

    #[test]
    fn what_was_signed_passes(
        subject in "[a-z]([a-z \t]{0,30}[a-z])?", body in "([ab .\t]{0,9}\r\n){0,9}", length in prop::option::of(0..20_u64)
    ) {
        let key = ed25519_key();
        let mail = format!("From: desk@harbour.example\r\nSubject: {subject}\r\n\r\n{body}");
        let request = super::super::sign::Request { length, ..request() };
        let mail = signed(&mail, &request, &key);
        let outcomes = verify(mail.as_bytes(), &published(key.record()));
        let outcome = &outcomes[0];
        let too_long = told(outcome).starts_with("fail: body_shorter_than_length");
        prop_assert!(outcome.verdict == Verdict::Pass || (too_long && length.is_some()), "{}", told(outcome));
    }
}
