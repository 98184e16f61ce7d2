//! `scrutineer mail`: what it prints of one mail and of many, and that nobody's words become more than words.

use crate::commands::snapshot;
use crate::msg;
use crate::run::Place;

/// A mail as it came in at `mx.county.example`, with lines below the boundary that the sender could have written.
pub const MAIL: &str = "\
Return-Path: <desk@harbour.example>\r
Received: from relay.harbour.example (relay.harbour.example [203.0.113.7])\r
 by mx.county.example (Postfix) with ESMTP id 4X; Tue, 5 Nov 2024 09:14:02 -0500\r
Received: from mx.county.example ([198.51.100.77]) by mx.county.example; Tue, 5 Nov 2024 14:13:00 +0000\r
Authentication-Results: mx.county.example; spf=pass smtp.mailfrom=desk@harbour.example\r
X-Originating-IP: [198.51.100.99]\r
From: Harbour desk <desk@harbour.example>\r
To: keeper@county.example\r
Subject: Lamps\r
Date: Tue, 5 Nov 2024 14:12:00 +0000\r
Message-ID: <1@harbour.example>\r
\r
The lamps are lit at six.\r
";
pub const ZONE: &str = "harbour.example. IN TXT \"v=spf1 ip4:203.0.113.0/24 -all\"\n";
const OPTIONS: &str =
    "--own-host .county.example --dns zone.txt --geo one.csv --geo two.csv --now 2025-01-01";

fn place() -> Place {
    let place = Place::new();
    place
        .file("a.eml", MAIL)
        .file("zone.txt", ZONE)
        .file("one.csv", "203.0.113.0/24,AA\n")
        .file("two.csv", "203.0.113.0,203.0.113.255,BB\n");
    place
}

#[test]
fn one_mail_is_told_in_full() {
    snapshot!("mail_ladder", place().run(&format!("mail a.eml {OPTIONS}")));
}

#[test]
fn many_mails_are_a_line_each() {
    let place = place();
    let mbox =
        format!("From desk@harbour.example Tue Nov  5 14:14:02 2024\n{}\n", MAIL.replace("\r\n", "\n"));
    place.file("box.mbox", mbox.repeat(2)).file("broken.eml", "no mail at all");
    snapshot!("mail_list", place.run("mail box.mbox broken.eml --now 2025-01-01"));
}

#[test]
fn a_record_has_what_programs_ask_for() {
    let ran = place().run(&format!("mail a.eml --format jsonl {OPTIONS}")).ok();
    let record: serde_json::Value = serde_json::from_str(&ran.out).expect("one object");
    for key in [
        "path",
        "sha256",
        "boundary",
        "origin",
        "authors",
        "ambiguous",
        "reasons",
        "spf",
        "dkim",
        "arc",
        "dmarc",
        "ladder",
    ] {
        assert!(record.get(key).is_some(), "{key}");
    }
    assert_eq!(record["boundary"]["host"], "mx.county.example");
    assert_eq!(record["boundary"]["assumed"], false);
    assert_eq!(record["origin"]["ip"], "203.0.113.7");
    assert_eq!(record["origin"]["level"], "R2");
    assert_eq!(record["spf"]["at_receipt"]["verdict"], "pass");
    assert_eq!(record["spf"]["now"]["verdict"], "pass");
    // Forged addresses stand in statements of level R0 only.
    let ladder = record["ladder"].as_array().expect("statements");
    for statement in ladder.iter().filter(|s| s["level"] != "R0") {
        assert!(!statement["text"].as_str().expect("text").contains("198.51.100"), "{statement}");
    }
}

#[test]
fn results_are_the_same_for_any_number_of_threads() {
    let place = place();
    let mbox =
        format!("From desk@harbour.example Tue Nov  5 14:14:02 2024\n{}\n", MAIL.replace("\r\n", "\n"));
    place.file("box.mbox", mbox.repeat(50));
    for threads in ["1", "2"] {
        place.run(&format!("mail box.mbox a.eml {OPTIONS} --threads {threads} --out out{threads}")).ok();
    }
    for file in
        ["mails.jsonl", "mails.parquet", "mail_hops.parquet", "mail_statements.parquet", "findings.jsonl"]
    {
        let bytes = |n: u8| std::fs::read(place.path(&format!("out{n}/{file}"))).expect("written");
        assert_eq!(bytes(1), bytes(2), "{file}");
    }
    assert_eq!(place.read("out1/mails.jsonl").lines().count(), 51);
}

#[test]
fn a_name_that_would_act_in_a_terminal_does_not() {
    let place = Place::new();
    place.file("a.eml", MAIL.replace("desk@harbour", "de\u{1b}[31msk@harbour"));
    let ran = place.run("mail a.eml --now 2025-01-01").ok();
    assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{}", ran.all());
}

