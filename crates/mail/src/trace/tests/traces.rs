use super::super::*;
use crate::limits::Limits;
use proptest::prelude::*;

/// The peer outside, in all receivers.
const PEER: &str = "198.51.100.7";
/// Addresses that only forged lines name.
const FORGED: [&str; 2] = ["203.0.113.66", "2001:db8:66::1"];
const WHEN: &str = "Tue, 5 Nov 2024 14:14:02 +0000";

fn message(lines: &[String]) -> String {
    let fields: String = lines.iter().map(|line| format!("Received: {line}; {WHEN}\r\n")).collect();
    format!("{fields}From: a@harbour.example\r\nDate: {WHEN}\r\n\r\nText.\r\n")
}

fn trace_of(lines: &[String], own: &Own) -> Trace {
    Trace::of(&Message::split(message(lines).as_bytes(), &Limits::default()), own)
}

fn own(hosts: &[&str], networks: &[&str]) -> Own {
    Own {
        hosts: hosts.iter().map(|host| host.parse().expect(host)).collect(),
        networks: networks.iter().map(|network| network.parse().expect(network)).collect(),
        authserv_ids: vec!["mx.county.example".to_owned()],
    }
}

/// `origin, number of the receiver's lines, profile, assumed`.
fn shown(trace: &Trace) -> String {
    let origin = match &trace.origin {
        Ok(origin) => origin.ip.to_string(),
        Err(why) => format!("{why:?}"),
    };
    let inside = trace.hops.iter().filter(|hop| hop.side != Side::Outside).count();
    match &trace.boundary {
        Some(boundary) => format!("{origin}, {inside}, {:?}, {}", boundary.profile, boundary.assumed),
        None => origin,
    }
}

#[track_caller]
fn check(lines: &[&str], own: &Own, expected: &str) {
    let lines: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
    assert_eq!(shown(&trace_of(&lines, own)), expected, "{lines:#?}");
}

/// Lines of a receiver from top to bottom; the last one took the mail from [`PEER`].
struct Receiver {
    profile: Profile,
    lines: &'static [&'static str],
}

