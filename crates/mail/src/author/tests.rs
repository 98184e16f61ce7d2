use super::*;
use crate::limits::Limits;
use proptest::prelude::*;

fn authors(header: &[u8]) -> Authors {
    let bytes = [header, b"\r\n\r\nbody\r\n"].concat();
    Authors::of(&Message::split(&bytes, &Limits::default()))
}

/// Addresses, reasons, and whether they are ambiguous.
#[track_caller]
fn check(header: &str, addresses: &[&str], reasons: &[Reason], ambiguous: bool) {
    let authors = authors(header.as_bytes());
    let shown: Vec<String> = authors.readings.iter().map(|r| r.address.to_string()).collect();
    assert_eq!(shown, addresses, "{header:?} {:?}", authors.flags);
    assert_eq!(authors.reasons(), reasons, "{header:?}");
    assert_eq!(authors.is_ambiguous(), ambiguous, "{header:?}");
    assert_eq!(authors.sole().is_some(), !ambiguous && addresses.len() == 1, "{header:?}");
}

#[test]
fn ordinary_authors_are_read_without_doubt() {
    for header in [
        "From: desk@harbour.example",
        "From: <desk@harbour.example>",
        "FROM:Harbour Desk <desk@harbour.example>",
        "From: \"Desk, Harbour\" <desk@harbour.example>",
        "From: desk@harbour.example (Harbour Desk)",
        "From: Harbour (the desk) <desk@harbour.example> (on duty)",
        "From: desk@harbour.example (desk@harbour.example)",
        "From: desk@harbour.example <desk@harbour.example>",
        "From: \"desk@harbour.example\" <Desk@Harbour.example>",
        "From: =?utf-8?Q?Harbour_Desk?= <desk@harbour.example>",
        "From: =?utf-8?Q?Desk,_Harbour_(Dr.)?= <desk@harbour.example>",
        "From: Harbour\r\n Desk\r\n\t<desk@harbour.example>",
        "From: Hafenbüro <desk@harbour.example>",
        "From: Harbour Desk <desk@harbour.example>\r\nSender: robot@lists.example\r\nReply-To: x@other.example",
        "From: \"Harbour \\\"Lights\\\" Desk\" <desk@harbour.example>",
        "From: desk @ harbour . example",
        "From: desk@harbour.example,",
    ] {
        let authors = authors(header.as_bytes());
        assert!(!authors.is_ambiguous(), "{header:?} {:?}", authors.flags);
        assert_eq!(
            authors.sole().map(|a| a.to_string().to_lowercase()).as_deref(),
            Some("desk@harbour.example")
        );
    }
    check("From: \"harbour desk\"@harbour.example", &["harbour desk@harbour.example"], &[], false);
    check("From: desk@bücher.example", &["desk@bücher.example"], &[], false);
    assert_eq!(
        authors("From: desk@bücher.example".as_bytes()).readings[0]
            .address
            .domain
            .as_ref()
            .map(|d| d.as_str()),
        Some("xn--bcher-kva.example")
    );
    check("From: desk@[192.0.2.1]", &["desk@[192.0.2.1]"], &[], false);
}

#[test]
fn what_people_may_misread_is_noted() {
    check(
        "From: \"mayor@pier.example\" <desk@harbour.example>",
        &["desk@harbour.example"],
        &[Reason::AddressInName],
        false,
    );
    check(
        "From: =?utf-8?B?bWF5b3JAcGllci5leGFtcGxl?= <desk@harbour.example>",
        &["desk@harbour.example"],
        &[Reason::AddressInName],
        false,
    );
}

#[test]
fn encoded_names_may_hold_dots() {
    check(
        "From: =?utf-8?Q?mayor=40pier.example?= <desk@harbour.example>",
        &["desk@harbour.example"],
        &[Reason::AddressInName],
        false,
    );
    check(
        "From: =?utf-8?Q?mayor@pier.example?= <desk@harbour.example>",
        &["desk@harbour.example"],
        &[Reason::AddressInName],
        false,
    );
}

#[test]
fn charsets_hide_no_address() {
    for name in [
        "=?utf-7?Q?mayor+AEA-pier.example?=",
        "=?UTF-7*en?B?bWF5b3IrQUVBLXBpZXIuZXhhbXBsZQ==?=",
        "=?utf-16be?B?AG0AYQB5AG8AcgBAAHAAaQBlAHIALgBlAHgAYQBtAHAAbABl?=",
        "=?iso-2022-jp?B?GyhKbWF5b3JAcGllci5leGFtcGxlGyhC?=",
        "=?no-such-charset?Q?mayor@pier.example?=",
    ] {
        let header = format!("From: {name} <desk@harbour.example>");
        check(&header, &["desk@harbour.example"], &[Reason::AddressInName], false);
        let alone = authors(format!("From: {name}").as_bytes());
        assert_eq!(alone.reasons(), [Reason::EncodedAddrSpec], "{name}");
        assert_eq!(alone.readings[0].address.to_string(), "mayor@pier.example", "{name}");
    }
}