#[test]
fn what_cannot_be_used_is_said_with_a_hint() {
    let place = place();
    place.file("words.csv", "no,ranges\n").file("posts.csv", "id,text\n1,hello\n");
    for (args, words) in [
        ("mail a.eml --geo words.csv", "no row begins with an address"),
        ("mail posts.csv", "header fields"),
        ("mail a.eml --own-network 192.0.2.0/40", "192.0.2.0/40"),
        ("mail absent.eml", "absent.eml"),
    ] {
        let ran = place.run(args);
        assert_eq!(ran.code, 2, "{}", ran.all());
        assert!(ran.err.contains(words), "{args}: {}", ran.err);
    }
}

#[test]
fn mails_that_belong_together_are_told_with_what_else_would_explain_them() {
    let place = Place::new();
    let mail = |number: usize, text: &str, from: &str, network: u8| {
        MAIL.replace("The lamps are lit at six.", text)
            .replace("desk@harbour", from)
            .replace("203.0.113.7", &format!("192.0.{network}.{}", number + 1))
            .replace("<1@", &format!("<{number}@"))
    };
    // One template to five offices from one network; others write about other things, two of them from there too.
    for number in 0..5 {
        let text = format!(
            "To office {number}: the harbour office keeps its doors closed on Tuesday while the lamps are counted, \
             please come on Wednesday instead and bring the yellow form with you."
        );
        place.file(&format!("mails/wave{number}.eml"), mail(number, &text, "count@lamps", 2));
    }
    for (number, (a, b)) in
        [("gulls", "bread"), ("boats", "paint"), ("nets", "rope"), ("tide", "tables")].iter().enumerate()
    {
        let text = format!(
            "Dear keeper, {a} and {b} number {number} are in the shed, and nobody has come for the {a} since the \
             market; shall we keep the {b} until spring or give {a} away?"
        );
        let network = if number < 2 { 2 } else { 100 + number as u8 };
        place.file(
            &format!("mails/other{number}.eml"),
            mail(20 + number, &text, &format!("{a}@village"), network),
        );
    }
    let ran = place.run("mail mails --now 2025-01-01").ok();
    assert!(ran.out.contains("Campaign 1: 5 mails."), "{}", ran.all());
    assert!(ran.out.contains("or else: There was no background"), "{}", ran.all());
    assert!(!ran.out.contains("Campaign 2"), "a network alone joins nothing: {}", ran.all());
    place.run("mail mails --now 2025-01-01 --out results").ok();
    let found: serde_json::Value = serde_json::from_str(&place.read("results/campaigns.json")).expect("JSON");
    let members: Vec<&str> = found["campaigns"][0]["members"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|m| m.as_str())
        .collect();
    assert_eq!(members.len(), 5);
    assert!(members.iter().all(|member| member.starts_with("wave")), "{members:?}");
}

/// Texts of several mails from one office, alike but for the addressee, with `n` in the connecting address.
fn letters(office: &str, n: u8) -> String {
    (0..3)
        .map(|i| {
            let text = format!(
                "Good morning, the hearing about the colour of the harbour lamps on Thursday has been called off. \
                 Please tell everybody in the {office} who meant to come, and take down the notices."
            );
            let mail = MAIL
                .replace("The lamps are lit at six.", &text)
                .replace("keeper@county", &format!("{office}@county"))
                .replace("<1@harbour", &format!("<{i}@harbour"))
                .replace("203.0.113.7", &format!("203.0.113.{n}"))
                .replace("\r\n", "\n");
            format!("From desk@harbour.example Tue Nov  5 14:14:02 2024\n{mail}\n")
        })
        .collect()
}

#[test]
fn two_offices_find_a_common_campaign_without_showing_their_mail() {
    let place = Place::new();
    place
        .file("ours.mbox", letters("library", 7))
        .file("theirs.mbox", letters("school", 8))
        .file("secret", [7u8; 32])
        .file("other", [8u8; 32]);
    place.run("mail theirs.mbox --digest theirs.jsonl --secret secret --now 2025-01-01").ok();
    let digest = place.read("theirs.jsonl");
    assert_eq!(digest.lines().count(), 4);
    for word in ["harbour", "lamps", "203.0.113", "school", "desk@"] {
        assert!(!digest.contains(word), "{word}: {digest}");
    }
    let ran = place.run("mail ours.mbox --match theirs.jsonl --secret secret --now 2025-01-01").ok();
    assert!(ran.err.contains("1 campaign with mails of several offices"), "{}", ran.all());
    assert!(ran.out.contains("ours.mbox") && ran.out.contains("theirs.jsonl: "), "{}", ran.out);
    let ran = place.run("mail ours.mbox --match theirs.jsonl --secret other");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("another secret"), "{}", ran.err);
    let ran = place.run("mail ours.mbox --secret secret");
    assert!(ran.code == 2 && ran.err.contains("--digest FILE"), "{}", ran.all());
    place.file("short", "lamp");
    let ran = place.run("mail ours.mbox --digest x.jsonl --secret short");
    assert!(ran.code == 2 && ran.err.contains("16 are needed"), "{}", ran.err);
}