const RECEIVERS: [Receiver; 9] = [
    Receiver {
        profile: Profile::ExchangeOnline,
        lines: &[
            "from AB1PR00MB0001.namprd00.prod.outlook.com (::1) by AB2PR00MB0002.namprd00.prod.outlook.com with HTTPS",
            "from AB3PR00CA0003.namprd00.prod.outlook.com (2603:10b6:1:2::3) by AB1PR00MB0001.namprd00.prod.outlook.com \
             (2603:10b6:4:5::6) with Microsoft SMTP Server (version=TLS1_2) id 15.20.1.1",
            "from AB4NAM00FT004.eop-nam00.prod.protection.outlook.com (2603:10b6:1:2:cafe::4) by \
             AB3PR00CA0003.outlook.office365.com (2603:10b6:1:2::3) with Microsoft SMTP Server id 15.20.1.2 via Frontend Transport",
            "from relay.harbour.example (198.51.100.7) by AB4NAM00FT004.mail.protection.outlook.com (10.13.0.4) with \
             Microsoft SMTP Server id 15.20.1.3 via Frontend Transport",
        ],
    },
    // Mail that passed a second mailbox of the provider on its way, and filters that hand over from their own block.
    Receiver {
        profile: Profile::ExchangeOnline,
        lines: &[
            "from AB1PR00MB0001.namprd00.prod.outlook.com (::1) by AB2PR00MB0002.namprd00.prod.outlook.com with HTTPS",
            "from AB5EPF00000005.NAMP00.PROD.OUTLOOK.COM (2603:10b6:22e:400:0:1004:0:11) by \
             AB1PR00MB0001.namprd00.prod.outlook.com (2603:10b6:4:5::6) with Microsoft SMTP Server id 15.20.1.1",
            "from AB6EPF00000006.namprd00.prod.outlook.com (2a01:111:f403:c922::) by AB5EPF00000005.outlook.office365.com \
             (2603:1036:903:4::a) with Microsoft SMTP Server id 15.20.1.2 via Frontend Transport",
            "from relay.harbour.example (198.51.100.7) by AB6EPF00000006.mail.protection.outlook.com (10.167.0.6) with \
             Microsoft SMTP Server id 15.20.1.3 via Frontend Transport",
        ],
    },
    Receiver {
        profile: Profile::Gmail,
        lines: &[
            "by 2002:a05:6500:1491:b0:182:bec5:26c with SMTP id d6csp1",
            "from relay.harbour.example (relay.harbour.example. [198.51.100.7]) by mx.google.com with ESMTPS id z-1.2024 for \
             <desk@county.example> (version=TLS1_3 cipher=TLS_AES bits=128/128)",
        ],
    },
    Receiver {
        profile: Profile::Yahoo,
        lines: &[
            "from 10.2.3.4 by atlas-production.v2-mail-prod1-bf1.omega.yahoo.com pod-id NONE with HTTPS",
            "from 198.51.100.7 (EHLO relay.harbour.example) by 10.2.3.4 with SMTPs (version=TLS1_3 cipher=TLS_AES)",
        ],
    },
    Receiver {
        profile: Profile::Proton,
        lines: &[
            "from relay.harbour.example (relay.harbour.example [198.51.100.7]) (using TLSv1.3 with cipher TLS_AES \
             (256/256 bits)) (No client certificate requested) by mailin000.protonmail.ch (Postfix) with ESMTPS id 4Xj1 \
             for <desk@county.example>",
        ],
    },
    Receiver {
        profile: Profile::ICloud,
        lines: &[
            "from ab00p00im-qukt00000000.me.com by p00-mailgateway-smtp-0000-x (mailgateway 2413B96) with SMTP id 1",
            "from relay.harbour.example (relay.harbour.example [198.51.100.7]) by ab00p00im-qukt00000000.me.com (Postfix) \
             with ESMTPS id 2 for <desk@county.example>",
        ],
    },
    Receiver {
        profile: Profile::Postfix,
        lines: &[
            "from localhost (localhost [127.0.0.1]) by mx.county.example (Postfix) with ESMTP id 3",
            "from mx.county.example ([127.0.0.1]) by localhost (mx.county.example [127.0.0.1]) (amavis, port 10024) with \
             ESMTP id 2",
            "from hello.example (relay.harbour.example [198.51.100.7]) by mx.county.example (Postfix) with ESMTPS id 1 for \
             <desk@county.example>",
        ],
    },
    Receiver {
        profile: Profile::Exim,
        lines: &[
            "from mx.county.example ([203.0.113.5] helo=mx.county.example) by store.county.example with esmtp (Exim 4.96) id 2",
            "from relay.harbour.example ([198.51.100.7]:4026 helo=hello.example) by mx.county.example with esmtps (TLS1.3) \
             (Exim 4.96) (envelope-from <a@harbour.example>) id 1 for desk@county.example",
        ],
    },
    Receiver {
        profile: Profile::Generic,
        lines: &[
            "from front-7 ([10.81.8.211]) by store-15 with LMTP id 3 for <desk@county.example>",
            "(qmail 12 invoked from network)",
            "from unknown (HELO hello.example) (198.51.100.7) by mx.county.example with SMTP",
        ],
    },
];

/// The receiver's lines once more, with other addresses and under other numbers.
fn imitation(receiver: &Receiver, number: usize) -> String {
    let line = receiver.lines[receiver.lines.len() - 1 - number % receiver.lines.len()];
    let forged = line.replace(PEER, FORGED[0]).replace("::1)", "2001:db8:66::1)");
    format!("{forged} id forged{number}")
}

#[test]
fn forged_lines_below_never_name_the_origin() {
    for receiver in &RECEIVERS {
        for forged in 0..=4 {
            let mut lines: Vec<String> = receiver.lines.iter().map(|&line| line.to_owned()).collect();
            lines.extend((0..forged).map(|number| imitation(receiver, number)));
            let trace = trace_of(&lines, &Own::default());
            let expected = format!("{PEER}, {}, {:?}, true", receiver.lines.len(), receiver.profile);
            assert_eq!(shown(&trace), expected, "{lines:#?}");
        }
    }
}

