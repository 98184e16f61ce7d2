use super::super::ReceivedProblem::*;
use super::super::address::{is_exchange_filter, is_exchange_mailbox};
use super::super::*;
use proptest::prelude::*;

fn text(part: &Option<Part>) -> &str {
    part.as_ref().map_or("-", |part| &part.text)
}

/// `HELO/name/ip > by/ip`.
fn ends(line: &Received) -> String {
    let ip = |ip: &Option<Located>| ip.as_ref().map_or("-".to_owned(), |ip| ip.ip.to_string());
    let claimed = text(&line.from_claimed);
    let (name, by) = (text(&line.from_name), text(&line.by_host));
    format!("{claimed} {name} {} > {by} {}", ip(&line.from_ip), ip(&line.by_ip))
}

/// `protocol; id; for`.
fn manner(line: &Received) -> String {
    format!("{}; {}; {}", text(&line.protocol), text(&line.id), text(&line.recipient))
}

#[track_caller]
fn check(value: &str, expected_ends: &str, expected_manner: &str, problems: &[ReceivedProblem]) {
    let line = Received::parse(value.as_bytes(), 0);
    assert_eq!(ends(&line), expected_ends, "{value}");
    assert_eq!(manner(&line), expected_manner, "{value}");
    let found: Vec<ReceivedProblem> = line.problems.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(found, problems, "{value}");
    for part in [&line.from_claimed, &line.from_name, &line.by_host, &line.id].into_iter().flatten() {
        assert!(value[part.span.clone()].starts_with(&part.text), "{part:?} in {value}");
    }
}

#[test]
fn the_form_of_the_standard() {
    check(
        "from relay.harbour.example (relay.harbour.example [192.0.2.1]) by mx.county.example with ESMTP id 7 \
         for <desk@county.example>; Tue, 5 Nov 2024 09:14:02 -0500",
        "relay.harbour.example relay.harbour.example 192.0.2.1 > mx.county.example -",
        "ESMTP; 7; desk@county.example",
        &[],
    );
    check(
        "from harbour.example ([IPv6:2001:db8::7]) by mx.county.example via TCP with ESMTPS id 7;\r\n \
         5 Nov 2024 14:14:02 +0000",
        "harbour.example - 2001:db8::7 > mx.county.example -",
        "ESMTPS; 7; -",
        &[],
    );
    check(
        "FROM [192.0.2.1] ([203.0.113.4]) BY mx.county.example WITH SMTP; 5 Nov 2024 14:14:02 GMT",
        "[192.0.2.1] - 203.0.113.4 > mx.county.example -",
        "SMTP; -; -",
        &[],
    );
}

#[test]
fn postfix_writes_greeting_name_and_address() {
    check(
        "from hello.example (name.harbour.example [198.51.100.7])\r\n\t(using TLSv1.3 with cipher \
         TLS_AES_256_GCM_SHA384 (256/256 bits)\r\n\t key-exchange X25519)\r\n\t(No client certificate requested)\r\n\t\
         by mx.county.example (Postfix) with ESMTPS id 4Xj1\r\n\tfor <desk@county.example>; Tue,  5 Nov 2024 09:14:02 \
         -0500 (EST)",
        "hello.example name.harbour.example 198.51.100.7 > mx.county.example -",
        "ESMTPS; 4Xj1; desk@county.example",
        &[],
    );
    check(
        "from hello.example (unknown [2001:db8::9]) by mx.county.example (Postfix) with ESMTP id 4; 5 Nov 2024 09:14 +0000",
        "hello.example - 2001:db8::9 > mx.county.example -",
        "ESMTP; 4; -",
        &[],
    );
    check(
        "by web.county.example (Postfix, from userid 33) id 4; 5 Nov 2024 09:14:02 +0000",
        "- - - > web.county.example -",
        "-; 4; -",
        &[],
    );
}

