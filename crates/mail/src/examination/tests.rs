use super::*;
use crate::dkim::testing::{published, request, rsa_key, signed};
use crate::trace::{HostPattern, Level};

/// Puts the lines of a receiver on top of a signed mail, and examines it with the key on file.
fn check(own: Own, above: &str, expected: Standing) {
    let key = rsa_key();
    let mail = signed("From: a@harbour.example\r\nSubject: Lights\r\n\r\nText.\r\n", &request(), &key);
    let received = "Received: from relay.harbour.example (relay.harbour.example [203.0.113.7])\r\n \
                    by mx.office.example (Postfix) with ESMTP id 4X; Tue, 5 Nov 2024 09:14:02 -0500\r\n";
    let bytes = format!("{above}{received}Authentication-Results: mx.office.example; dkim=pass\r\n{mail}");
    let records = published(key.record());
    let context = Context {
        own: &own,
        trusted_sealers: &[],
        dns: &records,
        intel: &Intel::default(),
        limits: Limits::default(),
        now: Timestamp(1_764_000_000_000_000),
    };
    let examination = examine(&Message::split(bytes.as_bytes(), &context.limits), &context);
    assert_eq!(examination.theirs[0].standing, expected, "{above}");
    // The one below the boundary is text, whatever name it bears.
    assert_eq!(examination.theirs.last().map(|theirs| &theirs.standing), Some(&Standing::Text));
    assert_eq!(examination.verdicts.first().dkim[0].verdict, crate::dkim::Verdict::Pass);
    assert!(examination.ladder[0].level == Level::R4, "{:?}", examination.ladder[0]);
}

fn own(host: &str) -> Own {
    Own { hosts: vec![host.parse::<HostPattern>().expect("a host")], ..Own::default() }
}

#[test]
fn results_are_worth_what_their_place_is_worth() {
    let receiver = |assumed| Standing::Receiver { assumed };
    let line = "Authentication-Results: mx.office.example; dkim=pass header.d=harbour.example\r\n";
    check(own("mx.office.example"), line, receiver(false));
    check(Own::default(), line, receiver(true));
    // In the receiver's place, but in another name: Postfix leaves what the sender wrote there.
    check(
        own("mx.office.example"),
        "Authentication-Results: elsewhere.example; dkim=pass\r\n",
        Standing::Text,
    );
    let named = Own { authserv_ids: vec!["Office".into()], ..own("mx.office.example") };
    check(named.clone(), "Authentication-Results: office; dkim=pass\r\n", receiver(false));
    check(named, line, Standing::Text);
}

#[test]
fn verdicts_are_given_for_both_times() {
    let records = published(rsa_key().record());
    let bytes = b"Received: from a.example (a.example [203.0.113.7]) by mx.office.example (Postfix); \
                  Tue, 5 Nov 2024 09:14:02 -0500\r\nFrom: a@a.example\r\n\r\n";
    let context = Context {
        own: &Own::default(),
        trusted_sealers: &[],
        dns: &records,
        intel: &Intel::default(),
        limits: Limits::default(),
        now: Timestamp(1_764_000_000_000_000),
    };
    let examination = examine(&Message::split(bytes, &context.limits), &context);
    assert_eq!(
        examination.verdicts.at_receipt.as_ref().map(|at| at.at.rfc3339()).as_deref(),
        Some("2024-11-05T14:14:02Z")
    );
    assert_eq!(examination.verdicts.now.at, context.now);
    // What no file says is not known, and no verdict.
    let spf = examination.verdicts.first().spf.as_ref().expect("an address connected");
    assert_eq!(spf.verdict, crate::spf::Verdict::NotKnown);
    // Without a recorded envelope sender SPF is not held against the author.
    assert!(!examination.receipt.envelope_recorded);
}

/// What stands beside each other, and why: results in the receiver's name above a signed mail, which may be changed.
#[test]
fn differences_are_explained() {
    let key = rsa_key();
    let mail = signed("From: a@harbour.example\r\nSubject: Lights\r\n\r\nText.\r\n", &request(), &key);
    let domain = "header.d=harbour.example";
    let line = |results: &str| format!("Authentication-Results: mx.office.example; {results}\r\n");
    let changed = mail.replace("Text.", "Test.");
    let cases = [
        (line(&format!("dkim=pass {domain}")), &mail, Difference::Agree),
        (line(&format!("dkim=pass {domain}")), &changed, Difference::BytesDiffer),
        (line(&format!("dkim=fail {domain}")), &changed, Difference::Agree),
        (line("spf=pass smtp.mailfrom=b@elsewhere.example"), &mail, Difference::TheirsOnly),
        (String::new(), &mail, Difference::OursOnly),
        (
            "Authentication-Results: elsewhere.example; dkim=pass header.d=harbour.example\r\n".to_owned(),
            &mail,
            Difference::OnlyText,
        ),
    ];
    for (above, mail, expected) in cases {
        let received = "Received: from relay.harbour.example (relay.harbour.example [203.0.113.7])\r\n \
                        by mx.office.example (Postfix) with ESMTP id 4X; Tue, 5 Nov 2024 09:14:02 -0500\r\n";
        let bytes = format!("{above}{received}{mail}");
        let records = published(key.record());
        let own = own("mx.office.example");
        let context = Context {
            own: &own,
            trusted_sealers: &[],
            dns: &records,
            intel: &Intel::default(),
            limits: Limits::default(),
            now: Timestamp(1_764_000_000_000_000),
        };
        let examination = examine(&Message::split(bytes.as_bytes(), &context.limits), &context);
        let rows = comparisons(&examination);
        let wanted = if above.contains("spf") { Check::Spf } else { Check::Dkim };
        let named = |row: &&Comparison| row.check == wanted && !row.domain.is_empty();
        let row = rows.iter().find(|row| named(row) && row.domain.contains("example")).expect("a row");
        let row = rows.iter().find(|row| named(row) && !row.theirs.is_empty()).unwrap_or(row);
        assert_eq!(row.difference, expected, "{above}: {row:?}");
    }
}