#[test]
fn own_hosts_and_networks_are_the_boundary() {
    let lines = [
        "from front.county.example (front.county.example [203.0.113.5]) by store.county.example (Postfix) with ESMTP id 2",
        "from mx.cleaner.example (mx.cleaner.example [192.0.2.5]) by front.county.example (Postfix) with ESMTP id 1",
        "from relay.harbour.example (relay.harbour.example [198.51.100.7]) by mx.cleaner.example with ESMTP id 0",
        "from a.invented.example (a.invented.example [203.0.113.66]) by front.county.example with ESMTP id 0",
    ];
    check(&lines, &own(&[".county.example"], &[]), "192.0.2.5, 2, Postfix, false");
    check(
        &lines,
        &own(&["*.county.example", "mx.cleaner.example"], &["192.0.2.0/24"]),
        "198.51.100.7, 3, Postfix, false",
    );
    check(&lines, &own(&["store.county.example"], &[]), "203.0.113.5, 1, Postfix, false");
    // The user's hosts are not at the top: inferred, and marked so.
    let elsewhere = trace_of(&lines.map(str::to_owned), &own(&["mx.elsewhere.example"], &[]));
    assert_eq!(shown(&elsewhere), "192.0.2.5, 2, Postfix, true");
    assert_eq!(elsewhere.boundary.map(|boundary| boundary.reason), Some(BoundaryReason::OwnHostsAbsent));
    // A mail store that calls itself localhost stands above the user's hosts.
    check(
        &["from mx.county.example (mx.county.example [10.0.0.2]) by localhost with LMTP id 2", lines[1]],
        &own(&["mx.county.example"], &[]),
        "ChainBroken, 1, Generic, false",
    );
    check(
        &["from front.county.example (front [10.0.0.2]) by localhost with LMTP id 2", lines[1]],
        &own(&["front.county.example"], &[]),
        "192.0.2.5, 2, Generic, false",
    );
}

#[test]
fn what_a_peer_calls_itself_does_not_bring_it_inside() {
    let forged = "from a.invented.example ([203.0.113.66]) by mx1.county.example with ESMTP id 0";
    // The greeting is the receiver's own name; the address and its name are not.
    check(
        &[
            "from mx1.county.example (unknown [198.51.100.7]) by mx.county.example (Postfix) with ESMTP id 1",
            forged,
        ],
        &Own::default(),
        "198.51.100.7, 1, Postfix, true",
    );
    check(
        &[
            "from mx1.county.example (198.51.100.7) by ex.county.example with Microsoft SMTP Server id 1",
            forged,
        ],
        &own(&[".county.example"], &["10.0.0.0/8"]),
        "198.51.100.7, 1, ExchangeServer, false",
    );
    check(
        &[
            "from AB1PR00MB0001.namprd00.prod.outlook.com (198.51.100.7) by AB4NAM00FT004.mail.protection.outlook.com \
           (10.13.0.4) with Microsoft SMTP Server id 1",
            "from x (203.0.113.66) by AB1PR00MB0001.namprd00.prod.outlook.com",
        ],
        &Own::default(),
        "198.51.100.7, 1, ExchangeOnline, true",
    );
    // The holder of an address gave it the name of a host of the receiver, at a program that does not look further.
    check(
        &[
            "from mx1.county.example (mx1.county.example [198.51.100.7]) by mx.county.example (OwnMail 1.0) with ESMTP id 1",
            forged,
        ],
        &own(&[".county.example"], &[]),
        "198.51.100.7, 1, Generic, false",
    );
    check(
        &[
            "from mx1.county.example (mx1.county.example [198.51.100.7] (may be forged)) by mx.county.example \
           (8.17.1/8.17.1) with ESMTP id 1",
            forged,
        ],
        &Own::default(),
        "198.51.100.7, 1, Sendmail, true",
    );
    // A name that nobody checked, and one made from the address as customers' connections have them.
    check(
        &[
            "from mx1.county.example (HELO mx1.county.example) (198.51.100.7) by mx.county.example with SMTP",
            forged,
        ],
        &Own::default(),
        "198.51.100.7, 1, Generic, true",
    );
    check(
        &[
            "from mx1 (ip-100-7.county.example [198.51.100.7]) by mx.county.example (Postfix) with ESMTP id 1",
            "from a ([203.0.113.66]) by ip-100-7.county.example with ESMTP id 0",
        ],
        &Own::default(),
        "198.51.100.7, 1, Postfix, true",
    );
    // A greeting that holds a comment, at a program that writes no name where it found none.
    check(
        &[
            "from mx1.county.example (HELO x) ([198.51.100.7]) by mx.county.example (8.17.1/8.17.1) with ESMTP id 1",
            forged,
        ],
        &Own::default(),
        "198.51.100.7, 1, Sendmail, true",
    );
    // A greeting with a second address in it: nothing is named.
    check(
        &[
            "from x (y [203.0.113.66]) (unknown [198.51.100.7]) by mx.county.example (Postfix) with ESMTP id 1",
        ],
        &Own::default(),
        "AmbiguousLine, 1, Postfix, true",
    );
}