#[test]
fn a_mail_out_of_outlook_is_examined_and_its_losses_are_told() {
    let place = Place::new();
    place.file("threat.bin", msg::received());
    snapshot!("mail_outlook", place.run("mail threat.bin --own-host .county.example --now 2025-01-01"));
    let ran = place.run("mail threat.bin --format jsonl --now 2025-01-01").ok();
    let record: serde_json::Value = serde_json::from_str(&ran.out).expect("one object");
    assert_eq!(record["origin"]["ip"], "203.0.113.7");
    assert_eq!(record["damage"][0]["kind"], "rebuilt_from_outlook");
    let length = std::fs::metadata(place.path("threat.bin")).expect("there").len();
    assert_eq!(record["at"]["bytes"], serde_json::json!([0, length]), "the place is the whole file");
}

#[test]
fn a_draft_out_of_outlook_has_nothing_recorded() {
    let place = Place::new();
    let mut draft = msg::new();
    let texts = [(0x0c1f, "desk@harbour.example"), (0x0037, "Lamps"), (0x1000, msg::TEXT)];
    msg::message(&mut draft, "/", &texts, &[]);
    place.file("draft.msg", msg::bytes(draft));
    let ran = place.run("mail draft.msg --now 2025-01-01").ok();
    assert!(ran.out.contains("It stores no header, as of drafts and sent mails"), "{}", ran.all());
    assert!(ran.out.contains("R0  The mail names desk@harbour.example as its author."), "{}", ran.all());
    assert!(!ran.out.contains("\nR1") && !ran.out.contains("\nR2"), "{}", ran.all());
}

#[test]
fn mails_attached_in_outlook_are_mails_of_their_own() {
    let place = Place::new();
    let mut outer = msg::new();
    msg::message(&mut outer, "/", &[(0x0c1f, "keeper@county.example"), (0x1000, "We got this.")], &[]);
    let inner = msg::attachment(&mut outer, "/", 0);
    msg::message(&mut outer, &inner, &[(0x007d, msg::HEADER), (0x1000, msg::TEXT)], &[]);
    place.file("fwd.msg", msg::bytes(outer));
    let ran = place.run("mail fwd.msg --now 2025-01-01").ok();
    let (outer, inner) = ran.out.split_once("fwd.msg › attached message 1").expect("both are told of");
    assert!(outer.contains("keeper@county.example") && !outer.contains("203.0.113.7"), "{outer}");
    assert!(inner.contains("R2  mx.county.example recorded that 203.0.113.7"), "{inner}");
    assert!(inner.contains("attached to another one") && inner.contains("an Outlook file keeps"), "{inner}");
}

#[test]
fn an_old_office_document_is_no_mail_whatever_its_name() {
    let place = Place::new();
    let mut document = msg::new();
    msg::stream(&mut document, "/WordDocument", &[1; 5_000]);
    place.file("letter.msg", msg::bytes(document)).file("cut.doc", &msg::received()[..1_500]);
    for (name, words) in
        [("letter.msg", "an old Office document"), ("cut.doc", "a damaged mail of Outlook's")]
    {
        let ran = place.run(&format!("mail {name}"));
        assert_eq!(ran.code, 2, "{}", ran.all());
        assert!(ran.err.contains(words), "{}", ran.err);
    }
    place.file("posts.csv", msg::received());
    let ran = place.run("inspect posts.csv");
    assert!(ran.err.contains("`scrutineer mail`"), "{}", ran.all());
}

/// A mail to the police with `inner` attached to it.
fn forwarded(inner: &str) -> String {
    format!(
        "Received: from office.county.example (office.county.example [192.0.2.7])\r\n by mx.police.example (Postfix) \
         with ESMTPS id 9Z; Tue, 5 Nov 2024 10:00:00 -0500\r\nFrom: keeper@county.example\r\nSubject: Fwd: \
         Lamps\r\nDate: Tue, 5 Nov 2024 15:00:00 +0000\r\nMessage-ID: <2@county.example>\r\nContent-Type: \
         multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nWe got this.\r\n--b\r\n{inner}\r\n--b--\r\n"
    )
}

#[test]
fn an_attached_mail_is_told_of_behind_the_one_around_it() {
    let place = place();
    place.file("fwd.eml", forwarded(&format!("Content-Type: message/rfc822\r\n\r\n{MAIL}")));
    snapshot!("mail_attached", place.run("mail fwd.eml --now 2025-01-01"));
}