#[test]
fn exchange_writes_bare_addresses() {
    check(
        "from hello.example (198.51.100.7) by EX2.county.example\r\n (10.1.2.3) with Microsoft SMTP Server \
         (version=TLS1_2,\r\n cipher=TLS_ECDHE_RSA) id 15.20.1.2 via Frontend Transport; Tue, 5 Nov 2024\r\n 14:14:02 +0000",
        "hello.example - 198.51.100.7 > EX2.county.example 10.1.2.3",
        "Microsoft SMTP Server; 15.20.1.2; -",
        &[],
    );
    check(
        "from EX1.county.example ([fe80::1:2%4]) by EX1.county.example ([fe80::1:2%4]) with mapi id 15.1; \
         5 Nov 2024 14:14:02 +0000",
        "EX1.county.example - fe80::1:2 > EX1.county.example fe80::1:2",
        "mapi; 15.1; -",
        &[],
    );
    check(
        "from User (198.51.100.7) by ex.county.example with Microsoft SMTPSVC(6.0.1); 5 Nov 2024 14:14:02 +0000",
        "User - 198.51.100.7 > ex.county.example -",
        "Microsoft SMTPSVC; -; -",
        &[],
    );
}

#[test]
fn exim_writes_the_greeting_behind_the_address() {
    check(
        "from name.harbour.example ([198.51.100.7]:53566 helo=hello.example) by mx.county.example with esmtps (TLS1.3) \
         tls TLS_AES (Exim 4.96) (envelope-from <a@harbour.example>) id 1q-0 for desk@county.example; \
         Tue, 05 Nov 2024 14:14:02 +0000",
        "hello.example name.harbour.example 198.51.100.7 > mx.county.example -",
        "esmtps tls TLS_AES; 1q-0; desk@county.example",
        &[],
    );
    check(
        "from [198.51.100.7] (port=40260 helo=[127.0.0.1]) by mx.county.example with esmtpsa id 1q-0; \
         Tue, 05 Nov 2024 14:14:02 +0000",
        "[127.0.0.1] - 198.51.100.7 > mx.county.example -",
        "esmtpsa; 1q-0; -",
        &[],
    );
    check(
        "from [198.51.100.7] (helo=hello.example) by mx.county.example with esmtp id 1q-0; 5 Nov 2024 14:14:02 +0000",
        "hello.example - 198.51.100.7 > mx.county.example -",
        "esmtp; 1q-0; -",
        &[],
    );
}

#[test]
fn qmail_sendmail_and_others() {
    check(
        "from unknown (HELO hello.example) (198.51.100.7)\r\n  by mx.county.example with SMTP; 5 Nov 2024 14:14:02 -0000",
        "hello.example - 198.51.100.7 > mx.county.example -",
        "SMTP; -; -",
        &[],
    );
    check(
        "(qmail 12 invoked from network); 5 Nov 2024 14:14:02 -0000",
        "- - - > - -",
        "-; -; -",
        &[NoClauses],
    );
    check(
        "from hello.example (user@name.harbour.example [198.51.100.7] (may be forged)) by mx.county.example \
         (8.17.1/8.17.1) with ESMTP id 4A5; Tue, 5 Nov 2024 09:14:02 -0500",
        "hello.example name.harbour.example 198.51.100.7 > mx.county.example -",
        "ESMTP; 4A5; -",
        &[],
    );
    check(
        "from 198.51.100.7 (EHLO hello.example)\r\n by 10.2.3.4 with SMTPs\r\n (version=TLS1_3); \
         Tue, 05 Nov 2024 14:14:02 +0000",
        "hello.example - 198.51.100.7 > 10.2.3.4 10.2.3.4",
        "SMTPs; -; -",
        &[],
    );
    check(
        "from hello.example (name.harbour.example. [198.51.100.7]) by mx.county.example with ESMTPS id z-1.2024 \
         for <desk@county.example> (version=TLS1_3 cipher=TLS_AES bits=128/128); Tue, 05 Nov 2024 06:14:02 -0800 (PST)",
        "hello.example name.harbour.example 198.51.100.7 > mx.county.example -",
        "ESMTPS; z-1.2024; desk@county.example",
        &[],
    );
    check(
        "by 2002:a05:6500:1491:b0:182:bec5:26c with SMTP id d6csp1; Tue, 5 Nov 2024 06:14:02 -0800 (PST)",
        "- - - > 2002:a05:6500:1491:b0:182:bec5:26c 2002:a05:6500:1491:b0:182:bec5:26c",
        "SMTP; d6csp1; -",
        &[],
    );
    check(
        "from [::ffff:198.51.100.7] (HELO hello.example) by mx.county.example with ESMTP id 4; 5 Nov 2024 14:14:02 Z",
        "hello.example - 198.51.100.7 > mx.county.example -",
        "ESMTP; 4; -",
        &[],
    );
}