#[test]
fn an_address_that_is_not_recorded_has_a_reason() {
    let none = Own::default();
    // Greetings that are addresses, at a host that records nothing else.
    let forged = "from x ([203.0.113.66]) by mx.county.example with ESMTP id 0";
    check(
        &["from [203.0.113.66] by mx.county.example with SMTP", forged],
        &none,
        "NoAddress, 1, Generic, true",
    );
    check(&["from [127.0.0.1] by mx.county.example with SMTP", forged], &none, "NoAddress, 1, Generic, true");
    check(
        &["from [198.51.100.7] by mx.county.example with esmtp (Exim 4.96) id 1", forged],
        &none,
        "198.51.100.7, 1, Exim, true",
    );
    // A reverse name that looks like an address is a name: what stands in brackets is what the host saw.
    for name in ["198.51.100.5", "10.9.9.9", "127.0.0.1", "::1", "[10.9.9.9]"] {
        let line = format!(
            "from x ({name} [203.0.113.99] (may be forged)) by mx.county.example (8.17/8.17) with ESMTP id 1"
        );
        check(&[&line, forged], &none, "203.0.113.99, 1, Sendmail, true");
    }
    // Under TLS its version stands before the program.
    check(
        &[
            "from [198.51.100.7] by mx.county.example with esmtps  (TLS1.3) tls TLS_AES_256 (Exim 4.97) id 1",
            forged,
        ],
        &none,
        "198.51.100.7, 1, Exim, true",
    );
    check(&["from 198.51.100.7 by web.county.example with HTTP"], &none, "198.51.100.7, 1, Generic, true");
    check(&[], &none, "NoReceived");
    check(&["from a by mx.county.example (Postfix) with ESMTP id 1"], &none, "NoAddress, 1, Postfix, true");
    check(
        &["from a ([0.0.0.0]) by mx.county.example (Postfix) with ESMTP id 1"],
        &none,
        "NoAddress, 1, Postfix, true",
    );
    check(&["delivered by hand"], &none, "NoAddress, 1, Generic, true");
    check(&["delivered"], &none, "UnreadableLine, 1, Generic, true");
    check(&["by mx.county.example id 1", forged], &none, "NoAddress, 1, Generic, true");
    check(
        &["by web.county.example (Postfix, from userid 33) id 1", forged],
        &none,
        "SubmittedInside, 1, Postfix, true",
    );
    check(
        &[
            "from AB1PR00MB0001.namprd00.prod.outlook.com ([fe80::1%4]) by AB1PR00MB0001.namprd00.prod.outlook.com \
           ([fe80::1%4]) with mapi id 15.20",
            "from x (203.0.113.66) by AB1PR00MB0001.namprd00.prod.outlook.com (2603:10b6::1)",
        ],
        &none,
        "SubmittedInside, 1, ExchangeOnline, true",
    );
    check(
        &[
            "by 2002:a05:1::1 with SMTP id 1",
            "by 2002:a05:2::1 with HTTP",
            "from x (x. [203.0.113.66]) by mx.google.com with ESMTPS id 1",
        ],
        &none,
        "SubmittedInside, 2, Gmail, true",
    );
    check(
        &[
            "from desk (desk.county.example [10.0.0.9]) by mx.county.example (Postfix) with ESMTPSA id 1",
            "from x ([203.0.113.66]) by desk.county.example with ESMTP id 0",
        ],
        &none,
        "SubmittedInside, 1, Postfix, true",
    );
    // Address translation in front of the receiver: every peer has the gateway's address.
    check(
        &[
            "from relay.harbour.example (unknown [172.17.0.1]) by mx.county.example (Postfix) with ESMTP id 1",
            "from x ([203.0.113.66]) by relay.harbour.example with ESMTP id 0",
        ],
        &none,
        "AddressHidden, 1, Postfix, true",
    );
    check(
        &["from pc (pc [10.0.0.9]) by mx.county.example (Postfix) with ESMTP id 1"],
        &none,
        "EndsInside, 1, Postfix, true",
    );
    check(
        &[
            "from pc (pc [10.0.0.9]) by mx.county.example (Postfix) with ESMTP id 1",
            "from x ([203.0.113.66]) by relay.harbour.example with ESMTP id 0",
        ],
        &none,
        "ChainBroken, 1, Postfix, true",
    );
}

