//! `scrutineer mail`: what it prints of one mail and of many, and that nobody's words become more than words.

use crate::commands::snapshot;
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
    place.file("short", "lamp");
    let ran = place.run("mail ours.mbox --digest x.jsonl --secret short");
    assert!(ran.code == 2 && ran.err.contains("16 are needed"), "{}", ran.err);
}
