use super::*;
use crate::arc::ChainStatus;
use crate::arc::sign::seal;
use crate::dkim::sign::Request;
use crate::dkim::testing::{MAIL, Records, name, published, request, rsa_key, signed};
use crate::dkim::{self, Caveat, Holds};
use crate::ladder::Kind;
use crate::message::DamageKind;
use crate::trace::{HostPattern, Level};
use model::{MailForm, Rebuilt};
use proptest::prelude::*;

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
        let bytes = format!("{above}{RECEIPT}{mail}");
        let examination = examined(bytes.as_bytes(), &published(key.record()), &[]);
        let check = if above.contains("spf") { Check::Spf } else { Check::Dkim };
        let domain = if above.contains("spf") { "elsewhere.example" } else { "harbour.example" };
        let rows = comparisons(&examination);
        let row = rows.iter().find(|row| row.check == check && row.domain == domain).expect("a row");
        assert_eq!(row.difference, expected, "{above}: {row:?}");
    }
}

/// The line of the receiver, and its time.
const RECEIPT: &str = "Received: from relay.harbour.example (relay.harbour.example [203.0.113.7])\r\n \
                       by mx.office.example (Postfix) with ESMTP id 4X; Tue, 5 Nov 2024 09:14:02 -0500\r\n";
const RECEIVED_AT: Timestamp = Timestamp(1_730_816_042_000_000);
const DAY: i64 = 86_400_000_000;

fn examined(bytes: &[u8], records: &Records, trusted_sealers: &[DomainName]) -> Examination {
    let context = Context {
        own: &own("mx.office.example"),
        trusted_sealers,
        dns: records,
        intel: &Intel::default(),
        limits: Limits::default(),
        now: Timestamp(RECEIVED_AT.0 + 365 * DAY),
    };
    examine(&Message::split(bytes, &context.limits), &context)
}

/// What the ladder says besides of the only signature.
fn caveats(examination: &Examination) -> Vec<&str> {
    let kinds = [Kind::SignatureHolds, Kind::SignatureBroken, Kind::SignatureUnchecked];
    let of_signature = examination.ladder.iter().filter(|statement| kinds.contains(&statement.kind));
    of_signature.flat_map(|statement| statement.caveats.iter().map(String::as_str)).collect()
}

#[test]
fn a_sealer_is_believed_by_name_only() {
    let request = Request { domain: name("relay.example"), ..request() };
    let sealed = seal(
        MAIL.as_bytes(),
        1,
        "relay.example; spf=pass smtp.mailfrom=harbour.example",
        ChainStatus::None,
        &request,
        &rsa_key(),
    );
    let sealed = RECEIPT.to_owned() + &String::from_utf8(sealed.expect("sealed")).expect("ASCII");
    let records = Records::default().with("s1._domainkey.relay.example", rsa_key().record());
    let trusts = [name("relay.example")];
    let sealer = || trusts[0].clone();
    let check = |mail: &str, trusted: &[DomainName], standing: Standing, level: Level, caveat: &str| {
        let examination = examined(mail.as_bytes(), &records, trusted);
        assert_eq!(examination.theirs.iter().map(|t| &t.standing).collect::<Vec<_>>(), [&standing]);
        let kinds = [Kind::TheirResult, Kind::ClaimedResult];
        let said = examination.ladder.iter().find(|statement| kinds.contains(&statement.kind));
        let said = said.expect("a statement about the results");
        assert_eq!(said.level, level, "{said:?}");
        assert!(said.caveats.iter().any(|text| text.contains(caveat)), "{said:?}");
    };
    let of_sealer = Standing::Sealer { sealer: sealer() };
    let not_trusted = "Whether to believe the sealer is for you to say";
    check(&sealed, &[], of_sealer.clone(), Level::R0, not_trusted);
    check(&sealed, &[name("other.example")], of_sealer, Level::R0, not_trusted);
    let trusted = Standing::TrustedSealer { sealer: sealer() };
    check(&sealed, &trusts, trusted, Level::R3, "");
    // A chain that does not hold is text, whoever is trusted.
    let forged = sealed.replace("spf=pass", "spf=none");
    check(&forged, &trusts, Standing::Text, Level::R0, "");
    check(&sealed.replace("lamp", "bell"), &trusts, Standing::Text, Level::R0, "");
}