#[test]
fn stores_behind_the_receiver_are_inside() {
    let outside =
        "from hello (relay.harbour.example [198.51.100.7]) by mx.county.example (Postfix) with ESMTP id 1";
    for store in [
        "from mx.county.example by store.county.example with LMTP id 2 (envelope-from <a@harbour.example>)",
        "from mx.county.example ([203.0.113.5]) by store.county.example with LMTP id 2",
        "from mx ([unix socket]) by store (Cyrus 3.8) with LMTPA",
        "from mx.county.example (LHLO mx.county.example) (10.0.0.5) by store.county.example with LMTP",
        "from mx.county.example (mx.county.example [203.0.113.5]) by store.county.example (Postfix) with ESMTP id 2",
    ] {
        let lines = [store.to_owned(), outside.to_owned()];
        let trace = trace_of(&lines, &own(&[], &[]));
        assert_eq!(trace.origin.map(|origin| origin.ip.to_string()), Ok(PEER.to_owned()), "{store}");
    }
    // Nothing ties the two names to each other but the user's word.
    let exchange = "from mx.county.example (10.0.0.5) by store.county.local (10.0.0.6) with Microsoft SMTP Server id 15.1";
    check(&[exchange, outside], &own(&[], &[]), "AddressHidden, 1, ExchangeServer, true");
    let own = own(&[".county.local", ".county.example"], &[]);
    check(&[exchange, outside], &own, "198.51.100.7, 2, ExchangeServer, false");
}

#[test]
fn a_chain_that_breaks_ends_where_the_receiver_still_speaks() {
    let front = "from front.county.example (front.county.example [203.0.113.5]) by store.county.example (Postfix) with \
                 ESMTP id 2";
    let foreign = "from x ([203.0.113.66]) by relay.harbour.example with ESMTP id 0";
    let unnamed = "from x ([203.0.113.66]) by store-9 with ESMTP id 0";
    // Only the name says that the host is the receiver's; that it writes no line says that it is not.
    check(&[front, foreign], &own(&[], &[]), "203.0.113.5, 1, Postfix, true");
    check(&[front, unnamed], &own(&[], &[]), "203.0.113.5, 1, Postfix, true");
    check(&[front, foreign], &own(&[".county.example"], &[]), "ChainBroken, 1, Postfix, false");
    check(&[front], &own(&[], &[]), "EndsInside, 1, Postfix, true");
    check(&["by 2002:a05:1::1 with SMTP id 1", foreign], &own(&[], &[]), "ChainBroken, 1, Gmail, true");
}

#[test]
fn mail_of_one_provider_has_the_address_of_its_relay() {
    // The filters' own block is inside behind the filters only: other customers' mail leaves from it too.
    let front = "by AB4NAM00FT004.mail.protection.outlook.com (10.13.0.4) with Microsoft SMTP Server id 1";
    let below = "from x (203.0.113.66) by AB9NAM00FT009.mail.protection.outlook.com (10.13.0.9)";
    check(
        &[&format!("from AB9-obe.outbound.protection.outlook.com (2a01:111:f403:c922::7) {front}"), below],
        &Own::default(),
        "2a01:111:f403:c922::7, 1, ExchangeOnline, true",
    );
    check(
        &[&format!("from AB9NAM00FT009.mail.protection.outlook.com (removed) {front}"), below],
        &Own::default(),
        "NoAddress, 1, ExchangeOnline, true",
    );
    // A provider's name for an address does not say whose mail it hands over.
    check(
        &[
            "from ab00p00im.me.com by p00-mailgateway-smtp-0 with SMTP id 2",
            "from x.me.com (x.me.com [198.51.100.7]) by ab00p00im (Postfix) with ESMTPS id 1",
            "from y ([203.0.113.66]) by x.me.com with ESMTP id 0",
        ],
        &Own::default(),
        "198.51.100.7, 2, ICloud, true",
    );
    check(
        &[
            "by 2002:a05:1::1 with SMTP id 1",
            "from mail-sor-f00.google.com (mail-sor-f00.google.com. [209.85.220.41]) by mx.google.com with SMTPS id 2",
            "by 2002:a05:2::1 with HTTP",
        ],
        &Own::default(),
        "209.85.220.41, 2, Gmail, true",
    );
}