#[test]
fn an_attached_mail_has_a_place_and_leaves_the_one_around_it_as_it_was() {
    let place = Place::new();
    let encoded = "\
UmVjZWl2ZWQ6IGZyb20gYS5leGFtcGxlIChhLmV4YW1wbGUgWzIwMy4wLjExMy43XSkgYnkgbXguY291bnR5LmV4YW1wbGUgKFBvc3RmaXgp
IHdpdGggRVNNVFAgaWQgNFg7IFR1ZSwgNSBOb3YgMjAyNCAwOToxNDowMiAtMDUwMA0KRnJvbTogYUBhLmV4YW1wbGUNCg0KTGFtcHMuDQo=";
    let plain = forwarded(&format!("Content-Type: message/rfc822\r\n\r\n{MAIL}"));
    let base64 =
        format!("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}");
    let nested = (0..3).fold(MAIL.to_owned(), |inner, depth| {
        forwarded(&format!("Content-Type: message/rfc822\r\n\r\n{inner}"))
            .replace("=b\r", &format!("=b{depth}\r"))
            .replace("--b\r", &format!("--b{depth}\r"))
            .replace("--b--\r", &format!("--b{depth}--\r"))
    });
    place
        .file("plain/a.eml", &plain)
        .file("base64/a.eml", forwarded(&base64))
        .file("nested/a.eml", nested)
        .file("alone/a.eml", plain.replace("message/rfc822", "application/octet-stream"));
    let records = |folder: &str| -> Vec<serde_json::Value> {
        let ran = place.run(&format!("mail {folder} --format jsonl --now 2025-01-01")).ok();
        ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    };
    let found = records("plain");
    assert_eq!(found.len(), 2);
    assert_eq!(found[1]["path"], "a.eml › attached message 1");
    let start = plain.find("Return-Path").expect("there");
    assert_eq!(
        found[1]["at"]["bytes"],
        serde_json::json!([start, start + MAIL.len()]),
        "a range of the file"
    );
    assert_eq!(found[1]["origin"]["ip"], "203.0.113.7");
    assert_eq!(found[1]["boundary"]["host"], "mx.county.example");
    // What is said of the mail around is what was said of it before.
    for key in ["boundary", "origin", "authors", "dkim", "arc", "spf"] {
        assert_eq!(found[0][key], records("alone")[0][key], "{key}");
    }
    let texts = |record: &serde_json::Value| -> Vec<String> {
        record["ladder"].as_array().expect("a list").iter().map(|s| s["text"].to_string()).collect()
    };
    assert_eq!(texts(&found[0]), texts(&records("alone")[0]));
    let found = records("base64");
    assert_eq!(found[1]["origin"]["ip"], "203.0.113.7");
    assert_eq!(found[1]["at"]["bytes"][0], 0, "a place in the copy");
    assert!(found[1]["path"].as_str().expect("text").contains("decoded from byte"), "{}", found[1]["path"]);
    let found = records("nested");
    let paths: Vec<&str> = found.iter().filter_map(|record| record["path"].as_str()).collect();
    assert_eq!(
        paths,
        ["a.eml", "a.eml › attached message 1", "a.eml › attached message 1 › attached message 1"],
        "two deep and no deeper"
    );
    let ran = place.run("mail nested --now 2025-01-01").ok();
    assert!(ran.err.contains("attached_too_deep"), "{}", ran.all());
}

#[test]
fn a_mail_and_what_is_attached_to_it_are_no_campaign() {
    let place = Place::new();
    let long = MAIL.replace(
        "The lamps are lit at six.",
        "The harbour office keeps its doors closed on Tuesday while the lamps are counted, please come on Wednesday.",
    );
    let mbox = |n: usize| {
        let mail = forwarded(&format!("Content-Type: message/rfc822\r\n\r\n{long}"));
        format!(
            "From keeper@county.example Tue Nov  5 15:00:00 2024\n{}\n",
            mail.replace("192.0.2.7", &format!("192.0.2.{n}"))
        )
    };
    place.file("box.mbox", mbox(7));
    let ran = place.run("mail box.mbox --now 2025-01-01 --out out").ok();
    assert!(ran.err.starts_with("2 mails from 1 file."), "{}", ran.all());
    let found: serde_json::Value = serde_json::from_str(&place.read("out/campaigns.json")).expect("JSON");
    assert_eq!(found["campaigns"].as_array().map(Vec::len), Some(0), "{found}");
    // How many are attached, and deep, is bounded.
    let part = format!("--b\r\nContent-Type: message/rfc822\r\n\r\n{MAIL}\r\n").repeat(101);
    place.file("many.eml", forwarded(&format!("\r\nmany\r\n{}", part.trim_end())));
    let ran = place.run("mail many.eml --now 2025-01-01").ok();
    assert!(
        ran.err.starts_with("101 mails from 1 file.") && ran.err.contains("too_many_attached"),
        "{}",
        ran.err
    );
}
