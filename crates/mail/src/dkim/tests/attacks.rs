//! Attacks on signed mail: each has its name in the outcome.

use super::*;
use crate::dkim::sign::Request;

#[test]
fn changes_break_the_signature() {
    check_changed(|mail| mail.to_owned(), "pass");
    check_changed(|mail| mail.replace("The lamp", "The bell"), "fail: body_hash_mismatch");
    check_changed(|mail| mail.replace("Lights on", "Fire on"), "fail: signature_mismatch");
    check_changed(|mail| mail.replace("From: Harbour", "From: Pier"), "fail: signature_mismatch");
    check_changed(|mail| mail.replace("d=harbour", "t=1; d=harbour"), "fail: signature_mismatch");
    // What relaxed canonicalisation forgives.
    check_changed(|mail| mail.replace("Subject: Lights on", "SUBJECT:Lights\r\n on"), "pass");
    check_changed(|mail| mail.replace("out.  \r\n", "out.\r\n"), "pass");
    check_changed(|mail| format!("{mail}\r\n\r\n"), "pass");
    check_changed(|mail| format!("Received: by relay.example\r\n{mail}"), "pass");
}

#[test]
fn a_field_added_above_is_named() {
    check_changed(|mail| format!("Subject: Fire\r\n{mail}"), "pass; uncovered_copies");
    check_changed(|mail| format!("From: other@other.example\r\n{mail}"), "pass; uncovered_copies");
    check_changed(|mail| format!("Reply-To: other@other.example\r\n{mail}"), "pass; fields_not_signed");
}

#[test]
fn a_field_added_below_is_found() {
    let below = |field: &str| {
        let field = field.to_owned();
        move |mail: &str| mail.replacen("\r\n\r\n", &format!("\r\n{field}\r\n\r\n"), 1)
    };
    check_changed(below("Subject: Fire"), "fail: field_added_below; uncovered_copies");
    check_changed(below("From: other@other.example"), "fail: field_added_below; uncovered_copies");
    // Not in a header so large that every try would cost a lot.
    let large = MAIL.replace("Lights on the", &"Lights ".repeat(20_000));
    let mail = signed(&large, &request(), &rsa_key());
    let records = published(rsa_key().record());
    check(&below("Subject: Fire")(&mail), &records, "fail: signature_mismatch; uncovered_copies");
    // Not when something else is wrong too.
    let both = |mail: &str| below("Subject: Fire")(mail).replace("To: Keeper", "To: Other");
    check_changed(both, "fail: signature_mismatch; uncovered_copies");
}

#[test]
fn a_name_signed_once_more_than_it_occurs_keeps_fields_out() {
    let key = rsa_key();
    let names: Vec<String> =
        ["from", "from", "to", "to", "subject", "subject", "date", "date"].map(str::to_owned).to_vec();
    let mail = signed(MAIL, &Request { names, ..request() }, &key);
    let records = published(key.record());
    let outcome = &verify(mail.as_bytes(), &records)[0];
    assert_eq!(outcome.covers.absent, ["from", "to", "subject", "date"]);
    check(&mail, &records, "pass");
    check(&format!("Subject: Fire\r\n{mail}"), &records, "fail: signature_mismatch");
    // Without that, the names are told.
    let mail = signed(MAIL, &request(), &key);
    let json = serde_json::to_value(&verify(mail.as_bytes(), &records)[0].caveats).unwrap();
    assert_eq!(json[1]["names"], serde_json::json!(["from", "to", "subject", "date"]));
}