#[test]
fn several_authors_are_all_candidates() {
    use Reason::*;
    let (a, b) = ("a@pier.example", "b@harbour.example");
    let check_two = |header: &str, reasons: &[Reason]| check(header, &[a, b], reasons, true);
    check_two("From: <a@pier.example>\r\nFrom: b@harbour.example", &[MultipleFrom]);
    check_two("From: <a@pier.example>\r\nFrom : b@harbour.example", &[MultipleFrom]);
    check("From\r\n : a@pier.example\r\nFrom: b@harbour.example", &[b, a], &[MultipleFromFoldedName], true);
    check(" From: a@pier.example\r\nFrom: b@harbour.example", &[b, a], &[MultipleFromMalformed], true);
    check(
        "Received: x\r\n From: a@pier.example\r\nFrom: b@harbour.example",
        &[b, a],
        &[MultipleFromMalformed],
        true,
    );
    check("From: b@harbour.example\r\nFrom\0: a@pier.example", &[b, a], &[MultipleFromMalformed], true);
    check(
        "From: b@harbour.example\r\nSubject: x\rFrom: a@pier.example",
        &[b, a],
        &[MultipleFromMalformed],
        true,
    );
    check("From: b@harbour.example\r\n>From: a@pier.example", &[b, a], &[MultipleFromMalformed], true);
    check("From\r\n : a@pier.example", &[a], &[FromMalformed], true);
    check(
        "From\r\n : a@pier.example\r\nSender: b@harbour.example",
        &[a, b],
        &[FromMalformed, FromUnreadableSenderPresent],
        true,
    );
    check(
        "From\r\n : a@pier.example\r\nResent-From: b@harbour.example",
        &[a, b],
        &[FromMalformed, FromUnreadableResentPresent],
        true,
    );
    check("Sender: b@harbour.example", &[b], &[FromUnreadableSenderPresent], true);
    check_two("From: a@pier.example, Desk <b@harbour.example>", &[MultipleAuthors]);
    check_two("From: a@pier.example, <b@harbour.example>", &[MultipleAuthors, BarePlusAngle]);
    check("From: a@pier.example <b@harbour.example>", &[b, a], &[BarePlusAngle], true);
    check_two(
        "From: =?utf-8?B?PGFAcGllci5leGFtcGxlPg==?=, <b@harbour.example>",
        &[MultipleAuthors, BarePlusAngle, EncodedAddrSpec],
    );
    check("From: <@pier.example,@quay.example:b@harbour.example>", &[b], &[RouteAddr], true);
    check_two(
        "From: <a@pier.example>\\,<b@harbour.example>",
        &[MultipleAuthors, QuotedPairOutsideQuotes, TrailingAfterAngle],
    );
    check_two("From: <a@pier.example>b@harbour.example", &[TrailingAfterAngle]);
    check_two("From: <a@pier.example> <b@harbour.example>", &[TrailingAfterAngle]);
    check("From: b@harbour.example (a@pier.example)", &[b, a], &[AddressInComment], true);
    check("From: b(@pier.example)@harbour.example", &[b], &[CommentInAddress], true);
    check_two("From: desk: a@pier.example, b@harbour.example;", &[MultipleAuthors, Group]);
    check(
        "From: a@pier.example@harbour.example",
        &["a@pier.example@harbour.example", a, "pier.example@harbour.example"],
        &[SeveralAts],
        true,
    );
    check("From: desk b@harbour.example", &[b], &[SpaceInAddress], true);
    check("From: \"Desk <b@harbour.example>", &[b], &[Unterminated, NoAddress], true);
    check("From: Desk <b@harbour.example", &[b], &[Unterminated], true);
}

#[test]
fn nul_ends_the_text_for_some() {
    let authors = authors(b"From: a@pier.example\0b@harbour.example");
    assert!(authors.reasons().contains(&Reason::Nul) && authors.is_ambiguous());
    assert_eq!(authors.readings[0].address.to_string(), "a@pier.example");
}