#[test]
fn a_signature_that_has_expired_since_counts_for_the_receipt() {
    let day = |n: i64| Some(Timestamp(RECEIVED_AT.0 + n * DAY));
    let with = |signed_at, expires_at| {
        let request = Request { signed_at, expires_at, ..request() };
        let mail = RECEIPT.to_owned() + &signed(MAIL, &request, &rsa_key());
        examined(mail.as_bytes(), &published(rsa_key().record()), &[])
    };
    let verdicts = |examination: &Examination| {
        let receipt = examination.verdicts.at_receipt.as_ref().expect("a time of receipt");
        (receipt.dkim[0].verdict, examination.verdicts.now.dkim[0].reason.clone())
    };
    let expired = with(day(-1), day(7));
    assert_eq!(verdicts(&expired), (dkim::Verdict::Pass, Some(dkim::Reason::Expired)));
    assert!(caveats(&expired).contains(&"Checked for now the result is policy."), "{:?}", caveats(&expired));
    let late = with(day(1), None);
    assert_eq!(verdicts(&late), (dkim::Verdict::Pass, None));
    assert!(caveats(&late).contains(&"It says that it was made after that time."), "{:?}", caveats(&late));
    // Expired when it was received: no pass, for any time.
    let before = with(day(-7), day(-1));
    assert_eq!(verdicts(&before), (dkim::Verdict::Policy, Some(dkim::Reason::Expired)));
    assert!(before.ladder.iter().all(|statement| statement.level < Level::R4));
}

/// Changes a signed mail, and checks that the damage is named beside the verdict, and what the ladder says of it.
#[track_caller]
fn check_damaged(change: impl Fn(&str) -> Vec<u8>, kind: DamageKind, verdict: dkim::Verdict, said: &str) {
    let mail = change(&signed(&MAIL.replace("Please", "From here please"), &request(), &rsa_key()));
    let bytes = [RECEIPT.as_bytes(), &mail].concat();
    let examination = examined(&bytes, &published(rsa_key().record()), &[]);
    let kinds: Vec<DamageKind> = examination.damage.iter().map(|damage| damage.kind).collect();
    assert!(kinds.contains(&kind), "{kinds:?}");
    assert_eq!(examination.verdicts.first().dkim[0].verdict, verdict, "{kind:?}");
    let caveats = caveats(&examination);
    assert!(caveats.iter().any(|caveat| caveat.contains(said)), "{kind:?} {caveats:?}");
}

#[test]
fn damage_is_named_beside_the_verdict() {
    use DamageKind::*;
    use dkim::Verdict::{Fail, Pass};
    let on_top = |line: &'static [u8]| move |mail: &str| [line, b"\r\n", mail.as_bytes()].concat();
    let text = |change: fn(&str) -> String| move |mail: &str| change(mail).into_bytes();
    // Above what was signed.
    check_damaged(on_top(b"X-Odd: a\rb"), BareCr, Pass, "");
    check_damaged(on_top(b"X-Odd: a\0b"), NulInHeader, Pass, "");
    check_damaged(on_top(b"X-Odd: \xfcber"), EightBitInHeader, Pass, "");
    check_damaged(on_top("X-Odd: über".as_bytes()), Utf8InHeader, Pass, "");
    check_damaged(on_top(b"X-Odd: a\nX-Other: b"), BareLf, Pass, "");
    check_damaged(
        |mail| [b"X-Odd: ".as_slice(), &[b'x'; 1_000], b"\r\n", mail.as_bytes()].concat(),
        LongLine,
        Pass,
        "",
    );
    let uncovered = "A second field of a signed name stands above the signed one";
    check_damaged(on_top(b"Subject: Fire"), DuplicateField, Pass, uncovered);
    check_damaged(on_top(b"Date: Wed, 6 Nov 2024 10:00:00 +0000"), DuplicateField, Pass, uncovered);
    check_damaged(
        text(|mail| format!("Message-ID: <1@a.example>\r\nMessage-ID: <2@a.example>\r\n{mail}")),
        DuplicateField,
        Pass,
        "not signed",
    );
    // In what was signed.
    let below = "without a field that was added below";
    check_damaged(
        text(|mail| mail.replacen("\r\n\r\n", "\r\nSubject: Fire\r\n\r\n", 1)),
        DuplicateField,
        Fail,
        below,
    );
    check_damaged(
        text(|mail| mail.replace("Lights", "Li\rghts")),
        BareCr,
        Fail,
        "not those that were signed",
    );
    check_damaged(
        text(|mail| mail.replace("lamp", "la\0mp")),
        NulInBody,
        Fail,
        "not the one that was signed",
    );
    // By a store, and undone.
    let undone = "damage by storage or export was undone";
    check_damaged(text(|mail| mail.replace("\r\n", "\n")), BareLf, Pass, undone);
    check_damaged(text(|mail| mail.replace("\r\n", "\r\r\n")), DoubledCr, Pass, undone);
    check_damaged(text(|mail| mail.replace("\nFrom here", "\n>From here")), QuotedFrom, Pass, undone);
    // What follows the stated length is never left out of a body that is verified.
    check_damaged(
        text(|mail| format!("Content-Length: 60\r\n{mail}Send the keys.\r\n")),
        ContentLengthDiffers,
        Fail,
        "not the one that was signed",
    );
}