#[test]
fn the_manner_of_coming_in_is_told() {
    let line = |value: &str| Received::parse(value.as_bytes(), 0);
    for authenticated in [
        "from a ([192.0.2.1]) by mx.county.example with ESMTPSA id 1; 5 Nov 2024 14:14:02 +0000",
        "from a (a [192.0.2.1]) (Authenticated sender: desk) by mx.county.example with ESMTP id 1; 5 Nov 2024 14:14:02 +0000",
    ] {
        assert!(line(authenticated).authenticated, "{authenticated}");
    }
    for submitted in [
        "by web.county.example (Postfix, from userid 33) id 4; 5 Nov 2024 09:14:02 +0000",
        "(from root@localhost) by mx.county.example (8.17/Submit) id 1; 5 Nov 2024 09:14:02 +0000",
        "(qmail 9 invoked by uid 89); 5 Nov 2024 14:14:02 -0000",
        "from desk by mx.county.example with local (Exim 4.96) id 1; 5 Nov 2024 14:14:02 +0000",
        "by 2002:a05::1 with HTTP; 5 Nov 2024 14:14:02 +0000",
        "from 77 named unknown by api.county.example with HTTPREST; 5 Nov 2024 14:14:02 +0000",
    ] {
        assert!(line(submitted).submitted.is_some(), "{submitted}");
    }
    let network = line("(qmail 9 invoked from network); 5 Nov 2024 14:14:02 -0000");
    assert!(network.queued && network.submitted.is_none());
    let lmtp = line("from a (a [10.0.0.1]) by b with LMTPA; 5 Nov 2024 14:14:02 +0000");
    assert!(!lmtp.authenticated, "hosts of one system log in to each other");
}

#[test]
fn a_greeting_that_imitates_clauses_gives_no_address() {
    // The peer greets with text that closes the clause early or adds a second address.
    check(
        "from x (y [192.0.2.66]) (name.harbour.example [198.51.100.7]) by mx.county.example with ESMTP id 4; \
         5 Nov 2024 14:14:02 +0000",
        "x y - > mx.county.example -",
        "ESMTP; 4; -",
        &[SeveralAddresses],
    );
    check(
        "from x by mx.county.example with ESMTP id 1; (unknown [198.51.100.7]) by mx.county.example with ESMTP id 4; \
         5 Nov 2024 14:14:02 +0000",
        "x - - > mx.county.example 198.51.100.7",
        "ESMTP ESMTP; 1; -",
        &[RepeatedClause, ExtraWords, ExtraWords],
    );
    check(
        "from x( (unknown [198.51.100.7]) by mx.county.example with ESMTP id 4; 5 Nov 2024 14:14:02 +0000",
        "x - - > - -",
        "-; -; -",
        &[UnclosedComment, NoTime],
    );
    check(
        "from by (unknown [198.51.100.7]) by mx.county.example with ESMTP id 4; 5 Nov 2024 14:14:02 +0000",
        "by - 198.51.100.7 > mx.county.example -",
        "ESMTP; 4; -",
        &[],
    );
    // A comment that ends in an address, as the greeting may: only first or second word counts.
    check(
        "from x (said it was [192.0.2.66]) by mx.county.example; 5 Nov 2024 14:14:02 +0000",
        "x - - > mx.county.example -",
        "-; -; -",
        &[],
    );
}

#[test]
fn what_cannot_be_read_is_named() {
    check("", "- - - > - -", "-; -; -", &[NoClauses, NoTime]);
    check("from a by b", "a - - > b -", "-; -; -", &[NoTime]);
    check("from a by b; soon", "a - - > b -", "-; -; -", &[UnreadableTime]);
    check(
        "from a b c by d pod-id NONE with HTTPS; 5 Nov 2024 14:14:02 +0000",
        "a - - > d -",
        "HTTPS; -; -",
        &[ExtraWords, ExtraWords],
    );
    check(
        "from 192.0.2.9 by b with HTTP; 5 Nov 2024 14:14:02 +0000",
        "192.0.2.9 - 192.0.2.9 > b -",
        "HTTP; -; -",
        &[AddressOnlyClaimed],
    );
    check("from a by b id 9 Tue, 5 Nov 2024 14:14:02 +0000", "a - - > b -", "-; 9; -", &[]);
    let long = format!("from a by b {}; 5 Nov 2024 14:14:02 +0000", "x ".repeat(20_000));
    assert!(Received::parse(long.as_bytes(), 0).has(TooLong));
    let deep = format!("from a {}by b", "(".repeat(100_000));
    assert!(Received::parse(deep.as_bytes(), 0).has(UnclosedComment));
}