#[test]
fn forwarders_and_lists_are_named_and_the_boundary_stays() {
    let bytes = format!(
        "Return-Path: <SRS0=x=y=harbour.example=a@forward.example>\r\n\
         Received: from out.forward.example (out.forward.example [198.51.100.7]) by mx.county.example (Postfix) \
         with ESMTP id 1 for <desk@county.example>; {WHEN}\r\n\
         Received: from relay.harbour.example (relay.harbour.example [203.0.113.9]) by in.forward.example with ESMTP id 0 \
         for <desk@old.example>; {WHEN}\r\n\
         List-Id: <lights.harbour.example>\r\nX-Forwarded-To: desk@county.example\r\nResent-From: b@old.example\r\n\r\n"
    );
    let trace = Trace::of(&Message::split(bytes.as_bytes(), &Limits::default()), &Own::default());
    assert_eq!(shown(&trace), "198.51.100.7, 1, Postfix, true");
    let kinds: Vec<RelayKind> = trace.relays.iter().map(|sign| sign.kind).collect();
    assert_eq!(
        kinds,
        [
            RelayKind::SenderRewritten,
            RelayKind::RecipientRewritten,
            RelayKind::MailingList,
            RelayKind::Forwarder,
            RelayKind::Resent
        ]
    );
}

#[test]
fn what_lies_below_the_boundary_may_be_the_senders() {
    let lines = [RECEIVERS[6].lines[2].to_owned(), imitation(&RECEIVERS[6], 0)];
    let text = message(&lines);
    let trace = trace_of(&lines, &Own::default());
    let origin = trace.origin.clone().expect("an origin");
    assert_eq!(&text[origin.bytes.clone()], format!("[{PEER}]"));
    assert_eq!(origin.level, Level::R2);
    assert!(!trace.could_be_senders(&origin.bytes));
    assert!(trace.could_be_senders(&trace.hops[1].span));
    assert!(text[trace.below.clone()].starts_with("Received: from hello.example"));
    assert!(own(&[], &[]).has_authserv_id("MX.county.example"));
}

#[track_caller]
fn check_observed(header: &str, expected: &[ObservationKind]) {
    let bytes = format!("{header}\r\n");
    let trace = Trace::of(&Message::split(bytes.as_bytes(), &Limits::default()), &Own::default());
    let kinds: Vec<ObservationKind> = trace.observations.iter().map(|o| o.kind).collect();
    assert_eq!(kinds, expected, "{header}");
    assert!(trace.observations.iter().flat_map(|o| &o.spans).all(|span| span.end <= bytes.len()));
}