#[test]
fn text_behind_the_signed_length_is_told_with_its_place() {
    let key = rsa_key();
    let records = published(key.record());
    let length = |length| Request { length: Some(length), ..request() };
    let all = "The lamp on the pier is out.\r\nPlease look at it.\r\n".len() as u64;
    check(&signed(MAIL, &length(all), &key), &records, "pass; body_can_grow");
    check(&signed(MAIL, &length(10), &key), &records, "pass; body_can_grow; text_appended");
    check(&signed(MAIL, &length(0), &key), &records, "pass; body_can_grow; text_appended");
    let longer = signed(MAIL, &length(all), &key).replace(&format!("l={all}"), "l=9999");
    check(&longer, &records, "fail: body_shorter_than_length; body_can_grow");
    // The place holds in the file as it is, also when its line endings were repaired.
    let mail =
        signed(MAIL, &length(all), &key).trim_end().to_owned() + "\r\nSend the keys to the other office.\r\n";
    for mail in [mail.clone(), mail.replace("\r\n", "\n")] {
        let outcome = &verify(mail.as_bytes(), &records)[0];
        let spans: Vec<_> = outcome
            .caveats
            .iter()
            .filter_map(|caveat| match caveat {
                crate::dkim::Caveat::TextAppended { span } => Some(mail[span.clone()].trim()),
                _ => None,
            })
            .collect();
        assert_eq!(spans, ["Send the keys to the other office."]);
    }
}

#[test]
fn domains_that_stand_for_others_are_told() {
    let key = rsa_key();
    let by = |domain: &str, author: &str| {
        let mail = MAIL.replace("desk@harbour.example", author);
        let mail = signed(&mail, &Request { domain: name(domain), ..request() }, &key);
        let records = Records::default().with(&format!("s1._domainkey.{domain}"), key.record());
        told(&verify(mail.as_bytes(), &records)[0])
    };
    assert_eq!(by("harbour.example", "desk@harbour.example"), "pass");
    assert_eq!(by("harbour.example", "desk@pier.harbour.example"), "pass; domain_above_author");
    assert_eq!(by("example", "desk@harbour.example"), "pass; domain_is_public_suffix; domain_above_author");
    assert_eq!(by("co.uk", "desk@harbour.example"), "pass; domain_is_public_suffix");
    assert_eq!(by("other.example", "desk@harbour.example"), "pass");
}

#[test]
fn damage_done_by_mail_stores_is_undone_and_told() {
    let key = rsa_key();
    let records = published(key.record());
    for canonicalization in [Canonicalization::RELAXED, Canonicalization::default()] {
        let request = Request { canonicalization, ..request() };
        let mail = signed(MAIL, &request, &key);
        check(&mail.replace("\r\n", "\n"), &records, "pass; repaired");
        check(&mail.replace("\r\n", "\r\r\n"), &records, "pass; repaired");
        // Some lines only: the header, or the body.
        let (header, body) = mail.split_once("\r\n\r\n").unwrap();
        let bare = |text: &str| text.replace("\r\n", "\n");
        check(&format!("{}\n\r\n{body}", bare(header)), &records, "pass; repaired");
        check(&format!("{header}\r\n\r\n{}", bare(body)), &records, "pass; repaired");
        // Repaired is not forgiven.
        check(
            &mail.replace("\r\n", "\n").replace("lamp", "bell"),
            &records,
            "fail: body_hash_mismatch; repaired",
        );
        // A line that an mbox file quotes.
        let quoting = signed(&MAIL.replace("Please", "From here"), &request, &key);
        check(&quoting, &records, "pass");
        check(&quoting.replace("From here", ">From here"), &records, "pass; repaired");
        check(&bare(&quoting).replace("From here", ">From here"), &records, "pass; repaired");
    }
    // Signed with such a line, nothing is undone.
    let quoted = signed(&MAIL.replace("Please", ">From here"), &request(), &key);
    check(&quoted, &records, "pass");
}

#[test]
fn a_bare_line_feed_that_was_signed_holds_as_it_is() {
    let key = rsa_key();
    let mail = signed(&MAIL.replace("look at it", "look\nat it"), &request(), &key);
    check(&mail, &published(key.record()), "pass");
}

#[test]
fn what_holds_is_told_apart_from_what_does_not() {
    use crate::dkim::Holds;
    let key = rsa_key();
    let mail = signed(MAIL, &request(), &key).replace("lamp", "bell");
    let outcome = &verify(mail.as_bytes(), &published(key.record()))[0];
    assert_eq!((outcome.header, outcome.body), (Holds::Yes, Holds::No));
}