#[test]
fn addresses_and_networks() {
    let ip = |text: &str| parse_ip(text.as_bytes()).map(|ip| ip.to_string());
    for (text, expected) in [
        ("192.0.2.1", Some("192.0.2.1")),
        ("[192.0.2.1]", Some("192.0.2.1")),
        ("[192.0.2.1]:25", Some("192.0.2.1")),
        ("192.0.2.1:25", Some("192.0.2.1")),
        ("[IPv6:2001:db8::1]", Some("2001:db8::1")),
        ("ipv6:2001:db8::1", Some("2001:db8::1")),
        ("[fe80::1%eth0]", Some("fe80::1")),
        ("::ffff:192.0.2.1", Some("192.0.2.1")),
        ("192.0.2.256", None),
        ("192.0.2.1]", None),
        ("[192.0.2.1]x", None),
        ("ü[192.0.2.1]", None),
        ("", None),
    ] {
        assert_eq!(ip(text).as_deref(), expected, "{text}");
    }
    let private = |text: &str| is_private(text.parse().expect(text));
    for inside in
        ["10.0.0.1", "127.0.0.6", "100.64.0.1", "169.254.1.1", "::1", "fd00::1", "fe80::1", "2002:a05:1::"]
    {
        assert!(private(inside), "{inside}");
    }
    for outside in ["192.0.2.1", "203.0.113.9", "100.128.0.1", "2001:db8::1", "2002:c000:201::"] {
        assert!(!private(outside), "{outside}");
    }
    let block = |of: fn(IpAddr) -> bool, text: &str| of(text.parse().expect(text));
    for inside in ["2603:10b6::1", "2603:1096::1", "2603:1036:903::a"] {
        assert!(block(is_exchange_mailbox, inside), "{inside}");
    }
    assert!(!block(is_exchange_mailbox, "2603:1020::1") && !block(is_exchange_mailbox, "2603:20b6::1"));
    assert!(block(is_exchange_filter, "2a01:111:f400::1") && block(is_exchange_filter, "2a01:111:f403::1"));
    assert!(!block(is_exchange_filter, "2a01:111:f404::1") && !block(is_exchange_filter, "2a01:112:f400::1"));
    let within =
        |network: &str, ip: &str| network.parse::<Network>().expect(network).contains(ip.parse().expect(ip));
    assert!(within("192.0.2.0/24", "192.0.2.200") && within("0.0.0.0/0", "203.0.113.9"));
    assert!(within("2001:db8::/32", "2001:db8:7::1") && within("192.0.2.1", "::ffff:192.0.2.1"));
    assert!(!within("192.0.2.0/25", "192.0.2.200") && !within("::/0", "192.0.2.1"));
    assert_eq!("192.0.2.0/33".parse::<Network>(), Err(NetworkError::Prefix));
    assert_eq!("192.0.2/24".parse::<Network>(), Err(NetworkError::Address));
}

proptest! {
    #[test]
    fn any_bytes_give_parts_that_lie_in_the_field(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let line = Received::parse(&bytes, 7);
        let parts = [&line.from_claimed, &line.from_name, &line.by_host, &line.via, &line.protocol, &line.id];
        for part in parts.into_iter().flatten() {
            prop_assert!(part.span.start >= 7 && part.span.end <= bytes.len() + 7);
        }
    }

    #[test]
    fn pieces_of_lines_in_any_order_are_read(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "from ", "by ", "with ", "id ", "for ", "via ", "(", ")", "[192.0.2.1]", "helo=", "HELO ", "x ",
                "; ", "\\", "\"", "<", ">", "2001:db8::1 ", "5 Nov 2024 ", "14:14:02 ", "-0000", "\r\n ", "ü",
            ]),
            0..40,
        )
    ) {
        let value = pieces.concat();
        let line = Received::parse(value.as_bytes(), 0);
        if let Some(ip) = &line.from_ip {
            prop_assert_eq!(parse_ip(&value.as_bytes()[ip.span.clone()]), Some(ip.ip));
        }
    }
}