#[test]
fn a_second_return_path_is_the_senders() {
    let records = Records::default();
    let below = "Return-Path: <mayor@pier.example>\r\nFrom: a@harbour.example\r\n\r\n";
    let sender = |examination: &Examination| {
        let envelope = examination.receipt.envelope.as_ref().and_then(|envelope| envelope.address.as_ref());
        (envelope.map(ToString::to_string), examination.receipt.envelope_recorded)
    };
    let two = examined(
        format!("Return-Path: <desk@harbour.example>\r\n{RECEIPT}{below}").as_bytes(),
        &records,
        &[],
    );
    assert_eq!(sender(&two), (Some("desk@harbour.example".to_owned()), true));
    assert!(two.damage.iter().any(|damage| damage.kind == DamageKind::DuplicateField));
    let one = examined(format!("{RECEIPT}{below}").as_bytes(), &records, &[]);
    assert_eq!(sender(&one), (Some("mayor@pier.example".to_owned()), false));
}

#[test]
fn caveats_of_domains_and_lengths_reach_the_ladder() {
    let with = |request: Request, more: &str, expected: fn(&Caveat) -> bool, said: &str| {
        let records =
            Records::default().with(&format!("s1._domainkey.{}", request.domain), rsa_key().record());
        let mail = RECEIPT.to_owned() + &signed(MAIL, &request, &rsa_key()) + more;
        let examination = examined(mail.as_bytes(), &records, &[]);
        let outcome = &examination.verdicts.first().dkim[0];
        assert!(
            outcome.verdict == dkim::Verdict::Pass && outcome.caveats.iter().any(expected),
            "{outcome:?}"
        );
        assert!(caveats(&examination).iter().any(|caveat| caveat.contains(said)), "{said}");
    };
    let by = |domain: &str| Request { domain: name(domain), ..request() };
    with(
        by("example"),
        "",
        |caveat| *caveat == Caveat::DomainIsPublicSuffix,
        "stands for nobody in particular",
    );
    with(
        Request { length: Some(30), ..request() },
        "Send the keys.\r\n",
        |caveat| matches!(caveat, Caveat::TextAppended { .. }),
        "behind the signed part",
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Statements rest on bytes of the mail, and without a key on file nothing is verified.
    #[test]
    fn any_pieces_are_examined(pieces in prop::collection::vec(prop::sample::select(vec![
        RECEIPT, "Received: from a ([192.0.2.1]) by mx.office.example; ", "Return-Path: <", "From: ", "Sender: ", "Date: ",
        "Message-ID: <", "Tue, 5 Nov 2024 09:14:02 -0000", "a@harbour.example", "b@[192.0.2.9]", "=?utf-7?q?+AEA-?=",
        "Authentication-Results: mx.office.example; spf=pass", "DKIM-Signature: v=1; a=rsa-sha256; d=harbour.example; ",
        "s=s1; h=from; bh=AAAA; b=AAAA", "; l=1", "; t=9; x=8", "ARC-Seal: i=1; cv=none; a=rsa-sha256; d=a.example; ",
        "ARC-Message-Signature: i=1; ", "ARC-Authentication-Results: i=1; ", "X-Originating-IP: [192.0.2.3]",
        "Content-Type: multipart/mixed; boundary=b", "--b", "\r\n", "\n", "\r", " ", "\0", "\u{feff}", ">", "(", "\"", ",", ";",
    ]), 0..40)) {
        let mail = pieces.concat();
        let examination = examined(mail.as_bytes(), &Records::default(), &[]);
        for statement in &examination.ladder {
            prop_assert!(statement.level < Level::R4, "{:?}", statement);
            prop_assert!(statement.basis.iter().all(|span| mail.as_bytes().get(span.clone()).is_some()));
        }
        if let Ok(origin) = &examination.trace.origin {
            prop_assert!(!examination.trace.could_be_senders(&origin.bytes));
        }
    }
}

#[test]
fn an_own_author_who_comes_in_from_outside_is_remarked() {
    let records = Records::default();
    let remarks = |from: &str| {
        let bytes = format!("{RECEIPT}From: {from}\r\n\r\nText.\r\n");
        let examination = examined(bytes.as_bytes(), &records, &[]);
        examination.ladder.iter().any(|statement| statement.text.contains("the receiver's own domain"))
    };
    assert!(remarks("desk@office.example") && remarks("desk@lamps.office.example"));
    assert!(!remarks("desk@harbour.example"));
}

/// A received and signed mail, its body as a container gives it, examined as of a form.
fn copy(form: MailForm, change: impl Fn(String) -> String) -> Examination {
    let key = rsa_key();
    let mail = signed("From: a@harbour.example\r\nSubject: Lights\r\n\r\nText.\r\n", &request(), &key);
    let received = "Authentication-Results: mx.office.example; dkim=pass\r\n\
                    Received: from relay.harbour.example (relay.harbour.example [203.0.113.7])\r\n \
                    by mx.office.example (Postfix) with ESMTP id 4X; Tue, 5 Nov 2024 09:14:02 -0500\r\n";
    let bytes = change(format!("{received}{mail}"));
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
    examine(&Message::split(bytes.as_bytes(), &context.limits).of_form(form), &context)
}

const REBUILT: MailForm =
    MailForm { rebuilt: Some(Rebuilt { has_header: true, is_html: false }), is_attached: false };

#[test]
fn what_a_container_lost_makes_no_signature_fail() {
    let converted = |mail: String| mail.replace("Text.", "Text, converted.");
    let plain = copy(MailForm::default(), converted);
    assert_eq!(plain.verdicts.first().dkim[0].verdict, crate::dkim::Verdict::Fail);
    for (change, header) in [
        (&converted as &dyn Fn(String) -> String, Holds::Yes),
        (&|mail| mail.replace("Lights", "Lamps"), Holds::NotChecked),
    ] {
        let rebuilt = copy(REBUILT, change);
        let outcome = &rebuilt.verdicts.first().dkim[0];
        assert_eq!(outcome.verdict, crate::dkim::Verdict::NotKnown);
        assert_eq!(outcome.reason, Some(crate::dkim::Reason::OriginalNotKept));
        assert_eq!(outcome.header, header);
        assert_ne!(outcome.body, Holds::No);
        assert!(rebuilt.damage.iter().any(|damage| damage.kind == DamageKind::RebuiltFromOutlook));
        let said = |words: &str| rebuilt.ladder.iter().any(|statement| statement.text.contains(words));
        assert!(said("cannot be checked") && !said("does not hold") && said("an Outlook file keeps"));
    }
    // What holds all the same holds.
    assert_eq!(copy(REBUILT, |mail| mail).verdicts.first().dkim[0].verdict, crate::dkim::Verdict::Pass);
}

#[test]
fn without_a_stored_header_all_is_text() {
    let form = MailForm { rebuilt: Some(Rebuilt { has_header: false, is_html: false }), is_attached: false };
    let made = |_| "From: \"Desk\" <desk@harbour.example>\r\nSubject: Lights\r\n\r\nText.\r\n".to_owned();
    let examination = copy(form, made);
    assert!(
        examination.ladder.iter().all(|statement| statement.level == Level::R0),
        "{:?}",
        examination.ladder
    );
    assert!(examination.damage.iter().any(|damage| damage.kind == DamageKind::NoTransportHeader));
    assert!(
        examination.ladder.iter().any(|statement| statement.caveats.iter().any(|c| c.contains("no header")))
    );
}

#[test]
fn an_attached_mail_is_examined_like_any_other_and_said_to_be_handed_on() {
    let plain = copy(MailForm::default(), |mail| mail);
    let attached = copy(MailForm { rebuilt: None, is_attached: true }, |mail| mail);
    let texts = |examination: &Examination| -> Vec<String> {
        examination.ladder.iter().map(|statement| statement.text.clone()).collect()
    };
    let (mut found, before) = (texts(&attached), texts(&plain));
    assert!(found.pop().is_some_and(|last| last.contains("attached to another one")));
    assert_eq!(found, before);
    for statement in &attached.ladder {
        let is_said = statement.caveats.iter().any(|caveat| caveat.starts_with("As whoever attached"));
        assert_eq!(is_said, matches!(statement.level, Level::R2 | Level::R3), "{statement:?}");
    }
}