#[test]
fn cross_checks_are_named() {
    use ObservationKind::*;
    let receipt = "Received: from relay.harbour.example (relay.harbour.example [198.51.100.7]) by mx.county.example \
                   (Postfix) with ESMTP id 1; Tue, 5 Nov 2024 14:14:02 +0000\r\n";
    let rest = "Date: Tue, 5 Nov 2024 15:14:00 +0100\r\nMessage-ID: <1@relay.harbour.example>\r\n";
    check_observed(&format!("{receipt}{rest}"), &[]);
    check_observed(receipt, &[DateMissing, MessageIdMissing]);
    // Two minutes are what clocks differ by.
    let below = "Received: from a by relay.harbour.example; Tue, 5 Nov 2024 14:16:02 +0000\r\n";
    check_observed(&format!("{receipt}{below}{rest}"), &[]);
    check_observed(
        &format!("{receipt}Date: Tue, 5 Nov 2024 16:14:00 -0000\r\nMessage-ID: <1>\r\n"),
        &[ZoneUnstated, DateAfterReceipt, MessageIdWithoutHost],
    );
    check_observed(
        &format!("{receipt}Date: 29 Oct 2024 14:14:00 +0000\r\nMessage-ID: <CA+1@mail.gmail.com>\r\n"),
        &[DateLongBeforeReceipt, MessageIdOfOtherProvider],
    );
    // Times of today and of tomorrow below, one of them without a zone.
    check_observed(
        &format!(
            "{receipt}Received: from a.harbour.example by relay.harbour.example; 6 Nov 2024 14:14:02 +0000\r\n\
             Received: from b.harbour.example by a.harbour.example; 5 Nov 2024 14:14:02\r\n{rest}"
        ),
        &[TimeBackwards, AfterReceipt, ZoneMissing],
    );
    check_observed(
        &format!(
            "{receipt}Received: from a.harbour.example by relay.other.example; soon\r\n\
             Received: from b by MX.county.example\r\n{rest}"
        ),
        &[TimeUnreadable, TimeMissing, ReceiverNamedBelow, ChainGap, ChainGap],
    );
    let greeted = |greeting: &str, name: &str| {
        format!(
            "Received: from {greeting} ({name} [198.51.100.7]) by mx.county.example (Postfix) with ESMTP id 1; \
             Tue, 5 Nov 2024 14:14:02 +0000\r\n{rest}"
        )
    };
    check_observed(&greeted("mail.other.example", "relay.harbour.example"), &[HeloDiffersFromName]);
    check_observed(
        &greeted("[192.0.2.1]", "relay.harbour.example"),
        &[HeloDiffersFromName, HeloDiffersFromAddress],
    );
    check_observed(&greeted("mx.county.example", "unknown"), &[HeloIsReceiver, NameNotFound]);
}

fn any_line() -> impl Strategy<Value = String> {
    let hosts = prop::sample::select(vec![
        "mx.county.example",
        "store.county.example",
        "mx.google.com",
        "2002:a05:1::1",
        "AB4NAM00FT004.mail.protection.outlook.com",
        "ab00p00im-qukt00000000.me.com",
        "localhost",
        "store-15",
        "10.2.3.4",
        "a.invented.example",
    ]);
    let addresses =
        prop::sample::select(vec!["203.0.113.66", "2001:db8:66::1", "10.0.0.1", "127.0.0.1", "x"]);
    let with = prop::sample::select(vec!["ESMTP", "LMTP", "HTTP", "mapi", "Microsoft SMTP Server"]);
    let made = (hosts.clone(), addresses, hosts, with)
        .prop_map(|(from, ip, by, with)| format!("from {from} ({from} [{ip}]) by {by} with {with} id 0"));
    prop_oneof![made, "[ -~]{0,60}"]
}

proptest! {
    #[test]
    fn lines_below_never_change_the_origin(
        receiver in 0..RECEIVERS.len(),
        lower in prop::collection::vec(any_line(), 0..6),
    ) {
        let mut lines: Vec<String> = RECEIVERS[receiver].lines.iter().map(|&line| line.to_owned()).collect();
        lines.extend(lower);
        let trace = trace_of(&lines, &Own::default());
        prop_assert_eq!(trace.origin.map(|origin| origin.ip.to_string()), Ok(PEER.to_owned()));
    }

    /// Not only for receivers that are known: an origin that any lines give stays when others follow, whoever is trusted.
    #[test]
    fn an_origin_once_found_stays(
        upper in prop::collection::vec(any_line(), 1..4),
        lower in prop::collection::vec(any_line(), 0..4),
        configured in any::<bool>(),
    ) {
        let own = if configured { own(&[".county.example"], &["10.0.0.0/8"]) } else { Own::default() };
        let before = trace_of(&upper, &own);
        let lines: Vec<String> = upper.into_iter().chain(lower).collect();
        let after = trace_of(&lines, &own);
        if before.origin.is_ok() {
            prop_assert_eq!(before.origin.ok(), after.origin.ok());
        }
    }

    #[test]
    fn any_bytes_have_a_trace(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let bytes = [b"Received: ".as_slice(), &bytes].concat();
        let trace = Trace::of(&Message::split(&bytes, &Limits::default()), &Own::default());
        prop_assert!(trace.below.end <= bytes.len());
    }
}