#[test]
fn no_author_is_not_two() {
    check("Subject: x", &[], &[Reason::NoFrom], false);
    check(
        "From: Desk, Harbour <desk@harbour.example>",
        &["desk@harbour.example"],
        &[Reason::NoAddress],
        false,
    );
    check("From: undisclosed", &[], &[Reason::NoAddress], false);
    check("From: <>", &[], &[Reason::NoAddress], false);
    check("From: a@pier..example", &["a@pier..example"], &[Reason::BadDomain], false);
}

#[test]
fn lists_of_field_names_are_no_authors() {
    check(
        "DKIM-Signature: v=1; i=@pier.example; h=\r\n From:To:Subject; d=pier.example\r\nFrom: a@pier.example",
        &["a@pier.example"],
        &[],
        false,
    );
    check(
        "Received: from mx (mx [192.0.2.1])\r\n for <a@pier.example>; Mon\r\nFrom: a@pier.example",
        &["a@pier.example"],
        &[],
        false,
    );
}

#[test]
fn floods_are_cut() {
    let many = format!("From: {}", "a@pier.example, ".repeat(5_000));
    assert!(authors(many.as_bytes()).reasons().contains(&Reason::TooManyAuthors));
    let different: String = (0..5_000).map(|n| format!("a{n}@pier.example ")).collect();
    let authors = authors(format!("From: <b@harbour.example> {different}").as_bytes());
    assert_eq!(authors.readings.len(), MAX_READINGS);
    assert!(authors.flags.len() <= MAX_FLAGS + 40);
    // Also of what no program would take for a list, and beyond the limit on headers.
    for from in
        ["From: a@pier.example ".to_owned(), format!("X: {}\r\nFrom: a@pier.example ", "x".repeat(1_000_000))]
    {
        let authors = self::authors((from + &"x".repeat(100_000)).as_bytes());
        assert!(authors.reasons().contains(&Reason::TooManyAuthors), "{:?}", authors.reasons());
        assert_eq!(authors.readings[0].address.to_string(), "a@pier.example");
    }
}

#[test]
fn envelopes_and_names_are_read_with_suspicion() {
    use Reason::*;
    for (path, address, reasons) in [
        ("<a@pier.example>", Some("a@pier.example"), &[][..]),
        ("a@pier.example", Some("a@pier.example"), &[]),
        ("<o'brien@pier.example>", Some("o'brien@pier.example"), &[]),
        ("<>", None, &[]),
        ("<\"a@b\"@pier.example>", Some("\"a@b\"@pier.example"), &[]),
        ("<postmaster>", None, &[EnvelopeMalformed]),
        ("<(a@pier.example>", None, &[EnvelopeMalformed]),
        ("<@pier.example,@quay.example:a@harbour.example>", Some("a@harbour.example"), &[EnvelopeRoute]),
        (
            "<a@pier.example(b.harbour.example>",
            Some("a@pier.example(b.harbour.example"),
            &[EnvelopeMalformed, AuthresInjection],
        ),
        (
            "<a@pier.example'@harbour.example>",
            Some("a@pier.example'@harbour.example"),
            &[EnvelopeMalformed, AuthresInjection],
        ),
    ] {
        let envelope = Envelope::read(path.as_bytes());
        assert_eq!(envelope.address.map(|a| a.to_string()).as_deref(), address, "{path}");
        assert_eq!(envelope.reasons, reasons, "{path}");
    }
    assert_eq!(name_reasons(b"pier.example"), []);
    assert_eq!(name_reasons(b"pier.example'x.harbour.example"), [AuthresInjection]);
    assert_eq!(selector_reasons(b"s1"), []);
    assert_eq!(selector_reasons(b"s1._domainkey.harbour.example.\0.x"), [DkimSelectorNul]);
}

proptest! {
    #[test]
    fn any_header_is_read(text in "(From|Sender|Subject)?[ \\r\\n\\t]{0,2}:?[a-z@<>(),:;.\\\\\" \\r\\n\\t\0=?-]{0,60}") {
        let bytes = format!("{text}\r\n\r\n").into_bytes();
        let authors = Authors::of(&Message::split(&bytes, &Limits::default()));
        for span in authors.readings.iter().map(|r| &r.span).chain(authors.flags.iter().map(|f| &f.span)) {
            prop_assert!(span.start <= span.end && span.end <= bytes.len());
        }
        prop_assert!(authors.readings.len() < 2 || authors.is_ambiguous());
    }

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
        let _ = authors(&[b"From:", &bytes[..]].concat());
        let _ = Envelope::read(&bytes);
    }
}
